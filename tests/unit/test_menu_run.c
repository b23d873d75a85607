/**
 * @file test_menu_run.c  A caller on the way through a menu file
 */
#include "base/compat.h"
#include "test.h"
#include "flow/menu_run.h"

enum { ALL_SIZE = 4096 };

/** What is done, one word after another */
struct story {
	struct oh_menu_run r;
	char   text[ALL_SIZE];
	size_t len;
};

static void tell(struct story *st, const char *what, const char *rest)
{
	st->len += (size_t)snprintf(st->text + st->len,
				    sizeof(st->text) - st->len, "%s%s%s",
				    st->len ? " " : "", what, rest);
	assert_true(st->len < sizeof(st->text));
}

static void tell_act(struct story *st, const struct oh_menu_run_act *act)
{
	static const char *const wordv[] = {
		"-", "", "listen", "record:", "transfer:", "forward:",
		"hangup",
	};
	char ms[16];

	if (act->what == OH_MENU_RUN_LISTEN) {
		(void)snprintf(ms, sizeof(ms), ":%u", act->ms);
		tell(st, "listen", ms);
		return;
	}
	if (!act->stepc)
		tell(st, wordv[act->what], "");
	for (uint32_t i = 0; i < act->stepc; i++)
		tell(st, wordv[act->what], act->stepv[i].text);
}

/* Events, one character each: a key, or d(one) f(ailed) t(imeout) g(one) */
static void happen(struct story *st, const char *events)
{
	struct oh_menu_run_act act;

	for (; *events; events++) {
		enum oh_menu_run_event ev = OH_MENU_RUN_KEY;

		switch (*events) {

		case 'd': ev = OH_MENU_RUN_DONE;    break;
		case 'f': ev = OH_MENU_RUN_FAILED;  break;
		case 't': ev = OH_MENU_RUN_TIMEOUT; break;
		case 'g': ev = OH_MENU_RUN_GONE;    break;
		default:  break;
		}
		oh_menu_run_event(&st->r, ev, *events, &act);
		tell_act(st, &act);
	}
}

static int check(const char *menus, const char *events,
		 const char *expected)
{
	struct oh_menu_file *f = NULL;
	struct oh_menu_run_act act;
	struct story st = { .len = 0 };
	int err;

	err = oh_menu_parse(&f, "x", menus);
	if (err)
		return err;
	assert_int_equal(f->errorc, 0);
	oh_menu_run_start(&st.r, f, &act);
	tell_act(&st, &act);
	happen(&st, events);
	if (strcmp(st.text, expected))
		fail_msg("%s:\n is: %s\nnot: %s", events, st.text, expected);
	mem_deref(f);

	return 0;
}

static const char shop[] =
	"[menu main]\n"
	"prompt = hi\n"
	"say = press\n"
	"1 = play hours\n"
	"2 = menu sub\n"
	"3 = record msg.wav\n3 = say thanks\n3 = hangup\n"
	"4 = forward +1\n4 = say nobody\n"
	"5 = transfer +2\n"
	"6 = repeat\n"
	"invalid = say wrong\n"
	"default = say bye\n"
	"tries = 2\n"
	"timeout = 3\n"
	"[menu sub]\n"
	"say = below\n"
	"* = back\n"
	"2 = menu sub\n"
	"3 = menu deep\n"
	"default = menu main\n"
	"tries = 1\n"
	"[menu deep]\n"
	"say = deep\n"
	"* = back\n"
	"1 = menu main\n";

int test_menu_run_ways(void)
{
	static const char *const v[][2] = {
		/* A key after, and during the prompts */
		{ "d1d",   "hi press listen:3000 hours hi press" },
		{ "1d",    "hi press hours hi press" },
		/* Prompts that cannot be played */
		{ "ft",    "hi press listen:3000 hi press" },
		/* Nobody presses, or what is not there */
		{ "dtdtd", "hi press listen:3000 hi press listen:3000 bye "
		  "hangup" },
		{ "d9dd9d", "hi press listen:3000 wrong hi press "
		  "listen:3000 bye hangup" },
		{ "dAdd#", "hi press listen:3000 wrong hi press "
		  "listen:3000 bye" },
		/* A right key gives all tries back */
		{ "9d1d9d", "hi press wrong hi press hours hi press wrong "
		  "hi press" },
		{ "9d6t",  "hi press wrong hi press hi press -" },
		/* Several steps; a failure goes on with the next */
		{ "3ddd",  "hi press record:msg.wav thanks hangup -" },
		{ "3f",    "hi press record:msg.wav thanks" },
		{ "4d",    "hi press forward:+1 hangup" },
		{ "4fd",   "hi press forward:+1 nobody hi press" },
		{ "5d",    "hi press transfer:+2 hangup" },
		{ "5f",    "hi press transfer:+2 hi press" },
		/* Keys ahead: what is said is cut short, the key counts */
		{ "12",    "hi press hours below" },
		{ "3d1",   "hi press record:msg.wav thanks hangup" },
		{ "31",    "hi press record:msg.wav -" },
		{ "41",    "hi press forward:+1 -" },
		/* Below and back */
		{ "2*",    "hi press below hi press" },
		{ "2dt",   "hi press below listen:5000 hi press" },
		{ "23**",  "hi press below deep below hi press" },
		{ "22*",   "hi press below below hi press" },
		/* Back from a menu passed through begins before it */
		{ "2312*", "hi press below deep hi press below hi press" },
		{ "23123*", "hi press below deep hi press below deep below" },
		/* They hang up */
		{ "g1dt",  "hi press - - - -" },
		{ "3gd",   "hi press record:msg.wav - -" },
		/* What does not fit is no matter */
		{ "td1tt", "hi press - listen:3000 hours - -" },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = check(shop, v[i][0], v[i][1]);

	return err;
}

/* Menus that lead to each other without a word wait all the same. */
int test_menu_run_in_circles(void)
{
	static const char circle[] =
		"[menu a]\ndefault = menu b\ntries = 1\ntimeout = 1\n"
		"[menu b]\ndefault = menu a\ntries = 1\ntimeout = 2\n"
		"1 = repeat\n* = back\n";
	int err;

	err = check(circle, "tttt", "listen:1000 listen:2000 listen:1000 "
		    "listen:2000 listen:1000");
	if (!err)
		err = check(circle, "t11*", "listen:1000 listen:2000 "
			    "listen:2000 listen:2000 listen:1000");
	/* Back, where there is no way back */
	if (!err)
		err = check("[menu a]\nsay = a\n1 = back\n", "1d1",
			    "a a listen:5000 a");

	return err;
}

/* More keys than are kept ahead */
int test_menu_run_many_keys(void)
{
	static const char menus[] =
		"[menu a]\nsay = a\n1 = say one\n1 = record x.wav\n";

	return check(menus, "111111d", "a one record:x.wav - - - - one");
}

int test_menu_run_where(void)
{
	struct oh_menu_file *f = NULL;
	struct oh_menu_run_act act;
	struct oh_menu_run r;
	int err;

	err = oh_menu_parse(&f, "x", shop);
	TEST_OK(err);
	oh_menu_run_start(&r, f, &act);
	assert_string_equal(oh_menu_run_menu(&r)->name, "main");
	oh_menu_run_event(&r, OH_MENU_RUN_KEY, '2', &act);
	assert_string_equal(oh_menu_run_menu(&r)->name, "sub");

 out:
	mem_deref(f);
	return err;
}
