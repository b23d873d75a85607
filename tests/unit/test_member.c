/**
 * @file test_member.c  Members of what a process tells
 */
#include "base/compat.h"
#include "test.h"
#include "phone/member.h"

int test_member_num(void)
{
	static const struct {
		const char *o;
		double      v;
	} casev[] = {
		{ "{\"n\":2.5}", 2.5 },   { "{\"n\":-9}", 0.0 },
		{ "{\"n\":99}", 10.0 },   { "{\"n\":1e999}", 10.0 },
		{ "{\"n\":-1e999}", 0.0 }, { "{\"n\":\"3\"}", -1.0 },
		{ "{\"n\":true}", -1.0 }, { "{\"N\":3}", -1.0 },
		{ "{}", -1.0 },           { "[3]", -1.0 },
		{ "none", -1.0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		cJSON *o = cJSON_Parse(casev[i].o);

		assert_true(oh_member_num(o, "n", 0.0, 10.0, -1.0) ==
			    casev[i].v);
		cJSON_Delete(o);
	}

	return 0;
}

int test_member_copy(void)
{
	cJSON *o = cJSON_Parse("{\"s\":\"a\\u001bb\",\"n\":7,\"e\":\"\"}");
	char buf[8] = "old";

	assert_false(oh_member_copy(buf, sizeof(buf), o, "n"));
	assert_false(oh_member_copy(buf, sizeof(buf), o, "none"));
	assert_false(oh_member_copy(buf, sizeof(buf), NULL, "s"));
	assert_string_equal(buf, "old");
	assert_true(oh_member_copy(buf, sizeof(buf), o, "s"));
	assert_string_equal(buf, "a\xef\xbf\xbd" "b");
	assert_true(oh_member_copy(buf, 3, o, "s"));
	assert_string_equal(buf, "a");
	assert_true(oh_member_copy(buf, sizeof(buf), o, "e"));
	assert_string_equal(buf, "");
	cJSON_Delete(o);

	return 0;
}

int test_member_flag(void)
{
	cJSON *o = cJSON_Parse("{\"t\":true,\"f\":false,\"n\":1}");
	bool b = true;

	assert_true(oh_member_flag(NULL, o, "t"));
	assert_false(oh_member_flag(&b, o, "n"));
	assert_false(oh_member_flag(&b, o, "none"));
	assert_true(b);
	assert_false(oh_member_flag(&b, o, "f"));
	assert_false(b);
	assert_true(oh_member_flag(&b, o, "t"));
	assert_true(b);
	cJSON_Delete(o);

	return 0;
}
