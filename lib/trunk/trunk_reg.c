/**
 * @file trunk_reg.c  A trunk's registration, at the first server that is there
 *
 *     address 1 -- nobody --> address 2 -- nobody --> .. -- back-off --+
 *         ^                                                            |
 *         +---------------- looked up again <--------------------------+
 *
 * Who answers and refuses is asked again by the registration itself.
 */
#include "sip/register.h"
#include "trunk/trunk_priv.h"

/**
 * Tell whether calls shall be able to come in by registration
 *
 * @param t Trunk
 *
 * @return true if so
 */
bool oh_trunk_reg_is_wanted(const struct oh_trunk *t)
{
	return t->prm.reg || t->prm.conf->reg == OH_CONF_REGISTER_ALWAYS;
}

static void start_or_fail(struct oh_trunk *t)
{
	int err = oh_trunk_reg_start(t);

	if (err)
		oh_trunk_fail(t, 0, err, "cannot register at %s: %m",
			      t->next_hop.host, err);
}

static void next_address(void *arg)
{
	struct oh_trunk *t = arg;

	start_or_fail(t);
}

/* The name server may know better by now; if not, the old ones are tried. */
static void resolved(int err, const struct sa *addrv, uint32_t addrc,
		     void *arg)
{
	struct oh_trunk *t = arg;

	t->q = mem_deref(t->q);
	oh_trunk_use(t, addrv, err ? 0 : addrc);
	start_or_fail(t);
}

static void next_round(void *arg)
{
	struct oh_trunk *t = arg;

	if (oh_trunk_resolve(t, resolved))
		start_or_fail(t);
}

static void nobody(struct oh_trunk *t, int err)
{
	const char *why = oh_sip_why(t->sip, err);
	char text[OH_TRUNK_URI_SIZE];

	(void)re_snprintf(text, sizeof(text), "%s (%J)",
			  *why ? why : strerror(err), &t->addrv[t->addri]);
	t->reg = mem_deref(t->reg);
	if (oh_trunk_next(t)) {
		oh_log(t->prm.log, OH_LOG_WARN, "trunk %s: no registration: "
		       "%s; trying the next address", t->prm.conf->name,
		       text);
		tmr_start(&t->tmr_reg, 0, next_address, t);
		return;
	}
	tmr_start(&t->tmr_reg, oh_register_backoff_ms(++t->rounds,
						      rand_u32()),
		  next_round, t);
	oh_trunk_fail(t, 0, err, "no registration at %s: %s",
		      t->next_hop.host, text);
}

static void busy(struct oh_trunk *t, uint16_t scode, const char *reason)
{
	if (scode == 503 && oh_trunk_next(t)) {
		t->reg = mem_deref(t->reg);
		tmr_start(&t->tmr_reg, 0, next_address, t);
	}
	else {
		oh_trunk_fail(t, scode, 0, "%s refuses our registration: "
			      "%u %s", t->next_hop.host, scode, reason);
	}
}

static void registered(uint16_t scode, const char *reason, int err,
		       uint32_t expires_s, void *arg)
{
	struct oh_trunk *t = arg;

	if (t->closing) {
		t->reg = mem_deref(t->reg);
		oh_trunk_close_stack(t);
	}
	else if (t->leaving) {
		t->reg = mem_deref(t->reg);
	}
	else if (scode == 200) {
		t->rounds = t->missed = 0;
		oh_log(t->prm.log, OH_LOG_INFO,
		       "trunk %s: registered for %u s", t->prm.conf->name,
		       expires_s);
		oh_trunk_tell(t, OH_TRUNK_REGISTERED, scode, 0, "");
	}
	else if (scode) {
		busy(t, scode, reason);
	}
	else {
		nobody(t, err);
	}
}

/**
 * Register at the address that is tried now
 *
 * @param t Trunk with a stack
 *
 * @return 0 or an errno
 */
int oh_trunk_reg_start(struct oh_trunk *t)
{
	const struct oh_conf_trunk *conf = t->prm.conf;
	char registrar[OH_TRUNK_URI_SIZE], aor[OH_TRUNK_URI_SIZE];
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

	if (re_snprintf(registrar, sizeof(registrar), "sip:%H",
			oh_trunk_domain_print, t) < 0)
		return ERANGE;
	err = oh_trunk_uri(aor, sizeof(aor), t, conf->user);

	return err ? err : oh_register_start(&t->reg, t->sip, &prm);
}

/**
 * Remove our Contact; calls under way go on, and may end as they like
 *
 * @param t Trunk, to be closed when they have
 */
void oh_trunk_leave(struct oh_trunk *t)
{
	t->leaving = true;
	tmr_cancel(&t->tmr_reg);
	oh_register_stop(t->reg);
}
