/**
 * @file stream_record.c  Recordings of a stream: the half on the main loop
 */
#include "media/stream_priv.h"

enum {
	RATE_NARROW = 8000,
	RATE_WIDE   = 16000,     /* if the codec is wider */
};

/* On the writer's thread; the message goes home by the media thread, which
   must know that the file is finished. */
static void recorded(int err, double seconds, void *arg)
{
	struct oh_record *r = arg;

	r->msg.kind       = OH_MSG_RECORDED;
	r->msg.ev.type    = OH_STREAM_RECORDED;
	r->msg.ev.index   = r->tape;
	if (err)
		r->msg.ev.err = err;
	r->msg.ev.ok      = !r->msg.ev.err;
	r->msg.ev.seconds = seconds;
	oh_mailbox_put(&r->msg.ses->eng->in, &r->msg);
}

static bool is_wide(const struct oh_stream *st)
{
	return st->negotiated && st->agreed.tx.codec->rate_hz > RATE_NARROW;
}

static int record(struct oh_stream *st, const char *path,
		  enum oh_stream_tape tape, bool paused)
{
	struct oh_recorder_prm prm = {
		.path    = path,
		.rate_hz = is_wide(st) ? RATE_WIDE : RATE_NARROW,
		.theirs  = tape == OH_STREAM_TAPE_MESSAGE,
	};
	struct oh_record *r;
	int err;

	if (!st->ses)
		return ENOTCONN;
	r = oh_stream_message(st, sizeof(*r), NULL, OH_MSG_RECORD);
	if (!r)
		return ENOMEM;
	r->rate_hz = prm.rate_hz;
	r->tape    = tape;
	err = oh_recorder_open(&r->rec, st->eng->writer, &prm, recorded, r);
	if (err) {
		mem_deref(r);
		return err;
	}
	atomic_store(&st->ses->wish.pause[tape], paused);
	oh_stream_post(st, &r->msg);

	return 0;
}

static void stop(struct oh_stream *st, enum oh_stream_tape tape)
{
	atomic_store(&st->ses->wish.record_stop_id[tape], st->last_id);
	oh_session_wish(st->ses);
}

/**
 * Record both sides; RECORDED comes when the file is finished
 *
 * A file is of 8 kHz, or of 16 kHz if the codec agreed now is wider; it stays
 * so when the codec changes. A recording of the call under way ends.
 *
 * @param st   Stream
 * @param path Of the file, which must not exist
 *
 * @return 0; what opening the file said (EEXIST, EACCES); ENOMEM; ENOTCONN:
 *         the stream has closed
 */
int oh_stream_record(struct oh_stream *st, const char *path)
{
	return record(st, path, OH_STREAM_TAPE_CALL, false);
}

/**
 * End the recording of the call
 *
 * @param st Stream
 */
void oh_stream_record_stop(struct oh_stream *st)
{
	if (st->ses)
		stop(st, OH_STREAM_TAPE_CALL);
}

/**
 * Leave out what is said from now on, without a gap; or go on
 *
 * @param st Stream
 * @param on Leave it out
 */
void oh_stream_pause_recording(struct oh_stream *st, bool on)
{
	if (st->ses)
		atomic_store(&st->ses->wish.pause[OH_STREAM_TAPE_CALL], on);
}

/**
 * Record them alone, beside a recording of the call; RECORDED comes when the
 * file is finished
 *
 * @param st     Stream
 * @param path   Of the file, which must not exist
 * @param paused Not yet
 *
 * @return As oh_stream_record()
 */
int oh_stream_record_message(struct oh_stream *st, const char *path,
			     bool paused)
{
	return record(st, path, OH_STREAM_TAPE_MESSAGE, paused);
}

/**
 * Leave out what they say from now on, without a gap; or go on
 *
 * @param st Stream
 * @param on Leave it out
 */
void oh_stream_pause_message(struct oh_stream *st, bool on)
{
	if (st->ses)
		atomic_store(&st->ses->wish.pause[OH_STREAM_TAPE_MESSAGE],
			     on);
}

/**
 * End the recording of them
 *
 * @param st     Stream
 * @param cut_ms How much of its end is left out [ms]
 */
void oh_stream_message_stop(struct oh_stream *st, uint32_t cut_ms)
{
	if (!st->ses)
		return;
	atomic_store(&st->ses->wish.cut_ms, cut_ms);
	stop(st, OH_STREAM_TAPE_MESSAGE);
}

/**
 * Record silence instead of both sides, while a secret is asked for
 *
 * A pipe gets silence too, and traces are blanked. Switched off, it lasts
 * until the key is up that is down.
 *
 * @param st   Stream
 * @param mute Silence
 */
void oh_stream_mute_recording(struct oh_stream *st, bool mute)
{
	if (!st->ses)
		return;
	atomic_store(&st->ses->wish.mute_recording, mute);
	oh_session_wish(st->ses);
}
