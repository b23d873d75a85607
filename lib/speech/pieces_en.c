/**
 * @file pieces_en.c  Numerals in English, the American way: without "and"
 */
#include "speech/pieces_priv.h"

static void below_thousand(struct oh_pieces *p, uint32_t n)
{
	if (n >= 100) {
		oh_pieces_add_small(p, n / 100);
		oh_pieces_add(p, "hundred");
		n %= 100;
	}
	if (n > 20 && n % 10) {
		oh_pieces_add_small(p, n - n % 10);
		n %= 10;
	}
	if (n)
		oh_pieces_add_small(p, n);
}

/** A whole number from 1 on */
void oh_pieces_whole_en(struct oh_pieces *p, uint64_t n)
{
	static const struct {
		uint64_t    unit;
		const char *name;
	} scalev[] = {
		{ 1000000000, "billion"  },
		{ 1000000,    "million"  },
		{ 1000,       "thousand" },
	};

	for (size_t i = 0; i < 3; i++) {
		const uint64_t unit = scalev[i].unit;

		if (n < unit)
			continue;
		below_thousand(p, (uint32_t)(n / unit));
		oh_pieces_add(p, scalev[i].name);
		n %= unit;
	}
	below_thousand(p, (uint32_t)n);
}
