/**
 * @file test_echo.c  Payloads on their way back
 */
#include "base/compat.h"
#include "media/codec.h"
#include "media/echo.h"
#include "test.h"

int test_echo_cuts_anew(void)
{
	const struct oh_codec *pcmu = oh_codec_find("PCMU");
	struct oh_echo *e = NULL;
	uint8_t buf[OH_CODEC_PACKET_MAX], in[480];
	size_t len = sizeof(buf);

	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (uint8_t)i;
	TEST_OK(oh_echo_alloc(&e));
	assert_false(oh_echo_get(e, pcmu, 20, buf, &len));
	oh_echo_put(e, pcmu, in, 240);
	for (int i = 0; i < 3; i++) {
		if (i == 1)
			oh_echo_put(e, pcmu, in + 240, 240);
		len = sizeof(buf);
		assert_true(oh_echo_get(e, pcmu, 20, buf, &len));
		assert_int_equal(len, 160);
		assert_memory_equal(buf, in + 160 * i, 160);
	}
	len = sizeof(buf);
	assert_false(oh_echo_get(e, pcmu, 20, buf, &len));
 out:
	mem_deref(e);
	return 0;
}

int test_echo_keeps_packets_of_opus(void)
{
	const struct oh_codec *opus = oh_codec_find("opus");
	struct oh_echo *e = NULL;
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);

	TEST_OK(oh_echo_alloc(&e));
	oh_echo_put(e, opus, (const uint8_t *)"abc", 3);
	oh_echo_put(e, opus, (const uint8_t *)"de", 2);
	assert_true(oh_echo_get(e, opus, 20, buf, &len));
	assert_int_equal(len, 3);
	assert_memory_equal(buf, "abc", 3);
	len = 1;
	assert_false(oh_echo_get(e, opus, 20, buf, &len));
	len = sizeof(buf);
	assert_true(oh_echo_get(e, opus, 20, buf, &len));
	assert_memory_equal(buf, "de", 2);
 out:
	mem_deref(e);
	return 0;
}

/* Delay is bounded by what fits; what overflows is the old. */
int test_echo_overflows(void)
{
	const struct oh_codec *pcmu = oh_codec_find("PCMU");
	struct oh_echo *e = NULL;
	uint8_t buf[OH_CODEC_PACKET_MAX], in[160];
	size_t len, n = 0;

	TEST_OK(oh_echo_alloc(&e));
	for (int i = 0; i < 100; i++) {
		memset(in, i, sizeof(in));
		oh_echo_put(e, pcmu, in, sizeof(in));
	}
	for (; len = sizeof(buf), oh_echo_get(e, pcmu, 20, buf, &len); n++)
		;
	assert_in_range(n, 1, OH_ECHO_BYTES / 160);
	assert_int_equal(buf[0], 99);
	oh_echo_put(e, pcmu, in, 160);
	oh_echo_reset(e);
	assert_false(oh_echo_get(e, pcmu, 20, buf, &len));
	oh_echo_put(e, pcmu, buf, OH_ECHO_BYTES + 1);
 out:
	mem_deref(e);
	return 0;
}
