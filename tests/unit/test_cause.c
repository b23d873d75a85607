/**
 * @file test_cause.c  Why a call ended
 */
#include "test.h"
#include "event/cause.h"

#define CASE(n, s, q, r, c, e, want) \
	{ n, { s, q, r, c, e }, OH_CAUSE_##want }

static const struct {
	const char        *what;
	struct oh_cause_in in;
	enum oh_cause      cause;
} casev[] = {
	CASE("answered",          200, 0,  1, 0, 0, DONE),
	CASE("redirected",        302, 0,  0, 0, 0, FAILED),
	CASE("teapot",            418, 0,  0, 0, 0, FAILED),
	CASE("challenge",         401, 0,  0, 1, 0, AUTH),
	CASE("proxy challenge",   407, 21, 0, 1, 0, AUTH),
	CASE("no credentials",    0,   0,  0, 1, 0, AUTH),
	CASE("forbidden",         403, 0,  0, 0, 0, DECLINED),
	CASE("forbidden, 21",     403, 21, 0, 0, 0, DECLINED),
	CASE("forbidden, 1",      403, 1,  0, 0, 0, BAD_NUMBER),
	CASE("not found",         404, 0,  0, 0, 0, BAD_NUMBER),
	CASE("not found, 1",      404, 1,  0, 0, 0, BAD_NUMBER),
	CASE("not found, 17",     404, 17, 0, 0, 0, BAD_NUMBER),
	CASE("408, no phone",     408, 0,  0, 0, 0, NETWORK),
	CASE("408, it rang",      408, 0,  1, 0, 0, NO_ANSWER),
	CASE("gone",              410, 0,  0, 0, 0, BAD_NUMBER),
	CASE("428",               428, 0,  0, 0, 0, BLOCKED),
	CASE("438",               438, 0,  0, 0, 0, BLOCKED),
	CASE("unavailable",       480, 0,  0, 0, 0, NO_ANSWER),
	CASE("unavailable, busy", 480, 17, 0, 0, 0, BUSY),
	CASE("unavailable, 31",   480, 31, 0, 0, 0, NO_ANSWER),
	CASE("unavailable, 34",   480, 34, 0, 0, 0, CONGESTION),
	CASE("loop",              483, 0,  0, 0, 0, CONGESTION),
	CASE("incomplete",        484, 0,  0, 0, 0, BAD_NUMBER),
	CASE("busy",              486, 0,  1, 0, 0, BUSY),
	CASE("cancelled",         487, 0,  1, 0, 0, NO_ANSWER),
	CASE("no codec",          488, 0,  0, 0, 0, NO_MEDIA),
	CASE("server error",      500, 0,  0, 0, 0, CONGESTION),
	CASE("gateway",           502, 0,  0, 0, 0, CONGESTION),
	CASE("unavailable",       503, 0,  0, 0, 0, CONGESTION),
	CASE("503, after a 18x",  503, 0,  1, 0, 0, CONGESTION),
	CASE("503, unallocated",  503, 1,  0, 0, 0, BAD_NUMBER),
	CASE("503, busy",         503, 17, 0, 0, 0, BUSY),
	CASE("gateway timeout",   504, 0,  0, 0, 0, CONGESTION),
	CASE("busy everywhere",   600, 0,  0, 0, 0, BUSY),
	CASE("decline",           603, 0,  0, 0, 0, DECLINED),
	CASE("nowhere",           604, 0,  0, 0, 0, BAD_NUMBER),
	CASE("not acceptable",    606, 0,  0, 0, 0, NO_MEDIA),
	CASE("unwanted",          607, 0,  0, 0, 0, BLOCKED),
	CASE("rejected",          608, 21, 0, 0, 0, BLOCKED),
	CASE("no reply",          0,   0,  0, 0, 0, NETWORK),
	CASE("no route to host",  0,   0,  0, 0, EHOSTUNREACH, NETWORK),
	CASE("lost while ringing", 0,  0,  1, 0, ECONNRESET, NETWORK),
	CASE("we gave up",        0,   0,  1, 0, 0, NO_ANSWER),
};

int test_cause_decide(void)
{
	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		enum oh_cause cause = oh_cause_decide(&casev[i].in);

		if (cause != casev[i].cause)
			fail_msg("%s: %s, not %s", casev[i].what,
				 oh_cause_name(cause),
				 oh_cause_name(casev[i].cause));
	}

	return 0;
}

int test_cause_names(void)
{
	for (int c = OH_CAUSE_NONE; c < OH_CAUSE_MAX; c++) {
		assert_non_null(oh_cause_name(c));
		assert_non_null(oh_cause_text(c));
		for (int d = OH_CAUSE_NONE; d < c; d++)
			assert_string_not_equal(oh_cause_name(c),
						oh_cause_name(d));
	}
	assert_string_equal(oh_cause_name(OH_CAUSE_NO_ANSWER), "no-answer");
	assert_string_equal(oh_cause_text(OH_CAUSE_NO_ANSWER), "no answer");
	assert_string_equal(oh_cause_name(OH_CAUSE_MAX), "unknown");
	assert_string_equal(oh_cause_text(-1), "unknown");
	assert_string_equal(oh_party_name(OH_PARTY_THEM), "them");
	assert_string_equal(oh_party_name(99), "none");

	return 0;
}

int test_cause_disposition(void)
{
	static const struct {
		enum oh_cause cause;
		bool answered;
		const char *want;
	} v[] = {
		{ OH_CAUSE_DONE,        true,  "ANSWERED" },
		{ OH_CAUSE_NO_DIGITS,   true,  "ANSWERED" },
		{ OH_CAUSE_BUSY,        false, "BUSY" },
		{ OH_CAUSE_NO_ANSWER,   false, "NO ANSWER" },
		{ OH_CAUSE_INTERRUPTED, false, "NO ANSWER" },
		{ OH_CAUSE_REFUSED,     false, "FAILED" },
		{ OH_CAUSE_DECLINED,    false, "FAILED" },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_string_equal(oh_cause_disposition(v[i].cause,
							 v[i].answered),
				    v[i].want);

	return 0;
}

int test_cause_q850(void)
{
	static const struct { uint16_t scode; int q850; } v[] = {
		{ 180, 0 }, { 200, 16 }, { 302, 0 }, { 404, 1 }, { 408, 102 },
		{ 480, 18 }, { 484, 28 }, { 486, 17 }, { 487, 0 },
		{ 503, 41 }, { 504, 102 }, { 600, 17 }, { 603, 21 },
		{ 699, 127 },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_int_equal(oh_cause_q850_of(v[i].scode), v[i].q850);
	assert_string_equal(oh_cause_q850_text(17), "user busy");
	assert_string_equal(oh_cause_q850_text(-5), "unknown");

	return 0;
}
