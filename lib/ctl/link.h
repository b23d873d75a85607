/**
 * @file link.h  A client of a control socket that never waits
 *
 * For programs with a main loop: a screen talks to several processes at once,
 * one of which may hang. Lines come to a handler, replies to the handler of
 * their request. Main loop.
 */
#ifndef OH_CTL_LINK_H
#define OH_CTL_LINK_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

/** Without a word from it: asked whether it lives; taken for hung */
enum { OH_LINK_PULSE_MS = 1000, OH_LINK_PING_PULSES = 2,
       OH_LINK_HUNG_PULSES = 5 };

struct oh_link;

/** A reply; NULL: the connection is gone before it came. Borrowed */
typedef void (oh_link_reply_h)(const cJSON *reply, void *arg);

struct oh_link_prm {
	const char *path;              /**< copied                           */
	/** It said who it is; borrowed as long as the link */
	void (*helloh)(struct oh_link *l, const cJSON *hello, void *arg);
	/** An event; borrowed */
	void (*eventh)(struct oh_link *l, const cJSON *ev, void *arg);
	/** It does not answer for 5 s (true), or does so again. Requests go on
	    to wait. Or NULL: nobody cares, and it is not asked */
	void (*hungh)(struct oh_link *l, bool hung, void *arg);
	uint32_t pulse_ms;             /**< 0: OH_LINK_PULSE_MS              */
	/** It is gone; the last call. err: EPIPE, EPROTO, ETIMEDOUT .. The
	    link may be released here */
	void (*goneh)(struct oh_link *l, int err, void *arg);
	void *arg;
};

/* Handlers never before this returns, none after mem_deref(). ECONNREFUSED:
   nobody is there; EAGAIN: it takes nobody now */
int  oh_link_open(struct oh_link **lp, const struct oh_link_prm *prm);
const char *oh_link_command(const struct oh_link *l);   /* "dial"; "" yet */
int  oh_link_pid(const struct oh_link *l);
/* o: given; gets an id. h NULL: the reply is dropped. ENOTCONN, E2BIG, ENOMEM;
   EAGAIN: it owes too many replies */
int  oh_link_ask(struct oh_link *l, cJSON *o, oh_link_reply_h *h, void *arg);
/* No more replies for this one */
void oh_link_forget(struct oh_link *l, const void *arg);

#endif
