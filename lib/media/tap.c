/**
 * @file tap.c  Ears on the media thread
 *
 *   their payload ─▶ decoder ─┬─▶ speech
 *                             ├─▶ in-band digits
 *                             ├─▶ converter ─▶ who answers, tones
 *                             ├─▶ echo, if in another codec than ours
 *                             ├─▶ converter ─▶ pipe
 *                             └─▶ converter ─▶ recorders, right
 *   our payload ───▶ decoder ───▶ converter ─▶ recorder, left
 *
 * What has no memory yet is made when it is needed, on this thread; if there
 * is none the packet is passed over and the next one tries again.
 */
#include "media/ear.h"
#include "media/echo.h"
#include "media/engine_priv.h"
#include "media/inband.h"
#include "media/piping.h"
#include "media/rtp.h"
#include "media/secret.h"
#include "media/tap.h"
#include "media/tape.h"

enum {
	LOUD_MS = 60,       /* sound must last so long to be speech */

	/* Without packets for so long silence is heard, in pieces. */
	LATE_US = 100000,
	PIECE   = OH_DETECT_RATE_HZ / 50,
	PIECE_US = 20000,

	/* -45 dBm0: a full sine is +3.14 dBm0 (G.711) and has a mean square
	   of 2^29, so 2^29 * 10^(-4.814). */
	LOUD    = 8238,
};

struct oh_tap {
	struct oh_session     *ses;
	struct oh_ear          us;
	struct oh_ear          them;
	struct oh_tape         tapev[OH_STREAM_TAPES];
	struct oh_inband      *inband;
	uint32_t               inband_hz;
	uint64_t               now_us;       /* of the packet fed        */
	uint32_t               loud_ms;
	bool                   speaking;
	unsigned               listens;      /* begun, when that was told */
	uint64_t               loud_us;      /* sound was heard last     */
	struct oh_ear          slow;         /* detectors: the same      */
	uint64_t               heard_us;     /* by the detectors         */
	struct oh_ear          back;         /* echo: only the converter */
	struct oh_mouth        mouth;
};

static void destructor(void *arg)
{
	struct oh_tap *t = arg;

	for (size_t i = 0; i < OH_STREAM_TAPES; i++)
		oh_tape_reset(&t->tapev[i]);
	oh_ear_reset(&t->us);
	oh_ear_reset(&t->them);
	oh_ear_reset(&t->slow);
	oh_ear_reset(&t->back);
	mem_deref(t->inband);
	oh_mouth_reset(&t->mouth);
}

static bool is_recording(const struct oh_tap *t)
{
	return t && (t->tapev[OH_STREAM_TAPE_CALL].rec ||
		     t->tapev[OH_STREAM_TAPE_MESSAGE].rec);
}

static bool is_wanted(const struct oh_session *s)
{
	return is_recording(s->tap) || s->piping || s->detect ||
		s->wish.speech_ms ||
		(s->remote && s->remote->detect_inband) ||
		(s->tx.echo && s->rx.foreign);
}

static int make(struct oh_session *s)
{
	s->tap = mem_zalloc(sizeof(*s->tap), destructor);
	if (!s->tap)
		return ENOMEM;
	s->tap->ses      = s;
	s->tap->heard_us = s->eng->now_us;

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

/* --------------------------------------------------------- who answers */

static void on_finding(const struct oh_finding *f, void *arg)
{
	struct oh_tap *t = arg;
	struct oh_stream_event ev = { .type = OH_STREAM_DETECTED,
				      .finding = *f };

	oh_session_tell(t->ses, &ev);
}

static void hear_them(struct oh_tap *t, uint32_t rate_hz,
		      const int16_t *sampv, size_t sampc, uint64_t now_us)
{
	if (oh_ear_convert(&t->slow, rate_hz, OH_DETECT_RATE_HZ, &sampv,
			   &sampc, t->ses->eng->pcm2))
		return;
	t->heard_us = now_us;
	oh_detect_feed(t->ses->detect, sampv, sampc, on_finding, t);
}

/* Who sends nothing while silent is silent all the same. */
static void hear_nothing(struct oh_tap *t, uint64_t now_us)
{
	static const int16_t silence[PIECE];

	while (now_us > t->heard_us + LATE_US) {
		t->heard_us += PIECE_US;
		oh_detect_feed(t->ses->detect, silence, PIECE, on_finding, t);
	}
}

/**
 * Somebody else listens from now on
 *
 * @param s      Session with a tap
 * @param now_us Now
 */
void oh_tap_restart(struct oh_session *s, uint64_t now_us)
{
	s->tap->heard_us = now_us;
}

/* ---------------------------------------------------------------- echo */

static void send_back(struct oh_tap *t, uint32_t rate_hz,
		      const int16_t *sampv, size_t sampc)
{
	const struct oh_codec *c = t->ses->remote->agreed.tx.codec;
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);

	if (!oh_ear_convert(&t->back, rate_hz, c->rate_hz, &sampv, &sampc,
			    t->ses->eng->pcm2) &&
	    !oh_mouth_encode(&t->mouth, c, buf, &len, sampv, sampc))
		oh_echo_put(t->ses->tx.echo, c, buf, len);
}

/* -------------------------------------------------- recordings, a pipe */

/* What leaves the call: not while it may be a secret */
static void keep(struct oh_tap *t, const struct oh_sound *snd)
{
	if (t->ses->piping)
		oh_piping_them(t->ses, snd);
	for (size_t i = 0; i < OH_STREAM_TAPES; i++)
		oh_tape_put(&t->tapev[i], OH_RECORDER_THEM, snd,
			    t->ses->eng->pcm2);
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

	if (oh_ear_decode(&t->them, codec, sampv, &sampc, rtp->payload,
			  rtp->payload_len))
		return;

	t->now_us = now_us;
	if (s->wish.speech_ms)
		hear_speech(t, codec->rate_hz, sampv, sampc, now_us);
	if (s->remote->detect_inband)
		hear_digits(t, codec->rate_hz, sampv, sampc);
	if (s->detect)
		hear_them(t, codec->rate_hz, sampv, sampc, now_us);
	if (s->tx.echo && codec != s->remote->agreed.tx.codec)
		send_back(t, codec->rate_hz, sampv, sampc);
	if (!oh_secret_is(s))
		keep(t, &(struct oh_sound){ .codec = codec, .rtp = rtp,
					    .us = now_us, .sampv = sampv,
					    .sampc = sampc });
}

/**
 * Hear what we sent
 *
 * @param s   Session with a tap
 * @param rtp The packet: audio, in the codec agreed
 * @param us  When it was due; what is passed on for others is placed by its
 *            timestamps, for it leaves as unevenly as it came
 */
void oh_tap_us(struct oh_session *s, const struct oh_rtp *rtp, uint64_t us)
{
	struct oh_sound snd = {
		.codec = s->remote->agreed.tx.codec, .rtp = rtp, .us = us,
		.sampv = s->eng->pcm, .sampc = OH_CODEC_FRAME_MAX,
	};
	struct oh_tape *tape = &s->tap->tapev[OH_STREAM_TAPE_CALL];

	if (!tape->rec || oh_secret_is_said(s) ||
	    oh_ear_decode(&s->tap->us, snd.codec, s->eng->pcm, &snd.sampc,
			  rtp->payload, rtp->payload_len))
		return;
	oh_tape_put(tape, OH_RECORDER_US, &snd, s->eng->pcm2);
}

/* Who listens no more is not told that they fell silent, and who listens anew
   is told that they speak. */
static void tick_speech(struct oh_tap *t, uint64_t now_us)
{
	uint32_t speech_ms = t->ses->wish.speech_ms;
	unsigned listens   = t->ses->wish.listens;

	if (t->listens != listens)
		t->speaking = false;
	t->listens = listens;
	if (!t->speaking)
		return;
	if (!speech_ms)
		t->speaking = false;
	else if (now_us > t->loud_us + 1000ull * speech_ms)
		tell_speech(t, false, now_us);
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

	tick_speech(t, now_us);
	if (s->detect)
		hear_nothing(t, now_us);
	if (s->piping)
		oh_piping_tick(s, now_us);
	for (size_t i = 0; i < OH_STREAM_TAPES; i++) {
		oh_tape_pause(&t->tapev[i], s->wish.pause[i], now_us);
		oh_tape_tick(&t->tapev[i], now_us);
	}
}

/**
 * Tell whether a key of theirs can be heard in their audio
 *
 * @param s Session
 */
bool oh_tap_hears_key(const struct oh_session *s)
{
	return s->tap && s->tap->inband &&
		oh_inband_is_hearing(s->tap->inband);
}

/**
 * Record from now on; a recording of its kind under way ends
 *
 * @param s       Session
 * @param rec     Recording; its message is the recorder's from now on
 * @param tick_us Now
 */
void oh_tap_record(struct oh_session *s, struct oh_record *rec,
		   uint64_t tick_us)
{
	oh_tap_end_record(s, rec->tape, rec->msg.ev.id - 1, 0);
	if (!s->tap && make(s)) {
		rec->msg.ev.err = ENOMEM;
		oh_recorder_close(rec->rec);
		return;
	}
	oh_tape_start(&s->tap->tapev[rec->tape], rec, tick_us);
	oh_tape_pause(&s->tap->tapev[rec->tape], s->wish.pause[rec->tape],
		      tick_us);
}

/**
 * End a recording, if its number is not above another
 *
 * @param s       Session
 * @param tape    Which one
 * @param upto_id Number
 * @param cut_ms  How much of its end is left out
 */
void oh_tap_end_record(struct oh_session *s, enum oh_stream_tape tape,
		       uint32_t upto_id, uint32_t cut_ms)
{
	struct oh_tape *t = s->tap ? &s->tap->tapev[tape] : NULL;

	if (t && t->rec && t->rec->msg.ev.id <= upto_id)
		oh_tape_end(t, s->eng->now_us, cut_ms);
}
