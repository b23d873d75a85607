/**
 * @file replace.c  A file is replaced as a whole, or not at all
 *
 *   PATH.offhook-XXXXXX --- written, locked --- fsync --- rename ---> PATH
 *
 * The lock tells a file that is being written from one that a crash left
 * behind. Those are removed when the next one is begun.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/replace.h"

enum {
	PATH_SIZE = 4096,
	TRIES     = 8,
	RANDOM    = 6,        /* Letters that mkostemp(3) makes up */
};

/* What nobody else calls a file, such as PATH.backup: it may be removed */
static const char suffix[] = ".offhook-XXXXXX";

struct oh_replace {
	FILE *f;
	char *path;
	char *temp;           /* NULL: it has taken its place */
};


static void destructor(void *arg)
{
	struct oh_replace *r = arg;

	if (r->temp)
		(void)unlink(r->temp);
	if (r->f)
		(void)fclose(r->f);
	mem_deref(r->temp);
	mem_deref(r->path);
}


/* "" and "." make a path of a name alone */
static int print_dir(char *buf, size_t size, const char *path)
{
	const char *slash = strrchr(path, '/');
	int len = slash ? (int)(slash + 1 - path) : 0;
	int n = snprintf(buf, size, "%.*s.", len, path);

	return (size_t)n < size ? 0 : ERANGE;
}


static int open_dir(const char *path)
{
	char dir[PATH_SIZE];

	if (print_dir(dir, sizeof(dir), path))
		return -1;

	return open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}


static bool is_temp(const char *name, const char *base)
{
	const size_t len = strlen(base), end = sizeof(suffix) - 1;

	return 0 == strncmp(name, base, len) &&
		0 == strncmp(name + len, suffix, end - RANDOM) &&
		strlen(name) == len + end;
}


/* Nobody writes it: its writer was killed */
static void remove_left(int dirfd, const char *name)
{
	int fd = openat(dirfd, name, O_RDWR | O_NONBLOCK | O_NOFOLLOW |
			O_CLOEXEC);

	if (fd < 0)
		return;
	if (0 == flock(fd, LOCK_EX | LOCK_NB))
		(void)unlinkat(dirfd, name, 0);
	(void)close(fd);
}


/* Only housekeeping: it may fail */
static void sweep(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	int fd = open_dir(path);
	struct dirent *e;
	DIR *dir;

	if (fd < 0)
		return;
	dir = fdopendir(fd);
	if (!dir) {
		(void)close(fd);
		return;
	}
	while ((e = readdir(dir))) {
		if (is_temp(e->d_name, base))
			remove_left(fd, e->d_name);
	}
	(void)closedir(dir);
}


/* Between making and locking it, another process may take it for left */
static int make_temp(char *temp, int *fdp)
{
	char *x = temp + strlen(temp) - (sizeof(suffix) - 1);

	for (int i = 0; i < TRIES; i++) {
		struct stat st;
		int fd;

		memcpy(x, suffix, sizeof(suffix) - 1);
		fd = mkostemp(temp, O_CLOEXEC);
		if (fd < 0)
			return errno;
		if (0 == flock(fd, LOCK_EX | LOCK_NB) &&
		    0 == fstat(fd, &st) && st.st_nlink) {
			*fdp = fd;
			return 0;
		}
		(void)unlink(temp);
		(void)close(fd);
	}

	return EAGAIN;
}


static int open_temp(struct oh_replace *r)
{
	int err, fd = -1;

	err = re_sdprintf(&r->temp, "%s%s", r->path, suffix);
	if (err)
		return err;

	err = make_temp(r->temp, &fd);
	if (err) {
		r->temp = mem_deref(r->temp);
		return err;
	}
	r->f = fdopen(fd, "w");
	if (!r->f) {
		(void)close(fd);
		return ENOMEM;
	}

	return 0;
}


/**
 * Begin to replace a file
 *
 * @param rp   Set to the replacement; release with mem_deref()
 * @param path File; it need not exist, its folder must. The new one can be
 *             read and written by this user alone
 *
 * @return 0 if success, ENOMEM, or the errno of mkostemp(3)
 */
int oh_replace_alloc(struct oh_replace **rp, const char *path)
{
	struct oh_replace *r;
	int err;

	if (!rp || !path || strlen(path) + sizeof(suffix) > PATH_SIZE)
		return EINVAL;

	r = mem_zalloc(sizeof(*r), destructor);
	if (!r)
		return ENOMEM;

	err = str_dup(&r->path, path);
	if (err)
		goto out;
	sweep(path);
	err = open_temp(r);

 out:
	if (err)
		mem_deref(r);
	else
		*rp = r;

	return err;
}


/**
 * Where the new text goes
 *
 * @param r Replacement
 *
 * @return Stream (borrowed); its errors are told by oh_replace_commit()
 */
FILE *oh_replace_stream(struct oh_replace *r)
{
	return r ? r->f : NULL;
}


/* A name is on the disk when its folder is. */
static int sync_dir(const char *path)
{
	int err = 0, fd = open_dir(path);

	if (fd < 0)
		return errno;
	/* Some file systems cannot, and need not. */
	if (fsync(fd) && errno != EINVAL)
		err = errno;
	(void)close(fd);

	return err;
}


/**
 * Put the new file in place
 *
 * @param r   Replacement; after a failure, release it: the old file is there
 * @param how OH_REPLACE_SYNCED: it survives a power failure from now on
 *
 * @return 0 if success, EIO or the errno of what was written before, of
 *         fsync(2) or rename(2)
 */
int oh_replace_commit(struct oh_replace *r, enum oh_replace_how how)
{
	if (!r || !r->temp)
		return EINVAL;

	if (fflush(r->f))
		return errno;
	if (ferror(r->f))
		return EIO;
	if (how == OH_REPLACE_SYNCED && fsync(fileno(r->f)))
		return errno;
	if (rename(r->temp, r->path))
		return errno;
	r->temp = mem_deref(r->temp);

	return how == OH_REPLACE_SYNCED ? sync_dir(r->path) : 0;
}
