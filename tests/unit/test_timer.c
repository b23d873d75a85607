/**
 * @file test_timer.c  libre's timers, started in constant time
 */
#include "leg_fixture.h"

enum { TIMERS = 600, ROUNDS = 3000 };

struct probe {
	struct tmr tmr;
	uint64_t   due;
	unsigned   n;
	bool       started;
};

static struct {
	uint64_t last_due;
	bool     disordered, early;
} seen;

static void fire(void *arg)
{
	struct probe *p = arg;

	p->n++;
	p->started = false;
	seen.early      |= tmr_jiffies() < p->due;
	seen.disordered |= p->due < seen.last_due;
	seen.last_due = p->due;
}

/* A repeatable stream of numbers */
static uint32_t draw(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static void meddle(struct probe *p, uint32_t *rnd)
{
	static const uint32_t delayv[] = {
		0, 0, 1, 20, 500, 500, 500, 1000, 5000, 32000, 32000
	};
	uint32_t delay = delayv[draw(rnd) % ARRAY_SIZE(delayv)];

	if (draw(rnd) % 8 == 0)
		delay = draw(rnd) % 40000;
	if (draw(rnd) % 3 == 0) {
		tmr_cancel(&p->tmr);
		p->started = false;
		return;
	}
	tmr_start(&p->tmr, delay, fire, p);
	p->due = tmr_jiffies() + delay;
	p->started = true;
}

int test_timer_order(void)
{
	struct probe *v = calloc(TIMERS, sizeof(*v));
	uint32_t rnd = 1;
	unsigned fired = 0, left = 0;
	struct fx fx;
	int err;

	assert_non_null(v);
	memset(&seen, 0, sizeof(seen));
	FX_OK(fx_init(&fx, false));
	for (unsigned i = 0; i < ROUNDS; i++) {
		meddle(&v[draw(&rnd) % TIMERS], &rnd);
		if (i % 100 == 0)
			FX_OK(fx_run(&fx, 100));
	}
	for (unsigned i = 0; i < TIMERS; i++)
		left += v[i].started;
	FX_INT(left > 0, 1);
	FX_OK(fx_run(&fx, 41000));
	for (unsigned i = 0; i < TIMERS; i++) {
		FX_INT(v[i].started, 0);
		fired += v[i].n;
	}
	FX_INT(fired > left, 1);
	FX_INT(seen.early, 0);
	FX_INT(seen.disordered, 0);
 out:
	for (unsigned i = 0; i < TIMERS; i++)
		tmr_cancel(&v[i].tmr);
	free(v);
	fx_reset(&fx);
	return err;
}
