/**
 * @file mixer.c  A room's half on the media thread: who is in it, and passes
 *
 * Sums are of 32 bits and become samples again, cut at full scale, when one
 * hears them. Who is silent is left out of the sum, for a room is mostly
 * silent: of fifty one speaks, and forty-nine hear the same.
 */
#include "media/engine_priv.h"
#include "media/mixer.h"
#include "media/relay.h"

enum {
	TURN_TICKS  = OH_JITTER_TURN_MS / OH_PACER_TICK_MS,
	TURN_US     = OH_JITTER_TURN_MS * 1000,
	BEHIND_MAX  = 3,        /* turns; who is later begins anew           */
	CALM_PASSES = 150,      /* 3 s: somewhere in them there is a pause   */
	WAIT_MAX    = 4,        /* turns until it is heard whom one heard    */
};

static void destructor(void *arg)
{
	struct oh_mixer *mx = arg;

	for (size_t i = 0; i < OH_MIXER_SHARES; i++) {
		oh_ear_reset(&mx->sharev[i].out);
		oh_mouth_reset(&mx->sharev[i].mouth);
	}
}

/**
 * Make a mixer (main loop)
 *
 * @param mp  Receives it; given to the media thread by its message
 * @param eng Engine, borrowed: its thread goes on until the mixer has ended
 *
 * @return 0, ENOMEM
 */
int oh_mixer_alloc(struct oh_mixer **mp, struct oh_engine *eng)
{
	struct oh_mixer *mx = mem_zalloc(sizeof(*mx), destructor);

	if (!mx)
		return ENOMEM;
	mx->eng      = eng;
	mx->msg.kind = OH_MSG_ROOM_END;
	atomic_fetch_add(&eng->sessions, 1);
	*mp = mx;

	return 0;
}

/* ----------------------------------------------------- relay, mix, relay */

static struct oh_member *member(const struct le *le)
{
	return le ? le->data : NULL;
}

/* What one hears goes on where the relay left it, with the next sample:
   so it waits until the other has been heard in a pass. */
static void wait_for(struct oh_member *m, const struct oh_member *other)
{
	m->waited = 0;
	m->after  = oh_relay_is_live(m->msg.ses) && other ? other->msg.ses
							  : NULL;
}

static void start_mix(struct oh_mixer *mx)
{
	struct oh_member *a = member(mx->memberl.head);
	struct oh_member *b = a ? member(a->le.next) : NULL;

	for (struct oh_member *m = a; m; m = member(m->le.next))
		m->begun = false;
	if (mx->mode == OH_MIXER_RELAY && b) {
		wait_for(a, b);
		wait_for(b, a);
	}
	mx->tick  = oh_engine_tick(mx->eng);
	mx->at_us = mx->eng->now_us;
}

static void start_relay(struct oh_mixer *mx)
{
	struct oh_member *a = member(mx->memberl.head);
	struct oh_member *b = member(mx->memberl.tail);

	mx->calming = false;
	mx->mode    = OH_MIXER_RELAY;
	oh_jitter_reset(&a->jitter);
	oh_jitter_reset(&b->jitter);
	oh_relay_join(a->msg.ses, b->msg.ses);
}

static enum oh_mixer_mode wanted(const struct oh_mixer *mx)
{
	const struct oh_member *a = member(mx->memberl.head);
	const struct oh_member *b = member(mx->memberl.tail);

	if (!a || a == b)
		return OH_MIXER_IDLE;
	if (&a->le == b->le.prev && a->role == OH_ROOM_TALK &&
	    b->role == OH_ROOM_TALK)
		return OH_MIXER_RELAY;
	return OH_MIXER_MIX;
}

/* Who are in the room, or as what, has changed. */
static void arrange(struct oh_mixer *mx)
{
	enum oh_mixer_mode mode = wanted(mx);

	mx->calming = mode == OH_MIXER_RELAY && mx->mode == OH_MIXER_MIX;
	mx->calm_pass = mx->pass + CALM_PASSES;
	if (mode == mx->mode || mx->calming)
		return;
	if (mode == OH_MIXER_RELAY) {
		start_relay(mx);
		return;
	}
	if (mode == OH_MIXER_MIX)
		start_mix(mx);
	if (mx->mode == OH_MIXER_RELAY)
		oh_relay_part(member(mx->memberl.head)->msg.ses);
	mx->mode = mode;
}

/* ------------------------------------------------------ entering, leaving */

static bool is_in(const struct oh_session *s, const struct oh_mixer *mx)
{
	return s && s->member && s->member->mixer == mx;
}

/**
 * Have a session enter a room, or be another in it
 *
 * @param m Member, given
 */
void oh_mixer_enter(struct oh_member *m)
{
	struct oh_session *s = m->msg.ses;
	struct oh_member *old = s->member;

	if (m->id <= s->wish.leave_id) {
		oh_session_home(&m->msg);
		return;
	}
	if (!is_in(m->to, m->mixer))
		m->to = NULL;
	if (is_in(s, m->mixer)) {
		old->id   = m->id;
		old->role = m->role;
		old->to   = m->to;
		oh_session_home(&m->msg);
	}
	else {
		oh_mixer_leave(s);
		oh_relay_part(s);
		s->member = m;
		list_append(&m->mixer->memberl, &m->le, m);
	}
	arrange(s->member->mixer);
}

/**
 * Leave the room, if it is in one
 *
 * @param s Session
 */
void oh_mixer_leave(struct oh_session *s)
{
	struct oh_member *m = s->member;
	struct oh_mixer *mx;
	struct le *le;

	if (!m)
		return;
	mx = m->mixer;
	if (mx->mode == OH_MIXER_RELAY) {
		oh_relay_part(s);
		mx->mode = OH_MIXER_IDLE;
	}
	list_unlink(&m->le);
	s->member = NULL;
	LIST_FOREACH(&mx->memberl, le) {
		struct oh_member *o = le->data;

		o->to    = o->to == s ? NULL : o->to;
		o->after = o->after == s ? NULL : o->after;
	}
	arrange(mx);
	oh_session_home(&m->msg);
}

/**
 * Have all leave, and end
 *
 * @param mx Mixer, given
 */
void oh_mixer_end(struct oh_mixer *mx)
{
	struct oh_engine *eng = mx->eng;

	while (mx->memberl.head)
		oh_mixer_leave(member(mx->memberl.head)->msg.ses);
	mem_deref(mx);
	atomic_fetch_sub(&eng->sessions, 1);
}

/* ----------------------------------------------------------------- passes */

static bool is_mixing(const struct oh_session *s)
{
	return s->member && s->member->mixer->mode == OH_MIXER_MIX;
}

/**
 * Take audio of a member
 *
 * @param s      Session
 * @param f      Its format
 * @param rtp    The packet, for the first time
 * @param now_us When it came
 */
void oh_mixer_put(struct oh_session *s, const struct oh_sdp_format *f,
		  const struct oh_rtp *rtp, uint64_t now_us)
{
	int64_t due_us;

	if (!is_mixing(s))
		return;
	due_us = (int64_t)s->member->mixer->at_us + TURN_US;
	oh_jitter_put(&s->member->jitter, f->codec, rtp,
		      due_us - (int64_t)now_us);
}

/**
 * Take comfort noise of a member: it says nothing
 *
 * @param s Session
 */
void oh_mixer_pause(struct oh_session *s)
{
	if (is_mixing(s))
		oh_jitter_pause(&s->member->jitter);
}

/* Nothing of a rate is heard unless one speaks at it, and another hears it. */
static uint32_t rate_of(const struct oh_mixer *mx)
{
	uint32_t first = 0, second = 0, need = 8000;
	struct le *le;

	LIST_FOREACH(&mx->memberl, le) {
		uint32_t hz = oh_member_rate(le->data);

		second = max(second, min(first, hz));
		first  = max(first, hz);
	}
	LIST_FOREACH(&mx->memberl, le) {
		const struct oh_member *m = le->data;
		uint32_t hz = oh_member_rate(m);

		if (m->role != OH_ROOM_LISTEN)
			need = max(need, min(hz, hz == first ? second
							     : first));
	}
	return need;
}

static void drain(struct oh_mixer *mx)
{
	struct le *le;

	LIST_FOREACH(&mx->memberl, le) {
		struct oh_member *m = le->data;

		if (m->msg.ses->remote)
			oh_rx_drain(m->msg.ses);
	}
}

static void sum_up(struct oh_mixer *mx)
{
	size_t n = mx->rate_hz / 1000 * OH_JITTER_TURN_MS;
	struct le *le;

	mx->speakers = 0;
	memset(mx->sumv, 0, n * sizeof(mx->sumv[0]));
	LIST_FOREACH(&mx->memberl, le)
		((struct oh_member *)le->data)->whispered = false;
	LIST_FOREACH(&mx->memberl, le) {
		struct oh_member *m = le->data;

		m->speaks = oh_member_listen(m, mx->rate_hz);
		if (m->speaks && m->to)
			m->to->member->whispered = true;
		if (!m->speaks || m->role != OH_ROOM_TALK)
			continue;
		mx->speakers++;
		for (size_t i = 0; i < n; i++)
			mx->sumv[i] += m->framev[i];
	}
}

static void pass(struct oh_mixer *mx)
{
	struct le *le;

	mx->pass++;
	mx->rate_hz = rate_of(mx);
	sum_up(mx);
	LIST_FOREACH(&mx->memberl, le)
		oh_member_collect(le->data);
}

/**
 * A member has its turn: if a pass is due, it is done
 *
 * @param s    Session that has been negotiated
 * @param tick When its turn was due
 *
 * @return The mixer takes what arrives for it
 */
bool oh_mixer_turn(struct oh_session *s, uint64_t tick)
{
	struct oh_mixer *mx;

	if (!is_mixing(s))
		return false;
	mx = s->member->mixer;
	if (tick < mx->tick + TURN_TICKS)
		return true;
	if (tick > mx->tick + BEHIND_MAX * TURN_TICKS)
		mx->tick = tick - TURN_TICKS;
	mx->at_us = oh_engine_tick_us(mx->eng, tick);
	drain(mx);
	for (; tick >= mx->tick + TURN_TICKS; mx->tick += TURN_TICKS)
		pass(mx);
	if (mx->calming && (!mx->speakers || mx->pass >= mx->calm_pass))
		start_relay(mx);
	return true;
}

/**
 * Shall it say nothing yet? When a relay becomes a mix, what was to follow
 * takes its way through the jitter buffer
 *
 * @param s    Session whose turn it is
 * @param tick When it was due
 */
bool oh_mixer_is_late(struct oh_session *s, uint64_t tick)
{
	struct oh_member *m = s->member;
	uint32_t ptime_ms = s->remote->agreed.ptime_ms;

	if (!is_mixing(s) || !m->after)
		return false;
	if (!m->after->member->begun && ++m->waited < WAIT_MAX)
		return true;
	m->after = NULL;
	/* It follows what was relayed, as if no time had gone by. */
	s->tx.tick = tick - ptime_ms / OH_PACER_TICK_MS;
	return false;
}
