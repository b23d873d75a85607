/**
 * @file test_edit.c  A line being typed
 */
#include "base/compat.h"
#include "test.h"
#include "tui/edit.h"
#include "tui/keys.h"

/* Keys: letters are typed; < > are Left, Right; [ ] Home, End; ~ Delete,
   - Backspace; A E U K W with Control; o e: two-byte and wide letters */
static uint32_t key_of(char c)
{
	static const struct {
		char c;
		uint32_t key;
	} v[] = {
		{ '<', OH_KEY_LEFT }, { '>', OH_KEY_RIGHT },
		{ '[', OH_KEY_HOME }, { ']', OH_KEY_END },
		{ '~', OH_KEY_DELETE }, { '-', OH_KEY_BACKSPACE },
		{ 'A', 1 }, { 'E', 5 }, { 'U', 21 }, { 'K', 11 },
		{ 'W', 23 }, { 'H', 8 }, { 'o', 0xf6 }, { 'w', 0x65e5 },
		{ 'g', 0x1d400 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		if (v[i].c == c)
			return v[i].key;

	return (uint32_t)(unsigned char)c;
}

static const struct {
	const char *keys, *text;
	size_t pos;
} editv[] = {
	{ "abc", "abc", 3 }, { "abc<<x", "axbc", 2 }, { "abc[x", "xabc", 1 },
	{ "abc[>>>>>x", "abcx", 4 }, { "abc<-", "ac", 1 },
	{ "abc[-", "abc", 0 }, { "abc[~", "bc", 0 }, { "abc~", "abc", 3 },
	{ "abc<<U", "bc", 0 }, { "abc<<K", "a", 1 }, { "abcAxE", "xabc", 4 },
	{ "ab cd W", "ab ", 3 }, { "ab cd WW", "", 0 }, { "W", "", 0 },
	{ "aoc<-", "ac", 1 }, { "aoc<<~", "ac", 1 }, { "ow<x", "\xc3\xb6x"
	  "\xe6\x97\xa5", 3 }, { "gH", "", 0 }, { "g", "\xf0\x9d\x90\x80", 4 },
	{ "-~<>[]", "", 0 },
};

int test_edit_keys(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(editv); i++) {
		struct oh_edit e = { .len = 0 };

		for (const char *k = editv[i].keys; *k; k++)
			assert_true(oh_edit_key(&e, key_of(*k)));
		if (strcmp(e.text, editv[i].text) || e.pos != editv[i].pos)
			fail_msg("%s: \"%s\" %zu", editv[i].keys, e.text,
				 e.pos);
		assert_int_equal(e.len, strlen(e.text));
	}

	return 0;
}

int test_edit_not_mine(void)
{
	static const uint32_t v[] = {
		OH_KEY_NONE, OH_KEY_TAB, OH_KEY_ENTER, OH_KEY_ESC, OH_KEY_UP,
		OH_KEY_F1, OH_KEY_MOUSE, 2, 0x9b, 0x202e, 0x200b, 0xd800,
		0x110000, 0x1fffff, UINT32_MAX,
	};
	struct oh_edit e = { .len = 0 };

	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		if (oh_edit_key(&e, v[i]))
			fail_msg("%x was taken", v[i]);
	assert_int_equal(e.len, 0);

	return 0;
}

int test_edit_full(void)
{
	struct oh_edit e = { .len = 0 };
	char big[2 * OH_EDIT_SIZE];

	for (int i = 0; i < 2 * OH_EDIT_SIZE; i++)
		assert_true(oh_edit_key(&e, 0xf6));
	assert_int_equal(e.len, OH_EDIT_SIZE - 2);
	assert_int_equal(e.text[e.len], '\0');
	/* cut between characters */
	memset(big, 'x', sizeof(big));
	memcpy(big + OH_EDIT_SIZE - 3, "\xe6\x97\xa5", 3);
	big[sizeof(big) - 1] = '\0';
	oh_edit_set(&e, big);
	assert_int_equal(e.len, OH_EDIT_SIZE - 3);
	oh_edit_set(&e, NULL);
	assert_int_equal(e.len, 0);

	return 0;
}

int test_edit_history(void)
{
	struct oh_edit_history *h = NULL;
	struct oh_edit e = { .len = 0 };
	char line[16];
	int err, n = 0;

	err = oh_edit_history_alloc(&h);
	TEST_OK(err);
	assert_false(oh_edit_history_go(h, &e, -1));
	oh_edit_history_add(h, "one");
	oh_edit_history_add(h, "two");
	oh_edit_history_add(h, "two");
	oh_edit_history_add(h, "");
	oh_edit_set(&e, "typed");
	assert_false(oh_edit_history_go(h, &e, 1));
	assert_true(oh_edit_history_go(h, &e, -1));
	assert_string_equal(e.text, "two");
	assert_true(oh_edit_history_go(h, &e, -1));
	assert_string_equal(e.text, "one");
	assert_false(oh_edit_history_go(h, &e, -1));
	assert_true(oh_edit_history_go(h, &e, 1));
	assert_true(oh_edit_history_go(h, &e, 1));
	assert_string_equal(e.text, "typed");
	assert_false(oh_edit_history_go(h, &e, 1));
	/* a ring */
	for (int i = 0; i < 3 * OH_EDIT_HISTORY; i++) {
		(void)snprintf(line, sizeof(line), "line %d", i);
		oh_edit_history_add(h, line);
	}
	while (oh_edit_history_go(h, &e, -1))
		++n;
	assert_int_equal(n, OH_EDIT_HISTORY);
	assert_string_equal(e.text, "line 200");

out:
	mem_deref(h);
	return err;
}

/* A text may be set to itself, or to a part of itself */
int test_edit_set_itself(void)
{
	struct oh_edit e;

	oh_edit_set(&e, "transfer 3f2a");
	e.pos = 0;
	oh_edit_set(&e, e.text);
	assert_string_equal(e.text, "transfer 3f2a");
	assert_int_equal(e.pos, 13);
	oh_edit_set(&e, e.text + 9);
	assert_string_equal(e.text, "3f2a");
	oh_edit_set(&e, NULL);
	assert_int_equal(e.len, 0);

	return 0;
}
