/**
 * @file relay.h  What one session hears is what another says
 *
 *   from the network ─▶ rx ─┬─ same codec ───────────────────────┬─▶ to the
 *                           ├─ another: decoder, encoder ────────┤   network
 *                           └─ telephone-event, its type mapped ─┘
 *
 * Packet by packet and at once: what was lost, came late or carried a mark
 * still did so on the other side. Sequence numbers and timestamps are those
 * of the stream it leaves by, which speaks for itself (prompts, digits of
 * ours) whenever it has something to say, and is silent aloud when nothing
 * comes. Media thread; private to this folder.
 */
#ifndef OH_MEDIA_RELAY_H
#define OH_MEDIA_RELAY_H

#include "media/session.h"

struct oh_rtp;

/** Two streams to be joined; comes home silently */
struct oh_join {
	struct oh_msg      msg;
	struct oh_session *other;
};

void oh_relay_join(struct oh_session *a, struct oh_session *b);
void oh_relay_part(struct oh_session *s);
void oh_relay_reset(struct oh_relay *r);
void oh_relay_audio(struct oh_session *s, const struct oh_sdp_format *f,
		    const struct oh_rtp *rtp);
void oh_relay_event(struct oh_session *s, const struct oh_sdp_format *f,
		    const struct oh_rtp *rtp);
bool oh_relay_is_live(const struct oh_session *s);
void oh_relay_poll(struct oh_engine *eng);

#endif
