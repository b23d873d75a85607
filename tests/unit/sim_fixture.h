/**
 * @file sim_fixture.h  A simulated network in this process, and who calls it
 *
 * The caller is one leg and one stream, joined here. What happens to it is
 * written down as words ("ringing180 up200 digit1/rfc4733 closed/them"),
 * and so is what the network tells.
 */
#ifndef SIM_FIXTURE_H
#define SIM_FIXTURE_H

#include "base/compat.h"
#include "test.h"
#include "temp.h"
#include "media/stream.h"
#include "sim/net.h"
#include "sim/plan.h"
#include "sip/leg.h"

enum { SIM_TEXT = 1024 };

struct sim_fixture {
	struct temp          temp;
	struct oh_engine    *engine;
	struct oh_prompts   *prompts;
	struct oh_prompt    *tone;
	struct oh_sim_plan  *plan;
	struct oh_sim_net   *net;
	struct oh_sip       *sip;
	struct oh_leg       *leg;
	struct oh_stream    *stream;
	struct oh_stream_info info;
	char                 words[SIM_TEXT];   /**< the caller's         */
	char                 told[SIM_TEXT];    /**< the network's        */
	char                 wire[SIM_TEXT];    /**< the caller's stack's */
	const char          *until;             /**< in words or told     */
	bool                 done;
	bool                 net_closed, sip_closed, recorded;
	int                  q850;
	char                 contact[256];
};

/* rows: added to the default plan, or NULL */
int  sim_fixture_open(struct sim_fixture *f, const char *rows);
void sim_fixture_close(struct sim_fixture *f);
/* number: the user part of the request URI */
int  sim_fixture_call(struct sim_fixture *f, const char *number);
/* Until the text is part of what the caller or the network has said */
int  sim_fixture_wait(struct sim_fixture *f, const char *text, uint32_t ms);
int  sim_fixture_tone(struct sim_fixture *f, uint32_t ms);
/* How much of what the caller heard is this tone, where it is most */
int  sim_fixture_heard(struct sim_fixture *f, double freq_hz, uint32_t ms,
		       double *partp);

#endif
