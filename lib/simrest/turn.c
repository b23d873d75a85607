/**
 * @file turn.c  One request on its way to its reply
 */
#include <errno.h>
#include <string.h>
#include "carrier/word.h"
#include "http/query.h"
#include "simrest/problem.h"
#include "simrest/reply.h"
#include "simrest/request.h"
#include "simrest/turn.h"

/**
 * Refuse a request for one of its members
 *
 * @param t    Turn
 * @param name Member of the query or the body
 * @param why  What is wrong with it
 *
 * @return EBADMSG, for the handler to return, or ENOMEM
 */
int oh_turn_refuse(struct oh_turn *t, const char *name, const char *why)
{
	int err = oh_problem(t->reply, 400, NULL, "%s: %s.", name, why);

	return err ? err : EBADMSG;
}

/**
 * Read a member of the query
 *
 * @param buf  Set to its value, "" if absent
 * @param size Size of it [bytes]
 * @param t    Turn
 * @param name Name
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_turn_query(char *buf, size_t size, struct oh_turn *t, const char *name)
{
	int err = oh_query_get(buf, size, t->req->query, name);

	if (err == ENOENT) {
		buf[0] = '\0';
		return 0;
	}
	if (err == ERANGE)
		return oh_turn_refuse(t, name, "too long");
	if (err == EBADMSG)
		return oh_turn_refuse(t, name, "malformed");

	return err;
}

/**
 * Read phoneNumberType from the query
 *
 * @param tp Set to it, or to ANY if absent
 * @param t  Turn
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_turn_type(enum oh_type *tp, struct oh_turn *t)
{
	char word[OH_MODEL_NAME];
	int err;

	err = oh_turn_query(word, sizeof(word), t, "phoneNumberType");
	if (err)
		return err;

	*tp = OH_TYPE_ANY;
	if (*word && oh_word_type_parse(tp, word))
		return oh_turn_refuse(t, "phoneNumberType", "no such type");

	return 0;
}

/**
 * Read assignmentType from the query
 *
 * @param ap Set to it, or to ANY if absent
 * @param t  Turn
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_turn_assignment(enum oh_assignment *ap, struct oh_turn *t)
{
	char word[OH_MODEL_NAME];
	int err;

	err = oh_turn_query(word, sizeof(word), t, "assignmentType");
	if (err)
		return err;

	*ap = OH_ASSIGN_ANY;
	if (*word && oh_word_assignment_parse(ap, word))
		return oh_turn_refuse(t, "assignmentType",
				      "no such assignment");

	return 0;
}

/**
 * Answer that an operation has begun
 *
 * @param t    Turn
 * @param op   Operation
 * @param name Header that holds its id without the word before: "search-id"
 *
 * @return 0 or ERANGE
 */
int oh_turn_started(struct oh_turn *t, const struct oh_operation *op,
		    const char *name)
{
	const char *guid = strchr(op->id, '_');
	int err;

	err = oh_reply_header(t->reply, "Operation-Location",
			      "/phoneNumbers/operations/%s?api-version=%s",
			      op->id, t->version);
	if (!err)
		err = oh_reply_header(t->reply, "operation-id", "%s", op->id);
	if (!err)
		err = oh_reply_header(t->reply, name, "%s",
				      guid ? guid + 1 : op->id);
	if (!err)
		t->reply->status = 202;

	return err;
}
