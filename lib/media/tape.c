/**
 * @file tape.c  A recording on the media thread: when, and at which rate
 */
#include "media/session.h"
#include "media/tape.h"

/**
 * Begin a recording
 *
 * @param t   Tape with none
 * @param rec Recording; its message is the recorder's from now on
 * @param us  Now
 */
void oh_tape_start(struct oh_tape *t, struct oh_record *rec, uint64_t us)
{
	t->rec       = rec;
	t->start_us  = us;
	t->paused_us = 0;
	for (size_t i = 0; i < OH_TAPE_CHANNELS; i++)
		t->trackv[i] = (struct oh_track){ .rate_hz = rec->rate_hz };
}

static int64_t position(const struct oh_tape *t, uint64_t us)
{
	int64_t since_us = (int64_t)(us - t->start_us);

	return since_us * (int64_t)(t->rec->rate_hz / 1000) / 1000;
}

/**
 * Let its time stand still, or go on
 *
 * @param t  Tape
 * @param on Stand still
 * @param us Now
 */
void oh_tape_pause(struct oh_tape *t, bool on, uint64_t us)
{
	if (!t->rec || on == (t->paused_us != 0))
		return;
	if (on) {
		t->paused_us = us;
		return;
	}
	t->start_us += us - t->paused_us;
	t->paused_us = 0;
	/* Timestamps went on meanwhile: look at the clock on the wall. */
	for (size_t i = 0; i < OH_TAPE_CHANNELS; i++)
		t->trackv[i].anchored = false;
}

/**
 * Record what a packet says
 *
 * @param t   Tape
 * @param ch  Whose it is
 * @param snd What is said
 * @param buf Room for OH_CODEC_FRAME_MAX samples, not those of snd
 */
void oh_tape_put(struct oh_tape *t, enum oh_recorder_channel ch,
		 const struct oh_sound *snd, int16_t *buf)
{
	const int16_t *sampv = snd->sampv;
	size_t sampc = snd->sampc;
	int64_t pos;

	if (!t->rec || t->paused_us ||
	    oh_ear_convert(&t->earv[ch], snd->codec->rate_hz,
			   t->rec->rate_hz, &sampv, &sampc, buf))
		return;
	pos = oh_track_place(&t->trackv[ch], snd->rtp->ssrc, snd->rtp->ts,
			     snd->codec->clock_hz, position(t, snd->us));
	if (pos >= 0)
		oh_recorder_put(t->rec->rec, ch, (uint64_t)pos, sampv, sampc);
}

/**
 * Time goes by
 *
 * @param t  Tape
 * @param us Now
 */
void oh_tape_tick(struct oh_tape *t, uint64_t us)
{
	int64_t pos;

	if (!t->rec || t->paused_us)
		return;
	pos = position(t, us);
	if (pos > 0)
		oh_recorder_advance(t->rec->rec, (uint64_t)pos);
}

/**
 * End the recording, if there is one
 *
 * @param t      Tape
 * @param us     Now
 * @param cut_ms How much of its end is left out
 */
void oh_tape_end(struct oh_tape *t, uint64_t us, uint32_t cut_ms)
{
	struct oh_recorder *r;
	int64_t end;

	if (!t->rec)
		return;
	r   = t->rec->rec;
	end = position(t, (t->paused_us ? t->paused_us : us) -
			  1000ull * cut_ms);
	if (cut_ms)
		oh_recorder_cut(r, (uint64_t)max(end, (int64_t)0));
	t->rec = NULL;
	/* Last: the writer may send the message home at once. */
	oh_recorder_close(r);
}

/**
 * Forget all
 *
 * @param t Tape
 */
void oh_tape_reset(struct oh_tape *t)
{
	if (t->rec)
		oh_recorder_close(t->rec->rec);
	for (size_t i = 0; i < OH_TAPE_CHANNELS; i++)
		oh_ear_reset(&t->earv[i]);
	memset(t, 0, sizeof(*t));
}
