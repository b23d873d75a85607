/**
 * @file pieces.h  Digits, numbers and letters as names of recordings
 *
 *	"-21.5" in German: minus, 1-und, 20, komma, 5
 *
 * Pure: text in, names out. What a language has no word for is refused.
 */
#ifndef OH_SPEECH_PIECES_H
#define OH_SPEECH_PIECES_H

#include <stddef.h>
#include <stdint.h>

enum {
	OH_PIECES_MAX      = 64,     /**< as many as a stream plays at once */
	OH_PIECES_WHOLE    = 12,     /**< digits of a number before the dot */
	OH_PIECES_DECIMALS = 12,     /**< and behind it                     */
};

struct oh_pieces {
	const char *namev[OH_PIECES_MAX];    /**< static                  */
	uint32_t    c;
};

/* "en" of "en-us", "de" of "de": one of ours, or NULL */
const char *oh_pieces_language(const char *voice);
/* *posp: where the text is wrong [bytes], with EBADMSG; may be NULL */
int oh_pieces_digits(struct oh_pieces *p, const char *text, size_t *posp);
int oh_pieces_number(struct oh_pieces *p, const char *lang, const char *text,
		     size_t *posp);
int oh_pieces_spell(struct oh_pieces *p, const char *text, size_t *posp);

#endif
