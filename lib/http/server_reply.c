/**
 * @file server_reply.c  Heads of replies
 */
#include "server_priv.h"

static const struct {
	uint16_t    status;
	const char *text;
} reasonv[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 411, "Length Required" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 417, "Expectation Failed" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 503, "Service Unavailable" },
	{ 505, "HTTP Version Not Supported" },
};

/* A reason may be empty (RFC 9112, 4) */
static const char *reason_of(uint16_t status)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasonv); i++) {
		if (reasonv[i].status == status)
			return reasonv[i].text;
	}

	return "";
}

/**
 * Print the status line and the headers of a reply
 *
 * @param mb      Where to
 * @param r       What is answered, or NULL: nobody asked
 * @param status  Status
 * @param headers Further lines, or NULL
 * @param type    Content-Type, or NULL
 * @param len     Length of the body [bytes]
 *
 * @return 0, ENOMEM
 */
int oh_reply_print(struct mbuf *mb, const struct oh_request *r,
		   uint16_t status, const char *headers, const char *type,
		   size_t len)
{
	int err;

	err = mbuf_printf(mb, "HTTP/1.1 %u %s\r\n%s", status,
			  reason_of(status), headers ? headers : "");
	if (!err && type)
		err = mbuf_printf(mb, "Content-Type: %s\r\n", type);
	if (!err && status != 204 && status != 304)
		err = mbuf_printf(mb, "Content-Length: %zu\r\n", len);
	if (!err && (!r || !r->keep))
		err = mbuf_write_str(mb, "Connection: close\r\n");
	else if (!err && r->old)
		err = mbuf_write_str(mb, "Connection: keep-alive\r\n");
	if (!err)
		err = mbuf_write_str(mb, "\r\n");

	return err;
}
