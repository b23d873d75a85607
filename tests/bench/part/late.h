/**
 * @file late.h  How late packets are, and how many never came
 *
 * A packet's ideal time is that of its RTP timestamp, on a schedule which
 * the earliest packet of its stream keeps. So a packet that comes at its
 * turn in an even row is 0 late, whatever the phase of the row.
 */
#ifndef BENCH_LATE_H
#define BENCH_LATE_H

#include <stddef.h>
#include <stdint.h>

/** What one stream brought; all zero is none */
struct late {
	int32_t *v;              /**< against the first [us]         */
	size_t   n;
	size_t   max;
	uint64_t first_us;
	uint64_t last_us;
	uint32_t first_ts;
	uint32_t last_ts;
};

/** What all brought together */
struct late_sum {
	uint64_t packets;
	uint64_t missing;        /**< intervals without a packet     */
	int32_t  p50, p99, p999, max;   /**< [us]                    */
};

int  late_init(struct late *l, size_t max);
void late_add(struct late *l, uint64_t at_us, uint32_t ts);
int  late_sum(struct late_sum *s, const struct late *v, size_t n,
	      uint64_t end_us);
int32_t late_quantile(int32_t *v, size_t n, double q);

#endif
