/**
 * @file test_path.c  Where files of ours lie
 */
#include "base/compat.h"
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"
#include "base/path.h"

enum { SIZE = 256 };

int test_path_print(void);
int test_path_refused(void);
int test_path_no_home(void);
int test_path_make(void);
int test_path_runtime(void);
int test_path_fallback(void);
int test_path_check(void);
int test_path_beside(void);
int test_path_has(void);
int test_path_home(void);

static const char *const varv[] = {
	"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME",
	"XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
};

/* The environment as it was, and a folder for one case */
struct place {
	char *oldv[ARRAY_SIZE(varv)];
	char  dir[32];
};

static void enter(struct place *pl)
{
	strncpy(pl->dir, "/tmp/oh-path-XXXXXX", sizeof(pl->dir));
	assert_non_null(mkdtemp(pl->dir));
	for (size_t i = 0; i < ARRAY_SIZE(varv); i++) {
		const char *old = getenv(varv[i]);

		pl->oldv[i] = old ? strdup(old) : NULL;
		unsetenv(varv[i]);
	}
	setenv("HOME", pl->dir, 1);
}

static void leave(struct place *pl)
{
	for (size_t i = 0; i < ARRAY_SIZE(varv); i++) {
		if (pl->oldv[i])
			setenv(varv[i], pl->oldv[i], 1);
		else
			unsetenv(varv[i]);
		free(pl->oldv[i]);
	}
	(void)rmdir(pl->dir);
}

int test_path_print(void)
{
	static const struct {
		const char   *var, *value;
		enum oh_path  where;
		const char   *name, *path;
	} casev[] = {
		{ "HOME", "/h", OH_PATH_CONFIG, "offhook.conf",
		  "/h/.config/offhook/offhook.conf" },
		{ "HOME", "/h", OH_PATH_STATE, NULL,
		  "/h/.local/state/offhook" },
		{ "HOME", "/h", OH_PATH_DATA, "a/b..c/..d",
		  "/h/.local/share/offhook/a/b..c/..d" },
		{ "HOME", "/h", OH_PATH_CACHE, "t", "/h/.cache/offhook/t" },
		{ "XDG_CACHE_HOME", "/c", OH_PATH_CACHE, "t",
		  "/c/offhook/t" },
		/* "must be absolute [..] otherwise ignore it" */
		{ "XDG_CACHE_HOME", "c", OH_PATH_CACHE, "t",
		  "/h/.cache/offhook/t" },
		{ "XDG_CACHE_HOME", "", OH_PATH_CACHE, "t",
		  "/h/.cache/offhook/t" },
	};
	struct place pl;
	char buf[SIZE];

	enter(&pl);
	setenv("HOME", "/h", 1);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		setenv(casev[i].var, casev[i].value, 1);
		assert_int_equal(oh_path_print(buf, sizeof(buf),
					       casev[i].where,
					       casev[i].name), 0);
		assert_string_equal(buf, casev[i].path);
	}
	leave(&pl);

	return 0;
}

int test_path_refused(void)
{
	static const char *const namev[] = {
		"/etc/passwd", "..", "../x", "a/..", "a/../../b",
	};
	struct place pl;
	char buf[SIZE];

	enter(&pl);
	for (size_t i = 0; i < ARRAY_SIZE(namev); i++) {
		assert_int_equal(oh_path_print(buf, sizeof(buf), OH_PATH_DATA,
					       namev[i]), EINVAL);
	}
	assert_int_equal(oh_path_print(buf, 8, OH_PATH_DATA, "x"), ERANGE);
	assert_int_equal(oh_path_print(NULL, 8, OH_PATH_DATA, "x"), EINVAL);
	assert_int_equal(oh_path_print(buf, 8, (enum oh_path)99, "x"),
			 EINVAL);
	leave(&pl);

	return 0;
}

/* A service without $HOME: the home of the password database */
int test_path_no_home(void)
{
	struct place pl;
	char buf[SIZE];

	enter(&pl);
	unsetenv("HOME");
	assert_int_equal(oh_path_print(buf, sizeof(buf), OH_PATH_CONFIG,
				       NULL), 0);
	assert_int_equal(buf[0], '/');
	assert_non_null(strstr(buf, "/.config/offhook"));
	leave(&pl);

	return 0;
}

static unsigned mode_of(const char *path)
{
	struct stat st;

	return lstat(path, &st) ? 0 : st.st_mode & 07777;
}

int test_path_make(void)
{
	static const char *const dirv[] = {
		"/.local/state/offhook/calls", "/.local/state/offhook",
		"/.local/state", "/.local",
	};
	struct place pl;
	char buf[SIZE], path[SIZE];

	enter(&pl);
	assert_int_equal(oh_path_make(buf, sizeof(buf), OH_PATH_STATE,
				      "calls/one.wav"), 0);
	assert_int_equal(access(buf, F_OK), -1);
	assert_int_equal(oh_path_make(buf, sizeof(buf), OH_PATH_STATE,
				      "calls/one.wav"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(dirv); i++) {
		re_snprintf(path, sizeof(path), "%s%s", pl.dir, dirv[i]);
		assert_int_equal(mode_of(path), 0700);
		assert_int_equal(rmdir(path), 0);
	}

	/* A file is in the way */
	re_snprintf(path, sizeof(path), "%s/.cache", pl.dir);
	fclose(fopen(path, "w"));
	assert_int_equal(oh_path_make(buf, sizeof(buf), OH_PATH_CACHE, "x"),
			 ENOTDIR);
	unlink(path);
	leave(&pl);

	return 0;
}

int test_path_runtime(void)
{
	struct place pl;
	char buf[SIZE], want[SIZE];

	enter(&pl);
	setenv("XDG_RUNTIME_DIR", pl.dir, 1);
	assert_int_equal(oh_path_make(buf, sizeof(buf), OH_PATH_RUNTIME,
				      "ctl"), 0);
	re_snprintf(want, sizeof(want), "%s/offhook/ctl", pl.dir);
	assert_string_equal(buf, want);
	*strrchr(want, '/') = '\0';
	assert_int_equal(mode_of(want), 0700);
	rmdir(want);
	leave(&pl);

	return 0;
}

/* The fallback may be in use by others of this user: it is left there. */
int test_path_fallback(void)
{
	struct place pl;
	char buf[SIZE], want[SIZE], gone[SIZE];
	const char *const dirv[] = { gone, "run", "" };

	enter(&pl);
	re_snprintf(gone, sizeof(gone), "%s/gone", pl.dir);
	re_snprintf(want, sizeof(want), "/tmp/offhook-%u",
		    (unsigned)geteuid());
	for (size_t i = 0; i < ARRAY_SIZE(dirv); i++) {
		setenv("XDG_RUNTIME_DIR", dirv[i], 1);
		assert_int_equal(oh_path_make(buf, sizeof(buf),
					      OH_PATH_RUNTIME, NULL), 0);
		assert_string_equal(buf, want);
		assert_int_equal(oh_path_check(want), 0);
	}
	leave(&pl);

	return 0;
}

int test_path_check(void)
{
	struct place pl;
	char path[SIZE];

	enter(&pl);
	assert_int_equal(oh_path_check(pl.dir), 0);
	chmod(pl.dir, 0755);
	assert_int_equal(oh_path_check(pl.dir), EPERM);
	chmod(pl.dir, 0700);

	re_snprintf(path, sizeof(path), "%s/x", pl.dir);
	assert_int_equal(oh_path_check(path), ENOENT);
	fclose(fopen(path, "w"));
	chmod(path, 0700);
	assert_int_equal(oh_path_check(path), EPERM);
	unlink(path);

	/* A link may point to a folder of ours, and yet be another's. */
	assert_int_equal(symlink(pl.dir, path), 0);
	assert_int_equal(oh_path_check(path), EPERM);
	unlink(path);

	assert_int_equal(oh_path_check("/tmp"), EPERM);
	assert_int_equal(oh_path_check(NULL), EINVAL);
	leave(&pl);

	return 0;
}

int test_path_beside(void)
{
	char buf[1024];

	assert_int_equal(oh_path_beside(buf, sizeof(buf), "unit-tests"), 0);
	assert_int_equal(access(buf, X_OK), 0);
	assert_int_equal(oh_path_beside(buf, sizeof(buf), "no-such"), ENOENT);
	assert_int_equal(oh_path_beside(buf, 4, "unit-tests"), ERANGE);
	assert_int_equal(oh_path_beside(buf, sizeof(buf), "../sh"), EINVAL);
	assert_int_equal(oh_path_beside(buf, sizeof(buf), ""), EINVAL);

	return 0;
}

int test_path_has(void)
{
	char *old = strdup(getenv("PATH"));

	assert_true(oh_path_has("sh"));
	assert_false(oh_path_has("no-such-program"));
	setenv("PATH", "/no/such::/tmp", 1);
	assert_false(oh_path_has("sh"));
	unsetenv("PATH");
	assert_false(oh_path_has("sh"));
	setenv("PATH", old, 1);
	free(old);

	return 0;
}

/* A file of another program's */
int test_path_home(void)
{
	char buf[SIZE], want[SIZE];
	struct place pl;

	enter(&pl);
	assert_int_equal(oh_path_home(buf, sizeof(buf), ".baresip/x"), 0);
	(void)snprintf(want, sizeof(want), "%s/.baresip/x", pl.dir);
	assert_string_equal(buf, want);
	assert_int_equal(oh_path_home(buf, 4, ".baresip/x"), ERANGE);
	assert_int_equal(oh_path_home(buf, sizeof(buf), NULL), EINVAL);
	leave(&pl);

	return 0;
}
