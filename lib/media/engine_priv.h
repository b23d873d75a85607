/**
 * @file engine_priv.h  The inside of the engine, for the sessions on it
 */
#ifndef OH_MEDIA_ENGINE_PRIV_H
#define OH_MEDIA_ENGINE_PRIV_H

#include <sys/socket.h>
#include "media/engine.h"
#include "media/recorder.h"
#include "media/session.h"

enum {
	OH_ENGINE_BATCH     = 8,      /**< packets per system call         */
	OH_ENGINE_RX_BYTES  = 2048,   /**< longer ones are cut and dropped */
	OH_ENGINE_CTL_BYTES = 64,
};

/** Where packets are received: one for all sessions of the thread */
struct oh_engine_rx {
	struct mmsghdr msgv[OH_ENGINE_BATCH];
	struct iovec   iov[OH_ENGINE_BATCH];
	struct sa      srcv[OH_ENGINE_BATCH];
	_Alignas(struct cmsghdr)
	uint8_t        ctlv[OH_ENGINE_BATCH][OH_ENGINE_CTL_BYTES];
	uint8_t        bufv[OH_ENGINE_BATCH][OH_ENGINE_RX_BYTES];
};

struct oh_engine {
	struct oh_engine_prm prm;
	struct oh_mailbox    in;
	struct oh_mailbox    out;
	struct oh_writer    *writer;
	struct oh_piper     *piper;       /**< main loop only; or NULL      */
	struct oh_dtls_id   *dtls_id;     /**< main loop only; or NULL      */
	int                  timer_fd;
	int                  relay_fd;    /**< epoll: sockets of those that
					       are joined                   */
	bool                 listening;
	bool                 running;
	pthread_t            thread;
	atomic_bool          quit;
	atomic_uint          sessions;    /**< and rooms that have not ended */
	/* Of the media thread alone: */
	bool                 armed;
	uint32_t             relays;      /**< sockets in relay_fd          */
	struct oh_pacer      pacer;
	uint64_t             base_us;     /**< tick 0                       */
	uint64_t             now_us;      /**< of this wake                 */
	uint64_t             wall_us;     /**< the same on the other clock  */
	struct oh_engine_rx  rx;
	int16_t              pcm[OH_CODEC_FRAME_MAX];
	int16_t              pcm2[OH_CODEC_FRAME_MAX];
};

void oh_engine_trace(const struct oh_engine *eng, bool tx,
		     const struct sa *src, const struct sa *dst,
		     const uint8_t *data, size_t len);
uint64_t oh_engine_tick(const struct oh_engine *eng);
uint64_t oh_engine_tick_us(const struct oh_engine *eng, uint64_t tick);

#endif
