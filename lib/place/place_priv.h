/**
 * @file place_priv.h  Trunks shared by the attempts of one place
 */
#ifndef OH_PLACE_PRIV_H
#define OH_PLACE_PRIV_H

#include "base/compat.h"
#include "place/place.h"

enum { PLACE_WHY = 256 };

/** An attempt that waits until its trunk may be used */
struct place_wait {
	struct le le;
	/** err 0: the trunk is ready; scode, why: as the trunk told */
	void (*h)(int err, uint16_t scode, const char *why, void *arg);
	void *arg;
};

struct place_trunk {
	struct le         le;
	struct oh_place  *place;
	struct oh_trunk  *trunk;
	struct list       waitl;
	int               err;        /* why it cannot be used; 0: it can */
	uint16_t          scode;
	char              why[PLACE_WHY];
	bool              closed;
	uint64_t          silent_us;  /* when it gave no answer; 0: it did  */
	uint64_t          left_us;    /* when a call on it was let go       */
	struct tmr        tmr;        /* to close it                        */
};

struct oh_place {
	struct oh_place_prm prm;
	struct list         trunkl;
	oh_place_silent_h  *silenth;   /* or NULL                           */
	void               *silentarg;
	uint32_t            held;      /* attempts that wait for their turn */
	oh_place_closed_h  *closedh;
	void               *closedarg;
	struct tmr          tmr;
};

/* The place's part of what oh_choose() wants */
void oh_place_ask(struct oh_choose_prm *prm, const struct oh_place *p);
int oh_place_trunk_get(struct place_trunk **ptp, struct oh_place *p,
		    const struct oh_conf_trunk *conf);
void oh_place_trunk_wait(struct place_trunk *pt, struct place_wait *w);
void oh_place_note(struct oh_place *p, const struct oh_conf_trunk *conf,
		   bool answers);
/* A call is let go while nobody has answered: its CANCEL is still to come */
void oh_place_leave(struct oh_place *p, const struct oh_conf_trunk *conf);

#endif
