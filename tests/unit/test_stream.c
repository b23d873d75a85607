/**
 * @file test_stream.c  Two engines on loopback: prompts, digits, recordings
 */
#include "base/compat.h"
#include "audio.h"
#include "stream_fixture.h"
#include "test.h"

int test_stream_prompt_and_digits(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	const struct oh_quality *q;
	struct stream_pair p;
	uint32_t id;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, &id));
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	assert_true(p.a.lastv[OH_STREAM_PLAYED].ok);
	assert_int_equal(p.a.lastv[OH_STREAM_PLAYED].id, id);
	assert_int_equal(p.a.countv[OH_STREAM_PROMPT], 1);
	assert_int_equal(p.b.countv[OH_STREAM_FIRST], 1);

	TEST_OK(oh_stream_send(p.a.st, "1123#", 60, 60, &id));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_DIGIT, '#'));
	assert_string_equal(p.b.digits, "1123#");

	oh_stream_close(p.b.st);
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_CLOSED, 0));
	q = &p.b.lastv[OH_STREAM_CLOSED].quality;
	assert_true(q->rx > TONE_MS / 20);
	assert_int_equal(q->lost, 0);
	assert_int_equal(q->dropped, 0);
	assert_true(q->mos > 4.0);
 out:
	stream_pair_reset(&p);
	return 0;
}

/* a plays, b sends silence: each hears it in its own channel. */
int test_stream_records_both_sides(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMA" }, .codecc = 1 };
	char patha[300], pathb[300];
	double av[2], bv[2];
	sf_count_t na, nb;
	struct stream_pair p;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	str_ncpy(patha, temp_path(&p.temp, "a.wav"), sizeof(patha));
	str_ncpy(pathb, temp_path(&p.temp, "b.wav"), sizeof(pathb));
	TEST_OK(oh_stream_record(p.a.st, patha));
	TEST_OK(oh_stream_record(p.b.st, pathb));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	oh_stream_record_stop(p.a.st);
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_RECORDED, 0));
	oh_stream_close(p.b.st);
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_CLOSED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_RECORDED].err);
	TEST_OK(p.b.lastv[OH_STREAM_RECORDED].err);
	assert_int_equal(p.b.countv[OH_STREAM_RECORDED], 1);

	stream_read_recording(patha, RATE_HZ, av, &na);
	stream_read_recording(pathb, RATE_HZ, bv, &nb);
	assert_true(av[0] > 0.9 && av[1] < 0.1);
	assert_true(bv[1] > 0.9 && bv[0] < 0.1);
	assert_in_range(na, TONE_MS * 8 - 320, TONE_MS * 8 + 1600);
	assert_in_range(nb, TONE_MS * 8 - 320, TONE_MS * 8 + 1600);
 out:
	stream_pair_reset(&p);
	return 0;
}

/* Held, nothing goes out and the prompt waits; resumed, it goes on. */
int test_stream_prompt_waits_while_held(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
					   .silence_ms = 100 };
	struct oh_stream_info info;
	struct stream_pair p;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PROMPT, 0));

	oh_stream_hold(p.b.st, true);
	TEST_OK(stream_negotiate(&p.b, &p.a));
	oh_stream_info(p.a.st, &info);
	assert_true(info.hold_remote);
	oh_stream_info(p.b.st, &info);
	assert_true(info.hold_local);
	/* b hears nothing, and does not mind: it said so itself */
	oh_stream_ask_quality(p.b.st);
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_QUALITY, 0));
	assert_int_equal(p.a.countv[OH_STREAM_PLAYED], 0);

	oh_stream_hold(p.b.st, false);
	TEST_OK(stream_negotiate(&p.b, &p.a));
	oh_stream_info(p.a.st, &info);
	assert_false(info.hold_remote);
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	assert_true(p.a.lastv[OH_STREAM_PLAYED].ok);
	assert_int_equal(p.a.lastv[OH_STREAM_PLAYED].seconds * 1000 + 0.5,
			 TONE_MS);
 out:
	stream_pair_reset(&p);
	return 0;
}

/* No telephone-event on one side: tones, and the other side hears them. */
int test_stream_digits_in_band(void)
{
	static const char *const codecv[] = { "PCMU", "G722", "opus" };

	for (size_t i = 0; i < ARRAY_SIZE(codecv); i++) {
		struct oh_stream_prm prm = { .codecv = { codecv[i] },
					     .codecc = 1,
					     .dtmf = OH_DTMF_INBAND };
		struct oh_stream_info info;
		struct stream_pair p;

		TEST_OK(stream_pair_init(&p, &prm, &prm));
		oh_stream_info(p.a.st, &info);
		assert_int_equal(info.dtmf, OH_DTMF_INBAND);
		TEST_OK(oh_stream_send(p.a.st, "w4#", 60, 60, NULL));
		TEST_OK(stream_wait(&p, &p.b, OH_STREAM_DIGIT, '#'));
		assert_string_equal(p.b.digits, "4#");
		assert_int_equal(p.b.lastv[OH_STREAM_DIGIT].dtmf,
				 OH_DTMF_INBAND);
		TEST_OK(stream_wait(&p, &p.a, OH_STREAM_SENT, 0));
		assert_true(p.a.lastv[OH_STREAM_SENT].ok);
 out:
		stream_pair_reset(&p);
	}
	return 0;
}

/* What b sends back is heard and recorded by a, in every codec. */
int test_stream_echo(void)
{
	static const struct {
		const char *codec;
		int rate_hz;
	} casev[] = { { "PCMA", 8000 }, { "G722", 16000 }, { "opus", 16000 } };

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct oh_stream_prm prm = { .codecv = { casev[i].codec },
					     .codecc = 1 };
		struct stream_pair p;
		char path[300];
		double tonev[2];

		TEST_OK(stream_pair_init(&p, &prm, &prm));
		str_ncpy(path, temp_path(&p.temp, "echo.wav"), sizeof(path));
		oh_stream_echo(p.b.st, true);
		TEST_OK(oh_stream_record(p.a.st, path));
		TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
		TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
		TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
		oh_stream_close(p.a.st);
		TEST_OK(stream_wait(&p, &p.a, OH_STREAM_CLOSED, 0));
		TEST_OK(p.a.lastv[OH_STREAM_RECORDED].err);
		stream_read_recording(path, casev[i].rate_hz, tonev, NULL);
		if (tonev[0] < 0.8 || tonev[1] < 0.8)
			fail_msg("%s: %f %f", casev[i].codec, tonev[0],
				 tonev[1]);
 out:
		stream_pair_reset(&p);
	}
	return 0;
}

int test_stream_speech(void)
{
	struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
				     .speech_ms = 100 };
	const struct oh_stream_event *ev;
	uint64_t on_us;
	struct stream_pair p;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	ev = &p.b.lastv[OH_STREAM_SPEECH];
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_SPEECH, 0));
	assert_true(ev->ok);
	on_us = ev->mono_us;
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_SPEECH, 0));
	assert_false(ev->ok);
	/* Less the onset, plus the hang-over, on a machine that is busy */
	assert_in_range((ev->mono_us - on_us) / 1000, TONE_MS, TONE_MS + 400);
	assert_int_equal(p.a.countv[OH_STREAM_SPEECH], 0);
 out:
	stream_pair_reset(&p);
	return 0;
}

int test_stream_silence_is_told(void)
{
	/* who is sent to all the while: a busy machine may make it wait */
	struct oh_stream_prm patient = { .codecv = { "PCMU" }, .codecc = 1,
					 .silence_ms = 600 };
	struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
				     .silence_ms = 60 };
	struct stream_pair p;

	TEST_OK(stream_pair_init(&p, &patient, &prm));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_FIRST, 0));
	oh_stream_quiet(p.a.st, true);
	while (p.b.lastv[OH_STREAM_SILENT].seconds < 1.0)
		TEST_OK(stream_wait(&p, &p.b, OH_STREAM_SILENT, 0));
	assert_true(p.b.countv[OH_STREAM_SILENT] > 1);
	assert_int_equal(p.a.countv[OH_STREAM_SILENT], 0);
 out:
	stream_pair_reset(&p);
	return 0;
}

/* A play is replaced; a stop reaches the one that was asked for before it,
   and not the one after. */
int test_stream_stop_and_replace(void)
{
	struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	const struct oh_stream_event *ev;
	uint32_t first, second, third;
	struct stream_pair p;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	ev = &p.a.lastv[OH_STREAM_PLAYED];
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 0, &first));
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PROMPT, 0));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 0, &second));
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
	assert_int_equal(ev->id, first);
	assert_false(ev->ok);
	assert_int_equal(ev->err, 0);

	oh_stream_stop(p.a.st);
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 2, &third));
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
	assert_int_equal(ev->id, second);
	assert_false(ev->ok);
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
	assert_int_equal(ev->id, third);
	TEST_OK(ev->err);
	assert_true(ev->ok);
	assert_int_equal(ev->seconds * 1000 + 0.5, 2 * TONE_MS);
 out:
	stream_pair_reset(&p);
	return 0;
}

/* The codec changes under a prompt: it goes on where it was. */
int test_stream_codec_change(void)
{
	struct oh_stream_prm prm = { .codecv = { "PCMU", "G722" },
				     .codecc = 2 };
	struct oh_stream_info info;
	struct stream_side c = { .eng = NULL };
	struct stream_pair p;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	prm.codecv[0] = "G722";
	prm.codecc = 1;
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PROMPT, 0));
	TEST_OK(stream_side_init(&c, &p, &prm));
	TEST_OK(stream_negotiate(&c, &p.a));
	oh_stream_info(p.a.st, &info);
	assert_string_equal(info.codec, "G722/8000");
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	assert_true(p.a.lastv[OH_STREAM_PLAYED].ok);
	assert_int_equal(p.a.lastv[OH_STREAM_PLAYED].seconds * 1000 + 0.5,
			 TONE_MS);
	assert_int_equal(c.countv[OH_STREAM_FIRST], 1);
 out:
	mem_deref(c.st);
	mem_deref(c.eng);
	stream_pair_reset(&p);
	return 0;
}

int test_stream_ptimes(void)
{
	static const uint32_t ptimev[] = { 10, 20, 30, 60 };

	for (size_t i = 0; i < ARRAY_SIZE(ptimev); i++) {
		struct oh_stream_prm prm = { .codecv = { "PCMU" },
					     .codecc = 1,
					     .ptime_ms = ptimev[i] };
		struct oh_stream_info info;
		struct oh_quality q;
		struct stream_pair p;

		TEST_OK(stream_pair_init(&p, &prm, &prm));
		oh_stream_info(p.a.st, &info);
		assert_int_equal(info.ptime_ms, ptimev[i]);
		TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
		TEST_OK(oh_stream_send(p.a.st, "9", 60, 60, NULL));
		TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
		TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
		TEST_OK(stream_final_quality(&p, &q));
		assert_string_equal(p.b.digits, "9");
		assert_in_range(q.tx, TONE_MS / ptimev[i],
				(TONE_MS + 1000) / ptimev[i]);
 out:
		stream_pair_reset(&p);
	}
	return 0;
}

static void on_event_then_gone(const struct oh_stream_event *ev, void *arg)
{
	struct stream_pair *p = arg;

	if (ev->type != OH_STREAM_PROMPT)
		return;
	/* The engine as well: the stream's was the last reference. */
	p->a.eng = mem_deref(p->a.eng);
	p->a.st  = mem_deref(p->a.st);
	p->done  = true;
}

int test_stream_released_in_its_handler(void)
{
	struct sa laddr;
	struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
				     .h = on_event_then_gone };
	struct oh_stream_prm plain = prm;
	struct stream_pair p = { .done = false };

	temp_make(&p.temp);
	prm.arg   = &p;
	prm.laddr = &laddr;
	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	TEST_OK(oh_prompts_alloc(&p.prompts));
	TEST_OK(stream_tone(&p, TONE_MS));
	TEST_OK(oh_engine_alloc(&p.a.eng, NULL));
	TEST_OK(oh_stream_alloc(&p.a.st, p.a.eng, &prm));
	TEST_OK(stream_side_init(&p.b, &p, &plain));
	TEST_OK(stream_negotiate(&p.a, &p.b));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 0, NULL));
	TEST_OK(test_loop_until(&p.done, DEADLINE_MS));
 out:
	stream_pair_reset(&p);
	return 0;
}

int test_stream_refuses(void)
{
	static const char *const badv[] = { "", "x", "12a", "1 2" };
	struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
				     .dtmf = OH_DTMF_INFO };
	struct stream_side s = { .eng = NULL };
	struct oh_stream_info info;
	struct stream_pair p;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	TEST_ERR(oh_stream_send(p.a.st, "1", 0, 0, NULL), ENOTSUP);
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++)
		TEST_ERR(oh_stream_send(p.a.st, badv[i], 0, 0, NULL), EINVAL);
	TEST_ERR(oh_stream_play(p.a.st, &p.tone, 0, 1, NULL), EINVAL);
	TEST_ERR(oh_stream_record(p.a.st, "/nowhere/at/all.wav"), ENOENT);
	TEST_ERR(oh_stream_answered(p.a.st, "junk", 4), EBADMSG);
	oh_stream_info(p.a.st, &info);
	assert_string_equal(info.codec, "PCMU/8000");

	oh_stream_close(p.a.st);
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_CLOSED, 0));
	TEST_ERR(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL), ENOTCONN);
	oh_stream_close(p.a.st);
	oh_stream_stop(p.a.st);
	oh_stream_ask_quality(p.a.st);

	prm.ptime_ms = 25;
	TEST_ERR(stream_side_init(&s, &p, &prm), EINVAL);
	s.eng = mem_deref(s.eng);
	prm.ptime_ms = 20;
	prm.codecv[0] = "G729";
	TEST_ERR(stream_side_init(&s, &p, &prm), ENOENT);
 out:
	mem_deref(s.st);
	mem_deref(s.eng);
	stream_pair_reset(&p);
	return 0;
}
