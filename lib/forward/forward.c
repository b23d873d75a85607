/**
 * @file forward.c  Calls that came in go on to somebody else
 */
#include <errno.h>
#include "base/compat.h"
#include "call/bridge.h"
#include "cdr/fold.h"
#include "cdr/store.h"
#include "forward/forward.h"
#include "forward/hops.h"
#include "number/number.h"
#include "place/attempt.h"

enum {
	HEADERS_SIZE = 256,
	CODEC_SIZE   = 32,
	TARGET_SIZE  = 512,
};

struct oh_forward {
	struct oh_forward_prm prm;
	struct list           passagel;
	struct tmr            tmr;
	bool                  stopping;
	void                (*closedh)(void *arg);
};

/** One call in, and what is done for it */
struct passage {
	struct le             le;
	struct oh_forward    *forward;
	void                 *home;     /* of the attempt's place */
	struct oh_call       *in;
	struct oh_call_watch  watch;
	bool                  in_ended;
	bool                  answered;
	struct oh_attempt_prm prm;
	struct oh_attempt    *attempt;
	struct oh_bridge     *bridge;
	struct oh_cdr_call   *row;
	struct oh_result      res;
	char                  parent[OH_RESULT_TEXT];
	char                  from[OH_RESULT_TEXT];
	char                  target[TARGET_SIZE];
	char                  codec[CODEC_SIZE];
	char                  headers[HEADERS_SIZE];
};

static void passage_destructor(void *arg)
{
	struct passage *p = arg;

	list_unlink(&p->le);
	mem_deref(p->bridge);
	mem_deref(p->attempt);
	oh_call_unwatch(p->in, &p->watch);
	mem_deref(p->in);
	mem_deref(p->row);
	mem_deref(p->home);
}

/* ---------------------------------------------- what the caller is told */

/* A status of theirs that says something about the callee. What it says
   about us (a challenge, a redirect) is no business of the caller's. */
static bool is_passed(uint16_t scode)
{
	return scode >= 400 && scode <= 699 && scode != 401 && scode != 407 &&
		scode != 487;
}

static uint16_t status_of(enum oh_cause cause)
{
	switch (cause) {

	case OH_CAUSE_BUSY:       return 486;
	case OH_CAUSE_NO_ANSWER:
	case OH_CAUSE_TIMEOUT:    return 480;
	case OH_CAUSE_DECLINED:   return 603;
	case OH_CAUSE_BAD_NUMBER: return 404;
	case OH_CAUSE_NO_MEDIA:   return 488;
	case OH_CAUSE_REFUSED:    return 403;
	case OH_CAUSE_FAILED:     return 500;
	default:                  return 503;
	}
}

/* What one side gave as reason is passed to the other (RFC 3326 3.2) */
static struct oh_reason reason_of(const struct oh_reason *given, int q850)
{
	const struct oh_reason ours = { .q850 = q850 };

	return given->q850 || given->sip ? *given : ours;
}

static void refuse(struct passage *p, enum oh_cause cause)
{
	uint16_t scode = is_passed(p->res.scode) && cause != OH_CAUSE_REFUSED
		? p->res.scode : status_of(cause);
	struct oh_reason why = reason_of(&p->res.why,
					 oh_cause_q850_of(scode));

	if (oh_call_reject(p->in, scode, &why, cause))
		oh_call_end_for(p->in, cause, &why);
}

/* ------------------------------------------------------ the call we make */

static void on_dialing(struct passage *p)
{
	p->bridge = mem_deref(p->bridge);
	if (oh_bridge_alloc(&p->bridge, p->in, oh_attempt_call(p->attempt)))
		oh_attempt_stop(p->attempt, OH_CAUSE_FAILED);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct passage *p = arg;
	const struct oh_forward_prm *prm = &p->forward->prm;

	oh_fold(&p->res, ev);
	str_ncpy(p->res.parent, p->parent, sizeof(p->res.parent));
	if (!p->row)
		p->row = oh_attempt_row(p->attempt);
	oh_cdr_event(&p->row, prm->cdr, ev, &p->res);
	prm->eventh(ev, prm->arg);

	if (ev->type == OH_EVENT_DIALING)
		on_dialing(p);
	else if (ev->type == OH_EVENT_ANSWERED)
		p->answered = true;
	else if (ev->type == OH_EVENT_ENDED)
		p->bridge = mem_deref(p->bridge);
}

static void maybe_closed(struct oh_forward *f)
{
	void (*h)(void *arg) = f->closedh;

	if (!f->stopping || !h || !list_isempty(&f->passagel))
		return;
	f->closedh = NULL;
	h(f->prm.arg);
}

static void attempt_handler(enum oh_cause cause, void *arg)
{
	struct passage *p = arg;
	struct oh_forward *f = p->forward;
	struct oh_reason why = reason_of(&p->res.why, OH_Q850_NORMAL);

	if (!p->in_ended && p->answered)
		oh_call_end_for(p->in, cause, &why);
	else if (!p->in_ended)
		refuse(p, cause);
	f->prm.resulth(&p->res, f->prm.arg);
	mem_deref(p);
	maybe_closed(f);
}

/* -------------------------------------------------- the call that came in */

static void in_handler(const struct oh_event *ev, void *arg)
{
	struct passage *p = arg;
	struct oh_reason why;

	if (ev->type != OH_EVENT_ENDED)
		return;
	p->in_ended = true;
	why = reason_of(&ev->why, OH_Q850_NORMAL);
	oh_call_end_for(oh_attempt_call(p->attempt), ev->cause, &why);
	oh_attempt_stop(p->attempt, ev->cause);
}

/* 0: it may go on; else why not */
static uint16_t judge(const struct oh_forward *f, const struct oh_result *res,
		      const struct sip_msg *msg, const char *target)
{
	uint32_t left = msg->maxfwd.p ? pl_u32(&msg->maxfwd) : 1;

	if (f->stopping)
		return 503;
	if (!left)
		return 483;
	if (strlen(target) >= TARGET_SIZE)
		return 404;
	if (0 == str_cmp(res->from, target) ||
	    oh_hops_count(msg) >= OH_HOPS_MAX)
		return 482;

	return 0;
}

static bool is_number(const char *text)
{
	struct oh_number n;

	return 0 == oh_number_parse(&n, text, NULL, NULL) &&
		n.kind == OH_NUMBER_E164;
}

static int prepare(struct passage *p, const struct oh_result *res,
		   const struct sip_msg *msg)
{
	const struct oh_forward_prm *prm = &p->forward->prm;
	struct oh_stream_info info;

	oh_result_init(&p->res);
	str_ncpy(p->parent, res->id, sizeof(p->parent));
	oh_stream_info(oh_call_stream(p->in), &info);
	str_ncpy(p->codec, info.codec, sizeof(p->codec));
	p->codec[strcspn(p->codec, "/")] = '\0';

	p->prm = (struct oh_attempt_prm){
		.headers    = p->headers,
		.codec      = *p->codec ? p->codec : NULL,
		.ring_ms    = prm->ring_ms,
		.max_ms     = prm->max_ms,
		.silence_ms = prm->silence_ms,
	};
	return oh_hops_print(p->headers, sizeof(p->headers), res->to,
			     oh_hops_count(msg));
}

static struct passage *passage_alloc(struct oh_forward *f,
				     struct oh_call *in)
{
	struct passage *p = mem_zalloc(sizeof(*p), passage_destructor);

	if (!p)
		return NULL;
	p->forward = f;
	p->home    = mem_ref(f->prm.home);
	p->in      = mem_ref(in);
	p->watch   = (struct oh_call_watch){ .eventh = in_handler, .arg = p };

	return p;
}

static int start(struct passage *p)
{
	const struct oh_attempt_ear ear = { event_handler, attempt_handler,
					    p };
	struct oh_forward *f = p->forward;
	int err;

	err = oh_attempt_start(&p->attempt, f->prm.place, p->target, &p->prm,
			       &ear);
	if (err)
		return err;
	oh_call_watch(p->in, &p->watch);
	list_append(&f->passagel, &p->le, p);

	return 0;
}

static void show_caller(struct passage *p, const char *from)
{
	if (!is_number(from))
		return;
	str_ncpy(p->from, from, sizeof(p->from));
	p->prm.from      = p->from;
	p->prm.forwarded = true;
}

/**
 * Take a call that came in, and call a target for it
 *
 * @param f      Forwarding machine
 * @param in     Call, as of oh_forward_take()
 * @param res    The same
 * @param msg    The same
 * @param target Number or URI; read now
 * @param from   Show this number, if it is one, not ourselves; or NULL
 *
 * @return As oh_forward_take()
 */
int oh_forward_to(struct oh_forward *f, struct oh_call *in,
		  const struct oh_result *res, const struct sip_msg *msg,
		  const char *target, const char *from)
{
	struct passage *p;
	uint16_t scode;
	int err;

	if (!f || !in || !res || !msg || !target)
		return EINVAL;
	scode = judge(f, res, msg, target);
	if (scode)
		return oh_call_reject(in, scode, NULL, OH_CAUSE_FAILED);
	p = passage_alloc(f, in);
	err = p ? prepare(p, res, msg) : ENOMEM;
	if (!err) {
		str_ncpy(p->target, target, sizeof(p->target));
		if (from)
			show_caller(p, from);
		err = start(p);
	}
	if (!err)
		return 0;
	mem_deref(p);

	return oh_call_reject(in, 503, NULL, OH_CAUSE_FAILED);
}

/**
 * Take a call that came in, and call the machine's target for it
 *
 * The call rings, is answered and ends as the other one does.
 *
 * @param in  Call, not answered; shared
 * @param res What is known of it; read now
 * @param msg Its INVITE; read now
 * @param arg Forwarding machine
 *
 * @return 0, also if it was refused; or an errno with nothing said to the
 *         caller
 */
int oh_forward_take(struct oh_call *in, const struct oh_result *res,
		    const struct sip_msg *msg, void *arg)
{
	struct oh_forward *f = arg;

	if (!f || !res)
		return EINVAL;

	return oh_forward_to(f, in, res, msg, f->prm.target,
			     f->prm.caller_id ? res->from : NULL);
}

static void forward_destructor(void *arg)
{
	struct oh_forward *f = arg;

	tmr_cancel(&f->tmr);
	list_flush(&f->passagel);
	mem_deref(f->prm.home);
}

/**
 * Make a machine that forwards calls
 *
 * @param fp  Returned machine, release with mem_deref after it was stopped
 * @param prm How; borrowed while it lives
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_forward_alloc(struct oh_forward **fp, const struct oh_forward_prm *prm)
{
	struct oh_forward *f;

	if (!fp || !prm || !prm->place || !prm->eventh || !prm->resulth)
		return EINVAL;
	f = mem_zalloc(sizeof(*f), forward_destructor);
	if (!f)
		return ENOMEM;
	tmr_init(&f->tmr);
	oh_forward_change(f, prm);
	*fp = f;

	return 0;
}

/**
 * Forward in another way from now on
 *
 * @param f   Machine
 * @param prm How; as of oh_forward_alloc()
 */
void oh_forward_change(struct oh_forward *f, const struct oh_forward_prm *prm)
{
	void *old = f->prm.home;

	f->prm      = *prm;
	f->prm.home = mem_ref(prm->home);
	mem_deref(old);
}

static void none_left(void *arg)
{
	maybe_closed(arg);
}

/**
 * Forward no more, and end the calls made
 *
 * @param f       Machine
 * @param cause   What their results will say
 * @param closedh Called once, when all have ended
 */
void oh_forward_stop(struct oh_forward *f, enum oh_cause cause,
		     void (*closedh)(void *arg))
{
	if (!f || f->stopping)
		return;
	f->stopping = true;
	f->closedh  = closedh;
	for (struct le *le = list_head(&f->passagel); le; le = le->next) {
		struct passage *p = le->data;

		oh_attempt_stop(p->attempt, cause);
	}
	tmr_start(&f->tmr, 0, none_left, f);
}
