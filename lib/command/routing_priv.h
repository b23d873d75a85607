/**
 * @file routing_priv.h  What is known of a number's ways, to be shown
 */
#ifndef OH_COMMAND_ROUTING_PRIV_H
#define OH_COMMAND_ROUTING_PRIV_H

#include "cdr/look.h"
#include "command/probe.h"
#include "command/routing.h"
#include "place/choose.h"
#include "route/limit.h"

struct cJSON;
struct oh_column;
struct oh_table;

/** What records say of a trunk, and what the caps make of it */
struct routing_use {
	int                   err;      /**< ENOENT: never called           */
	char                  why[OH_QUERY_WHY];
	struct oh_look        look;
	struct oh_limit_prm   limits;
	enum oh_limit_verdict verdict;
	char                  text[OH_CDR_WHY_SIZE];   /**< of it           */
};

/** A number, and what would become of it on each of its trunks */
struct routing_view {
	const struct oh_conf *conf;
	const char      *basis;         /**< why no route was asked, or ""  */
	bool             emergency;
	struct oh_choice hand;          /**< if it is one: as for a person
					     who dials it by hand        */
	struct oh_ways   hand_ways;
	int              err;           /**< of oh_choose_ways()            */
	struct oh_choice ch;            /**< as it left that                */
	struct oh_ways   ways;
	int              errv[OH_CONF_SHARES_MAX];
	struct oh_choice chv[OH_CONF_SHARES_MAX];
	struct routing_use usev[OH_CONF_SHARES_MAX];
	uint32_t         lead;          /**< the one that is called first   */
	bool             asked;         /**< the trunks, by --ping          */
	struct oh_probe_result healthv[OH_CONF_SHARES_MAX];
};

/** What a configuration has in an order, to be listed */
struct routing_list {
	const char             *schema;
	const struct oh_column *columnv;
	uint32_t                rowc;
	int (*rowh)(struct oh_table *table, const struct oh_conf *conf,
		    uint32_t i);
	const char             *none;   /**< said if rowc is 0              */
};

/* routing_show.c; 0 or an errno */
void oh_routing_line(const char *label, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
int oh_routing_text(const struct routing_view *v);
int oh_routing_json(const struct routing_view *v);

/* routing_ping.c */
int  oh_routing_ping(struct routing_view *v, struct oh_app *app,
		     struct oh_resolver *resolver);
void oh_routing_ping_text(const struct oh_probe_result *res);
bool oh_routing_ping_json(struct cJSON *o, const struct oh_probe_result *res);

/* routing_use.c */
void oh_routing_use(struct routing_use *u, const struct oh_conf *conf,
		    const struct oh_choice *ch);
void oh_routing_use_text(const struct routing_use *u);
bool oh_routing_use_json(struct cJSON *o, const struct routing_use *u);
void oh_routing_all_text(const struct routing_use *u);
bool oh_routing_all_json(struct cJSON *o, const struct routing_use *u);

/* routing_check.c; exit status, printed */
int oh_routing_rows(struct oh_app *app, const struct oh_conf *conf,
		    const struct routing_list *list);
int oh_routing_list(struct oh_app *app, const struct oh_conf *conf);
int oh_routing_check(struct oh_app *app, const struct oh_conf *conf);

/* routing_inbound.c; exit status, printed; look: 1 if something was */
int oh_routing_inbound_list(struct oh_app *app, const struct oh_conf *conf);
uint32_t oh_routing_inbound_look(const struct oh_conf *conf, uint32_t i);
int oh_routing_inbound(struct oh_app *app, const struct oh_conf *conf,
		       const struct oh_routing_opts *o, int argc,
		       char **argv);

#endif
