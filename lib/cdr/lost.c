/**
 * @file lost.c  Calls whose process is gone
 *
 * A process that has calls up says every half a minute that it lives. One
 * that was killed has said so last not long before: up to then its calls
 * are counted, as the carrier counts them.
 */
#include <errno.h>
#include <sqlite3.h>
#include "cdr/store_priv.h"

enum { GONE_MAX = 256 };              /* processes found at once */

/** A process that has left rows in flight */
struct gone {
	struct oh_holder by;
	int64_t          seen;        /* [us]; 0: never */
};

static const char alive[] =
	"INSERT OR REPLACE INTO holders (pid, born, seen) "
	"SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM calls "
	"WHERE pid = ?1 AND born = ?2)";

static const char flying[] =
	"SELECT DISTINCT c.pid, c.born, ifnull(seen, 0) FROM calls c "
	"LEFT JOIN holders h ON h.pid = c.pid AND h.born = c.born "
	"WHERE c.pid IS NOT NULL";

/* The beginning of each was counted on its day; so is the rest. Millionths
   are rounded as by oh_money_per_minute(). */
static const char spend[] =
	"INSERT INTO spent (day, trunk, currency, calls, ms, micro) "
	"SELECT CAST(strftime('%Y%m%d', start / 1000000, 'unixepoch', "
	"'localtime') AS INTEGER), ifnull(trunk, ''), ifnull(currency, ''), "
	"0, sum(ms), sum((rate * ms + 30000) / 60000) FROM ("
	"SELECT start, trunk, currency, ifnull(rate, 0) AS rate, "
	"max(0, (?3 - answer) / 1000) AS ms FROM calls WHERE pid = ?1 "
	"AND born = ?2 AND direction = 'out' AND answer > 0) "
	"GROUP BY 1, 2, 3 "
	"ON CONFLICT (day, trunk, currency) DO UPDATE SET "
	"ms = ms + excluded.ms, micro = micro + excluded.micro";

/* Without an answer, what is known of it last is when it began */
static const char mark[] =
	"UPDATE calls SET disposition = '" OH_ROW_LOST "', pid = NULL, "
	"born = NULL, \"end\" = until, duration = (until - start) / 1e6, "
	"billsec = (until - ifnull(answer, until)) / 1e6, "
	"cost = iif(direction = 'out' AND answer, "
	"(rate * ((until - answer) / 1000) + 30000) / 60000, cost), "
	"note = 'process ' || ?1 || ' was gone before the call was over' "
	"FROM (SELECT id AS one, max(start, coalesce(answer, start), "
	"iif(answer, ?3, 0)) AS until FROM calls WHERE pid = ?1 AND "
	"born = ?2) WHERE id = one";

static const char forget[] =
	"DELETE FROM holders WHERE pid = ?1 AND born = ?2";

/* Takes who it is about, and when they were seen */
static int run(struct oh_db *db, const char *sql, const struct gone *g)
{
	sqlite3_stmt *st = NULL;
	int err = oh_db_fail(db, "prepare",
			     sqlite3_prepare_v2(db->sql, sql, -1, &st, NULL));

	if (!err) {
		(void)sqlite3_bind_int64(st, 1, g->by.pid);
		(void)sqlite3_bind_int64(st, 2, g->by.born);
		(void)sqlite3_bind_int64(st, 3, g->seen);
		err = oh_db_step(db, st, "mark");
	}
	(void)sqlite3_finalize(st);

	return err;
}

/**
 * Say that this process lives, if it has calls up
 *
 * @param db     Database
 * @param now_us Time since 1970 [us]
 *
 * @return 0 or an errno, db->why tells
 */
int oh_lost_beat(struct oh_db *db, int64_t now_us)
{
	const struct gone me = { db->me, now_us };
	int err = run(db, alive, &me);

	db->beats = !err && sqlite3_changes(db->sql) > 0;

	return err;
}

static int find(struct gone *v, size_t *np, struct oh_db *db, int64_t now_us)
{
	sqlite3_stmt *st = NULL;
	size_t n = 0;
	int rc;

	rc = sqlite3_prepare_v2(db->sql, flying, -1, &st, NULL);
	while (!rc && n < GONE_MAX && sqlite3_step(st) == SQLITE_ROW) {
		v[n].by.pid  = sqlite3_column_int64(st, 0);
		v[n].by.born = sqlite3_column_int64(st, 1);
		v[n].seen    = min(sqlite3_column_int64(st, 2), now_us);
		n += !oh_holder_is_alive(&v[n].by);
	}
	(void)sqlite3_finalize(st);
	*np = n;

	return oh_db_fail(db, "read", rc);
}

static int bury(struct oh_db *db, const struct gone *g)
{
	int err = run(db, spend, g);

	if (!err)
		err = run(db, mark, g);

	return err ? err : run(db, forget, g);
}

/**
 * Find rows in flight whose process is gone, count them and mark them
 *
 * @param db     Database, in no transaction
 * @param now_us Time since 1970 [us]
 *
 * @return 0 or an errno, db->why tells
 */
int oh_lost_look(struct oh_db *db, int64_t now_us)
{
	struct gone v[GONE_MAX];
	size_t n;
	int err = find(v, &n, db, now_us);

	if (err || !n)
		return err;
	err = oh_db_run(db, OH_DB_BEGIN);
	if (err)
		return err;
	for (size_t i = 0; i < n && !err; i++)
		err = bury(db, &v[i]);

	return oh_db_end(db, err);
}
