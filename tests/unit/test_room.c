/**
 * @file test_room.c  Calls in a room, on the media thread
 *
 * far x ══ in x, each far with a tone of its own and a recording of what it
 * hears; all who are in the room are of one engine.
 */
#include "base/compat.h"
#include <math.h>
#include <sndfile.h>
#include "audio.h"
#include "media/room.h"
#include "stream_fixture.h"
#include "test.h"

enum {
	CALLS     = 4,
	WINDOW_MS = 50,
	HEARD_MS  = 1200,
	RX_ENOUGH = HEARD_MS / 20,
	WINDOWS   = 2 * HEARD_MS / WINDOW_MS,
	PATH_SIZE = 300,
	US        = 0,             /* channels of a recording */
	THEM      = 1,
};

static const double freqv[CALLS] = { 400, 700, 1100, 1600 };

struct hall {
	struct stream_pair p;      /* for what is common: its loop, files */
	struct oh_room *room;
	struct stream_side inv[CALLS], farv[CALLS];
	struct oh_prompt *tonev[CALLS];
};

static int side_init(struct hall *h, struct stream_side *s,
		     const struct oh_stream_prm *prm, struct oh_engine *eng)
{
	struct oh_stream_prm mine = *prm;
	struct sa laddr;

	if (!eng)
		return stream_side_init(s, &h->p, prm);
	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	mine.laddr = &laddr;
	mine.h     = stream_on_event;
	mine.arg   = s;
	s->done    = &h->p.done;
	s->eng     = mem_ref(eng);

	return oh_stream_alloc(&s->st, s->eng, &mine);
}

static int tone_init(struct hall *h, uint32_t i)
{
	static int16_t sampv[RATE_HZ];

	audio_sine(sampv, RATE_HZ, RATE_HZ, freqv[i], 5000.0);
	return oh_prompt_samples(&h->tonev[i], h->p.prompts, sampv, RATE_HZ,
				 RATE_HZ);
}

/* Not agreed yet */
static int hall_init(struct hall *h, uint32_t n, const char *codec,
		     enum oh_srtp srtp)
{
	const struct oh_stream_prm prm = { .codecv = { codec }, .codecc = 1,
					   .srtp = srtp };
	int err;

	memset(h, 0, sizeof(*h));
	temp_make(&h->p.temp);
	err = oh_prompts_alloc(&h->p.prompts);
	for (uint32_t i = 0; i < n && !err; i++) {
		err = side_init(h, &h->inv[i], &prm, h->inv[0].eng);
		if (!err)
			err = side_init(h, &h->farv[i], &prm,
					h->farv[0].eng);
		if (!err)
			err = tone_init(h, i);
	}
	if (!err)
		err = oh_room_alloc(&h->room, h->inv[0].eng);
	return err;
}

static void hall_reset(struct hall *h)
{
	mem_deref(h->room);
	for (uint32_t i = 0; i < CALLS; i++) {
		mem_deref(h->inv[i].st);
		mem_deref(h->farv[i].st);
		mem_deref(h->inv[i].eng);
		mem_deref(h->farv[i].eng);
		oh_prompt_unref(h->tonev[i]);
	}
	mem_deref(h->p.prompts);
	temp_remove(&h->p.temp);
}

static int connect_call(struct hall *h, uint32_t i)
{
	int err = stream_negotiate(&h->inv[i], &h->farv[i]);

	return err ? err : oh_stream_play(h->farv[i].st, &h->tonev[i], 1, 0,
					  NULL);
}

static const char *path_of(struct hall *h, uint32_t i, char path[PATH_SIZE])
{
	char name[16];

	(void)re_snprintf(name, sizeof(name), "%u.wav", i);
	str_ncpy(path, temp_path(&h->p.temp, name), PATH_SIZE);

	return path;
}

/* Record these ends for a while */
static int hear(struct hall *h, struct stream_side sidev[], uint32_t n)
{
	char path[PATH_SIZE];
	uint32_t rx;
	int err = 0;

	for (uint32_t i = 0; i < n && !err; i++) {
		(void)unlink(path_of(h, i, path));
		err = oh_stream_record(sidev[i].st, path);
	}
	if (!err)
		err = stream_settle(&h->p, &h->farv[0]);
	rx = h->farv[0].lastv[OH_STREAM_QUALITY].quality.rx;
	if (!err)
		err = stream_until_rx(&h->p, &h->farv[0], rx + RX_ENOUGH);
	for (uint32_t i = 0; i < n && !err; i++) {
		oh_stream_record_stop(sidev[i].st);
		err = stream_wait(&h->p, &sidev[i], OH_STREAM_RECORDED, 0);
		if (!err)
			err = sidev[i].lastv[OH_STREAM_RECORDED].err;
	}
	return err;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The middle of all windows: a busy machine spoils some */
static double tone(struct hall *h, uint32_t i, int channel, double freq_hz)
{
	static int16_t bothv[2 * RATE_HZ * 10], sampv[RATE_HZ * 10];
	const size_t window = RATE_HZ / 1000 * WINDOW_MS;
	double v[WINDOWS];
	size_t k = 0;
	SF_INFO info = { 0 };
	char path[PATH_SIZE];
	SNDFILE *sf = sf_open(path_of(h, i, path), SFM_READ, &info);
	sf_count_t n;

	assert_non_null(sf);
	assert_int_equal(info.samplerate, RATE_HZ);
	n = sf_readf_short(sf, bothv, RATE_HZ * 10);
	sf_close(sf);
	for (sf_count_t s = 0; s < n; s++)
		sampv[s] = bothv[2 * s + channel];
	for (; k < WINDOWS && (sf_count_t)((k + 1) * window) <= n; k++)
		v[k] = audio_tone(sampv + k * window, window, RATE_HZ,
				  freq_hz);
	assert_true(k > 0);
	qsort(v, k, sizeof(v[0]), compare);

	return v[k / 2];
}

/* hearsv[i]: those whom i hears, "AB". Whoever lacks memory may hear less,
   and for longer: see the mixer's own tests. */
static int check(struct hall *h, uint32_t n, const char *const hearsv[])
{
	int err = test_is_oom() ? stream_settle(&h->p, &h->inv[0])
				: hear(h, h->farv, n);

	if (err || test_is_oom())
		return err;
	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t k = 0; k < n; k++) {
			bool want = strchr(hearsv[i], 'A' + (int)k);
			double is = tone(h, i, THEM, freqv[k]);

			if (want ? is < 0.2 : is > 0.05)
				fail_msg("%c, %c: %f", 'A' + i, 'A' + k, is);
		}
	}
	return 0;
}

static int enter(struct hall *h, uint32_t i, enum oh_room_role role)
{
	return oh_room_enter(h->room, h->inv[i].st, role,
			     role == OH_ROOM_WHISPER ? h->inv[0].st : NULL);
}

/* One enters before anything is agreed, one later; one listens, one
   whispers, then talks; one leaves, one closes */
int test_room_by_content(void)
{
	static const char *const twov[]     = { "B", "A" };
	static const char *const threev[]   = { "BC", "AC", "AB" };
	static const char *const rolesv[]   = { "BD", "A", "AB", "AB" };
	static const char *const talkv[]    = { "BD", "AD", "ABD", "AB" };
	static const char *const leftv[]    = { "B", "A", "", "" };
	struct oh_quality q;
	struct hall h;

	TEST_OK(hall_init(&h, CALLS, "PCMU", OH_SRTP_REQUIRE));
	TEST_OK(enter(&h, 0, OH_ROOM_TALK));
	for (uint32_t i = 0; i < CALLS; i++)
		TEST_OK(connect_call(&h, i));
	TEST_OK(enter(&h, 1, OH_ROOM_TALK));
	TEST_OK(check(&h, 2, twov));
	TEST_OK(enter(&h, 2, OH_ROOM_TALK));
	TEST_OK(check(&h, 3, threev));
	TEST_OK(enter(&h, 2, OH_ROOM_LISTEN));
	TEST_OK(enter(&h, 3, OH_ROOM_WHISPER));
	TEST_OK(check(&h, 4, rolesv));
	TEST_OK(enter(&h, 3, OH_ROOM_TALK));
	TEST_OK(check(&h, 4, talkv));
	oh_room_leave(h.inv[2].st);
	oh_room_leave(h.inv[3].st);
	TEST_OK(check(&h, 4, leftv));

	q = h.farv[1].lastv[OH_STREAM_QUALITY].quality;
	assert_int_equal(q.lost, 0);
	assert_int_equal(q.dropped, 0);
 out:
	hall_reset(&h);
	return 0;
}

/* Digits of one are told, and no other hears of them */
int test_room_digits(void)
{
	struct hall h;

	TEST_OK(hall_init(&h, 3, "PCMU", OH_SRTP_OFF));
	for (uint32_t i = 0; i < 3; i++) {
		TEST_OK(connect_call(&h, i));
		TEST_OK(enter(&h, i, OH_ROOM_TALK));
	}
	TEST_OK(stream_wait(&h.p, &h.farv[0], OH_STREAM_FIRST, 0));
	TEST_OK(oh_stream_send(h.farv[0].st, "12#", 60, 60, NULL));
	TEST_OK(stream_wait(&h.p, &h.inv[0], OH_STREAM_DIGIT, '#'));
	TEST_OK(stream_settle(&h.p, &h.farv[1]));
	assert_string_equal(h.inv[0].digits, "12#");
	assert_string_equal(h.farv[1].digits, "");
 out:
	hall_reset(&h);
	return 0;
}

/* What is recorded of a member: left what it hears, right what it says */
int test_room_is_recorded(void)
{
	struct hall h;

	if (test_is_oom())
		return 0;
	TEST_OK(hall_init(&h, 3, "PCMU", OH_SRTP_OFF));
	for (uint32_t i = 0; i < 3; i++) {
		TEST_OK(connect_call(&h, i));
		TEST_OK(enter(&h, i, OH_ROOM_TALK));
	}
	TEST_OK(stream_until_rx(&h.p, &h.farv[2], 20));
	TEST_OK(hear(&h, h.inv, 3));
	for (uint32_t i = 0; i < 3; i++) {
		for (uint32_t k = 0; k < 3; k++) {
			double us   = tone(&h, i, US, freqv[k]);
			double them = tone(&h, i, THEM, freqv[k]);

			assert_true(k == i ? us < 0.05 : us > 0.2);
			assert_true(k == i ? them > 0.8 : them < 0.05);
		}
	}
 out:
	hall_reset(&h);
	return 0;
}

/* In a mix: what one says, and the sum of all others that it hears */
int test_room_is_metered(void)
{
	const double one_db = -19.34;       /* a sine of 5000 */
	double us, them;
	struct hall h;

	TEST_OK(hall_init(&h, 3, "PCMU", OH_SRTP_OFF));
	for (uint32_t i = 0; i < 3; i++) {
		TEST_OK(connect_call(&h, i));
		TEST_OK(enter(&h, i, OH_ROOM_TALK));
		TEST_OK(oh_stream_meter(h.inv[i].st, true));
	}
	for (uint32_t i = 0; i < 3; i++)
		TEST_OK(stream_until_heard(&h.p, &h.inv[i]));
	TEST_OK(stream_until_rx(&h.p, &h.farv[2], 20));
	oh_room_mute(h.inv[2].st, true);
	TEST_OK(stream_loudness(&h.p, &h.inv[0], &us, &them));
	for (uint32_t i = 0; i < 3 && !test_is_oom(); i++) {
		TEST_OK(stream_loudness(&h.p, &h.inv[i], &us, &them));
		if (fabs(them - one_db) > 1.0)
			fail_msg("%u: they say %.1f dBov", i, them);
		/* the third hears two, of one energy, and is not heard */
		if (fabs(us - one_db - (i == 2 ? 3.0 : 0.0)) > 1.5)
			fail_msg("%u: we say %.1f dBov", i, us);
	}
 out:
	hall_reset(&h);
	return 0;
}

/* Of two, who are relayed, one may be muted or held, too */
int test_room_of_two(void)
{
	static const char *const bothv[] = { "B", "A" };
	static const char *const onev[]  = { "", "A" };
	static const char *const nonev[] = { "", "" };
	struct hall h;

	TEST_OK(hall_init(&h, 2, "PCMU", OH_SRTP_OFF));
	for (uint32_t i = 0; i < 2; i++) {
		TEST_OK(connect_call(&h, i));
		TEST_OK(enter(&h, i, OH_ROOM_TALK));
	}
	oh_room_mute(h.inv[1].st, true);
	TEST_OK(check(&h, 2, onev));
	oh_room_mute(h.inv[1].st, false);
	TEST_OK(check(&h, 2, bothv));
	oh_stream_hold(h.inv[1].st, true);
	TEST_OK(stream_negotiate(&h.inv[1], &h.farv[1]));
	TEST_OK(check(&h, 2, nonev));
	oh_stream_hold(h.inv[1].st, false);
	TEST_OK(stream_negotiate(&h.inv[1], &h.farv[1]));
	TEST_OK(check(&h, 2, bothv));
 out:
	hall_reset(&h);
	return 0;
}

/* Its own prompt goes before the room */
int test_room_yields_to_prompts(void)
{
	static const char *const hearsv[] = { "C", "AC", "AB" };
	struct hall h;

	TEST_OK(hall_init(&h, 3, "PCMA", OH_SRTP_OFF));
	for (uint32_t i = 0; i < 3; i++) {
		TEST_OK(connect_call(&h, i));
		TEST_OK(enter(&h, i, OH_ROOM_TALK));
	}
	TEST_OK(oh_stream_play(h.inv[0].st, &h.tonev[2], 1, 0, NULL));
	TEST_OK(check(&h, 3, hearsv));
 out:
	hall_reset(&h);
	return 0;
}

/* In whatever order all goes: closing in the room, the room first, the last
   hold on the engine by the room */
int test_room_ends(void)
{
	struct hall h;

	for (int way = 0; way < 3; way++) {
		TEST_OK(hall_init(&h, 3, "PCMU", OH_SRTP_OFF));
		for (uint32_t i = 0; i < 3; i++) {
			TEST_OK(connect_call(&h, i));
			TEST_OK(enter(&h, i, OH_ROOM_TALK));
		}
		TEST_OK(stream_settle(&h.p, &h.inv[2]));
		if (way == 0)
			h.room = mem_deref(h.room);
		if (way < 2) {
			oh_stream_close(h.inv[0].st);
			TEST_OK(stream_wait(&h.p, &h.inv[0],
					    OH_STREAM_CLOSED, 0));
			TEST_OK(stream_settle(&h.p, &h.inv[2]));
		}
		for (uint32_t i = 0; way == 2 && i < 3; i++) {
			h.inv[i].st  = mem_deref(h.inv[i].st);
			h.inv[i].eng = mem_deref(h.inv[i].eng);
		}
		hall_reset(&h);
	}
	return 0;
 out:
	hall_reset(&h);
	return 0;
}

/* From room to room, and out by joining: nobody is in two places */
int test_room_changes(void)
{
	static const char *const hearsv[] = { "B", "A", "" };
	struct oh_room *other = NULL;
	struct hall h;

	TEST_OK(hall_init(&h, 3, "PCMU", OH_SRTP_OFF));
	TEST_OK(oh_room_alloc(&other, h.inv[0].eng));
	for (uint32_t i = 0; i < 3; i++)
		TEST_OK(connect_call(&h, i));
	TEST_OK(oh_stream_join(h.inv[0].st, h.inv[1].st));
	for (uint32_t i = 0; i < 3; i++) {
		TEST_OK(enter(&h, i, OH_ROOM_TALK));
		TEST_OK(oh_room_enter(other, h.inv[i].st, OH_ROOM_TALK,
				      NULL));
	}
	TEST_OK(oh_stream_join(h.inv[0].st, h.inv[1].st));
	TEST_OK(check(&h, 3, hearsv));
	/* Too late: both have left it */
	oh_room_leave(h.inv[0].st);
	TEST_OK(check(&h, 3, hearsv));
 out:
	mem_deref(other);
	hall_reset(&h);
	return 0;
}

int test_room_refuses(void)
{
	struct oh_stream *st, *to, *foreign;
	struct hall h;

	TEST_OK(hall_init(&h, 2, "PCMU", OH_SRTP_OFF));
	st      = h.inv[0].st;
	to      = h.inv[1].st;
	foreign = h.farv[0].st;
	assert_int_equal(oh_room_enter(h.room, NULL, OH_ROOM_TALK, NULL),
			 EINVAL);
	assert_int_equal(oh_room_enter(h.room, foreign, OH_ROOM_TALK, NULL),
			 EINVAL);
	assert_int_equal(oh_room_enter(h.room, st, OH_ROOM_TALK, to), EINVAL);
	assert_int_equal(oh_room_enter(h.room, st, OH_ROOM_WHISPER, NULL),
			 EINVAL);
	assert_int_equal(oh_room_enter(h.room, st, OH_ROOM_WHISPER, st),
			 EINVAL);
	assert_int_equal(oh_room_enter(h.room, st, OH_ROOM_WHISPER, foreign),
			 EINVAL);
	oh_stream_close(to);
	assert_int_equal(oh_room_enter(h.room, st, OH_ROOM_WHISPER, to),
			 ENOTCONN);
	assert_int_equal(oh_room_enter(h.room, to, OH_ROOM_TALK, NULL),
			 ENOTCONN);
	oh_room_leave(st);
	oh_room_leave(to);
	oh_room_mute(to, true);
 out:
	hall_reset(&h);
	return 0;
}
