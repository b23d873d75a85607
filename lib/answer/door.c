/**
 * @file door.c  Where calls come in
 */
#include <errno.h>
#include "answer/answer_priv.h"
#include "base/clock.h"
#include "sip/tls.h"

enum { URI_SIZE = 640, CERT_MS = 60 * 1000 };

static void door_destructor(void *arg)
{
	struct answer_door *d = arg;

	tmr_cancel(&d->tmr);
	list_unlink(&d->le);
	mem_deref(d->trunk);
	mem_deref(d->sip);
}

static struct answer_door *door_alloc(struct oh_answer *a)
{
	struct answer_door *d = mem_zalloc(sizeof(*d), door_destructor);

	if (d) {
		tmr_init(&d->tmr);
		d->answer = a;
		list_append(&a->doorl, &d->le, d);
	}

	return d;
}

static void trace_handler(bool tx, enum oh_sip_transp tp,
			  const struct sa *src, const struct sa *dst,
			  const uint8_t *data, size_t len, void *arg)
{
	const struct answer_door *d = arg;
	const struct oh_answer_prm *prm = &d->answer->prm;

	prm->traceh(tx, tp, src, dst, data, len, prm->tracearg);
}

static void tell_ready(struct answer_door *d, const char *uri,
		       const char *number)
{
	struct oh_event ev = {
		.type    = OH_EVENT_READY,
		.wall_us = oh_clock_wall_us(),
		.text    = uri,
		.number  = number,
		.trunk   = d->trunk ? oh_trunk_conf(d->trunk)->name : "",
	};

	if (d->ready)
		return;
	d->ready = true;
	d->answer->prm.eventh(&ev, d->answer->prm.arg);
}

/* With every door shut for good nobody can come any more. One that was open
   once is tried again by its trunk for as long as it takes. */
static void failed(struct answer_door *d, uint16_t scode, const char *why)
{
	struct oh_answer *a = d->answer;
	bool auth = scode == 401 || scode == 403 || scode == 407;

	if (d->ready)
		return;
	d->failed = true;
	for (struct le *le = list_head(&a->doorl); le; le = le->next) {
		const struct answer_door *other = le->data;

		if (!other->failed)
			return;
	}
	oh_answer_done(a, auth ? OH_CAUSE_AUTH : OH_CAUSE_NETWORK, why);
}

static void trunk_handler(struct oh_trunk *t, enum oh_trunk_state state,
			  uint16_t scode, int err, const char *why, void *arg)
{
	struct answer_door *d = arg;
	const struct oh_conf_trunk *conf = oh_trunk_conf(t);
	char uri[URI_SIZE];

	(void)err;
	switch (state) {

	case OH_TRUNK_OPENING:
	case OH_TRUNK_READY:
		break;

	case OH_TRUNK_REGISTERED:
		d->failed = false;
		if (!oh_trunk_uri(uri, sizeof(uri), t, conf->user))
			tell_ready(d, uri, conf->caller_id[0] ?
				   conf->caller_id : conf->user);
		break;

	case OH_TRUNK_FAILED:
		failed(d, scode, why);
		break;

	case OH_TRUNK_CLOSED:
		d->closed = true;
		oh_answer_maybe_closed(d->answer);
		break;
	}
}

static int trunk_open(struct answer_door *d, const struct oh_conf_trunk *conf)
{
	const struct oh_answer_prm *prm = &d->answer->prm;
	const struct oh_trunk_prm tprm = {
		.conf        = conf,
		.reg         = true,
		.from_anyone = prm->from_anyone,
		.resolver    = prm->resolver,
		.log         = prm->log,
		.inviteh     = oh_answer_invite,
		.traceh      = prm->traceh ? trace_handler : NULL,
		.h           = trunk_handler,
		.arg         = d,
	};

	return oh_trunk_open_conf(&d->trunk, &tprm);
}

/* Register at a trunk */
int oh_answer_door_trunk(struct oh_answer *a,
			 const struct oh_conf_trunk *conf)
{
	struct answer_door *d = door_alloc(a);
	int err;

	if (!d)
		return ENOMEM;
	err = trunk_open(d, conf);
	if (err)
		mem_deref(d);

	return err;
}

/* The trunk that a call comes from: that of the door, or one whose it is by
   its source; or NULL */
const struct oh_conf_trunk *oh_answer_door_peer(const struct answer_door *d,
						const struct sa *src)
{
	if (d->trunk)
		return oh_trunk_conf(d->trunk);
	for (struct le *le = list_head(&d->answer->doorl); le; le = le->next) {
		const struct answer_door *other = le->data;

		if (other->trunk && oh_trunk_is_peer(other->trunk, src))
			return oh_trunk_conf(other->trunk);
	}
	return NULL;
}

/* Whether a trunk that is trusted sends this; that anyone may ring makes
   nobody trusted */
bool oh_answer_door_trusts(const struct answer_door *d, const struct sa *src)
{
	for (struct le *le = list_head(&d->answer->doorl); le; le = le->next) {
		const struct answer_door *other = le->data;

		if (other->trunk && oh_trunk_conf(other->trunk)->trusted
		    && oh_trunk_is_known(other->trunk, src))
			return true;
	}
	return false;
}

/* Who may ring at an address of ours: the trunks, and on loopback also
   whoever is on this machine */
static bool is_welcome(const struct sa *src, void *arg)
{
	const struct answer_door *d = arg;
	const struct oh_answer *a = d->answer;

	if (a->prm.from_anyone)
		return true;
	if (sa_is_loopback(a->prm.listen) && sa_is_loopback(src))
		return true;

	return oh_answer_door_peer(d, src) != NULL;
}

/* Where anyone may ring: those who may ring however often */
static bool is_known(const struct sa *src, void *arg)
{
	const struct answer_door *d = arg;

	if (sa_is_loopback(src))
		return true;
	for (struct le *le = list_head(&d->answer->doorl); le; le = le->next) {
		const struct answer_door *other = le->data;

		if (other->trunk && oh_trunk_is_known(other->trunk, src))
			return true;
	}
	return false;
}

static void closed_handler(void *arg)
{
	struct answer_door *d = arg;

	d->closed = true;
	oh_answer_maybe_closed(d->answer);
}

/* A certificate that was renewed is used without a restart. */
static void look_at_cert(void *arg)
{
	struct answer_door *d = arg;
	struct oh_tls *tls = d->answer->prm.listen_tls;
	char why[OH_TLS_WHY_SIZE];
	int err;

	tmr_start(&d->tmr, CERT_MS, look_at_cert, d);
	if (!oh_tls_is_stale(tls))
		return;
	err = oh_tls_reload(tls, why);
	oh_log(d->answer->prm.log, err ? OH_LOG_WARN : OH_LOG_INFO,
	       "the certificate is %s%s", err ? "not read again: " :
	       "read again", why);
}

static const char *transport(const struct oh_answer_prm *prm)
{
	if (prm->listen_tls)
		return ";transport=tls";

	return prm->listen_udp ? "" : ";transport=tcp";
}

/* Told from the loop: nobody expects events before start() has returned */
static void listen_ready(void *arg)
{
	struct answer_door *d = arg;
	char uri[URI_SIZE];

	if (d->answer->prm.listen_tls)
		tmr_start(&d->tmr, CERT_MS, look_at_cert, d);
	if (re_snprintf(uri, sizeof(uri), "sip:%J%s", oh_sip_laddr(d->sip),
			transport(&d->answer->prm)) > 0)
		tell_ready(d, uri, "");
}

/* Listen on an address of ours */
int oh_answer_door_listen(struct oh_answer *a)
{
	struct answer_door *d = door_alloc(a);
	const struct oh_sip_prm prm = {
		.laddr    = a->prm.listen,
		.udp      = a->prm.listen_udp,
		.tcp      = a->prm.listen_tcp,
		.tls      = a->prm.listen_tls,
		.software = "offhook",
		.log      = a->prm.log,
		.inviteh  = oh_answer_invite,
		.sourceh  = is_welcome,
		.limit    = a->prm.from_anyone,
		.knownh   = is_known,
		.traceh   = a->prm.traceh ? trace_handler : NULL,
		.closedh  = closed_handler,
		.arg      = d,
	};
	int err;

	if (!d)
		return ENOMEM;
	err = oh_sip_alloc(&d->sip, &prm);
	if (err) {
		mem_deref(d);
		return err;
	}
	tmr_start(&d->tmr, 0, listen_ready, d);

	return 0;
}

/* Let nobody in any more; `closed` follows */
void oh_answer_door_close(struct answer_door *d)
{
	if (d->closing)
		return;
	d->closing = true;
	tmr_cancel(&d->tmr);
	if (d->trunk)
		oh_trunk_close(d->trunk);
	else
		oh_sip_close(d->sip, false);
}

/* Local address towards whom comes in there */
const struct sa *oh_answer_door_laddr(const struct answer_door *d)
{
	return d->trunk ? oh_trunk_laddr(d->trunk) : oh_sip_laddr(d->sip);
}
