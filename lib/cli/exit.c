/**
 * @file exit.c  Exit codes: the one table
 *
 * Documented in offhook(1). A script's `case $?` depends on every line: add,
 * never change.
 */
#include <errno.h>
#include <stddef.h>
#include "cli/exit.h"
#include "event/result.h"

static const int codev[OH_CAUSE_MAX] = {
	[OH_CAUSE_NONE]         = OH_EXIT_FAILED,
	[OH_CAUSE_DONE]         = OH_EXIT_OK,
	[OH_CAUSE_FAILED]       = OH_EXIT_FAILED,
	[OH_CAUSE_BUSY]         = OH_EXIT_BUSY,
	[OH_CAUSE_NO_ANSWER]    = OH_EXIT_NO_ANSWER,
	[OH_CAUSE_DECLINED]     = OH_EXIT_DECLINED,
	[OH_CAUSE_BAD_NUMBER]   = OH_EXIT_BAD_NUMBER,
	[OH_CAUSE_CONGESTION]   = OH_EXIT_CONGESTION,
	[OH_CAUSE_BLOCKED]      = OH_EXIT_BLOCKED,
	[OH_CAUSE_MACHINE]      = OH_EXIT_MACHINE,
	[OH_CAUSE_FAX]          = OH_EXIT_FAX,
	[OH_CAUSE_NO_DIGITS]    = OH_EXIT_NO_DIGITS,
	[OH_CAUSE_HUNG_UP]      = OH_EXIT_HUNG_UP,
	[OH_CAUSE_NO_MEDIA]     = OH_EXIT_NO_MEDIA,
	[OH_CAUSE_MAX_DURATION] = OH_EXIT_MAX,
	[OH_CAUSE_TRANSFER]     = OH_EXIT_TRANSFER,
	[OH_CAUSE_REFUSED]      = OH_EXIT_REFUSED,
	[OH_CAUSE_AUTH]         = OH_EXIT_AUTH,
	[OH_CAUSE_NETWORK]      = OH_EXIT_NETWORK,
	[OH_CAUSE_NO_ROUTE]     = OH_EXIT_CONFIG,
	[OH_CAUSE_TIMEOUT]      = OH_EXIT_TIMEOUT,
	[OH_CAUSE_INTERRUPTED]  = OH_EXIT_SIGINT,
	[OH_CAUSE_TERMINATED]   = OH_EXIT_SIGTERM,
};

/**
 * Tell the exit status that a cause means
 *
 * @param cause Why the call ended
 *
 * @return Exit status; 1 for a cause that does not exist
 */
int oh_exit_of(enum oh_cause cause)
{
	return (unsigned)cause < OH_CAUSE_MAX ? codev[cause] : OH_EXIT_FAILED;
}

/**
 * Tell the exit status that a result means
 *
 * @param res Result
 *
 * @return Exit status
 */
int oh_exit_of_result(const struct oh_result *res)
{
	return res->flow && res->cause == OH_CAUSE_DONE ?
		res->flow_status : oh_exit_of(res->cause);
}

/**
 * Tell the exit status of a command whose options did not let it begin
 *
 * @param err What oh_opt_parse() has returned
 *
 * @return Exit status: 0 after --help
 */
int oh_exit_usage(int err)
{
	switch (err) {

	case 0:
	case ECANCELED:
		return OH_EXIT_OK;

	case EINVAL:
		return OH_EXIT_USAGE;

	default:
		return OH_EXIT_SOFTWARE;
	}
}
