/**
 * @file mixer.h  A room's half on the media thread
 *
 *   rx ─▶ jitter ─▶ rate of the room ─┐
 *   rx ─▶ jitter ─▶ rate of the room ─┼─▶ sum ─┬─ less its own ─▶ tx
 *   rx ─▶ jitter ─▶ rate of the room ─┘        ├─ less its own ─▶ tx
 *                                              └─ less its own ─▶ tx
 *
 * Every 20 ms there is a pass: whoever of the room has its turn first has
 * all sockets of the room drained and all samples summed. Each member takes
 * what it hears from the sum at its own turn. Those who hear the same, in
 * one codec, share its encoding. Private to this folder.
 */
#ifndef OH_MEDIA_MIXER_H
#define OH_MEDIA_MIXER_H

#include "media/member.h"
#include "media/session.h"

enum {
	OH_MIXER_SHARES = 4,      /**< codecs whose encodings are shared    */
};

/** How a room is served */
enum oh_mixer_mode { OH_MIXER_IDLE, OH_MIXER_RELAY, OH_MIXER_MIX };

/** What several hear in one codec */
struct oh_share {
	const struct oh_codec *codec;   /**< NULL: nobody's yet             */
	uint64_t               pass;    /**< it is of                       */
	struct oh_ear          out;
	struct oh_mouth        mouth;
	size_t                 len;     /**< 0: could not be made           */
	uint8_t                buf[OH_CODEC_PACKET_MAX];
};

struct oh_mixer {
	struct oh_msg      msg;         /**< END: the main loop's last      */
	struct oh_engine  *eng;
	struct list        memberl;
	enum oh_mixer_mode mode;
	bool               calming;     /**< would be RELAY in a pause      */
	uint64_t           calm_pass;   /**< .. or in this pass             */
	uint64_t           tick;        /**< of the last pass               */
	uint64_t           at_us;       /**< it was done                    */
	uint64_t           pass;        /**< their number                   */
	uint32_t           rate_hz;
	uint32_t           speakers;    /**< in the sum                     */
	int32_t            sumv[OH_JITTER_FRAME_MAX];
	struct oh_share    sharev[OH_MIXER_SHARES];
};

int  oh_mixer_alloc(struct oh_mixer **mp, struct oh_engine *eng);
void oh_mixer_end(struct oh_mixer *mx);
void oh_mixer_enter(struct oh_member *m);
void oh_mixer_leave(struct oh_session *s);
void oh_mixer_put(struct oh_session *s, const struct oh_sdp_format *f,
		  const struct oh_rtp *rtp, uint64_t now_us);
void oh_mixer_pause(struct oh_session *s);
bool oh_mixer_turn(struct oh_session *s, uint64_t tick);
bool oh_mixer_is_late(struct oh_session *s, uint64_t tick);

#endif
