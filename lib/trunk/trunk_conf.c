/**
 * @file trunk_conf.c  What a trunk makes of its configuration
 */
#include <errno.h>
#include <string.h>
#include "trunk/trunk_priv.h"

enum { PASSWORD_SIZE = 512 };

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

/**
 * Read the values of a trunk's configuration that are more than text
 *
 * @param t Trunk
 *
 * @return The first that cannot be used, or NULL
 */
const char *oh_trunk_conf_read(struct oh_trunk *t)
{
	const struct oh_conf_trunk *conf = t->prm.conf;

	if (next_hop_parse(t))
		return *conf->proxy ? conf->proxy : conf->server;
	if (bind_parse(t))
		return conf->bind;
	if (*conf->public_address &&
	    oh_hostport_parse(&t->public, conf->public_address))
		return conf->public_address;
	if (*conf->fqdn && oh_hostport_parse(&t->fqdn, conf->fqdn))
		return conf->fqdn;
	if (oh_allow_parse(&t->allow, conf->allow_from))
		return conf->allow_from;

	return NULL;
}

/**
 * Open a trunk with the password that its configuration names
 *
 * Waits for password_command, 10 s at the most.
 *
 * @param tp  As of oh_trunk_open()
 * @param prm The same; its password is not looked at, and the one read is
 *            masked in its log from now on
 *
 * @return As oh_trunk_open(); EACCES, ETIMEDOUT and the like if the password
 *         cannot be had (logged)
 */
int oh_trunk_open_conf(struct oh_trunk **tp, const struct oh_trunk_prm *prm)
{
	char password[PASSWORD_SIZE] = "";
	struct oh_trunk_prm own;
	const char *why = "";
	int err;

	if (!prm || !prm->conf)
		return EINVAL;
	own = *prm;
	err = oh_conf_password(password, sizeof(password), prm->conf, &why);
	own.password = err ? NULL : password;
	if (err == ENOENT)      /* it has none */
		err = 0;
	if (err)
		oh_log(prm->log, OH_LOG_ERROR, "trunk %s: password: %s",
		       prm->conf->name, why);
	else
		err = oh_log_mask(prm->log, own.password);
	if (!err)
		err = oh_trunk_open(tp, &own);
	explicit_bzero(password, sizeof(password));

	return err;
}

/**
 * Say how long a trunk's calls may last unrefreshed (RFC 4028)
 *
 * @param conf Its configuration
 *
 * @return What its stack is to be given
 */
struct oh_session_prm oh_trunk_session(const struct oh_conf_trunk *conf)
{
	static const enum oh_session_refresher refresherv[] = {
		[OH_CONF_REFRESHER_AUTO] = OH_SESSION_AUTO,
		[OH_CONF_REFRESHER_US]   = OH_SESSION_US,
		[OH_CONF_REFRESHER_THEM] = OH_SESSION_THEM,
	};
	const bool off = conf->session_s == OH_CONF_OFF;
	const struct oh_session_prm prm = {
		.off       = off,
		.expires_s = off ? 0 : conf->session_s,
		.refresher = refresherv[conf->refresher],
	};

	return prm;
}
