/**
 * @file fold.c  Events folded into one result
 *
 * One small function per type of event that changes the result. What stands
 * at the top of the result is the latest attempt; earlier ones are in tryv.
 */
#include <string.h>
#include "base/compat.h"
#include "cdr/fold.h"

typedef void (fold_h)(struct oh_result *res, const struct oh_event *ev);

static void keep(char *dst, size_t size, const char *src)
{
	if (src)
		str_ncpy(dst, src, size);
}

#define KEEP(dst, src) keep(dst, sizeof(dst), src)

static void first_time(uint64_t *us, const struct oh_event *ev)
{
	if (!*us)
		*us = ev->wall_us;
}

/* "sip:0044207@host;user=phone" -> "0044207"; a bare text stays */
static void keep_user(char *dst, size_t size, const char *uri)
{
	const char *p, *end;

	if (!uri)
		return;
	p = strchr(uri, ':');
	p = p && strchr(uri, '@') ? p + 1 : uri;
	end = p + strcspn(p, p == uri ? "" : "@;");
	str_ncpy(dst, p, size);
	if ((size_t)(end - p) < size)
		dst[end - p] = '\0';
}

static struct oh_try *last_try(struct oh_result *res)
{
	return res->tryc ? &res->tryv[res->tryc - 1] : NULL;
}

/*
 * A new attempt: all but the identity and the tries starts afresh. When the
 * tries are full, the last is given up: the latest is the one that counts.
 */
static void begin(struct oh_result *res, const struct oh_event *ev)
{
	char id[sizeof(res->id)];
	struct oh_try *t;

	memcpy(id, res->id, sizeof(id));
	memset(res, 0, offsetof(struct oh_result, tryc));
	memcpy(res->id, id, sizeof(id));
	res->quality.rtt_ms = -1.0;

	if (res->tryc < OH_RESULT_TRIES_MAX)
		++res->tryc;
	t = last_try(res);
	memset(t, 0, sizeof(*t));

	KEEP(res->to, ev->number);
	KEEP(res->from, ev->from);
	KEEP(res->trunk, ev->trunk);
	KEEP(t->number, ev->number);
	KEEP(t->trunk, ev->trunk);
}

static void dialing(struct oh_result *res, const struct oh_event *ev)
{
	begin(res, ev);
	res->start_us = ev->wall_us;
	res->rate = ev->rate;
	keep_user(res->to_rewritten, sizeof(res->to_rewritten), ev->uri);
}

static void incoming(struct oh_result *res, const struct oh_event *ev)
{
	res->incoming = true;
	res->start_us = ev->wall_us;
	KEEP(res->from, ev->number ? ev->number : ev->from);
	KEEP(res->trunk, ev->trunk);
	keep_user(res->to, sizeof(res->to), ev->uri);
	KEEP(res->name, ev->name);
	KEEP(res->asserted, ev->asserted);
	KEEP(res->diverted_from, ev->diverted_from);
	KEEP(res->attestation, ev->attestation);
	KEEP(res->verstat, ev->verstat);
}

/* Something new is spoken of once the last attempt is over */
static bool is_other(struct oh_result *res, const struct oh_event *ev)
{
	const struct oh_try *t = last_try(res);

	if (!ev->number || res->incoming)
		return false;

	return !t || (t->cause != OH_CAUSE_NONE &&
		      (0 != strcmp(t->number, ev->number) ||
		       (ev->trunk && 0 != strcmp(t->trunk, ev->trunk))));
}

/* Charging begins with the answer; what rings is free */
static void charge(struct oh_result *res)
{
	uint64_t us = res->answer_us && res->end_us > res->answer_us ?
		res->end_us - res->answer_us : 0;

	if (!*res->rate.currency ||
	    oh_money_per_minute(&res->cost, &res->rate, (us + 500) / 1000))
		memset(&res->cost, 0, sizeof(res->cost));
}

static void end(struct oh_result *res, const struct oh_event *ev,
		enum oh_cause cause, enum oh_party by)
{
	struct oh_try *t = last_try(res);

	res->cause = cause;
	res->end_us = ev->left_us ? ev->left_us : ev->wall_us;
	charge(res);
	if (by != OH_PARTY_NONE)
		res->hangup_by = by;
	if (ev->scode)
		res->scode = ev->scode;
	if (ev->why.q850 || ev->why.sip)
		res->why = ev->why;
	if (!t)
		return;
	t->cause = res->cause;
	t->scode = res->scode;
	t->q850 = res->why.q850;
}

static void refused(struct oh_result *res, const struct oh_event *ev)
{
	if (is_other(res, ev))
		begin(res, ev);
	KEEP(res->guard, ev->text);
	KEEP(res->hint, ev->hint);
	end(res, ev, OH_CAUSE_REFUSED, OH_PARTY_GUARD);
}

static void ringing(struct oh_result *res, const struct oh_event *ev)
{
	first_time(&res->ring_us, ev);
}

static void progress(struct oh_result *res, const struct oh_event *ev)
{
	first_time(&res->progress_us, ev);
}

static void answered(struct oh_result *res, const struct oh_event *ev)
{
	first_time(&res->answer_us, ev);
	KEEP(res->codec, ev->codec);
	KEEP(res->srtp, ev->srtp);
	KEEP(res->tls, ev->tls);
	if (ev->dtmf != OH_DTMF_NONE)
		res->dtmf = ev->dtmf;
}

static void secured(struct oh_result *res, const struct oh_event *ev)
{
	str_ncpy(res->srtp, ev->srtp ? ev->srtp : "", sizeof(res->srtp));
}

static void media(struct oh_result *res, const struct oh_event *ev)
{
	(void)ev;
	res->media = true;
}

static void played(struct oh_result *res, const struct oh_event *ev)
{
	res->played = ev->ok;
}

static void gathered(struct oh_result *res, const struct oh_event *ev)
{
	res->gathered = true;
	res->digits_ok = ev->ok;
	res->masked = ev->masked;
	KEEP(res->digits, ev->text);
}

static void flow(struct oh_result *res, const struct oh_event *ev)
{
	res->flow = true;
	res->flow_status = ev->status;
}

/* A message does not take the place of a recording of the whole call */
static bool is_beside(const struct oh_result *res, const struct oh_event *ev)
{
	return ev->message && *res->recording && ev->text &&
		0 != strcmp(res->recording, ev->text);
}

static void recording(struct oh_result *res, const struct oh_event *ev)
{
	if (is_beside(res, ev))
		return;
	KEEP(res->recording, ev->text);
}

static void recorded(struct oh_result *res, const struct oh_event *ev)
{
	if (is_beside(res, ev))
		return;
	KEEP(res->recording, ev->text);
	res->recording_ok = ev->ok;
	res->recorded_s = ev->seconds;
	if (ev->err)
		(void)re_snprintf(res->note, sizeof(res->note),
				  "recording: %s", strerror(ev->err));
}

static void codec(struct oh_result *res, const struct oh_event *ev)
{
	KEEP(res->codec, ev->codec);
}

static void quality(struct oh_result *res, const struct oh_event *ev)
{
	res->quality = ev->quality;
}

/* The last word on it holds */
static void detected(struct oh_result *res, const struct oh_event *ev)
{
	if (ev->detected == OH_DETECTED_BEEP)
		res->beep_s = ev->seconds;
	if (ev->detected > OH_DETECTED_UNKNOWN)
		return;
	res->answered_by = ev->detected;
	res->confidence  = ev->confidence;
	KEEP(res->answered_by_reason, ev->reason);
}

static void warning(struct oh_result *res, const struct oh_event *ev)
{
	KEEP(res->note, ev->text);
}

static void ended(struct oh_result *res, const struct oh_event *ev)
{
	if (is_other(res, ev))
		begin(res, ev);
	KEEP(res->reason, ev->text);
	end(res, ev, ev->cause, ev->by);
}

static fold_h *const foldv[OH_EVENT_MAX] = {
	[OH_EVENT_DIALING]   = dialing,
	[OH_EVENT_INCOMING]  = incoming,
	[OH_EVENT_REFUSED]   = refused,
	[OH_EVENT_RINGING]   = ringing,
	[OH_EVENT_PROGRESS]  = progress,
	[OH_EVENT_ANSWERED]  = answered,
	[OH_EVENT_SECURED]   = secured,
	[OH_EVENT_MEDIA]     = media,
	[OH_EVENT_PLAYED]    = played,
	[OH_EVENT_GATHERED]  = gathered,
	[OH_EVENT_RECORDING] = recording,
	[OH_EVENT_RECORDED]  = recorded,
	[OH_EVENT_CODEC]     = codec,
	[OH_EVENT_FLOW]      = flow,
	[OH_EVENT_DETECTED]  = detected,
	[OH_EVENT_QUALITY]   = quality,
	[OH_EVENT_WARNING]   = warning,
	[OH_EVENT_ENDED]     = ended,
};

/**
 * Fold one event into a result
 *
 * The last ENDED wins: what the job made of the call comes after what the
 * wire said. Figures that a later ENDED leaves out stay.
 *
 * @param res Result, begun with oh_result_init()
 * @param ev  Event, borrowed
 */
void oh_fold(struct oh_result *res, const struct oh_event *ev)
{
	struct oh_try *t;

	if ((unsigned)ev->type >= OH_EVENT_MAX)
		return;
	if (foldv[ev->type])
		foldv[ev->type](res, ev);

	KEEP(res->id, ev->call);
	KEEP(res->call_id, ev->call_id);
	t = last_try(res);
	if (t)
		KEEP(t->call_id, ev->call_id);
}
