/**
 * @file ini.c  INI text, line by line
 */
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>
#include "base/ini.h"

enum { WHY_SIZE = 64 };

/* Debian's inih takes its limit at run time (and it is too low); where it is
   compiled in, the reader obeys what it is told. */
extern int ini_max_line __attribute__((weak));

struct reader {
	const struct oh_ini_prm *prm;
	const char *next;            /* Text not yet read      */
	int         line;
	bool        waiting;         /* Line is no pair yet    */
};

static void fault(const struct reader *r, const char *why)
{
	r->prm->faulth(r->line, why, r->prm->arg);
}

/* inih found a pair. Never fails: the reading goes on after a fault. */
static int pair_handler(void *arg, const char *section, const char *name,
			const char *value)
{
	struct reader *r = arg;
	(void)section;

	r->waiting = false;
	r->prm->pairh(r->line, name, value ? value : "", r->prm->arg);

	return 1;
}

static void rstrip(char *s, size_t len)
{
	while (len && strchr(" \t\r", s[len - 1]))
		--len;
	s[len] = '\0';
}

/* line begins with '[' and is ours to cut up */
static void section_line(const struct reader *r, char *line)
{
	char *end = strchr(line, ']');
	const char *rest;

	if (!end) {
		fault(r, "']' is missing");
		r->prm->sectionh(r->line, NULL, r->prm->arg);
		return;
	}
	rest = end + 1 + strspn(end + 1, " \t\r");
	if (*rest && *rest != ';' && *rest != '#')
		fault(r, "something stands after ']'");

	line += 1 + strspn(line + 1, " \t");
	rstrip(line, line < end ? (size_t)(end - line) : 0);
	r->prm->sectionh(r->line, line, r->prm->arg);
}

static bool has_control(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return true;
	}

	return false;
}

/* Copies the line at r->next without blanks around it; "" if it is bad */
static void take_line(struct reader *r, char *dst, size_t size)
{
	size_t len = strcspn(r->next, "\n");
	const char *s = r->next;
	char why[WHY_SIZE];

	r->next += len + (s[len] == '\n');
	++r->line;
	if (r->line == 1 && 0 == strncmp(s, "\xef\xbb\xbf", 3)) {
		s += 3;
		len -= 3;
	}
	if (len && s[len - 1] == '\r')
		--len;
	while (len && (*s == ' ' || *s == '\t')) {
		++s;
		--len;
	}

	*dst = '\0';
	if (len + 1 > size) {
		(void)snprintf(why, sizeof(why), "longer than %zu bytes",
			       size - 1);
		fault(r, why);
	}
	else if (has_control(s, len))
		fault(r, "a control character");
	else {
		memcpy(dst, s, len);
		rstrip(dst, len);
	}
}

/* Called when it is known what became of the last line */
static void settle(struct reader *r)
{
	if (r->waiting)
		fault(r, "neither [section] nor key = value");
	r->waiting = false;
}

/* Gives inih the next line that may be a pair */
static char *next_line(char *str, int num, void *arg)
{
	struct reader *r = arg;

	settle(r);
	while (*r->next) {
		take_line(r, str, (size_t)num - 2);
		if (*str == '[') {
			section_line(r, str);
		}
		else if (*str == ';' || *str == '#') {
			if (r->prm->commenth)
				r->prm->commenth(r->line, str, r->prm->arg);
		}
		else if (*str) {
			r->waiting = true;
			return str;
		}
	}

	return NULL;
}

/**
 * Read INI text
 *
 * @param text Text
 * @param prm  Called with what is found, in order, and with faults
 *
 * @return 0 also with faults, EINVAL, ENOMEM
 */
int oh_ini_parse(const char *text, const struct oh_ini_prm *prm)
{
	struct reader r = { .prm = prm, .next = text };

	if (!text || !prm)
		return EINVAL;
	if (&ini_max_line)
		ini_max_line = OH_INI_LINE_MAX + 3;

	return ini_parse_stream(next_line, &r, pair_handler, &r) == -2 ?
		ENOMEM : 0;
}
