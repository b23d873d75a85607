/**
 * @file pieces_de.c  Numerals in German
 *
 * Ones stand before tens (einundzwanzig), and one itself has three forms:
 * eins at the end, ein before hundert and tausend, eine before Million.
 */
#include "speech/pieces_priv.h"

static void below_hundred(struct oh_pieces *p, uint32_t n, const char *one)
{
	static const char *const andv[] = {
		"", "1-und", "2-und", "3-und", "4-und",
		"5-und", "6-und", "7-und", "8-und", "9-und",
	};

	if (n == 1) {
		oh_pieces_add(p, one);
		return;
	}
	if (n > 20 && n % 10) {
		oh_pieces_add(p, andv[n % 10]);
		n -= n % 10;
	}
	if (n)
		oh_pieces_add_small(p, n);
}

static void below_thousand(struct oh_pieces *p, uint32_t n, const char *one)
{
	if (n >= 100) {
		below_hundred(p, n / 100, "ein");
		oh_pieces_add(p, "hundert");
	}
	below_hundred(p, n % 100, one);
}

/** A whole number from 1 on */
void oh_pieces_whole_de(struct oh_pieces *p, uint64_t n)
{
	static const struct {
		uint64_t    unit;
		const char *one;     /* before it */
		const char *name;
		const char *many;
	} scalev[] = {
		{ 1000000000, "eine", "milliarde", "milliarden" },
		{ 1000000,    "eine", "million",   "millionen"  },
		{ 1000,       "ein",  "tausend",   "tausend"    },
	};

	for (size_t i = 0; i < 3; i++) {
		const uint32_t times = (uint32_t)(n / scalev[i].unit);

		if (!times)
			continue;
		below_thousand(p, times, scalev[i].one);
		oh_pieces_add(p, times == 1 ? scalev[i].name
					    : scalev[i].many);
		n %= scalev[i].unit;
	}
	below_thousand(p, (uint32_t)n, "1");
}
