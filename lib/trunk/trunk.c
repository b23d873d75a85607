/**
 * @file trunk.c  A live trunk: where calls leave and come from
 *
 *     open  -> resolve -> local address -> stack -> READY
 *                                            -> register -> REGISTERED
 *     close -> un-register (2 s) -> close the stack (2 s) -> CLOSED
 */
#include <openssl/crypto.h>
#include <sys/socket.h>
#include "base/clock.h"
#include "trunk/trunk_priv.h"
#include "sip/register.h"

enum { WHY_SIZE = 800 };

/**
 * Tell the owner how a trunk stands now
 *
 * @param t     Trunk; may be gone afterwards
 * @param state State
 * @param scode Status of the answer that says so, or 0
 * @param err   Errno, or 0
 * @param why   What is wrong, or ""
 */
void oh_trunk_tell(struct oh_trunk *t, enum oh_trunk_state state,
		   uint16_t scode, int err, const char *why)
{
	t->state = state;
	if (state == OH_TRUNK_READY || state == OH_TRUNK_REGISTERED)
		t->up = state;
	/* Also who refuses is there */
	if (state != OH_TRUNK_FAILED || scode)
		t->silent_us = 0;
	else if (!t->silent_us)
		t->silent_us = t->missed ? t->missed_us : oh_clock_wall_us();
	t->prm.h(t, state, scode, err, why, t->prm.arg);
}

/**
 * Tell the owner, and the log, that a trunk fails
 *
 * @param t     Trunk; may be gone afterwards
 * @param scode Status of the answer that says so, or 0
 * @param err   Errno, or 0
 * @param fmt   What is wrong, for re_printf
 */
void oh_trunk_fail(struct oh_trunk *t, uint16_t scode, int err,
		   const char *fmt, ...)
{
	char why[WHY_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)re_vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	oh_log(t->prm.log, OH_LOG_WARN, "trunk %s: %s", t->prm.conf->name,
	       why);
	oh_trunk_tell(t, OH_TRUNK_FAILED, scode, err, why);
}

/* --------------------------------------------------------- the SIP stack */

static bool invite(const struct sip_msg *msg, void *arg)
{
	struct oh_trunk *t = arg;

	return t->prm.inviteh(msg, t->prm.arg);
}

/* Who may ring us */
static bool is_known(const struct sip_msg *msg, void *arg)
{
	const struct oh_trunk *t = arg;

	return oh_trunk_is_from(t, t->sip, msg);
}

static void trace(bool tx, enum oh_sip_transp tp, const struct sa *src,
		  const struct sa *dst, const uint8_t *data, size_t len,
		  void *arg)
{
	struct oh_trunk *t = arg;

	t->prm.traceh(tx, tp, src, dst, data, len, t->prm.arg);
}

static void stack_closed(void *arg)
{
	struct oh_trunk *t = arg;

	tmr_cancel(&t->tmr);
	oh_trunk_tell(t, OH_TRUNK_CLOSED, 0, 0, "");
}

/**
 * Tell since when nobody answers where a trunk leads
 *
 * @param t Trunk
 *
 * @return Time of day [us]; 0: somebody does, whatever they say, or nobody
 *         has been asked
 */
uint64_t oh_trunk_silent_us(const struct oh_trunk *t)
{
	return t ? t->silent_us : 0;
}

/**
 * Say what a trunk's requests go by
 *
 * @param t Trunk
 *
 * @return Transport
 */
enum oh_sip_transp oh_trunk_transp(const struct oh_trunk *t)
{
	switch (t->prm.conf->transport) {

	case OH_CONF_TCP: return OH_SIP_TCP;
	case OH_CONF_TLS: return OH_SIP_TLS;
	default:          return OH_SIP_UDP;
	}
}

/* The address that packets to dst leave from: the kernel knows its routes. */
static int source_find(struct sa *src, const struct sa *dst)
{
	int fd, err = 0;

	fd = socket(sa_af(dst), SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	sa_init(src, sa_af(dst));
	if (connect(fd, &dst->u.sa, dst->len) ||
	    getsockname(fd, &src->u.sa, &src->len))
		err = errno;
	(void)close(fd);
	sa_set_port(src, 0);

	return err;
}

static int stack_alloc(struct oh_trunk *t)
{
	const enum oh_sip_transp tp = oh_trunk_transp(t);
	const struct oh_hostport *seen = *t->fqdn.host ? &t->fqdn
						       : &t->public;
	const struct oh_sip_prm prm = {
		.laddr       = &t->laddr,
		.udp         = tp == OH_SIP_UDP,
		/* A long INVITE may come by TCP (RFC 3261 18.1.1). */
		.tcp         = tp == OH_SIP_TCP ||
			       (tp == OH_SIP_UDP && t->prm.inviteh),
		.tls         = t->tls,
		.software    = "offhook/" OH_VERSION,
		.public_host = *seen->host ? seen->host : NULL,
		.public_port = seen->port,
		.session     = oh_trunk_session(t->prm.conf),
		.refer       = t->prm.conf->refer,
		.log         = t->prm.log,
		.inviteh     = t->prm.inviteh ? invite : NULL,
		.sourceh     = t->prm.from_anyone ? NULL : is_known,
		.limit       = t->prm.from_anyone,
		.knownh      = is_known,
		.traceh      = t->prm.traceh ? trace : NULL,
		.closedh     = stack_closed,
		.arg         = t,
	};

	return oh_sip_alloc(&t->sip, &prm);
}

static void route_print(struct oh_trunk *t)
{
	static const char *const namev[] = {
		[OH_SIP_UDP] = "udp", [OH_SIP_TCP] = "tcp",
		[OH_SIP_TLS] = "tls",
	};

	re_snprintf(t->route, sizeof(t->route), "sip:%J;transport=%s;lr",
		    &t->addrv[t->addri], namev[oh_trunk_transp(t)]);
}

/* ---------------------------------------------------------------- opening */

static bool may_come(const struct oh_trunk *t, const struct sa *addr)
{
	const int af = sa_af(&t->laddr);

	return af == AF_UNSPEC || sa_af(addr) == af;
}

/**
 * Use these addresses of the server from now on, the first one first
 *
 * @param t     Trunk
 * @param addrv Addresses
 * @param addrc How many; 0: those there are, from the beginning
 */
void oh_trunk_use(struct oh_trunk *t, const struct sa *addrv, uint32_t addrc)
{
	if (addrc > 0)
		t->addrc = 0;
	for (uint32_t i = 0; i < addrc; i++)
		t->addrv[t->addrc++] = addrv[i];
	t->addri = 0;
	while (t->addri + 1 < t->addrc && !may_come(t, &t->addrv[t->addri]))
		t->addri++;
	route_print(t);
}

static int open_stack(struct oh_trunk *t)
{
	int err = stack_alloc(t);

	/* Somebody took the port that STUN was asked about. */
	if (err == EADDRINUSE && *t->prm.conf->stun) {
		sa_set_port(&t->laddr, 0);
		err = stack_alloc(t);
	}

	return err;
}

/**
 * Say that calls may come and go, and look after the server from now on
 *
 * @param t Trunk with a stack
 */
void oh_trunk_ready(struct oh_trunk *t)
{
	oh_trunk_health_start(t);
	oh_trunk_tell(t, OH_TRUNK_READY, 0, 0, "");
}

/**
 * Start a trunk whose addresses are known, ours and theirs
 *
 * @param t Trunk
 */
void oh_trunk_start(struct oh_trunk *t)
{
	int err = open_stack(t);

	if (err) {
		oh_trunk_fail(t, 0, err, "no way to %s (%J): %m",
			      t->next_hop.host, &t->addrv[t->addri], err);
		return;
	}
	if (oh_trunk_reg_is_wanted(t)) {
		err = oh_trunk_reg_start(t);
		if (err) {
			oh_trunk_fail(t, 0, err, "cannot register at %s: %m",
				      t->next_hop.host, err);
			return;
		}
	}
	if (oh_trunk_is_reached_by_flow(t) && !oh_trunk_reg_is_wanted(t))
		oh_trunk_flow_start(t);
	else
		oh_trunk_ready(t);
}

static void resolved(int err, const struct sa *addrv, uint32_t addrc,
		     void *arg)
{
	struct oh_trunk *t = arg;

	t->q = mem_deref(t->q);
	if (err) {
		oh_trunk_fail(t, 0, err, err == ENOENT ? "there is no host %s"
			      : "cannot find %s: %m", t->next_hop.host, err);
		return;
	}
	oh_trunk_use(t, addrv, addrc);
	if (!sa_isset(&t->laddr, SA_ADDR))
		err = source_find(&t->laddr, &t->addrv[t->addri]);
	if (err)
		oh_trunk_fail(t, 0, err, "no way to %s (%J): %m",
			      t->next_hop.host, &t->addrv[t->addri], err);
	else if (!*t->prm.conf->stun || oh_trunk_stun_start(t))
		oh_trunk_start(t);
}

/**
 * Look for the server
 *
 * @param t Trunk
 * @param h Told what was found; its argument is the trunk
 *
 * @return 0 or an errno
 */
int oh_trunk_resolve(struct oh_trunk *t, oh_resolve_h *h)
{
	const struct oh_resolve_prm prm = {
		.host = t->next_hop.host, .port = t->next_hop.port,
		.tp = oh_trunk_transp(t), .h = h, .arg = t,
	};

	return oh_resolve(&t->q, t->prm.resolver, &prm);
}

static void open_now(void *arg)
{
	struct oh_trunk *t = arg;
	const char *bad = oh_trunk_conf_read(t);
	int err;

	if (bad) {
		oh_trunk_fail(t, 0, EINVAL, "\"%s\" cannot be understood",
			      bad);
		return;
	}
	if (oh_trunk_reg_is_wanted(t) && !*t->prm.conf->user) {
		oh_trunk_fail(t, 0, EINVAL, "no user to register as at %s",
			      t->next_hop.host);
		return;
	}
	if (t->prm.conf->transport == OH_CONF_TLS && oh_trunk_tls_alloc(t))
		return;
	err = oh_trunk_resolve(t, resolved);
	if (err)
		oh_trunk_fail(t, 0, err, "cannot look for %s: %m",
			      t->next_hop.host, err);
}

static void destructor(void *data)
{
	struct oh_trunk *t = data;

	tmr_cancel(&t->tmr);
	tmr_cancel(&t->tmr_reg);
	oh_trunk_health_stop(t);
	mem_deref(t->q);
	mem_deref(t->mapped);
	mem_deref(t->reg);
	mem_deref(t->sip);
	mem_deref(t->tls);
	if (t->password)
		OPENSSL_cleanse(t->password, strlen(t->password));
	mem_deref(t->password);
	mem_deref(t->prm.resolver);
	mem_deref(t->prm.log);
}

static int cred_set(struct oh_trunk *t, const char *password)
{
	const struct oh_conf_trunk *conf = t->prm.conf;
	int err;

	if (!password)
		return 0;
	err = str_dup(&t->password, password);
	if (err)
		return err;
	t->cred.user = *conf->auth_user ? conf->auth_user : conf->user;
	t->cred.password = t->password;

	return 0;
}

/**
 * Open a trunk
 *
 * All else is told by the handler, never before this returns: READY when
 * calls may leave, REGISTERED when they may come, FAILED with the reason. A
 * failed registration is tried again by itself; the other failures last.
 *
 * @param tp  Returned; mem_deref() drops it without a word to anybody, also
 *            inside the handler; oh_trunk_close() first is the polite way
 * @param prm What to open; its configuration is borrowed until the release,
 *            resolver and log are shared, the password is copied
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_trunk_open(struct oh_trunk **tp, const struct oh_trunk_prm *prm)
{
	struct oh_trunk *t;
	int err;

	if (!tp || !prm || !prm->conf || !prm->resolver || !prm->h)
		return EINVAL;

	t = mem_zalloc(sizeof(*t), destructor);
	if (!t)
		return ENOMEM;
	t->prm = *prm;
	t->prm.password = NULL;
	t->prm.resolver = mem_ref(prm->resolver);
	t->prm.log = mem_ref(prm->log);
	err = cred_set(t, prm->password);
	if (err) {
		mem_deref(t);
		return err;
	}
	tmr_start(&t->tmr, 0, open_now, t);
	*tp = t;

	return 0;
}

/* ---------------------------------------------------------------- closing */

/**
 * Close the stack of a trunk whose registration is gone
 *
 * Calls have been hung up, and had their time for it: what is left are legs
 * whose far end never answered.
 *
 * @param t Trunk
 */
void oh_trunk_close_stack(struct oh_trunk *t)
{
	oh_sip_close(t->sip, true);
}

static void close_now(void *arg)
{
	stack_closed(arg);
}

/**
 * Close a trunk whose calls have ended: remove our Contact, then say CLOSED
 *
 * Takes 2 s at the most. CLOSED comes once, never before this returns, and
 * nothing after it.
 *
 * @param t Trunk; still to be released
 */
void oh_trunk_close(struct oh_trunk *t)
{
	if (!t || t->closing)
		return;

	t->closing = true;
	tmr_cancel(&t->tmr);
	tmr_cancel(&t->tmr_reg);
	oh_trunk_health_stop(t);
	t->q = mem_deref(t->q);
	t->mapped = mem_deref(t->mapped);
	if (t->reg)
		oh_register_stop(t->reg);
	else if (t->sip)
		oh_trunk_close_stack(t);
	else
		tmr_start(&t->tmr, 0, close_now, t);
}

/* ---------------------------------------------------------------- looking */

/* Of the family that our socket is of; addrc: none */
static uint32_t next_index(const struct oh_trunk *t)
{
	uint32_t i = t->addri + 1;

	while (i < t->addrc && sa_af(&t->addrv[i]) != sa_af(&t->laddr))
		i++;

	return i;
}

/** @return Whether oh_trunk_next() would go on to another address */
bool oh_trunk_has_next(const struct oh_trunk *t)
{
	return t->sip && next_index(t) < t->addrc;
}

/**
 * Go on to the server's next address, for calls to come
 *
 * @param t Trunk
 *
 * @return How many addresses are left, this one included; 0: there is none,
 *         and nothing has changed
 */
uint32_t oh_trunk_next(struct oh_trunk *t)
{
	const uint32_t i = next_index(t);

	if (!t->sip || i >= t->addrc)
		return 0;
	t->addri = i;
	route_print(t);

	return t->addrc - i;
}

/** @return What was told last; OPENING before anything was */
enum oh_trunk_state oh_trunk_state(const struct oh_trunk *t)
{
	return t->state;
}

/** @return The trunk's configuration; borrowed */
const struct oh_conf_trunk *oh_trunk_conf(const struct oh_trunk *t)
{
	return t->prm.conf;
}

/** @return The trunk's stack, or NULL before READY; borrowed */
struct oh_sip *oh_trunk_sip(const struct oh_trunk *t)
{
	return t->sip;
}

/** @return Who we are, or NULL without a password; borrowed */
const struct oh_cred *oh_trunk_cred(const struct oh_trunk *t)
{
	return t->password ? &t->cred : NULL;
}

/** @return The address we are reached at, or NULL before READY; borrowed */
const struct sa *oh_trunk_laddr(const struct oh_trunk *t)
{
	return oh_sip_laddr(t->sip);
}

/** @return Where packets go, or "" before READY; borrowed, may change */
const char *oh_trunk_route(const struct oh_trunk *t)
{
	return t->route;
}

/** @return The address to be told to the far end instead, or NULL */
const char *oh_trunk_public_host(const struct oh_trunk *t)
{
	return *t->public.host ? t->public.host : NULL;
}

/**
 * Tell whether an address is that of a trunk
 *
 * @param t   Trunk
 * @param src Address; its port does not matter
 *
 * @return true if it is one of the server's, or allow_from names it
 */
bool oh_trunk_is_known(const struct oh_trunk *t, const struct sa *src)
{
	for (uint32_t i = 0; i < t->addrc; i++) {
		if (sa_cmp(&t->addrv[i], src, SA_ADDR))
			return true;
	}
	return oh_allow_has(&t->allow, src);
}

/**
 * Tell whether a request is a trunk's
 *
 * By its address; or it came by TLS, and the certificate shown is that of
 * the server, wherever it is now (RFC 5922).
 *
 * @param t   Trunk
 * @param at  Stack that hears the request, in whose handler this is asked
 * @param msg Request
 *
 * @return true if so
 */
bool oh_trunk_is_from(const struct oh_trunk *t, const struct oh_sip *at,
		      const struct sip_msg *msg)
{
	return oh_trunk_is_known(t, &msg->src) ||
		oh_sip_is_from(at, msg, t->tls);
}
