/**
 * @file target.c  The number that a URI speaks of
 *
 * Where the URI leads is not looked at: routes say where a number is called.
 */
#include <errno.h>
#include "base/compat.h"
#include "forward/target.h"

enum { USER_SIZE = 64 };

/* Up to its parameters (RFC 3966 5.1.2), not yet unescaped */
static int user_of(struct pl *user, const char *uri)
{
	struct pl scheme, rest;

	if (re_regex(uri, strlen(uri), "[^:]+:[^@;]+[^]*", &scheme, user,
		     &rest))
		return EINVAL;
	if (0 == pl_strcasecmp(&scheme, "tel"))
		return rest.l && rest.p[0] == '@' ? EINVAL : 0;
	if (pl_strcasecmp(&scheme, "sip") && pl_strcasecmp(&scheme, "sips"))
		return EINVAL;

	return pl_strchr(&rest, '@') ? 0 : EINVAL;
}

/* What people put between digits (RFC 3966 5.1.1) is left out */
static int copy_digits(char *buf, size_t size, const char *user)
{
	size_t n = 0;

	for (; *user; user++) {
		if (strchr("-.()", *user))
			continue;
		if (!strchr(n ? "0123456789" : "+0123456789", *user)
		    || n + 1 >= size)
			return EINVAL;
		buf[n++] = *user;
	}
	buf[n] = '\0';

	return n ? 0 : EINVAL;
}

/**
 * Find the number in a URI
 *
 * @param buf  Receives digits, perhaps behind a "+"
 * @param size Its size [bytes]
 * @param uri  "sip:", "sips:" or "tel:"
 *
 * @return 0; EINVAL: it names somebody who has no number
 */
int oh_target_number(char *buf, size_t size, const char *uri)
{
	char user[USER_SIZE];
	struct pl pl;
	int len;

	if (!buf || !uri || user_of(&pl, uri) || pl.l >= sizeof(user))
		return EINVAL;
	len = re_snprintf(user, sizeof(user), "%H", uri_user_unescape, &pl);
	if (len < 0 || strlen(user) != (size_t)len)   /* "%00" */
		return EINVAL;

	return copy_digits(buf, size, user);
}
