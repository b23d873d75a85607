/**
 * @file fuzz_rtp.c  What comes to a media port: RTP, events, RTCP
 */
#include <assert.h>
#include "media/quality.h"
#include "media/rtcp.h"
#include "media/rtp.h"
#include "media/telev.h"

enum { SSRC = 0x01020304 };

static void fuzz_events(const struct oh_rtp *rtp)
{
	struct oh_telev_rx rx = { 0 };
	struct oh_rxstat stat;
	char digit;

	oh_rxstat_init(&stat, rtp->ssrc, rtp->seq);
	assert(oh_rxstat_add(&stat, rtp->seq, rtp->ts, 0));
	/* The payload as a run of sequence numbers of the same source */
	for (size_t i = 0; i + 2 <= rtp->payload_len; i += 2)
		(void)oh_rxstat_count(&stat, (uint16_t)(rtp->payload[i] << 8 |
						rtp->payload[i + 1]));
	assert(oh_rxstat_lost(&stat) < 1u << 31);

	digit = oh_telev_recv(&rx, rtp->ssrc, rtp->ts, rtp->payload,
			      rtp->payload_len);
	assert(!digit || oh_telev_code(digit) == rtp->payload[0]);
	assert(!oh_telev_recv(&rx, rtp->ssrc, rtp->ts, rtp->payload,
			      rtp->payload_len));
}

/* What we make of it can be said again in the same words. */
static void fuzz_rtcp(const uint8_t *data, size_t size)
{
	struct oh_rtcp r, again;
	uint8_t buf[OH_RTCP_BYTES_MAX];
	size_t len = sizeof(buf);

	if (oh_rtcp_decode(&r, SSRC, data, size))
		return;
	assert(!oh_rtcp_encode(buf, &len, &r));
	assert(!oh_rtcp_decode(&again, SSRC, buf, len));
	assert(again.ssrc == r.ssrc && again.has_sr == r.has_sr);
	assert(again.block.lost == r.block.lost && again.bye == r.bye);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct oh_rtp rtp;

	(void)oh_rtp_is_rtcp(data, size);
	fuzz_rtcp(data, size);
	if (oh_rtp_decode(&rtp, data, size))
		return 0;
	assert(rtp.payload >= data &&
	       rtp.payload + rtp.payload_len <= data + size);
	fuzz_events(&rtp);

	return 0;
}
