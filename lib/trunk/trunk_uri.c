/**
 * @file trunk_uri.c  Somebody's URI at a trunk
 */
#include "trunk/trunk_priv.h"

/* Numbers are told from accounts, whose digits may mean anything. */
static bool is_number(const struct oh_conf_trunk *conf, const char *user)
{
	if (0 == str_cmp(user, conf->user))
		return false;
	if (*user == '+')
		user++;

	return *user && strspn(user, "0123456789") == strlen(user);
}

static int domain_print(struct re_printf *pf,
			const struct oh_conf_trunk *conf)
{
	const char *host = *conf->domain ? conf->domain : conf->server;
	const bool v6 = *host != '[' && strchr(host, ':');
	int err;

	err = re_hprintf(pf, "%s%s%s", v6 ? "[" : "", host, v6 ? "]" : "");
	if (!err && !*conf->domain && conf->port)
		err = re_hprintf(pf, ":%u", conf->port);

	return err;
}

/**
 * Print the host, and perhaps port, of a trunk's URIs, for "%H"
 *
 * @param pf Print function
 * @param t  Trunk
 *
 * @return 0 or an errno
 */
int oh_trunk_domain_print(struct re_printf *pf, const struct oh_trunk *t)
{
	return domain_print(pf, t->prm.conf);
}

/**
 * Print the URI of somebody at a trunk's domain
 *
 * @param buf  Where to
 * @param size Its size [bytes]
 * @param conf Trunk
 * @param user A number as the trunk wants it (";user=phone" is added), or
 *             an account; odd characters are escaped
 *
 * @return 0, EINVAL, or ERANGE: too long
 */
int oh_trunk_conf_uri(char *buf, size_t size,
		      const struct oh_conf_trunk *conf, const char *user)
{
	struct pl pl;

	if (!buf || !conf || !str_isset(user))
		return EINVAL;

	pl_set_str(&pl, user);
	if (re_snprintf(buf, size, "sip:%H@%H%s", uri_user_escape, &pl,
			domain_print, conf,
			is_number(conf, user) ? ";user=phone" : "") < 0)
		return ERANGE;

	return 0;
}

/**
 * The same, of a trunk that is open
 *
 * @param buf  Where to
 * @param size Its size [bytes]
 * @param t    Trunk
 * @param user As of oh_trunk_conf_uri()
 *
 * @return 0, EINVAL, or ERANGE: too long
 */
int oh_trunk_uri(char *buf, size_t size, const struct oh_trunk *t,
		 const char *user)
{
	return t ? oh_trunk_conf_uri(buf, size, t->prm.conf, user) : EINVAL;
}
