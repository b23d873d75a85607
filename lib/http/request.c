/**
 * @file request.c  Heads of HTTP requests
 *
 * libre's own decoder is not used on what strangers send: it looks for the
 * request line with an expression that backtracks from every letter, and it
 * knows headers by a hash of twelve bits.
 */
#include "base/compat.h"
#include "base/scan.h"
#include "request_priv.h"

static void request_destructor(void *arg)
{
	struct oh_request *r = arg;

	if (r->conn)
		oh_conn_abandon(r->conn);
	mem_deref(r->head);
	mem_deref(r->body);
}

/**
 * Make an empty request
 *
 * @param rp Set on success
 *
 * @return 0, ENOMEM
 */
int oh_request_alloc(struct oh_request **rp)
{
	struct oh_request *r = mem_zalloc(sizeof(*r), request_destructor);

	if (!r)
		return ENOMEM;
	r->pub.path = r->pub.query = r->pub.body = "";
	*rp = r;

	return 0;
}

/**
 * Say what is wrong with a request; the first fault counts
 *
 * @param r      Request
 * @param status Status it deserves
 * @param why    Static text
 */
void oh_request_fault(struct oh_request *r, uint16_t status, const char *why)
{
	if (r->pub.fault)
		return;
	r->pub.fault = status;
	r->pub.why = why;
	r->keep = false;
	r->expect = false;
}

/* Length of the token (RFC 9110, 5.6.2) at the start of a text */
static size_t token_len(const char *text)
{
	return strspn(text, "!#$%&'*+-.^_`|~0123456789"
		      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		      "abcdefghijklmnopqrstuvwxyz");
}

static void parse_version(struct oh_request *r, const char *text)
{
	if (strlen(text) != 8 || strncmp(text, "HTTP/", 5) ||
	    text[5] < '0' || text[5] > '9' || text[6] != '.' ||
	    text[7] < '0' || text[7] > '9') {
		oh_request_fault(r, 400, "no HTTP version");
		return;
	}
	if (text[5] != '1')
		oh_request_fault(r, 505, "this server speaks HTTP/1.1");
	r->old = text[7] == '0';
}

/* "/path?query", the same behind "http://host", or "*" */
static void parse_target(struct oh_request *r, char *text)
{
	const size_t scheme = 0 == strncmp(text, "http://", 7) ? 7
		: 0 == strncmp(text, "https://", 8) ? 8 : 0;
	char *query;

	for (const char *c = text; *c; c++) {
		if ((uint8_t)*c >= 0x7f || *c == '#' || *c == '\t')
			oh_request_fault(r, 400, "odd bytes in the target");
	}
	if (scheme)
		text += scheme + strcspn(text + scheme, "/");
	if (*text != '/' && strcmp(text, "*"))
		oh_request_fault(r, 400, "the target is no path");

	query = strchr(text, '?');
	if (query) {
		*query = '\0';
		r->pub.query = query + 1;
	}
	r->pub.path = text;
}

static void parse_request_line(struct oh_request *r, char *line)
{
	const size_t n = token_len(line);
	char *target = line + n + 1;
	char *version;

	if (!n || line[n] != ' ') {
		oh_request_fault(r, 400, "that is no HTTP request");
		return;
	}
	version = strchr(target, ' ');
	if (!version) {
		oh_request_fault(r, 400, "no HTTP version");
		return;
	}
	*version++ = '\0';
	if (n >= sizeof(r->pub.method))
		oh_request_fault(r, 501, "no such method");
	else
		str_ncpy(r->pub.method, line, n + 1);
	parse_version(r, version);
	parse_target(r, target);
}

/* A line that begins with a blank continued the one before, once: the name
   is empty then */
static void parse_header(struct oh_request *r, char *line)
{
	const size_t n = token_len(line);
	char *value = line + n + 1, *end;

	if (!n || line[n] != ':') {
		oh_request_fault(r, 400, "a header line without a name");
		return;
	}
	if (r->headerc == OH_HTTPD_HEADERS_MAX) {
		oh_request_fault(r, 431, "too many header lines");
		return;
	}
	line[n] = '\0';
	value += strspn(value, " \t");
	end = value + strlen(value);
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	r->headerv[r->headerc].name = line;
	r->headerv[r->headerc++].value = value;
}

static unsigned count(const struct oh_request *r, const char *name)
{
	unsigned n = 0;

	for (unsigned i = 0; i < r->headerc; i++)
		n += 0 == str_casecmp(r->headerv[i].name, name);

	return n;
}

static bool has_word(const char *list, const char *word)
{
	const size_t len = strlen(word);

	while (*list) {
		const size_t n = strcspn(list, ", \t");

		if (n == len && 0 == strncasecmp(list, word, len))
			return true;
		list += n;
		list += strspn(list, ", \t");
	}

	return false;
}

static bool says(const struct oh_request *r, const char *name,
		 const char *word)
{
	for (unsigned i = 0; i < r->headerc; i++) {
		if (0 == str_casecmp(r->headerv[i].name, name) &&
		    has_word(r->headerv[i].value, word))
			return true;
	}

	return false;
}

/* How long the body is (RFC 9112, 6.3). What two readers could take for
   different lengths is refused. */
static void check_length(struct oh_request *r)
{
	const char *length = oh_httpd_header(&r->pub, "Content-Length");
	const unsigned lengths = count(r, "Content-Length");
	int err;

	if (count(r, "Transfer-Encoding")) {
		if (lengths)
			oh_request_fault(r, 400, "two lengths of a body");
		else if (says(r, "Transfer-Encoding", "chunked"))
			oh_request_fault(r, 411, "send a Content-Length");
		else
			oh_request_fault(r, 501, "no such transfer coding");
		return;
	}
	if (!lengths)
		return;
	if (lengths > 1) {
		oh_request_fault(r, 400, "two lengths of a body");
		return;
	}
	err = oh_scan_u32(&r->body_size, length, 0, OH_HTTPD_BODY_MAX);
	if (err == ERANGE)
		oh_request_fault(r, 413, "the body is too long");
	else if (err)
		oh_request_fault(r, 400, "Content-Length is no number");
}

static void check_headers(struct oh_request *r)
{
	const char *expect = oh_httpd_header(&r->pub, "Expect");

	r->keep = !says(r, "Connection", "close") &&
		(!r->old || says(r, "Connection", "keep-alive"));
	if (!r->old && count(r, "Host") != 1)
		oh_request_fault(r, 400, "there must be one Host");
	check_length(r);
	if (!expect || r->old)
		return;
	if (str_casecmp(expect, "100-continue"))
		oh_request_fault(r, 417, "no such expectation");
	else
		r->expect = r->body_size > 0 && !r->pub.fault;
}

/* Takes a line and its CRLF, if it has one */
static char *next_line(char **text)
{
	char *line = *text, *end = strstr(line, "\r\n");

	if (end) {
		*end = '\0';
		*text = end + 2;
	}
	else {
		*text = line + strlen(line);
	}

	return line;
}

/**
 * Read the head of a request (RFC 9112, 2 to 6)
 *
 * What is wrong with it becomes a fault of the request.
 *
 * @param r    Empty request
 * @param head Lines, without the empty one at the end; no control characters
 *             but blanks and pairs of CR and LF
 * @param len  Length [bytes]
 *
 * @return 0, ENOMEM
 */
int oh_request_parse(struct oh_request *r, const void *head, size_t len)
{
	char *rest;

	r->head = mem_alloc(len + 1, NULL);
	if (!r->head)
		return ENOMEM;
	memcpy(r->head, head, len);
	r->head[len] = '\0';

	rest = r->head;
	parse_request_line(r, next_line(&rest));
	while (*rest && !r->pub.fault)
		parse_header(r, next_line(&rest));
	if (!r->pub.fault)
		check_headers(r);

	return 0;
}

/**
 * Find a header of a request
 *
 * @param req  Request
 * @param name Name; its case does not matter
 *
 * @return Value without surrounding blanks, of several the first, valid as
 *         long as the request; NULL: not there
 */
const char *oh_httpd_header(const struct oh_httpd_req *req, const char *name)
{
	const struct oh_request *r = (const struct oh_request *)req;

	if (!req || !name)
		return NULL;
	for (unsigned i = 0; i < r->headerc; i++) {
		if (0 == str_casecmp(r->headerv[i].name, name))
			return r->headerv[i].value;
	}

	return NULL;
}
