/**
 * @file test_agi_env.c  What an AGI script reads first
 */
#include "base/compat.h"
#include "test.h"
#include "flow/agi_env.h"

int test_agi_env_print(void)
{
	static const char *const argv[] = { "one", "two words" };
	const struct oh_agi_env env = {
		.request = "menu.agi", .channel = "SIP/carrier-1",
		.language = "de", .unique_id = "01a2",
		.caller = "+14255550100", .caller_name = "Eve\nagi_context: x",
		.called = "+12065550100", .argv = argv, .argc = 2,
	};
	static const char expected[] =
		"agi_request: menu.agi\n"
		"agi_channel: SIP/carrier-1\n"
		"agi_language: de\n"
		"agi_type: SIP\n"
		"agi_uniqueid: 01a2\n"
		"agi_version: " OH_VERSION "\n"
		"agi_callerid: +14255550100\n"
		"agi_calleridname: Eve?agi_context: x\n"
		"agi_callingpres: 0\n"
		"agi_callingani2: 0\n"
		"agi_callington: 0\n"
		"agi_callingtns: 0\n"
		"agi_dnid: +12065550100\n"
		"agi_rdnis: unknown\n"
		"agi_context: default\n"
		"agi_extension: +12065550100\n"
		"agi_priority: 1\n"
		"agi_enhanced: 0.0\n"
		"agi_accountcode: \n"
		"agi_threadid: 0\n"
		"agi_arg_1: one\n"
		"agi_arg_2: two words\n"
		"\n";
	struct mbuf *mb = mbuf_alloc(16);
	int err = mb ? oh_agi_env_print(mb, &env) : ENOMEM;

	TEST_OK(err);
	assert_int_equal(mb->end, sizeof(expected) - 1);
	assert_memory_equal(mb->buf, expected, mb->end);

 out:
	mem_deref(mb);
	return err;
}

int test_agi_env_nothing_known(void)
{
	const struct oh_agi_env many = { .argc = OH_AGI_ENV_ARGS_MAX + 1,
					 .argv = (const char *const []){ "" }
	};
	struct mbuf *mb = mbuf_alloc(16);
	int err = mb ? oh_agi_env_print(mb, &(struct oh_agi_env){
		.request = NULL }) : ENOMEM;

	TEST_OK(err);
	err = mbuf_write_u8(mb, 0);
	TEST_OK(err);
	assert_non_null(strstr((char *)mb->buf, "agi_callerid: unknown\n"));
	assert_non_null(strstr((char *)mb->buf, "agi_extension: s\n"));
	assert_non_null(strstr((char *)mb->buf, "agi_language: en\n"));
	assert_int_equal(ERANGE, oh_agi_env_print(mb, &many));
	assert_int_equal(EINVAL, oh_agi_env_print(NULL, &many));

 out:
	mem_deref(mb);
	return err;
}
