/**
 * @file json.c  Events and results as one line of JSON (RFC 8259)
 *
 * Two tables say which member of which struct is printed under which name;
 * one printer walks them. An event leaves out what it does not carry. A
 * result always has the same fields: what is not known is null.
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/scan.h"
#include "event/json.h"

enum kind {
	STR,         /* const char *                     */
	TEXT,        /* char [], empty: absent           */
	TIME,        /* uint64_t wall clock, 0: absent   */
	U32,         /* 0: absent                        */
	U16,         /* 0: absent                        */
	INT,         /* 0: absent                        */
	SECONDS,     /* double, 0: absent                */
	BOOL,        /* always there                     */
	CAUSE,
	PARTY,
	DTMF,
	MONEY,       /* struct oh_money, currency "": absent */
};

struct field {
	const char *name;
	enum kind   kind;
	size_t      offset;
};

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

static const struct field event_fields[] = {
	EV("call",       STR,     call),
	EV("number",     STR,     number),
	EV("from",       STR,     from),
	EV("trunk",      STR,     trunk),
	EV("uri",        STR,     uri),
	EV("call_id",    STR,     call_id),
	EV("codec",      STR,     codec),
	EV("tls",        STR,     tls),
	EV("ptime_ms",   U32,     ptime_ms),
	EV("dtmf",       DTMF,    dtmf),
	EV("srtp",       STR,     srtp),
	EV("hint",       STR,     hint),
	EV("rate",       MONEY,   rate),
	EV("currency",   TEXT,    rate.currency),
	EV("connection", STR,     connection),
	EV("seconds",    SECONDS, seconds),
	EV("cause",      CAUSE,   cause),
	EV("by",         PARTY,   by),
	EV("sip_status", U16,     scode),
	EV("q850",       INT,     q850),
};

static const struct about aboutv[OH_EVENT_MAX] = {
	[OH_EVENT_READY]       = { "uri",     false, false },
	[OH_EVENT_REFUSED]     = { "guard",   false, false },
	[OH_EVENT_CHALLENGED]  = { "realm",   false, false },
	[OH_EVENT_MEDIA]       = { "source",  false, false },
	[OH_EVENT_PLAYING]     = { "prompt",  false, false },
	[OH_EVENT_PLAYED]      = { "prompt",  true,  false },
	[OH_EVENT_SENT_DIGITS] = { "digits",  false, true },
	[OH_EVENT_GATHERED]    = { "digits",  true,  true },
	[OH_EVENT_RECORDING]   = { "path",    false, false },
	[OH_EVENT_RECORDED]    = { "path",    true,  false },
	[OH_EVENT_ENDED]       = { "reason",  false, false },
};

static const struct field result_head[] = {
	RES("from",         TEXT, from),
	RES("to",           TEXT, to),
	RES("to_rewritten", TEXT, to_rewritten),
	RES("trunk",        TEXT, trunk),
};

static const struct field try_fields[] = {
	TRY("number",     TEXT,  number),
	TRY("trunk",      TEXT,  trunk),
	TRY("call_id",    TEXT,  call_id),
	TRY("cause",      CAUSE, cause),
	TRY("sip_status", U16,   scode),
	TRY("q850",       INT,   q850),
};

static const struct field result_times[] = {
	RES("call_id",  TEXT, call_id),
	RES("start",    TIME, start_us),
	RES("progress", TIME, progress_us),
	RES("ring",     TIME, ring_us),
	RES("answer",   TIME, answer_us),
	RES("end",      TIME, end_us),
};

static const struct field result_end[] = {
	RES("sip_status", U16,   scode),
	RES("sip_reason", TEXT,  reason),
	RES("q850",       INT,   q850),
	RES("hangup_by",  PARTY, hangup_by),
	RES("guard",      TEXT,  guard),
	RES("hint",       TEXT,  hint),
};

static const struct field result_money[] = {
	RES("rate",     MONEY, rate),
	RES("cost",     MONEY, cost),
	RES("currency", TEXT,  rate.currency),
};

static const struct field result_media[] = {
	RES("played", BOOL, played),
	RES("codec",  TEXT, codec),
	RES("dtmf",   DTMF, dtmf),
	RES("srtp",   TEXT, srtp),
	RES("media",  BOOL, media),
	RES("tls",    TEXT, tls),
};

static const struct field result_recording[] = {
	RES("recording",    TEXT,    recording),
	RES("recording_ok", BOOL,    recording_ok),
	RES("recorded_s",   SECONDS, recorded_s),
};

/* Peers send any byte; JSON is UTF-8, and may end up on a terminal. */
static cJSON *print_text(const char *str)
{
	size_t len = strlen(str);
	char *buf = mem_alloc(len + 1, NULL);
	cJSON *item;

	if (!buf)
		return NULL;
	(void)oh_scan_safe(buf, len + 1, str, len);
	item = cJSON_CreateString(buf);
	mem_deref(buf);

	return item;
}

static cJSON *print_secret(const char *str)
{
	char *buf = mem_zalloc(strlen(str) + 1, NULL);
	cJSON *item;

	if (!buf)
		return NULL;
	memset(buf, '*', strlen(str));
	item = cJSON_CreateString(buf);
	mem_deref(buf);

	return item;
}

static cJSON *print_time(uint64_t wall_us)
{
	char buf[OH_CLOCK_ISO_SIZE];

	if (oh_clock_print(buf, sizeof(buf), wall_us))
		return cJSON_CreateNull();

	return cJSON_CreateString(buf);
}

/* Thousandths are enough, and print short */
static cJSON *print_number(double v)
{
	if (!isfinite(v))
		return cJSON_CreateNull();

	return cJSON_CreateNumber(round(v * 1000.0) / 1000.0);
}

/* Its digits as they are: a float would not be exact */
static cJSON *print_money(const struct oh_money *m)
{
	char buf[OH_MONEY_SIZE];

	(void)oh_money_print(buf, sizeof(buf), m);

	return cJSON_CreateRaw(buf);
}

static uint64_t count_of(const struct field *f, const void *p)
{
	switch (f->kind) {

	case TIME:  return *(const uint64_t *)p;
	case U32:   return *(const uint32_t *)p;
	case U16:   return *(const uint16_t *)p;
	case CAUSE: return *(const enum oh_cause *)p;
	case PARTY: return *(const enum oh_party *)p;
	case DTMF:  return *(const enum oh_dtmf *)p;
	default:    return 1;
	}
}

static bool is_absent(const struct field *f, const void *p)
{
	switch (f->kind) {

	case STR:
		return !*(const char *const *)p;
	case TEXT:
		return !*(const char *)p;
	case INT:
		return !*(const int *)p;
	case SECONDS:
		return *(const double *)p <= 0.0;
	case MONEY:
		return !*((const struct oh_money *)p)->currency;
	default:
		return !count_of(f, p);
	}
}

static cJSON *print_field(const struct field *f, const void *p)
{
	uint64_t n = count_of(f, p);

	switch (f->kind) {

	case STR:     return print_text(*(const char *const *)p);
	case TEXT:    return print_text(p);
	case TIME:    return print_time(n);
	case INT:     return cJSON_CreateNumber(*(const int *)p);
	case SECONDS: return print_number(*(const double *)p);
	case BOOL:    return cJSON_CreateBool(*(const bool *)p);
	case CAUSE:   return cJSON_CreateString(oh_cause_name(n));
	case PARTY:   return cJSON_CreateString(oh_party_name(n));
	case DTMF:    return cJSON_CreateString(oh_dtmf_name(n));
	case MONEY:   return print_money(p);
	default:      return cJSON_CreateNumber(n);
	}
}

/* Takes the item, also on failure */
static int add(cJSON *obj, const char *name, cJSON *item)
{
	if (item && cJSON_AddItemToObjectCS(obj, name, item))
		return 0;
	cJSON_Delete(item);

	return ENOMEM;
}

/* nulls: print what is absent as null instead of leaving it out */
static int add_fields(cJSON *obj, const struct field *fieldv, size_t fieldc,
		      const void *base, bool nulls)
{
	for (size_t i = 0; i < fieldc; i++) {
		const struct field *f = &fieldv[i];
		const void *p = (const char *)base + f->offset;
		cJSON *item;
		int err;

		if (is_absent(f, p) && f->kind != BOOL && !nulls)
			continue;
		item = is_absent(f, p) && f->kind != BOOL ?
			cJSON_CreateNull() : print_field(f, p);
		err = add(obj, f->name, item);
		if (err)
			return err;
	}

	return 0;
}

/* Negative: unknown */
static int add_figure(cJSON *obj, const char *name, double v)
{
	return add(obj, name, v < 0.0 ? cJSON_CreateNull() : print_number(v));
}

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
		return add(obj, "rtp", cJSON_CreateNull());

	rtp = cJSON_AddObjectToObject(obj, "rtp");
	if (!rtp)
		return ENOMEM;
	for (size_t i = 0; i < COUNT(figurev); i++) {
		int err = add_figure(rtp, figurev[i].name, figurev[i].v);

		if (err)
			return err;
	}

	return 0;
}

/* The printed line moves to libre's memory, to be released like the rest */
static int finish(char **linep, const cJSON *obj)
{
	char *line = cJSON_PrintUnformatted(obj);
	size_t size;
	char *copy;

	if (!line)
		return ENOMEM;
	size = strlen(line) + 1;
	copy = mem_alloc(size, NULL);
	if (copy)
		memcpy(copy, line, size);
	cJSON_free(line);
	if (!copy)
		return ENOMEM;
	*linep = copy;

	return 0;
}

static int add_event_text(cJSON *obj, const struct oh_event *ev)
{
	const struct about *about = &aboutv[ev->type];
	const char *name = about->text ? about->text : "text";

	if (!ev->text)
		return 0;

	return add(obj, name, about->digits && ev->masked ?
		   print_secret(ev->text) : print_text(ev->text));
}

static int add_event_digit(cJSON *obj, const struct oh_event *ev)
{
	const char digit[2] = { ev->masked ? '*' : ev->digit, '\0' };

	return ev->digit ? add(obj, "digit", print_text(digit)) : 0;
}

/* What only some types of event have */
static int add_event_rest(cJSON *obj, const struct oh_event *ev)
{
	int err = 0;

	if (aboutv[ev->type].ok)
		err = add(obj, "ok", cJSON_CreateBool(ev->ok));
	if (!err && ev->masked)
		err = add(obj, "masked", cJSON_CreateTrue());
	if (!err && ev->err)
		err = add(obj, "error", print_text(strerror(ev->err)));
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
	err = add(obj, "event", cJSON_CreateString(oh_event_name(ev->type)));
	if (!err)
		err = add(obj, "time", print_time(ev->wall_us));
	if (!err)
		err = add_fields(obj, event_fields, COUNT(event_fields), ev,
				 false);
	if (!err)
		err = add_event_text(obj, ev);
	if (!err)
		err = add_event_digit(obj, ev);
	if (!err)
		err = add_event_rest(obj, ev);
	if (!err)
		err = finish(linep, obj);
	cJSON_Delete(obj);

	return err;
}

static int add_head(cJSON *obj, const struct oh_result *res)
{
	int err = add(obj, "schema", cJSON_CreateString(OH_RESULT_SCHEMA));

	if (!err)
		err = add(obj, "id", *res->id ? print_text(res->id) :
			  cJSON_CreateNull());
	if (!err)
		err = add(obj, "direction", cJSON_CreateString(
				  res->incoming ? "in" : "out"));
	if (err)
		return err;

	return add_fields(obj, result_head, COUNT(result_head), res, true);
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
		err = add_fields(one, try_fields, COUNT(try_fields),
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
	int err = add_fields(obj, result_times, COUNT(result_times), res,
			     true);

	if (!err)
		err = add_figure(obj, "pdd_ms", oh_result_pdd_ms(res));
	if (!err)
		err = add_figure(obj, "ring_s", res->ring_us ?
				 oh_result_ring_s(res) : -1.0);
	if (!err)
		err = add_figure(obj, "duration", oh_result_duration(res));
	if (!err)
		err = add_figure(obj, "billsec", oh_result_billsec(res));

	return err;
}

static int add_end(cJSON *obj, const struct oh_result *res, int exit_code)
{
	int err = add(obj, "disposition", cJSON_CreateString(
			oh_cause_disposition(res->cause,
					     res->answer_us != 0)));
	if (!err)
		err = add(obj, "cause", res->cause == OH_CAUSE_NONE ?
			  cJSON_CreateNull() :
			  cJSON_CreateString(oh_cause_name(res->cause)));
	if (!err)
		err = add(obj, "exit_code", cJSON_CreateNumber(exit_code));
	if (err)
		return err;

	return add_fields(obj, result_end, COUNT(result_end), res, true);
}

/* No digits were asked for: null. None came: "". */
static int add_digits(cJSON *obj, const struct oh_result *res)
{
	cJSON *digits = !res->gathered ? cJSON_CreateNull() :
		res->masked ? print_secret(res->digits) :
		print_text(res->digits);
	int err = add(obj, "digits", digits);

	if (err)
		return err;

	return add(obj, "digits_ok", res->gathered ?
		   cJSON_CreateBool(res->digits_ok) : cJSON_CreateNull());
}

static int add_recording(cJSON *obj, const struct oh_result *res)
{
	if (*res->recording)
		return add_fields(obj, result_recording,
				  COUNT(result_recording), res, true);

	for (size_t i = 0; i < COUNT(result_recording); i++) {
		int err = add(obj, result_recording[i].name,
			      cJSON_CreateNull());

		if (err)
			return err;
	}

	return 0;
}

static int add_media(cJSON *obj, const struct oh_result *res)
{
	int err = add_digits(obj, res);

	if (!err)
		err = add_fields(obj, result_media, COUNT(result_media), res,
				 true);
	if (!err)
		err = add_quality(obj, &res->quality);
	if (!err)
		err = add_recording(obj, res);
	if (!err)
		err = add_fields(obj, result_money, COUNT(result_money), res,
				 true);
	if (!err)
		err = add(obj, "warning", *res->note ? print_text(res->note) :
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
		err = finish(linep, obj);
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
		err = finish(textp, tries);
	cJSON_Delete(tries);

	return err;
}
