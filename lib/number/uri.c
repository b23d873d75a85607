/**
 * @file uri.c  The SIP URIs that people type (RFC 3261 19.1)
 *
 * Stricter than a SIP stack has to be: what is typed here is sent to others
 * and printed on terminals, so only what a person can have meant is passed.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include "number/uri.h"


static const char *after_scheme(const char *uri)
{
	return strchr(uri, ':') + 1;
}


static bool is_printable(const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c <= ' ' || c >= 0x7f || strchr("<>\"\\^`{|}", c))
			return false;
	}

	return true;
}


/* Port digits up to the parameters, ":5060;transport=tcp" without ':' */
static bool is_port(const char *s, size_t len)
{
	unsigned port = 0;

	if (len < 1 || len > 5)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)s[i]))
			return false;
		port = port * 10 + (unsigned)(s[i] - '0');
	}

	return port > 0 && port <= 65535;
}


static size_t host_len(const char *s)
{
	size_t len;

	if (*s != '[')
		return strspn(s, "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
	len = 1 + strspn(s + 1, "0123456789abcdefABCDEF:.");

	return len > 2 && s[len] == ']' ? len + 1 : 0;
}


static const char *check_host(const char *s)
{
	size_t len = host_len(s);

	if (len == 0)
		return "a SIP URI needs a host";
	s += len;
	if (*s == ':') {
		len = strcspn(++s, ";");
		if (!is_port(s, len))
			return "a port is a number from 1 to 65535";
		s += len;
	}
	if (*s && *s != ';')
		return "the host holds a character that no host has";

	return NULL;
}


static int hex(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	c = (char)tolower((unsigned char)c);

	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}


/* Undoes %XX: 9%311 is 911, and has to look so to the guards */
static const char *unescape(char *dst, size_t size, const char *s,
			    size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		int c = s[i];

		if (n + 1 >= size)
			return "too long";
		if (c == '%') {
			if (i + 2 >= len || hex(s[i+1]) < 0 ||
			    hex(s[i+2]) < 0)
				return "'%' needs two hexadecimal digits";
			c = hex(s[i+1]) << 4 | hex(s[i+2]);
			i += 2;
		}
		if (c < ' ' || c == 0x7f)
			return "a control character in the user part";
		dst[n++] = (char)c;
	}
	dst[n] = '\0';

	return NULL;
}


/**
 * Tell whether a text is written as a SIP URI
 *
 * @param text Text
 *
 * @return true if it begins with "sip:" or "sips:"
 */
bool oh_uri_is_sip(const char *text)
{
	return 0 == strncasecmp(text, "sip:", 4) ||
		0 == strncasecmp(text, "sips:", 5);
}


static const char *split(char *user, size_t size, const char *uri)
{
	const char *s = after_scheme(uri);
	const char *at = strchr(s, '@');
	const char *why;

	user[0] = '\0';
	if (!is_printable(s))
		return "a SIP URI holds printable characters only";
	if (strchr(s, '?'))
		return "a SIP URI may hold no headers ('?')";
	if (!at)
		return check_host(s);
	if (at == s)
		return "nothing stands before '@'";
	if (strchr(at + 1, '@'))
		return "more than one '@'";
	if (memchr(s, ':', (size_t)(at - s)))
		return "a password does not belong into a SIP URI";

	why = check_host(at + 1);

	return why ? why : unescape(user, size, s, (size_t)(at - s));
}


/**
 * Check a SIP URI and take its user part
 *
 * @param user Set to the user part, unescaped, with its parameters; "" when
 *             there is none
 * @param size Size of user [bytes]
 * @param uri  Text for which oh_uri_is_sip() holds
 * @param whyp Set to a static text on failure
 *
 * @return 0 if success, EBADMSG if it is no SIP URI of ours
 */
int oh_uri_user(char *user, size_t size, const char *uri,
		const char **whyp)
{
	const char *why;

	if (!user || !size || !uri || !whyp || !oh_uri_is_sip(uri))
		return EINVAL;

	why = split(user, size, uri);
	if (why) {
		*whyp = why;
		return EBADMSG;
	}

	return 0;
}
