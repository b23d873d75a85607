/**
 * @file answer_priv.h  Doors and calls of one answering machine
 */
#ifndef OH_ANSWER_PRIV_H
#define OH_ANSWER_PRIV_H

#include "base/compat.h"
#include "answer/answer.h"
#include "cdr/store.h"
#include "trunk/trunk.h"

/** Where calls come in: a trunk, or an address of ours */
struct answer_door {
	struct le            le;
	struct oh_answer    *answer;
	const struct oh_conf_trunk *conf;    /* or NULL: listens */
	void                *owner;      /* of conf, or NULL */
	struct oh_trunk     *trunk;      /* or NULL          */
	struct oh_sip       *sip;        /* listening, or NULL */
	const struct oh_answer_listen *listen;   /* the same  */
	bool                 ready;
	bool                 failed;
	bool                 leaving;    /* closed with its last call */
	bool                 closing;
	bool                 closed;
	uint64_t             silent_us;  /* nobody answers since; or 0   */
	struct tmr           tmr;
};

/** One call, from INVITE to result */
struct answer_call {
	struct le          le;
	struct oh_answer  *answer;
	struct answer_door *door;
	struct oh_call    *call;
	void              *work;         /* what is done on it */
	struct oh_cdr_call *row;
	struct tmr         tmr;          /* until we pick up */
	bool               taken;        /* by somebody else  */
	struct oh_result   res;
	char               record[1024];
};

struct oh_answer {
	struct oh_answer_prm prm;
	struct list          doorl;
	struct list          calll;
	enum oh_cause        stopping;
	bool                 done;
	bool                 draining;
	struct tmr           tmr;
	void               (*closedh)(void *arg);
};

/* door.c */
int  oh_answer_door_trunk(struct oh_answer *a,
			  const struct oh_conf_trunk *conf, void *owner);
int  oh_answer_door_listen(struct oh_answer *a,
			   const struct oh_answer_listen *listen);
void oh_answer_door_close(struct answer_door *d);
void oh_answer_door_leave(struct answer_door *d);
void oh_answer_door_call_ended(struct answer_door *d);
void oh_answer_door_reload(struct answer_door *d);
bool oh_answer_door_trusts(const struct answer_door *d,
			   const struct sip_msg *msg);
const struct oh_conf_trunk *oh_answer_door_peer(const struct answer_door *d,
						const struct sip_msg *msg);
const struct oh_conf_trunk *oh_answer_door_known(const struct answer_door *d,
						 const struct sip_msg *msg);
const struct sa *oh_answer_door_laddr(const struct answer_door *d);

/* incoming.c */
bool oh_answer_invite(const struct sip_msg *msg, void *arg);

/* answer.c */
void oh_answer_done(struct oh_answer *a, enum oh_cause cause, const char *why);
void oh_answer_maybe_closed(struct oh_answer *a);

#endif
