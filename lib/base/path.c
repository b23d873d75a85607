/**
 * @file path.c  Where files of ours lie
 */
#include <errno.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/path.h"

enum {
	PATH_SIZE   = 4096,
	PASSWD_SIZE = 4096,
};

static const struct {
	const char *env;
	const char *home;      /* below $HOME, NULL: not there */
} placev[] = {
	[OH_PATH_CONFIG]  = { "XDG_CONFIG_HOME", ".config" },
	[OH_PATH_STATE]   = { "XDG_STATE_HOME",  ".local/state" },
	[OH_PATH_DATA]    = { "XDG_DATA_HOME",   ".local/share" },
	[OH_PATH_CACHE]   = { "XDG_CACHE_HOME",  ".cache" },
	[OH_PATH_RUNTIME] = { "XDG_RUNTIME_DIR", NULL },
};

static int fits(int n, size_t size)
{
	return n >= 0 && (size_t)n < size ? 0 : ERANGE;
}

static bool is_dir(const char *path)
{
	struct stat st;

	return 0 == stat(path, &st) && S_ISDIR(st.st_mode);
}

/* A run-time folder left over from another login is not ours to use. */
static bool is_usable(const char *dir, enum oh_path where)
{
	struct stat st;

	if (!dir || dir[0] != '/')
		return false;

	return where != OH_PATH_RUNTIME ||
	       (0 == stat(dir, &st) && S_ISDIR(st.st_mode) &&
		st.st_uid == geteuid());
}

static int home(char *buf, size_t size)
{
	const char *env = getenv("HOME");
	char pwbuf[PASSWD_SIZE];
	struct passwd pw, *found = NULL;

	if (env && env[0] == '/')
		return fits(snprintf(buf, size, "%s", env), size);

	/* Services are often started without $HOME. */
	if (getpwuid_r(geteuid(), &pw, pwbuf, sizeof(pwbuf), &found) ||
	    !found || pw.pw_dir[0] != '/')
		return ENOENT;

	return fits(snprintf(buf, size, "%s", pw.pw_dir), size);
}

/**
 * Print the path of a file of another program's, in the user's home
 *
 * @param buf  Where to print it
 * @param size Its size [bytes]
 * @param name Path from there on, ".baresip/contacts"
 *
 * @return 0, EINVAL, ERANGE, or ENOENT if there is no home
 */
int oh_path_home(char *buf, size_t size, const char *name)
{
	char dir[PATH_SIZE];
	int err;

	if (!buf || !name)
		return EINVAL;
	err = home(dir, sizeof(dir));

	return err ? err : fits(snprintf(buf, size, "%s/%s", dir, name),
				size);
}

/**
 * Tell whether a folder belongs to this user and to nobody else. In /tmp,
 * which is everybody's, somebody may have put one there before us
 *
 * @param dir Path
 *
 * @return 0, EINVAL, EPERM if it is not (a link never is), or the errno of
 *         lstat(2)
 */
int oh_path_check(const char *dir)
{
	struct stat st;

	if (!dir)
		return EINVAL;
	if (lstat(dir, &st))
		return errno;
	if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
	    (st.st_mode & 07777) != S_IRWXU)
		return EPERM;

	return 0;
}

static int runtime(char *buf, size_t size)
{
	int err;

	err = fits(snprintf(buf, size, "/tmp/offhook-%u",
			    (unsigned)geteuid()), size);
	if (err)
		return err;

	err = oh_path_check(buf);

	return err == ENOENT ? 0 : err;
}

static int folder(char *buf, size_t size, enum oh_path where)
{
	const char *dir = getenv(placev[where].env);
	char base[PATH_SIZE];
	int err;

	if (is_usable(dir, where))
		return fits(snprintf(buf, size, "%s/offhook", dir), size);
	if (!placev[where].home)
		return runtime(buf, size);

	err = home(base, sizeof(base));
	if (err)
		return err;

	return fits(snprintf(buf, size, "%s/%s/offhook", base,
			     placev[where].home), size);
}

/* Names are relative and stay below their folder. */
static bool is_name(const char *name)
{
	const char *p = name;

	if (*p == '/')
		return false;
	while ((p = strstr(p, ".."))) {
		bool begins = p == name || p[-1] == '/';

		if (begins && (p[2] == '\0' || p[2] == '/'))
			return false;
		p += 2;
	}
	return true;
}

/**
 * Print the path of a file of ours. Nothing is created
 *
 * @param buf   Buffer for the path
 * @param size  Size of it
 * @param where Kind of folder
 * @param name  Name in it, may hold folders; NULL: the folder itself
 *
 * @return 0, EINVAL, ERANGE if it does not fit, ENOENT if the user has no
 *         home, EPERM if the run-time folder in /tmp is not ours alone
 */
int oh_path_print(char *buf, size_t size, enum oh_path where,
		  const char *name)
{
	char dir[PATH_SIZE];
	int err;

	if (!buf || !size || (unsigned)where > OH_PATH_RUNTIME ||
	    (name && !is_name(name)))
		return EINVAL;

	err = folder(dir, sizeof(dir), where);
	if (err)
		return err;

	return fits(snprintf(buf, size, name ? "%s/%s" : "%s", dir, name),
		    size);
}

static int make_one(const char *dir)
{
	int err;

	if (0 == mkdir(dir, S_IRWXU))
		return 0;

	err = errno;

	/* EEXIST is not the only word for it: a read-only or automounted
	   parent may say something else. */
	if (is_dir(dir))
		return 0;

	return err == EEXIST ? ENOTDIR : err;
}

/* Makes every folder that ends at a '/' of the path */
static int make_parents(char *path)
{
	for (char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		int err;

		*p = '\0';
		err = make_one(path);
		*p = '/';
		if (err)
			return err;
	}
	return 0;
}

/**
 * Print the path of a file of ours and make the folders it needs, 0700
 *
 * @param buf   Buffer for the path
 * @param size  Size of it
 * @param where Kind of folder
 * @param name  Name of the file, not created; NULL: the folder itself, which
 *              is created
 *
 * @return 0, an error of oh_path_print(), or the errno of mkdir(2)
 */
int oh_path_make(char *buf, size_t size, enum oh_path where,
		 const char *name)
{
	char dir[PATH_SIZE];
	int err;

	err = oh_path_print(buf, size, where, name);
	if (err)
		return err;

	err = make_parents(buf);
	if (!err && !name)
		err = make_one(buf);
	if (err || where != OH_PATH_RUNTIME)
		return err;

	/* Look again: now the folder is there, made by us or by another. */
	return folder(dir, sizeof(dir), where);
}

/**
 * Print the path of a program that was installed beside this one
 *
 * @param buf     Buffer for the path
 * @param size    Size of it
 * @param program Its name, without folder
 *
 * @return 0, EINVAL, ERANGE, or the errno of access(2) if it cannot be run
 */
int oh_path_beside(char *buf, size_t size, const char *program)
{
	char self[PATH_SIZE];
	ssize_t n;
	int err;

	if (!buf || !program || !*program || strchr(program, '/'))
		return EINVAL;

	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0)
		return errno;
	self[n] = '\0';
	*strrchr(self, '/') = '\0';

	err = fits(snprintf(buf, size, "%s/%s", self, program), size);
	if (err)
		return err;

	return access(buf, X_OK) ? errno : 0;
}

/**
 * Tell whether a program is installed
 *
 * @param program Its name, without folder
 *
 * @return A folder of $PATH has it, and we may run it
 */
bool oh_path_has(const char *program)
{
	const char *p = getenv("PATH");
	char path[PATH_SIZE];

	while (p && *p) {
		size_t len = strcspn(p, ":");

		if (len && !fits(snprintf(path, sizeof(path), "%.*s/%s",
					  (int)len, p, program),
				 sizeof(path)) && !access(path, X_OK))
			return true;
		p += len + (p[len] == ':');
	}

	return false;
}
