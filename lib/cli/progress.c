/**
 * @file progress.c  One line on a terminal that says what is waited for
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cli/progress.h"

enum {
	TICK_MS   = 1000,
	TEXT_SIZE = 64,
};

struct oh_progress {
	struct tmr tmr;
	uint64_t   begin_us;
	char       text[TEXT_SIZE];
	bool       terminal;
	bool       shown;
};

static void put(const char *s)
{
	ssize_t n = write(STDERR_FILENO, s, strlen(s));
	(void)n;              /* A terminal that has gone sees nothing */
}

static void draw(struct oh_progress *p)
{
	char line[TEXT_SIZE + 32];

	(void)snprintf(line, sizeof(line), "\r%s, %u s\033[K", p->text,
		       (unsigned)((oh_clock_us() - p->begin_us) / 1000000));
	put(line);
	p->shown = true;
}

static void tick(void *arg)
{
	struct oh_progress *p = arg;

	draw(p);
	tmr_start(&p->tmr, TICK_MS, tick, p);
}

static void destructor(void *arg)
{
	oh_progress_clear(arg);
}

static bool is_terminal(struct oh_app *app)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && !oh_app_opts(app)->quiet &&
		!(term && 0 == strcmp(term, "dumb"));
}

/**
 * Make a line that is not shown yet
 *
 * @param pp  Set on success; mem_deref clears the line
 * @param app The command
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_progress_alloc(struct oh_progress **pp, struct oh_app *app)
{
	struct oh_progress *p;

	if (!pp || !app)
		return EINVAL;

	p = mem_zalloc(sizeof(*p), destructor);
	if (!p)
		return ENOMEM;
	p->terminal = is_terminal(app);
	p->begin_us = oh_clock_us();
	*pp = p;

	return 0;
}

/**
 * Say what is waited for
 *
 * @param p   Progress, or NULL
 * @param fmt Text without line end; the seconds are added
 */
void oh_progress_set(struct oh_progress *p, const char *fmt, ...)
{
	va_list ap;

	if (!p || !p->terminal)
		return;

	va_start(ap, fmt);
	(void)vsnprintf(p->text, sizeof(p->text), fmt, ap);
	va_end(ap);
	if (p->shown)
		draw(p);
	else if (!tmr_isrunning(&p->tmr))
		tmr_start(&p->tmr, TICK_MS, tick, p);
}

/**
 * Take the line away
 *
 * @param p Progress, or NULL
 */
void oh_progress_clear(struct oh_progress *p)
{
	if (!p)
		return;

	tmr_cancel(&p->tmr);
	if (p->shown)
		put("\r\033[K");
	p->shown = false;
}
