/**
 * @file encoded.c  A prompt as ready payloads of one codec
 *
 *	any thread    request:  IDLE -> QUEUED, the loader gets the job
 *	loader        run:      QUEUED -> READY or FAILED (release)
 *	media thread  look:     READY (acquire): read without a lock
 */
#include "base/compat.h"
#include <string.h>
#include "media/prompt_priv.h"

enum {
	FRAME_MS    = 20,
	FRAME_MAX   = OH_CODEC_RATE_MAX / 1000 * FRAME_MS,
	/* After the end, so that the longest packet may begin before it */
	TAIL_FRAMES = OH_CODEC_PTIME_MAX / FRAME_MS,
};

struct encoder {
	struct oh_encoded *out;
	const atomic_bool *abandon;
	void *state;
	uint64_t sampc;                /**< taken so far                 */
	size_t fill;                   /**< of the frame                 */
	size_t framec;                 /**< samples of a whole frame     */
	int16_t frame[FRAME_MAX];
};

/* The caller has filled the frame. */
static int put_frame(struct encoder *e)
{
	struct oh_encoded *out = e->out;
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);
	uint32_t end;
	int err;

	e->fill = 0;
	err = out->codec->enc(e->state, buf, &len, e->frame, e->framec);
	if (err)
		return err;
	err = mbuf_write_mem(out->payload, buf, len);
	if (err || !out->ends)
		return err;
	end = (uint32_t)out->payload->pos;

	return mbuf_write_mem(out->ends, (const uint8_t *)&end, sizeof(end));
}

static int take_samples(const int16_t *sampv, size_t sampc, void *arg)
{
	struct encoder *e = arg;

	if (atomic_load_explicit(e->abandon, memory_order_relaxed))
		return ECANCELED;
	e->sampc += sampc;
	while (sampc) {
		const size_t n = min(sampc, e->framec - e->fill);
		int err = 0;

		memcpy(e->frame + e->fill, sampv, n * sizeof(*sampv));
		e->fill += n;
		sampv += n;
		sampc -= n;
		if (e->fill == e->framec)
			err = put_frame(e);
		if (err)
			return err;
	}

	return 0;
}

/* The frame begun is filled up with silence, more silence follows. */
static int put_tail(struct encoder *e)
{
	int err = 0;

	for (int i = 0; !err && i <= TAIL_FRAMES; i++) {
		memset(e->frame + e->fill, 0,
		       (e->framec - e->fill) * sizeof(e->frame[0]));
		err = put_frame(e);
	}

	return err;
}

static int encoder_init(struct encoder *e, struct oh_encoded *enc,
			const atomic_bool *abandon)
{
	const struct oh_codec *codec = enc->codec;

	*e = (struct encoder){
		.out = enc, .abandon = abandon,
		.framec = codec->rate_hz / 1000 * FRAME_MS,
	};
	enc->payload = mbuf_alloc(codec->bytes_per_ms * 1000);
	if (!enc->payload)
		return ENOMEM;
	if (!codec->bytes_per_ms && !(enc->ends = mbuf_alloc(1024)))
		return ENOMEM;

	return codec->enc_alloc ? codec->enc_alloc(&e->state) : 0;
}

static int encode(struct oh_encoded *enc, const atomic_bool *abandon)
{
	struct encoder e;
	int err;

	err = encoder_init(&e, enc, abandon);
	if (err)
		goto out;
	err = oh_source_decode(oh_prompt_source(enc->prompt),
			       enc->codec->rate_hz, take_samples, &e);
	if (err)
		goto out;
	err = put_tail(&e);
	if (err)
		goto out;
	mbuf_trim(enc->payload);
	enc->ms = (uint32_t)((e.sampc * 1000 + enc->codec->rate_hz - 1) /
			     enc->codec->rate_hz);

 out:
	mem_deref(e.state);
	if (err)
		oh_encoded_reset(enc);

	return err;
}

static void run(struct oh_load *job, const atomic_bool *abandon)
{
	struct oh_encoded *enc = (struct oh_encoded *)(void *)job;
	enum oh_encoded_state state = OH_ENCODED_READY;

	enc->err = atomic_load(abandon) ? ECANCELED : encode(enc, abandon);
	if (enc->err)
		state = OH_ENCODED_FAILED;
	atomic_store_explicit(&enc->state, state, memory_order_release);
	oh_prompt_unref(enc->prompt);
}

/**
 * Prepare the place of an encoding, part of its prompt
 *
 * @param enc   Place, zeroed
 * @param pr    Prompt that it is part of, *borrowed*
 * @param codec Codec
 */
void oh_encoded_init(struct oh_encoded *enc, struct oh_prompt *pr,
		     const struct oh_codec *codec)
{
	enc->job.h = run;
	enc->prompt = pr;
	enc->codec = codec;
	atomic_init(&enc->state, OH_ENCODED_IDLE);
}

/**
 * Release the payloads
 *
 * @param enc Encoding that nobody reads any more
 */
void oh_encoded_reset(struct oh_encoded *enc)
{
	enc->payload = mem_deref(enc->payload);
	enc->ends = mem_deref(enc->ends);
}

/**
 * Ask for an encoding once; asking again does nothing
 *
 * Any thread, without waiting. The job holds a reference to the prompt.
 *
 * @param enc    Encoding
 * @param loader Loader of its prompt
 */
void oh_encoded_request(struct oh_encoded *enc, struct oh_loader *loader)
{
	enum oh_encoded_state idle = OH_ENCODED_IDLE;

	/* A look first: a failed exchange would take the cache line away. */
	if (atomic_load_explicit(&enc->state, memory_order_relaxed) != idle)
		return;
	if (!atomic_compare_exchange_strong(&enc->state, &idle,
					    OH_ENCODED_QUEUED))
		return;
	(void)oh_prompt_ref(enc->prompt);
	oh_loader_push(loader, &enc->job);
}

/**
 * See whether an encoding is ready
 *
 * @param enc    Encoding
 * @param readyp Receives it if it is
 *
 * @return 0, or why it failed
 */
int oh_encoded_look(const struct oh_encoded *enc,
		    const struct oh_encoded **readyp)
{
	switch (atomic_load_explicit(&enc->state, memory_order_acquire)) {

	case OH_ENCODED_READY:
		*readyp = enc;
		return 0;

	case OH_ENCODED_FAILED:
		return enc->err;

	default:
		return 0;
	}
}

/**
 * Length of an encoded prompt
 *
 * @param enc Encoded prompt
 *
 * @return Its length without the silence behind it [ms]
 */
uint32_t oh_encoded_ms(const struct oh_encoded *enc)
{
	return enc->ms;
}

static bool packet(const struct oh_encoded *enc, size_t i,
		   const uint8_t **bufp, size_t *lenp)
{
	const uint32_t *endv = (const void *)enc->ends->buf;
	const uint32_t begin = i ? endv[i - 1] : 0;

	if (i >= enc->ends->end / sizeof(*endv))
		return false;
	*bufp = enc->payload->buf + begin;
	*lenp = endv[i] - begin;

	return true;
}

/**
 * Get the payload of one packet
 *
 * Media thread: no lock, no copy.
 *
 * @param enc      Encoded prompt
 * @param pos_ms   Where the packet begins [ms]
 * @param ptime_ms How much it carries: 1 to 60, for Opus 20 [ms]
 * @param bufp     Payload, *borrowed*: valid as long as the prompt
 * @param lenp     Its length [bytes]
 *
 * @return true, false past the end or if the codec has no such packets
 */
bool oh_encoded_frame(const struct oh_encoded *enc, uint32_t pos_ms,
		      uint32_t ptime_ms, const uint8_t **bufp, size_t *lenp)
{
	const uint32_t bytes_per_ms = enc->codec->bytes_per_ms;

	if (pos_ms >= enc->ms || !ptime_ms || ptime_ms > OH_CODEC_PTIME_MAX)
		return false;
	if (!bytes_per_ms) {
		return ptime_ms == FRAME_MS &&
			packet(enc, pos_ms / FRAME_MS, bufp, lenp);
	}
	*bufp = enc->payload->buf + (size_t)pos_ms * bytes_per_ms;
	*lenp = (size_t)ptime_ms * bytes_per_ms;

	return true;
}
