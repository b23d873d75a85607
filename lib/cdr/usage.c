/**
 * @file usage.c  What is going on now, and what was used today
 *
 * Read within the transaction that begins a call. What is over is in the
 * sums of the day; what goes on is added up to this moment, so that long
 * calls cannot slip under a cap.
 */
#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include "cdr/store_priv.h"

enum { SECOND_US = 1000000, MINUTE_US = 60 * SECOND_US };

static const int64_t hour_us = 60 * INT64_C(60000000);

/** The call that asks */
struct asking {
	struct oh_cdr_usage      *u;
	struct oh_db             *db;
	const struct oh_cdr_task *task;
	const char               *trunk;
	const char               *currency;
};

static const char *text_of(const struct oh_cdr_task *task, enum oh_row_at at)
{
	const struct oh_row_value *v = &task->row->v[at];

	return v->known ? v->u.s : "";
}

/* Steps through rows */
static bool next(int *errp, struct oh_db *db, sqlite3_stmt *st)
{
	int rc = sqlite3_step(st);

	if (rc == SQLITE_ROW)
		return true;
	*errp = oh_db_fail(db, "read", rc);
	(void)sqlite3_reset(st);

	return false;
}

/* One currency counts: that of the call if there is any, else the last one.
   They come in this order. */
static void add_sum(struct oh_money *sum, const struct oh_money *more)
{
	if (!*more->currency)
		return;
	if (0 == strcmp(sum->currency, more->currency))
		(void)oh_money_add(sum, more);
	else
		*sum = *more;
}

static const char *column(sqlite3_stmt *st, int i)
{
	const char *s = (const char *)sqlite3_column_text(st, i);

	return s ? s : "";
}

static int read_spent(struct asking *a)
{
	struct oh_cdr_usage *u = a->u;
	sqlite3_stmt *st;
	int err = oh_db_stmt(&st, a->db, OH_DB_SPENT);

	if (err)
		return err;
	(void)sqlite3_bind_int64(st, 1, a->task->day);
	(void)sqlite3_bind_text(st, 2, a->trunk, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(st, 3, a->currency, -1, SQLITE_STATIC);
	while (next(&err, a->db, st)) {
		int64_t ms = sqlite3_column_int64(st, 3);
		struct oh_money cost = { sqlite3_column_int64(st, 4), "" };

		str_ncpy(cost.currency, column(st, 1), sizeof(cost.currency));
		u->all_day    += (uint32_t)sqlite3_column_int64(st, 2);
		u->all_day_ms += (uint64_t)ms;
		add_sum(&u->all_day_cost, &cost);
		if (!sqlite3_column_int(st, 0))
			continue;
		u->day    += (uint32_t)sqlite3_column_int64(st, 2);
		u->day_ms += (uint64_t)ms;
		add_sum(&u->day_cost, &cost);
	}

	return err;
}

/* What a call that is up has cost so far: one in another currency does not
   count */
static void add_running(struct oh_money *sum, const struct oh_money *cost)
{
	if (*cost->currency)
		(void)oh_money_add(sum, cost);
}

static void add_up(struct asking *a, sqlite3_stmt *st)
{
	int64_t answer = sqlite3_column_int64(st, 2);
	int64_t us = answer ? a->task->now_us - answer : 0;
	uint64_t ms = us > 0 ? (uint64_t)us / 1000 : 0;
	bool same = sqlite3_column_int(st, 0);
	struct oh_money rate = { sqlite3_column_int64(st, 4), "" };
	struct oh_money cost = { 0, "" };

	str_ncpy(rate.currency, column(st, 3), sizeof(rate.currency));
	(void)oh_money_per_minute(&cost, &rate, ms);
	a->u->all_now++;
	a->u->now += same;
	if (0 != strcmp(column(st, 1), "out"))
		return;
	a->u->all_out++;
	a->u->all_day_ms += ms;
	add_running(&a->u->all_day_cost, &cost);
	if (!same)
		return;
	a->u->day_ms += ms;
	add_running(&a->u->day_cost, &cost);
}

static int read_up(struct asking *a)
{
	sqlite3_stmt *st;
	int err = oh_db_stmt(&st, a->db, OH_DB_UP);

	if (err)
		return err;
	(void)sqlite3_bind_text(st, 1, a->trunk, -1, SQLITE_STATIC);
	while (next(&err, a->db, st))
		add_up(a, st);

	return err;
}

static int read_recent(struct asking *a)
{
	sqlite3_stmt *st;
	int err = oh_db_stmt(&st, a->db, OH_DB_RECENT);

	if (err)
		return err;
	(void)sqlite3_bind_text(st, 1, a->trunk, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(st, 2, a->task->now_us - MINUTE_US);
	(void)sqlite3_bind_int64(st, 3, a->task->now_us - SECOND_US);
	while (next(&err, a->db, st)) {
		a->u->minute = (uint32_t)sqlite3_column_int64(st, 0);
		a->u->second = (uint32_t)sqlite3_column_double(st, 1);
	}

	return err;
}

/* Back from the latest, until one went elsewhere */
static int read_streak(struct asking *a)
{
	const char *prefix = a->task->prefix;
	size_t len = strlen(prefix);
	sqlite3_stmt *st;
	int err;

	if (!len)
		return 0;
	err = oh_db_stmt(&st, a->db, OH_DB_STREAK);
	if (err)
		return err;
	(void)sqlite3_bind_int64(st, 1, a->task->now_us - hour_us);
	(void)sqlite3_bind_int(st, 2, OH_STORE_STREAK_MAX);
	while (next(&err, a->db, st)) {
		if (0 != strncmp(column(st, 0), prefix, len)) {
			(void)sqlite3_reset(st);
			break;
		}
		a->u->same_prefix++;
	}

	return err;
}

/**
 * Read what is going on and what was used, without the call that asks
 *
 * @param u    Receives it
 * @param db   Database, within a transaction
 * @param task The call that asks: its row, day, time and prefix
 *
 * @return 0 or an errno, db->why tells
 */
int oh_usage_read(struct oh_cdr_usage *u, struct oh_db *db,
		  const struct oh_cdr_task *task)
{
	struct asking a = {
		.u        = u,
		.db       = db,
		.task     = task,
		.trunk    = text_of(task, OH_ROW_TRUNK),
		.currency = text_of(task, OH_ROW_CURRENCY),
	};
	int err;

	memset(u, 0, sizeof(*u));
	err = read_spent(&a);
	if (!err)
		err = read_up(&a);
	if (!err)
		err = read_recent(&a);
	if (!err)
		err = read_streak(&a);

	return err;
}
