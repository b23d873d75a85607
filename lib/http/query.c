/**
 * @file query.c  URLs and their query
 */
#include "base/compat.h"
#include "base/scan.h"
#include "http/query.h"

static bool is_alnum(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;

	return -1;
}

/* The next decoded byte of a text that is not empty. A '%' without two hex
   digits behind it stands for itself. */
static uint8_t take(struct pl *pl, bool plus)
{
	uint8_t c = (uint8_t)*pl->p;

	if (c == '%' && pl->l >= 3 && hex_value(pl->p[1]) >= 0 &&
	    hex_value(pl->p[2]) >= 0) {
		c = (uint8_t)(hex_value(pl->p[1]) << 4 | hex_value(pl->p[2]));
		pl_advance(pl, 3);
		return c;
	}
	pl_advance(pl, 1);

	return plus && c == '+' ? ' ' : c;
}

/* Room for n more bytes and the NUL behind them? */
static bool fits(size_t pos, size_t size, size_t n)
{
	return pos < size && n < size - pos;
}

static int put_escaped(char *buf, size_t size, size_t *pos, uint8_t c)
{
	static const char hex[] = "0123456789ABCDEF";

	if (!fits(*pos, size, 3))
		return ERANGE;
	buf[(*pos)++] = '%';
	buf[(*pos)++] = hex[c >> 4];
	buf[(*pos)++] = hex[c & 0xf];

	return 0;
}

static int put(char *buf, size_t size, size_t *pos, uint8_t c)
{
	if (!fits(*pos, size, 1))
		return ERANGE;
	buf[(*pos)++] = (char)c;

	return 0;
}

/* Takes what comes before the next '&'. False: nothing is left */
static bool next_piece(struct pl *name, struct pl *value, struct pl *query)
{
	const char *end, *eq;
	struct pl piece;

	while (query->l && *query->p == '&')
		pl_advance(query, 1);
	if (!query->l)
		return false;

	end = pl_strchr(query, '&');
	piece.p = query->p;
	piece.l = end ? (size_t)(end - query->p) : query->l;
	pl_advance(query, (ssize_t)piece.l);

	eq = pl_strchr(&piece, '=');
	name->p = piece.p;
	name->l = eq ? (size_t)(eq - piece.p) : piece.l;
	value->p = eq ? eq + 1 : piece.p + piece.l;
	value->l = (size_t)(piece.p + piece.l - value->p);

	return true;
}

/* "https://" or "http://" */
static int take_scheme(struct pl *text, bool *tls)
{
	static const struct pl http = PL("http://"), https = PL("https://");
	struct pl head = *text;

	*tls = false;
	head.l = http.l;
	if (text->l >= https.l && *text->p && (text->p[4] | 0x20) == 's') {
		*tls = true;
		head.l = https.l;
	}
	if (text->l < head.l || pl_casecmp(&head, *tls ? &https : &http))
		return EBADMSG;
	pl_advance(text, (ssize_t)head.l);

	return 0;
}

static bool is_name(const struct pl *host)
{
	for (size_t i = 0; i < host->l; i++) {
		if (!is_alnum((uint8_t)host->p[i]) &&
		    !strchr("-._", host->p[i]))
			return false;
	}

	return host->l > 0;
}

/* Takes a name, an IPv4 address or a bracketed IPv6 address */
static int take_host(struct oh_url *u, struct pl *text, bool *bracketed)
{
	struct pl host = *text;
	const char *end;
	struct sa sa;

	*bracketed = text->l && *text->p == '[';
	if (*bracketed)
		pl_advance(&host, 1);
	end = pl_strchr(&host, *bracketed ? ']' : ':');
	if (*bracketed && !end)
		return EBADMSG;
	if (end)
		host.l = (size_t)(end - host.p);
	if (host.l >= sizeof(u->host))
		return EBADMSG;
	str_ncpy(u->host, host.p, host.l + 1);
	pl_advance(text, host.p + host.l + *bracketed - text->p);

	if (!*bracketed)
		return is_name(&host) ? 0 : EBADMSG;

	return sa_set_str(&sa, u->host, 0) || sa_af(&sa) != AF_INET6
		? EBADMSG : 0;
}

/* ":port", or nothing; text is the rest of the authority */
static int take_port(struct oh_url *u, const struct pl *text)
{
	char digits[8];
	uint32_t port;
	int err;

	u->port = u->tls ? 443 : 80;
	if (!text->l)
		return 0;
	if (*text->p != ':' || text->l > sizeof(digits))
		return EBADMSG;
	str_ncpy(digits, text->p + 1, text->l);
	err = oh_scan_u32(&port, digits, 1, UINT16_MAX);
	if (err)
		return EBADMSG;
	u->port = (uint16_t)port;

	return 0;
}

static void print_authority(struct oh_url *u, bool bracketed)
{
	const char *open = bracketed ? "[" : "", *close = bracketed ? "]" : "";

	if (u->port == (u->tls ? 443 : 80))
		(void)re_snprintf(u->authority, sizeof(u->authority),
				  "%s%s%s", open, u->host, close);
	else
		(void)re_snprintf(u->authority, sizeof(u->authority),
				  "%s%s%s:%u", open, u->host, close, u->port);
}

/**
 * Parse "http(s)://host[:port][/path]"
 *
 * What could be read in two ways is refused: a user before the host, blanks,
 * control characters, backslashes, a fragment.
 *
 * @param u    Endpoint; unspecified after an error. Its path borrows from
 *             the text and keeps the query
 * @param text URL
 *
 * @return 0, EBADMSG (RFC 3986, 3)
 */
int oh_url_parse(struct oh_url *u, const char *text)
{
	struct pl rest, authority;
	bool bracketed = false;
	int err;

	if (!u || !text)
		return EINVAL;
	for (const char *c = text; *c; c++) {
		if ((uint8_t)*c <= ' ' || *c == 0x7f || strchr("\\#", *c))
			return EBADMSG;
	}

	memset(u, 0, sizeof(*u));
	pl_set_str(&rest, text);
	err = take_scheme(&rest, &u->tls);
	if (err)
		return err;

	authority.p = rest.p;
	authority.l = strcspn(rest.p, "/?");
	u->path = authority.p + authority.l;
	if (*u->path == '?' || pl_strchr(&authority, '@'))
		return EBADMSG;

	err = take_host(u, &authority, &bracketed);
	if (!err)
		err = take_port(u, &authority);
	if (!err)
		print_authority(u, bracketed);

	return err;
}

/**
 * Say whether an endpoint is this machine
 *
 * @param u Endpoint
 *
 * @return true for localhost and addresses of the loopback interface
 */
bool oh_url_is_loopback(const struct oh_url *u)
{
	struct sa sa;

	if (!u)
		return false;
	if (0 == str_casecmp(u->host, "localhost"))
		return true;

	if (sa_set_str(&sa, u->host, 0))
		return false;

	return sa_af(&sa) == AF_INET ? sa_in(&sa) >> 24 == 127
		: sa_is_loopback(&sa);
}

/**
 * Decode %XX, and '+' as a blank if wanted
 *
 * A '%' that no two hex digits follow stays as it is, as in browsers.
 *
 * @param buf  Receives the text, NUL-terminated
 * @param size Size of buf [bytes]
 * @param text Text
 * @param len  Length of text [bytes]
 * @param plus Whether '+' means a blank
 *
 * @return 0; EBADMSG: the text would hold a NUL; ERANGE: does not fit. buf
 *         is unspecified after an error
 */
int oh_url_decode(char *buf, size_t size, const char *text, size_t len,
		  bool plus)
{
	struct pl rest = { text, len };
	size_t pos = 0;
	int err = 0;

	if (!buf || !size || (!text && len))
		return EINVAL;

	while (rest.l && !err) {
		const uint8_t c = take(&rest, plus);

		err = c ? put(buf, size, &pos, c) : EBADMSG;
	}
	buf[pos] = '\0';

	return err;
}

/**
 * Write everything but unreserved characters (RFC 3986, 2.3) as %XX
 *
 * @param buf  Receives the text, NUL-terminated
 * @param size Size of buf [bytes]
 * @param text Text
 *
 * @return 0; ERANGE: does not fit, buf is unspecified then
 */
int oh_url_encode(char *buf, size_t size, const char *text)
{
	size_t pos = 0;
	int err = 0;

	if (!buf || !size || !text)
		return EINVAL;

	for (; *text && !err; text++) {
		const uint8_t c = (uint8_t)*text;

		err = is_alnum(c) || strchr("-._~", c)
			? put(buf, size, &pos, c)
			: put_escaped(buf, size, &pos, c);
	}
	buf[pos] = '\0';

	return err;
}

static bool is_called(const struct pl *encoded, const char *name)
{
	struct pl rest = *encoded;

	while (rest.l && *name) {
		if (take(&rest, true) != (uint8_t)*name++)
			return false;
	}

	return !rest.l && !*name;
}

/**
 * Find a value in a query; of several the first
 *
 * @param buf   Receives the decoded value; "" if the name stands alone
 * @param size  Size of buf [bytes]
 * @param query Query without its '?'
 * @param name  Name, not encoded
 *
 * @return 0; ENOENT: not there; EBADMSG: the value would hold a NUL;
 *         ERANGE: does not fit
 */
int oh_query_get(char *buf, size_t size, const char *query, const char *name)
{
	struct pl rest, key, value;

	if (!buf || !size || !query || !name)
		return EINVAL;

	pl_set_str(&rest, query);
	while (next_piece(&key, &value, &rest)) {
		if (is_called(&key, name))
			return oh_url_decode(buf, size, value.p, value.l,
					     true);
	}

	return ENOENT;
}

static int reencode(char *buf, size_t size, size_t *pos, struct pl text)
{
	int err = 0;

	while (text.l && !err) {
		const uint8_t c = take(&text, true);

		if (c == ' ')
			err = put(buf, size, pos, '+');
		else if (is_alnum(c) || (c && strchr("*-._", c)))
			err = put(buf, size, pos, c);
		else
			err = put_escaped(buf, size, pos, c);
	}

	return err;
}

/**
 * Write a query as a form would be (WHATWG URL, 5.2)
 *
 * Every piece gets its '=', empty pieces vanish, a blank becomes '+', and
 * only letters, digits and "*-._" stay. What was re-encoded once does not
 * change again.
 *
 * @param buf   Receives the query, "" if nothing is left
 * @param size  Size of buf [bytes]; three times the query's length and two
 *              are always enough
 * @param query Query without its '?'
 *
 * @return 0; ERANGE: does not fit, buf is unspecified then
 */
int oh_query_reencode(char *buf, size_t size, const char *query)
{
	struct pl rest, name, value;
	size_t pos = 0;
	int err = 0;

	if (!buf || !size || !query)
		return EINVAL;

	pl_set_str(&rest, query);
	while (!err && next_piece(&name, &value, &rest)) {
		if (pos)
			err = put(buf, size, &pos, '&');
		if (!err)
			err = reencode(buf, size, &pos, name);
		if (!err)
			err = put(buf, size, &pos, '=');
		if (!err)
			err = reencode(buf, size, &pos, value);
	}
	buf[pos] = '\0';

	return err;
}
