/**
 * @file policy.c  What is done with somebody who rings
 */
#include <stddef.h>
#include <string.h>
#include "answer/policy.h"
#include "sip/phrase.h"

static bool is_match(const char *pattern, const char *caller)
{
	size_t n = strlen(pattern);

	if (n && pattern[n - 1] == '*')
		return 0 == strncmp(pattern, caller, n - 1);

	return 0 == strcmp(pattern, caller);
}

static bool is_listed(const char *const *v, uint32_t c, const char *caller)
{
	for (uint32_t i = 0; i < c; i++) {
		if (is_match(v[i], caller))
			return true;
	}

	return false;
}

/**
 * Decide
 *
 * @param v      Receives the verdict
 * @param p      Rules
 * @param caller Caller's number in E.164, or what its URI says
 * @param active Calls under way
 */
void oh_policy_decide(struct oh_policy_verdict *v,
		      const struct oh_policy *p, const char *caller,
		      uint32_t active)
{
	v->scode = 0;
	if (is_listed(p->denyv, p->denyc, caller) ||
	    (p->allowc && !is_listed(p->allowv, p->allowc, caller)))
		v->scode = 603;
	else if (p->reject)
		v->scode = p->reject;
	else if (p->redirect)
		v->scode = 302;
	else if (p->max_calls && active >= p->max_calls)
		v->scode = 486;
	v->reason = oh_phrase(v->scode);
}
