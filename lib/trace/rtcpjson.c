/**
 * @file rtcpjson.c  RTCP reports as collectors want them
 */
#include "base/compat.h"
#include "trace/rtcpjson.h"

enum {
	PT_SR      = 200,
	PT_RR      = 201,
	HEAD_SIZE  = 8,        /* with the SSRC of the sender       */
	INFO_SIZE  = 20,       /* of a sender report                */
	BLOCK_SIZE = 24,
	BLOCKS_MAX = 4,        /* shown                             */
};

/** The first packet of a compound (RFC 3550 6.4) */
struct report {
	const uint8_t *p;
	unsigned       pt;
	unsigned       blocks;
};

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		(uint32_t)p[2] << 8 | p[3];
}

/* 24 bits with a sign: duplicates make it less than nothing */
static int32_t get_lost(const uint8_t *p)
{
	int32_t n = (int32_t)(get32(p) & 0xffffff);

	return n & 0x800000 ? n - 0x1000000 : n;
}

static int print_info(struct re_printf *pf, const struct report *r)
{
	const uint8_t *p = r->p + HEAD_SIZE;

	if (r->pt != PT_SR)
		return 0;

	return re_hprintf(pf, ",\"sender_information\":{"
			  "\"ntp_timestamp_sec\":%u,"
			  "\"ntp_timestamp_usec\":%u,\"rtp_timestamp\":%u,"
			  "\"packets\":%u,\"octets\":%u}", get32(p),
			  (uint32_t)(get32(p + 4) * 1000000ull >> 32),
			  get32(p + 8), get32(p + 12), get32(p + 16));
}

static int print_blocks(struct re_printf *pf, const struct report *r)
{
	const uint8_t *p = r->p + HEAD_SIZE +
		(r->pt == PT_SR ? INFO_SIZE : 0);
	int err = 0;

	for (unsigned i = 0; i < r->blocks && !err; i++, p += BLOCK_SIZE)
		err = re_hprintf(pf, "%s{\"source_ssrc\":%u,"
				 "\"fraction_lost\":%u,\"packets_lost\":%d,"
				 "\"highest_seq_no\":%u,\"ia_jitter\":%u,"
				 "\"lsr\":%u,\"dlsr\":%u}", i ? "," : "",
				 get32(p), p[4], get_lost(p + 4),
				 get32(p + 8), get32(p + 12), get32(p + 16),
				 get32(p + 20));

	return err;
}

static int look(struct report *r, const uint8_t *p, size_t len)
{
	size_t need = HEAD_SIZE;

	if (len < HEAD_SIZE || p[0] >> 6 != 2)
		return EBADMSG;
	r->p      = p;
	r->pt     = p[1];
	r->blocks = p[0] & 31;
	if (r->pt != PT_SR && r->pt != PT_RR)
		return ENOENT;
	need += r->pt == PT_SR ? INFO_SIZE : 0;
	need += r->blocks * (size_t)BLOCK_SIZE;
	if (need > len || need > 4 * (((size_t)p[2] << 8 | p[3]) + 1))
		return EBADMSG;
	r->blocks = MIN(r->blocks, (unsigned)BLOCKS_MAX);

	return 0;
}

/**
 * Print the report that a compound packet begins with
 *
 * @param buf  Where to print; NUL-terminated
 * @param size Its size [bytes]; OH_RTCPJSON_SIZE is enough
 * @param p    Packet, in the clear
 * @param len  Its length [bytes]
 *
 * @return 0; EBADMSG: malformed; ENOENT: no report; ERANGE
 */
int oh_rtcpjson_print(char *buf, size_t size, const uint8_t *p, size_t len)
{
	struct report r;
	int err = look(&r, p, len);

	if (err)
		return err;

	return re_snprintf(buf, size, "{\"type\":%u,\"ssrc\":%u%H,"
			   "\"report_count\":%u,\"report_blocks\":[%H]}",
			   r.pt, get32(p + 4), print_info, &r, r.blocks,
			   print_blocks, &r) < 0 ? ERANGE : 0;
}
