/**
 * @file placing.c  Where calls are placed from, with the prices of them
 */
#include <errno.h>
#include "base/compat.h"
#include "command/control.h"
#include "command/owner.h"
#include "command/placing.h"
#include "command/ratefile.h"

struct oh_placing {
	struct oh_app      *app;
	struct oh_ratefile *rates;
	struct oh_place    *place;
};

static void destructor(void *arg)
{
	struct oh_placing *p = arg;

	mem_deref(p->place);
	mem_deref(p->rates);
}

/**
 * Make a place to call from
 *
 * @param pp         Returned, release with mem_deref
 * @param app        The command
 * @param desk       Its desk, borrowed
 * @param conf       Configuration, borrowed
 * @param automation Nobody sits at this one
 * @param control    Is told of each call, borrowed
 *
 * @return 0 or an errno
 */
int oh_placing_make(struct oh_placing **pp, struct oh_app *app,
		    struct oh_desk *desk, const struct oh_conf *conf,
		    bool automation, struct oh_control *control)
{
	struct oh_placing *p = mem_zalloc(sizeof(*p), destructor);
	struct oh_place_prm prm = {
		.conf       = conf,
		.engine     = oh_desk_engine(desk),
		.resolver   = oh_desk_resolver(desk),
		.log        = oh_app_log(app),
		.cdr        = oh_desk_cdr(desk),
		.automation = automation,
		.ownedh     = oh_owner_is,
		.ownedarg   = (void *)(uintptr_t)conf,
		.traceh     = oh_desk_traceh(desk),
		.tracearg   = desk,
		.callh      = oh_control_call,
		.callarg    = control,
	};
	int err;

	if (!p)
		return ENOMEM;
	p->app = app;
	/* A call matters more than its price: what is wrong with the list has
	   been printed, and that is all */
	(void)oh_ratefile_load(&p->rates, app, conf, !conf->present);
	prm.rates = p->rates ? p->rates->rates : NULL;
	err = oh_place_alloc(&p->place, &prm);
	if (err)
		mem_deref(p);
	else
		*pp = p;

	return err;
}

/** The place, borrowed; NULL: there is none */
struct oh_place *oh_placing_place(const struct oh_placing *p)
{
	return p ? p->place : NULL;
}

static void closed_handler(void *arg)
{
	struct oh_placing *p = arg;

	oh_app_stop(p->app);
}

/**
 * Close the trunks: runs the loop until they have said their last word
 *
 * @param p Place; NULL is accepted
 */
void oh_placing_close(struct oh_placing *p)
{
	if (!p)
		return;
	oh_place_close(p->place, closed_handler, p);
	(void)oh_app_run(p->app, NULL, NULL);
}
