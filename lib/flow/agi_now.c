/**
 * @file agi_now.c  What takes no while: variables, words for the log
 */
#include <errno.h>
#include "base/log.h"
#include "base/scan.h"
#include "flow/agi_priv.h"

enum {
	STATUS_UP = 6,           /* CHANNEL STATUS: as Asterisk counts     */
	MS_MAX    = 86400 * 1000,
};

/** ANSWER: it has been, before the script began */
void oh_agi_now_answer(struct oh_agi *a)
{
	oh_agi_result(a, 0);
}

static bool is_ours(const struct oh_agi *a)
{
	return !*a->line.text || 0 == strcmp(a->line.text, a->channel);
}

/** CHANNEL STATUS */
void oh_agi_now_status(struct oh_agi *a)
{
	oh_agi_result(a, is_ours(a) ? STATUS_UP : -1);
}

/** HANGUP: the reply goes before it */
void oh_agi_now_hangup(struct oh_agi *a)
{
	const bool ours = is_ours(a);

	oh_agi_result(a, ours ? 1 : -1);
	if (ours)
		oh_call_hangup(a->call, OH_CAUSE_DONE);
}

/** VERBOSE */
void oh_agi_now_verbose(struct oh_agi *a)
{
	char safe[OH_AGI_LINE_MAX];

	(void)oh_scan_safe(safe, sizeof(safe), a->line.text,
			   strlen(a->line.text));
	oh_log(a->prm->log, OH_LOG_INFO, "%s: %s",
	       a->prm->program.argv[0], safe);
	oh_agi_result(a, 1);
}

static void reply_value(struct oh_agi *a, const char *value)
{
	const struct oh_agi_reply r = {
		.code = OH_AGI_OK, .result = value != NULL, .note = value,
	};

	oh_agi_reply(a, &r);
}

/** GET VARIABLE */
void oh_agi_now_get(struct oh_agi *a)
{
	reply_value(a, oh_agi_vars_find(a->vars, a->line.text));
}

/** GET FULL VARIABLE */
void oh_agi_now_get_full(struct oh_agi *a)
{
	char value[OH_AGI_VARS_VALUE];

	oh_agi_vars_print(value, sizeof(value), a->vars, a->line.text);
	reply_value(a, value);
}

/* A script that would rather finish its work */
static void obey(struct oh_agi *a)
{
	oh_process_spare(a->process,
			 oh_agi_vars_is_off(a->vars, "AGISIGHUP"));
}

static void set(struct oh_agi *a, const char *name, const char *value)
{
	int err = oh_agi_vars_set(a->vars, name, value);

	obey(a);
	oh_agi_result(a, err ? -1 : 1);
}

/** SET VARIABLE */
void oh_agi_now_set(struct oh_agi *a)
{
	set(a, a->line.text, a->line.value);
}

/** SET CALLERID: the script alone will see it */
void oh_agi_now_callerid(struct oh_agi *a)
{
	set(a, "CALLERID(num)", a->line.text);
}

static void end_timeout(void *arg)
{
	struct oh_agi *a = arg;

	oh_call_hangup(a->call, OH_CAUSE_DONE);
}

/** SET AUTOHANGUP; 0: never */
void oh_agi_now_autohangup(struct oh_agi *a)
{
	const uint64_t ms = min((uint64_t)a->line.max * 1000,
				(uint64_t)MS_MAX);

	if (ms)
		tmr_start(&a->tmr_end, ms, end_timeout, a);
	else
		tmr_cancel(&a->tmr_end);
	oh_agi_result(a, 0);
}

/** What asks for nothing, or for what there is nothing of here: a dialplan,
    music */
void oh_agi_now_nothing(struct oh_agi *a)
{
	oh_agi_result(a, 0);
}

/**
 * Set the variables that a script finds
 *
 * @param a Script
 *
 * @return 0, ENOMEM
 */
int oh_agi_now_preset(struct oh_agi *a)
{
	const struct oh_result *res = oh_live_result(a->live);
	const struct { const char *name, *value; } v[] = {
		{ "CALLERID(all)",   res->from },
		{ "CALLERID(num)",   res->from },
		{ "CALLERID(name)",  "" },
		{ "CALLERID(dnid)",  res->to },
		{ "CALLERID(rdnis)", res->diverted_from },
		{ "CHANNEL",         a->channel },
		{ "CONTEXT",         "default" },
		{ "EXTEN",           res->to },
		{ "PRIORITY",        "1" },
		{ "UNIQUEID",        oh_call_id(a->call) },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = oh_agi_vars_set(a->vars, v[i].name, v[i].value);

	return err;
}
