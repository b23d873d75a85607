/**
 * @file sound.h  What is to be heard: files, words, pieces; made ready
 *
 *   items ──▶ opened, spoken ──▶ prompts, ready for a stream
 *
 * Words are spoken by a program, which takes its time: the answer comes by a
 * handler.
 */
#ifndef OH_ACTION_SOUND_H
#define OH_ACTION_SOUND_H

#include <stdint.h>
#include "action/calls.h"

struct oh_prompt;
struct oh_sound;

enum { OH_SOUND_ITEMS_MAX = 32 };

enum oh_sound_kind {
	OH_SOUND_FILE,
	OH_SOUND_WORDS,              /**< by the speech program           */
	OH_SOUND_DIGITS,             /**< "123": one, two, three          */
	OH_SOUND_NUMBER,             /**< "123": one hundred twenty-three */
	OH_SOUND_SPELL,              /**< letters and digits              */
};

/** One thing to be heard */
struct oh_sound_item {
	enum oh_sound_kind kind;
	const char        *text;     /**< path, or what is said           */
	const char        *lang;     /**< of the pieces, "de"; NULL or "":
					  that of the voice                */
};

/** err 0: ready; else error: for people, "FILE: why" */
typedef void (oh_sound_h)(int err, const char *error, void *arg);

/* Strings are copied. mem_deref() cancels; never h before this returns. */
int  oh_sound_make(struct oh_sound **sp, const struct oh_calls_prm *prm,
		   const struct oh_sound_item *itemv, uint32_t itemc,
		   oh_sound_h *h, void *arg);
/* After h(0): borrowed, as long as the sound */
struct oh_prompt *const *oh_sound_prompts(const struct oh_sound *s,
					  uint32_t *countp);

#endif
