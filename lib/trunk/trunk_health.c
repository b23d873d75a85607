/**
 * @file trunk_health.c  Whether a trunk's server is there, and ways kept open
 *
 * OPTIONS every `options`: any answer will do, MISSES_MAX without one in a
 * row mean that the trunk is down, the next answer that it is up again. Two
 * line ends every `keepalive` keep a connection, or a way through a NAT. And
 * OPTIONS opens the connection by which alone we may be reached.
 */
#include "base/clock.h"
#include "sip/ping.h"
#include "sip/tls.h"
#include "trunk/trunk_priv.h"

enum {
	MISSES_MAX = 3,
	WAIT_MS    = 5000,     /* for an answer to OPTIONS */
};

static void ask(void *arg);

static void ask_later(struct oh_trunk *t)
{
	tmr_start(&t->tmr_ping, 1000ull * t->prm.conf->options_s, ask, t);
}

static void answered(struct oh_trunk *t, double rtt_ms)
{
	const bool was_down = t->missed >= MISSES_MAX;

	oh_log(t->prm.log, OH_LOG_DEBUG, "trunk %s: OPTIONS answered in "
	       "%.1f ms", t->prm.conf->name, rtt_ms);
	t->missed = 0;
	ask_later(t);
	if (was_down)
		oh_trunk_tell(t, t->up, 0, 0, "");
}

static void missed(struct oh_trunk *t, int err)
{
	const char *why = oh_sip_why(t->sip, err);

	ask_later(t);
	if (!t->missed)
		t->missed_us = oh_clock_wall_us();
	if (++t->missed == MISSES_MAX)
		oh_trunk_fail(t, 0, err, "%s is down: %u OPTIONS without an "
			      "answer: %s", t->next_hop.host, t->missed,
			      *why ? why : strerror(err));
}

static void response(uint16_t scode, int err, double rtt_ms, void *arg)
{
	struct oh_trunk *t = arg;

	t->ping = mem_deref(t->ping);
	if (scode)
		answered(t, rtt_ms);
	else
		missed(t, err);
}

static void no_response(void *arg)
{
	struct oh_trunk *t = arg;

	t->ping = mem_deref(t->ping);
	missed(t, ETIMEDOUT);
}

/**
 * Ask a trunk's server whether it is there, with OPTIONS
 *
 * @param pp  Returned; mem_deref() cancels, also inside the handler
 * @param t   Trunk that is READY
 * @param h   Called once, never before this returns
 * @param arg Handler argument
 *
 * @return 0, EINVAL before READY, ERANGE, ENOMEM, or why nothing could be
 *         sent
 */
int oh_trunk_ask(struct oh_ping **pp, struct oh_trunk *t, oh_ping_h *h,
		 void *arg)
{
	char uri[OH_TRUNK_URI_SIZE], from[OH_TRUNK_URI_SIZE];
	const struct oh_ping_prm prm = {
		.uri = uri, .from_uri = from, .route = t->route,
		.h = h, .arg = arg,
	};

	if (!t || !t->sip)
		return EINVAL;
	if (re_snprintf(uri, sizeof(uri), "sip:%H", oh_trunk_domain_print,
			t) < 0)
		return ERANGE;
	if (re_snprintf(from, sizeof(from), "sip:%s", *t->fqdn.host ?
			t->fqdn.host : uri + strlen("sip:")) < 0)
		return ERANGE;

	return oh_ping(pp, t->sip, &prm);
}

static void ask(void *arg)
{
	struct oh_trunk *t = arg;
	int err = oh_trunk_ask(&t->ping, t, response, t);

	if (err)
		missed(t, err);
	else
		tmr_start(&t->tmr_ping, WAIT_MS, no_response, t);
}

static void keep_alive(void *arg);

static void keep_alive_later(struct oh_trunk *t)
{
	tmr_start(&t->tmr_alive, 1000ull * t->prm.conf->keepalive_s,
		  keep_alive, t);
}

static bool wants_alive(const struct oh_trunk *t)
{
	return t->prm.conf->keepalive_s != OH_CONF_OFF &&
		(oh_trunk_transp(t) != OH_SIP_UDP ||
		 oh_trunk_reg_is_wanted(t));
}

static void keep_alive(void *arg)
{
	struct oh_trunk *t = arg;
	int err;

	keep_alive_later(t);
	if (oh_tls_is_stale(t->tls))
		(void)oh_trunk_reload(t);    /* has been logged */
	err = oh_sip_keepalive(t->sip, oh_trunk_transp(t),
			       &t->addrv[t->addri]);
	if (err)
		oh_log(t->prm.log, OH_LOG_DEBUG, "trunk %s: keep-alive: %s",
		       t->prm.conf->name, strerror(err));
}

/**
 * Whether we are reached by the connection that we open, and by no other
 *
 * @param t Trunk
 *
 * @return true if it is a TLS trunk without a certificate of ours
 */
bool oh_trunk_is_reached_by_flow(const struct oh_trunk *t)
{
	return oh_trunk_transp(t) == OH_SIP_TLS && !*t->prm.conf->tls_cert;
}

static void flow_over(struct oh_trunk *t)
{
	tmr_cancel(&t->tmr_ping);
	t->ping = mem_deref(t->ping);
	oh_trunk_ready(t);
}

static void flow_response(uint16_t scode, int err, double rtt_ms, void *arg)
{
	(void)scode;
	(void)err;
	(void)rtt_ms;

	flow_over(arg);
}

static void flow_timeout(void *arg)
{
	flow_over(arg);
}

/**
 * Open the connection, so that the Contact of the first call can name it
 *
 * A Contact with another address would have the server connect to us, which
 * cannot be: it would never tell that they hang up. Any answer to OPTIONS
 * will do. Without one the trunk is ready all the same: what is wrong is
 * told to the call.
 *
 * @param t Trunk with a stack, which does not register
 */
void oh_trunk_flow_start(struct oh_trunk *t)
{
	if (oh_trunk_ask(&t->ping, t, flow_response, t))
		oh_trunk_ready(t);
	else
		tmr_start(&t->tmr_ping, t->prm.conf->reply_ms,
			  flow_timeout, t);
}

static void looked_up(int err, const struct sa *addrv, uint32_t addrc,
		      void *arg)
{
	struct oh_trunk *t = arg;

	t->q = mem_deref(t->q);
	if (err)
		oh_log(t->prm.log, OH_LOG_WARN, "trunk %s: %s is not looked "
		       "up: %s", t->prm.conf->name, t->next_hop.host,
		       strerror(err));
	else
		oh_trunk_use(t, addrv, addrc);
}

/**
 * Look up a trunk's server anew: calls come from and leave to where it is
 *
 * @param t Trunk
 *
 * @return 0; EALREADY: it registers, is looked up, or is not open; or an
 *         errno. Where nothing is found, all stays as it was
 */
int oh_trunk_look_up(struct oh_trunk *t)
{
	if (!t->sip || t->q || t->closing || oh_trunk_reg_is_wanted(t))
		return EALREADY;

	return oh_trunk_resolve(t, looked_up);
}

/**
 * Begin to look after a trunk's server
 *
 * @param t Trunk with a stack
 */
void oh_trunk_health_start(struct oh_trunk *t)
{
	if (t->prm.conf->options_s != OH_CONF_OFF)
		tmr_start(&t->tmr_ping, 0, ask, t);
	if (wants_alive(t))
		keep_alive_later(t);
}

/**
 * Look after it no longer
 *
 * @param t Trunk
 */
void oh_trunk_health_stop(struct oh_trunk *t)
{
	tmr_cancel(&t->tmr_ping);
	tmr_cancel(&t->tmr_alive);
	t->ping = mem_deref(t->ping);
}
