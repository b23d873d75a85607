/**
 * @file show.c  Requests about calls: list, show, events; and hangup
 */
#include <errno.h>
#include "base/clock.h"
#include "action/meeting.h"
#include "ctl/server_priv.h"
#include "event/json.h"

static bool add_text(cJSON *o, const char *name, const char *text)
{
	return !*text || cJSON_AddStringToObject(o, name, text);
}

static double seconds_since(uint64_t wall_us)
{
	uint64_t now = oh_clock_wall_us();

	return now > wall_us ? (double)(now - wall_us) / 1e6 : 0.0;
}

/* Only where somebody talks */
static bool add_talking(cJSON *o, const struct oh_live *lv,
			const struct oh_ctl *c)
{
	return !c->owner.talkingh || cJSON_AddBoolToObject(o, "talking",
			c->owner.talkingh(lv, c->owner.arg));
}

static bool add_joined(cJSON *o, const struct oh_live *lv)
{
	const char *id = oh_meeting_id(lv);

	return !id || cJSON_AddStringToObject(o, "joined", id);
}

static cJSON *print_live(const struct oh_live *lv, const struct oh_ctl *c)
{
	const struct oh_result *res = oh_live_result(lv);
	cJSON *o = cJSON_CreateObject();

	if (cJSON_AddStringToObject(o, "call",
				    oh_call_id(oh_live_call(lv))) &&
	    cJSON_AddStringToObject(o, "state", oh_live_state_name(lv)) &&
	    cJSON_AddStringToObject(o, "direction",
				    res->incoming ? "in" : "out") &&
	    add_text(o, "from", res->from) && add_text(o, "to", res->to) &&
	    add_text(o, "name", res->name) &&
	    add_text(o, "trunk", res->trunk) &&
	    add_text(o, "codec", res->codec) &&
	    add_text(o, "srtp", res->srtp) && add_text(o, "tls", res->tls) &&
	    cJSON_AddBoolToObject(o, "muted", oh_stream_is_muted(
			oh_call_stream(oh_live_call(lv)))) &&
	    cJSON_AddBoolToObject(o, "recording",
			oh_call_recording(oh_live_call(lv)) != NULL) &&
	    add_talking(o, lv, c) && add_joined(o, lv) &&
	    cJSON_AddNumberToObject(o, "age",
				    seconds_since(res->start_us)) &&
	    (!res->answer_us ||
	     cJSON_AddNumberToObject(o, "answered",
				     seconds_since(res->answer_us))))
		return o;
	cJSON_Delete(o);

	return NULL;
}

static cJSON *print_ok(cJSON **listp, const char *name)
{
	cJSON *o = cJSON_CreateObject();

	*listp = cJSON_AddArrayToObject(o, name);
	if (cJSON_AddTrueToObject(o, "ok") && *listp)
		return o;
	cJSON_Delete(o);

	return NULL;
}

/* Every call there is */
int oh_ctl_do_list(struct ctl_request *rq, struct oh_args *a)
{
	const struct oh_calls *calls = rq->conn->ctl->prm.calls;
	const struct oh_live *lv = NULL;
	cJSON *list, *o = print_ok(&list, "calls");

	(void)a;
	while (o && (lv = oh_calls_next(calls, lv))) {
		cJSON *one = print_live(lv, rq->conn->ctl);

		if (!one || !cJSON_AddItemToArray(list, one)) {
			cJSON_Delete(o);
			o = NULL;
		}
	}
	oh_ctl_reply(rq, o);

	return 0;
}

/* One call, with all that is known of it */
int oh_ctl_do_show(struct ctl_request *rq, struct oh_args *a)
{
	cJSON *o = print_live(rq->live, rq->conn->ctl);
	char *line = NULL;

	(void)a;
	if (!o || oh_json_result(&line, oh_live_result(rq->live), 0) ||
	    !cJSON_AddTrueToObject(o, "ok") ||
	    !cJSON_AddRawToObject(o, "result", line)) {
		cJSON_Delete(o);
		o = NULL;
	}
	mem_deref(line);
	oh_ctl_reply(rq, o);

	return 0;
}

static cJSON *print_true(void)
{
	cJSON *o = cJSON_CreateObject();

	if (cJSON_AddTrueToObject(o, "ok"))
		return o;
	cJSON_Delete(o);

	return NULL;
}

/* From now on what happens on a call, or on all of them */
int oh_ctl_do_events(struct ctl_request *rq, struct oh_args *a)
{
	struct ctl_conn *conn = rq->conn;
	const char *call = NULL;
	struct oh_live *lv;
	bool off = false;
	char *id = NULL;
	int err;

	err = oh_args_bool(a, "off", &off);
	if (!err)
		err = oh_args_str(a, "call", &call);
	if (!err && call && oh_calls_find(&lv, conn->ctl->prm.calls, call)) {
		(void)oh_args_bad(a, "call", "no such call");
		return ENOTCONN;
	}
	if (!err && call)
		err = str_dup(&id, oh_call_id(oh_live_call(lv)));
	if (err)
		return err;
	mem_deref(conn->events_of);
	conn->events_of = id;
	conn->events    = !off;
	oh_ctl_reply(rq, print_true());

	return 0;
}

/* {"q850":17} */
int oh_ctl_do_hangup(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_call *call = oh_live_call(rq->live);
	uint32_t q850 = OH_Q850_NORMAL;
	int err = oh_args_u32(a, "q850", &q850);

	if (!err && (!q850 || q850 > 127))
		err = oh_args_bad(a, "q850", "1 to 127 (ITU-T Q.850)");
	if (err)
		return err;
	if (oh_call_is_leaving(call))
		return ENOTCONN;
	/* The reply first: the call's end is that of all that waits for it */
	mem_ref(call);
	oh_ctl_reply(rq, print_true());
	oh_call_end(call, OH_CAUSE_DONE, (int)q850);
	mem_deref(call);

	return 0;
}
