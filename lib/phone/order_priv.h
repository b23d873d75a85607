/**
 * @file order_priv.h  An order while it is being understood
 */
#ifndef OH_PHONE_ORDER_PRIV_H
#define OH_PHONE_ORDER_PRIV_H

#include "phone/order.h"

struct order_row;

/** A line, its words, and what becomes of them */
struct order_making {
	struct oh_order           *o;
	char                      *why;    /* of OH_ORDER_WHY              */
	const struct oh_order_prm *prm;
	const struct order_row    *row;
	uint32_t    argc;                  /* without the order's name     */
	const char *argv[OH_ORDER_WORDS + 1];
	char        words[OH_ORDER_LINE];
	struct oh_board_call gone;         /* that is not on the board     */
};

/** What may stand in a place, for completion */
enum order_want {
	ORDER_NONE,
	ORDER_CALL,
	ORDER_NUMBER,
	ORDER_TRUNK,
	ORDER_OWN,                         /* a number of ours             */
	ORDER_ORDER,
	ORDER_WORD,                        /* of words in the row          */
};

struct order_row {
	struct oh_order_about about;
	int (*make)(struct order_making *m);   /* NULL: for the screen     */
	enum order_want want;
	const char *words;                 /* blank-separated              */
	bool        bare;                  /* nothing may follow           */
};

/* ordertable.c */
extern const struct order_row oh_order_rowv[];   /* name NULL at the end   */

/* order.c: EINVAL, with why: "NAME: .." */
int  oh_order_bad(struct order_making *m, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* EINVAL: how the order goes */
int  oh_order_usage(struct order_making *m);

/* orderwords.c */
int  oh_order_split(struct order_making *m, const char **namep,
		    const char *line);

/* ordercall.c: a call, by word or by default; EINVAL */
const struct oh_board_call *oh_order_named(const struct oh_order_prm *prm,
					   const char *word, bool *severalp);
int  oh_order_call(const struct oh_board_call **cp, struct order_making *m,
		   const char *word);
int  oh_order_any_call(const struct oh_board_call **cp,
		       struct order_making *m, const char *word);
/* Or one that has left the board: shown, or in the history */
int  oh_order_past_call(const struct oh_board_call **cp,
			struct order_making *m, const char *word);
/* It must be one of the phone's */
int  oh_order_own_call(const struct oh_board_call **cp,
		       struct order_making *m, const char *word);
int  oh_order_phone(struct order_making *m);
/* What is to be dialled; buf of OH_BOARD_TEXT */
int  oh_order_number(char *buf, size_t size, struct order_making *m,
		     const char *word);
/* From the root on */
int  oh_order_path(char *buf, size_t size, struct order_making *m,
		   const char *word);

/* ordercalls.c */
int oh_order_do_dial(struct order_making *m);
int oh_order_do_redial(struct order_making *m);
int oh_order_do_answer(struct order_making *m);
int oh_order_do_reject(struct order_making *m);
int oh_order_do_hangup(struct order_making *m);
int oh_order_do_hold(struct order_making *m);
int oh_order_do_resume(struct order_making *m);
int oh_order_do_talk(struct order_making *m);
int oh_order_do_join(struct order_making *m);
int oh_order_do_transfer(struct order_making *m);

/* orderacts.c */
int oh_order_do_mute(struct order_making *m);
int oh_order_do_unmute(struct order_making *m);
int oh_order_do_mute_all(struct order_making *m);
int oh_order_do_send(struct order_making *m);
int oh_order_do_play(struct order_making *m);
int oh_order_do_say(struct order_making *m);
int oh_order_do_record(struct order_making *m);
int oh_order_do_flow(struct order_making *m);
int oh_order_do_from(struct order_making *m);
int oh_order_do_trunk(struct order_making *m);
int oh_order_do_dnd(struct order_making *m);
int oh_order_do_ladder(struct order_making *m);
int oh_order_do_select(struct order_making *m);
int oh_order_do_show(struct order_making *m);

/* A request to its process; call NULL: to the phone. ENOMEM: later, by a
   request that is NULL */
void oh_order_ask(struct order_making *m, const char *verb,
		  const struct oh_board_call *call);
void oh_order_ask_call(struct order_making *m, const char *verb,
		       const struct oh_board_call *call, bool off);
/* Into the request; item: given */
void oh_order_put(struct order_making *m, const char *name, cJSON *item);
void oh_order_put_text(struct order_making *m, const char *name,
		       const char *text);

#endif
