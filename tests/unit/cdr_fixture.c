/**
 * @file cdr_fixture.c  A store of call records, and looking into it
 */
#include <sqlite3.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/id.h"
#include "cdr_fixture.h"
#include "test.h"

void cdr_make_result(struct oh_result *res, const char *trunk,
			const char *to)
{
	oh_result_init(res);
	oh_id_make(res->id, oh_clock_wall_us());
	res->start_us = oh_clock_wall_us();
	str_ncpy(res->trunk, trunk, sizeof(res->trunk));
	str_ncpy(res->from, "+14255550100", sizeof(res->from));
	str_ncpy(res->to, to, sizeof(res->to));
	(void)oh_money_parse(&res->rate, "0.60", "USD");
}

void cdr_end_result(struct oh_result *res)
{
	res->end_us = oh_clock_wall_us();
	res->cause  = OH_CAUSE_DONE;
	if (res->answer_us)
		(void)oh_money_per_minute(&res->cost, &res->rate,
					  (res->end_us - res->answer_us) /
					  1000);
}

bool cdr_decide_handler(const struct oh_cdr_usage *usage, char *why,
			size_t size, void *arg)
{
	struct cdr_told *told = arg;

	told->usage = *usage;
	told->asked = true;
	(void)snprintf(why, size, "%s", told->may ? "careful" : "too much");

	return told->may;
}

void cdr_begun_handler(int err, const char *why, void *arg)
{
	struct cdr_told *told = arg;

	told->begun = true;
	told->err   = err;
	str_ncpy(told->why, why, sizeof(told->why));
}

int cdr_open(struct oh_cdr **cp, struct temp *t)
{
	const struct oh_cdr_prm prm = { .path = temp_path(t, "calls.db") };

	return oh_cdr_open(cp, &prm);
}

int cdr_begin(struct oh_cdr_call **callp, struct oh_cdr *c,
		 const struct oh_result *res, const char *prefix,
		 struct cdr_told *told)
{
	const struct oh_cdr_begin_prm prm = {
		.res     = res,
		.prefix  = prefix,
		.decideh = cdr_decide_handler,
		.begunh  = cdr_begun_handler,
		.arg     = told,
	};
	int err = oh_cdr_begin(callp, c, &prm);

	return err ? err : oh_cdr_flush(c, FLUSH_MS);
}

const char *cdr_ask(struct temp *t, const char *sql)
{
	static char text[256];
	sqlite3 *db;
	sqlite3_stmt *st;

	assert_int_equal(sqlite3_open(temp_path(t, "calls.db"), &db), 0);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), 0);
	text[0] = '\0';
	if (sqlite3_step(st) == SQLITE_ROW && sqlite3_column_text(st, 0))
		str_ncpy(text, (const char *)sqlite3_column_text(st, 0),
			 sizeof(text));
	(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);

	return text;
}

void cdr_exec(struct temp *t, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(temp_path(t, "calls.db"), &db), 0);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), 0);
	(void)sqlite3_close(db);
}
