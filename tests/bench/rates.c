/**
 * @file rates.c  What it costs to read a rate list, and to look a number up
 *
 *     rates [-n ROWS]
 *
 * The list is made up: prefixes of 3 to 11 digits, nested as those of real
 * lists are. Prints one JSON object: the median time of reading it, and the
 * time of a look-up, of numbers that have a price and of some that have none.
 */
#include <getopt.h>
#include <stdlib.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/scan.h"
#include "route/rates.h"

enum {
	LOADS      = 7,
	LOOKS      = 2000000,
	NUMBERS    = 1 << 16,
	LINE_BYTES = 96,
	ROWS_MAX   = 400000,
};

struct made {
	char    *text;
	size_t   len;
	uint32_t rows;
	char     (*numberv)[16];
};

/* The same list each time (a linear congruential generator) */
static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;

	return *seed >> 8;
}

/* Prefixes are 1xx, then those with more digits behind them: none twice */
static void add_row(struct made *l, uint32_t i)
{
	char prefix[16];
	int n;

	n = snprintf(prefix, sizeof(prefix), "%u", 100 + i % 900);
	for (uint32_t more = i / 900; more; more /= 10)
		n += snprintf(prefix + n, sizeof(prefix) - (size_t)n, "%u",
			      more % 10);
	l->len += (size_t)snprintf(l->text + l->len, LINE_BYTES,
				   "Country %u - Mobile,mobile,XX,%s,0.%04u\n",
				   i % 900, prefix, i % 10000);
}

static int make(struct made *l, uint32_t rows)
{
	uint32_t seed = 1;

	l->rows = rows;
	l->text = malloc((rows + 1) * (size_t)LINE_BYTES);
	l->numberv = malloc(NUMBERS * sizeof(*l->numberv));
	if (!l->text || !l->numberv)
		return ENOMEM;
	l->len = (size_t)snprintf(l->text, LINE_BYTES, "%s\n",
				  OH_RATES_HEADER);
	/* Not in the order of the prefixes: 7919 is prime to all of them */
	for (uint32_t i = 0; i < rows; i++)
		add_row(l, (uint32_t)((uint64_t)i * 7919 % rows));
	for (uint32_t i = 0; i < NUMBERS; i++) {
		uint32_t area = 50 + next(&seed) % 950;

		snprintf(l->numberv[i], sizeof(l->numberv[i]), "+%03u%08u",
			 area, next(&seed) % 100000000);
	}

	return 0;
}

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int load(struct oh_rates **rp, const struct made *l, uint64_t *usp)
{
	uint64_t usv[LOADS];

	for (size_t i = 0; i < LOADS; i++) {
		struct oh_rates_fault fault;
		uint64_t begin = oh_clock_us();
		int err;

		*rp = mem_deref(*rp);
		err = oh_rates_parse(rp, l->text, l->len, "USD", &fault);
		if (err)
			return err;
		usv[i] = oh_clock_us() - begin;
	}
	qsort(usv, LOADS, sizeof(usv[0]), compare);
	*usp = usv[LOADS / 2];

	return 0;
}

/* [ns] each */
static double look_up(const struct made *l, const struct oh_rates *r,
		      uint32_t *foundp)
{
	uint64_t begin = oh_clock_us();
	struct oh_rate rate;
	uint32_t found = 0;

	for (uint32_t i = 0; i < LOOKS; i++)
		found += oh_rates_find(&rate, r, l->numberv[i % NUMBERS]);
	*foundp = found;

	return (double)(oh_clock_us() - begin) * 1000.0 / LOOKS;
}

int main(int argc, char *argv[])
{
	uint32_t rows = 50000, found = 0;
	struct oh_rates *r = NULL;
	struct made l = { NULL, 0, 0, NULL };
	uint64_t us = 0;
	double ns = 0;
	int c, err = 0;

	while ((c = getopt(argc, argv, "n:")) != -1) {
		if (c != 'n' || oh_scan_u32(&rows, optarg, 1, ROWS_MAX))
			return 2;
	}
	err = make(&l, rows);
	if (!err)
		err = load(&r, &l, &us);
	if (!err)
		ns = look_up(&l, r, &found);
	if (err)
		fprintf(stderr, "rates: %s\n", strerror(err));
	else
		printf("{\"rows\":%u,\"bytes\":%zu,\"load_ms\":%.2f,"
		       "\"look_up_ns\":%.1f,\"found\":%.3f}\n",
		       rows, l.len, (double)us / 1000.0, ns,
		       (double)found / LOOKS);
	mem_deref(r);
	free(l.text);
	free(l.numberv);

	return err ? 1 : 0;
}
