/**
 * @file jitter.c  What one of a mix says, decoded and evened out
 */
#include "base/compat.h"
#include "media/jitter.h"
#include "media/rtp.h"

enum {
	ROOM_MS     = 240,
	AHEAD_MS    = 160,      /* further ahead is no place                 */
	STRETCH_MS  = 100,      /* nor is later than this                    */
	MISFITS_MAX = 3,        /* so many in a row, and they are right      */
	STARVED_MS  = 200,      /* then what follows begins anew             */
	FADED_MS    = 60,       /* then what is made up is silence           */
	TARGET_US   = 10000,    /* the latest shall come so early            */
	WINDOW      = 50,       /* packets that are looked at together       */
	CUT_MAX_US  = 20000,
	BLEND_MS    = 5,        /* over a cut                                */
};

static int64_t samples(const struct oh_jitter *j, int64_t us)
{
	return us * (j->rate_hz / 1000) / 1000;
}

static int64_t micros(const struct oh_jitter *j, int64_t n)
{
	return n * 1000 / (j->rate_hz / 1000);
}

/* ----------------------------------------------------------------- ring */

static int16_t *at(const struct oh_jitter *j, int64_t pos)
{
	return &j->ringv[(size_t)pos % j->size];
}

/* Samples from a place to the end of the memory, where the ring goes on */
static size_t straight(const struct oh_jitter *j, int64_t pos, size_t n)
{
	return min(n, j->size - (size_t)pos % j->size);
}

static void read_at(const struct oh_jitter *j, int64_t pos, int16_t *sampv,
		    size_t n)
{
	size_t k = straight(j, pos, n);

	memcpy(sampv, at(j, pos), k * sizeof(*sampv));
	memcpy(sampv + k, j->ringv, (n - k) * sizeof(*sampv));
}

static void write_at(struct oh_jitter *j, int64_t pos, const int16_t *sampv,
		     size_t n)
{
	size_t k = straight(j, pos, n);

	memcpy(at(j, pos), sampv, k * sizeof(*sampv));
	memcpy(j->ringv, sampv + k, (n - k) * sizeof(*sampv));
	j->end = max(j->end, pos + (int64_t)n);
}

static bool conceal(struct oh_jitter *j, int16_t *sampv, size_t n)
{
	const struct oh_codec *codec = j->ear.codec;
	size_t made = n;

	return codec && !j->paused && j->starved_ms < FADED_MS &&
		!codec->dec(j->ear.dec, sampv, &made, NULL, 0) && made == n;
}

/* The decoder makes up what is not there, ever softer, up to a place. */
static void make_up(struct oh_jitter *j, int64_t upto)
{
	int64_t most = samples(j, 1000 * OH_JITTER_TURN_MS);

	while (j->end < upto) {
		int16_t sampv[OH_JITTER_FRAME_MAX] = { 0 };
		size_t n = (size_t)min(upto - j->end, most);

		if (conceal(j, sampv, n))
			j->stat.made_us += (uint64_t)micros(j, (int64_t)n);
		write_at(j, j->end, sampv, n);
	}
}

/* Nobody spoke yet. */
static void skip(struct oh_jitter *j, int64_t upto)
{
	static const int16_t zerov[OH_JITTER_FRAME_MAX];

	if (j->end < upto)
		write_at(j, j->end, zerov, (size_t)(upto - j->end));
}

static int prepare(struct oh_jitter *j, const struct oh_codec *codec)
{
	struct oh_jitter_stat stat = j->stat;

	if (j->rate_hz == codec->rate_hz)
		return 0;
	oh_jitter_reset(j);
	j->stat  = stat;
	j->size  = codec->rate_hz / 1000 * ROOM_MS;
	j->ringv = mem_zalloc(j->size * sizeof(*j->ringv), NULL);
	if (!j->ringv)
		return ENOMEM;
	j->rate_hz = codec->rate_hz;

	return 0;
}

/* ---------------------------------------------------------------- places */

/* Behind all that is there, at the beginning of a turn: what was relayed
   until now must go on without a hole in its first frame. */
static int64_t begin(struct oh_jitter *j, const struct oh_rtp *rtp,
		     int64_t spare_us)
{
	int64_t pos = j->head;

	if (spare_us < TARGET_US)
		pos += samples(j, 1000 * OH_JITTER_TURN_MS);
	pos = max(pos, j->end);
	skip(j, pos);

	j->started = true;
	j->ssrc    = rtp->ssrc;
	j->ts      = rtp->ts;
	j->pos     = pos;
	j->seen    = 0;
	j->cut     = 0;
	j->misfits = 0;

	return pos;
}

/* In the samples of most codecs there is a memory: what comes out of order
   is lost in those. */
static bool reordered(struct oh_jitter *j, const struct oh_codec *codec,
		      int64_t pos, int64_t *posp)
{
	if (codec->enc_alloc || pos < j->head) {
		j->stat.late++;
		return false;
	}
	*posp = pos;
	return true;
}

/* false: it has no place */
static bool place(struct oh_jitter *j, const struct oh_codec *codec,
		  const struct oh_rtp *rtp, int64_t spare_us, int64_t *posp)
{
	int32_t step = (int32_t)(rtp->ts - j->ts);
	int64_t pos = j->pos + (int64_t)step * j->rate_hz / codec->clock_hz;
	int64_t late = j->head - pos;

	if (!j->started || j->ssrc != rtp->ssrc) {
		*posp = begin(j, rtp, spare_us);
		return true;
	}
	if (late > samples(j, 1000 * STRETCH_MS) ||
	    -late > samples(j, 1000 * AHEAD_MS)) {
		j->stat.misfits++;
		if (++j->misfits < MISFITS_MAX)
			return false;
		*posp = begin(j, rtp, spare_us);
		return true;
	}
	j->misfits = 0;
	if (step <= 0)
		return reordered(j, codec, pos, posp);
	if (late > 0) {
		j->stat.stretched_us += (uint64_t)micros(j, late);
		j->seen = 0;
		pos = j->head;
	}
	j->ts  = rtp->ts;
	j->pos = pos;
	*posp  = pos;

	return true;
}

/* Was even the latest of them too early? */
static void judge(struct oh_jitter *j, int64_t early_us)
{
	int64_t over_us;

	j->least_us = j->seen ? min(j->least_us, early_us) : early_us;
	if (++j->seen < WINDOW)
		return;
	over_us = j->least_us - TARGET_US;
	if (over_us >= TARGET_US)
		j->cut = (size_t)samples(j, min(over_us, CUT_MAX_US));
	j->seen = 0;
}

/**
 * Take a packet
 *
 * One that has no place, or for which there is no memory, is passed over.
 *
 * @param j        Jitter buffer
 * @param codec    Of the payload
 * @param rtp      Packet, for the first time
 * @param spare_us It came so long before the next turn [us]; negative: late
 */
void oh_jitter_put(struct oh_jitter *j, const struct oh_codec *codec,
		   const struct oh_rtp *rtp, int64_t spare_us)
{
	int16_t sampv[OH_CODEC_FRAME_MAX];
	size_t n = ARRAY_SIZE(sampv);
	int64_t pos;

	if (prepare(j, codec) || !place(j, codec, rtp, spare_us, &pos))
		return;
	make_up(j, pos);
	if (oh_ear_decode(&j->ear, codec, sampv, &n, rtp->payload,
			  rtp->payload_len) ||
	    pos + (int64_t)n > j->head + (int64_t)j->size)
		return;
	write_at(j, pos, sampv, n);
	j->starved_ms = 0;
	j->paused     = false;
	judge(j, micros(j, pos - j->head) + spare_us);
}

/**
 * They fall silent, and say so: nothing need be made up
 *
 * @param j Jitter buffer
 */
void oh_jitter_pause(struct oh_jitter *j)
{
	j->paused = true;
}

/* ----------------------------------------------------------------- turns */

/* Leave out what is to be cut: from the one end of it to the other, slowly */
static void cut(struct oh_jitter *j)
{
	int32_t n = (int32_t)j->rate_hz / 1000 * BLEND_MS;

	for (int32_t i = 0; i < n; i++) {
		int16_t *behind = at(j, j->head + (int64_t)j->cut + i);
		int32_t before = *at(j, j->head + i);

		*behind = (int16_t)((before * (n - i) + *behind * i) / n);
	}
	j->head += (int64_t)j->cut;
	j->stat.cut_us += (uint64_t)micros(j, (int64_t)j->cut);
	j->cut = 0;
}

/**
 * Hear the next 20 ms
 *
 * @param j     Jitter buffer
 * @param sampv Receives rate_hz / 50 samples
 *
 * @return There is something; false: silence, and sampv is as it was
 */
bool oh_jitter_get(struct oh_jitter *j, int16_t *sampv)
{
	size_t n = j->rate_hz / 1000 * OH_JITTER_TURN_MS;

	if (!j->started)
		return false;
	if (j->cut && j->end - j->head >= (int64_t)(n + j->cut))
		cut(j);
	if (j->end - j->head < (int64_t)n) {
		make_up(j, j->head + (int64_t)n);
		j->starved_ms += OH_JITTER_TURN_MS;
	}
	read_at(j, j->head, sampv, n);
	j->head += (int64_t)n;
	if (j->starved_ms > STARVED_MS)
		j->started = false;

	return j->starved_ms <= FADED_MS + OH_JITTER_TURN_MS;
}

/**
 * Forget all
 *
 * @param j Jitter buffer
 */
void oh_jitter_reset(struct oh_jitter *j)
{
	oh_ear_reset(&j->ear);
	mem_deref(j->ringv);
	memset(j, 0, sizeof(*j));
}
