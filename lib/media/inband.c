/**
 * @file inband.c  Digits as tones in the audio (ITU-T Q.23, Q.24)
 *
 *	samples -> 8 kHz -> high-pass -> spandsp's receiver -> each press once
 *
 * spandsp's receiver works at 8 kHz. A DC offset makes it lose and find the
 * digit again; its own dc_restore() needs seconds to settle.
 */
#include "base/compat.h"
#include <samplerate.h>
#include "media/inband.h"
#include "media/spandsp.h"

enum {
	RECEIVER_HZ = 8000,
	RATE_HZ_MAX = 48000,
	BLOCK       = 480,     /**< samples at a time */
};

/* Pole of the high-pass: 3 dB down at 100 Hz, above mains hum. */
static const float pole = 0.92f;

struct oh_inband {
	struct oh_spandsp lib;
	dtmf_rx_state_t *receiver;
	float before[2];               /**< high-pass: in, out */
	SRC_STATE *resampler;          /**< NULL at 8 kHz */
	double ratio;
	oh_inband_h *h;
	void *arg;
};

static void destructor(void *arg)
{
	struct oh_inband *i = arg;

	if (i->receiver)
		i->lib.dtmf_rx_free(i->receiver);
	if (i->resampler)
		(void)src_delete(i->resampler);
}

/**
 * Listen for digits
 *
 * @param ip      Detector, *returned*
 * @param rate_hz Sampling rate of what will be fed, 8000 to 48000 [Hz]
 * @param h       Called from oh_inband_feed() once for each press; it may
 *                release the detector
 * @param arg     Handler argument
 *
 * @return 0, EINVAL, ERANGE (the rate), ENOENT (no spandsp), ENOMEM
 */
int oh_inband_alloc(struct oh_inband **ip, uint32_t rate_hz,
		    oh_inband_h *h, void *arg)
{
	struct oh_inband *i;
	int err = 0, fault;

	if (!ip || !h)
		return EINVAL;
	if (rate_hz < RECEIVER_HZ || rate_hz > RATE_HZ_MAX)
		return ERANGE;
	i = mem_zalloc(sizeof(*i), destructor);
	if (!i)
		return ENOMEM;
	i->h = h;
	i->arg = arg;
	i->ratio = (double)RECEIVER_HZ / rate_hz;
	err = oh_spandsp_load(&i->lib);
	if (err)
		goto out;
	i->receiver = i->lib.dtmf_rx_init(NULL, NULL, NULL);
	if (i->receiver && rate_hz != RECEIVER_HZ)
		i->resampler = src_new(SRC_SINC_FASTEST, 1, &fault);
	if (!i->receiver || (rate_hz != RECEIVER_HZ && !i->resampler))
		err = ENOMEM;

 out:
	if (err)
		mem_deref(i);
	else
		*ip = i;

	return err;
}

static size_t to_8khz(struct oh_inband *i, int16_t *out,
		      const int16_t *sampv, size_t sampc)
{
	float in[BLOCK], narrow[BLOCK];
	SRC_DATA data = {
		.data_in = in, .input_frames = (long)sampc,
		.data_out = narrow, .output_frames = BLOCK,
		.src_ratio = i->ratio,
	};

	if (!i->resampler) {
		memcpy(out, sampv, sampc * sizeof(*out));
		return sampc;
	}
	src_short_to_float_array(sampv, in, (int)sampc);
	/* It fails only for arguments out of range. */
	(void)src_process(i->resampler, &data);
	src_float_to_short_array(narrow, out, (int)data.output_frames_gen);

	return (size_t)data.output_frames_gen;
}

static int16_t high_pass(struct oh_inband *i, int16_t sample)
{
	const float out = sample - i->before[0] + pole * i->before[1];

	i->before[0] = sample;
	i->before[1] = out;

	return (int16_t)max(-INT16_MAX, min(out, INT16_MAX));
}

static void hear(struct oh_inband *i, const int16_t *sampv, size_t sampc)
{
	int16_t block[BLOCK];
	const size_t n = to_8khz(i, block, sampv, sampc);

	for (size_t k = 0; k < n; k++)
		block[k] = high_pass(i, block[k]);
	(void)i->lib.dtmf_rx(i->receiver, block, (int)n);
}

/**
 * Listen to more samples
 *
 * The handler is called for each press heard, however long it lasts.
 *
 * @param i     Detector
 * @param sampv Mono samples at the detector's rate
 * @param sampc Their number
 */
void oh_inband_feed(struct oh_inband *i, const int16_t *sampv, size_t sampc)
{
	char digits[MAX_DTMF_DIGITS + 1];
	size_t count;

	while (sampc) {
		const size_t n = min(sampc, (size_t)BLOCK);

		hear(i, sampv, n);
		sampv += n;
		sampc -= n;
	}
	count = i->lib.dtmf_rx_get(i->receiver, digits, MAX_DTMF_DIGITS);

	/* The handler may release the detector: no more of them then. */
	(void)mem_ref(i);
	for (size_t k = 0; k < count && mem_nrefs(i) > 1; k++)
		i->h(digits[k], i->arg);
	mem_deref(i);
}

/**
 * Tell whether a key is down, or may be
 *
 * @param i Detector
 */
bool oh_inband_is_hearing(const struct oh_inband *i)
{
	return i->lib.dtmf_rx_status(i->receiver) != 0;
}
