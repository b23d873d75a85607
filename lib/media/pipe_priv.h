/**
 * @file pipe_priv.h  A pipe as the piper thread sees it
 */
#ifndef OH_MEDIA_PIPE_PRIV_H
#define OH_MEDIA_PIPE_PRIV_H

#include <stdatomic.h>
#include "media/pipe.h"
#include "media/ring.h"

/* At most so much at a time, so that a write to a FIFO that is said to be
   writable takes it at once (pipe(7): PIPE_BUF). */
enum { OH_PIPE_CHUNK_BYTES = 1280 };

struct oh_pipe_fd {
	int  fd;                         /**< -1: none (any more)       */
	bool socket;
};

/** Bytes under way, which need not be whole samples */
struct oh_pipe_chunk {
	size_t  pos;
	size_t  len;
	uint8_t buf[OH_PIPE_CHUNK_BYTES];
};

struct oh_pipe {
	struct oh_pipe  *next;           /**< the piper's list          */
	struct oh_piper *piper;
	oh_pipe_h       *h;
	void            *arg;
	uint32_t         rate_hz;
	bool             end_at_eof;
	struct oh_ring  *in;             /**< or NULL: no such side     */
	struct oh_ring  *out;
	atomic_bool      eof;            /**< the input has ended ..    */
	atomic_bool      said;           /**< .. and all of it is said  */
	atomic_bool      closed;         /**< the media thread is done  */
	atomic_size_t    lost;           /**< found no room [samples]   */

	/* media thread */
	bool             speaks;
	unsigned         waited;         /**< intervals                 */

	/* piper thread */
	struct oh_pipe_fd    in_fd;
	struct oh_pipe_fd    out_fd;
	struct oh_pipe_chunk got;
	struct oh_pipe_chunk put;
	uint64_t         start_us;
	uint64_t         over_us;        /**< since; 0: it is not       */
	size_t           dropped;        /**< [samples]                 */
	bool             ended;          /**< h has been called         */
};

int  oh_piper_reserve(struct oh_piper *pp);
void oh_piper_release(struct oh_piper *pp);
void oh_piper_add(struct oh_piper *pp, struct oh_pipe *p);
void oh_piper_wake(struct oh_piper *pp);

#endif
