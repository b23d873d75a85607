/**
 * @file boardevent.c  What an event changes on the board
 *
 * Events may be missed, come twice or late: a call goes forward only, and
 * only what begins a call makes one.
 */
#include <stdio.h>
#include <time.h>
#include "base/compat.h"
#include "phone/board_priv.h"
#include "phone/member.h"
#include "phone/safe.h"
#include "phone/telling.h"

/** What an event does to its call */
struct row {
	const char *event;
	void (*h)(struct oh_board *b, struct board_entry *e, const cJSON *o,
		  uint64_t now_ms);
};

static void forward(struct oh_board_call *c, enum oh_board_state state)
{
	if (c->state < state)
		c->state = state;
}

/* Also the next try of one that seemed to be over */
static void on_dialing(struct oh_board *b, struct board_entry *e,
		       const cJSON *o, uint64_t now_ms)
{
	struct oh_board_call *c = &e->c;

	(void)now_ms;
	if (c->state == OH_BOARD_ENDED) {
		c->state    = OH_BOARD_DIALING;
		c->ended_ms = 0;
		c->cause[0] = c->note[0] = '\0';
	}
	oh_board_set_far(b, c, oh_member_str(o, "number"), o);
	if (oh_member_str(o, "from"))
		oh_board_number(c->ours, sizeof(c->ours),
				oh_member_str(o, "from"));
	(void)oh_member_copy(c->trunk, sizeof(c->trunk), o, "trunk");
}

static void on_incoming(struct oh_board *b, struct board_entry *e,
			const cJSON *o, uint64_t now_ms)
{
	struct oh_board_call *c = &e->c;

	(void)now_ms;
	c->incoming = true;
	if (c->state == OH_BOARD_ENDED)
		return;
	forward(c, OH_BOARD_RINGING);
	oh_board_set_far(b, c, oh_member_str(o, "number"), o);
	if (oh_member_str(o, "uri"))
		oh_board_number(c->ours, sizeof(c->ours),
				oh_member_str(o, "uri"));
	(void)oh_member_copy(c->trunk, sizeof(c->trunk), o, "trunk");
}

static void on_ringing(struct oh_board *b, struct board_entry *e,
		       const cJSON *o, uint64_t now_ms)
{
	(void)b;
	(void)o;
	(void)now_ms;
	forward(&e->c, OH_BOARD_RINGING);
}

static void on_progress(struct oh_board *b, struct board_entry *e,
			const cJSON *o, uint64_t now_ms)
{
	(void)b;
	(void)o;
	(void)now_ms;
	forward(&e->c, OH_BOARD_EARLY);
}

static void on_codec(struct oh_board *b, struct board_entry *e,
		     const cJSON *o, uint64_t now_ms)
{
	(void)b;
	(void)now_ms;
	(void)oh_member_copy(e->c.codec, sizeof(e->c.codec), o, "codec");
}

/* "null", as text or not: in the clear from now on */
static void on_secured(struct oh_board *b, struct board_entry *e,
		       const cJSON *o, uint64_t now_ms)
{
	const char *srtp = oh_member_str(o, "srtp");

	(void)b;
	(void)now_ms;
	if (!srtp || 0 == strcmp(srtp, "null"))
		srtp = "";
	(void)oh_safe_text(e->c.srtp, sizeof(e->c.srtp), srtp, false);
}

static void on_answered(struct oh_board *b, struct board_entry *e,
			const cJSON *o, uint64_t now_ms)
{
	struct oh_board_call *c = &e->c;

	if (c->state == OH_BOARD_ENDED)
		return;
	forward(c, OH_BOARD_UP);
	if (!c->answered_ms)
		c->answered_ms = now_ms ? now_ms : 1;
	on_codec(b, e, o, now_ms);
	(void)oh_member_copy(c->srtp, sizeof(c->srtp), o, "srtp");
	(void)oh_member_copy(c->tls, sizeof(c->tls), o, "tls");
}

static void set_held(struct oh_board_call *c, const cJSON *o, bool held)
{
	const char *by = oh_member_str(o, "by");

	if (by && 0 == strcmp(by, "them"))
		c->held_by_them = held;
	else
		c->held_by_us = held;
	if (c->state == OH_BOARD_UP || c->state == OH_BOARD_HELD)
		c->state = c->held_by_us || c->held_by_them ? OH_BOARD_HELD
							    : OH_BOARD_UP;
}

static void on_held(struct oh_board *b, struct board_entry *e,
		    const cJSON *o, uint64_t now_ms)
{
	(void)b;
	(void)now_ms;
	set_held(&e->c, o, true);
}

static void on_resumed(struct oh_board *b, struct board_entry *e,
		       const cJSON *o, uint64_t now_ms)
{
	(void)b;
	(void)now_ms;
	set_held(&e->c, o, false);
}

/* The last that fit are kept; only keys are */
static void add_digits(char *buf, size_t size, const char *digits)
{
	for (; digits && *digits; digits++) {
		size_t len = strlen(buf);

		if (!strchr("0123456789*#ABCD,wW", *digits))
			continue;
		if (len + 1 >= size) {
			memmove(buf, &buf[1], len);
			len--;
		}
		buf[len]     = *digits;
		buf[len + 1] = '\0';
	}
}

static void on_digit(struct oh_board *b, struct board_entry *e,
		     const cJSON *o, uint64_t now_ms)
{
	(void)b;
	(void)now_ms;
	add_digits(e->c.digits_in, sizeof(e->c.digits_in),
		   oh_member_str(o, "digit"));
}

static void on_sent(struct oh_board *b, struct board_entry *e,
		    const cJSON *o, uint64_t now_ms)
{
	(void)b;
	(void)now_ms;
	add_digits(e->c.digits_out, sizeof(e->c.digits_out),
		   oh_member_str(o, "digits"));
}

static void on_recording(struct oh_board *b, struct board_entry *e,
			 const cJSON *o, uint64_t now_ms)
{
	(void)b;
	(void)o;
	(void)now_ms;
	e->c.recording = e->c.state != OH_BOARD_ENDED;
}

static void on_recorded(struct oh_board *b, struct board_entry *e,
			const cJSON *o, uint64_t now_ms)
{
	(void)b;
	(void)o;
	(void)now_ms;
	e->c.recording = false;
}

static void on_ended(struct oh_board *b, struct board_entry *e,
		     const cJSON *o, uint64_t now_ms)
{
	const char *cause = oh_member_str(o, "cause");

	(void)b;
	oh_board_end(e, cause ? cause : "", now_ms);
}

static const struct row rowv[] = {
	{ "dialing",     on_dialing },
	{ "incoming",    on_incoming },
	{ "ringing",     on_ringing },
	{ "progress",    on_progress },
	{ "answered",    on_answered },
	{ "codec",       on_codec },
	{ "secured",     on_secured },
	{ "held",        on_held },
	{ "resumed",     on_resumed },
	{ "digit",       on_digit },
	{ "sent-digits", on_sent },
	{ "recording",   on_recording },
	{ "recorded",    on_recorded },
	{ "ended",       on_ended },
};

/* "2026-01-02T03:04:05.678+01:00"; 0: it is none */
static uint64_t read_time(const char *text)
{
	unsigned ms, h, m;
	struct tm tm = { .tm_isdst = 0 };
	char sign;
	int64_t s;

	if (!text || sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%3u%c%2u:%2u",
			    &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
			    &tm.tm_min, &tm.tm_sec, &ms, &sign, &h, &m) != 10)
		return 0;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	s = (int64_t)timegm(&tm) -
		(sign == '-' ? -1 : 1) * (int64_t)(h * 3600 + m * 60);

	return s > 0 ? (uint64_t)s * 1000000 + ms * 1000 : 0;
}

static void keep(struct oh_board *b, struct oh_board_call *c,
		 const cJSON *o)
{
	const char *who = c ? *c->name ? c->name : c->number : NULL;
	uint64_t wall_us = read_time(oh_member_str(o, "time"));
	char number[OH_BOARD_TEXT], line[160];
	struct oh_board_log *l;
	bool alert;

	oh_board_number(number, sizeof(number), oh_member_str(o, "number") ?
			oh_member_str(o, "number") : "");
	if (!oh_telling_print(line, sizeof(line), o, who ? who : number,
			      &alert))
		return;
	l = oh_board_write(b, alert, line);
	if (wall_us)
		l->wall_us = wall_us;
	if (c) {
		str_ncpy(l->call, c->id, sizeof(l->call));
		if (alert)
			(void)oh_safe_text(c->note, sizeof(c->note), line,
					   false);
	}
}

static bool begins_call(const char *type)
{
	return 0 == strcmp(type, "dialing") || 0 == strcmp(type, "incoming");
}

/**
 * Read an event
 *
 * @param b      Board
 * @param peer   Process
 * @param o      Event
 * @param now_ms Monotonic [ms]
 *
 * @return Whether something that is shown has changed
 */
bool oh_board_event(struct oh_board *b, uint32_t peer, const cJSON *o,
		    uint64_t now_ms)
{
	const char *type = oh_member_str(o, "event");
	const char *id = oh_member_str(o, "call");
	struct board_entry *e = NULL;
	uint64_t serial = b->serial;
	bool changed = false;

	if (id && type)
		e = begins_call(type) ? oh_board_put(b, peer, id, now_ms)
				      : oh_board_get(b, peer, id);
	for (size_t i = 0; e && i < ARRAY_SIZE(rowv); i++) {
		if (0 == strcmp(rowv[i].event, type)) {
			rowv[i].h(b, e, o, now_ms);
			changed = true;
		}
	}
	keep(b, e ? &e->c : NULL, o);

	return changed || b->serial != serial;
}
