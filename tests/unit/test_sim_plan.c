/**
 * @file test_sim_plan.c  The plan of the simulated network
 */
#include "base/compat.h"
#include "test.h"
#include "sim/plan.h"
#include "sim/voice.h"
#include "sim/words.h"

static const struct oh_sim_row *row_of(const struct oh_sim_plan *plan,
				       const char *text)
{
	struct oh_number number;

	assert_int_equal(oh_number_parse(&number, text, NULL, NULL), 0);

	return oh_sim_plan_find(plan, &number);
}

int test_sim_plan_default(void)
{
	static const char *const known =
		"100 101 102 103 104 105 106 110 111 112 113 114 115 116 "
		"117 118 119 120 121 122 123 124 125 126 127 128 129 130 "
		"132 133 134 135 136";
	struct oh_sim_plan *plan = NULL;
	struct oh_sim_fault fault;
	size_t rows = 0;
	int err;

	err = oh_sim_plan_alloc(&plan);
	TEST_OK(err);
	err = oh_sim_plan_add(plan, oh_sim_plan_default,
			      strlen(oh_sim_plan_default), &fault);
	TEST_OK(err);

	for (unsigned i = 100; i < 200; i++) {
		char number[32], mark[8];
		const struct oh_sim_row *row;

		snprintf(number, sizeof(number), "+14255550%u", i);
		snprintf(mark, sizeof(mark), "%u", i);
		row = row_of(plan, number);
		if (!row != !strstr(known, mark))
			fail_msg("%s: %s", number, row ? row->text : "none");
		rows += row != NULL;
	}
	assert_non_null(oh_sim_plan_at(plan, rows - 1));
	assert_null(oh_sim_plan_at(plan, rows));

 out:
	mem_deref(plan);

	return err;
}

int test_sim_plan_steps(void)
{
	static const struct {
		const char *text;
		struct oh_sim_step step;     /* the last one */
		uint32_t stepc;
	} casev[] = {
		{ "ring", { OH_SIM_RING, 0, 0, "" }, 1 },
		{ "ring 1s", { OH_SIM_RING, 1000, 0, "" }, 1 },
		{ " trying ,ring  2.5 ", { OH_SIM_RING, 2500, 0, "" }, 2 },
		{ "answer", { OH_SIM_ANSWER, 0, 0, "" }, 1 },
		{ "answer twice", { OH_SIM_ANSWER_TWICE, 0, 0, "" }, 1 },
		{ "ring 1s, answer broken, wait 1s, hangup",
		  { OH_SIM_HANGUP, 0, 0, "" }, 4 },
		{ "reject 486", { OH_SIM_REJECT, 486, 0, "" }, 1 },
		{ "progress, wait 500ms, reject 404 cause 1",
		  { OH_SIM_REJECT, 404, 1, "" }, 3 },
		{ "redirect +19005550100",
		  { OH_SIM_REDIRECT, 0, 0, "+19005550100" }, 1 },
		{ "answer, hangup cause 31",
		  { OH_SIM_HANGUP, 0, 31, "" }, 2 },
		{ "answer, say chose-*", { OH_SIM_SAY, 0, 0, "chose-*" }, 2 },
		{ "answer, play /tmp/a.wav",
		  { OH_SIM_PLAY, 0, 0, "/tmp/a.wav" }, 2 },
		{ "progress, cadence 480+620/500ms  0/0.5",
		  { OH_SIM_CADENCE, 0, 0, "480+620/500ms 0/0.5" }, 2 },
		{ "answer, press 12#", { OH_SIM_PRESS, 0, 0, "12#" }, 2 },
		{ "answer, press info 5",
		  { OH_SIM_PRESS_INFO, 0, 0, "5" }, 2 },
		{ "answer, press tones 5",
		  { OH_SIM_PRESS_TONES, 0, 0, "5" }, 2 },
		{ "answer, wait spoken", { OH_SIM_WAIT_SPOKEN, 0, 0, "" }, 2 },
		{ "answer, wait key 12",
		  { OH_SIM_WAIT_KEY, 0, 0, "12" }, 2 },
		{ "impair 10% 40ms", { OH_SIM_IMPAIR, 10, 40, "" }, 1 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		const struct oh_sim_step *want = &casev[i].step, *got;
		struct oh_sim_row row;
		char why[OH_SIM_WHY_SIZE] = "";

		if (oh_sim_words_parse(&row, casev[i].text, why, sizeof(why)))
			fail_msg("%s: %s", casev[i].text, why);
		assert_int_equal(row.stepc, casev[i].stepc);
		got = &row.stepv[row.stepc - 1];
		assert_string_equal(oh_sim_words_name(got->word),
				    oh_sim_words_name(want->word));
		assert_int_equal(got->value, want->value);
		assert_int_equal(got->extra, want->extra);
		assert_string_equal(got->arg, want->arg);
	}

	return 0;
}

static const struct {
	const char *text;
	uint32_t line;
	const char *why;
} faultv[] = {
	{ "# fine\n\n+14255550100 answr\n", 3,
	  "no such step: \"answr\"" },
	{ "+14255550100", 1, "a step is missing" },
	{ "+14255550100 answer,,hangup", 1, "a step is missing" },
	{ "hello answer", 1,
	  "no number: \"hello\" (write +14255550100)" },
	{ "1111111 answer", 1,
	  "no number: \"1111111\" (write +14255550100)" },
	{ "+14255550100 say hello", 1,
	  "\"say\" cannot come here: the call is not answered yet" },
	{ "+14255550100 answer, ring", 1,
	  "\"ring\" cannot come here: "
	  "the call is answered before it" },
	{ "+14255550100 answer, hangup, say hello", 1,
	  "\"say\" cannot come here: the call is over before it" },
	{ "+14255550100 answer broken, echo", 1,
	  "\"echo\" cannot come here: there is no audio" },
	{ "+14255550100 ring 1 s", 1, "write \"ring [TIME]\"" },
	{ "+14255550100 ring -1", 1, "write \"ring [TIME]\"" },
	{ "+14255550100 reject 200", 1,
	  "write \"reject STATUS [cause N]\"" },
	{ "+14255550100 reject 404 cause 128", 1,
	  "write \"reject STATUS [cause N]\"" },
	{ "+14255550100 answer, say nothing", 1,
	  "write \"say VOICE\"" },
	{ "+14255550100 answer, press x", 1,
	  "write \"press DIGITS\"" },
	{ "+14255550100 answer, tone 1004", 1,
	  "write \"tone HZ[+HZ]/TIME ...\"" },
	{ "+14255550100 answer, tone 1+2+3/1s", 1,
	  "write \"tone HZ[+HZ]/TIME ...\"" },
	{ "+14255550100 impair 10 40ms", 1,
	  "write \"impair LOSS% JITTER\"" },
	{ "+14255550100 answer\a", 1, "not text" },
};

int test_sim_plan_faults(void)
{
	struct oh_sim_plan *plan = NULL;
	int err;

	err = oh_sim_plan_alloc(&plan);
	TEST_OK(err);

	for (size_t i = 0; i < ARRAY_SIZE(faultv); i++) {
		struct oh_sim_fault fault;

		err = oh_sim_plan_add(plan, faultv[i].text,
				      strlen(faultv[i].text), &fault);
		assert_int_equal(err, EBADMSG);
		assert_string_equal(fault.why, faultv[i].why);
		assert_int_equal(fault.line, faultv[i].line);
	}
	err = 0;
	assert_null(oh_sim_plan_at(plan, 0));

 out:
	mem_deref(plan);

	return err;
}

/* A later row replaces an earlier one; rows are sorted; there is an end */
int test_sim_plan_replace(void)
{
	struct oh_sim_plan *plan = NULL;
	struct oh_sim_fault fault;
	char line[64];
	int err;

	err = oh_sim_plan_alloc(&plan);
	TEST_OK(err);

	for (int i = OH_SIM_ROWS_MAX; i > 0; i--) {
		int n = snprintf(line, sizeof(line), "+1425556%04d ring", i);

		err = oh_sim_plan_add(plan, line, (size_t)n, &fault);
		TEST_OK(err);
	}
	assert_string_equal(oh_sim_plan_at(plan, 0)->number.text,
			    "+14255560001");

	err = oh_sim_plan_add(plan, "+14255560007 reject 603\r\n", 25, &fault);
	TEST_OK(err);
	assert_string_equal(row_of(plan, "+14255560007")->text, "reject 603");
	assert_string_equal(row_of(plan, "+14255560008")->text, "ring");

	err = oh_sim_plan_add(plan, "+14255559999 ring", 17, &fault);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ERANGE);
	assert_string_equal(fault.why, "more than 4096 numbers");
	err = 0;

 out:
	mem_deref(plan);

	return err;
}

int test_sim_plan_file(void)
{
	char path[] = "/tmp/offhook-test-plan-XXXXXX";
	int fd = mkstemp(path);
	static const char text[] =
		"# mine\n+442079460000 ring 2s, answer\nx\n";
	struct oh_sim_plan *plan = NULL;
	struct oh_sim_fault fault;
	int err;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, sizeof(text) - 1),
			 sizeof(text) - 1);
	close(fd);

	err = oh_sim_plan_alloc(&plan);
	TEST_OK(err);

	err = oh_sim_plan_load(plan, path, &fault);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EBADMSG);
	assert_int_equal(fault.line, 3);
	assert_int_equal(row_of(plan, "+442079460000")->stepc, 2);

	err = oh_sim_plan_load(plan, "/nowhere/plan", &fault);
	assert_int_equal(err, ENOENT);
	assert_int_equal(fault.line, 0);
	assert_string_equal(fault.why, "No such file or directory");
	err = 0;

 out:
	unlink(path);
	mem_deref(plan);

	return err;
}

int test_sim_plan_tones(void)
{
	struct oh_tone tonev[OH_SIM_TONES_MAX];
	size_t n;

	assert_int_equal(oh_sim_words_tones(tonev, &n,
					    "480+620/500ms 0/0.25"), 0);
	assert_int_equal(n, 2);
	assert_int_equal(tonev[0].freq_hz[0], 480);
	assert_int_equal(tonev[0].freq_hz[1], 620);
	assert_int_equal(tonev[0].ms, 500);
	assert_int_equal(tonev[1].freq_hz[0], 0);
	assert_int_equal(tonev[1].ms, 250);

	assert_int_equal(oh_sim_words_tones(tonev, &n, ""), EBADMSG);
	assert_int_equal(oh_sim_words_tones(tonev, &n, "4000/1s"), ERANGE);
	assert_int_equal(oh_sim_words_tones(tonev, &n, "400/0"), ERANGE);

	return 0;
}

/* The recordings are WAV files of 8 kHz, and as long as the plan says */
int test_sim_plan_voices(void)
{
	const struct oh_sim_voice *v;
	size_t n = 0;

	for (; (v = oh_sim_voice_at(n)); n++) {
		static const uint8_t rate[] = { 0x40, 0x1f, 0, 0 };

		assert_true(v->end - v->data > 44 + 8000);
		assert_memory_equal(v->data, "RIFF", 4);
		assert_memory_equal(v->data + 24, rate, 4);
		assert_ptr_equal(oh_sim_voice_find(v->name), v);
	}
	assert_int_equal(n, 6);
	v = oh_sim_voice_find("greeting");
	assert_int_equal(v->end - v->data, 44 + 4 * 8000 * 2);
	assert_null(oh_sim_voice_find("nobody"));

	return 0;
}
