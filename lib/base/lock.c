/**
 * @file lock.c  One process at a time
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>
#include "base/lock.h"

enum {
	NAP_MS    = 5,
	LOCK_MODE = 0600,
};


/**
 * Take the lock of a file
 *
 * @param fdp     Set to what holds it, for oh_lock_drop()
 * @param path    File of the lock; made if it is not there, never removed
 * @param wait_ms How long it may be waited for [ms], blocking
 *
 * @return 0 if success, EAGAIN if another process keeps it, or the errno of
 *         open(2) or flock(2)
 */
int oh_lock_take(int *fdp, const char *path, uint32_t wait_ms)
{
	int fd, err;

	if (!fdp || !path)
		return EINVAL;

	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, LOCK_MODE);
	if (fd < 0)
		return errno;

	for (uint32_t ms = 0; ; ms += NAP_MS) {
		err = flock(fd, LOCK_EX | LOCK_NB) ? errno : 0;
		if (err != EWOULDBLOCK || ms >= wait_ms)
			break;
		(void)poll(NULL, 0, NAP_MS);
	}
	if (err)
		(void)close(fd);
	else
		*fdp = fd;

	return err;
}


/**
 * Drop a lock
 *
 * @param fd What oh_lock_take() gave, or -1
 *
 * @return -1: no lock
 */
int oh_lock_drop(int fd)
{
	if (fd >= 0)
		(void)close(fd);

	return -1;
}
