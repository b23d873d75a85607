/**
 * @file row.c  A call record as a row
 *
 *   result ──get──▶ value ──▶ database ──▶ value ──▶ cell of a listing
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cdr/row.h"
#include "event/json.h"

typedef void (get_h)(const struct oh_row_column *col, void *v,
		     const struct oh_result *res);

static const void *member(const struct oh_row_column *col,
			  const struct oh_result *res)
{
	return (const char *)res + col->offset;
}

static void set_text(struct oh_row_value *v, const char *s)
{
	v->known = s && *s;
	v->u.s   = s;
}

static void set_count(struct oh_row_value *v, int64_t n, bool known)
{
	v->known = known;
	v->u.n   = n;
}

static void set_figure(struct oh_row_value *v, double x, bool known)
{
	v->known = known && isfinite(x);
	v->u.x   = x;
}

static void get_text(const struct oh_row_column *col, void *v,
		     const struct oh_result *res)
{
	set_text(v, member(col, res));
}

static void get_time(const struct oh_row_column *col, void *v,
		     const struct oh_result *res)
{
	uint64_t us = *(const uint64_t *)member(col, res);

	set_count(v, (int64_t)us, us != 0);
}

/* A call that was refused never began: it is placed where it ended */
static void get_start(const struct oh_row_column *col, void *v,
		      const struct oh_result *res)
{
	uint64_t us = res->start_us ? res->start_us : res->end_us;

	(void)col;
	set_count(v, (int64_t)us, us != 0);
}

static void get_scode(const struct oh_row_column *col, void *v,
		      const struct oh_result *res)
{
	(void)col;
	set_count(v, res->scode, res->scode != 0);
}

/* A cause, 0 if there is none */
static void get_reason(const struct oh_row_column *col, void *v,
		       const struct oh_result *res)
{
	int cause = *(const int *)member(col, res);

	set_count(v, cause, cause != 0);
}

/* Packets are counted where there was audio at all */
static void get_packets(const struct oh_row_column *col, void *v,
			const struct oh_result *res)
{
	const struct oh_quality *q = &res->quality;

	set_count(v, *(const uint32_t *)member(col, res),
		  q->tx || q->rx || q->dropped);
}

static void get_figure(const struct oh_row_column *col, void *v,
		       const struct oh_result *res)
{
	double x = *(const double *)member(col, res);

	set_figure(v, x, x > 0.0);
}

static void get_money(const struct oh_row_column *col, void *v,
		      const struct oh_result *res)
{
	const struct oh_money *m = member(col, res);

	set_count(v, m->micro, *m->currency);
}

static void get_direction(const struct oh_row_column *col, void *v,
			  const struct oh_result *res)
{
	(void)col;
	set_text(v, res->incoming ? "in" : "out");
}

static void get_pdd(const struct oh_row_column *col, void *v,
		    const struct oh_result *res)
{
	double ms = oh_result_pdd_ms(res);

	(void)col;
	set_figure(v, ms, ms >= 0.0);
}

static void get_ring_s(const struct oh_row_column *col, void *v,
		       const struct oh_result *res)
{
	(void)col;
	set_figure(v, oh_result_ring_s(res), res->ring_us && res->end_us);
}

static void get_duration(const struct oh_row_column *col, void *v,
			 const struct oh_result *res)
{
	(void)col;
	set_figure(v, oh_result_duration(res), res->end_us != 0);
}

static void get_billsec(const struct oh_row_column *col, void *v,
			const struct oh_result *res)
{
	(void)col;
	set_figure(v, oh_result_billsec(res), res->end_us != 0);
}

static void get_disposition(const struct oh_row_column *col, void *v,
			    const struct oh_result *res)
{
	(void)col;
	set_text(v, res->cause == OH_CAUSE_NONE ? NULL :
		 oh_cause_disposition(res->cause, res->answer_us != 0));
}

static void get_cause(const struct oh_row_column *col, void *v,
		      const struct oh_result *res)
{
	(void)col;
	set_text(v, res->cause == OH_CAUSE_NONE ? NULL :
		 oh_cause_name(res->cause));
}

static void get_party(const struct oh_row_column *col, void *v,
		      const struct oh_result *res)
{
	(void)col;
	set_text(v, res->hangup_by == OH_PARTY_NONE ? NULL :
		 oh_party_name(res->hangup_by));
}

static void get_dtmf(const struct oh_row_column *col, void *v,
		     const struct oh_result *res)
{
	(void)col;
	set_text(v, res->dtmf == OH_DTMF_NONE ? NULL :
		 oh_dtmf_name(res->dtmf));
}

static void get_who(const struct oh_row_column *col, void *v,
		    const struct oh_result *res)
{
	(void)col;
	set_text(v, res->answered_by == OH_DETECTED_NONE ? NULL :
		 oh_detected_name(res->answered_by));
}

static void get_confidence(const struct oh_row_column *col, void *v,
			   const struct oh_result *res)
{
	(void)col;
	set_figure(v, res->confidence,
		   res->answered_by != OH_DETECTED_NONE);
}

/* Secret digits are never written: only how many there were. The mask is
   static, and a longer one than there can be digits. */
static void get_digits(const struct oh_row_column *col, void *v,
		       const struct oh_result *res)
{
	static const char mask[] =
		"****************************************************"
		"****************************************************"
		"************************";
	size_t len = strlen(res->digits);

	_Static_assert(sizeof(mask) >= OH_RESULT_DIGITS, "mask is short");
	(void)col;
	if (res->masked)
		set_text(v, mask + sizeof(mask) - 1 - len);
	else
		set_text(v, res->digits);
}

/* What the result alone does not say: filled in by oh_row_alloc() */
static void get_later(const struct oh_row_column *col, void *v,
		      const struct oh_result *res)
{
	(void)col;
	(void)v;
	(void)res;
}

#define R(m) offsetof(struct oh_result, m)

static const struct oh_row_column columnv[OH_ROW_COLUMNS] = {
[OH_ROW_ID] =
	{ "id",           OH_ROW_TEXT,  8, false, get_text, R(id) },
[OH_ROW_PARENT] =
	{ "parent",       OH_ROW_TEXT,  8, true,  get_text, R(parent) },
[OH_ROW_DIRECTION] =
	{ "direction",    OH_ROW_TEXT,  9, true,  get_direction, 0 },
[OH_ROW_START] =
	{ "start",        OH_ROW_TIME, 19, false, get_start, 0 },
[OH_ROW_FROM] =
	{ "from",         OH_ROW_TEXT, 14, false, get_text, R(from) },
[OH_ROW_TO] =
	{ "to",           OH_ROW_TEXT, 14, false, get_text, R(to) },
[OH_ROW_TO_REWRITTEN] =
	{ "to_rewritten", OH_ROW_TEXT, 16, true, get_text, R(to_rewritten) },
[OH_ROW_ASSERTED] =
	{ "asserted",     OH_ROW_TEXT, 16, true,  get_text, R(asserted) },
[OH_ROW_DIVERTED_FROM] =
	{ "diverted_from", OH_ROW_TEXT, 16, true, get_text,
	  R(diverted_from) },
[OH_ROW_ATTESTATION] =
	{ "attestation",  OH_ROW_TEXT, 11, true,  get_text,
	  R(attestation) },
[OH_ROW_VERSTAT] =
	{ "verstat",      OH_ROW_TEXT, 24, true,  get_text, R(verstat) },
[OH_ROW_TRUNK] =
	{ "trunk",        OH_ROW_TEXT, 10, false, get_text, R(trunk) },
[OH_ROW_CALL_ID] =
	{ "call_id",      OH_ROW_TEXT, 32, true,  get_text, R(call_id) },
[OH_ROW_TRIES] =
	{ "tries",        OH_ROW_JSON, 24, true,  get_later, 0 },
[OH_ROW_PROGRESS] =
	{ "progress",     OH_ROW_TIME, 19, true,  get_time, R(progress_us) },
[OH_ROW_RING] =
	{ "ring",         OH_ROW_TIME, 19, true,  get_time, R(ring_us) },
[OH_ROW_ANSWER] =
	{ "answer",       OH_ROW_TIME, 19, true,  get_time, R(answer_us) },
[OH_ROW_END] =
	{ "end",          OH_ROW_TIME, 19, true,  get_time, R(end_us) },
[OH_ROW_PDD_MS] =
	{ "pdd_ms",       OH_ROW_FIGURE, 8, true, get_pdd, 0 },
[OH_ROW_RING_S] =
	{ "ring_s",       OH_ROW_FIGURE, 8, true, get_ring_s, 0 },
[OH_ROW_DURATION] =
	{ "duration",     OH_ROW_FIGURE, 8, true, get_duration, 0 },
[OH_ROW_BILLSEC] =
	{ "billsec",      OH_ROW_FIGURE, 8, false, get_billsec, 0 },
[OH_ROW_DISPOSITION] =
	{ "disposition",  OH_ROW_TEXT, 11, false, get_disposition, 0 },
[OH_ROW_CAUSE] =
	{ "cause",        OH_ROW_TEXT, 12, true,  get_cause, 0 },
[OH_ROW_EXIT_CODE] =
	{ "exit_code",    OH_ROW_COUNT, 9, true,  get_later, 0 },
[OH_ROW_SIP_STATUS] =
	{ "sip_status",   OH_ROW_COUNT, 10, true, get_scode, 0 },
[OH_ROW_SIP_REASON] =
	{ "sip_reason",   OH_ROW_TEXT, 24, true,  get_text, R(reason) },
[OH_ROW_Q850] =
	{ "q850",         OH_ROW_COUNT, 4, true,  get_reason,
	  R(why.q850) },
[OH_ROW_Q850_LOCATION] =
	{ "q850_location", OH_ROW_TEXT, 13, true, get_text, R(why.place) },
[OH_ROW_REASON_SIP] =
	{ "reason_sip",   OH_ROW_COUNT, 10, true, get_reason, R(why.sip) },
[OH_ROW_REASON_TEXT] =
	{ "reason_text",  OH_ROW_TEXT, 24, true,  get_text, R(why.text) },
[OH_ROW_HANGUP_BY] =
	{ "hangup_by",    OH_ROW_TEXT,  9, true,  get_party, 0 },
[OH_ROW_GUARD] =
	{ "guard",        OH_ROW_TEXT, 24, true,  get_text, R(guard) },
[OH_ROW_RATE] =
	{ "rate",         OH_ROW_MONEY, 8, true,  get_money, R(rate) },
[OH_ROW_COST] =
	{ "cost",         OH_ROW_MONEY, 8, false, get_money, R(cost) },
[OH_ROW_CURRENCY] =
	{ "currency",     OH_ROW_TEXT,  8, false, get_text,
	  R(rate.currency) },
[OH_ROW_ANSWERED_BY] =
	{ "answered_by",  OH_ROW_TEXT, 11, true,  get_who, 0 },
[OH_ROW_ANSWERED_BY_REASON] =
	{ "answered_by_reason", OH_ROW_TEXT, 18, true, get_text,
	  R(answered_by_reason) },
[OH_ROW_CONFIDENCE] =
	{ "confidence",   OH_ROW_FIGURE, 10, true, get_confidence, 0 },
[OH_ROW_DIGITS] =
	{ "digits",       OH_ROW_TEXT,  8, true,  get_digits, 0 },
[OH_ROW_CODEC] =
	{ "codec",        OH_ROW_TEXT,  8, true,  get_text, R(codec) },
[OH_ROW_DTMF] =
	{ "dtmf",         OH_ROW_TEXT,  8, true,  get_dtmf, 0 },
[OH_ROW_SRTP] =
	{ "srtp",         OH_ROW_TEXT, 24, true,  get_text, R(srtp) },
[OH_ROW_TLS] =
	{ "tls",          OH_ROW_TEXT,  8, true,  get_text, R(tls) },
[OH_ROW_RTP_TX] =
	{ "rtp_tx",       OH_ROW_COUNT, 8, true,  get_packets,
	  R(quality.tx) },
[OH_ROW_RTP_RX] =
	{ "rtp_rx",       OH_ROW_COUNT, 8, true,  get_packets,
	  R(quality.rx) },
[OH_ROW_RTP_LOST] =
	{ "rtp_lost",     OH_ROW_COUNT, 8, true,  get_packets,
	  R(quality.lost) },
[OH_ROW_RTP_DROPPED] =
	{ "rtp_dropped",  OH_ROW_COUNT, 11, true, get_packets,
	  R(quality.dropped) },
[OH_ROW_RTP_REMOTE_LOST] =
	{ "rtp_remote_lost", OH_ROW_COUNT, 15, true, get_packets,
	  R(quality.remote_lost) },
[OH_ROW_JITTER_MS] =
	{ "jitter_ms",    OH_ROW_FIGURE, 9, true, get_figure,
	  R(quality.jitter_ms) },
[OH_ROW_RTT_MS] =
	{ "rtt_ms",       OH_ROW_FIGURE, 8, true, get_figure,
	  R(quality.rtt_ms) },
[OH_ROW_MOS] =
	{ "mos",          OH_ROW_FIGURE, 5, true, get_figure,
	  R(quality.mos) },
[OH_ROW_RECORDING] =
	{ "recording",    OH_ROW_TEXT, 24, true,  get_text, R(recording) },
[OH_ROW_RECORDED_S] =
	{ "recorded_s",   OH_ROW_FIGURE, 10, true, get_figure,
	  R(recorded_s) },
[OH_ROW_NOTE] =
	{ "note",         OH_ROW_TEXT, 32, true,  get_text, R(note) },
[OH_ROW_LADDER] =
	{ "ladder",       OH_ROW_TEXT, 32, true,  get_later, 0 },
};

/**
 * Go through the columns
 *
 * @param i From 0
 *
 * @return Static column, or NULL past the last one
 */
const struct oh_row_column *oh_row_column(size_t i)
{
	return i < OH_ROW_COLUMNS ? &columnv[i] : NULL;
}

static bool is_text(size_t i)
{
	return columnv[i].kind == OH_ROW_TEXT ||
		columnv[i].kind == OH_ROW_JSON;
}

/* One block: the row, and behind it its texts */
static int copy_row(struct oh_row **rp, const struct oh_row *row)
{
	size_t size = sizeof(*row);
	struct oh_row *copy;
	char *p;

	for (size_t i = 0; i < OH_ROW_COLUMNS; i++) {
		if (is_text(i) && row->v[i].known)
			size += strlen(row->v[i].u.s) + 1;
	}
	copy = mem_alloc(size, NULL);
	if (!copy)
		return ENOMEM;
	*copy = *row;
	p = (char *)(copy + 1);
	for (size_t i = 0; i < OH_ROW_COLUMNS; i++) {
		size_t len;

		if (!is_text(i) || !row->v[i].known)
			continue;
		len = strlen(row->v[i].u.s) + 1;
		memcpy(p, row->v[i].u.s, len);
		copy->v[i].u.s = p;
		p += len;
	}
	*rp = copy;

	return 0;
}

/**
 * Make a row of a result
 *
 * @param rp        Row, returned: release with mem_deref
 * @param res       Result
 * @param exit_code What the command exits with for it; negative: the call
 *                  is not over yet
 * @param ladder    What was said on the wire, or NULL
 *
 * @return 0 or ENOMEM
 */
int oh_row_alloc(struct oh_row **rp, const struct oh_result *res,
		 int exit_code, const char *ladder)
{
	struct oh_row row = { .v = { { .known = false } } };
	char *tries = NULL;
	int err = 0;

	for (size_t i = 0; i < OH_ROW_COLUMNS; i++)
		columnv[i].get(&columnv[i], &row.v[i], res);
	set_text(&row.v[OH_ROW_LADDER], ladder);
	set_count(&row.v[OH_ROW_EXIT_CODE], exit_code, exit_code >= 0);
	if (res->tryc && exit_code >= 0)
		err = oh_json_tries(&tries, res, res->to);
	if (!err) {
		set_text(&row.v[OH_ROW_TRIES], tries);
		err = copy_row(rp, &row);
	}
	mem_deref(tries);

	return err;
}

/* "3", "0.25": no zeros at the end */
static void print_figure(char buf[OH_ROW_CELL], double x)
{
	int n = snprintf(buf, OH_ROW_CELL, "%.3f", x);

	if (n <= 0 || n >= OH_ROW_CELL) {
		buf[0] = '\0';
		return;
	}
	while (buf[n - 1] == '0')
		n--;
	if (buf[n - 1] == '.')
		n--;
	buf[n] = '\0';
}

/**
 * Print a cell: times as ISO 8601 in local time, money as a decimal
 *
 * @param buf Used for what is no text
 * @param row Row
 * @param i   Its column
 *
 * @return Text in buf or in the row; "" if nothing is known
 */
const char *oh_row_print(char buf[OH_ROW_CELL], const struct oh_row *row,
			 size_t i)
{
	const struct oh_row_value *v;

	if (i >= OH_ROW_COLUMNS || !row->v[i].known)
		return "";
	v = &row->v[i];
	switch (columnv[i].kind) {

	case OH_ROW_TIME:
		(void)oh_clock_print(buf, OH_ROW_CELL, (uint64_t)v->u.n);
		break;

	case OH_ROW_COUNT:
		(void)snprintf(buf, OH_ROW_CELL, "%lld", (long long)v->u.n);
		break;

	case OH_ROW_FIGURE:
		print_figure(buf, v->u.x);
		break;

	case OH_ROW_MONEY:
		(void)oh_money_print(buf, OH_ROW_CELL,
				     &(struct oh_money){ v->u.n, "" });
		break;

	default:
		return v->u.s;
	}

	return buf;
}
