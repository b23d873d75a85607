/**
 * @file pieces_es.c  Numerals in Spanish
 *
 * The long scale: 2 001 000 000 is "dos mil un millones". Before mil and
 * millones, uno is cut to un (veintiún, treinta y un); a hundred is cien,
 * unless something below a hundred follows: ciento.
 */
#include <stdbool.h>
#include "speech/pieces_priv.h"

static void below_hundred(struct oh_pieces *p, uint32_t n, bool cut)
{
	if (n > 30 && n % 10) {
		oh_pieces_add_small(p, n - n % 10);
		oh_pieces_add(p, "y");
		n %= 10;
	}
	if (cut && n % 10 == 1 && n != 11)
		oh_pieces_add(p, n == 1 ? "un" : "21-un");
	else if (n)
		oh_pieces_add_small(p, n);
}

static void below_thousand(struct oh_pieces *p, uint32_t n, bool cut)
{
	static const char *const hundredv[] = {
		"", "ciento", "200", "300", "400",
		"500", "600", "700", "800", "900",
	};

	if (n == 100)
		oh_pieces_add(p, "cien");
	else if (n > 100)
		oh_pieces_add(p, hundredv[n / 100]);
	below_hundred(p, n % 100, cut);
}

static void below_million(struct oh_pieces *p, uint32_t n, bool cut)
{
	if (n >= 2000)
		below_thousand(p, n / 1000, true);
	if (n >= 1000)
		oh_pieces_add(p, "mil");
	below_thousand(p, n % 1000, cut);
}

/** A whole number from 1 on */
void oh_pieces_whole_es(struct oh_pieces *p, uint64_t n)
{
	const uint32_t millions = (uint32_t)(n / 1000000);

	if (millions) {
		below_million(p, millions, true);
		oh_pieces_add(p, millions == 1 ? "millon" : "millones");
	}
	below_million(p, (uint32_t)(n % 1000000), false);
}
