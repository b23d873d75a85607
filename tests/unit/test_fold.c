/**
 * @file test_fold.c  Events folded into a result
 */
#include "base/compat.h"
#include <errno.h>
#include "test.h"
#include "cdr/fold.h"

static void fold(struct oh_result *res, const struct oh_event *ev, size_t n)
{
	for (size_t i = 0; i < n; i++)
		oh_fold(res, &ev[i]);
}

#define FOLD(res, v) fold(res, v, ARRAY_SIZE(v))

int test_fold_answered(void)
{
	const struct oh_event v[] = {
		{ .type = OH_EVENT_DIALING, .wall_us = 1000, .call = "id",
		  .number = "+14255550100", .from = "+14255550000",
		  .trunk = "a", .uri = "sip:0014255550100@h;user=phone" },
		{ .type = OH_EVENT_TRYING, .wall_us = 1500 },
		{ .type = OH_EVENT_RINGING, .wall_us = 2000, .call_id = "x" },
		{ .type = OH_EVENT_RINGING, .wall_us = 2500 },
		{ .type = OH_EVENT_PROGRESS, .wall_us = 3000 },
		{ .type = OH_EVENT_ANSWERED, .wall_us = 4000,
		  .codec = "PCMU", .dtmf = OH_DTMF_EVENT },
		{ .type = OH_EVENT_MEDIA, .wall_us = 4100 },
		{ .type = OH_EVENT_RECORDING, .text = "/r.wav" },
		{ .type = OH_EVENT_PLAYED, .ok = true, .seconds = 2.0 },
		{ .type = OH_EVENT_GATHERED, .ok = true, .text = "12",
		  .masked = true },
		{ .type = OH_EVENT_CODEC, .codec = "PCMA" },
		{ .type = OH_EVENT_QUALITY, .quality = { .rx = 7 } },
		{ .type = OH_EVENT_WARNING, .text = "loud" },
		{ .type = OH_EVENT_ENDED, .wall_us = 9000, .by = OH_PARTY_US,
		  .cause = OH_CAUSE_DONE, .scode = 200, .why.q850 = 16 },
		{ .type = OH_EVENT_RECORDED, .ok = true, .seconds = 5.0 },
	};
	struct oh_result res;

	oh_result_init(&res);
	FOLD(&res, v);
	assert_string_equal(res.id, "id");
	assert_false(res.incoming);
	assert_string_equal(res.to, "+14255550100");
	assert_string_equal(res.from, "+14255550000");
	assert_string_equal(res.to_rewritten, "0014255550100");
	assert_string_equal(res.trunk, "a");
	assert_string_equal(res.call_id, "x");
	assert_int_equal(res.start_us, 1000);
	assert_int_equal(res.ring_us, 2000);
	assert_int_equal(res.progress_us, 3000);
	assert_int_equal(res.answer_us, 4000);
	assert_int_equal(res.end_us, 9000);
	assert_string_equal(res.codec, "PCMA");
	assert_int_equal(res.dtmf, OH_DTMF_EVENT);
	assert_true(res.media && res.played && res.gathered);
	assert_true(res.digits_ok && res.masked);
	assert_string_equal(res.digits, "12");
	assert_string_equal(res.recording, "/r.wav");
	assert_true(res.recording_ok && res.recorded_s == 5.0);
	assert_int_equal(res.quality.rx, 7);
	assert_string_equal(res.note, "loud");
	assert_int_equal(res.cause, OH_CAUSE_DONE);
	assert_int_equal(res.hangup_by, OH_PARTY_US);
	assert_int_equal(res.tryc, 1);
	assert_string_equal(res.tryv[0].call_id, "x");
	assert_int_equal(res.tryv[0].cause, OH_CAUSE_DONE);

	return 0;
}

static const struct {
	uint64_t answer_us, end_us;
	int64_t  micro;
	const char *currency;
	int64_t  cost;
} chargev[] = {
	{ 1000000, 31000000, 13000, "USD", 6500 },
	{ 1000000, 61000000, 13000, "USD", 13000 },
	{ 1000000, 1000499,  60000000, "USD", 0 },
	{ 1000000, 1000500,  60000000, "USD", 1000 },
	{ 0,       31000000, 13000, "USD", 0 },
	{ 2000000, 1000000,  13000, "USD", 0 },
	{ 1000000, 31000000, 0, "USD", 0 },
	{ 1000000, 31000000, 0, "", 0 },
};

int test_fold_cost(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(chargev); i++) {
		struct oh_event v[] = {
			{ .type = OH_EVENT_DIALING, .wall_us = 500000,
			  .number = "+14255550100",
			  .rate = { .micro = chargev[i].micro } },
			{ .type = chargev[i].answer_us ? OH_EVENT_ANSWERED
						       : OH_EVENT_RINGING,
			  .wall_us = chargev[i].answer_us },
			{ .type = OH_EVENT_ENDED,
			  .wall_us = chargev[i].end_us },
		};
		struct oh_result res;

		str_ncpy(v[0].rate.currency, chargev[i].currency,
			 sizeof(v[0].rate.currency));
		oh_result_init(&res);
		FOLD(&res, v);
		if (res.cost.micro != chargev[i].cost)
			fail_msg("%zu: %lld", i, (long long)res.cost.micro);
		assert_string_equal(res.cost.currency, chargev[i].currency);
		assert_int_equal(res.rate.micro, chargev[i].micro);
	}

	return 0;
}

/* Of several tries, the answered one costs something */
int test_fold_cost_tries(void)
{
	const struct oh_event v[] = {
		{ .type = OH_EVENT_DIALING, .wall_us = 1000000,
		  .number = "+1425", .rate = { 90000, "USD" } },
		{ .type = OH_EVENT_ENDED, .wall_us = 2000000,
		  .cause = OH_CAUSE_BUSY, .number = "+1425" },
		{ .type = OH_EVENT_DIALING, .wall_us = 2000000,
		  .number = "+1426", .rate = { 12000, "USD" } },
		{ .type = OH_EVENT_ANSWERED, .wall_us = 3000000 },
		{ .type = OH_EVENT_ENDED, .wall_us = 8000000,
		  .cause = OH_CAUSE_DONE, .number = "+1426" },
		{ .type = OH_EVENT_REFUSED, .wall_us = 9000000,
		  .number = "+1900", .text = "premium" },
	};
	struct oh_result res;

	oh_result_init(&res);
	fold(&res, v, 2);
	assert_int_equal(res.cost.micro, 0);
	assert_string_equal(res.cost.currency, "USD");
	fold(&res, v + 2, 3);
	assert_int_equal(res.cost.micro, 1000);
	assert_int_equal(res.rate.micro, 12000);
	fold(&res, v + 5, 1);
	assert_string_equal(res.rate.currency, "");
	assert_string_equal(res.cost.currency, "");

	return 0;
}

/* An incomplete recording tells why, in words */
int test_fold_recording_lost(void)
{
	const struct oh_event v[] = {
		{ .type = OH_EVENT_RECORDED, .text = "/r.wav", .err = ENOSPC },
	};
	struct oh_result res;

	oh_result_init(&res);
	FOLD(&res, v);
	assert_false(res.recording_ok);
	assert_string_equal(res.note, "recording: No space left on device");

	return 0;
}

/* The recording of the call is the one, whatever messages are taken */
int test_fold_message_is_beside(void)
{
	const struct oh_event v[] = {
		{ .type = OH_EVENT_RECORDING, .text = "/m.wav",
		  .message = true },
		{ .type = OH_EVENT_RECORDED, .text = "/m.wav", .ok = true,
		  .message = true, .seconds = 2 },
		{ .type = OH_EVENT_RECORDING, .text = "/call.wav" },
		{ .type = OH_EVENT_RECORDING, .text = "/n.wav",
		  .message = true },
		{ .type = OH_EVENT_RECORDED, .text = "/n.wav", .ok = true,
		  .message = true, .seconds = 3 },
		{ .type = OH_EVENT_RECORDED, .text = "/call.wav", .ok = true,
		  .seconds = 9 },
	};
	struct oh_result res;

	oh_result_init(&res);
	fold(&res, v, 2);
	assert_string_equal(res.recording, "/m.wav");
	assert_true(res.recorded_s == 2);
	fold(&res, v + 2, 3);
	assert_string_equal(res.recording, "/call.wav");
	fold(&res, v + 5, 1);
	assert_string_equal(res.recording, "/call.wav");
	assert_true(res.recorded_s == 9);

	return 0;
}

/* The next trunk, then the next number: each a try; the last is the result */
int test_fold_tries(void)
{
	const struct oh_event v[] = {
		{ .type = OH_EVENT_DIALING, .wall_us = 10, .call = "id",
		  .number = "1", .trunk = "a", .call_id = "x" },
		{ .type = OH_EVENT_RINGING, .wall_us = 11 },
		{ .type = OH_EVENT_ENDED, .wall_us = 12, .scode = 503,
		  .cause = OH_CAUSE_CONGESTION, .text = "Full" },
		{ .type = OH_EVENT_DIALING, .wall_us = 20, .number = "1",
		  .trunk = "b", .call_id = "y" },
		{ .type = OH_EVENT_ENDED, .wall_us = 21, .scode = 486,
		  .cause = OH_CAUSE_BUSY },
		{ .type = OH_EVENT_DIALING, .wall_us = 30, .number = "2",
		  .trunk = "b", .call_id = "z" },
		{ .type = OH_EVENT_ANSWERED, .wall_us = 31 },
	};
	struct oh_result res;

	oh_result_init(&res);
	FOLD(&res, v);
	assert_string_equal(res.id, "id");
	assert_int_equal(res.tryc, 3);
	assert_string_equal(res.tryv[0].trunk, "a");
	assert_string_equal(res.tryv[0].call_id, "x");
	assert_int_equal(res.tryv[0].scode, 503);
	assert_int_equal(res.tryv[0].cause, OH_CAUSE_CONGESTION);
	assert_int_equal(res.tryv[1].cause, OH_CAUSE_BUSY);
	assert_int_equal(res.tryv[2].cause, OH_CAUSE_NONE);
	assert_string_equal(res.tryv[2].number, "2");
	assert_string_equal(res.to, "2");
	assert_string_equal(res.call_id, "z");
	assert_int_equal(res.start_us, 30);
	assert_int_equal(res.ring_us, 0);
	assert_int_equal(res.end_us, 0);
	assert_int_equal(res.cause, OH_CAUSE_NONE);
	assert_int_equal(res.scode, 0);
	assert_string_equal(res.reason, "");
	assert_true(res.quality.rtt_ms < 0.0);

	return 0;
}

/* The wire says "hung up", then the job says what that meant */
int test_fold_last_verdict_wins(void)
{
	const struct oh_event v[] = {
		{ .type = OH_EVENT_DIALING, .wall_us = 10, .number = "1" },
		{ .type = OH_EVENT_ENDED, .wall_us = 20, .scode = 200,
		  .why.q850 = 31, .by = OH_PARTY_THEM, .text = "Bye",
		  .cause = OH_CAUSE_DONE },
		{ .type = OH_EVENT_ENDED, .wall_us = 21,
		  .cause = OH_CAUSE_HUNG_UP },
	};
	struct oh_result res;

	oh_result_init(&res);
	FOLD(&res, v);
	assert_int_equal(res.cause, OH_CAUSE_HUNG_UP);
	assert_int_equal(res.hangup_by, OH_PARTY_THEM);
	assert_int_equal(res.why.q850, 31);
	assert_string_equal(res.reason, "Bye");
	assert_int_equal(res.tryc, 1);
	assert_int_equal(res.tryv[0].cause, OH_CAUSE_HUNG_UP);

	return 0;
}

int test_fold_refused(void)
{
	const struct oh_event v[] = {
		{ .type = OH_EVENT_DIALING, .wall_us = 10, .number = "1",
		  .trunk = "a" },
		{ .type = OH_EVENT_ENDED, .wall_us = 20, .scode = 486,
		  .cause = OH_CAUSE_BUSY },
		{ .type = OH_EVENT_REFUSED, .wall_us = 30, .number = "911",
		  .text = "emergency", .hint = "use another phone" },
		{ .type = OH_EVENT_ENDED, .wall_us = 31, .number = "911",
		  .cause = OH_CAUSE_REFUSED },
	};
	struct oh_result res;

	oh_result_init(&res);
	FOLD(&res, v);
	assert_string_equal(res.to, "911");
	assert_string_equal(res.guard, "emergency");
	assert_string_equal(res.hint, "use another phone");
	assert_int_equal(res.cause, OH_CAUSE_REFUSED);
	assert_int_equal(res.hangup_by, OH_PARTY_GUARD);
	assert_int_equal(res.start_us, 0);
	assert_int_equal(res.scode, 0);
	assert_int_equal(res.tryc, 2);
	assert_int_equal(res.tryv[0].cause, OH_CAUSE_BUSY);
	assert_int_equal(res.tryv[1].cause, OH_CAUSE_REFUSED);

	return 0;
}

int test_fold_incoming(void)
{
	static const struct { const char *uri, *to; } v[] = {
		{ "sip:+14255550100@127.0.0.1:5060", "+14255550100" },
		{ "sip:bob;tag=x@h", "bob" },
		{ "+14255550100", "+14255550100" },
		{ "sip:127.0.0.1", "sip:127.0.0.1" },
		{ "@", "@" },
		{ "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_event ev = {
			.type = OH_EVENT_INCOMING, .wall_us = 5,
			.number = "+14255550009", .uri = v[i].uri,
		};
		struct oh_result res;

		oh_result_init(&res);
		oh_fold(&res, &ev);
		assert_true(res.incoming);
		assert_string_equal(res.from, "+14255550009");
		assert_string_equal(res.to, v[i].to);
		assert_int_equal(res.start_us, 5);
		assert_int_equal(res.tryc, 0);
	}

	return 0;
}

/* More tries than fit: the latest is kept. Texts are cut. */
int test_fold_limits(void)
{
	char big[4096];
	struct oh_event ev = {
		.type = OH_EVENT_DIALING, .trunk = big, .call = big,
		.call_id = big, .uri = big, .text = big, .codec = big,
	};
	struct oh_result res;

	memset(big, 'x', sizeof(big));
	big[sizeof(big) - 1] = '\0';
	oh_result_init(&res);
	for (int i = 0; i < 3 * OH_RESULT_TRIES_MAX; i++) {
		char number[16];

		(void)re_snprintf(number, sizeof(number), "%d", i);
		ev.number = number;
		oh_fold(&res, &ev);
	}
	for (int t = OH_EVENT_REFUSED; t <= OH_EVENT_MAX; t++) {
		ev.type = t;
		ev.number = NULL;
		oh_fold(&res, &ev);
	}
	assert_int_equal(res.tryc, OH_RESULT_TRIES_MAX);
	assert_string_equal(res.tryv[0].number, "0");
	assert_string_equal(res.tryv[OH_RESULT_TRIES_MAX - 1].number, "47");
	assert_int_equal(strlen(res.trunk), sizeof(res.trunk) - 1);
	assert_int_equal(strlen(res.to_rewritten),
			 sizeof(res.to_rewritten) - 1);
	assert_int_equal(strlen(res.codec), sizeof(res.codec) - 1);

	return 0;
}

/* What their last word took after we had hung up is not part of the call. */
int test_fold_left(void)
{
	const struct oh_event eventv[] = {
		{ .type = OH_EVENT_DIALING, .wall_us = 1000000,
		  .number = "+1", .call = "id" },
		{ .type = OH_EVENT_ANSWERED, .wall_us = 2000000 },
		{ .type = OH_EVENT_ENDED, .wall_us = 9000000,
		  .left_us = 7000000, .cause = OH_CAUSE_DONE },
	};
	struct oh_result res;

	oh_result_init(&res);
	for (size_t i = 0; i < sizeof(eventv) / sizeof(eventv[0]); i++)
		oh_fold(&res, &eventv[i]);
	assert_true(oh_result_billsec(&res) == 5.0);
	assert_true(oh_result_duration(&res) == 6.0);

	return 0;
}
