/**
 * @file terminal_out.c  What ncurses writes, on its way to the terminal
 *
 *   ncurses ──write(2)──▶ a file in memory ──▶ outlet ──▶ terminal
 *
 * ncurses writes to a descriptor and waits until all is taken, which may be
 * never. It gets one that takes everything: the terminal's is replaced behind
 * its back. Each byte of a picture is written sooner or later, so that what
 * ncurses thinks stands there does; pictures that come too soon are left out
 * as a whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/compat.h"
#include "tui/terminal_priv.h"

enum {
	CHUNK     = 16 * 1024,
	EXTRA_MAX = 64 * 1024,         /* owed: bells are not kept, too    */
};

static void on_taken(void *arg)
{
	struct oh_terminal *t = arg;

	if (!t->late)
		return;
	t->late = false;
	t->prm.sizeh(t->prm.arg);
}

/**
 * Make ready for writing
 *
 * @param t Terminal
 *
 * @return 0, ENOMEM, or what the system said
 */
int oh_terminal_out_open(struct oh_terminal *t)
{
	t->frame = memfd_create("screen", MFD_CLOEXEC);
	if (t->frame < 0)
		return errno;

	return oh_outlet_alloc(&t->outlet, t->prm.out, on_taken, t);
}

/** Nothing is written any more */
void oh_terminal_out_close(struct oh_terminal *t)
{
	t->outlet = mem_deref(t->outlet);
	if (t->frame >= 0)
		(void)close(t->frame);
	t->frame = -1;
}

/**
 * Have what ncurses writes kept. Its modes have been set by now
 *
 * @param t Terminal
 *
 * @return 0 or what the system said
 */
int oh_terminal_capture(struct oh_terminal *t)
{
	if (tcgetattr(t->prm.out, &t->ours) ||
	    dup3(t->frame, fileno(t->out), O_CLOEXEC) < 0)
		return errno;

	return 0;
}

static int emit_some(struct oh_terminal *t, off_t *posp, off_t end)
{
	uint8_t buf[CHUNK];
	const off_t left = end - *posp;
	ssize_t n = pread(t->frame, buf, left < CHUNK ? (size_t)left : CHUNK,
			  *posp);

	if (n <= 0)
		return n ? errno : EIO;
	*posp += n;

	return oh_outlet_write(t->outlet, buf, (size_t)n);
}

/**
 * Write what ncurses has written
 *
 * @param t Terminal
 */
void oh_terminal_emit(struct oh_terminal *t)
{
	const off_t end = lseek(t->frame, 0, SEEK_CUR);
	off_t pos = 0;
	int err = 0;

	while (!err && pos < end)
		err = emit_some(t, &pos, end);
	if (end > 0 && (lseek(t->frame, 0, SEEK_SET) || ftruncate(t->frame,
								  0)))
		err = errno;
	/* What stands there is not known: all of it anew */
	if (err) {
		t->spoilt = true;
		(void)clearok(curscr, TRUE);
	}
}

/**
 * Write to the terminal beside what ncurses does
 *
 * @param t    Terminal
 * @param text What; if it cannot be written, nobody sees that
 */
void oh_terminal_write(struct oh_terminal *t, const char *text)
{
	oh_terminal_emit(t);
	if (oh_outlet_owed(t->outlet) < EXTRA_MAX)
		(void)oh_outlet_write(t->outlet, text, strlen(text));
}

/**
 * Whether a picture may be written now; else sizeh is called when one may
 *
 * @param t Terminal
 *
 * @return false: what was written before has not been taken yet
 */
bool oh_terminal_is_free(struct oh_terminal *t)
{
	t->late = oh_outlet_owed(t->outlet) > 0;

	return !t->late;
}

/**
 * Give the terminal back. One that takes nothing gets its modes, and what
 * leaves the screen if there is room for that
 *
 * @param t Terminal
 */
void oh_terminal_give(struct oh_terminal *t)
{
	oh_terminal_modes(t, false);
	(void)endwin();
	oh_terminal_emit(t);
	if (oh_outlet_drain(t->outlet, OH_TERMINAL_STALL_MS,
			    OH_TERMINAL_DRAIN_MS)) {
		oh_outlet_drop(t->outlet);
		oh_terminal_guard_leave();
	}
	(void)tcsetattr(t->prm.out, TCSANOW, &t->was);
}
