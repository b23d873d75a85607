/**
 * @file test_stream_record.c  Recordings side by side, paused, cut; muted
 */
#include "base/compat.h"
#include "audio.h"
#include "stream_fixture.h"
#include "test.h"

static const struct oh_stream_prm plain = { .codecv = { "PCMU" },
					    .codecc = 1 };

static int play(struct stream_pair *p, struct stream_side *s)
{
	int err = oh_stream_play(s->st, &p->tone, 1, 1, NULL);

	if (!err)
		err = stream_wait(p, s, OH_STREAM_PLAYED, 0);
	return err ? err : s->lastv[OH_STREAM_PLAYED].err;
}

static int close_side(struct stream_pair *p, struct stream_side *s)
{
	oh_stream_close(s->st);

	return stream_wait(p, s, OH_STREAM_CLOSED, 0);
}

/* The call as a whole, and beside it a message: them alone */
int test_stream_record_two_at_a_time(void)
{
	int16_t *sampv = NULL;
	char call[300], message[300];
	double tonev[2];
	struct stream_pair p;
	size_t n;

	TEST_OK(stream_pair_init(&p, &plain, &plain));
	str_ncpy(call, temp_path(&p.temp, "call.wav"), sizeof(call));
	str_ncpy(message, temp_path(&p.temp, "message.wav"), sizeof(message));
	TEST_OK(oh_stream_record(p.a.st, call));
	TEST_OK(oh_stream_record_message(p.a.st, message, false));
	TEST_ERR(oh_stream_record_message(p.a.st, message, false), EEXIST);
	TEST_OK(play(&p, &p.a));
	oh_stream_message_stop(p.a.st, 0);
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_RECORDED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_RECORDED].err);
	assert_int_equal(p.a.lastv[OH_STREAM_RECORDED].index,
			 OH_STREAM_TAPE_MESSAGE);
	TEST_OK(stream_read_channel(message, RATE_HZ, 1, 0, &sampv, &n));
	assert_in_range(n, TONE_MS * 8 - 400, TONE_MS * 8 + 3200);
	assert_true(stream_best_tone(sampv, n, RATE_HZ, TONE_HZ) < 0.1);

	/* The call goes on, and another message is they who speak. */
	str_ncpy(message, temp_path(&p.temp, "second.wav"), sizeof(message));
	TEST_OK(oh_stream_record_message(p.a.st, message, false));
	TEST_OK(play(&p, &p.b));
	TEST_OK(stream_settle(&p, &p.a));
	TEST_OK(close_side(&p, &p.a));
	assert_int_equal(p.a.countv[OH_STREAM_RECORDED], 3);
	TEST_OK(p.a.lastv[OH_STREAM_RECORDED].err);
	stream_read_recording(call, RATE_HZ, tonev, NULL);
	assert_true(tonev[0] > 0.9 && tonev[1] > 0.9);
	mem_deref(sampv);
	sampv = NULL;
	TEST_OK(stream_read_channel(message, RATE_HZ, 1, 0, &sampv, &n));
	assert_true(stream_best_tone(sampv, n, RATE_HZ, TONE_HZ) > 0.9);
 out:
	mem_deref(sampv);
	stream_pair_reset(&p);
	return 0;
}

/* What is said in a pause is not there, nor is the time it took. */
int test_stream_record_pause(void)
{
	struct stream_pair p;
	double tonev[2];
	char path[300];
	sf_count_t n;

	TEST_OK(stream_pair_init(&p, &plain, &plain));
	str_ncpy(path, temp_path(&p.temp, "call.wav"), sizeof(path));
	TEST_OK(oh_stream_record(p.a.st, path));
	oh_stream_pause_recording(p.a.st, true);
	TEST_OK(stream_settle(&p, &p.a));
	for (int i = 0; i < 3; i++)
		TEST_OK(play(&p, &p.a));
	TEST_OK(close_side(&p, &p.a));
	TEST_OK(p.a.lastv[OH_STREAM_RECORDED].err);
	assert_true(p.a.lastv[OH_STREAM_RECORDED].ok);
	stream_read_recording(path, RATE_HZ, tonev, &n);
	assert_true(tonev[0] < 0.1);
	assert_in_range(n, 0, 2 * TONE_MS * 8);
 out:
	stream_pair_reset(&p);
	return 0;
}

/* It goes on in its place; the next recording does not begin paused. */
int test_stream_record_resume(void)
{
	struct stream_pair p;
	double tonev[2];
	char path[300];
	sf_count_t n;

	TEST_OK(stream_pair_init(&p, &plain, &plain));
	str_ncpy(path, temp_path(&p.temp, "call.wav"), sizeof(path));
	TEST_OK(oh_stream_record(p.b.st, path));
	oh_stream_pause_recording(p.b.st, true);
	TEST_OK(stream_settle(&p, &p.b));
	TEST_OK(play(&p, &p.a));
	TEST_OK(play(&p, &p.a));
	oh_stream_pause_recording(p.b.st, false);
	TEST_OK(play(&p, &p.a));
	TEST_OK(stream_settle(&p, &p.b));
	oh_stream_record_stop(p.b.st);
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_RECORDED, 0));
	TEST_OK(p.b.lastv[OH_STREAM_RECORDED].err);
	stream_read_recording(path, RATE_HZ, tonev, &n);
	assert_true(tonev[1] > 0.9 && tonev[0] < 0.1);
	assert_in_range(n, TONE_MS * 8 - 320, 2 * TONE_MS * 8);

	oh_stream_pause_recording(p.b.st, true);
	str_ncpy(path, temp_path(&p.temp, "next.wav"), sizeof(path));
	TEST_OK(oh_stream_record(p.b.st, path));
	TEST_OK(play(&p, &p.a));
	TEST_OK(stream_settle(&p, &p.b));
	TEST_OK(close_side(&p, &p.b));
	TEST_OK(p.b.lastv[OH_STREAM_RECORDED].err);
	stream_read_recording(path, RATE_HZ, tonev, &n);
	assert_true(tonev[1] > 0.9);
 out:
	stream_pair_reset(&p);
	return 0;
}

/* The end of a message is left out, more than there is: all of it. */
int test_stream_record_cut(void)
{
	static const uint32_t cutv[] = { 300, 60000 };
	int16_t *sampv = NULL;
	struct stream_pair p;
	char path[300];

	TEST_OK(stream_pair_init(&p, &plain, &plain));
	for (size_t i = 0; i < ARRAY_SIZE(cutv); i++) {
		const struct oh_stream_event *ev =
			&p.a.lastv[OH_STREAM_RECORDED];
		size_t n;

		(void)re_snprintf(path, sizeof(path), "%s/%zu.wav",
				  p.temp.dir, i);
		TEST_OK(oh_stream_record_message(p.a.st, path, false));
		TEST_OK(play(&p, &p.a));
		TEST_OK(play(&p, &p.a));
		oh_stream_message_stop(p.a.st, cutv[i]);
		TEST_OK(stream_wait(&p, &p.a, OH_STREAM_RECORDED, 0));
		TEST_OK(ev->err);
		TEST_OK(stream_read_channel(path, RATE_HZ, 1, 0, &sampv,
					    &n));
		assert_int_equal(n, (size_t)(ev->seconds * RATE_HZ + 0.5));
		assert_in_range(n, i ? 0 : 2 * TONE_MS * 8 - 300 * 8 - 320,
				i ? 0 : 2 * TONE_MS * 8 - 300 * 8 + 3200);
		mem_deref(sampv);
		sampv = NULL;
	}
 out:
	mem_deref(sampv);
	stream_pair_reset(&p);
	return 0;
}

/* Muted, packets go on and the prompt too, but it is not heard; digits are. */
int test_stream_record_muted(void)
{
	struct stream_pair p;
	struct oh_quality q;
	double tonev[2];
	char path[300];
	uint32_t before;

	TEST_OK(stream_pair_init(&p, &plain, &plain));
	str_ncpy(path, temp_path(&p.temp, "b.wav"), sizeof(path));
	TEST_OK(oh_stream_record(p.b.st, path));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_FIRST, 0));
	oh_stream_mute(p.a.st, true);
	TEST_OK(stream_settle(&p, &p.b));
	before = p.b.lastv[OH_STREAM_QUALITY].quality.rx;
	TEST_OK(play(&p, &p.a));
	assert_true(p.a.lastv[OH_STREAM_PLAYED].ok);
	TEST_OK(oh_stream_send(p.a.st, "5", 60, 60, NULL));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_DIGIT, '5'));
	TEST_OK(stream_settle(&p, &p.b));
	assert_true(p.b.lastv[OH_STREAM_QUALITY].quality.rx >
		    before + TONE_MS / 20 - 3);
	oh_stream_record_stop(p.b.st);
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_RECORDED, 0));
	TEST_OK(p.b.lastv[OH_STREAM_RECORDED].err);
	stream_read_recording(path, RATE_HZ, tonev, NULL);
	assert_true(tonev[1] < 0.1);

	oh_stream_mute(p.a.st, false);
	str_ncpy(path, temp_path(&p.temp, "loud.wav"), sizeof(path));
	TEST_OK(oh_stream_record(p.b.st, path));
	TEST_OK(play(&p, &p.a));
	TEST_OK(stream_settle(&p, &p.b));
	TEST_OK(stream_final_quality(&p, &q));
	TEST_OK(close_side(&p, &p.b));
	TEST_OK(p.b.lastv[OH_STREAM_RECORDED].err);
	stream_read_recording(path, RATE_HZ, tonev, NULL);
	assert_true(tonev[1] > 0.9);
 out:
	stream_pair_reset(&p);
	return 0;
}

/* Nobody is told who has not asked, or asks no more. */
int test_stream_record_listen(void)
{
	struct stream_pair p;

	TEST_OK(stream_pair_init(&p, &plain, &plain));
	TEST_OK(play(&p, &p.a));
	TEST_OK(stream_settle(&p, &p.b));
	assert_int_equal(p.b.countv[OH_STREAM_SPEECH], 0);
	oh_stream_listen(p.b.st, 100);
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_SPEECH, 0));
	assert_true(p.b.lastv[OH_STREAM_SPEECH].ok);
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_SPEECH, 0));
	assert_false(p.b.lastv[OH_STREAM_SPEECH].ok);
	oh_stream_listen(p.b.st, 0);
	TEST_OK(play(&p, &p.a));
	TEST_OK(stream_settle(&p, &p.b));
	assert_int_equal(p.b.countv[OH_STREAM_SPEECH], 2);
 out:
	stream_pair_reset(&p);
	return 0;
}
