/**
 * @file probe.c  Whether a trunk's server is there, asked once
 */
#include "base/compat.h"
#include "command/probe.h"
#include "sip/ping.h"
#include "trunk/trunk.h"

struct oh_probe {
	struct oh_conf_trunk conf;
	struct oh_probe_prm prm;
	struct oh_trunk *trunk;
	struct oh_ping *ping;
	struct tmr tmr;
	bool asked;              /* OPTIONS have come to an end    */
	bool told;
	oh_probe_closed_h *closedh;
	void *closedarg;
	struct oh_probe_result res;
};

static void destructor(void *arg)
{
	struct oh_probe *p = arg;

	tmr_cancel(&p->tmr);
	mem_deref(p->ping);
	mem_deref(p->trunk);
	mem_deref(p->prm.resolver);
}

static void look_at_tls(struct oh_probe *p)
{
	const struct oh_tls *tls = oh_trunk_tls(p->trunk);

	if (!tls)
		return;
	p->res.tls = *oh_tls_peer(tls);
	str_ncpy(p->res.tls_why, oh_tls_why(tls), sizeof(p->res.tls_why));
}

static void finish(struct oh_probe *p)
{
	if (p->told)
		return;
	p->told = true;
	tmr_cancel(&p->tmr);
	p->ping = mem_deref(p->ping);
	if (p->trunk)
		look_at_tls(p);
	p->prm.h(&p->res, p->prm.arg);
}

static void finish_if_all(struct oh_probe *p)
{
	const bool registers = p->conf.reg == OH_CONF_REGISTER_ALWAYS;

	if (p->asked && (!registers || p->res.reg != OH_PROBE_UNTRIED))
		finish(p);
}

static void fail(struct oh_probe *p, int err, const char *why)
{
	p->asked = true;
	p->res.err = err ? err : EIO;
	str_ncpy(p->res.why, *why ? why : strerror(p->res.err),
		 sizeof(p->res.why));
}

static void answered(uint16_t scode, int err, double rtt_ms, void *arg)
{
	struct oh_probe *p = arg;

	p->ping = mem_deref(p->ping);
	p->asked = true;
	p->res.scode = scode;
	p->res.rtt_ms = rtt_ms;
	if (!scode)
		fail(p, err, oh_sip_why(oh_trunk_sip(p->trunk), err));
	finish_if_all(p);
}

static void ready(struct oh_probe *p)
{
	int err;

	if (p->res.opened)
		return;
	p->res.opened = true;
	err = oh_trunk_ask(&p->ping, p->trunk, answered, p);
	if (err) {
		fail(p, err, "");
		finish_if_all(p);
	}
}

static void failed(struct oh_probe *p, uint16_t scode, int err,
		   const char *why)
{
	if (!p->res.opened) {
		fail(p, err, why);
		finish(p);
		return;
	}
	p->res.reg = OH_PROBE_FAILED;
	p->res.reg_scode = scode;
	str_ncpy(p->res.reg_why, why, sizeof(p->res.reg_why));
	finish_if_all(p);
}

static void trunk_handler(struct oh_trunk *t, enum oh_trunk_state state,
			  uint16_t scode, int err, const char *why,
			  void *arg)
{
	struct oh_probe *p = arg;
	(void)t;

	switch (state) {

	case OH_TRUNK_READY:
		ready(p);
		break;

	case OH_TRUNK_REGISTERED:
		p->res.reg = OH_PROBE_DONE;
		p->res.reg_scode = scode;
		finish_if_all(p);
		break;

	case OH_TRUNK_FAILED:
		failed(p, scode, err, why);
		break;

	case OH_TRUNK_CLOSED:
		if (p->closedh)
			p->closedh(p->closedarg);
		break;

	default:
		break;
	}
}

static void too_late(void *arg)
{
	struct oh_probe *p = arg;

	if (!p->asked)
		fail(p, ETIMEDOUT, "no answer");
	if (p->res.reg == OH_PROBE_UNTRIED &&
	    p->conf.reg == OH_CONF_REGISTER_ALWAYS) {
		p->res.reg = OH_PROBE_FAILED;
		str_ncpy(p->res.reg_why, "no answer",
			 sizeof(p->res.reg_why));
	}
	finish(p);
}

static void trace_handler(bool tx, enum oh_sip_transp tp,
			  const struct sa *src, const struct sa *dst,
			  const uint8_t *data, size_t len, void *arg)
{
	const struct oh_probe *p = arg;

	p->prm.traceh(tx, tp, src, dst, data, len, p->prm.tracearg);
}

static int open_trunk(struct oh_probe *p)
{
	const struct oh_trunk_prm prm = {
		.conf     = &p->conf,
		.resolver = p->prm.resolver,
		.log      = p->prm.log,
		.traceh   = p->prm.traceh ? trace_handler : NULL,
		.h        = trunk_handler,
		.arg      = p,
	};

	/* Who does not register need not be asked for a password */
	return p->conf.reg == OH_CONF_REGISTER_ALWAYS
		? oh_trunk_open_conf(&p->trunk, &prm)
		: oh_trunk_open(&p->trunk, &prm);
}

/**
 * Open a trunk and ask its server with OPTIONS
 *
 * @param pp  Returned; release with mem_deref(), also inside the handler
 * @param prm What to ask; configuration copied, resolver shared
 *
 * @return 0, EINVAL, ENOMEM, or why its password cannot be had (logged)
 */
int oh_probe_start(struct oh_probe **pp, const struct oh_probe_prm *prm)
{
	struct oh_probe *p;
	int err;

	if (!pp || !prm || !prm->conf || !prm->resolver || !prm->h)
		return EINVAL;
	p = mem_zalloc(sizeof(*p), destructor);
	if (!p)
		return ENOMEM;
	p->prm = *prm;
	p->prm.resolver = mem_ref(prm->resolver);
	p->conf = *prm->conf;
	p->conf.options_s = OH_CONF_OFF;
	p->conf.keepalive_s = OH_CONF_OFF;
	if (!prm->reg)
		p->conf.reg = OH_CONF_REGISTER_NEVER;
	err = open_trunk(p);
	if (err) {
		mem_deref(p);
		return err;
	}
	tmr_start(&p->tmr, prm->wait_ms, too_late, p);
	*pp = p;

	return 0;
}

/**
 * End a probe: remove what it registered
 *
 * @param p   Probe; still to be released
 * @param h   Called once, never before this returns
 * @param arg Handler argument
 */
void oh_probe_close(struct oh_probe *p, oh_probe_closed_h *h, void *arg)
{
	p->told = true;
	tmr_cancel(&p->tmr);
	p->ping = mem_deref(p->ping);
	p->closedh = h;
	p->closedarg = arg;
	oh_trunk_close(p->trunk);
}
