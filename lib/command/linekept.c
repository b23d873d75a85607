/**
 * @file linekept.c  The lines that were typed before, in a file
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/replace.h"
#include "command/linein.h"
#include "command/linekept.h"

/** The text of a file, cut into lines */
struct kept {
	size_t len;
	size_t linec;
	bool   cut;              /* it begins in the middle of a line      */
	char   text[OH_LINEKEPT_BYTES + 1];
};


/**
 * Whether a line may be kept
 *
 * @param line Line as typed
 *
 * @return false: it is empty, begins with a blank, or presses keys, be it
 *         that the order for it has been forgotten
 */
bool oh_linekept_is_fit(const char *line)
{
	static const char *const pressv[] = { "d", "digits", "send-digits" };
	size_t len = strcspn(line, " \t");

	if (!len || strchr("0123456789*#", *line) ||
	    oh_linein_check(line, strlen(line)))
		return false;
	/* An order may be shortened to two letters of it. */
	for (size_t i = 0; i < ARRAY_SIZE(pressv); i++) {
		if (0 == strncmp(pressv[i], line, len) &&
		    (len > 1 || !pressv[i][1]))
			return false;
	}

	return true;
}


static int read_all(struct kept *k, int fd)
{
	struct stat st;
	off_t from;

	if (fstat(fd, &st))
		return errno;
	if (!S_ISREG(st.st_mode))
		return EINVAL;
	/* What others could read they shall not, from now on. */
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		(void)fchmod(fd, S_IRUSR | S_IWUSR);
	from = st.st_size > OH_LINEKEPT_BYTES ?
		st.st_size - OH_LINEKEPT_BYTES : 0;
	k->cut = from > 0;
	while (k->len < OH_LINEKEPT_BYTES) {
		ssize_t n = pread(fd, &k->text[k->len],
				  OH_LINEKEPT_BYTES - k->len,
				  from + (off_t)k->len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (n == 0)
			break;
		k->len += (size_t)n;
	}

	return 0;
}


/* A zero at the end of each; what is no line of ours is made an empty one */
static void cut(struct kept *k)
{
	char *p = k->text;

	k->text[k->len] = '\0';
	while (p < &k->text[k->len]) {
		char *end = memchr(p, '\n', (size_t)(&k->text[k->len] - p));
		size_t len;

		end = end ? end : &k->text[k->len];
		len = (size_t)(end - p);
		*end = '\0';
		if (k->cut || strlen(p) != len || !oh_linekept_is_fit(p))
			memset(p, 0, len);
		else
			k->linec++;
		k->cut = false;
		p = end + 1;
	}
}


/* Each line, but for the first ones */
static void each(const struct kept *k, size_t skip,
		 void (*h)(const char *line, void *arg), void *arg)
{
	const char *p = k->text;

	while (p < &k->text[k->len]) {
		size_t len = strlen(p);

		if (len && skip)
			skip--;
		else if (len)
			h(p, arg);
		p += len + 1;
	}
}


static void write_line(const char *line, void *arg)
{
	(void)fprintf(arg, "%s\n", line);
}


static void shorten(const struct kept *k, const char *path)
{
	struct oh_replace *r = NULL;

	if (oh_replace_alloc(&r, path))
		return;
	each(k, k->linec - OH_LINEKEPT_MAX, write_line,
	     oh_replace_stream(r));
	(void)oh_replace_commit(r, OH_REPLACE_PLAIN);
	mem_deref(r);
}


/**
 * Read the lines of before
 *
 * @param path File
 * @param h    Called with each, OH_LINEKEPT_MAX at most, from the oldest on
 * @param arg  Handler argument
 *
 * @return 0, ENOENT if there are none, ENOMEM, or what the system said
 */
int oh_linekept_read(const char *path,
		     void (*h)(const char *line, void *arg), void *arg)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct kept *k;
	int err;

	if (fd < 0)
		return errno;
	k = mem_zalloc(sizeof(*k), NULL);
	err = k ? read_all(k, fd) : ENOMEM;
	(void)close(fd);
	if (!err) {
		cut(k);
		each(k, k->linec > OH_LINEKEPT_MAX ?
		     k->linec - OH_LINEKEPT_MAX : 0, h, arg);
		/* Not each time: half as many again may stand there. */
		if (k->linec > OH_LINEKEPT_MAX + OH_LINEKEPT_MAX / 2)
			shorten(k, path);
	}
	mem_deref(k);

	return err;
}


/* Half a line would become one with the next: all of it, or nothing */
static int append(int fd, const char *buf, size_t len)
{
	ssize_t n = write(fd, buf, len);
	off_t end;

	if (n == (ssize_t)len)
		return 0;
	if (n < 0)
		return errno;
	end = lseek(fd, 0, SEEK_CUR);
	if (end >= n && ftruncate(fd, end - n))
		return errno;

	return ENOSPC;
}


/**
 * Keep a line
 *
 * @param path File; made 0600 if there is none
 * @param line Line as typed; one that is not fit is not kept
 *
 * @return 0, or what the system said
 */
int oh_linekept_add(const char *path, const char *line)
{
	char buf[OH_LINEIN_MAX + 2];
	size_t len = strlen(line);
	int fd, err;

	if (!oh_linekept_is_fit(line))
		return 0;
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC |
		  O_NOFOLLOW | O_NONBLOCK, S_IRUSR | S_IWUSR);
	if (fd < 0)
		return errno;
	memcpy(buf, line, len);
	buf[len] = '\n';
	err = append(fd, buf, len + 1);
	(void)close(fd);

	return err;
}
