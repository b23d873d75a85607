/**
 * @file meter.c  How loud both sides of a session are
 *
 * The squares of G.711's samples are constants: what a byte says of its size
 * is worked out by the compiler (ITU-T G.711, tables 1 and 2).
 */
#include "base/compat.h"
#include <math.h>
#include "media/meter.h"

enum {
	PT_PCMU = 0,
	PT_PCMA = 8,

	/* A-law has no zero: its silence is 8 and -8 */
	QUIET   = 8 * 8,
	NOTHING = 1,        /* was heard; 0: nothing came                  */

	SIZES   = 128,      /* of a byte, without its sign                 */
};

static const double FULL = 32768.0 * 32768.0, SILENCE_DBOV = -127.0;

#define ULAW_SIZE(c) \
	((((((~(c) & 0xfu) << 3) + 0x84u) << (~(c) >> 4 & 7)) - 0x84u))
#define ALAW_STEP(c) (((c) ^ 0x55u) >> 4 & 7)
#define ALAW_LOW(c)  ((((c) ^ 0x55u) & 0xfu) << 4)
#define ALAW_SIZE(c) (ALAW_STEP(c) ? \
	(ALAW_LOW(c) + 0x108u) << (ALAW_STEP(c) ? ALAW_STEP(c) - 1 : 0) : \
	ALAW_LOW(c) + 8u)

#define ONE(size, c)     (size(c) * size(c))
#define FOUR(size, c)    ONE(size, c), ONE(size, (c) + 1u), \
			 ONE(size, (c) + 2u), ONE(size, (c) + 3u)
#define SIXTEEN(size, c) FOUR(size, c), FOUR(size, (c) + 4u), \
			 FOUR(size, (c) + 8u), FOUR(size, (c) + 12u)
#define ALL(size) \
	SIXTEEN(size, 0x00u), SIXTEEN(size, 0x10u), SIXTEEN(size, 0x20u), \
	SIXTEEN(size, 0x30u), SIXTEEN(size, 0x40u), SIXTEEN(size, 0x50u), \
	SIXTEEN(size, 0x60u), SIXTEEN(size, 0x70u)

static const uint32_t ulawv[SIZES] = { ALL(ULAW_SIZE) };
static const uint32_t alawv[SIZES] = { ALL(ALAW_SIZE) };

static const uint32_t *squares_of(const struct oh_codec *codec)
{
	switch (codec->pt) {

	case PT_PCMU: return ulawv;
	case PT_PCMA: return alawv;
	default:      return NULL;
	}
}

static void raise_peak(struct oh_meter *m, uint32_t mean)
{
	uint32_t peak = atomic_load(&m->peak);

	/* A look in between begins anew: then it is the first once more */
	while (mean > peak &&
	       !atomic_compare_exchange_weak(&m->peak, &peak, mean))
		;
}

static void close_block(struct oh_meter *m, uint64_t now_us)
{
	uint32_t mean = (uint32_t)(m->sum / m->count);

	mean = max(mean, (uint32_t)NOTHING);
	m->sum   = 0;
	m->count = 0;
	atomic_store(&m->last, mean);
	atomic_store(&m->last_us, now_us);
	raise_peak(m, mean);
}

static uint64_t sum_table(const uint32_t *squarev, const uint8_t *buf,
			  size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += squarev[buf[i] % SIZES];

	return sum;
}

static uint64_t sum_samples(const int16_t *sampv, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (uint64_t)((int32_t)sampv[i] * sampv[i]);

	return sum;
}

/**
 * Measure a payload
 *
 * What cannot be decoded, or not for lack of memory, is passed over.
 *
 * @param m      Meter
 * @param codec  Of the payload
 * @param buf    Payload
 * @param len    Its length [bytes]
 * @param room   For OH_CODEC_FRAME_MAX samples, used meanwhile
 * @param now_us Now
 */
void oh_meter_feed(struct oh_meter *m, const struct oh_codec *codec,
		   const uint8_t *buf, size_t len, int16_t *room,
		   uint64_t now_us)
{
	const uint32_t *squarev = squares_of(codec);
	uint32_t block = codec->rate_hz / 1000 * OH_METER_BLOCK_MS;
	size_t sampc = squarev ? len : OH_CODEC_FRAME_MAX;

	if (!squarev &&
	    oh_ear_decode(&m->ear, codec, room, &sampc, buf, len))
		return;
	if (m->rate_hz != codec->rate_hz)
		m->sum = m->count = 0;
	m->rate_hz = codec->rate_hz;

	for (size_t i = 0, n; i < sampc; i += n) {
		n = min(sampc - i, (size_t)(block - m->count));
		m->sum += squarev ? sum_table(squarev, buf + i, n)
				  : sum_samples(room + i, n);
		m->count += (uint32_t)n;
		if (m->count == block)
			close_block(m, now_us);
	}
}

/**
 * Silence went out for a packet: the codec need not be asked what it makes of
 * it
 *
 * @param m      Meter
 * @param now_us Now
 */
void oh_meter_rest(struct oh_meter *m, uint64_t now_us)
{
	m->sum   = 0;
	m->count = 1;
	close_block(m, now_us);
}

/**
 * Nobody wants to know any more: forget all
 *
 * @param m Meter
 */
void oh_meter_stop(struct oh_meter *m)
{
	oh_ear_reset(&m->ear);
	m->sum = m->count = 0;
	atomic_store(&m->peak, 0);
	atomic_store(&m->last_us, 0);
}

static double level(uint32_t mean)
{
	return mean > QUIET ? 10.0 * log10(mean / FULL) : SILENCE_DBOV;
}

/**
 * Look at a meter; the next look is at what comes from now on
 *
 * @param m      Meter
 * @param now_us Now
 *
 * @return The loudest 20 ms since the last look, or the latest if none have
 *         come since then, for 100 ms; -127: silence, or nothing [dBov]
 */
double oh_meter_look(struct oh_meter *m, uint64_t now_us)
{
	uint32_t mean = atomic_exchange(&m->peak, 0);

	if (!mean && now_us < atomic_load(&m->last_us) + OH_METER_STAY_US)
		mean = atomic_load(&m->last);

	return level(mean);
}
