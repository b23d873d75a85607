/**
 * @file test_id.c  Identifiers that sort by time
 */
#include "base/compat.h"
#include "test.h"
#include "base/id.h"

int test_id_layout(void);
int test_id_order(void);

int test_id_layout(void)
{
	char id[OH_ID_SIZE];

	/* The time of the example in RFC 9562 appendix A.6 */
	oh_id_make(id, 0x017f22e279b0ull * 1000);
	assert_int_equal(strlen(id), OH_ID_SIZE - 1);
	assert_memory_equal(id, "017f22e2-79b0-7000-", 19);
	assert_non_null(strchr("89ab", id[19]));
	assert_int_equal(id[23], '-');
	assert_int_equal(strspn(id, "0123456789abcdef-"), OH_ID_SIZE - 1);

	oh_id_make(id, 0x017f22e279b0ull * 1000 + 999);
	assert_memory_equal(id, "017f22e2-79b0-7ffb-", 19);
	oh_id_make(id, 0);
	assert_memory_equal(id, "00000000-0000-7000-", 19);

	return 0;
}

int test_id_order(void)
{
	char a[OH_ID_SIZE], b[OH_ID_SIZE];

	for (uint64_t us = 1767323045000000; us < 1767323045002000; us++) {
		oh_id_make(a, us);
		oh_id_make(b, us + 1);
		assert_true(strcmp(a, b) < 0);
		oh_id_make(b, us);
		assert_string_not_equal(a, b);
	}
	return 0;
}
