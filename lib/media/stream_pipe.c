/**
 * @file stream_pipe.c  The pipe of a stream: the half on the main loop
 */
#include "media/pipe.h"
#include "media/piping.h"
#include "media/stream_priv.h"

static void destructor(void *arg)
{
	oh_piping_reset(arg);
}

/* On the piper's thread; the message goes home by the media thread, which
   must let go of the pipe. */
static void piped(const struct oh_pipe_end *end, void *arg)
{
	struct oh_piping *g = arg;

	g->msg.kind          = OH_MSG_PIPED;
	g->msg.ev.type       = OH_STREAM_PIPED;
	g->msg.ev.ok         = end->ok;
	g->msg.ev.err        = end->err;
	g->msg.ev.seconds    = end->seconds;
	g->msg.ev.dropped_ms = end->dropped_ms;
	oh_mailbox_put(&g->msg.ses->eng->in, &g->msg);
}

static void refuse(const struct oh_stream_pipe_prm *prm)
{
	if (prm->in_fd >= 0)
		(void)close(prm->in_fd);
	if (prm->out_fd >= 0 && prm->out_fd != prm->in_fd)
		(void)close(prm->out_fd);
}

static int make(struct oh_stream *st, struct oh_piping **gp)
{
	int err = st->ses ? 0 : ENOTCONN;

	if (!err && !st->eng->piper)
		err = oh_piper_alloc(&st->eng->piper);
	if (err)
		return err;
	*gp = oh_stream_message(st, sizeof(**gp), destructor, OH_MSG_PIPE);

	return *gp ? 0 : ENOMEM;
}

/**
 * Let somebody else hear them, and speak for us; PIPED comes when it is over
 *
 * They are heard at an even pace, also what is lost or not sent: as silence.
 * A reader that is slower than the call loses what is older than
 * OH_PIPE_OUT_MS.
 *
 * @param st  Stream
 * @param prm Descriptors, *given* in any case; and how
 * @param idp Receives the number PIPED will have, or NULL
 *
 * @return 0; EINVAL: no descriptor, or no such rate; EBADF: it cannot be read
 *         or written; EAGAIN: too many; ENOMEM; ENOTCONN: the stream has
 *         closed
 */
int oh_stream_pipe(struct oh_stream *st,
		   const struct oh_stream_pipe_prm *prm, uint32_t *idp)
{
	struct oh_piping *g;
	int err;

	err = make(st, &g);
	if (err) {
		refuse(prm);
		return err;
	}
	g->rate_hz = prm->rate_hz;
	err = oh_pipe_open(&g->pipe, st->eng->piper, prm, piped, g);
	if (err) {
		mem_deref(g);
		return err;
	}
	if (idp)
		*idp = g->msg.ev.id;
	oh_stream_post(st, &g->msg);

	return 0;
}

/**
 * End the pipe; what the reader takes at once it still gets
 *
 * @param st Stream
 */
void oh_stream_unpipe(struct oh_stream *st)
{
	if (!st->ses)
		return;
	atomic_store(&st->ses->wish.unpipe_id, st->last_id);
	oh_session_wish(st->ses);
}
