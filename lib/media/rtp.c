/**
 * @file rtp.c  The RTP header
 *
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  |V=2|P|X|  CC   |M|     PT      |        sequence number        |
 *  |                           timestamp                           |
 *  |                             SSRC                              |
 *  |          CSRC x CC, then the extension if X, the payload,     |
 *  |          then padding if P, whose last byte is its length     |
 */
#include <errno.h>
#include <string.h>
#include "media/bytes.h"
#include "media/rtp.h"

enum {
	VERSION      = 2,
	EXT_BYTES    = 4,     /* header of an extension */
	RTCP_PT_MIN  = 192,   /* RFC 5761 4: second byte of any RTCP packet */
	RTCP_PT_MAX  = 223,
};

/* Bytes before the payload, or 0 if the packet is too short for them. */
static size_t header_bytes(const uint8_t *buf, size_t len)
{
	size_t n = OH_RTP_HEADER_BYTES + 4u * (buf[0] & 0x0f);

	if (buf[0] & 0x10) {
		if (len < n + EXT_BYTES)
			return 0;
		n += EXT_BYTES + 4u * oh_bytes_get16(buf + n + 2);
	}
	return n <= len ? n : 0;
}

/**
 * Decode the header of a packet, whose padding may still be enciphered
 *
 * @param rtp The packet, with all that follows its header as the payload
 * @param buf Bytes as received
 * @param len Their number
 *
 * @return 0, or EBADMSG: too short, not version 2, or lengths that lie
 */
int oh_rtp_decode_header(struct oh_rtp *rtp, const uint8_t *buf, size_t len)
{
	size_t start;

	if (len < OH_RTP_HEADER_BYTES || buf[0] >> 6 != VERSION)
		return EBADMSG;

	start = header_bytes(buf, len);
	if (!start)
		return EBADMSG;

	rtp->marker      = buf[1] & 0x80;
	rtp->pt          = buf[1] & 0x7f;
	rtp->seq         = oh_bytes_get16(buf + 2);
	rtp->ts          = oh_bytes_get32(buf + 4);
	rtp->ssrc        = oh_bytes_get32(buf + 8);
	rtp->payload     = buf + start;
	rtp->payload_len = len - start;

	return 0;
}

/**
 * Decode one RTP packet
 *
 * @param rtp The packet; its payload points into buf
 * @param buf Bytes as received
 * @param len Their number
 *
 * @return 0, or EBADMSG: too short, not version 2, or lengths that lie
 */
int oh_rtp_decode(struct oh_rtp *rtp, const uint8_t *buf, size_t len)
{
	size_t pad;
	int err;

	err = oh_rtp_decode_header(rtp, buf, len);
	if (err || !(buf[0] & 0x20))
		return err;

	pad = buf[len - 1];
	if (!pad || pad > rtp->payload_len)
		return EBADMSG;
	rtp->payload_len -= pad;

	return 0;
}

/**
 * Encode the header of a packet without padding, extension and CSRC
 *
 * @param buf Receives the header; the payload is sent from where it lies
 * @param rtp Header fields; payload is not looked at
 */
void oh_rtp_encode(uint8_t buf[OH_RTP_HEADER_BYTES], const struct oh_rtp *rtp)
{
	buf[0] = VERSION << 6;
	buf[1] = (rtp->marker ? 0x80 : 0) | (rtp->pt & 0x7f);
	oh_bytes_put16(buf + 2, rtp->seq);
	oh_bytes_put32(buf + 4, rtp->ts);
	oh_bytes_put32(buf + 8, rtp->ssrc);
}

/**
 * Is this RTCP, sent to the port of RTP? (RFC 5761 4)
 *
 * @param buf Bytes as received
 * @param len Their number
 */
bool oh_rtp_is_rtcp(const uint8_t *buf, size_t len)
{
	return len >= 2 && buf[1] >= RTCP_PT_MIN && buf[1] <= RTCP_PT_MAX;
}

/**
 * Overwrite what a packet says, its length kept
 *
 * All ones: silence in PCMU, and no event that there is (RFC 4733 3).
 *
 * @param buf RTP packet, in clear; changed in place
 * @param len Its length [bytes]
 */
void oh_rtp_blank(uint8_t *buf, size_t len)
{
	struct oh_rtp rtp;

	if (!oh_rtp_decode(&rtp, buf, len))
		memset(buf + (rtp.payload - buf), 0xff, rtp.payload_len);
	else if (len > OH_RTP_HEADER_BYTES)
		memset(buf + OH_RTP_HEADER_BYTES, 0xff,
		       len - OH_RTP_HEADER_BYTES);
}
