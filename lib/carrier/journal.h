/**
 * @file journal.h  Purchases that were begun
 *
 * A line is written and synced before a purchase is sent, and struck out
 * when its outcome is known. What a crash leaves behind is found by the
 * next `numbers`: money may have been spent.
 */
#ifndef OH_CARRIER_JOURNAL_H
#define OH_CARRIER_JOURNAL_H

#include "carrier/model.h"

enum { OH_JOURNAL_NUMBERS = 256 };

struct oh_journal_entry {
	char     carrier[64];
	char     search[OH_MODEL_ID];       /**< search or reservation id  */
	char     operation[OH_MODEL_ID];    /**< "": not known yet         */
	char     numbers[OH_JOURNAL_NUMBERS];  /**< as shown to the user   */
	struct oh_money total;              /**< a month                   */
	uint64_t wall_us;
	int      pid;                       /**< of who is at it           */
	bool     reservation;
};

typedef void (oh_journal_h)(const struct oh_journal_entry *e, void *arg);

/* Adds, or replaces the entry of the same carrier and search */
int oh_journal_put(const struct oh_journal_entry *e);
int oh_journal_strike(const char *carrier, const char *search);
/* ENOENT: none; EBADMSG: a line is broken (the others were told) */
int oh_journal_walk(oh_journal_h *h, void *arg);

#endif
