/**
 * @file baresip.h  baresip, a child of ours that owns the sound device
 *
 *   folder ──▶ baresip ──▶ the one socket it binds on 127.0.0.1 ──▶ ready
 *
 * It takes what port the kernel gives it, which is found among the sockets of
 * this very process: nobody else can stand in for it. Whom to call there is
 * random. It dies with us, and what it prints is kept from our terminal.
 */
#ifndef OH_HANDSET_BARESIP_H
#define OH_HANDSET_BARESIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/log.h"
#include "handset/device.h"

struct oh_baresip;

enum { OH_BARESIP_WHY = 192 };

struct oh_baresip_prm {
	const char *input;       /**< "alsa,default"; ""                   */
	const char *output;      /**< the same; a sound file if the input is
				      that, too: nothing is heard          */
	const char *dump;        /**< records both directions there; NULL  */
	struct oh_log *log;
	/** It can be called at 127.0.0.1 and this port */
	void (*readyh)(uint16_t port, void *arg);
	/** It has ended, by itself or because it was stopped; the last call */
	void (*goneh)(void *arg);
	void *arg;
};

/* why receives what is wrong, and how to mend it, after an error */
int  oh_baresip_start(struct oh_baresip **bp,
		       const struct oh_baresip_prm *prm,
		       char *why, size_t size);
const struct oh_device *oh_baresip_device(const struct oh_baresip *b,
					  enum oh_device_side side);
/* Its two devices are one */
bool oh_baresip_has_one(const struct oh_baresip *b);
/* It has said that it could not open that one */
bool oh_baresip_lacks(const struct oh_baresip *b, enum oh_device_side side);
const char *oh_baresip_user(const struct oh_baresip *b);
/* It speaks SRTP alone: its port, which is open to other machines, takes
   nobody else's audio */
bool oh_baresip_is_secured(const struct oh_baresip *b);
/* It speaks G.722, not G.711 alone */
bool oh_baresip_is_wide(const struct oh_baresip *b);
/* The last line it has printed, or "" */
const char *oh_baresip_said(const struct oh_baresip *b);
/* goneh follows within half a second. mem_deref() alone waits for it. */
void oh_baresip_stop(struct oh_baresip *b);
/* Where its modules lie; ENOENT: it, or they, are not installed */
int  oh_baresip_modules(char *buf, size_t size);
/* Are these devices such as it opens? As when it is started, but nothing is */
int  oh_baresip_check(const char *input, const char *output,
		      char *why, size_t size);

#endif
