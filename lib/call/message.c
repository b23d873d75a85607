/**
 * @file message.c  Take a message: what they say after a beep, in a file
 */
#include <errno.h>
#include "base/compat.h"
#include "call/call_priv.h"
#include "call/message.h"
#include "media/tone.h"

enum {
	BEEP_HZ         = 1000,
	BEEP_MS         = 200,
	BEEP_LEVEL_DBM0 = -12,
	BEEP_RATE_HZ    = 16000,

	/* How much of what was recorded belongs to a key: its packets, or the
	   tone that was heard before it was known to be one. */
	KEY_MS  = 60,
	TONE_MS = 120,
	INFO_MS = 250,
};

enum state { BEEPING, OPEN, STOPPING, OVER };

struct oh_message {
	struct oh_call_watch watch;
	struct oh_call      *call;
	enum state           st;
	uint32_t             max_ms;
	uint32_t             silence_ms;
	uint32_t             beep_id;
	bool                 listening;
	char                 keys[OH_MESSAGE_KEYS + 1];
	struct tmr           tmr_max;
	struct tmr           tmr_silence;
	struct oh_message_result res;
	oh_message_h        *h;
	void                *arg;
};

static const char *const namev[] = {
	[OH_MESSAGE_MAX]     = "max",
	[OH_MESSAGE_SILENCE] = "silence",
	[OH_MESSAGE_KEY]     = "key",
	[OH_MESSAGE_HANGUP]  = "hangup",
	[OH_MESSAGE_ERROR]   = "error",
};

/**
 * Name why a message ended
 *
 * @param end Why
 *
 * @return Lower-case word
 */
const char *oh_message_end_name(enum oh_message_end end)
{
	return namev[end];
}

/**
 * Make the beep
 *
 * @param prp   Prompt; release with oh_prompt_unref()
 * @param cache Prompts, borrowed
 *
 * @return 0, ENOMEM
 */
int oh_message_beep(struct oh_prompt **prp, struct oh_prompts *cache)
{
	static const struct oh_tone tone = {
		.freq_hz = { BEEP_HZ }, .ms = BEEP_MS,
		.level_dbm0 = BEEP_LEVEL_DBM0,
	};
	int16_t *sampv;
	size_t sampc;
	int err;

	err = oh_tone_make(&sampv, &sampc, BEEP_RATE_HZ, &tone, 1);
	if (err)
		return err;
	err = oh_prompt_samples(prp, cache, sampv, sampc, BEEP_RATE_HZ);
	mem_deref(sampv);

	return err;
}

static void quieten(struct oh_message *m)
{
	tmr_cancel(&m->tmr_max);
	tmr_cancel(&m->tmr_silence);
	if (m->listening)
		oh_call_listen(m->call, false);
	m->listening = false;
}

static void destructor(void *arg)
{
	struct oh_message *m = arg;

	quieten(m);
	oh_call_unwatch(m->call, &m->watch);
	if (m->st == BEEPING)
		oh_stream_stop(m->call->stream);
	if (m->st == BEEPING || m->st == OPEN)
		oh_stream_message_stop(m->call->stream, 0);
	mem_deref(m->call);
}

/* RECORDED follows, and then it is over */
static void stop(struct oh_message *m, enum oh_message_end end,
		 uint32_t cut_ms)
{
	m->st      = STOPPING;
	m->res.end = end;
	quieten(m);
	oh_stream_message_stop(m->call->stream, cut_ms);
}

static void finish(struct oh_message *m)
{
	const struct oh_message_result res = m->res;
	oh_message_h *h = m->h;
	void *arg = m->arg;

	m->st = OVER;
	quieten(m);
	h(&res, arg);
}

static void max_timeout(void *arg)
{
	stop(arg, OH_MESSAGE_MAX, 0);
}

static void silence_timeout(void *arg)
{
	struct oh_message *m = arg;

	stop(m, OH_MESSAGE_SILENCE, m->silence_ms > OH_MESSAGE_KEEP_MS ?
	     m->silence_ms - OH_MESSAGE_KEEP_MS : 0);
}

static void await_silence(struct oh_message *m, uint32_t already_ms)
{
	if (m->silence_ms)
		tmr_start(&m->tmr_silence, m->silence_ms -
			  min(already_ms, m->silence_ms),
			  silence_timeout, m);
}

/* From here on what they say is the message */
static void open_message(struct oh_message *m)
{
	m->st = OPEN;
	oh_stream_pause_message(m->call->stream, false);
	if (m->max_ms)
		tmr_start(&m->tmr_max, m->max_ms, max_timeout, m);
	if (!m->silence_ms)
		return;
	m->listening = true;
	oh_call_listen(m->call, true);
	if (!oh_call_is_speaking(m->call))
		await_silence(m, 0);
}

static void on_speech(struct oh_message *m, bool on)
{
	if (m->st != OPEN)
		return;
	if (on)
		tmr_cancel(&m->tmr_silence);
	else
		await_silence(m, OH_CALL_SPEECH_MS);
}

static uint32_t key_ms(enum oh_dtmf way)
{
	switch (way) {

	case OH_DTMF_INBAND: return TONE_MS;
	case OH_DTMF_INFO:   return INFO_MS;
	default:             return KEY_MS;
	}
}

/* One that comes with the beep means what it would after it */
static void on_digit(struct oh_message *m, const struct oh_event *ev)
{
	if (m->st > OPEN || !strchr(m->keys, ev->digit))
		return;
	if (m->st == BEEPING)
		oh_stream_stop(m->call->stream);
	m->res.key = ev->digit;
	stop(m, OH_MESSAGE_KEY, key_ms(ev->dtmf));
}

/* If we have not ended it, the call has; or the disk. */
static void on_recorded(struct oh_message *m, const struct oh_event *ev)
{
	if (!ev->message)
		return;
	if (!ev->ok)
		m->res.end = OH_MESSAGE_ERROR;
	else if (m->st != STOPPING)
		m->res.end = OH_MESSAGE_HANGUP;
	m->res.err     = ev->err;
	m->res.seconds = ev->seconds;
	finish(m);
}

static void on_ended(struct oh_message *m)
{
	m->res.end = OH_MESSAGE_HANGUP;
	finish(m);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct oh_message *m = arg;

	if (m->st == OVER)
		return;
	switch (ev->type) {

	case OH_EVENT_PLAYED:
		if (m->st == BEEPING && ev->id == m->beep_id)
			open_message(m);
		break;
	case OH_EVENT_SPEECH:   on_speech(m, ev->ok); break;
	case OH_EVENT_DIGIT:    on_digit(m, ev); break;
	case OH_EVENT_RECORDED: on_recorded(m, ev); break;
	case OH_EVENT_ENDED:    on_ended(m); break;
	default:                break;
	}
}

static int begin(struct oh_message *m, const struct oh_message_prm *prm)
{
	struct oh_stream *st = m->call->stream;
	int err;

	err = oh_call_record_message(m->call, prm->path, true);
	if (err)
		return err;
	if (!prm->beep) {
		open_message(m);
		return 0;
	}
	m->st = BEEPING;
	return oh_stream_play(st, &prm->beep, 1, 1, &m->beep_id);
}

/**
 * Take a message
 *
 * A prompt under way gives way to the beep.
 *
 * @param mp   Returned message, release with mem_deref; one under way is then
 *             ended where it is, and the file is finished when RECORDED is
 *             told of the call
 * @param call Call, up; shared
 * @param prm  How; borrowed
 * @param h    Called once, never before this returns; may release the message
 * @param arg  Handler argument
 *
 * @return 0; EINVAL; ENOTCONN: the call is not up; EALREADY: another message
 *         is under way, or not finished; ENOMEM; or an errno of creating the
 *         file (EEXIST, EACCES, ENOSPC)
 */
int oh_message_start(struct oh_message **mp, struct oh_call *call,
		     const struct oh_message_prm *prm,
		     oh_message_h *h, void *arg)
{
	struct oh_message *m;
	int err;

	if (!mp || !call || !prm || !prm->path || !h)
		return EINVAL;
	if (!oh_call_is_up(call))
		return ENOTCONN;
	m = mem_zalloc(sizeof(*m), destructor);
	if (!m)
		return ENOMEM;
	tmr_init(&m->tmr_max);
	tmr_init(&m->tmr_silence);
	m->st         = OVER;
	m->call       = mem_ref(call);
	m->max_ms     = prm->max_ms;
	m->silence_ms = prm->silence_ms;
	m->h          = h;
	m->arg        = arg;
	str_ncpy(m->keys, prm->keys, sizeof(m->keys));
	m->watch = (struct oh_call_watch){ .eventh = event_handler,
					   .arg = m };

	err = begin(m, prm);
	if (err) {
		mem_deref(m);
		return err;
	}
	oh_call_watch(call, &m->watch);
	*mp = m;

	return 0;
}
