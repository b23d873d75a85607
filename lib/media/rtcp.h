/**
 * @file rtcp.h  Reports between the two ends (RFC 3550 6). Pure.
 *
 * We send compounds of SR or RR, SDES with CNAME, and BYE at the end; of what
 * we receive we keep the sender report and the block about ourselves.
 */
#ifndef OH_MEDIA_RTCP_H
#define OH_MEDIA_RTCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_RTCP_BYTES_MAX = 256,      /**< of what we encode            */
	OH_RTCP_CNAME_MAX = 64,
};

/** How one received source does */
struct oh_rtcp_block {
	uint32_t ssrc;                /**< the source reported on       */
	uint8_t  fraction;            /**< lost since the last, of 256  */
	int32_t  lost;                /**< in all, 24 bits, may be < 0  */
	uint32_t max_seq;             /**< extended                     */
	uint32_t jitter;              /**< [timestamp units]            */
	uint32_t lsr;                 /**< middle of their last SR's NTP */
	uint32_t dlsr;                /**< since then [1/65536 s]       */
};

/** One compound packet as a value */
struct oh_rtcp {
	uint32_t ssrc;                /**< of the sender                */
	bool     has_sr;
	uint64_t ntp;                 /**< [2^-32 s since 1900]         */
	uint32_t rtp_ts;
	uint32_t packets;
	uint32_t octets;
	bool     has_block;
	struct oh_rtcp_block block;
	bool     bye;
	char     cname[OH_RTCP_CNAME_MAX];
};

int      oh_rtcp_encode(uint8_t *buf, size_t *lenp, const struct oh_rtcp *r);
int      oh_rtcp_decode(struct oh_rtcp *r, uint32_t our_ssrc,
			const uint8_t *buf, size_t len);
uint64_t oh_rtcp_ntp(uint64_t wall_us);
uint32_t oh_rtcp_ntp_mid(uint64_t ntp);
double   oh_rtcp_rtt_ms(uint32_t now_mid, uint32_t lsr, uint32_t dlsr);

#endif
