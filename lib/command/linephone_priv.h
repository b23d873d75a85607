/**
 * @file linephone_priv.h  A telephone line by line, part by part
 *
 *   linein ──line──▶ orders ──request──▶ peers ──▶ phoned
 *     ▲  ▲             └─ local ones: shows, waits
 *     │  └──── what came of it ◀──reply──┘
 *     └─ events ◀── the log of the board ◀┘
 *
 * A script's next line is read when the last order is done: that is all the
 * difference between a script and a person.
 */
#ifndef OH_COMMAND_LINEPHONE_PRIV_H
#define OH_COMMAND_LINEPHONE_PRIV_H

#include "base/compat.h"
#include "command/linein.h"
#include "command/linephone.h"
#include "command/people.h"
#include "conf/conf.h"
#include "phone/board.h"
#include "phone/contacts.h"
#include "phone/history.h"
#include "phone/order.h"
#include "phone/peers.h"
#include "phone/safe.h"

enum {
	LP_WARNED = 2,           /* the line that follows knows it, too    */
	LP_HUNG   = 160,         /* a sentence about a process             */
};

enum lp_leaving {
	LP_STAYS,
	LP_LEAVES,               /* hangs up                               */
	LP_DETACHES,             /* the calls go on                        */
};

/** Something that is waited for: an order of the word wait */
struct lp_wait {
	struct linephone *l;     /* NULL: nothing is                       */
	struct tmr tmr;
	enum lp_wait_kind {
		LP_WAIT_TIME,
		LP_WAIT_ANSWER,
		LP_WAIT_END,
		LP_WAIT_INCOMING,
	} kind;
	char call[OH_BOARD_ID];
};

/** Levels and quality that have been asked for */
struct lp_meters {
	struct linephone *l;     /* NULL: none have                        */
	struct tmr tmr;
	uint32_t   peer;
	char       call[OH_BOARD_ID];
};

struct linephone {
	struct oh_app                  *app;
	const struct oh_linephone_opts *o;
	struct oh_conf     *conf;
	struct oh_contacts *contacts;
	struct oh_people_seen seen;    /* their files                */
	struct oh_history  *history;
	struct oh_board    *board;
	struct oh_peers    *peers;
	struct oh_linein   *in;
	struct oh_lineout  *out;       /* NULL: it goes to no terminal     */
	struct list         askl;      /* requests under way               */
	struct lp_wait      wait;
	struct lp_meters    meters;
	struct tmr          tick;
	struct tmr          patience;  /* until the phone is there, or gone */
	bool                script;    /* nobody sits there                */
	bool                person;    /* a terminal at both ends          */
	bool                edits;     /* readline does                    */
	bool                here;      /* the phone is connected           */
	bool                ready;     /* .. and its calls are known       */
	bool                again;     /* it had to be started twice       */
	unsigned            warned;    /* of calls up: lines since         */
	enum lp_leaving     leaving;
	int                 status;    /* what has failed first            */
	uint64_t            told;      /* of the board's log               */
	bool                behind;    /* the order being done: see '&'    */
	uint32_t            asked_peer;    /* for its calls                */
	char                selected[OH_BOARD_ID];
	struct oh_board_call last;     /* the call made or taken last      */
	char                cwd[1024];
	char                home[1024];    /* of "~/"; ""                  */
	char                kept[1024]; /* file of lines; ""               */
	int                 kept_err;   /* the last one is not there       */
};

/* linephone.c */
/* Takes the next line, if there is nothing more to wait for */
void oh_linephone_next(struct linephone *l);
/* Contacts that were written meanwhile are known */
void oh_linephone_people(struct linephone *l);
void oh_linephone_leave(struct linephone *l, enum lp_leaving how);
void oh_linephone_prm(struct linephone *l, struct oh_order_prm *prm);

/* linephone_order.c */
void oh_linephone_line(struct linephone *l, const char *line);
/* An order has failed: told, and it is the exit status if it is the first */
void oh_linephone_failed(struct linephone *l, int status, const char *word,
			 const char *why);
/* A request of a local order. o: given. h gets the reply if it is ok */
typedef void (lp_reply_h)(struct linephone *l, const char *arg,
			  const cJSON *r);
void oh_linephone_ask(struct linephone *l, const char *word, uint32_t peer,
		      cJSON *o, lp_reply_h *h, const char *arg);
/** Who is told a reply; NULL: it is told as any */
struct lp_replies {
	lp_reply_h *doneh;             /* it is ok                         */
	lp_reply_h *overh;             /* the process has no such call     */
};
void oh_linephone_ask_both(struct linephone *l, const char *word,
			   uint32_t peer, cJSON *o,
			   const struct lp_replies *rh, const char *arg);
bool oh_linephone_is_busy(const struct linephone *l);
/* Of the peers: what waits for one that hangs has failed */
void oh_linephone_hung(uint32_t peer, bool hung, void *arg);
void oh_linephone_forget(struct linephone *l);
/* A request with its verb; of the call, if it is not "" */
cJSON *oh_linephone_request(const char *verb, const char *call);
const char *oh_linephone_text(const cJSON *o, const char *name);

/* linephone_local.c: orders of our own */
struct lp_local {
	struct oh_order_about about;
	void (*h)(struct linephone *l, const char *rest);
	bool own;                /* .. of which the table does not know    */
};
const struct lp_local *oh_linephone_local_find(const char *word);
/* All orders that there are here; NULL: no more */
const struct oh_order_about *oh_linephone_order_at(size_t i);

/* linephone_words.c */
bool oh_linephone_words(const char *line, oh_order_word_h *h, void *harg,
			void *arg);

/* linephone_show.c */
void oh_linephone_do_calls(struct linephone *l, const char *rest);
void oh_linephone_do_contacts(struct linephone *l, const char *rest);
void oh_linephone_do_history(struct linephone *l, const char *rest);
void oh_linephone_do_log(struct linephone *l, const char *rest);
void oh_linephone_do_look(struct linephone *l, const char *rest);
void oh_linephone_do_status(struct linephone *l, const char *rest);
const struct oh_board_call *oh_linephone_call(struct linephone *l,
					      const char *name,
					      const char *word);

/* linephone_ladder.c */
void oh_linephone_do_ladder(struct linephone *l, const char *rest);

/* linephone_quality.c */
void oh_linephone_do_quality(struct linephone *l, const char *rest);
void oh_linephone_meters_look(struct linephone *l);
void oh_linephone_meters_hung(struct linephone *l, uint32_t peer);

/* linephone_kept.c */
void oh_linephone_recall(struct linephone *l);
void oh_linephone_keep(struct linephone *l, const char *line);

/* linephone_wait.c */
void oh_linephone_do_wait(struct linephone *l, const char *rest);
void oh_linephone_wait_hung(struct linephone *l, uint32_t peer,
			    const char *why);
/* Something has changed: is it what is waited for? */
void oh_linephone_look_again(struct linephone *l);

#endif
