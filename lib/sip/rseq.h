/**
 * @file rseq.h  The numbers of reliable provisional responses (RFC 3262 7)
 */
#ifndef OH_SIP_RSEQ_H
#define OH_SIP_RSEQ_H

#include <stdint.h>

struct pl;

/** What a PRACK acknowledges: "RAck: 776656 1 INVITE" */
struct oh_rack {
	uint32_t rseq;
	uint32_t cseq;
};

int oh_rseq_parse(uint32_t *rseqp, const struct pl *val);
int oh_rseq_rack(struct oh_rack *rack, const struct pl *val);

#endif
