/**
 * @file hostaddr.c  Addresses of a host, as the system knows them
 */
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include "base/compat.h"
#include "sip/hostaddr.h"

enum { NAME_SIZE = 256 };

/** What loop and thread share; whoever leaves last releases it. */
struct job {
	atomic_int owners;
	int        fd;           /* eventfd: written when the rest is set */
	char       name[NAME_SIZE];
	int        err;
	uint32_t   addrc;
	struct sa  addrv[OH_HOSTADDR_MAX];
};

struct oh_hostaddr {
	struct job    *job;
	oh_hostaddr_h *h;
	void          *arg;
};

static void job_leave(struct job *job)
{
	if (atomic_fetch_sub(&job->owners, 1) > 1)
		return;
	if (job->fd >= 0)
		(void)close(job->fd);
	free(job);
}

static int job_alloc(struct job **jobp, const char *name)
{
	struct job *job = calloc(1, sizeof(*job));
	int err;

	if (!job)
		return ENOMEM;
	atomic_init(&job->owners, 1);
	str_ncpy(job->name, name, sizeof(job->name));
	job->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (job->fd < 0) {
		err = errno;
		job_leave(job);
		return err;
	}
	*jobp = job;

	return 0;
}

static int errno_of(int gai)
{
	switch (gai) {

	case 0:           return 0;
	case EAI_AGAIN:   return ETIMEDOUT;
	case EAI_MEMORY:  return ENOMEM;
	case EAI_SYSTEM:  return errno ? errno : EIO;
	default:          return ENOENT;
	}
}

static void take(struct job *job, const struct addrinfo *list, int af)
{
	for (const struct addrinfo *ai = list; ai; ai = ai->ai_next) {
		if (ai->ai_family != af || job->addrc >= OH_HOSTADDR_MAX)
			continue;
		if (0 == sa_set_sa(&job->addrv[job->addrc], ai->ai_addr))
			job->addrc++;
	}
}

static void *thread(void *arg)
{
	/* Without a type every address would come three times. */
	const struct addrinfo hints = { .ai_socktype = SOCK_DGRAM };
	struct addrinfo *list = NULL;
	struct job *job = arg;
	const uint64_t one = 1;

	job->err = errno_of(getaddrinfo(job->name, NULL, &hints, &list));
	if (!job->err) {
		take(job, list, AF_INET);
		take(job, list, AF_INET6);
		freeaddrinfo(list);
	}
	if (!job->err && job->addrc == 0)
		job->err = ENOENT;

	/* Cannot fail: the counter is at zero and nobody else writes. */
	(void)!write(job->fd, &one, sizeof(one));
	job_leave(job);

	return NULL;
}

/* Signals are for the loop's thread. */
static int thread_start(struct job *job)
{
	sigset_t all, old;
	pthread_t tid;
	int err;

	sigfillset(&all);
	err = pthread_sigmask(SIG_SETMASK, &all, &old);
	if (err)
		return err;

	atomic_fetch_add(&job->owners, 1);
	err = pthread_create(&tid, NULL, thread, job);
	if (err)
		atomic_fetch_sub(&job->owners, 1);
	else
		pthread_detach(tid);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);

	return err;
}

static void done(int flags, void *arg)
{
	struct oh_hostaddr *ha = arg;
	struct job *job = ha->job;
	(void)flags;

	ha->job = NULL;
	fd_close(job->fd);
	ha->h(job->err, job->addrv, job->addrc, ha->arg);
	job_leave(job);
}

static void destructor(void *arg)
{
	struct oh_hostaddr *ha = arg;

	if (!ha->job)
		return;
	fd_close(ha->job->fd);
	job_leave(ha->job);
}

/**
 * Look a name up the system's way
 *
 * @param hp   Returned; mem_deref() cancels, also after the handler
 * @param name Host name
 * @param h    Called once. ENOENT: there is no such host; ETIMEDOUT: nobody
 *             could be asked
 * @param arg  Handler argument
 *
 * @return 0, EINVAL, ENAMETOOLONG, ENOMEM, or why no thread could be had
 */
int oh_hostaddr_find(struct oh_hostaddr **hp, const char *name,
		     oh_hostaddr_h *h, void *arg)
{
	struct oh_hostaddr *ha;
	int err;

	if (!hp || !name || !h)
		return EINVAL;
	if (strlen(name) >= NAME_SIZE)
		return ENAMETOOLONG;

	ha = mem_zalloc(sizeof(*ha), destructor);
	if (!ha)
		return ENOMEM;
	ha->h   = h;
	ha->arg = arg;
	err = job_alloc(&ha->job, name);
	if (err)
		goto out;
	err = fd_listen(ha->job->fd, FD_READ, done, ha);
	if (err)
		goto out;
	err = thread_start(ha->job);

out:
	if (err)
		mem_deref(ha);
	else
		*hp = ha;

	return err;
}
