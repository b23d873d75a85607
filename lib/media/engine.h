/**
 * @file engine.h  The media thread
 *
 * One thread, one timerfd (absolute deadlines), streams spread over phases
 * of the packet interval. At its phase a stream drains its socket, then
 * sends one packet. The thread shares no libre object with the main loop:
 * both sides talk by two queues of plain messages, each with an eventfd.
 */
#ifndef OH_MEDIA_ENGINE_H
#define OH_MEDIA_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr_storage;
struct oh_engine;

/** Each RTP packet as it goes past; called ON THE MEDIA THREAD */
typedef void (oh_engine_trace_h)(bool tx, const struct sockaddr_storage *src,
				 const struct sockaddr_storage *dst,
				 const uint8_t *data, size_t len, void *arg);

struct oh_engine_prm {
	uint16_t port_min;             /**< RTP ports, even; 0: any         */
	uint16_t port_max;
	oh_engine_trace_h *traceh;     /**< or NULL                         */
	void              *tracearg;
};

/* mem_deref() ends the thread, after every recorder has been finished */
int oh_engine_alloc(struct oh_engine **ep, const struct oh_engine_prm *prm);

#endif
