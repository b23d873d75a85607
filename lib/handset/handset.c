/**
 * @file handset.c  The voice terminal: what a person speaks into
 *
 * What was laid down may still be on its way out while it is lifted anew: a
 * desk phone is rung again at once, and another baresip started.
 */
#include <errno.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/path.h"
#include "handset/lift.h"

/** One time it is lifted, ours as long as it is not gone */
struct lifted {
	struct le          le;
	struct oh_handset *handset;
	struct oh_lift    *lift;
};

struct oh_handset {
	struct oh_handset_prm prm;
	enum oh_handset_kind  kind;
	enum oh_handset_state state;
	struct tmr     tmr;            /* its state is to be told         */
	struct list    liftedl;
	struct lifted *now;            /* of them; NULL: it lies          */
	void (*closedh)(void *arg);
	void  *closedarg;
	char   why[OH_HANDSET_WHY];
};

static void destructor(void *arg)
{
	struct oh_handset *h = arg;

	tmr_cancel(&h->tmr);
	list_flush(&h->liftedl);
}

static void lifted_destructor(void *arg)
{
	struct lifted *ld = arg;

	list_unlink(&ld->le);
	mem_deref(ld->lift);
}

/* ------------------------------------------------------------- its state */

static void tell(void *arg)
{
	struct oh_handset *h = arg;
	void (*closedh)(void *) = h->closedh;

	if (closedh && list_isempty(&h->liftedl)) {
		h->closedh = NULL;
		closedh(h->closedarg);
		return;
	}
	if (!closedh && h->prm.stateh)
		h->prm.stateh(h->state, h->prm.arg);
}

static void move(struct oh_handset *h, enum oh_handset_state state,
		 const char *why)
{
	h->state = state;
	str_ncpy(h->why, why, sizeof(h->why));
	if (*why)
		oh_log(h->prm.log, OH_LOG_INFO, "handset: %s", why);
	tmr_start(&h->tmr, 0, tell, h);
}

/* --------------------------------------------------- a time it is lifted */

static void on_gone(struct lifted *ld)
{
	struct oh_handset *h = ld->handset;

	if (h->now == ld)
		h->now = NULL;
	mem_deref(ld);
	if (h->closedh)
		tmr_start(&h->tmr, 0, tell, h);
}

static void lift_handler(enum oh_lift_event ev, const char *why, void *arg)
{
	struct lifted *ld = arg;
	struct oh_handset *h = ld->handset;

	if (ev == OH_LIFT_GONE) {
		on_gone(ld);
		return;
	}
	if (h->now != ld)
		return;
	switch (ev) {

	case OH_LIFT_RINGING: move(h, OH_HANDSET_RINGING, ""); return;
	case OH_LIFT_UP:      move(h, OH_HANDSET_UP, ""); return;
	case OH_LIFT_FAILED:  move(h, OH_HANDSET_FAILED, why); break;
	default:              move(h, OH_HANDSET_DOWN, why); break;
	}
	h->now = NULL;
}

/**
 * Lift it: UP or FAILED follows
 *
 * @param h Handset
 *
 * @return 0; EALREADY: it is up or on its way; ENXIO: there is none; ENOMEM.
 *         What cannot be begun at all is told as FAILED, too
 */
int oh_handset_lift(struct oh_handset *h)
{
	struct oh_lift_prm prm = { .kind = h->kind, .handset = &h->prm,
				   .h = lift_handler };
	char why[OH_HANDSET_WHY];
	struct lifted *ld;

	if (h->kind == OH_HANDSET_NONE || h->closedh)
		return ENXIO;
	if (h->now)
		return EALREADY;
	ld = mem_zalloc(sizeof(*ld), lifted_destructor);
	if (!ld)
		return ENOMEM;
	ld->handset = h;
	prm.arg     = ld;
	if (oh_lift_start(&ld->lift, &prm, why, sizeof(why))) {
		mem_deref(ld);
		move(h, OH_HANDSET_FAILED, why);
		return 0;
	}
	list_append(&h->liftedl, &ld->le, ld);
	h->now = ld;
	move(h, OH_HANDSET_STARTING, "");

	return 0;
}

/** Lay it down; no harm if it lies */
void oh_handset_lay(struct oh_handset *h)
{
	struct lifted *ld = h->now;

	if (!ld)
		return;
	h->now = NULL;
	oh_lift_end(ld->lift);
	move(h, OH_HANDSET_DOWN, "");
}

/* -------------------------------------------------------- beginning, end */

/* Without a word about it, there is one if it could work */
static enum oh_handset_kind find_kind(const struct oh_handset_prm *prm)
{
	if (0 == str_casecmp(prm->conf, "none"))
		return OH_HANDSET_NONE;
	if (0 == str_casecmp(prm->conf, "baresip"))
		return OH_HANDSET_BARESIP;
	if (str_isset(prm->conf))
		return OH_HANDSET_PHONE;

	return oh_path_has("baresip") && (str_isset(prm->input) ||
					   str_isset(prm->output) ||
					   !access("/dev/snd", F_OK)) ?
		OH_HANDSET_BARESIP : OH_HANDSET_NONE;
}

/**
 * Why there is no handset, and what gives one: for who wants to speak
 *
 * @param h Handset
 *
 * @return A sentence, static; "": there is one
 */
const char *oh_handset_missing(const struct oh_handset *h)
{
	if (h->kind != OH_HANDSET_NONE)
		return "";
	if (str_isset(h->prm.conf))
		return "handset = none is what [phone] says; baresip there, "
			"or the sip: URI of a desk phone, gives one";
	if (!oh_path_has("baresip"))
		return "baresip, which plays and records, is not installed; "
			"the package baresip-core has it";

	return "this machine has no sound device; PipeWire and PulseAudio "
		"work with --audio-device alsa,default, a desk phone with "
		"handset in [phone]";
}

/* Nobody asked for silence: a call without a voice shall not come as a
   surprise */
static void say_missing(struct oh_handset *h)
{
	if (!str_isset(h->prm.conf))
		(void)re_snprintf(h->why, sizeof(h->why), "nobody hears you: "
				  "%s", oh_handset_missing(h));
}

/**
 * Make a handset; it lies
 *
 * @param hp  Returned; mem_deref() silences it, and waits half a second at
 *            most until baresip has ended: oh_handset_close() is politer
 * @param prm What it is; strings, engine, resolver and log are borrowed while
 *            it lives
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_handset_alloc(struct oh_handset **hp,
		     const struct oh_handset_prm *prm)
{
	struct oh_handset *h;

	if (!hp || !prm || !prm->engine || !prm->resolver)
		return EINVAL;
	h = mem_zalloc(sizeof(*h), destructor);
	if (!h)
		return ENOMEM;
	tmr_init(&h->tmr);
	h->prm  = *prm;
	h->kind = find_kind(prm);
	if (h->kind == OH_HANDSET_NONE)
		say_missing(h);
	*hp = h;

	return 0;
}

/**
 * Close it: nothing is told any more but that it has closed
 *
 * @param h       Handset
 * @param closedh Called once, within 3 s, never before this returns
 * @param arg     Handler argument
 */
void oh_handset_close(struct oh_handset *h, void (*closedh)(void *arg),
		      void *arg)
{
	h->closedh   = closedh;
	h->closedarg = arg;
	oh_handset_lay(h);
	tmr_start(&h->tmr, 0, tell, h);
}

/** What it is */
enum oh_handset_kind oh_handset_kind(const struct oh_handset *h)
{
	return h->kind;
}

/** How it stands */
enum oh_handset_state oh_handset_state(const struct oh_handset *h)
{
	return h->state;
}

/** And in a word: static */
const char *oh_handset_state_name(enum oh_handset_state state)
{
	static const char *const namev[] = {
		[OH_HANDSET_DOWN]     = "down",
		[OH_HANDSET_STARTING] = "starting",
		[OH_HANDSET_RINGING]  = "ringing",
		[OH_HANDSET_UP]       = "up",
		[OH_HANDSET_FAILED]   = "failed",
	};

	return (size_t)state < ARRAY_SIZE(namev) ? namev[state] : "?";
}

/** Why it has failed, or why there is none though nobody said so; borrowed
    until its state changes; "" if all is well */
const char *oh_handset_why(const struct oh_handset *h)
{
	return h->why;
}

/** Its audio, borrowed while it is up; else NULL */
struct oh_stream *oh_handset_stream(const struct oh_handset *h)
{
	return h->now ? oh_lift_stream(h->now->lift) : NULL;
}
