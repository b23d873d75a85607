/**
 * @file store.h  What the simulated carrier knows: numbers sold, searches
 *                that hold numbers, reservations, operations, voice routes
 *
 * Values only, no HTTP. With a path every change is written to a file that
 * takes the old one's place at once (kill -9 leaves one or the other).
 * Operations take op_ms; their effect is there from the moment they are
 * due, which every call looks at first (the clock decides, no timer).
 */
#ifndef OH_SIMREST_STORE_H
#define OH_SIMREST_STORE_H

#include "carrier/model.h"

enum {
	OH_STORE_OWNED_MAX        = 200000,
	OH_STORE_HOLDS_MAX        = 1000,
	OH_STORE_OPERATIONS_MAX   = 10000,   /**< the oldest ended one goes */
	OH_STORE_RESERVATIONS_MAX = 1000,
	OH_STORE_HOLD_MS          = 15 * 60 * 1000,
	OH_STORE_RESERVATION_MS   = 2 * 3600 * 1000,   /**< from creation  */
};

struct cJSON;
struct oh_store;

struct oh_store_prm {
	const char *path;           /**< or NULL: in memory only           */
	uint32_t    op_ms;          /**< how long an operation takes       */
	uint32_t    hold_ms;        /**< 0: OH_STORE_HOLD_MS               */
	void      (*changeh)(void *arg);   /**< numbers owned; or NULL. It
				                may ask, not release us    */
	void       *arg;
};

/** What a search asks for */
struct oh_store_ask {
	const char            *country;
	enum oh_type           type;
	enum oh_assignment     assignment;
	struct oh_capabilities caps;
	const char            *area;         /**< or NULL                  */
	uint32_t               quantity;
};

/**
 * What shall be different in a reservation; created and partly are set.
 * Numbers that cannot be had stand in the reservation with status error.
 */
struct oh_store_change {
	const struct oh_available *addv;
	size_t                     addc;
	const char *const         *removev;  /**< digits                   */
	size_t                     removec;
	bool                       created;  /**< 201, else 200            */
	bool                       partly;   /**< 207                      */
};

/* *whyp on EBADMSG, EBUSY (another process holds the file): static text */
int  oh_store_open(struct oh_store **sp, const struct oh_store_prm *prm,
		   const char **whyp);

/* Numbers owned, in the order they were bought */
size_t oh_store_count(struct oh_store *s);
const struct oh_owned *oh_store_at(struct oh_store *s, size_t i);
const struct oh_owned *oh_store_find(struct oh_store *s, const char *number);
/* Of the stock, and nobody owns or holds it */
bool oh_store_is_free(struct oh_store *s, const char *number);

/*
 * Each starts an operation; *op stays valid until the next call. error (or
 * NULL) is the code with which it shall fail when due. ENOENT: no such
 * search, number, reservation; EALREADY: bought, being changed, not active;
 * EPERM: agreement not to resell is missing; ENOTSUP: not sold so, or not
 * with these capabilities; ENOSPC: limits. A search that has expired can be
 * bought: that operation fails. op->resource is a path without a query.
 */
int  oh_store_search(struct oh_store *s, const struct oh_store_ask *ask,
		     const char *error, const struct oh_operation **op);
int  oh_store_buy(struct oh_store *s, const char *search, bool agree,
		  const char *error, const struct oh_operation **op);
int  oh_store_update(struct oh_store *s, const char *number,
		     const struct oh_capabilities *caps, const char *error,
		     const struct oh_operation **op);
int  oh_store_release(struct oh_store *s, const char *number,
		      const char *error, const struct oh_operation **op);
int  oh_store_reservation_buy(struct oh_store *s, const char *id, bool agree,
			      const char *error,
			      const struct oh_operation **op);

const struct oh_operation *oh_store_operation(struct oh_store *s,
					      const char *id);
int  oh_store_operation_cancel(struct oh_store *s, const char *id);
/* What a search found; numberc 0 while it runs. NULL: no such search */
const struct oh_offer *oh_store_offer(struct oh_store *s, const char *id);

/* Random samples that nothing holds; fills at most max, returns how many */
size_t oh_store_browse(struct oh_store *s, struct oh_available *v,
		       size_t max, const struct oh_store_ask *ask,
		       const char *const *prefixv, size_t prefixc);
/* EALREADY: not active any more; ENOSPC; EINVAL: an addv that is no number */
int  oh_store_reserve(struct oh_store *s, const char *id,
		      struct oh_store_change *change);
const struct oh_reservation *oh_store_reservation(struct oh_store *s,
						  const char *id);
size_t oh_store_reservation_count(struct oh_store *s);
const struct oh_reservation *oh_store_reservation_at(struct oh_store *s,
						     size_t i);
int  oh_store_reservation_cancel(struct oh_store *s, const char *id);

/* Trunks and voice routes (siprouting.h), as they were checked */
const struct cJSON *oh_store_siprouting(const struct oh_store *s);
/* config is given, also on failure: nothing has changed then */
int  oh_store_siprouting_set(struct oh_store *s, struct cJSON *config);
/* A trunk was heard; times are monotonic. ENOENT: never was */
int  oh_store_ping(struct oh_store *s, const char *fqdn, uint64_t now_us);
int  oh_store_pinged(uint64_t *at_us, const struct oh_store *s,
		     const char *fqdn);

#endif
