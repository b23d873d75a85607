/**
 * @file test_sim_call.c  Calls to numbers of the simulated network
 */
#include "sim_fixture.h"

enum { SOON_MS = 3000, LATER_MS = 9000 };

/* These last as long as real calls do: once is enough */
#define SKIP_IN_OOM() do { if (test_is_oom()) return 0; } while (0)

static int refused(const char *number, const char *words, int q850)
{
	struct sim_fixture f;
	int err;

	err = sim_fixture_open(&f, NULL);
	TEST_OK(test_or_refused(err));
	err = sim_fixture_call(&f, number);
	TEST_OK(test_or_refused(err));
	err = sim_fixture_wait(&f, "closed", SOON_MS);
	TEST_OK(test_or_refused(err));
	assert_string_equal(f.words, words);
	assert_int_equal(f.q850, q850);

 out:
	sim_fixture_close(&f);

	return test_or_refused(err);
}

int test_sim_call_busy(void)
{
	return refused("+14255550110", "closed/them/486", 0);
}

int test_sim_call_unknown(void)
{
	return refused("+14255550113", "closed/them/404", 1);
}

int test_sim_call_refusals(void)
{
	static const struct {
		const char *number;
		const char *words;
	} casev[] = {
		{ "+14255550112", "closed/them/603" },
		{ "+14255550114", "closed/them/503" },
		{ "+14255550126", "closed/them/488" },
		{ "+14255550135", "closed/them/607" },
		{ "+14255550136", "closed/them/401" },
		{ "+14255550107", "closed/them/404" },
		{ "+14255550150", "closed/them/404" },
		{ "+4930123456", "closed/them/404" },
		{ "nobody", "closed/them/404" },
		/* The same number, written as people and trunks do */
		{ "14255550110", "closed/them/486" },
		{ "0014255550110", "closed/them/486" },
		{ "01114255550110", "closed/them/486" },
		{ "4255550110", "closed/them/486" },
		{ "%2b14255550110", "closed/them/486" },
	};
	int err = 0;

	SKIP_IN_OOM();
	for (size_t i = 0; i < ARRAY_SIZE(casev) && !err; i++)
		err = refused(casev[i].number, casev[i].words, 0);

	return err;
}

int test_sim_call_redirect(void)
{
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = sim_fixture_call(&f, "+14255550123"));
	TEST_OK(err = sim_fixture_wait(&f, "closed/them/302", SOON_MS));
	assert_non_null(strstr(f.contact, "sip:+19005550100@127.0.0.1:"));
 out:
	sim_fixture_close(&f);

	return err;
}

/* 1234#, 200 ms a digit, as RFC 4733; a call's life as the network tells */
int test_sim_call_digits(void)
{
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = sim_fixture_call(&f, "+14255550103"));
	TEST_OK(err = sim_fixture_wait(&f, "digit#", SOON_MS));
	assert_string_equal(f.words, "up200 first digit1/rfc4733 "
			    "digit2/rfc4733 digit3/rfc4733 digit4/rfc4733 "
			    "digit#/rfc4733");
	TEST_OK(err = oh_leg_hangup(f.leg, 16, NULL));
	TEST_OK(err = sim_fixture_wait(&f, "ended", SOON_MS));
	assert_string_equal(f.told, "incoming:+14255550199>+14255550103 "
			    "answered ended");
 out:
	sim_fixture_close(&f);

	return err;
}

int test_sim_call_digit_by_info(void)
{
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = sim_fixture_call(&f, "+14255550133"));
	TEST_OK(err = sim_fixture_wait(&f, "info:Signal=5", SOON_MS));
 out:
	sim_fixture_close(&f);

	return err;
}

int test_sim_call_digit_in_band(void)
{
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = sim_fixture_call(&f, "+14255550134"));
	TEST_OK(err = sim_fixture_wait(&f, "digit5/inband", SOON_MS));
 out:
	sim_fixture_close(&f);

	return err;
}

/* Presses 1 when we have spoken for a second and then been silent 1.5 s */
static int press_one(const char *number)
{
	struct sim_fixture f;
	uint64_t begin;
	int err;

	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = sim_fixture_call(&f, number));
	TEST_OK(err = sim_fixture_wait(&f, "up200", SOON_MS));
	assert_memory_equal(f.words, "ringing180 up200", 16);
	begin = tmr_jiffies();
	TEST_OK(err = sim_fixture_tone(&f, 1500));
	TEST_OK(err = sim_fixture_wait(&f, "digit", LATER_MS));
	assert_non_null(strstr(f.words, "digit1/rfc4733"));
	assert_in_range(tmr_jiffies() - begin, 2800, 4500);
 out:
	sim_fixture_close(&f);

	return err;
}

int test_sim_call_press_after_speech(void)
{
	SKIP_IN_OOM();
	return press_one("+14255550100");
}

int test_sim_call_press_on_bad_line(void)
{
	SKIP_IN_OOM();
	return press_one("+14255550122");
}

/* On the bad line about every tenth packet is lost */
int test_sim_call_loss(void)
{
	struct sim_fixture f;
	unsigned rx, lost, dropped;
	const char *s;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, "+14255550160 impair 10% 40ms, "
				       "answer, tone 500/2s, hangup"));
	TEST_OK(err = sim_fixture_call(&f, "+14255550160"));
	TEST_OK(err = sim_fixture_wait(&f, "closed", LATER_MS));
	oh_stream_ask_quality(f.stream);
	TEST_OK(err = sim_fixture_wait(&f, "quality:", SOON_MS));
	s = strstr(f.words, "quality:");
	assert_int_equal(sscanf(s, "quality:%u/%u/%u", &rx, &lost, &dropped),
			 3);
	assert_in_range(rx, 75, 99);
	assert_in_range(lost, 2, 25);
 out:
	sim_fixture_close(&f);

	return err;
}

static int hear(const char *number, bool speak, double freq_hz,
		double *partp)
{
	struct sim_fixture f;
	bool never = false;
	int err;

	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = oh_stream_record(f.stream,
				       temp_path(&f.temp, "heard.wav")));
	TEST_OK(err = sim_fixture_call(&f, number));
	TEST_OK(err = sim_fixture_wait(&f, "first", SOON_MS));
	if (speak)
		TEST_OK(err = sim_fixture_tone(&f, 3000));
	if (test_loop_until(&never, 1500) == ENOMEM)
		err = ENOMEM;
	TEST_OK(err);
	TEST_OK(err = sim_fixture_heard(&f, freq_hz, 500, partp));
 out:
	sim_fixture_close(&f);

	return err;
}

int test_sim_call_tone(void)
{
	double part = 0.0;
	int err;

	SKIP_IN_OOM();
	err = hear("+14255550106", false, 1004.0, &part);
	assert_true(err || part > 0.95);

	return err;
}

int test_sim_call_echo(void)
{
	double part = 0.0;
	int err;

	SKIP_IN_OOM();
	err = hear("+14255550105", true, 1000.0, &part);
	assert_true(err || part > 0.95);

	return err;
}

/* The fork is acknowledged and hung up; the call goes on */
int test_sim_call_second_fork(void)
{
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = sim_fixture_call(&f, "+14255550127"));
	TEST_OK(err = sim_fixture_wait(&f, "the second fork was hung up",
				       SOON_MS));
	assert_non_null(strstr(f.told, "the second fork was acknowledged"));
	assert_int_equal(oh_leg_state(f.leg), OH_LEG_UP);
	TEST_OK(err = oh_leg_hangup(f.leg, 16, NULL));
	TEST_OK(err = sim_fixture_wait(&f, "closed/us", SOON_MS));
 out:
	sim_fixture_close(&f);

	return err;
}

int test_sim_call_hold(void)
{
	static const char row[] = "+14255550128 answer, wait 300ms, hold, "
				  "wait 300ms, resume";
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, row));
	TEST_OK(err = sim_fixture_call(&f, "+14255550128"));
	TEST_OK(err = sim_fixture_wait(&f, "answered held resumed",
				       LATER_MS));
	assert_non_null(strstr(f.words, "held resumed"));
 out:
	sim_fixture_close(&f);

	return err;
}

int test_sim_call_bye_with_reason(void)
{
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = sim_fixture_call(&f, "+14255550129"));
	TEST_OK(err = sim_fixture_wait(&f, "closed/them", SOON_MS));
	assert_int_equal(f.q850, 31);
 out:
	sim_fixture_close(&f);

	return err;
}

int test_sim_call_broken_sdp(void)
{
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = sim_fixture_call(&f, "+14255550132"));
	TEST_OK(err = sim_fixture_wait(&f, "up200/bad", SOON_MS));
 out:
	sim_fixture_close(&f);

	return err;
}

int test_sim_call_menu(void)
{
	struct sim_fixture f;
	uint32_t id;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = sim_fixture_call(&f, "+14255550119"));
	TEST_OK(err = sim_fixture_wait(&f, "first", SOON_MS));
	TEST_OK(err = oh_stream_send(f.stream, "52", 100, 100, &id));
	TEST_OK(err = sim_fixture_wait(&f, "closed/them", LATER_MS));
	/* Its own end the network tells once our 200 has come. */
	TEST_OK(err = sim_fixture_wait(&f, "answered digit5 digit2 ended",
				       SOON_MS));
 out:
	sim_fixture_close(&f);

	return err;
}

/* Early media with SIT; its end is 404 */
int test_sim_call_announcement(void)
{
	static const char row[] = "+14255550115 progress, tone 950/330ms "
				  "1400/330ms 1800/330ms, reject 404";
	struct sim_fixture f;
	double part = 0.0;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, row));
	TEST_OK(err = oh_stream_record(f.stream,
				       temp_path(&f.temp, "heard.wav")));
	TEST_OK(err = sim_fixture_call(&f, "+14255550115"));
	TEST_OK(err = sim_fixture_wait(&f, "closed/them/404", LATER_MS));
	assert_memory_equal(f.words, "progress183", 11);
	TEST_OK(err = sim_fixture_heard(&f, 1400.0, 200, &part));
	assert_true(part > 0.9);
 out:
	sim_fixture_close(&f);

	return err;
}

/* A stranger's packets are dropped: no digit of his, no tone of his */
int test_sim_call_attack(void)
{
	struct sim_fixture f;
	double part = 1.0;
	bool never = false;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = oh_stream_record(f.stream,
				       temp_path(&f.temp, "heard.wav")));
	TEST_OK(err = sim_fixture_call(&f, "+14255550130"));
	TEST_OK(err = sim_fixture_wait(&f, "first", SOON_MS));
	(void)test_loop_until(&never, 2500);
	assert_null(strstr(f.words, "digit"));
	TEST_OK(err = sim_fixture_heard(&f, 2000.0, 500, &part));
	assert_true(part < 0.1);
 out:
	sim_fixture_close(&f);

	return err;
}

/* Never a reply, only 100, for ever ringing: what the caller sees */
int test_sim_call_no_end(void)
{
	static const struct {
		const char *number;
		const char *wire;
		const char *words;
	} casev[] = {
		{ "+14255550124", ">INVITE >INVITE", "" },
		{ "+14255550125", ">INVITE <100", "" },
		{ "+14255550111", ">INVITE <100 <180", "ringing180" },
	};
	int err = 0;

	SKIP_IN_OOM();
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct sim_fixture f;
		bool never = false;

		err = sim_fixture_open(&f, NULL);
		if (!err)
			err = sim_fixture_call(&f, casev[i].number);
		if (!err)
			(void)test_loop_until(&never, 900);
		assert_int_equal(err, 0);
		assert_string_equal(f.words, casev[i].words);
		if (!strstr(f.wire, casev[i].wire))
			fail_msg("%s: %s", casev[i].number, f.wire);
		f.leg = mem_deref(f.leg);
		sim_fixture_close(&f);
	}

	return err;
}
