/**
 * @file indication.c  The tones by which each country's network speaks
 *
 * A tone that is modulated by another (400 Hz by 25 Hz) stands here as the
 * two lines that it is heard as.
 */
#include <string.h>
#include "media/indication.h"

#define ONE(hz, ...)    { { hz, 0 }, { __VA_ARGS__ } }
#define TWO(a, b, ...)  { { a, b }, { __VA_ARGS__ } }

static const struct oh_indication indicationv[] = {
{ "US", TWO(440, 480, 2000, 4000), TWO(480, 620, 500, 500),
	TWO(480, 620, 250, 250) },
{ "CA", TWO(440, 480, 2000, 4000), TWO(480, 620, 500, 500),
	TWO(480, 620, 250, 250) },
{ "GB", TWO(400, 450, 400, 200, 400, 2000), ONE(400, 375, 375),
	ONE(400, 400, 350, 225, 525) },
{ "DE", ONE(425, 1000, 4000), ONE(425, 480, 480), ONE(425, 240, 240) },
{ "FR", ONE(440, 1500, 3500), ONE(440, 500, 500), ONE(440, 250, 250) },
{ "ES", ONE(425, 1500, 3000), ONE(425, 200, 200),
	ONE(425, 200, 200, 200, 200, 200, 600) },
{ "IT", ONE(425, 1000, 4000), ONE(425, 500, 500), ONE(425, 200, 200) },
{ "NL", ONE(425, 1000, 4000), ONE(425, 500, 500), ONE(425, 250, 250) },
{ "BE", ONE(425, 1000, 3000), ONE(425, 500, 500), ONE(425, 167, 167) },
{ "CH", ONE(425, 1000, 4000), ONE(425, 500, 500), ONE(425, 200, 200) },
{ "AT", ONE(420, 1000, 5000), ONE(420, 400, 400), ONE(420, 200, 200) },
{ "SE", ONE(425, 1000, 5000), ONE(425, 250, 250), ONE(425, 250, 750) },
{ "PL", ONE(425, 1000, 4000), ONE(425, 500, 500), ONE(425, 500, 500) },
{ "JP", TWO(385, 415, 1000, 2000), ONE(400, 500, 500),
	ONE(400, 500, 500) },
{ "AU", TWO(413, 438, 400, 200, 400, 2000), ONE(425, 375, 375),
	ONE(425, 375, 375) },
{ "NZ", TWO(400, 450, 400, 200, 400, 2000), ONE(400, 500, 500),
	ONE(400, 250, 250) },
{ "IN", TWO(375, 425, 400, 200, 400, 2000), ONE(400, 750, 750),
	ONE(400, 250, 250) },
{ "BR", ONE(425, 1000, 4000), ONE(425, 250, 250),
	ONE(425, 250, 250, 750, 250) },
{ "MX", ONE(425, 1000, 4000), ONE(425, 250, 250), ONE(425, 250, 250) },
{ "CN", ONE(450, 1000, 4000), ONE(450, 350, 350), ONE(450, 700, 700) },
{ "ZA", TWO(367, 433, 400, 200, 400, 2000), ONE(400, 500, 500),
	ONE(400, 250, 250) },
{ "SG", TWO(401, 449, 400, 200, 400, 2000), ONE(425, 750, 750),
	ONE(425, 250, 250) },
{ "RU", ONE(425, 1000, 4000), ONE(425, 350, 350), ONE(425, 175, 175) },
};

/**
 * Go through the countries
 *
 * @param i From 0
 *
 * @return Static row; NULL past the last one
 */
const struct oh_indication *oh_indication_at(size_t i)
{
	return i < sizeof(indicationv) / sizeof(indicationv[0]) ?
		&indicationv[i] : NULL;
}

/**
 * Find the tones of a country
 *
 * @param country ISO 3166 code, capitals
 *
 * @return Static row; NULL: not known
 */
const struct oh_indication *oh_indication_find(const char *country)
{
	const struct oh_indication *ind;

	for (size_t i = 0; (ind = oh_indication_at(i)); i++) {
		if (0 == strcmp(ind->country, country))
			break;
	}

	return ind;
}

/**
 * Count the steps of a cadence
 *
 * @param c Cadence
 *
 * @return 2, 4 or 6
 */
size_t oh_indication_steps(const struct oh_cadence *c)
{
	size_t n = 0;

	while (n < OH_INDICATION_STEPS && c->msv[n])
		n++;

	return n;
}
