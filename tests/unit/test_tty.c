/**
 * @file test_tty.c  The terminal a command runs at
 */
#include <locale.h>
#include "base/compat.h"
#include "cli/tty.h"
#include "test.h"

int test_tty_read(void);
int test_tty_utf8(void);

static const char *const varv[] = {
	"TERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG",
};

struct env {
	char *oldv[ARRAY_SIZE(varv)];
};

static void enter(struct env *e)
{
	for (size_t i = 0; i < ARRAY_SIZE(varv); i++) {
		const char *old = getenv(varv[i]);

		e->oldv[i] = old ? strdup(old) : NULL;
		unsetenv(varv[i]);
	}
}

static void leave(struct env *e)
{
	for (size_t i = 0; i < ARRAY_SIZE(varv); i++) {
		if (e->oldv[i])
			setenv(varv[i], e->oldv[i], 1);
		else
			unsetenv(varv[i]);
		free(e->oldv[i]);
	}
	(void)setlocale(LC_CTYPE, "C");
}

int test_tty_read(void)
{
	struct oh_tty t;
	struct env e;

	enter(&e);
	oh_tty_read(&t);
	assert_string_equal(t.term, "");
	assert_true(t.dumb);
	assert_false(t.no_color);
	assert_false(t.utf8);

	setenv("TERM", "dumb", 1);
	setenv("NO_COLOR", "", 1);
	oh_tty_read(&t);
	assert_true(t.dumb);
	assert_false(t.no_color);

	setenv("TERM", "xterm", 1);
	setenv("NO_COLOR", "1", 1);
	oh_tty_read(&t);
	assert_string_equal(t.term, "xterm");
	assert_false(t.dumb);
	assert_true(t.no_color);
	leave(&e);

	return 0;
}

/* As the locale says, and against it */
int test_tty_utf8(void)
{
	struct oh_tty t;
	struct env e;

	enter(&e);
	setenv("LC_ALL", "C.UTF-8", 1);
	oh_tty_read(&t);
	assert_true(t.utf8);
	setenv("LC_ALL", "C", 1);
	oh_tty_read(&t);
	assert_false(t.utf8);
	assert_true(oh_tty_force_utf8());
	assert_true(oh_tty_force_utf8());
	leave(&e);

	return 0;
}
