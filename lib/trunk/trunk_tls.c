/**
 * @file trunk_tls.c  A trunk's TLS context, from its configuration
 */
#include "sip/tls.h"
#include "trunk/trunk_priv.h"

/* Whose certificate we want to see: that of the host we connect to (RFC 5922
   7.3). Certificates for addresses are rare; a domain is what was meant. */
static const char *name_of(const struct oh_trunk *t)
{
	const struct oh_conf_trunk *conf = t->prm.conf;
	struct sa sa;

	if (*conf->tls_name)
		return conf->tls_name;
	if (*conf->domain && 0 == sa_set_str(&sa, t->next_hop.host, 0))
		return conf->domain;

	return t->next_hop.host;
}

static int path_print(char buf[OH_CONF_VALUE], const struct oh_trunk *t,
		      const char *path)
{
	buf[0] = '\0';

	return *path ? oh_conf_path_print(buf, OH_CONF_VALUE, path,
					  t->prm.conf->at.file) : 0;
}

/**
 * Make the TLS context of a trunk; FAILED is told if that cannot be
 *
 * @param t Trunk, its configuration read
 *
 * @return 0 or an errno
 */
int oh_trunk_tls_alloc(struct oh_trunk *t)
{
	const struct oh_conf_trunk *conf = t->prm.conf;
	char ca[OH_CONF_VALUE], cert[OH_CONF_VALUE], key[OH_CONF_VALUE];
	char why[OH_TLS_WHY_SIZE] = "a path is too long";
	const struct oh_tls_prm prm = {
		.name = name_of(t), .ca = ca, .cert = cert, .key = key,
		.keylog = oh_conf_keylog_env(),
	};
	int err;

	err = path_print(ca, t, conf->tls_ca);
	if (!err)
		err = path_print(cert, t, conf->tls_cert);
	if (!err)
		err = path_print(key, t, conf->tls_key);
	if (!err)
		err = oh_tls_alloc(&t->tls, &prm, why);
	if (err)
		oh_trunk_fail(t, 0, err, "TLS: %s",
			      *why ? why : strerror(err));

	return err;
}

/**
 * Read the trunk's certificates again: new connections use them
 *
 * @param t Trunk; without TLS nothing happens
 *
 * @return 0, or why not: it has been logged, and all is as it was
 */
int oh_trunk_reload(struct oh_trunk *t)
{
	char why[OH_TLS_WHY_SIZE];
	int err;

	if (!t->tls)
		return 0;
	err = oh_tls_reload(t->tls, why);
	oh_log(t->prm.log, err ? OH_LOG_WARN : OH_LOG_INFO,
	       "trunk %s: certificates %s%s", t->prm.conf->name,
	       err ? "are not read again: " : "read again", why);

	return err;
}

/** @return The trunk's TLS context, or NULL; borrowed */
const struct oh_tls *oh_trunk_tls(const struct oh_trunk *t)
{
	return t->tls;
}
