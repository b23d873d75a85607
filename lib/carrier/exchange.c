/**
 * @file exchange.c  One request, repeated until its outcome is known
 *
 * Each try is dated and signed anew. One deadline bounds all tries and the
 * waits between them.
 */
#include "base/compat.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "carrier/acs_priv.h"

struct oh_exchange {
	struct oh_acs           *acs;
	const struct oh_acs_msg *msg;
	struct oh_http_req      *req;         /* NULL: waiting */
	struct tmr               tmr;
	char                     id[OH_ID_SIZE];
	uint64_t                 until_us;
	uint64_t                 sent_us;
	unsigned                 tries;
	bool                     doubt;
	oh_exchange_h           *h;
	void                    *arg;
};

static void destructor(void *arg)
{
	struct oh_exchange *x = arg;

	tmr_cancel(&x->tmr);
	mem_deref(x->req);
	mem_deref(x->acs);
}

static uint64_t left_ms(const struct oh_exchange *x)
{
	uint64_t now = oh_clock_us();

	return now < x->until_us ? (x->until_us - now) / 1000 : 0;
}

/* A server that gives dates is asked for the time: clocks differ */
static uint64_t server_now(const struct oh_http_reply *reply)
{
	const char *date = oh_http_header(reply, "Date");
	uint64_t us;

	if (date && 0 == oh_sign_date_parse(&us, date))
		return us;

	return oh_clock_wall_us();
}

static enum oh_retry decide(uint64_t *wait_ms, const struct oh_exchange *x,
			    const struct oh_http_reply *reply)
{
	struct oh_retry_prm prm = {
		.cls     = x->msg->cls,
		.err     = reply->err,
		.tries   = x->tries,
		.left_ms = left_ms(x),
		.random  = rand_u32(),
	};

	if (!reply->err) {
		prm.status  = reply->status;
		prm.after   = oh_http_header(reply, "Retry-After");
		prm.wall_us = server_now(reply);
	}

	return oh_retry_decide(wait_ms, &prm);
}

static void note(const struct oh_exchange *x,
		 const struct oh_http_reply *reply)
{
	uint64_t ms = (oh_clock_us() - x->sent_us) / 1000;

	if (reply->err)
		oh_log(x->acs->log, OH_LOG_DEBUG, "%s %s: %s (%" PRIu64
		       " ms)", x->msg->method, x->msg->target, reply->why,
		       ms);
	else
		oh_log(x->acs->log, OH_LOG_DEBUG, "%s %s: %u (%" PRIu64
		       " ms)", x->msg->method, x->msg->target,
		       reply->status, ms);
}

static int send_try(struct oh_exchange *x);

static void again(void *arg)
{
	struct oh_exchange *x = arg;
	struct oh_exchange_end end = { .why = "out of memory" };

	end.err = send_try(x);
	end.doubt = x->doubt;
	if (end.err == ERANGE)
		end.why = "the request is too long";
	if (end.err)
		x->h(&end, x->arg);
}

/* 429 is said before anything is done; 503 also by who stands between */
static bool is_doubtful(const struct oh_http_reply *reply)
{
	return !reply->err && reply->status != 429;
}

static void reply_handler(const struct oh_http_reply *reply, void *arg)
{
	struct oh_exchange *x = arg;
	struct oh_exchange_end end = { .err = reply->err };
	enum oh_retry what;

	note(x, reply);
	what = decide(&end.wait_ms, x, reply);
	if (what == OH_RETRY_AGAIN) {
		oh_log(x->acs->log, OH_LOG_DEBUG,
		       "again in %" PRIu64 " ms", end.wait_ms);
		x->doubt = x->doubt || is_doubtful(reply);
		x->req = mem_deref(x->req);
		tmr_start(&x->tmr, end.wait_ms, again, x);
		return;
	}
	if (reply->err)
		end.why = reply->why;
	else
		end.reply = reply;
	end.doubt = x->doubt;
	x->h(&end, x->arg);
}

static int send_try(struct oh_exchange *x)
{
	char url[sizeof(x->acs->endpoint) + OH_LINK_SIZE];
	const struct oh_acs_msg *msg = x->msg;
	struct oh_acs_headers headers;
	struct oh_http_req_prm prm = {
		.method   = msg->method,
		.url      = url,
		.headerv  = headers.linev,
		.body     = msg->body,
		.body_len = msg->body ? strlen(msg->body) : 0,
	};
	int err;

	(void)snprintf(url, sizeof(url), "%s%s", x->acs->endpoint,
		       msg->target);
	/* At least a moment: 0 would be no limit at all */
	prm.timeout_ms = (uint32_t)left_ms(x) + 1;
	x->tries++;
	x->sent_us = oh_clock_us();
	err = oh_acs_headers_init(&headers, x->acs, msg, x->id, false);
	prm.headerc = headers.linec;
	if (!err)
		err = oh_http_send(&x->req, x->acs->http, &prm, reply_handler,
				   x);
	oh_acs_headers_reset(&headers);

	return err;
}

/**
 * Send a request, again and again if need be
 *
 * @param xp  Exchange, released with mem_deref: that gives it up
 * @param acs Account; shared
 * @param msg Request; borrowed until the end or the release
 * @param h   Called once with the outcome; may release the exchange
 * @param arg Handler argument
 *
 * @return 0, ERANGE, ENOMEM or an error of the HTTP client
 */
int oh_exchange_start(struct oh_exchange **xp, struct oh_acs *acs,
		      const struct oh_acs_msg *msg, oh_exchange_h *h,
		      void *arg)
{
	struct oh_exchange *x;
	int err;

	x = mem_zalloc(sizeof(*x), destructor);
	if (!x)
		return ENOMEM;
	x->acs = mem_ref(acs);
	x->msg = msg;
	x->h   = h;
	x->arg = arg;
	x->until_us = oh_clock_us() + 1000ull * acs->timeout_ms;
	oh_id_make(x->id, oh_clock_wall_us());

	err = send_try(x);
	if (err)
		mem_deref(x);
	else
		*xp = x;

	return err;
}
