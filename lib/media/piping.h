/**
 * @file piping.h  A pipe on the media thread: its place in the call
 *
 *   what they say ─▶ converter ─▶ time line ─▶ pipe ─▶ converter ─▶ encoder
 *
 * The reader gets an even stream: what is lost, or not sent, is silence.
 * Private to this folder.
 */
#ifndef OH_MEDIA_PIPING_H
#define OH_MEDIA_PIPING_H

#include "media/session.h"
#include "media/sound.h"
#include "media/track.h"

struct oh_pipe;

/** A pipe of a stream; comes home as PIPED */
struct oh_piping {
	struct oh_msg   msg;
	struct oh_pipe *pipe;          /**< NULL once it is closed        */
	uint32_t        rate_hz;
	uint64_t        start_us;
	struct oh_track track;
	int64_t         written;       /**< samples since start_us        */
	struct oh_ear   out;           /**< only the converters           */
	struct oh_ear   in;
	struct oh_mouth mouth;
};

void oh_piping_reset(struct oh_piping *g);       /* main loop */
void oh_piping_start(struct oh_session *s, struct oh_piping *g,
		     uint64_t us);
void oh_piping_end(struct oh_session *s, uint32_t upto_id);
void oh_piping_them(struct oh_session *s, const struct oh_sound *snd);
void oh_piping_tick(struct oh_session *s, uint64_t us);
void oh_piping_poll(struct oh_session *s);
bool oh_piping_speaks(const struct oh_session *s);
bool oh_piping_frame(struct oh_session *s, uint8_t *buf, size_t *lenp);

#endif
