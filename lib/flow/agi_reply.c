/**
 * @file agi_reply.c  What an AGI script is told, as Asterisk tells it
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "base/scan.h"
#include "flow/agi_reply.h"

enum { NOTE_SIZE = 2048 };

/* "result=49 (timeout) endpos=8000". A note is what somebody has said: no
   line end of theirs ends our line. */
static int print_result(struct re_printf *pf, const struct oh_agi_reply *r)
{
	char note[NOTE_SIZE];
	int err;

	if (r->digits)
		err = re_hprintf(pf, "result=%s", r->digits);
	else
		err = re_hprintf(pf, "result=%d", r->result);
	if (!err && r->note) {
		(void)oh_scan_safe(note, sizeof(note), r->note,
				   strlen(r->note));
		err = re_hprintf(pf, " (%s)", note);
	}
	if (!err && r->has_endpos)
		err = re_hprintf(pf, " endpos=%llu", r->endpos);

	return err;
}

/**
 * Print a reply, with its line end
 *
 * @param buf  Receives it
 * @param size Size of it, OH_AGI_REPLY_SIZE is enough
 * @param r    Reply
 *
 * @return 0, EINVAL, ERANGE (it does not fit)
 */
int oh_agi_reply_print(char *buf, size_t size, const struct oh_agi_reply *r)
{
	int n;

	if (!buf || !r)
		return EINVAL;
	switch (r->code) {

	case OH_AGI_OK:
		n = re_snprintf(buf, size, "200 %H\n", print_result, r);
		break;
	case OH_AGI_UNKNOWN:
		n = re_snprintf(buf, size,
				"510 Invalid or unknown command\n");
		break;
	case OH_AGI_DEAD:
		n = re_snprintf(buf, size, "511 Command Not Permitted on a "
				"dead channel or intercept routine\n");
		break;
	case OH_AGI_USAGE:
		n = re_snprintf(buf, size, "520-Invalid command syntax.  "
				"Proper usage follows:\nUsage: %s\n"
				"520 End of proper usage.\n",
				r->usage ? r->usage : "");
		break;
	default:
		return EINVAL;
	}

	return n < 0 ? ERANGE : 0;
}
