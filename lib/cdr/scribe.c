/**
 * @file scribe.c  The thread that writes call records
 *
 * Takes all tasks that wait, does them in one transaction, and sends them
 * home. What one transaction costs is shared: the more calls, the less each.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "cdr/store_priv.h"

static bool is_cancelled(struct oh_cdr *c, const struct oh_cdr_task *task)
{
	bool cancelled;

	(void)pthread_mutex_lock(&c->lock);
	cancelled = task->cancelled;
	(void)pthread_mutex_unlock(&c->lock);

	return cancelled;
}

/* Its owner may give up meanwhile, and waits for us to come out of its
   handler: under the lock, as the handler is short. */
static int decide(struct oh_cdr *c, struct oh_db *db,
		  struct oh_cdr_task *task)
{
	struct oh_cdr_usage usage;
	int err = oh_usage_read(&usage, db, task);

	if (err)
		return err;
	(void)pthread_mutex_lock(&c->lock);
	if (task->cancelled)
		err = ECANCELED;
	else if (!task->decideh(&usage, task->why, sizeof(task->why),
				task->arg))
		err = EACCES;
	(void)pthread_mutex_unlock(&c->lock);

	return err;
}

static int begin(struct oh_cdr *c, struct oh_db *db,
		 struct oh_cdr_task *task)
{
	int err = 0;

	if (is_cancelled(c, task))
		return ECANCELED;
	if (task->decideh)
		err = decide(c, db, task);
	if (!err)
		err = oh_db_put(db, task->row, true);
	if (!err)
		err = oh_db_spend(db, task, 1);

	return err;
}

static int put(struct oh_db *db, struct oh_cdr_task *task)
{
	int err = oh_db_put(db, task->row, task->up);

	return err ? err : oh_db_spend(db, task, 1);
}

/* Whether the answer is about this call only, not about the database */
static bool is_answer(int err)
{
	return !err || err == EACCES || err == ECANCELED;
}

static int do_task(struct oh_cdr *c, struct oh_db *db,
		   struct oh_cdr_task *task)
{
	switch (task->kind) {

	case OH_CDR_TASK_BEGIN:  return begin(c, db, task);
	case OH_CDR_TASK_PUT:    return put(db, task);
	case OH_CDR_TASK_FORGET: return oh_db_forget(db, task);
	}

	return EINVAL;
}

/* All or nothing: what was decided does not hold if it is not written */
static int write_all(struct oh_cdr *c, struct oh_db *db,
		     struct oh_cdr_task *list)
{
	int err = oh_db_run(db, OH_DB_BEGIN);

	if (err)
		return err;
	for (struct oh_cdr_task *t = list; t && !err; t = t->next) {
		t->err = do_task(c, db, t);
		err = is_answer(t->err) ? 0 : t->err;
	}

	return oh_db_end(db, err);
}

static void fail_all(struct oh_cdr_task *list, int err)
{
	for (struct oh_cdr_task *t = list; t; t = t->next)
		t->err = err;
}

/* Waits for tasks and takes them; NULL: to stop, or it is time for a sign of
   life */
static struct oh_cdr_task *take(struct oh_cdr *c, const struct timespec *beat,
				bool *stopp)
{
	struct oh_cdr_task *list, *last;
	int err = 0;

	(void)pthread_mutex_lock(&c->lock);
	while (!c->head && !c->stop && !err)
		err = beat ? pthread_cond_timedwait(&c->work, &c->lock, beat)
			   : pthread_cond_wait(&c->work, &c->lock);
	*stopp = c->stop;
	list = last = c->stop ? NULL : c->head;
	for (unsigned n = 1; last; n++) {
		c->waiting--;
		if (!last->next || n == OH_STORE_BATCH_MAX)
			break;
		last = last->next;
	}
	if (last) {
		c->head = last->next;
		last->next = NULL;
		c->busy = true;
	}
	(void)pthread_mutex_unlock(&c->lock);

	return list;
}

static void tell_trouble(struct oh_cdr *c, const struct oh_db *db, int err)
{
	(void)pthread_mutex_lock(&c->lock);
	(void)snprintf(c->trouble, sizeof(c->trouble), "%s",
		       *db->why ? db->why : strerror(err));
	c->mended = false;
	(void)pthread_mutex_unlock(&c->lock);
	(void)mqueue_push(c->mq, 0, NULL);
}

/* Whoever was told of trouble is told that it is over when tasks go home */
static void tell_mended(struct oh_cdr *c)
{
	(void)pthread_mutex_lock(&c->lock);
	c->mended     = true;
	c->trouble[0] = '\0';
	(void)pthread_mutex_unlock(&c->lock);
}

static void send_home(struct oh_cdr *c, struct oh_cdr_task *list)
{
	struct oh_cdr_task *last = list;

	while (last->next)
		last = last->next;
	(void)pthread_mutex_lock(&c->lock);
	if (c->donetail)
		c->donetail->next = list;
	else
		c->donehead = list;
	c->donetail = last;
	c->busy = false;
	(void)pthread_cond_broadcast(&c->idle);
	(void)pthread_mutex_unlock(&c->lock);
	/* Full: it is to be woken anyway */
	(void)mqueue_push(c->mq, 0, NULL);
}

/** The thread's own */
struct scribe {
	struct oh_cdr  *c;
	struct oh_db    db;
	int             err;          /* why the database cannot be used    */
	bool            failed;       /* what was to be written last        */
	bool            beating;
	struct timespec beat;         /* the next sign of life              */
};

static bool is_due(const struct timespec *ts)
{
	struct timespec now;

	oh_store_deadline(&now, 0);

	return now.tv_sec > ts->tv_sec ||
		(now.tv_sec == ts->tv_sec && now.tv_nsec >= ts->tv_nsec);
}

/* Calls of others that were killed are looked for at the same time: who
   runs for months would count them as up for as long. */
static void live(struct scribe *s)
{
	int64_t now_us = (int64_t)oh_clock_wall_us();
	int err;

	if (s->beating && is_due(&s->beat)) {
		err = oh_lost_beat(&s->db, now_us);
		if (!err)
			err = oh_lost_look(&s->db, now_us);
		if (err)
			tell_trouble(s->c, &s->db, err);
		s->beating = false;
	}
	if (s->db.beats && !s->beating)
		oh_store_deadline(&s->beat, OH_STORE_BEAT_MS);
	s->beating = s->db.beats;
}

static void write_down(struct scribe *s, struct oh_cdr_task *list)
{
	int err = s->err ? s->err : write_all(s->c, &s->db, list);

	if (err) {
		fail_all(list, err);
		tell_trouble(s->c, &s->db, err);
	}
	else if (s->failed)
		tell_mended(s->c);
	s->failed = err != 0;
	send_home(s->c, list);
	oh_db_tidy(&s->db);
}

/**
 * Write until told to stop
 *
 * A database that cannot be opened is told once; each task then gets that
 * error, and calls go on without records.
 *
 * @param arg The store, borrowed until the thread is joined
 *
 * @return NULL
 */
void *oh_scribe_run(void *arg)
{
	struct scribe s = { .c = arg };
	bool stop = false;

	s.err = oh_db_open(&s.db, s.c);
	if (s.err)
		tell_trouble(s.c, &s.db, s.err);
	while (!stop) {
		struct oh_cdr_task *list =
			take(s.c, s.beating ? &s.beat : NULL, &stop);

		if (list)
			write_down(&s, list);
		if (!stop)
			live(&s);
	}
	oh_db_close(&s.db);

	return NULL;
}
