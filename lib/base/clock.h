/**
 * @file clock.h  What time it is
 *
 * The one seam through which time enters. oh_clock_us() and
 * oh_clock_wall_us() may be wrapped at link time by tests (--wrap), so no
 * other file asks the system for the time. libre's timers run on
 * tmr_jiffies(), which jiffies.c defines over oh_clock_us(): libre 1.1's own
 * follows the wall clock and a clock step would stall every timer.
 */
#ifndef OH_BASE_CLOCK_H
#define OH_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

enum { OH_CLOCK_ISO_SIZE = 40 };   /**< Room for a printed time [bytes] */

uint64_t oh_clock_us(void);        /* monotonic [us]                    */
uint64_t oh_clock_wall_us(void);   /* since 1970-01-01 UTC [us]         */
int      oh_clock_print(char *buf, size_t size, uint64_t wall_us);

#endif
