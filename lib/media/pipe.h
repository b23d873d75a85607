/**
 * @file pipe.h  Raw samples to and from descriptors of somebody else
 *
 *   media thread ──▶ ring ──▶ piper thread ──▶ out_fd
 *                ◀── ring ◀──              ◀── in_fd
 *
 * One piper thread serves all pipes of an engine. It never waits for one of
 * them: of a reader that stalls it drops what is older than half a second;
 * from a writer that is ahead it takes a fifth of a second and no more.
 */
#ifndef OH_MEDIA_PIPE_H
#define OH_MEDIA_PIPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oh_pipe;
struct oh_piper;          /* the thread; one per engine */
struct oh_stream_pipe_prm;

enum {
	OH_PIPE_OUT_MS = 500,     /**< what a reader may owe us          */
	OH_PIPE_IN_MS  = 200,     /**< taken in advance                  */
	OH_PIPE_MAX    = 512,     /**< at a time                         */
};

/** How it went */
struct oh_pipe_end {
	bool     ok;              /**< all of the input was said         */
	int      err;             /**< EPIPE: nobody reads any more      */
	double   seconds;
	uint32_t dropped_ms;      /**< of what was to be read            */
};

/** On the piper thread, once */
typedef void (oh_pipe_h)(const struct oh_pipe_end *end, void *arg);

int  oh_piper_alloc(struct oh_piper **pp);        /* mem_deref: ends all */

/* Main loop. The descriptors are given, also on failure */
int  oh_pipe_open(struct oh_pipe **pp, struct oh_piper *piper,
		  const struct oh_stream_pipe_prm *prm,
		  oh_pipe_h *h, void *arg);

/* Media thread only: nothing is read, written or told before this */
void oh_pipe_start(struct oh_pipe *p);
void oh_pipe_put(struct oh_pipe *p, const int16_t *sampv, size_t sampc);
/* Once for each interval: whether sampc samples are to be said in it */
bool oh_pipe_poll(struct oh_pipe *p, size_t sampc);
/* The last answer to that */
bool oh_pipe_speaks(const struct oh_pipe *p);
void oh_pipe_get(struct oh_pipe *p, int16_t *sampv, size_t sampc);
/* No more; the piper writes what it can, calls h and frees it */
void oh_pipe_close(struct oh_pipe *p);

#endif
