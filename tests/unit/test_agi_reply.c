/**
 * @file test_agi_reply.c  What an AGI script is told
 */
#include "test.h"
#include "flow/agi_reply.h"

int test_agi_reply_print(void)
{
	static const struct {
		struct oh_agi_reply r;
		const char *text;
	} v[] = {
		{ { .code = OH_AGI_OK }, "200 result=0\n" },
		{ { .code = OH_AGI_OK, .result = -1 }, "200 result=-1\n" },
		{ { .code = OH_AGI_OK, .result = '1', .has_endpos = true,
		    .endpos = 8000 }, "200 result=49 endpos=8000\n" },
		{ { .code = OH_AGI_OK, .result = -1, .note = "hangup",
		    .has_endpos = true }, "200 result=-1 (hangup) "
		  "endpos=0\n" },
		{ { .code = OH_AGI_OK, .digits = "12", .note = "timeout" },
		  "200 result=12 (timeout)\n" },
		{ { .code = OH_AGI_OK, .digits = "", .note = "timeout" },
		  "200 result= (timeout)\n" },
		{ { .code = OH_AGI_OK, .result = 1,
		    .note = "a\n200 result=1\x7f" },
		  "200 result=1 (a?200 result=1?)\n" },
		{ { .code = OH_AGI_UNKNOWN },
		  "510 Invalid or unknown command\n" },
		{ { .code = OH_AGI_DEAD },
		  "511 Command Not Permitted on a dead channel or intercept "
		  "routine\n" },
		{ { .code = OH_AGI_USAGE, .usage = "ANSWER" },
		  "520-Invalid command syntax.  Proper usage follows:\n"
		  "Usage: ANSWER\n520 End of proper usage.\n" },
	};
	char buf[OH_AGI_REPLY_SIZE];

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		assert_int_equal(0, oh_agi_reply_print(buf, sizeof(buf),
						       &v[i].r));
		assert_string_equal(buf, v[i].text);
	}
	assert_int_equal(ERANGE, oh_agi_reply_print(buf, 10, &v[0].r));
	assert_int_equal(EINVAL, oh_agi_reply_print(buf, sizeof(buf), NULL));

	return 0;
}
