/**
 * @file exit.h  Exit codes: the one table
 */
#ifndef OH_CLI_EXIT_H
#define OH_CLI_EXIT_H

#include "event/cause.h"

enum oh_exit {
	OH_EXIT_OK          = 0,
	OH_EXIT_FAILED      = 1,
	OH_EXIT_BUSY        = 10,
	OH_EXIT_NO_ANSWER   = 11,
	OH_EXIT_DECLINED    = 12,
	OH_EXIT_BAD_NUMBER  = 13,
	OH_EXIT_CONGESTION  = 14,
	OH_EXIT_BLOCKED     = 15,
	OH_EXIT_MACHINE     = 16,
	OH_EXIT_FAX         = 17,
	OH_EXIT_NO_DIGITS   = 18,
	OH_EXIT_HUNG_UP     = 19,
	OH_EXIT_NO_MEDIA    = 20,
	OH_EXIT_MAX         = 21,
	OH_EXIT_TRANSFER    = 22,
	OH_EXIT_REFUSED     = 30,
	OH_EXIT_AUTH        = 31,
	OH_EXIT_NETWORK     = 32,
	OH_EXIT_USAGE       = 64,
	OH_EXIT_DATA        = 65,
	OH_EXIT_NO_INPUT    = 66,
	OH_EXIT_UNAVAILABLE = 69,     /* no handset: nobody could speak   */
	OH_EXIT_SOFTWARE    = 70,
	OH_EXIT_CANT_CREATE = 73,
	OH_EXIT_TRY_LATER   = 75,     /* throttled, after all retries     */
	OH_EXIT_PROTOCOL    = 76,     /* a server that talks nonsense     */
	OH_EXIT_CONFIG      = 78,
	OH_EXIT_TIMEOUT     = 124,
	OH_EXIT_SIGINT      = 130,
	OH_EXIT_SIGTERM     = 143,
};

struct oh_result;

int oh_exit_of(enum oh_cause cause);
/* Of a call that went well and had a flow: the flow's */
int oh_exit_of_result(const struct oh_result *res);
int oh_exit_usage(int err);      /* of oh_opt_parse(): 0 for --help, else 64 */

#endif
