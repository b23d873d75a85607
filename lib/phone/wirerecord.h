/**
 * @file wirerecord.h  The SIP messages of a past call, as its record has them
 *
 * A line of each, if the call was traced; the messages themselves are kept by
 * the process that held the call, as long as it lives. Where they came from
 * the record does not tell: src and dst are "", or, if several trunks were
 * tried, the trunk.
 */
#ifndef OH_PHONE_WIRERECORD_H
#define OH_PHONE_WIRERECORD_H

#include "phone/wire.h"

/* The column "ladder" of a record; ENOENT: none of it is a message */
int oh_wirerecord_read(struct oh_wire *w, const char *text);
/* The record of the wire's call, in the records of path (NULL: the usual
   ones). ENOENT: there is none, or it has no messages */
int oh_wirerecord_find(struct oh_wire *w, const char *path);

#endif
