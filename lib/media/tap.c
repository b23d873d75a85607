/**
 * @file tap.c  Ears on the media thread
 *
 *   their payload ─▶ decoder ─┬─▶ speech
 *                             ├─▶ in-band digits
 *                             ├─▶ echo, if in another codec than ours
 *                             └─▶ converter ─▶ recorder, right
 *   our payload ───▶ decoder ───▶ converter ─▶ recorder, left
 *
 * What has no memory yet is made when it is needed, on this thread; if there
 * is none the packet is passed over and the next one tries again.
 */
#include "media/echo.h"
#include "media/engine_priv.h"
#include "media/fir.h"
#include "media/inband.h"
#include "media/rtp.h"
#include "media/tap.h"
#include "media/track.h"

enum {
	LOUD_MS = 60,       /* sound must last so long to be speech */

	/* -45 dBm0: a full sine is +3.14 dBm0 (G.711) and has a mean square
	   of 2^29, so 2^29 * 10^(-4.814). */
	LOUD    = 8238,
};

/** Payloads of one direction to samples of one rate */
struct ear {
	const struct oh_codec *codec;
	void                  *dec;
	struct oh_fir         *fir;
	uint32_t               fir_in_hz;
	uint32_t               fir_out_hz;
};

struct oh_tap {
	struct oh_session     *ses;
	struct ear             us;
	struct ear             them;
	struct oh_record      *rec;
	uint64_t               start_us;     /* of rec                   */
	struct oh_track        track;        /* of them, in rec          */
	struct oh_inband      *inband;
	uint32_t               inband_hz;
	uint64_t               now_us;       /* of the packet fed        */
	uint32_t               loud_ms;
	bool                   speaking;
	uint64_t               loud_us;      /* sound was heard last     */
	struct ear             back;         /* echo: only the converter */
	const struct oh_codec *enc_codec;
	void                  *enc;
};

static void ear_reset(struct ear *ear)
{
	mem_deref(ear->dec);
	mem_deref(ear->fir);
}

static void destructor(void *arg)
{
	struct oh_tap *t = arg;

	if (t->rec)
		oh_recorder_close(t->rec->rec);
	ear_reset(&t->us);
	ear_reset(&t->them);
	ear_reset(&t->back);
	mem_deref(t->inband);
	mem_deref(t->enc);
}

static bool is_wanted(const struct oh_session *s)
{
	return (s->tap && s->tap->rec) || s->speech_ms ||
		(s->remote && s->remote->detect_inband) ||
		(s->tx.echo && s->rx.foreign);
}

static int make(struct oh_session *s)
{
	s->tap = mem_zalloc(sizeof(*s->tap), destructor);
	if (!s->tap)
		return ENOMEM;
	s->tap->ses = s;

	return 0;
}

/**
 * Have a tap if somebody listens, and none otherwise
 *
 * @param s Session
 */
void oh_tap_update(struct oh_session *s)
{
	bool wanted = is_wanted(s);

	if (wanted && !s->tap)
		(void)make(s);
	else if (!wanted)
		s->tap = mem_deref(s->tap);
}

static int decode(struct ear *ear, const struct oh_codec *codec,
		  int16_t *sampv, size_t *sampcp, const uint8_t *buf,
		  size_t len)
{
	int err;

	if (ear->codec != codec) {
		ear->dec   = mem_deref(ear->dec);
		ear->codec = NULL;
		err = codec->dec_alloc ? codec->dec_alloc(&ear->dec) : 0;
		if (err)
			return err;
		ear->codec = codec;
	}
	return codec->dec(ear->dec, sampv, sampcp, buf, len);
}

/* *svp, *np: samples in; out: of the other rate, in buf if they changed */
static int convert(struct ear *ear, uint32_t in_hz, uint32_t out_hz,
		   const int16_t **svp, size_t *np, int16_t *buf)
{
	int err;

	if (in_hz == out_hz)
		return 0;
	if (ear->fir_in_hz != in_hz || ear->fir_out_hz != out_hz) {
		ear->fir = mem_deref(ear->fir);
		ear->fir_in_hz = 0;
		err = oh_fir_alloc(&ear->fir, in_hz, out_hz);
		if (err)
			return err;
		ear->fir_in_hz  = in_hz;
		ear->fir_out_hz = out_hz;
	}
	*np  = oh_fir_run(ear->fir, buf, *svp, *np);
	*svp = buf;

	return 0;
}

/* -------------------------------------------------------------- speech */

static void tell_speech(struct oh_tap *t, bool on, uint64_t now_us)
{
	struct oh_stream_event ev = { .type = OH_STREAM_SPEECH, .ok = on,
				      .mono_us = now_us };

	t->speaking = on;
	oh_session_tell(t->ses, &ev);
}

static void hear_speech(struct oh_tap *t, uint32_t rate_hz,
			const int16_t *sampv, size_t sampc, uint64_t now_us)
{
	uint64_t energy = 0;

	for (size_t i = 0; i < sampc; i++)
		energy += (uint64_t)((int32_t)sampv[i] * sampv[i]);

	if (energy < (uint64_t)LOUD * sampc) {
		t->loud_ms = 0;
		return;
	}
	t->loud_ms += (uint32_t)(sampc * 1000 / rate_hz);
	if (t->loud_ms < LOUD_MS && !t->speaking)
		return;
	t->loud_us = now_us;
	if (!t->speaking)
		tell_speech(t, true, now_us);
}

/* ------------------------------------------------------ in-band digits */

static void on_digit(char digit, void *arg)
{
	struct oh_tap *t = arg;

	oh_rx_digit(t->ses, digit, OH_DTMF_INBAND, t->now_us);
}

static void hear_digits(struct oh_tap *t, uint32_t rate_hz,
			const int16_t *sampv, size_t sampc)
{
	if (t->inband_hz != rate_hz) {
		t->inband    = mem_deref(t->inband);
		t->inband_hz = 0;
		if (oh_inband_alloc(&t->inband, rate_hz, on_digit, t))
			return;
		t->inband_hz = rate_hz;
	}
	oh_inband_feed(t->inband, sampv, sampc);
}

/* ---------------------------------------------------------------- echo */

static void send_back(struct oh_tap *t, uint32_t rate_hz,
		      const int16_t *sampv, size_t sampc)
{
	const struct oh_codec *c = t->ses->remote->agreed.tx.codec;
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);

	if (t->enc_codec != c) {
		t->enc       = mem_deref(t->enc);
		t->enc_codec = NULL;
		if (c->enc_alloc && c->enc_alloc(&t->enc))
			return;
		t->enc_codec = c;
	}
	if (!convert(&t->back, rate_hz, c->rate_hz, &sampv, &sampc,
		     t->ses->eng->pcm2) &&
	    !c->enc(t->enc, buf, &len, sampv, sampc))
		oh_echo_put(t->ses->tx.echo, c, buf, len);
}

/* ----------------------------------------------------------- recording */

static int64_t position(const struct oh_tap *t, uint64_t us)
{
	int64_t since_us = (int64_t)(us - t->start_us);

	return since_us * (int64_t)(t->rec->rate_hz / 1000) / 1000;
}

static void record(struct oh_tap *t, enum oh_recorder_channel ch,
		   int64_t pos, const int16_t *sampv, size_t sampc)
{
	struct ear *ear = ch == OH_RECORDER_US ? &t->us : &t->them;

	if (convert(ear, ear->codec->rate_hz, t->rec->rate_hz,
		    &sampv, &sampc, t->ses->eng->pcm2))
		return;
	if (pos >= 0 && !t->ses->wish.mute_recording)
		oh_recorder_put(t->rec->rec, ch, (uint64_t)pos, sampv, sampc);
}

/**
 * Hear what they sent
 *
 * @param s      Session with a tap
 * @param codec  Of the payload
 * @param rtp    The packet
 * @param now_us When it came
 */
void oh_tap_them(struct oh_session *s, const struct oh_codec *codec,
		 const struct oh_rtp *rtp, uint64_t now_us)
{
	struct oh_tap *t = s->tap;
	int16_t *sampv = s->eng->pcm;
	size_t sampc = OH_CODEC_FRAME_MAX;

	if (decode(&t->them, codec, sampv, &sampc, rtp->payload,
		   rtp->payload_len))
		return;

	t->now_us = now_us;
	if (s->speech_ms)
		hear_speech(t, codec->rate_hz, sampv, sampc, now_us);
	if (s->remote->detect_inband)
		hear_digits(t, codec->rate_hz, sampv, sampc);
	if (s->tx.echo && codec != s->remote->agreed.tx.codec)
		send_back(t, codec->rate_hz, sampv, sampc);
	if (t->rec)
		record(t, OH_RECORDER_THEM,
		       oh_track_place(&t->track, rtp->ssrc, rtp->ts,
				      codec->clock_hz, position(t, now_us)),
		       sampv, sampc);
}

/**
 * Hear what we sent
 *
 * @param s       Session with a tap
 * @param buf     Payload
 * @param len     Its length [bytes]
 * @param tick_us When it was due
 */
void oh_tap_us(struct oh_session *s, const uint8_t *buf, size_t len,
	       uint64_t tick_us)
{
	struct oh_tap *t = s->tap;
	size_t sampc = OH_CODEC_FRAME_MAX;

	if (!t->rec || decode(&t->us, s->remote->agreed.tx.codec, s->eng->pcm,
			      &sampc, buf, len))
		return;
	record(t, OH_RECORDER_US, position(t, tick_us), s->eng->pcm, sampc);
}

/**
 * Time goes by
 *
 * @param s      Session with a tap
 * @param now_us Now
 */
void oh_tap_tick(struct oh_session *s, uint64_t now_us)
{
	struct oh_tap *t = s->tap;
	int64_t pos;

	if (t->speaking && now_us > t->loud_us + 1000ull * s->speech_ms)
		tell_speech(t, false, now_us);
	if (!t->rec)
		return;
	pos = position(t, now_us);
	if (pos > 0)
		oh_recorder_advance(t->rec->rec, (uint64_t)pos);
}

/**
 * Record from now on; a recording under way ends
 *
 * @param s       Session
 * @param rec     Recording; its message is the recorder's from now on
 * @param tick_us Now
 */
void oh_tap_record(struct oh_session *s, struct oh_record *rec,
		   uint64_t tick_us)
{
	oh_tap_end_record(s, rec->msg.ev.id - 1);
	if (!s->tap && make(s)) {
		rec->msg.ev.err = ENOMEM;
		oh_recorder_close(rec->rec);
		return;
	}
	s->tap->rec      = rec;
	s->tap->start_us = tick_us;
	memset(&s->tap->track, 0, sizeof(s->tap->track));
	s->tap->track.rate_hz = rec->rate_hz;
}

/**
 * End the recording, if its number is not above another
 *
 * @param s       Session
 * @param upto_id Number
 */
void oh_tap_end_record(struct oh_session *s, uint32_t upto_id)
{
	struct oh_tap *t = s->tap;
	struct oh_recorder *r;

	if (!t || !t->rec || t->rec->msg.ev.id > upto_id)
		return;
	r = t->rec->rec;
	t->rec = NULL;
	/* Last: the writer may send the message home at once. */
	oh_recorder_close(r);
}
