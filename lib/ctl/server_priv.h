/**
 * @file server_priv.h  Clients of a control socket, and what they wait for
 *
 *   bytes ──conn──▶ line ──request──▶ verb ──▶ action ──▶ outcome ──▶ line
 */
#ifndef OH_CTL_SERVER_PRIV_H
#define OH_CTL_SERVER_PRIV_H

#include <cjson/cJSON.h>
#include "base/compat.h"
#include "action/action.h"
#include "ctl/args.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/server.h"

struct ctl_meters;

struct oh_ctl {
	struct oh_ctl_prm     prm;
	int                   fd;
	char                  path[OH_CTL_PATH_SIZE];
	struct list           connl;
	struct oh_calls_watch watch;
	struct tmr            tmr;        /* to accept again             */
	struct oh_ask_owner   owner;      /* all NULL: there is none     */
	struct list           pastl;      /* dialogs of ended calls      */
	struct ctl_meters    *meters;     /* NULL: nobody wants to know  */
};

/** One client */
struct ctl_conn {
	struct le      le;
	struct oh_ctl *ctl;
	int            fd;
	struct mbuf   *rx;
	struct mbuf   *tx;
	struct list    requestl;
	bool           writing;           /* waits for room              */
	bool           dead;              /* no more, but still in use   */
	bool           unheard;           /* it has gone, nobody reads   */
	bool           deaf;              /* it died of not reading      */
	bool           events;            /* of every call               */
	char          *events_of;         /* of one; or NULL             */
	int            fdv[OH_CTL_FDS_MAX];
	uint32_t       fdc;               /* came, not yet taken         */
};

/** One request under way */
struct ctl_request {
	struct le         le;
	struct ctl_conn  *conn;
	cJSON            *id;             /* or NULL: none was given     */
	struct oh_live   *live;           /* while it is begun; or NULL  */
	struct oh_action *action;
	struct oh_ask     ask;            /* of the owner's verbs        */
	bool              over;
};

/**
 * Begin what a request asks for. 0: a reply has been given, or will be. Else
 * an errno, with args->why set if the request is to blame (EBADMSG).
 */
typedef int (ctl_verb_h)(struct ctl_request *rq, struct oh_args *args);

/** One verb */
struct ctl_verb {
	const char *name;
	bool        live;                 /* acts on a call              */
	ctl_verb_h *h;
};

/* conn.c */
int  oh_ctl_conn_alloc(struct oh_ctl *ctl, int fd);
void oh_ctl_conn_die(struct ctl_conn *conn);
void oh_ctl_conn_send(struct ctl_conn *conn, const char *line);
void oh_ctl_conn_event(struct ctl_conn *conn, const char *call,
		       const char *line);
int  oh_ctl_conn_take_fd(struct ctl_conn *conn);      /* or -1 */

/* request.c */
void oh_ctl_request(struct ctl_conn *conn, const char *line, size_t len);
/* The reply; the request is gone afterwards. o: given, or NULL */
void oh_ctl_reply(struct ctl_request *rq, cJSON *o);
void oh_ctl_refuse(struct ctl_request *rq, int status, enum oh_cause cause,
		   const char *why);
void oh_ctl_done(const struct oh_outcome *out, void *arg);
cJSON *oh_ctl_refusal(int status, enum oh_cause cause, const char *why);

/* ask.c */
const struct oh_ask_verb *oh_ctl_ask_find(const struct oh_ctl *c,
					  const char *name);
int  oh_ctl_ask_begin(struct ctl_request *rq, const struct oh_ask_verb *v,
		      struct oh_args *a);

/* verbs.c: what may be asked for; NULL: no such verb */
const struct ctl_verb *oh_ctl_verb(const char *name);

/* show.c: calls in JSON, and their end */
ctl_verb_h oh_ctl_do_list, oh_ctl_do_show, oh_ctl_do_events;
ctl_verb_h oh_ctl_do_hangup;

/* do_*.c */
ctl_verb_h oh_ctl_do_play, oh_ctl_do_gather;
ctl_verb_h oh_ctl_do_meters;
ctl_verb_h oh_ctl_do_ladder, oh_ctl_do_message, oh_ctl_do_save_ladder;
ctl_verb_h oh_ctl_do_join, oh_ctl_do_transfer;
ctl_verb_h oh_ctl_do_ping;
ctl_verb_h oh_ctl_do_pipe;
ctl_verb_h oh_ctl_do_record, oh_ctl_do_record_call, oh_ctl_do_wait;
ctl_verb_h oh_ctl_do_send, oh_ctl_do_hold, oh_ctl_do_mute;

#endif
