/**
 * @file test_target.c  The number that a URI speaks of
 */
#include "base/compat.h"
#include "forward/target.h"
#include "test.h"

int test_target_number(void)
{
	static const struct { const char *uri, *number; } v[] = {
		{ "sip:+14255550100@h", "+14255550100" },
		{ "sips:+14255550100@h:5061;user=phone", "+14255550100" },
		{ "SIP:14255550100@h", "14255550100" },
		{ "sip:%2B1%34255550100@h", "+14255550100" },
		{ "sip:+1(425)555.01-00@h", "+14255550100" },
		{ "sip:+14255550100;isub=1@h", "+14255550100" },
		{ "tel:+1-425-555-0100", "+14255550100" },
		{ "tel:5550100;phone-context=+1425", "5550100" },
		{ "sip:911@h", "911" },
		/* who has no number is not called */
		{ "sip:carol@h", NULL },
		{ "sip:+1425555x@h", NULL },
		{ "sip:1+425@h", NULL },
		{ "sip:*21*5550100%23@h", NULL },
		{ "sip:5550100%00@h", NULL },
		{ "sip:5550100%0d%0a@h", NULL },
		{ "sip:5550100%2", NULL },
		{ "sip:5550100%zz@h", NULL },
		{ "sip:192.0.2.1", NULL },
		{ "sip:5550100;x", NULL },
		{ "sip:@h", NULL },
		{ "sip:()@h", NULL },
		{ "tel:+14255550100@h", NULL },
		{ "http:5550100@h", NULL },
		{ "5550100", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		char buf[32] = "";
		int err = oh_target_number(buf, sizeof(buf), v[i].uri);

		if ((err == 0) != (v[i].number != NULL))
			print_error("%s: %s\n", v[i].uri, buf);
		assert_int_equal(err, v[i].number ? 0 : EINVAL);
		if (v[i].number)
			assert_string_equal(buf, v[i].number);
	}
	return 0;
}

/* What does not fit is not cut: that would be another number */
int test_target_long(void)
{
	char buf[8];

	assert_int_equal(oh_target_number(buf, 8, "tel:1234567"), 0);
	assert_int_equal(oh_target_number(buf, 8, "tel:12345678"), EINVAL);
	assert_int_equal(oh_target_number(buf, 8, "tel:1234567890123456789"
		"01234567890123456789012345678901234567890123456789"),
		EINVAL);
	return 0;
}
