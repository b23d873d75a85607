/**
 * @file word.c  The API's words for its enumerations, and ours
 */
#include "base/compat.h"
#include "carrier/word.h"

struct word {
	const char *api;       /* "" or NULL: not said */
	const char *text;      /* for people, if it is another */
};

static const struct word typev[] = {
	[OH_TYPE_GEOGRAPHIC] = { "geographic", NULL        },
	[OH_TYPE_TOLL_FREE]  = { "tollFree",   "toll-free" },
	[OH_TYPE_MOBILE]     = { "mobile",     NULL        },
};

static const struct word assignmentv[] = {
	[OH_ASSIGN_PERSON]      = { "person",      NULL },
	[OH_ASSIGN_APPLICATION] = { "application", NULL },
};

static const struct word capabilityv[] = {
	[OH_CAPABLE_NONE]     = { "none",             NULL   },
	[OH_CAPABLE_INBOUND]  = { "inbound",          NULL   },
	[OH_CAPABLE_OUTBOUND] = { "outbound",         NULL   },
	[OH_CAPABLE_BOTH]     = { "inbound+outbound", "both" },
};

static const struct word availabilityv[] = {
	[OH_AVAIL_AVAILABLE] = { "available", NULL },
	[OH_AVAIL_RESERVED]  = { "reserved",  NULL },
	[OH_AVAIL_EXPIRED]   = { "expired",   NULL },
	[OH_AVAIL_ERROR]     = { "error",     NULL },
	[OH_AVAIL_PURCHASED] = { "purchased", NULL },
};

static const struct word op_statusv[] = {
	[OH_OP_NOT_STARTED] = { "notStarted", "not-started" },
	[OH_OP_RUNNING]     = { "running",    NULL          },
	[OH_OP_SUCCEEDED]   = { "succeeded",  NULL          },
	[OH_OP_FAILED]      = { "failed",     NULL          },
};

static const struct word op_typev[] = {
	[OH_OP_PURCHASE] = { "purchase",                      NULL      },
	[OH_OP_RELEASE]  = { "releasePhoneNumber",            "release" },
	[OH_OP_SEARCH]   = { "search",                        NULL      },
	[OH_OP_UPDATE]   = { "updatePhoneNumberCapabilities", "update"  },
	[OH_OP_RESERVATION_PURCHASE] = { "reservationPurchase",
					 "reservation-purchase" },
};

static const struct word reservationv[] = {
	[OH_RES_ACTIVE]    = { "active",    NULL },
	[OH_RES_SUBMITTED] = { "submitted", NULL },
	[OH_RES_COMPLETED] = { "completed", NULL },
	[OH_RES_EXPIRED]   = { "expired",   NULL },
};


static const char *api(const struct word *wordv, size_t wordc, size_t i)
{
	return i < wordc && wordv[i].api ? wordv[i].api : "";
}


static const char *text(const struct word *wordv, size_t wordc, size_t i)
{
	if (i < wordc && wordv[i].text)
		return wordv[i].text;

	return api(wordv, wordc, i);
}


static bool is_word(const struct word *w, const char *s)
{
	return w->api && (!str_casecmp(w->api, s) ||
			  (w->text && !str_casecmp(w->text, s)));
}


/* Its place in the table, or wordc; NULL is no word */
static size_t find(const struct word *wordv, size_t wordc, const char *s)
{
	size_t i = 0;

	while (i < wordc && !(s && is_word(&wordv[i], s)))
		i++;

	return i;
}


/**
 * Tell the API's word for a type of number
 *
 * @param type Type
 *
 * @return "geographic", "tollFree", "mobile"; "" for ANY
 */
const char *oh_word_type(enum oh_type type)
{
	return api(typev, ARRAY_SIZE(typev), type);
}


/**
 * Tell our word for a type of number
 *
 * @param type Type
 *
 * @return "geographic", "toll-free", "mobile"; "" for ANY
 */
const char *oh_word_type_text(enum oh_type type)
{
	return text(typev, ARRAY_SIZE(typev), type);
}


/**
 * Tell the word, the API's and ours, for who answers a number
 *
 * @param assignment Assignment
 *
 * @return "person", "application"; "" for ANY
 */
const char *oh_word_assignment(enum oh_assignment assignment)
{
	return api(assignmentv, ARRAY_SIZE(assignmentv), assignment);
}


/**
 * Tell the API's word for a capability
 *
 * @param capability Capability
 *
 * @return "none", "inbound", "outbound", "inbound+outbound"; "" for ANY
 */
const char *oh_word_capability(enum oh_capability capability)
{
	return api(capabilityv, ARRAY_SIZE(capabilityv), capability);
}


/**
 * Tell our word for a capability
 *
 * @param capability Capability
 *
 * @return "none", "inbound", "outbound", "both"; "" for ANY
 */
const char *oh_word_capability_text(enum oh_capability capability)
{
	return text(capabilityv, ARRAY_SIZE(capabilityv), capability);
}


/**
 * Tell the word for the state of a number that can be had
 *
 * @param status State
 *
 * @return "available" ..; "" for UNKNOWN
 */
const char *oh_word_availability(enum oh_availability status)
{
	return api(availabilityv, ARRAY_SIZE(availabilityv), status);
}


/**
 * Tell the API's word for the state of an operation
 *
 * @param status State
 *
 * @return "notStarted" ..
 */
const char *oh_word_op_status(enum oh_op_status status)
{
	return api(op_statusv, ARRAY_SIZE(op_statusv), status);
}


/**
 * Tell the API's word for what an operation does
 *
 * @param type What it does
 *
 * @return "purchase" ..
 */
const char *oh_word_op_type(enum oh_op_type type)
{
	return api(op_typev, ARRAY_SIZE(op_typev), type);
}


/**
 * Tell the word for the state of a reservation
 *
 * @param status State
 *
 * @return "active" ..
 */
const char *oh_word_reservation(enum oh_reservation_status status)
{
	return api(reservationv, ARRAY_SIZE(reservationv), status);
}


/**
 * Parse a type of number, in the API's word or ours and in any case
 *
 * @param tp Type; set on success only
 * @param s  Word; NULL is none
 *
 * @return 0; EBADMSG: no such word
 */
int oh_word_type_parse(enum oh_type *tp, const char *s)
{
	size_t i = find(typev, ARRAY_SIZE(typev), s);

	if (i == ARRAY_SIZE(typev))
		return EBADMSG;
	*tp = (enum oh_type)i;

	return 0;
}


/**
 * Parse an assignment, in any case
 *
 * @param ap Assignment; set on success only
 * @param s  Word; NULL is none
 *
 * @return 0; EBADMSG: no such word
 */
int oh_word_assignment_parse(enum oh_assignment *ap, const char *s)
{
	size_t i = find(assignmentv, ARRAY_SIZE(assignmentv), s);

	if (i == ARRAY_SIZE(assignmentv))
		return EBADMSG;
	*ap = (enum oh_assignment)i;

	return 0;
}


/**
 * Parse a capability, in the API's word or ours and in any case
 *
 * @param cp Capability; set on success only
 * @param s  Word; NULL is none
 *
 * @return 0; EBADMSG: no such word
 */
int oh_word_capability_parse(enum oh_capability *cp, const char *s)
{
	size_t i = find(capabilityv, ARRAY_SIZE(capabilityv), s);

	if (i == ARRAY_SIZE(capabilityv))
		return EBADMSG;
	*cp = (enum oh_capability)i;

	return 0;
}


/**
 * Parse the state of a number that can be had, in any case
 *
 * @param ap State; set on success only
 * @param s  Word; NULL is none
 *
 * @return 0; EBADMSG: no such word
 */
int oh_word_availability_parse(enum oh_availability *ap, const char *s)
{
	size_t i = find(availabilityv, ARRAY_SIZE(availabilityv), s);

	if (i == ARRAY_SIZE(availabilityv))
		return EBADMSG;
	*ap = (enum oh_availability)i;

	return 0;
}


/**
 * Parse the state of an operation, in any case
 *
 * @param sp State; set on success only
 * @param s  Word; NULL is none
 *
 * @return 0; EBADMSG: no such word
 */
int oh_word_op_status_parse(enum oh_op_status *sp, const char *s)
{
	size_t i = find(op_statusv, ARRAY_SIZE(op_statusv), s);

	if (i == ARRAY_SIZE(op_statusv))
		return EBADMSG;
	*sp = (enum oh_op_status)i;

	return 0;
}


/**
 * Parse what an operation does, in any case
 *
 * @param tp What it does; set on success only
 * @param s  Word; NULL is none
 *
 * @return 0; EBADMSG: no such word
 */
int oh_word_op_type_parse(enum oh_op_type *tp, const char *s)
{
	size_t i = find(op_typev, ARRAY_SIZE(op_typev), s);

	if (i == ARRAY_SIZE(op_typev))
		return EBADMSG;
	*tp = (enum oh_op_type)i;

	return 0;
}


/**
 * Parse the state of a reservation, in any case
 *
 * @param sp State; set on success only
 * @param s  Word; NULL is none
 *
 * @return 0; EBADMSG: no such word
 */
int oh_word_reservation_parse(enum oh_reservation_status *sp, const char *s)
{
	size_t i = find(reservationv, ARRAY_SIZE(reservationv), s);

	if (i == ARRAY_SIZE(reservationv))
		return EBADMSG;
	*sp = (enum oh_reservation_status)i;

	return 0;
}


/**
 * Tell our word for what an operation does
 *
 * @param type Type
 *
 * @return Static word
 */
const char *oh_word_op_type_text(enum oh_op_type type)
{
	return text(op_typev, ARRAY_SIZE(op_typev), type);
}


/**
 * Tell our word for the state of an operation
 *
 * @param status Status
 *
 * @return Static word
 */
const char *oh_word_op_status_text(enum oh_op_status status)
{
	return text(op_statusv, ARRAY_SIZE(op_statusv), status);
}
