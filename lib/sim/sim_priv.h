/**
 * @file sim_priv.h  The inside of the simulated network
 *
 *   INVITE ──net──▶ number in the plan? ──▶ person: steps on leg + stream
 *                 ▶ telephone there?    ──▶ bridge: leg to leg, no audio
 *                 ▶ else 404
 */
#ifndef OH_SIM_PRIV_H
#define OH_SIM_PRIV_H

#include "base/compat.h"
#include "base/id.h"
#include "media/stream.h"
#include "sim/attacker.h"
#include "sim/door.h"
#include "sim/impair.h"
#include "sim/net.h"
#include "sim/plan.h"
#include "sim/registrar.h"
#include "sip/leg.h"

enum {
	SIM_CALL_MAX_MS = 3600 * 1000,    /* No call lasts longer           */
	SIM_SILENCE_MS  = 1500,           /* After it, a caller has spoken  */
};

struct oh_sim_net {
	struct oh_sim_net_prm prm;
	struct oh_sip *sip;
	struct oh_prompts *prompts;
	struct oh_sim_registrar *registrar;
	struct oh_sim_door *door;         /* or NULL */
	struct list personl;
	struct list bridgel;
	struct list forkl;
};

/** What every call has, for its events */
struct sim_call {
	struct oh_sim_net *net;
	char id[OH_ID_SIZE];
	char number[OH_NUMBER_SIZE];      /* called */
	char from[OH_NUMBER_URI_SIZE];    /* caller */
	bool answered;
};

/** What a person waits for before the next step */
enum sim_wait {
	SIM_WAIT_NOTHING,
	SIM_WAIT_TIME,
	SIM_WAIT_ACK,
	SIM_WAIT_PLAYED,
	SIM_WAIT_SENT,
	SIM_WAIT_SPOKEN,
	SIM_WAIT_KEY,
	SIM_WAIT_MODIFIED,
	SIM_WAIT_END,                     /* of the call */
};

/** A simulated person: one call that follows the steps of a row */
struct sim_person {
	struct le le;
	struct sim_call call;
	const struct oh_sim_row *row;
	uint32_t step;                    /* the one under way, or next   */
	enum sim_wait wait;
	struct sip_msg *invite;
	struct oh_leg *leg;
	struct oh_stream *stream;
	struct oh_prompt *prompt;
	struct oh_sim_impair *line;       /* bad line, or NULL            */
	struct oh_sim_attacker *attacker;
	char *sdp;                        /* ours, of the first 1xx/200   */
	bool offered;                     /* theirs is still to come      */
	bool over;
	bool quiet;                       /* no audio is sent             */
	struct tmr tmr;                   /* SIM_WAIT_TIME                */
	struct tmr limit;
	char key;                         /* the last one they pressed    */
	size_t sent;                      /* digits sent by INFO          */
	bool speaking;
	uint64_t began_us;                /* since when they speak        */
	uint64_t spoken_us;               /* in all                       */
};

/* net.c */
void oh_sim_call_init(struct sim_call *call, struct oh_sim_net *net,
		   const struct sip_msg *msg, const char *number);
void oh_sim_call_tell(const struct sim_call *call, const struct oh_leg *leg,
		   struct oh_event *ev);
void oh_sim_call_ended(const struct sim_call *call, const struct oh_leg *leg,
		    const struct oh_leg_event *lev);

/* person.c */
int  oh_sim_person_start(struct oh_sim_net *net, const struct sip_msg *msg,
		      const struct oh_sim_row *row);
void oh_sim_person_arrived(struct sim_person *p, enum sim_wait what);
void oh_sim_person_stream(const struct oh_stream_event *ev, void *arg);

/* audio.c: the person's side of the session descriptions, and its voice */
int  oh_sim_audio_sdp(struct sim_person *p, const char **sdpp);
int  oh_sim_audio_answered(struct sim_person *p, const char *sdp, size_t len);
int  oh_sim_audio_offered(struct sim_person *p, char **sdpp, const char *sdp,
		       size_t len);
int  oh_sim_audio_hold(struct sim_person *p, bool hold);
int  oh_sim_audio_target(const struct sim_person *p, struct sa *target);
int  oh_sim_audio_say(struct sim_person *p, const char *voice);
int  oh_sim_audio_play(struct sim_person *p, const char *path);
int  oh_sim_audio_tones(struct sim_person *p, const char *cadence,
		     uint32_t loops);

/* step.c */
bool oh_sim_step_is_spoken(const struct sim_person *p);
bool oh_sim_step_wants_key(const struct sim_person *p, uint32_t step);
int  oh_sim_step_begin(struct sim_person *p);

/* fork.c */
int  oh_sim_fork_answer(const struct sim_call *call, const struct sip_msg *msg,
		     const char *sdp);

/* bridge.c */
int  oh_sim_bridge_start(struct oh_sim_net *net, const struct sip_msg *msg,
		      const char *number,
		      const struct oh_sim_contact *contactv, size_t contactc);

#endif
