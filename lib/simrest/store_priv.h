/**
 * @file store_priv.h  What the store's parts share
 *
 *   store.c              life, and settling what has come due
 *   store_map.c          numbers by their digits
 *   store_shelf.c        which numbers are free; browsing
 *   store_owned.c        numbers sold: buying, changing, releasing them
 *   store_search.c       searches and what they hold
 *   store_reservation.c  reservations
 *   store_operation.c    operations: start, end, cancel
 *   store_siprouting.c   trunks and voice routes
 *   state.c              all of it in a file; state_line.c: one line of it
 *
 * A number is on the shelf, held (by one search or reservation) or owned.
 * Room for owning all that is held is made before a purchase is started, so
 * that no effect of an operation can fail for want of memory.
 */
#ifndef OH_SIMREST_STORE_PRIV_H
#define OH_SIMREST_STORE_PRIV_H

#include "base/compat.h"
#include "simrest/stock.h"
#include "simrest/store.h"

struct cJSON;

struct oh_store_slot {
	uint64_t digits;            /**< of the number; 0: free            */
	uint32_t value;
};

/** Open addressing, linear probing, at most half full */
struct oh_store_map {
	struct oh_store_slot *slotv;
	size_t room;                /**< a power of two, or 0              */
	size_t count;
};

/** How far a search has come */
enum oh_store_phase {
	OH_PHASE_SEARCHING,         /**< holds numbers, does not show them */
	OH_PHASE_HELD,
	OH_PHASE_BUYING,            /**< holds on, whatever the time       */
	OH_PHASE_BOUGHT,
	OH_PHASE_OVER,              /**< expired, or found nothing         */
};

struct oh_store_search {
	struct le le;
	struct oh_offer offer;
	enum oh_store_phase phase;
};

struct oh_store_reservation {
	struct le le;
	struct oh_reservation r;
	uint64_t created_us;
};

struct oh_store_operation {
	struct le le;
	struct oh_operation op;
	uint64_t due_us;
	char subject[OH_MODEL_ID];      /**< search, number or reservation */
	struct oh_capabilities caps;    /**< of an update                  */
	char fail[OH_MODEL_NAME];       /**< error to end with, or ""      */
};

struct oh_store {
	struct oh_store_prm prm;
	char *path;
	int   lock;                     /**< fd, -1: none                  */
	struct oh_owned *ownedv;
	size_t ownedc, room;
	struct oh_store_map owned;      /**< value: place in ownedv        */
	struct oh_store_map held;
	struct list searchl, reservationl, operationl;   /**< oldest first */
	struct cJSON *siprouting;       /**< trunks and routes             */
	struct list pingl;              /**< trunks that were heard        */
	uint64_t next_us;               /**< nothing is due before it      */
	bool dirty;                     /**< the file is behind            */
	bool sold;                      /**< owned numbers have changed    */
	struct oh_offer blank;          /**< shown while a search runs     */
};

/* store.c */
void oh_store_settle(struct oh_store *s);
void oh_store_due(struct oh_store *s, uint64_t wall_us);
int  oh_store_commit(struct oh_store *s);
uint64_t oh_store_hold_us(const struct oh_store *s);

/* store_map.c */
int  oh_store_map_reserve(struct oh_store_map *m, size_t count);
void oh_store_map_put(struct oh_store_map *m, const char *number,
		      uint32_t value);
void oh_store_map_drop(struct oh_store_map *m, const char *number);
uint32_t *oh_store_map_find(const struct oh_store_map *m,
			    const char *number);
void oh_store_map_reset(struct oh_store_map *m);

/* store_shelf.c */
typedef bool (oh_store_shelf_h)(const struct oh_stock *st,
				const char *number, void *arg);
bool oh_store_shelf_has(const struct oh_store *s, const char *number);
void oh_store_shelf_walk(const struct oh_store *s,
			 const struct oh_store_ask *ask,
			 oh_store_shelf_h *h, void *arg);
void oh_store_caps(struct oh_capabilities *caps,
		   const struct oh_capabilities *wanted,
		   const struct oh_stock_offer *offer);
void oh_store_available(struct oh_available *a, const char *number,
			const struct oh_stock_offer *offer,
			const struct oh_capabilities *wanted);

/* store_owned.c */
size_t oh_store_acquired(const struct oh_store_operation *o, size_t count);
int  oh_store_owned_reserve(struct oh_store *s, size_t more);
void oh_store_owned_add(struct oh_store *s, const struct oh_owned *o);
void oh_store_owned_update(struct oh_store *s,
			   const struct oh_store_operation *o);
void oh_store_owned_release(struct oh_store *s,
			    const struct oh_store_operation *o);

/* store_search.c */
int  oh_store_search_alloc(struct oh_store_search **srp);
bool oh_store_search_holds(const struct oh_store_search *sr);
void oh_store_search_end(struct oh_store *s,
			 const struct oh_store_operation *o);
void oh_store_search_undo(struct oh_store *s,
			  const struct oh_store_operation *o);
void oh_store_buy_end(struct oh_store *s,
		      const struct oh_store_operation *o);
void oh_store_buy_undo(struct oh_store *s,
		       const struct oh_store_operation *o);
void oh_store_search_expire(struct oh_store *s, uint64_t now_us);

/* store_reservation.c */
int  oh_store_reservation_alloc(struct oh_store_reservation **rsp);
bool oh_store_reservation_holds(const struct oh_available *a);
void oh_store_reservation_end(struct oh_store *s,
			      const struct oh_store_operation *o);
void oh_store_reservation_undo(struct oh_store *s,
			       const struct oh_store_operation *o);
void oh_store_reservation_expire(struct oh_store *s, uint64_t now_us);

/* store_operation.c */
int  oh_store_operation_alloc(struct oh_store_operation **op);
int  oh_store_operation_make(struct oh_store_operation **op,
			     struct oh_store *s, enum oh_op_type type,
			     const char *subject, const char *error);
int  oh_store_operation_start(struct oh_store *s,
			      struct oh_store_operation *o,
			      const struct oh_operation **opp);
bool oh_store_operation_runs(const struct oh_store *s, enum oh_op_type type,
			     const char *subject);
void oh_store_operation_settle(struct oh_store *s, uint64_t now_us);
int  oh_store_make_room(struct list *l, uint32_t max,
			bool (*overh)(const void *record));

/* state.c */
int  oh_state_lock(struct oh_store *s, const char **whyp);
int  oh_state_load(struct oh_store *s, const char **whyp);
int  oh_state_save(struct oh_store *s);

/* state_line.c */
struct cJSON *oh_state_print_owned(const struct oh_owned *o);
struct cJSON *oh_state_print_search(const struct oh_store_search *sr);
struct cJSON *oh_state_print_operation(const struct oh_store_operation *o);
struct cJSON *
oh_state_print_reservation(const struct oh_store_reservation *rs);
struct cJSON *oh_state_print_siprouting(const char *map,
					const struct cJSON *item);
int  oh_state_parse(struct oh_store *s, const struct cJSON *json);

#endif
