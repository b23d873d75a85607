/**
 * @file store.h  Call records in SQLite, and what they say of now and today
 *
 * One row for each call, written in two steps: when it begins (before the
 * INVITE) and when it is over. A row that was begun and never ended, by a
 * process that is gone, is found and marked at the next start. So the same
 * table knows which calls are up and what was spent today, in all processes
 * of the user, and limits are checked where the row is begun: in one
 * transaction.
 *
 * All of SQLite runs on one thread of its own; handlers are called on the
 * main loop. WAL, several processes at once, no fsync for each row.
 */
#ifndef OH_CDR_STORE_H
#define OH_CDR_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/log.h"
#include "base/money.h"
#include "event/result.h"

enum { OH_CDR_WHY_SIZE = 256 };

struct oh_cdr;              /**< The store of a process       */
struct oh_cdr_call;         /**< A row that was begun         */

/** What was said on the wire, as text; given, *textp NULL: not known */
typedef int (oh_cdr_ladder_h)(char **textp, const struct oh_result *res,
			      void *arg);

struct oh_cdr_prm {
	const char    *path;        /**< NULL: calls.db in the state folder */
	uint32_t       keep_days;   /**< older rows go; 0: for ever         */
	struct oh_log *log;
	int          (*exith)(enum oh_cause cause);  /**< exit code, for
						oh_cdr_event(); or NULL     */
	oh_cdr_ladder_h *ladderh;   /**< of a call that is over; or NULL    */
	void          *arg;
};

/** What is going on and what was used, without the call that asks */
struct oh_cdr_usage {
	uint32_t now;               /**< calls up on this trunk             */
	uint32_t second;            /**< begun there in the last second     */
	uint32_t minute;            /**< begun by all in the last minute    */
	uint32_t day;               /**< begun there since midnight, local  */
	uint64_t day_ms;            /**< talked there since midnight        */
	struct oh_money day_cost;
	uint32_t all_now;           /**< the same for all trunks            */
	uint32_t all_out;           /**< those of them that left            */
	uint32_t all_day;
	uint64_t all_day_ms;
	struct oh_money all_day_cost;
	uint32_t same_prefix;       /**< begun in the last hour to numbers
					 with the same first digits as this
					 one, one after another             */
};

/**
 * Decide within the transaction whether the call may begin. Pure; runs on
 * the store's thread.
 *
 * @param usage What is going on
 * @param why   Receives the refusal, or a warning when it may begin
 * @param size  Size of why [bytes]
 * @param arg   Handler argument, must outlive the call of begunh
 *
 * @return true if it may
 */
typedef bool (oh_cdr_decide_h)(const struct oh_cdr_usage *usage, char *why,
			       size_t size, void *arg);

/** err 0: begun; EACCES: decided against, why tells; else the store's */
typedef void (oh_cdr_begun_h)(int err, const char *why, void *arg);

/** Borrowed during oh_cdr_begin(), but arg */
struct oh_cdr_begin_prm {
	const struct oh_result *res;       /**< id, from, to, trunk, start  */
	const char             *prefix;    /**< "+88210", for same_prefix   */
	oh_cdr_decide_h        *decideh;   /**< or NULL: it may             */
	oh_cdr_begun_h         *begunh;    /**< or NULL                     */
	void                   *arg;
};

int  oh_cdr_open(struct oh_cdr **cp, const struct oh_cdr_prm *prm);
/* mem_deref of the call before begunh: not called, the row is taken back */
int  oh_cdr_begin(struct oh_cdr_call **callp, struct oh_cdr *c,
		  const struct oh_cdr_begin_prm *prm);
/* The row gets all the result says; then release the call */
int  oh_cdr_end(struct oh_cdr_call *call, const struct oh_result *res,
		int exit_code);
/* A call of which nothing was begun (refused, or incoming and over) */
int  oh_cdr_add(struct oh_cdr *c, const struct oh_result *res,
		int exit_code);
/* The row of a call, kept as its events tell: begun, answered, ended. *callp
   is NULL at first. c may be NULL: nothing is kept */
void oh_cdr_event(struct oh_cdr_call **callp, struct oh_cdr *c,
		  const struct oh_event *ev, const struct oh_result *res);
/* What is wrong with the store, for people; "": nothing */
const char *oh_cdr_fault(const struct oh_cdr *c);
void oh_cdr_watch(struct oh_cdr *c, void (*h)(void *arg), void *arg);
/* Waits until all is written, at most ms [ms]: for the end of a command */
int  oh_cdr_flush(struct oh_cdr *c, uint32_t ms);

#endif
