/**
 * @file server_conn.c  One connection of the HTTP server
 *
 *     wait  -- first byte -->  read  -- whole -->  answer  -- reply --> wait
 *       |                        |                    |
 *       | idle: closed           | slow: 408          | last reply
 *       v                        v                    v
 *                             answer               end: closed soon
 *
 * One timer serves all states. While a handler has the request there is
 * none: how long it thinks is its own affair.
 */
#include "server_priv.h"

static void advance(void *arg);

/**
 * Part a connection from the request it is at; that gets ENOTCONN then
 *
 * @param c Connection
 */
void oh_conn_detach(struct oh_conn *c)
{
	if (c->req)
		c->req->conn = NULL;
	c->req = NULL;
}

/**
 * End a connection whose request was released without an answer
 *
 * @param c Connection
 */
void oh_conn_abandon(struct oh_conn *c)
{
	oh_conn_detach(c);
	mem_deref(c);
}

static void conn_destructor(void *arg)
{
	struct oh_conn *c = arg;

	oh_conn_detach(c);
	list_unlink(&c->le);
	tmr_cancel(&c->tmr);
	oh_intake_reset(&c->in);
	mem_deref(c->sc);
	mem_deref(c->tc);
}

static int send_text(struct oh_conn *c, const char *text)
{
	struct mbuf *mb = mbuf_alloc(64);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_write_str(mb, text);
	mb->pos = 0;
	if (!err)
		err = tcp_send(c->tc, mb);
	mem_deref(mb);

	return err;
}

/* As long as they read what is queued, they may */
static void linger(void *arg)
{
	struct oh_conn *c = arg;
	const size_t left = tcp_conn_txqsz(c->tc);

	if (!left || left >= c->tx_left) {
		mem_deref(c);
		return;
	}
	c->tx_left = left;
	tmr_start(&c->tmr, OH_CONN_LINGER_MS, linger, c);
}

/* Closed at once, bytes that are still coming would take our last words with
   them. */
static void end(struct oh_conn *c, uint32_t ms)
{
	c->ending = true;
	c->tx_left = SIZE_MAX;
	oh_intake_reset(&c->in);
	tmr_start(&c->tmr, ms, linger, c);
}

/* The handler may release the server, and with it the connection. */
static void serve(struct oh_conn *c, struct oh_request *r)
{
	struct oh_httpd *s = c->s;

	tmr_cancel(&c->tmr);
	c->reading = false;
	c->req = r;
	r->conn = c;
	mem_ref(c);
	s->h(&r->pub, s->arg);
	mem_deref(r);
	mem_deref(c);
}

static void serve_fault(struct oh_conn *c, uint16_t status, const char *why)
{
	struct oh_request *r = NULL;

	if (oh_request_alloc(&r)) {
		mem_deref(c);
		return;
	}
	oh_intake_reset(&c->in);
	oh_request_fault(r, status, why);
	serve(c, r);
}

/* Nothing came, or not all of it */
static void expired(void *arg)
{
	struct oh_conn *c = arg;

	if (oh_intake_is_empty(&c->in))
		mem_deref(c);
	else
		serve_fault(c, 408, "the request came too slowly");
}

/* The wait for a request runs from its first byte, not its last. */
static void wait_more(struct oh_conn *c)
{
	struct oh_request *r = c->in.req;

	if (!c->reading && !oh_intake_is_empty(&c->in)) {
		c->reading = true;
		tmr_start(&c->tmr, c->s->request_ms, expired, c);
	}
	if (!r || !r->expect)
		return;
	r->expect = false;
	if (send_text(c, "HTTP/1.1 100 Continue\r\n\r\n"))
		mem_deref(c);
}

static void advance(void *arg)
{
	struct oh_conn *c = arg;
	struct oh_request *r = NULL;
	int err = oh_intake_next(&r, &c->in);

	if (!err)
		serve(c, r);
	else if (err == EAGAIN)
		wait_more(c);
	else
		mem_deref(c);
}

static void received(struct mbuf *mb, void *arg)
{
	struct oh_conn *c = arg;

	if (c->ending)
		return;
	if (oh_intake_feed(&c->in, mbuf_buf(mb), mbuf_get_left(mb))) {
		mem_deref(c);
		return;
	}
	if (!c->req)
		advance(c);
}

static void closed(int err, void *arg)
{
	(void)err;
	mem_deref(arg);
}

/* What has come behind the request is looked at from the loop: a thousand
   requests in one packet are no reason for a thousand nested calls. */
static void await_next(struct oh_conn *c)
{
	if (oh_intake_is_empty(&c->in))
		tmr_start(&c->tmr, OH_HTTPD_IDLE_MS, expired, c);
	else
		tmr_start(&c->tmr, 0, advance, c);
}

static int print_reply(struct mbuf *mb, const struct oh_request *r,
		       uint16_t status, const char *headers, const char *type,
		       const struct pl *body)
{
	int err;

	err = oh_reply_print(mb, r, status, headers, type, body->l);
	if (!err && body->l && strcmp(r->pub.method, "HEAD") &&
	    status != 204 && status != 304)
		err = mbuf_write_mem(mb, (const uint8_t *)body->p, body->l);
	mb->pos = 0;

	return err;
}

/**
 * Answer the request that a connection is at
 *
 * @param c       Connection; has ended after an error
 * @param status  Status
 * @param headers Further lines, or NULL
 * @param type    Content-Type, or NULL
 * @param body    Body
 *
 * @return 0, ENOMEM, or an error of sending
 */
int oh_conn_reply(struct oh_conn *c, uint16_t status, const char *headers,
		  const char *type, const struct pl *body)
{
	struct oh_request *r = c->req;
	struct mbuf *mb = mbuf_alloc(256 + body->l);
	int err = mb ? 0 : ENOMEM;

	r->answered = true;
	r->conn = NULL;
	c->req = NULL;

	if (!err)
		err = print_reply(mb, r, status, headers, type, body);
	if (!err)
		err = tcp_send(c->tc, mb);
	mem_deref(mb);
	if (err)
		mem_deref(c);
	else if (r->keep)
		await_next(c);
	else
		end(c, r->pub.fault ? OH_CONN_LINGER_MS : 0);

	return err;
}

static void turn_away(struct oh_conn *c)
{
	if (send_text(c, "HTTP/1.1 503 Service Unavailable\r\n"
		      "Content-Length: 0\r\nConnection: close\r\n\r\n"))
		mem_deref(c);
	else
		end(c, OH_CONN_LINGER_MS);
}

/**
 * Take the connection that waits at a server's door
 *
 * @param s    Server, owns it
 * @param full Whether to answer 503 only
 *
 * @return 0, ENOMEM, or an error of the socket
 */
int oh_conn_accept(struct oh_httpd *s, bool full)
{
	struct oh_conn *c = mem_zalloc(sizeof(*c), conn_destructor);
	int err;

	if (!c)
		return ENOMEM;
	c->s = s;
	err = tcp_accept(&c->tc, s->ts, NULL, received, closed, c);
	if (!err && s->tls)
		err = tls_start_tcp(&c->sc, s->tls, c->tc, 0);
	if (err) {
		mem_deref(c);
		return err;
	}

	tcp_conn_txqsz_set(c->tc, OH_CONN_TX_MAX);
	list_append(&s->connl, &c->le, c);
	tmr_start(&c->tmr, s->request_ms, expired, c);
	/* Before a TLS handshake there is nothing that could be said. */
	if (full && s->tls)
		end(c, 0);
	else if (full)
		turn_away(c);

	return 0;
}
