/**
 * @file trunks_echo.c  Whether a trunk carries a call, and its audio
 */
#include "base/compat.h"
#include "cdr/fold.h"
#include "command/owner.h"
#include "command/trunks_priv.h"
#include "place/batch.h"
#include "place/place.h"

enum { RING_MS = 15000, MAX_MS = 3000 };

struct echo {
	struct oh_app       *app;
	struct trunks_facts *f;
	struct oh_place     *place;
	struct oh_batch     *batch;
	struct oh_batch_prm  prm;
	bool                 done;
};

static void result_handler(const struct oh_result *res, void *arg)
{
	struct echo *e = arg;

	e->f->call = *res;
	e->f->echo = FATE_DONE;
}

static void done_handler(enum oh_cause cause, void *arg)
{
	struct echo *e = arg;
	(void)cause;

	e->done = true;
	oh_app_stop(e->app);
}

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct echo *e = arg;

	oh_batch_stop(e->batch, cause);
}

static void closed_handler(void *arg)
{
	oh_app_stop(arg);
}

static int make_place(struct echo *e, struct oh_desk *d)
{
	const struct oh_place_prm prm = {
		.conf       = oh_desk_conf(d),
		.engine     = oh_desk_engine(d),
		.resolver   = oh_desk_resolver(d),
		.log        = oh_app_log(e->app),
		.automation = oh_app_is_automation(e->app),
		.ownedh     = oh_owner_is,
		.ownedarg   = (void *)(uintptr_t)oh_desk_conf(d),
		.cdr        = oh_desk_cdr(d),
		.traceh     = oh_desk_traceh(d),
		.tracearg   = d,
	};
	struct oh_choice ch;
	uint32_t bad = 0;
	int err;

	err = oh_place_alloc(&e->place, &prm);
	if (err) {
		str_ncpy(e->f->echo_why, strerror(err),
			 sizeof(e->f->echo_why));
		return err;
	}
	err = oh_batch_check(&e->prm, e->place, &bad, &ch);
	if (err)
		str_ncpy(e->f->echo_why, ch.why, sizeof(e->f->echo_why));

	return err;
}

static enum oh_cause call(struct echo *e)
{
	enum oh_cause cause;
	int err = oh_batch_start(&e->batch, e->place, &e->prm);

	if (err) {
		str_ncpy(e->f->echo_why, strerror(err),
			 sizeof(e->f->echo_why));
		return OH_CAUSE_NONE;
	}
	cause = oh_app_run(e->app, stop_handler, e);
	if (!e->done)
		oh_batch_abandon(e->batch, cause);
	e->batch = mem_deref(e->batch);

	return cause;
}

/**
 * Call a number on a trunk for a few seconds
 *
 * The guards have their say as for every call, and it leaves its record.
 *
 * @param app    The command
 * @param d      Its desk
 * @param f      Facts: echo, echo_why and call are set
 * @param number Number
 *
 * @return OH_CAUSE_NONE, or what ended the command
 */
enum oh_cause oh_trunks_echo(struct oh_app *app, struct oh_desk *d,
			     struct trunks_facts *f, const char *number)
{
	struct echo e = {
		.app = app, .f = f,
		.prm = {
			.numberv = &number, .numberc = 1,
			.attempt = {
				.trunk = f->conf->name, .ring_ms = RING_MS,
				.max_ms = MAX_MS, .silence_ms = MAX_MS,
			},
			.resulth = result_handler, .doneh = done_handler,
		},
	};
	enum oh_cause cause = OH_CAUSE_NONE;

	e.prm.arg = &e;
	oh_desk_record(d);
	if (!make_place(&e, d))
		cause = call(&e);
	if (e.place) {
		oh_place_close(e.place, closed_handler, app);
		(void)oh_app_run(app, NULL, NULL);
	}
	mem_deref(e.place);

	return cause;
}
