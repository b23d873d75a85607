/**
 * @file log.c  Lines for people, with secrets masked
 *
 * A line is formatted, cut to its limit, then copied piece by piece with
 * every secret replaced, then made safe to print: what reaches a terminal
 * has no control characters, whoever sent them.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "base/log.h"
#include "base/scan.h"

enum { LINE_SIZE = 4096 };

struct oh_log {
	struct list       secretl;       /* longest first */
	enum oh_log_level max;
	oh_log_h         *logh;
	void             *arg;
};

struct secret {
	struct le le;
	size_t    len;
	char      text[];
};

static void secret_destructor(void *data)
{
	struct secret *s = data;

	list_unlink(&s->le);
	explicit_bzero(s->text, s->len);
}

static void destructor(void *data)
{
	struct oh_log *log = data;

	list_flush(&log->secretl);
}

/**
 * Make a log. It belongs to the main loop's thread
 *
 * @param logp Log, released with mem_deref
 * @param max  Least urgent level that is passed on
 * @param logh Receives each line; may be called until the release
 * @param arg  Handler argument
 *
 * @return 0, EINVAL or ENOMEM
 */
int oh_log_alloc(struct oh_log **logp, enum oh_log_level max,
		 oh_log_h *logh, void *arg)
{
	struct oh_log *log;

	if (!logp || !logh)
		return EINVAL;

	log = mem_zalloc(sizeof(*log), destructor);
	if (!log)
		return ENOMEM;

	log->max  = max;
	log->logh = logh;
	log->arg  = arg;
	*logp = log;

	return 0;
}

/* Where a secret of this length belongs: before the first shorter one */
static struct le *place_of(const struct oh_log *log, size_t len)
{
	struct le *le;

	for (le = log->secretl.head; le; le = le->next) {
		const struct secret *s = le->data;

		if (s->len < len)
			break;
	}
	return le;
}

/**
 * Replace a text by "***" in every later line
 *
 * @param log    Log; NULL is accepted, it prints nothing anyhow
 * @param secret Text to hide, copied; NULL and "" hide nothing
 *
 * @return 0 or ENOMEM
 */
int oh_log_mask(struct oh_log *log, const char *secret)
{
	struct secret *s;
	struct le *le;
	size_t len;

	if (!log || !str_isset(secret))
		return 0;

	len = strlen(secret);
	s = mem_zalloc(sizeof(*s) + len + 1, secret_destructor);
	if (!s)
		return ENOMEM;

	s->len = len;
	memcpy(s->text, secret, len);
	le = place_of(log, len);
	if (le)
		list_insert_before(&log->secretl, le, &s->le, s);
	else
		list_append(&log->secretl, &s->le, s);

	return 0;
}

/*
 * Length of the secret that begins here, 0: none. The end of a cut line may
 * be the beginning of a secret: that part is hidden as well.
 */
static size_t secret_at(const struct oh_log *log, const char *p, size_t left,
			bool cut)
{
	for (struct le *le = log->secretl.head; le; le = le->next) {
		const struct secret *s = le->data;

		if (s->len <= left ? !memcmp(p, s->text, s->len)
				   : cut && !memcmp(p, s->text, left))
			return s->len <= left ? s->len : left;
	}
	return 0;
}

static void hide(const struct oh_log *log, char *dst, size_t size,
		 const char *src, bool cut)
{
	size_t left = strlen(src), n = 0;

	while (left) {
		size_t len = secret_at(log, src, left, cut);
		size_t need = len ? 3 : 1;

		if (n + need >= size)
			break;
		memcpy(&dst[n], len ? "***" : src, need);
		n    += need;
		src  += len ? len : 1;
		left -= len ? len : 1;
	}
	dst[n] = '\0';
}

/**
 * Choose how much is passed on from now
 *
 * @param log Log, or NULL
 * @param max Least urgent level
 */
void oh_log_set_max(struct oh_log *log, enum oh_log_level max)
{
	if (log)
		log->max = max;
}

/**
 * Write a line: oh_log() for callers with arguments of their own
 *
 * @param log   Log, or NULL: nothing happens
 * @param level How urgent it is
 * @param fmt   Format of printf(3), without line end. A line over 4 KiB is
 *              cut; control characters become '?'.
 * @param ap    Arguments of the format
 */
void oh_log_vprint(struct oh_log *log, enum oh_log_level level,
		   const char *fmt, va_list ap)
{
	char raw[LINE_SIZE], hidden[LINE_SIZE], line[LINE_SIZE];
	int n;

	if (!log || !fmt || level > log->max)
		return;

	n = vsnprintf(raw, sizeof(raw), fmt, ap);
	if (n < 0)
		return;

	hide(log, hidden, sizeof(hidden), raw, (size_t)n >= sizeof(raw));
	(void)oh_scan_safe(line, sizeof(line), hidden, strlen(hidden));

	log->logh(level, line, log->arg);
}

/**
 * Write a line
 *
 * @param log   Log, or NULL: nothing happens
 * @param level How urgent it is
 * @param fmt   As for oh_log_vprint()
 */
void oh_log(struct oh_log *log, enum oh_log_level level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	oh_log_vprint(log, level, fmt, ap);
	va_end(ap);
}
