/**
 * @file screening_priv.h  The dialer's parts, for this folder alone
 */
#ifndef OH_COMMAND_SCREENING_PRIV_H
#define OH_COMMAND_SCREENING_PRIV_H

#include "base/compat.h"
#include "cli/tty.h"
#include "command/people.h"
#include "command/phoned.h"
#include "command/screening.h"
#include "conf/conf.h"
#include "phone/peers.h"
#include "tui/screen.h"
#include "tui/terminal.h"

enum {
	SCREENING_METERS_MS = 100,     /* levels come so often             */
	SCREENING_PAINT_MS  = 40,      /* what others tell is gathered     */
	SCREENING_LOOK_MS   = 120,     /* no key for so long: asked        */
	SCREENING_FETCH_MS  = 500,     /* messages, while they are shown   */
	SCREENING_PAST_MS   = 400,     /* a record is written by then      */
	SCREENING_LEAVE_MS  = 1500,    /* for phoned to know that we go    */
	SCREENING_TICK_MS   = 1000,
	SCREENING_BIRTH_MS  = 50,      /* how far is the phone being started */
	SCREENING_PATH      = 1024,
	SCREENING_HUNG      = 160,     /* a sentence about a process       */
};

struct screening;

/** What is asked while it is shown: the messages of one call */
struct screening_fetch {
	struct screening *s;
	struct tmr       tmr;
	struct oh_wire  *wire;
	uint32_t         peer;         /* that holds it, or did            */
	bool             asked;        /* a reply is awaited               */
	bool             text;         /* the text of message n, too       */
	bool             text_asked;
	uint32_t         n;
};

/** What is being typed, as phoned sees it */
struct screening_look {
	struct tmr tmr;
	char       wanted[96];
	char       asked[96];          /* under way; ""                    */
	struct oh_looked looked;
};

/** What is printed on stderr would stand across the screen */
struct screening_murmur {
	int    was;                    /* the real one                     */
	int    fd;                     /* what is printed meanwhile        */
	char   line[256];
	size_t len;
};

/** The phone is being started anew */
struct screening_birth {
	struct tmr tmr;                /* runs: it is on its way           */
	struct oh_phoned_birth *b;     /* kept until it is gone again      */
};

struct screening {
	struct oh_app                  *app;
	const struct oh_screening_opts *o;
	struct oh_tty       tty;
	struct oh_conf     *conf;
	struct oh_contacts *contacts;
	struct oh_people_seen seen;    /* their files                     */
	struct oh_history  *history;
	struct oh_keys     *keys;
	struct oh_board    *board;
	struct oh_screen   *screen;
	struct oh_terminal *terminal;
	struct oh_cells    *cells;
	struct oh_peers    *peers;
	struct list         askedl;    /* orders that wait for a reply     */
	struct screening_fetch  fetch;
	struct screening_look   look;
	struct screening_murmur murmur;
	struct screening_birth  birth;
	struct tmr  paint, tick, past, leave, stop;
	bool        ascii;
	bool        begun;             /* the phone was there once         */
	bool        leaving;
	bool        unrecorded;        /* it was said                      */
	bool        ran;               /* phoned was there before us       */
	char        rung[OH_BOARD_ID]; /* that the bell was rung for       */
	char        cwd[SCREENING_PATH];
	char        kept[SCREENING_PATH];  /* file of orders typed; ""     */
	char        last[192];         /* said when the terminal is back   */
};

uint64_t oh_screening_ms(void);
void oh_screening_say(struct screening *s, bool alert, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void oh_screening_paint(struct screening *s);
void oh_screening_changed(struct screening *s);

/* screening_leave.c */
void oh_screening_leave(struct screening *s, bool stay);
void oh_screening_stop(struct screening *s);
int  oh_screening_detach_all(struct oh_app *app);

/* screening_conf.c: 0 or the exit status; what is wrong has been printed */
int  oh_screening_conf(struct screening *s);
void oh_screening_theme(struct oh_theme *th, const struct oh_conf *conf,
			int colors);

/* screening_order.c */
void oh_screening_order(const char *line, void *arg);
void oh_screening_begin(struct screening *s);
/* What was asked of it has failed */
void oh_screening_hung(struct screening *s, uint32_t peer);

/* screening_start.c: phoned anew, while the screen goes on */
void oh_screening_start_phone(struct screening *s);
/* It is there, or it is gone, or nobody cares any more */
void oh_screening_started(struct screening *s, bool here);
void oh_screening_start_stop(struct screening *s);

/* screening_ask.c: what the screen wants to know */
void oh_screening_look(struct screening *s, const char *number);
void oh_screening_fetch(struct screening *s,
			const struct oh_screen_wants *w);
void oh_screening_ask_stop(struct screening *s);

/* screening_kept.c: orders that were typed another day */
void oh_screening_kept(struct screening *s);
void oh_screening_keep(const char *line, void *arg);

/* screening_murmur.c */
int  oh_screening_murmur(struct screening *s);
void oh_screening_speak(struct screening *s);

#endif
