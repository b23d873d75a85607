/**
 * @file test_replaces.c  Which dialog shall be replaced
 */
#include "base/compat.h"
#include "test.h"
#include "sip/replaces.h"

int test_replaces_parse(void)
{
	static const struct {
		const char *val, *callid, *to, *from;
	} v[] = {
		{ "a@b;to-tag=1;from-tag=2", "a@b", "1", "2" },
		{ " a ; from-tag = 2 ;x=y; to-tag=1 ;early-only",
		  "a", "1", "2" },
		{ "a;to-tag=1", NULL, NULL, NULL },
		{ "a;from-tag=1", NULL, NULL, NULL },
		{ ";to-tag=1;from-tag=2", NULL, NULL, NULL },
		{ "a;to-tag=;from-tag=2", NULL, NULL, NULL },
		{ "a", NULL, NULL, NULL },
		{ "", NULL, NULL, NULL },
		{ "a\x01" ";to-tag=1;from-tag=2", NULL, NULL, NULL },
		{ "a\xc3;to-tag=1;from-tag=2", NULL, NULL, NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_replaces r = { "", "", "" };
		struct pl pl;
		int err;

		pl_set_str(&pl, v[i].val);
		err = oh_replaces_parse(&r, &pl);
		assert_int_equal(err, v[i].callid ? 0 : EBADMSG);
		assert_string_equal(r.callid, v[i].callid ? v[i].callid : "");
		assert_string_equal(r.to_tag, v[i].to ? v[i].to : "");
		assert_string_equal(r.from_tag, v[i].from ? v[i].from : "");
	}
	return 0;
}

/* What does not fit names no call of ours */
int test_replaces_long(void)
{
	char text[2 * OH_REPLACES_WORD];
	struct oh_replaces r;
	struct pl pl;

	memset(text, 'x', OH_REPLACES_WORD);
	str_ncpy(text + OH_REPLACES_WORD, ";to-tag=1;from-tag=2",
		 sizeof(text) - OH_REPLACES_WORD);
	pl_set_str(&pl, text);
	assert_int_equal(oh_replaces_parse(&r, &pl), EBADMSG);
	pl_set_str(&pl, text + 1);
	assert_int_equal(oh_replaces_parse(&r, &pl), 0);
	assert_int_equal(strlen(r.callid), OH_REPLACES_WORD - 1);
	return 0;
}
