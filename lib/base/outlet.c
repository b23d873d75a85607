/**
 * @file outlet.c  Bytes for a terminal, which may take none for a while
 *
 * Whether writing waits is a property that a descriptor shares with the shell
 * that has given it to us. So the terminal is opened once more, for us alone.
 * Where that is not allowed (after su), it is asked before each byte.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/compat.h"
#include "base/outlet.h"

enum { PATH_SIZE = 32 };

struct oh_outlet {
	int          fd;
	bool         own;              /* opened by us: it does not wait   */
	bool         listening;
	struct mbuf *owed;             /* from pos to end                  */
	oh_outlet_h *h;
	void        *arg;
};

static void listen_to(struct oh_outlet *o, bool on);

static void destructor(void *arg)
{
	struct oh_outlet *o = arg;

	listen_to(o, false);
	if (o->fd >= 0)
		(void)close(o->fd);
	mem_deref(o->owed);
}

/* What was taken [bytes]; -1: errno says why not */
static ssize_t put(const struct oh_outlet *o, const uint8_t *p, size_t len)
{
	struct pollfd pf = { .fd = o->fd, .events = POLLOUT };

	if (o->own)
		return write(o->fd, p, len);
	if (poll(&pf, 1, 0) > 0 && pf.revents)
		return write(o->fd, p, 1);
	errno = EAGAIN;

	return -1;
}

/* How much is done with; all of it where nobody is there to read it */
static size_t push(const struct oh_outlet *o, const uint8_t *p, size_t len)
{
	size_t n = 0;

	while (n < len) {
		ssize_t r = put(o, p + n, len - n);

		if (r > 0)
			n += (size_t)r;
		else if (r < 0 && errno == EAGAIN)
			break;
		else if (r == 0 || errno != EINTR)
			return len;
	}

	return n;
}

static void push_owed(struct oh_outlet *o)
{
	mbuf_advance(o->owed, (ssize_t)push(o, mbuf_buf(o->owed),
					    mbuf_get_left(o->owed)));
	if (!mbuf_get_left(o->owed))
		mbuf_rewind(o->owed);
}

static void writable(int flags, void *arg)
{
	struct oh_outlet *o = arg;
	(void)flags;

	push_owed(o);
	if (oh_outlet_owed(o))
		return;
	listen_to(o, false);
	if (o->h)
		o->h(o->arg);
}

static void listen_to(struct oh_outlet *o, bool on)
{
	if (on && !o->listening)
		o->listening = 0 == fd_listen(o->fd, FD_WRITE, writable, o);
	else if (!on && o->listening) {
		fd_close(o->fd);
		o->listening = false;
	}
}

static int open_again(struct oh_outlet *o, int fd)
{
	char path[PATH_SIZE];

	(void)re_snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	o->fd  = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	o->own = o->fd >= 0;
	if (!o->own)
		o->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);

	return o->fd < 0 ? errno : 0;
}

/**
 * Make an outlet to a terminal
 *
 * @param op  Returned, release with mem_deref: what is owed is forgotten
 * @param fd  Of it; may be closed afterwards
 * @param h   Called from the main loop when nothing is owed any more; NULL
 * @param arg Its argument
 *
 * @return 0, ENOMEM or what the system said
 */
int oh_outlet_alloc(struct oh_outlet **op, int fd, oh_outlet_h *h, void *arg)
{
	struct oh_outlet *o = mem_zalloc(sizeof(*o), destructor);
	int err;

	if (!o)
		return ENOMEM;
	o->fd  = -1;
	o->h   = h;
	o->arg = arg;
	err = open_again(o, fd);
	if (!err) {
		o->owed = mbuf_alloc(1);
		err = o->owed ? 0 : ENOMEM;
	}
	if (err)
		mem_deref(o);
	else
		*op = o;

	return err;
}

static int keep(struct oh_outlet *o, const uint8_t *p, size_t len)
{
	size_t pos = o->owed->pos;
	int err;

	o->owed->pos = o->owed->end;
	err = mbuf_write_mem(o->owed, p, len);
	o->owed->pos = pos;
	listen_to(o, true);

	return err;
}

/**
 * Write, now or when the terminal takes it
 *
 * @param o   Outlet
 * @param buf Bytes
 * @param len How many
 *
 * @return 0; ENOMEM: only its beginning, or none of it, is written
 */
int oh_outlet_write(struct oh_outlet *o, const void *buf, size_t len)
{
	size_t n = oh_outlet_owed(o) ? 0 : push(o, buf, len);

	return n == len ? 0 : keep(o, (const uint8_t *)buf + n, len - n);
}

/** Bytes that are yet to be written */
size_t oh_outlet_owed(const struct oh_outlet *o)
{
	return mbuf_get_left(o->owed);
}

/**
 * Write all that is owed, as before the end. Waits; h is not called
 *
 * @param o        Outlet
 * @param stall_ms Given up when nothing was taken for so long
 * @param most_ms  Given up after this in any case
 *
 * @return 0 or ETIMEDOUT
 */
int oh_outlet_drain(struct oh_outlet *o, uint32_t stall_ms, uint32_t most_ms)
{
	const uint64_t until = oh_clock_us() + most_ms * UINT64_C(1000);
	struct pollfd pf = { .fd = o->fd, .events = POLLOUT };

	push_owed(o);
	while (oh_outlet_owed(o)) {
		if (oh_clock_us() >= until ||
		    poll(&pf, 1, (int)stall_ms) <= 0)
			return ETIMEDOUT;
		push_owed(o);
	}
	listen_to(o, false);

	return 0;
}

/**
 * Throw away what is owed, and what the terminal has not shown of what was
 * written
 *
 * @param o Outlet
 */
void oh_outlet_drop(struct oh_outlet *o)
{
	listen_to(o, false);
	mbuf_rewind(o->owed);
	(void)tcflush(o->fd, TCOFLUSH);
}

/** Its descriptor, for who cannot be told of memory: a signal handler */
int oh_outlet_fd(const struct oh_outlet *o)
{
	return o->fd;
}
