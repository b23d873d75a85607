/**
 * @file trunk.c  A live trunk: where calls leave and come from
 *
 *     open  -> resolve -> local address -> stack -> READY
 *                                            -> register -> REGISTERED
 *     close -> un-register (2 s) -> close the stack (2 s) -> CLOSED
 */
#include <openssl/crypto.h>
#include <sys/socket.h>
#include "base/compat.h"
#include "sip/register.h"
#include "sip/resolve.h"
#include "trunk/allow.h"
#include "trunk/hostport.h"
#include "trunk/trunk.h"

enum {
	ROUTE_SIZE = 128,
	URI_SIZE   = 700,
	WHY_SIZE   = 400,
};

struct oh_trunk {
	struct oh_trunk_prm prm;
	enum oh_trunk_state state;
	bool closing;
	char *password;
	struct oh_cred cred;
	struct oh_allow allow;
	struct oh_hostport next_hop;
	struct oh_hostport public;
	struct sa laddr;       /* where to bind; port 0: any              */
	struct tmr tmr;
	struct oh_resolve *q;
	uint32_t addri, addrc;
	struct sa addrv[OH_RESOLVE_ADDRS_MAX];
	char route[ROUTE_SIZE];
	struct oh_sip *sip;
	struct oh_register *reg;
};

static void tell(struct oh_trunk *t, enum oh_trunk_state state,
		 uint16_t scode, int err, const char *why)
{
	t->state = state;
	t->prm.h(t, state, scode, err, why, t->prm.arg);
}

static void fail(struct oh_trunk *t, uint16_t scode, int err,
		 const char *fmt, ...)
{
	char why[WHY_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)re_vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	oh_log(t->prm.log, OH_LOG_WARN, "trunk %s: %s", t->prm.conf->name,
	       why);
	tell(t, OH_TRUNK_FAILED, scode, err, why);
}

/* ---------------------------------------------------------- configuration */

static int bind_parse(struct oh_trunk *t)
{
	struct oh_hostport hp;
	int err;

	if (!*t->prm.conf->bind)
		return 0;
	err = oh_hostport_parse(&hp, t->prm.conf->bind);

	return err ? err : sa_set_str(&t->laddr, hp.host, hp.port);
}

static int next_hop_parse(struct oh_trunk *t)
{
	const struct oh_conf_trunk *conf = t->prm.conf;
	int err;

	if (*conf->proxy)
		return oh_hostport_parse(&t->next_hop, conf->proxy);
	err = oh_hostport_parse(&t->next_hop, conf->server);
	if (conf->port)
		t->next_hop.port = conf->port;

	return err;
}

/* The first value that cannot be used, or NULL */
static const char *conf_read(struct oh_trunk *t)
{
	const struct oh_conf_trunk *conf = t->prm.conf;

	if (next_hop_parse(t))
		return *conf->proxy ? conf->proxy : conf->server;
	if (bind_parse(t))
		return conf->bind;
	if (*conf->public_address &&
	    oh_hostport_parse(&t->public, conf->public_address))
		return conf->public_address;
	if (oh_allow_parse(&t->allow, conf->allow_from))
		return conf->allow_from;

	return NULL;
}

/* Numbers are told from accounts, whose digits may mean anything. */
static bool is_number(const struct oh_trunk *t, const char *user)
{
	if (0 == str_cmp(user, t->prm.conf->user))
		return false;
	if (*user == '+')
		user++;

	return *user && strspn(user, "0123456789") == strlen(user);
}

static int domain_print(struct re_printf *pf, const struct oh_trunk *t)
{
	const struct oh_conf_trunk *conf = t->prm.conf;
	const char *host = *conf->domain ? conf->domain : conf->server;
	const bool v6 = *host != '[' && strchr(host, ':');
	int err;

	err = re_hprintf(pf, "%s%s%s", v6 ? "[" : "", host, v6 ? "]" : "");
	if (!err && !*conf->domain && conf->port)
		err = re_hprintf(pf, ":%u", conf->port);

	return err;
}

/**
 * Print the URI of somebody at this trunk's domain
 *
 * @param buf  Where to
 * @param size Its size [bytes]
 * @param t    Trunk
 * @param user A number as the trunk wants it (";user=phone" is added), or
 *             an account; odd characters are escaped
 *
 * @return 0, EINVAL, or ERANGE: too long
 */
int oh_trunk_uri(char *buf, size_t size, const struct oh_trunk *t,
		 const char *user)
{
	struct pl pl;

	if (!buf || !t || !str_isset(user))
		return EINVAL;

	pl_set_str(&pl, user);
	if (re_snprintf(buf, size, "sip:%H@%H%s", uri_user_escape, &pl,
			domain_print, t,
			is_number(t, user) ? ";user=phone" : "") < 0)
		return ERANGE;

	return 0;
}

/* --------------------------------------------------------- the SIP stack */

static bool invite(const struct sip_msg *msg, void *arg)
{
	struct oh_trunk *t = arg;

	return t->prm.inviteh(msg, t->prm.arg);
}

static bool is_peer(const struct sa *src, void *arg)
{
	return oh_trunk_is_peer(arg, src);
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
	tell(t, OH_TRUNK_CLOSED, 0, 0, "");
}

static enum oh_sip_transp transport(const struct oh_trunk *t)
{
	return t->prm.conf->transport == OH_CONF_TCP ? OH_SIP_TCP
						     : OH_SIP_UDP;
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
	const bool tcp = transport(t) == OH_SIP_TCP;
	const struct oh_sip_prm prm = {
		.laddr       = &t->laddr,
		.udp         = !tcp,
		/* A long INVITE may come by TCP (RFC 3261 18.1.1). */
		.tcp         = tcp || t->prm.inviteh,
		.software    = "offhook/" OH_VERSION,
		.public_host = *t->public.host ? t->public.host : NULL,
		.public_port = t->public.port,
		.session     = oh_trunk_session(t->prm.conf),
		.log         = t->prm.log,
		.inviteh     = t->prm.inviteh ? invite : NULL,
		.sourceh     = t->prm.from_anyone ? NULL : is_peer,
		.traceh      = t->prm.traceh ? trace : NULL,
		.closedh     = stack_closed,
		.arg         = t,
	};

	return oh_sip_alloc(&t->sip, &prm);
}

static void route_print(struct oh_trunk *t)
{
	re_snprintf(t->route, sizeof(t->route), "sip:%J;transport=%s;lr",
		    &t->addrv[t->addri],
		    transport(t) == OH_SIP_TCP ? "tcp" : "udp");
}

/* ----------------------------------------------------------- registration */

static void close_stack(struct oh_trunk *t);

static void registered(uint16_t scode, const char *reason, int err,
		       uint32_t expires_s, void *arg)
{
	struct oh_trunk *t = arg;

	if (t->closing) {
		t->reg = mem_deref(t->reg);
		close_stack(t);
	}
	else if (scode == 200) {
		oh_log(t->prm.log, OH_LOG_INFO,
		       "trunk %s: registered for %u s", t->prm.conf->name,
		       expires_s);
		tell(t, OH_TRUNK_REGISTERED, scode, 0, "");
	}
	else if (scode) {
		fail(t, scode, 0, "%s refuses our registration: %u %s",
		     t->next_hop.host, scode, reason);
	}
	else {
		fail(t, 0, err, "no registration at %s: %m",
		     t->next_hop.host, err);
	}
}

static int register_start(struct oh_trunk *t)
{
	const struct oh_conf_trunk *conf = t->prm.conf;
	char registrar[URI_SIZE], aor[URI_SIZE];
	const struct oh_register_prm prm = {
		.registrar    = registrar,
		.aor          = aor,
		.contact_user = conf->user,
		.route        = t->route,
		.cred         = oh_trunk_cred(t),
		.expires_s    = conf->expires_s,
		.h            = registered,
		.arg          = t,
	};
	int err;

	if (re_snprintf(registrar, sizeof(registrar), "sip:%H", domain_print,
			t) < 0)
		return ERANGE;
	err = oh_trunk_uri(aor, sizeof(aor), t, conf->user);

	return err ? err : oh_register_start(&t->reg, t->sip, &prm);
}

/* ---------------------------------------------------------------- opening */

static bool wants_registration(const struct oh_trunk *t)
{
	return t->prm.reg || t->prm.conf->reg == OH_CONF_REGISTER_ALWAYS;
}

static void start(struct oh_trunk *t)
{
	int err = 0;

	if (!sa_isset(&t->laddr, SA_ADDR))
		err = source_find(&t->laddr, &t->addrv[0]);
	if (!err)
		err = stack_alloc(t);
	if (err) {
		fail(t, 0, err, "no way to %s (%J): %m", t->next_hop.host,
		     &t->addrv[0], err);
		return;
	}
	route_print(t);
	if (wants_registration(t)) {
		err = register_start(t);
		if (err) {
			fail(t, 0, err, "cannot register at %s: %m",
			     t->next_hop.host, err);
			return;
		}
	}
	tell(t, OH_TRUNK_READY, 0, 0, "");
}

static void resolved(int err, const struct sa *addrv, uint32_t addrc,
		     void *arg)
{
	struct oh_trunk *t = arg;

	t->q = mem_deref(t->q);
	if (err) {
		fail(t, 0, err, err == ENOENT ? "there is no host %s"
					      : "cannot find %s: %m",
		     t->next_hop.host, err);
		return;
	}
	for (t->addrc = 0; t->addrc < addrc; t->addrc++)
		t->addrv[t->addrc] = addrv[t->addrc];
	start(t);
}

static void open_now(void *arg)
{
	struct oh_trunk *t = arg;
	const char *bad = conf_read(t);
	const struct oh_resolve_prm prm = {
		.host = t->next_hop.host, .port = t->next_hop.port,
		.tp = transport(t), .h = resolved, .arg = t,
	};
	int err;

	if (bad) {
		fail(t, 0, EINVAL, "\"%s\" cannot be understood", bad);
		return;
	}
	if (wants_registration(t) && !*t->prm.conf->user) {
		fail(t, 0, EINVAL, "no user to register as at %s",
		     t->next_hop.host);
		return;
	}
	err = oh_resolve(&t->q, t->prm.resolver, &prm);
	if (err)
		fail(t, 0, err, "cannot look for %s: %m", t->next_hop.host,
		     err);
}

static void destructor(void *data)
{
	struct oh_trunk *t = data;

	tmr_cancel(&t->tmr);
	mem_deref(t->q);
	mem_deref(t->reg);
	mem_deref(t->sip);
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

/* Calls have been hung up, and had their time for it: what is left are legs
   whose far end never answered. */
static void close_stack(struct oh_trunk *t)
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
	t->q = mem_deref(t->q);
	if (t->reg)
		oh_register_stop(t->reg);
	else if (t->sip)
		close_stack(t);
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
 * Tell whether an address may ring us
 *
 * @param t   Trunk
 * @param src Address; its port does not matter
 *
 * @return true if it is one of the server's, or allow_from names it, or
 *         anyone may
 */
bool oh_trunk_is_peer(const struct oh_trunk *t, const struct sa *src)
{
	if (t->prm.from_anyone)
		return true;
	for (uint32_t i = 0; i < t->addrc; i++) {
		if (sa_cmp(&t->addrv[i], src, SA_ADDR))
			return true;
	}
	return oh_allow_has(&t->allow, src);
}
