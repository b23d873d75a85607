/**
 * @file answer.h  Calls that come in: rung, taken, done, told
 *
 * Callers reach us through trunks we are registered at, or at addresses we
 * listen on, where a trunk is known by its address. Each call is judged by
 * the policy, rings as long as it shall, is answered and given its job; one
 * result each.
 */
#ifndef OH_ANSWER_ANSWER_H
#define OH_ANSWER_ANSWER_H

#include <stdbool.h>
#include <stdint.h>
#include "answer/policy.h"
#include "base/log.h"
#include "call/job.h"
#include "conf/conf.h"
#include "event/result.h"
#include "media/engine.h"
#include "sip/stack.h"

struct sa;
struct oh_answer;
struct oh_cdr;
struct oh_call;
struct oh_resolver;
struct oh_tls;
struct sip_msg;

enum { OH_ANSWER_TRUNKS_MAX = 64, OH_ANSWER_LISTENS_MAX = 8 };

/** An address of ours; all borrowed */
struct oh_answer_listen {
	const struct sa *laddr;
	bool             udp, tcp;
	struct oh_tls   *tls;         /**< instead of both, or NULL       */
};

/** All borrowed while it lives */
struct oh_answer_prm {
	const struct oh_conf *conf;
	struct oh_engine     *engine;
	struct oh_resolver   *resolver;
	struct oh_log        *log;
	struct oh_cdr        *cdr;    /**< keeps records, or NULL         */
	const struct oh_conf_trunk *trunkv[OH_ANSWER_TRUNKS_MAX];
	uint32_t         trunkc;
	struct oh_answer_listen listenv[OH_ANSWER_LISTENS_MAX];
	uint32_t         listenc;
	bool             from_anyone;
	struct oh_policy policy;
	uint32_t         ring_ms;     /**< before answering               */
	uint32_t         max_ms;
	uint32_t         silence_ms;
	bool             once;        /**< one call, then done            */
	struct oh_job_prm job;
	struct oh_work    work;       /**< who does it                    */
	/** Each call that is taken; or NULL */
	void (*callh)(struct oh_call *call, const struct sip_msg *msg,
		      void *arg);
	void            *callarg;
	/** Recording's path for a call; as in struct oh_attempt_prm */
	int (*recordh)(char *buf, size_t size, const char *from,
		       const char *to, const char *id, void *arg);
	void            *recordarg;
	/** Somebody else lets it ring, answers or refuses it: watch the
	    call, shared or borrowed until ENDED. 0 or an errno; ENOENT, or
	    NULL: we do */
	int (*takeh)(struct oh_call *call, const struct oh_result *res,
		     const struct sip_msg *msg, void *arg);
	void            *takearg;
	oh_sip_trace_h  *traceh;
	void            *tracearg;
	oh_event_h      *eventh;
	void (*resulth)(const struct oh_result *res, void *arg);
	/** Nothing can come any more, or the one call is over: stop me */
	void (*doneh)(enum oh_cause cause, const char *why, void *arg);
	void            *arg;
};

int  oh_answer_start(struct oh_answer **ap, const struct oh_answer_prm *prm);
/* Takes no more: 503. Done, with DONE, when those there are have ended */
void oh_answer_drain(struct oh_answer *a);
/* Calls come by these trunks from now on. One that has changed is opened anew
   beside the old one, which stays until its calls have ended; certificates
   are read again. owner, or NULL: what trunkv is part of, shared */
int  oh_answer_change(struct oh_answer *a,
		      const struct oh_conf_trunk *const *trunkv,
		      uint32_t trunkc, void *owner);
/* Since when nobody answers where that trunk leads; 0: they do [us] */
uint64_t oh_answer_silent_us(const struct oh_answer *a,
			     const struct oh_conf_trunk *conf);
uint32_t oh_answer_calls(const struct oh_answer *a);
/* Ends calls and un-registers; closedh once, within about 4 s */
void oh_answer_stop(struct oh_answer *a, enum oh_cause cause,
		    void (*closedh)(void *arg));

#endif
