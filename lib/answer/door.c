/**
 * @file door.c  Where calls come in
 */
#include <errno.h>
#include "answer/answer_priv.h"
#include "trunk/hostport.h"
#include "base/clock.h"
#include "sip/tls.h"

enum {
	URI_SIZE  = 640,
	CERT_MS   = 60 * 1000,
	AGAIN_MS  = 30 * 1000,         /* after a trunk was not found     */
	LOOKUP_MS = 5 * 60 * 1000,     /* names may come to mean others   */
};

static int trunk_open(struct answer_door *d, const struct oh_conf_trunk *conf);

static void door_destructor(void *arg)
{
	struct answer_door *d = arg;

	tmr_cancel(&d->tmr);
	list_unlink(&d->le);
	mem_deref(d->trunk);
	mem_deref(d->sip);
	mem_deref(d->owner);
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
		.trunk   = d->conf ? d->conf->name : "",
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

/* Whether calls come because we say where we are, or because they know */
static bool registers(const struct oh_conf_trunk *conf)
{
	return conf->reg == OH_CONF_REGISTER_ALWAYS ||
		(conf->reg == OH_CONF_REGISTER_AUTO && *conf->user);
}

/* bind = ADDRESS:PORT, as others were told */
static bool has_port(const struct oh_conf_trunk *conf)
{
	struct sa sa;

	return *conf->bind && 0 == sa_decode(&sa, conf->bind,
					     strlen(conf->bind)) &&
		sa_port(&sa);
}

static const char *param(bool tls, bool udp)
{
	if (tls)
		return ";transport=tls";

	return udp ? "" : ";transport=tcp";
}

static void look_up(void *arg)
{
	struct answer_door *d = arg;

	tmr_start(&d->tmr, LOOKUP_MS, look_up, d);
	(void)oh_trunk_look_up(d->trunk);   /* they stay where they were */
}

/* One that we do not register at: known by where it is, and calls where we
   listen, or where it is bound */
static void unregistered_ready(struct answer_door *d)
{
	const struct oh_conf_trunk *conf = d->conf;
	char uri[URI_SIZE];

	d->failed = false;
	tmr_start(&d->tmr, LOOKUP_MS, look_up, d);
	if (has_port(conf)) {
		if (re_snprintf(uri, sizeof(uri), "sip:%J%s",
				oh_trunk_laddr(d->trunk),
				param(conf->transport == OH_CONF_TLS,
				      conf->transport == OH_CONF_UDP)) > 0)
			tell_ready(d, uri, conf->caller_id);
	}
	else if (!d->answer->prm.listenc) {
		failed(d, 0, "it does not register, and nothing listens: set "
		       "listen in [answer], or its bind with a port");
	}
}

static void open_again(void *arg)
{
	struct answer_door *d = arg;

	d->trunk = mem_deref(d->trunk);
	if (trunk_open(d, d->conf))
		tmr_start(&d->tmr, AGAIN_MS, open_again, d);
}

static void trunk_failed(struct answer_door *d, uint16_t scode,
			 const char *why)
{
	/* What never came up has nothing that looks after it. */
	if (!oh_trunk_sip(d->trunk) && !d->leaving)
		tmr_start(&d->tmr, AGAIN_MS, open_again, d);
	failed(d, scode, why);
}

/* One that was left is gone; all others are told of */
static void closed(struct answer_door *d)
{
	struct oh_answer *a = d->answer;

	d->closed = true;
	if (d->leaving && a->stopping == OH_CAUSE_NONE)
		mem_deref(d);
	else
		oh_answer_maybe_closed(a);
}

/* One that is opened anew is as silent as it was */
static void note_silence(struct answer_door *d, const struct oh_trunk *t)
{
	const uint64_t us = oh_trunk_silent_us(t);

	if (!us || !d->silent_us)
		d->silent_us = us;
}

static void trunk_handler(struct oh_trunk *t, enum oh_trunk_state state,
			  uint16_t scode, int err, const char *why, void *arg)
{
	struct answer_door *d = arg;
	const struct oh_conf_trunk *conf = oh_trunk_conf(t);
	char uri[URI_SIZE];

	(void)err;
	note_silence(d, t);
	switch (state) {

	case OH_TRUNK_OPENING:
		break;

	case OH_TRUNK_READY:
		if (!registers(conf))
			unregistered_ready(d);
		break;

	case OH_TRUNK_REGISTERED:
		d->failed = false;
		if (!oh_trunk_uri(uri, sizeof(uri), t, conf->user))
			tell_ready(d, uri, conf->caller_id[0] ?
				   conf->caller_id : conf->user);
		break;

	case OH_TRUNK_FAILED:
		trunk_failed(d, scode, why);
		break;

	case OH_TRUNK_CLOSED:
		closed(d);
		break;
	}
}

static int trunk_open(struct answer_door *d, const struct oh_conf_trunk *conf)
{
	const struct oh_answer_prm *prm = &d->answer->prm;
	const struct oh_trunk_prm tprm = {
		.conf        = conf,
		.reg         = registers(conf),
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

/* Register at a trunk, or get to know where it is */
int oh_answer_door_trunk(struct oh_answer *a,
			 const struct oh_conf_trunk *conf, void *owner)
{
	struct answer_door *d = door_alloc(a);
	int err;

	if (!d)
		return ENOMEM;
	d->conf  = conf;
	d->owner = mem_ref(owner);
	err = trunk_open(d, conf);
	if (err)
		mem_deref(d);

	return err;
}

/**
 * Tell since when nobody answers where a trunk leads
 *
 * @param a    Answer, or NULL
 * @param conf Its trunk
 *
 * @return Time of day [us]; 0: somebody does, or it is none of its trunks
 */
uint64_t oh_answer_silent_us(const struct oh_answer *a,
			     const struct oh_conf_trunk *conf)
{
	const struct le *le = a ? list_head(&a->doorl) : NULL;

	for (; le; le = le->next) {
		const struct answer_door *d = le->data;

		if (d->conf == conf && !d->leaving)
			return d->silent_us;
	}

	return 0;
}

static struct oh_sip *stack_of(const struct answer_door *d)
{
	return d->trunk ? oh_trunk_sip(d->trunk) : d->sip;
}

/* A request that comes in at one door may be of the trunk of another. */
static bool is_of(const struct answer_door *d, const struct answer_door *at,
		  const struct sip_msg *msg)
{
	return d->trunk && oh_trunk_is_from(d->trunk, stack_of(at), msg);
}

/* The trunk that a request is of; or NULL: a stranger, however they came */
const struct oh_conf_trunk *oh_answer_door_known(const struct answer_door *d,
						 const struct sip_msg *msg)
{
	if (!d->leaving && is_of(d, d, msg))
		return d->conf;
	for (struct le *le = list_head(&d->answer->doorl); le; le = le->next) {
		const struct answer_door *other = le->data;

		if (!other->leaving && is_of(other, d, msg))
			return other->conf;
	}
	return NULL;
}

/* The trunk whose ways hold for a call: that of the door, or one whose it
   is; or NULL */
const struct oh_conf_trunk *oh_answer_door_peer(const struct answer_door *d,
						const struct sip_msg *msg)
{
	return d->conf ? d->conf : oh_answer_door_known(d, msg);
}

/* Whether a trunk that is trusted sends this; that anyone may ring makes
   nobody trusted */
bool oh_answer_door_trusts(const struct answer_door *d,
			   const struct sip_msg *msg)
{
	for (struct le *le = list_head(&d->answer->doorl); le; le = le->next) {
		const struct answer_door *other = le->data;

		if (other->trunk && other->conf->trusted &&
		    is_of(other, d, msg))
			return true;
	}
	return false;
}

/* Also of one that was left: its calls may have something to say */
static bool is_of_any(const struct answer_door *d, const struct sip_msg *msg)
{
	for (struct le *le = list_head(&d->answer->doorl); le; le = le->next) {
		if (is_of(le->data, d, msg))
			return true;
	}
	return false;
}

/* Who may ring at an address of ours: the trunks, and on loopback also
   whoever is on this machine */
static bool is_welcome(const struct sip_msg *msg, void *arg)
{
	const struct answer_door *d = arg;

	if (d->answer->prm.from_anyone)
		return true;
	if (sa_is_loopback(d->listen->laddr) && sa_is_loopback(&msg->src))
		return true;

	return is_of_any(d, msg);
}

/* Where anyone may ring: those who may ring however often */
static bool is_known(const struct sip_msg *msg, void *arg)
{
	return sa_is_loopback(&msg->src) || is_of_any(arg, msg);
}

static void closed_handler(void *arg)
{
	closed(arg);
}

static void read_cert(struct answer_door *d)
{
	char why[OH_TLS_WHY_SIZE];
	int err = oh_tls_reload(d->listen->tls, why);

	oh_log(d->answer->prm.log, err ? OH_LOG_WARN : OH_LOG_INFO,
	       "the certificate is %s%s", err ? "not read again: " :
	       "read again", why);
}

/* A certificate that was renewed is used without a restart. */
static void look_at_cert(void *arg)
{
	struct answer_door *d = arg;

	tmr_start(&d->tmr, CERT_MS, look_at_cert, d);
	if (oh_tls_is_stale(d->listen->tls))
		read_cert(d);
}

/* Told from the loop: nobody expects events before start() has returned */
static void listen_ready(void *arg)
{
	struct answer_door *d = arg;
	char uri[URI_SIZE];

	if (d->listen->tls)
		tmr_start(&d->tmr, CERT_MS, look_at_cert, d);
	if (re_snprintf(uri, sizeof(uri), "sip:%J%s", oh_sip_laddr(d->sip),
			param(d->listen->tls, d->listen->udp)) > 0)
		tell_ready(d, uri, "");
}

static bool any_refers(const struct oh_answer_prm *prm)
{
	for (uint32_t i = 0; i < prm->trunkc; i++) {
		if (prm->trunkv[i]->refer)
			return true;
	}
	return false;
}

/* A name instead of an address, for those behind a trunk that want one; the
   configuration has checked it */
static struct oh_hostport our_name(const struct oh_answer_prm *prm)
{
	struct oh_hostport name = { .port = 0 };

	if (*prm->conf->answer.fqdn)
		(void)oh_hostport_parse(&name, prm->conf->answer.fqdn);

	return name;
}

/* Listen on an address of ours */
int oh_answer_door_listen(struct oh_answer *a,
			  const struct oh_answer_listen *listen)
{
	struct answer_door *d = door_alloc(a);
	const struct oh_hostport name = our_name(&a->prm);
	const struct oh_sip_prm prm = {
		.laddr    = listen->laddr,
		.udp      = listen->udp,
		.tcp      = listen->tcp,
		.tls      = listen->tls,
		.public_host = *name.host ? name.host : NULL,
		.public_port = name.port,
		.software = "offhook",
		.refer    = any_refers(&a->prm),
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
	d->listen = listen;
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
	else if (d->sip)
		oh_sip_close(d->sip, false);
	else
		d->closed = true;       /* its trunk was to be opened again */
}

static bool has_calls(const struct answer_door *d)
{
	for (struct le *le = list_head(&d->answer->calll); le; le = le->next) {
		const struct answer_call *ac = le->data;

		if (ac->door == d)
			return true;
	}
	return false;
}

/* No more calls are wanted by it; it is closed when the last has ended. May
   be gone afterwards */
void oh_answer_door_leave(struct answer_door *d)
{
	d->leaving = true;
	tmr_cancel(&d->tmr);
	if (!d->trunk) {
		mem_deref(d);
		return;
	}
	oh_trunk_leave(d->trunk);
	oh_answer_door_call_ended(d);
}

/* A call that came by it is over */
void oh_answer_door_call_ended(struct answer_door *d)
{
	if (d->leaving && !has_calls(d))
		oh_answer_door_close(d);
}

/* Certificates and addresses may be others. What is wrong is logged; then
   they stay as they were. */
void oh_answer_door_reload(struct answer_door *d)
{
	if (d->trunk) {
		(void)oh_trunk_reload(d->trunk);
		(void)oh_trunk_look_up(d->trunk);
	}
	else if (d->listen && d->listen->tls) {
		read_cert(d);
	}
}

/* Local address towards whom comes in there */
const struct sa *oh_answer_door_laddr(const struct answer_door *d)
{
	return d->trunk ? oh_trunk_laddr(d->trunk) : oh_sip_laddr(d->sip);
}
