/**
 * @file cdr.c  How many call records four processes write a second
 *
 *     cdr [-n CALLS] [-w WRITERS] FILE
 *
 * Each writer begins and ends CALLS calls, as fast as the store takes them.
 * Prints one JSON object: rows a second in all, and that none is missing.
 */
#include <getopt.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/scan.h"
#include "cdr/store.h"

enum { WRITERS_MAX = 16, AHEAD = 1000, FLUSH_MS = 30000 };

static void fill(struct oh_result *res, uint32_t i)
{
	oh_result_init(res);
	oh_id_make(res->id, oh_clock_wall_us());
	str_ncpy(res->trunk, "trunk", sizeof(res->trunk));
	str_ncpy(res->from, "+14255550100", sizeof(res->from));
	(void)re_snprintf(res->to, sizeof(res->to), "+1425%07u", i);
	str_ncpy(res->codec, "PCMU/8000", sizeof(res->codec));
	res->start_us  = oh_clock_wall_us();
	res->rate      = (struct oh_money){ 13000, "USD" };
	res->tryc      = 1;
	str_ncpy(res->tryv[0].number, res->to, sizeof(res->tryv[0].number));
}

static int write_one(struct oh_cdr *c, uint32_t i)
{
	struct oh_result res;
	const struct oh_cdr_begin_prm prm = { .res = &res };
	struct oh_cdr_call *call;
	int err;

	fill(&res, i);
	err = oh_cdr_begin(&call, c, &prm);
	if (err)
		return err;
	res.answer_us = oh_clock_wall_us();
	res.end_us    = res.answer_us + 60000000;
	res.cause     = OH_CAUSE_DONE;
	res.cost      = res.rate;
	err = oh_cdr_end(call, &res, 0);
	mem_deref(call);

	return err;
}

static int write_all(const char *path, uint32_t calls)
{
	const struct oh_cdr_prm prm = { .path = path };
	struct oh_cdr *c = NULL;
	int err;

	err = libre_init();
	if (!err)
		err = oh_cdr_open(&c, &prm);
	for (uint32_t i = 0; i < calls && !err; i++) {
		err = write_one(c, i);
		if (!err && i % AHEAD == AHEAD - 1)
			err = oh_cdr_flush(c, FLUSH_MS);
	}
	if (!err)
		err = oh_cdr_flush(c, FLUSH_MS);
	if (!err && *oh_cdr_fault(c))
		err = EIO;
	mem_deref(c);

	return err;
}

static int64_t count_rows(const char *path)
{
	sqlite3_stmt *st = NULL;
	sqlite3 *db = NULL;
	int64_t n = -1;

	if (!sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) &&
	    !sqlite3_prepare_v2(db, "SELECT count(*) FROM calls WHERE pid IS "
				"NULL", -1, &st, NULL) &&
	    sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);

	return n;
}

/* false: one of them has failed */
static bool run_writers(const char *path, uint32_t writers, uint32_t calls)
{
	pid_t pidv[WRITERS_MAX];
	bool good = true;

	for (uint32_t i = 0; i < writers; i++) {
		pidv[i] = fork();
		if (!pidv[i])
			_exit(write_all(path, calls) ? 1 : 0);
	}
	for (uint32_t i = 0; i < writers; i++) {
		int status = 1;

		good &= pidv[i] > 0 && waitpid(pidv[i], &status, 0) > 0 &&
			!status;
	}

	return good;
}

int main(int argc, char *argv[])
{
	uint32_t calls = 5000, writers = 4;
	const char *path;
	uint64_t us;
	bool good;
	int c;

	while ((c = getopt(argc, argv, "n:w:")) != -1) {
		uint32_t *v = c == 'n' ? &calls : &writers;

		if (c == '?' || oh_scan_u32(v, optarg, 1, c == 'n' ? 1000000
					    : WRITERS_MAX))
			return 2;
	}
	path = argv[optind];
	if (!path)
		return 2;
	us = oh_clock_us();
	good = run_writers(path, writers, calls);
	us = oh_clock_us() - us;
	printf("{\"writers\":%u,\"calls\":%u,\"rows_per_s\":%.0f,"
	       "\"missing\":%lld}\n", writers, calls * writers,
	       1e6 * calls * writers / (double)us,
	       (long long)calls * writers - (long long)count_rows(path));

	return good ? 0 : 1;
}
