/**
 * @file stream.c  The audio of one call: the half on the main loop
 */
#include "media/engine_priv.h"
#include "media/keys.h"
#include "media/rtp.h"

enum {
	SENDS_MAX    = 16,       /* digit strings under way                */
	RATE_NARROW  = 8000,
	RATE_WIDE    = 16000,    /* of recordings, if the codec is wider   */
};

struct oh_stream {
	struct oh_engine    *eng;
	struct oh_session   *ses;         /* NULL once told to close ..    */
	struct oh_session   *leaving;     /* .. when it is this, till then */
	struct oh_stream_prm prm;         /* laddr, public_host not kept   */
	char                *host;
	struct oh_sdp_local  local;
	struct oh_sdp_agreed agreed;
	bool                 negotiated;
	uint32_t             last_id;
	uint32_t             sends;       /* under way                     */
};

static void destructor(void *arg)
{
	struct oh_stream *st = arg;

	oh_stream_close(st);
	if (st->leaving)
		st->leaving->stream = NULL;
	mem_deref(st->host);
	mem_deref(st->eng);
}

static int set_local(struct oh_stream *st, const struct oh_stream_prm *prm)
{
	struct oh_sdp_local *l = &st->local;

	l->id       = rand_u32() & INT32_MAX;
	l->telev    = prm->dtmf != OH_DTMF_INBAND;
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
	st->ses->speech_ms  = prm->speech_ms;
	st->local.addr      = st->ses->laddr;
 out:
	if (err)
		mem_deref(st);
	else
		*stp = st;
	return err;
}

/* ----------------------------------------------------------- messages */

/* A message that carries a request of this stream; given by post() */
static void *message(struct oh_stream *st, size_t size, mem_destroy_h *dh,
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

static void post(struct oh_stream *st, struct oh_msg *msg)
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
	if (st && msg->kind == OH_MSG_SEND)
		st->sends--;

	release(msg);
	if (tell)
		st->prm.h(&ev, st->prm.arg);
}

/* ------------------------------------------------- offers and answers */

/* One packet of silence, made by the codec itself */
static int silence(const struct oh_sdp_agreed *a, uint8_t *buf, size_t *lenp)
{
	const struct oh_codec *c = a->tx.codec;
	int16_t zerov[OH_CODEC_FRAME_MAX] = { 0 };
	void *state = NULL;
	int err = 0;

	if (c->enc_alloc)
		err = c->enc_alloc(&state);
	if (err)
		return err;
	err = c->enc(state, buf, lenp, zerov, c->rate_hz / 1000 * a->ptime_ms);
	mem_deref(state);

	return err;
}

static int agree(struct oh_stream *st, const struct oh_sdp_agreed *a)
{
	struct oh_remote *r;
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);
	int err;

	err = silence(a, buf, &len);
	if (err)
		return err;
	r = message(st, sizeof(*r) + len, NULL, OH_MSG_REMOTE);
	if (!r)
		return ENOMEM;
	r->agreed        = *a;
	r->detect_inband = st->prm.detect_inband || !a->telev_rxc;
	r->silence_len   = len;
	memcpy(r->silence, buf, len);

	st->agreed     = *a;
	st->negotiated = true;
	post(st, &r->msg);

	return 0;
}

/**
 * Offer (RFC 3264 5), or offer again
 *
 * @param st   Stream
 * @param sdpp Receives the text; release with mem_deref
 *
 * @return 0, ENOMEM, or ENOTCONN: it has closed
 */
int oh_stream_offer(struct oh_stream *st, char **sdpp)
{
	if (!st->ses)
		return ENOTCONN;
	st->local.version++;

	return oh_sdp_offer(sdpp, &st->local);
}

/**
 * Take an answer; audio flows from here on. Each fork's answer, and a later
 * one in the same dialog, replaces what was agreed before.
 *
 * @param st  Stream
 * @param sdp Their answer, not terminated
 * @param len Its length [bytes]
 *
 * @return 0; EBADMSG: no SDP; ENOTSUP: no codec in common; ENOMEM; ENOTCONN:
 *         it has closed. On error what was agreed before stays.
 */
int oh_stream_answered(struct oh_stream *st, const char *sdp, size_t len)
{
	struct oh_sdp_agreed a;
	int err;

	if (!st->ses)
		return ENOTCONN;
	err = oh_sdp_answered(&a, &st->local, sdp, len);
	if (err)
		return err;
	return agree(st, &a);
}

/**
 * Answer an offer (RFC 3264 6); audio flows from here on
 *
 * @param st   Stream
 * @param sdp  Their offer, not terminated
 * @param len  Its length [bytes]
 * @param sdpp Receives our answer; release with mem_deref
 *
 * @return As oh_stream_answered()
 */
int oh_stream_answer(struct oh_stream *st, const char *sdp, size_t len,
		     char **sdpp)
{
	struct oh_sdp_agreed a;
	char *text;
	int err;

	if (!st->ses)
		return ENOTCONN;
	st->local.version++;
	err = oh_sdp_answer(&text, &a, &st->local, sdp, len);
	if (err)
		return err;
	err = agree(st, &a);
	if (err)
		mem_deref(text);
	else
		*sdpp = text;
	return err;
}

/**
 * Hold them, or not, from the next offer or answer on
 *
 * @param st   Stream
 * @param hold They may not speak
 */
void oh_stream_hold(struct oh_stream *st, bool hold)
{
	st->local.hold = hold;
}

static enum oh_dtmf digits_way(const struct oh_stream *st)
{
	if (st->prm.dtmf == OH_DTMF_INFO || st->prm.dtmf == OH_DTMF_INBAND)
		return st->prm.dtmf;
	if (!st->negotiated)
		return OH_DTMF_NONE;
	return st->agreed.telev_tx.pt == OH_RTP_PT_NONE ? OH_DTMF_INBAND
							: OH_DTMF_EVENT;
}

/**
 * What was agreed last
 *
 * @param st   Stream
 * @param info Receives it; codec "" before anything was agreed
 */
void oh_stream_info(const struct oh_stream *st, struct oh_stream_info *info)
{
	const struct oh_sdp_agreed *a = &st->agreed;

	memset(info, 0, sizeof(*info));
	info->dtmf       = digits_way(st);
	info->hold_local = st->local.hold;
	if (!st->negotiated)
		return;
	info->ptime_ms    = a->ptime_ms;
	info->hold_remote = !a->we_send;
	if (re_snprintf(info->codec, sizeof(info->codec), "%s/%u",
			a->tx.codec->name, a->tx.clock_hz) < 0)
		info->codec[0] = '\0';
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
	p = message(st, sizeof(*p) + promptc * sizeof(p->promptv[0]),
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
	post(st, &p->msg);

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
	if (digits_way(st) == OH_DTMF_INFO)
		return ENOTSUP;
	if (!st->negotiated || st->sends == SENDS_MAX)
		return EAGAIN;

	d = message(st, sizeof(*d), send_destructor, OH_MSG_SEND);
	if (!d)
		return ENOMEM;
	str_ncpy(d->digits, digits, sizeof(d->digits));
	d->on_ms  = within(on_ms, OH_TELEV_ON_MAX_MS, OH_TELEV_ON_MS);
	d->gap_ms = within(gap_ms, OH_TELEV_GAP_MAX_MS, OH_TELEV_GAP_MS);
	if (digits_way(st) == OH_DTMF_INBAND) {
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
	post(st, &d->msg);

	return 0;
}

/* On the writer's thread; the message goes home by the media thread, which
   must know that the file is finished. */
static void recorded(int err, double seconds, void *arg)
{
	struct oh_record *r = arg;

	r->msg.kind       = OH_MSG_RECORDED;
	r->msg.ev.type    = OH_STREAM_RECORDED;
	if (err)
		r->msg.ev.err = err;
	r->msg.ev.ok      = !r->msg.ev.err;
	r->msg.ev.seconds = seconds;
	oh_mailbox_put(&r->msg.ses->eng->in, &r->msg);
}

/**
 * Record both sides; RECORDED comes when the file is finished
 *
 * A file is of 8 kHz, or of 16 kHz if the codec agreed now is wider; it stays
 * so when the codec changes.
 *
 * @param st   Stream
 * @param path Of the file, which must not exist
 *
 * @return 0; what opening the file said (EEXIST, EACCES); ENOMEM; ENOTCONN:
 *         the stream has closed
 */
int oh_stream_record(struct oh_stream *st, const char *path)
{
	struct oh_record *r;
	int err;

	if (!st->ses)
		return ENOTCONN;
	r = message(st, sizeof(*r), NULL, OH_MSG_RECORD);
	if (!r)
		return ENOMEM;
	r->rate_hz = st->negotiated &&
		st->agreed.tx.codec->rate_hz > RATE_NARROW ? RATE_WIDE
							   : RATE_NARROW;
	err = oh_recorder_open(&r->rec, st->eng->writer, path, r->rate_hz,
			       recorded, r);
	if (err) {
		mem_deref(r);
		return err;
	}
	post(st, &r->msg);

	return 0;
}

/**
 * End the recording under way
 *
 * @param st Stream
 */
void oh_stream_record_stop(struct oh_stream *st)
{
	if (!st->ses)
		return;
	atomic_store(&st->ses->wish.record_stop_id, st->last_id);
	oh_session_wish(st->ses);
}

/**
 * Record silence instead of both sides, while a secret is spoken
 *
 * @param st   Stream
 * @param mute Silence
 */
void oh_stream_mute_recording(struct oh_stream *st, bool mute)
{
	if (st->ses)
		wish(st, &st->ses->wish.mute_recording, mute);
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
