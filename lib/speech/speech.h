/**
 * @file speech.h  Digits, numbers and letters as something to be played
 *
 *	text -> pieces -> recordings -> one prompt
 *
 * One prompt and not many: what is played, counted and reported is the text.
 */
#ifndef OH_SPEECH_SPEECH_H
#define OH_SPEECH_SPEECH_H

#include <stddef.h>

struct oh_prompt;
struct oh_prompts;

enum oh_speech_kind {
	OH_SPEECH_DIGITS,    /**< "425": four two five                    */
	OH_SPEECH_NUMBER,    /**< "-21.5": minus twenty one point five     */
	OH_SPEECH_SPELL,     /**< "AB12": a b one two                      */
};

/** What to say */
struct oh_speech_text {
	enum oh_speech_kind kind;
	const char         *lang;    /**< "en" "de" "fr" "es"              */
	const char         *text;
};

/* *posp: where the text is wrong [bytes]; may be NULL. *whyp: what is wrong,
   static text; may be NULL */
int oh_speech_prompt(struct oh_prompt **prp, struct oh_prompts *cache,
		     const struct oh_speech_text *t, size_t *posp,
		     const char **whyp);

#endif
