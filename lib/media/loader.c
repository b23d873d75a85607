/**
 * @file loader.c  One thread that does slow jobs in turn
 */
#include "base/compat.h"
#include "media/loader.h"
#include "media/thread.h"

struct oh_loader {
	atomic_uint refs;
	atomic_bool abandon;
	pthread_mutex_t lock;          /**< of the queue and stopped */
	pthread_cond_t more;
	struct oh_load *first;
	struct oh_load **lastp;
	bool stopped;
	pthread_t thread;
};

/* The next job, or NULL when there will be none. */
static struct oh_load *take(struct oh_loader *l)
{
	struct oh_load *job;

	pthread_mutex_lock(&l->lock);
	while (!l->first && !l->stopped)
		pthread_cond_wait(&l->more, &l->lock);
	job = l->first;
	if (job)
		l->first = job->next;
	if (!l->first)
		l->lastp = &l->first;
	pthread_mutex_unlock(&l->lock);

	return job;
}

static void *work(void *arg)
{
	struct oh_loader *l = arg;
	struct oh_load *job;

	while ((job = take(l)))
		job->h(job, &l->abandon);

	return NULL;
}

/**
 * Start a loader with its thread
 *
 * @param lp Loader, *returned*: first oh_loader_stop(), then
 *           oh_loader_unref()
 *
 * @return 0, EINVAL, ENOMEM, EAGAIN (too many threads)
 */
int oh_loader_alloc(struct oh_loader **lp)
{
	struct oh_loader *l;
	int err;

	if (!lp)
		return EINVAL;
	l = mem_zalloc(sizeof(*l), NULL);
	if (!l)
		return ENOMEM;
	atomic_init(&l->refs, 1);
	atomic_init(&l->abandon, false);
	l->lastp = &l->first;
	/* With default attributes these cannot fail. */
	(void)pthread_mutex_init(&l->lock, NULL);
	(void)pthread_cond_init(&l->more, NULL);
	err = oh_thread_start(&l->thread, work, l);
	if (err)
		oh_loader_unref(l);
	else
		*lp = l;

	return err;
}

/**
 * Give a job to a loader
 *
 * Any thread; holds a lock for a few instructions only. After
 * oh_loader_stop() the handler is called at once, abandoned.
 *
 * @param l   Loader
 * @param job Job, *borrowed* until its handler has been called
 */
void oh_loader_push(struct oh_loader *l, struct oh_load *job)
{
	bool stopped;

	job->next = NULL;
	pthread_mutex_lock(&l->lock);
	stopped = l->stopped;
	if (!stopped) {
		*l->lastp = job;
		l->lastp = &job->next;
		pthread_cond_signal(&l->more);
	}
	pthread_mutex_unlock(&l->lock);

	if (stopped)
		job->h(job, &l->abandon);
}

/**
 * End the thread
 *
 * Jobs under way and in the queue are told to be abandoned, and have been
 * run when this returns.
 *
 * @param l Loader, to be stopped once, by the owner of its thread
 */
void oh_loader_stop(struct oh_loader *l)
{
	atomic_store(&l->abandon, true);
	pthread_mutex_lock(&l->lock);
	l->stopped = true;
	pthread_cond_signal(&l->more);
	pthread_mutex_unlock(&l->lock);
	(void)pthread_join(l->thread, NULL);
}

/**
 * Take a reference, on any thread
 *
 * @param l Loader
 *
 * @return The same loader
 */
struct oh_loader *oh_loader_ref(struct oh_loader *l)
{
	(void)atomic_fetch_add_explicit(&l->refs, 1, memory_order_relaxed);

	return l;
}

/**
 * Give a reference back, on any thread
 *
 * @param l Loader, may be NULL
 */
void oh_loader_unref(struct oh_loader *l)
{
	if (!l || atomic_fetch_sub_explicit(&l->refs, 1,
					    memory_order_acq_rel) > 1)
		return;
	(void)pthread_cond_destroy(&l->more);
	(void)pthread_mutex_destroy(&l->lock);
	mem_deref(l);
}
