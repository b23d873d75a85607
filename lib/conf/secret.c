/**
 * @file secret.c  A secret, from where it is kept
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
		return "the secret is too long";
	explicit_bzero(buf + len, size - len);
	if (len == 0)
		return "the secret is empty";
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)buf[i];

		if (c < ' ' || c == 0x7f)
			return "the secret holds a control character";
	}

	return NULL;
}


static const char *check_file(int fd)
{
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return "the secret's file is no regular file";
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return "the secret's file belongs to another user";
	if (st.st_mode & (S_IRWXO | S_IWGRP))
		return "others can read or change the secret's file: "
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
		return "the secret's file cannot be read";
	buf[n] = '\0';

	return check_line(buf, size);
}


static const char *from_file(char *buf, size_t size, const char *name,
			     const char *conf)
{
	char path[PATH_SIZE];
	const char *why;
	int fd;

	if (oh_conf_path_print(path, sizeof(path), name, conf))
		return "the path of the secret's file is too long";

	/* O_NONBLOCK: it may turn out to be a pipe. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? "the secret's file does not exist"
			: "the secret's file cannot be opened";
	why = read_fd(buf, size, fd);
	(void)close(fd);

	return why;
}


static const char *from_command(char *buf, size_t size, const char *command)
{
	const char *argv[OH_CHILD_ARGS_MAX];
	char words[2 * OH_CONF_VALUE];
	int status = 0, err;

	err = oh_child_split(command, words, sizeof(words), argv,
			     OH_CHILD_ARGS_MAX);
	if (err)
		return "the secret's command is none";

	err = oh_child_run(argv, COMMAND_MS, buf, size, &status);
	if (err == ETIMEDOUT)
		return "the secret's command gave no answer within 10 s";
	if (err == ECANCELED)
		return "the secret's command was interrupted";
	if (err == ERANGE)
		return strpbrk(buf, "\r\n") ? check_line(buf, size)
			: "the secret is too long";
	if (err)
		return "the secret's command cannot be run";
	if (status)
		return "the secret's command failed";

	return check_line(buf, size);
}


static const char *from_env(char *buf, size_t size, const char *name)
{
	const char *value = getenv(name);

	if (!value)
		return "the secret's environment variable is not set";
	if ((size_t)snprintf(buf, size, "%s", value) >= size)
		return "the secret is too long";

	return check_line(buf, size);
}


/**
 * Read a secret from its file, command or environment variable
 *
 * May block up to 10 s in a command: call it before the main loop runs. The
 * caller masks the secret in the log and wipes it.
 *
 * @param buf  Receives the secret; wiped on failure
 * @param size Size of buf [bytes]
 * @param s    Where it is kept
 * @param file Configuration, whose folder a relative path is meant from; NULL
 *             or "": the current folder
 * @param whyp Set on failure to a static sentence, which does not say whose
 *             secret it is; may be NULL
 *
 * @return 0 if success, ENOENT if it is kept nowhere, EACCES if it cannot be
 *         had
 */
int oh_conf_secret(char *buf, size_t size, const struct oh_conf_secret *s,
		   const char *file, const char **whyp)
{
	const char *why = "no secret is configured";
	int err = EACCES;

	if (!buf || !size || !s)
		return EINVAL;

	if (*s->file)
		why = from_file(buf, size, s->file, file);
	else if (*s->command)
		why = from_command(buf, size, s->command);
	else if (*s->env)
		why = from_env(buf, size, s->env);
	else
		err = ENOENT;
	if (!why)
		return 0;

	explicit_bzero(buf, size);
	if (whyp)
		*whyp = why;

	return err;
}


/**
 * Read a trunk's password, as oh_conf_secret() does
 *
 * @param buf  Receives the password; wiped on failure
 * @param size Size of buf [bytes]
 * @param t    Trunk
 * @param whyp Set to a static sentence on failure; may be NULL
 *
 * @return 0 if success, ENOENT if the trunk has no password, EACCES if the
 *         one it has cannot be had
 */
int oh_conf_password(char *buf, size_t size, const struct oh_conf_trunk *t,
		     const char **whyp)
{
	return t ? oh_conf_secret(buf, size, &t->password, t->at.file, whyp)
		 : EINVAL;
}


/**
 * Find a carrier's connection string in the environment
 *
 * @return Static name of the first variable that has one, or NULL
 */
const char *oh_conf_connection_env(void)
{
	static const char *const namev[] = {
		"OFFHOOK_CONNECTION_STRING",
		"COMMUNICATION_SERVICES_CONNECTION_STRING",
		"AZURE_COMMUNICATION_CONNECTION_STRING",
	};

	for (size_t i = 0; i < sizeof(namev) / sizeof(namev[0]); i++) {
		const char *value = getenv(namev[i]);

		if (value && *value)
			return namev[i];
	}

	return NULL;
}


/**
 * Where the secrets of TLS shall be written, for Wireshark
 *
 * @return Path (borrowed), or NULL
 */
const char *oh_conf_keylog_env(void)
{
	const char *value = getenv("SSLKEYLOGFILE");

	return value && *value ? value : NULL;
}
