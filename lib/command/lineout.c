/**
 * @file lineout.c  A stream to a terminal that may take nothing for a while
 *
 *   printf, readline ──▶ stream ──▶ outlet ──▶ terminal
 *
 * Readline, and we, print with stdio, which waits for a terminal until it
 * takes what is printed, if it ever does.
 */
#include <errno.h>
#include "base/compat.h"
#include "base/outlet.h"
#include "command/lineout.h"

struct oh_lineout {
	struct oh_outlet *outlet;
	FILE             *file;
	bool              missed;      /* something was left out           */
	void            (*missedh)(void *arg);
	void             *arg;
};

static void destructor(void *arg)
{
	struct oh_lineout *o = arg;

	if (o->file)
		(void)fclose(o->file);
	if (o->outlet && oh_outlet_drain(o->outlet, OH_LINEOUT_STALL_MS,
					 OH_LINEOUT_DRAIN_MS))
		oh_outlet_drop(o->outlet);
	mem_deref(o->outlet);
}

/* That it is left out is no error of who prints */
static ssize_t write_handler(void *arg, const char *buf, size_t size)
{
	struct oh_lineout *o = arg;

	if (o->missed || oh_outlet_owed(o->outlet) > OH_LINEOUT_MAX ||
	    oh_outlet_write(o->outlet, buf, size))
		o->missed = oh_outlet_owed(o->outlet) > 0;

	return (ssize_t)size;
}

static void empty_handler(void *arg)
{
	struct oh_lineout *o = arg;

	if (!o->missed)
		return;
	o->missed = false;
	o->missedh(o->arg);
}

/**
 * Make a stream to a terminal
 *
 * @param op      Returned, release with mem_deref: waits for the terminal, two
 *                seconds at most
 * @param fd      Of it; borrowed while this is called
 * @param missedh Called when it takes output again, if some was left out
 * @param arg     Its argument
 *
 * @return 0, ENOMEM or what the system said
 */
int oh_lineout_alloc(struct oh_lineout **op, int fd,
		     void (*missedh)(void *arg), void *arg)
{
	static const cookie_io_functions_t io = { .write = write_handler };
	struct oh_lineout *o = mem_zalloc(sizeof(*o), destructor);
	int err;

	if (!o)
		return ENOMEM;
	o->missedh = missedh;
	o->arg     = arg;
	err = oh_outlet_alloc(&o->outlet, fd, empty_handler, o);
	if (!err) {
		o->file = fopencookie(o, "w", io);
		err = o->file ? 0 : ENOMEM;
	}
	if (!err)
		(void)setvbuf(o->file, NULL, _IOLBF, BUFSIZ);
	if (err)
		mem_deref(o);
	else
		*op = o;

	return err;
}

/** Where to print; borrowed */
FILE *oh_lineout_file(const struct oh_lineout *o)
{
	return o->file;
}
