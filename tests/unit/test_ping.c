/**
 * @file test_ping.c  OPTIONS and its round trip
 */
#include "base/compat.h"
#include "base/clock.h"
#include "scripted.h"
#include "sip/ping.h"
#include "test.h"

enum { WAIT_MS = 8000 };

struct world {
	struct scripted peer;
	struct oh_sip *sip;
	struct oh_ping *p;
	bool done;
	uint16_t scode;
	int err;
	double rtt_ms;
};

static void done(uint16_t scode, int err, double rtt_ms, void *arg)
{
	struct world *w = arg;

	assert_false(w->done);
	w->done = true;
	w->scode = scode;
	w->err = err;
	w->rtt_ms = rtt_ms;
	w->p = mem_deref(w->p);
}

static int start(struct world *w, const struct scripted_reply *reply)
{
	struct oh_sip_prm prm = { .udp = true, .software = "test" };
	char route[64];
	const struct oh_ping_prm ping = {
		.uri = "sip:x", .from_uri = "sip:me@x", .route = route,
		.h = done, .arg = w,
	};
	struct sa any;
	int err;

	memset(w, 0, sizeof(*w));
	err = scripted_start(&w->peer, reply, 1);
	if (err)
		return err;
	err = sa_set_str(&any, "127.0.0.1", 0);
	prm.laddr = &any;
	if (!err)
		err = oh_sip_alloc(&w->sip, &prm);
	if (err)
		return err;
	re_snprintf(route, sizeof(route), "sip:%J;transport=udp;lr",
		    &w->peer.addr);

	return oh_ping(&w->p, w->sip, &ping);
}

static void stop(struct world *w)
{
	mem_deref(w->p);
	mem_deref(w->sip);
	scripted_stop(&w->peer);
}

static int ping(const struct scripted_reply *reply, uint32_t ms_per_ms,
		uint16_t scode, int error)
{
	struct hurry h;
	struct world w;
	uint64_t us;
	int err;

	err = hurry_start(&h, ms_per_ms);
	TEST_OK(err);
	us = oh_clock_us();
	err = start(&w, reply);
	TEST_OK(err);
	err = test_or_refused(test_loop_until(&w.done, WAIT_MS));
	TEST_OK(err);
	us = oh_clock_us() - us;
	assert_int_equal(w.scode, scode);
	assert_int_equal(w.err, error);
	assert_true(w.rtt_ms >= 0 && w.rtt_ms <= (double)us / 1000);
	if (error)
		assert_in_range(us / 1000000, 31, 40);
	assert_true(scripted_has(&w.peer, 0, "OPTIONS sip:x SIP/2.0\r\n"));
	assert_true(scripted_has(&w.peer, 0, "From: <sip:me@x>;tag="));

out:
	stop(&w);
	hurry_stop(&h);

	return err;
}

int test_ping_answered(void)
{
	static const struct scripted_reply replyv[] = {
		{ 200, "OK", "", NULL }, { 404, "Not Found", "", NULL },
	};
	int err;

	err = ping(&replyv[0], 1, 200, 0);

	return err ? err : ping(&replyv[1], 1, 404, 0);
}

int test_ping_silence(void)
{
	static const struct scripted_reply silence = { 0, "", "", NULL };

	return ping(&silence, 200, 0, ETIMEDOUT);
}

int test_ping_cancel(void)
{
	static const struct scripted_reply silence = { 0, "", "", NULL };
	struct world w;
	int err;

	err = start(&w, &silence);
	TEST_OK(err);
	w.p = mem_deref(w.p);
	assert_false(w.done);

out:
	stop(&w);

	return err;
}
