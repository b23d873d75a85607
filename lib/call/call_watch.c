/**
 * @file call_watch.c  Who wants to know of a call besides its owner
 */
#include "call/call_priv.h"

/**
 * Add a watcher: it is told everything from now on
 *
 * @param c Call
 * @param w Watcher, owned by the caller
 */
void oh_call_watch(struct oh_call *c, struct oh_call_watch *w)
{
	w->next    = c->watches;
	c->watches = w;
}

/** Remove a watcher; no harm if it is not there */
void oh_call_unwatch(struct oh_call *c, struct oh_call_watch *w)
{
	struct oh_call_watch **wp;

	if (!c)
		return;
	for (struct call_walk *k = c->walks; k; k = k->outer) {
		if (k->next == w)
			k->next = w->next;
	}
	for (wp = &c->watches; *wp; wp = &(*wp)->next) {
		if (*wp == w) {
			*wp = w->next;
			return;
		}
	}
}

static void tell_watch(const struct oh_call_watch *w, enum call_told what,
		       const struct oh_event *ev)
{
	if (what == CALL_TOLD_EVENT && w->eventh)
		w->eventh(ev, w->arg);
	else if (what == CALL_TOLD_LEAVING && w->leavingh)
		w->leavingh(w->arg);
	else if (what == CALL_TOLD_MOVED && w->movedh)
		w->movedh(w->arg);
}

/** Tell all watchers; they may do anything but release the call */
void oh_call_tell_watches(struct oh_call *c, enum call_told what,
			  const struct oh_event *ev)
{
	struct call_walk walk = { .outer = c->walks, .next = c->watches };

	c->walks = &walk;
	while (walk.next) {
		struct oh_call_watch *w = walk.next;

		walk.next = w->next;
		tell_watch(w, what, ev);
	}
	c->walks = walk.outer;
}

/**
 * Tell the watchers that a call hears others than before
 *
 * @param c Call; they may do anything but release it
 */
void oh_call_moved(struct oh_call *c)
{
	oh_call_tell_watches(c, CALL_TOLD_MOVED, NULL);
}
