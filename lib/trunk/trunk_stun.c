/**
 * @file trunk_stun.c  A trunk's public address, found by STUN
 *
 * Without one the trunk opens all the same: many servers look at where
 * packets come from, not at what they say.
 */
#include "sip/mapped.h"
#include "trunk/trunk_priv.h"

static void go_on(struct oh_trunk *t, int err)
{
	if (err)
		oh_log(t->prm.log, OH_LOG_WARN, "trunk %s: STUN at %s: %s; "
		       "others are told our own address", t->prm.conf->name,
		       t->prm.conf->stun, strerror(err));
	oh_trunk_start(t);
}

/* Only UDP is translated the way that we asked about. */
static void found(int err, const struct sa *laddr, const struct sa *mapped,
		  void *arg)
{
	struct oh_trunk *t = arg;

	t->mapped = mem_deref(t->mapped);
	if (!err && re_snprintf(t->public.host, sizeof(t->public.host), "%j",
				mapped) < 0)
		err = ERANGE;
	if (!err) {
		oh_log(t->prm.log, OH_LOG_INFO, "trunk %s: others see us at "
		       "%s", t->prm.conf->name, t->public.host);
		if (oh_trunk_transp(t) == OH_SIP_UDP) {
			t->public.port = sa_port(mapped);
			sa_set_port(&t->laddr, sa_port(laddr));
		}
	}
	go_on(t, err);
}

static void resolved(int err, const struct sa *addrv, uint32_t addrc,
		     void *arg)
{
	struct oh_trunk *t = arg;
	uint32_t i = 0;

	t->q = mem_deref(t->q);
	while (!err && i < addrc && sa_af(&addrv[i]) != sa_af(&t->laddr))
		i++;
	if (!err)
		err = i < addrc ? oh_mapped_find(&t->mapped, &t->laddr,
						 &addrv[i], found, t)
				: EAFNOSUPPORT;
	if (err)
		go_on(t, err);
}

/**
 * Find the public address, then start the trunk
 *
 * @param t Trunk whose local address is known
 *
 * @return 0, or an errno: nothing has been begun
 */
int oh_trunk_stun_start(struct oh_trunk *t)
{
	struct oh_hostport hp;
	struct oh_resolve_prm prm = {
		.host = hp.host, .tp = OH_SIP_UDP, .h = resolved, .arg = t,
	};
	int err;

	err = oh_hostport_parse(&hp, t->prm.conf->stun);
	if (err)
		return err;
	prm.port = hp.port ? hp.port : STUN_PORT;

	return oh_resolve(&t->q, t->prm.resolver, &prm);
}
