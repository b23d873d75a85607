/**
 * @file recorder.c  What is heard of a call into a file: the filling side
 */
#include "base/compat.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include "media/recorder_priv.h"

enum {
	RING_MS     = 4000,    /**< at least; what a slow disk may owe us   */
	REORDER_MS  = 200,     /**< a packet this late still finds its place */
	AHEAD_MS    = 400,     /**< further in the future is a wild guess   */
	RATE_HZ_MIN = 8000,
	RATE_HZ_MAX = 48000,
};

static void destructor(void *arg)
{
	struct oh_recorder *r = arg;

	if (r->file)
		(void)sf_close(r->file);
	mem_deref(r->ring);
}

static uint64_t ring_size(uint32_t rate_hz)
{
	uint64_t size = 1;

	while (size < (uint64_t)rate_hz * RING_MS / 1000)
		size *= 2;

	return size;
}

static int recorder_alloc(struct oh_recorder **rp,
			  const struct oh_recorder_prm *prm)
{
	struct oh_recorder *r = mem_zalloc(sizeof(*r), destructor);

	if (!r)
		return ENOMEM;
	r->rate_hz = prm->rate_hz;
	r->channels = prm->theirs ? 1 : 2;
	r->size = ring_size(prm->rate_hz);
	r->cut = UINT64_MAX;
	atomic_init(&r->tail, 0);
	atomic_init(&r->head, 0);
	atomic_init(&r->err, 0);
	atomic_init(&r->closed, false);
	r->ring = mem_zalloc((size_t)r->size * r->channels *
			     sizeof(*r->ring), NULL);
	if (!r->ring) {
		mem_deref(r);
		return ENOMEM;
	}
	*rp = r;

	return 0;
}

/* With its header, so that a full disk is known at once. */
static int create_file(struct oh_recorder *r, const char *path)
{
	SF_INFO info = {
		.samplerate = (int)r->rate_hz,
		.channels = (int)r->channels,
		.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16,
	};
	SNDFILE *file;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOCTTY | O_CLOEXEC,
		  0600);
	if (fd < 0)
		return errno;
	errno = 0;
	file = sf_open_fd(fd, SFM_WRITE, &info, SF_TRUE);
	if (!file) {
		int err = errno ? errno : ENOMEM;

		(void)close(fd);
		(void)unlink(path);
		return err;
	}
	(void)sf_command(file, SFC_UPDATE_HEADER_NOW, NULL, 0);
	if (sf_error(file)) {
		int err = errno ? errno : EIO;

		(void)sf_close(file);
		(void)unlink(path);
		return err;
	}
	r->file = file;

	return 0;
}

/**
 * Begin a recording
 *
 * Creates the file, 0600, with an empty header; on failure no file is left.
 *
 * @param rp  Recording; belongs to the media thread until it calls
 *            oh_recorder_close(), to the writer thread after that
 * @param w   Writer thread, *borrowed*
 * @param prm File and what goes into it, *borrowed*
 * @param h   Called once, on the writer thread; may be NULL
 * @param arg Handler argument
 *
 * @return 0, EINVAL, ERANGE (the rate), ENOMEM, EEXIST, EACCES, ENOSPC and
 *         others of open() and write()
 */
int oh_recorder_open(struct oh_recorder **rp, struct oh_writer *w,
		     const struct oh_recorder_prm *prm,
		     oh_recorder_h *h, void *arg)
{
	struct oh_recorder *r;
	int err;

	if (!rp || !w || !prm || !prm->path)
		return EINVAL;
	if (prm->rate_hz < RATE_HZ_MIN || prm->rate_hz > RATE_HZ_MAX)
		return ERANGE;
	err = recorder_alloc(&r, prm);
	if (err)
		return err;
	err = create_file(r, prm->path);
	if (err) {
		mem_deref(r);
		return err;
	}
	r->writer = w;
	r->h = h;
	r->arg = arg;
	oh_writer_add(w, r);
	*rp = r;

	return 0;
}

static uint64_t frames(const struct oh_recorder *r, uint32_t ms)
{
	return (uint64_t)r->rate_hz / 1000 * ms;
}

static bool has_room(const struct oh_recorder *r, uint64_t end)
{
	return end <= atomic_load_explicit(&r->tail, memory_order_acquire) +
		r->size;
}

static bool is_dead(const struct oh_recorder *r)
{
	return atomic_load_explicit(&r->err, memory_order_relaxed) != 0;
}

/* The first reason stands; the writer ends it. */
static void fail(struct oh_recorder *r, int err)
{
	int none = 0;

	if (atomic_compare_exchange_strong(&r->err, &none, err))
		oh_writer_wake(r->writer);
}

/**
 * Put samples where they belong in time
 *
 * Media thread; never waits. Samples before what has been handed to the
 * writer are dropped, and so are those more than 400 ms in the future.
 *
 * @param r     Recording
 * @param ch    Whose samples
 * @param pos   Position of the first [samples since the start]
 * @param sampv Samples, copied
 * @param sampc Their number
 */
void oh_recorder_put(struct oh_recorder *r, enum oh_recorder_channel ch,
		     uint64_t pos, const int16_t *sampv, size_t sampc)
{
	const uint64_t head =
		atomic_load_explicit(&r->head, memory_order_relaxed);
	const uint64_t ahead = r->now + frames(r, AHEAD_MS);
	const unsigned side = r->channels == 1 ? 0 : ch;

	if (r->channels == 1 && ch == OH_RECORDER_US)
		return;
	if (is_dead(r) || pos > ahead || sampc > ahead - pos)
		return;
	if (pos < head) {
		const uint64_t late = head - pos;

		if (late >= sampc)
			return;
		pos += late;
		sampv += late;
		sampc -= (size_t)late;
	}
	if (!has_room(r, pos + sampc)) {
		fail(r, ENOBUFS);
		return;
	}
	for (size_t i = 0; i < sampc; i++)
		r->ring[((pos + i) & (r->size - 1)) * r->channels + side] =
			sampv[i];
	r->end = max(r->end, pos + sampc);
}

static void hand_over(struct oh_recorder *r, uint64_t head)
{
	if (!has_room(r, head))
		fail(r, ENOBUFS);
	else
		atomic_store_explicit(&r->head, head, memory_order_release);
}

/**
 * Say what time it is, so that what is older than the reorder window goes to
 * the file
 *
 * Media thread; never waits.
 *
 * @param r   Recording
 * @param pos Now [samples since the start]
 */
void oh_recorder_advance(struct oh_recorder *r, uint64_t pos)
{
	const uint64_t window = frames(r, REORDER_MS);

	if (is_dead(r) || pos <= r->now)
		return;
	r->now = pos;
	if (pos > window)
		hand_over(r, pos - window);
}

/**
 * Have a recording end before it is closed; what is behind is left out, also
 * where it is in the file already
 *
 * Media thread; never waits.
 *
 * @param r   Recording, to be closed next
 * @param pos Its end [samples since the start]
 */
void oh_recorder_cut(struct oh_recorder *r, uint64_t pos)
{
	r->cut = pos;
}

/**
 * End a recording
 *
 * Media thread; never waits. The rest goes to the file, then the handler is
 * called (unless it was before, with an error) and the recording is gone.
 *
 * @param r Recording, *given*; may be NULL
 */
void oh_recorder_close(struct oh_recorder *r)
{
	struct oh_writer *w;
	uint64_t head;

	if (!r)
		return;
	w = r->writer;
	head = min(max(r->now, r->end), r->cut);
	if (!is_dead(r) && head > atomic_load(&r->head))
		hand_over(r, head);
	atomic_store_explicit(&r->closed, true, memory_order_release);
	oh_writer_wake(w);
}
