/**
 * @file calls.c  The calls of this process, for whoever wants to act on one
 */
#include <errno.h>
#include "base/clock.h"
#include "action/calls_priv.h"
#include "action/meeting.h"
#include "cdr/fold.h"

static void live_destructor(void *arg)
{
	struct oh_live *lv = arg;

	list_unlink(&lv->le);
	oh_meeting_leave(lv);
	oh_call_unwatch(lv->call, &lv->watch);
	explicit_bzero(lv->typedv, sizeof(lv->typedv));
}

static void calls_destructor(void *arg)
{
	struct oh_calls *cs = arg;
	struct le *le;

	/* The end of one may be news to another: none is left in a list that
	   is being walked */
	while ((le = list_head(&cs->errandl)))
		mem_deref(le->data);
	while ((le = list_head(&cs->livel)))
		mem_deref(le->data);
}

/**
 * Make an empty register of calls
 *
 * @param csp Returned register, release with mem_deref
 * @param prm What actions need; borrowed while it lives
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_calls_alloc(struct oh_calls **csp, const struct oh_calls_prm *prm)
{
	struct oh_calls *cs;

	if (!csp || !prm)
		return EINVAL;
	cs = mem_zalloc(sizeof(*cs), calls_destructor);
	if (!cs)
		return ENOMEM;
	cs->prm = *prm;
	*csp = cs;

	return 0;
}

/** What actions need, borrowed */
const struct oh_calls_prm *oh_calls_prm(const struct oh_calls *cs)
{
	return &cs->prm;
}

/** From where actions call somebody; NULL: from nowhere */
void oh_calls_set_place(struct oh_calls *cs, struct oh_place *place)
{
	if (cs)
		cs->prm.place = place;
}

/**
 * End the calls that actions have made
 *
 * @param cs  Register
 * @param h   Called once, when they have ended
 * @param arg Handler argument
 *
 * @return false: there are none
 */
bool oh_calls_stop(struct oh_calls *cs, void (*h)(void *arg), void *arg)
{
	if (list_isempty(&cs->errandl))
		return false;
	cs->idleh   = h;
	cs->idlearg = arg;
	oh_outcall_stop_all(cs);

	return true;
}

static void on_digit(struct oh_live *lv, char digit)
{
	if (lv->digith)
		lv->digith(digit, lv->digitarg);
	else
		oh_live_type(lv, digit);
}

static void move(struct oh_live *lv, const struct oh_event *ev)
{
	switch (ev->type) {

	case OH_EVENT_RINGING:  lv->state = OH_LIVE_RINGING; break;
	case OH_EVENT_PROGRESS: lv->state = OH_LIVE_EARLY; break;
	case OH_EVENT_ANSWERED: lv->state = OH_LIVE_UP; break;
	case OH_EVENT_HELD:     lv->held = true; break;
	case OH_EVENT_RESUMED:  lv->held = false; break;
	default:                break;
	}
}

/* ev: NULL: one has moved */
static void tell(struct oh_calls *cs, const struct oh_event *ev)
{
	struct calls_walk walk = { .outer = cs->walks, .next = cs->watches };

	cs->walks = &walk;
	while (walk.next) {
		struct oh_calls_watch *w = walk.next;

		walk.next = w->next;
		if (ev)
			w->eventh(ev, w->arg);
		else if (w->movedh)
			w->movedh(w->arg);
	}
	cs->walks = walk.outer;
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct oh_live *lv = arg;
	struct oh_calls *cs = lv->calls;

	oh_fold(&lv->res, ev);
	move(lv, ev);
	mem_ref(cs);
	mem_ref(lv);
	tell(cs, ev);
	/* Told first: what it completes is told by who collects */
	if (ev->type == OH_EVENT_DIGIT)
		on_digit(lv, ev->digit);
	if (ev->type == OH_EVENT_ENDED)
		mem_deref(lv);
	mem_deref(lv);
	mem_deref(cs);
}

static void leaving_handler(void *arg)
{
	struct oh_live *lv = arg;

	lv->state = OH_LIVE_LEAVING;
}

/* Perhaps while the register goes: nothing is to be held on to */
static void moved_handler(void *arg)
{
	const struct oh_live *lv = arg;

	tell(lv->calls, NULL);
}

/* Given up by its owner, who tells why: it is taken back in silence, which
   a reference of ours would keep it from */
static void gone_handler(void *arg)
{
	struct oh_live *lv = arg;

	lv->call = NULL;
	mem_deref(lv);
}

/**
 * Take a call into the register: until its ENDED
 *
 * @param cs   Register; NULL: nobody wants to act on calls
 * @param call Call that has just begun; borrowed
 *
 * @return 0 or ENOMEM
 */
int oh_calls_add(struct oh_calls *cs, struct oh_call *call)
{
	struct oh_event ev = { .type = OH_EVENT_DIALING };
	struct oh_live *lv;

	if (!cs)
		return 0;
	lv = mem_zalloc(sizeof(*lv), live_destructor);
	if (!lv)
		return ENOMEM;
	lv->calls = cs;
	lv->call  = call;
	lv->watch = (struct oh_call_watch){
		.eventh   = event_handler,
		.leavingh = leaving_handler,
		.movedh   = moved_handler,
		.goneh    = gone_handler,
		.arg      = lv,
	};
	oh_result_init(&lv->res);
	if (oh_call_is_incoming(call)) {
		ev.type   = OH_EVENT_INCOMING;
		ev.name   = oh_call_far_name(call);
		lv->state = OH_LIVE_RINGING;
	}
	oh_call_about(call, &ev);
	ev.wall_us = oh_clock_wall_us();
	oh_fold(&lv->res, &ev);
	list_append(&cs->livel, &lv->le, lv);
	oh_call_watch(call, &lv->watch);
	tell(cs, &ev);

	return 0;
}

/**
 * Find a call
 *
 * @param lvp Returned call, borrowed until its ENDED
 * @param cs  Register
 * @param id  Our id of it, or the beginning or the end of one; NULL or "":
 *            the only call there is
 *
 * @return 0, ENOENT, EEXIST (it fits several)
 */
int oh_calls_find(struct oh_live **lvp, const struct oh_calls *cs,
		  const char *id)
{
	size_t len = str_len(id);
	struct oh_live *found = NULL;

	for (struct le *le = list_head(&cs->livel); le; le = le->next) {
		struct oh_live *lv = le->data;
		const char *have = oh_call_id(lv->call);
		size_t rest = strlen(have);

		if (len > rest || (strncmp(have, id ? id : "", len) &&
				   strcmp(&have[rest - len], id ? id : "")))
			continue;
		if (found)
			return EEXIST;
		found = lv;
	}
	if (!found)
		return ENOENT;
	*lvp = found;

	return 0;
}

/** The call after this one, the first after NULL; borrowed */
struct oh_live *oh_calls_next(const struct oh_calls *cs,
			      const struct oh_live *lv)
{
	struct le *le = lv ? lv->le.next : list_head(&cs->livel);

	return le ? le->data : NULL;
}

/** Be told everything from now on */
void oh_calls_watch(struct oh_calls *cs, struct oh_calls_watch *w)
{
	w->next     = cs->watches;
	cs->watches = w;
}

/** And no longer; no harm if it is not there */
void oh_calls_unwatch(struct oh_calls *cs, struct oh_calls_watch *w)
{
	struct oh_calls_watch **wp = &cs->watches;

	for (struct calls_walk *k = cs->walks; k; k = k->outer) {
		if (k->next == w)
			k->next = w->next;
	}
	while (*wp && *wp != w)
		wp = &(*wp)->next;
	if (*wp)
		*wp = w->next;
}

/** The call itself, borrowed */
struct oh_call *oh_live_call(const struct oh_live *lv)
{
	return lv ? lv->call : NULL;
}

/** Where it is registered, borrowed */
struct oh_calls *oh_live_calls(const struct oh_live *lv)
{
	return lv ? lv->calls : NULL;
}

/** Where it is */
enum oh_live_state oh_live_state(const struct oh_live *lv)
{
	return lv->state;
}

/** And in a word */
const char *oh_live_state_name(const struct oh_live *lv)
{
	static const char *const namev[] = {
		[OH_LIVE_DIALING] = "dialing",
		[OH_LIVE_RINGING] = "ringing",
		[OH_LIVE_EARLY]   = "early",
		[OH_LIVE_UP]      = "up",
		[OH_LIVE_LEAVING] = "leaving",
	};

	return lv->held && lv->state == OH_LIVE_UP ? "held"
						   : namev[lv->state];
}

/** Whether one side holds the other */
bool oh_live_is_held(const struct oh_live *lv)
{
	return lv->held;
}

/** What is known of it so far, borrowed */
const struct oh_result *oh_live_result(const struct oh_live *lv)
{
	return &lv->res;
}

/** Keep a digit for who will collect; more than fit are forgotten */
void oh_live_type(struct oh_live *lv, char digit)
{
	if (lv->typedc < sizeof(lv->typedv))
		lv->typedv[lv->typedc++] = digit;
}

/** Take the oldest digit that nobody has collected; NUL: there is none */
char oh_live_typed(struct oh_live *lv)
{
	char digit;

	if (!lv->typedc)
		return '\0';
	digit = lv->typedv[0];
	lv->typedc--;
	memmove(lv->typedv, &lv->typedv[1], lv->typedc);

	return digit;
}

/** Forget the digits that nobody has collected */
void oh_live_forget_typed(struct oh_live *lv)
{
	explicit_bzero(lv->typedv, sizeof(lv->typedv));
	lv->typedc = 0;
}

/**
 * Give the digits that come to somebody, in place of keeping them
 *
 * @param lv  Call
 * @param h   Who collects; NULL: nobody any more
 * @param arg Handler argument
 *
 * @return 0, EBUSY
 */
int oh_live_collect(struct oh_live *lv, oh_live_digit_h *h, void *arg)
{
	if (h && lv->digith)
		return EBUSY;
	lv->digith   = h;
	lv->digitarg = arg;

	return 0;
}
