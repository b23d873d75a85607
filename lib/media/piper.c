/**
 * @file piper.c  The thread that reads and writes pipes
 *
 * It sleeps in poll() until a descriptor can be read or written, or the media
 * thread has put or taken samples. A descriptor that may block is touched
 * only when poll() has said that it will not.
 */
#include "base/compat.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include "base/clock.h"
#include "media/pipe_priv.h"
#include "media/thread.h"

enum {
	LINGER_MS = 200,     /* for what is left when a pipe is over     */
	LOOK_MS   = 50,      /* .. look so often                         */
	SAMPLES   = OH_PIPE_CHUNK_BYTES / 2,
	FDS_MAX   = 1 + 2 * OH_PIPE_MAX,
	ENDED     = POLLHUP | POLLERR | POLLNVAL,
};

struct oh_piper {
	pthread_t        thread;
	bool             running;
	int              wakefd;
	atomic_bool      woken;
	atomic_bool      stop;
	atomic_uint      pipes;
	pthread_mutex_t  lock;             /**< of added                  */
	struct oh_pipe  *added;            /**< new ones                  */
	struct oh_pipe  *list;             /**< the thread's own          */
	struct pollfd    fdv[FDS_MAX];     /**< wakefd, two of each       */
};

/* -------------------------------------------------------------- bytes */

static ssize_t read_some(const struct oh_pipe_fd *f, uint8_t *buf, size_t n)
{
	return f->socket ? recv(f->fd, buf, n, MSG_DONTWAIT)
			 : read(f->fd, buf, n);
}

static ssize_t write_some(const struct oh_pipe_fd *f, const uint8_t *buf,
			  size_t n)
{
	return f->socket ? send(f->fd, buf, n, MSG_DONTWAIT | MSG_NOSIGNAL)
			 : write(f->fd, buf, n);
}

static bool is_later(int err)
{
	return err == EAGAIN || err == EWOULDBLOCK || err == EINTR;
}

/* Whole samples go to the ring, half a one waits for its other half. */
static void unpack(struct oh_pipe *p)
{
	struct oh_pipe_chunk *c = &p->got;
	int16_t sampv[SAMPLES];
	size_t n = c->len / 2;

	for (size_t i = 0; i < n; i++)
		sampv[i] = (int16_t)(c->buf[2 * i] |
				     c->buf[2 * i + 1] << 8);
	(void)oh_ring_put(p->in, sampv, n);    /* there is room */
	c->buf[0] = c->buf[2 * n];
	c->len   %= 2;
}

static void pack(struct oh_pipe *p)
{
	struct oh_pipe_chunk *c = &p->put;
	int16_t sampv[SAMPLES];
	size_t n = oh_ring_get(p->out, sampv, SAMPLES);

	for (size_t i = 0; i < n; i++) {
		c->buf[2 * i]     = (uint8_t)sampv[i];
		c->buf[2 * i + 1] = (uint8_t)((uint16_t)sampv[i] >> 8);
	}
	c->pos = 0;
	c->len = 2 * n;
}

/* ---------------------------------------------------------- one pipe */

static void close_fd(struct oh_pipe_fd *f)
{
	if (f->fd >= 0)
		(void)close(f->fd);
	f->fd = -1;
}

static void end(struct oh_pipe *p, int err)
{
	size_t lost = p->dropped + atomic_load(&p->lost);
	struct oh_pipe_end e = {
		.ok  = !err && atomic_load(&p->said),
		.err = err,
		.seconds = (double)(oh_clock_us() - p->start_us) / 1e6,
		.dropped_ms = (uint32_t)(lost * 1000 / p->rate_hz),
	};

	p->ended = true;
	close_fd(&p->in_fd);
	close_fd(&p->out_fd);
	p->h(&e, p->arg);
}

static bool may_read(const struct oh_pipe *p)
{
	return p->in_fd.fd >= 0 && oh_ring_room(p->in) >= SAMPLES;
}

static bool may_write(const struct oh_pipe *p)
{
	return p->out_fd.fd >= 0 &&
		(p->put.pos < p->put.len || oh_ring_count(p->out));
}

/* An input that fails has no more to say. */
static void fill(struct oh_pipe *p)
{
	struct oh_pipe_chunk *c = &p->got;
	ssize_t n = read_some(&p->in_fd, c->buf + c->len,
			      sizeof(c->buf) - c->len);

	if (n < 0 && is_later(errno))
		return;
	if (n > 0) {
		c->len += (size_t)n;
		unpack(p);
		return;
	}
	close_fd(&p->in_fd);
	atomic_store(&p->eof, true);
}

/* A reader that stalls finds what is new when it wakes up. */
static void forget(struct oh_pipe *p)
{
	size_t most = (size_t)p->rate_hz / 1000 * OH_PIPE_OUT_MS;
	size_t count = p->out ? oh_ring_count(p->out) : 0;

	if (count > most)
		p->dropped += oh_ring_drop(p->out, count - most);
}

static void flush(struct oh_pipe *p)
{
	struct oh_pipe_chunk *c = &p->put;
	ssize_t n;

	if (c->pos == c->len)
		pack(p);
	if (c->pos == c->len)
		return;
	n = write_some(&p->out_fd, c->buf + c->pos, c->len - c->pos);
	if (n >= 0)
		c->pos += (size_t)n;
	else if (!is_later(errno))
		end(p, errno);
}

static bool is_over(const struct oh_pipe *p)
{
	return atomic_load(&p->closed) ||
		(atomic_load(&p->said) &&
		 (p->end_at_eof || p->out_fd.fd < 0));
}

/* What is left may still be written, for a moment. */
static void leave(struct oh_pipe *p, bool stop)
{
	uint64_t now_us = oh_clock_us();

	if (!p->over_us)
		p->over_us = now_us;
	if (stop || !may_write(p) ||
	    now_us >= p->over_us + LINGER_MS * 1000)
		end(p, 0);
}

static void serve(struct oh_pipe *p, short in, short out, bool stop)
{
	if (!p->ended && (in & (POLLIN | ENDED)))
		fill(p);
	if (!p->ended && (out & POLLOUT))
		flush(p);
	if (!p->ended && (out & ENDED))
		end(p, out & POLLNVAL ? EBADF : EPIPE);
	if (!p->ended)
		forget(p);
	if (!p->ended && (stop || is_over(p)))
		leave(p, stop);
}

/* --------------------------------------------------------- the thread */

static int wait_ms(const struct oh_piper *pp)
{
	for (const struct oh_pipe *p = pp->list; p; p = p->next) {
		if (!p->ended && p->over_us)
			return LOOK_MS;
	}
	return -1;
}

static void wait(struct oh_piper *pp)
{
	struct pollfd *fd = pp->fdv;
	eventfd_t n;

	*fd++ = (struct pollfd){ .fd = pp->wakefd, .events = POLLIN };
	for (const struct oh_pipe *p = pp->list; p; p = p->next) {
		*fd++ = (struct pollfd){
			.fd = may_read(p) ? p->in_fd.fd : -1,
			.events = POLLIN };
		*fd++ = (struct pollfd){
			.fd = p->out_fd.fd,
			.events = may_write(p) ? POLLOUT : 0 };
	}
	if (poll(pp->fdv, (nfds_t)(fd - pp->fdv), wait_ms(pp)) < 0)
		memset(pp->fdv, 0, sizeof(pp->fdv));
	/* In this order: whoever changes something from now on wakes us. */
	(void)eventfd_read(pp->wakefd, &n);
	(void)atomic_exchange(&pp->woken, false);
}

static void serve_all(struct oh_piper *pp, bool stop)
{
	const struct pollfd *fd = pp->fdv + 1;
	struct oh_pipe **link = &pp->list;

	for (; *link; fd += 2) {
		struct oh_pipe *p = *link;

		serve(p, fd[0].revents, fd[1].revents, stop);
		if (!p->ended || !(stop || atomic_load(&p->closed))) {
			link = &p->next;
			continue;
		}
		*link = p->next;
		mem_deref(p);
		oh_piper_release(pp);
	}
}

static void take_added(struct oh_piper *pp)
{
	struct oh_pipe *p;

	pthread_mutex_lock(&pp->lock);
	p = pp->added;
	pp->added = NULL;
	pthread_mutex_unlock(&pp->lock);

	/* What happened to a new one until now has woken us already. */
	if (p)
		oh_piper_wake(pp);
	while (p) {
		struct oh_pipe *next = p->next;

		p->next  = pp->list;
		pp->list = p;
		p = next;
	}
}

static void *work(void *arg)
{
	struct oh_piper *pp = arg;

	while (!atomic_load(&pp->stop)) {
		wait(pp);
		serve_all(pp, false);
		take_added(pp);
	}
	memset(pp->fdv, 0, sizeof(pp->fdv));
	serve_all(pp, true);

	return NULL;
}

static void destructor(void *arg)
{
	struct oh_piper *pp = arg;

	if (pp->running) {
		atomic_store(&pp->stop, true);
		oh_piper_wake(pp);
		(void)pthread_join(pp->thread, NULL);
	}
	if (pp->wakefd >= 0)
		(void)close(pp->wakefd);
	(void)pthread_mutex_destroy(&pp->lock);
}

/**
 * Start a piper thread
 *
 * @param pp Piper, *returned*. Releasing it ends every pipe and waits for
 *           that: the media thread must have ended before
 *
 * @return 0, ENOMEM, EMFILE, EAGAIN (too many threads)
 */
int oh_piper_alloc(struct oh_piper **pp)
{
	struct oh_piper *p = mem_zalloc(sizeof(*p), destructor);
	int err;

	if (!p)
		return ENOMEM;
	(void)pthread_mutex_init(&p->lock, NULL);
	p->wakefd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (p->wakefd < 0) {
		err = errno;
		goto out;
	}
	err = oh_thread_start(&p->thread, work, p);
	p->running = !err;

 out:
	if (err)
		mem_deref(p);
	else
		*pp = p;

	return err;
}

/**
 * Have room for one more pipe
 *
 * @param pp Piper
 *
 * @return 0, or EAGAIN: there are OH_PIPE_MAX
 */
int oh_piper_reserve(struct oh_piper *pp)
{
	if (atomic_fetch_add(&pp->pipes, 1) < OH_PIPE_MAX)
		return 0;
	oh_piper_release(pp);

	return EAGAIN;
}

/**
 * Give that room back
 *
 * @param pp Piper
 */
void oh_piper_release(struct oh_piper *pp)
{
	atomic_fetch_sub(&pp->pipes, 1);
}

/**
 * Give a new pipe to the piper
 *
 * @param pp Piper
 * @param p  Pipe, *given*, with room reserved
 */
void oh_piper_add(struct oh_piper *pp, struct oh_pipe *p)
{
	pthread_mutex_lock(&pp->lock);
	p->next   = pp->added;
	pp->added = p;
	pthread_mutex_unlock(&pp->lock);
	oh_piper_wake(pp);
}

/**
 * Have the piper look at its pipes, on any thread
 *
 * @param pp Piper
 */
void oh_piper_wake(struct oh_piper *pp)
{
	if (!atomic_exchange(&pp->woken, true))
		(void)eventfd_write(pp->wakefd, 1);
}
