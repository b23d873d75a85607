/**
 * @file headers.c  Header lines given to us as text (private to sip)
 *
 * Such lines come from a command line or a file. One line break in the
 * wrong place would let their author write any header, or a body, or a
 * second message.
 */
#include "base/compat.h"
#include "sip/headers.h"

enum { HEADERS_MAX = 4096 };   /**< Of all lines together [bytes] */

/* What the transaction, the dialog and the body need to own */
static const char *const reservedv[] = {
	"Via", "v", "From", "f", "To", "t", "Call-ID", "i", "CSeq",
	"Max-Forwards", "Content-Length", "l", "Content-Type", "c",
	"Route", "Record-Route",
};

static bool is_reserved(const struct pl *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(reservedv); i++) {
		if (0 == pl_strcasecmp(name, reservedv[i]))
			return true;
	}
	return false;
}

/* token (RFC 3261 25.1) */
static bool is_token(const struct pl *pl)
{
	static const char marks[] = "-.!%*_+`'~";

	for (size_t i = 0; i < pl->l; i++) {
		char c = pl->p[i];
		bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
			|| (c >= '0' && c <= '9');

		if (!alnum && !memchr(marks, c, sizeof(marks) - 1))
			return false;
	}
	return pl->l > 0;
}

/* One line without its CRLF: "Name: value", no folding */
static bool is_header(const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	struct pl name = { line, colon ? (size_t)(colon - line) : 0 };

	return colon && is_token(&name) && !is_reserved(&name);
}

static bool has_control(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (((unsigned char)p[i] < 0x20 && p[i] != '\t')
		    || p[i] == 0x7f)
			return true;
	}
	return false;
}

/**
 * Check a text that will stand inside a header line
 *
 * @param value Text, or NULL
 *
 * @return 0, or EINVAL if it holds a control character
 */
int oh_headers_check_value(const char *value)
{
	return value && has_control(value, str_len(value)) ? EINVAL : 0;
}

/**
 * Check header lines before they are sent
 *
 * @param headers "Name: value" lines, each ending in CRLF; NULL or "" pass
 *
 * @return 0, or EINVAL: a bare CR or LF, an empty or folded line, no CRLF
 *         at the end, a control character, a name that is no token or that
 *         the stack itself writes (Via, To, CSeq, Content-Length ..)
 */
int oh_headers_check(const char *headers)
{
	const char *p = headers;

	if (str_len(headers) > HEADERS_MAX)
		return EINVAL;

	while (p && *p) {
		size_t len = strcspn(p, "\r\n");

		if (!is_header(p, len) || has_control(p, len))
			return EINVAL;
		if (p[len] != '\r' || p[len + 1] != '\n')
			return EINVAL;
		p += len + 2;
	}
	return 0;
}
