/**
 * @file words.h  The language of behaviours: words to steps
 */
#ifndef OH_SIM_WORDS_H
#define OH_SIM_WORDS_H

#include <stddef.h>
#include "media/tone.h"
#include "sim/plan.h"

enum { OH_SIM_TONES_MAX = 8 };   /**< Pieces of a cadence */

int oh_sim_words_parse(struct oh_sim_row *row, const char *text,
		       char *why, size_t size);
const char *oh_sim_words_name(enum oh_sim_word word);
int oh_sim_words_tones(struct oh_tone tonev[OH_SIM_TONES_MAX],
		       size_t *tonecp, const char *text);

#endif
