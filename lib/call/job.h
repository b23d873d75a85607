/**
 * @file job.h  What is to be done on an answered call
 *
 *   digits of ours ──▶ prompts ──▶ digits of theirs ──▶ done
 *                      └── a key stops them, unless told otherwise
 *
 * with a recording beside all of it. Where it is of interest who answers, the
 * prompts begin at once all the same; a machine may hear them anew after its
 * beep. A job with nothing to play and nothing to collect, or told to stay,
 * lasts until the far end hangs up. A job does not hang up: it says how it
 * went, and its owner ends the call so.
 */
#ifndef OH_CALL_JOB_H
#define OH_CALL_JOB_H

#include <stdbool.h>
#include <stdint.h>
#include "call/call.h"
#include "call/gather.h"

struct oh_job;

/** All pointers are borrowed while the job lives */
struct oh_job_prm {
	struct oh_prompt *const *promptv;
	uint32_t    promptc;
	uint32_t    loops;            /**< of all prompts; 0: for ever     */
	bool        gather;
	struct oh_gather_prm rules;
	bool        barge;            /**< a key stops the prompts         */
	bool        secret;           /**< digits appear nowhere           */
	bool        stay;             /**< done, wait until they hang up   */
	const char *send_digits;      /**< before anything else, or NULL   */
	const char *record;           /**< path, or NULL                   */
	/** Told who answers, the call listening so; NULL: nobody asks */
	const struct oh_detect_prm *detect;
	bool        human;            /**< a machine will not do           */
	bool        after_beep;       /**< speak to a machine after its beep */
};

/** How it went: DONE, NO_DIGITS, NO_MEDIA, MACHINE, FAX; digits "" if none,
    borrowed */
typedef void (oh_job_h)(enum oh_cause cause, const char *digits, void *arg);

int oh_job_start(struct oh_job **jp, struct oh_call *call,
		 const struct oh_job_prm *prm, oh_job_h *h, void *arg);

void oh_job_record(struct oh_call *call, const char *path);

/**
 * Somebody else who does what is to be done on a call, in place of a job.
 *
 * *workp: what does it, release with mem_deref. prm: what was asked for. h is
 * called once, when it is done, and never before this returns. 0 or an errno.
 */
typedef int (oh_work_h)(void **workp, struct oh_call *call,
			const struct oh_job_prm *prm, oh_job_h *h, void *harg,
			void *arg);

/** Who does it: the handler, or, if there is none, a job */
struct oh_work {
	oh_work_h *h;
	void      *arg;
};

int oh_work_start(void **workp, const struct oh_work *work,
		  struct oh_call *call, const struct oh_job_prm *prm,
		  oh_job_h *h, void *harg);

#endif
