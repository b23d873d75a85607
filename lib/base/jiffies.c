/**
 * @file jiffies.c  The time on which libre's timers run
 *
 * libre 1.1 takes it from the wall clock, whose steps stall or fire every
 * timer. A program's own symbol comes before that of the shared library, so
 * this one replaces it. The Makefile pulls it out of our archive.
 */
#include "base/compat.h"
#include "base/clock.h"

/**
 * Tell the time to libre's timers
 *
 * @return Monotonic time [ms]
 */
uint64_t tmr_jiffies(void)
{
	return oh_clock_us() / 1000;
}
