/**
 * @file do_record.c  Requests: record, record-call, wait
 */
#include <errno.h>
#include "action/record.h"
#include "action/wait.h"
#include "ctl/server_priv.h"

enum { STATUS_CANT_CREATE = 73, WHY_SIZE = 512 };

static int read_path(struct oh_args *a, const char **pathp)
{
	int err = oh_args_str(a, "path", pathp);

	if (err)
		return err;

	return *pathp && **pathp == '/' ? 0 :
		oh_args_bad(a, "path", "the whole path of a file");
}

/* What is wrong with the file is no matter of the call's */
static int explain(struct ctl_request *rq, struct oh_args *a, int err,
		   const char *path, const char *why)
{
	char text[WHY_SIZE];

	switch (err) {

	case 0:
	case EINVAL:
	case ENOMEM:
	case ENOTCONN:
		return err;

	case EALREADY:
		oh_args_bad(a, "record", "it is recorded already");
		return err;

	case EBADMSG:
		return oh_args_bad(a, "path", why ? why : "no such template");

	default:
		(void)re_snprintf(text, sizeof(text), "%s: %s", path,
				  why ? why : strerror(err));
		oh_ctl_refuse(rq, STATUS_CANT_CREATE, OH_CAUSE_FAILED, text);
		return 0;
	}
}

/* {"path":"/tmp/{from}.wav","max":60,"silence":5,"keys":"#","beep":true} */
int oh_ctl_do_record(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_record_prm prm = { .keys = "#" };
	const char *why = NULL;
	int err;

	err = read_path(a, &prm.path);
	if (!err)
		err = oh_args_ms(a, "max", &prm.max_ms);
	if (!err)
		err = oh_args_ms(a, "silence", &prm.silence_ms);
	if (!err)
		err = oh_args_str(a, "keys", &prm.keys);
	if (!err && (strlen(prm.keys) > OH_MESSAGE_KEYS ||
		     strspn(prm.keys, "0123456789*#ABCD") !=
		     strlen(prm.keys)))
		err = oh_args_bad(a, "keys", "0-9 * # A-D, or \"\"");
	if (!err)
		err = oh_args_bool(a, "beep", &prm.beep);
	if (err)
		return err;
	err = oh_record_start(&rq->action, rq->live, &prm, &why, oh_ctl_done,
			      rq);

	return explain(rq, a, err, prm.path, why);
}

static int start_recording(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);
	struct oh_call *call = oh_live_call(rq->live);
	const char *templ = NULL, *why = NULL;
	char path[OH_NAME_SIZE];
	int err = read_path(a, &templ);

	if (err)
		return err;
	if (oh_call_is_leaving(call))
		return ENOTCONN;
	err = oh_call_record_name(call, path, sizeof(path), templ, &why);
	if (!err)
		err = oh_call_record(call, path);
	if (err)
		return explain(rq, a, err, templ, why);
	out.path = path;
	oh_ctl_done(&out, rq);

	return 0;
}

static int pause_recording(struct ctl_request *rq, bool on)
{
	struct oh_call *call = oh_live_call(rq->live);
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);

	out.path = oh_call_recording(call);
	if (!out.path)
		return ENOENT;
	oh_call_record_pause(call, on);
	oh_ctl_done(&out, rq);

	return 0;
}

/* {"action":"start","path":"/tmp/call.wav"}, pause, resume, stop */
int oh_ctl_do_record_call(struct ctl_request *rq, struct oh_args *a)
{
	const char *what = "";
	int err = oh_args_str(a, "action", &what);

	if (err)
		return err;
	if (0 == strcmp(what, "start"))
		err = start_recording(rq, a);
	else if (0 == strcmp(what, "pause"))
		err = pause_recording(rq, true);
	else if (0 == strcmp(what, "resume"))
		err = pause_recording(rq, false);
	else if (0 == strcmp(what, "stop"))
		err = oh_record_stop(&rq->action, rq->live, oh_ctl_done, rq);
	else
		return oh_args_bad(a, "action", "start, pause, resume or "
				   "stop");
	if (err == ENOENT)
		oh_args_bad(a, "record", "the call is not being recorded");

	return err;
}

static int read_what(struct oh_args *a, enum oh_wait_for *whatp)
{
	const char *what = "";
	int err = oh_args_str(a, "for", &what);

	for (int i = 0; i < OH_WAIT_MAX && !err; i++) {
		*whatp = (enum oh_wait_for)i;
		if (0 == strcmp(what, oh_wait_name(*whatp)))
			return 0;
	}

	return err ? err : oh_args_bad(a, "for", "answer, answer-type, digit, "
				       "end, silence or speech");
}

/* {"for":"silence","length":2,"timeout":30} */
int oh_ctl_do_wait(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_wait_prm prm = { .for_ms = 0 };
	int err;

	err = read_what(a, &prm.what);
	if (!err)
		err = oh_args_ms(a, "length", &prm.for_ms);
	if (!err)
		err = oh_args_ms(a, "timeout", &prm.timeout_ms);
	if (err)
		return err;
	err = oh_wait_start(&rq->action, rq->live, &prm, oh_ctl_done, rq);
	if (err == EBUSY)
		oh_args_bad(a, "wait", "digits are gathered already");
	else if (err == ENOTSUP)
		oh_args_bad(a, "wait", "nobody here finds out who answers");

	return err;
}
