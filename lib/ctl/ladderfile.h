/**
 * @file ladderfile.h  The SIP messages of a call, put into a file or a text
 *
 * Private to this folder.
 */
#ifndef OH_CTL_LADDERFILE_H
#define OH_CTL_LADDERFILE_H

#include "ctl/past.h"
#include "trace/messages.h"

enum { OH_LADDERFILE_END_SIZE = 64 };    /**< "[2001:db8::1]:5060"         */

/* "udp" "tcp" "tls" */
const char *oh_ladderfile_proto(enum oh_trace_proto proto);
void oh_ladderfile_end(char buf[OH_LADDERFILE_END_SIZE],
		       const struct sockaddr_storage *ss);
/* A message for people and terminals, lines ended by '\n'. mem_deref() */
int  oh_ladderfile_text(char **textp, const struct oh_trace *t);
/* 0600, never over another. text: for people; else packets */
int  oh_ladderfile_save(const char *path, bool text,
			const struct oh_messages *m,
			const struct ctl_dialogs *d);

#endif
