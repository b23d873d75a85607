/**
 * @file looked.c  What a number being typed would become
 */
#include <stdio.h>
#include <string.h>
#include "phone/looked.h"
#include "phone/member.h"
#include "phone/safe.h"

enum { PART = 64 };

static enum oh_looked_verdict read_verdict(const cJSON *reply)
{
	static const struct {
		const char            *name;
		enum oh_looked_verdict verdict;
	} wordv[] = {
		{ "allowed",   OH_LOOKED_ALLOWED },
		{ "refused",   OH_LOOKED_REFUSED },
		{ "emergency", OH_LOOKED_EMERGENCY },
		{ "emergency-call", OH_LOOKED_HELP },
		{ "part",      OH_LOOKED_PART },
	};
	const char *word = oh_member_str(reply, "verdict");

	for (size_t i = 0; word && i < sizeof(wordv) / sizeof(wordv[0]);
	     i++) {
		if (0 == strcmp(wordv[i].name, word))
			return wordv[i].verdict;
	}

	return OH_LOOKED_NOTHING;
}

/* "US, United States" */
static void read_country(struct oh_looked *l, const cJSON *reply)
{
	char code[PART] = "", name[PART] = "", both[2 * PART];

	(void)oh_member_copy(code, sizeof(code), reply, "country");
	(void)oh_member_copy(name, sizeof(name), reply, "country_name");
	(void)snprintf(both, sizeof(both), "%s%s%s", code,
		       *code && *name ? ", " : "", name);
	(void)oh_safe_text(l->country, sizeof(l->country), both, false);
}

/**
 * Read a reply of "look"
 *
 * @param l     Receives what is known; "" for the rest
 * @param asked Number as it was typed
 * @param reply The reply; NULL: none came
 */
void oh_looked_read(struct oh_looked *l, const char *asked,
		    const cJSON *reply)
{
	memset(l, 0, sizeof(*l));
	(void)oh_safe_text(l->asked, sizeof(l->asked), asked, false);
	l->verdict = read_verdict(reply);
	(void)oh_member_copy(l->number, sizeof(l->number), reply, "number");
	(void)oh_member_copy(l->name, sizeof(l->name), reply, "name");
	(void)oh_member_copy(l->route, sizeof(l->route), reply, "route");
	(void)oh_member_copy(l->trunk, sizeof(l->trunk), reply, "trunk");
	(void)oh_member_copy(l->address, sizeof(l->address), reply,
			     "address");
	(void)oh_member_copy(l->caller_id, sizeof(l->caller_id), reply,
			     "caller_id");
	(void)oh_member_copy(l->rate, sizeof(l->rate), reply, "rate");
	(void)oh_member_copy(l->why, sizeof(l->why), reply, "why");
	(void)oh_member_copy(l->hint, sizeof(l->hint), reply, "hint");
	read_country(l, reply);
	if (!oh_member_flag(NULL, reply, "ok") && !*l->why)
		(void)oh_member_copy(l->why, sizeof(l->why), reply, "error");
}
