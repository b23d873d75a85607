/**
 * @file schema.c  The tables of the database, and what is done on opening it
 *
 *   calls   a row for each call; pid and born while it goes on
 *   spent   sums of the calls that left: by day, trunk and currency
 *   holders when each process that has calls up was last known to live
 *
 * PRAGMA application_id says that it is ours, PRAGMA user_version which
 * indexes and how many columns of row.c it has: one that has fewer gets the
 * others.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "cdr/store_priv.h"

enum {
	APPLICATION = 0x4f486344,         /* "OHcD"                       */
	INDEXES     = 2,                  /* or tables; up with a change  */
	LAYOUT      = INDEXES * 1000 + OH_ROW_COLUMNS,
	OLD_MAX     = 20000,              /* rows deleted at once         */
	SQL_SIZE    = 256,
};

static const int64_t day_us = 24 * 3600 * INT64_C(1000000);

static const char tables[] =
	"CREATE TABLE IF NOT EXISTS calls ("
	"id TEXT PRIMARY KEY NOT NULL, pid INTEGER, born INTEGER, "
	"start INTEGER, trunk TEXT) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS spent ("
	"day INTEGER NOT NULL, trunk TEXT NOT NULL, currency TEXT NOT NULL, "
	"calls INTEGER NOT NULL, ms INTEGER NOT NULL, "
	"micro INTEGER NOT NULL, PRIMARY KEY (day, trunk, currency)) "
	"WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS holders ("
	"pid INTEGER NOT NULL, born INTEGER NOT NULL, seen INTEGER NOT NULL, "
	"PRIMARY KEY (pid, born)) WITHOUT ROWID;";

/* All that is asked when a call begins is in the indexes. Were each row of
   the last hour, and of all that is up, to be fetched for it, nobody else
   could write for long. */
static const char indexes[] =
	"DROP INDEX IF EXISTS calls_start;"
	"DROP INDEX IF EXISTS calls_up;"
	"CREATE INDEX calls_start ON calls "
	"(start, direction, cause, trunk, \"to\");"
	"CREATE INDEX calls_up ON calls "
	"(pid, born, trunk, direction, answer, currency, rate) "
	"WHERE pid IS NOT NULL;";

static const char modes[] =
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = NORMAL;";

static int exec(struct oh_db *db, const char *sql)
{
	return oh_db_fail(db, "schema",
			  sqlite3_exec(db->sql, sql, NULL, NULL, NULL));
}

/* One whole number, such as of a PRAGMA */
static int ask(int64_t *np, struct oh_db *db, const char *sql)
{
	sqlite3_stmt *st = NULL;
	int err;

	err = oh_db_fail(db, "read", sqlite3_prepare_v2(db->sql, sql, -1,
							&st, NULL));
	if (err)
		return err;
	err = oh_db_fail(db, "read", sqlite3_step(st));
	if (!err)
		*np = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);

	return err;
}

/**
 * Look whether a database is ours, or empty
 *
 * @param db Database, open
 *
 * @return 0, EBADMSG it was made by somebody else, or another errno; db->why
 *         tells
 */
int oh_schema_check(struct oh_db *db)
{
	int64_t id, things;
	int err;

	err = ask(&id, db, "PRAGMA application_id");
	if (!err)
		err = ask(&things, db, "SELECT count(*) FROM sqlite_schema");
	if (err || id == APPLICATION || !things)
		return err;
	(void)snprintf(db->why, sizeof(db->why),
		       "the database of another program");

	return EBADMSG;
}

static int has_column(bool *hasp, struct oh_db *db, const char *name)
{
	char sql[SQL_SIZE];
	int64_t n;
	int err;

	(void)sqlite3_snprintf(sizeof(sql), sql, "SELECT count(*) FROM "
			       "pragma_table_info('calls') WHERE name = %Q",
			       name);
	err = ask(&n, db, sql);
	*hasp = !err && n > 0;

	return err;
}

static const char *type_of(enum oh_row_kind kind)
{
	switch (kind) {

	case OH_ROW_TEXT:
	case OH_ROW_JSON:   return "TEXT";
	case OH_ROW_FIGURE: return "REAL";
	default:            return "INTEGER";
	}
}

static int add_column(struct oh_db *db, const struct oh_row_column *col)
{
	char sql[SQL_SIZE];
	bool has;
	int err = has_column(&has, db, col->name);

	if (err || has)
		return err;
	(void)sqlite3_snprintf(sizeof(sql), sql,
			       "ALTER TABLE calls ADD COLUMN \"%w\" %s",
			       col->name, type_of(col->kind));

	return exec(db, sql);
}

static int mend(struct oh_db *db)
{
	char sql[SQL_SIZE];
	int err = exec(db, tables);

	for (size_t i = 0; i < OH_ROW_COLUMNS && !err; i++)
		err = add_column(db, oh_row_column(i));
	if (!err)
		err = exec(db, indexes);
	if (err)
		return err;
	(void)sqlite3_snprintf(sizeof(sql), sql, "PRAGMA application_id = %d;"
			       "PRAGMA user_version = %d;", APPLICATION,
			       LAYOUT);

	return exec(db, sql);
}

/* A newer one than we know has all we need. Two processes that find an
   older one: the second finds it mended once it may write. */
static int make_tables(struct oh_db *db)
{
	int64_t version;
	int err;

	err = ask(&version, db, "PRAGMA user_version");
	if (err || version >= LAYOUT)
		return err;
	err = oh_db_run(db, OH_DB_BEGIN);
	if (err)
		return err;
	err = ask(&version, db, "PRAGMA user_version");
	if (!err && version < LAYOUT)
		err = mend(db);

	return oh_db_end(db, err);
}

/* A database left to itself for long is cleared bit by bit, call by call */
static int forget_old(struct oh_db *db, const struct oh_cdr *c)
{
	int64_t before = c->opened_us - c->keep_days * day_us, old;
	char sql[SQL_SIZE];
	int err;

	if (!c->keep_days)
		return 0;
	(void)sqlite3_snprintf(sizeof(sql), sql, "SELECT EXISTS (SELECT 1 "
			       "FROM calls WHERE start < %lld)", before);
	err = ask(&old, db, sql);
	if (err || !old)
		return err;
	(void)sqlite3_snprintf(sizeof(sql), sql, "DELETE FROM calls WHERE id "
			       "IN (SELECT id FROM calls WHERE start < %lld "
			       "AND pid IS NULL LIMIT %d)", before, OLD_MAX);

	return exec(db, sql);
}

/* It is made WAL once. Of several that find it new, one does it, and the
   others are told that it is busy without being made to wait. */
static int set_modes(struct oh_db *db)
{
	int err;

	for (unsigned ms = 0; ; ms += OH_STORE_NAP_MS) {
		err = exec(db, modes);
		if (err != EAGAIN || ms >= OH_STORE_BUSY_MS)
			return err;
		(void)sqlite3_sleep(OH_STORE_NAP_MS);
	}
}

/**
 * Make the tables, or mend them; mark what others left in flight; forget
 * what is too old
 *
 * @param db Database, open
 * @param c  Store
 *
 * @return 0 or an errno, db->why tells
 */
int oh_schema_make(struct oh_db *db, const struct oh_cdr *c)
{
	int err = oh_schema_check(db);

	if (!err)
		err = set_modes(db);
	if (!err)
		err = make_tables(db);
	if (!err)
		err = oh_lost_look(db, c->opened_us);
	if (!err)
		err = forget_old(db, c);

	return err;
}
