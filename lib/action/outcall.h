/**
 * @file outcall.h  A call that is made for one that is up
 *
 *   number ──▶ attempt (routes, guards, trunk) ──▶ call, result, record
 *
 * As if somebody had typed the number: there is no way around routes and
 * guards. Its events and its result are told like those of any call; parent
 * is the call it was made for. It lasts until somebody hangs up.
 */
#ifndef OH_ACTION_OUTCALL_H
#define OH_ACTION_OUTCALL_H

#include <stddef.h>
#include "action/calls.h"
#include "event/event.h"

struct oh_choice;
struct oh_outcall;

/** Each event; the last one is ENDED or REFUSED, with over set. The outcall
    may be released then. */
typedef void (oh_outcall_h)(const struct oh_event *ev, bool over, void *arg);

/* mem_deref() lets a call that is under way end by itself, soon; nothing
   more is told to the handler. Errors: as of oh_attempt_start(); ENXIO:
   there is no place to call from. why: what is wrong, for people */
int  oh_outcall_start(struct oh_outcall **op, struct oh_live *for_whom,
		      const char *number, oh_outcall_h *h, void *arg);
/* Where it would lead, and whether it may be called; nothing happens */
int  oh_outcall_look(struct oh_choice *ch, const struct oh_live *for_whom,
		     const char *number);
/* Why it is no number, and how to write it; "": it is one */
void oh_outcall_why(char *buf, size_t size, const struct oh_live *for_whom,
		    const char *number);
/* The call, from DIALING to ENDED; else NULL */
struct oh_live *oh_outcall_live(const struct oh_outcall *o);
const char *oh_outcall_id(const struct oh_outcall *o);

#endif
