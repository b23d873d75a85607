/**
 * @file program.c  A program that does what is to be done on a call
 */
#include <errno.h>
#include "base/compat.h"
#include "flow/process.h"
#include "flow/program.h"

struct oh_program {
	struct oh_process *process;
};

static void destructor(void *arg)
{
	struct oh_program *p = arg;

	mem_deref(p->process);
}

static void ended_handler(void *arg)
{
	struct oh_program *p = arg;

	oh_process_finish(p->process);
}

/**
 * Run a program on an answered call, an oh_work_h
 *
 * @param workp Returned program, release with mem_deref: it is killed then
 * @param call  Call, shared
 * @param job   What else: its recording
 * @param h     Called once, when it has ended
 * @param harg  Handler argument
 * @param arg   struct oh_program_prm
 *
 * @return 0 or an errno; what is wrong has been told as a warning
 */
int oh_program_work(void **workp, struct oh_call *call,
		    const struct oh_job_prm *job, oh_job_h *h, void *harg,
		    void *arg)
{
	struct oh_program *p = mem_zalloc(sizeof(*p), destructor);
	const struct oh_process_prm prm = {
		.program = arg,
		.in      = -1,
		.out     = -1,
		.h       = ended_handler,
		.arg     = p,
		.jobh    = h,
		.jobarg  = harg,
	};
	int err;

	if (!p)
		return ENOMEM;
	if (job->record)
		oh_job_record(call, job->record);
	err = oh_process_start(&p->process, call, &prm);
	if (err)
		mem_deref(p);
	else
		*workp = p;

	return err;
}
