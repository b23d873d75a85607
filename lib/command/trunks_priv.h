/**
 * @file trunks_priv.h  From what was found out to what is said of it
 *
 *   network ──check──▶ facts ──judge──▶ rows ──▶ table, or a line for Nagios
 *
 * Judging is pure: facts in, rows out.
 */
#ifndef OH_COMMAND_TRUNKS_PRIV_H
#define OH_COMMAND_TRUNKS_PRIV_H

#include "command/probe.h"
#include "command/trunks.h"
#include "event/result.h"

struct oh_desk;

enum { TRUNKS_WHAT_SIZE = 960, TRUNKS_LINE_SIZE = 2048 };

enum trunks_step {
	STEP_DNS, STEP_TCP, STEP_TLS, STEP_CERTIFICATE, STEP_CONTACT,
	STEP_NUMBERS, STEP_OPTIONS, STEP_REGISTRATION, STEP_ECHO,
	TRUNKS_STEPS
};

/** Ordered by weight */
enum trunks_status { STEP_SKIPPED, STEP_OK, STEP_WARNING, STEP_FAILED };

/** How far a thing went */
enum trunks_fate { FATE_UNTRIED, FATE_DONE };

/** What was found out about a trunk */
struct trunks_facts {
	const struct oh_conf_trunk *conf;
	bool     want_echo;
	bool     cut;                      /* by a signal or --timeout      */
	uint32_t days;                     /* left to a certificate: warn   */
	int64_t  now_s;                    /* since 1970                    */

	enum trunks_fate dns;
	int      dns_err;
	bool     literal;                  /* server is an address          */
	char     addrs[TRUNKS_WHAT_SIZE / 2];

	enum trunks_fate tcp;
	int      tcp_err;
	char     tcp_addr[64];
	double   tcp_ms;

	enum trunks_fate probe;
	struct oh_probe_result res;

	enum trunks_fate echo;
	char     echo_why[TRUNKS_WHAT_SIZE / 2];   /* it was not called     */
	struct oh_result call;
};

struct trunks_row {
	enum trunks_step   step;
	enum trunks_status status;
	char               what[TRUNKS_WHAT_SIZE];
	const char        *fix;            /* borrowed from the facts; ""   */
	double             ms;             /* < 0: none                     */
};

/* trunks_judge.c */
void oh_trunks_judge(struct trunks_row rowv[TRUNKS_STEPS],
		     const struct trunks_facts *f);
enum trunks_status oh_trunks_worst(const struct trunks_row rowv[TRUNKS_STEPS]);
int  oh_trunks_exit(const struct trunks_row rowv[TRUNKS_STEPS],
		    const struct trunks_facts *f);
const char *oh_trunks_step_name(enum trunks_step step);
const char *oh_trunks_status_name(enum trunks_status status);
long oh_trunks_days(const struct trunks_facts *f);
int  oh_trunks_nagios(char *buf, size_t size,
		      const struct trunks_row rowv[TRUNKS_STEPS],
		      const struct trunks_facts *f);

/* trunks_check.c, trunks_watch.c, trunks_list.c; exit status, printed */
int oh_trunks_check(struct oh_app *app, struct oh_desk *d,
		    const struct oh_trunks_opts *o,
		    const struct oh_conf_trunk *conf);
int oh_trunks_watch(struct oh_app *app, struct oh_desk *d,
		    const struct oh_trunks_opts *o,
		    const struct oh_conf_trunk *conf);
int oh_trunks_list(struct oh_app *app, struct oh_desk *d,
		   const struct oh_trunks_opts *o);

/* trunks_echo.c: what ended the command, or OH_CAUSE_NONE */
enum oh_cause oh_trunks_echo(struct oh_app *app, struct oh_desk *d,
			     struct trunks_facts *f, const char *number);

#endif
