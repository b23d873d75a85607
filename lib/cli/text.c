/**
 * @file text.c  Results and events in words, for a person at night
 *
 *    +14255550100  answered, 8.2 s, key 1
 *      codec PCMU  loss 0.0 %  jitter 0.3 ms  MOS 4.4
 *      recording /path/x.wav (8.1 s)
 */
#include <stdarg.h>
#include <string.h>
#include "base/clock.h"
#include "base/scan.h"
#include "cli/cli_priv.h"

enum { LINE_SIZE = 2048 };

/** A line in the making */
struct text {
	char   buf[LINE_SIZE];
	size_t len;
};

static const char masked[] = "****";

static void add(struct text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct text *t, const char *fmt, ...)
{
	size_t room = sizeof(t->buf) - t->len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(&t->buf[t->len], room, fmt, ap);
	va_end(ap);
	if (n > 0)
		t->len += (size_t)n < room ? (size_t)n : room - 1;
}

/* Adds a piece unless its text is empty */
static void add_some(struct text *t, const char *before, const char *s)
{
	if (s && *s)
		add(t, "%s%s", before, s);
}

/* Much of it comes from the far end: control characters are taken out. */
static void end_line(struct text *t, FILE *f)
{
	char safe[LINE_SIZE];

	(void)oh_scan_safe(safe, sizeof(safe), t->buf, t->len);
	(void)fprintf(f, "%s\n", safe);
	t->len = 0;
}

static void add_status(struct text *t, uint16_t scode, const char *reason)
{
	if (scode) {
		add(t, " (%u", scode);
		add_some(t, " ", reason);
		add(t, ")");
	}
	else if (reason && *reason)
		add(t, " (%s)", reason);
}

static void add_quality(struct text *t, const struct oh_quality *q)
{
	uint64_t sent = (uint64_t)q->rx + q->lost;

	add(t, "loss %.1f %%  jitter %.1f ms",
	    sent ? 100.0 * q->lost / (double)sent : 0.0, q->jitter_ms);
	if (q->mos > 0.0)
		add(t, "  MOS %.1f", q->mos);
}

static const char *who(enum oh_detected what)
{
	switch (what) {

	case OH_DETECTED_HUMAN:   return "a person";
	case OH_DETECTED_MACHINE: return "a machine";
	case OH_DETECTED_FAX:     return "a fax";
	default:                  return "somebody unknown";
	}
}

static void add_answered(struct text *t, const struct oh_result *res)
{
	add(t, "answered");
	if (res->answered_by != OH_DETECTED_NONE)
		add(t, " by %s (%s)", who(res->answered_by),
		    res->answered_by_reason);
	add(t, ", %.1f s", oh_result_billsec(res));
	if (*res->digits)
		add(t, ", %s %s", res->digits[1] || res->masked ? "keys"
								: "key",
		    res->masked ? masked : res->digits);
	if (res->cause == OH_CAUSE_NO_DIGITS)
		add(t, ": %s", *res->digits ? "not what was asked for"
					    : "no key was pressed");
	else if (res->cause != OH_CAUSE_DONE)
		add(t, ": %s", oh_cause_text(res->cause));
}

static void add_unanswered(struct text *t, const struct oh_result *res)
{
	double ring_s = oh_result_ring_s(res);
	/* 487 answers our own CANCEL: it says nothing new. */
	bool telling = res->scode != 487;

	if (res->cause == OH_CAUSE_REFUSED) {
		add(t, "refused");
		add_some(t, ": ", res->guard);
		return;
	}
	add(t, "%s", oh_cause_text(res->cause));
	if (res->cause == OH_CAUSE_NO_ANSWER && ring_s > 0.0)
		add(t, ", rang %.1f s", ring_s);
	if (telling)
		add_status(t, res->scode, res->reason);
}

static void head(struct text *t, const struct oh_result *res)
{
	const char *who = res->incoming ? res->from : res->to;

	add(t, "%s%s  ", res->incoming ? "from " : "",
	    *who ? who : "unknown");
	if (res->answer_us)
		add_answered(t, res);
	else
		add_unanswered(t, res);
}

static void media(struct text *t, const struct oh_result *res, FILE *f)
{
	if (!res->answer_us || !*res->codec)
		return;

	add(t, "  codec %s  ", res->codec);
	if (res->media)
		add_quality(t, &res->quality);
	else
		add(t, "no audio arrived");
	end_line(t, f);
}

static void recording(struct text *t, const struct oh_result *res, FILE *f)
{
	if (!*res->recording)
		return;

	add(t, "  recording%s %s (%.1f s)",
	    res->recording_ok ? "" : " INCOMPLETE", res->recording,
	    res->recorded_s);
	end_line(t, f);
}

/* The last attempt is the result itself. */
static void tries(struct text *t, const struct oh_result *res, FILE *f)
{
	for (uint32_t i = 0; i + 1 < res->tryc &&
	     i + 1 < OH_RESULT_TRIES_MAX; i++) {
		const struct oh_try *try = &res->tryv[i];

		add(t, "  before: %s", try->number);
		add_some(t, " via ", try->trunk);
		add(t, ", %s", oh_cause_text(try->cause));
		add_status(t, try->scode >= 300 ? try->scode : 0, NULL);
		end_line(t, f);
	}
}

static void cost(struct text *t, const struct oh_result *res, FILE *f)
{
	char paid[OH_MONEY_SIZE], rate[OH_MONEY_SIZE];

	if (!*res->cost.currency)
		return;
	(void)oh_money_print(paid, sizeof(paid), &res->cost);
	(void)oh_money_print(rate, sizeof(rate), &res->rate);
	add(t, "  cost %s %s, at %s a minute", paid, res->cost.currency, rate);
	end_line(t, f);
}

/* In the words of those who ended it */
static void reason(struct text *t, const struct oh_reason *why, FILE *f)
{
	if (!why->sip && !*why->text)
		return;
	add(t, "  because:");
	if (why->sip)
		add(t, " SIP %d", why->sip);
	add_some(t, " ", why->text);
	end_line(t, f);
}

static void details(struct text *t, const struct oh_result *res, FILE *f)
{
	char when[OH_CLOCK_ISO_SIZE];

	if (res->start_us && 0 == oh_clock_print(when, sizeof(when),
						 res->start_us)) {
		add(t, "  began %s", when);
		end_line(t, f);
	}
	add(t, "  id %s", res->id);
	add_some(t, "  trunk ", res->trunk);
	if (res->answer_us && res->quality.rtt_ms >= 0.0)
		add(t, "  round trip %.1f ms", res->quality.rtt_ms);
	if (res->why.q850)
		add(t, "  Q.850 %d (%s)", res->why.q850,
		    oh_cause_q850_text(res->why.q850));
	end_line(t, f);
	reason(t, &res->why, f);
	cost(t, res, f);
}

/**
 * Print a result as a small block of lines
 *
 * @param f       Where to
 * @param res     Result
 * @param verbose With time, identifier, trunk, round trip, Q.850 cause and
 *                what it has cost
 */
void oh_text_result(FILE *f, const struct oh_result *res, bool verbose)
{
	struct text t = { .len = 0 };

	head(&t, res);
	end_line(&t, f);
	if (*res->hint) {
		add(&t, "  %s", res->hint);
		end_line(&t, f);
	}
	media(&t, res, f);
	recording(&t, res, f);
	tries(&t, res, f);
	if (*res->note) {
		add(&t, "  note: %s", res->note);
		end_line(&t, f);
	}
	if (verbose)
		details(&t, res, f);
}

static void add_transfer(struct text *t, const struct oh_event *ev)
{
	bool over = ev->type == OH_EVENT_TRANSFERRED;

	add(t, "%s", !over ? "transferring" : ev->ok ? "transferred"
						     : "not transferred");
	add_some(t, " to ", ev->text);
	add(t, ", asked by %s", oh_party_name(ev->by));
	add_status(t, ev->scode, ev->err ? strerror(ev->err) : NULL);
}

/* What the signalling tells; false: it was something else */
static bool signalling(struct text *t, const struct oh_event *ev)
{
	switch (ev->type) {

	case OH_EVENT_DIALING:
		add(t, "dialing");
		add_some(t, " ", ev->number);
		add_some(t, " via ", ev->trunk);
		return true;

	case OH_EVENT_INCOMING:
		add(t, "call from");
		add_some(t, " ", ev->number);
		return true;

	case OH_EVENT_TRYING:
	case OH_EVENT_RINGING:
	case OH_EVENT_PROGRESS:
	case OH_EVENT_CHALLENGED:
		add(t, "%s", oh_event_name(ev->type));
		add_status(t, ev->scode, ev->text);
		return true;

	case OH_EVENT_ANSWERED:
		add(t, "answered");
		add_some(t, ", codec ", ev->codec);
		if (ev->ptime_ms)
			add(t, ", %u ms", (unsigned)ev->ptime_ms);
		if (ev->dtmf)
			add(t, ", digits by %s", oh_dtmf_name(ev->dtmf));
		add_some(t, ", SRTP ", ev->srtp);
		add_some(t, ", ", ev->tls);
		return true;

	case OH_EVENT_EMERGENCY:
		add(t, "emergency call");
		add_some(t, " by ", ev->trunk);
		add_some(t, ", help is sent to ", ev->text);
		return true;

	case OH_EVENT_HELD:
	case OH_EVENT_RESUMED:
		add(t, "%s by %s", oh_event_name(ev->type),
		    oh_party_name(ev->by));
		return true;

	case OH_EVENT_TRANSFERRING:
	case OH_EVENT_TRANSFERRED:
		add_transfer(t, ev);
		return true;

	case OH_EVENT_ENDED:
		add(t, "ended: %s", oh_cause_text(ev->cause));
		add_status(t, ev->scode, ev->text);
		return true;

	default:
		return false;
	}
}

static void add_detected(struct text *t, const struct oh_event *ev)
{
	add(t, "%s", oh_detected_name(ev->detected));
	add_some(t, ", ", ev->reason);
	add(t, ", confidence %.2f", ev->confidence);
}

/* What came of the audio; false: it was something else */
static bool audio(struct text *t, const struct oh_event *ev)
{
	switch (ev->type) {

	case OH_EVENT_PLAYED:
		add(t, "played%s, %.1f s", ev->ok ? "" : " in part",
		    ev->seconds);
		return true;

	case OH_EVENT_DIGIT:
		if (ev->masked)
			add(t, "digit %s", masked);
		else
			add(t, "digit %c", ev->digit);
		return true;

	case OH_EVENT_GATHERED:
		add(t, "gathered");
		add_some(t, " ", ev->masked ? masked : ev->text);
		add(t, "%s", ev->ok ? "" : ", not complete");
		return true;

	case OH_EVENT_RECORDED:
		add(t, "recorded%s", ev->ok ? "" : " in part");
		add_some(t, " ", ev->text);
		add(t, ", %.1f s", ev->seconds);
		return true;

	case OH_EVENT_SPEECH:
		add(t, ev->ok ? "they speak" : "they are silent");
		return true;

	case OH_EVENT_PIPED:
		add(t, "pipe over, %.1f s", ev->seconds);
		return true;

	case OH_EVENT_CODEC:
		add(t, "codec");
		add_some(t, " ", ev->codec);
		return true;

	case OH_EVENT_SECURED:
		add(t, ev->srtp ? "secured" : "no longer secured");
		add_some(t, ", SRTP ", ev->srtp);
		return true;

	case OH_EVENT_SILENT:
		add(t, "no audio for %.1f s", ev->seconds);
		return true;

	case OH_EVENT_FLOW:
		add(t, "flow ended with status %d", ev->status);
		return true;

	case OH_EVENT_QUALITY:
		add_quality(t, &ev->quality);
		return true;

	default:
		return false;
	}
}

/**
 * Print an event in a few words
 *
 * @param buf  Receives them, without line end
 * @param size Size of it
 * @param ev   Event
 *
 * @return Length of the words
 */
size_t oh_text_event(char *buf, size_t size, const struct oh_event *ev)
{
	struct text t = { .len = 0 };

	if (ev->type == OH_EVENT_DETECTED)
		add_detected(&t, ev);
	else if (!signalling(&t, ev) && !audio(&t, ev)) {
		add(&t, "%s", oh_event_name(ev->type));
		add_some(&t, " ", ev->text);
	}

	return oh_scan_safe(buf, size, t.buf, t.len);
}
