/**
 * @file job_priv.h  The inside of a job
 */
#ifndef OH_CALL_JOB_PRIV_H
#define OH_CALL_JOB_PRIV_H

#include "base/compat.h"
#include "call/job.h"

/** Who answered, and what that means for the prompts */
struct job_who {
	enum oh_detected who;       /* HUMAN to UNKNOWN; NONE: not known    */
	struct tmr       tmr;       /* until that, or the beep, must come   */
	bool             waiting;   /* for the beep                         */
	bool             anew;      /* the prompts have begun after it      */
	enum oh_cause    due;       /* all is done but for knowing; or NONE */
};

struct oh_job {
	struct oh_call_watch watch;
	struct oh_call      *call;
	struct oh_job_prm    prm;
	struct oh_gather     gather;
	struct job_who       who;
	struct tmr           tmr;        /* for the next digit           */
	bool                 playing;
	uint32_t             play_id;    /* the last                     */
	bool                 staying;    /* done, and they may go        */
	bool                 over;
	oh_job_h            *h;
	void                *arg;
};

/* job.c */
void oh_job_finish(struct oh_job *j, enum oh_cause cause);
void oh_job_stop_prompts(struct oh_job *j);
int  oh_job_play(struct oh_job *j);

/* job_who.c */
void oh_job_who_start(struct oh_job *j);
void oh_job_who_detected(struct oh_job *j, enum oh_detected what);
bool oh_job_who_is_due(struct oh_job *j, enum oh_cause cause);
bool oh_job_who_is_machine(const struct oh_job *j);
enum oh_cause oh_job_who_judge(const struct oh_job *j, enum oh_cause cause);

#endif
