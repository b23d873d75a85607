/**
 * @file meter.h  How loud both sides of a session are
 *
 *   payload ─┬─ G.711 ──▶ table of squares ─┬─▶ 20 ms ──▶ loudest ──▶ look
 *            └─ others ─▶ decoder ──────────┘
 *
 * Fed on the media thread; looked at, and thereby begun anew, from the main
 * loop. Private to this folder.
 */
#ifndef OH_MEDIA_METER_H
#define OH_MEDIA_METER_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include "media/ear.h"

enum {
	OH_METER_BLOCK_MS = 20,
	/** Who sends long packets is not silent between them [us] */
	OH_METER_STAY_US  = 100000,
};

/** One side; all zero to begin with */
struct oh_meter {
	uint32_t      rate_hz;    /**< of the block begun                  */
	uint32_t      count;      /**< samples in it                       */
	uint64_t      sum;        /**< of their squares                    */
	struct oh_ear ear;        /**< for what is not G.711               */
	atomic_uint   peak;       /**< mean square, 0: none; both threads  */
	atomic_uint   last;       /**< .. of the latest block              */
	atomic_ullong last_us;    /**< .. and when that was                */
};

/* Media thread. room: for OH_CODEC_FRAME_MAX samples */
void   oh_meter_feed(struct oh_meter *m, const struct oh_codec *codec,
		     const uint8_t *buf, size_t len, int16_t *room,
		     uint64_t now_us);
void   oh_meter_rest(struct oh_meter *m, uint64_t now_us);
void   oh_meter_stop(struct oh_meter *m);
/* Main loop. The loudest block since the last look [dBov] */
double oh_meter_look(struct oh_meter *m, uint64_t now_us);

#endif
