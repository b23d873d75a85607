/**
 * @file rseq.c  The numbers of reliable provisional responses (RFC 3262 7)
 */
#include "base/compat.h"
#include "sip/rseq.h"

enum { DIGITS_MAX = 10 };

/* 32 bits; the first of a transaction is below 2^31 (7.1) */
static int parse_u32(uint32_t *np, const struct pl *pl)
{
	uint64_t n = pl->l <= DIGITS_MAX ? pl_u64(pl) : UINT64_MAX;

	if (n > UINT32_MAX)
		return EBADMSG;
	*np = (uint32_t)n;

	return 0;
}

/**
 * Parse the value of RSeq
 *
 * @param rseqp Number, at least 1
 * @param val   Value
 *
 * @return 0 or EBADMSG
 */
int oh_rseq_parse(uint32_t *rseqp, const struct pl *val)
{
	struct pl n, rest;

	if (re_regex(val->p, val->l, "[0-9]+[^]*", &n, &rest)
	    || n.p != val->p || n.l != val->l || parse_u32(rseqp, &n))
		return EBADMSG;

	return *rseqp ? 0 : EBADMSG;
}

/**
 * Parse the value of RAck, of an INVITE
 *
 * @param rack What it says
 * @param val  Value
 *
 * @return 0 or EBADMSG
 */
int oh_rseq_rack(struct oh_rack *rack, const struct pl *val)
{
	struct pl rseq, cseq, met;

	if (re_regex(val->p, val->l, "[0-9]+[ \t]+[0-9]+[ \t]+[^ \t]+",
		     &rseq, NULL, &cseq, NULL, &met)
	    || rseq.p != val->p || pl_strcmp(&met, "INVITE"))
		return EBADMSG;

	return parse_u32(&rack->rseq, &rseq) || parse_u32(&rack->cseq, &cseq)
		? EBADMSG : 0;
}
