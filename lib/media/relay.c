/**
 * @file relay.c  What one session hears is what another says
 *
 * A run is what was passed on without anything of ours in between: in it
 * sequence numbers keep their distances, so that loss stays loss and what
 * comes late is still put in its place. Nothing is ever sent twice under one
 * number, which SRTP would not survive: a late packet of before the run is
 * dropped, and rx lets none pass twice.
 */
#include <sys/epoll.h>
#include "media/bytes.h"
#include "media/engine_priv.h"
#include "media/mixer.h"
#include "media/piping.h"
#include "media/relay.h"
#include "media/rtp.h"
#include "media/secret.h"
#include "media/tap.h"

enum {
	LIVE_US  = 200000,     /* nothing for so long: silence is ours     */
	GAP_MAX  = 64,         /* more missing packets begin a run anew    */
	POLL_MAX = 64,         /* sockets per system call                  */
};

/* ------------------------------------------------------------- joining */

/* Looked at by who polls, and not at its turn, if the system lets us. */
static void watch(struct oh_session *s)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET,
				  .data.ptr = s };

	s->relay.polled = 0 == epoll_ctl(s->eng->relay_fd, EPOLL_CTL_ADD,
					 s->fd, &ev);
	s->eng->relays += s->relay.polled;
}

static void unwatch(struct oh_session *s)
{
	struct epoll_event ev = { 0 };

	if (!s->relay.polled)
		return;
	(void)epoll_ctl(s->eng->relay_fd, EPOLL_CTL_DEL, s->fd, &ev);
	s->relay.polled = false;
	s->eng->relays--;
}

/**
 * Forget all
 *
 * @param r Relay of a session that is joined with none
 */
void oh_relay_reset(struct oh_relay *r)
{
	oh_ear_reset(&r->ear);
	oh_mouth_reset(&r->mouth);
	memset(r, 0, sizeof(*r));
}

/**
 * Part a session from the one it is joined with, if it is
 *
 * @param s Session
 */
void oh_relay_part(struct oh_session *s)
{
	struct oh_session *peer = s->relay.peer;

	if (!peer)
		return;
	unwatch(s);
	unwatch(peer);
	oh_relay_reset(&s->relay);
	oh_relay_reset(&peer->relay);
}

/**
 * Join two sessions of one engine; what they were joined with before is left
 *
 * @param a Session
 * @param b Another one
 */
void oh_relay_join(struct oh_session *a, struct oh_session *b)
{
	if (a->closing || b->closing)
		return;
	oh_relay_part(a);
	oh_relay_part(b);
	a->relay.peer = b;
	b->relay.peer = a;
	watch(a);
	watch(b);
}

/* -------------------------------------------------------------- numbers */

static uint32_t scale(int32_t d, uint32_t in_hz, uint32_t out_hz)
{
	return (uint32_t)((int64_t)d * out_hz / in_hz);
}

static void begin_run(struct oh_session *s, const struct oh_rtp *in,
		      uint32_t clock_hz, struct oh_rtp *out)
{
	struct oh_relay *r = &s->relay;

	out->seq    = s->tx.seq++;
	out->ts     = oh_tx_next_ts(s);
	out->marker = true;
	r->run      = 1;
	r->ssrc     = in->ssrc;
	r->clock_hz = clock_hz;
	r->seq      = in->seq;
	r->ts       = in->ts;
	oh_tx_set_ts(s, out->ts);
}

/* Give a packet its place among those of s. false: it has none any more. */
static bool place(struct oh_session *s, const struct oh_rtp *in,
		  uint32_t clock_hz, struct oh_rtp *out)
{
	uint32_t out_hz = s->remote->agreed.tx.clock_hz;
	struct oh_relay *r = &s->relay;
	int16_t step = (int16_t)(in->seq - r->seq);

	if (!r->run || r->ssrc != in->ssrc || r->clock_hz != clock_hz ||
	    step > GAP_MAX || step < -GAP_MAX) {
		begin_run(s, in, clock_hz, out);
		return true;
	}
	out->seq = (uint16_t)(s->tx.seq - 1 + step);
	out->ts  = s->tx.ts + scale((int32_t)(in->ts - r->ts), clock_hz,
				    out_hz);
	if (step <= 0)
		return (uint32_t)-step < r->run;

	r->seq    = in->seq;
	r->run   += (uint32_t)step;
	s->tx.seq = (uint16_t)(out->seq + 1);
	if (in->ts != r->ts)
		oh_tx_set_ts(s, out->ts);
	r->ts = in->ts;

	return true;
}

/* -------------------------------------------------------------- packets */

/* In a room there are more reasons not to hear another. */
static bool is_apart(const struct oh_session *s, const struct oh_session *p)
{
	return s->member && p->member &&
		!(oh_member_is_heard(s->member) && oh_member_hears(p->member));
}

/* Where to. NULL: nobody there, or it is busy with its own. */
static struct oh_session *outlet(const struct oh_session *s)
{
	struct oh_session *p = s->relay.peer;

	if (!p || !p->remote || p->tx.sends || p->tx.play ||
	    oh_piping_speaks(p))
		return NULL;
	if (p->wish.mute) {
		p->relay.run = 0;       /* it says silence by itself */
		return NULL;
	}
	if (!oh_tx_may_send(p) || is_apart(s, p)) {
		p->relay.run = 0;
		p->tx.gap = true;
		return NULL;
	}
	return p;
}

static void pass(struct oh_session *p, struct oh_rtp *out, bool audio)
{
	p->relay.last_us = p->eng->now_us;
	if (!oh_tx_send(p, out) && audio)     /* or lost, as on the network */
		oh_tx_meter(p, out->payload, out->payload_len);
	if (audio && p->tap)
		oh_tap_us(p, out, p->eng->now_us);
}

/* In the samples of two codecs there is a memory: what is late is lost. */
static bool is_late(const struct oh_session *p, const struct oh_rtp *in)
{
	const struct oh_relay *r = &p->relay;

	return r->run && r->ssrc == in->ssrc &&
		(int16_t)(in->seq - r->seq) <= 0;
}

static int transcode(struct oh_session *p, const struct oh_codec *from,
		     const struct oh_rtp *in, uint8_t *buf, size_t *lenp)
{
	const struct oh_codec *to = p->remote->agreed.tx.codec;
	const int16_t *sampv = p->eng->pcm;
	size_t sampc = OH_CODEC_FRAME_MAX;
	int err;

	err = oh_ear_decode(&p->relay.ear, from, p->eng->pcm, &sampc,
			    in->payload, in->payload_len);
	if (!err)
		err = oh_ear_convert(&p->relay.ear, from->rate_hz,
				     to->rate_hz, &sampv, &sampc,
				     p->eng->pcm2);
	if (!err)
		err = oh_mouth_encode(&p->relay.mouth, to, buf, lenp, sampv,
				      sampc);
	return err;
}

/**
 * Pass audio on
 *
 * @param s   Session that heard it
 * @param f   Its format
 * @param rtp The packet, for the first time
 */
void oh_relay_audio(struct oh_session *s, const struct oh_sdp_format *f,
		    const struct oh_rtp *rtp)
{
	struct oh_session *p = outlet(s);
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);
	struct oh_rtp out = *rtp;

	if (!p)
		return;
	out.pt = p->remote->agreed.tx.pt;
	if (f->codec != p->remote->agreed.tx.codec) {
		if (is_late(p, rtp) ||
		    transcode(p, f->codec, rtp, buf, &len))
			return;
		out.payload     = buf;
		out.payload_len = len;
	}
	if (place(p, rtp, f->clock_hz, &out))
		pass(p, &out, true);
}

/* The duration is in units of the clock (RFC 4733 2.3.5). */
static void scale_event(uint8_t buf[OH_TELEV_BYTES], uint32_t in_hz,
			uint32_t out_hz)
{
	uint32_t n = scale(oh_bytes_get16(buf + 2), in_hz, out_hz);

	oh_bytes_put16(buf + 2, (uint16_t)min(n, (uint32_t)UINT16_MAX));
}

/**
 * Pass a telephone-event on; who does not understand them hears of digits
 * in another way, from the call. A secret is for us alone.
 *
 * @param s   Session that heard it
 * @param f   Its format
 * @param rtp The packet, for the first time
 */
void oh_relay_event(struct oh_session *s, const struct oh_sdp_format *f,
		    const struct oh_rtp *rtp)
{
	struct oh_session *p = outlet(s);
	const struct oh_sdp_format *to;
	uint8_t buf[OH_TELEV_BYTES];
	struct oh_rtp out = *rtp;

	if (!p || rtp->payload_len < sizeof(buf) || oh_secret_is(s))
		return;
	to = &p->remote->agreed.telev_tx;
	if (to->pt == OH_RTP_PT_NONE)
		return;
	memcpy(buf, rtp->payload, sizeof(buf));
	scale_event(buf, f->clock_hz, to->clock_hz);
	out.pt          = to->pt;
	out.payload     = buf;
	out.payload_len = sizeof(buf);
	if (place(p, rtp, s->remote->agreed.tx.clock_hz, &out))
		pass(p, &out, false);
}

/**
 * Tell whether what goes out comes from the other side now
 *
 * @param s Session
 */
bool oh_relay_is_live(const struct oh_session *s)
{
	return s->relay.peer && s->relay.run &&
		s->eng->now_us < s->relay.last_us + LIVE_US;
}

/**
 * Take what has arrived for sessions that are joined
 *
 * At each tick: a turn of 20 ms would be heard as delay. Each packet wakes a
 * socket once; what a flood leaves behind comes with the next one.
 *
 * @param eng Engine
 */
void oh_relay_poll(struct oh_engine *eng)
{
	struct epoll_event evv[POLL_MAX];
	int n = eng->relays ? POLL_MAX : 0;

	while (n == POLL_MAX) {
		n = epoll_wait(eng->relay_fd, evv, POLL_MAX, 0);
		for (int i = 0; i < n; i++) {
			struct oh_session *s = evv[i].data.ptr;

			if (s->remote)
				oh_rx_drain(s);
		}
	}
}
