/**
 * @file test_stream.c  Two engines on loopback: prompts, digits, recordings
 */
#include "base/compat.h"
#include <sndfile.h>
#include "audio.h"
#include "media/rtp.h"
#include "media/stream.h"
#include "temp.h"
#include "test.h"


enum {
	DEADLINE_MS = 10000,
	RATE_HZ     = 8000,
	TONE_HZ     = 1000,
	TONE_MS     = 240,     /* a multiple of every packet interval */
	LOG_MAX     = 64,
};

/* This error and no other, unless there was no memory */
#define TEST_ERR(err, want)                                            \
	do {                                                           \
		int got_ = (err);                                      \
		if (got_ == ENOMEM)                                    \
			goto out;                                      \
		assert_int_equal(got_, want);                          \
	} while (0)

/* One side of a call, and what was told about it */
struct side {
	struct oh_engine *eng;
	struct oh_stream *st;
	char digits[LOG_MAX];
	size_t digitc;
	unsigned countv[OH_STREAM_CLOSED + 1];
	struct oh_stream_event lastv[OH_STREAM_CLOSED + 1];
	enum oh_stream_event_type until;
	char digit_until;
	bool waiting;
	bool *done;
};

struct pair {
	struct temp temp;
	struct side a, b;
	struct oh_prompts *prompts;
	struct oh_prompt *tone;
	bool done;
};

static void on_event(const struct oh_stream_event *ev, void *arg)
{
	struct side *s = arg;

	s->countv[ev->type]++;
	s->lastv[ev->type] = *ev;
	if (ev->type == OH_STREAM_DIGIT && s->digitc < LOG_MAX - 1)
		s->digits[s->digitc++] = ev->digit;
	if (s->waiting && ev->type == s->until &&
	    (!s->digit_until || s->digit_until == ev->digit))
		*s->done = true;
}

static int side_init(struct side *s, struct pair *p,
		     const struct oh_stream_prm *prm)
{
	struct oh_stream_prm mine = *prm;
	struct sa laddr;
	int err;

	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	mine.laddr = &laddr;
	mine.h   = on_event;
	mine.arg = s;
	s->done  = &p->done;
	err = oh_engine_alloc(&s->eng, NULL);
	if (err)
		return err;
	return oh_stream_alloc(&s->st, s->eng, &mine);
}

/* a offers, b answers */
static int negotiate(struct side *a, struct side *b)
{
	char *offer = NULL, *answer = NULL;
	int err;

	err = oh_stream_offer(a->st, &offer);
	if (err)
		return err;
	err = oh_stream_answer(b->st, offer, strlen(offer), &answer);
	if (err)
		goto out;
	err = oh_stream_answered(a->st, answer, strlen(answer));
 out:
	mem_deref(offer);
	mem_deref(answer);
	return err;
}

static int make_tone(struct pair *p, uint32_t ms)
{
	static int16_t sampv[RATE_HZ * 10];
	size_t n = (size_t)ms * RATE_HZ / 1000;

	audio_sine(sampv, n, RATE_HZ, TONE_HZ, 8000.0);
	return oh_prompt_samples(&p->tone, p->prompts, sampv, n, RATE_HZ);
}

static int pair_init(struct pair *p, const struct oh_stream_prm *aprm,
		     const struct oh_stream_prm *bprm)
{
	int err;

	memset(p, 0, sizeof(*p));
	temp_make(&p->temp);
	err = oh_prompts_alloc(&p->prompts);
	if (err)
		return err;
	err = make_tone(p, TONE_MS);
	if (err)
		return err;
	err = side_init(&p->a, p, aprm);
	if (err)
		return err;
	err = side_init(&p->b, p, bprm);
	if (err)
		return err;
	return negotiate(&p->a, &p->b);
}

static void pair_reset(struct pair *p)
{
	mem_deref(p->a.st);
	mem_deref(p->b.st);
	mem_deref(p->a.eng);
	mem_deref(p->b.eng);
	oh_prompt_unref(p->tone);
	mem_deref(p->prompts);
	temp_remove(&p->temp);
}

static int wait_for(struct pair *p, struct side *s,
		    enum oh_stream_event_type type, char digit)
{
	int err;

	s->until = type;
	s->digit_until = digit;
	s->waiting = true;
	p->done = false;
	err = test_loop_until(&p->done, DEADLINE_MS);
	s->waiting = false;

	return err;
}

int test_stream_prompt_and_digits(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	const struct oh_quality *q;
	struct pair p;
	uint32_t id;

	TEST_OK(pair_init(&p, &prm, &prm));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, &id));
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	assert_true(p.a.lastv[OH_STREAM_PLAYED].ok);
	assert_int_equal(p.a.lastv[OH_STREAM_PLAYED].id, id);
	assert_int_equal(p.a.countv[OH_STREAM_PROMPT], 1);
	assert_int_equal(p.b.countv[OH_STREAM_FIRST], 1);

	TEST_OK(oh_stream_send(p.a.st, "1123#", 60, 60, &id));
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_DIGIT, '#'));
	assert_string_equal(p.b.digits, "1123#");

	oh_stream_close(p.b.st);
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_CLOSED, 0));
	q = &p.b.lastv[OH_STREAM_CLOSED].quality;
	assert_true(q->rx > TONE_MS / 20);
	assert_int_equal(q->lost, 0);
	assert_int_equal(q->dropped, 0);
	assert_true(q->mos > 4.0);
 out:
	pair_reset(&p);
	return 0;
}

/* How much of a channel is the tone, in those 50 ms where it is
   most: prompts may begin late, and packets be lost, on a busy machine */
static double best_tone(const int16_t *sampv, sf_count_t n, int rate_hz)
{
	sf_count_t window = rate_hz / 20;
	double best = 0.0;

	for (sf_count_t at = 0; at + window <= n; at += window / 5) {
		double tone = audio_tone(sampv + at, (size_t)window,
					 (uint32_t)rate_hz, TONE_HZ);

		best = max(best, tone);
	}
	return best;
}

static void read_recording(const char *path, int rate_hz, double *tonev,
			   sf_count_t *framesp)
{
	static int16_t both[4 * RATE_HZ * 10], one[2 * RATE_HZ * 10];
	SF_INFO info = { 0 };
	SNDFILE *sf = sf_open(path, SFM_READ, &info);
	sf_count_t n;

	assert_non_null(sf);
	assert_int_equal(info.channels, 2);
	assert_int_equal(info.samplerate, rate_hz);
	n = sf_readf_short(sf, both, 2 * RATE_HZ * 10);
	sf_close(sf);
	for (int ch = 0; ch < 2; ch++) {
		for (sf_count_t i = 0; i < n; i++)
			one[i] = both[2 * i + ch];
		tonev[ch] = best_tone(one, n, rate_hz);
	}
	if (framesp)
		*framesp = n;
}

/* a plays, b sends silence: each hears it in its own channel. */
int test_stream_records_both_sides(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMA" }, .codecc = 1 };
	char patha[300], pathb[300];
	double av[2], bv[2];
	sf_count_t na, nb;
	struct pair p;

	TEST_OK(pair_init(&p, &prm, &prm));
	str_ncpy(patha, temp_path(&p.temp, "a.wav"), sizeof(patha));
	str_ncpy(pathb, temp_path(&p.temp, "b.wav"), sizeof(pathb));
	TEST_OK(oh_stream_record(p.a.st, patha));
	TEST_OK(oh_stream_record(p.b.st, pathb));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	oh_stream_record_stop(p.a.st);
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_RECORDED, 0));
	oh_stream_close(p.b.st);
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_CLOSED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_RECORDED].err);
	TEST_OK(p.b.lastv[OH_STREAM_RECORDED].err);
	assert_int_equal(p.b.countv[OH_STREAM_RECORDED], 1);

	read_recording(patha, RATE_HZ, av, &na);
	read_recording(pathb, RATE_HZ, bv, &nb);
	assert_true(av[0] > 0.9 && av[1] < 0.1);
	assert_true(bv[1] > 0.9 && bv[0] < 0.1);
	assert_in_range(na, TONE_MS * 8 - 320, TONE_MS * 8 + 1600);
	assert_in_range(nb, TONE_MS * 8 - 320, TONE_MS * 8 + 1600);
 out:
	pair_reset(&p);
	return 0;
}

/* A socket of ours that pretends to be the far end of p->a */
struct fake {
	int fd;
	struct sa addr;
	uint16_t seq;
	uint32_t ts;
};

static void fake_open(struct fake *f)
{
	memset(f, 0, sizeof(*f));
	f->fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_true(f->fd >= 0);
	assert_int_equal(sa_set_str(&f->addr, "127.0.0.1", 0), 0);
	assert_int_equal(bind(f->fd, &f->addr.u.sa, f->addr.len), 0);
	f->addr.len = sizeof(f->addr.u);
	assert_int_equal(getsockname(f->fd, &f->addr.u.sa, &f->addr.len), 0);
}

static void fake_put(struct fake *f, const struct side *to,
		     const void *buf, size_t len)
{
	struct sa dst;

	assert_int_equal(sa_set_str(&dst, "127.0.0.1",
				    oh_stream_port(to->st)), 0);
	assert_int_equal(sendto(f->fd, buf, len, 0, &dst.u.sa, dst.len), len);
}

static void fake_audio(struct fake *f, const struct side *to, uint8_t pt,
		       uint8_t fill)
{
	uint8_t buf[12 + 160];
	struct oh_rtp rtp = { .pt = pt, .seq = f->seq++, .ts = f->ts,
			      .ssrc = 99 };

	f->ts += 160;
	oh_rtp_encode(buf, &rtp);
	memset(buf + 12, fill, 160);
	fake_put(f, to, buf, sizeof(buf));
}

/* p->a alone, negotiated with a far end at addr */
static int lonely_init(struct pair *p, const struct oh_stream_prm *prm,
		       const struct sa *addr, const char *lines)
{
	char *offer = NULL, *answer = NULL;
	int err;

	memset(p, 0, sizeof(*p));
	temp_make(&p->temp);
	err = side_init(&p->a, p, prm);
	if (err)
		return err;
	err = oh_stream_offer(p->a.st, &offer);
	if (err)
		return err;
	err = re_sdprintf(&answer, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"
			  "s=-\r\nc=IN IP4 %j\r\nt=0 0\r\n"
			  "m=audio %u RTP/AVP 0\r\n%s",
			  addr, sa_port(addr), lines);
	if (!err)
		err = oh_stream_answered(p->a.st, answer, strlen(answer));
	mem_deref(offer);
	mem_deref(answer);

	return err;
}

static int final_quality(struct pair *p, struct oh_quality *q)
{
	int err;

	oh_stream_close(p->a.st);
	err = wait_for(p, &p->a, OH_STREAM_CLOSED, 0);
	if (!err)
		*q = p->a.lastv[OH_STREAM_CLOSED].quality;
	return err;
}

static int settle(struct pair *p, struct side *s)
{
	int err;

	/* Two questions: what was sent before the first has been read. */
	for (int i = 0; i < 2; i++) {
		oh_stream_ask_quality(s->st);
		err = wait_for(p, s, OH_STREAM_QUALITY, 0);
		if (err)
			return err;
	}
	return 0;
}

static int quality_until_rx(struct pair *p, struct side *s, uint32_t rx)
{
	struct oh_quality *q = &s->lastv[OH_STREAM_QUALITY].quality;
	int err = 0;

	q->rx = 0;
	for (int i = 0; i < 100000 && q->rx < rx && !err; i++)
		err = settle(p, s);
	return q->rx < rx ? ETIMEDOUT : err;
}

/* The far end speaks from its address; an attacker from another, and sends
   all that is not RTP besides. */
int test_stream_keeps_to_its_source(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	static const uint8_t zerov[1600];
	struct oh_quality q;
	struct fake good, evil;
	struct pair p;

	fake_open(&good);
	fake_open(&evil);
	TEST_OK(lonely_init(&p, &prm, &good.addr, ""));
	fake_put(&evil, &p.a, "hello", 5);              /* no RTP         */
	fake_put(&evil, &p.a, zerov, sizeof(zerov));    /* nor this       */
	fake_audio(&evil, &p.a, 77, 0);                 /* unknown type   */
	fake_audio(&good, &p.a, 0, 0);
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_FIRST, 0));
	for (int i = 0; i < 10; i++) {
		fake_audio(&evil, &p.a, 0, 0);
		fake_audio(&good, &p.a, 0, 0);
	}
	fake_put(&good, &p.a, zerov, sizeof(zerov));
	TEST_OK(quality_until_rx(&p, &p.a, 11));
	TEST_OK(final_quality(&p, &q));
	assert_int_equal(q.rx, 11);
	assert_int_equal(q.lost, 0);
	assert_int_equal(q.dropped, 3 + 10 + 1);
	assert_int_equal(p.a.countv[OH_STREAM_FIRST], 1);
 out:
	close(good.fd);
	close(evil.fd);
	pair_reset(&p);
	return 0;
}

/* Behind NAT: their SDP names an address that never speaks. The first who
   sends sound RTP is answered, and a later one is not. */
int test_stream_learns_their_address(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	struct fake far, late;
	struct sa named;
	struct pair p;
	uint8_t buf[64];

	fake_open(&far);
	fake_open(&late);
	assert_int_equal(sa_set_str(&named, "127.0.0.1", 9), 0);
	TEST_OK(lonely_init(&p, &prm, &named, ""));
	fake_audio(&far, &p.a, 0, 0);
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_FIRST, 0));
	fake_audio(&late, &p.a, 0, 0);
	TEST_OK(settle(&p, &p.a));
	/* Blocks until we are sent something, by the next packet interval. */
	assert_true(recv(far.fd, buf, sizeof(buf), 0) > 0);
	assert_true(recv(late.fd, buf, sizeof(buf), MSG_DONTWAIT) < 0);
 out:
	close(far.fd);
	close(late.fd);
	pair_reset(&p);
	return 0;
}

/* Held, nothing goes out and the prompt waits; resumed, it goes on. */
int test_stream_prompt_waits_while_held(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
					   .silence_ms = 100 };
	struct oh_stream_info info;
	struct pair p;

	TEST_OK(pair_init(&p, &prm, &prm));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PROMPT, 0));

	oh_stream_hold(p.b.st, true);
	TEST_OK(negotiate(&p.b, &p.a));
	oh_stream_info(p.a.st, &info);
	assert_true(info.hold_remote);
	oh_stream_info(p.b.st, &info);
	assert_true(info.hold_local);
	/* b hears nothing, and does not mind: it said so itself */
	oh_stream_ask_quality(p.b.st);
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_QUALITY, 0));
	assert_int_equal(p.a.countv[OH_STREAM_PLAYED], 0);

	oh_stream_hold(p.b.st, false);
	TEST_OK(negotiate(&p.b, &p.a));
	oh_stream_info(p.a.st, &info);
	assert_false(info.hold_remote);
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	assert_true(p.a.lastv[OH_STREAM_PLAYED].ok);
	assert_int_equal(p.a.lastv[OH_STREAM_PLAYED].seconds * 1000 + 0.5,
			 TONE_MS);
 out:
	pair_reset(&p);
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
		struct pair p;

		TEST_OK(pair_init(&p, &prm, &prm));
		oh_stream_info(p.a.st, &info);
		assert_int_equal(info.dtmf, OH_DTMF_INBAND);
		TEST_OK(oh_stream_send(p.a.st, "w4#", 60, 60, NULL));
		TEST_OK(wait_for(&p, &p.b, OH_STREAM_DIGIT, '#'));
		assert_string_equal(p.b.digits, "4#");
		assert_int_equal(p.b.lastv[OH_STREAM_DIGIT].dtmf,
				 OH_DTMF_INBAND);
		TEST_OK(wait_for(&p, &p.a, OH_STREAM_SENT, 0));
		assert_true(p.a.lastv[OH_STREAM_SENT].ok);
 out:
		pair_reset(&p);
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
		struct pair p;
		char path[300];
		double tonev[2];

		TEST_OK(pair_init(&p, &prm, &prm));
		str_ncpy(path, temp_path(&p.temp, "echo.wav"), sizeof(path));
		oh_stream_echo(p.b.st, true);
		TEST_OK(oh_stream_record(p.a.st, path));
		TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
		TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
		TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
		oh_stream_close(p.a.st);
		TEST_OK(wait_for(&p, &p.a, OH_STREAM_CLOSED, 0));
		TEST_OK(p.a.lastv[OH_STREAM_RECORDED].err);
		read_recording(path, casev[i].rate_hz, tonev, NULL);
		if (tonev[0] < 0.8 || tonev[1] < 0.8)
			fail_msg("%s: %f %f", casev[i].codec, tonev[0],
				 tonev[1]);
 out:
		pair_reset(&p);
	}
	return 0;
}

int test_stream_speech(void)
{
	struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
				     .speech_ms = 100 };
	const struct oh_stream_event *ev;
	uint64_t on_us;
	struct pair p;

	TEST_OK(pair_init(&p, &prm, &prm));
	ev = &p.b.lastv[OH_STREAM_SPEECH];
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_SPEECH, 0));
	assert_true(ev->ok);
	on_us = ev->mono_us;
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_SPEECH, 0));
	assert_false(ev->ok);
	/* Less the onset, plus the hang-over, on a machine that is busy */
	assert_in_range((ev->mono_us - on_us) / 1000, TONE_MS, TONE_MS + 400);
	assert_int_equal(p.a.countv[OH_STREAM_SPEECH], 0);
 out:
	pair_reset(&p);
	return 0;
}

int test_stream_silence_is_told(void)
{
	struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
				     .silence_ms = 60 };
	struct pair p;

	TEST_OK(pair_init(&p, &prm, &prm));
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_FIRST, 0));
	oh_stream_quiet(p.a.st, true);
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_SILENT, 0));
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_SILENT, 0));
	assert_true(p.b.lastv[OH_STREAM_SILENT].seconds > 0.1);
	assert_int_equal(p.a.countv[OH_STREAM_SILENT], 0);
 out:
	pair_reset(&p);
	return 0;
}

/* A play is replaced; a stop reaches the one that was asked for before it,
   and not the one after. */
int test_stream_stop_and_replace(void)
{
	struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	const struct oh_stream_event *ev;
	uint32_t first, second, third;
	struct pair p;

	TEST_OK(pair_init(&p, &prm, &prm));
	ev = &p.a.lastv[OH_STREAM_PLAYED];
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 0, &first));
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PROMPT, 0));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 0, &second));
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
	assert_int_equal(ev->id, first);
	assert_false(ev->ok);
	assert_int_equal(ev->err, 0);

	oh_stream_stop(p.a.st);
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 2, &third));
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
	assert_int_equal(ev->id, second);
	assert_false(ev->ok);
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
	assert_int_equal(ev->id, third);
	TEST_OK(ev->err);
	assert_true(ev->ok);
	assert_int_equal(ev->seconds * 1000 + 0.5, 2 * TONE_MS);
 out:
	pair_reset(&p);
	return 0;
}

/* The codec changes under a prompt: it goes on where it was. */
int test_stream_codec_change(void)
{
	struct oh_stream_prm prm = { .codecv = { "PCMU", "G722" },
				     .codecc = 2 };
	struct oh_stream_info info;
	struct side c = { .eng = NULL };
	struct pair p;

	TEST_OK(pair_init(&p, &prm, &prm));
	prm.codecv[0] = "G722";
	prm.codecc = 1;
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PROMPT, 0));
	TEST_OK(side_init(&c, &p, &prm));
	TEST_OK(negotiate(&c, &p.a));
	oh_stream_info(p.a.st, &info);
	assert_string_equal(info.codec, "G722/8000");
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	assert_true(p.a.lastv[OH_STREAM_PLAYED].ok);
	assert_int_equal(p.a.lastv[OH_STREAM_PLAYED].seconds * 1000 + 0.5,
			 TONE_MS);
	assert_int_equal(c.countv[OH_STREAM_FIRST], 1);
 out:
	mem_deref(c.st);
	mem_deref(c.eng);
	pair_reset(&p);
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
		struct pair p;

		TEST_OK(pair_init(&p, &prm, &prm));
		oh_stream_info(p.a.st, &info);
		assert_int_equal(info.ptime_ms, ptimev[i]);
		TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
		TEST_OK(oh_stream_send(p.a.st, "9", 60, 60, NULL));
		TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
		TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
		TEST_OK(final_quality(&p, &q));
		assert_string_equal(p.b.digits, "9");
		assert_in_range(q.tx, TONE_MS / ptimev[i],
				(TONE_MS + 1000) / ptimev[i]);
 out:
		pair_reset(&p);
	}
	return 0;
}

static void on_event_then_gone(const struct oh_stream_event *ev, void *arg)
{
	struct pair *p = arg;

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
	struct pair p = { .done = false };

	temp_make(&p.temp);
	prm.arg   = &p;
	prm.laddr = &laddr;
	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	TEST_OK(oh_prompts_alloc(&p.prompts));
	TEST_OK(make_tone(&p, TONE_MS));
	TEST_OK(oh_engine_alloc(&p.a.eng, NULL));
	TEST_OK(oh_stream_alloc(&p.a.st, p.a.eng, &prm));
	TEST_OK(side_init(&p.b, &p, &plain));
	TEST_OK(negotiate(&p.a, &p.b));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 0, NULL));
	TEST_OK(test_loop_until(&p.done, DEADLINE_MS));
 out:
	pair_reset(&p);
	return 0;
}

int test_stream_refuses(void)
{
	static const char *const badv[] = { "", "x", "12a", "1 2" };
	struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
				     .dtmf = OH_DTMF_INFO };
	struct side s = { .eng = NULL };
	struct oh_stream_info info;
	struct pair p;

	TEST_OK(pair_init(&p, &prm, &prm));
	TEST_ERR(oh_stream_send(p.a.st, "1", 0, 0, NULL), ENOTSUP);
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++)
		TEST_ERR(oh_stream_send(p.a.st, badv[i], 0, 0, NULL), EINVAL);
	TEST_ERR(oh_stream_play(p.a.st, &p.tone, 0, 1, NULL), EINVAL);
	TEST_ERR(oh_stream_record(p.a.st, "/nowhere/at/all.wav"), ENOENT);
	TEST_ERR(oh_stream_answered(p.a.st, "junk", 4), EBADMSG);
	oh_stream_info(p.a.st, &info);
	assert_string_equal(info.codec, "PCMU/8000");

	oh_stream_close(p.a.st);
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_CLOSED, 0));
	TEST_ERR(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL), ENOTCONN);
	oh_stream_close(p.a.st);
	oh_stream_stop(p.a.st);
	oh_stream_ask_quality(p.a.st);

	prm.ptime_ms = 25;
	TEST_ERR(side_init(&s, &p, &prm), EINVAL);
	s.eng = mem_deref(s.eng);
	prm.ptime_ms = 20;
	prm.codecv[0] = "G729";
	TEST_ERR(side_init(&s, &p, &prm), ENOENT);
 out:
	mem_deref(s.st);
	mem_deref(s.eng);
	pair_reset(&p);
	return 0;
}
