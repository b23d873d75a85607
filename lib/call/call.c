/**
 * @file call.c  Life cycle of a call
 */
#include <errno.h>
#include "base/compat.h"
#include "base/clock.h"
#include "call/call_priv.h"
#include "call/hearsay.h"

static void call_destructor(void *arg)
{
	struct oh_call *c = arg;
	struct oh_call_watch *w;

	while ((w = c->watches)) {
		c->watches = w->next;
		if (w->goneh)
			w->goneh(w->arg);
	}
	tmr_cancel(&c->tmr);
	tmr_cancel(&c->leave_tmr);
	tmr_cancel(&c->keys_tmr);
	mem_deref(c->leg);
	mem_deref(c->stream);
	mem_deref(c->number);
	mem_deref(c->from);
	mem_deref(c->name);
	mem_deref(c->trunk);
	mem_deref(c->uri);
	mem_deref(c->hearsay);
	mem_deref(c->keys);
	mem_deref(c->answer_sdp);
	mem_deref(c->reason);
	mem_deref(c->contact);
	mem_deref(c->recording);
	mem_deref(c->message);
	mem_deref(c->transfer);
	mem_deref(c->referred);
}

/** Fill in an event which call it is about */
void oh_call_about(const struct oh_call *c, struct oh_event *ev)
{
	ev->call    = c->id;
	ev->number  = c->number;
	ev->from    = c->from;
	ev->trunk   = c->trunk;
	ev->uri     = c->uri;
	ev->call_id = c->leg ? oh_leg_callid(c->leg) : NULL;
}

/**
 * Tell an event to the owner, then to the watchers
 *
 * @param c  Call
 * @param ev Event; time, id and names of the call are filled in
 */
void oh_call_tell(struct oh_call *c, struct oh_event *ev)
{
	oh_call_about(c, ev);
	ev->wall_us = oh_clock_wall_us();

	/* A watcher or the owner may let go of the call */
	mem_ref(c);
	if (c->eventh)
		c->eventh(ev, c->arg);
	oh_call_tell_watches(c, CALL_TOLD_EVENT, ev);
	mem_deref(c);
}

static int call_names(struct oh_call *c, const struct oh_call_prm *prm)
{
	const struct { char **p; const char *s; } v[] = {
		{ &c->number, prm->number },
		{ &c->from,   prm->from   },
		{ &c->trunk,  prm->trunk  },
		{ &c->uri,    prm->uri    },
		{ &c->name,   prm->identity ? prm->identity->name : NULL },
	};
	int err = 0;

	if (prm->id)
		str_ncpy(c->id, prm->id, sizeof(c->id));
	else
		oh_id_make(c->id, oh_clock_wall_us());
	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = str_dup(v[i].p, v[i].s ? v[i].s : "");

	return err;
}

static int call_alloc(struct oh_call **cp, const struct oh_call_prm *prm)
{
	struct oh_stream_prm sprm = prm->stream;
	struct oh_call *c;
	int err;

	c = mem_zalloc(sizeof(*c), call_destructor);
	if (!c)
		return ENOMEM;
	tmr_init(&c->tmr);
	tmr_init(&c->leave_tmr);
	tmr_init(&c->keys_tmr);
	c->refer   = prm->refer;
	c->trusted = prm->trusted;
	c->ring_ms = prm->ring_ms;
	c->max_ms  = prm->max_ms;
	if (prm->detect) {
		c->detecting = true;
		c->detect    = *prm->detect;
	}

	err = call_names(c, prm);
	if (err)
		goto out;
	sprm.h   = oh_call_stream_handler;
	sprm.arg = c;
	err = oh_stream_alloc(&c->stream, prm->engine, &sprm);
out:
	if (err)
		mem_deref(c);
	else
		*cp = c;

	return err;
}

static const char *text_or_null(const char *text)
{
	return *text ? text : NULL;
}

/* From here on the owner hears of it: it cannot fail to begin any more */
static void call_begin(struct oh_call *c, const struct oh_call_prm *prm,
		       enum oh_event_type type)
{
	const struct oh_identity *id = prm->identity;
	struct oh_event ev = { .type = type };

	if (id) {
		ev.name          = text_or_null(id->name);
		ev.asserted      = text_or_null(id->asserted);
		ev.diverted_from = text_or_null(id->diverted_from);
		ev.attestation   = text_or_null(id->attestation);
		ev.verstat       = text_or_null(id->verstat);
	}
	c->eventh = prm->eventh;
	c->arg    = prm->arg;
	oh_call_tell(c, &ev);
}

/* Nobody picked up. Whether the far end was ever reached decides. */
static void ring_timeout(void *arg)
{
	struct oh_call *c = arg;

	oh_call_hangup(c, c->in.ringing ? OH_CAUSE_NO_ANSWER
					: OH_CAUSE_NETWORK);
}

/**
 * Place a call
 *
 * @param cp  Returned call, release with mem_deref. Released before its
 *            ENDED event it hangs up by itself, and nothing more is told.
 * @param prm Borrowed
 *
 * @return 0 or an errno; then nothing was sent and no event told
 */
int oh_call_dial(struct oh_call **cp, const struct oh_call_prm *prm)
{
	struct oh_leg_prm lprm;
	struct oh_call *c;
	char *sdp = NULL;
	int err;

	if (!cp || !prm || !prm->sip || !prm->engine)
		return EINVAL;
	err = call_alloc(&c, prm);
	if (err)
		return err;
	err = oh_stream_offer(c->stream, &sdp);
	if (err)
		goto out;
	lprm     = prm->leg;
	lprm.h   = oh_call_leg_handler;
	lprm.arg = c;
	err = oh_leg_invite(&c->leg, prm->sip, &lprm, sdp);
	if (err)
		goto out;
	if (c->ring_ms)
		tmr_start(&c->tmr, c->ring_ms, ring_timeout, c);
out:
	mem_deref(sdp);
	if (err) {
		mem_deref(c);
		return err;
	}
	*cp = c;
	call_begin(c, prm, OH_EVENT_DIALING);

	return 0;
}

/* What we shall say in the 200: made now, so that an offer which can never
   be answered is refused at once (488). */
static int incoming_sdp(struct oh_call *c, const struct sip_msg *msg)
{
	size_t len = mbuf_get_left(msg->mb);
	int err;

	if (!len)
		return oh_stream_offer(c->stream, &c->answer_sdp);

	err = oh_stream_answer(c->stream, (char *)mbuf_buf(msg->mb), len,
			       &c->answer_sdp);
	c->joined = !err;

	return err;
}

/**
 * Take an incoming INVITE as a call, not answered yet
 *
 * @param cp  Returned call, as of oh_call_dial()
 * @param prm Borrowed; leg is not used
 * @param msg The INVITE
 *
 * @return 0 or an errno: the request is still unanswered then. EBADMSG,
 *         ENOTSUP, EACCES: it has no usable offer, no codec of ours, or is not
 *         protected as it must be (488).
 */
int oh_call_take(struct oh_call **cp, const struct oh_call_prm *prm,
		 const struct sip_msg *msg)
{
	struct oh_call *c;
	int err;

	if (!cp || !prm || !prm->sip || !prm->engine || !msg)
		return EINVAL;
	err = call_alloc(&c, prm);
	if (err)
		return err;
	c->incoming = true;
	err = oh_hearsay_read(&c->hearsay, msg, c->trusted);
	if (!err)
		err = incoming_sdp(c, msg);
	if (!err)
		err = oh_leg_incoming(&c->leg, prm->sip, msg,
				      oh_call_leg_handler, c);
	if (err) {
		mem_deref(c);
		return err;
	}
	*cp = c;
	call_begin(c, prm, OH_EVENT_INCOMING);

	return 0;
}

/** Say 180 to the caller */
int oh_call_ring(struct oh_call *c)
{
	return oh_call_progress(c, 180, false);
}

/** Answer with 200; ANSWERED is told when the ACK has come */
int oh_call_pickup(struct oh_call *c)
{
	if (!c || !c->incoming)
		return EINVAL;

	return oh_leg_answer(c->leg, c->answer_sdp);
}

/**
 * Refuse an incoming call
 *
 * @param c       Call
 * @param scode   300..699
 * @param reason  Reason phrase
 * @param headers More header lines with CRLF, or NULL
 *
 * @return 0 or an errno; on success ENDED follows
 */
int oh_call_refuse(struct oh_call *c, uint16_t scode, const char *reason,
		   const char *headers)
{
	if (!c || !c->incoming)
		return EINVAL;
	c->verdict = OH_CAUSE_DONE;
	c->by      = OH_PARTY_US;

	return oh_leg_reject(c->leg, scode, reason, NULL, headers);
}

/* The far end's last word does not come: go without it. */
static void leave_timeout(void *arg)
{
	struct oh_call *c = arg;

	c->leg_closed    = true;
	c->stream_closed = true;
	oh_call_maybe_ended(c);
}

/* Ending has begun: no more clocks, no more packets, a bounded wait */
void oh_call_leave(struct oh_call *c)
{
	if (c->left_us)
		return;
	c->left_us = oh_clock_wall_us();
	tmr_cancel(&c->tmr);
	tmr_cancel(&c->keys_tmr);
	tmr_start(&c->leave_tmr, OH_CALL_LEAVE_MS, leave_timeout, c);
	mem_ref(c);
	oh_call_tell_watches(c, CALL_TOLD_LEAVING, NULL);
	oh_stream_close(c->stream);
	mem_deref(c);
}

static int q850_of(enum oh_cause cause)
{
	switch (cause) {

	case OH_CAUSE_NO_ANSWER: return OH_Q850_NO_ANSWER;
	case OH_CAUSE_NO_MEDIA:  return OH_Q850_INCOMPATIBLE;
	default:                 return OH_Q850_NORMAL;
	}
}

/** End a call as oh_call_end(), with the Q.850 cause that belongs to it */
void oh_call_hangup(struct oh_call *c, enum oh_cause cause)
{
	oh_call_end(c, cause, q850_of(cause));
}

/**
 * End a call in whatever state it is: CANCEL, BYE or a refusal
 *
 * ENDED follows within OH_CALL_LEAVE_MS, whatever the far end does, unless
 * somebody keeps the call. The first cause given stays; of a call that they
 * have ended and somebody keeps, it says how that went.
 *
 * @param c     Call
 * @param cause What the result will say
 * @param q850  What the far end is told (RFC 3326); 0: nothing
 */
void oh_call_end(struct oh_call *c, enum oh_cause cause, int q850)
{
	const struct oh_reason why = { .q850 = q850 };

	oh_call_end_for(c, cause, &why);
}

/**
 * End a call as oh_call_end(), for a reason with more to it than Q.850
 *
 * @param c     Call
 * @param cause What the result will say
 * @param why   What the far end is told, or NULL: nothing
 */
void oh_call_end_for(struct oh_call *c, enum oh_cause cause,
		     const struct oh_reason *why)
{
	if (!c || c->ended || c->verdict != OH_CAUSE_NONE)
		return;
	c->verdict = cause;
	mem_ref(c);
	if (!c->leg_closed)
		c->by = OH_PARTY_US;
	oh_call_leave(c);
	if (!c->leg_closed && oh_leg_hangup_for(c->leg, why))
		c->leg_closed = true;
	mem_deref(c);
}

/* The far end has gone: what is that to those who watch? NONE: nothing */
enum oh_cause oh_call_closing(struct oh_call *c)
{
	for (struct oh_call_watch *w = c->watches; w; w = w->next) {
		enum oh_cause cause = w->closingh ?
			w->closingh(c->by, w->arg) : OH_CAUSE_NONE;

		if (cause != OH_CAUSE_NONE)
			return cause;
	}

	return OH_CAUSE_NONE;
}

static enum oh_cause cause_of(struct oh_call *c)
{
	enum oh_cause cause = c->verdict != OH_CAUSE_NONE ? c->verdict
							: oh_call_closing(c);

	if (cause != OH_CAUSE_NONE)
		return cause;
	if (c->answered)
		return OH_CAUSE_HUNG_UP;
	/* The caller gave up before we had answered */
	if (c->incoming)
		return OH_CAUSE_NO_ANSWER;

	return oh_cause_decide(&c->in);
}

static void tell_quality(struct oh_call *c)
{
	struct oh_event ev = {
		.type    = OH_EVENT_QUALITY,
		.codec   = c->agreed.codec,
		.quality = c->quality,
	};

	oh_call_tell(c, &ev);
}

static void tell_ended(struct oh_call *c)
{
	struct oh_event ev = {
		.type  = OH_EVENT_ENDED,
		.left_us = c->left_us,
		.cause = cause_of(c),
		.by    = c->by,
		.scode = c->in.scode,
		.why   = c->why,
		.err   = c->in.err,
		.text  = c->reason,
		.contact = c->contact,
	};

	oh_call_tell(c, &ev);
}

/* Tell ENDED once both halves have come to their end */
void oh_call_maybe_ended(struct oh_call *c)
{
	if (!c->leg_closed || !c->stream_closed || c->ended || c->keepers)
		return;
	c->ended = true;
	tmr_cancel(&c->leave_tmr);

	mem_ref(c);
	oh_call_transfer_lost(c);
	if (c->answered)
		tell_quality(c);
	tell_ended(c);
	mem_deref(c);
}

/** Have ENDED wait for oh_call_let_go() */
void oh_call_keep(struct oh_call *c)
{
	if (c)
		c->keepers++;
}

/** Let a call end that was kept: ENDED may be told before this returns */
void oh_call_let_go(struct oh_call *c)
{
	if (!c || !c->keepers)
		return;
	c->keepers--;
	oh_call_maybe_ended(c);
}

/** Tell a WARNING event */
void oh_call_warn(struct oh_call *c, const char *text)
{
	struct oh_event ev = { .type = OH_EVENT_WARNING, .text = text };

	oh_call_tell(c, &ev);
}

/**
 * Keep the digits that come from now on to ourselves
 *
 * Their events are masked, recordings and pipes are silent meanwhile, packets
 * and INFO requests are traced without what they say.
 */
void oh_call_secret(struct oh_call *c, bool on)
{
	if (!c)
		return;
	c->secret = on;
	oh_leg_secret(c->leg, on);
	oh_stream_mute_recording(c->stream, on);
}

/** Our id of the call, valid as long as it */
const char *oh_call_id(const struct oh_call *c)
{
	return c ? c->id : NULL;
}

/** The audio of the call, borrowed */
struct oh_stream *oh_call_stream(const struct oh_call *c)
{
	return c ? c->stream : NULL;
}

/** What their first headers said, borrowed; NULL: nothing yet */
const struct oh_hearsay *oh_call_hearsay(const struct oh_call *c)
{
	return c ? c->hearsay : NULL;
}

/** What they call themselves, or NULL */
const char *oh_call_far_name(const struct oh_call *c)
{
	return *c->name ? c->name : NULL;
}

/** Whether they have called us */
bool oh_call_is_incoming(const struct oh_call *c)
{
	return c && c->incoming;
}

/** Whether its end has begun, or is over */
bool oh_call_is_leaving(const struct oh_call *c)
{
	return c && (c->leg_closed || c->verdict != OH_CAUSE_NONE);
}

/** With what cause we have ended it, NONE if we have not */
enum oh_cause oh_call_verdict(const struct oh_call *c)
{
	return c ? c->verdict : OH_CAUSE_NONE;
}

/** Whether it has been answered and is not being ended */
bool oh_call_is_up(const struct oh_call *c)
{
	return c && c->answered && !c->leg_closed &&
		c->verdict == OH_CAUSE_NONE;
}

/** Whether any audio of theirs has arrived since the answer */
bool oh_call_has_media(const struct oh_call *c)
{
	return c && c->media;
}

/** How its audio fared when it was last asked, or at its end; borrowed */
const struct oh_quality *oh_call_quality(const struct oh_call *c)
{
	return &c->quality;
}
