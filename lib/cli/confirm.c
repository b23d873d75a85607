/**
 * @file confirm.c  Ask a person before money is spent
 *
 * Reads on the main loop, so that Ctrl-C and --timeout have their say while
 * the question stands.
 */
#include <errno.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "base/compat.h"
#include "cli/cli_priv.h"
#include "cli/confirm.h"

enum { ANSWER_SIZE = 16 };

/* What does not fit is no yes, and must not be left to the shell */
static int read_answer(char answer[ANSWER_SIZE], struct oh_app *app)
{
	ssize_t n;
	int err;

	do {
		err = oh_app_wait(app, STDIN_FILENO);
		if (err)
			return err;
		n = read(STDIN_FILENO, answer, ANSWER_SIZE - 1);
	} while (n < 0 && (errno == EAGAIN || errno == EINTR));

	if (n > 0 && answer[n - 1] != '\n')
		(void)tcflush(STDIN_FILENO, TCIFLUSH);
	answer[n > 0 ? n : 0] = '\0';
	answer[strcspn(answer, "\r\n")] = '\0';

	return 0;
}

/**
 * Ask a person: only the word "yes" is a yes
 *
 * @param app      The command
 * @param question Without the hint what to type
 *
 * @return 0 if confirmed, EACCES if not or if there is no terminal,
 *         ECANCELED if a signal or --timeout came first, or an error of the
 *         main loop
 */
int oh_confirm(struct oh_app *app, const char *question)
{
	char answer[ANSWER_SIZE];
	int err;

	if (!app || !question)
		return EINVAL;
	/* Who cannot see the question cannot say yes to it */
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return EACCES;

	fprintf(app->err, "%s [type yes] ", question);
	(void)fflush(app->err);
	err = read_answer(answer, app);
	if (err) {
		fputc('\n', app->err);
		return err;
	}

	return 0 == strcmp(answer, "yes") ? 0 : EACCES;
}
