/**
 * @file dir.c  Where control sockets lie
 */
#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include "base/path.h"
#include "base/scan.h"
#include "ctl/ctl.h"
#include "ctl/dir.h"

/**
 * Name the control socket of a process, and make the folder it lies in
 *
 * @param buf  Receives the path
 * @param size Its size [bytes]
 * @param pid  Process
 *
 * @return 0, ERANGE (no socket can have so long a name), or what
 *         oh_path_make() has found
 */
int oh_ctl_dir_path(char *buf, size_t size, pid_t pid)
{
	char name[32];
	int err;

	(void)snprintf(name, sizeof(name), "ctl/%ld", (long)pid);
	err = oh_path_make(buf, size, OH_PATH_RUNTIME, name);

	return err ? err : strlen(buf) < OH_CTL_PATH_SIZE ? 0 : ERANGE;
}

/**
 * Visit each control socket of the user's
 *
 * @param h   Visitor; what it returns ends the walk if it is not 0
 * @param arg Its argument
 *
 * @return 0, what h returned, or an errno of the folder; none is no error
 */
int oh_ctl_dir_each(int (*h)(const char *path, void *arg), void *arg)
{
	char path[OH_CTL_PATH_SIZE];
	struct dirent *de;
	size_t len;
	DIR *dir;
	int err;

	err = oh_path_print(path, sizeof(path), OH_PATH_RUNTIME, "ctl");
	if (err)
		return err;
	dir = opendir(path);
	if (!dir)
		return errno == ENOENT ? 0 : errno;
	err = oh_path_check(path);
	len = strlen(path);
	while (!err && (de = readdir(dir))) {
		if (de->d_name[strspn(de->d_name, "0123456789")])
			continue;
		if (len + 1 + strlen(de->d_name) >= sizeof(path))
			continue;
		(void)snprintf(&path[len], sizeof(path) - len, "/%s",
			       de->d_name);
		err = h(path, arg);
		path[len] = '\0';
	}
	closedir(dir);

	return err;
}
