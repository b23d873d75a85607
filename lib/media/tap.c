/**
 * @file tap.c  stub
 */
#include "media/tap.h"
void oh_tap_update(struct oh_session *s) { (void)s; }
void oh_tap_them(struct oh_session *s, const struct oh_codec *codec,
		 const struct oh_rtp *rtp, uint64_t now_us)
{ (void)s;(void)codec;(void)rtp;(void)now_us; }
void oh_tap_us(struct oh_session *s, const uint8_t *buf, size_t len,
	       uint64_t tick_us) { (void)s;(void)buf;(void)len;(void)tick_us; }
void oh_tap_tick(struct oh_session *s, uint64_t now_us) {(void)s;(void)now_us;}
void oh_tap_record(struct oh_session *s, struct oh_record *rec,
		   uint64_t tick_us) {(void)s;(void)rec;(void)tick_us;}
bool oh_tap_end_record(struct oh_session *s, uint32_t upto_id)
{(void)s;(void)upto_id;return false;}
