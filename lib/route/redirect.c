/**
 * @file redirect.c  Where a 3xx leads (RFC 3261 21.3)
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "number/number.h"
#include "number/uri.h"
#include "route/redirect.h"

/* "+1425;npdi" -> "+1425"; an address of letters is no number */
static int take_number(char *buf, size_t size, const char *user)
{
	size_t len = strcspn(user, ";");

	if (!len || len >= size ||
	    strspn(user, "+0123456789*#-.()") < len)
		return EBADMSG;
	snprintf(buf, size, "%.*s", (int)len, user);

	return 0;
}

/**
 * Take the number from a Contact
 *
 * @param buf     Receives it, as one might type it
 * @param size    Size of buf
 * @param contact SIP or tel URI; NULL: there was none
 *
 * @return 0 if success, EBADMSG if it holds no number
 */
int oh_redirect_number(char *buf, size_t size, const char *contact)
{
	char user[OH_NUMBER_URI_SIZE];
	const char *why;

	if (!buf || !size)
		return EINVAL;
	if (!contact)
		return EBADMSG;
	if (0 == strncasecmp(contact, "tel:", 4))
		return take_number(buf, size, contact + 4);
	if (!oh_uri_is_sip(contact) ||
	    oh_uri_user(user, sizeof(user), contact, &why))
		return EBADMSG;

	return take_number(buf, size, user);
}
