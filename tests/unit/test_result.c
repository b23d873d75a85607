/**
 * @file test_result.c  Times of a result
 */
#include "test.h"
#include "event/result.h"

static void assert_near(double have, double want)
{
	if (have < want - 1e-6 || have > want + 1e-6)
		fail_msg("%f, not %f", have, want);
}

int test_result_times(void)
{
	struct oh_result res;

	oh_result_init(&res);
	assert_near(oh_result_duration(&res), 0.0);
	assert_near(oh_result_billsec(&res), 0.0);
	assert_near(oh_result_ring_s(&res), 0.0);
	assert_near(oh_result_pdd_ms(&res), -1.0);
	assert_near(res.quality.rtt_ms, -1.0);

	res.start_us  = 1000000;
	res.ring_us   = 1250000;
	assert_near(oh_result_pdd_ms(&res), 250.0);
	res.progress_us = 1100000;
	assert_near(oh_result_pdd_ms(&res), 100.0);

	res.end_us    = 9000000;
	assert_near(oh_result_ring_s(&res), 7.75);
	assert_near(oh_result_billsec(&res), 0.0);
	res.answer_us = 3000000;
	assert_near(oh_result_ring_s(&res), 1.75);
	assert_near(oh_result_billsec(&res), 6.0);
	assert_near(oh_result_duration(&res), 8.0);

	return 0;
}

/* The wall clock may step back in mid-call: no negative times */
int test_result_clock_step(void)
{
	struct oh_result res;

	oh_result_init(&res);
	res.start_us = 9000000;
	res.answer_us = 9000000;
	res.end_us = 5000000;
	assert_near(oh_result_duration(&res), 0.0);
	assert_near(oh_result_billsec(&res), 0.0);

	return 0;
}
