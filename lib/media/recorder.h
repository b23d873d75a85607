/**
 * @file recorder.h  Both sides of a call, or theirs alone, into one file
 *
 * 16-bit WAV; of both sides us left, them right. The media thread puts
 * samples at positions on the recording's time line (loss leaves silence,
 * not a shorter file); a ring per recording carries them to one writer
 * thread, which alone touches the disk. The header is kept true as the file
 * grows, so a killed process leaves a playable file. Created 0600, O_EXCL.
 * A full disk or a slow one ends the recording with an error; the call and
 * the media thread never wait.
 */
#ifndef OH_MEDIA_RECORDER_H
#define OH_MEDIA_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oh_writer;          /* the thread; one per engine */
struct oh_recorder;

enum oh_recorder_channel { OH_RECORDER_US, OH_RECORDER_THEM };

/** All borrowed */
struct oh_recorder_prm {
	const char *path;      /**< must not exist                        */
	uint32_t    rate_hz;   /**< of both sides, 8000 to 48000          */
	bool        theirs;    /**< one channel: what we say is dropped   */
};

/** On the writer thread, once: err 0 or why it stopped early */
typedef void (oh_recorder_h)(int err, double seconds, void *arg);

int  oh_writer_alloc(struct oh_writer **wp);     /* mem_deref: finishes all */

/* Opens the file (on the caller's thread: the main loop) */
int  oh_recorder_open(struct oh_recorder **rp, struct oh_writer *w,
		      const struct oh_recorder_prm *prm,
		      oh_recorder_h *h, void *arg);
/* Media thread only. pos: samples since the start of the recording. Late
   samples (already written) are dropped, gaps are zeros. */
void oh_recorder_put(struct oh_recorder *r, enum oh_recorder_channel ch,
		     uint64_t pos, const int16_t *sampv, size_t sampc);
/* Media thread only: time has come to pos; all before it may be written,
   less the reorder window */
void oh_recorder_advance(struct oh_recorder *r, uint64_t pos);
/* Media thread: it ends at pos, if that is not in the future; close it */
void oh_recorder_cut(struct oh_recorder *r, uint64_t pos);
/* Media thread: no more; the writer finishes, calls h and frees it */
void oh_recorder_close(struct oh_recorder *r);

#endif
