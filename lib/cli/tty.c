/**
 * @file tty.c  The terminal a command runs at
 */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/tty.h"

static bool is_utf8(void)
{
	return 0 == strcmp(nl_langinfo(CODESET), "UTF-8");
}

/**
 * Look at the environment. Characters are from now on those of its locale;
 * numbers and words stay what they are everywhere
 *
 * @param t Receives what is found; its text is the environment's
 */
void oh_tty_read(struct oh_tty *t)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");

	t->here     = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	t->term     = term ? term : "";
	t->dumb     = !*t->term || 0 == strcmp(t->term, "dumb");
	t->no_color = no && *no;
	t->utf8     = setlocale(LC_CTYPE, "") && is_utf8();
}

/**
 * Take characters for UTF-8 though the locale does not say so
 *
 * @return false: this system has no such locale
 */
bool oh_tty_force_utf8(void)
{
	return is_utf8() || (setlocale(LC_CTYPE, "C.UTF-8") && is_utf8());
}
