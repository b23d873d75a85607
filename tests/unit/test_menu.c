/**
 * @file test_menu.c  A menu file: prompts, keys and what they lead to
 */
#include "base/compat.h"
#include "test.h"
#include "flow/menu.h"
#include "temp.h"

enum { ALL_SIZE = 4096 };

static const char good[] =
	"; of a shop\n"
	"[menu main]\n"
	"prompt  = welcome.wav\n"
	"say     = Press 1 for hours, star for more.\n"
	"1       = play hours.wav\n"
	"1       = say Goodbye.\n"
	"1       = hangup\n"
	"star    = menu more\n"
	"hash    = repeat\n"
	"invalid = say There is nothing on this key.\n"
	"default = forward +1 425 555-0100\n"
	"tries   = 2\n"
	"timeout = 2.5\n"
	"\n"
	"[menu more]\n"
	"say = More.\n"
	"0   = transfer sip:desk@example.org\n"
	"9   = record {date}-{from}.wav\n"
	"*   = back\n";

/* "3 text" a line, "3 warning: text" */
static const char *faults(char buf[ALL_SIZE], const struct oh_menu_file *f)
{
	size_t n = 0;

	buf[0] = '\0';
	for (uint32_t i = 0; i < f->faultc; i++)
		n += (size_t)snprintf(buf + n, ALL_SIZE - n, "%d %s%s\n",
				      f->faultv[i].line,
				      f->faultv[i].warning ? "warning: " : "",
				      f->faultv[i].text);

	return buf;
}

int test_menu_parse(void)
{
	struct oh_menu_file *f = NULL;
	const struct oh_menu *m;
	int err;

	err = oh_menu_parse(&f, "shop/shop.menu", good);
	TEST_OK(err);
	assert_int_equal(f->faultc, 0);
	assert_int_equal(f->menuc, 2);
	assert_int_equal(f->soundc, 6);

	m = &f->menuv[0];
	assert_string_equal(m->name, "main");
	assert_int_equal(m->line, 2);
	assert_int_equal(m->tries, 2);
	assert_int_equal(m->timeout_ms, 2500);
	assert_int_equal(m->prompts.c, 2);
	assert_int_equal(m->prompts.v[0].verb, OH_MENU_PLAY);
	assert_string_equal(m->prompts.v[0].text, "welcome.wav");
	assert_int_equal(m->prompts.v[1].verb, OH_MENU_SAY);
	assert_int_equal(m->onv[1].c, 3);
	assert_string_equal(m->onv[1].v[1].text, "Goodbye.");
	assert_int_equal(m->onv[1].v[2].verb, OH_MENU_HANGUP);
	assert_null(m->onv[1].v[2].text);
	assert_int_equal(m->onv[OH_MENU_ON_STAR].v[0].index, 1);
	assert_int_equal(m->onv[OH_MENU_ON_STAR].v[0].line, 8);
	assert_int_equal(m->onv[OH_MENU_ON_HASH].v[0].verb, OH_MENU_REPEAT);
	assert_string_equal(m->onv[OH_MENU_ON_DEFAULT].v[0].text,
			    "+1 425 555-0100");

	m = &f->menuv[1];
	assert_int_equal(m->tries, OH_MENU_TRIES);
	assert_int_equal(m->timeout_ms, OH_MENU_TIMEOUT_MS);
	assert_int_equal(m->onv[0].v[0].verb, OH_MENU_TRANSFER);
	assert_int_equal(m->onv[OH_MENU_ON_STAR].v[0].verb, OH_MENU_BACK);

	assert_string_equal(oh_menu_sound(f, 0)->text, "welcome.wav");
	assert_string_equal(oh_menu_sound(f, 5)->text, "More.");
	assert_null(oh_menu_sound(f, 6));

 out:
	mem_deref(f);
	return err;
}

#define MAIN "[menu main]\nsay = a\n1 = hangup\n"      /* lines 1 to 3 */

static const struct {
	const char *text;
	const char *faults;
} faultv[] = {
	{ "", "0 no [menu NAME] in it\n" },
	{ "a = b\n", "1 a key before the first [menu NAME]\n" },
	{ "[trunk a]\nhost = b\n",
	  "1 no section [trunk a]: there is only [menu NAME]\n" },
	{ "[menu]\n1 = hangup\n",
	  "1 the name of a menu holds letters, digits, '.', '_' and "
	  "'-', 31 at most\n" },
	{ MAIN "[menu main]\n2 = frog\n",
	  "4 menu main stands in line 1 already\n" },
	{ MAIN "2 = menu other\n",
	  "4 [menu main]: there is no menu other\n" },
	{ MAIN "color = red\n",
	  "4 [menu main]: no key 'color': there are prompt, say, 0 to "
	  "9, *, hash, invalid, default, tries and timeout\n" },
	{ MAIN "10 = hangup\n",
	  "4 [menu main]: no key '10': there are prompt, say, 0 to "
	  "9, *, hash, invalid, default, tries and timeout\n" },
	{ MAIN "2 = jump main\n",
	  "4 [menu main]: 'jump main': write play FILE, say TEXT, "
	  "record FILE, transfer NUMBER, forward NUMBER, menu NAME, "
	  "back, repeat or hangup\n" },
	{ MAIN "2 = play\n", "4 [menu main]: write 'play FILE'\n" },
	{ MAIN "2 = hangup now\n", "4 [menu main]: write 'hangup'\n" },
	{ MAIN "1 = say b\n",
	  "4 [menu main]: nothing comes after 'hangup' in line 3\n" },
	{ MAIN "tries = 0\n",
	  "4 [menu main]: tries: write a number from 1 to 20\n" },
	{ MAIN "tries = 2\ntries = 3\n",
	  "5 [menu main]: tries: set in line 4 already\n" },
	{ MAIN "timeout = 0.1\n",
	  "4 [menu main]: timeout: write a time such as 5 or 2.5s, "
	  "from 0.5s to 5m\n" },
	{ MAIN "say =\nprompt =\n",
	  "4 [menu main]: say: it is empty\n"
	  "5 [menu main]: prompt: it is empty\n" },
	{ MAIN "2 = forward frog\n",
	  "4 [menu main]: 'frog' is neither a number nor a URI\n" },
	{ MAIN "2 = record {frog}.wav\n",
	  "4 [menu main]: record '{frog}.wav': the words are "
	  "{from} {to} {id} {trunk} {date} {time} {n}\n" },
	{ MAIN "# = menu main\n# = a note\n",
	  "4 a line that begins with # is a comment: write 'hash = "
	  "menu ...' for the key\n" },
	{ MAIN "no pair\n",
	  "4 neither [section] nor key = value\n" },
	{ MAIN "[menu lost]\nsay = b\n1 = hangup\n",
	  "4 warning: [menu lost]: no key leads here\n" },
	{ "[menu main]\ndefault = menu a\n[menu a]\n1 = menu main\n",
	  "1 warning: [menu main]: neither prompt nor say: callers "
	  "hear nothing\n"
	  "1 warning: [menu main]: no key leads anywhere\n"
	  "3 warning: [menu a]: neither prompt nor say: callers hear "
	  "nothing\n" },
};

int test_menu_faults(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(faultv); i++) {
		struct oh_menu_file *f = NULL;
		char all[ALL_SIZE];

		err = oh_menu_parse(&f, "x", faultv[i].text);
		TEST_OK(err);
		if (strcmp(faults(all, f), faultv[i].faults))
			fail_msg("%s\n is: %s not: %s", faultv[i].text, all,
				 faultv[i].faults);
		assert_int_equal(!f->errorc, !!strstr(all, "warning"));
		mem_deref(f);
	}

 out:
	return err;
}

/* More menus, steps and faults than are kept */
int test_menu_limits(void)
{
	struct oh_menu_file *f = NULL;
	struct mbuf *mb = mbuf_alloc(1024);
	int err = mb ? 0 : ENOMEM;

	for (int i = 0; !err && i <= OH_MENU_MENUS_MAX; i++)
		err = mbuf_printf(mb, "[menu m%d]\nsay = a\n1 = menu m%d\n",
				  i, i < OH_MENU_MENUS_MAX - 1 ? i + 1 : 0);
	for (int i = 0; !err && i <= OH_MENU_STEPS_MAX; i++)
		err = mbuf_write_str(mb, "2 = say b\n");
	for (int i = 0; !err && i < 2 * OH_MENU_FAULTS_MAX; i++)
		err = mbuf_write_str(mb, "[frog]\n");
	TEST_OK(err ? err : mbuf_write_u8(mb, 0));
	err = oh_menu_parse(&f, "x", (char *)mb->buf);
	TEST_OK(err);
	assert_int_equal(f->menuc, OH_MENU_MENUS_MAX);
	assert_string_equal(f->faultv[0].text, "more than 100 menus");
	assert_int_equal(f->faultc, OH_MENU_FAULTS_MAX);
	assert_int_equal(f->errorc, 1 + 2 * OH_MENU_FAULTS_MAX);

 out:
	mem_deref(mb);
	mem_deref(f);
	return err;
}

int test_menu_too_many_steps(void)
{
	struct oh_menu_file *f = NULL;
	char all[ALL_SIZE];
	int err;

	err = oh_menu_parse(&f, "x", MAIN
			    "say=2\nsay=3\nsay=4\nsay=5\nsay=6\nsay=7\n"
			    "say=8\nsay=9\n");
	TEST_OK(err);
	assert_string_equal(faults(all, f),
			    "11 [menu main]: more than 8 of these\n");
	assert_int_equal(f->menuv[0].prompts.c, 8);

 out:
	mem_deref(f);
	return err;
}

int test_menu_load(void)
{
	static const char text[] = MAIN
		"prompt = there.wav\nprompt = missing.wav\n"
		"2 = play /no/such.wav\n3 = play text.wav\n";
	/* 8000 Hz, mono, mu-law, four samples */
	static const char wav[] =
		"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\7\0\1\0\x40\x1f\0\0"
		"\x40\x1f\0\0\1\0\x8\0data\4\0\0\0\xff\x7e\xff\x7e";
	struct oh_menu_file *f = NULL;
	struct temp temp;
	char all[ALL_SIZE], path[ALL_SIZE];
	int err;

	temp_make(&temp);
	temp_write(&temp, "there.wav", wav, sizeof(wav) - 1);
	temp_write(&temp, "text.wav", "words", 5);
	temp_write(&temp, "a.menu", text, sizeof(text) - 1);
	err = oh_menu_load(&f, temp_path(&temp, "a.menu"));
	TEST_OK(err);
	(void)snprintf(path, sizeof(path),
		"5 %s/missing.wav: No such file or directory\n"
		"6 /no/such.wav: No such file or directory\n"
		"7 %s/text.wav: not a sound file\n", temp.dir, temp.dir);
	assert_string_equal(faults(all, f), path);
	assert_string_equal(f->menuv[0].prompts.v[0].text, "a");
	assert_string_equal(f->menuv[0].prompts.v[1].text,
			    temp_path(&temp, "there.wav"));
	f = mem_deref(f);

	assert_int_equal(ENOENT, oh_menu_load(&f, temp_path(&temp, "no")));
	assert_int_equal(EISDIR, oh_menu_load(&f, temp.dir));

 out:
	mem_deref(f);
	temp_remove(&temp);
	return err;
}
