/**
 * @file json.c  Events and results as one line of JSON (RFC 8259)
 *
 * Two tables say which member of which struct is printed under which name;
 * one printer walks them. An event leaves out what it does not carry. A
 * result always has the same fields: what is not known is null.
 */
#include <string.h>
#include "base/compat.h"
#include "event/json.h"
#include "event/json_priv.h"

/** What the general fields of an event mean, by type */
struct about {
	const char *text;    /* name of the text       */
	bool        ok;      /* ok means something     */
	bool        digits;  /* the text may be secret */
};

#define EV(n, k, m) { n, k, offsetof(struct oh_event, m) }
#define RES(n, k, m) { n, k, offsetof(struct oh_result, m) }
#define TRY(n, k, m) { n, k, offsetof(struct oh_try, m) }
#define COUNT(v) (sizeof(v) / sizeof((v)[0]))
#define FIELDS(v) v, COUNT(v)

static const struct oh_json_field event_fields[] = {
	EV("call",       STR,     call),
	EV("number",     STR,     number),
	EV("from",       STR,     from),
	EV("trunk",      STR,     trunk),
	EV("uri",        STR,     uri),
	EV("call_id",    STR,     call_id),
	EV("name",       STR,     name),
	EV("asserted",   STR,     asserted),
	EV("diverted_from", STR,  diverted_from),
	EV("attestation", STR,    attestation),
	EV("verstat",    STR,     verstat),
	EV("codec",      STR,     codec),
	EV("tls",        STR,     tls),
	EV("ptime_ms",   U32,     ptime_ms),
	EV("dtmf",       DTMF,    dtmf),
	EV("srtp",       STR,     srtp),
	EV("hint",       STR,     hint),
	EV("rate",       MONEY,   rate),
	EV("currency",   TEXT,    rate.currency),
	EV("connection", STR,     connection),
	EV("detected",   DETECTED, detected),
	EV("reason",     STR,     reason),
	EV("seconds",    SECONDS, seconds),
	EV("cause",      CAUSE,   cause),
	EV("by",         PARTY,   by),
	EV("sip_status", U16,     scode),
	EV("q850",       INT,     why.q850),
	EV("q850_location", TEXT, why.place),
	EV("reason_sip", INT,     why.sip),
	EV("reason_text", TEXT,   why.text),
};

static const struct about aboutv[OH_EVENT_MAX] = {
	[OH_EVENT_READY]       = { "uri",     false, false },
	[OH_EVENT_REFUSED]     = { "guard",   false, false },
	[OH_EVENT_EMERGENCY]   = { "address", false, false },
	[OH_EVENT_CHALLENGED]  = { "realm",   false, false },
	[OH_EVENT_MEDIA]       = { "source",  false, false },
	[OH_EVENT_PLAYING]     = { "prompt",  false, false },
	[OH_EVENT_PLAYED]      = { "prompt",  true,  false },
	[OH_EVENT_SENT_DIGITS] = { "digits",  false, true },
	[OH_EVENT_GATHERED]    = { "digits",  true,  true },
	[OH_EVENT_RECORDING]   = { "path",    false, false },
	[OH_EVENT_RECORDED]    = { "path",    true,  false },
	[OH_EVENT_SPEECH]      = { NULL,      true,  false },
	[OH_EVENT_PIPED]       = { NULL,      true,  false },
	[OH_EVENT_TRANSFERRING] = { "target", false, false },
	[OH_EVENT_TRANSFERRED] = { "target",  true,  false },
	[OH_EVENT_ENDED]       = { "reason",  false, false },
};

static const struct oh_json_field result_head[] = {
	RES("from",         TEXT, from),
	RES("to",           TEXT, to),
	RES("to_rewritten", TEXT, to_rewritten),
	RES("trunk",        TEXT, trunk),
	RES("asserted",     TEXT, asserted),
	RES("diverted_from", TEXT, diverted_from),
	RES("attestation",  TEXT, attestation),
	RES("verstat",      TEXT, verstat),
};

static const struct oh_json_field try_fields[] = {
	TRY("number",     TEXT,  number),
	TRY("trunk",      TEXT,  trunk),
	TRY("call_id",    TEXT,  call_id),
	TRY("cause",      CAUSE, cause),
	TRY("sip_status", U16,   scode),
	TRY("q850",       INT,   q850),
};

static const struct oh_json_field result_times[] = {
	RES("call_id",  TEXT, call_id),
	RES("start",    TIME, start_us),
	RES("progress", TIME, progress_us),
	RES("ring",     TIME, ring_us),
	RES("answer",   TIME, answer_us),
	RES("end",      TIME, end_us),
};

static const struct oh_json_field result_end[] = {
	RES("sip_status", U16,   scode),
	RES("sip_reason", TEXT,  reason),
	RES("q850",       INT,   why.q850),
	RES("q850_location", TEXT, why.place),
	RES("reason_sip", INT,   why.sip),
	RES("reason_text", TEXT, why.text),
	RES("hangup_by",  PARTY, hangup_by),
	RES("guard",      TEXT,  guard),
	RES("hint",       TEXT,  hint),
};

static const struct oh_json_field result_money[] = {
	RES("rate",     MONEY, rate),
	RES("cost",     MONEY, cost),
	RES("currency", TEXT,  rate.currency),
};

static const struct oh_json_field result_who[] = {
	RES("answered_by",        DETECTED, answered_by),
	RES("answered_by_reason", TEXT,     answered_by_reason),
};

static const struct oh_json_field result_media[] = {
	RES("played", BOOL, played),
	RES("codec",  TEXT, codec),
	RES("dtmf",   DTMF, dtmf),
	RES("srtp",   TEXT, srtp),
	RES("media",  BOOL, media),
	RES("tls",    TEXT, tls),
};

static const struct oh_json_field result_recording[] = {
	RES("recording",    TEXT,    recording),
	RES("recording_ok", BOOL,    recording_ok),
	RES("recorded_s",   SECONDS, recorded_s),
};

static int add_quality(cJSON *obj, const struct oh_quality *q)
{
	const struct { const char *name; double v; } figurev[] = {
		{ "tx",          q->tx },
		{ "rx",          q->rx },
		{ "lost",        q->lost },
		{ "dropped",     q->dropped },
		{ "remote_lost", q->remote_lost },
		{ "jitter_ms",   q->jitter_ms },
		{ "rtt_ms",      q->rtt_ms },
		{ "mos",         q->mos > 0.0 ? q->mos : -1.0 },
	};
	cJSON *rtp;

	if (!q->tx && !q->rx && !q->dropped)
		return oh_json_add(obj, "rtp", cJSON_CreateNull());

	rtp = cJSON_AddObjectToObject(obj, "rtp");
	if (!rtp)
		return ENOMEM;
	for (size_t i = 0; i < COUNT(figurev); i++) {
		int err = oh_json_add_figure(rtp, figurev[i].name,
					     figurev[i].v);

		if (err)
			return err;
	}

	return 0;
}

static int add_event_text(cJSON *obj, const struct oh_event *ev)
{
	const struct about *about = &aboutv[ev->type];
	const char *name = about->text ? about->text : "text";

	if (!ev->text)
		return 0;

	return oh_json_add(obj, name, about->digits && ev->masked ?
		   oh_json_secret(ev->text) : oh_json_text(ev->text));
}

static int add_event_digit(cJSON *obj, const struct oh_event *ev)
{
	const char digit[2] = { ev->masked ? '*' : ev->digit, '\0' };

	return ev->digit ? oh_json_add(obj, "digit", oh_json_text(digit)) : 0;
}

/* What only some types of event have */
static int add_event_rest(cJSON *obj, const struct oh_event *ev)
{
	int err = 0;

	if (aboutv[ev->type].ok)
		err = oh_json_add(obj, "ok", cJSON_CreateBool(ev->ok));
	if (!err && ev->masked)
		err = oh_json_add(obj, "masked", cJSON_CreateTrue());
	if (!err && ev->message)
		err = oh_json_add(obj, "message", cJSON_CreateTrue());
	if (!err && ev->err)
		err = oh_json_add(obj, "error",
				  oh_json_text(strerror(ev->err)));
	if (!err && ev->type == OH_EVENT_FLOW)
		err = oh_json_add(obj, "status",
				  cJSON_CreateNumber(ev->status));
	if (!err && ev->type == OH_EVENT_DETECTED)
		err = oh_json_add_figure(obj, "confidence", ev->confidence);
	if (!err && ev->type == OH_EVENT_QUALITY)
		err = add_quality(obj, &ev->quality);

	return err;
}

/**
 * Print an event as one line of JSON
 *
 * @param linep Line without line end, returned
 * @param ev    Event
 *
 * @return 0, EINVAL for a type out of range, or ENOMEM
 */
int oh_json_event(char **linep, const struct oh_event *ev)
{
	cJSON *obj;
	int err;

	if ((unsigned)ev->type >= OH_EVENT_MAX)
		return EINVAL;
	obj = cJSON_CreateObject();
	if (!obj)
		return ENOMEM;

	err = oh_json_add(obj, "event",
			  cJSON_CreateString(oh_event_name(ev->type)));
	if (!err)
		err = oh_json_add(obj, "time", oh_json_time(ev->wall_us));
	if (!err)
		err = oh_json_add_fields(obj, FIELDS(event_fields), ev, false);
	if (!err)
		err = add_event_text(obj, ev);
	if (!err)
		err = add_event_digit(obj, ev);
	if (!err)
		err = add_event_rest(obj, ev);
	if (!err)
		err = oh_json_finish(linep, obj);
	cJSON_Delete(obj);

	return err;
}

static cJSON *text_or_null(const char *s)
{
	return *s ? oh_json_text(s) : cJSON_CreateNull();
}

static int add_head(cJSON *obj, const struct oh_result *res)
{
	int err = oh_json_add(obj, "schema",
			      cJSON_CreateString(OH_RESULT_SCHEMA));

	if (!err)
		err = oh_json_add(obj, "id", text_or_null(res->id));
	if (!err)
		err = oh_json_add(obj, "parent", text_or_null(res->parent));
	if (!err)
		err = oh_json_add(obj, "direction", cJSON_CreateString(
				  res->incoming ? "in" : "out"));
	if (err)
		return err;

	return oh_json_add_fields(obj, FIELDS(result_head), res, true);
}

/* number: only those to it; NULL: all */
static int fill_tries(cJSON *tries, const struct oh_result *res,
		      const char *number)
{
	for (uint32_t i = 0; i < res->tryc && i < OH_RESULT_TRIES_MAX; i++) {
		cJSON *one;
		int err;

		if (number && 0 != strcmp(number, res->tryv[i].number))
			continue;
		one = cJSON_CreateObject();
		if (!one)
			return ENOMEM;
		cJSON_AddItemToArray(tries, one);
		err = oh_json_add_fields(one, FIELDS(try_fields),
					 &res->tryv[i], true);
		if (err)
			return err;
	}

	return 0;
}

static int add_tries(cJSON *obj, const struct oh_result *res)
{
	cJSON *tries = cJSON_AddArrayToObject(obj, "tries");

	return tries ? fill_tries(tries, res, NULL) : ENOMEM;
}

static int add_times(cJSON *obj, const struct oh_result *res)
{
	int err = oh_json_add_fields(obj, FIELDS(result_times), res, true);

	if (!err)
		err = oh_json_add_figure(obj, "pdd_ms", oh_result_pdd_ms(res));
	if (!err)
		err = oh_json_add_figure(obj, "ring_s", res->ring_us ?
				 oh_result_ring_s(res) : -1.0);
	if (!err)
		err = oh_json_add_figure(obj, "duration",
					 oh_result_duration(res));
	if (!err)
		err = oh_json_add_figure(obj, "billsec",
					 oh_result_billsec(res));

	return err;
}

static int add_end(cJSON *obj, const struct oh_result *res, int exit_code)
{
	int err = oh_json_add(obj, "disposition", cJSON_CreateString(
			oh_cause_disposition(res->cause,
					     res->answer_us != 0)));
	if (!err)
		err = oh_json_add(obj, "cause", res->cause == OH_CAUSE_NONE ?
			  cJSON_CreateNull() :
			  cJSON_CreateString(oh_cause_name(res->cause)));
	if (!err)
		err = oh_json_add(obj, "exit_code",
				  cJSON_CreateNumber(exit_code));
	if (err)
		return err;

	return oh_json_add_fields(obj, FIELDS(result_end), res, true);
}

/* No digits were asked for: null. None came: "". */
static int add_digits(cJSON *obj, const struct oh_result *res)
{
	cJSON *digits = !res->gathered ? cJSON_CreateNull() :
		res->masked ? oh_json_secret(res->digits) :
		oh_json_text(res->digits);
	int err = oh_json_add(obj, "digits", digits);

	if (err)
		return err;

	return oh_json_add(obj, "digits_ok", res->gathered ?
		   cJSON_CreateBool(res->digits_ok) : cJSON_CreateNull());
}

static int add_recording(cJSON *obj, const struct oh_result *res)
{
	if (*res->recording)
		return oh_json_add_fields(obj, FIELDS(result_recording), res,
					  true);

	for (size_t i = 0; i < COUNT(result_recording); i++) {
		int err = oh_json_add(obj, result_recording[i].name,
			      cJSON_CreateNull());

		if (err)
			return err;
	}

	return 0;
}

/* Nobody has asked, or it was not told in time: null */
static int add_who(cJSON *obj, const struct oh_result *res)
{
	bool known = res->answered_by != OH_DETECTED_NONE;
	int err = oh_json_add_fields(obj, FIELDS(result_who), res, true);

	if (!err)
		err = oh_json_add_figure(obj, "confidence",
					 known ? res->confidence : -1.0);
	if (!err)
		err = oh_json_add_figure(obj, "beep_at_ms", res->beep_s > 0.0 ?
					 res->beep_s * 1e3 : -1.0);

	return err;
}

static int add_media(cJSON *obj, const struct oh_result *res)
{
	int err = add_who(obj, res);

	if (!err)
		err = add_digits(obj, res);

	if (!err)
		err = oh_json_add_fields(obj, FIELDS(result_media), res, true);
	if (!err)
		err = add_quality(obj, &res->quality);
	if (!err)
		err = add_recording(obj, res);
	if (!err)
		err = oh_json_add(obj, "flow_status", res->flow ?
				  cJSON_CreateNumber(res->flow_status) :
				  cJSON_CreateNull());
	if (!err)
		err = oh_json_add_fields(obj, FIELDS(result_money), res, true);
	if (!err)
		err = oh_json_add(obj, "warning", *res->note ?
				  oh_json_text(res->note) :
				  cJSON_CreateNull());

	return err;
}

/**
 * Print a result as one line of JSON, schema OH_RESULT_SCHEMA
 *
 * @param linep     Line without line end, returned
 * @param res       Result
 * @param exit_code What the command exits with for this result
 *
 * @return 0 or ENOMEM
 */
int oh_json_result(char **linep, const struct oh_result *res, int exit_code)
{
	cJSON *obj = cJSON_CreateObject();
	int err;

	if (!obj)
		return ENOMEM;
	err = add_head(obj, res);
	if (!err)
		err = add_tries(obj, res);
	if (!err)
		err = add_times(obj, res);
	if (!err)
		err = add_end(obj, res, exit_code);
	if (!err)
		err = add_media(obj, res);
	if (!err)
		err = oh_json_finish(linep, obj);
	cJSON_Delete(obj);

	return err;
}

/**
 * Print the tries to a number, NULL: all, as an array in JSON
 *
 * @return 0 or ENOMEM; *textp: release with mem_deref
 */
int oh_json_tries(char **textp, const struct oh_result *res,
		  const char *number)
{
	cJSON *tries = cJSON_CreateArray();
	int err;

	if (!tries)
		return ENOMEM;
	err = fill_tries(tries, res, number);
	if (!err)
		err = oh_json_finish(textp, tries);
	cJSON_Delete(tries);

	return err;
}
