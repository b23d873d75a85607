/**
 * @file rtp.h  The RTP header (RFC 3550 5.1), bytes to value and back. Pure.
 */
#ifndef OH_MEDIA_RTP_H
#define OH_MEDIA_RTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_RTP_HEADER_BYTES = 12,
	OH_RTP_PT_CN        = 13,     /**< comfort noise, RFC 3389        */
	OH_RTP_PT_NONE      = 0xff,   /**< no payload type: never on wire */
};

/** One packet; the payload points into the bytes it was decoded from */
struct oh_rtp {
	bool           marker;
	uint8_t        pt;
	uint16_t       seq;
	uint32_t       ts;
	uint32_t       ssrc;
	const uint8_t *payload;
	size_t         payload_len;
};

int  oh_rtp_decode(struct oh_rtp *rtp, const uint8_t *buf, size_t len);
int  oh_rtp_decode_header(struct oh_rtp *rtp, const uint8_t *buf,
			  size_t len);
void oh_rtp_encode(uint8_t buf[OH_RTP_HEADER_BYTES],
		   const struct oh_rtp *rtp);
void oh_rtp_blank(uint8_t *buf, size_t len);
bool oh_rtp_is_rtcp(const uint8_t *buf, size_t len);

#endif
