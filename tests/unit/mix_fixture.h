/**
 * @file mix_fixture.h  A room without a thread, network or clock
 *
 * Sessions of a made-up engine, each of whom says a tone of its own. What
 * each hears is kept.
 */
#ifndef MIX_FIXTURE_H
#define MIX_FIXTURE_H

#include "media/engine_priv.h"
#include "media/mixer.h"

enum {
	SEATS     = 6,
	TURN_MS   = 20,
	TURNS     = 60,
	TICKS     = TURN_MS / OH_PACER_TICK_MS,
	TAIL_MS   = 400,            /* of these the tones are looked for   */
	HEARD_MAX = 48 * TURN_MS * TURNS * 2,
	EARLY_US  = 15000,
	SILENCE   = 160,            /* bytes of PCMU */
};

/* What each says [Hz]; whole periods of all fit in the tail */
extern const double mix_freqv[SEATS];

/** One in the room; names are "A" to "F", in this order */
struct mix_seat {
	const char       *codec;    /* NULL: nobody */
	enum oh_room_role role;
	int               to;       /* whispers to this one */
	const char       *hears;
	uint32_t          ptime_ms; /* 0: 20 */
	bool              silent, mute, secret, held, they_hold, one_way;
	bool              late;     /* agrees after the first turns */
};

struct mix_party {
	struct mix_seat    seat;
	struct oh_session *ses;
	struct oh_remote  *remote;
	struct oh_mouth    mouth;
	struct oh_ear      ear;
	double             peak;
	uint32_t           said_ms;
	uint16_t           seq;
	int16_t           *heardv;
	size_t             heardc;
	int                sink;
};

struct mix_rig {
	struct oh_engine *eng;
	struct oh_mixer  *mx;
	struct mix_party  partyv[SEATS];
	uint32_t          partyc;
	uint32_t          ids;
	uint64_t          tick;
	uint32_t          lose;     /* every so manieth packet      */
	bool              sends;    /* by sockets, to partyv[].sink */
};

int  mix_init(struct mix_rig *r, const struct mix_seat *seatv);
void mix_reset(struct mix_rig *r);
int  mix_sit(struct mix_rig *r, struct mix_party *p,
	     const struct mix_seat *seat);
int  mix_enter(struct mix_rig *r, struct mix_party *p);
void mix_tick(struct mix_rig *r);
void mix_turns(struct mix_rig *r, uint32_t n);

#endif
