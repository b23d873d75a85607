/**
 * @file word.h  The API's words for its enumerations, and ours
 *
 * `tollFree` on the wire, `toll-free` for people; `inbound+outbound` on the
 * wire, `both` for people. Parsing takes either.
 */
#ifndef OH_CARRIER_WORD_H
#define OH_CARRIER_WORD_H

#include "carrier/model.h"

/* Of the API; "" for ANY */
const char *oh_word_type(enum oh_type type);
const char *oh_word_assignment(enum oh_assignment assignment);
const char *oh_word_capability(enum oh_capability capability);
const char *oh_word_availability(enum oh_availability status);
const char *oh_word_op_status(enum oh_op_status status);
const char *oh_word_op_type(enum oh_op_type type);
const char *oh_word_reservation(enum oh_reservation_status status);
/* For people; "" for ANY */
const char *oh_word_type_text(enum oh_type type);
const char *oh_word_capability_text(enum oh_capability capability);
const char *oh_word_op_type_text(enum oh_op_type type);
const char *oh_word_op_status_text(enum oh_op_status status);

/* EBADMSG: no such word; none gives ANY */
int oh_word_type_parse(enum oh_type *tp, const char *s);
int oh_word_assignment_parse(enum oh_assignment *ap, const char *s);
int oh_word_capability_parse(enum oh_capability *cp, const char *s);
int oh_word_availability_parse(enum oh_availability *ap, const char *s);
int oh_word_op_status_parse(enum oh_op_status *sp, const char *s);
int oh_word_op_type_parse(enum oh_op_type *tp, const char *s);
int oh_word_reservation_parse(enum oh_reservation_status *sp, const char *s);

#endif
