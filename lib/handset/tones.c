/**
 * @file tones.c  What the network would let somebody hear who waits
 */
#include <errno.h>
#include "base/compat.h"
#include "handset/tones.h"
#include "media/indication.h"
#include "media/prompt.h"
#include "media/tone.h"

enum { RATE_HZ = 8000, LEVEL_DBM0 = -19 };

/**
 * Tell how the end of a call is heard
 *
 * @param cause    Why it ended
 * @param by       Who ended it
 * @param answered It was answered: whoever hung up said good-bye
 *
 * @return A tone, or none
 */
enum oh_tones oh_tones_of(enum oh_cause cause, enum oh_party by,
			  bool answered)
{
	if (answered || by == OH_PARTY_US)
		return OH_TONES_NONE;
	switch (cause) {

	case OH_CAUSE_NONE:
	case OH_CAUSE_DONE:     return OH_TONES_NONE;
	case OH_CAUSE_BUSY:
	case OH_CAUSE_DECLINED: return OH_TONES_BUSY;
	default:                return OH_TONES_CONGESTION;
	}
}

/**
 * Choose what is heard: a voice before a tone, what rings before what failed
 *
 * @param heard   Calls whose audio comes
 * @param ringing Calls that ring far away, in silence
 * @param failed  The tone of a call that has failed a moment ago
 *
 * @return The tone, or none
 */
enum oh_tones oh_tones_pick(uint32_t heard, uint32_t ringing,
			    enum oh_tones failed)
{
	if (heard)
		return OH_TONES_NONE;

	return ringing ? OH_TONES_RINGBACK : failed;
}

static const struct oh_cadence *cadence_of(const char *country,
					   enum oh_tones which)
{
	const struct oh_indication *ind = oh_indication_find(country);

	if (!ind)
		ind = oh_indication_find("US");
	switch (which) {

	case OH_TONES_RINGBACK: return &ind->ringback;
	case OH_TONES_BUSY:     return &ind->busy;
	default:                return &ind->congestion;
	}
}

/**
 * Make a tone
 *
 * @param prp     Returned, release with oh_prompt_unref()
 * @param cache   Where prompts are kept
 * @param country ISO 3166 code, capitals, or ""
 * @param which   Not NONE
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_tones_prompt(struct oh_prompt **prp, struct oh_prompts *cache,
		    const char *country, enum oh_tones which)
{
	struct oh_tone tonev[OH_INDICATION_STEPS];
	const struct oh_cadence *c = cadence_of(country, which);
	size_t n = oh_indication_steps(c), sampc;
	int16_t *sampv = NULL;
	int err;

	if (which == OH_TONES_NONE)
		return EINVAL;
	for (size_t i = 0; i < n; i++) {
		const bool on = i % 2 == 0;

		tonev[i] = (struct oh_tone){
			.freq_hz    = { on ? c->hz[0] : 0,
					on ? c->hz[1] : 0 },
			.ms         = c->msv[i],
			.level_dbm0 = LEVEL_DBM0,
		};
	}
	err = oh_tone_make(&sampv, &sampc, RATE_HZ, tonev, n);
	if (!err)
		err = oh_prompt_samples(prp, cache, sampv, sampc, RATE_HZ);
	mem_deref(sampv);

	return err;
}
