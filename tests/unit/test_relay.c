/**
 * @file test_relay.c  Two streams joined: what goes in comes out
 */
#include "base/compat.h"
#include <math.h>
#include <poll.h>
#include "base/clock.h"
#include "media/rtp.h"
#include "stream_fixture.h"
#include "test.h"

enum {
	WAIT_MS  = 3000,
	DELAY_US = 5000,
	ROUNDS   = 60,
	PACKET   = 400,
	BURST    = 8,
	SETTLED  = 20,        /* packets                                  */
	SILENCE  = 0xff,      /* of PCMU: what a stream says by itself    */
};

/* A far end made of a socket */
struct end {
	int       fd;
	struct sa addr;
	uint8_t   event_pt;
};

/* near ══ a (joined with) b ══ far */
struct rig {
	struct stream_pair p;
	struct end near, far;
};

static void end_open(struct end *e, uint8_t event_pt)
{
	e->event_pt = event_pt;
	e->fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_true(e->fd >= 0);
	assert_int_equal(sa_set_str(&e->addr, "127.0.0.1", 0), 0);
	assert_int_equal(bind(e->fd, &e->addr.u.sa, e->addr.len), 0);
	e->addr.len = sizeof(e->addr.u);
	assert_int_equal(getsockname(e->fd, &e->addr.u.sa, &e->addr.len), 0);
}

static int end_offer(const struct end *e, struct stream_side *s)
{
	char *offer = NULL, *answer = NULL;
	int err;

	err = re_sdprintf(&offer, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"
			  "s=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
			  "m=audio %u RTP/AVP 0 %u\r\n"
			  "a=rtpmap:%u telephone-event/8000\r\n",
			  sa_port(&e->addr), e->event_pt, e->event_pt);
	if (!err)
		err = oh_stream_answer(s->st, offer, strlen(offer), &answer);
	mem_deref(offer);
	mem_deref(answer);

	return err;
}

/* The second stream of an engine */
static int same_engine(struct stream_pair *p, const struct oh_stream_prm *prm,
		       struct stream_side *s, struct stream_side *of)
{
	struct oh_stream_prm mine = *prm;
	struct sa laddr;

	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	mine.laddr = &laddr;
	mine.h     = stream_on_event;
	mine.arg   = s;
	s->done    = &p->done;
	s->eng     = mem_ref(of->eng);

	return oh_stream_alloc(&s->st, s->eng, &mine);
}

static int rig_init(struct rig *r)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	int err;

	memset(r, 0, sizeof(*r));
	temp_make(&r->p.temp);
	end_open(&r->near, 101);
	end_open(&r->far, 96);
	err = stream_side_init(&r->p.a, &r->p, &prm);
	if (!err)
		err = same_engine(&r->p, &prm, &r->p.b, &r->p.a);
	if (!err)
		err = end_offer(&r->near, &r->p.a);
	if (!err)
		err = end_offer(&r->far, &r->p.b);
	if (!err)
		err = oh_stream_join(r->p.a.st, r->p.b.st);
	/* The thread has taken all of that */
	return err ? err : stream_settle(&r->p, &r->p.b);
}

static void rig_reset(struct rig *r)
{
	close(r->near.fd);
	close(r->far.fd);
	stream_pair_reset(&r->p);
}

/* What is sent at once: a busy machine puts no pause between */
struct burst {
	uint8_t        bufv[BURST][PACKET];
	struct iovec   iov[BURST];
	struct mmsghdr msgv[BURST];
	unsigned       n;
};

static void put(struct burst *b, const struct oh_rtp *rtp)
{
	uint8_t *buf = b->bufv[b->n];

	assert_true(b->n < BURST);
	oh_rtp_encode(buf, rtp);
	memcpy(buf + OH_RTP_HEADER_BYTES, rtp->payload, rtp->payload_len);
	b->iov[b->n].iov_base = buf;
	b->iov[b->n].iov_len  = OH_RTP_HEADER_BYTES + rtp->payload_len;
	b->msgv[b->n].msg_hdr.msg_iov    = &b->iov[b->n];
	b->msgv[b->n].msg_hdr.msg_iovlen = 1;
	b->n++;
}

static void flush(struct burst *b, const struct end *e,
		  const struct stream_side *to)
{
	struct sa dst;

	assert_int_equal(sa_set_str(&dst, "127.0.0.1",
				    oh_stream_port(to->st)), 0);
	for (unsigned i = 0; i < b->n; i++) {
		b->msgv[i].msg_hdr.msg_name    = &dst.u;
		b->msgv[i].msg_hdr.msg_namelen = dst.len;
	}
	assert_int_equal(sendmmsg(e->fd, b->msgv, b->n, 0), b->n);
	b->n = 0;
}

static void put_audio(struct burst *b, uint16_t seq, bool marker)
{
	uint8_t fill[160];
	struct oh_rtp rtp = { .pt = 0, .marker = marker, .seq = seq,
			      .ts = 7000 + 160 * (uint32_t)seq, .ssrc = 99,
			      .payload = fill, .payload_len = sizeof(fill) };

	memset(fill, seq & 0x7f, sizeof(fill));
	put(b, &rtp);
}

/* The next packet that is no silence; false: none came */
static bool get(const struct end *e, struct oh_rtp *rtp, uint8_t buf[PACKET])
{
	struct pollfd fd = { .fd = e->fd, .events = POLLIN };

	while (poll(&fd, 1, WAIT_MS) == 1) {
		ssize_t n = recv(e->fd, buf, PACKET, 0);

		if (n <= OH_RTP_HEADER_BYTES ||
		    oh_rtp_decode(rtp, buf, (size_t)n))
			continue;
		if (rtp->payload[0] != SILENCE)
			return true;
	}
	return false;
}

/* Loss stays loss, what is late is put in its place, nothing comes twice */
int test_relay_keeps_numbers_and_marks(void)
{
	static const struct { uint16_t in, out; bool marker; } casev[] = {
		{ 100, 0, true  }, { 101, 1, false }, { 103, 3, false },
		{ 105, 5, true  }, { 104, 4, false }, { 106, 6, false },
	};
	struct oh_rtp rtp = { .seq = 0 };
	uint16_t first_seq = 0;
	uint32_t first_ts = 0, ssrc = 0;
	uint8_t buf[PACKET];
	struct burst b = { .n = 0 };
	struct rig r;

	TEST_OK(rig_init(&r));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		put_audio(&b, casev[i].in, casev[i].marker);
		if (casev[i].in == 104)
			put_audio(&b, 104, false);
	}
	flush(&b, &r.near, &r.p.a);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		if (!get(&r.far, &rtp, buf)) {
			TEST_OK(test_or_refused(ETIMEDOUT));
			goto out;
		}
		if (!i) {
			first_seq = rtp.seq;
			first_ts  = rtp.ts;
			ssrc      = rtp.ssrc;
		}
		assert_int_equal((uint16_t)(rtp.seq - first_seq),
				 casev[i].out);
		assert_int_equal(rtp.ts - first_ts, 160 * casev[i].out);
		assert_int_equal(rtp.marker, casev[i].marker);
		assert_int_equal(rtp.ssrc, ssrc);
		assert_int_equal(rtp.pt, 0);
		assert_int_equal(rtp.payload_len, 160);
		assert_int_equal(rtp.payload[9], casev[i].in & 0x7f);
	}
	assert_int_not_equal(ssrc, 99);
 out:
	rig_reset(&r);
	return 0;
}

/* The payload type is the far end's, the run of packets stays one event */
int test_relay_maps_events(void)
{
	static const uint8_t eventv[][4] = {
		{ 5, 10, 0, 160 }, { 5, 10, 1, 64 },
		{ 5, 0x8a, 1, 224 }, { 5, 0x8a, 1, 224 }, { 5, 0x8a, 1, 224 },
	};
	struct oh_rtp in = { .pt = 101, .seq = 10, .ts = 5000, .ssrc = 99,
			     .payload_len = 4 };
	struct oh_rtp rtp = { .seq = 0 };
	uint8_t buf[PACKET];
	uint32_t ts = 0;
	uint16_t seq = 0;
	struct burst b = { .n = 0 };
	struct rig r;

	TEST_OK(rig_init(&r));
	for (size_t i = 0; i < ARRAY_SIZE(eventv); i++) {
		in.payload = eventv[i];
		in.marker  = i == 0;
		put(&b, &in);
		in.seq++;
	}
	flush(&b, &r.near, &r.p.a);
	for (size_t i = 0; i < ARRAY_SIZE(eventv); i++) {
		if (!get(&r.far, &rtp, buf)) {
			TEST_OK(test_or_refused(ETIMEDOUT));
			goto out;
		}
		assert_int_equal(rtp.pt, 96);
		assert_int_equal(rtp.marker, i == 0);
		assert_int_equal(rtp.payload_len, 4);
		assert_memory_equal(rtp.payload, eventv[i], 4);
		if (i) {
			assert_int_equal(rtp.ts, ts);
			assert_int_equal(rtp.seq, (uint16_t)(seq + 1));
		}
		ts  = rtp.ts;
		seq = rtp.seq;
	}
	TEST_OK(stream_settle(&r.p, &r.p.a));
	TEST_OK(test_or_refused(r.p.a.digitc == 1 ? 0 : EPROTO));
	assert_string_equal(r.p.a.digits, "5");
 out:
	rig_reset(&r);
	return 0;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Of a quarter of them: a busy machine makes any single one late */
int test_relay_adds_little_delay(void)
{
	struct oh_rtp rtp = { .seq = 0 };
	uint64_t delayv[ROUNDS] = { 0 };
	uint8_t buf[PACKET];
	struct burst b = { .n = 0 };
	struct rig r;

	TEST_OK(rig_init(&r));
	for (uint16_t i = 0; i < (test_is_oom() ? 1 : ROUNDS); i++) {
		uint64_t begin_us = oh_clock_us();

		put_audio(&b, (uint16_t)(i + 1), false);
		flush(&b, &r.near, &r.p.a);
		if (!get(&r.far, &rtp, buf)) {
			TEST_OK(test_or_refused(ETIMEDOUT));
			goto out;
		}
		delayv[i] = oh_clock_us() - begin_us;
	}
	qsort(delayv, ROUNDS, sizeof(delayv[0]), compare);
	assert_true(delayv[ROUNDS / 4] < DELAY_US);
 out:
	rig_reset(&r);
	return 0;
}

/* ---------------------------------------------------- streams at the ends */

/* x ══ a (joined with) b ══ y; x plays and presses, y hears */
struct chain {
	struct stream_pair p;          /* a and b */
	struct stream_side x, y;
};

static int chain_init(struct chain *c, const struct oh_stream_prm *xprm,
		      const struct oh_stream_prm *yprm)
{
	int err;

	memset(c, 0, sizeof(*c));
	temp_make(&c->p.temp);
	err = oh_prompts_alloc(&c->p.prompts);
	if (!err)
		err = stream_tone(&c->p, TONE_MS);
	if (!err)
		err = stream_side_init(&c->p.a, &c->p, xprm);
	if (!err)
		err = same_engine(&c->p, yprm, &c->p.b, &c->p.a);
	if (!err)
		err = stream_side_init(&c->x, &c->p, xprm);
	if (!err)
		err = stream_side_init(&c->y, &c->p, yprm);
	if (!err)
		err = stream_negotiate(&c->x, &c->p.a);
	if (!err)
		err = stream_negotiate(&c->p.b, &c->y);
	if (!err)
		err = oh_stream_join(c->p.a.st, c->p.b.st);
	return err;
}

static void chain_reset(struct chain *c)
{
	mem_deref(c->x.st);
	mem_deref(c->y.st);
	mem_deref(c->x.eng);
	mem_deref(c->y.eng);
	stream_pair_reset(&c->p);
}

static int hear(struct chain *c, double tonev[2], int rate_hz)
{
	char path[300];
	int err;

	str_ncpy(path, temp_path(&c->p.temp, "y.wav"), sizeof(path));
	err = stream_wait(&c->p, &c->y, OH_STREAM_FIRST, 0);
	if (!err)
		err = oh_stream_record(c->y.st, path);
	if (!err)
		err = oh_stream_play(c->x.st, &c->p.tone, 1, 2, NULL);
	if (!err)
		err = oh_stream_send(c->x.st, "951#", 60, 60, NULL);
	if (!err)
		err = stream_wait(&c->p, &c->y, OH_STREAM_DIGIT, '#');
	if (!err)
		err = stream_wait(&c->p, &c->x, OH_STREAM_PLAYED, 0);
	/* What was sent last is on its way through two engines. */
	if (!err)
		err = stream_settle(&c->p, &c->p.a);
	oh_stream_record_stop(c->y.st);
	if (!err)
		err = stream_wait(&c->p, &c->y, OH_STREAM_RECORDED, 0);
	if (err)
		return err;
	stream_read_recording(path, rate_hz, tonev, NULL);

	return c->y.lastv[OH_STREAM_RECORDED].err;
}

/* Another codec, or another protection, on each side */
int test_relay_by_content(void)
{
	static const struct {
		const char *x, *y;
		enum oh_srtp srtp;
		int rate_hz;
	} casev[] = {
		{ "PCMU", "PCMU", OH_SRTP_OFF,      8000 },
		{ "PCMU", "PCMU", OH_SRTP_REQUIRE,  8000 },
		{ "PCMA", "G722", OH_SRTP_OFF,     16000 },
		{ "G722", "PCMU", OH_SRTP_REQUIRE,  8000 },
		{ "PCMU", "opus", OH_SRTP_OFF,     16000 },
	};
	double tonev[2];
	struct chain c;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		const struct oh_stream_prm xprm = {
			.codecv = { casev[i].x }, .codecc = 1 };
		const struct oh_stream_prm yprm = {
			.codecv = { casev[i].y }, .codecc = 1,
			.srtp = casev[i].srtp };

		TEST_OK(chain_init(&c, &xprm, &yprm));
		TEST_OK(hear(&c, tonev, casev[i].rate_hz));
		assert_string_equal(c.y.digits, "951#");
		assert_true(tonev[1] > 0.9);
		assert_true(tonev[0] < 0.1);
		chain_reset(&c);
		if (test_is_oom())
			return 0;
	}
	return 0;
 out:
	chain_reset(&c);
	return 0;
}

/* Its own prompt goes before what comes from the other side, and nothing is
   sent twice under one number: the far end counts no loss and drops none */
int test_relay_yields_to_its_own(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1,
					   .srtp = OH_SRTP_REQUIRE };
	struct oh_quality q;
	struct chain c;

	TEST_OK(chain_init(&c, &prm, &prm));
	TEST_OK(stream_wait(&c.p, &c.y, OH_STREAM_FIRST, 0));
	TEST_OK(oh_stream_play(c.p.b.st, &c.p.tone, 1, 1, NULL));
	TEST_OK(stream_wait(&c.p, &c.p.b, OH_STREAM_PLAYED, 0));
	TEST_OK(oh_stream_send(c.p.b.st, "77", 60, 60, NULL));
	TEST_OK(stream_wait(&c.p, &c.p.b, OH_STREAM_SENT, 0));
	oh_stream_close(c.p.a.st);
	TEST_OK(stream_wait(&c.p, &c.p.a, OH_STREAM_CLOSED, 0));
	/* Left alone it goes on */
	TEST_OK(stream_settle(&c.p, &c.y));
	TEST_OK(stream_until_rx(&c.p, &c.y, c.y.lastv[OH_STREAM_QUALITY]
				.quality.rx + 3));
	q = c.y.lastv[OH_STREAM_QUALITY].quality;
	assert_int_equal(q.lost, 0);
	assert_int_equal(q.dropped, 0);
	assert_string_equal(c.y.digits, "77");
 out:
	chain_reset(&c);
	return 0;
}

/* What is passed on is as loud as it came, on both sides of the join; a mute
   of the one does not make the other silent. A decoder of G.722 that begins
   in the middle takes 0.2 s to find its feet, and its silence is not quite. */
int test_relay_is_metered(void)
{
	static const char *const codecv[] = { "PCMU", "G722" };
	double us, them, tone_db = -15.26;
	struct chain c;

	for (size_t i = 0; i < ARRAY_SIZE(codecv); i++) {
		const struct oh_stream_prm xprm = { .codecv = { "PCMU" },
						    .codecc = 1 };
		const struct oh_stream_prm yprm = { .codecv = { codecv[i] },
						    .codecc = 1 };

		TEST_OK(chain_init(&c, &xprm, &yprm));
		TEST_OK(oh_stream_meter(c.p.a.st, true));
		TEST_OK(oh_stream_meter(c.p.b.st, true));
		TEST_OK(oh_stream_play(c.x.st, &c.p.tone, 1, 0, NULL));
		TEST_OK(stream_wait(&c.p, &c.y, OH_STREAM_FIRST, 0));
		TEST_OK(stream_until_heard(&c.p, &c.p.a));
		TEST_OK(stream_until_rx(&c.p, &c.y, SETTLED));
		TEST_OK(stream_loudness(&c.p, &c.p.a, &us, &them));
		assert_true(test_is_oom() || fabs(them - tone_db) < 1.0);
		assert_true(us < -40.0);
		TEST_OK(stream_loudness(&c.p, &c.p.b, &us, &them));
		assert_true(test_is_oom() || fabs(us - tone_db) < 1.0);
		assert_true(them < -40.0);
		oh_stream_mute(c.p.b.st, true);
		TEST_OK(stream_loudness(&c.p, &c.p.b, &us, &them));
		assert_true(us < -126.0);
		TEST_OK(stream_loudness(&c.p, &c.p.a, &us, &them));
		assert_true(test_is_oom() || fabs(them - tone_db) < 1.0);
		chain_reset(&c);
		if (test_is_oom())
			return 0;
	}
	return 0;
 out:
	chain_reset(&c);
	return 0;
}

int test_relay_refuses(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	struct stream_pair p;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	assert_int_equal(oh_stream_join(p.a.st, p.a.st), EINVAL);
	assert_int_equal(oh_stream_join(p.a.st, p.b.st), EINVAL);
	assert_int_equal(oh_stream_join(p.a.st, NULL), EINVAL);
 out:
	stream_pair_reset(&p);
	return 0;
}
