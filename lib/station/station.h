/**
 * @file station.h  A person's telephone: its calls, its voice, its settings
 *
 *   screens ──control socket──▶ station ──place──▶ calls that go out
 *                                  ▲  └──talk───▶ the handset
 *              calls that come in ─┘ answer
 *
 * Screens (dialer, phone) come and go; the station stays with its calls as
 * long as one looks on, or as it is told to. What it can be asked for is in
 * offhook-ctl(7), "REQUESTS TO A PHONE". Main loop.
 */
#ifndef OH_STATION_STATION_H
#define OH_STATION_STATION_H

#include <stdbool.h>
#include <stdint.h>
#include "action/calls.h"
#include "base/log.h"
#include "conf/conf.h"
#include "ctl/server.h"
#include "event/result.h"
#include "flow/program.h"
#include "handset/talk.h"
#include "place/choose.h"
#include "place/place.h"

struct oh_cdr;
struct oh_station;
struct sip_msg;

enum {
	OH_STATION_AUTO_MAX    = 64,       /**< callers answered by itself */
	OH_STATION_SCREENS_MAX = 32,
	OH_STATION_URIS_MAX    = 8,        /**< where we can be called     */
	OH_STATION_CALLS_MAX   = 64,       /**< made and not over          */
	OH_STATION_FLOWS_MAX   = 16,
};

/** All borrowed while it lives */
struct oh_station_prm {
	const struct oh_conf *conf;
	struct oh_calls      *calls;
	struct oh_place      *place;
	struct oh_cdr        *cdr;         /**< keeps records, or NULL     */
	int                   cdr_err;     /**< why it is NULL; 0: wanted  */
	struct oh_ctl        *ctl;
	struct oh_log        *log;
	struct oh_talk_prm    talk;        /**< its changeh is ours        */
	struct oh_program_prm program;     /**< of flows; argv is theirs   */
	oh_choose_owned_h    *ownedh;      /**< or NULL: any caller ID     */
	void                 *ownedarg;
	const char *const    *ownv;        /**< numbers of ours to choose
					        from                       */
	uint32_t              ownc;
	int (*exith)(enum oh_cause cause);
	bool                  stay;        /**< lasts without a screen     */
	uint32_t              screen_ms;   /**< one comes within, or it is
					        over; 0: any time          */
	oh_event_h           *eventh;      /**< of calls made, or NULL     */
	void (*resulth)(const struct oh_result *res, void *arg);
	/** It shall end: it was told to, or (lost) the last screen has gone
	    without a word. Once; stop it from here or later */
	void (*endh)(bool lost, void *arg);
	void *arg;
};

/* mem_deref() after it has stopped */
int  oh_station_alloc(struct oh_station **sp,
		      const struct oh_station_prm *prm);
/* The takeh of struct oh_answer_prm; arg: the station */
int  oh_station_take(struct oh_call *call, const struct oh_result *res,
		     const struct sip_msg *msg, void *arg);
/* We can be called there */
void oh_station_ready(struct oh_station *st, const char *uri);
/* Hangs up the calls it has made and lays down the handset. closedh: once,
   never before this returns */
void oh_station_stop(struct oh_station *st, enum oh_cause cause,
		     void (*closedh)(void *arg), void *arg);

#endif
