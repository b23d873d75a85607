/**
 * @file pieces.c  Digits, numbers and letters as names of recordings
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "speech/pieces_priv.h"

static const char *const smallv[] = {
	"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",
	"10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
	"20", "21", "22", "23", "24", "25", "26", "27", "28", "29",
};

static const char *const tensv[] = {
	"0", "10", "20", "30", "40", "50", "60", "70", "80", "90",
};

static const char *const letterv[] = {
	"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
	"n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z",
};

static const struct sign {
	char        sign;
	const char *name;
	bool        dialled;         /* part of a string of digits */
} signv[] = {
	{ '*', "star",       true  },
	{ '#', "hash",       true  },
	{ '+', "plus",       true  },
	{ ' ', "pause",      true  },
	{ ',', "pause",      true  },
	{ '-', "dash",       false },
	{ '.', "dot",        false },
	{ '/', "slash",      false },
	{ '@', "at",         false },
	{ '_', "underscore", false },
};

static const struct numerals {
	const char        *lang;
	const char        *minus;
	const char        *point;
	oh_pieces_whole_h *wholeh;
} numeralsv[] = {
	{ "en", "minus", "point",   oh_pieces_whole_en },
	{ "de", "minus", "komma",   oh_pieces_whole_de },
	{ "fr", "moins", "virgule", oh_pieces_whole_fr },
	{ "es", "menos", "coma",    oh_pieces_whole_es },
};

/** Add a piece; whoever calls knows that there is room */
void oh_pieces_add(struct oh_pieces *p, const char *name)
{
	if (p->c < OH_PIECES_MAX)
		p->namev[p->c++] = name;
}

/** Add a number that one recording says */
void oh_pieces_add_small(struct oh_pieces *p, uint32_t n)
{
	oh_pieces_add(p, n < ARRAY_SIZE(smallv) ? smallv[n] : tensv[n / 10]);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const struct numerals *find_numerals(const char *lang, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(numeralsv); i++) {
		const char *name = numeralsv[i].lang;

		if (strlen(name) == len && 0 == strncasecmp(name, lang, len))
			return &numeralsv[i];
	}

	return NULL;
}

/**
 * The language of a voice
 *
 * @param voice As a speech program names it: "en-us+f3", "de"
 *
 * @return "en", "de", "fr" or "es", static; NULL if it is none of ours
 */
const char *oh_pieces_language(const char *voice)
{
	const struct numerals *n = NULL;

	if (voice)
		n = find_numerals(voice, strcspn(voice, "-_+.@"));

	return n ? n->lang : NULL;
}

static const struct sign *find_sign(char c)
{
	for (size_t i = 0; i < ARRAY_SIZE(signv); i++) {
		if (signv[i].sign == c)
			return &signv[i];
	}

	return NULL;
}

static const char *name_of(char c, bool letters)
{
	const struct sign *s;

	if (is_digit(c))
		return smallv[c - '0'];
	if (letters && c >= 'a' && c <= 'z')
		return letterv[c - 'a'];
	if (letters && c >= 'A' && c <= 'Z')
		return letterv[c - 'A'];
	s = find_sign(c);

	return s && (letters || s->dialled) ? s->name : NULL;
}

/* Nothing is left in p when the text is refused. */
static int refuse(struct oh_pieces *p, int err, size_t pos, size_t *posp)
{
	p->c = 0;
	if (posp)
		*posp = pos;

	return err;
}

static int one_by_one(struct oh_pieces *p, const char *text, bool letters,
		      size_t *posp)
{
	size_t i;

	if (!p || !text)
		return EINVAL;
	p->c = 0;
	for (i = 0; text[i]; i++) {
		const char *name = name_of(text[i], letters);

		if (!name)
			return refuse(p, EBADMSG, i, posp);
		if (i == OH_PIECES_MAX)
			return refuse(p, ERANGE, i, posp);
		oh_pieces_add(p, name);
	}

	return i ? 0 : refuse(p, EBADMSG, 0, posp);
}

/**
 * Digits, one by one
 *
 * @param p    Receives the pieces
 * @param text 0-9 * # +; blanks and commas are pauses
 * @param posp Receives where the text is wrong; may be NULL
 *
 * @return 0, EINVAL, EBADMSG (nothing, or another character), ERANGE (more
 *         than OH_PIECES_MAX)
 */
int oh_pieces_digits(struct oh_pieces *p, const char *text, size_t *posp)
{
	return one_by_one(p, text, false, posp);
}

/**
 * Letters and digits, one by one
 *
 * @param p    Receives the pieces
 * @param text a-z A-Z 0-9 * # + - . / @ _; blanks and commas are pauses
 * @param posp Receives where the text is wrong; may be NULL
 *
 * @return 0, EINVAL, EBADMSG (nothing, or another character), ERANGE (more
 *         than OH_PIECES_MAX)
 */
int oh_pieces_spell(struct oh_pieces *p, const char *text, size_t *posp)
{
	return one_by_one(p, text, true, posp);
}

/* The digits at *sp, moved behind them; ERANGE if there are more than max */
static int take_whole(uint64_t *np, const char **sp, size_t max)
{
	const char *s = *sp;
	uint64_t n = 0;
	size_t len = 0;

	while (*s == '0')
		s++;
	for (; is_digit(*s); s++) {
		if (++len > max)
			return ERANGE;
		n = 10 * n + (uint64_t)(*s - '0');
	}
	*np = n;
	*sp = s;

	return 0;
}

static int take_decimals(struct oh_pieces *p, const char **sp, size_t max)
{
	const char *s = *sp;

	for (; is_digit(*s); s++) {
		if ((size_t)(s - *sp) >= max)
			return ERANGE;
		oh_pieces_add_small(p, (uint32_t)(*s - '0'));
	}
	if (s == *sp)
		return EBADMSG;
	*sp = s;

	return 0;
}

static int say_number(struct oh_pieces *p, const struct numerals *num,
		      const char **sp)
{
	uint64_t n;
	int err;

	if (**sp == '-') {
		oh_pieces_add(p, num->minus);
		++*sp;
	}
	if (!is_digit(**sp))
		return EBADMSG;
	err = take_whole(&n, sp, OH_PIECES_WHOLE);
	if (err)
		return err;
	if (n)
		num->wholeh(p, n);
	else
		oh_pieces_add_small(p, 0);
	if (**sp != '.')
		return **sp ? EBADMSG : 0;

	++*sp;
	oh_pieces_add(p, num->point);
	err = take_decimals(p, sp, OH_PIECES_DECIMALS);

	return !err && **sp ? EBADMSG : err;
}

/**
 * A number, as the language says it
 *
 * @param p    Receives the pieces
 * @param lang "en", "de", "fr" or "es"
 * @param text [-]DIGITS[.DIGITS], below a million millions
 * @param posp Receives where the text is wrong; may be NULL
 *
 * @return 0, EINVAL, ENOENT (no such language), EBADMSG (no number), ERANGE
 *         (too large, or too many decimals)
 */
int oh_pieces_number(struct oh_pieces *p, const char *lang, const char *text,
		     size_t *posp)
{
	const struct numerals *num;
	const char *s = text;
	int err;

	if (!p || !lang || !text)
		return EINVAL;
	p->c = 0;
	num = find_numerals(lang, strlen(lang));
	if (!num)
		return ENOENT;
	err = say_number(p, num, &s);

	return err ? refuse(p, err, (size_t)(s - text), posp) : 0;
}
