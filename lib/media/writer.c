/**
 * @file writer.c  The thread that writes recordings to the disk
 *
 * While there are recordings it wakes by itself a few times a second and
 * writes what has been handed over; nobody wakes it for a packet. It alone
 * touches the files.
 */
#include "base/compat.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include "media/recorder_priv.h"
#include "media/thread.h"

enum {
	WRITE_EVERY_MS     = 250,
	HEADER_BYTES_MAX   = 4096,
};

struct oh_writer {
	pthread_t thread;
	bool running;
	int wakefd;
	atomic_bool stop;
	pthread_mutex_t lock;            /**< of added                   */
	struct oh_recorder *added;       /**< new ones, from other threads */
	struct oh_recorder *list;        /**< the thread's own           */
};

static size_t frame_bytes(const struct oh_recorder *r)
{
	return r->channels * sizeof(*r->ring);
}

/* Sizes in a WAV header have 32 bits. */
static uint64_t frames_max(const struct oh_recorder *r)
{
	return (UINT32_MAX - HEADER_BYTES_MAX) / frame_bytes(r);
}

static int write_frames(struct oh_recorder *r, uint64_t pos, uint64_t n)
{
	int16_t *p = r->ring + (pos & (r->size - 1)) * r->channels;
	sf_count_t done;

	if (r->written + n > frames_max(r))
		return EFBIG;
	errno = 0;
	done = sf_writef_short(r->file, p, (sf_count_t)n);
	r->written += (uint64_t)max(done, 0);
	if (done != (sf_count_t)n)
		return errno ? errno : EIO;
	memset(p, 0, (size_t)n * frame_bytes(r));

	return 0;
}

/* Up to the head, in two pieces where the ring wraps. */
static int drain(struct oh_recorder *r)
{
	uint64_t head = atomic_load_explicit(&r->head, memory_order_acquire);
	uint64_t tail = atomic_load_explicit(&r->tail, memory_order_relaxed);

	while (tail < head) {
		const uint64_t wrap = r->size - (tail & (r->size - 1));
		const uint64_t n = min(head - tail, wrap);
		int err = write_frames(r, tail, n);

		if (err)
			return err;
		tail += n;
		atomic_store_explicit(&r->tail, tail, memory_order_release);
	}

	return 0;
}

/* About once a second, so that a killed process leaves a playable file. */
static void tell_header(struct oh_recorder *r)
{
	if (r->written < r->told + r->rate_hz)
		return;
	(void)sf_command(r->file, SFC_UPDATE_HEADER_NOW, NULL, 0);
	r->told = r->written;
}

/* What was cut off is already in the file. If it cannot be taken out, the
   file is longer, and still a file. */
static void shorten(struct oh_recorder *r)
{
	sf_count_t end = (sf_count_t)r->cut;

	if (r->cut < r->written &&
	    !sf_command(r->file, SFC_FILE_TRUNCATE, &end, sizeof(end)))
		r->written = r->cut;
}

/* Closing writes the header a last time; not even a full disk forbids that,
   as the header has its place. */
static void end(struct oh_recorder *r, int err)
{
	r->ended = true;
	if (atomic_load_explicit(&r->closed, memory_order_acquire))
		shorten(r);
	(void)sf_close(r->file);
	r->file = NULL;
	if (r->h)
		r->h(err, (double)r->written / r->rate_hz, r->arg);
}

/* true: nobody needs it any more */
static bool serve(struct oh_recorder *r, bool stop)
{
	/* Closed is read before the head, which was moved before closing. */
	const bool closed = stop ||
		atomic_load_explicit(&r->closed, memory_order_acquire);
	int err;

	if (r->ended)
		return closed;
	err = drain(r);
	if (!err)
		err = atomic_load(&r->err);
	else
		atomic_store(&r->err, err);
	if (err || closed)
		end(r, err);
	else
		tell_header(r);

	return closed;
}

static void take_added(struct oh_writer *w)
{
	struct oh_recorder *r;

	pthread_mutex_lock(&w->lock);
	r = w->added;
	w->added = NULL;
	pthread_mutex_unlock(&w->lock);

	while (r) {
		struct oh_recorder *next = r->next;

		r->next = w->list;
		w->list = r;
		r = next;
	}
}

static void serve_all(struct oh_writer *w, bool stop)
{
	struct oh_recorder **rp = &w->list;

	take_added(w);
	while (*rp) {
		struct oh_recorder *r = *rp;

		if (serve(r, stop)) {
			*rp = r->next;
			mem_deref(r);
		}
		else
			rp = &r->next;
	}
}

static void *work(void *arg)
{
	struct oh_writer *w = arg;
	bool stop;

	do {
		struct pollfd pfd = { .fd = w->wakefd, .events = POLLIN };
		eventfd_t n;

		if (poll(&pfd, 1, w->list ? WRITE_EVERY_MS : -1) > 0)
			(void)eventfd_read(w->wakefd, &n);
		stop = atomic_load(&w->stop);
		serve_all(w, stop);
	} while (!stop);

	return NULL;
}

static void destructor(void *arg)
{
	struct oh_writer *w = arg;

	if (w->running) {
		atomic_store(&w->stop, true);
		oh_writer_wake(w);
		(void)pthread_join(w->thread, NULL);
	}
	if (w->wakefd >= 0)
		(void)close(w->wakefd);
	(void)pthread_mutex_destroy(&w->lock);
}

/**
 * Start a writer thread
 *
 * @param wp Writer, *returned*. Releasing it finishes every recording, as
 *           oh_recorder_close() does, and waits for that: the media thread
 *           must have ended before
 *
 * @return 0, EINVAL, ENOMEM, EMFILE, EAGAIN (too many threads)
 */
int oh_writer_alloc(struct oh_writer **wp)
{
	struct oh_writer *w;
	int err;

	if (!wp)
		return EINVAL;
	w = mem_zalloc(sizeof(*w), destructor);
	if (!w)
		return ENOMEM;
	(void)pthread_mutex_init(&w->lock, NULL);
	atomic_init(&w->stop, false);
	w->wakefd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (w->wakefd < 0) {
		err = errno;
		goto out;
	}
	err = oh_thread_start(&w->thread, work, w);
	w->running = !err;

 out:
	if (err)
		mem_deref(w);
	else
		*wp = w;

	return err;
}

/**
 * Give a new recording to the writer thread, on any thread
 *
 * @param w Writer
 * @param r Recording, *given*
 */
void oh_writer_add(struct oh_writer *w, struct oh_recorder *r)
{
	pthread_mutex_lock(&w->lock);
	r->next = w->added;
	w->added = r;
	pthread_mutex_unlock(&w->lock);
	oh_writer_wake(w);
}

/**
 * Have the writer thread look at its recordings now
 *
 * @param w Writer
 */
void oh_writer_wake(struct oh_writer *w)
{
	/* It fails only when the thread has been woken 2^64 times. */
	(void)eventfd_write(w->wakefd, 1);
}
