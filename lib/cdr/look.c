/**
 * @file look.c  What call records say of a trunk, read beside their writers
 */
#include <errno.h>
#include <sqlite3.h>
#include "base/clock.h"
#include "cdr/look.h"
#include "cdr/store_priv.h"

static const char last[] =
	"SELECT start, disposition, cause, sip_status FROM calls "
	"WHERE trunk = ?1 AND direction = 'out' AND cause IS NOT 'refused' "
	"ORDER BY start DESC LIMIT 1";

static void copy_text(char buf[OH_LOOK_TEXT], sqlite3_stmt *st, int i)
{
	const char *s = (const char *)sqlite3_column_text(st, i);

	str_ncpy(buf, s ? s : "", OH_LOOK_TEXT);
}

static int read_last(struct oh_look *l, struct oh_db *db, const char *trunk)
{
	sqlite3_stmt *st = NULL;
	int err, rc;

	err = oh_db_fail(db, "read", sqlite3_prepare_v2(db->sql, last, -1,
							&st, NULL));
	if (err)
		return err;
	(void)sqlite3_bind_text(st, 1, trunk, -1, SQLITE_STATIC);
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		l->last_us = sqlite3_column_int64(st, 0);
		copy_text(l->disposition, st, 1);
		copy_text(l->cause, st, 2);
		l->scode = (uint16_t)sqlite3_column_int(st, 3);
	}
	err = oh_db_fail(db, "read", rc);
	(void)sqlite3_finalize(st);

	return err;
}

static int read_usage(struct oh_look *l, struct oh_db *db,
		      const struct oh_look_prm *prm)
{
	const int64_t now_us = (int64_t)oh_clock_wall_us();
	struct oh_cdr_task task = { .day = oh_store_day(now_us),
				    .now_us = now_us };
	struct oh_result res;
	int err;

	oh_result_init(&res);
	str_ncpy(res.trunk, prm->trunk, sizeof(res.trunk));
	str_ncpy(res.rate.currency, prm->currency,
		 sizeof(res.rate.currency));
	str_ncpy(task.prefix, prm->prefix, sizeof(task.prefix));
	err = oh_row_alloc(&task.row, &res, -1, NULL);
	if (!err)
		err = oh_usage_read(&l->usage, db, &task);
	mem_deref(task.row);

	return err;
}

/**
 * Read what is going on on a trunk, what was used today, and what became of
 * the last call that left by it
 *
 * @param l   Receives it; nothing on an error
 * @param why Receives what is wrong
 * @param prm Which trunk
 *
 * @return 0, ENOENT: nothing was ever recorded, or another errno
 */
int oh_look_read(struct oh_look *l, char why[OH_QUERY_WHY],
		 const struct oh_look_prm *prm)
{
	struct oh_db db = { .sql = NULL };
	int err;

	memset(l, 0, sizeof(*l));
	why[0] = '\0';
	err = oh_query_open(&db, prm->path);
	if (!err)
		err = read_usage(l, &db, prm);
	if (!err)
		err = read_last(l, &db, prm->trunk);
	if (err) {
		memset(l, 0, sizeof(*l));
		str_ncpy(why, *db.why ? db.why : strerror(err), OH_QUERY_WHY);
	}
	oh_db_close(&db);

	return err;
}
