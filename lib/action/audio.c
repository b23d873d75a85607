/**
 * @file audio.c  The audio of a live call for somebody else's program
 */
#include <errno.h>
#include <unistd.h>
#include "action/action_priv.h"
#include "action/audio.h"

struct audio {
	struct oh_action a;
	uint32_t         id;
	bool             open;
	bool             awaits_end;     /* of its input                 */
};

static void destructor(void *arg)
{
	struct audio *u = arg;

	if (u->open && !oh_action_is_over(&u->a))
		oh_stream_unpipe(oh_call_stream(u->a.call));
	oh_action_close(&u->a);
}

/* Who talks to nobody hangs up. The action may be gone before. */
static void nobody_reads(struct audio *u)
{
	struct oh_call *call = mem_ref(u->a.call);

	oh_action_fail(&u->a, EPIPE, "nobody reads the audio any more");
	oh_call_hangup(call, OH_CAUSE_DONE);
	mem_deref(call);
}

static void on_piped(struct audio *u, const struct oh_event *ev)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);

	u->open = false;
	out.seconds = ev->seconds;
	if (ev->err == EPIPE)
		nobody_reads(u);
	else if (ev->err)
		oh_action_fail(&u->a, ev->err, NULL);
	else if (!ev->ok)
		oh_action_fail(&u->a, ECANCELED, "another pipe took its "
			       "place");
	else
		oh_action_end(&u->a, &out);
}

static void eventh(struct oh_action *a, const struct oh_event *ev)
{
	struct audio *u = (struct audio *)a;

	if (ev->type == OH_EVENT_PIPED && ev->id == u->id)
		on_piped(u, ev);
}

static bool leaveh(struct oh_action *a, struct oh_outcome *out)
{
	const struct audio *u = (const struct audio *)a;

	if (!u->awaits_end)
		out->cause = OH_CAUSE_DONE;

	return true;
}

static void refuse(const struct oh_stream_pipe_prm *prm)
{
	if (prm->in_fd >= 0)
		(void)close(prm->in_fd);
	if (prm->out_fd >= 0 && prm->out_fd != prm->in_fd)
		(void)close(prm->out_fd);
}

/**
 * Let a program hear them, and speak
 *
 * @param ap  Returned action, release with mem_deref
 * @param lv  Call that is up
 * @param prm Descriptors, given in any case, and how
 * @param h   Called once, at the end
 * @param arg Handler argument
 *
 * @return 0, EINVAL, EBADF, EAGAIN, ENOTCONN, ENOMEM
 */
int oh_audio_start(struct oh_action **ap, struct oh_live *lv,
		   const struct oh_stream_pipe_prm *prm, oh_action_h *h,
		   void *arg)
{
	static const struct action_ops ops = {
		.eventh = eventh,
		.leaveh = leaveh,
	};
	struct audio *u = NULL;
	int err = ap && h ? oh_action_check(lv) : EINVAL;

	if (!err) {
		u = mem_zalloc(sizeof(*u), destructor);
		err = u ? 0 : ENOMEM;
	}
	if (err) {
		refuse(prm);
		return err;
	}
	u->awaits_end = prm->end && prm->in_fd >= 0;
	oh_action_open(&u->a, lv, &ops, h, arg);
	err = oh_stream_pipe(oh_call_stream(u->a.call), prm, &u->id);
	u->open = !err;
	if (err)
		mem_deref(u);
	else
		*ap = &u->a;

	return err;
}
