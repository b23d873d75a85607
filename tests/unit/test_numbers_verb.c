/**
 * @file test_numbers_verb.c  Verbs of `numbers`: words, options
 */
#include "base/compat.h"
#include "test.h"
#include "command/numbers_priv.h"

/* What is typed, which verb it is, and how many words that took */
static const struct {
	const char *wordv[3];
	int         wordc;
	const char *name;
	int         taken;
} casev[] = {
	{ { NULL },                          0, "list",             0 },
	{ { "list" },                        1, "list",             1 },
	{ { "show", "+1" },                  2, "show",             1 },
	{ { "reservation", "buy", "x" },     3, "reservation buy",  2 },
	{ { "reservation", "list" },         2, "reservation list", 2 },
	{ { "reservation" },                 1, NULL,               0 },
	{ { "reservation", "steal" },        2, NULL,               0 },
	{ { "lis" },                         1, NULL,               0 },
	{ { "listing" },                     1, NULL,               0 },
	{ { "" },                            1, NULL,               0 },
	{ { "reservation buy" },             1, NULL,               0 },
};

int test_numbers_verb_find(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		char *argv[3];
		int words = -1;
		const struct numbers_verb *v;

		memcpy(argv, casev[i].wordv, sizeof(argv));
		v = oh_numbers_verb_find(&words, casev[i].wordc, argv);
		if (!casev[i].name) {
			assert_null(v);
			continue;
		}
		assert_non_null(v);
		assert_string_equal(v->name, casev[i].name);
		assert_int_equal(words, casev[i].taken);
	}

	return 0;
}

static bool exists(const struct oh_opt *tab, const char *name, size_t len)
{
	for (; tab->type; tab++) {
		if (strlen(tab->longn) == len &&
		    0 == memcmp(tab->longn, name, len))
			return true;
	}

	return false;
}

/* Every option that a verb names exists, and every option has a verb */
int test_numbers_verb_options(void)
{
	struct oh_opt tab[OH_NUMBERS_OPTC];
	struct oh_numbers_opts o;
	const struct numbers_verb *v;

	oh_numbers_table(tab, &o);
	for (size_t i = 0; (v = oh_numbers_verb_at(i)); i++) {
		for (const char *p = v->optv; *p; ) {
			size_t len = strcspn(p, " ");

			assert_true(exists(tab, p, len));
			p += len + strspn(p + len, " ");
		}
	}
	for (const struct oh_opt *opt = tab; opt->type; opt++) {
		bool taken = false;

		for (size_t i = 0; (v = oh_numbers_verb_at(i)); i++)
			taken = taken ||
				oh_numbers_verb_takes(v, opt->longn);
		if (!taken)
			print_message("# --%s has no verb\n", opt->longn);
		assert_true(taken);
	}

	return 0;
}

int test_numbers_verb_takes(void)
{
	const struct numbers_verb v = { .optv = "carrier csv no-wait" };

	assert_true(oh_numbers_verb_takes(&v, "csv"));
	assert_true(oh_numbers_verb_takes(&v, "no-wait"));
	assert_false(oh_numbers_verb_takes(&v, "no"));
	assert_false(oh_numbers_verb_takes(&v, "carriers"));
	assert_false(oh_numbers_verb_takes(&v, ""));

	return 0;
}
