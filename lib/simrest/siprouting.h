/**
 * @file siprouting.h  Trunks and voice routes, as the SIP Routing API has
 *                     them
 *
 * A configuration is one JSON object: domains and trunks by their names,
 * routes in the order of priority. Only what the API knows is in it. Pure:
 * neither HTTP nor a store.
 */
#ifndef OH_SIMREST_SIPROUTING_H
#define OH_SIMREST_SIPROUTING_H

#include <stdbool.h>
#include <stddef.h>

enum {
	OH_SIPROUTING_MAX       = 250,    /**< domains, trunks, routes, and
					       trunks of a route           */
	OH_SIPROUTING_FQDN_MAX  = 249,
	OH_SIPROUTING_NAME_MAX  = 256,    /**< [characters], as those below */
	OH_SIPROUTING_TEXT_MAX  = 1024,
	OH_SIPROUTING_WHY_SIZE  = 200,
};

struct cJSON;

/** Why a configuration is refused */
struct oh_siprouting_fault {
	const char *code;        /**< of the rule; NULL: a member is of a
				      wrong type                           */
	char why[OH_SIPROUTING_WHY_SIZE];
};

/* Adds the health of a trunk to it; 0 or ENOMEM */
typedef int (oh_siprouting_health_h)(struct cJSON *trunk, const char *fqdn,
				     void *arg);

/* The caller's: cJSON_Delete(). NULL: out of memory */
struct cJSON *oh_siprouting_empty(void);
/* EBADMSG: see fault. After a failure config is half merged */
int  oh_siprouting_merge(struct cJSON *config, const struct cJSON *patch,
			 bool preview, struct oh_siprouting_fault *f);
int  oh_siprouting_join(struct cJSON *config, const struct cJSON *part,
			bool preview, struct oh_siprouting_fault *f);
int  oh_siprouting_check(const struct cJSON *config,
			 struct oh_siprouting_fault *f);
/* As a client sees it; h NULL: without health */
struct cJSON *oh_siprouting_print(const struct cJSON *config, bool preview,
				  oh_siprouting_health_h *h, void *arg);
/* The routes that a number would take, in their order */
int  oh_siprouting_match(struct cJSON **routesp, const struct cJSON *config,
			 const char *number);

#endif
