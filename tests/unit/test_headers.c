/**
 * @file test_headers.c  Header lines given to us as text
 */
#include "base/compat.h"
#include "test.h"
#include "sip/headers.h"

int test_headers_lines(void)
{
	static const struct {
		const char *headers;
		int err;
	} v[] = {
		{ NULL, 0 },
		{ "", 0 },
		{ "X-A: b\r\n", 0 },
		{ "X-A:\r\nB: \tc: d\r\n", 0 },
		{ "Contact: <sip:x@y>\r\n", 0 },
		{ "X-A: b", EINVAL },
		{ "X-A: b\n", EINVAL },
		{ "X-A: b\r", EINVAL },
		{ "X-A: b\rC: d\r\n", EINVAL },
		{ "X-A: b\nC: d\r\n", EINVAL },
		{ "X-A: b\r\n\r\nbody", EINVAL },
		{ "X-A: b\r\n folded\r\n", EINVAL },
		{ "X-A b\r\n", EINVAL },
		{ ": b\r\n", EINVAL },
		{ "X A: b\r\n", EINVAL },
		{ "X-A : b\r\n", EINVAL },
		{ "X-A: \x01\r\n", EINVAL },
		{ "Content-Length: 5\r\n", EINVAL },
		{ "l: 5\r\n", EINVAL },
		{ "VIA: x\r\n", EINVAL },
		{ "X: y\r\nCSeq: 1 ACK\r\n", EINVAL },
	};
	char *big;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		assert_int_equal(oh_headers_check(v[i].headers), v[i].err);

	TEST_OK(re_sdprintf(&big, "X: %5000u\r\n", 1));
	assert_int_equal(oh_headers_check(big), EINVAL);
	mem_deref(big);
 out:
	return err;
}

int test_headers_value(void)
{
	assert_int_equal(oh_headers_check_value(NULL), 0);
	assert_int_equal(oh_headers_check_value("Zo\xc3\xab \t \"x\""), 0);
	assert_int_equal(oh_headers_check_value("a\r"), EINVAL);
	assert_int_equal(oh_headers_check_value("a\nb"), EINVAL);
	assert_int_equal(oh_headers_check_value("\x7f"), EINVAL);

	return 0;
}
