/**
 * @file outlet.h  Bytes for a terminal, which may take none for a while
 *
 * A terminal whose reader is stuck (a dead ssh, one that is stopped) makes a
 * writer wait for ever. Here nobody waits: what it does not take now is kept,
 * and written by the main loop when it does.
 */
#ifndef OH_BASE_OUTLET_H
#define OH_BASE_OUTLET_H

#include <stddef.h>
#include <stdint.h>

struct oh_outlet;

/** All that was owed has been written; never from oh_outlet_write() */
typedef void (oh_outlet_h)(void *arg);

/* fd: of a terminal; borrowed. h or NULL */
int  oh_outlet_alloc(struct oh_outlet **op, int fd, oh_outlet_h *h, void *arg);
/* ENOMEM: it is not kept, perhaps but for its beginning */
int  oh_outlet_write(struct oh_outlet *o, const void *buf, size_t len);
size_t oh_outlet_owed(const struct oh_outlet *o);              /* [bytes] */
/* Waits; ETIMEDOUT: nothing was taken for stall_ms, or not all in most_ms */
int  oh_outlet_drain(struct oh_outlet *o, uint32_t stall_ms,
		     uint32_t most_ms);
/* What is owed, and what the terminal's queue holds, is thrown away */
void oh_outlet_drop(struct oh_outlet *o);
/* Writing there does not wait, but where the terminal cannot be opened anew */
int  oh_outlet_fd(const struct oh_outlet *o);

#endif
