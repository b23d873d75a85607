/**
 * @file password.c  A trunk's password, from where it is kept
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/child.h"
#include "conf/conf.h"


enum {
	COMMAND_MS = 10000,     /* Keyrings may ask somewhere else first */
	PATH_SIZE  = 2 * OH_CONF_VALUE,
};


/* One line, at least one character, printable; the rest is forgotten */
static const char *check_line(char *buf, size_t size)
{
	size_t len = strcspn(buf, "\r\n");

	if (len + 1 >= size)
		return "the password is too long";
	explicit_bzero(buf + len, size - len);
	if (len == 0)
		return "the password is empty";
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)buf[i];

		if (c < ' ' || c == 0x7f)
			return "the password holds a control character";
	}

	return NULL;
}


/* A relative path is meant from the configuration file. */
static const char *print_path(char *buf, size_t size,
			      const struct oh_conf_trunk *t)
{
	const char *file = t->at.file ? t->at.file : "";
	const char *slash = strrchr(file, '/');
	int dir = *t->password_file == '/' || !slash ? 0
		: (int)(slash + 1 - file);

	if ((size_t)snprintf(buf, size, "%.*s%s", dir, file,
			     t->password_file) >= size)
		return "password_file: the path is too long";

	return NULL;
}


static const char *check_file(int fd)
{
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return "password_file: no regular file";
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return "password_file: it belongs to another user";
	if (st.st_mode & (S_IRWXO | S_IWGRP))
		return "password_file: others can read or change it: "
			"chmod 600";

	return NULL;
}


static const char *read_fd(char *buf, size_t size, int fd)
{
	const char *why = check_file(fd);
	ssize_t n;

	if (why)
		return why;

	do {
		n = read(fd, buf, size - 1);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return "password_file: it cannot be read";
	buf[n] = '\0';

	return check_line(buf, size);
}


static const char *from_file(char *buf, size_t size,
			     const struct oh_conf_trunk *t)
{
	char path[PATH_SIZE];
	const char *why;
	int fd;

	why = print_path(path, sizeof(path), t);
	if (why)
		return why;

	/* O_NONBLOCK: it may turn out to be a pipe. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? "password_file: there is no such file"
			: "password_file: it cannot be opened";
	why = read_fd(buf, size, fd);
	(void)close(fd);

	return why;
}


static const char *from_command(char *buf, size_t size,
				const struct oh_conf_trunk *t)
{
	const char *argv[OH_CHILD_ARGS_MAX];
	char words[2 * OH_CONF_VALUE];
	int status = 0, err;

	err = oh_child_split(t->password_command, words, sizeof(words), argv,
			     OH_CHILD_ARGS_MAX);
	if (err)
		return "password_command: no command";

	err = oh_child_run(argv, COMMAND_MS, buf, size, &status);
	if (err == ETIMEDOUT)
		return "password_command: no answer within 10 s";
	if (err == ECANCELED)
		return "password_command: interrupted";
	if (err == ERANGE)
		return strpbrk(buf, "\r\n") ? check_line(buf, size)
			: "the password is too long";
	if (err)
		return "password_command: it cannot be run";
	if (status)
		return "password_command: it failed";

	return check_line(buf, size);
}


static const char *from_env(char *buf, size_t size,
			    const struct oh_conf_trunk *t)
{
	const char *value = getenv(t->password_env);

	if (!value)
		return "password_env: the variable is not set";
	if ((size_t)snprintf(buf, size, "%s", value) >= size)
		return "the password is too long";

	return check_line(buf, size);
}


/**
 * Read a trunk's password from its file, command or environment variable
 *
 * May block up to 10 s in a command: call it before the main loop runs. The
 * caller masks the password in the log and wipes it.
 *
 * @param buf  Receives the password; wiped on failure
 * @param size Size of buf [bytes]
 * @param t    Trunk
 * @param whyp Set to a static text on failure; may be NULL
 *
 * @return 0 if success, ENOENT if the trunk has no password, EACCES if the
 *         one it has cannot be had
 */
int oh_conf_password(char *buf, size_t size, const struct oh_conf_trunk *t,
		     const char **whyp)
{
	const char *why = "no password is configured";
	int err = EACCES;

	if (!buf || !size || !t)
		return EINVAL;

	if (*t->password_file)
		why = from_file(buf, size, t);
	else if (*t->password_command)
		why = from_command(buf, size, t);
	else if (*t->password_env)
		why = from_env(buf, size, t);
	else
		err = ENOENT;
	if (!why)
		return 0;

	explicit_bzero(buf, size);
	if (whyp)
		*whyp = why;

	return err;
}
