/**
 * @file agi_priv.h  A script at work, and what it can ask for
 *
 *	agi.c       its life, and which command is which
 *	agi_do.c    commands that take a while: sounds, keys, messages
 *	agi_now.c   commands that do not
 *	agi_exec.c  EXEC, which is either
 */
#ifndef OH_FLOW_AGI_PRIV_H
#define OH_FLOW_AGI_PRIV_H

#include "base/compat.h"
#include "action/sound.h"
#include "call/gather.h"
#include "flow/agi.h"
#include "flow/agi_line.h"
#include "flow/agi_pipe.h"
#include "flow/agi_reply.h"
#include "flow/agi_vars.h"
#include "flow/process.h"

/** What keys are for */
enum agi_wait {
	AGI_WAIT_NONE,           /**< nobody listens                       */
	AGI_WAIT_KEY,            /**< one of `keys`                        */
	AGI_WAIT_DATA,           /**< the digits of `gather`               */
};

struct oh_agi {
	struct oh_call       *call;
	struct oh_live       *live;
	struct oh_call_watch  watch;
	const struct oh_agi_prm *prm;
	struct oh_process    *process;
	struct oh_agi_pipe   *pipe;
	struct oh_agi_vars   *vars;
	struct oh_agi_line    line;      /* that is being done            */
	void                 *doing;     /* action or message             */
	uint64_t              endpos;    /* of what was played            */
	enum agi_wait         wait;
	const char           *keys;
	struct oh_gather      gather;
	struct tmr            tmr;       /* to the end of the wait        */
	struct tmr            tmr_end;   /* SET AUTOHANGUP                */
	bool                  dead;      /* the call                      */
	bool                  exited;    /* the script                    */
	bool                  closed;    /* and it asks for no more       */
	char                  channel[64];
};

/** A command. It replies, now or later, once */
typedef void (agi_h)(struct oh_agi *a);

void oh_agi_reply(struct oh_agi *a, const struct oh_agi_reply *r);
void oh_agi_result(struct oh_agi *a, int32_t result);

agi_h oh_agi_do_stream;
agi_h oh_agi_do_option;
agi_h oh_agi_do_data;
agi_h oh_agi_do_wait;
agi_h oh_agi_do_record;
agi_h oh_agi_do_say;
/* Files "a&b"; digits of ours; silence: for EXEC */
void  oh_agi_do_playback(struct oh_agi *a, char *names);
void  oh_agi_do_send(struct oh_agi *a, const char *digits);
void  oh_agi_do_pause(struct oh_agi *a, uint32_t ms);
/* Nobody reads the reply, or nobody presses a key any more */
agi_h oh_agi_do_exited;
agi_h oh_agi_do_hungup;
/* Silently */
agi_h oh_agi_do_stop;

agi_h oh_agi_now_answer;
agi_h oh_agi_now_status;
agi_h oh_agi_now_hangup;
agi_h oh_agi_now_verbose;
agi_h oh_agi_now_get;
agi_h oh_agi_now_get_full;
agi_h oh_agi_now_set;
agi_h oh_agi_now_autohangup;
agi_h oh_agi_now_nothing;
agi_h oh_agi_now_callerid;
int   oh_agi_now_preset(struct oh_agi *a);

agi_h oh_agi_exec;

#endif
