/**
 * @file agi_pipe.h  Lines from a script, and what it is told
 *
 *	script --> line --> (being done) --> reply --> script
 *	                        no other line is read meanwhile
 *
 * A script that writes without end waits for us, one that never reads waits
 * for itself: there is never more than one line and one reply here.
 */
#ifndef OH_FLOW_AGI_PIPE_H
#define OH_FLOW_AGI_PIPE_H

#include <stddef.h>

struct oh_agi_pipe;

/** A line without its end, NULL: one too long. Time for one write. */
typedef void (oh_agi_pipe_h)(const char *line, void *arg);
/** No more lines will come */
typedef void (oh_agi_pipe_close_h)(void *arg);

int  oh_agi_pipe_alloc(struct oh_agi_pipe **pp, oh_agi_pipe_h *lineh,
		       oh_agi_pipe_close_h *closeh, void *arg);
/* The script's ends, until it has them: oh_agi_pipe_start() closes ours */
int  oh_agi_pipe_in(const struct oh_agi_pipe *p);
int  oh_agi_pipe_out(const struct oh_agi_pipe *p);
/* text goes first, and lines are read then. Handlers come later. */
int  oh_agi_pipe_start(struct oh_agi_pipe *p, const void *text, size_t len);
/* The reply to a line. What nobody reads any more is left out. */
int  oh_agi_pipe_write(struct oh_agi_pipe *p, const char *text);
/* The script has ended: what it has written is all there is */
void oh_agi_pipe_end(struct oh_agi_pipe *p);

#endif
