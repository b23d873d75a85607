/**
 * @file when.h  A moment as people write it
 */
#ifndef OH_COMMAND_WHEN_H
#define OH_COMMAND_WHEN_H

#include <stdint.h>

/* "2h", "7d": so long ago; "today", "yesterday": their beginning;
   "2026-11-24", "2026-11-24T10:00", "...:30", "...Z", "...+01:00", local
   time without. EBADMSG */
int oh_when_parse(int64_t *usp, const char *text, uint64_t now_us);

#endif
