/**
 * @file store.c  Call records: the main loop's side of the store
 */
#include <errno.h>
#include <time.h>
#include "base/clock.h"
#include "base/path.h"
#include "cdr/store_priv.h"

static void task_destructor(void *arg)
{
	struct oh_cdr_task *task = arg;

	mem_deref(task->row);
}

static void free_tasks(struct oh_cdr_task *list)
{
	while (list) {
		struct oh_cdr_task *next = list->next;

		mem_deref(list);
		list = next;
	}
}

static void destructor(void *arg)
{
	struct oh_cdr *c = arg;

	if (c->running) {
		(void)pthread_mutex_lock(&c->lock);
		c->stop = true;
		(void)pthread_cond_signal(&c->work);
		(void)pthread_mutex_unlock(&c->lock);
		(void)pthread_join(c->thread, NULL);
	}
	free_tasks(c->head);
	free_tasks(c->donehead);
	mem_deref(c->mq);
	(void)pthread_cond_destroy(&c->idle);
	(void)pthread_cond_destroy(&c->work);
	(void)pthread_mutex_destroy(&c->lock);
}

/* The thread's tasks that are done, one at a time */
static struct oh_cdr_task *next_done(struct oh_cdr *c)
{
	struct oh_cdr_task *task;

	(void)pthread_mutex_lock(&c->lock);
	task = c->donehead;
	if (task) {
		c->donehead = task->next;
		if (!c->donehead)
			c->donetail = NULL;
		task->next = NULL;
	}
	(void)pthread_mutex_unlock(&c->lock);

	return task;
}

static bool is_full(const struct oh_cdr *c)
{
	return c->waiting >= OH_STORE_QUEUE_MAX;
}

/* The task is given, also on an error */
static int post(struct oh_cdr *c, struct oh_cdr_task *task)
{
	bool full;

	(void)pthread_mutex_lock(&c->lock);
	full = is_full(c);
	if (!full) {
		if (c->head)
			c->tail->next = task;
		else
			c->head = task;
		c->tail = task;
		c->waiting++;
		(void)pthread_cond_signal(&c->work);
	}
	(void)pthread_mutex_unlock(&c->lock);
	if (full)
		mem_deref(task);

	return full ? EAGAIN : 0;
}

/* Who has begun it hears of it, last of all; who gave up meanwhile has it
   taken back */
static void come_home(struct oh_cdr *c, struct oh_cdr_task *task)
{
	struct oh_cdr_call *call = task->call;
	char why[OH_CDR_WHY_SIZE];
	int err = task->err;

	if (task->kind != OH_CDR_TASK_BEGIN)
		call = NULL;
	else if (task->cancelled && !err) {
		task->kind = OH_CDR_TASK_FORGET;
		(void)post(c, task);
		return;
	}
	str_ncpy(why, task->why, sizeof(why));
	mem_deref(task);
	if (!call)
		return;
	call->begin = NULL;
	if (call->begunh)
		call->begunh(err, why, call->arg);
}

static void hear_trouble(struct oh_cdr *c)
{
	char why[OH_CDR_WHY_SIZE];
	bool mended;

	(void)pthread_mutex_lock(&c->lock);
	str_ncpy(why, c->trouble, sizeof(why));
	mended = c->mended;
	c->trouble[0] = '\0';
	c->mended = false;
	(void)pthread_mutex_unlock(&c->lock);
	if (0 == strcmp(why, c->fault) || (!*why && !mended))
		return;
	str_ncpy(c->fault, why, sizeof(c->fault));
	if (*why)
		oh_log(c->log, OH_LOG_WARN, "call records: %s: %s", c->path,
		       why);
	else
		oh_log(c->log, OH_LOG_WARN, "call records: %s: written "
		       "again", c->path);
	if (c->watchh)
		c->watchh(c->watcharg);
}

/* A handler may release the store */
static void deliver(struct oh_cdr *c)
{
	struct oh_cdr_task *task;

	mem_ref(c);
	hear_trouble(c);
	while ((task = next_done(c)))
		come_home(c, task);
	mem_deref(c);
}

static void wake_handler(int id, void *data, void *arg)
{
	(void)id;
	(void)data;
	deliver(arg);
}

/* Waits are measured in a time that never steps */
static int init_sync(struct oh_cdr *c)
{
	pthread_condattr_t attr;
	int err;

	(void)pthread_mutex_init(&c->lock, NULL);
	err = pthread_condattr_init(&attr);
	if (err)
		return err;
	err = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	if (!err)
		err = pthread_cond_init(&c->work, &attr);
	if (!err)
		err = pthread_cond_init(&c->idle, &attr);
	(void)pthread_condattr_destroy(&attr);

	return err;
}

static int set_path(struct oh_cdr *c, const char *path)
{
	if (!path)
		return oh_path_make(c->path, sizeof(c->path), OH_PATH_STATE,
				    OH_CDR_FILE_NAME);
	if (strlen(path) >= sizeof(c->path))
		return ERANGE;
	str_ncpy(c->path, path, sizeof(c->path));

	return 0;
}

/**
 * Open the store. Returns at once: the database is opened by the store's
 * thread, and what is wrong with it is told by oh_cdr_fault() later
 *
 * @param cp  Set on success; release with mem_deref after oh_cdr_flush():
 *            what is not written by then is lost
 * @param prm Parameters; the log is borrowed while the store lives
 *
 * @return 0 or an errno, of the thread or of the state folder
 */
int oh_cdr_open(struct oh_cdr **cp, const struct oh_cdr_prm *prm)
{
	struct oh_cdr *c;
	int err;

	if (!cp || !prm)
		return EINVAL;
	c = mem_zalloc(sizeof(*c), destructor);
	if (!c)
		return ENOMEM;
	err = init_sync(c);
	if (err)
		goto out;
	c->log       = prm->log;
	c->keep_days = prm->keep_days;
	c->exith     = prm->exith;
	c->ladderh   = prm->ladderh;
	c->arg       = prm->arg;
	c->opened_us = (int64_t)oh_clock_wall_us();
	err = set_path(c, prm->path);
	if (!err)
		err = mqueue_alloc(&c->mq, wake_handler, c);
	if (!err)
		err = pthread_create(&c->thread, NULL, oh_scribe_run, c);
	c->running = !err;

 out:
	if (err)
		mem_deref(c);
	else
		*cp = c;

	return err;
}

/* 20260102, in local time; 0 if it cannot be told */
int64_t oh_store_day(int64_t wall_us)
{
	time_t t = (time_t)(wall_us / 1000000);
	struct tm tm;

	if (!localtime_r(&t, &tm))
		return 0;

	return (tm.tm_year + 1900) * INT64_C(10000) + (tm.tm_mon + 1) * 100 +
		tm.tm_mday;
}

static int task_alloc(struct oh_cdr_task **tp, const struct oh_cdr *c,
		      enum oh_cdr_task_kind kind,
		      const struct oh_result *res, int exit_code)
{
	struct oh_cdr_task *task;
	struct oh_row_value *start;
	char *ladder = NULL;
	int err;

	task = mem_zalloc(sizeof(*task), task_destructor);
	if (!task)
		return ENOMEM;
	if (exit_code >= 0 && c->ladderh)
		(void)c->ladderh(&ladder, res, c->arg);   /* only a remark */
	err = oh_row_alloc(&task->row, res, exit_code, ladder);
	mem_deref(ladder);
	if (err) {
		mem_deref(task);
		return err;
	}
	task->kind   = kind;
	task->now_us = (int64_t)oh_clock_wall_us();
	start = &task->row->v[OH_ROW_START];
	if (!start->known) {
		start->known = true;
		start->u.n   = task->now_us;
	}
	task->day = oh_store_day(task->now_us);
	*tp = task;

	return 0;
}

/* Gives up a beginning that has not come home: its handler is not called,
   and nobody is asked any more whether it may begin. One that is over
   already keeps its row: the end was posted behind it. */
static void give_up(struct oh_cdr_call *call)
{
	struct oh_cdr_task *task = call->begin;

	(void)pthread_mutex_lock(&call->c->lock);
	task->cancelled = !call->over || task->decideh;
	(void)pthread_mutex_unlock(&call->c->lock);
	task->call = NULL;
}

static void call_destructor(void *arg)
{
	struct oh_cdr_call *call = arg;

	if (call->begin)
		give_up(call);
	mem_deref(call->c);
}

/**
 * Begin a row: decide whether the call may begin, and count it, in one
 * transaction
 *
 * @param callp Set on success; release with mem_deref
 * @param c     Store
 * @param prm   What begins, and who decides
 *
 * @return 0 and begunh follows; or EINVAL, ENOMEM, EAGAIN too many rows wait
 */
int oh_cdr_begin(struct oh_cdr_call **callp, struct oh_cdr *c,
		 const struct oh_cdr_begin_prm *prm)
{
	struct oh_cdr_call *call = NULL;
	struct oh_cdr_task *task = NULL;
	int err;

	if (!callp || !c || !prm || !prm->res || !*prm->res->id)
		return EINVAL;
	err = task_alloc(&task, c, OH_CDR_TASK_BEGIN, prm->res, -1);
	if (err)
		return err;
	call = mem_zalloc(sizeof(*call), call_destructor);
	if (!call) {
		mem_deref(task);
		return ENOMEM;
	}
	call->c      = mem_ref(c);
	call->begunh = prm->begunh;
	call->arg    = prm->arg;
	call->day    = task->day;
	task->decideh     = prm->decideh;
	task->arg         = prm->arg;
	task->spent.calls = !prm->res->incoming;
	if (prm->prefix)
		str_ncpy(task->prefix, prm->prefix, sizeof(task->prefix));
	task->call = call;
	call->begin = task;
	err = post(c, task);
	if (err) {
		call->begin = NULL;
		mem_deref(call);
	}
	else
		*callp = call;

	return err;
}

/* What has become known of a call that goes on */
static int update(struct oh_cdr_call *call, const struct oh_result *res)
{
	struct oh_cdr_task *task;
	int err = task_alloc(&task, call->c, OH_CDR_TASK_PUT, res, -1);

	if (err)
		return err;
	task->up = true;

	return post(call->c, task);
}

static int64_t talked_ms(const struct oh_result *res)
{
	return res->answer_us && res->end_us > res->answer_us ?
		(int64_t)((res->end_us - res->answer_us) / 1000) : 0;
}

/**
 * End a row: it gets all the result says
 *
 * @param call      Call
 * @param res       Its result
 * @param exit_code What the command exits with for it
 *
 * @return 0, EINVAL, EALREADY, ENOMEM, or EAGAIN too many rows wait
 */
int oh_cdr_end(struct oh_cdr_call *call, const struct oh_result *res,
	       int exit_code)
{
	struct oh_cdr_task *task;
	int err;

	if (!call || !res)
		return EINVAL;
	if (call->over)
		return EALREADY;
	err = task_alloc(&task, call->c, OH_CDR_TASK_PUT, res, exit_code);
	if (err)
		return err;
	task->day = call->day;
	if (!res->incoming) {
		task->spent.ms    = talked_ms(res);
		task->spent.micro = res->cost.micro;
	}
	err = post(call->c, task);
	call->over = !err;

	return err;
}

/**
 * Write a row for a call of which nothing was begun
 *
 * @param c         Store
 * @param res       Its result
 * @param exit_code What the command exits with for it
 *
 * @return 0, EINVAL, ENOMEM, or EAGAIN too many rows wait
 */
int oh_cdr_add(struct oh_cdr *c, const struct oh_result *res, int exit_code)
{
	struct oh_cdr_task *task;
	int err;

	if (!c || !res || !*res->id)
		return EINVAL;
	err = task_alloc(&task, c, OH_CDR_TASK_PUT, res, exit_code);

	return err ? err : post(c, task);
}

static int end_or_add(struct oh_cdr_call *call, struct oh_cdr *c,
		      const struct oh_result *res)
{
	int exit_code = c->exith ? c->exith(res->cause) : 0;

	return call ? oh_cdr_end(call, res, exit_code)
		    : oh_cdr_add(c, res, exit_code);
}

static int follow(struct oh_cdr_call **callp, struct oh_cdr *c,
		  const struct oh_event *ev, const struct oh_result *res)
{
	const struct oh_cdr_begin_prm prm = { .res = res };
	int err;

	switch (ev->type) {

	case OH_EVENT_DIALING:
	case OH_EVENT_INCOMING:
		return *callp ? update(*callp, res)
			      : oh_cdr_begin(callp, c, &prm);

	case OH_EVENT_ANSWERED:
		return *callp ? update(*callp, res) : 0;

	case OH_EVENT_REFUSED:
	case OH_EVENT_ENDED:
		err = end_or_add(*callp, c, res);
		*callp = mem_deref(*callp);
		return err;

	default:
		return 0;
	}
}

/**
 * Keep the row of a call as its events tell
 *
 * @param callp The call's; NULL at first, and again when it is over
 * @param c     Store, or NULL: nothing is kept
 * @param ev    Event
 * @param res   The result so far, this event folded into it
 */
void oh_cdr_event(struct oh_cdr_call **callp, struct oh_cdr *c,
		  const struct oh_event *ev, const struct oh_result *res)
{
	int err;

	if (!callp || !c || !ev || !res)
		return;
	err = follow(callp, c, ev, res);
	if (err)
		oh_log(c->log, OH_LOG_WARN, "call records: %s: %s", res->id,
		       strerror(err));
}

/**
 * Tell what is wrong with the store
 *
 * @param c Store
 *
 * @return Text for people, valid until the main loop runs; "": nothing
 */
const char *oh_cdr_fault(const struct oh_cdr *c)
{
	return c ? c->fault : "";
}

/**
 * Be told when oh_cdr_fault() says something else
 *
 * @param c   Store; NULL is accepted
 * @param h   Called from the main loop, may not release the store; NULL: no
 *            more
 * @param arg Its argument
 */
void oh_cdr_watch(struct oh_cdr *c, void (*h)(void *arg), void *arg)
{
	if (!c)
		return;
	c->watchh   = h;
	c->watcharg = arg;
}

/* By what pthread_cond_timedwait() goes by: no clock of the tests' */
void oh_store_deadline(struct timespec *ts, uint32_t ms)
{
	(void)clock_gettime(CLOCK_MONOTONIC, ts);
	ts->tv_sec  += ms / 1000;
	ts->tv_nsec += ms % 1000 * 1000000L;
	if (ts->tv_nsec >= 1000000000L) {
		ts->tv_sec++;
		ts->tv_nsec -= 1000000000L;
	}
}

/* Whether nothing is left to be done */
static bool wait_idle(struct oh_cdr *c, const struct timespec *until)
{
	bool idle;
	int err = 0;

	(void)pthread_mutex_lock(&c->lock);
	while ((c->head || c->busy) && !err)
		err = pthread_cond_timedwait(&c->idle, &c->lock, until);
	idle = !c->head && !c->busy;
	(void)pthread_mutex_unlock(&c->lock);

	return idle;
}

static bool is_idle(struct oh_cdr *c)
{
	bool idle;

	(void)pthread_mutex_lock(&c->lock);
	idle = !c->head && !c->busy;
	(void)pthread_mutex_unlock(&c->lock);

	return idle;
}

/**
 * Wait until all is written. Blocks; handlers of what was begun are called
 *
 * @param c  Store
 * @param ms At most so long [ms]
 *
 * @return 0, EINVAL, or ETIMEDOUT
 */
int oh_cdr_flush(struct oh_cdr *c, uint32_t ms)
{
	struct timespec until;
	int err = 0;

	if (!c)
		return EINVAL;
	oh_store_deadline(&until, ms);
	mem_ref(c);
	do {
		if (!wait_idle(c, &until))
			err = ETIMEDOUT;
		deliver(c);
	} while (!err && !is_idle(c));
	mem_deref(c);

	return err;
}
