/**
 * @file test_sim_callout.c  Calls from the simulated network
 */
#include "sim_fixture.h"
#include "sim/callout.h"

enum { SOON_MS = 4000 };

struct caller {
	struct oh_sim_callout *call;
	enum oh_cause cause;
	bool over;
	double seconds;
};

static void over(enum oh_cause cause, void *arg)
{
	struct caller *c = arg;

	c->cause = cause;
	c->over = true;
}

static int call_out(struct sim_fixture *f, const char *number,
		    const char *press, uint32_t for_ms, struct caller *c)
{
	char uri[64];
	const char *why;
	struct oh_sim_callout_prm prm = {
		.uri = uri, .from = "+14255550160", .press = press,
		.for_ms = for_ms, .engine = f->engine, .h = over, .arg = c,
	};
	uint64_t begin = tmr_jiffies();
	int err;

	re_snprintf(uri, sizeof(uri), "sip:%s@%J", number,
		    oh_sim_net_laddr(f->net));
	err = oh_sim_callout_start(&c->call, &prm, &why);
	if (!err)
		err = test_loop_until(&c->over, SOON_MS);
	c->seconds = (double)(tmr_jiffies() - begin) / 1000.0;
	c->call = mem_deref(c->call);

	return err;
}

int test_sim_callout_ends(void)
{
	static const struct {
		const char *number, *press;
		uint32_t for_ms;
		enum oh_cause cause;
		double min_s, max_s;
	} casev[] = {
		{ "+14255550110", NULL, 0, OH_CAUSE_BUSY, 0.0, 1.0 },
		{ "+14255550102", NULL, 1000, OH_CAUSE_DONE, 0.9, 1.6 },
		{ "+14255550102", "1", 0, OH_CAUSE_DONE, 0.1, 1.0 },
		{ "+14255550119", "1", 3500, OH_CAUSE_DONE, 1.9, 3.4 },
		{ "+14255550104", NULL, 0, OH_CAUSE_DONE, 1.9, 2.6 },
	};
	struct sim_fixture f;
	int err;

	if (test_is_oom())
		return 0;
	TEST_OK(err = sim_fixture_open(&f, NULL));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct caller c = { .call = NULL };

		TEST_OK(err = call_out(&f, casev[i].number, casev[i].press,
				       casev[i].for_ms, &c));
		if (c.cause != casev[i].cause || c.seconds < casev[i].min_s ||
		    c.seconds > casev[i].max_s)
			fail_msg("%s: %s after %.2f s", casev[i].number,
				 oh_cause_name(c.cause), c.seconds);
	}
	assert_non_null(strstr(f.told, "digit1"));
	assert_non_null(strstr(f.told, "incoming:+14255550160>+14255550119"));
 out:
	sim_fixture_close(&f);

	return err;
}

/* What cannot be called is told before a packet is sent */
int test_sim_callout_faults(void)
{
	static const struct {
		const char *uri, *play;
		int err;
	} casev[] = {
		{ "tel:+14255550100", NULL, EDESTADDRREQ },
		{ "sip:x@host.invalid", NULL, EDESTADDRREQ },
		{ "", NULL, EDESTADDRREQ },
		{ "sip:x@127.0.0.1", "/nowhere/a.wav", ENOENT },
	};
	const struct oh_engine_prm eprm = { .port_min = 0 };
	struct oh_engine *engine = NULL;
	int err;

	TEST_OK(err = oh_engine_alloc(&engine, &eprm));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct caller c = { .call = NULL };
		struct oh_sim_callout_prm prm = {
			.uri = casev[i].uri, .play = casev[i].play,
			.from = "+14255550160", .engine = engine,
			.h = over, .arg = &c,
		};
		const char *why;

		err = oh_sim_callout_start(&c.call, &prm, &why);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, casev[i].err);
		assert_null(c.call);
		assert_int_equal(why != NULL, casev[i].play != NULL);
	}
	err = 0;
 out:
	mem_deref(engine);

	return err;
}
