/**
 * @file thread.c  Start a thread that takes no signals
 */
#include <signal.h>
#include <stddef.h>
#include "media/thread.h"

/**
 * Start a thread with all signals blocked
 *
 * Signals belong to the main loop. Blocked, SIGXFSZ and SIGPIPE become what
 * they should be: an error of write().
 *
 * @param threadp The thread; end it with pthread_join()
 * @param h       Its body
 * @param arg     Handler argument
 *
 * @return 0, EAGAIN (too many threads)
 */
int oh_thread_start(pthread_t *threadp, oh_thread_h *h, void *arg)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	err = pthread_sigmask(SIG_SETMASK, &all, &before);
	if (err)
		return err;
	err = pthread_create(threadp, NULL, h, arg);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);

	return err;
}
