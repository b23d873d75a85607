/**
 * @file trunk_fixture.h  A trunk to a scripted server on loopback
 */
#ifndef TRUNK_FIXTURE_H
#define TRUNK_FIXTURE_H

#include "base/compat.h"
#include "scripted.h"
#include "sip/resolve.h"
#include "trunk/trunk.h"
#include "test.h"

enum { TW_WAIT_MS = 8000, TW_TOLD_MAX = 8, TW_GOOD = 2 };

struct trunk_world {
	struct scripted peer;
	struct oh_resolver *resolver;
	struct oh_conf_trunk conf;
	struct oh_trunk_prm prm;
	struct oh_trunk *t;
	bool enough;
	uint32_t toldc, until;
	struct {
		enum oh_trunk_state state;
		uint16_t scode;
		int err;
		char why[256];
	} toldv[TW_TOLD_MAX];
	bool drop;              /* the handler releases the trunk         */
};

/** Challenges once, then takes a registration for 60 s */
extern const struct scripted_reply tw_good[TW_GOOD];

int  tw_start(struct trunk_world *w, const struct scripted_reply *replyv,
	      uint32_t replyc);
void tw_stop(struct trunk_world *w);
int  tw_open(struct trunk_world *w);
int  tw_wait(struct trunk_world *w, uint32_t n);   /* things told */
void tw_is_told(const struct trunk_world *w, uint32_t i,
		enum oh_trunk_state state, uint16_t scode, int err);
bool tw_is_peer(const struct trunk_world *w, const char *addr);

#endif
