/**
 * @file recorder_priv.h  A recording as the writer thread sees it
 */
#ifndef OH_MEDIA_RECORDER_PRIV_H
#define OH_MEDIA_RECORDER_PRIV_H

#include <stdatomic.h>
#include <sndfile.h>
#include "media/recorder.h"

/*
 * The ring, in frames (one sample of each channel), positions since the
 * start of the recording:
 *
 *	   tail         head               tail + size
 *	----|-------------|--------------------|----
 *	    | the writer's|   the media        |
 *	    | to write    |   thread's to fill |
 *
 * What lies from head on is zero until it is filled: the writer clears what
 * it has written. Each bound is moved by one thread only (release), and read
 * by the other (acquire).
 */
struct oh_recorder {
	struct oh_recorder *next;        /**< the writer's list         */
	struct oh_writer *writer;
	oh_recorder_h *h;
	void *arg;
	uint32_t rate_hz;
	unsigned channels;               /**< 2; 1: theirs alone        */

	int16_t *ring;
	uint64_t size;                   /**< frames, a power of two    */
	_Atomic uint64_t tail;
	_Atomic uint64_t head;
	atomic_int err;                  /**< why it must end early     */
	atomic_bool closed;              /**< the media thread is done  */

	/* media thread */
	uint64_t now;                    /**< of oh_recorder_advance()  */
	uint64_t end;                    /**< behind the last sample    */
	uint64_t cut;                    /**< of the file; also writer's
					      once it is closed         */

	/* writer thread */
	SNDFILE *file;
	uint64_t written;                /**< frames in the file        */
	uint64_t told;                   /**< frames its header knows   */
	bool ended;                      /**< h has been called         */
};

void oh_writer_add(struct oh_writer *w, struct oh_recorder *r);
void oh_writer_wake(struct oh_writer *w);

#endif
