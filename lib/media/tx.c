/**
 * @file tx.c  What goes out: one packet at each turn
 *
 *   digits ─▶ or echo ─▶ or prompt ─▶ or pipe ─▶ or mix ─▶ or silence ─┐
 *                                                             relay ──┤
 *                                                         header ◀────┘
 *                                                           └──▶ socket
 *
 * A relay sends at any time. Muted, all but digits becomes silence.
 *
 * Payloads are sent from where they lie: in the prompt, in the negotiated
 * silence, or on the stack; with SRTP, from a copy.
 */
#include "media/echo.h"
#include "media/encoded.h"
#include "media/engine_priv.h"
#include "media/mixer.h"
#include "media/piping.h"
#include "media/relay.h"
#include "media/rtp.h"
#include "media/secret.h"
#include "media/tap.h"

enum {
	ERRORS_PART = 10,      /* a play with more errors than this part of
				  its packets was not heard */
};

static const struct oh_sdp_agreed *agreed(const struct oh_session *s)
{
	return &s->remote->agreed;
}

/**
 * Tell whether there is somebody who wants to hear us
 *
 * @param s Session that has been negotiated
 */
bool oh_tx_may_send(const struct oh_session *s)
{
	return agreed(s)->we_send && !s->wish.quiet &&
		oh_secure_is_ready(s) &&
		sa_isset(&s->tx.dst, SA_ALL) && !sa_is_any(&s->tx.dst);
}

static void trace(const struct oh_session *s, const uint8_t *hdr,
		  const uint8_t *payload, size_t len)
{
	uint8_t buf[OH_RTP_HEADER_BYTES + OH_CODEC_PACKET_MAX];

	if (!s->eng->prm.traceh || len > OH_CODEC_PACKET_MAX)
		return;
	memcpy(buf, hdr, OH_RTP_HEADER_BYTES);
	memcpy(buf + OH_RTP_HEADER_BYTES, payload, len);
	if (oh_secret_is_said(s))
		oh_rtp_blank(buf, OH_RTP_HEADER_BYTES + len);
	oh_engine_trace(s->eng, true, &s->laddr, &s->tx.dst, buf,
			OH_RTP_HEADER_BYTES + len);
}

static int send_clear(const struct oh_session *s, uint8_t *hdr,
		      const struct oh_rtp *rtp)
{
	struct iovec iov[2] = {
		{ .iov_base = hdr, .iov_len = OH_RTP_HEADER_BYTES },
		{ .iov_base = (void *)(uintptr_t)rtp->payload,
		  .iov_len = rtp->payload_len },
	};
	struct msghdr mh = {
		.msg_name = (void *)(uintptr_t)&s->tx.dst.u,
		.msg_namelen = s->tx.dst.len,
		.msg_iov = iov, .msg_iovlen = 2,
	};

	return sendmsg(s->fd, &mh, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? errno
								    : 0;
}

/* The payload may be shared with other streams: protect a copy. */
static int send_sealed(struct oh_session *s, const uint8_t *hdr,
		       const struct oh_rtp *rtp)
{
	uint8_t buf[OH_RTP_HEADER_BYTES + OH_CODEC_PACKET_MAX +
		    OH_CIPHER_TAIL_MAX];
	size_t len = OH_RTP_HEADER_BYTES + rtp->payload_len;
	int err;

	if (rtp->payload_len > OH_CODEC_PACKET_MAX)
		return ERANGE;
	memcpy(buf, hdr, OH_RTP_HEADER_BYTES);
	memcpy(buf + OH_RTP_HEADER_BYTES, rtp->payload, rtp->payload_len);
	err = oh_secure_seal(s, buf, &len, sizeof(buf), false);
	if (err)
		return err;

	return sendto(s->fd, buf, len, MSG_DONTWAIT | MSG_NOSIGNAL,
		      &s->tx.dst.u.sa, s->tx.dst.len) < 0 ? errno : 0;
}

/**
 * Send a packet
 *
 * @param s   Session that may send
 * @param rtp Packet; its source is filled in, and marked after a gap
 *
 * @return 0, or why it could not be sent
 */
int oh_tx_send(struct oh_session *s, struct oh_rtp *rtp)
{
	uint8_t hdr[OH_RTP_HEADER_BYTES];
	int err;

	rtp->marker |= s->tx.gap;
	rtp->ssrc    = s->tx.ssrc;
	s->tx.gap    = false;
	oh_rtp_encode(hdr, rtp);

	err = s->secure.tx ? send_sealed(s, hdr, rtp)
			   : send_clear(s, hdr, rtp);
	if (err)
		return err;

	trace(s, hdr, rtp->payload, rtp->payload_len);
	s->tx.packets++;
	s->tx.octets += (uint32_t)rtp->payload_len;

	return 0;
}

/**
 * Measure what has been sent, if somebody wants to know
 *
 * @param s   Session
 * @param buf Payload of audio in the codec agreed
 * @param len Its length [bytes]
 */
void oh_tx_meter(struct oh_session *s, const uint8_t *buf, size_t len)
{
	if (s->wish.meter && buf == s->remote->silence)
		oh_meter_rest(&s->us_meter, s->eng->now_us);
	else if (s->wish.meter)
		oh_meter_feed(&s->us_meter, agreed(s)->tx.codec, buf, len,
			      s->eng->pcm, s->eng->now_us);
}

/* One of our own: type, marker, timestamp and payload are set */
static int put(struct oh_session *s, struct oh_rtp *rtp)
{
	rtp->seq = s->tx.seq++;
	s->relay.run = 0;

	return oh_tx_send(s, rtp);
}

static int put_audio(struct oh_session *s, const uint8_t *buf, size_t len)
{
	struct oh_rtp rtp = {
		.pt = agreed(s)->tx.pt, .ts = s->tx.ts,
		.payload = buf, .payload_len = len,
	};
	int err = put(s, &rtp);

	if (!err)
		oh_tx_meter(s, buf, len);
	if (s->tap)
		oh_tap_us(s, &rtp, oh_engine_tick_us(s->eng, s->tx.tick));
	return err;
}

static int put_voice(struct oh_session *s, const uint8_t *buf, size_t len)
{
	if (s->wish.mute)
		return put_audio(s, s->remote->silence,
				 s->remote->silence_len);
	return put_audio(s, buf, len);
}

/* -------------------------------------------------------------- digits */

static void end_send(struct oh_session *s, bool ok)
{
	struct oh_msg *msg = s->tx.sends;

	s->tx.sends   = msg->next;
	s->tx.sending = false;
	msg->ev.type  = OH_STREAM_SENT;
	msg->ev.ok    = ok;
	msg->has_event = true;
	oh_session_home(msg);
}

/**
 * Give up all digits not yet sent
 *
 * @param s Session
 */
void oh_tx_end_sends(struct oh_session *s)
{
	while (s->tx.sends)
		end_send(s, false);
}

static bool put_event(struct oh_session *s, const struct oh_sdp_format *f)
{
	uint8_t buf[OH_TELEV_BYTES];
	struct oh_rtp rtp = { .pt = f->pt, .payload = buf,
			      .payload_len = sizeof(buf) };

	switch (oh_telev_poll(&s->tx.telev, agreed(s)->ptime_ms, f->clock_hz,
			      buf)) {
	case OH_TELEV_FIRST:
		s->tx.event_ts = s->tx.ts;
		rtp.marker = true;
		break;
	case OH_TELEV_MORE:
		break;
	case OH_TELEV_DONE:
		end_send(s, true);
		return false;
	default:
		return false;
	}
	rtp.ts = s->tx.event_ts;
	(void)put(s, &rtp);     /* RFC 4733 repeats what matters */
	return true;
}

static bool put_tones(struct oh_session *s, struct oh_send *d)
{
	struct mbuf *mb = d->tones;
	size_t len;

	if (d->codec != agreed(s)->tx.codec ||
	    d->ptime_ms != agreed(s)->ptime_ms) {
		end_send(s, false);
		return false;
	}
	if (mbuf_get_left(mb) < 2) {
		end_send(s, true);
		return false;
	}
	len = ntohs(mbuf_read_u16(mb));
	(void)put_audio(s, mbuf_buf(mb), len);
	mbuf_advance(mb, (ssize_t)len);
	return true;
}

static bool put_digits(struct oh_session *s)
{
	const struct oh_sdp_format *f = &agreed(s)->telev_tx;
	struct oh_send *d = (struct oh_send *)s->tx.sends;

	if (!d)
		return false;
	if (d->codec)
		return put_tones(s, d);
	if (f->pt == OH_RTP_PT_NONE) {
		end_send(s, false);
		return false;
	}
	if (!s->tx.sending)
		oh_telev_start(&s->tx.telev, d->digits, d->on_ms, d->gap_ms);
	s->tx.sending = true;

	return put_event(s, f);
}

/* ------------------------------------------------------------- prompts */

/**
 * End the play under way, if one is
 *
 * @param s   Session
 * @param ok  It came to its end
 * @param err Why not, or 0
 */
void oh_tx_end_play(struct oh_session *s, bool ok, int err)
{
	struct oh_play *p = s->tx.play;

	if (!p)
		return;
	s->tx.play = NULL;
	p->msg.ev.type    = OH_STREAM_PLAYED;
	p->msg.ev.ok      = ok && p->packets > p->errors * ERRORS_PART;
	p->msg.ev.err     = err;
	p->msg.ev.seconds = (double)p->sent_ms / 1000.0;
	p->msg.has_event  = true;
	oh_session_home(&p->msg);
}

/* false: that was the last */
static bool next_prompt(struct oh_play *p)
{
	p->enc    = NULL;
	p->pos_ms = 0;
	p->begun  = false;
	if (++p->at < p->promptc)
		return true;
	p->at = 0;
	return p->forever || --p->loops;
}

static void tell_prompt(struct oh_session *s, struct oh_play *p)
{
	/* The name lives as long as the prompt, which PLAYED releases */
	struct oh_stream_event ev = {
		.type  = OH_STREAM_PROMPT,
		.id    = p->msg.ev.id,
		.index = p->at,
		.text  = oh_prompt_name(p->promptv[p->at]),
	};

	if (p->begun)
		return;
	p->begun = true;
	oh_session_tell(s, &ev);
}

/* The frame that is due. NULL: the play is over, or waits for its prompt. */
static const uint8_t *frame(struct oh_session *s, struct oh_play *p,
			    size_t *lenp)
{
	/* Prompts with nothing in them must not turn us in a circle. */
	for (uint32_t i = 0; i <= p->promptc; i++) {
		const uint8_t *buf;
		int err = 0;

		if (!p->enc)
			p->enc = oh_prompt_encoded(p->promptv[p->at],
						   agreed(s)->tx.codec, &err);
		if (err)
			oh_tx_end_play(s, false, err);
		if (err || !p->enc)
			return NULL;
		if (oh_encoded_frame(p->enc, p->pos_ms, agreed(s)->ptime_ms,
				     &buf, lenp))
			return buf;
		if (!next_prompt(p))
			break;
	}
	oh_tx_end_play(s, p->packets > 0, p->packets ? 0 : EBADMSG);
	return NULL;
}

static bool put_prompt(struct oh_session *s)
{
	struct oh_play *p = s->tx.play;
	const uint8_t *buf;
	size_t len;

	if (!p)
		return false;
	/* Who hangs up with the last packet cuts off what it holds. */
	if (p->out) {
		oh_tx_end_play(s, true, 0);
		return false;
	}
	buf = frame(s, p, &len);
	if (!buf)
		return false;

	tell_prompt(s, p);
	p->packets++;
	if (put_voice(s, buf, len))
		p->errors++;
	p->pos_ms  += agreed(s)->ptime_ms;
	p->sent_ms += agreed(s)->ptime_ms;
	if (p->pos_ms >= oh_encoded_ms(p->enc) && !next_prompt(p))
		p->out = true;
	return true;
}

/* -------------------------------------------------------- one interval */

static bool put_echo(struct oh_session *s)
{
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);

	if (!s->tx.echo ||
	    !oh_echo_get(s->tx.echo, agreed(s)->tx.codec,
			 agreed(s)->ptime_ms, buf, &len))
		return false;
	(void)put_voice(s, buf, len);
	return true;
}

static bool put_pipe(struct oh_session *s)
{
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);

	if (!oh_piping_frame(s, buf, &len))
		return false;
	(void)put_voice(s, buf, len);
	return true;
}

static bool put_mix(struct oh_session *s)
{
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);

	if (!s->member || !oh_member_packet(s->member, buf, &len))
		return false;
	(void)put_voice(s, buf, len);
	return true;
}

/* Somebody wants to be heard who goes before the other calls */
static bool has_own(const struct oh_session *s)
{
	return s->tx.sends || s->tx.play || oh_piping_speaks(s);
}

/* What was relayed may be later than the turn that was due. */
static uint64_t since_ms(const struct oh_tx *tx, uint64_t tick)
{
	return tick > tx->tick ? (tick - tx->tick) * OH_PACER_TICK_MS : 0;
}

/**
 * Tell what timestamp a packet would have that follows now
 *
 * @param s Session
 *
 * @return Timestamp, past all that was said
 */
uint32_t oh_tx_next_ts(const struct oh_session *s)
{
	const struct oh_sdp_agreed *a = agreed(s);
	uint64_t ms = since_ms(&s->tx, oh_engine_tick(s->eng));

	if (s->tx.fresh)
		return s->tx.ts;
	ms = max(ms, (uint64_t)a->ptime_ms);

	return s->tx.ts + (uint32_t)(ms * (a->tx.clock_hz / 1000));
}

/**
 * Go on from a timestamp
 *
 * @param s  Session
 * @param ts Of a packet sent now
 */
void oh_tx_set_ts(struct oh_session *s, uint32_t ts)
{
	s->tx.ts    = ts;
	s->tx.tick  = oh_engine_tick(s->eng);
	s->tx.fresh = false;
}

/* The timestamp follows the time, whether or not packets went out. */
static void advance(struct oh_session *s, uint64_t tick)
{
	struct oh_tx *tx = &s->tx;
	uint64_t ms = since_ms(tx, tick);

	/* What was relayed last may still be heard. */
	ms = max(ms, (uint64_t)agreed(s)->ptime_ms);
	if (tx->fresh || ms != agreed(s)->ptime_ms)
		tx->gap = true;
	if (!tx->fresh)
		tx->ts += (uint32_t)(ms * (agreed(s)->tx.clock_hz / 1000));
	tx->fresh = false;
	tx->tick  = tick;
}

/**
 * Send the packet of this interval
 *
 * @param s    Session that has been negotiated
 * @param tick When it was due
 */
void oh_tx_packet(struct oh_session *s, uint64_t tick)
{
	oh_piping_poll(s);
	if (!has_own(s) && (oh_relay_is_live(s) || oh_mixer_is_late(s, tick)))
		return;
	advance(s, tick);
	if (!oh_tx_may_send(s)) {
		/* Prompt and digits wait until they can be heard. */
		if (s->tx.play && s->tx.play->out)
			oh_tx_end_play(s, true, 0);
		s->tx.gap = true;
		return;
	}
	if (put_digits(s) || put_echo(s) || put_prompt(s) || put_pipe(s) ||
	    put_mix(s))
		return;
	(void)put_audio(s, s->remote->silence, s->remote->silence_len);
}

/**
 * The codec or the interval is another now: prompts go on at the same time
 * in their encoding for it
 *
 * @param s Session
 */
void oh_tx_changed(struct oh_session *s)
{
	if (s->tx.play)
		s->tx.play->enc = NULL;
	if (s->tx.echo)
		oh_echo_reset(s->tx.echo);
}
