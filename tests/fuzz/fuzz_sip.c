/**
 * @file fuzz_sip.c  What a leg reads of a message, and lines it is given
 */
#include "base/compat.h"
#include "sip/headers.h"
#include "sip/identity.h"
#include "sip/reason.h"
#include "sip/rseq.h"
#include "sip/sip_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the network says of a caller is short, and safe to show */
static void read_identity(const struct sip_msg *msg)
{
	struct oh_identity id;

	oh_identity_read(&id, msg, true);
	if (strlen(id.asserted) >= OH_IDENTITY_NAME ||
	    strlen(id.diverted_from) >= OH_IDENTITY_NAME ||
	    strpbrk(id.asserted, "\r\n\x1b") ||
	    strpbrk(id.diverted_from, "\r\n\x1b"))
		abort();
}

static void read_extensions(const struct sip_msg *msg)
{
	const struct oh_session_prm prm = { .expires_s = 120 };
	const struct sip_hdr *rack = sip_msg_hdr(msg, SIP_HDR_RACK);
	struct oh_session se = { 0 };
	struct oh_session_msg sm;
	struct oh_rack r;

	oh_session_read(&sm, msg);
	oh_session_answer(&se, &prm, &sm);
	if (se.expires_s < OH_SESSION_MIN_S && se.expires_s)
		abort();
	if (se.expires_s > OH_SESSION_MAX_S)
		abort();
	if (rack)
		(void)oh_rseq_rack(&r, &rack->val);
}

/* Whom to call next must be safe to print, and come out as it went in */
static void read_refer(const struct sip_msg *msg)
{
	char lines[4096];
	struct oh_refer r;

	if (oh_refer_read(&r, msg))
		return;
	if (oh_refer_check(&r) || strpbrk(r.uri, "?>\r\n"))
		abort();
	if (re_snprintf(lines, sizeof(lines), "%H", oh_refer_print, &r) < 0
	    || oh_headers_check(lines))
		abort();
}

static void read_notify(const struct sip_msg *msg)
{
	struct oh_notify n;

	if (oh_notify_read(&n, msg) || !n.scode)
		return;
	if (n.scode < 100 || n.scode > 699 || strpbrk(n.reason, "\r\n\x1b"))
		abort();
}

static void read_replaces(const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_REPLACES);
	struct oh_replaces r;

	if (hdr && 0 == oh_replaces_parse(&r, &hdr->val)
	    && (!*r.callid || !*r.to_tag || !*r.from_tag))
		abort();
}

static void read_message(struct mbuf *mb)
{
	struct sip_msg *msg = NULL;
	const char *body = NULL;
	size_t len;
	struct oh_reason why;
	char lines[OH_REASON_LINES];

	if (sip_msg_decode(&msg, mb))
		return;
	oh_reason_read(&why, msg);
	if (0 != oh_reason_print(lines, sizeof(lines), &why)
	    || oh_headers_check(lines))
		abort();
	len = oh_recv_body(msg, &body);
	if (!body || len > mbuf_get_left(msg->mb))
		abort();
	read_identity(msg);
	read_extensions(msg);
	read_refer(msg);
	read_notify(msg);
	read_replaces(msg);
	mem_deref(msg);
}

/* What passes cannot end the header section, nor begin another message */
static void check_lines(const char *text)
{
	size_t len = strlen(text);

	if (oh_headers_check(text) || !len)
		return;
	if (strstr(text, "\r\n\r\n") || *text == '\r')
		abort();
	if (len < 2 || strcmp(text + len - 2, "\r\n"))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mbuf *mb = mbuf_alloc(size + 1);
	struct oh_reason why = { .q850 = 16 };
	char line[OH_REASON_LINES];

	if (!mb)
		return 0;
	(void)mbuf_write_mem(mb, data, size);
	(void)mbuf_write_u8(mb, 0);
	check_lines((const char *)mb->buf);
	str_ncpy(why.text, (const char *)mb->buf, sizeof(why.text));
	if (0 == oh_reason_print(line, sizeof(line), &why)
	    && oh_headers_check(line))
		abort();
	mb->pos = 0;
	mb->end = size;
	read_message(mb);
	mem_deref(mb);

	return 0;
}
