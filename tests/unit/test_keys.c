/**
 * @file test_keys.c  Which key means which line of words
 */
#include "base/compat.h"
#include "test.h"
#include "tui/keys.h"

static const struct {
	const char *name;
	uint32_t key;
	const char *printed;
} namev[] = {
	{ "h", 'h', "h" }, { "H", 'H', "H" }, { "?", '?', "?" },
	{ "F1", OH_KEY_F1, "F1" }, { "f12", OH_KEY_F12, "F12" },
	{ "C-d", 4, "C-d" }, { "c-l", 12, "C-l" }, { "C-U", 21, "C-u" },
	{ "Space", ' ', "Space" }, { "enter", 13, "Enter" },
	{ "Return", 13, "Enter" }, { "Esc", 27, "Esc" }, { "TAB", 9, "Tab" },
	{ "S-Tab", OH_KEY_BACKTAB, "BackTab" },
	{ "PageUp", OH_KEY_PGUP, "PgUp" }, { "Colon", ':', ":" },
	{ "Equals", '=', "=" }, { "Hash", '#', "#" },
	{ "\xc3\xa9", 0xe9, "\xc3\xa9" },
	{ "\xe2\x82\xac", 0x20ac, "\xe2\x82\xac" },
	{ "Backspace", 127, "Backspace" },
	/* none */
	{ "", 0, NULL }, { "hh", 0, NULL }, { "F0", 0, NULL },
	{ "F13", 0, NULL }, { "C-", 0, NULL }, { "C-dd", 0, NULL },
	{ "\x1b", 0, NULL }, { "\xff", 0, NULL }, { "\xe2\x80\xae", 0, NULL },
	{ "F", 'F', "F" }, { "F1x", 0, NULL },
};

int test_keys_names(void)
{
	char buf[OH_KEYS_NAME];

	for (size_t i = 0; i < ARRAY_SIZE(namev); i++) {
		uint32_t key = oh_keys_parse(namev[i].name);

		if (key != namev[i].key)
			fail_msg("%s: %u, not %u", namev[i].name, key,
				 namev[i].key);
		if (!namev[i].printed)
			continue;
		oh_keys_name(buf, key);
		assert_string_equal(buf, namev[i].printed);
		assert_int_equal(oh_keys_parse(buf), key);
	}
	assert_int_equal(oh_keys_parse(NULL), OH_KEY_NONE);
	/* whatever comes, it has a name that fits */
	for (uint32_t key = 0; key < 0x220000; key += 7) {
		oh_keys_name(buf, key);
		assert_true(strlen(buf) > 0 && strlen(buf) < sizeof(buf));
	}

	return 0;
}

int test_keys_defaults(void)
{
	const struct oh_key_default *d;
	struct oh_keys *k = NULL;
	int err;

	err = oh_keys_alloc(&k);
	TEST_OK(err);
	for (size_t i = 0; (d = oh_keys_default(i)); i++) {
		const struct oh_key_bind *b = oh_keys_at(k, i);

		assert_non_null(b);     /* no key stands there twice */
		assert_string_equal(b->pane, d->pane);
		assert_string_equal(b->order, d->order);
		assert_non_null(b->help);
		assert_ptr_equal(oh_keys_find(k, d->pane, b->key), b);
		/* digits are typed, or sent */
		assert_false(b->key < 0x80 && strchr("0123456789*#+",
						     (int)b->key));
	}
	/* one-key actions everybody knows */
	assert_string_equal(oh_keys_find(k, "calls", 'a')->order, "answer");
	assert_string_equal(oh_keys_find(k, "calls", 'h')->order, "hold");
	assert_string_equal(oh_keys_find(k, "entry", 'x')->order, "hangup");
	assert_string_equal(oh_keys_find(k, "log", 'm')->order, "mute");
	assert_string_equal(oh_keys_find(k, "log", 't')->order,
			    ":transfer ");
	assert_string_equal(oh_keys_find(k, "entry", 13)->order, "call");
	assert_string_equal(oh_keys_find(k, "calls", 13)->order, "talk");
	assert_null(oh_keys_find(k, "calls", 'Z'));

out:
	mem_deref(k);
	return err;
}

int test_keys_set(void)
{
	static const struct {
		const char *name, *order;
		int err;
	} v[] = {
		{ "h", "hangup", 0 }, { "calls.h", "hold", 0 },
		{ "F9", ":say ", 0 }, { "Z", "no such order", 0 },
		{ ".", "zoom", 0 }, { "log..", "top", 0 },
		{ "x", "", 0 }, { "calls.Space", "", 0 }, { "Y", "", 0 },
		{ "nopane.h", "hold", EINVAL }, { "", "hold", EINVAL },
		{ "calls.", "hold", EINVAL }, { "hh", "hold", EINVAL },
		{ "h", "a\nb", EINVAL }, { "h", "a\x1b[2J", EINVAL },
	};
	char big[OH_KEYS_ORDER + 1];
	struct oh_keys *k = NULL;
	int err;

	err = oh_keys_alloc(&k);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		if (oh_keys_set(k, v[i].name, v[i].order) != v[i].err)
			fail_msg("%s = %s", v[i].name, v[i].order);
	assert_string_equal(oh_keys_find(k, "log", 'h')->order, "hangup");
	/* it has the words of the order, not of the key */
	assert_string_equal(oh_keys_find(k, "log", 'h')->label, "Hang up");
	assert_string_equal(oh_keys_find(k, "calls", 'h')->label, "Hold");
	assert_null(oh_keys_find(k, "log", 'Z')->label);
	assert_string_equal(oh_keys_find(k, "calls", '.')->order, "zoom");
	assert_string_equal(oh_keys_find(k, "log", '.')->order, "top");
	assert_null(oh_keys_find(k, "calls", 'x'));
	assert_null(oh_keys_find(k, "calls", ' '));
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	assert_int_equal(oh_keys_set(k, "h", big), ERANGE);
	assert_int_equal(oh_keys_set(k, "h", NULL), EINVAL);

out:
	mem_deref(k);
	return err;
}

int test_keys_full(void)
{
	struct oh_keys *k = NULL;
	char name[8];
	int err;

	err = oh_keys_alloc(&k);
	TEST_OK(err);
	for (unsigned i = 0; !err && i < OH_KEYS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "\xc4%c",
			       (int)(0x80 + i % 64));
		if (i >= 64)
			name[0] = (char)(0xc3 + (int)i / 64);
		err = oh_keys_set(k, name, "hold");
	}
	assert_int_equal(err, ERANGE);
	/* those that are there can still be changed */
	assert_int_equal(oh_keys_set(k, "h", "mute"), 0);
	err = 0;

out:
	mem_deref(k);
	return err;
}

static int count_h(const char *p, size_t size, void *arg)
{
	size_t *n = arg;

	for (size_t i = 0; i < size; i++)
		*n += p[i] == '\n';

	return 0;
}

int test_keys_print(void)
{
	size_t lines = 0, n = 0;
	struct re_printf pf = { count_h, &lines };
	struct oh_keys *k = NULL;
	int err;

	err = oh_keys_alloc(&k);
	TEST_OK(err);
	TEST_OK(oh_keys_print(&pf, k));
	while (oh_keys_at(k, n))
		++n;
	assert_int_equal(lines, n);

out:
	mem_deref(k);
	return err;
}
