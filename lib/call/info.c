/**
 * @file info.c  Digits in SIP INFO bodies
 */
#include <errno.h>
#include <strings.h>
#include "base/compat.h"
#include "call/info.h"

static char digit_of(char ch)
{
	if (ch >= 'a' && ch <= 'd')
		ch -= 'a' - 'A';

	return ch && strchr("0123456789*#ABCD", ch) ? ch : '\0';
}

/* RFC 4733 event numbers are used by some: "Signal=10" is the star. */
static char signal_of(const struct pl *val)
{
	static const char named[] = "*#ABCD";
	uint32_t n;

	if (val->l == 1)
		return digit_of(val->p[0]);
	if (val->l != 2 || val->p[0] != '1')
		return '\0';
	n = pl_u32(val);

	return n >= 10 && n <= 15 ? named[n - 10] : '\0';
}

/**
 * Read the digit of an INFO request
 *
 * @param ctype Content type, NUL-terminated
 * @param body  Body, not terminated
 * @param len   Its length [bytes]
 *
 * @return '0'..'9', '*', '#', 'A'..'D', or NUL if there is none
 */
char oh_info_decode(const char *ctype, const char *body, size_t len)
{
	struct pl val = PL_INIT;

	if (!ctype || !body || !len)
		return '\0';
	if (0 == strcasecmp(ctype, OH_INFO_CTYPE)) {
		if (re_regex(body, len, "Signal[ \t]*=[ \t]*[^ \t\r\n]+",
			     NULL, NULL, &val))
			return '\0';
		return signal_of(&val);
	}
	if (0 == strcasecmp(ctype, "application/dtmf")) {
		if (re_regex(body, len, "[^ \t\r\n]+", &val))
			return '\0';
		return signal_of(&val);
	}

	return '\0';
}

/**
 * Write the body of an INFO request of type OH_INFO_CTYPE
 *
 * @param buf   Receives the body, NUL-terminated
 * @param size  Its size, OH_INFO_SIZE suffices [bytes]
 * @param digit The digit
 * @param ms    How long it is to sound [ms]
 *
 * @return 0, EINVAL (no such digit) or ERANGE (no room)
 */
int oh_info_encode(char *buf, size_t size, char digit, uint32_t ms)
{
	char ch = digit_of(digit);

	if (!buf || !ch)
		return EINVAL;
	if (re_snprintf(buf, size, "Signal=%c\r\nDuration=%u\r\n", ch, ms) < 0)
		return ERANGE;

	return 0;
}
