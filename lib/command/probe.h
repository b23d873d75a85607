/**
 * @file probe.h  Whether a trunk's server is there, asked once
 *
 *   open ──▶ OPTIONS ──▶ answer, and the registration if there is one
 *
 * Nobody looks after the trunk meanwhile: one question, one result.
 */
#ifndef OH_COMMAND_PROBE_H
#define OH_COMMAND_PROBE_H

#include <stdbool.h>
#include <stdint.h>
#include "conf/conf.h"
#include "sip/stack.h"
#include "sip/tls.h"

enum { OH_PROBE_WHY_SIZE = 800 };

struct oh_probe;
struct oh_resolver;

/** What came of a registration */
enum oh_probe_reg { OH_PROBE_UNTRIED, OH_PROBE_DONE, OH_PROBE_FAILED };

struct oh_probe_result {
	bool     opened;                 /**< else err, why                */
	uint16_t scode;                  /**< of OPTIONS; 0: err, why      */
	int      err;
	char     why[OH_PROBE_WHY_SIZE];
	double   rtt_ms;
	enum oh_probe_reg reg;
	uint16_t reg_scode;
	char     reg_why[OH_PROBE_WHY_SIZE];
	struct oh_tls_peer tls;          /**< all 0 without TLS            */
	char     tls_why[OH_TLS_WHY_SIZE];
};

/** The result is borrowed. Called once, never before the start returns */
typedef void (oh_probe_h)(const struct oh_probe_result *res, void *arg);
typedef void (oh_probe_closed_h)(void *arg);

struct oh_probe_prm {
	const struct oh_conf_trunk *conf;    /**< copied                   */
	bool                reg;             /**< register if it says so   */
	uint32_t            wait_ms;         /**< for all of it            */
	struct oh_resolver *resolver;
	struct oh_log      *log;
	oh_sip_trace_h     *traceh;
	void               *tracearg;
	oh_probe_h         *h;
	void               *arg;
};

/* mem_deref() drops it without a word to anybody */
int  oh_probe_start(struct oh_probe **pp, const struct oh_probe_prm *prm);
/* Politely: what was registered is removed. h is called within 2 s */
void oh_probe_close(struct oh_probe *p, oh_probe_closed_h *h, void *arg);

#endif
