/**
 * @file simrest.h  The simulated carrier's REST side
 *
 *   request ──http──▶ signed? ──auth──▶ fault asked for? ──▶ route
 *           ──▶ handler: JSON to store and back ──▶ reply, maybe later
 *
 * The Phone Numbers API 2025-06-01 and the SIP Routing API 2023-03-01: what
 * the official SDKs speak.
 */
#ifndef OH_SIMREST_SIMREST_H
#define OH_SIMREST_SIMREST_H

#include <stdbool.h>
#include <stdint.h>
#include "carrier/model.h"

enum {
	OH_SIMREST_CONNECTION_SIZE = 512,
	OH_SIMREST_FAULTS_MAX      = 32,
	OH_SIMREST_SKEW_MS         = 15 * 60 * 1000,  /**< x-ms-date        */
	OH_SIMREST_WHY_SIZE        = 160,
};

struct sa;
struct oh_log;
struct oh_simrest;

/** What the telephone network may ask about a number */
struct oh_simrest_number {
	bool stocked;               /**< of the carrier's inventory        */
	bool owned;
	bool inbound;
	bool outbound;
};

struct oh_simrest_prm {
	const struct sa *laddr;     /**< port 0: any                       */
	const char      *cert;      /**< PEM with key, NULL: plain http    */
	const char      *access_key;/**< base64; NULL: random              */
	const char      *state;     /**< file, NULL: in memory             */
	bool             any_token; /**< Bearer: take whatever comes       */
	uint32_t         delay_ms;  /**< before every reply                */
	uint32_t         op_ms;     /**< what an operation takes           */
	uint32_t         hold_ms;   /**< 0: 15 min                         */
	/* "GET /phoneNumbers=503", "POST *:search=429,retry=2,times=3",
	   "search=OutOfStock": pstn-sim(1), FAULTS */
	const char *const *faultv;
	uint32_t         faultc;
	struct oh_log   *log;
};

/* why: of a bad key, fault or state file; EADDRINUSE and the like: "" */
int  oh_simrest_alloc(struct oh_simrest **sp,
		      const struct oh_simrest_prm *prm,
		      char why[OH_SIMREST_WHY_SIZE]);
/* "endpoint=http://127.0.0.1:8443/;accesskey=..." */
const char *oh_simrest_connection(const struct oh_simrest *s);
/* A trunk was heard, by its name */
void oh_simrest_ping(struct oh_simrest *s, const char *fqdn);
void oh_simrest_number(struct oh_simrest_number *n, struct oh_simrest *s,
		       const char *number);

#endif
