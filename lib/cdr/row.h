/**
 * @file row.h  A call record as a row: its columns, in one table
 *
 * The table drives the schema of the database, what is written, what is
 * read, and every way in which records are printed. A column that is added
 * to it is added to the databases there are when they are next opened.
 */
#ifndef OH_CDR_ROW_H
#define OH_CDR_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "event/result.h"

/** Columns, in the order in which they are shown; see row.c */
enum oh_row_at {
	OH_ROW_ID,
	OH_ROW_PARENT,
	OH_ROW_DIRECTION,
	OH_ROW_START,
	OH_ROW_FROM,
	OH_ROW_TO,
	OH_ROW_TO_REWRITTEN,
	OH_ROW_ASSERTED,
	OH_ROW_DIVERTED_FROM,
	OH_ROW_ATTESTATION,
	OH_ROW_VERSTAT,
	OH_ROW_TRUNK,
	OH_ROW_CALL_ID,
	OH_ROW_TRIES,
	OH_ROW_PROGRESS,
	OH_ROW_RING,
	OH_ROW_ANSWER,
	OH_ROW_END,
	OH_ROW_PDD_MS,
	OH_ROW_RING_S,
	OH_ROW_DURATION,
	OH_ROW_BILLSEC,
	OH_ROW_DISPOSITION,
	OH_ROW_CAUSE,
	OH_ROW_EXIT_CODE,
	OH_ROW_SIP_STATUS,
	OH_ROW_SIP_REASON,
	OH_ROW_Q850,
	OH_ROW_Q850_LOCATION,
	OH_ROW_REASON_SIP,
	OH_ROW_REASON_TEXT,
	OH_ROW_HANGUP_BY,
	OH_ROW_GUARD,
	OH_ROW_RATE,
	OH_ROW_COST,
	OH_ROW_CURRENCY,
	OH_ROW_ANSWERED_BY,
	OH_ROW_ANSWERED_BY_REASON,
	OH_ROW_CONFIDENCE,
	OH_ROW_DIGITS,
	OH_ROW_CODEC,
	OH_ROW_DTMF,
	OH_ROW_SRTP,
	OH_ROW_TLS,
	OH_ROW_RTP_TX,
	OH_ROW_RTP_RX,
	OH_ROW_RTP_LOST,
	OH_ROW_RTP_DROPPED,
	OH_ROW_RTP_REMOTE_LOST,
	OH_ROW_JITTER_MS,
	OH_ROW_RTT_MS,
	OH_ROW_MOS,
	OH_ROW_RECORDING,
	OH_ROW_RECORDED_S,
	OH_ROW_NOTE,
	OH_ROW_LADDER,
	OH_ROW_COLUMNS
};

enum oh_row_kind {
	OH_ROW_TEXT,
	OH_ROW_TIME,         /**< since 1970-01-01 UTC [us]               */
	OH_ROW_COUNT,        /**< whole number                            */
	OH_ROW_FIGURE,       /**< shown with at most three decimals       */
	OH_ROW_MONEY,        /**< millionths of the currency              */
	OH_ROW_JSON,         /**< text that is JSON                       */
};

enum { OH_ROW_CELL = 64 };   /**< Room for all that is no text [bytes]   */

struct oh_row_column {
	const char      *name;
	enum oh_row_kind kind;
	uint8_t          width;      /**< in a listing [characters]       */
	bool             hidden;     /**< there, unless asked for         */
	void (*get)(const struct oh_row_column *col, void *v,
		    const struct oh_result *res);
	size_t           offset;     /**< for get                         */
};

/** What stands in a column; kind says which member counts */
struct oh_row_value {
	bool known;
	union {
		const char *s;
		int64_t     n;
		double      x;
	} u;
};

/** Texts lie behind it, or are borrowed from whoever filled it */
struct oh_row {
	struct oh_row_value v[OH_ROW_COLUMNS];
};

/** Disposition of a call whose process died before its end */
#define OH_ROW_LOST "LOST"

const struct oh_row_column *oh_row_column(size_t i);   /* NULL past the end */
/* An own copy of all; exit_code < 0: not over yet. mem_deref */
int oh_row_alloc(struct oh_row **rp, const struct oh_result *res,
		 int exit_code, const char *ladder);
/* A cell as text; buf is used for what is none. "": not known */
const char *oh_row_print(char buf[OH_ROW_CELL], const struct oh_row *row,
			 size_t i);

#endif
