/**
 * @file rtcp.c  RTCP compounds, encoded and decoded
 */
#include <errno.h>
#include <string.h>
#include "media/bytes.h"
#include "media/rtcp.h"

enum {
	VERSION      = 2,
	PT_SR        = 200,
	PT_RR        = 201,
	PT_SDES      = 202,
	PT_BYE       = 203,
	ITEM_CNAME   = 1,
	HEADER_BYTES = 4,
	SENDER_BYTES = 20,
	BLOCK_BYTES  = 24,
};

/* 1900-01-01 to 1970-01-01, RFC 5905 6 */
#define NTP_EPOCH_S 2208988800ull

static uint8_t *put_header(uint8_t *p, uint8_t count, uint8_t pt, size_t bytes)
{
	p[0] = (uint8_t)(VERSION << 6 | count);
	p[1] = pt;
	oh_bytes_put16(p + 2, (uint16_t)(bytes / 4 - 1));
	return p + HEADER_BYTES;
}

static uint8_t *put32(uint8_t *p, uint32_t v)
{
	oh_bytes_put32(p, v);
	return p + 4;
}

static uint8_t *put_block(uint8_t *p, const struct oh_rtcp_block *b)
{
	p = put32(p, b->ssrc);
	p = put32(p, (uint32_t)b->fraction << 24 |
		     ((uint32_t)b->lost & 0xffffff));
	p = put32(p, b->max_seq);
	p = put32(p, b->jitter);
	p = put32(p, b->lsr);
	return put32(p, b->dlsr);
}

static uint8_t *put_report(uint8_t *p, const struct oh_rtcp *r)
{
	size_t bytes = HEADER_BYTES + 4 + (r->has_sr ? SENDER_BYTES : 0) +
		       (r->has_block ? BLOCK_BYTES : 0);

	p = put_header(p, r->has_block, r->has_sr ? PT_SR : PT_RR, bytes);
	p = put32(p, r->ssrc);
	if (r->has_sr) {
		p = put32(p, (uint32_t)(r->ntp >> 32));
		p = put32(p, (uint32_t)r->ntp);
		p = put32(p, r->rtp_ts);
		p = put32(p, r->packets);
		p = put32(p, r->octets);
	}
	return r->has_block ? put_block(p, &r->block) : p;
}

static uint8_t *put_sdes(uint8_t *p, const struct oh_rtcp *r)
{
	size_t n = strnlen(r->cname, OH_RTCP_CNAME_MAX - 1);
	/* The item list ends with at least one zero, on a word boundary. */
	size_t chunk = (4 + 2 + n + 1 + 3) & ~(size_t)3;

	p = put_header(p, 1, PT_SDES, HEADER_BYTES + chunk);
	memset(p, 0, chunk);
	oh_bytes_put32(p, r->ssrc);
	p[4] = ITEM_CNAME;
	p[5] = (uint8_t)n;
	memcpy(p + 6, r->cname, n);
	return p + chunk;
}

/**
 * Encode a compound: SR or RR, SDES, and BYE if asked for (RFC 3550 6.1)
 *
 * @param buf  Receives the packet
 * @param lenp In: its room [bytes], at least OH_RTCP_BYTES_MAX; out: used
 * @param r    What to say
 *
 * @return 0, or ERANGE: no room
 */
int oh_rtcp_encode(uint8_t *buf, size_t *lenp, const struct oh_rtcp *r)
{
	uint8_t *p = buf;

	if (*lenp < OH_RTCP_BYTES_MAX)
		return ERANGE;

	p = put_report(p, r);
	p = put_sdes(p, r);
	if (r->bye) {
		p = put_header(p, 1, PT_BYE, HEADER_BYTES + 4);
		p = put32(p, r->ssrc);
	}
	*lenp = (size_t)(p - buf);

	return 0;
}

static void get_block(struct oh_rtcp_block *b, const uint8_t *p)
{
	uint32_t lost = oh_bytes_get32(p + 4) & 0xffffff;

	b->ssrc     = oh_bytes_get32(p);
	b->fraction = p[4];
	b->lost     = lost & 0x800000 ? (int32_t)lost - 0x1000000
				      : (int32_t)lost;
	b->max_seq  = oh_bytes_get32(p + 8);
	b->jitter   = oh_bytes_get32(p + 12);
	b->lsr      = oh_bytes_get32(p + 16);
	b->dlsr     = oh_bytes_get32(p + 20);
}

/* p: after the header of an SR or RR, len: of what follows it */
static int get_report(struct oh_rtcp *r, uint32_t our_ssrc, bool sr,
		      const uint8_t *p, size_t len, unsigned count)
{
	size_t at = 4 + (sr ? SENDER_BYTES : 0);

	if (len < at + count * BLOCK_BYTES)
		return EBADMSG;

	r->ssrc = oh_bytes_get32(p);
	if (sr) {
		r->has_sr  = true;
		r->ntp     = (uint64_t)oh_bytes_get32(p + 4) << 32 |
			     oh_bytes_get32(p + 8);
		r->rtp_ts  = oh_bytes_get32(p + 12);
		r->packets = oh_bytes_get32(p + 16);
		r->octets  = oh_bytes_get32(p + 20);
	}
	for (; count; count--, at += BLOCK_BYTES) {
		if (oh_bytes_get32(p + at) != our_ssrc)
			continue;
		r->has_block = true;
		get_block(&r->block, p + at);
	}
	return 0;
}

/* Only a first chunk's first item, where everybody puts the CNAME */
static void get_sdes(struct oh_rtcp *r, const uint8_t *p, size_t len)
{
	size_t n;

	if (len < 6 || p[4] != ITEM_CNAME)
		return;
	n = p[5];
	if (n > len - 6 || n >= sizeof(r->cname))
		return;
	memcpy(r->cname, p + 6, n);
	r->cname[n] = '\0';
}

static int get_packet(struct oh_rtcp *r, uint32_t our_ssrc,
		      const uint8_t *p, size_t len)
{
	unsigned count = p[0] & 0x1f;
	uint8_t pt = p[1];

	p   += HEADER_BYTES;
	len -= HEADER_BYTES;

	switch (pt) {
	case PT_SR:
	case PT_RR:
		return get_report(r, our_ssrc, pt == PT_SR, p, len, count);
	case PT_SDES:
		get_sdes(r, p, len);
		return 0;
	case PT_BYE:
		r->bye = true;
		return 0;
	default:
		return 0;       /* APP, XR, feedback: not for us */
	}
}

/**
 * Decode a compound
 *
 * @param r        What it says; blocks about others are passed over
 * @param our_ssrc The source whose block is kept
 * @param buf      Bytes as received
 * @param len      Their number
 *
 * @return 0, or EBADMSG: not RTCP (RFC 3550 A.2: a compound begins with a
 *         report), or lengths that lie
 */
int oh_rtcp_decode(struct oh_rtcp *r, uint32_t our_ssrc,
		   const uint8_t *buf, size_t len)
{
	memset(r, 0, sizeof(*r));

	if (len < HEADER_BYTES + 4 || (buf[1] != PT_SR && buf[1] != PT_RR))
		return EBADMSG;

	while (len) {
		size_t n;
		int err;

		if (len < HEADER_BYTES || buf[0] >> 6 != VERSION)
			return EBADMSG;
		n = 4u * (oh_bytes_get16(buf + 2) + 1u);
		if (n > len)
			return EBADMSG;
		err = get_packet(r, our_ssrc, buf, n);
		if (err)
			return err;
		buf += n;
		len -= n;
	}
	return 0;
}

/**
 * A time of day as an NTP timestamp (RFC 5905 6)
 *
 * @param wall_us Since 1970-01-01 UTC [us]
 */
uint64_t oh_rtcp_ntp(uint64_t wall_us)
{
	uint64_t s = wall_us / 1000000 + NTP_EPOCH_S;

	return s << 32 | (wall_us % 1000000 << 32) / 1000000;
}

/**
 * The middle 32 bits of an NTP timestamp, as LSR has it [1/65536 s]
 *
 * @param ntp NTP timestamp
 */
uint32_t oh_rtcp_ntp_mid(uint64_t ntp)
{
	return (uint32_t)(ntp >> 16);
}

/**
 * Round trip from a block about us (RFC 3550 6.4.1)
 *
 * @param now_mid Arrival of the block, as oh_rtcp_ntp_mid()
 * @param lsr     From the block
 * @param dlsr    From the block
 *
 * @return [ms], or negative if the block cannot tell
 */
double oh_rtcp_rtt_ms(uint32_t now_mid, uint32_t lsr, uint32_t dlsr)
{
	int32_t rtt = (int32_t)(now_mid - lsr - dlsr);

	/* A peer's rounding may come out just below nothing. */
	if (!lsr || rtt < -65)
		return -1.0;

	return rtt < 0 ? 0.0 : rtt * 1000.0 / 65536.0;
}
