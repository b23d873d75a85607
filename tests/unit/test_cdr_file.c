/**
 * @file test_cdr_file.c  The database of call records: older, foreign, full
 */
#include <sqlite3.h>
#include <sys/stat.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cdr/store_priv.h"
#include "cdr_fixture.h"
#include "test.h"

/* One of an older release gets what it lacks, and keeps what it has */
int test_cdr_older(void)
{
	struct oh_cdr *c = NULL;
	struct temp t;
	int err;

	temp_make(&t);
	cdr_exec(&t, "CREATE TABLE calls (id TEXT PRIMARY KEY NOT NULL, pid "
	     "INTEGER, born INTEGER, start INTEGER, trunk TEXT, \"to\" TEXT) "
	     "WITHOUT ROWID; PRAGMA application_id = 1330144068; "
	     "PRAGMA user_version = 4; "
	     "INSERT INTO calls VALUES ('old', NULL, NULL, 7, 'a', '+1')");
	TEST_OK(err = cdr_open(&c, &t));
	TEST_OK(err = oh_cdr_add(c, &(struct oh_result){ .id = "new",
				 .reason = "OK" }, 3));
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	assert_string_equal(oh_cdr_fault(c), "");
	assert_string_equal(cdr_ask(&t, "SELECT group_concat(id || "
				"ifnull(exit_code, '-') || "
				"ifnull(sip_reason, '-')) FROM calls"),
			    "new3OK,old--");
	assert_string_equal(cdr_ask(&t, "SELECT user_version > 1040 FROM "
				"pragma_user_version"), "1");

 out:
	mem_deref(c);
	temp_remove(&t);

	return err;
}

static void check_plan(sqlite3 *sql, const char *text)
{
	sqlite3_stmt *st = NULL;
	char explain[1024];

	(void)snprintf(explain, sizeof(explain), "EXPLAIN QUERY PLAN %s",
		       text);
	assert_int_equal(sqlite3_prepare_v2(sql, explain, -1, &st, NULL), 0);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(st, 3);

		if (!strstr(step, "COVERING INDEX"))
			fail_msg("%s: %s", text, step);
	}
	(void)sqlite3_finalize(st);
}

/* What a beginning asks while others wait fetches no rows, also in one of an
   older release with other indexes */
int test_cdr_plans(void)
{
	static const enum oh_db_sql asked[] = {
		OH_DB_UP, OH_DB_RECENT, OH_DB_STREAK
	};
	struct oh_cdr c = { .opened_us = 0 };
	struct oh_db db = { .sql = NULL };
	sqlite3_stmt *st;
	struct temp t;
	int err;

	temp_make(&t);
	str_ncpy(c.path, temp_path(&t, "calls.db"), sizeof(c.path));
	TEST_OK(err = oh_db_open(&db, &c));
	oh_db_close(&db);
	cdr_exec(&t, "DROP INDEX calls_up; CREATE INDEX calls_up ON calls "
		 "(trunk) WHERE pid IS NOT NULL; PRAGMA user_version = 49");
	TEST_OK(err = oh_db_open(&db, &c));
	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		TEST_OK(err = oh_db_stmt(&st, &db, asked[i]));
		check_plan(db.sql, sqlite3_sql(st));
	}

 out:
	oh_db_close(&db);
	temp_remove(&t);

	return err;
}

/* What is written goes from the log into the database, and the log begins
   anew: it stays short, however much is written */
int test_cdr_log(void)
{
	enum { ROUNDS = 40, ROWS = 100, LOG_BYTES = 2 * 1024 * 1024 };
	struct oh_cdr *c = NULL;
	struct stat st;
	struct temp t;
	int err;

	if (test_is_oom())
		return 0;
	temp_make(&t);
	TEST_OK(err = cdr_open(&c, &t));
	for (int i = 0; i < ROUNDS; i++) {
		for (int k = 0; k < ROWS; k++) {
			struct oh_result res = { .tryc = 0 };

			(void)re_snprintf(res.id, sizeof(res.id), "%d.%d", i,
					  k);
			memset(res.note, 'x', sizeof(res.note) - 1);
			TEST_OK(err = oh_cdr_add(c, &res, 0));
		}
		TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	}
	c = mem_deref(c);
	assert_int_equal(stat(temp_path(&t, "calls.db-wal"), &st), 0);
	assert_in_range(st.st_size, 1, LOG_BYTES);

 out:
	mem_deref(c);
	temp_remove(&t);

	return err;
}

/* What is not ours is left as it is, and calls go on */
static int refuse(struct temp *t, const char *why)
{
	struct cdr_told told = { .may = true };
	struct oh_cdr_call *call = NULL;
	struct oh_cdr *c = NULL;
	struct oh_result res;
	int err;

	TEST_OK(err = cdr_open(&c, t));
	cdr_make_result(&res, "a", "+14255550123");
	TEST_OK(err = cdr_begin(&call, c, &res, NULL, &told));
	assert_true(told.begun);
	assert_false(told.asked);
	assert_int_not_equal(told.err, 0);
	assert_int_not_equal(told.err, EACCES);
	assert_non_null(strstr(oh_cdr_fault(c), why));

 out:
	mem_deref(call);
	mem_deref(c);

	return err;
}

int test_cdr_foreign(void)
{
	struct temp t;
	int err;

	temp_make(&t);
	cdr_exec(&t, "CREATE TABLE mine (x); INSERT INTO mine VALUES (42)");
	TEST_OK(err = refuse(&t, "the database of another program"));
	assert_string_equal(cdr_ask(&t, "SELECT x FROM mine"), "42");
	assert_string_equal(cdr_ask(&t, "SELECT count(*) FROM sqlite_schema"),
			    "1");

 out:
	temp_remove(&t);

	return err;
}

int test_cdr_broken(void)
{
	static const char text[] = "these are notes of mine, and not at all "
		"what is expected here: keep them";
	struct temp t;
	char now[sizeof(text)] = "";
	FILE *f;
	int err;

	temp_make(&t);
	temp_write(&t, "calls.db", text, sizeof(text));
	TEST_OK(err = refuse(&t, "not a database"));
	f = fopen(temp_path(&t, "calls.db"), "r");
	assert_non_null(f);
	assert_int_equal(fread(now, 1, sizeof(now), f), sizeof(text));
	(void)fclose(f);
	assert_memory_equal(now, text, sizeof(text));

 out:
	temp_remove(&t);

	return err;
}

int test_cdr_in_the_way(void)
{
	struct temp t;
	int err;

	temp_make(&t);
	assert_int_equal(mkdir(temp_path(&t, "calls.db"), 0700), 0);
	TEST_OK(err = refuse(&t, "open: "));

 out:
	(void)rmdir(temp_path(&t, "calls.db"));
	temp_remove(&t);

	return err;
}

int test_cdr_retention(void)
{
	const uint64_t day_us = 24 * 3600 * 1000000ull;
	struct oh_cdr_prm prm = { .keep_days = 0 };
	struct oh_cdr *c = NULL;
	struct temp t;
	int err = 0;

	temp_make(&t);
	prm.path = temp_path(&t, "calls.db");
	for (uint32_t keep = 0; keep < 3; keep++) {
		const uint64_t now = oh_clock_wall_us();

		prm.keep_days = keep;
		TEST_OK(err = oh_cdr_open(&c, &prm));
		for (uint64_t i = 0; i < 3 && !keep; i++) {
			struct oh_result res = {
				.id = { 'a' + (char)i },
				.start_us = now - i * day_us - 3600000000ull,
			};

			TEST_OK(err = oh_cdr_add(c, &res, 0));
		}
		TEST_OK(err = oh_cdr_add(c, &(struct oh_result){ .id = "z" },
					 0));
		TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
		c = mem_deref(c);
		assert_string_equal(cdr_ask(&t, "SELECT group_concat(id, '') "
					"FROM (SELECT id FROM calls ORDER "
					"BY id)"),
				    keep == 0 ? "abcz" : "az");
	}

 out:
	mem_deref(c);
	temp_remove(&t);

	return err;
}
