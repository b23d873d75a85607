/**
 * @file boardread.c  Lists of calls, levels, and the phone itself
 */
#include <math.h>
#include "base/compat.h"
#include "phone/board_priv.h"
#include "phone/member.h"
#include "phone/safe.h"

enum { MOS_EVERY_MS = 1000 };

#define LONGEST_S  1e9        /* ages [s]; more is cut */
#define SILENCE_DB (-127.0)

/**
 * Write a number as people know it
 *
 * @param buf  Receives it: of a SIP URI the user
 * @param size Its size [bytes]
 * @param text As it was told
 */
void oh_board_number(char *buf, size_t size, const char *text)
{
	char user[OH_BOARD_TEXT];
	const char *from = strchr(text, ':');

	if (from && (0 == strncasecmp(text, "sip:", 4) ||
		     0 == strncasecmp(text, "sips:", 5)))
		text = from + 1;
	else
		from = NULL;
	str_ncpy(user, text, sizeof(user));
	if (from)
		user[strcspn(user, "@;?")] = '\0';
	(void)oh_safe_text(buf, size, user, false);
}

/** The far end: a contact's name goes before what they say of themselves */
void oh_board_set_far(struct oh_board *b, struct oh_board_call *c,
		      const char *number, const cJSON *o)
{
	char name[OH_BOARD_TEXT] = "";

	if (number) {
		oh_board_number(c->number, sizeof(c->number), number);
		(void)oh_safe_text(c->again, sizeof(c->again), number, false);
	}
	if (b->nameh && *c->number)
		b->nameh(name, sizeof(name), c->number, b->arg);
	if (*name)
		(void)oh_safe_text(c->name, sizeof(c->name), name, false);
	else
		(void)oh_member_copy(c->name, sizeof(c->name), o, "name");
}

static uint64_t time_ago(const cJSON *o, const char *name, uint64_t now_ms)
{
	double s = oh_member_num(o, name, 0.0, LONGEST_S, -1.0);
	uint64_t ms = s < 0.0 ? 0 : (uint64_t)(s * 1e3);

	return s < 0.0 ? 0 : ms < now_ms ? now_ms - ms : 1;
}

static bool find_state(enum oh_board_state *statep, const char *name)
{
	for (int i = 0; name && i < OH_BOARD_ENDED; i++) {
		if (0 == strcmp(name, oh_board_state_name(i))) {
			*statep = i;
			return true;
		}
	}

	return false;
}

/* A list knows that it is held, not by whom: that was told by an event */
static void read_state(struct oh_board_call *c, const char *name)
{
	enum oh_board_state state;

	if (!find_state(&state, name))
		return;
	c->ended_ms = 0;
	c->cause[0] = '\0';
	c->state    = state;
	if (state != OH_BOARD_HELD)
		c->held_by_us = c->held_by_them = false;
}

/* Told as long as it is so */
static void read_joined(struct oh_board_call *c, const cJSON *o)
{
	c->joined[0] = '\0';
	(void)oh_member_copy(c->joined, sizeof(c->joined), o, "joined");
}

static void read_listed(struct oh_board *b, struct board_entry *e,
			const cJSON *o, uint64_t now_ms)
{
	struct oh_board_call *c = &e->c;
	const char *way = oh_member_str(o, "direction");
	const char *from = oh_member_str(o, "from");
	const char *to = oh_member_str(o, "to");
	uint64_t ms;

	c->incoming = way && 0 == strcmp(way, "in");
	read_state(c, oh_member_str(o, "state"));
	oh_board_set_far(b, c, c->incoming ? from : to, o);
	if (c->incoming ? to : from)
		oh_board_number(c->ours, sizeof(c->ours),
				c->incoming ? to : from);
	(void)oh_member_copy(c->trunk, sizeof(c->trunk), o, "trunk");
	(void)oh_member_copy(c->codec, sizeof(c->codec), o, "codec");
	(void)oh_member_copy(c->srtp, sizeof(c->srtp), o, "srtp");
	(void)oh_member_copy(c->tls, sizeof(c->tls), o, "tls");
	(void)oh_member_flag(&c->muted, o, "muted");
	(void)oh_member_flag(&c->recording, o, "recording");
	(void)oh_member_flag(&c->talking, o, "talking");
	read_joined(c, o);
	ms = time_ago(o, "age", now_ms);
	/* rounded, and under way for a while: none begins later for it */
	c->began_ms    = ms ? MIN(ms, c->began_ms) : c->began_ms;
	ms = time_ago(o, "answered", now_ms);
	c->answered_ms = ms ? ms : c->answered_ms;
}

/* What is not in the list of its process is no more */
static void end_unlisted(struct oh_board *b, uint32_t peer, uint64_t now_ms)
{
	for (size_t i = 0; i < b->callc; i++) {
		if (b->callv[i]->c.peer == peer && !b->callv[i]->listed)
			oh_board_end(b->callv[i], "", now_ms);
	}
}

static void read_list(struct oh_board *b, uint32_t peer, const cJSON *list,
		      uint64_t now_ms)
{
	const cJSON *o;

	for (size_t i = 0; i < b->callc; i++)
		b->callv[i]->listed = false;
	cJSON_ArrayForEach(o, list) {
		const char *id = oh_member_str(o, "call");
		struct board_entry *e = id ?
			oh_board_put(b, peer, id, now_ms) : NULL;

		if (!e)
			continue;
		e->listed = true;
		read_listed(b, e, o, now_ms);
	}
	end_unlisted(b, peer, now_ms);
}

static void read_quality(struct board_entry *e, const cJSON *o,
			 uint64_t now_ms)
{
	struct oh_board_quality *q = &e->c.quality;
	double mos = oh_member_num(o, "mos", 1.0, 5.0, 0.0);

	if (mos <= 0.0)
		return;
	q->known     = true;
	q->mos       = mos;
	q->loss_pct  = oh_member_num(o, "loss", 0.0, 100.0, q->loss_pct);
	q->jitter_ms = oh_member_num(o, "jitter", 0.0, 1e6, q->jitter_ms);
	q->rtt_ms    = oh_member_num(o, "rtt", 0.0, 1e6, q->rtt_ms);
	if (e->mos_ms && now_ms < e->mos_ms + MOS_EVERY_MS)
		return;
	e->mos_ms = now_ms;
	e->c.mosv[e->c.mosc++ % OH_BOARD_MOS_MAX] = (float)mos;
}

static bool read_meter(struct oh_board *b, uint32_t peer, const cJSON *o,
		       uint64_t now_ms)
{
	const char *id = oh_member_str(o, "call");
	struct board_entry *e = id ? oh_board_get(b, peer, id) : NULL;
	struct oh_board_call *c;

	if (!e || e->c.state == OH_BOARD_ENDED)
		return false;
	c = &e->c;
	c->us_db   = oh_member_num(o, "us", SILENCE_DB, 0.0, SILENCE_DB);
	c->them_db = oh_member_num(o, "them", SILENCE_DB, 0.0, SILENCE_DB);
	(void)oh_member_flag(&c->muted, o, "muted");
	(void)oh_member_flag(&c->recording, o, "recording");
	(void)oh_member_flag(&c->talking, o, "talking");
	read_joined(c, o);
	read_quality(e, o, now_ms);

	return true;
}

static bool read_meters(struct oh_board *b, uint32_t peer, const cJSON *o,
			uint64_t now_ms)
{
	const cJSON *m, *list = cJSON_GetObjectItemCaseSensitive(o, "calls");
	bool changed = false;

	cJSON_ArrayForEach(m, list)
		changed |= read_meter(b, peer, m, now_ms);

	return changed;
}

static uint32_t read_texts(char v[][OH_BOARD_TEXT], const cJSON *o,
			   const char *name)
{
	const cJSON *m, *list = cJSON_GetObjectItemCaseSensitive(o, name);
	uint32_t n = 0;

	if (!cJSON_IsArray(list))
		return 0;
	cJSON_ArrayForEach(m, list) {
		const char *s = cJSON_GetStringValue(m);

		if (s && *s && n < OH_BOARD_LIST_MAX)
			(void)oh_safe_text(v[n++], OH_BOARD_TEXT, s, false);
	}

	return n;
}

/* A name alone, or the first of a list */
static void read_uri(struct oh_board_phone *p, const cJSON *o)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(o, "uri");
	const char *s = cJSON_GetStringValue(
		cJSON_IsArray(m) ? cJSON_GetArrayItem(m, 0) : m);

	(void)oh_safe_text(p->uri, sizeof(p->uri), s ? s : "", false);
}

static void read_talking(struct oh_board *b, uint32_t peer, const cJSON *list)
{
	const cJSON *m;

	if (!cJSON_IsArray(list))
		return;
	for (size_t i = 0; i < b->callc; i++) {
		if (b->callv[i]->c.peer == peer)
			b->callv[i]->c.talking = false;
	}
	cJSON_ArrayForEach(m, list) {
		const char *id = cJSON_GetStringValue(m);
		struct board_entry *e = id ? oh_board_get(b, peer, id) : NULL;

		if (e && e->c.state != OH_BOARD_ENDED)
			e->c.talking = true;
	}
}

/* Told once, and when it is over */
static void read_records(struct oh_board *b, const cJSON *o)
{
	struct oh_board_phone *p = &b->phone;
	char was[sizeof(p->records_fault)], text[256];

	str_ncpy(was, p->records_fault, sizeof(was));
	p->records_fault[0] = '\0';
	(void)oh_member_copy(p->records_fault, sizeof(p->records_fault), o,
			     "records_fault");
	if (0 == strcmp(was, p->records_fault))
		return;
	if (*p->records_fault)
		(void)snprintf(text, sizeof(text), "no call records are "
			       "written: %s", p->records_fault);
	else
		str_ncpy(text, "call records are written again", sizeof(text));
	oh_board_say(b, *p->records_fault, text);
}

static bool read_phone(struct oh_board *b, uint32_t peer, const cJSON *o)
{
	struct oh_board_phone *p = &b->phone;
	char was[sizeof(p->handset_state)];

	if (!p->here || p->peer != peer)
		return false;
	str_ncpy(was, p->handset_state, sizeof(was));
	p->number[0] = p->trunk[0] = p->handset_why[0] = '\0';
	(void)oh_member_copy(p->number, sizeof(p->number), o, "number");
	(void)oh_member_copy(p->trunk, sizeof(p->trunk), o, "trunk");
	read_uri(p, o);
	(void)oh_member_copy(p->handset, sizeof(p->handset), o, "handset");
	(void)oh_member_copy(p->handset_state, sizeof(p->handset_state), o,
			     "handset_state");
	(void)oh_member_copy(p->handset_why, sizeof(p->handset_why), o,
			     "handset_why");
	(void)oh_member_flag(&p->dnd, o, "dnd");
	(void)oh_member_flag(&p->muted, o, "muted");
	p->screens = (uint32_t)oh_member_num(o, "screens", 0, 1e6, 0);
	p->trunkc  = read_texts(p->trunkv, o, "trunks");
	p->ownc    = read_texts(p->ownv, o, "numbers");
	read_talking(b, peer, cJSON_GetObjectItemCaseSensitive(o, "talking"));
	read_records(b, o);
	if (0 != strcmp(was, p->handset_state))
		(void)oh_board_event(b, peer, o, 0);

	return true;
}

/**
 * Read a line of a process
 *
 * @param b      Board
 * @param peer   Number of the process
 * @param o      An event, a reply of "list" or of "status"; others are passed
 *               over
 * @param now_ms Monotonic [ms]
 *
 * @return Whether something that is shown has changed
 */
bool oh_board_line(struct oh_board *b, uint32_t peer, const cJSON *o,
		   uint64_t now_ms)
{
	const char *type = oh_member_str(o, "event");
	const cJSON *calls = cJSON_GetObjectItemCaseSensitive(o, "calls");

	if (!cJSON_IsObject(o) || !oh_board_peer(b, peer))
		return false;
	if (type && 0 == strcmp(type, "meters"))
		return read_meters(b, peer, o, now_ms);
	if (type && 0 == strcmp(type, "phone"))
		return read_phone(b, peer, o);
	if (type)
		return oh_board_event(b, peer, o, now_ms);
	if (cJSON_IsArray(calls)) {
		read_list(b, peer, calls, now_ms);
		return true;
	}

	return cJSON_HasObjectItem(o, "handset_state") &&
		read_phone(b, peer, o);
}
