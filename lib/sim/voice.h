/**
 * @file voice.h  What simulated people say
 *
 * Short WAV files made by scripts/make-voices and linked into the program
 * (voices.S), so that the network needs no file at run time.
 */
#ifndef OH_SIM_VOICE_H
#define OH_SIM_VOICE_H

#include <stddef.h>
#include <stdint.h>

/** One recording: the bytes of a WAV file, static */
struct oh_sim_voice {
	const char    *name;     /**< as in "say hello" */
	const uint8_t *data;
	const uint8_t *end;
};

const struct oh_sim_voice *oh_sim_voice_find(const char *name);
const struct oh_sim_voice *oh_sim_voice_at(size_t i);  /* NULL at the end */

#endif
