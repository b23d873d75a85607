/**
 * @file amd.h  A person or a machine, by the length of what is said
 *
 * People say a word and wait; machines speak on. Parameters and causes have
 * the names of Asterisk's AMD(), and mean what they mean there, but for two:
 * who says nothing is unknown and not a machine, for we speak first and may
 * well be listened to; and tones are no words.
 */
#ifndef OH_MEDIA_AMD_H
#define OH_MEDIA_AMD_H

#include <stdbool.h>
#include <stdint.h>
#include "event/event.h"

/** All times in ms */
struct oh_amd_prm {
	uint32_t initial_silence;          /**< 2500: nobody speaks        */
	uint32_t greeting;                 /**< 1500: longer speaks no one */
	uint32_t after_greeting_silence;   /**< 800: a person waits        */
	uint32_t total_analysis_time;      /**< 5000                       */
	uint32_t min_word_length;          /**< 100: shorter is a click    */
	uint32_t between_words_silence;    /**< 50: ends a word            */
	uint32_t maximum_number_of_words;  /**< 2: more is a machine       */
	uint32_t maximum_word_length;      /**< 5000                       */
	uint32_t silence_threshold;        /**< 256: mean amount of samples */
};

enum oh_amd_cause {
	OH_AMD_NONE,                       /**< not decided yet            */
	OH_AMD_TOOLONG,
	OH_AMD_INITIALSILENCE,
	OH_AMD_HUMAN,
	OH_AMD_LONGGREETING,
	OH_AMD_MAXWORDLENGTH,
	OH_AMD_MAXWORDS,
	OH_AMD_CAUSES
};

struct oh_amd {
	struct oh_amd_prm prm;
	enum oh_amd_cause cause;
	uint32_t total_ms;
	uint32_t silence_ms;               /**< since the last sound       */
	uint32_t sound_ms;                 /**< of this word               */
	uint32_t voice_ms;                 /**< of all                     */
	uint32_t words;
	bool     in_word;
	bool     greeted;                  /**< something has been said    */
};

void oh_amd_prm_init(struct oh_amd_prm *prm);
void oh_amd_init(struct oh_amd *a, const struct oh_amd_prm *prm);
enum oh_amd_cause oh_amd_feed(struct oh_amd *a, bool sound, uint32_t ms);
const char      *oh_amd_name(enum oh_amd_cause cause);  /* "LONGGREETING" */
enum oh_detected oh_amd_verdict(enum oh_amd_cause cause);

#endif
