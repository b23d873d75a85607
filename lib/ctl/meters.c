/**
 * @file meters.c  How loud the calls of a process are, told as they go on
 */
#include <errno.h>
#include "base/clock.h"
#include "base/id.h"
#include "action/meeting.h"
#include "ctl/meters.h"
#include "ctl/server_priv.h"

enum {
	MEASURE_US  = 1000000,
	SOON_US     = 2000,       /* too soon to wait for                  */
	ROOM        = 320,        /* of one call in a line [bytes]         */
	BACKLOG_MAX = 64 * 1024,  /* who does not read gets no more of it  */
};

/** How loud, for one client */
struct level {
	double us, them;
};

/** One call that is metered */
struct entry {
	struct le    le;
	char         id[OH_ID_SIZE];
	bool         on;
	struct level levelv[OH_METERS_CLIENTS_MAX];
};

/** One client, conn NULL: nobody */
struct slot {
	struct ctl_conn *conn;
	uint64_t         every_us;
	uint64_t         due_us;
};

struct ctl_meters {
	struct oh_ctl *ctl;
	struct tmr     tmr;
	struct slot    slotv[OH_METERS_CLIENTS_MAX];
	struct list    entryl;      /* in the order of the calls          */
	uint64_t       measure_us;  /* when their quality is asked for    */
};

static void entry_destructor(void *arg)
{
	struct entry *e = arg;

	list_unlink(&e->le);
}

static void meters_destructor(void *arg)
{
	struct ctl_meters *m = arg;
	const struct oh_live *lv = NULL;

	tmr_cancel(&m->tmr);
	list_flush(&m->entryl);
	while ((lv = oh_calls_next(m->ctl->prm.calls, lv))) {
		struct oh_stream *st = oh_call_stream(oh_live_call(lv));

		if (st)
			(void)oh_stream_meter(st, false);
	}
}

/* ---------------------------------------------------------------- looking */

static struct entry *entry_of(const struct le *le)
{
	return le ? le->data : NULL;
}

static void calm(struct level *l)
{
	l->us = l->them = OH_STREAM_SILENCE_DBOV;
}

/* Calls begin as the last of all */
static struct entry *begin(struct ctl_meters *m, const char *id)
{
	struct entry *e = mem_zalloc(sizeof(*e), entry_destructor);

	if (!e)
		return NULL;
	str_ncpy(e->id, id, sizeof(e->id));
	for (size_t i = 0; i < OH_METERS_CLIENTS_MAX; i++)
		calm(&e->levelv[i]);
	list_append(&m->entryl, &e->le, e);

	return e;
}

/* The entry of the next call. Both lists have one order, so that an entry
   which is not its is that of a call which has gone. */
static struct entry *follow(struct ctl_meters *m, struct entry *at,
			    const char *id)
{
	while (at && strcmp(at->id, id)) {
		struct entry *next = entry_of(at->le.next);

		mem_deref(at);
		at = next;
	}
	return at ? at : begin(m, id);
}

static void look_at(struct entry *e, struct oh_call *call, bool measure)
{
	struct oh_stream *st = oh_call_stream(call);
	double us, them;

	if (!st)
		return;
	if (!e->on)
		e->on = 0 == oh_stream_meter(st, true);
	oh_stream_levels(st, &us, &them);
	for (size_t i = 0; i < OH_METERS_CLIENTS_MAX; i++) {
		e->levelv[i].us   = max(e->levelv[i].us, us);
		e->levelv[i].them = max(e->levelv[i].them, them);
	}
	if (measure)
		oh_call_measure(call);
}

static void look(struct ctl_meters *m, uint64_t now_us)
{
	bool measure = now_us >= m->measure_us;
	struct entry *at = entry_of(list_head(&m->entryl));
	const struct oh_live *lv = NULL;

	if (measure)
		m->measure_us = now_us + MEASURE_US;
	while ((lv = oh_calls_next(m->ctl->prm.calls, lv))) {
		struct oh_call *call = oh_live_call(lv);
		struct entry *e = follow(m, at, oh_call_id(call));

		if (!e)
			return;
		look_at(e, call, measure);
		at = entry_of(e->le.next);
	}
	while (at) {
		struct entry *next = entry_of(at->le.next);

		mem_deref(at);
		at = next;
	}
}

/* ---------------------------------------------------------------- telling */

static int print_quality(struct re_printf *pf, const struct oh_call *call)
{
	struct oh_call_measured q;
	int err;

	if (!oh_call_measured(call, &q))
		return 0;
	err = re_hprintf(pf, ",\"mos\":%.2f,\"loss\":%.1f,\"jitter\":%.1f",
			 q.mos, q.loss_pct, q.jitter_ms);
	if (!err && q.rtt_ms >= 0.0)
		err = re_hprintf(pf, ",\"rtt\":%.1f", q.rtt_ms);

	return err;
}

static const char *word(bool is)
{
	return is ? "true" : "false";
}

static int print_joined(struct re_printf *pf, const struct oh_live *lv)
{
	const char *id = oh_meeting_id(lv);

	return id ? re_hprintf(pf, ",\"joined\":\"%s\"", id) : 0;
}

/* An id is a UUID of ours: there is nothing in it to be escaped */
static int print_call(struct mbuf *mb, const struct ctl_meters *m,
		      const struct oh_live *lv, const struct level *l)
{
	const struct oh_ask_owner *owner = &m->ctl->owner;
	const struct oh_call *call = oh_live_call(lv);
	char text[ROOM];

	if (re_snprintf(text, sizeof(text), "{\"call\":\"%s\",\"us\":%.1f,"
			"\"them\":%.1f%H%H,\"muted\":%s,\"recording\":%s%s%s}",
			oh_call_id(call), l->us, l->them, print_quality, call,
			print_joined, lv,
			word(oh_stream_is_muted(oh_call_stream(call))),
			word(oh_call_recording(call)),
			owner->talkingh ? ",\"talking\":" : "",
			owner->talkingh ? word(owner->talkingh(lv, owner->arg))
					: "") < 0)
		return ENOMEM;

	return mbuf_write_str(mb, text);
}

static int print_line(struct mbuf *mb, struct ctl_meters *m, size_t slot)
{
	struct entry *e = entry_of(list_head(&m->entryl));
	const struct oh_live *lv = NULL;
	int err = mbuf_write_str(mb, "{\"event\":\"meters\",\"calls\":[");

	/* Looked at just now: each call has its entry, in the same order */
	while (!err && e && (lv = oh_calls_next(m->ctl->prm.calls, lv))) {
		if (e->le.prev)
			err = mbuf_write_u8(mb, ',');
		if (!err)
			err = print_call(mb, m, lv, &e->levelv[slot]);
		calm(&e->levelv[slot]);
		e = entry_of(e->le.next);
	}
	if (!err)
		err = mbuf_write_str(mb, "]}");

	return err ? err : mbuf_write_u8(mb, '\0');
}

static void tell(struct ctl_meters *m, size_t i)
{
	struct ctl_conn *conn = m->slotv[i].conn;
	struct mbuf *mb;

	if (mbuf_get_left(conn->tx) > BACKLOG_MAX)
		return;
	mb = mbuf_alloc(ROOM);
	if (mb && !print_line(mb, m, i))
		oh_ctl_conn_send(conn, (char *)mb->buf);
	mem_deref(mb);
}

/* ------------------------------------------------------------------- time */

static void tick(void *arg);

/* When the next of them is due */
static void arm(struct ctl_meters *m, uint64_t now_us)
{
	uint64_t due_us = UINT64_MAX;

	for (size_t i = 0; i < OH_METERS_CLIENTS_MAX; i++) {
		if (m->slotv[i].conn)
			due_us = min(due_us, m->slotv[i].due_us);
	}
	due_us = due_us > now_us ? due_us - now_us : 0;
	tmr_start(&m->tmr, due_us / 1000 + 1, tick, m);
}

static void tick(void *arg)
{
	struct ctl_meters *m = arg;
	uint64_t now_us = oh_clock_us();

	look(m, now_us);
	for (size_t i = 0; i < OH_METERS_CLIENTS_MAX; i++) {
		struct slot *s = &m->slotv[i];

		if (!s->conn || s->due_us > now_us + SOON_US)
			continue;
		s->due_us += s->every_us;
		if (s->due_us < now_us + SOON_US)     /* we were late */
			s->due_us = now_us + s->every_us;
		tell(m, i);
	}
	arm(m, now_us);
}

/* ---------------------------------------------------------------- clients */

static struct slot *find(struct ctl_meters *m, const struct ctl_conn *conn)
{
	for (size_t i = 0; i < OH_METERS_CLIENTS_MAX; i++) {
		if (m->slotv[i].conn == conn)
			return &m->slotv[i];
	}
	return NULL;
}

static int open_meters(struct oh_ctl *ctl)
{
	struct ctl_meters *m = mem_zalloc(sizeof(*m), meters_destructor);

	if (!m)
		return ENOMEM;
	m->ctl = ctl;
	tmr_init(&m->tmr);
	ctl->meters = m;

	return 0;
}

/**
 * Tell a client from now on, or at another pace
 *
 * @param ctl      Server
 * @param conn     Client, until it leaves
 * @param every_ms How often [ms]
 *
 * @return 0, EBUSY: too many want to know, ENOMEM
 */
int oh_meters_join(struct oh_ctl *ctl, struct ctl_conn *conn,
		   uint32_t every_ms)
{
	uint64_t now_us = oh_clock_us();
	struct slot *s;
	int err = ctl->meters ? 0 : open_meters(ctl);

	if (err)
		return err;
	s = find(ctl->meters, conn);
	if (!s)
		s = find(ctl->meters, NULL);
	if (!s)
		return EBUSY;
	s->conn     = conn;
	s->every_us = 1000ull * every_ms;
	s->due_us   = now_us + s->every_us;
	look(ctl->meters, now_us);
	arm(ctl->meters, now_us);

	return 0;
}

/**
 * Tell it no more
 *
 * @param ctl  Server
 * @param conn Client; no harm if it was not told
 */
void oh_meters_leave(struct oh_ctl *ctl, const struct ctl_conn *conn)
{
	struct slot *s = ctl->meters ? find(ctl->meters, conn) : NULL;

	if (!s)
		return;
	s->conn = NULL;
	for (size_t i = 0; i < OH_METERS_CLIENTS_MAX; i++) {
		if (ctl->meters->slotv[i].conn)
			return;
	}
	ctl->meters = mem_deref(ctl->meters);
}
