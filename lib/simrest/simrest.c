/**
 * @file simrest.c  The simulated carrier's REST side
 *
 * Between the HTTP server and dispatch.c: which header is which, and
 * replies that are held back for a while. What a request does is done when
 * it comes; the delay is on the way back, as with a slow network.
 */
#include "base/compat.h"
#include <sys/random.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/scan.h"
#include "http/server.h"
#include "simrest/dispatch.h"
#include "simrest/simrest.h"
#include "simrest/stock.h"
#include "simrest/store.h"

enum {
	KEY_BYTES = 64,         /* as long as the real carrier's */
	KEY_SIZE  = 2 * OH_SIGN_KEY_MAX,
	LINE_SIZE = 160,
};

struct oh_simrest {
	struct oh_httpd   *httpd;
	struct oh_dispatch dispatch;
	struct list        latel;       /* replies held back */
	uint32_t           delay_ms;
	struct oh_log     *log;
	char               connection[OH_SIMREST_CONNECTION_SIZE];
};

/** A reply that is held back */
struct late {
	struct le            le;
	struct tmr           tmr;
	struct oh_httpd_req *req;
	struct oh_reply      reply;
};

static void late_destructor(void *arg)
{
	struct late *late = arg;

	tmr_cancel(&late->tmr);
	list_unlink(&late->le);
	oh_reply_reset(&late->reply);
	mem_deref(late->req);
}

static void simrest_destructor(void *arg)
{
	struct oh_simrest *s = arg;

	list_flush(&s->latel);
	mem_deref(s->httpd);
	mem_deref(s->dispatch.store);
	explicit_bzero(&s->dispatch.auth.key, sizeof(s->dispatch.auth.key));
	explicit_bzero(s->connection, sizeof(s->connection));
}

/* A client that has gone needs no answer */
static void send_reply(struct oh_httpd_req *req, const struct oh_reply *r)
{
	static const char sorry[] =
		"{\"error\":{\"code\":\"ServiceUnavailable\","
		"\"message\":\"The simulator is out of memory.\"}}";
	const char *body = r->status ? r->body : sorry;

	(void)oh_httpd_reply(req, r->status ? r->status : 503, r->headers,
			     body ? "application/json" : NULL, body,
			     body ? strlen(body) : 0);
}

static void late_due(void *arg)
{
	struct late *late = arg;

	send_reply(late->req, &late->reply);
	mem_deref(late);
}

static struct late *late_alloc(struct oh_simrest *s,
			       struct oh_httpd_req *req)
{
	struct late *late = mem_zalloc(sizeof(*late), late_destructor);

	if (!late)
		return NULL;
	late->req = mem_ref(req);
	list_append(&s->latel, &late->le, late);
	tmr_start(&late->tmr, s->delay_ms, late_due, late);

	return late;
}

static void say(const struct oh_simrest *s, const struct oh_httpd_req *req,
		const struct oh_reply *reply)
{
	char path[LINE_SIZE];

	(void)oh_scan_safe(path, sizeof(path), req->path, strlen(req->path));
	oh_log(s->log, OH_LOG_DEBUG, "rest: %s %s: %u", req->method, path,
	       reply->status);
}

static void on_request(struct oh_httpd_req *req, void *arg)
{
	struct oh_simrest *s = arg;
	const struct oh_request r = {
		.method        = req->method,
		.path          = req->path,
		.query         = req->query,
		.body          = req->body,
		.body_len      = req->body_len,
		.fault         = req->fault,
		.why           = req->why,
		.host          = oh_httpd_header(req, "Host"),
		.type          = oh_httpd_header(req, "Content-Type"),
		.authorization = oh_httpd_header(req, "Authorization"),
		.ms_date       = oh_httpd_header(req, "x-ms-date"),
		.date          = oh_httpd_header(req, "Date"),
		.hash          = oh_httpd_header(req, "x-ms-content-sha256"),
	};
	struct late *late = s->delay_ms ? late_alloc(s, req) : NULL;
	struct oh_reply now = { .status = 0 };
	struct oh_reply *reply = late ? &late->reply : &now;

	/* An empty reply is what send_reply() knows an answer to */
	(void)oh_dispatch(reply, &s->dispatch, &r);
	say(s, req, reply);
	if (late)
		return;

	send_reply(req, &now);
	oh_reply_reset(&now);
}

static int fail(char why[OH_SIMREST_WHY_SIZE], const char *what,
		const char *reason)
{
	(void)re_snprintf(why, OH_SIMREST_WHY_SIZE, "%s: %s", what, reason);

	return EBADMSG;
}

static int add_faults(struct oh_simrest *s,
		      const struct oh_simrest_prm *prm, char *why)
{
	for (uint32_t i = 0; i < prm->faultc; i++) {
		const char *reason = "";
		int err = oh_fault_add(&s->dispatch.faults, prm->faultv[i],
				       &reason);

		if (err) {
			(void)fail(why, prm->faultv[i], reason);
			return err;
		}
	}

	return 0;
}

static int open_store(struct oh_simrest *s, const struct oh_simrest_prm *prm,
		      char *why)
{
	const struct oh_store_prm store = {
		.path = prm->state, .op_ms = prm->op_ms,
		.hold_ms = prm->hold_ms,
	};
	const char *reason = "";
	int err;

	err = oh_store_open(&s->dispatch.store, &store, &reason);
	if (err && *reason)
		(void)fail(why, prm->state ? prm->state : "state", reason);

	return err;
}

static int start_server(struct oh_simrest *s,
			const struct oh_simrest_prm *prm)
{
	const struct oh_httpd_prm httpd = {
		.laddr = prm->laddr, .cert = prm->cert, .log = prm->log,
		.h = on_request, .arg = s,
	};

	return oh_httpd_alloc(&s->httpd, &httpd);
}

static int make_key(char *key, size_t size)
{
	uint8_t raw[KEY_BYTES];
	size_t len = size - 1;
	int err = 0;

	if (getrandom(raw, sizeof(raw), 0) != (ssize_t)sizeof(raw))
		err = errno ? errno : EIO;
	if (!err)
		err = base64_encode(raw, sizeof(raw), key, &len);
	explicit_bzero(raw, sizeof(raw));
	key[err ? 0 : len] = '\0';

	return err;
}

/* The authority that a client must use, which is what it signs */
static int print_connection(struct oh_simrest *s, const char *key)
{
	struct sa laddr = *oh_httpd_laddr(s->httpd);
	const uint16_t port = sa_port(&laddr);
	int err = 0;

	if (sa_is_any(&laddr))
		err = sa_set_str(&laddr, sa_af(&laddr) == AF_INET6
				 ? "::1" : "127.0.0.1", port);
	if (err)
		return err;

	return re_snprintf(s->connection, sizeof(s->connection),
			   "endpoint=%s://%J/;accesskey=%s",
			   s->dispatch.tls ? "https" : "http", &laddr,
			   key) < 0 ? ERANGE : 0;
}

static int use_key(struct oh_simrest *s, const char *key, char *why)
{
	int err;

	err = oh_sign_key_parse(&s->dispatch.auth.key, key);
	if (err && err != ENOMEM)
		(void)fail(why, "access key", "not base64, or too long");
	if (!err)
		err = print_connection(s, key);
	if (!err)
		err = oh_log_mask(s->log, key);

	return err;
}

static int set_key(struct oh_simrest *s, const struct oh_simrest_prm *prm,
		   char *why)
{
	char made[KEY_SIZE];
	int err = 0;

	if (prm->access_key)
		return use_key(s, prm->access_key, why);

	err = make_key(made, sizeof(made));
	if (!err)
		err = use_key(s, made, why);
	explicit_bzero(made, sizeof(made));

	return err;
}

/**
 * Open the carrier
 *
 * @param sp  Set on success; mem_deref closes it, with all connections
 * @param prm Parameters, copied; its log is borrowed while the carrier lives
 * @param why Set to what is wrong with a key, a fault or the state; or ""
 *
 * @return 0, EINVAL, ENOMEM; EBADMSG, ENOSPC, EBUSY (see why); EADDRINUSE
 *         and the like
 */
int oh_simrest_alloc(struct oh_simrest **sp,
		     const struct oh_simrest_prm *prm,
		     char why[OH_SIMREST_WHY_SIZE])
{
	struct oh_simrest *s;
	int err;

	if (!sp || !prm || !prm->laddr || !why)
		return EINVAL;

	why[0] = '\0';
	s = mem_zalloc(sizeof(*s), simrest_destructor);
	if (!s)
		return ENOMEM;
	s->delay_ms = prm->delay_ms;
	s->log = prm->log;
	s->dispatch.tls = prm->cert;
	s->dispatch.auth.any_token = prm->any_token;

	err = add_faults(s, prm, why);
	if (err)
		goto out;
	err = open_store(s, prm, why);
	if (err)
		goto out;
	err = start_server(s, prm);
	if (err)
		goto out;
	err = set_key(s, prm, why);

 out:
	if (err)
		mem_deref(s);
	else
		*sp = s;

	return err;
}

/**
 * Tell how a client gets in
 *
 * @param s Carrier
 *
 * @return Connection string, with the access key; valid as long as s
 */
const char *oh_simrest_connection(const struct oh_simrest *s)
{
	return s ? s->connection : NULL;
}

/**
 * A trunk has sent a sign of life, which its health tells
 *
 * @param s    Carrier
 * @param fqdn The trunk's name; what is none is ignored
 */
void oh_simrest_ping(struct oh_simrest *s, const char *fqdn)
{
	if (oh_store_ping(s->dispatch.store, fqdn, oh_clock_us()))
		oh_log(s->log, OH_LOG_WARN, "rest: out of memory");
}

static bool has(enum oh_capability c, enum oh_capability wanted)
{
	return c == wanted || c == OH_CAPABLE_BOTH;
}

/**
 * Tell what a number is to this carrier
 *
 * @param n      Set
 * @param s      Carrier; NULL has no numbers
 * @param number E.164
 */
void oh_simrest_number(struct oh_simrest_number *n, struct oh_simrest *s,
		       const char *number)
{
	const struct oh_owned *o;

	memset(n, 0, sizeof(*n));
	if (!s || !number)
		return;

	n->stocked = oh_stock_of(number);
	o = oh_store_find(s->dispatch.store, number);
	if (!o)
		return;
	n->owned = true;
	n->inbound = has(o->caps.calling, OH_CAPABLE_INBOUND);
	n->outbound = has(o->caps.calling, OH_CAPABLE_OUTBOUND);
}
