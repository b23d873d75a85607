/**
 * @file job_who.c  What a job makes of who answers
 *
 *   answered ─▶ prompts ──human, unknown──▶ as without listening
 *                  ├──machine──▶ (after_beep) silent ─beep─▶ prompts anew
 *                  │             (human) over: MACHINE
 *                  └──fax──▶ over: FAX
 *
 * Prompts that are over sooner than that is known wait for it.
 */
#include "call/job_priv.h"

enum {
	SLACK_MS = 1500,       /* after which a verdict was due            */
	BEEP_MS  = 60000,      /* the longest greeting                     */
};

/* Nothing was told in time: then it is not known. */
static void who_timeout(void *arg)
{
	struct oh_job *j = arg;

	if (j->who.waiting)
		oh_job_finish(j, OH_CAUSE_MACHINE);
	else
		oh_job_who_detected(j, OH_DETECTED_UNKNOWN);
}

/** From now on it is of interest who answers */
void oh_job_who_start(struct oh_job *j)
{
	tmr_init(&j->who.tmr);
	if (j->prm.detect)
		tmr_start(&j->who.tmr,
			  j->prm.detect->amd.total_analysis_time + SLACK_MS,
			  who_timeout, j);
}

/* What was held back until now */
static void settle(struct oh_job *j)
{
	enum oh_cause due = j->who.due;

	j->who.due = OH_CAUSE_NONE;
	if (due != OH_CAUSE_NONE)
		oh_job_finish(j, due);
}

static void speak_anew(struct oh_job *j)
{
	j->who.waiting = false;
	tmr_cancel(&j->who.tmr);
	oh_job_stop_prompts(j);
	if (oh_job_play(j))
		oh_job_finish(j, OH_CAUSE_FAILED);
}

/* Somebody has taken the call out of the machine */
static void is_person(struct oh_job *j)
{
	j->who.anew = false;
	if (j->who.waiting)
		speak_anew(j);
	else
		settle(j);
}

static void is_machine(struct oh_job *j)
{
	if (j->who.waiting || j->who.anew)
		return;
	if (!j->prm.after_beep) {
		if (j->prm.human)
			oh_job_finish(j, OH_CAUSE_MACHINE);
		else
			settle(j);
		return;
	}
	j->who.due     = OH_CAUSE_NONE;
	j->who.waiting = true;
	oh_job_stop_prompts(j);
	tmr_start(&j->who.tmr, BEEP_MS, who_timeout, j);
}

static void is_recording(struct oh_job *j)
{
	if (!j->who.waiting)
		return;
	j->who.anew = true;
	speak_anew(j);
}

/** Take a finding about who answers */
void oh_job_who_detected(struct oh_job *j, enum oh_detected what)
{
	if (!j->prm.detect)
		return;
	if (what <= OH_DETECTED_UNKNOWN) {
		j->who.who = what;
		tmr_cancel(&j->who.tmr);
	}
	switch (what) {

	case OH_DETECTED_HUMAN:
	case OH_DETECTED_UNKNOWN: is_person(j); break;
	case OH_DETECTED_MACHINE: is_machine(j); break;
	case OH_DETECTED_FAX:     oh_job_finish(j, OH_CAUSE_FAX); break;
	case OH_DETECTED_BEEP:
	case OH_DETECTED_SILENCE: is_recording(j); break;
	default:                  break;
	}
}

/**
 * Whether the end of the job must wait until it is known who answered
 *
 * @param j     Job
 * @param cause How it would end; DONE is kept for then
 */
bool oh_job_who_is_due(struct oh_job *j, enum oh_cause cause)
{
	if (!j->prm.detect || cause != OH_CAUSE_DONE ||
	    j->who.who != OH_DETECTED_NONE)
		return false;
	j->who.due = cause;

	return true;
}

/** Whether it speaks to a machine, or waits for its beep */
bool oh_job_who_is_machine(const struct oh_job *j)
{
	return j->who.who == OH_DETECTED_MACHINE &&
		(j->who.waiting || j->who.anew);
}

/** What is done well with a machine, where a person was wanted, is not done */
enum oh_cause oh_job_who_judge(const struct oh_job *j, enum oh_cause cause)
{
	if (cause == OH_CAUSE_DONE && oh_job_who_is_machine(j) &&
	    (j->prm.human || j->prm.gather))
		return OH_CAUSE_MACHINE;

	return cause;
}
