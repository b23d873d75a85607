/**
 * @file pipe.c  Raw samples to and from descriptors: all but the piper
 */
#include "base/compat.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include "base/clock.h"
#include "media/pipe_priv.h"
#include "media/stream.h"

enum {
	NARROW_HZ = 8000,
	WIDE_HZ   = 16000,
	AHEAD_MS  = 40,       /* in hand before we begin to speak        */
	WAIT_MAX  = 3,        /* intervals that less than that may wait   */
	PATH_SIZE = 32,
};

static void close_fd(int *fdp)
{
	if (*fdp >= 0)
		(void)close(*fdp);
	*fdp = -1;
}

static void destructor(void *arg)
{
	struct oh_pipe *p = arg;

	close_fd(&p->in_fd.fd);
	close_fd(&p->out_fd.fd);
	mem_deref(p->in);
	mem_deref(p->out);
}

/* A FIFO is opened anew, so that it does not block us and still blocks
   whoever shares it. If it cannot be, poll() is what keeps us from waiting. */
static void reopen(struct oh_pipe_fd *f, int mode)
{
	char path[PATH_SIZE];
	int fd;

	(void)re_snprintf(path, sizeof(path), "/proc/self/fd/%d", f->fd);
	fd = open(path, mode | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)close(f->fd);
	f->fd = fd;
}

static int take_fd(struct oh_pipe_fd *f, int mode)
{
	struct stat st;
	int flags;

	if (f->fd < 0)
		return 0;
	flags = fcntl(f->fd, F_GETFL);
	if (flags < 0 || fcntl(f->fd, F_SETFD, FD_CLOEXEC) ||
	    fstat(f->fd, &st))
		return errno;
	if ((flags & O_ACCMODE) != mode && (flags & O_ACCMODE) != O_RDWR)
		return EBADF;
	f->socket = S_ISSOCK(st.st_mode);
	if (S_ISFIFO(st.st_mode))
		reopen(f, mode);

	return 0;
}

static int take_fds(struct oh_pipe *p, int in_fd, int out_fd)
{
	int err;

	p->in_fd.fd  = in_fd;
	p->out_fd.fd = out_fd;
	if (in_fd >= 0 && in_fd == out_fd) {
		p->out_fd.fd = fcntl(in_fd, F_DUPFD_CLOEXEC, 0);
		if (p->out_fd.fd < 0)
			return errno;
	}
	err = take_fd(&p->in_fd, O_RDONLY);

	return err ? err : take_fd(&p->out_fd, O_WRONLY);
}

static size_t samples(const struct oh_pipe *p, uint32_t ms)
{
	return (size_t)p->rate_hz / 1000 * ms;
}

/* Twice as much as a reader may owe: the piper must have time to drop. */
static int make_rings(struct oh_pipe *p)
{
	int err = 0;

	if (p->in_fd.fd >= 0)
		err = oh_ring_alloc(&p->in, samples(p, OH_PIPE_IN_MS));
	if (!err && p->out_fd.fd >= 0)
		err = oh_ring_alloc(&p->out, samples(p, 2 * OH_PIPE_OUT_MS));

	return err;
}

static struct oh_pipe *make(int in_fd, int out_fd)
{
	struct oh_pipe *p = mem_zalloc(sizeof(*p), destructor);

	if (p) {
		p->in_fd.fd = p->out_fd.fd = -1;
		return p;
	}
	close_fd(&in_fd);
	if (out_fd != in_fd)
		close_fd(&out_fd);

	return NULL;
}

/**
 * Open a pipe
 *
 * @param pp    Pipe, given to the media thread, which starts and closes it
 * @param piper Piper, *borrowed*
 * @param prm   Descriptors, *given*, also on failure; and the rate [Hz]
 * @param h     Called once, on the piper thread
 * @param arg   Handler argument
 *
 * @return 0; EINVAL: no descriptor, or no such rate; EBADF: it cannot be
 *         read or written; EAGAIN: too many pipes; ENOMEM, EMFILE
 */
int oh_pipe_open(struct oh_pipe **pp, struct oh_piper *piper,
		 const struct oh_stream_pipe_prm *prm,
		 oh_pipe_h *h, void *arg)
{
	struct oh_pipe *p = make(prm->in_fd, prm->out_fd);
	int err;

	if (!p)
		return ENOMEM;
	p->piper      = piper;
	p->h          = h;
	p->arg        = arg;
	p->rate_hz    = prm->rate_hz;
	p->end_at_eof = prm->end;
	p->start_us   = oh_clock_us();

	err = take_fds(p, prm->in_fd, prm->out_fd);
	if (!err && ((prm->in_fd < 0 && prm->out_fd < 0) ||
		     (p->rate_hz != NARROW_HZ && p->rate_hz != WIDE_HZ)))
		err = EINVAL;
	if (!err)
		err = make_rings(p);
	if (!err)
		err = oh_piper_reserve(piper);
	if (err)
		mem_deref(p);
	else
		*pp = p;

	return err;
}

/**
 * Begin
 *
 * Media thread, and not before: the handler may be called at once.
 *
 * @param p Pipe, to be closed some time
 */
void oh_pipe_start(struct oh_pipe *p)
{
	oh_piper_add(p->piper, p);
}

/**
 * Give samples to the reader
 *
 * Media thread; never waits. What finds no room is lost.
 *
 * @param p     Pipe
 * @param sampv Mono samples at its rate, copied
 * @param sampc Their number
 */
void oh_pipe_put(struct oh_pipe *p, const int16_t *sampv, size_t sampc)
{
	size_t n;

	if (!p->out)
		return;
	n = oh_ring_put(p->out, sampv, sampc);
	if (n < sampc)
		atomic_fetch_add(&p->lost, sampc - n);
	oh_piper_wake(p->piper);
}

static bool has_enough(const struct oh_pipe *p, size_t count, size_t sampc)
{
	size_t ahead = p->speaks ? sampc : max(sampc, samples(p, AHEAD_MS));

	return count >= ahead || p->waited >= WAIT_MAX;
}

/**
 * Look what there is to say, once for each interval
 *
 * Less than an interval, or than the start in hand from which we begin, waits
 * for more, but not for long. Media thread.
 *
 * @param p     Pipe
 * @param sampc Samples of an interval
 *
 * @return true: oh_pipe_get() has something
 */
bool oh_pipe_poll(struct oh_pipe *p, size_t sampc)
{
	/* Before the samples are counted, the last of which came before it */
	bool eof = atomic_load(&p->eof);
	size_t count = p->in ? oh_ring_count(p->in) : 0;

	if (eof && !count && !atomic_exchange(&p->said, true))
		oh_piper_wake(p->piper);

	if (count && (eof || has_enough(p, count, sampc))) {
		p->speaks = true;
		p->waited = 0;
	}
	else {
		p->speaks = false;
		p->waited = count ? p->waited + 1 : 0;
	}
	return p->speaks;
}

/**
 * The last answer of oh_pipe_poll()
 *
 * @param p Pipe
 */
bool oh_pipe_speaks(const struct oh_pipe *p)
{
	return p->speaks;
}

/**
 * Take what is to be said in an interval
 *
 * Media thread; never waits.
 *
 * @param p     Pipe
 * @param sampv Receives mono samples at its rate, silence behind the last
 * @param sampc Their number
 */
void oh_pipe_get(struct oh_pipe *p, int16_t *sampv, size_t sampc)
{
	size_t n = p->in ? oh_ring_get(p->in, sampv, sampc) : 0;

	memset(sampv + n, 0, (sampc - n) * sizeof(*sampv));
	oh_piper_wake(p->piper);
}

/**
 * End a pipe
 *
 * Media thread; never waits. What the reader takes at once it still gets,
 * then the handler is called (unless it was before) and the pipe is gone.
 *
 * @param p Pipe, *given*
 */
void oh_pipe_close(struct oh_pipe *p)
{
	struct oh_piper *piper = p->piper;

	atomic_store(&p->closed, true);
	oh_piper_wake(piper);
}
