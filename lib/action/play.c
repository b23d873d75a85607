/**
 * @file play.c  Something is played to them
 */
#include <errno.h>
#include "action/action_priv.h"
#include "action/play.h"

enum { KEYS_SIZE = 20 };

struct play {
	struct oh_action  a;
	struct oh_sound  *sound;
	uint32_t          loops;
	bool              any;
	char              keys[KEYS_SIZE];
	char              key[2];         /* that stopped it, or ""      */
	bool              playing;
	uint32_t          id;
};

static void destructor(void *arg)
{
	struct play *p = arg;

	if (p->playing && !oh_action_is_over(&p->a))
		oh_stream_stop(oh_call_stream(p->a.call));
	oh_action_close(&p->a);
	mem_deref(p->sound);
}

static void on_played(struct play *p, const struct oh_event *ev)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);

	if (!p->playing || ev->id != p->id)
		return;
	p->playing = false;
	out.seconds = ev->seconds;
	out.digits  = p->key[0] ? p->key : NULL;
	if (!ev->ok && !p->key[0]) {
		out.cause = OH_CAUSE_FAILED;
		out.err   = ev->err ? ev->err : ECANCELED;
		out.error = ev->err ? strerror(ev->err)
				    : "something else was played";
	}
	oh_action_end(&p->a, &out);
}

static void on_digit(struct play *p, char digit)
{
	if (!p->playing || p->key[0] || (!p->any && !strchr(p->keys, digit)))
		return;
	p->key[0] = digit;
	oh_stream_stop(oh_call_stream(p->a.call));
}

static void eventh(struct oh_action *a, const struct oh_event *ev)
{
	struct play *p = (struct play *)a;

	if (ev->type == OH_EVENT_PLAYED)
		on_played(p, ev);
	else if (ev->type == OH_EVENT_DIGIT)
		on_digit(p, ev->digit);
}

static void ready(int err, const char *error, void *arg)
{
	struct play *p = arg;
	struct oh_prompt *const *promptv;
	uint32_t promptc;

	if (!err) {
		promptv = oh_sound_prompts(p->sound, &promptc);
		err = oh_stream_play(oh_call_stream(p->a.call), promptv,
				     promptc, p->loops, &p->id);
		error = NULL;
	}
	p->playing = !err;
	if (err)
		oh_action_fail(&p->a, err, error);
}

/**
 * Play to them
 *
 * @param ap  Returned action, release with mem_deref
 * @param lv  Call that is up
 * @param prm What
 * @param h   Called once, at the end
 * @param arg Handler argument
 *
 * @return 0, EINVAL, ENOTCONN, ENOMEM
 */
int oh_play_start(struct oh_action **ap, struct oh_live *lv,
		  const struct oh_play_prm *prm, oh_action_h *h, void *arg)
{
	static const struct action_ops ops = { .eventh = eventh };
	struct play *p;
	int err;

	if (!ap || !prm || !h)
		return EINVAL;
	err = oh_action_check(lv);
	if (err)
		return err;
	p = mem_zalloc(sizeof(*p), destructor);
	if (!p)
		return ENOMEM;
	p->loops = prm->loops;
	p->any   = !prm->interrupt;
	str_ncpy(p->keys, prm->interrupt, sizeof(p->keys));
	oh_action_open(&p->a, lv, &ops, h, arg);
	err = oh_sound_make(&p->sound, oh_calls_prm(oh_live_calls(lv)),
			    prm->itemv, prm->itemc, ready, p);
	if (err)
		mem_deref(p);
	else
		*ap = &p->a;

	return err;
}
