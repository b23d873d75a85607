/**
 * @file stream.c  The audio of one call: the half on the main loop
 */
#include "base/clock.h"
#include "media/keys.h"
#include "media/relay.h"
#include "media/stream_priv.h"

enum {
	SENDS_MAX    = 16,       /* digit strings under way                */
};

static void destructor(void *arg)
{
	struct oh_stream *st = arg;

	oh_stream_close(st);
	if (st->leaving)
		st->leaving->stream = NULL;
	explicit_bzero(&st->local, sizeof(st->local));
	explicit_bzero(&st->agreed, sizeof(st->agreed));
	mem_deref(st->host);
	mem_deref(st->eng);
}

static int set_local(struct oh_stream *st, const struct oh_stream_prm *prm)
{
	struct oh_sdp_local *l = &st->local;

	l->id       = rand_u32() & INT32_MAX;
	l->telev    = prm->dtmf != OH_DTMF_INBAND;
	l->srtp     = prm->srtp;
	l->dtls     = prm->dtls;
	l->ptime_ms = prm->ptime_ms ? prm->ptime_ms : OH_SDP_PTIME_MS;
	if (prm->public_host) {
		int err = str_dup(&st->host, prm->public_host);

		if (err)
			return err;
		l->host = st->host;
	}
	return oh_sdp_set_codecs(l, prm->codecv, prm->codecc);
}

static bool is_sound(const struct oh_stream_prm *prm)
{
	switch (prm->ptime_ms) {
	case 0: case 10: case 20: case 30: case 60:
		return prm->laddr && sa_isset(prm->laddr, SA_ADDR) && prm->h;
	default:
		return false;
	}
}

/**
 * Make a stream and bind its ports; nothing is sent before an offer has been
 * answered
 *
 * @param stp Receives it; release with mem_deref, also in a handler
 * @param eng Engine, shared
 * @param prm Parameters, copied
 *
 * @return 0; EINVAL: parameters; ENOENT: no such codec; ENOMEM; EADDRINUSE or
 *         what the system said of the sockets
 */
int oh_stream_alloc(struct oh_stream **stp, struct oh_engine *eng,
		    const struct oh_stream_prm *prm)
{
	struct oh_stream *st;
	int err;

	if (!is_sound(prm))
		return EINVAL;
	st = mem_zalloc(sizeof(*st), destructor);
	if (!st)
		return ENOMEM;
	st->eng = mem_ref(eng);
	st->prm = *prm;

	err = set_local(st, prm);
	if (err)
		goto out;
	err = oh_session_alloc(&st->ses, eng, prm->laddr);
	if (err)
		goto out;
	atomic_fetch_add(&eng->sessions, 1);
	st->ses->stream     = st;
	st->ses->silence_ms = prm->silence_ms;
	atomic_init(&st->ses->wish.speech_ms, prm->speech_ms);
	st->local.addr      = st->ses->laddr;
 out:
	if (err)
		mem_deref(st);
	else
		*stp = st;
	return err;
}

/* ----------------------------------------------------------- messages */

/**
 * Make a message that carries a request of this stream
 *
 * @param st   Stream that has not closed
 * @param size Size of the message [bytes]
 * @param dh   Its destructor, or NULL
 * @param kind What it asks for
 *
 * @return Message, given by oh_stream_post(); NULL: no memory
 */
void *oh_stream_message(struct oh_stream *st, size_t size, mem_destroy_h *dh,
			enum oh_msg_kind kind)
{
	struct oh_msg *msg = mem_zalloc(size, dh);

	if (!msg)
		return NULL;
	msg->ses   = st->ses;
	msg->kind  = kind;
	msg->ev.id = ++st->last_id;

	return msg;
}

/**
 * Give a message to the media thread
 *
 * @param st  Stream
 * @param msg Given
 */
void oh_stream_post(struct oh_stream *st, struct oh_msg *msg)
{
	oh_mailbox_put(&st->eng->in, msg);
}

static void wish(struct oh_stream *st, atomic_bool *flag, bool on)
{
	if (!st->ses)
		return;
	atomic_store(flag, on);
	oh_session_wish(st->ses);
}

static void release(struct oh_msg *msg)
{
	struct oh_session *ses = msg->ses;

	if (msg == &ses->closed_msg) {
		if (ses->stream)
			ses->stream->leaving = NULL;
		mem_deref(ses);
	}
	else if (msg->kind == OH_MSG_EVENT)
		atomic_store(&msg->busy, false);
	else
		mem_deref(msg);
}

/**
 * Take a message that came home, and tell the stream's owner (main loop)
 *
 * @param msg Given
 */
void oh_stream_deliver(struct oh_msg *msg)
{
	struct oh_stream *st = msg->ses->stream;
	struct oh_stream_event ev = msg->ev;
	bool tell = st && msg->has_event;
	char text[64];

	if (ev.type == OH_STREAM_FIRST && tell &&
	    re_snprintf(text, sizeof(text), "%J", &msg->ses->first) > 0)
		ev.text = text;
	if (ev.type == OH_STREAM_SECURED && tell && ev.ok)
		st->dtls_suite = (enum oh_cipher)ev.id;
	if (st && msg->kind == OH_MSG_SEND)
		st->sends--;

	release(msg);
	if (tell)
		st->prm.h(&ev, st->prm.arg);
}

/**
 * Our RTP port
 *
 * @param st Stream
 */
uint16_t oh_stream_port(const struct oh_stream *st)
{
	return sa_port(&st->local.addr);
}

/* -------------------------------------------------------------- actions */

static void play_destructor(void *arg)
{
	struct oh_play *p = arg;

	for (uint32_t i = 0; i < p->promptc; i++)
		oh_prompt_unref(p->promptv[i]);
}

/**
 * Play prompts one after another, without a gap
 *
 * While the peer holds us, or nothing is agreed yet, the prompt waits. PROMPT
 * comes as each begins, PLAYED at the end, or when it was stopped (not ok,
 * err 0), or could not be encoded (err).
 *
 * @param st      Stream
 * @param promptv Prompts, shared
 * @param promptc Their number, 1 to OH_STREAM_PROMPTS_MAX
 * @param loops   How often the whole list, 0: for ever
 * @param idp     Receives the number of this play, or NULL
 *
 * @return 0, EINVAL, ENOMEM, or ENOTCONN: the stream has closed
 */
int oh_stream_play(struct oh_stream *st, struct oh_prompt *const promptv[],
		   uint32_t promptc, uint32_t loops, uint32_t *idp)
{
	struct oh_play *p;

	if (!promptc || promptc > OH_STREAM_PROMPTS_MAX)
		return EINVAL;
	if (!st->ses)
		return ENOTCONN;
	p = oh_stream_message(st, sizeof(*p) + promptc * sizeof(p->promptv[0]),
		    play_destructor, OH_MSG_PLAY);
	if (!p)
		return ENOMEM;

	for (uint32_t i = 0; i < promptc; i++)
		p->promptv[i] = oh_prompt_ref(promptv[i]);
	p->promptc = promptc;
	p->loops   = loops;
	p->forever = !loops;
	if (idp)
		*idp = p->msg.ev.id;
	oh_stream_post(st, &p->msg);

	return 0;
}

/**
 * Stop the play under way at the next packet
 *
 * @param st Stream
 */
void oh_stream_stop(struct oh_stream *st)
{
	if (!st->ses)
		return;
	atomic_store(&st->ses->wish.stop_id, st->last_id);
	oh_session_wish(st->ses);
}

static void send_destructor(void *arg)
{
	struct oh_send *d = arg;

	explicit_bzero(d->digits, sizeof(d->digits));
	mem_deref(d->tones);
}

static uint32_t within(uint32_t ms, uint32_t most, uint32_t otherwise)
{
	return ms ? min(ms, most) : otherwise;
}

/**
 * Send digits, after those under way
 *
 * @param st     Stream, negotiated
 * @param digits [0-9*#A-D], and the pauses ',' 'w' 'W'; copied
 * @param on_ms  Length of each [ms], 0: 100
 * @param gap_ms Silence after each [ms], 0: 100
 * @param idp    Receives the number SENT will have, or NULL
 *
 * @return 0; EINVAL: not digits; ENOTSUP: they travel by SIP INFO; EAGAIN:
 *         nothing agreed yet, or too many under way; ENOMEM; ENOTCONN: closed
 */
int oh_stream_send(struct oh_stream *st, const char *digits, uint32_t on_ms,
		   uint32_t gap_ms, uint32_t *idp)
{
	struct oh_send *d;
	int err = 0;

	if (!st->ses)
		return ENOTCONN;
	if (!oh_keys_is_valid(digits))
		return EINVAL;
	if (oh_stream_digits_way(st) == OH_DTMF_INFO)
		return ENOTSUP;
	if (!st->negotiated || st->sends == SENDS_MAX)
		return EAGAIN;

	d = oh_stream_message(st, sizeof(*d), send_destructor, OH_MSG_SEND);
	if (!d)
		return ENOMEM;
	str_ncpy(d->digits, digits, sizeof(d->digits));
	d->on_ms  = within(on_ms, OH_TELEV_ON_MAX_MS, OH_TELEV_ON_MS);
	d->gap_ms = within(gap_ms, OH_TELEV_GAP_MAX_MS, OH_TELEV_GAP_MS);
	if (oh_stream_digits_way(st) == OH_DTMF_INBAND) {
		d->codec    = st->agreed.tx.codec;
		d->ptime_ms = st->agreed.ptime_ms;
		err = oh_keys_encode(&d->tones, d->codec, d->ptime_ms, digits,
				     d->on_ms, d->gap_ms);
	}
	if (err) {
		mem_deref(d);
		return err;
	}
	if (idp)
		*idp = d->msg.ev.id;
	st->sends++;
	oh_stream_post(st, &d->msg);

	return 0;
}

static void detecting_destructor(void *arg)
{
	struct oh_detecting *l = arg;

	mem_deref(l->detect);
}

/**
 * Listen for who or what is at the other end
 *
 * Playing goes on meanwhile. What was heard before is forgotten.
 *
 * @param st  Stream
 * @param prm How, copied; NULL: no longer
 *
 * @return 0, ENOENT (no spandsp), ENOMEM, or ENOTCONN: the stream has closed
 */
int oh_stream_detect(struct oh_stream *st, const struct oh_detect_prm *prm)
{
	struct oh_detecting *l;
	int err = 0;

	if (!st->ses)
		return ENOTCONN;
	l = oh_stream_message(st, sizeof(*l), detecting_destructor,
			      OH_MSG_DETECT);
	if (!l)
		return ENOMEM;
	if (prm)
		err = oh_detect_alloc(&l->detect, prm);
	if (err)
		mem_deref(l);
	else
		oh_stream_post(st, &l->msg);

	return err;
}

/**
 * Send back what is heard
 *
 * @param st Stream
 * @param on Do so
 */
void oh_stream_echo(struct oh_stream *st, bool on)
{
	if (st->ses)
		wish(st, &st->ses->wish.echo, on);
}

/**
 * Send nothing at all, not even silence
 *
 * @param st Stream
 * @param on Do so
 */
void oh_stream_quiet(struct oh_stream *st, bool on)
{
	if (st->ses)
		wish(st, &st->ses->wish.quiet, on);
}

/**
 * Be heard no more: prompts, pipe and relay go on, but as silence
 *
 * Digits of ours are still sent.
 *
 * @param st Stream
 * @param on Mute
 */
void oh_stream_mute(struct oh_stream *st, bool on)
{
	if (st->ses)
		wish(st, &st->ses->wish.mute, on);
}

/** Whether what we say is not heard */
bool oh_stream_is_muted(const struct oh_stream *st)
{
	return st && st->ses && atomic_load(&st->ses->wish.mute);
}

/**
 * Measure how loud both sides are, from now on
 *
 * Of what was heard before it is switched on nothing is known.
 *
 * @param st Stream
 * @param on Do so; off costs nothing
 *
 * @return 0, ENOTCONN: the stream has closed
 */
int oh_stream_meter(struct oh_stream *st, bool on)
{
	if (!st->ses)
		return ENOTCONN;
	wish(st, &st->ses->wish.meter, on);

	return 0;
}

/**
 * Look how loud both sides are
 *
 * @param st    Stream
 * @param usp   What we send, a mute being silence [dBov]
 * @param themp What they say [dBov]
 */
void oh_stream_levels(struct oh_stream *st, double *usp, double *themp)
{
	uint64_t now_us = oh_clock_us();

	*usp = *themp = OH_STREAM_SILENCE_DBOV;
	if (!st->ses || !st->ses->wish.meter)
		return;
	*usp   = oh_meter_look(&st->ses->us_meter, now_us);
	*themp = oh_meter_look(&st->ses->them_meter, now_us);
}

/**
 * Tell when they begin to speak and when they fall silent, from now on
 *
 * @param st        Stream
 * @param speech_ms Silence this long ends speech [ms]; 0: tell no more
 */
void oh_stream_listen(struct oh_stream *st, uint32_t speech_ms)
{
	if (!st->ses)
		return;
	if (speech_ms)
		atomic_fetch_add(&st->ses->wish.listens, 1);
	atomic_store(&st->ses->wish.speech_ms, speech_ms);
}

/**
 * Join two streams
 *
 * @param a Stream
 * @param b Another one
 *
 * @return 0; EINVAL: not two of one engine; ENOTCONN: one has closed; ENOMEM
 */
int oh_stream_join(struct oh_stream *a, struct oh_stream *b)
{
	struct oh_join *j;

	if (!a || !b || a == b || a->eng != b->eng)
		return EINVAL;
	if (!a->ses || !b->ses)
		return ENOTCONN;
	j = oh_stream_message(a, sizeof(*j), NULL, OH_MSG_JOIN);
	if (!j)
		return ENOMEM;
	j->other = b->ses;
	oh_stream_post(a, &j->msg);

	return 0;
}

/**
 * Ask for a QUALITY event
 *
 * @param st Stream
 */
void oh_stream_ask_quality(struct oh_stream *st)
{
	if (st->ses)
		wish(st, &st->ses->wish.ask_quality, true);
}

/**
 * End the stream; CLOSED is its last event
 *
 * @param st Stream
 */
void oh_stream_close(struct oh_stream *st)
{
	if (!st->ses)
		return;
	st->leaving = st->ses;
	st->ses     = NULL;
	oh_session_close(st->leaving);
}
