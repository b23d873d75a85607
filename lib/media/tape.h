/**
 * @file tape.h  A recording on the media thread: when, and at which rate
 *
 * Brings what is heard to the recording's rate and time line. Paused, its
 * time stands still. Private to this folder.
 */
#ifndef OH_MEDIA_TAPE_H
#define OH_MEDIA_TAPE_H

#include "media/ear.h"
#include "media/recorder.h"
#include "media/sound.h"
#include "media/track.h"

enum { OH_TAPE_CHANNELS = 2 };

struct oh_record;

/** All zero: no recording */
struct oh_tape {
	struct oh_record *rec;             /**< or NULL                    */
	uint64_t          start_us;        /**< less the time it was paused */
	uint64_t          paused_us;       /**< since; 0: it is not        */
	struct oh_track   trackv[OH_TAPE_CHANNELS];
	struct oh_ear     earv[OH_TAPE_CHANNELS];  /**< only the converters */
};

void oh_tape_start(struct oh_tape *t, struct oh_record *rec, uint64_t us);
void oh_tape_pause(struct oh_tape *t, bool on, uint64_t us);
void oh_tape_put(struct oh_tape *t, enum oh_recorder_channel ch,
		 const struct oh_sound *snd, int16_t *buf);
void oh_tape_tick(struct oh_tape *t, uint64_t us);
void oh_tape_end(struct oh_tape *t, uint64_t us, uint32_t cut_ms);
void oh_tape_reset(struct oh_tape *t);

#endif
