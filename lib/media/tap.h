/**
 * @file tap.h  Ears on the media thread: who needs samples gets them here
 *
 * Made when somebody first listens (recording, pipe, in-band digits, speech,
 * who answers, echo into another codec); a stream without a tap decodes
 * nothing.
 */
#ifndef OH_MEDIA_TAP_H
#define OH_MEDIA_TAP_H

#include "media/session.h"

struct oh_rtp;

void oh_tap_update(struct oh_session *s);
void oh_tap_restart(struct oh_session *s, uint64_t now_us);
void oh_tap_them(struct oh_session *s, const struct oh_codec *codec,
		 const struct oh_rtp *rtp, uint64_t now_us);
void oh_tap_us(struct oh_session *s, const struct oh_rtp *rtp, uint64_t us);
void oh_tap_tick(struct oh_session *s, uint64_t now_us);
bool oh_tap_hears_key(const struct oh_session *s);
void oh_tap_record(struct oh_session *s, struct oh_record *rec,
		   uint64_t tick_us);
void oh_tap_end_record(struct oh_session *s, enum oh_stream_tape tape,
		       uint32_t upto_id, uint32_t cut_ms);

#endif
