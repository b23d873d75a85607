/**
 * @file confirm.c  Ask a person before money is spent
 *
 * Reads on the main loop, so that Ctrl-C and --timeout have their say while
 * the question stands.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/compat.h"
#include "cli/cli_priv.h"
#include "cli/confirm.h"

enum { ANSWER_SIZE = 16 };

struct question {
	struct oh_app *app;
	char           answer[ANSWER_SIZE];
	bool           read;
};

/* A terminal gives a whole line at once */
static void answer_handler(int flags, void *arg)
{
	struct question *q = arg;
	ssize_t n = read(STDIN_FILENO, q->answer, sizeof(q->answer) - 1);
	(void)flags;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	q->answer[n > 0 ? n : 0] = '\0';
	q->read = true;
	oh_app_stop(q->app);
}

static int wait_answer(struct question *q)
{
	int err = fd_listen(STDIN_FILENO, FD_READ, answer_handler, q);

	if (err)
		return err;
	if (oh_app_run(q->app, NULL, NULL) != OH_CAUSE_NONE && !q->read)
		err = ECANCELED;
	fd_close(STDIN_FILENO);

	return err;
}

/**
 * Ask a person: only the word "yes" is a yes
 *
 * @param app      The command
 * @param question Without the hint what to type
 *
 * @return 0 if confirmed, EACCES if not or if stdin is no terminal,
 *         ECANCELED if a signal or --timeout came first, or an error of the
 *         main loop
 */
int oh_confirm(struct oh_app *app, const char *question)
{
	struct question q = { .app = app };
	int err;

	if (!app || !question)
		return EINVAL;
	if (!isatty(STDIN_FILENO))
		return EACCES;

	fprintf(app->err, "%s [type yes] ", question);
	(void)fflush(app->err);
	err = wait_answer(&q);
	if (!q.read)
		fputc('\n', app->err);
	if (err)
		return err;

	q.answer[strcspn(q.answer, "\r\n")] = '\0';

	return 0 == strcmp(q.answer, "yes") ? 0 : EACCES;
}
