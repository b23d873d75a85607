/**
 * @file messages.h  The SIP messages of the calls that go on, whole
 *
 * For who looks at a live call: each message as it passed, in the clear even
 * where it went by TLS, credentials blanked (blank.h). By Call-ID; of many
 * calls, or long ones, no more than there is room for: the oldest give way.
 */
#ifndef OH_TRACE_MESSAGES_H
#define OH_TRACE_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "trace/trace.h"

enum {
	OH_MESSAGES_CALLS = 256,
	OH_MESSAGES_OF_CALL = 200,     /**< then the middle is left out */
	OH_MESSAGES_BYTES = 8 * 1024 * 1024, /**< of all               */
};

struct oh_messages;

int  oh_messages_alloc(struct oh_messages **mp);
void oh_messages_add(struct oh_messages *m, const struct oh_trace *t);
/* With those that were left out: a message keeps its number */
size_t oh_messages_count(const struct oh_messages *m, const char *call_id);
/* The n-th of a call, from 0; borrowed until the next add. ENOENT: not yet,
   or left out */
int  oh_messages_at(struct oh_trace *t, const struct oh_messages *m,
		    const char *call_id, size_t n);
/* Whether it is a retransmission of one before it */
bool oh_messages_is_again(const struct oh_messages *m, const char *call_id,
			  size_t n);
/* "INVITE sip:..", "200 OK (INVITE)"; and what matters of the body: "PCMU
   PCMA, sendonly". Safe to be shown, "" if nothing */
void oh_messages_line(char *line, size_t size, char *note, size_t notesize,
		      const struct oh_trace *t);

#endif
