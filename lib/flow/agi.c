/**
 * @file agi.c  A script written for Asterisk does what is to be done on a
 *              call
 */
#include <errno.h>
#include "base/log.h"
#include "flow/agi_env.h"
#include "flow/agi_priv.h"

static const struct {
	agi_h *h;
	bool   dead;             /* also when they have hung up            */
} commandv[] = {
	[OH_AGI_ANSWER]              = { oh_agi_now_answer,     false },
	[OH_AGI_CHANNEL_STATUS]      = { oh_agi_now_status,     false },
	[OH_AGI_CONTROL_STREAM_FILE] = { oh_agi_do_stream,      false },
	[OH_AGI_EXEC]                = { oh_agi_exec,           true  },
	[OH_AGI_GET_DATA]            = { oh_agi_do_data,        false },
	[OH_AGI_GET_FULL_VARIABLE]   = { oh_agi_now_get_full,   true  },
	[OH_AGI_GET_OPTION]          = { oh_agi_do_option,      false },
	[OH_AGI_GET_VARIABLE]        = { oh_agi_now_get,        true  },
	[OH_AGI_HANGUP]              = { oh_agi_now_hangup,     false },
	[OH_AGI_NOOP]                = { oh_agi_now_nothing,    true  },
	[OH_AGI_RECORD_FILE]         = { oh_agi_do_record,      false },
	[OH_AGI_SAY_ALPHA]           = { oh_agi_do_say,         false },
	[OH_AGI_SAY_DIGITS]          = { oh_agi_do_say,         false },
	[OH_AGI_SAY_NUMBER]          = { oh_agi_do_say,         false },
	[OH_AGI_SET_AUTOHANGUP]      = { oh_agi_now_autohangup, false },
	[OH_AGI_SET_CALLERID]        = { oh_agi_now_callerid,   false },
	[OH_AGI_SET_CONTEXT]         = { oh_agi_now_nothing,    false },
	[OH_AGI_SET_EXTENSION]       = { oh_agi_now_nothing,    false },
	[OH_AGI_SET_MUSIC]           = { oh_agi_now_nothing,    false },
	[OH_AGI_SET_PRIORITY]        = { oh_agi_now_nothing,    false },
	[OH_AGI_SET_VARIABLE]        = { oh_agi_now_set,        true  },
	[OH_AGI_STREAM_FILE]         = { oh_agi_do_stream,      false },
	[OH_AGI_VERBOSE]             = { oh_agi_now_verbose,    true  },
	[OH_AGI_WAIT_FOR_DIGIT]      = { oh_agi_do_wait,        false },
};

static void destructor(void *arg)
{
	struct oh_agi *a = arg;

	tmr_cancel(&a->tmr_end);
	if (a->live)
		oh_agi_do_stop(a);
	if (a->call)
		oh_call_unwatch(a->call, &a->watch);
	mem_deref(a->pipe);
	mem_deref(a->process);
	mem_deref(a->vars);
	mem_deref(a->call);
}

/**
 * Reply to the command
 *
 * @param a Script
 * @param r Reply
 */
void oh_agi_reply(struct oh_agi *a, const struct oh_agi_reply *r)
{
	char text[OH_AGI_REPLY_SIZE];
	int err = oh_agi_reply_print(text, sizeof(text), r);

	if (!err)
		err = oh_agi_pipe_write(a->pipe, text);
	/* It would wait for ever */
	if (err)
		oh_process_expire(a->process);
	else
		oh_log(a->prm->log, OH_LOG_DEBUG, "agi: > %.*s",
		       (int)strcspn(text, "\n"), text);
}

/** Reply "200 result=N" */
void oh_agi_result(struct oh_agi *a, int32_t result)
{
	const struct oh_agi_reply r = { .code = OH_AGI_OK, .result = result };

	oh_agi_reply(a, &r);
}

static void obey(struct oh_agi *a, const char *line)
{
	int err = line ? oh_agi_line_parse(&a->line, line) : ERANGE;
	const struct oh_agi_reply refused = {
		.code  = err == EBADMSG ? OH_AGI_USAGE :
			 err ? OH_AGI_UNKNOWN : OH_AGI_DEAD,
		.usage = a->line.usage,
	};

	if (err || (a->dead && !commandv[a->line.verb].dead))
		oh_agi_reply(a, &refused);
	else
		commandv[a->line.verb].h(a);
}

static void line_handler(const char *line, void *arg)
{
	struct oh_agi *a = arg;

	oh_log(a->prm->log, OH_LOG_DEBUG, "agi: < %s",
	       line ? line : "(a line too long)");
	obey(a, line);
}

static void close_handler(void *arg)
{
	struct oh_agi *a = arg;

	a->closed = true;
	if (a->exited)
		oh_process_finish(a->process);   /* we may be gone */
	else
		oh_process_expire(a->process);
}

/* What it had asked for before it ended is still done. */
static void exited_handler(void *arg)
{
	struct oh_agi *a = arg;

	a->exited = true;
	if (a->closed) {
		oh_process_finish(a->process);   /* we may be gone */
		return;
	}
	oh_agi_pipe_end(a->pipe);
	oh_agi_do_exited(a);
}

static void leaving_handler(void *arg)
{
	struct oh_agi *a = arg;

	a->dead = true;
	tmr_cancel(&a->tmr_end);
	oh_agi_do_hungup(a);
}

/* "SIP/carrier-1a2b3c4d" */
static void name_channel(struct oh_agi *a)
{
	const char *trunk = oh_live_result(a->live)->trunk;
	const char *id = oh_call_id(a->call);
	const size_t len = strlen(id);

	(void)re_snprintf(a->channel, sizeof(a->channel), "SIP/%s-%s",
			  *trunk ? trunk : "anybody",
			  len > 8 ? id + len - 8 : id);
}

static int print_env(const struct oh_agi *a, struct mbuf *mb)
{
	const struct oh_result *res = oh_live_result(a->live);
	const char *const *argv = a->prm->program.argv;
	struct oh_agi_env env = {
		.request   = argv[0],
		.channel   = a->channel,
		.language  = a->prm->language,
		.unique_id = oh_call_id(a->call),
		.caller    = res->from,
		.called    = res->to,
		.diverted  = res->diverted_from,
		.argv      = argv + 1,
	};

	while (env.argv[env.argc])
		env.argc++;

	return oh_agi_env_print(mb, &env);
}

static int start(struct oh_agi *a, oh_job_h *h, void *harg)
{
	const struct oh_process_prm prm = {
		.program = &a->prm->program,
		.in      = oh_agi_pipe_in(a->pipe),
		.out     = oh_agi_pipe_out(a->pipe),
		.h       = exited_handler,
		.arg     = a,
		.jobh    = h,
		.jobarg  = harg,
	};
	struct mbuf *mb = mbuf_alloc(OH_AGI_LINE_MAX);
	int err = mb ? print_env(a, mb) : ENOMEM;

	if (!err)
		err = oh_process_start(&a->process, a->call, &prm);
	if (!err)
		err = oh_agi_pipe_start(a->pipe, mb->buf, mb->end);
	mem_deref(mb);

	return err;
}

static int open_script(struct oh_agi *a)
{
	int err = oh_agi_pipe_alloc(&a->pipe, line_handler, close_handler, a);

	if (!err)
		err = oh_agi_vars_alloc(&a->vars);
	if (!err)
		err = oh_agi_now_preset(a);

	return err;
}

/**
 * Run a script on an answered call, an oh_work_h
 *
 * @param workp Returned script, release with mem_deref: it is killed then
 * @param call  Call, shared; it is among the calls of arg
 * @param job   What else: its recording
 * @param h     Called once, when it has ended
 * @param harg  Handler argument
 * @param arg   struct oh_agi_prm
 *
 * @return 0 or an errno; that it cannot be run has been told as a warning
 */
int oh_agi_work(void **workp, struct oh_call *call,
		const struct oh_job_prm *job, oh_job_h *h, void *harg,
		void *arg)
{
	const struct oh_agi_prm *prm = arg;
	struct oh_live *live;
	struct oh_agi *a;
	int err;

	if (!workp || !call || !job || !h || !prm)
		return EINVAL;
	err = oh_calls_find(&live, prm->program.calls, oh_call_id(call));
	if (err)
		return err;
	a = mem_zalloc(sizeof(*a), destructor);
	if (!a)
		return ENOMEM;
	tmr_init(&a->tmr);
	tmr_init(&a->tmr_end);
	a->call  = mem_ref(call);
	a->live  = live;
	a->prm   = prm;
	a->watch = (struct oh_call_watch){
		.leavingh = leaving_handler,
		.arg      = a,
	};
	name_channel(a);
	if (job->record)
		oh_job_record(call, job->record);
	err = open_script(a);
	if (!err)
		err = start(a, h, harg);
	if (err) {
		mem_deref(a);
		return err;
	}
	oh_call_watch(call, &a->watch);
	*workp = a;

	return 0;
}
