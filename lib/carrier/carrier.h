/**
 * @file carrier.h  Carriers that sell and list numbers, behind one face
 *
 * `acs` speaks the Phone Numbers REST API, `sim` the same against the
 * simulator, `static` tells the numbers that stand in the configuration.
 * Every action is one request value; what comes back are items, as they
 * arrive (pages are followed), then one end. All on the main loop.
 */
#ifndef OH_CARRIER_CARRIER_H
#define OH_CARRIER_CARRIER_H

#include <stdbool.h>
#include <stdint.h>
#include "base/log.h"
#include "carrier/model.h"
#include "carrier/routing.h"
#include "conf/conf.h"

struct oh_carrier;
struct oh_task;             /**< An action under way               */

/** The first column says which members of the request count */
enum oh_carrier_do {
	OH_DO_LIST,             /**< -> OWNED ...                          */
	OH_DO_SHOW,             /**< number -> OWNED                       */
	OH_DO_COUNTRIES,        /**< -> COUNTRY ...                        */
	OH_DO_LOCALITIES,       /**< country type division -> LOCALITY ... */
	OH_DO_AREAS,            /**< country type assignment locality
				     division -> AREA ...                  */
	OH_DO_OFFERINGS,        /**< country type assignment -> OFFERING   */
	OH_DO_SEARCH,           /**< country type assignment caps area
				     quantity -> OPERATION ... OFFER       */
	OH_DO_OFFER,            /**< id -> OFFER                           */
	OH_DO_BUY,              /**< id agree -> OPERATION ...             */
	OH_DO_UPDATE,           /**< number caps -> OPERATION ... OWNED    */
	OH_DO_RELEASE,          /**< number -> OPERATION ...               */
	OH_DO_BROWSE,           /**< country type assignment caps
				     prefixv -> AVAILABLE ...              */
	OH_DO_RESERVE,          /**< id addv removev -> RESERVATION        */
	OH_DO_RESERVATIONS,     /**< -> RESERVATION ...                    */
	OH_DO_RESERVATION,      /**< id -> RESERVATION                     */
	OH_DO_RESERVATION_BUY,  /**< id agree -> OPERATION ...             */
	OH_DO_RESERVATION_CANCEL,  /**< id                                 */
	OH_DO_LOOKUP,           /**< numberv details -> OPERATOR ...       */
	OH_DO_OPERATION,        /**< id -> OPERATION, once                 */
	OH_DO_WAIT,             /**< id -> OPERATION ... until its end     */
	OH_DO_OPERATION_CANCEL, /**< id                                    */
	OH_DO_ROUTING,          /**< -> ROUTING                            */
	OH_DO_ROUTING_UPDATE,   /**< routing -> ROUTING                    */
	OH_DO_MAX
};

/** What is wanted; borrowed during oh_carrier_start() */
struct oh_carrier_req {
	enum oh_carrier_do     what;
	const char            *country;
	const char            *number;      /**< E.164                     */
	enum oh_type           type;
	enum oh_assignment     assignment;
	struct oh_capabilities caps;
	const char            *area;
	const char            *locality;
	const char            *division;
	uint32_t               quantity;
	const char            *id;
	bool                   agree;       /**< not to resell             */
	bool                   details;     /**< billed operator look-up   */
	bool                   no_wait;     /**< of an operation: start it */
	uint32_t               page;        /**< items a page; 0: 100      */
	const char *const     *numberv;     /**< look-up                   */
	const char *const     *prefixv;     /**< digits, browse            */
	const char *const     *removev;     /**< digits                    */
	const struct oh_available *addv;
	const struct oh_routing_change *routing;
	uint32_t numberc, prefixc, removec, addc;
};

enum oh_item_kind {
	OH_ITEM_OWNED, OH_ITEM_COUNTRY, OH_ITEM_LOCALITY, OH_ITEM_AREA,
	OH_ITEM_OFFERING, OH_ITEM_OFFER, OH_ITEM_AVAILABLE,
	OH_ITEM_RESERVATION, OH_ITEM_OPERATION, OH_ITEM_OPERATOR,
	OH_ITEM_ROUTING,
};

/** One thing that came; valid during the handler. A routing is an object:
    who takes a reference (mem_ref) may keep it */
struct oh_item {
	enum oh_item_kind kind;
	union {
		const void                  *any;
		const struct oh_owned       *owned;
		const struct oh_country     *country;
		const struct oh_locality    *locality;
		const struct oh_area        *area;
		const struct oh_offering    *offering;
		const struct oh_offer       *offer;
		const struct oh_available   *available;
		const struct oh_reservation *reservation;
		const struct oh_operation   *operation;
		const struct oh_operator    *operator;
		const struct oh_routing     *routing;
	} u;
};

/** How it ended; valid during the handler */
struct oh_carrier_end {
	int         err;        /**< 0; ENOENT not found; EACCES not
				     authorised; EAGAIN throttled after all
				     retries; EPROTO nonsense from the server;
				     ECANCELED the operation failed (code,
				     text); EINVAL refused (400 and the like);
				     EALREADY conflict; ENOTSUP this carrier
				     cannot; EBADMSG the list of one's own
				     numbers is malformed; else of the
				     network                                */
	uint16_t    status;     /**< HTTP, 0: none                         */
	const char *code;       /**< the service's, or ""                  */
	const char *text;       /**< for people: what and why              */
	const char *operation;  /**< id, or ""                             */
	bool        doubt;      /**< err is of a repetition: the request
				     before may have been carried out      */
};

typedef void (oh_item_h)(const struct oh_item *item, void *arg);
typedef void (oh_carrier_end_h)(const struct oh_carrier_end *end, void *arg);

/** What a carrier needs to be opened; borrowed during the call */
struct oh_carrier_prm {
	const struct oh_conf_carrier *conf;
	const char    *connection;     /**< of `sim` without configuration */
	const char    *language;       /**< Accept-Language, or NULL       */
	struct oh_log *log;            /**< borrowed while it lives; the
				            key is masked in it            */
};

/* Reads the secret: may block up to 10 s. *whyp: static text on failure */
int  oh_carrier_open(struct oh_carrier **cp, const struct oh_carrier_prm *prm,
		     const char **whyp);
const char *oh_carrier_name(const struct oh_carrier *c);
bool oh_carrier_can(const struct oh_carrier *c, enum oh_carrier_do what);
/* mem_deref of the task gives up waiting; what runs there, runs on */
int  oh_carrier_start(struct oh_task **tp, struct oh_carrier *c,
		      const struct oh_carrier_req *req, oh_item_h *itemh,
		      oh_carrier_end_h *endh, void *arg);
/* --dry-run: the request as text, secrets masked; mem_deref */
int  oh_carrier_print(char **textp, struct oh_carrier *c,
		      const struct oh_carrier_req *req);

#endif
