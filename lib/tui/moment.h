/**
 * @file moment.h  Times as they stand in lists
 */
#ifndef OH_TUI_MOMENT_H
#define OH_TUI_MOMENT_H

#include <stdint.h>

enum { OH_MOMENT_SIZE = 24 };

/* "17:47:03" */
void oh_moment_clock(char buf[OH_MOMENT_SIZE], uint64_t wall_us,
		     int64_t offset_s);
/* "today 17:47", "11-24 17:47", "2025-11-24" */
void oh_moment_day(char buf[OH_MOMENT_SIZE], uint64_t wall_us,
		   uint64_t now_us, int64_t offset_s);
/* "20261124-174703", for names of files */
void oh_moment_stamp(char buf[OH_MOMENT_SIZE], uint64_t wall_us,
		     int64_t offset_s);
/* "0:42", "1:02:03"; "" for nothing */
void oh_moment_length(char buf[OH_MOMENT_SIZE], double seconds);

#endif
