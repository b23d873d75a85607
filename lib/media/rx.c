/**
 * @file rx.c  What comes in: source lock, counting, digits
 *
 *   socket ─▶ locked source? ─▶ SRTP: genuine? ─▶ sound? ─▶ known type?
 *                               ─┬─▶ digits
 *                                ├─▶ relay (if joined) or mixer
 *                                └─▶ tap (if any)
 */
#include <time.h>
#include "media/echo.h"
#include "media/engine_priv.h"
#include "media/mixer.h"
#include "media/relay.h"
#include "media/rtp.h"
#include "media/secret.h"
#include "media/tap.h"

enum {
	ROUNDS_MAX   = 8,        /* batches a stream may take at its turn  */
	SAME_KEY_US  = 300000,   /* a digit heard both ways is one digit   */
};

/** What a payload type is to us */
enum payload { UNKNOWN, AUDIO, EVENT, NOISE };

/**
 * When a packet came, by the kernel's stamp: we look late, and unevenly
 *
 * @param eng Engine
 * @param i   Index of the packet in the batch
 *
 * @return As oh_clock_us()
 */
uint64_t oh_rx_arrival_us(struct oh_engine *eng, int i)
{
	struct msghdr *mh = &eng->rx.msgv[i].msg_hdr;
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(mh); c; c = CMSG_NXTHDR(mh, c)) {
		struct timespec ts;
		uint64_t wall_us;

		if (c->cmsg_level != SOL_SOCKET ||
		    c->cmsg_type != SCM_TIMESTAMPNS)
			continue;
		memcpy(&ts, CMSG_DATA(c), sizeof(ts));
		wall_us = (uint64_t)ts.tv_sec * 1000000 +
			  (uint64_t)ts.tv_nsec / 1000;
		return eng->now_us + wall_us - eng->wall_us;
	}
	return eng->now_us;
}

static enum payload payload_of(const struct oh_sdp_agreed *a, uint8_t pt,
			       const struct oh_sdp_format **fp)
{
	for (uint32_t i = 0; i < a->rxc; i++) {
		if (a->rxv[i].pt != pt)
			continue;
		*fp = &a->rxv[i];
		return AUDIO;
	}
	for (uint32_t i = 0; i < a->telev_rxc; i++) {
		if (a->telev_rxv[i].pt != pt)
			continue;
		*fp = &a->telev_rxv[i];
		return EVENT;
	}
	*fp = &a->tx;
	return pt == OH_RTP_PT_CN ? NOISE : UNKNOWN;
}

/* The address of their SDP may always speak; any other only as long as that
   one has never been heard (a peer behind NAT), and the first one wins. */
static bool may_speak(const struct oh_session *s, const struct sa *src)
{
	if (!s->rx.locked || sa_cmp(src, &s->rx.src, SA_ALL))
		return true;
	return sa_cmp(src, &s->remote->agreed.addr, SA_ALL);
}

static void lock_source(struct oh_session *s, const struct sa *src,
			uint64_t now_us)
{
	struct oh_stream_event ev = { .type = OH_STREAM_FIRST,
				      .mono_us = now_us };

	if (s->rx.locked && sa_cmp(src, &s->rx.src, SA_ALL))
		return;

	s->rx.locked = true;
	s->rx.src    = *src;
	s->tx.dst    = *src;
	if (s->rx.told)
		return;
	s->rx.told = true;
	s->first   = *src;
	oh_session_tell(s, &ev);
}

/* A new source begins to count at nothing; what the old one lost stays. */
static void same_source(struct oh_session *s, const struct oh_rtp *rtp,
			uint32_t clock_hz)
{
	struct oh_rxstat *st = &s->rx.stat;

	if (st->started && st->ssrc == rtp->ssrc &&
	    s->rx.clock_hz == clock_hz)
		return;

	s->rx.lost += oh_rxstat_lost(st);
	oh_rxstat_init(st, rtp->ssrc, rtp->seq);
	s->rx.clock_hz = clock_hz;
}

/**
 * A digit of theirs, by whichever way
 *
 * @param s      Session
 * @param digit  [0-9*#A-D]
 * @param way    EVENT or INBAND
 * @param now_us When it began
 */
void oh_rx_digit(struct oh_session *s, char digit, enum oh_dtmf way,
		 uint64_t now_us)
{
	struct oh_rx *rx = &s->rx;
	struct oh_stream_event ev = { .type = OH_STREAM_DIGIT,
				      .digit = digit, .dtmf = way,
				      .mono_us = now_us };
	bool echo = digit == rx->digit && way != rx->digit_way &&
		    now_us < rx->digit_us + SAME_KEY_US;

	rx->digit     = digit;
	rx->digit_way = way;
	rx->digit_us  = now_us;
	if (!echo)
		oh_session_tell(s, &ev);
}

static void take_event(struct oh_session *s, const struct oh_sdp_format *f,
		       const struct oh_rtp *rtp, uint64_t now_us)
{
	char digit;

	oh_secret_event(s, rtp);
	if (oh_rxstat_count(&s->rx.stat, rtp->seq) && s->relay.peer)
		oh_relay_event(s, f, rtp);
	digit = oh_telev_recv(&s->rx.telev, rtp->ssrc, rtp->ts,
			      rtp->payload, rtp->payload_len);
	if (digit)
		oh_rx_digit(s, digit, OH_DTMF_EVENT, now_us);
}

static void take_audio(struct oh_session *s, const struct oh_sdp_format *f,
		       const struct oh_rtp *rtp, uint64_t now_us)
{
	uint32_t arrival = (uint32_t)(now_us * (f->clock_hz / 1000) / 1000);

	if (!oh_rxstat_add(&s->rx.stat, rtp->seq, rtp->ts, arrival))
		return;
	if (f->codec != s->remote->agreed.tx.codec)
		s->rx.foreign = true;
	else if (s->tx.echo)
		oh_echo_put(s->tx.echo, f->codec, rtp->payload,
			    rtp->payload_len);
	if (s->relay.peer)
		oh_relay_audio(s, f, rtp);
	else if (s->member)
		oh_mixer_put(s, f, rtp, now_us);
	if (s->wish.meter)
		oh_meter_feed(&s->them_meter, f->codec, rtp->payload,
			      rtp->payload_len, s->eng->pcm, s->eng->now_us);
	if (s->tap)
		oh_tap_them(s, f->codec, rtp, now_us);
}

static void take_noise(struct oh_session *s, const struct oh_rtp *rtp)
{
	if (oh_rxstat_count(&s->rx.stat, rtp->seq))
		oh_mixer_pause(s);
}

static bool take_rtp(struct oh_session *s, const struct sa *src,
		     const uint8_t *buf, size_t len, uint64_t now_us)
{
	const struct oh_sdp_format *f;
	struct oh_rtp rtp;
	enum payload kind;

	if (oh_rtp_decode(&rtp, buf, len))
		return false;
	kind = payload_of(&s->remote->agreed, rtp.pt, &f);
	if (kind == UNKNOWN || !rtp.payload_len ||
	    rtp.payload_len > OH_CODEC_PACKET_MAX)
		return false;

	lock_source(s, src, now_us);
	same_source(s, &rtp, s->remote->agreed.tx.clock_hz);
	s->rx.packets++;
	s->rx.last_us   = now_us;
	s->rx.silent_us = now_us;

	if (kind == EVENT)
		take_event(s, f, &rtp, now_us);
	else if (kind == AUDIO)
		take_audio(s, f, &rtp, now_us);
	else
		take_noise(s, &rtp);
	return true;
}

/* Whoever records must not hear, whoever traces must not see */
static void trace(const struct oh_session *s, const struct sa *src,
		  const uint8_t *buf, size_t len, bool rtcp)
{
	uint8_t blank[OH_ENGINE_RX_BYTES];

	if (!rtcp && oh_secret_is(s)) {
		memcpy(blank, buf, len);
		oh_rtp_blank(blank, len);
		buf = blank;
	}
	oh_engine_trace(s->eng, false, src, &s->laddr, buf, len);
}

static void take(struct oh_session *s, int i)
{
	struct oh_engine_rx *rx = &s->eng->rx;
	const struct mmsghdr *m = &rx->msgv[i];
	const struct sa *src = &rx->srcv[i];
	uint8_t *buf = rx->bufv[i];
	size_t len = m->msg_len;
	uint64_t now_us = oh_rx_arrival_us(s->eng, i);
	bool rtcp = s->remote->agreed.rtcp_mux && oh_rtp_is_rtcp(buf, len);
	bool ok;

	ok = !(m->msg_hdr.msg_flags & MSG_TRUNC) && may_speak(s, src);
	if (ok && oh_secure_handshake(s, src, buf, len))
		return;
	ok = ok && oh_secure_open(s, buf, &len, rtcp);

	/* Reports that cannot be opened tell nothing */
	if (s->eng->prm.traceh && (ok || !rtcp))
		trace(s, src, buf, len, rtcp);
	if (ok && rtcp)
		oh_report_recv(s, src, buf, len, now_us);
	else if (!ok || !take_rtp(s, src, buf, len, now_us))
		s->rx.dropped++;
}

/**
 * Receive as many packets as are there, or as a batch holds
 *
 * @param eng Engine; its buffers and sources are filled
 * @param fd  Socket
 *
 * @return Their number
 */
int oh_rx_batch(struct oh_engine *eng, int fd)
{
	struct oh_engine_rx *rx = &eng->rx;
	int n;

	for (size_t i = 0; i < OH_ENGINE_BATCH; i++) {
		struct msghdr *mh = &rx->msgv[i].msg_hdr;

		mh->msg_namelen    = sizeof(rx->srcv[i].u);
		mh->msg_controllen = OH_ENGINE_CTL_BYTES;
	}
	n = recvmmsg(fd, rx->msgv, OH_ENGINE_BATCH, MSG_DONTWAIT, NULL);
	for (int i = 0; i < n; i++)
		rx->srcv[i].len = rx->msgv[i].msg_hdr.msg_namelen;

	return n < 0 ? 0 : n;
}

/**
 * Take what has arrived; the rest of a flood waits for the next turn
 *
 * @param s Session that has been negotiated
 */
void oh_rx_drain(struct oh_session *s)
{
	int n = OH_ENGINE_BATCH;

	for (int i = 0; i < ROUNDS_MAX && n == OH_ENGINE_BATCH; i++) {
		n = oh_rx_batch(s->eng, s->fd);
		for (int k = 0; k < n; k++)
			take(s, k);
	}
}

/**
 * Packets that never came, of all sources so far
 *
 * @param rx Receiver
 */
uint32_t oh_rx_lost(const struct oh_rx *rx)
{
	return rx->lost + oh_rxstat_lost(&rx->stat);
}
