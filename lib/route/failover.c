/**
 * @file failover.c  Whether another trunk may do better
 */
#include <stdio.h>
#include <string.h>
#include "route/failover.h"

static bool has(const char *list, const char *word)
{
	while (*list) {
		size_t len = strcspn(list, " \t,");

		if (len == strlen(word) && 0 == strncmp(list, word, len))
			return true;
		list += len;
		list += strspn(list, " \t,");
	}

	return false;
}

/* A gateway's 503 may carry that the person was busy: then they were. */
static bool has_spoken(const struct oh_cause_in *in)
{
	switch (oh_cause_decide(in)) {

	case OH_CAUSE_DONE:
	case OH_CAUSE_BUSY:
	case OH_CAUSE_BAD_NUMBER:
	case OH_CAUSE_BLOCKED:
	case OH_CAUSE_AUTH:
		return true;

	case OH_CAUSE_NO_ANSWER:
		return in->ringing;

	case OH_CAUSE_DECLINED:
		return in->scode != 403;

	default:
		return false;
	}
}

/**
 * Tell whether the next trunk is to be tried
 *
 * Never after a phone rang and the trunk was lost: it would ring twice.
 *
 * @param list The trunk's failover
 * @param in   How the try ended on the wire
 *
 * @return true if so
 */
bool oh_failover_may(const char *list, const struct oh_cause_in *in)
{
	char scode[8];

	if (has_spoken(in))
		return false;
	if (!in->scode)
		return !in->ringing && has(list, "network");
	snprintf(scode, sizeof(scode), "%u", in->scode);
	if (in->scode == 408 && in->ringing)
		return false;

	return has(list, scode);
}
