/**
 * @file recording.h  Recorded digits, numbers and letters of a language
 *
 * Short WAV files made by scripts/make-pieces and linked into the program
 * (recordings.S), so that a call needs no file and no speech program for
 * them. English, German, French, Spanish.
 */
#ifndef OH_SPEECH_RECORDING_H
#define OH_SPEECH_RECORDING_H

#include <stddef.h>
#include <stdint.h>

/** One recording, static */
struct oh_recording {
	const char    *name;     /**< "7", "hundred"         */
	const uint8_t *data;     /**< the bytes of a WAV file */
	size_t         len;
};

/* Languages as ISO 639-1 says them: "en" "de" "fr" "es" */
int oh_recording_find(struct oh_recording *rec, const char *lang,
		      const char *name);
/* The i-th of a language; ENOENT past the last */
int oh_recording_at(struct oh_recording *rec, const char *lang, size_t i);

#endif
