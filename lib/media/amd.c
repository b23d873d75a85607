/**
 * @file amd.c  A person or a machine, by the length of what is said
 *
 *   silence ──min_word_length of sound──▶ word ──between_words_silence──┐
 *      ▲ └─ after_greeting_silence: HUMAN                               │
 *      └────────────────────────────────────────────────────────────────┘
 *   too much of anything before that: a machine
 */
#include <string.h>
#include "media/amd.h"

static const struct {
	const char      *name;
	enum oh_detected verdict;
} causev[OH_AMD_CAUSES] = {
	[OH_AMD_NONE]           = { "", OH_DETECTED_NONE },
	[OH_AMD_TOOLONG]        = { "TOOLONG", OH_DETECTED_UNKNOWN },
	[OH_AMD_INITIALSILENCE] = { "INITIALSILENCE", OH_DETECTED_UNKNOWN },
	[OH_AMD_HUMAN]          = { "HUMAN", OH_DETECTED_HUMAN },
	[OH_AMD_LONGGREETING]   = { "LONGGREETING", OH_DETECTED_MACHINE },
	[OH_AMD_MAXWORDLENGTH]  = { "MAXWORDLENGTH", OH_DETECTED_MACHINE },
	[OH_AMD_MAXWORDS]       = { "MAXWORDS", OH_DETECTED_MACHINE },
};

/**
 * The defaults of Asterisk
 *
 * @param prm Receives them
 */
void oh_amd_prm_init(struct oh_amd_prm *prm)
{
	*prm = (struct oh_amd_prm){
		.initial_silence         = 2500,
		.greeting                = 1500,
		.after_greeting_silence  = 800,
		.total_analysis_time     = 5000,
		.min_word_length         = 100,
		.between_words_silence   = 50,
		.maximum_number_of_words = 2,
		.maximum_word_length     = 5000,
		.silence_threshold       = 256,
	};
}

/**
 * Begin to listen
 *
 * @param a   Caller's memory
 * @param prm Parameters, copied
 */
void oh_amd_init(struct oh_amd *a, const struct oh_amd_prm *prm)
{
	memset(a, 0, sizeof(*a));
	a->prm = *prm;
}

static enum oh_amd_cause hear_sound(struct oh_amd *a, uint32_t ms)
{
	const struct oh_amd_prm *prm = &a->prm;

	a->silence_ms = 0;
	a->sound_ms += ms;
	a->voice_ms += ms;
	if (a->sound_ms >= prm->min_word_length && !a->in_word) {
		a->in_word = true;
		a->greeted = true;
		a->words++;
	}
	if (a->sound_ms >= prm->maximum_word_length)
		return OH_AMD_MAXWORDLENGTH;
	if (a->words > prm->maximum_number_of_words)
		return OH_AMD_MAXWORDS;
	if (a->greeted && a->voice_ms >= prm->greeting)
		return OH_AMD_LONGGREETING;

	return OH_AMD_NONE;
}

static enum oh_amd_cause hear_silence(struct oh_amd *a, uint32_t ms)
{
	const struct oh_amd_prm *prm = &a->prm;

	a->silence_ms += ms;
	if (a->silence_ms >= prm->between_words_silence) {
		a->in_word  = false;
		a->sound_ms = 0;
	}
	if (!a->greeted)
		return a->total_ms >= prm->initial_silence ?
			OH_AMD_INITIALSILENCE : OH_AMD_NONE;

	return a->silence_ms >= prm->after_greeting_silence ?
		OH_AMD_HUMAN : OH_AMD_NONE;
}

/**
 * Go on by a moment
 *
 * @param a     Listener
 * @param sound Somebody spoke in it
 * @param ms    How long it was
 *
 * @return What it is known by; the same from then on
 */
enum oh_amd_cause oh_amd_feed(struct oh_amd *a, bool sound, uint32_t ms)
{
	if (a->cause != OH_AMD_NONE)
		return a->cause;
	a->total_ms += ms;
	a->cause = sound ? hear_sound(a, ms) : hear_silence(a, ms);
	if (a->cause == OH_AMD_NONE &&
	    a->total_ms >= a->prm.total_analysis_time)
		a->cause = OH_AMD_TOOLONG;

	return a->cause;
}

/**
 * Name a cause as Asterisk does
 *
 * @param cause Cause
 *
 * @return "LONGGREETING"; "" for NONE
 */
const char *oh_amd_name(enum oh_amd_cause cause)
{
	return (unsigned)cause < OH_AMD_CAUSES ? causev[cause].name : "";
}

/**
 * What a cause means
 *
 * @param cause Cause
 *
 * @return HUMAN, MACHINE, UNKNOWN, or NONE
 */
enum oh_detected oh_amd_verdict(enum oh_amd_cause cause)
{
	return (unsigned)cause < OH_AMD_CAUSES ? causev[cause].verdict
					       : OH_DETECTED_NONE;
}
