/**
 * @file webpeer.c  A scripted HTTP peer on raw TCP, for tests
 */
#include "webpeer.h"
#include "test.h"

enum { TX_MAX = 16 * 1024 * 1024, LATER_MS = 5 };

struct conn {
	struct le le;
	struct webpeer *p;
	struct tcp_conn *tc;
	struct mbuf *in;
	struct mbuf *out;       /* sent later */
	struct tmr tmr;
	bool close;
};

static void conn_destructor(void *arg)
{
	struct conn *c = arg;

	list_unlink(&c->le);
	tmr_cancel(&c->tmr);
	mem_deref(c->tc);
	mem_deref(c->in);
	mem_deref(c->out);
}

static void send_rest(void *arg)
{
	struct conn *c = arg;

	if ((c->out->end && tcp_send(c->tc, c->out)) || c->close) {
		mem_deref(c);
		return;
	}
	c->out = mem_deref(c->out);
}

static void send_reply(struct conn *c, const struct webpeer_reply *r)
{
	size_t end;

	if (!r->text && !r->close)
		return;
	c->close = r->close;
	c->out = mbuf_alloc(1024);
	if (!c->out || (r->text && mbuf_write_str(c->out, r->text)) ||
	    (r->fill && mbuf_fill(c->out, 'x', r->fill))) {
		mem_deref(c);
		return;
	}
	c->out->pos = 0;
	if (!r->split) {
		send_rest(c);
		return;
	}
	end = c->out->end;
	c->out->end = r->split;
	(void)tcp_send(c->tc, c->out);
	c->out->pos = r->split;
	c->out->end = end;
	tmr_start(&c->tmr, LATER_MS, send_rest, c);
}

/* Length of the whole request that the text starts with, or 0 */
static size_t whole(const char *text, size_t len)
{
	const char *blank = strstr(text, "\r\n\r\n");
	const char *clen = strstr(text, "Content-Length: ");
	size_t size;

	if (!blank)
		return 0;
	size = (size_t)(blank + 4 - text);
	if (clen && clen < blank)
		size += strtoul(clen + 16, NULL, 10);

	return size <= len ? size : 0;
}

static void recv_bytes(struct mbuf *mb, void *arg)
{
	struct conn *c = arg;
	struct webpeer *p = c->p;
	const uint32_t last = p->replyc - 1;
	char *text;

	if (mbuf_write_mem(c->in, mbuf_buf(mb), mbuf_get_left(mb))) {
		mem_deref(c);
		return;
	}
	assert_true(p->seen < WEBPEER_REQUESTS_MAX);
	assert_true(c->in->end < WEBPEER_TEXT_SIZE);
	text = p->textv[p->seen];
	memcpy(text, c->in->buf, c->in->end);
	text[c->in->end] = '\0';
	if (!whole(text, c->in->end))
		return;
	mbuf_rewind(c->in);
	send_reply(c, &p->replyv[p->seen < last ? p->seen : last]);
	p->seen++;
}

static void closed(int err, void *arg)
{
	(void)err;
	mem_deref(arg);
}

static void connected(const struct sa *peer, void *arg)
{
	struct webpeer *p = arg;
	struct conn *c = mem_zalloc(sizeof(*c), conn_destructor);
	(void)peer;

	if (!c) {
		tcp_reject(p->ts);
		return;
	}
	c->p = p;
	c->in = mbuf_alloc(WEBPEER_TEXT_SIZE);
	if (!c->in ||
	    tcp_accept(&c->tc, p->ts, NULL, recv_bytes, closed, c)) {
		tcp_reject(p->ts);
		mem_deref(c);
		return;
	}
	tcp_conn_txqsz_set(c->tc, TX_MAX);
	list_append(&p->connl, &c->le, c);
	p->conns++;
}

int webpeer_start(struct webpeer *p, const struct webpeer_reply *replyv,
		  uint32_t replyc)
{
	int err;

	memset(p, 0, sizeof(*p));
	p->replyv = replyv;
	p->replyc = replyc;
	err = sa_set_str(&p->addr, "127.0.0.1", 0);
	if (!err)
		err = tcp_listen(&p->ts, &p->addr, connected, p);
	if (!err)
		err = tcp_local_get(p->ts, &p->addr);

	return err;
}

void webpeer_stop(struct webpeer *p)
{
	list_flush(&p->connl);
	p->ts = mem_deref(p->ts);
}

void webpeer_url(const struct webpeer *p, char *buf, size_t size,
		 const char *path)
{
	(void)re_snprintf(buf, size, "http://%J%s", &p->addr, path);
}
