/**
 * @file request.c  A line becomes a request, an outcome its reply
 */
#include <errno.h>
#include "ctl/server_priv.h"

enum { STATUS_USAGE = 64, STATUS_NO_INPUT = 66, STATUS_EXISTS = 73,
       STATUS_PIPE = 141 };

static void request_destructor(void *arg)
{
	struct ctl_request *rq = arg;

	list_unlink(&rq->le);
	if (rq->ask.goneh)
		rq->ask.goneh(rq->ask.arg);
	mem_deref(rq->action);
	cJSON_Delete(rq->id);
}

static int add_id(cJSON *o, struct ctl_request *rq)
{
	bool added = rq->id && cJSON_AddItemToObject(o, "id", rq->id);

	rq->id = NULL;

	return added ? 0 : ENOMEM;
}

/**
 * Send the reply to a request, which is over by that
 *
 * @param rq Request, gone afterwards
 * @param o  Members beside its id, given; NULL: there is no memory for it
 */
void oh_ctl_reply(struct ctl_request *rq, cJSON *o)
{
	char *line = NULL;

	if (o && (!rq->id || 0 == add_id(o, rq)))
		line = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	/* A reply that does not come would be waited for */
	if (line)
		oh_ctl_conn_send(rq->conn, line);
	else
		oh_ctl_conn_die(rq->conn);
	cJSON_free(line);
	mem_deref(rq);
}

/* NULL: no memory */
cJSON *oh_ctl_refusal(int status, enum oh_cause cause, const char *why)
{
	cJSON *o = cJSON_CreateObject();

	if (cJSON_AddFalseToObject(o, "ok") &&
	    cJSON_AddStringToObject(o, "cause", oh_cause_name(cause)) &&
	    cJSON_AddNumberToObject(o, "status", status) &&
	    cJSON_AddStringToObject(o, "error", why))
		return o;
	cJSON_Delete(o);

	return NULL;
}

/**
 * Refuse a request
 *
 * @param rq     Request, gone afterwards
 * @param status Exit status for a command that asked
 * @param cause  Why, in our words
 * @param why    For people
 */
void oh_ctl_refuse(struct ctl_request *rq, int status, enum oh_cause cause,
		   const char *why)
{
	oh_ctl_reply(rq, oh_ctl_refusal(status, cause, why));
}

/* A file that is not there is no matter of the call's */
static int status_of(const struct ctl_request *rq,
		     const struct oh_outcome *out)
{
	if (out->cause == OH_CAUSE_FAILED) {
		switch (out->err) {

		case ENOENT:
		case EACCES:
		case EBADMSG: return STATUS_NO_INPUT;
		case EEXIST:  return STATUS_EXISTS;
		case EPIPE:   return STATUS_PIPE;
		default:      break;
		}
	}

	return rq->conn->ctl->prm.exith(out->cause);
}

static bool add_str(cJSON *o, const char *name, const char *s)
{
	return !s || cJSON_AddStringToObject(o, name, s);
}

static cJSON *print_outcome(const struct ctl_request *rq,
			    const struct oh_outcome *out)
{
	int status = status_of(rq, out);
	cJSON *o = cJSON_CreateObject();

	if (cJSON_AddBoolToObject(o, "ok", status == 0) &&
	    cJSON_AddStringToObject(o, "cause", oh_cause_name(out->cause)) &&
	    cJSON_AddNumberToObject(o, "status", status) &&
	    add_str(o, "error", status && !out->error ?
		    oh_cause_text(out->cause) : out->error) &&
	    add_str(o, "digits", out->digits) &&
	    (!out->masked || cJSON_AddTrueToObject(o, "masked")) &&
	    (out->seconds < 0.0 ||
	     cJSON_AddNumberToObject(o, "seconds", out->seconds)) &&
	    add_str(o, "path", out->path) && add_str(o, "text", out->text) &&
	    add_str(o, "call", out->call))
		return o;
	cJSON_Delete(o);

	return NULL;
}

/** Reply with what came of an action, an oh_action_h */
void oh_ctl_done(const struct oh_outcome *out, void *arg)
{
	struct ctl_request *rq = arg;

	oh_ctl_reply(rq, print_outcome(rq, out));
}

static const char *find_error(int err)
{
	return err == EEXIST ? "several calls: say which"
			     : "no such call";
}

static void cannot(struct ctl_request *rq, int err, const struct oh_args *a)
{
	switch (err) {

	case EBADMSG:
		oh_ctl_refuse(rq, STATUS_USAGE, OH_CAUSE_FAILED,
			      *a->why ? a->why : "not understood");
		break;

	case ENOTCONN:
		oh_ctl_refuse(rq, rq->conn->ctl->prm.exith(OH_CAUSE_HUNG_UP),
			      OH_CAUSE_HUNG_UP,
			      *a->why ? a->why : "the call is not up");
		break;

	default:
		oh_ctl_refuse(rq, 1, OH_CAUSE_FAILED,
			      *a->why ? a->why : strerror(err));
		break;
	}
}

/* Which call, and off it goes. mine: the owner's, or NULL: one of v */
static void dispatch(struct ctl_request *rq, const struct ctl_verb *v,
		     const struct oh_ask_verb *mine, struct oh_args *a)
{
	const char *call = NULL;
	int err = oh_args_str(a, "call", &call);

	if (!err && (mine ? mine->live : v->live)) {
		err = oh_calls_find(&rq->live, rq->conn->ctl->prm.calls,
				    call);
		if (err) {
			oh_ctl_refuse(rq,
				rq->conn->ctl->prm.exith(OH_CAUSE_HUNG_UP),
				OH_CAUSE_HUNG_UP, find_error(err));
			return;
		}
	}
	if (!err)
		err = mine ? oh_ctl_ask_begin(rq, mine, a) : v->h(rq, a);
	if (err)
		cannot(rq, err, a);
}

static void begin(struct ctl_request *rq, const cJSON *o)
{
	struct oh_args a = { .o = o };
	const char *verb = NULL;
	const struct oh_ask_verb *mine;
	const struct ctl_verb *v;

	if (oh_args_str(&a, "do", &verb) || !verb) {
		oh_ctl_refuse(rq, STATUS_USAGE, OH_CAUSE_FAILED,
			      "do: which verb?");
		return;
	}
	v    = oh_ctl_verb(verb);
	mine = v ? NULL : oh_ctl_ask_find(rq->conn->ctl, verb);
	if (!v && !mine)
		oh_ctl_refuse(rq, STATUS_USAGE, OH_CAUSE_FAILED,
			      "no such verb");
	else
		dispatch(rq, v, mine, &a);
}

/* The whole line is one object */
static cJSON *parse(const char *line, size_t len)
{
	const char *end = line;
	cJSON *o = cJSON_ParseWithLengthOpts(line, len, &end, false);

	while (end < line + len && strchr(" \t\r", *end) && *end)
		end++;
	if (cJSON_IsObject(o) && end == line + len)
		return o;
	cJSON_Delete(o);

	return NULL;
}

static int take_id(struct ctl_request *rq, const cJSON *o)
{
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(o, "id");

	if (!cJSON_IsNumber(id) && !cJSON_IsString(id))
		return 0;
	rq->id = cJSON_Duplicate(id, false);

	return rq->id ? 0 : ENOMEM;
}

/**
 * Take a line of a client's
 *
 * @param conn Client
 * @param line What it said
 * @param len  Its length, without the end
 */
void oh_ctl_request(struct ctl_conn *conn, const char *line, size_t len)
{
	struct ctl_request *rq;
	bool full;
	cJSON *o;

	rq = mem_zalloc(sizeof(*rq), request_destructor);
	if (!rq) {
		oh_ctl_conn_die(conn);
		return;
	}
	rq->conn = conn;
	full = list_count(&conn->requestl) >= OH_CTL_REQUESTS_MAX;
	list_append(&conn->requestl, &rq->le, rq);
	o = parse(line, len);
	if (!o)
		oh_ctl_refuse(rq, STATUS_USAGE, OH_CAUSE_FAILED,
			      "a line is one JSON object");
	else if (take_id(rq, o))
		oh_ctl_reply(rq, NULL);
	else if (full)
		oh_ctl_refuse(rq, 1, OH_CAUSE_FAILED, "too many at once");
	else
		begin(rq, o);
	cJSON_Delete(o);
}
