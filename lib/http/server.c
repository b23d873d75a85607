/**
 * @file server.c  HTTP/1.1 server for small requests
 *
 *     tcp_listen -> oh_conn (server_conn.c) -> oh_intake -> oh_request
 *                      ^                                        |
 *                      +-------- oh_httpd_reply() <-- handler <-+
 */
#include <openssl/ssl.h>
#include "base/log.h"
#include "server_priv.h"

enum { BACKLOG = 128 };

static void httpd_destructor(void *arg)
{
	struct oh_httpd *s = arg;
	struct le *le;

	mem_deref(s->ts);
	LIST_FOREACH(&s->connl, le)
		oh_conn_detach(le->data);
	list_flush(&s->connl);
	mem_deref(s->tls);
}

static void connected(const struct sa *peer, void *arg)
{
	struct oh_httpd *s = arg;
	const uint32_t n = list_count(&s->connl);
	int err = EMFILE;

	/* Those who are turned away with a 503 hold a place for a moment. */
	if (n < 2 * OH_HTTPD_CONNS_MAX)
		err = oh_conn_accept(s, n >= OH_HTTPD_CONNS_MAX);
	if (!err)
		return;
	tcp_reject(s->ts);
	oh_log(s->log, OH_LOG_WARN, "http: a connection was refused: %s",
	       strerror(err));
	(void)peer;
}

static int alloc_tls(struct oh_httpd *s, const char *cert)
{
	int err = tls_alloc(&s->tls, TLS_METHOD_SSLV23, cert, NULL);

	if (err)
		return err;
#if OH_LIBRE < 0x020900
	if (!SSL_CTX_set_min_proto_version(tls_openssl_context(s->tls),
					   TLS1_2_VERSION))
		return EPROTO;
#else
	err = tls_set_min_proto_version(s->tls, TLS1_2_VERSION);
#endif

	return err;
}

/* tcp_listen() would keep no more than five waiting at the door. */
static int start_listening(struct oh_httpd *s, const struct sa *laddr)
{
	int err = tcp_sock_alloc(&s->ts, laddr, connected, s);

	if (!err)
		err = tcp_sock_bind(s->ts, laddr);
	if (!err)
		err = tcp_sock_listen(s->ts, BACKLOG);
	if (!err)
		err = tcp_local_get(s->ts, &s->laddr);

	return err;
}

/**
 * Serve HTTP
 *
 * The handler is called from the loop with each request, also with one that
 * is broken: it answers that with the status in its fault. A request that is
 * released without an answer ends its connection.
 *
 * @param sp  Set on success; releasing it closes all connections
 * @param prm Parameters; the log is borrowed for as long as the server lives
 *
 * @return 0, EINVAL, ENOMEM, or an error of the socket or the certificate
 */
int oh_httpd_alloc(struct oh_httpd **sp, const struct oh_httpd_prm *prm)
{
	struct oh_httpd *s;
	int err = 0;

	if (!sp || !prm || !prm->laddr || !prm->h)
		return EINVAL;

	s = mem_zalloc(sizeof(*s), httpd_destructor);
	if (!s)
		return ENOMEM;
	s->request_ms = prm->request_ms ? prm->request_ms
		: OH_HTTPD_REQUEST_MS;
	s->log = prm->log;
	s->h = prm->h;
	s->arg = prm->arg;

	if (prm->cert)
		err = alloc_tls(s, prm->cert);
	if (err)
		goto out;
	err = start_listening(s, prm->laddr);
	if (err)
		goto out;

 out:
	if (err)
		mem_deref(s);
	else
		*sp = s;

	return err;
}

/**
 * Say where a server listens
 *
 * @param s Server
 *
 * @return Address with the real port, borrowed; or NULL
 */
const struct sa *oh_httpd_laddr(const struct oh_httpd *s)
{
	return s ? &s->laddr : NULL;
}

/**
 * Answer a request
 *
 * A HEAD gets the same without the body; 204 and 304 have none.
 *
 * @param req     Request
 * @param status  Status
 * @param headers Lines "Name: value\r\n", or NULL
 * @param type    Content-Type, or NULL: no body
 * @param body    Body, copied
 * @param len     Its length [bytes]
 *
 * @return 0; EALREADY: answered; ENOTCONN: they have gone; or an error of
 *         sending, after which the connection has ended
 */
int oh_httpd_reply(struct oh_httpd_req *req, uint16_t status,
		   const char *headers, const char *type,
		   const char *body, size_t len)
{
	struct oh_request *r = (struct oh_request *)req;
	const struct pl pl = { body, type && body ? len : 0 };

	if (!req)
		return EINVAL;
	if (r->answered)
		return EALREADY;
	if (!r->conn)
		return ENOTCONN;

	return oh_conn_reply(r->conn, status, headers, type, &pl);
}
