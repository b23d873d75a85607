/**
 * @file test_rseq.c  RSeq and RAck
 */
#include "base/compat.h"
#include "test.h"
#include "sip/rseq.h"

int test_rseq_parse(void)
{
	static const struct {
		const char *val;
		int err;
		uint32_t rseq;
	} v[] = {
		{ "1", 0, 1 },
		{ "988789", 0, 988789 },
		{ "4294967295", 0, UINT32_MAX },
		{ "4294967296", EBADMSG, 0 },
		{ "99999999999999999999", EBADMSG, 0 },
		{ "0", EBADMSG, 0 },
		{ "", EBADMSG, 0 },
		{ "x", EBADMSG, 0 },
		{ "-1", EBADMSG, 0 },
		{ "1 2", EBADMSG, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		uint32_t rseq = 0;
		struct pl pl;

		pl_set_str(&pl, v[i].val);
		assert_int_equal(oh_rseq_parse(&rseq, &pl), v[i].err);
		if (!v[i].err)
			assert_int_equal(rseq, v[i].rseq);
	}
	return 0;
}

int test_rseq_rack(void)
{
	static const struct {
		const char *val;
		int err;
		struct oh_rack want;
	} v[] = {
		{ "776656 1 INVITE", 0, { 776656, 1 } },
		{ "1\t \t2  INVITE", 0, { 1, 2 } },
		{ "1 4294967295 INVITE", 0, { 1, UINT32_MAX } },
		{ "1 2 invite", EBADMSG, { 0, 0 } },
		{ "1 2 BYE", EBADMSG, { 0, 0 } },
		{ "1 2", EBADMSG, { 0, 0 } },
		{ "1 42949672950 INVITE", EBADMSG, { 0, 0 } },
		{ "x1 2 INVITE", EBADMSG, { 0, 0 } },
		{ "", EBADMSG, { 0, 0 } },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_rack rack = { 0, 0 };
		struct pl pl;

		pl_set_str(&pl, v[i].val);
		assert_int_equal(oh_rseq_rack(&rack, &pl), v[i].err);
		if (v[i].err)
			continue;
		assert_int_equal(rack.rseq, v[i].want.rseq);
		assert_int_equal(rack.cseq, v[i].want.cseq);
	}
	return 0;
}
