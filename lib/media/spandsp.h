/**
 * @file spandsp.h  spandsp, loaded when it is first wanted
 *
 * Few calls want it: those in G.722, those whose digits come as tones, and
 * those that listen for fax.
 * Linked, it draws libtiff and nine more into every command, for its fax:
 * a third of the time that a command needs to start.
 */
#ifndef OH_MEDIA_SPANDSP_H
#define OH_MEDIA_SPANDSP_H

#include <spandsp.h>

/** What we call of it */
#define OH_SPANDSP_CALLS(call) \
	call(dtmf_rx_init) \
	call(dtmf_rx_free) \
	call(dtmf_rx) \
	call(dtmf_rx_get) \
	call(dtmf_rx_status) \
	call(g722_encode_init) \
	call(g722_encode_free) \
	call(g722_encode) \
	call(g722_decode_init) \
	call(g722_decode_free) \
	call(g722_decode) \
	call(modem_connect_tones_rx_init) \
	call(modem_connect_tones_rx_free) \
	call(modem_connect_tones_rx) \
	call(modem_connect_tones_rx_get)

struct oh_spandsp {
#define OH_SPANDSP_MEMBER(name) __typeof__(name) *name;
	OH_SPANDSP_CALLS(OH_SPANDSP_MEMBER)
#undef OH_SPANDSP_MEMBER
};

/* Nothing to be released: it stays until the process ends */
int oh_spandsp_load(struct oh_spandsp *s);

#endif
