/**
 * @file audio.h  The audio of a live call for somebody else's program
 *
 *   what they say ──▶ out_fd        in_fd ──▶ what they hear
 */
#ifndef OH_ACTION_AUDIO_H
#define OH_ACTION_AUDIO_H

#include "action/action.h"
#include "action/calls.h"
#include "media/stream.h"

/* The descriptors are given, also on failure. Outcome: DONE: all of the input
   was said, or the call has ended and no end of the input was waited for;
   HUNG_UP: they left before it; FAILED, EPIPE: nobody reads any more, and the
   call is hung up for that. Errors: EINVAL (no descriptor, no such rate),
   EBADF, EAGAIN (too many), ENOTCONN, ENOMEM */
int oh_audio_start(struct oh_action **ap, struct oh_live *lv,
		   const struct oh_stream_pipe_prm *prm, oh_action_h *h,
		   void *arg);

#endif
