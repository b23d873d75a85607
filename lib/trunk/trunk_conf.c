/**
 * @file trunk_conf.c  What a trunk makes of its configuration
 */
#include <errno.h>
#include <string.h>
#include "trunk/trunk.h"

enum { PASSWORD_SIZE = 512 };

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
