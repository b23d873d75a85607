/**
 * @file history.h  The latest calls, from their records
 */
#ifndef OH_PHONE_HISTORY_H
#define OH_PHONE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OH_HISTORY_MAX = 500, OH_HISTORY_TEXT = 96 };

/** One call; safe text */
struct oh_past {
	char     id[64];
	bool     incoming;
	char     number[OH_HISTORY_TEXT];   /**< the far end                 */
	char     name[OH_HISTORY_TEXT];     /**< of a contact, or ""         */
	char     trunk[OH_HISTORY_TEXT];
	char     disposition[24];           /**< "ANSWERED" ..               */
	char     cause[24];
	char     cost[32];                  /**< "0.0120 USD", or ""         */
	uint64_t start_us;                  /**< wall                        */
	double   talked_s;
	double   mos;                       /**< 0: unknown                  */
};

struct oh_contacts;
struct oh_history;

int  oh_history_alloc(struct oh_history **hp);
/* The records of path (NULL: the usual ones) now; newest first. ENOENT: there
   are none */
int  oh_history_read(struct oh_history *h, const char *path,
		     const struct oh_contacts *names);
/* For tests: as if it had been read */
int  oh_history_add(struct oh_history *h, const struct oh_past *p);
size_t oh_history_count(const struct oh_history *h);
const struct oh_past *oh_history_at(const struct oh_history *h, size_t i);
/* By its whole id; NULL */
const struct oh_past *oh_history_find(const struct oh_history *h,
				      const char *id);
/* By its id, the beginning or the end of it, or the latest by its number or
   name; NULL: none, or several */
const struct oh_past *oh_history_named(const struct oh_history *h,
				       const char *word, bool *severalp);

#endif
