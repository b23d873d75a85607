/**
 * @file station_priv.h  The inside of a person's telephone
 *
 * Calls are known by their id: a try that is given up is taken back without
 * a word, and the next one has the same.
 */
#ifndef OH_STATION_PRIV_H
#define OH_STATION_PRIV_H

#include "base/compat.h"
#include "base/id.h"
#include "number/number.h"
#include "place/attempt.h"
#include "station/station.h"

enum {
	STATION_USAGE     = 64,        /* exit statuses of what is refused */
	STATION_BAD       = 13,
	STATION_REFUSED   = 30,
	STATION_CONFIG    = 78,
	STATION_WORD      = 256,       /* A number or name that was typed  */
};

/** What is known of a call beside the register: who has the voice */
struct station_call {
	struct le          le;
	struct oh_station *st;
	char               id[OH_ID_SIZE];
	bool               talking;
	bool               parked;     /* once it is up, it is held       */
	bool               spoken;     /* it has had the voice            */
	bool               through;    /* it will come back: through.c    */
	bool               owed;       /* with the voice that it had      */
	struct tmr         tmr;        /* how long it rings here          */
};

/** A screen that looks on */
struct station_screen {
	struct le   le;
	const void *who;
	bool        leaves;            /* it has been told to             */
};

struct oh_station {
	struct oh_station_prm prm;
	struct oh_calls_watch watch;
	struct oh_talk *talk;
	struct list     calll;         /* struct station_call             */
	struct list     outgoingl;     /* outgoing.c                      */
	struct list     switchl;       /* voice.c                         */
	struct list     flowl;         /* programs.c                      */
	struct list     screenl;
	struct tmr      screen_tmr;
	struct tmr      tell_tmr;
	struct tmr      through_tmr;
	char           *told;          /* last event "phone", or NULL     */
	enum oh_handset_state handset;
	bool            dnd;
	char            caller_id[STATION_WORD];
	char            trunk[OH_CONF_NAME];
	uint32_t        autoc;
	char            autov[OH_STATION_AUTO_MAX][OH_NUMBER_TEXT];
	uint32_t        uric;
	char            uriv[OH_STATION_URIS_MAX][STATION_WORD];
	bool            over;          /* endh has been called            */
	enum oh_cause   stopping;
	bool            talk_closed;
	struct tmr      stop_tmr;
	void          (*closedh)(void *arg);
	void           *closedarg;
};

/* station.c */
struct station_call *oh_station_call(const struct oh_station *st,
				     const char *id);
struct oh_live *oh_station_live(const struct oh_station *st, const char *id);
void oh_station_maybe_closed(struct oh_station *st);
void oh_station_end(struct oh_station *st, bool lost);

/* status.c */
oh_ask_h oh_station_do_status;
void oh_station_changed(struct oh_station *st);

/* settings.c */
oh_ask_h oh_station_do_set, oh_station_do_mute_all;
int  oh_station_set_first(struct oh_station *st);
bool oh_station_is_auto(const struct oh_station *st, const char *number);

/* look.c */
oh_ask_h oh_station_do_look;

/* outgoing.c */
oh_ask_h oh_station_do_dial;
/* Whether who dialled wants the voice there */
bool oh_station_outgoing_talks(const struct oh_station *st, const char *id);
void oh_station_outgoing_stop(struct oh_station *st, enum oh_cause cause);
void oh_station_outgoing_flush(struct oh_station *st);

/* incoming.c */
oh_ask_h oh_station_do_answer, oh_station_do_reject;

/* voice.c: the calls livev, and no others, have the voice from now on. ask:
   answered when all agree, or NULL */
int  oh_station_voice(struct oh_station *st, struct oh_live *const livev[],
		      uint32_t livec, struct oh_ask *ask);
void oh_station_voice_event(struct oh_station *st, struct station_call *sc,
			    const struct oh_event *ev);
void oh_station_voice_moved(struct oh_station *st);
bool oh_station_is_talking(const struct oh_live *lv, void *arg);
bool oh_station_talks(const struct station_call *sc);
uint32_t oh_station_talkers(const struct oh_station *st);
void oh_station_voice_flush(struct oh_station *st);
/* Nobody asked by a request: what is wrong is a warning of the call */
void oh_station_give_alone(struct oh_station *st, const char *id);
void oh_station_park(struct oh_station *st, struct station_call *sc);

/* through.c: arg: the station */
void oh_station_through_moved(void *arg);

/* conference.c */
bool oh_station_among(struct oh_live *const livev[], uint32_t livec,
		      const char *id);
oh_ask_h oh_station_do_talk;

/* programs.c */
oh_ask_h oh_station_do_flow;
void oh_station_programs_event(struct oh_station *st,
			       const struct oh_event *ev);
void oh_station_programs_flush(struct oh_station *st);

/* screens.c */
oh_ask_h oh_station_do_screen, oh_station_do_quit, oh_station_do_detach_all;
bool oh_station_is_screen(const struct oh_station *st, const void *who);
void oh_station_screen_left(const void *who, bool deaf, void *arg);
void oh_station_screens_wait(struct oh_station *st);
void oh_station_screens_flush(struct oh_station *st);

#endif
