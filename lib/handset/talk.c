/**
 * @file talk.c  Who has the voice: the handset and the calls it is joined with
 *
 * Whatever happens only asks for a look: what is heard, and whether somebody
 * is to be told, is decided when the event is over and all know of it.
 */
#include <errno.h>
#include "handset/talk_priv.h"

enum {
	TONE_MS    = 4000,       /* that of a call that has failed         */
	LINGER_MS  = 5000,       /* until the handset is laid down         */
};

static void destructor(void *arg)
{
	struct oh_talk *t = arg;

	tmr_cancel(&t->tmr);
	tmr_cancel(&t->tmr_tone);
	tmr_cancel(&t->tmr_linger);
	list_flush(&t->memberl);
	oh_talk_forget_meeting(t);
	mem_deref(t->handset);
	mem_deref(t->room);
}

static void member_destructor(void *arg)
{
	struct talk_member *m = arg;

	list_unlink(&m->le);
	oh_call_unwatch(m->call, &m->watch);
}

/* Who is joined with others goes on with them */
static void let_go(struct talk_member *m)
{
	if (!oh_meeting_of(m->live))
		oh_room_leave(oh_call_stream(m->call));
	mem_deref(m);
}

/** A call that has the voice; NULL: it has none */
struct talk_member *oh_talk_find(const struct oh_talk *t,
				 const struct oh_live *lv)
{
	for (struct le *le = list_head(&t->memberl); le; le = le->next) {
		struct talk_member *m = le->data;

		if (m->live == lv)
			return m;
	}

	return NULL;
}

/* --------------------------------------------------------- what is heard */

static bool is_heard(const struct talk_member *m)
{
	return oh_call_is_up(m->call) || oh_call_has_media(m->call);
}

static enum oh_tones pick(const struct oh_talk *t)
{
	uint32_t heard = 0, ringing = 0;

	for (struct le *le = list_head(&t->memberl); le; le = le->next) {
		const struct talk_member *m = le->data;

		heard   += is_heard(m);
		ringing += !is_heard(m) && m->rang &&
			!oh_call_is_leaving(m->call);
	}

	return oh_tones_pick(heard, ringing, t->failed);
}

/* A tone that cannot be made is missed by nobody: the screen tells, too */
static void play(struct oh_talk *t, struct oh_stream *st, enum oh_tones which)
{
	struct oh_prompt *pr = NULL;

	if (which == t->playing)
		return;
	t->playing = which;
	if (which == OH_TONES_NONE)
		oh_stream_stop(st);
	else if (!oh_tones_prompt(&pr, t->prm.prompts, t->country, which))
		(void)oh_stream_play(st, &pr, 1, 0, NULL);
	oh_prompt_unref(pr);
}

/** Nobody has the voice any more */
void oh_talk_drop_all(struct oh_talk *t)
{
	struct le *le;

	t->changed = t->changed || t->memberl.head;
	while ((le = list_head(&t->memberl)))
		let_go(le->data);
	oh_talk_forget_meeting(t);
}

/* The handset that has just come up joins the room */
static void enter(struct oh_talk *t, struct oh_stream *st)
{
	t->stream  = st;
	t->playing = OH_TONES_NONE;
	if (!st)
		return;
	oh_room_mute(st, t->muted);
	if (oh_room_enter(oh_talk_room(t), st, OH_ROOM_TALK, NULL)) {
		oh_handset_lay(t->handset);
		oh_talk_drop_all(t);
	}
}

static void linger(void *arg)
{
	struct oh_talk *t = arg;

	oh_handset_lay(t->handset);
}

/* Nobody is to be rung in vain, or left with an open microphone */
static void rest(struct oh_talk *t)
{
	if (t->memberl.head || t->asked)
		tmr_cancel(&t->tmr_linger);
	else if (oh_handset_state(t->handset) == OH_HANDSET_RINGING)
		oh_handset_lay(t->handset);
	else if (!tmr_isrunning(&t->tmr_linger))
		tmr_start(&t->tmr_linger, LINGER_MS, linger, t);
}

static void settle(void *arg)
{
	struct oh_talk *t = arg;
	struct oh_stream *st;
	bool changed;

	oh_talk_follow(t);
	st = oh_handset_stream(t->handset);
	if (st != t->stream)
		enter(t, st);
	st = oh_handset_stream(t->handset);
	if (st)
		play(t, st, pick(t));
	rest(t);
	changed    = t->changed;
	t->changed = false;
	if (changed && t->prm.changeh)
		t->prm.changeh(t->prm.arg);
}

/** Have it settled, from the loop, what is heard and who is told */
void oh_talk_look(struct oh_talk *t, bool changed)
{
	t->changed = t->changed || changed;
	tmr_start(&t->tmr, 0, settle, t);
}

static void tone_over(void *arg)
{
	struct oh_talk *t = arg;

	t->failed = OH_TONES_NONE;
	oh_talk_look(t, false);
}

/* -------------------------------------------------------------- its keys */

static void send_digits(struct talk_member *m)
{
	if (*m->digits &&
	    EALREADY != oh_call_send_digits(m->call, m->digits))
		m->digits[0] = '\0';
}

/* Two who talk are relayed, events and tones with them; in a mix the tones
   alone are heard. */
static bool is_passed(const struct oh_talk *t, const struct talk_member *m,
		      enum oh_dtmf dtmf)
{
	struct oh_stream_info info;

	oh_stream_info(oh_call_stream(m->call), &info);

	return !t->muted && dtmf == info.dtmf &&
		(dtmf == OH_DTMF_INBAND ||
		 (dtmf == OH_DTMF_EVENT && oh_talk_is_relayed(t)));
}

static void press(struct talk_member *m, char digit)
{
	size_t n = strlen(m->digits);

	if (n >= TALK_DIGITS_MAX)
		return;
	m->digits[n]     = digit;
	m->digits[n + 1] = '\0';
	send_digits(m);
}

static void key_handler(char digit, enum oh_dtmf dtmf, void *arg)
{
	struct oh_talk *t = arg;

	for (struct le *le = list_head(&t->memberl); le; le = le->next) {
		if (!is_passed(t, le->data, dtmf))
			press(le->data, digit);
	}
}

/* ------------------------------------------------------- what calls tell */

static void ended(struct talk_member *m, const struct oh_event *ev)
{
	struct oh_talk *t = m->talk;

	t->failed = oh_tones_of(ev->cause, ev->by, m->answered);
	tmr_start(&t->tmr_tone, TONE_MS, tone_over, t);
	mem_deref(m);
	oh_talk_look(t, true);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct talk_member *m = arg;

	switch (ev->type) {

	case OH_EVENT_RINGING:     m->rang = true; break;
	case OH_EVENT_ANSWERED:    m->answered = true; break;
	case OH_EVENT_SENT_DIGITS: send_digits(m); break;
	case OH_EVENT_ENDED:       ended(m, ev); return;
	default:                   break;
	}
	oh_talk_look(m->talk, false);
}

/* It is about to end, or hears others */
static void look_handler(void *arg)
{
	const struct talk_member *m = arg;

	oh_talk_look(m->talk, false);
}

static void gone_handler(void *arg)
{
	struct talk_member *m = arg;
	struct oh_talk *t = m->talk;

	mem_deref(m);
	oh_talk_look(t, true);
}

/* ----------------------------------------------------------- the handset */

/* Laid down by whoever held it, or broken: nobody has the voice then */
static void state_handler(enum oh_handset_state state, void *arg)
{
	struct oh_talk *t = arg;

	if (state == OH_HANDSET_FAILED || state == OH_HANDSET_DOWN)
		oh_talk_drop_all(t);
	if (state != OH_HANDSET_UP)
		t->stream = NULL;
	t->asked = t->asked && (state == OH_HANDSET_STARTING ||
				state == OH_HANDSET_RINGING);
	oh_talk_look(t, true);
}

/**
 * Make it; nobody has the voice, and the handset lies
 *
 * @param tp  Returned; mem_deref() as of oh_handset_alloc()
 * @param prm What it works with
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_talk_alloc(struct oh_talk **tp, const struct oh_talk_prm *prm)
{
	struct oh_handset_prm hprm;
	struct oh_talk *t;
	int err;

	if (!tp || !prm || !prm->prompts || !prm->country)
		return EINVAL;
	t = mem_zalloc(sizeof(*t), destructor);
	if (!t)
		return ENOMEM;
	tmr_init(&t->tmr);
	tmr_init(&t->tmr_tone);
	tmr_init(&t->tmr_linger);
	t->prm      = *prm;
	str_ncpy(t->country, prm->country, sizeof(t->country));
	hprm        = prm->handset;
	hprm.stateh = state_handler;
	hprm.keyh   = key_handler;
	hprm.eventh = NULL;
	hprm.arg    = t;
	err = oh_handset_alloc(&t->handset, &hprm);
	if (!err)
		err = oh_room_alloc(&t->room, hprm.engine);
	if (err)
		mem_deref(t);
	else
		*tp = t;

	return err;
}

/** The handset, borrowed: to be looked at */
const struct oh_handset *oh_talk_handset(const struct oh_talk *t)
{
	return t->handset;
}

/**
 * Lift the handset for a call that is to follow, as of oh_handset_lift()
 *
 * @param t Talk
 *
 * @return 0, EALREADY, ENXIO, ENOMEM
 */
int oh_talk_lift(struct oh_talk *t)
{
	int err = oh_handset_lift(t->handset);

	if (err)
		return err;
	t->asked = true;
	oh_talk_look(t, true);

	return 0;
}

static int check(const struct oh_talk *t, const struct oh_live *lv)
{
	if (oh_handset_kind(t->handset) == OH_HANDSET_NONE)
		return ENXIO;
	if (!lv || oh_call_is_leaving(oh_live_call(lv)))
		return ENOTCONN;
	if (oh_meeting_is_closed(lv))
		return EALREADY;

	return !oh_talk_find(t, lv) && oh_talk_count(t) >= OH_TALK_CALLS_MAX
		? ERANGE : 0;
}

/** One more that has the voice, wherever it is; NULL: no memory */
struct talk_member *oh_talk_begin(struct oh_talk *t, struct oh_live *lv)
{
	struct talk_member *m = mem_zalloc(sizeof(*m), member_destructor);

	if (!m)
		return NULL;
	m->talk     = t;
	m->live     = lv;
	m->call     = oh_live_call(lv);
	m->rang     = oh_live_state(lv) == OH_LIVE_RINGING &&
		!oh_call_is_incoming(m->call);
	m->answered = oh_call_is_up(m->call);
	m->watch    = (struct oh_call_watch){
		.eventh   = event_handler,
		.leavingh = look_handler,
		.movedh   = look_handler,
		.goneh    = gone_handler,
		.arg      = m,
	};
	oh_call_watch(m->call, &m->watch);
	list_append(&t->memberl, &m->le, m);

	return m;
}

/**
 * Give a call the voice, besides those that have it
 *
 * @param t  Talk
 * @param lv Call, in whatever state but leaving; borrowed until it ends
 *
 * One that is joined with others is heard with them.
 *
 * @return 0; ENXIO: no handset; EALREADY: it has it, or was put through to
 *         another; ERANGE: too many; ENOTCONN: it is leaving; ENOMEM
 */
int oh_talk_add(struct oh_talk *t, struct oh_live *lv)
{
	struct talk_member *m = oh_talk_find(t, lv);
	int err = check(t, lv);

	if (err)
		return err;
	if (m && m->guest) {
		m->guest = false;
		return 0;
	}
	if (m)
		return EALREADY;
	err = oh_talk_take_in(t, lv);
	if (err)
		return err;
	t->failed = OH_TONES_NONE;
	err = oh_handset_lift(t->handset);
	if (err && err != EALREADY) {
		let_go(oh_talk_find(t, lv));
		return err;
	}
	oh_talk_look(t, true);

	return 0;
}

/** Take the voice from a call; no harm if it has none */
void oh_talk_drop(struct oh_talk *t, const struct oh_live *lv)
{
	struct talk_member *m = oh_talk_find(t, lv);

	if (!m)
		return;
	let_go(m);
	if (!oh_talk_has_owner(t))
		oh_talk_go_home(t);
	oh_talk_look(t, true);
}

/** Whether a call has the voice */
bool oh_talk_has(const struct oh_talk *t, const struct oh_live *lv)
{
	return oh_talk_find(t, lv) != NULL;
}

/** How many calls have it */
uint32_t oh_talk_count(const struct oh_talk *t)
{
	return list_count(&t->memberl);
}

/**
 * Press a key for every call that has the voice
 *
 * @param t     Talk
 * @param digit [0-9*#A-D]
 */
void oh_talk_press(struct oh_talk *t, char digit)
{
	for (struct le *le = list_head(&t->memberl); le; le = le->next)
		press(le->data, digit);
}

/** Have nobody hear the handset, or have them hear it again */
void oh_talk_mute(struct oh_talk *t, bool on)
{
	struct oh_stream *st = oh_handset_stream(t->handset);

	t->changed = t->changed || t->muted != on;
	t->muted   = on;
	if (st)
		oh_room_mute(st, on);
	oh_talk_look(t, false);
}

/** Whether nobody hears it */
bool oh_talk_is_muted(const struct oh_talk *t)
{
	return t->muted;
}

/**
 * Close it: nobody has the voice, and nothing is told any more
 *
 * @param t       Talk
 * @param closedh Called once, within 3 s, never before this returns
 * @param arg     Handler argument
 */
void oh_talk_close(struct oh_talk *t, void (*closedh)(void *arg), void *arg)
{
	t->prm.changeh = NULL;
	oh_talk_drop_all(t);
	tmr_cancel(&t->tmr);
	tmr_cancel(&t->tmr_tone);
	tmr_cancel(&t->tmr_linger);
	oh_handset_close(t->handset, closedh, arg);
}
