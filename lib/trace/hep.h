/**
 * @file hep.h  SIP messages and RTCP reports to a collector (HEP version 3)
 *
 * The Homer Encapsulation Protocol, also called EEP: each message in a UDP
 * packet of its own, with when it passed and between whom. Nothing waits for
 * the collector, and nothing is sent twice. Credentials in SIP are blanked.
 * Reports are JSON and bear the Call-ID, so that quality is seen by call.
 */
#ifndef OH_TRACE_HEP_H
#define OH_TRACE_HEP_H

#include "trace/trace.h"

struct mbuf;
struct sa;
struct oh_hep;

enum { OH_HEP_PORT = 9060 };          /**< Where collectors listen */

/** Who we are to the collector */
struct oh_hep_prm {
	uint32_t    id;               /**< capture agent             */
	const char *password;         /**< NULL or "": none          */
};

/* call_id: which call it belongs to, or NULL */
int  oh_hep_encode(struct mbuf *mb, const struct oh_hep_prm *prm,
		   const struct oh_trace *t, const char *call_id);
int  oh_hep_open(struct oh_hep **hp, const struct sa *collector,
		 const struct oh_hep_prm *prm);
/* From any thread */
void oh_hep_add(struct oh_hep *h, const struct oh_trace *t);

#endif
