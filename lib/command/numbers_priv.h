/**
 * @file numbers_priv.h  The inside of `numbers`
 *
 *   numbers.c   options, verbs, carriers
 *   _verb.c     which verb takes which options and operands
 *   _act.c      one action to its end: items, progress, what went wrong
 *   _list.c _market.c _buy.c _change.c _cart.c _lookup.c   the verbs
 *   _pending.c  purchases whose outcome nobody has seen
 */
#ifndef OH_COMMAND_NUMBERS_PRIV_H
#define OH_COMMAND_NUMBERS_PRIV_H

#include "carrier/carrier.h"
#include "carrier/journal.h"
#include "cli/exit.h"
#include "cli/table.h"
#include "command/carriers.h"
#include "command/numbers.h"
#include "command/rows.h"

enum { OH_NUMBERS_OPERANDS_MAX = OH_MODEL_NUMBERS };

struct numbers;
struct oh_numbers_pending;

typedef int (numbers_verb_h)(struct numbers *n);     /* exit status */

/** What the operands are; countries and numbers are read before its turn */
enum numbers_operand { OPERAND_NONE, OPERAND_COUNTRY, OPERAND_NUMBER,
		       OPERAND_SEARCH, OPERAND_ID };

/** What is printed: nothing, a table, or a page for one thing alone */
enum numbers_rows { ROWS_NONE, ROWS_TABLE, ROWS_PAGE };

struct numbers_verb {
	const char          *name;       /* "reservation buy": two words    */
	enum numbers_operand operand;
	uint32_t             min;        /* operands                        */
	uint32_t             max;
	const char          *optv;       /* long names, blanks between      */
	enum oh_carrier_do   what;       /* the carrier must be able to; LIST:
					    every carrier is asked          */
	enum oh_item_kind    kind;       /* of the rows                     */
	enum numbers_rows    rows;
	numbers_verb_h      *checkh;     /* before anybody is asked, or NULL */
	numbers_verb_h      *h;
};

/** One run of the command */
struct numbers {
	struct oh_app                *app;
	const struct oh_numbers_opts *o;
	const struct numbers_verb    *verb;
	char                        **operandv;
	uint32_t                      operandc;
	char                          country[3];   /* of the operands      */
	char                          numberv[OH_NUMBERS_OPERANDS_MAX]
					     [OH_NUMBER_SIZE];
	struct oh_carriers           *carriers;
	struct oh_carrier            *carrier;      /* the one that is asked */
	enum oh_type                  type;         /* of the options       */
	enum oh_assignment            assignment;
	struct oh_capabilities        caps;
	struct oh_table              *table;
	struct oh_rows_by             by;           /* for its rows         */
	bool                          may_be_empty; /* it is no failure     */
	struct oh_numbers_pending    *pending;      /* or NULL              */
};

/** How an action has ended; texts are copies */
struct numbers_end {
	int      err;
	uint16_t status;
	bool     doubt;             /* see struct oh_carrier_end */
	char     code[OH_MODEL_NAME];
	char     text[2 * OH_MODEL_TEXT];
	char     operation[OH_MODEL_ID];
};

/* numbers_verb.c */
const struct numbers_verb *oh_numbers_verb_at(size_t i);
const struct numbers_verb *oh_numbers_verb_find(int *wordsp, int argc,
						char **argv);
bool oh_numbers_verb_takes(const struct numbers_verb *v, const char *longn);

/* numbers_act.c: n->carrier is asked. Exit status; what went wrong has been
   printed, unless end is given and it was no signal */
int  oh_numbers_act(struct numbers *n, const struct oh_carrier_req *req,
		    oh_item_h *itemh, void *arg);
int  oh_numbers_try(struct numbers *n, const struct oh_carrier_req *req,
		    oh_item_h *itemh, void *arg, struct numbers_end *end);
int  oh_numbers_fail(struct numbers *n, const struct numbers_end *end);
int  oh_numbers_tell_operation(struct numbers *n, const char *operation);
/* --dry-run: prints the request */
int  oh_numbers_print(struct numbers *n, const struct oh_carrier_req *req);
int  oh_numbers_check(struct numbers *n, int err);
/* An action whose items are the rows; --dry-run and --no-wait included */
int  oh_numbers_rows(struct numbers *n, const struct oh_carrier_req *req);

/* numbers.c */
void oh_numbers_ask_carrier(struct numbers *n, struct oh_carrier *c);
int  oh_numbers_number(struct numbers *n, char number[OH_NUMBER_SIZE],
		       const char *text);
int  oh_numbers_ask(struct numbers *n, const char *question);

/* numbers_change.c: keep the list in step that dial reads */
void oh_numbers_cache(struct numbers *n, const struct oh_owned *o,
		      const char *number);

/* numbers_pending.c */
void oh_numbers_pending_tell(struct numbers *n);
void oh_numbers_pending_ended(struct numbers *n,
			      const struct oh_operation *op);
void oh_numbers_pending_seen(struct numbers *n, const char *carrier,
			     const char *number);
void oh_numbers_pending_listed(struct numbers *n, const char *carrier);

/* What verbs can be told to be wrong before anybody is asked */
int oh_numbers_list_check(struct numbers *n);
int oh_numbers_search_check(struct numbers *n);
int oh_numbers_update_check(struct numbers *n);
int oh_numbers_reserve_check(struct numbers *n);

/* The verbs: the table is open, the carrier chosen */
int oh_numbers_list(struct numbers *n);
int oh_numbers_show(struct numbers *n);
int oh_numbers_countries(struct numbers *n);
int oh_numbers_areas(struct numbers *n);
int oh_numbers_offerings(struct numbers *n);
int oh_numbers_search(struct numbers *n);
int oh_numbers_browse(struct numbers *n);
int oh_numbers_buy(struct numbers *n);
int oh_numbers_update(struct numbers *n);
int oh_numbers_release(struct numbers *n);
int oh_numbers_reserve(struct numbers *n);
int oh_numbers_reservations(struct numbers *n);
int oh_numbers_reservation(struct numbers *n);
int oh_numbers_reservation_buy(struct numbers *n);
int oh_numbers_reservation_cancel(struct numbers *n);
int oh_numbers_lookup(struct numbers *n);
int oh_numbers_operation(struct numbers *n);

#endif
