/**
 * @file keys.c  Digits as ready payloads of tones
 */
#include "base/compat.h"
#include "media/codec.h"
#include "media/keys.h"
#include "media/stream.h"
#include "media/telev.h"
#include "media/tone.h"

/* Samples on their way to packets, and the packets */
struct maker {
	const struct oh_codec *codec;
	void        *state;
	struct mbuf *mb;
	size_t       sampc;                   /* in sampv                */
	size_t       frame;                   /* samples in a packet     */
	int16_t      sampv[OH_CODEC_FRAME_MAX];
};

static void destructor(void *arg)
{
	struct maker *mk = arg;

	mem_deref(mk->state);
	mem_deref(mk->mb);
}

static int encode(struct maker *mk)
{
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);
	int err;

	err = mk->codec->enc(mk->state, buf, &len, mk->sampv, mk->frame);
	if (err)
		return err;
	mk->sampc = 0;
	err = mbuf_write_u16(mk->mb, htons((uint16_t)len));
	if (err)
		return err;
	return mbuf_write_mem(mk->mb, buf, len);
}

/* sampv NULL: silence */
static int add(struct maker *mk, const int16_t *sampv, size_t sampc)
{
	int err = 0;

	while (sampc && !err) {
		size_t n = min(sampc, mk->frame - mk->sampc);
		int16_t *dst = mk->sampv + mk->sampc;

		if (sampv) {
			memcpy(dst, sampv, n * sizeof(*dst));
			sampv += n;
		}
		else {
			memset(dst, 0, n * sizeof(*dst));
		}
		mk->sampc += n;
		sampc     -= n;
		if (mk->sampc == mk->frame)
			err = encode(mk);
	}
	return err;
}

static int add_silence(struct maker *mk, uint32_t ms)
{
	return add(mk, NULL, (size_t)mk->codec->rate_hz / 1000 * ms);
}

static int add_key(struct maker *mk, char key, uint32_t on_ms,
		   uint32_t gap_ms)
{
	int pause_ms = oh_telev_pause_ms(key);
	int16_t *sampv;
	size_t sampc;
	int err;

	if (pause_ms)
		return add_silence(mk, (uint32_t)pause_ms);

	err = oh_tone_dtmf(&sampv, &sampc, mk->codec->rate_hz, key, on_ms);
	if (err)
		return err;
	err = add(mk, sampv, sampc);
	mem_deref(sampv);
	if (err)
		return err;
	return add_silence(mk, gap_ms);
}

static int maker_alloc(struct maker **mkp, const struct oh_codec *codec,
		       uint32_t ptime_ms)
{
	struct maker *mk = mem_zalloc(sizeof(*mk), destructor);
	int err;

	if (!mk)
		return ENOMEM;
	mk->codec = codec;
	mk->frame = codec->rate_hz / 1000 * ptime_ms;
	mk->mb    = mbuf_alloc(4096);
	err = mk->mb ? 0 : ENOMEM;
	if (!err && codec->enc_alloc)
		err = codec->enc_alloc(&mk->state);
	if (err)
		mem_deref(mk);
	else
		*mkp = mk;
	return err;
}

/**
 * Can these be sent? At least one, not too many, digits and pauses only
 *
 * @param digits Terminated
 */
bool oh_keys_is_valid(const char *digits)
{
	size_t n = strlen(digits);

	if (!n || n > OH_STREAM_DIGITS_MAX)
		return false;
	for (; *digits; digits++) {
		if (oh_telev_code(*digits) < 0 && !oh_telev_pause_ms(*digits))
			return false;
	}
	return true;
}

/**
 * Encode digits and pauses as tones
 *
 * @param mbp      Receives the packets, each [16 bit length, payload], from
 *                 its position on; release with mem_deref
 * @param codec    Codec
 * @param ptime_ms Packet interval [ms]
 * @param digits   Valid ones
 * @param on_ms    Length of a tone [ms]
 * @param gap_ms   Silence after it [ms]
 *
 * @return 0 or ENOMEM
 */
int oh_keys_encode(struct mbuf **mbp, const struct oh_codec *codec,
		   uint32_t ptime_ms, const char *digits, uint32_t on_ms,
		   uint32_t gap_ms)
{
	struct maker *mk;
	int err;

	err = maker_alloc(&mk, codec, ptime_ms);
	if (err)
		return err;
	for (; *digits && !err; digits++)
		err = add_key(mk, *digits, on_ms, gap_ms);
	/* The last packet is filled up. */
	if (!err && mk->sampc)
		err = add(mk, NULL, mk->frame - mk->sampc);
	if (!err) {
		mk->mb->pos = 0;
		*mbp = mem_ref(mk->mb);
	}
	mem_deref(mk);

	return err;
}
