/**
 * @file test_mixer.c  Who hears whom in a room, taken apart again
 */
#include "base/compat.h"
#include <math.h>
#include "audio.h"
#include "media/rtp.h"
#include "mix_fixture.h"
#include "test.h"

static double tone(const struct mix_party *p, double freq_hz)
{
	uint32_t hz = p->remote->agreed.tx.codec->rate_hz;
	size_t n = hz / 1000 * TAIL_MS;

	assert_true(p->heardc >= n);
	return audio_tone(p->heardv + p->heardc - n, n, hz, freq_hz);
}

/* Exactly those who shall be heard are heard, about equally loud: Opus makes
   of tones what it likes */
static int check(const struct mix_rig *r)
{
	if (test_or_refused(0))
		return ENOMEM;
	for (uint32_t i = 0; i < r->partyc; i++) {
		const struct mix_party *p = &r->partyv[i];
		double each = 1.0 / (double)max(strlen(p->seat.hears), 1u);

		for (uint32_t k = 0; k < r->partyc; k++) {
			bool want = strchr(p->seat.hears, 'A' + (int)k);
			double is = tone(p, mix_freqv[k]);

			if (want ? is < 0.4 * each || is > 1.8 * each
				 : is > 0.01)
				fail_msg("%c hears %c: %f of %f", 'A' + i,
					 'A' + k, is, want ? each : 0.0);
		}
	}
	return 0;
}

#define TALK    OH_ROOM_TALK
#define LISTEN  OH_ROOM_LISTEN
#define WHISPER OH_ROOM_WHISPER

static const struct mix_seat hearv[][SEATS + 1] = {
	{ { .codec = "PCMU", .hears = "BC" },
	  { .codec = "PCMU", .hears = "AC" },
	  { .codec = "PCMU", .hears = "AB" } },

	{ { .codec = "PCMA", .hears = "BCD" },
	  { .codec = "G722", .hears = "ACD" },
	  { .codec = "opus", .hears = "ABD" },
	  { .codec = "PCMU", .hears = "ABC" } },

	{ { .codec = "opus", .hears = "BC" },
	  { .codec = "opus", .hears = "AC" },
	  { .codec = "PCMU", .hears = "AB" } },

	{ { .codec = "PCMU", .hears = "B" },
	  { .codec = "PCMU", .hears = "A" },
	  { .codec = "PCMU", .hears = "AB", .role = LISTEN },
	  { .codec = "opus", .hears = "AB", .role = LISTEN },
	  { .codec = "opus", .hears = "AB", .role = LISTEN } },

	{ { .codec = "PCMU", .hears = "B" },
	  { .codec = "PCMU", .hears = "AC" },
	  { .codec = "PCMU", .hears = "AB", .role = WHISPER,
	    .to = 1 } },

	{ { .codec = "G722", .hears = "BDE" },
	  { .codec = "PCMU", .hears = "A" },
	  { .codec = "PCMA", .hears = "ABF", .role = LISTEN },
	  { .codec = "PCMU", .hears = "AB", .role = WHISPER,
	    .to = 0 },
	  { .codec = "opus", .hears = "AB", .role = WHISPER,
	    .to = 0 },
	  { .codec = "PCMU", .hears = "AB", .role = WHISPER,
	    .to = 2 } },

	{ { .codec = "PCMU", .hears = "C" },
	  { .codec = "PCMU", .hears = "AC", .mute = true },
	  { .codec = "PCMU", .hears = "A" },
	  { .codec = "PCMU", .hears = "AC", .secret = true } },

	{ { .codec = "PCMU", .hears = "BC" },
	  { .codec = "PCMU", .hears = "AC" },
	  { .codec = "PCMU", .hears = "AB" },
	  { .codec = "PCMU", .hears = "", .held = true },
	  { .codec = "PCMU", .hears = "", .they_hold = true },
	  { .codec = "PCMU", .hears = "ABC", .one_way = true } },

	{ { .codec = "PCMU", .hears = "BCD", .ptime_ms = 10 },
	  { .codec = "PCMA", .hears = "ACD", .ptime_ms = 30 },
	  { .codec = "opus", .hears = "ABD", .ptime_ms = 60 },
	  { .codec = "G722", .hears = "ABC" } },

	{ { .codec = "PCMU", .hears = "B" },
	  { .codec = "PCMU", .hears = "A" },
	  { .codec = "PCMU", .hears = "AB", .silent = true },
	  { .codec = "G722", .hears = "AB", .silent = true } },

	{ { .codec = "PCMU", .hears = "BC" },
	  { .codec = "PCMU", .hears = "AC" },
	  { .codec = "opus", .hears = "AB", .late = true } },
};

int test_mixer_who_hears_whom(void)
{
	struct mix_rig r = { .eng = NULL };

	for (size_t i = 0; i < ARRAY_SIZE(hearv); i++) {
		if (test_is_oom() && i != 1)    /* the one of all codecs */
			continue;
		TEST_OK(mix_init(&r, hearv[i]));
		mix_turns(&r, TURNS / 2);
		for (uint32_t k = 0; k < r.partyc; k++)
			r.partyv[k].ses->remote = r.partyv[k].remote;
		mix_turns(&r, TURNS);
		TEST_OK(check(&r));
		mix_reset(&r);
	}
	return 0;
 out:
	mix_reset(&r);
	return ENOMEM;
}

/* A rate is used if one speaks at it and another hears it */
int test_mixer_rate(void)
{
	static const struct {
		struct mix_seat seatv[SEATS + 1];
		uint32_t rate_hz;
	} casev[] = {
		{ { { .codec = "PCMU" }, { .codec = "PCMU" },
		    { .codec = "opus" } }, 8000 },
		{ { { .codec = "PCMU" }, { .codec = "opus" },
		    { .codec = "opus" } }, 48000 },
		{ { { .codec = "PCMU" }, { .codec = "G722" },
		    { .codec = "opus" } }, 16000 },
		{ { { .codec = "PCMU" }, { .codec = "PCMU" },
		    { .codec = "opus", .role = LISTEN },
		    { .codec = "opus", .role = LISTEN } }, 8000 },
		{ { { .codec = "PCMU" }, { .codec = "opus" },
		    { .codec = "opus", .role = LISTEN } }, 48000 },
	};
	struct mix_rig r = { .eng = NULL };

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		TEST_OK(mix_init(&r, casev[i].seatv));
		mix_turns(&r, 3);
		assert_int_equal(r.mx->rate_hz, casev[i].rate_hz);
		mix_reset(&r);
	}
	return 0;
 out:
	mix_reset(&r);
	return ENOMEM;
}

/* Too loud together is cut at full scale, and does not turn over */
int test_mixer_saturates(void)
{
	static const struct mix_seat seatv[SEATS + 1] = {
		{ .codec = "PCMU" }, { .codec = "PCMU" },
		{ .codec = "PCMU", .silent = true },
	};
	const struct mix_party *p;
	struct mix_rig r = { .eng = NULL };
	size_t n;

	TEST_OK(mix_init(&r, seatv));
	r.partyv[0].peak = r.partyv[1].peak = 32000;
	mix_turns(&r, TURNS);
	TEST_OK(test_or_refused(0));
	p = &r.partyv[2];
	n = p->heardc;
	for (size_t i = n - 8 * TAIL_MS; i < n; i++) {
		int32_t sum = r.partyv[0].heardv[i] + r.partyv[1].heardv[i];

		/* within a step of the codec */
		assert_true(abs(p->heardv[i] - max(min(sum, 32124), -32124))
			    <= 1024);
	}
	mix_reset(&r);
	return 0;
 out:
	mix_reset(&r);
	return ENOMEM;
}

/* Those who hear the same get the same bytes, encoded once */
int test_mixer_shares(void)
{
	static const struct mix_seat seatv[SEATS + 1] = {
		{ .codec = "PCMU" }, { .codec = "PCMU" },
		{ .codec = "PCMU", .role = LISTEN },
		{ .codec = "PCMU", .silent = true },
		{ .codec = "opus", .role = LISTEN },
		{ .codec = "opus", .role = LISTEN },
	};
	struct mix_rig r = { .eng = NULL };

	TEST_OK(mix_init(&r, seatv));
	mix_turns(&r, TURNS);
	TEST_OK(test_or_refused(0));
	assert_non_null(r.mx->sharev[1].codec);
	assert_null(r.mx->sharev[2].codec);
	for (uint32_t i = 2; i < r.partyc; i++)
		assert_null(r.partyv[i].ses->member->mouth.codec);
	for (uint32_t i = 0; i < 2; i++)
		assert_non_null(r.partyv[i].ses->member->mouth.codec);
	/* not in the same turn, so not of the same length */
	assert_memory_equal(r.partyv[2].heardv, r.partyv[3].heardv,
			    (r.partyv[2].heardc - 160) * 2);
	mix_reset(&r);
	return 0;
 out:
	mix_reset(&r);
	return ENOMEM;
}

int test_mixer_loses(void)
{
	static const struct mix_seat seatv[SEATS + 1] = {
		{ .codec = "PCMU", .hears = "BC" },
		{ .codec = "opus", .hears = "AC" },
		{ .codec = "G722", .hears = "AB" },
	};
	const struct oh_jitter_stat *st;
	struct mix_rig r = { .eng = NULL };

	TEST_OK(mix_init(&r, seatv));
	r.lose = 11;
	mix_turns(&r, TURNS);
	TEST_OK(test_or_refused(0));
	for (uint32_t i = 0; i < r.partyc; i++) {
		st = &r.partyv[i].ses->member->jitter.stat;
		assert_int_equal(st->made_us, 5 * 20000);
		assert_int_equal(st->late + st->misfits, 0);
		assert_int_equal(st->stretched_us + st->cut_us, 0);
		for (uint32_t k = 0; k < r.partyc; k++) {
			if (k != i)
				assert_true(tone(&r.partyv[i], mix_freqv[k]) >
					    0.3);
		}
	}
	mix_reset(&r);
	return 0;
 out:
	mix_reset(&r);
	return ENOMEM;
}

static struct oh_session *relayed(const struct mix_rig *r, uint32_t i)
{
	return r->partyv[i].ses->relay.peer;
}

/* Two are relayed, three mixed; two again in the first pause */
int test_mixer_two_are_relayed(void)
{
	static const struct mix_seat seatv[SEATS + 1] = {
		{ .codec = "PCMU" }, { .codec = "PCMU" }, { .codec = "opus" },
	};
	struct mix_rig r = { .eng = NULL };

	TEST_OK(mix_init(&r, seatv));
	assert_int_equal(r.mx->mode, OH_MIXER_MIX);
	mix_turns(&r, TURNS / 2);
	oh_mixer_leave(r.partyv[2].ses);
	mix_turns(&r, TURNS / 2);
	assert_int_equal(r.mx->mode, test_or_refused(0) ? r.mx->mode
						      : OH_MIXER_MIX);
	r.partyv[0].peak = r.partyv[1].peak = 0;
	mix_turns(&r, TURNS / 2);
	assert_int_equal(r.mx->mode, OH_MIXER_RELAY);
	assert_ptr_equal(relayed(&r, 0), r.partyv[1].ses);

	TEST_OK(mix_enter(&r, &r.partyv[2]));
	assert_int_equal(r.mx->mode, OH_MIXER_MIX);
	assert_null(relayed(&r, 0));
	oh_mixer_leave(r.partyv[2].ses);
	/* At last without one */
	r.partyv[0].peak = r.partyv[1].peak = 5000;
	mix_turns(&r, 100);
	assert_int_equal(r.mx->mode, test_or_refused(0) ? r.mx->mode
						      : OH_MIXER_MIX);
	mix_turns(&r, 100);
	assert_int_equal(r.mx->mode, OH_MIXER_RELAY);

	/* Who only listens is no party to a relay */
	r.partyv[1].seat.role = LISTEN;
	TEST_OK(mix_enter(&r, &r.partyv[1]));
	assert_int_equal(r.mx->mode, OH_MIXER_MIX);
	r.partyv[1].seat.role = TALK;
	TEST_OK(mix_enter(&r, &r.partyv[1]));
	oh_mixer_leave(r.partyv[0].ses);
	assert_int_equal(r.mx->mode, OH_MIXER_IDLE);
	assert_null(relayed(&r, 1));
	mix_reset(&r);
	return 0;
 out:
	mix_reset(&r);
	return ENOMEM;
}

/* Whoever is whispered to leaves: nobody hears it then, not even who comes
   in its place */
int test_mixer_whisper_ends(void)
{
	static const struct mix_seat seatv[SEATS + 1] = {
		{ .codec = "PCMU", .hears = "BD" },
		{ .codec = "PCMU", .hears = "AD" },
		{ .codec = "PCMU", .hears = "ABD", .role = WHISPER, .to = 1 },
		{ .codec = "PCMU", .hears = "AB" },
	};
	struct mix_rig r = { .eng = NULL };

	TEST_OK(mix_init(&r, seatv));
	mix_turns(&r, 10);
	oh_mixer_leave(r.partyv[1].ses);
	TEST_OK(mix_enter(&r, &r.partyv[1]));
	mix_turns(&r, TURNS);
	TEST_OK(check(&r));

	/* Another role in the same room keeps what was decoded */
	r.partyv[2].seat.role  = TALK;
	r.partyv[0].seat.hears = "BCD";
	r.partyv[1].seat.hears = "ACD";
	r.partyv[3].seat.hears = "ABC";
	TEST_OK(mix_enter(&r, &r.partyv[2]));
	mix_turns(&r, TURNS);
	TEST_OK(check(&r));
	assert_int_equal(r.partyv[2].ses->member->jitter.stat.made_us, 0);
	mix_reset(&r);
	return 0;
 out:
	mix_reset(&r);
	return ENOMEM;
}

/* A request to enter that was taken back before it was seen */
int test_mixer_leave_overtakes(void)
{
	static const struct mix_seat seatv[SEATS + 1] = {
		{ .codec = "PCMU" }, { .codec = "PCMU" },
	};
	struct mix_rig r = { .eng = NULL };

	TEST_OK(mix_init(&r, seatv));
	oh_mixer_leave(r.partyv[0].ses);
	r.partyv[0].ses->wish.leave_id = r.ids + 1;
	TEST_OK(mix_enter(&r, &r.partyv[0]));
	assert_null(r.partyv[0].ses->member);
	TEST_OK(mix_enter(&r, &r.partyv[0]));
	assert_non_null(r.partyv[0].ses->member);
	mix_reset(&r);
	return 0;
 out:
	mix_reset(&r);
	return ENOMEM;
}

/* ------------------------------------------------ from relay to mix, whole */

static void open_sink(struct mix_party *p)
{
	struct sa *dst = &p->ses->tx.dst;

	p->ses->fd = socket(AF_INET, SOCK_DGRAM, 0);
	p->sink    = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_true(p->ses->fd >= 0 && p->sink >= 0);
	assert_int_equal(sa_set_str(dst, "127.0.0.1", 0), 0);
	assert_int_equal(bind(p->sink, &dst->u.sa, dst->len), 0);
	dst->len = sizeof(dst->u);
	assert_int_equal(getsockname(p->sink, &dst->u.sa, &dst->len), 0);
	p->ses->tx.fresh = true;
}

/* What it got after the first silence: in one piece, and decoded */
static void drain_sink(struct mix_party *p)
{
	const struct oh_codec *codec = p->remote->agreed.tx.codec;
	struct oh_rtp rtp, last = { .seq = 0 };
	uint8_t buf[400];
	ssize_t n;

	for (; (n = recv(p->sink, buf, sizeof(buf), 0)) > 0; last = rtp) {
		size_t room = HEARD_MAX - p->heardc;

		assert_int_equal(oh_rtp_decode(&rtp, buf, (size_t)n), 0);
		assert_int_equal(rtp.payload_len, 160);
		if (!p->heardc && rtp.payload[9] == rtp.payload[0])
			continue;
		if (p->heardc) {
			assert_int_equal(rtp.seq, (uint16_t)(last.seq + 1));
			assert_int_equal(rtp.ts, last.ts + 160);
			assert_false(rtp.marker);
		}
		(void)codec->dec(p->ear.dec, p->heardv + p->heardc, &room,
				 rtp.payload, rtp.payload_len);
		p->heardc += room;
	}
}

/* When a third comes the second hears the first go on with the very next
   sample, whenever that is: G.711 of what was G.711 is the same again */
int test_mixer_goes_on_from_a_relay(void)
{
	static const struct mix_seat seatv[SEATS + 1] = {
		{ .codec = "PCMU" },
		{ .codec = "PCMU", .silent = true },
	};
	const struct mix_seat third = { .codec = "PCMU", .silent = true };
	struct mix_rig r = { .eng = NULL };
	struct mix_party *b = &r.partyv[1];

	for (uint32_t at = 0; at < TICKS; at++) {
		TEST_OK(mix_init(&r, seatv));
		r.sends = true;
		for (uint32_t i = 0; i < 2; i++)
			open_sink(&r.partyv[i]);
		TEST_OK(oh_codec_find("PCMU")->dec_alloc(&b->ear.dec));
		mix_turns(&r, 10);
		for (uint32_t i = 0; i < at; i++)
			mix_tick(&r);
		TEST_OK(mix_sit(&r, &r.partyv[r.partyc], &third));
		r.partyc++;
		mix_turns(&r, 10);
		TEST_OK(test_or_refused(0));
		drain_sink(b);
		assert_true(b->heardc >= 17 * 160);
		for (size_t i = 0; i < b->heardc; i++) {
			double t = (double)i / 8000;
			double want = 5000 * sin(2 * M_PI * mix_freqv[0] * t);

			assert_true(fabs(b->heardv[i] - want) < 200);
		}
		mix_reset(&r);
		if (test_is_oom())
			break;
	}
	return 0;
 out:
	mix_reset(&r);
	return ENOMEM;
}
