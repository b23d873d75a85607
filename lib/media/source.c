/**
 * @file source.c  Sound of any kind as mono samples at a wanted rate
 */
#include "base/compat.h"
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <samplerate.h>
#include <sndfile.h>
#include "media/source.h"

enum {
	BLOCK     = 1024,              /**< frames decoded at a time       */
	RESAMPLER = SRC_SINC_FASTEST,  /**< 97 dB: beyond any phone codec  */
};

/* Float files may hold anything; this much over full scale is kept. */
static const float loudest = 4;

struct decoder {
	const struct oh_source *src;
	sf_count_t pos;                /**< of libsndfile in the bytes     */
	SNDFILE *sf;
	SF_INFO info;
	SRC_STATE *resampler;          /**< NULL if the rates are equal    */
	double ratio;
	float wide[BLOCK * OH_SOURCE_CHANNELS_MAX];
	/* In this order: libsamplerate takes an input that has been read to
	   its end, where the output begins, for overlapping. */
	float out[BLOCK];
	float mono[BLOCK];
	oh_source_h *h;
	void *arg;
};

static int refuse(const char **whyp, int err, const char *why)
{
	if (whyp)
		*whyp = why;

	return err;
}

/**
 * Open a sound file
 *
 * Only regular files: a FIFO would hang us, a device has no end.
 *
 * @param src  Source to fill; release with oh_source_close()
 * @param path File name
 * @param whyp Receives what is wrong (static text), NULL if errno says it
 *
 * @return 0, an error of open(), EBADMSG (not a regular file, or empty),
 *         ERANGE (too large)
 */
int oh_source_open(struct oh_source *src, const char *path,
		   const char **whyp)
{
	struct stat st;
	int fd, err = 0;

	(void)refuse(whyp, 0, NULL);
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		return errno == ENXIO ?
			refuse(whyp, EBADMSG, "not a regular file") : errno;
	}
	if (fstat(fd, &st))
		err = errno;
	else if (S_ISDIR(st.st_mode))
		err = refuse(whyp, EBADMSG, "a directory");
	else if (!S_ISREG(st.st_mode))
		err = refuse(whyp, EBADMSG, "not a regular file");
	else if (st.st_size == 0)
		err = refuse(whyp, EBADMSG, "an empty file");
	else if (st.st_size > OH_SOURCE_BYTES_MAX)
		err = refuse(whyp, ERANGE, "larger than 512 MiB");
	if (err) {
		(void)close(fd);
		return err;
	}
	*src = (struct oh_source){ .fd = fd, .size = (size_t)st.st_size };

	return 0;
}

/**
 * Close the file of a source, if it has one
 *
 * @param src Source
 */
void oh_source_close(struct oh_source *src)
{
	if (src->fd >= 0)
		(void)close(src->fd);
	src->fd = -1;
}

static sf_count_t bytes_size(void *arg)
{
	const struct decoder *d = arg;

	return (sf_count_t)d->src->size;
}

static sf_count_t bytes_seek(sf_count_t offset, int whence, void *arg)
{
	struct decoder *d = arg;

	if (whence == SEEK_CUR)
		offset += d->pos;
	else if (whence == SEEK_END)
		offset += bytes_size(d);
	if (offset < 0)
		return -1;
	d->pos = offset;

	return offset;
}

static sf_count_t bytes_read(void *buf, sf_count_t count, void *arg)
{
	struct decoder *d = arg;
	const sf_count_t size = bytes_size(d);
	ssize_t n;

	if (count <= 0 || d->pos >= size)
		return 0;
	n = (ssize_t)min(count, size - d->pos);
	if (d->src->fd < 0)
		memcpy(buf, d->src->data + d->pos, (size_t)n);
	else
		n = pread(d->src->fd, buf, (size_t)n, d->pos);
	if (n <= 0)
		return 0;
	d->pos += n;

	return n;
}

static sf_count_t bytes_write(const void *buf, sf_count_t count, void *arg)
{
	(void)buf;
	(void)count;
	(void)arg;

	return 0;
}

static sf_count_t bytes_tell(void *arg)
{
	return ((const struct decoder *)arg)->pos;
}

static void destructor(void *arg)
{
	struct decoder *d = arg;

	if (d->sf)
		(void)sf_close(d->sf);
	if (d->resampler)
		(void)src_delete(d->resampler);
}

static int check_info(const SF_INFO *info, const char **whyp)
{
	if (info->channels < 1 || info->channels > OH_SOURCE_CHANNELS_MAX)
		return refuse(whyp, ERANGE, "more than 32 channels");
	if (info->samplerate < OH_SOURCE_RATE_MIN ||
	    info->samplerate > OH_SOURCE_RATE_MAX)
		return refuse(whyp, ERANGE,
			      "a sampling rate outside 1 to 384 kHz");
	if (info->frames <= 0)
		return refuse(whyp, EBADMSG, "no sound in it");
	if (info->frames == SF_COUNT_MAX)
		return refuse(whyp, EBADMSG, "cut off: it has no end");
	if (info->frames / info->samplerate >= OH_SOURCE_SECONDS_MAX)
		return refuse(whyp, ERANGE, "longer than two hours");

	return 0;
}

static int decoder_alloc(struct decoder **dp, const struct oh_source *src,
			 const char **whyp)
{
	static const SF_VIRTUAL_IO bytes = {
		.get_filelen = bytes_size,
		.seek        = bytes_seek,
		.read        = bytes_read,
		.write       = bytes_write,
		.tell        = bytes_tell,
	};
	struct decoder *d;
	SF_VIRTUAL_IO vio = bytes;
	int err;

	d = mem_zalloc(sizeof(*d), destructor);
	if (!d)
		return ENOMEM;
	d->src = src;
	if (src->raw_hz) {
		d->info.samplerate = (int)src->raw_hz;
		d->info.channels = 1;
		d->info.format =
			SF_FORMAT_RAW | SF_FORMAT_PCM_16 | SF_ENDIAN_CPU;
	}
	d->sf = sf_open_virtual(&vio, SFM_READ, &d->info, d);
	err = d->sf ? check_info(&d->info, whyp)
		    : refuse(whyp, EBADMSG, "not a sound file");
	if (err)
		mem_deref(d);
	else
		*dp = d;

	return err;
}

/**
 * Look whether a source is sound that we can decode
 *
 * Reads the headers only: what follows may still be broken.
 *
 * @param src      Source
 * @param secondsp Receives its length, may be NULL [s]
 * @param whyp     Receives what is wrong (static text), may be NULL
 *
 * @return 0, EBADMSG (no sound), ERANGE (too long, odd rate or channels),
 *         ENOMEM
 */
int oh_source_probe(const struct oh_source *src, double *secondsp,
		    const char **whyp)
{
	struct decoder *d;
	int err;

	(void)refuse(whyp, 0, NULL);
	err = decoder_alloc(&d, src, whyp);
	if (err)
		return err;
	if (secondsp)
		*secondsp = (double)d->info.frames / d->info.samplerate;
	mem_deref(d);

	return 0;
}

/* Not a number and infinity would spread through the resampler's filter. */
static float tamed(float v)
{
	if (!isfinite(v))
		return 0;
	return fmaxf(-loudest, fminf(v, loudest));
}

static void mix_down(struct decoder *d, size_t frames)
{
	const size_t channels = (size_t)d->info.channels;
	const float *p = d->wide;

	for (size_t i = 0; i < frames; i++) {
		float sum = 0;

		for (size_t c = 0; c < channels; c++)
			sum += tamed(*p++);
		d->mono[i] = sum / (float)channels;
	}
}

static int emit(const struct decoder *d, const float *v, size_t n)
{
	int16_t sampv[BLOCK];

	for (size_t i = 0; i < n; i++) {
		float s = v[i] * 32768;

		sampv[i] = (int16_t)lrintf(fmaxf(INT16_MIN,
						 fminf(s, INT16_MAX)));
	}

	return n ? d->h(sampv, n, d->arg) : 0;
}

/* At the end the filter still holds some samples: go on till it is dry. */
static int resample(struct decoder *d, size_t n, bool end)
{
	SRC_DATA data = {
		.data_in = d->mono, .input_frames = (long)n,
		.data_out = d->out, .output_frames = BLOCK,
		.src_ratio = d->ratio, .end_of_input = end,
	};

	if (!d->resampler)
		return emit(d, d->mono, n);
	do {
		int err;

		if (src_process(d->resampler, &data))
			return EPROTO;
		data.data_in += data.input_frames_used;
		data.input_frames -= data.input_frames_used;
		err = emit(d, d->out, (size_t)data.output_frames_gen);
		if (err)
			return err;
	} while (data.output_frames_gen > 0);

	return 0;
}

/* Ogg and MP3 decoders take broken data for an early end. The length of an
   MP3 may be an estimate, so some less than promised is no fault. */
static bool is_cut(const struct decoder *d, sf_count_t got)
{
	return got < d->info.frames / 10 * 9;
}

static int decode_all(struct decoder *d)
{
	const sf_count_t max =
		(sf_count_t)OH_SOURCE_SECONDS_MAX * d->info.samplerate;
	sf_count_t got = 0, n;
	int err;

	do {
		n = sf_readf_float(d->sf, d->wide, BLOCK);
		if (n < 0 || sf_error(d->sf) != SF_ERR_NO_ERROR)
			return EBADMSG;
		got += n;
		if (got > max)
			return ERANGE;
		mix_down(d, (size_t)n);
		err = resample(d, (size_t)n, n < BLOCK);
		if (err)
			return err;
	} while (n == BLOCK);

	return is_cut(d, got) ? EBADMSG : 0;
}

/**
 * Decode all of a source
 *
 * @param src     Source
 * @param rate_hz Wanted sampling rate [Hz]
 * @param h       Called with each block of mono samples, before this returns
 * @param arg     Handler argument
 *
 * @return 0, EBADMSG (broken half-way, or no sound), ERANGE (too long), the
 *         handler's error, ENOMEM
 */
int oh_source_decode(const struct oh_source *src, uint32_t rate_hz,
		     oh_source_h *h, void *arg)
{
	struct decoder *d;
	int err, fault = 0;

	err = decoder_alloc(&d, src, NULL);
	if (err)
		return err;
	d->h = h;
	d->arg = arg;
	if ((uint32_t)d->info.samplerate != rate_hz) {
		d->ratio = (double)rate_hz / d->info.samplerate;
		d->resampler = src_new(RESAMPLER, 1, &fault);
		if (!d->resampler)
			err = ENOMEM;
	}
	if (!err)
		err = decode_all(d);
	mem_deref(d);

	return err;
}
