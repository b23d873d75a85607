/**
 * @file outcall.c  A call that is made for one that is up
 *
 * Its owner may go at any time; the call then hangs up and tells its end
 * nevertheless, since it has a record and perhaps a price.
 */
#include <errno.h>
#include "action/calls_priv.h"
#include "action/outcall.h"
#include "cdr/fold.h"
#include "cdr/store.h"
#include "place/attempt.h"
#include "place/batch.h"

/** What stays until the end */
struct errand {
	struct le             le;
	struct oh_outcall    *owner;     /* or NULL: it has gone          */
	struct oh_calls      *calls;
	struct oh_attempt_prm prm;
	struct oh_attempt    *attempt;
	struct oh_cdr_call   *row;
	struct oh_result      res;
	char                  parent[OH_RESULT_TEXT];
};

struct oh_outcall {
	struct errand *errand;
	oh_outcall_h  *h;
	void          *arg;
};

static void errand_destructor(void *arg)
{
	struct errand *e = arg;

	list_unlink(&e->le);
	mem_deref(e->attempt);
	mem_deref(e->row);
}

static void outcall_destructor(void *arg)
{
	struct oh_outcall *o = arg;

	if (!o->errand)
		return;
	o->errand->owner = NULL;
	oh_attempt_stop(o->errand->attempt, OH_CAUSE_DONE);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct errand *e = arg;
	const struct oh_calls_prm *prm = oh_calls_prm(e->calls);

	oh_fold(&e->res, ev);
	str_ncpy(e->res.parent, e->parent, sizeof(e->res.parent));
	if (!e->row)
		e->row = oh_attempt_row(e->attempt);
	oh_cdr_event(&e->row, prm->cdr, ev, &e->res);
	if (prm->eventh)
		prm->eventh(ev, prm->arg);
	if (e->owner)
		e->owner->h(ev, false, e->owner->arg);
}

/* It is over; was it the last one? */
static void maybe_idle(struct errand *e)
{
	struct oh_calls *cs = mem_ref(e->calls);
	void (*h)(void *arg) = cs->idleh;

	mem_deref(e);
	if (h && list_isempty(&cs->errandl)) {
		cs->idleh = NULL;
		h(cs->idlearg);
	}
	mem_deref(cs);
}

static void attempt_handler(enum oh_cause cause, void *arg)
{
	struct errand *e = arg;
	const struct oh_calls_prm *prm = oh_calls_prm(e->calls);
	struct oh_outcall *o = e->owner;
	const struct oh_event ev = {
		.type  = OH_EVENT_ENDED,
		.cause = cause,
		.text  = e->res.guard[0] ? e->res.guard : e->res.reason,
		.hint  = e->res.hint,
		.scode = e->res.scode,
	};

	if (prm->resulth)
		prm->resulth(&e->res, prm->arg);
	if (o) {
		o->errand = NULL;
		o->h(&ev, true, o->arg);
	}
	maybe_idle(e);
}

/**
 * Look where a call would lead
 *
 * @param ch       Receives it, on the first trunk; look at its verdict
 * @param for_whom The call it would be made for
 * @param number   As typed
 *
 * @return 0, ENXIO, or an errno of oh_choose_ways()
 */
int oh_outcall_look(struct oh_choice *ch, const struct oh_live *for_whom,
		    const char *number)
{
	struct oh_place *place = oh_calls_prm(oh_live_calls(for_whom))->place;
	struct oh_batch_prm one = { .numberv = &number, .numberc = 1 };
	uint32_t bad;

	return place ? oh_batch_check(&one, place, &bad, ch) : ENXIO;
}

/**
 * Say what is wrong with a number
 *
 * @param buf      Receives why it is none, for people; "": it is one
 * @param size     Its size [bytes]
 * @param for_whom Call that is up
 * @param number   As typed
 */
void oh_outcall_why(char *buf, size_t size, const struct oh_live *for_whom,
		    const char *number)
{
	struct oh_choice ch;

	memset(&ch, 0, sizeof(ch));
	*buf = '\0';
	if (oh_outcall_look(&ch, for_whom, number) == EBADMSG)
		str_ncpy(buf, ch.why, size);
}

static int make_errand(struct errand **ep, struct oh_live *lv,
		       const char *number)
{
	const struct oh_attempt_ear ear = { event_handler, attempt_handler,
					    NULL };
	const struct oh_calls_prm *cp = oh_calls_prm(oh_live_calls(lv));
	struct oh_attempt_ear mine = ear;
	struct errand *e;
	int err;

	if (!cp->place)
		return ENXIO;
	e = mem_zalloc(sizeof(*e), errand_destructor);
	if (!e)
		return ENOMEM;
	mine.arg = e;
	e->calls = oh_live_calls(lv);
	e->prm   = (struct oh_attempt_prm){
		.ring_ms    = cp->ring_ms,
		.max_ms     = cp->max_ms,
		.silence_ms = cp->silence_ms,
	};
	oh_result_init(&e->res);
	str_ncpy(e->parent, oh_call_id(oh_live_call(lv)), sizeof(e->parent));
	err = oh_attempt_start(&e->attempt, cp->place, number, &e->prm, &mine);
	if (err) {
		mem_deref(e);
		return err;
	}
	list_append(&e->calls->errandl, &e->le, e);
	*ep = e;

	return 0;
}

/* All are hung up; each tells its end */
void oh_outcall_stop_all(struct oh_calls *cs)
{
	struct le *le, *next;

	for (le = list_head(&cs->errandl); le; le = next) {
		struct errand *e = le->data;

		next = le->next;
		oh_attempt_stop(e->attempt, OH_CAUSE_DONE);
	}
}

/**
 * Call somebody for a call that is up
 *
 * @param op       Returned, release with mem_deref
 * @param for_whom The call it is made for
 * @param number   As typed
 * @param h        Told of everything; never before this returns
 * @param arg      Handler argument
 *
 * @return 0, EINVAL, ENOMEM, ENXIO (there is no place, or no way), or an
 *         errno of oh_attempt_start(); then nothing happens at all
 */
int oh_outcall_start(struct oh_outcall **op, struct oh_live *for_whom,
		     const char *number, oh_outcall_h *h, void *arg)
{
	struct oh_outcall *o;
	int err;

	if (!op || !for_whom || !number || !h)
		return EINVAL;
	o = mem_zalloc(sizeof(*o), outcall_destructor);
	if (!o)
		return ENOMEM;
	o->h   = h;
	o->arg = arg;
	err = make_errand(&o->errand, for_whom, number);
	if (err) {
		mem_deref(o);
		return err;
	}
	o->errand->owner = o;
	*op = o;

	return 0;
}

/** Our id of it; "" before the first event. Borrowed */
const char *oh_outcall_id(const struct oh_outcall *o)
{
	return o->errand ? o->errand->res.id : "";
}

/** The call as others see it; NULL: there is none, or it has ended */
struct oh_live *oh_outcall_live(const struct oh_outcall *o)
{
	struct oh_live *lv = NULL;
	const char *id = oh_outcall_id(o);

	if (!*id || oh_calls_find(&lv, o->errand->calls, id))
		return NULL;

	return lv;
}
