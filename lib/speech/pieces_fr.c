/**
 * @file pieces_fr.c  Numerals in French, as in France
 *
 * Seventy and ninety go on counting from sixty and eighty: 71 is "soixante
 * et onze", 91 "quatre-vingt-onze"; "et" stands before un and onze up to 71.
 */
#include "speech/pieces_priv.h"

static void below_hundred(struct oh_pieces *p, uint32_t n)
{
	uint32_t tens = n / 10 * 10, rest;

	if (n <= 20) {
		if (n)
			oh_pieces_add_small(p, n);
		return;
	}
	if (tens == 70 || tens == 90)
		tens -= 10;
	rest = n - tens;
	oh_pieces_add_small(p, tens);
	if (tens < 80 && (rest == 1 || rest == 11))
		oh_pieces_add(p, "et");
	if (rest)
		oh_pieces_add_small(p, rest);
}

/* No "un" before cent and mille */
static void below_thousand(struct oh_pieces *p, uint32_t n)
{
	if (n >= 200)
		oh_pieces_add_small(p, n / 100);
	if (n >= 100)
		oh_pieces_add(p, "cent");
	below_hundred(p, n % 100);
}

/** A whole number from 1 on */
void oh_pieces_whole_fr(struct oh_pieces *p, uint64_t n)
{
	static const struct {
		uint64_t    unit;
		const char *name;    /* the plural sounds the same */
	} scalev[] = {
		{ 1000000000, "milliard" },
		{ 1000000,    "million"  },
	};
	uint32_t thousands;

	for (size_t i = 0; i < 2; i++) {
		const uint32_t times = (uint32_t)(n / scalev[i].unit);

		if (!times)
			continue;
		below_thousand(p, times);
		oh_pieces_add(p, scalev[i].name);
		n %= scalev[i].unit;
	}
	thousands = (uint32_t)(n / 1000);
	if (thousands > 1)
		below_thousand(p, thousands);
	if (thousands)
		oh_pieces_add(p, "mille");
	below_thousand(p, (uint32_t)(n % 1000));
}
