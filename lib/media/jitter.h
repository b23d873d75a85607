/**
 * @file jitter.h  What one of a mix says, decoded and evened out
 *
 *   packets ─▶ decoder ─▶ [ head .. end ) ─▶ 20 ms at each turn
 *
 * Each packet has its place by its RTP timestamp. What is lost is made up by
 * the decoder; what comes too late moves everything behind it back (a
 * stretch), and when all have come too early for a second a piece is cut
 * out. So it holds as much as the network needs, and never more than there
 * is room for. Knows no clock; media thread.
 */
#ifndef OH_MEDIA_JITTER_H
#define OH_MEDIA_JITTER_H

#include <stdbool.h>
#include <stdint.h>
#include "media/ear.h"

struct oh_rtp;

enum {
	OH_JITTER_TURN_MS   = 20,
	OH_JITTER_FRAME_MAX = OH_CODEC_RATE_MAX / 1000 * OH_JITTER_TURN_MS,
};

/** What was done to the sound so far */
struct oh_jitter_stat {
	uint32_t late;             /**< packets that came too late          */
	uint32_t misfits;          /**< .. or with a timestamp far from all */
	uint64_t made_us;          /**< made up for what was not there      */
	uint64_t stretched_us;
	uint64_t cut_us;
};

/** All zero to begin with */
struct oh_jitter {
	struct oh_ear ear;         /**< only its decoder                    */
	int16_t  *ringv;
	uint32_t  rate_hz;         /**< of the samples; 0: none yet         */
	size_t    size;            /**< of the ring [samples]               */
	int64_t   head;            /**< the next to be heard                */
	int64_t   end;             /**< behind the last that is there       */
	bool      started;         /**< of the newest packet:               */
	uint32_t  ssrc;
	uint32_t  ts;
	int64_t   pos;
	uint32_t  misfits;         /**< in a row                            */
	uint32_t  starved_ms;      /**< nothing was there for so long       */
	bool      paused;          /**< they said so: comfort noise         */
	uint32_t  seen;            /**< packets since least_us began        */
	int64_t   least_us;        /**< before its time a packet came       */
	size_t    cut;             /**< to be cut out [samples]             */
	struct oh_jitter_stat stat;
};

void oh_jitter_put(struct oh_jitter *j, const struct oh_codec *codec,
		   const struct oh_rtp *rtp, int64_t spare_us);
void oh_jitter_pause(struct oh_jitter *j);
bool oh_jitter_get(struct oh_jitter *j, int16_t *sampv);
void oh_jitter_reset(struct oh_jitter *j);

#endif
