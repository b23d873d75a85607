/**
 * @file db.c  The database of call records: opened, written
 *
 * WAL: readers and one writer go on side by side, and what was committed
 * outlives a killed process. The log is copied back by us, when nobody waits
 * for it: on disk that takes longer than all rows of a short call. It is
 * kept short all the same, as who opens it alone reads all of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>
#include "cdr/store_priv.h"

static const char *const sqlv[OH_DB_SQLC] = {
[OH_DB_BEGIN]    = "BEGIN IMMEDIATE",
[OH_DB_COMMIT]   = "COMMIT",
[OH_DB_ROLLBACK] = "ROLLBACK",
[OH_DB_FORGET]   = "DELETE FROM calls WHERE id = ?1 AND pid IS NOT NULL",
[OH_DB_SPEND]    =
	"INSERT INTO spent (day, trunk, currency, calls, ms, micro) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
	"ON CONFLICT (day, trunk, currency) DO UPDATE SET "
	"calls = calls + excluded.calls, ms = ms + excluded.ms, "
	"micro = micro + excluded.micro",
[OH_DB_SPENT]    =
	"SELECT trunk = ?2, currency, sum(calls), sum(ms), sum(micro) "
	"FROM spent WHERE day = ?1 GROUP BY 1, 2 "
	"ORDER BY currency = ?3, currency",
[OH_DB_UP]       =
	"SELECT ifnull(trunk, '') = ?1, direction, answer, currency, rate "
	"FROM calls WHERE pid IS NOT NULL",
[OH_DB_RECENT]   =
	"SELECT count(*), total(ifnull(trunk, '') = ?1 AND start > ?3) "
	"FROM calls WHERE start > ?2 AND direction = 'out' "
	"AND cause IS NOT 'refused'",
[OH_DB_STREAK]   =
	"SELECT \"to\" FROM calls WHERE start > ?1 AND direction = 'out' "
	"AND cause IS NOT 'refused' ORDER BY start DESC LIMIT ?2",
};

/* The error of SQLite as one of ours */
static int errno_of(int rc)
{
	switch (rc & 0xff) {

	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:     return 0;
	case SQLITE_NOMEM:    return ENOMEM;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:   return EAGAIN;
	case SQLITE_FULL:     return ENOSPC;
	case SQLITE_READONLY: return EROFS;
	case SQLITE_CANTOPEN: return ENOENT;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:  return EBADMSG;
	default:              return EIO;
	}
}

/**
 * Keep what SQLite says of an error
 *
 * @param db   Database; its why is filled
 * @param what What was tried
 * @param rc   SQLite's result code
 *
 * @return 0 if it is none, else an errno
 */
int oh_db_fail(struct oh_db *db, const char *what, int rc)
{
	int err = errno_of(rc);

	if (err)
		(void)snprintf(db->why, sizeof(db->why), "%s: %s", what,
			       sqlite3_errmsg(db->sql));

	return err;
}

/* "INSERT OR REPLACE INTO calls (...) VALUES (?, ?, ...)" */
static char *put_text(void)
{
	sqlite3_str *s = sqlite3_str_new(NULL);

	sqlite3_str_appendall(s, "INSERT OR REPLACE INTO calls (");
	for (size_t i = 0; i < OH_ROW_COLUMNS; i++)
		sqlite3_str_appendf(s, "\"%w\", ", oh_row_column(i)->name);
	sqlite3_str_appendall(s, "pid, born) VALUES (");
	for (size_t i = 0; i < OH_ROW_COLUMNS; i++)
		sqlite3_str_appendall(s, "?, ");
	sqlite3_str_appendall(s, "?, ?)");

	return sqlite3_str_finish(s);
}

/**
 * Get a statement, made when it is first wanted
 *
 * @param sp    Set on success; it lives as long as the database
 * @param db    Database
 * @param which Which one
 *
 * @return 0 or an errno, db->why tells
 */
int oh_db_stmt(sqlite3_stmt **sp, struct oh_db *db, enum oh_db_sql which)
{
	char *text = NULL;
	int rc = SQLITE_OK;

	if (!db->stmtv[which]) {
		if (which == OH_DB_PUT)
			text = put_text();
		rc = sqlite3_prepare_v3(db->sql, text ? text : sqlv[which],
					-1, SQLITE_PREPARE_PERSISTENT,
					&db->stmtv[which], NULL);
		sqlite3_free(text);
	}
	*sp = db->stmtv[which];

	return oh_db_fail(db, "prepare", rc);
}

/**
 * Step a statement that gives no rows, and make it ready for the next time
 *
 * @param db   Database
 * @param st   Statement
 * @param what What it is for
 *
 * @return 0 or an errno, db->why tells
 */
int oh_db_step(struct oh_db *db, sqlite3_stmt *st, const char *what)
{
	int err = oh_db_fail(db, what, sqlite3_step(st));

	(void)sqlite3_reset(st);     /* tells the same error again */

	return err;
}

/** Run one that takes nothing and gives nothing */
int oh_db_run(struct oh_db *db, enum oh_db_sql which)
{
	sqlite3_stmt *st;
	int err = oh_db_stmt(&st, db, which);

	return err ? err : oh_db_step(db, st, sqlv[which]);
}

/**
 * End what OH_DB_BEGIN has begun: all of it holds, or nothing does
 *
 * @param db  Database
 * @param err 0, or why it is to be undone
 *
 * @return err, or what COMMIT said; db->why is as it was, or tells
 */
int oh_db_end(struct oh_db *db, int err)
{
	char why[OH_CDR_WHY_SIZE];

	if (!err)
		err = oh_db_run(db, OH_DB_COMMIT);
	if (!err)
		return 0;

	/* Some errors have rolled it back already */
	memcpy(why, db->why, sizeof(why));
	(void)oh_db_run(db, OH_DB_ROLLBACK);
	memcpy(db->why, why, sizeof(why));

	return err;
}

static int bind_cell(sqlite3_stmt *st, int at, const struct oh_row *row,
		     size_t i)
{
	const struct oh_row_value *v = &row->v[i];

	if (!v->known)
		return sqlite3_bind_null(st, at);

	switch (oh_row_column(i)->kind) {

	case OH_ROW_TEXT:
	case OH_ROW_JSON:
		return sqlite3_bind_text(st, at, v->u.s, -1, SQLITE_STATIC);

	case OH_ROW_FIGURE:
		return sqlite3_bind_double(st, at, v->u.x);

	default:
		return sqlite3_bind_int64(st, at, v->u.n);
	}
}

/**
 * Write a row: a new one, or what it is now
 *
 * @param db  Database
 * @param row Row
 * @param up  The call is still going on, in this process
 *
 * @return 0 or an errno, db->why tells
 */
int oh_db_put(struct oh_db *db, const struct oh_row *row, bool up)
{
	sqlite3_stmt *st;
	int err, rc = 0;

	err = oh_db_stmt(&st, db, OH_DB_PUT);
	for (size_t i = 0; i < OH_ROW_COLUMNS && !err && !rc; i++)
		rc = bind_cell(st, (int)i + 1, row, i);
	if (err || rc)
		return err ? err : oh_db_fail(db, "bind", rc);

	(void)sqlite3_bind_null(st, OH_ROW_COLUMNS + 1);
	(void)sqlite3_bind_null(st, OH_ROW_COLUMNS + 2);
	if (up) {
		db->beats = true;
		(void)sqlite3_bind_int64(st, OH_ROW_COLUMNS + 1, db->me.pid);
		(void)sqlite3_bind_int64(st, OH_ROW_COLUMNS + 2,
					 db->me.born);
	}

	return oh_db_step(db, st, "write");
}

/**
 * Add what a call is, or has used, to the sums of its day
 *
 * @param db   Database
 * @param task Its row, its day and what it adds
 * @param sign 1, or -1 to take it back
 *
 * @return 0 or an errno, db->why tells
 */
int oh_db_spend(struct oh_db *db, const struct oh_cdr_task *task, int sign)
{
	const struct oh_spent *s = &task->spent;
	const struct oh_row_value *v = task->row->v;
	sqlite3_stmt *st;
	int err;

	if (!s->calls && !s->ms && !s->micro)
		return 0;
	err = oh_db_stmt(&st, db, OH_DB_SPEND);
	if (err)
		return err;
	(void)sqlite3_bind_int64(st, 1, task->day);
	(void)sqlite3_bind_text(st, 2, v[OH_ROW_TRUNK].known ?
				v[OH_ROW_TRUNK].u.s : "", -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(st, 3, v[OH_ROW_CURRENCY].known ?
				v[OH_ROW_CURRENCY].u.s : "", -1,
				SQLITE_STATIC);
	(void)sqlite3_bind_int64(st, 4, sign * s->calls);
	(void)sqlite3_bind_int64(st, 5, sign * s->ms);
	(void)sqlite3_bind_int64(st, 6, sign * s->micro);

	return oh_db_step(db, st, "write");
}

/** Take back a row in flight, and that it was counted */
int oh_db_forget(struct oh_db *db, const struct oh_cdr_task *task)
{
	sqlite3_stmt *st;
	int err = oh_db_stmt(&st, db, OH_DB_FORGET);

	if (err)
		return err;
	(void)sqlite3_bind_text(st, 1, task->row->v[OH_ROW_ID].u.s, -1,
				SQLITE_STATIC);
	err = oh_db_step(db, st, "delete");
	if (!err && sqlite3_changes(db->sql))
		err = oh_db_spend(db, task, -1);

	return err;
}

/* SQLite would make it as the umask says; those beside it follow this one.
   One that is there is not opened: closing it would drop SQLite's locks. */
static int make_file(struct oh_db *db, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		(void)close(fd);
	else if (errno != EEXIST) {
		int err = errno;

		(void)snprintf(db->why, sizeof(db->why), "open: %s",
			       strerror(err));
		return err == EACCES ? EROFS : err;
	}

	return 0;
}

/* The way of SQLite's own is to sleep the longer, the longer one has waited:
   whoever comes last is the next, and one of ten writers may starve. Here
   all have the same chance. */
static int await_turn(void *arg, int naps)
{
	const struct oh_db *db = arg;
	int ms = db->tidying ? OH_STORE_TIDY_MS : OH_STORE_BUSY_MS;

	if (naps >= ms / OH_STORE_NAP_MS)
		return 0;

	return sqlite3_sleep(OH_STORE_NAP_MS) > 0;
}

static int note_log(void *arg, sqlite3 *sql, const char *name, int pages)
{
	struct oh_db *db = arg;
	(void)sql;
	(void)name;

	db->log_pages = pages;

	return SQLITE_OK;
}

/* If others are at it, or read what is old: the next time */
static void copy_back(struct oh_db *db, int mode)
{
	db->tidying = true;
	(void)sqlite3_wal_checkpoint_v2(db->sql, NULL, mode, NULL, NULL);
	db->tidying = false;
}

/**
 * Copy the log back if it has become long. Who has written for the first
 * time does so sooner: mostly a command whose only call now rings
 *
 * Where many write, there is always something new in the log by then, and it
 * never begins anew. If that goes on, they are kept out for a moment.
 *
 * @param db Database
 */
void oh_db_tidy(struct oh_db *db)
{
	int enough = db->tidied ? OH_STORE_LOG_PAGES
				: OH_STORE_LOG_PAGES / 4;

	if (db->log_pages >= enough)
		copy_back(db, SQLITE_CHECKPOINT_PASSIVE);
	if (db->log_pages >= 4 * OH_STORE_LOG_PAGES)
		copy_back(db, SQLITE_CHECKPOINT_RESTART);
	db->log_pages = 0;
	db->tidied = true;
}

/**
 * Open the database, make or mend its schema, and look after what others
 * have left
 *
 * @param db Receives it; also on an error, to be closed
 * @param c  Store: path, and how long rows are kept
 *
 * @return 0 or an errno, never EACCES; db->why tells. A file that is not
 *         ours is left as it is
 */
int oh_db_open(struct oh_db *db, const struct oh_cdr *c)
{
	int err, rc;

	oh_holder_self(&db->me);
	err = make_file(db, c->path);
	if (err)
		return err;
	rc = sqlite3_open_v2(c->path, &db->sql, SQLITE_OPEN_READWRITE |
			     SQLITE_OPEN_NOMUTEX, NULL);
	if (rc)
		return oh_db_fail(db, "open", rc);
	(void)sqlite3_extended_result_codes(db->sql, 1);
	(void)sqlite3_busy_handler(db->sql, await_turn, db);
	(void)sqlite3_wal_hook(db->sql, note_log, db);
	(void)sqlite3_db_config(db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
				NULL);

	return oh_schema_make(db, c);
}

/** Close it */
void oh_db_close(struct oh_db *db)
{
	for (size_t i = 0; i < OH_DB_SQLC; i++)
		(void)sqlite3_finalize(db->stmtv[i]);
	(void)sqlite3_close(db->sql);
	memset(db, 0, sizeof(*db));
}
