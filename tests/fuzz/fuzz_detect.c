/**
 * @file fuzz_detect.c  Any sound, as who answers
 *
 * The first bytes are the parameters; the rest is mu-law, so that a byte
 * changed is a sound changed.
 */
#include <assert.h>
#include "base/compat.h"
#include "media/codec.h"
#include "media/detect.h"

enum { PRM_BYTES = 8, BLOCK = 160, FINDINGS_MAX = 32 };

struct heard {
	uint32_t n;
	uint32_t at_ms;
};

static void on_finding(const struct oh_finding *f, void *arg)
{
	struct heard *h = arg;

	assert(f->what > OH_DETECTED_NONE && f->what < OH_DETECTED_MAX);
	assert(f->reason && f->confidence >= 0.0 && f->confidence <= 1.0);
	assert(f->at_ms >= h->at_ms);
	h->at_ms = f->at_ms;
	h->n++;
}

static void set_prm(struct oh_detect_prm *prm, const uint8_t *p)
{
	static const char *const countryv[] = { "", "US", "GB", "ES" };

	oh_detect_prm_init(prm);
	prm->amd.initial_silence         = p[0] * 20u;
	prm->amd.greeting                = p[1] * 20u;
	prm->amd.after_greeting_silence  = p[2] * 10u;
	prm->amd.total_analysis_time     = p[3] * 40u;
	prm->amd.maximum_number_of_words = p[4] % 8;
	prm->amd.silence_threshold       = p[5] * 8u;
	prm->beep_wait                   = p[6] * 20u;
	prm->early = p[7] & 4;
	str_ncpy(prm->country, countryv[p[7] & 3], sizeof(prm->country));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct oh_codec *pcmu = oh_codec_find("PCMU");
	struct oh_detect_prm prm;
	struct oh_detect *d = NULL;
	struct heard h = { 0 };
	void *dec = NULL;

	if (size < PRM_BYTES)
		return 0;
	set_prm(&prm, data);
	if (oh_detect_alloc(&d, &prm) || pcmu->dec_alloc(&dec))
		goto out;
	for (size_t at = PRM_BYTES; at < size; at += BLOCK) {
		int16_t sampv[BLOCK];
		size_t n = BLOCK;

		if (!pcmu->dec(dec, sampv, &n, data + at,
			       min(size - at, (size_t)BLOCK)))
			oh_detect_feed(d, sampv, n, on_finding, &h);
	}
	/* Beeps may be heard as often as they last; nothing else repeats. */
	assert(h.n <= 8 + h.at_ms / 300);
 out:
	mem_deref(dec);
	mem_deref(d);

	return 0;
}
