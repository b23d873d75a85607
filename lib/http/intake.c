/**
 * @file intake.c  Bytes of a connection on their way to become requests
 *
 *     | head .......... CR LF CR LF | body ....... | next head ..
 *     pos       ^ scanned: a byte is looked at once, however slowly the
 *                 head drips in, and nothing is decoded before it is whole
 */
#include "base/compat.h"
#include "intake_priv.h"

/**
 * Forget everything
 *
 * @param in Intake
 */
void oh_intake_reset(struct oh_intake *in)
{
	in->mb = mem_deref(in->mb);
	in->req = mem_deref(in->req);
	in->scanned = 0;
}

/**
 * Say whether nothing of a further request has come
 *
 * @param in Intake
 *
 * @return true if so
 */
bool oh_intake_is_empty(const struct oh_intake *in)
{
	return !in->req && !mbuf_get_left(in->mb);
}

/* What was taken makes room; who has nothing to say needs no memory */
static void compact(struct oh_intake *in)
{
	const size_t left = mbuf_get_left(in->mb);

	if (!left) {
		in->mb = mem_deref(in->mb);
		return;
	}
	memmove(in->mb->buf, mbuf_buf(in->mb), left);
	in->mb->pos = 0;
	in->mb->end = left;
}

/**
 * Add bytes that have come
 *
 * @param in   Intake
 * @param data Bytes
 * @param len  How many [bytes]
 *
 * @return 0, ENOMEM; EMSGSIZE: more than OH_INTAKE_MAX is waiting
 */
int oh_intake_feed(struct oh_intake *in, const void *data, size_t len)
{
	size_t pos;
	int err;

	if (in->mb && in->mb->pos)
		compact(in);
	if (!in->mb)
		in->mb = mbuf_alloc(len);
	if (!in->mb)
		return ENOMEM;
	if (in->mb->end + len > OH_INTAKE_MAX)
		return EMSGSIZE;

	pos = in->mb->pos;
	in->mb->pos = in->mb->end;
	err = mbuf_write_mem(in->mb, data, len);
	in->mb->pos = pos;

	return err;
}

/* Only CR LF pairs, blanks, and what can be seen */
static bool is_clean(const uint8_t *p, size_t i)
{
	const bool after_cr = i > 0 && p[i - 1] == '\r';

	if (p[i] == '\n' || after_cr)
		return p[i] == '\n' && after_cr;

	return p[i] == '\r' || p[i] == '\t' || (p[i] >= ' ' && p[i] != 0x7f);
}

/** What a look at the bytes has found */
struct found {
	size_t      len;       /**< of the head with its empty line, or 0  */
	uint16_t    fault;
	const char *why;
};

static void look(struct found *found, struct oh_intake *in)
{
	const uint8_t *p = mbuf_buf(in->mb);
	const size_t n = min(mbuf_get_left(in->mb),
			     (size_t)OH_HTTPD_HEAD_MAX);

	for (size_t i = in->scanned; i < n; i++) {
		if (!is_clean(p, i)) {
			found->fault = 400;
			found->why = "that is no HTTP request";
			return;
		}
		if (i >= 3 && p[i] == '\n' && p[i - 2] == '\n') {
			found->len = i + 1;
			return;
		}
	}
	in->scanned = n;
	if (n < OH_HTTPD_HEAD_MAX)
		return;
	found->fault = memchr(p, '\n', n) ? 431 : 414;
	found->why = found->fault == 431 ? "the headers are too long"
		: "the request line is too long";
}

/* Empty lines before a request are no part of it (RFC 9112, 2.2) */
static void skip_empty_lines(struct oh_intake *in)
{
	while (in->scanned <= 1 && mbuf_get_left(in->mb) >= 2 &&
	       0 == memcmp(mbuf_buf(in->mb), "\r\n", 2)) {
		mbuf_advance(in->mb, 2);
		in->scanned = 0;
	}
}

static int take_head(struct oh_intake *in)
{
	struct found found = { .len = 0 };
	struct oh_request *r = NULL;
	int err;

	if (!in->mb)
		return EAGAIN;
	skip_empty_lines(in);
	look(&found, in);
	if (!found.len && !found.fault)
		return EAGAIN;

	err = oh_request_alloc(&r);
	if (err)
		return err;
	if (found.fault)
		oh_request_fault(r, found.fault, found.why);
	else
		err = oh_request_parse(r, mbuf_buf(in->mb), found.len - 4);
	if (err) {
		mem_deref(r);
		return err;
	}
	mbuf_advance(in->mb, (ssize_t)found.len);
	in->scanned = 0;
	in->req = r;

	return 0;
}

static int take_body(struct oh_intake *in)
{
	struct oh_request *r = in->req;
	const size_t len = r->body_size;

	if (mbuf_get_left(in->mb) < len)
		return EAGAIN;
	if (!len)
		return 0;

	r->body = mem_alloc(len + 1, NULL);
	if (!r->body)
		return ENOMEM;
	memcpy(r->body, mbuf_buf(in->mb), len);
	r->body[len] = '\0';
	r->pub.body = r->body;
	r->pub.body_len = len;
	mbuf_advance(in->mb, (ssize_t)len);

	return 0;
}

/**
 * Take the next request
 *
 * After one with a fault nothing more can be made of the bytes.
 *
 * @param rp Set on success; given
 * @param in Intake
 *
 * @return 0; EAGAIN: not all of it has come; ENOMEM
 */
int oh_intake_next(struct oh_request **rp, struct oh_intake *in)
{
	int err = 0;

	if (!in->req)
		err = take_head(in);
	if (!err && !in->req->pub.fault)
		err = take_body(in);
	if (err)
		return err;

	*rp = in->req;
	in->req = NULL;

	return 0;
}
