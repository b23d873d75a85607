/**
 * @file test_secret.c  Keys that are secret leave no trace
 */
#include "base/compat.h"
#include <stdatomic.h>
#include "audio.h"
#include "media/engine.h"
#include "media/rtp.h"
#include "stream_fixture.h"
#include "test.h"

enum { PACKETS_MAX = 4096, EVENT_BYTES = 4, HIDDEN = 0xff };

/* What a trace has seen: of each event the number, of audio whether there
   was any. Filled on the media thread, read when that is gone. */
struct seen {
	unsigned eventv[256];
	unsigned audio;
	unsigned loud;
};

static void on_trace(bool tx, const struct sockaddr_storage *src,
		     const struct sockaddr_storage *dst, const uint8_t *data,
		     size_t len, void *arg)
{
	struct seen *seen = arg;
	struct oh_rtp rtp;

	(void)src;
	(void)dst;
	if (tx || oh_rtp_decode(&rtp, data, len))
		return;
	if (rtp.payload_len == EVENT_BYTES) {
		seen->eventv[rtp.payload[0]]++;
		return;
	}
	seen->audio++;
	for (size_t i = 0; i < rtp.payload_len; i++) {
		if ((rtp.payload[i] | 0x80) != 0xff) {
			seen->loud++;
			break;
		}
	}
}

static int pair_init(struct stream_pair *p, const struct oh_stream_prm *prm,
		     const struct oh_engine_prm *eprm)
{
	int err;

	memset(p, 0, sizeof(*p));
	temp_make(&p->temp);
	err = oh_prompts_alloc(&p->prompts);
	if (!err)
		err = stream_tone(p, TONE_MS);
	if (!err)
		err = stream_side_init(&p->a, p, prm);
	p->b.eprm = eprm;
	if (!err)
		err = stream_side_init(&p->b, p, prm);
	return err ? err : stream_negotiate(&p->a, &p->b);
}

/* As a gather does: on before the keys, off as soon as the last is heard,
   while that is still down. Then one that is no secret. */
static int press(struct stream_pair *p)
{
	int err;

	oh_stream_mute_recording(p->b.st, true);
	err = oh_stream_send(p->a.st, "w55", 400, 60, NULL);
	for (int i = 0; i < 2 && !err; i++)
		err = stream_wait(p, &p->b, OH_STREAM_DIGIT, '5');
	oh_stream_mute_recording(p->b.st, false);
	if (!err)
		err = stream_wait(p, &p->a, OH_STREAM_SENT, 0);
	if (!err)
		err = oh_stream_send(p->a.st, "w7", 200, 60, NULL);
	if (!err)
		err = stream_wait(p, &p->b, OH_STREAM_DIGIT, '7');
	if (!err)
		err = stream_wait(p, &p->a, OH_STREAM_SENT, 0);
	return err ? err : stream_settle(p, &p->b);
}

int test_secret_events_are_not_traced(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	struct seen seen = { .audio = 0 };
	const struct oh_engine_prm eprm = { .traceh = on_trace,
					    .tracearg = &seen };
	struct stream_pair p;

	TEST_OK(pair_init(&p, &prm, &eprm));
	TEST_OK(press(&p));
	p.b.st  = mem_deref(p.b.st);
	p.b.eng = mem_deref(p.b.eng);
	assert_string_equal(p.b.digits, "557");
	assert_int_equal(seen.eventv[5], 0);
	assert_in_range(seen.eventv[HIDDEN], 20, PACKETS_MAX);
	assert_in_range(seen.eventv[7], 8, PACKETS_MAX);
 out:
	stream_pair_reset(&p);
	return 0;
}

/* Tones are neither recorded nor traced, to their end. */
int test_secret_tones_are_not_recorded(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
					   .dtmf = OH_DTMF_INBAND };
	struct seen seen = { .audio = 0 };
	const struct oh_engine_prm eprm = { .traceh = on_trace,
					    .tracearg = &seen };
	int16_t *sampv = NULL;
	struct stream_pair p;
	char path[300];
	size_t n;

	if (test_is_oom())
		return 0;       /* nothing is allocated but in the other */
	TEST_OK(pair_init(&p, &prm, &eprm));
	str_ncpy(path, temp_path(&p.temp, "b.wav"), sizeof(path));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_FIRST, 0));
	TEST_OK(oh_stream_record(p.b.st, path));
	TEST_OK(press(&p));
	p.b.st  = mem_deref(p.b.st);
	p.b.eng = mem_deref(p.b.eng);
	assert_string_equal(p.b.digits, "557");
	TEST_OK(stream_read_channel(path, RATE_HZ, 2, 1, &sampv, &n));
	/* 5: 770 and 1336 Hz; 7: 852 and 1209 Hz */
	assert_true(stream_best_tone(sampv, n, RATE_HZ, 1336) < 0.1);
	assert_true(stream_best_tone(sampv, n, RATE_HZ, 1209) > 0.4);
	/* The seven lasts ten packets, twice the five forty. */
	assert_in_range(seen.loud, 6, 12);
	assert_in_range(seen.audio, 50, PACKETS_MAX);
 out:
	mem_deref(sampv);
	stream_pair_reset(&p);
	return 0;
}
