/**
 * @file routes.c  What it costs to find the voice route of a number
 *
 *     routes [-n ROUTES]
 *
 * Two tables. The first has routes of all kinds, as those of a carrier with
 * a route for each destination; in the second all begin with the same country
 * code and have alternatives behind it. Prints one JSON object: the worst
 * mean time of a look-up, over numbers that only the last routes match and
 * some that none does, and how long the configuration took to be read.
 */
#include <getopt.h>
#include <stdlib.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/scan.h"
#include "conf/conf.h"
#include "route/voice.h"

enum {
	ROUTE_BYTES = 128,
	LOOKS       = 2000,
	NUMBERS     = 16,
};

static void add_route(char *text, size_t *lenp, size_t size, uint32_t i,
		      bool alike)
{
	static const char *const tailv[] = { "\\d+$", "\\d{4,9}$",
					     "(\\d{7})$", "[2-9]\\d*$" };
	uint32_t code = 200 + i % 800, other = 200 + (i + 400) % 800;
	char pattern[64];

	if (alike)
		(void)re_snprintf(pattern, sizeof(pattern),
				  "^\\+1(%u|%u)%u(\\d{6})$", code, other,
				  2 + i / 800);
	else
		(void)re_snprintf(pattern, sizeof(pattern), "^\\+%u%u%s",
				  code, i / 800, tailv[i % 4]);
	*lenp += (size_t)snprintf(text + *lenp, size - *lenp,
				  "[route r%u]\npattern = %s\ntrunks = t\n",
				  i, pattern);
}

static int load(struct oh_conf **cp, uint32_t routes, bool alike,
		uint64_t *usp)
{
	size_t size = (routes + 1) * (size_t)ROUTE_BYTES, len;
	char *text = malloc(size);
	uint64_t begin;
	int err;

	if (!text)
		return ENOMEM;
	len = (size_t)snprintf(text, size, "[trunk t]\nserver = h\n");
	for (uint32_t i = 0; i < routes; i++)
		add_route(text, &len, size, i, alike);
	begin = oh_clock_us();
	err = oh_conf_parse(cp, "bench", text);
	*usp = oh_clock_us() - begin;
	free(text);
	if (!err && (*cp)->faultc)
		(void)re_fprintf(stderr, "%s\n", (*cp)->faultv[0].text);

	return err ? err : (*cp)->faultc ? EBADMSG : 0;
}

/* The mean of one number [us] */
static double look_up(const struct oh_conf *conf, const char *number)
{
	const struct oh_conf_route *spent;
	uint64_t begin = oh_clock_us();

	for (uint32_t i = 0; i < LOOKS; i++)
		(void)oh_voice_find(conf, number, &spent);

	return (double)(oh_clock_us() - begin) / LOOKS;
}

/* The last routes begin with 200 + (n - 1) % 800 and the ones before it */
static double worst(const struct oh_conf *conf, bool alike)
{
	double most = 0.0;

	for (uint32_t i = 0; i < NUMBERS; i++) {
		uint32_t code = 200 + (conf->routec - 1 - i) % 800;
		uint32_t more = (conf->routec - 1 - i) / 800;
		char number[20];
		double us;

		if (alike)
			(void)re_snprintf(number, sizeof(number),
					  "+1%u%u55501%02u", code,
					  i % 2 ? 9 : 2 + more, i);
		else
			(void)re_snprintf(number, sizeof(number),
					  "+%u%u25550%02u", code,
					  i % 2 ? 9 : more, i);
		us = look_up(conf, number);
		most = us > most ? us : most;
	}

	return most;
}

static int measure(uint32_t routes, bool alike)
{
	struct oh_conf *conf = NULL;
	uint64_t load_us;
	int err = load(&conf, routes, alike, &load_us);

	if (!err)
		(void)re_printf("%s\"%sload_ms\":%.2f,\"%s_us\":%.2f",
				alike ? "," : "", alike ? "alike_" : "",
				(double)load_us / 1000.0,
				alike ? "alike" : "worst",
				worst(conf, alike));
	mem_deref(conf);

	return err;
}

int main(int argc, char **argv)
{
	uint32_t routes = 1000;
	int opt, err;

	while ((opt = getopt(argc, argv, "n:")) != -1) {
		if (opt != 'n' ||
		    oh_scan_u32(&routes, optarg, 1, OH_CONF_ROUTES_MAX))
			return 64;
	}
	(void)re_printf("{\"routes\":%u,", routes);
	err = measure(routes, false);
	if (!err)
		err = measure(routes, true);
	(void)re_printf("}\n");
	if (err)
		(void)re_fprintf(stderr, "routes: %m\n", err);

	return err ? 70 : 0;
}
