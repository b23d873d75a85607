/**
 * @file passage.c  Two who talk through us, as long as they do
 *
 * When one of them leaves, the other one is made to, for the same reason.
 */
#include <errno.h>
#include "cdr/fold.h"
#include "forward/forward_priv.h"

static void talker_destructor(void *arg)
{
	struct oh_talker *t = arg;

	list_unlink(&t->le);
	tmr_cancel(&t->tmr);
	mem_deref(t->attempt);
	oh_call_unwatch(t->call, &t->watch);
	mem_deref(t->call);
	mem_deref(t->row);
	mem_deref(t->origin);
}

static void passage_destructor(void *arg)
{
	struct oh_passage *p = arg;

	list_unlink(&p->le);
	mem_deref(p->bridge);
	mem_deref(p->home);
}

/**
 * Make a passage without anybody in it
 *
 * @param pp Returned, borrowed: it goes when the last talker has
 * @param f  Machine
 *
 * @return 0 or ENOMEM
 */
int oh_passage_alloc(struct oh_passage **pp, struct oh_forward *f)
{
	struct oh_passage *p = mem_zalloc(sizeof(*p), passage_destructor);

	if (!p)
		return ENOMEM;
	p->forward = f;
	p->place   = f->prm.place;
	p->home    = mem_ref(f->prm.home);
	list_append(&f->passagel, &p->le, p);
	*pp = p;

	return 0;
}

/* With all in it, in silence */
void oh_passage_drop(struct oh_passage *p)
{
	p->bridge = mem_deref(p->bridge);
	list_flush(&p->talkerl);
	list_unlink(&p->le);
	mem_deref(p);
}

/* Whoever left last closes the door */
void oh_passage_maybe_over(struct oh_passage *p)
{
	struct oh_forward *f = p->forward;

	if (!list_isempty(&p->talkerl))
		return;
	list_unlink(&p->le);
	mem_deref(p);
	oh_forward_maybe_closed(f);
}

/* ---------------------------------------------------------- who talks */

static struct oh_talker *talker_alloc(struct oh_passage *p)
{
	struct oh_talker *t = mem_zalloc(sizeof(*t), talker_destructor);

	if (!t)
		return NULL;
	tmr_init(&t->tmr);
	t->passage = p;
	t->origin  = mem_ref(p);
	list_append(&p->talkerl, &t->le, t);

	return t;
}

static void hold_call(struct oh_talker *t, struct oh_call *call)
{
	t->call = mem_ref(call);
	oh_call_watch(call, &t->watch);
}

static bool is_pair(const struct oh_talker *t)
{
	return t == t->passage->a || t == t->passage->b;
}

static void drop_call(struct oh_talker *t)
{
	struct oh_passage *p = t->passage;

	if (is_pair(t))
		p->bridge = mem_deref(p->bridge);
	oh_call_unwatch(t->call, &t->watch);
	t->call = mem_deref(t->call);
}

/* Whom a talker talks to, or NULL */
struct oh_talker *oh_passage_partner(const struct oh_talker *t)
{
	const struct oh_passage *p = t->passage;

	if (t == p->a)
		return p->b;

	return t == p->b ? p->a : NULL;
}

/**
 * Join two, whoever they were joined with before
 *
 * @param p Passage of both
 * @param a One; may be unanswered only if it came in
 * @param b Other, or NULL; if it has no call yet, it is joined when it has
 *
 * @return 0 or an errno of oh_bridge_alloc()
 */
int oh_passage_join(struct oh_passage *p, struct oh_talker *a,
		    struct oh_talker *b)
{
	p->a = a;
	p->b = b;
	p->bridge = mem_deref(p->bridge);
	if (!b || !a->call || !b->call)
		return 0;

	return oh_bridge_alloc(&p->bridge, a->call, b->call);
}

/* Into another passage; the bridges are the caller's affair */
void oh_passage_move(struct oh_passage *p, struct oh_talker *t)
{
	list_unlink(&t->le);
	t->passage = p;
	list_append(&p->talkerl, &t->le, t);
}

/* ------------------------------------------------------------ parting */

/* A status of theirs that says something about the callee. What it says
   about us (a challenge, a redirect) is no business of the caller's. */
static bool is_passed(uint16_t scode)
{
	return scode >= 400 && scode <= 699 && scode != 401 && scode != 407 &&
		scode != 487;
}

/* What one side gave as reason is passed to the other (RFC 3326 3.2) */
static struct oh_reason reason_of(const struct oh_parting *why, int q850)
{
	const struct oh_reason ours = { .q850 = q850 };

	return why->given.q850 || why->given.sip ? why->given : ours;
}

static void refuse(struct oh_call *in, const struct oh_parting *why)
{
	uint16_t scode = is_passed(why->scode) &&
		why->cause != OH_CAUSE_REFUSED ? why->scode :
		oh_transfer_status(why->cause);
	struct oh_reason reason = reason_of(why, oh_cause_q850_of(scode));

	if (oh_call_reject(in, scode, &reason, why->cause))
		oh_call_end_for(in, why->cause, &reason);
}

/* Who came in is forgotten at once, and its owner hears of its end */
static void end(struct oh_talker *t, const struct oh_parting *why)
{
	struct oh_reason reason = reason_of(why, OH_Q850_NORMAL);

	if (t->attempt) {
		oh_call_end_for(t->call, why->cause, &reason);
		oh_attempt_stop(t->attempt, why->cause);
		return;
	}
	oh_call_unwatch(t->call, &t->watch);
	if (t->answered)
		oh_call_end_for(t->call, why->cause, &reason);
	else
		refuse(t->call, why);
	mem_deref(t);
}

/* Nobody answers for it any more */
static void part(struct oh_talker *t)
{
	struct oh_passage *p = t->passage;

	if (!is_pair(t))
		return;
	p->a = p->b = NULL;
	p->bridge   = mem_deref(p->bridge);
}

/**
 * Somebody has left: the other one goes too, unless another takes its place
 *
 * @param t   Who; is released
 * @param why What is said to the other one
 */
void oh_passage_leave(struct oh_talker *t, const struct oh_parting *why)
{
	struct oh_passage *p = t->passage;
	struct oh_talker *other;

	if (!oh_transfer_left(t, why)) {
		other = oh_passage_partner(t);
		part(t);
		if (other)
			end(other, why);
	}
	mem_deref(t);
	oh_passage_maybe_over(p);
}

static void let_go(void *arg)
{
	const struct oh_parting why = { .cause = OH_CAUSE_DONE };
	struct oh_talker *t = arg;
	struct oh_passage *p = t->passage;

	part(t);
	end(t, &why);
	oh_passage_maybe_over(p);
}

/**
 * End the call of somebody who is no longer needed
 *
 * @param t  Who
 * @param ms How long it may take to do so itself [ms]
 */
void oh_passage_let_go(struct oh_talker *t, uint32_t ms)
{
	tmr_start(&t->tmr, ms, let_go, t);
}

/**
 * End all calls of a passage: first those made, the others follow
 *
 * @param p     Passage; may be released
 * @param cause What their results will say
 */
void oh_passage_stop(struct oh_passage *p, enum oh_cause cause)
{
	const struct oh_parting why = { .cause = cause };
	struct oh_talker *t;
	unsigned made = 0;

	for (struct le *le = list_head(&p->talkerl); le; le = le->next) {
		t = le->data;
		if (!t->attempt)
			continue;
		oh_attempt_stop(t->attempt, cause);
		made++;
	}
	if (made)
		return;
	p->a = p->b = NULL;
	while ((t = list_ledata(list_head(&p->talkerl))) != NULL)
		end(t, &why);
	oh_passage_maybe_over(p);
}

/* -------------------------------------------------- the call that came in */

static void in_handler(const struct oh_event *ev, void *arg)
{
	struct oh_talker *t = arg;
	const struct oh_parting why = { .cause = ev->cause,
					.given = ev->why };

	if (ev->type == OH_EVENT_ENDED)
		oh_passage_leave(t, &why);
	else
		oh_transfer_event(t, ev);
}

/**
 * Let a call in
 *
 * @param tp    Who has come in, borrowed
 * @param p     Passage
 * @param in    Its call; shared
 * @param trunk Name of the trunk it came by, or ""
 *
 * @return 0 or ENOMEM
 */
int oh_passage_enter(struct oh_talker **tp, struct oh_passage *p,
		     struct oh_call *in, const char *trunk)
{
	struct oh_talker *t = talker_alloc(p);

	if (!t)
		return ENOMEM;
	str_ncpy(t->trunk, trunk, sizeof(t->trunk));
	t->watch = (struct oh_call_watch){ .eventh = in_handler,
					   .referh = oh_transfer_refer,
					   .arg = t };
	hold_call(t, in);
	*tp = t;

	return 0;
}

/* ------------------------------------------------------- a call we make */

static void on_dialing(struct oh_talker *t, const struct oh_event *ev)
{
	struct oh_passage *p = t->passage;

	hold_call(t, oh_attempt_call(t->attempt));
	str_ncpy(t->trunk, ev->trunk, sizeof(t->trunk));
	if (is_pair(t) && oh_passage_join(p, p->a, p->b))
		oh_attempt_stop(t->attempt, OH_CAUSE_FAILED);
}

static void on_answered(struct oh_talker *t)
{
	struct oh_talker *other = oh_passage_partner(t);

	t->answered = true;
	if (other)
		other->answered = true;
	oh_transfer_answered(t);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct oh_talker *t = arg;
	const struct oh_passage *origin = t->origin;
	const struct oh_forward_prm *prm = &t->passage->forward->prm;

	oh_fold(&t->res, ev);
	str_ncpy(t->res.parent, origin->parent, sizeof(t->res.parent));
	if (!t->row)
		t->row = oh_attempt_row(t->attempt);
	oh_cdr_event(&t->row, prm->cdr, ev, &t->res);
	prm->eventh(ev, prm->arg);

	if (ev->type == OH_EVENT_DIALING)
		on_dialing(t, ev);
	else if (ev->type == OH_EVENT_ANSWERED)
		on_answered(t);
	else if (ev->type == OH_EVENT_ENDED)
		drop_call(t);
	else
		oh_transfer_event(t, ev);
}

static void attempt_handler(enum oh_cause cause, void *arg)
{
	struct oh_talker *t = arg;
	const struct oh_forward_prm *prm = &t->passage->forward->prm;
	const struct oh_parting why = { .cause = cause,
					.scode = t->res.scode,
					.given = t->res.why };

	prm->resulth(&t->res, prm->arg);
	oh_passage_leave(t, &why);
}

/**
 * Call somebody
 *
 * @param tp     Who is called, borrowed; nothing has happened yet
 * @param p      Passage
 * @param number As typed
 *
 * @return 0 or an errno of oh_attempt_start()
 */
int oh_passage_dial(struct oh_talker **tp, struct oh_passage *p,
		    const char *number)
{
	struct oh_attempt_ear ear = { event_handler, attempt_handler, NULL };
	struct oh_talker *t = talker_alloc(p);
	int err;

	if (!t)
		return ENOMEM;
	ear.arg  = t;
	t->watch = (struct oh_call_watch){ .referh = oh_transfer_refer,
					   .arg = t };
	oh_result_init(&t->res);
	err = oh_attempt_start(&t->attempt, p->place, number, &p->prm, &ear);
	if (err)
		mem_deref(t);
	else
		*tp = t;

	return err;
}
