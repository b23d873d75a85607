/**
 * @file spent.c  What a command spends until it has ended
 *
 *     spent [-r RUNS] -- COMMAND...
 *
 * Its stdout goes nowhere; a run that fails is a failure. Prints one JSON
 * object: wall and processor time and the peak of resident memory, of the
 * run whose wall time is the median.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/scan.h"
#include "part/child.h"

enum {
	RUNS_MAX = 100,
	LOOK_MS  = 1,
};

static uint64_t wall_us(const struct child *c)
{
	return c->end_us - c->start_us;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = wall_us(a), y = wall_us(b);

	return (x > y) - (x < y);
}

static int run(struct child *c, char *argv[])
{
	int err = child_start(c, argv, CHILD_NO_PIPE);

	while (!err) {
		err = child_poll(c);
		if (err != EAGAIN)
			break;
		err = 0;
		(void)poll(NULL, 0, LOOK_MS);
	}
	if (!err && c->status) {
		fprintf(stderr, "spent: status %#x\n", (unsigned)c->status);
		err = EPROTO;
	}

	return err;
}

static int report(const struct child *c, uint32_t runs)
{
	printf("{\"runs\":%u,\"wall_ms\":%.2f,\"cpu_ms\":%.2f,"
	       "\"peak_kib\":%llu}\n", runs, (double)wall_us(c) / 1e3,
	       (double)c->cpu_us / 1e3, (unsigned long long)c->peak_kib);

	return fflush(stdout) ? errno : 0;
}

static int usage(void)
{
	fputs("usage: spent [-r RUNS] -- COMMAND...\n", stderr);
	return 64;
}

int main(int argc, char **argv)
{
	static struct child childv[RUNS_MAX];
	uint32_t runs = 1;
	int c, err = 0;

	while ((c = getopt(argc, argv, "+r:")) != -1) {
		if (c != 'r' || oh_scan_u32(&runs, optarg, 1, RUNS_MAX))
			return usage();
	}
	if (optind == argc)
		return usage();

	for (uint32_t i = 0; i < runs && !err; i++)
		err = run(&childv[i], argv + optind);
	if (!err) {
		qsort(childv, runs, sizeof(childv[0]), compare);
		err = report(&childv[runs / 2], runs);
	}
	if (err)
		fprintf(stderr, "spent: %s\n", strerror(err));

	return err ? 1 : 0;
}
