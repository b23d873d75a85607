/**
 * @file restside.c  The simulated carrier's REST side, as pstn-sim opens it
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cli/exit.h"
#include "command/restside.h"
#include "simrest/simrest.h"

enum {
	PORT_DEFAULT = 8443,
	WAIT_US      = 2000000,     /* Until the one before has ended */
	RETRY_MS     = 5,
};

/**
 * Fill a table with the options of the REST side, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_restside_table(struct oh_opt tab[OH_RESTSIDE_OPTC],
		       struct oh_restside_opts *o)
{
	const struct oh_opt v[OH_RESTSIDE_OPTC] = {
		OH_OPT_STR(0, "access-key", "BASE64", &o->access_key,
			   "key of the REST side (made at random)"),
		OH_OPT_FLAG(0, "any-token", &o->any_token,
			    "take any bearer token too"),
		OH_OPT_STR(0, "cert", "FILE", &o->cert,
			   "certificate and key of https and TLS, PEM"),
		OH_OPT_MS_0(0, "delay", "TIME", &o->delay_ms,
			    "wait so long before every reply"),
		OH_OPT_LIST(0, "fault", "RULE", &o->faults,
			    "fail on demand, e.g. 'GET /phoneNumbers=503'"),
		OH_OPT_MS(0, "hold", "TIME", &o->hold_ms,
			  "hold what a search found so long (15 min)"),
		OH_OPT_MS_0(0, "operation-time", "TIME", &o->operation_ms,
			    "let operations take so long (0)"),
		OH_OPT_STR(0, "rest", "ADDR:PORT", &o->rest,
			   "sell numbers there, by REST; https://ADDR:PORT "
			   "with --cert"),
		OH_OPT_STR(0, "state", "FILE", &o->state,
			   "keep what was sold in this file"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

static int usage(struct oh_app *app, const char *rest, const char *why)
{
	return oh_app_fail(app, OH_EXIT_USAGE, "--rest '%s': %s", rest, why);
}

static int parse(struct sa *laddr, bool *tls, struct oh_app *app,
		 const struct oh_restside_opts *o)
{
	const char *at = o->rest;

	*tls = 0 == strncmp(at, "https://", 8);
	if (*tls)
		at += 8;
	else if (0 == strncmp(at, "http://", 7))
		at += 7;
	if (sa_decode(laddr, at, strlen(at)) &&
	    sa_set_str(laddr, at, PORT_DEFAULT))
		return usage(app, o->rest, "write ADDRESS:PORT, e.g. "
			     "127.0.0.1:8443");
	if (*tls && !o->cert)
		return usage(app, o->rest, "https needs --cert FILE, a "
			     "certificate and its key in PEM");
	if (!*tls && o->cert && !o->cert_elsewhere)
		return usage(app, o->rest, "--cert is for https://");

	return OH_EXIT_OK;
}

/* Options that do nothing would be promises not kept */
static int check_alone(struct oh_app *app, bool cert_elsewhere)
{
	struct oh_restside_opts dummy;
	struct oh_opt tab[OH_RESTSIDE_OPTC];

	oh_restside_table(tab, &dummy);
	for (const struct oh_opt *opt = tab; opt->type; opt++) {
		if (cert_elsewhere && 0 == strcmp(opt->longn, "cert"))
			continue;
		if (oh_opt_is_given(app, opt->longn))
			return oh_app_fail(app, OH_EXIT_USAGE, "--%s needs "
					   "--rest", opt->longn);
	}

	return OH_EXIT_OK;
}

static int open_or_wait(struct oh_simrest **sp,
			const struct oh_simrest_prm *prm,
			char why[OH_SIMREST_WHY_SIZE], bool wait)
{
	uint64_t until_us = oh_clock_us() + WAIT_US;
	int err;

	for (;;) {
		err = oh_simrest_alloc(sp, prm, why);
		if (err != EBUSY || !wait || oh_clock_us() >= until_us)
			return err;
		(void)poll(NULL, 0, RETRY_MS);
	}
}

/**
 * Open the REST side that the options ask for
 *
 * @param sp   Set if there is one; release with mem_deref
 * @param app  The command
 * @param o    Options
 * @param wait Wait up to 2 s for another pstn-sim that holds the state and
 *             is about to end
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_restside_open(struct oh_simrest **sp, struct oh_app *app,
		     const struct oh_restside_opts *o, bool wait)
{
	char why[OH_SIMREST_WHY_SIZE] = "";
	struct sa laddr;
	const struct oh_simrest_prm prm = {
		.laddr = &laddr, .cert = o->cert, .access_key = o->access_key,
		.state = o->state, .any_token = o->any_token,
		.delay_ms = o->delay_ms, .op_ms = o->operation_ms,
		.hold_ms = o->hold_ms, .faultv = o->faults.v,
		.faultc = o->faults.c, .log = oh_app_log(app),
	};
	bool tls;
	int status, err;

	if (!o->rest)
		return check_alone(app, o->cert_elsewhere);
	status = parse(&laddr, &tls, app, o);
	if (status)
		return status;

	err = open_or_wait(sp, &prm, why, wait);
	if (!err)
		return OH_EXIT_OK;
	if (*why)
		return oh_app_fail(app, err == EBADMSG ? OH_EXIT_DATA
				   : OH_EXIT_CANT_CREATE, "%s", why);

	return oh_app_fail(app, OH_EXIT_NETWORK, "--rest %s: %s", o->rest,
			   strerror(err));
}
