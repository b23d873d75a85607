/**
 * @file acs_task.c  An action: its request, and those that follow from it
 *
 *     start -> nothing ----------------------------------------> end
 *           -> one ---------------------------------- item ----> end
 *           -> page -- items, nextLink -> page ..  - items ----> end
 *           -> begun -> poll -- item, wait -> poll .. - item --> end
 *                                                      \-> one > end
 *
 * Each arrow is one exchange; the word is the step that takes its reply.
 */
#include "base/compat.h"
#include <cjson/cJSON.h>
#include "carrier/acs_priv.h"
#include "carrier/decode.h"

enum {
	PAGES_MAX   = 1000000,     /* Of one list                          */
	EMPTIES_MAX = 10,          /* Pages in a row with a link and no item */
};

/* Waits before the second, third .. look at an operation [ms] */
static const uint32_t pollv[] = { 500, 500, 1000, 1000, 2000 };

union value {
	struct oh_owned       owned;
	struct oh_country     country;
	struct oh_locality    locality;
	struct oh_area        area;
	struct oh_offering    offering;
	struct oh_offer       offer;
	struct oh_available   available;
	struct oh_reservation reservation;
	struct oh_operation   operation;
	struct oh_operator    operator;
	struct oh_routing    *routing;         /* released with the work */
};

struct work;

/* Takes a reply whose status is right. It ends the work (done), fails, or
   has begun what comes next */
typedef int (step_h)(struct work *w, const struct oh_http_reply *reply);

struct work {
	struct oh_task          *task;       /* whose work this is */
	struct oh_acs           *acs;
	const struct oh_acs_row *row;
	step_h                  *step;
	struct oh_acs_msg        msg;
	struct oh_exchange      *x;
	struct tmr               tmr;
	struct oh_acs_fault      fault;
	bool                     gone;       /* so is the owner          */
	bool                     done;
	bool                     no_wait;
	enum oh_item_kind        kind;       /* of what is read          */
	const uint16_t          *okv;
	uint32_t                 pages;
	uint32_t                 empties;
	struct oh_link_trail     trail;
	uint32_t                 polls;
	int                      status;     /* of the operation, or -1  */
	char                     operation[OH_MODEL_ID];
	char                     poll[OH_LINK_SIZE];
	char                     result[OH_LINK_SIZE];   /* or ""        */
	union value              value;
};

static const uint16_t ok[OH_ACS_STATUSES] = { 200 };

static void work_destructor(void *arg)
{
	struct work *w = arg;

	tmr_cancel(&w->tmr);
	if (w->kind == OH_ITEM_ROUTING)
		mem_deref(w->value.routing);
	mem_deref(w->x);
	oh_acs_msg_reset(&w->msg);
	mem_deref(w->acs);
}

static void finish(struct work *w)
{
	struct oh_task *task = mem_ref(w->task);
	const struct oh_carrier_end end = {
		.err = w->fault.err, .status = w->fault.status,
		.code = w->fault.code, .text = w->fault.text,
		.operation = w->operation, .doubt = w->fault.doubt,
	};

	oh_task_end(task, &end);
	mem_deref(task);
}

static void exchange_handler(const struct oh_exchange_end *end, void *arg)
{
	struct work *w = arg;
	struct oh_task *task = mem_ref(w->task);
	int err;

	err = oh_acs_fault_of(&w->fault, end, w->okv);
	if (!err)
		err = w->step(w, end->reply);
	if (err && !w->fault.err)
		(void)oh_acs_fault(&w->fault, err, "%s", strerror(err));
	if ((err || w->done) && !w->gone)
		finish(w);
	mem_deref(task);
}

static int launch(struct work *w)
{
	w->x = mem_deref(w->x);

	return oh_exchange_start(&w->x, w->acs, &w->msg, exchange_handler,
				 w);
}

/* The reply at hand goes away */
static int get(struct work *w, const char *target, step_h *step)
{
	oh_acs_msg_reset(&w->msg);
	w->msg.method = "GET";
	w->msg.cls    = OH_RETRY_FREELY;
	str_ncpy(w->msg.target, target, sizeof(w->msg.target));
	w->step = step;
	w->okv  = ok;

	return launch(w);
}

static int resolve(struct work *w, char target[OH_LINK_SIZE],
		   const char *link, const char *name)
{
	int err = oh_link_resolve(target, &w->acs->url, link,
				  w->acs->api_version);

	if (err == EPROTO)
		return oh_acs_fault(&w->fault, EPROTO, "%s leads to another "
				    "server: refused: %.200s", name, link);
	if (err)
		return oh_acs_fault(&w->fault, EPROTO, "%s is malformed: "
				    "%.200s", name, link);

	return 0;
}

static int parse(struct work *w, struct cJSON **jsonp,
		 const struct oh_http_reply *reply)
{
	const char *type = oh_http_header(reply, "Content-Type");

	*jsonp = cJSON_ParseWithLength(reply->body, reply->body_len);
	if (*jsonp)
		return 0;

	return oh_acs_fault(&w->fault, EPROTO, "the reply is no JSON that "
			    "can be read, and says to be of %s%.80s",
			    type ? "type " : "no type", type ? type : "");
}

static int decode(union value *v, enum oh_item_kind kind,
		  const struct cJSON *json)
{
	switch (kind) {

	case OH_ITEM_OWNED:
		return oh_decode_owned(&v->owned, json);
	case OH_ITEM_COUNTRY:
		return oh_decode_country(&v->country, json);
	case OH_ITEM_LOCALITY:
		return oh_decode_locality(&v->locality, json);
	case OH_ITEM_AREA:
		return oh_decode_area(&v->area, json);
	case OH_ITEM_OFFERING:
		return oh_decode_offering(&v->offering, json);
	case OH_ITEM_OFFER:
		return oh_decode_offer(&v->offer, json);
	case OH_ITEM_AVAILABLE:
		return oh_decode_available(&v->available, json);
	case OH_ITEM_RESERVATION:
		return oh_decode_reservation(&v->reservation, json);
	case OH_ITEM_OPERATION:
		return oh_decode_operation(&v->operation, json);
	case OH_ITEM_OPERATOR:
		return oh_decode_operator(&v->operator, json);
	case OH_ITEM_ROUTING:
		return oh_routing_decode(&v->routing, json);
	}

	return ENOTSUP;
}

static void tell(struct work *w, enum oh_item_kind kind)
{
	const void *value = kind == OH_ITEM_ROUTING ? w->value.routing
		: (const void *)&w->value;

	w->gone = !oh_task_item(w->task, kind, value);
}

static int nothing(struct work *w, const struct oh_http_reply *reply)
{
	(void)reply;
	w->done = true;

	return 0;
}

static int one(struct work *w, const struct oh_http_reply *reply)
{
	struct cJSON *json;
	int err;

	err = parse(w, &json, reply);
	if (err)
		return err;
	err = decode(&w->value, w->kind, json);
	cJSON_Delete(json);
	if (err == ENOMEM)
		return err;
	if (err)
		return oh_acs_fault(&w->fault, EPROTO, "the reply has a "
				    "member that is missing or wrong");
	tell(w, w->kind);
	w->done = true;

	return 0;
}

static int tell_list(struct work *w, const struct cJSON *json)
{
	const char *name = w->row->member;
	const struct cJSON *list, *item;
	uint32_t n = 0;

	list = cJSON_GetObjectItemCaseSensitive(json, name);
	if (!cJSON_IsArray(list))
		return oh_acs_fault(&w->fault, EPROTO,
				    "the reply has no list %s", name);
	cJSON_ArrayForEach(item, list) {
		if (decode(&w->value, w->kind, item))
			return oh_acs_fault(&w->fault, EPROTO, "%s[%u] has "
					    "a member that is missing or "
					    "wrong", name, n);
		tell(w, w->kind);
		if (w->gone)
			return 0;
		n++;
	}
	w->empties = n ? 0 : w->empties + 1;

	return 0;
}

/* Where the next page is; "": this was the last one */
static int next_page(struct work *w, char target[OH_LINK_SIZE],
		     const struct cJSON *json)
{
	const struct cJSON *link;
	int err;

	*target = '\0';
	link = cJSON_GetObjectItemCaseSensitive(json, "nextLink");
	if (!link || cJSON_IsNull(link))
		return 0;
	if (!cJSON_IsString(link))
		return oh_acs_fault(&w->fault, EPROTO,
				    "nextLink is not a text");
	if (!*link->valuestring)
		return 0;
	err = resolve(w, target, link->valuestring, "nextLink");
	if (err)
		return err;
	if (oh_link_is_circle(&w->trail, target))
		return oh_acs_fault(&w->fault, EPROTO, "the list never "
				    "ends: its pages lead in a circle");
	if (++w->pages >= PAGES_MAX || w->empties >= EMPTIES_MAX)
		return oh_acs_fault(&w->fault, EPROTO, "the list never "
				    "ends: given up after %u pages",
				    w->pages);

	return 0;
}

static int page(struct work *w, const struct oh_http_reply *reply)
{
	char target[OH_LINK_SIZE];
	struct cJSON *json;
	int err;

	err = parse(w, &json, reply);
	if (err)
		return err;
	err = tell_list(w, json);
	if (!err && !w->gone)
		err = next_page(w, target, json);
	cJSON_Delete(json);
	if (err || w->gone)
		return err;
	w->done = !*target;

	return w->done ? 0 : get(w, target, page);
}

static int poll(struct work *w, const struct oh_http_reply *reply);

static void poll_again(void *arg)
{
	struct work *w = arg;
	int err;

	err = get(w, w->poll, poll);
	if (!err)
		return;
	(void)oh_acs_fault(&w->fault, err, "%s", strerror(err));
	finish(w);
}

/* What the operation has made, if that is read */
static int succeeded(struct work *w, const struct oh_operation *op)
{
	int err;

	if (w->row->then == OH_DO_OFFER && *op->resource) {
		err = resolve(w, w->result, op->resource,
			      "resourceLocation");
		if (err)
			return err;
	}
	w->done = w->row->then == OH_DO_MAX;
	if (w->done)
		return 0;
	if (!*w->result)
		return oh_acs_fault(&w->fault, EPROTO, "the operation does "
				    "not say where its result is");

	return get(w, w->result, one);
}

static int failed(struct work *w, const struct oh_operation *op)
{
	str_ncpy(w->fault.code, op->error_code, sizeof(w->fault.code));

	return oh_acs_fault(&w->fault, ECANCELED, "%s", *op->error_text
			    ? op->error_text : "the operation has failed");
}

static int poll(struct work *w, const struct oh_http_reply *reply)
{
	const struct oh_operation *op = &w->value.operation;
	struct cJSON *json;
	uint32_t i;
	int err;

	err = parse(w, &json, reply);
	if (err)
		return err;
	err = oh_decode_operation(&w->value.operation, json);
	cJSON_Delete(json);
	if (err)
		return oh_acs_fault(&w->fault, EPROTO, "the operation has a "
				    "member that is missing or wrong");
	if (w->status != (int)op->status)
		tell(w, OH_ITEM_OPERATION);
	if (w->gone)
		return 0;
	w->status = (int)op->status;
	if (op->status == OH_OP_SUCCEEDED)
		return succeeded(w, op);
	if (op->status == OH_OP_FAILED)
		return failed(w, op);

	i = min(w->polls++, (uint32_t)ARRAY_SIZE(pollv) - 1);
	tmr_start(&w->tmr, pollv[i], poll_again, w);

	return 0;
}

static int target_of(char target[OH_LINK_SIZE], const struct oh_acs *acs,
		     enum oh_carrier_do what, const char *id)
{
	const struct oh_carrier_req req = { .id = id };

	return oh_acs_target(target, acs, oh_acs_row(what), &req);
}

/* Which operation it is; it has none if the id stays "" */
static int take_operation(struct work *w, const struct oh_http_reply *reply)
{
	const char *id = oh_http_header(reply, "operation-id");
	const char *link = oh_http_header(reply, "Operation-Location");
	int err;

	if (id && strlen(id) >= sizeof(w->operation))
		return oh_acs_fault(&w->fault, EPROTO,
				    "operation-id is too long");
	if (id)
		str_ncpy(w->operation, id, sizeof(w->operation));
	if (!str_isset(link))
		return *w->operation ? target_of(w->poll, w->acs,
						 OH_DO_OPERATION,
						 w->operation) : 0;
	err = resolve(w, w->poll, link, "Operation-Location");
	if (err || *w->operation)
		return err;
	if (oh_link_last(w->operation, sizeof(w->operation), w->poll))
		return oh_acs_fault(&w->fault, EPROTO, "Operation-Location "
				    "names no operation");

	return 0;
}

/* It has a name from now on, by which it is found again */
static void tell_begun(struct work *w)
{
	struct oh_operation *op = &w->value.operation;

	memset(op, 0, sizeof(*op));
	str_ncpy(op->id, w->operation, sizeof(op->id));
	op->type   = w->row->op;
	op->status = OH_OP_NOT_STARTED;
	w->status  = (int)op->status;
	tell(w, OH_ITEM_OPERATION);
}

/* Where its result will be. That of an update is known from the start */
static int take_result(struct work *w, const struct oh_http_reply *reply)
{
	const char *link = oh_http_header(reply, "Location");
	const char *id = oh_http_header(reply, "search-id");

	if (w->row->then != OH_DO_OFFER)
		return 0;
	if (str_isset(link))
		return resolve(w, w->result, link, "Location");

	return str_isset(id) ? target_of(w->result, w->acs, OH_DO_OFFER, id)
			     : 0;
}

/* Done at once, without an operation */
static int immediate(struct work *w, const struct oh_http_reply *reply)
{
	if (reply->status == 202)
		return oh_acs_fault(&w->fault, EPROTO, "the reply names no "
				    "operation");
	if (w->row->then != OH_DO_MAX && reply->body_len)
		return one(w, reply);
	w->done = true;

	return 0;
}

static int begun(struct work *w, const struct oh_http_reply *reply)
{
	int err;

	err = take_operation(w, reply);
	if (!err)
		err = take_result(w, reply);
	if (err)
		return err;
	if (!*w->operation)
		return immediate(w, reply);
	tell_begun(w);
	if (w->gone)
		return 0;
	w->done = w->no_wait;

	return w->done ? 0 : get(w, w->poll, poll);
}

static step_h *first_step(enum oh_acs_reply reply)
{
	switch (reply) {

	case OH_ACS_NOTHING:   return nothing;
	case OH_ACS_ONE:       return one;
	case OH_ACS_PAGES:     return page;
	case OH_ACS_OPERATION: return begun;
	case OH_ACS_POLL:      return poll;
	}

	return nothing;
}

/* What is known before anything was sent */
static int prepare(struct work *w, const struct oh_carrier_req *req)
{
	enum oh_carrier_do then = w->row->then;
	int err;

	err = oh_acs_msg_init(&w->msg, w->acs, req);
	if (err)
		return err;
	if (w->row->reply == OH_ACS_OPERATION && then != OH_DO_MAX)
		w->kind = oh_acs_row(then)->kind;
	if (then == OH_DO_SHOW)
		return oh_acs_target(w->result, w->acs, oh_acs_row(then),
				     req);
	if (w->row->reply != OH_ACS_POLL)
		return 0;

	str_ncpy(w->poll, w->msg.target, sizeof(w->poll));
	if (strlen(req->id) >= sizeof(w->operation))
		return ERANGE;
	str_ncpy(w->operation, req->id, sizeof(w->operation));

	return 0;
}

/**
 * Begin an action of the Phone Numbers API
 *
 * @param workp The work, released with mem_deref
 * @param state Account (struct oh_acs)
 * @param task  Task whose work it is; borrowed
 * @param req   What is wanted
 *
 * @return 0, EINVAL, ERANGE or ENOMEM
 */
int oh_acs_task_start(void **workp, void *state, struct oh_task *task,
		      const struct oh_carrier_req *req)
{
	struct work *w;
	int err;

	w = mem_zalloc(sizeof(*w), work_destructor);
	if (!w)
		return ENOMEM;
	w->task    = task;
	w->acs     = mem_ref(state);
	w->row     = oh_acs_row(req->what);
	w->step    = first_step(w->row->reply);
	w->kind    = w->row->kind;
	w->okv     = w->row->okv;
	w->no_wait = req->no_wait;
	w->status  = -1;

	err = prepare(w, req);
	if (!err)
		err = launch(w);
	if (err)
		mem_deref(w);
	else
		*workp = w;

	return err;
}
