/**
 * @file store_priv.h  The store's two sides, and what passes between them
 *
 *   main loop                         the store's thread
 *   store.c ──post──▶ tasks ──▶ scribe.c ──▶ db.c, usage.c ──▶ SQLite
 *   handlers ◀──────── done ◀──────┘
 *
 * A task is made on the main loop and goes home to be released there: the
 * thread touches no object of libre's.
 */
#ifndef OH_CDR_STORE_PRIV_H
#define OH_CDR_STORE_PRIV_H

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include "base/compat.h"
#include "cdr/row.h"
#include "cdr/store.h"

#define OH_CDR_FILE_NAME "calls.db"

struct sqlite3;
struct sqlite3_stmt;

enum {
	OH_STORE_BUSY_MS   = 10000,  /* others write                       */
	OH_STORE_BEAT_MS   = 30000,  /* between two signs of life          */
	OH_STORE_TIDY_MS   = 100,    /* others read, and all wait for us   */
	OH_STORE_NAP_MS    = 2,      /* until it is asked again            */
	OH_STORE_LOG_PAGES = 250,    /* of 4 KiB: then it is copied back   */
	OH_STORE_BATCH_MAX = 256,    /* rows in one transaction            */
	OH_STORE_QUEUE_MAX = 10000,  /* rows that wait                     */
	OH_STORE_STREAK_MAX = 1000,  /* calls looked back on for a prefix  */
	OH_STORE_PREFIX    = 16,
	OH_STORE_PATH      = 4096,
};

enum oh_cdr_task_kind {
	OH_CDR_TASK_BEGIN,           /* decide, then the row, in flight    */
	OH_CDR_TASK_PUT,             /* the row as it is now               */
	OH_CDR_TASK_FORGET,          /* it never came about: row away      */
};

/** A process, told from a later one of the same number */
struct oh_holder {
	int64_t pid;
	int64_t born;                /* clock ticks since boot             */
};

/** What a task adds to the sums of a day */
struct oh_spent {
	int64_t calls, ms, micro;
};

struct oh_cdr_task {
	struct oh_cdr_task   *next;
	enum oh_cdr_task_kind kind;
	struct oh_cdr_call *call;    /* main loop only; NULL: gave up      */
	struct oh_row      *row;
	bool                up;      /* the row is in flight               */
	struct oh_spent     spent;
	int64_t             day;     /* on which the call began, 20260102  */
	int64_t             now_us;
	char                prefix[OH_STORE_PREFIX];
	oh_cdr_decide_h    *decideh;
	void               *arg;
	bool                cancelled;   /* under the lock: do not decide  */
	int                 err;
	char                why[OH_CDR_WHY_SIZE];
};

enum oh_db_sql {
	OH_DB_BEGIN,
	OH_DB_COMMIT,
	OH_DB_ROLLBACK,
	OH_DB_PUT,
	OH_DB_FORGET,
	OH_DB_SPEND,
	OH_DB_SPENT,
	OH_DB_UP,
	OH_DB_RECENT,
	OH_DB_STREAK,
	OH_DB_SQLC
};

/** The database, on the store's thread alone */
struct oh_db {
	struct sqlite3      *sql;
	struct sqlite3_stmt *stmtv[OH_DB_SQLC];   /* made when first used  */
	struct oh_holder     me;
	int                  log_pages;   /* when it was last written      */
	bool                 tidied;
	bool                 tidying;
	bool                 beats;     /* may have calls up               */
	char                 why[OH_CDR_WHY_SIZE];
};

struct oh_cdr {
	struct oh_log     *log;
	char               path[OH_STORE_PATH];
	uint32_t           keep_days;
	int64_t            opened_us;
	int                (*exith)(enum oh_cause cause);
	oh_cdr_ladder_h     *ladderh;
	void                *arg;           /* of ladderh               */
	struct mqueue     *mq;           /* wakes the main loop            */
	pthread_t          thread;
	bool               running;
	char               fault[OH_CDR_WHY_SIZE];    /* main loop only    */
	void             (*watchh)(void *arg);        /* that changed; NULL */
	void              *watcharg;

	pthread_mutex_t    lock;         /* of all that follows            */
	pthread_cond_t     work;
	pthread_cond_t     idle;
	struct oh_cdr_task *head, *tail; /* to be done                     */
	size_t             waiting;
	struct oh_cdr_task *donehead, *donetail;
	bool               busy;         /* some are being done            */
	bool               stop;
	char               trouble[OH_CDR_WHY_SIZE];  /* of the thread     */
	bool               mended;       /* .. which writes again          */
};

/** A row that was begun */
struct oh_cdr_call {
	struct oh_cdr      *c;
	struct oh_cdr_task *begin;       /* until it has come home         */
	int64_t             day;
	bool                over;        /* its end is on the way          */
	oh_cdr_begun_h     *begunh;
	void               *arg;
};

/* store.c */
int64_t oh_store_day(int64_t wall_us);
void oh_store_deadline(struct timespec *ts, uint32_t ms);

/* holder.c */
void oh_holder_self(struct oh_holder *h);
bool oh_holder_is_alive(const struct oh_holder *h);

/* scribe.c: the thread */
void *oh_scribe_run(void *arg);

/* db.c */
int  oh_db_open(struct oh_db *db, const struct oh_cdr *c);
void oh_db_close(struct oh_db *db);
int  oh_db_stmt(struct sqlite3_stmt **sp, struct oh_db *db,
		enum oh_db_sql which);
int  oh_db_fail(struct oh_db *db, const char *what, int rc);
int  oh_db_step(struct oh_db *db, struct sqlite3_stmt *st,
		const char *what);
int  oh_db_run(struct oh_db *db, enum oh_db_sql which);
int  oh_db_end(struct oh_db *db, int err);
int  oh_db_put(struct oh_db *db, const struct oh_row *row, bool up);
int  oh_db_spend(struct oh_db *db, const struct oh_cdr_task *task,
		 int sign);
void oh_db_tidy(struct oh_db *db);
int  oh_db_forget(struct oh_db *db, const struct oh_cdr_task *task);

/* lost.c */
int  oh_lost_beat(struct oh_db *db, int64_t now_us);
int  oh_lost_look(struct oh_db *db, int64_t now_us);

/* schema.c */
int  oh_schema_check(struct oh_db *db);
int  oh_schema_make(struct oh_db *db, const struct oh_cdr *c);

/* query.c */
int  oh_query_open(struct oh_db *db, const char *path);

/* usage.c */
int  oh_usage_read(struct oh_cdr_usage *u, struct oh_db *db,
		   const struct oh_cdr_task *task);

#endif
