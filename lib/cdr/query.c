/**
 * @file query.c  Reading call records
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "base/compat.h"
#include "base/path.h"
#include "cdr/query.h"
#include "cdr/store_priv.h"

/** What calls can be added up by */
struct key {
	const char *name;
	const char *sql;
};

#define LOCAL(format) \
	"strftime('" format "', start / 1000000, 'unixepoch', 'localtime')"

static const struct key keyv[] = {
	{ "cause",       "cause" },
	{ "currency",    "currency" },
	{ "day",         LOCAL("%Y-%m-%d") },
	{ "direction",   "direction" },
	{ "disposition", "disposition" },
	{ "from",        "\"from\"" },
	{ "guard",       "guard" },
	{ "hour",        LOCAL("%H") },
	{ "month",       LOCAL("%Y-%m") },
	{ "to",          "\"to\"" },
	{ "trunk",       "trunk" },
};

/** A database open for reading */
struct query {
	struct oh_db         db;
	sqlite3_stmt        *st;
};

static void query_reset(struct query *q)
{
	(void)sqlite3_finalize(q->st);
	oh_db_close(&q->db);
}

static int find_path(char *buf, size_t size, const char *path)
{
	struct stat st;
	int err = 0;

	if (path)
		str_ncpy(buf, path, size);
	else
		err = oh_path_print(buf, size, OH_PATH_STATE,
				    OH_CDR_FILE_NAME);
	if (!err && stat(buf, &st))
		err = errno;

	return err;
}

/**
 * Open a database for reading only
 *
 * @param db   Receives it; also on an error, to be closed
 * @param path Path; NULL: in the state folder
 *
 * @return 0, ENOENT: there is none, or another errno, db->why tells
 */
int oh_query_open(struct oh_db *db, const char *path)
{
	char buf[OH_STORE_PATH];
	int err = find_path(buf, sizeof(buf), path);
	int rc;

	if (err)
		return err;
	rc = sqlite3_open_v2(buf, &db->sql, SQLITE_OPEN_READONLY |
			     SQLITE_OPEN_NOMUTEX, NULL);
	/* ENOENT is for those who never called */
	if (rc) {
		err = oh_db_fail(db, "open", rc);
		return err == ENOENT ? EIO : err;
	}
	(void)sqlite3_busy_timeout(db->sql, OH_STORE_BUSY_MS);

	return oh_schema_check(db);
}

/* A number, or the beginning of one and a '*' */
static void add_number(sqlite3_str *s, const char *number)
{
	size_t len = strcspn(number, "*");

	if (!number[len])
		sqlite3_str_appendf(s, " AND (\"from\" = %Q OR \"to\" = %Q)",
				    number, number);
	else
		sqlite3_str_appendf(s, " AND %.*Q IN (substr(\"from\", 1, "
				    "%d), substr(\"to\", 1, %d))", (int)len,
				    number, (int)len, (int)len);
}

static void add_id(sqlite3_str *s, const char *id)
{
	sqlite3_str_appendf(s, " AND (id = %Q", id);
	if (strlen(id) >= OH_QUERY_TAIL_MIN)
		sqlite3_str_appendf(s, " OR substr(id, -%d) = %Q",
				    (int)strlen(id), id);
	sqlite3_str_appendall(s, ")");
}

static void add_where(sqlite3_str *s, const struct oh_query_prm *prm)
{
	sqlite3_str_appendall(s, " WHERE 1");
	if (prm->id)
		add_id(s, prm->id);
	if (prm->since_us)
		sqlite3_str_appendf(s, " AND start >= %lld", prm->since_us);
	if (prm->until_us)
		sqlite3_str_appendf(s, " AND start < %lld", prm->until_us);
	if (prm->trunk)
		sqlite3_str_appendf(s, " AND trunk = %Q", prm->trunk);
	if (prm->disposition)
		sqlite3_str_appendf(s, " AND disposition = %Q",
				    prm->disposition);
	if (prm->direction)
		sqlite3_str_appendf(s, " AND direction = %Q",
				    prm->direction);
	if (prm->number)
		add_number(s, prm->number);
}

/* Takes the text */
static int prepare(struct query *q, sqlite3_str *s)
{
	char *text = sqlite3_str_finish(s);
	int rc = text ? sqlite3_prepare_v2(q->db.sql, text, -1, &q->st, NULL)
		      : SQLITE_NOMEM;

	sqlite3_free(text);

	return oh_db_fail(&q->db, "read", rc);
}

static int prepare_rows(struct query *q, const struct oh_query_prm *prm)
{
	sqlite3_str *s = sqlite3_str_new(NULL);

	if (prm->limit)
		sqlite3_str_appendall(s, "SELECT * FROM (");
	sqlite3_str_appendall(s, "SELECT * FROM calls");
	add_where(s, prm);
	if (prm->limit)
		sqlite3_str_appendf(s, " ORDER BY start DESC LIMIT %u)",
				    prm->limit);
	sqlite3_str_appendall(s, " ORDER BY start");

	return prepare(q, s);
}

static void read_value(struct oh_row_value *v, sqlite3_stmt *st, int i,
		       enum oh_row_kind kind)
{
	v->known = sqlite3_column_type(st, i) != SQLITE_NULL;

	switch (kind) {

	case OH_ROW_TEXT:
	case OH_ROW_JSON:
		v->u.s = (const char *)sqlite3_column_text(st, i);
		v->known = v->u.s != NULL;
		break;

	case OH_ROW_FIGURE:
		v->u.x = sqlite3_column_double(st, i);
		break;

	default:
		v->u.n = sqlite3_column_int64(st, i);
	}
}

static size_t find_column(const char *name)
{
	size_t i = 0;

	while (oh_row_column(i) && 0 != strcmp(oh_row_column(i)->name, name))
		i++;

	return i;
}

/* Where each of ours stands; those it lacks stay unknown */
static void map_columns(int atv[OH_ROW_COLUMNS], sqlite3_stmt *st)
{
	for (size_t i = 0; i < OH_ROW_COLUMNS; i++)
		atv[i] = -1;
	for (int c = 0; c < sqlite3_column_count(st); c++) {
		size_t i = find_column(sqlite3_column_name(st, c));

		if (i < OH_ROW_COLUMNS)
			atv[i] = c;
	}
}

static int each_row(struct query *q, oh_query_h *h, void *arg)
{
	struct oh_row row = { .v = { { .known = false } } };
	int atv[OH_ROW_COLUMNS];
	int rc, err = 0;

	map_columns(atv, q->st);
	while (!err && (rc = sqlite3_step(q->st)) == SQLITE_ROW) {
		for (size_t i = 0; i < OH_ROW_COLUMNS; i++) {
			if (atv[i] >= 0)
				read_value(&row.v[i], q->st, atv[i],
					   oh_row_column(i)->kind);
		}
		err = h(&row, arg);
	}

	return err ? err : oh_db_fail(&q->db, "read", rc);
}

/**
 * Read calls, in the order in which they began
 *
 * @param why Receives what is wrong, for people; "" if it is all in the errno
 * @param prm Which calls
 * @param h   Called for each; what it returns ends it, if not 0
 * @param arg Handler argument
 *
 * @return 0, ENOENT nothing was ever recorded, EBADMSG no database of ours,
 *         another errno of the file, or what h returned
 */
int oh_query_run(char why[OH_QUERY_WHY], const struct oh_query_prm *prm,
		 oh_query_h *h, void *arg)
{
	struct query q = { .st = NULL };
	int err = oh_query_open(&q.db, prm->path);

	if (!err)
		err = prepare_rows(&q, prm);
	if (!err)
		err = each_row(&q, h, arg);
	(void)snprintf(why, OH_QUERY_WHY, "%s", q.db.why);
	query_reset(&q);

	return err;
}

static const struct key *find_key(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(keyv); i++) {
		if (strlen(keyv[i].name) == len &&
		    0 == memcmp(keyv[i].name, name, len))
			return &keyv[i];
	}

	return NULL;
}

/**
 * Split names of keys: "trunk,day"
 *
 * @param namev Receives static names
 * @param by    Text
 * @param badp  With 0: where the name stands that is no key, or one too many
 *
 * @return How many, or 0
 */
size_t oh_query_keys(const char *namev[OH_QUERY_KEYS_MAX], const char *by,
		     const char **badp)
{
	size_t n = 0;

	for (const char *p = by; ; p++) {
		size_t len = strcspn(p, ",");
		const struct key *key = find_key(p, len);

		if (!key || n == OH_QUERY_KEYS_MAX) {
			*badp = p;
			return 0;
		}
		namev[n++] = key->name;
		p += len;
		if (!*p)
			return n;
	}
}

/* Calls that go on, or have none of the keys, count as well */
static int prepare_sum(struct query *q, const struct oh_query_prm *prm,
		       const char *const *namev, size_t n)
{
	sqlite3_str *s = sqlite3_str_new(NULL);

	sqlite3_str_appendall(s, "SELECT count(*), "
			      "total(disposition = 'ANSWERED'), "
			      "total(billsec) / 60, ifnull(sum(cost), 0), "
			      "min(currency), max(currency)");
	for (size_t i = 0; i < n; i++)
		sqlite3_str_appendf(s, ", ifnull(%s, '')",
				    find_key(namev[i],
					     strlen(namev[i]))->sql);
	sqlite3_str_appendall(s, " FROM calls");
	add_where(s, prm);
	for (size_t i = 0; i < n; i++)
		sqlite3_str_appendf(s, "%s %d", i ? "," : " GROUP BY",
				    (int)i + 7);
	for (size_t i = 0; i < n; i++)
		sqlite3_str_appendf(s, "%s %d", i ? "," : " ORDER BY",
				    (int)i + 7);

	return prepare(q, s);
}

static const char *text_at(sqlite3_stmt *st, int i)
{
	const char *s = (const char *)sqlite3_column_text(st, i);

	return s ? s : "";
}

/* Two currencies cannot be added */
static void read_sum(struct oh_query_sum *sum, sqlite3_stmt *st, size_t n)
{
	const char *low = text_at(st, 4);

	memset(sum, 0, sizeof(*sum));
	sum->calls    = sqlite3_column_int64(st, 0);
	sum->answered = sqlite3_column_int64(st, 1);
	sum->minutes  = sqlite3_column_double(st, 2);
	sum->micro    = sqlite3_column_int64(st, 3);
	sum->currency = 0 == strcmp(low, text_at(st, 5)) ? low : "";
	for (size_t i = 0; i < n; i++)
		sum->keyv[i] = text_at(st, (int)i + 6);
}

/**
 * Add calls up
 *
 * @param why Receives what is wrong, for people; "" if it is all in the errno
 * @param prm Which calls; its limit does not count
 * @param by  Keys they must have in common, in this order
 * @param h   Called for each sum; what it returns ends it, if not 0
 * @param arg Handler argument
 *
 * @return As oh_query_run(); EINVAL a key that does not exist
 */
int oh_query_sum(char why[OH_QUERY_WHY], const struct oh_query_prm *prm,
		 const char *by, oh_query_sum_h *h, void *arg)
{
	const char *namev[OH_QUERY_KEYS_MAX], *bad;
	struct query q = { .st = NULL };
	struct oh_query_sum sum;
	size_t n = oh_query_keys(namev, by, &bad);
	int rc = SQLITE_DONE, err;

	why[0] = '\0';
	if (!n)
		return EINVAL;
	err = oh_query_open(&q.db, prm->path);
	if (!err)
		err = prepare_sum(&q, prm, namev, n);
	while (!err && (rc = sqlite3_step(q.st)) == SQLITE_ROW) {
		read_sum(&sum, q.st, n);
		err = h(&sum, arg);
	}
	if (!err)
		err = oh_db_fail(&q.db, "read", rc);
	(void)snprintf(why, OH_QUERY_WHY, "%s", q.db.why);
	query_reset(&q);

	return err;
}
