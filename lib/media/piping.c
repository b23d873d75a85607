/**
 * @file piping.c  A pipe on the media thread: its place in the call
 */
#include "media/engine_priv.h"
#include "media/pipe.h"
#include "media/piping.h"

enum {
	LATE_MS  = 100,     /* what comes later has become silence        */
	AHEAD_MS = 200,     /* further in the future is a wild guess      */
	SILENCE  = 160,     /* samples at a time                          */
};

/**
 * Release what it has, but for the pipe, which is closed
 *
 * @param g Piping
 */
void oh_piping_reset(struct oh_piping *g)
{
	oh_ear_reset(&g->out);
	oh_ear_reset(&g->in);
	oh_mouth_reset(&g->mouth);
}

/**
 * Begin; a pipe under way ends
 *
 * @param s  Session
 * @param g  Piping; its message is the piper's from now on
 * @param us Now
 */
void oh_piping_start(struct oh_session *s, struct oh_piping *g, uint64_t us)
{
	oh_piping_end(s, g->msg.ev.id - 1);
	s->piping   = g;
	g->start_us = us;
	g->track    = (struct oh_track){ .rate_hz = g->rate_hz };
	oh_pipe_start(g->pipe);
}

/**
 * End the pipe, if its number is not above another
 *
 * @param s       Session
 * @param upto_id Number
 */
void oh_piping_end(struct oh_session *s, uint32_t upto_id)
{
	struct oh_piping *g = s->piping;
	struct oh_pipe *p;

	if (!g || g->msg.ev.id > upto_id)
		return;
	s->piping = NULL;
	p = g->pipe;
	g->pipe = NULL;
	/* Last: the piper may send the message home at once. */
	oh_pipe_close(p);
}

static int64_t samples(const struct oh_piping *g, uint32_t ms)
{
	return (int64_t)g->rate_hz / 1000 * ms;
}

static int64_t position(const struct oh_piping *g, uint64_t us)
{
	return (int64_t)(us - g->start_us) * (g->rate_hz / 1000) / 1000;
}

static void put(struct oh_piping *g, const int16_t *sampv, size_t sampc)
{
	oh_pipe_put(g->pipe, sampv, sampc);
	g->written += (int64_t)sampc;
}

static void put_silence(struct oh_piping *g, int64_t upto)
{
	static const int16_t sampv[SILENCE];

	while (g->written < upto)
		put(g, sampv, (size_t)min(upto - g->written,
					  (int64_t)SILENCE));
}

static int64_t place(struct oh_piping *g, const struct oh_sound *snd)
{
	int64_t now = position(g, snd->us);
	int64_t pos;

	pos = oh_track_place(&g->track, snd->rtp->ssrc, snd->rtp->ts,
			     snd->codec->clock_hz, now);
	if (pos < now + samples(g, AHEAD_MS))
		return pos;
	g->track.anchored = false;

	return oh_track_place(&g->track, snd->rtp->ssrc, snd->rtp->ts,
			      snd->codec->clock_hz, now);
}

/**
 * Give what they say to the reader
 *
 * @param s   Session with a pipe
 * @param snd What they say
 */
void oh_piping_them(struct oh_session *s, const struct oh_sound *snd)
{
	struct oh_piping *g = s->piping;
	const int16_t *sampv = snd->sampv;
	size_t sampc = snd->sampc;
	int64_t pos, late;

	if (oh_ear_convert(&g->out, snd->codec->rate_hz, g->rate_hz,
			   &sampv, &sampc, s->eng->pcm2))
		return;
	pos = place(g, snd);
	put_silence(g, pos);
	late = g->written - pos;
	if (late < (int64_t)sampc)
		put(g, sampv + late, sampc - (size_t)late);
}

/**
 * Time goes by, also for the reader
 *
 * @param s  Session with a pipe
 * @param us Now
 */
void oh_piping_tick(struct oh_session *s, uint64_t us)
{
	struct oh_piping *g = s->piping;

	put_silence(g, position(g, us) - samples(g, LATE_MS));
}

static size_t interval(const struct oh_session *s)
{
	return (size_t)samples(s->piping, s->remote->agreed.ptime_ms);
}

/**
 * Look whether it has something to say, once for each interval
 *
 * @param s Session that has been negotiated
 */
void oh_piping_poll(struct oh_session *s)
{
	if (s->piping)
		(void)oh_pipe_poll(s->piping->pipe, interval(s));
}

/**
 * Tell whether it has, since that
 *
 * @param s Session
 */
bool oh_piping_speaks(const struct oh_session *s)
{
	return s->piping && oh_pipe_speaks(s->piping->pipe);
}

/**
 * Take what it has to say in an interval
 *
 * @param s    Session that has been negotiated
 * @param buf  Receives a payload of the codec agreed
 * @param lenp In: room in buf [bytes]; out: used
 *
 * @return false: it has nothing to say
 */
bool oh_piping_frame(struct oh_session *s, uint8_t *buf, size_t *lenp)
{
	const struct oh_codec *codec = s->remote->agreed.tx.codec;
	struct oh_piping *g = s->piping;
	const int16_t *sampv = s->eng->pcm;
	size_t sampc;

	if (!oh_piping_speaks(s))
		return false;
	sampc = interval(s);
	oh_pipe_get(g->pipe, s->eng->pcm, sampc);

	return !oh_ear_convert(&g->in, g->rate_hz, codec->rate_hz, &sampv,
			       &sampc, s->eng->pcm2) &&
		!oh_mouth_encode(&g->mouth, codec, buf, lenp, sampv, sampc);
}
