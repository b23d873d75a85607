/**
 * @file place.c  Where calls are placed from
 */
#include <errno.h>
#include "base/clock.h"
#include "place/place_priv.h"

enum {
	CLOSE_MS  = 2500,
	LEAVE_MS  = 2000,         /* for a first answer, and the CANCEL  */
	SILENT_US = 60000000,     /* A silent trunk is tried last        */
};

static void place_destructor(void *arg)
{
	struct oh_place *p = arg;

	tmr_cancel(&p->tmr);
	list_flush(&p->trunkl);
}

static void place_trunk_destructor(void *arg)
{
	struct place_trunk *pt = arg;

	tmr_cancel(&pt->tmr);
	list_unlink(&pt->le);
	list_clear(&pt->waitl);
	mem_deref(pt->trunk);
}

/**
 * Make a place to call from; nothing is opened yet
 *
 * @param pp  Returned place, release with mem_deref
 * @param prm What it works with, borrowed while it lives
 */
int oh_place_alloc(struct oh_place **pp, const struct oh_place_prm *prm)
{
	struct oh_place *p;

	if (!pp || !prm || !prm->conf || !prm->engine)
		return EINVAL;
	p = mem_zalloc(sizeof(*p), place_destructor);
	if (!p)
		return ENOMEM;
	tmr_init(&p->tmr);
	p->prm = *prm;
	*pp = p;

	return 0;
}

static struct place_trunk *trunk_find(const struct oh_place *p,
				      const struct oh_conf_trunk *conf)
{
	for (struct le *le = list_head(&p->trunkl); le; le = le->next) {
		struct place_trunk *pt = le->data;

		if (oh_trunk_conf(pt->trunk) == conf)
			return pt;
	}

	return NULL;
}

/* Time of day since when a trunk is silent, by what calls and its own
   requests have found; 0: it is not */
static uint64_t silent_here_us(const struct place_trunk *pt)
{
	const uint64_t ago_us = oh_clock_us() - pt->silent_us;

	if (oh_trunk_silent_us(pt->trunk))
		return oh_trunk_silent_us(pt->trunk);

	return pt->silent_us && ago_us < SILENT_US ?
		oh_clock_wall_us() - ago_us : 0;
}

/**
 * Tell since when nobody answers where a trunk leads
 *
 * @param p    Place
 * @param conf Trunk
 *
 * @return Time of day [us]; 0: somebody does, or nobody has asked
 */
uint64_t oh_place_silent_us(const struct oh_place *p,
			    const struct oh_conf_trunk *conf)
{
	const struct place_trunk *pt = trunk_find(p, conf);
	uint64_t us = pt ? silent_here_us(pt) : 0;

	if (!us && p->silenth)
		us = p->silenth(conf, p->silentarg);

	return us;
}

/**
 * Have somebody asked who has the same trunks open, and asks their servers
 *
 * @param p   Place
 * @param h   Gives the time of day since when one is silent, or 0; NULL: none
 * @param arg Handler argument
 */
void oh_place_set_silent(struct oh_place *p, oh_place_silent_h *h, void *arg)
{
	p->silenth   = h;
	p->silentarg = arg;
}

/* Whether a trunk has failed, or is silent: a list of numbers would wait for
   it again and again */
static bool is_down(const struct oh_conf_trunk *conf, void *arg)
{
	const struct place_trunk *pt = trunk_find(arg, conf);

	return (pt && oh_trunk_state(pt->trunk) == OH_TRUNK_FAILED) ||
		oh_place_silent_us(arg, conf);
}

/* A trunk answers, whatever it says, or it does not */
void oh_place_note(struct oh_place *p, const struct oh_conf_trunk *conf,
		   bool answers)
{
	struct place_trunk *pt = trunk_find(p, conf);

	if (pt)
		pt->silent_us = answers ? 0 : oh_clock_us();
}

void oh_place_leave(struct oh_place *p, const struct oh_conf_trunk *conf)
{
	struct place_trunk *pt = trunk_find(p, conf);

	if (pt)
		pt->left_us = oh_clock_us();
}

/* The caller adds the number and what is asked for it */
void oh_place_ask(struct oh_choose_prm *prm, const struct oh_place *p)
{
	memset(prm, 0, sizeof(*prm));
	prm->conf       = p->prm.conf;
	prm->automation = p->prm.automation;
	prm->rates      = p->prm.rates;
	prm->ownedh     = p->prm.ownedh;
	prm->ownedarg   = p->prm.ownedarg;
	prm->voice.seed  = rand_u64();
	prm->voice.downh = is_down;
	prm->voice.arg   = (void *)(uintptr_t)p;
}

/* Keep how it stands, and wake who waits. Each may start a call, or let go
   of itself. */
static void wake(struct place_trunk *pt, int err, uint16_t scode,
		 const char *why)
{
	struct le *le;

	pt->err   = err;
	pt->scode = scode;
	str_ncpy(pt->why, why, sizeof(pt->why));
	while ((le = list_head(&pt->waitl))) {
		struct place_wait *w = le->data;

		list_unlink(&w->le);
		w->h(pt->err, pt->scode, pt->why, w->arg);
	}
}

static void maybe_closed(struct oh_place *p)
{
	oh_place_closed_h *h = p->closedh;

	for (struct le *le = list_head(&p->trunkl); le; le = le->next) {
		const struct place_trunk *pt = le->data;

		if (!pt->closed)
			return;
	}
	tmr_cancel(&p->tmr);
	p->closedh = NULL;
	if (h)
		h(p->closedarg);
}

/* Where a registration is asked for, calls wait for it: a registrar may
   refuse callers whom it does not know yet. */
static bool is_usable(const struct oh_trunk *t)
{
	enum oh_trunk_state state = oh_trunk_state(t);

	return state == OH_TRUNK_REGISTERED ||
		(state == OH_TRUNK_READY &&
		 oh_trunk_conf(t)->reg != OH_CONF_REGISTER_ALWAYS);
}

static void trunk_handler(struct oh_trunk *t, enum oh_trunk_state state,
			  uint16_t scode, int err, const char *why, void *arg)
{
	struct place_trunk *pt = arg;

	switch (state) {

	case OH_TRUNK_OPENING:
		break;

	case OH_TRUNK_READY:
	case OH_TRUNK_REGISTERED:
		if (is_usable(t))
			wake(pt, 0, 0, "");
		break;

	case OH_TRUNK_FAILED:
		wake(pt, err ? err : EPROTO, scode, why);
		break;

	case OH_TRUNK_CLOSED:
		pt->closed = true;
		wake(pt, ECANCELED, 0, "");
		maybe_closed(pt->place);
		break;
	}
}

static void trace_handler(bool tx, enum oh_sip_transp tp,
			  const struct sa *src, const struct sa *dst,
			  const uint8_t *data, size_t len, void *arg)
{
	const struct place_trunk *pt = arg;
	const struct oh_place_prm *prm = &pt->place->prm;

	prm->traceh(tx, tp, src, dst, data, len, prm->tracearg);
}

static int trunk_open(struct place_trunk *pt, const struct oh_conf_trunk *conf)
{
	const struct oh_place_prm *prm = &pt->place->prm;
	const struct oh_trunk_prm tprm = {
		.conf     = conf,
		.reg      = conf->reg == OH_CONF_REGISTER_ALWAYS,
		.resolver = prm->resolver,
		.log      = prm->log,
		.traceh   = prm->traceh ? trace_handler : NULL,
		.h        = trunk_handler,
		.arg      = pt,
	};

	return oh_trunk_open_conf(&pt->trunk, &tprm);
}

/* The open trunk of that name; opened if it was not */
int oh_place_trunk_get(struct place_trunk **ptp, struct oh_place *p,
		    const struct oh_conf_trunk *conf)
{
	struct place_trunk *pt = trunk_find(p, conf);
	int err;

	if (pt) {
		*ptp = pt;
		return 0;
	}
	pt = mem_zalloc(sizeof(*pt), place_trunk_destructor);
	if (!pt)
		return ENOMEM;
	tmr_init(&pt->tmr);
	pt->place = p;
	err = trunk_open(pt, conf);
	if (err) {
		mem_deref(pt);
		return err;
	}
	list_append(&p->trunkl, &pt->le, pt);
	*ptp = pt;

	return 0;
}

/* Call w->h as soon as calls may leave or cannot, which may be now */
void oh_place_trunk_wait(struct place_trunk *pt, struct place_wait *w)
{
	if (is_usable(pt->trunk))
		w->h(0, 0, "", w->arg);
	else if (oh_trunk_state(pt->trunk) == OH_TRUNK_FAILED)
		w->h(pt->err, pt->scode, pt->why, w->arg);
	else
		list_append(&pt->waitl, &w->le, w);
}

/**
 * Get the configuration by which calls leave
 *
 * @param p Place
 *
 * @return Configuration, borrowed while the place lives
 */
const struct oh_conf *oh_place_conf(const struct oh_place *p)
{
	return p->prm.conf;
}

/** Whether calls by a trunk would be tried last now */
bool oh_place_is_down(const struct oh_place *p,
		      const struct oh_conf_trunk *conf)
{
	return is_down(conf, (void *)(uintptr_t)p);
}

static void close_timeout(void *arg)
{
	struct oh_place *p = arg;
	oh_place_closed_h *h = p->closedh;

	p->closedh = NULL;
	if (h)
		h(p->closedarg);
}

/* [ms] that a call which was let go may still need; 0: it is over */
static uint64_t patience_ms(const struct place_trunk *pt)
{
	uint64_t ms = (oh_clock_us() - pt->left_us) / 1000;

	if (!pt->left_us || ms >= LEAVE_MS ||
	    !oh_sip_legs(oh_trunk_sip(pt->trunk)))
		return 0;

	return LEAVE_MS - ms;
}

static void close_trunk(void *arg)
{
	struct place_trunk *pt = arg;

	oh_trunk_close(pt->trunk);
}

/**
 * Close all trunks: un-register, let the last transactions finish
 *
 * @param p   Place; no call of it may be alive any more
 * @param h   Called once, within 2.5 s, perhaps before this returns
 * @param arg Handler argument
 */
void oh_place_close(struct oh_place *p, oh_place_closed_h *h, void *arg)
{
	struct le *le;

	if (!p)
		return;
	p->closedh   = h;
	p->closedarg = arg;
	tmr_start(&p->tmr, CLOSE_MS, close_timeout, p);

	for (le = list_head(&p->trunkl); le; ) {
		struct place_trunk *pt = le->data;

		le = le->next;
		if (patience_ms(pt))
			tmr_start(&pt->tmr, patience_ms(pt), close_trunk, pt);
		else
			oh_trunk_close(pt->trunk);
	}
	maybe_closed(p);
}
