/**
 * @file test_json.c  Events and results as lines of JSON, read back
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "test.h"
#include "event/json.h"

#define WALL_US 1767323045678000ull   /* 2026-01-02 03:04:05.678 UTC */

static const char *text(const cJSON *obj, const char *name)
{
	const char *s = cJSON_GetStringValue(cJSON_GetObjectItem(obj, name));

	if (!s)
		fail_msg("no text '%s'", name);
	return s;
}

static double number(const cJSON *obj, const char *name)
{
	const cJSON *item = cJSON_GetObjectItem(obj, name);

	if (!cJSON_IsNumber(item))
		fail_msg("no number '%s'", name);
	return cJSON_GetNumberValue(item);
}

static bool is_null(const cJSON *obj, const char *name)
{
	return cJSON_IsNull(cJSON_GetObjectItem(obj, name));
}

static int parse_event(cJSON **objp, const struct oh_event *ev)
{
	char *line = NULL;
	int err = oh_json_event(&line, ev);

	if (err)
		return err;
	assert_null(strchr(line, '\n'));
	*objp = cJSON_Parse(line);
	mem_deref(line);
	assert_non_null(*objp);

	return 0;
}

static int parse_result(cJSON **objp, const struct oh_result *res, int code)
{
	char *line = NULL;
	int err = oh_json_result(&line, res, code);

	if (err)
		return err;
	assert_null(strchr(line, '\n'));
	*objp = cJSON_Parse(line);
	mem_deref(line);
	assert_non_null(*objp);

	return 0;
}

int test_json_event(void)
{
	const struct oh_event ev = {
		.type = OH_EVENT_ENDED, .wall_us = WALL_US, .call = "c1",
		.number = "+14255550100", .cause = OH_CAUSE_BUSY,
		.by = OH_PARTY_THEM, .scode = 486, .why.q850 = 17,
		.text = "Busy \"Here\"",
	};
	cJSON *obj = NULL;
	int err;

	setenv("TZ", "UTC-2", 1);
	tzset();
	err = parse_event(&obj, &ev);
	TEST_OK(err);
	assert_string_equal(text(obj, "event"), "ended");
	assert_string_equal(text(obj, "time"),
			    "2026-01-02T05:04:05.678+02:00");
	assert_string_equal(text(obj, "call"), "c1");
	assert_string_equal(text(obj, "number"), "+14255550100");
	assert_string_equal(text(obj, "cause"), "busy");
	assert_string_equal(text(obj, "by"), "them");
	assert_string_equal(text(obj, "reason"), "Busy \"Here\"");
	assert_int_equal(number(obj, "sip_status"), 486);
	assert_int_equal(number(obj, "q850"), 17);
	assert_false(cJSON_HasObjectItem(obj, "trunk"));
	assert_false(cJSON_HasObjectItem(obj, "ok"));
	assert_false(cJSON_HasObjectItem(obj, "digit"));

 out:
	cJSON_Delete(obj);
	return err;
}

int test_json_event_secret(void)
{
	const struct oh_event digit = {
		.type = OH_EVENT_DIGIT, .digit = '7', .masked = true,
		.dtmf = OH_DTMF_EVENT,
	};
	const struct oh_event gathered = {
		.type = OH_EVENT_GATHERED, .text = "4711", .masked = true,
	};
	cJSON *obj = NULL;
	int err;

	err = parse_event(&obj, &digit);
	TEST_OK(err);
	assert_string_equal(text(obj, "digit"), "*");
	assert_string_equal(text(obj, "dtmf"), "rfc4733");
	cJSON_Delete(obj);
	obj = NULL;

	err = parse_event(&obj, &gathered);
	TEST_OK(err);
	assert_string_equal(text(obj, "digits"), "****");
	assert_true(cJSON_IsFalse(cJSON_GetObjectItem(obj, "ok")));

 out:
	cJSON_Delete(obj);
	return err;
}

/* What peers write may be no UTF-8, or aim at the terminal */
int test_json_event_hostile(void)
{
	const struct oh_event ev = {
		.type = OH_EVENT_ENDED,
		.text = "M\xc3\xbcller \xff\xc3\x1b[2J\xed\xa0\x80 \xe2",
	};
	cJSON *obj = NULL;
	int err;

	err = parse_event(&obj, &ev);
	TEST_OK(err);
	assert_memory_equal(text(obj, "reason"), "M\xc3\xbcller ??", 10);
	for (const char *p = text(obj, "reason"); *p; p++)
		assert_false((uint8_t)*p < 0x20 || (uint8_t)*p > 0xc3);

 out:
	cJSON_Delete(obj);
	return err;
}

int test_json_event_types(void)
{
	int err = 0;

	for (int t = 0; t < OH_EVENT_MAX; t++) {
		const struct oh_event ev = {
			.type = t, .text = "x", .wall_us = WALL_US,
			.err = ENOSPC, .quality = { .rx = 1, .rtt_ms = -1 },
		};
		cJSON *obj = NULL;

		err = parse_event(&obj, &ev);
		TEST_OK(err);
		assert_string_equal(text(obj, "event"), oh_event_name(t));
		assert_string_equal(text(obj, "error"), strerror(ENOSPC));
		assert_int_equal(cJSON_HasObjectItem(obj, "rtp"),
				 t == OH_EVENT_QUALITY);
		cJSON_Delete(obj);
	}
	assert_int_equal(EINVAL, oh_json_event(NULL, &(struct oh_event){
				.type = OH_EVENT_MAX }));
 out:
	return err;
}

/* Every field is there, whatever happened: what is unknown is null */
int test_json_result_empty(void)
{
	static const char *const nullv[] = {
		"id", "from", "to", "to_rewritten", "trunk", "call_id",
		"start", "progress", "ring", "answer", "end", "pdd_ms",
		"ring_s", "cause", "sip_status", "sip_reason", "q850",
		"q850_location", "reason_sip", "reason_text",
		"hangup_by", "guard", "hint", "digits", "digits_ok", "codec",
		"dtmf", "srtp", "rtp", "recording", "recording_ok",
		"recorded_s",
		"warning", "rate", "cost", "currency",
	};
	struct oh_result res;
	cJSON *obj = NULL;
	int err;

	oh_result_init(&res);
	err = parse_result(&obj, &res, 1);
	TEST_OK(err);
	assert_string_equal(text(obj, "schema"), "offhook.result/1");
	assert_string_equal(text(obj, "direction"), "out");
	assert_string_equal(text(obj, "disposition"), "FAILED");
	assert_int_equal(number(obj, "exit_code"), 1);
	assert_int_equal(number(obj, "duration"), 0);
	assert_int_equal(number(obj, "billsec"), 0);
	assert_true(cJSON_IsFalse(cJSON_GetObjectItem(obj, "played")));
	assert_true(cJSON_IsFalse(cJSON_GetObjectItem(obj, "media")));
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(obj,
							"tries")), 0);
	for (size_t i = 0; i < ARRAY_SIZE(nullv); i++) {
		if (!is_null(obj, nullv[i]))
			fail_msg("'%s' is not null", nullv[i]);
	}

 out:
	cJSON_Delete(obj);
	return err;
}

static void fill(struct oh_result *res)
{
	oh_result_init(res);
	str_ncpy(res->id, "0198", sizeof(res->id));
	str_ncpy(res->to, "+14255550100", sizeof(res->to));
	res->start_us = WALL_US;
	res->ring_us = WALL_US + 100000;
	res->answer_us = WALL_US + 1100000;
	res->end_us = WALL_US + 9350000;
	res->cause = OH_CAUSE_DONE;
	res->hangup_by = OH_PARTY_US;
	res->gathered = res->digits_ok = res->media = true;
	str_ncpy(res->digits, "1234", sizeof(res->digits));
	res->quality.rx = 400;
	res->quality.jitter_ms = 1.23456;
	res->quality.mos = 4.3;
	str_ncpy(res->recording, "/tmp/a.wav", sizeof(res->recording));
	res->recorded_s = 8.25;
	res->tryc = 2;
	res->tryv[0].cause = OH_CAUSE_BUSY;
	res->tryv[0].scode = 486;
	str_ncpy(res->tryv[1].trunk, "b", sizeof(res->tryv[1].trunk));
}

int test_json_result_full(void)
{
	struct oh_result res;
	cJSON *obj = NULL, *rtp, *tries;
	int err;

	fill(&res);
	err = parse_result(&obj, &res, 0);
	TEST_OK(err);
	assert_string_equal(text(obj, "id"), "0198");
	assert_string_equal(text(obj, "to"), "+14255550100");
	assert_string_equal(text(obj, "disposition"), "ANSWERED");
	assert_string_equal(text(obj, "cause"), "done");
	assert_string_equal(text(obj, "hangup_by"), "us");
	assert_string_equal(text(obj, "digits"), "1234");
	assert_int_equal(number(obj, "pdd_ms"), 100);
	assert_true(number(obj, "ring_s") == 1.0);
	assert_true(number(obj, "billsec") == 8.25);
	assert_true(number(obj, "duration") == 9.35);
	assert_string_equal(text(obj, "recording"), "/tmp/a.wav");
	assert_true(number(obj, "recorded_s") == 8.25);

	rtp = cJSON_GetObjectItem(obj, "rtp");
	assert_int_equal(number(rtp, "rx"), 400);
	assert_true(number(rtp, "jitter_ms") == 1.235);
	assert_true(number(rtp, "mos") == 4.3);
	assert_true(is_null(rtp, "rtt_ms"));

	tries = cJSON_GetObjectItem(obj, "tries");
	assert_int_equal(cJSON_GetArraySize(tries), 2);
	assert_int_equal(486, number(cJSON_GetArrayItem(tries, 0),
				     "sip_status"));
	assert_string_equal(text(cJSON_GetArrayItem(tries, 1), "trunk"), "b");

 out:
	cJSON_Delete(obj);
	return err;
}

/* The digits of the decimal, not those of a float */
int test_json_money(void)
{
	const struct oh_event ev = {
		.type = OH_EVENT_DIALING, .rate = { 13000, "USD" },
	};
	struct oh_result res;
	char *line = NULL;
	int err;

	fill(&res);
	res.rate = (struct oh_money){ 13000, "USD" };
	res.cost = (struct oh_money){ 1788, "USD" };
	err = oh_json_result(&line, &res, 0);
	TEST_OK(err);
	assert_non_null(strstr(line, "\"rate\":0.013,\"cost\":0.001788,"
			       "\"currency\":\"USD\",\"warning\""));
	line = mem_deref(line);

	err = oh_json_event(&line, &ev);
	TEST_OK(err);
	assert_non_null(strstr(line, "\"rate\":0.013,\"currency\":\"USD\""));
 out:
	mem_deref(line);
	return err;
}

int test_json_result_secret(void)
{
	struct oh_result res;
	char *line = NULL;
	int err;

	fill(&res);
	res.masked = true;
	err = oh_json_result(&line, &res, 0);
	TEST_OK(err);
	assert_null(strstr(line, "1234"));
	assert_non_null(strstr(line, "\"digits\":\"****\""));

 out:
	mem_deref(line);
	return err;
}
