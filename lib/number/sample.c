/**
 * @file sample.c  Numbers that a pattern means
 *
 * Built from the left, by drawing one of the characters with which the
 * pattern may still match. What only shows at the end of a number is found
 * by chance, or not at all: a pattern without samples may match something.
 */
#include <string.h>
#include "number/pattern.h"
#include "number/pattern_priv.h"

enum {
	DIGITS_MAX = 15,        /* E.164                                   */
	STOP_ODDS  = 4,         /* One of so many ends where it may        */
	LOOSE_MAX  = 6,         /* Digits before what may begin anywhere   */
};

static const char symbols[] = "0123456789*#+";

/* xorshift64*: any seed but 0 */
static uint32_t draw(uint64_t *state, uint32_t below)
{
	uint64_t x = *state;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	*state = x;

	return (uint32_t)((x * 0x2545f4914f6cdd1du) >> 33) % below;
}

/* Puts a character behind that may be followed to a match; false: none */
static bool extend(char *buf, size_t *lenp, const struct oh_pattern *p,
		   size_t start, uint64_t *state)
{
	const uint32_t digits = 10, all = sizeof(symbols) - 1;
	uint32_t first = draw(state, digits);

	for (uint32_t i = 0; i < all; i++) {
		uint32_t k = i < digits ? (first + i) % digits : i;

		if (symbols[k] == '+' && *lenp)
			continue;
		buf[*lenp] = symbols[k];
		if (oh_pattern_try(p, buf, *lenp + 1, start,
				   OH_PATTERN_PARTIAL)) {
			buf[++*lenp] = '\0';
			return true;
		}
	}
	buf[*lenp] = '\0';

	return false;
}

static bool is_number(const char *text)
{
	struct oh_number n;

	return 0 == oh_number_parse(&n, text, NULL, NULL) &&
		n.kind != OH_NUMBER_URI && 0 == strcmp(n.text, text);
}

/* What may begin anywhere has any digits before it */
static size_t begin(char *buf, const struct oh_pattern *p, uint64_t *state)
{
	size_t len = 0;

	if (!oh_pattern_is_anchored(p)) {
		buf[len++] = '+';
		for (uint32_t n = draw(state, LOOSE_MAX + 1); n; n--)
			buf[len++] = (char)('1' + draw(state, 9));
	}
	buf[len] = '\0';

	return len;
}

/* Longer than the pattern asks for, if it lets the number go on */
static void lengthen(char *buf, size_t len, uint64_t *state)
{
	while (len < DIGITS_MAX && !is_number(buf)) {
		buf[len++] = (char)('0' + draw(state, 10));
		buf[len] = '\0';
	}
}

/**
 * Make a number that a pattern means
 *
 * @param buf  Receives the number: E.164 with "+", a short one or a code
 * @param p    Pattern
 * @param seed Which one; the same seed makes the same number
 *
 * @return false if this seed leads to none
 */
bool oh_pattern_sample(char buf[OH_NUMBER_SIZE], const struct oh_pattern *p,
		       uint64_t seed)
{
	uint64_t state = (seed + 1) * 0x9e3779b97f4a7c15u;
	size_t start = begin(buf, p, &state), len = start;

	while (len <= DIGITS_MAX) {
		if (0 == oh_pattern_match(p, buf) && is_number(buf) &&
		    !draw(&state, STOP_ODDS))
			return true;
		if (!extend(buf, &len, p, start, &state))
			break;
	}
	if (!is_number(buf))
		lengthen(buf, len, &state);

	return is_number(buf) && 0 == oh_pattern_match(p, buf);
}
