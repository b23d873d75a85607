/**
 * @file report.c  RTCP of a session, and its quality
 *
 * A second socket for each tick would double the system calls, so it is
 * looked at once a second; a report goes out every five (RFC 3550 6.2).
 */
#include "media/engine_priv.h"

enum {
	POLL_US      = 1000000,
	REPORT_POLLS = 5,
	FIRST_POLLS  = 1,        /* the first report comes early, 6.2 */
};

static void fill_block(struct oh_session *s, struct oh_rtcp_block *b)
{
	uint64_t since_us = s->eng->now_us - s->rtcp.lsr_us;

	b->ssrc     = s->rx.stat.ssrc;
	b->lost     = (int32_t)oh_rxstat_lost(&s->rx.stat);
	b->fraction = oh_rxstat_fraction(&s->rx.stat);
	b->max_seq  = oh_rxstat_max_seq(&s->rx.stat);
	b->jitter   = (uint32_t)s->rx.stat.jitter;
	b->lsr      = s->rtcp.lsr;
	b->dlsr     = s->rtcp.lsr ? (uint32_t)(since_us * 65536 / 1000000) : 0;
}

/* RTP time at this moment, between packets too (6.4.1) */
static uint32_t rtp_now(const struct oh_session *s)
{
	uint64_t us = s->eng->now_us - oh_engine_tick_us(s->eng, s->tx.tick);
	uint32_t khz = s->remote->agreed.tx.clock_hz / 1000;

	return s->tx.ts + (uint32_t)(us * khz / 1000);
}

/* As it is in the clear. On a port of its own it has the next one. */
static void trace(const struct oh_session *s, bool tx, const struct sa *them,
		  const uint8_t *buf, size_t len)
{
	bool mux = s->remote->agreed.rtcp_mux;
	struct sa us = s->laddr;

	if (!s->eng->prm.traceh)
		return;
	sa_set_port(&us, (uint16_t)(sa_port(&us) + !mux));
	oh_engine_trace(s->eng, tx, tx ? &us : them, tx ? them : &us, buf,
			len);
}

/**
 * Send a report to where they listen
 *
 * @param s   Session that has been negotiated
 * @param bye Say that we leave
 */
void oh_report_send(struct oh_session *s, bool bye)
{
	const struct oh_sdp_agreed *a = &s->remote->agreed;
	struct oh_rtcp r = { .ssrc = s->tx.ssrc, .bye = bye };
	uint8_t buf[OH_RTCP_BYTES_MAX + OH_CIPHER_TAIL_MAX];
	size_t len = OH_RTCP_BYTES_MAX;
	struct sa dst = a->rtcp;

	r.has_sr    = s->tx.packets > 0;
	r.ntp       = oh_rtcp_ntp(s->eng->wall_us);
	r.rtp_ts    = rtp_now(s);
	r.packets   = s->tx.packets;
	r.octets    = s->tx.octets;
	r.has_block = s->rx.stat.started;
	if (r.has_block)
		fill_block(s, &r.block);
	str_ncpy(r.cname, s->rtcp.cname, sizeof(r.cname));

	/* Behind NAT their RTCP is taken to be one above what was learnt. */
	if (a->rtcp_mux)
		dst = s->tx.dst;
	else if (s->rx.locked && !sa_cmp(&s->rx.src, &a->addr, SA_ADDR)) {
		dst = s->rx.src;
		sa_set_port(&dst, (uint16_t)(sa_port(&dst) + 1));
	}
	if (!sa_isset(&dst, SA_ALL) || sa_is_any(&dst) ||
	    oh_rtcp_encode(buf, &len, &r))
		return;
	trace(s, true, &dst, buf, len);
	if (oh_secure_seal(s, buf, &len, sizeof(buf), true))
		return;

	/* A report that is lost is a report that is lost. */
	(void)sendto(a->rtcp_mux ? s->fd : s->rtcp_fd, buf, len,
		     MSG_DONTWAIT | MSG_NOSIGNAL, &dst.u.sa, dst.len);
}

/**
 * Take a report of theirs
 *
 * @param s   Session
 * @param src Where it came from; must be the host that sends the audio
 * @param buf Bytes as received
 * @param len Their number
 * @param now_us When it came
 */
void oh_report_recv(struct oh_session *s, const struct sa *src,
		    const uint8_t *buf, size_t len, uint64_t now_us)
{
	uint64_t wall_us = s->eng->wall_us + now_us - s->eng->now_us;
	uint32_t now = oh_rtcp_ntp_mid(oh_rtcp_ntp(wall_us));
	struct oh_rtcp r;
	double rtt;

	if (!s->rx.locked || !sa_cmp(src, &s->rx.src, SA_ADDR) ||
	    oh_rtcp_decode(&r, s->tx.ssrc, buf, len)) {
		s->rx.dropped++;
		return;
	}
	if (r.has_sr) {
		s->rtcp.lsr    = oh_rtcp_ntp_mid(r.ntp);
		s->rtcp.lsr_us = now_us;
	}
	if (!r.has_block)
		return;
	s->rtcp.remote_lost = r.block.lost > 0 ? (uint32_t)r.block.lost : 0;
	rtt = oh_rtcp_rtt_ms(now, r.block.lsr, r.block.dlsr);
	if (rtt >= 0.0)
		s->rtcp.rtt_ms = rtt;
}

static void drain(struct oh_session *s)
{
	struct oh_engine_rx *rx = &s->eng->rx;
	int n = oh_rx_batch(s->eng, s->rtcp_fd);

	for (int i = 0; i < n; i++) {
		size_t len = rx->msgv[i].msg_len;

		if (oh_secure_open(s, rx->bufv[i], &len, true)) {
			trace(s, false, &rx->srcv[i], rx->bufv[i], len);
			oh_report_recv(s, &rx->srcv[i], rx->bufv[i], len,
				       oh_rx_arrival_us(s->eng, i));
		}
		else
			s->rx.dropped++;
	}
}

/**
 * Once a second: take theirs, and send ours if it is time
 *
 * @param s      Session that has been negotiated
 * @param now_us Now
 */
void oh_report_poll(struct oh_session *s, uint64_t now_us)
{
	if (now_us < s->rtcp.next_us)
		return;
	s->rtcp.next_us = now_us + POLL_US;
	drain(s);
	if (s->rtcp.polls++ % REPORT_POLLS == FIRST_POLLS)
		oh_report_send(s, false);
}

/**
 * How good the stream is until now
 *
 * @param s Session
 * @param q Receives it
 */
void oh_report_quality(const struct oh_session *s, struct oh_quality *q)
{
	const struct oh_rx *rx = &s->rx;
	double total;

	memset(q, 0, sizeof(*q));
	q->tx          = s->tx.packets;
	q->rx          = rx->packets;
	q->lost        = oh_rx_lost(rx);
	q->dropped     = rx->dropped;
	q->remote_lost = s->rtcp.remote_lost;
	q->rtt_ms      = s->rtcp.rtt_ms;
	if (!rx->packets || !s->remote)
		return;

	total = (double)q->lost + (double)q->rx;
	q->jitter_ms = rx->stat.jitter * 1000.0 / rx->clock_hz;
	q->mos = oh_quality_mos(s->remote->agreed.tx.codec->name,
				100.0 * q->lost / total,
				(q->rtt_ms > 0.0 ? q->rtt_ms / 2.0 : 0.0) +
				s->remote->agreed.ptime_ms, q->jitter_ms);
}
