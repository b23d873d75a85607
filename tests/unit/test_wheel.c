/**
 * @file test_wheel.c  Timers by the thousand
 */
#include "leg_fixture.h"
#include "base/clock.h"
#include "sip/wheel.h"

struct probe {
	struct oh_wheel *w;
	struct oh_wheel_tmr tmr, other;
	uint64_t fired_ms;
	unsigned n;
};

static void fire(void *arg)
{
	struct probe *p = arg;

	p->fired_ms = tmr_jiffies();
	p->n++;
}

/* Stops one that is due in the same turn, and starts itself again */
static void fire_and_meddle(void *arg)
{
	struct probe *p = arg;

	fire(p);
	oh_wheel_stop(&p->other);
	if (p->n < 3)
		oh_wheel_start(p->w, &p->tmr, 1000, fire_and_meddle, p);
}

int test_wheel_times(void)
{
	static const uint32_t msv[] = {
		0, 1, 99, 100, 500, 4000, 32000, OH_WHEEL_MAX_MS
	};
	struct probe v[ARRAY_SIZE(msv)];
	struct oh_wheel w;
	uint64_t start;
	struct fx fx;
	int err;

	oh_wheel_init(&w);
	memset(v, 0, sizeof(v));
	FX_OK(fx_init(&fx, false));
	start = tmr_jiffies();
	for (size_t i = 0; i < ARRAY_SIZE(msv); i++)
		oh_wheel_start(&w, &v[i].tmr, msv[i], fire, &v[i]);
	FX_OK(fx_run(&fx, 60000));
	for (size_t i = 0; i < ARRAY_SIZE(msv); i++) {
		uint64_t took = v[i].fired_ms - start;

		FX_INT(v[i].n, 1);
		FX_INT(took >= msv[i], 1);
		/* one grain, and one step of the virtual clock */
		FX_INT(took <= msv[i] + OH_WHEEL_GRAIN_MS + 100, 1);
	}
	FX_INT(w.count, 0);
	FX_INT(tmr_isrunning(&w.tmr), 0);
 out:
	oh_wheel_reset(&w);
	fx_reset(&fx);
	return err;
}

int test_wheel_meddling(void)
{
	struct probe p, never;
	struct oh_wheel w;
	struct fx fx;
	int err;

	oh_wheel_init(&w);
	memset(&p, 0, sizeof(p));
	memset(&never, 0, sizeof(never));
	p.w = &w;
	FX_OK(fx_init(&fx, false));
	oh_wheel_start(&w, &p.tmr, 500, fire_and_meddle, &p);
	oh_wheel_start(&w, &p.other, 500, fire, &never);
	oh_wheel_start(&w, &never.tmr, 700, fire, &never);
	oh_wheel_stop(&never.tmr);
	oh_wheel_stop(&never.tmr);
	FX_OK(fx_run(&fx, 10000));
	FX_INT(p.n, 3);
	FX_INT(never.n, 0);
	FX_INT(w.count, 0);
 out:
	oh_wheel_reset(&w);
	fx_reset(&fx);
	return err;
}
