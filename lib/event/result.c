/**
 * @file result.c  What came of a call: times derived from the result
 */
#include <string.h>
#include "event/result.h"

static double seconds(uint64_t from_us, uint64_t to_us)
{
	return from_us && to_us > from_us ? (to_us - from_us) / 1e6 : 0.0;
}

/**
 * Make an empty result: nothing has happened yet
 *
 * @param res Result, the caller's memory
 */
void oh_result_init(struct oh_result *res)
{
	memset(res, 0, sizeof(*res));
	res->quality.rtt_ms = -1.0;
}

/**
 * Tell how long it rang
 *
 * @param res Result
 *
 * @return From the first 180 to the answer, else to the end [s]; 0 if it
 *         never rang
 */
double oh_result_ring_s(const struct oh_result *res)
{
	return seconds(res->ring_us,
		       res->answer_us ? res->answer_us : res->end_us);
}

/**
 * Tell how long the call was up
 *
 * @param res Result
 *
 * @return From answer to end [s]; 0 if it was not answered
 */
double oh_result_billsec(const struct oh_result *res)
{
	return seconds(res->answer_us, res->end_us);
}

/**
 * Tell how long it took in all
 *
 * @param res Result
 *
 * @return From INVITE to end [s]
 */
double oh_result_duration(const struct oh_result *res)
{
	return seconds(res->start_us, res->end_us);
}

/**
 * Tell the post-dial delay: from INVITE to the first 180 or 183
 *
 * @param res Result
 *
 * @return Delay [ms], negative if there was neither
 */
double oh_result_pdd_ms(const struct oh_result *res)
{
	uint64_t first_us = res->ring_us;

	if (res->progress_us && (!first_us || res->progress_us < first_us))
		first_us = res->progress_us;
	if (!first_us || !res->start_us)
		return -1.0;

	return seconds(res->start_us, first_us) * 1e3;
}
