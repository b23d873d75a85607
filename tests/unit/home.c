/**
 * @file home.c  A home of its own for one case
 */
#define _XOPEN_SOURCE 700
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>
#include "home.h"
#include "test.h"

static const char *const varv[HOME_VARS] = {
	"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME",
	"XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
};

void home_enter(struct home *h)
{
	snprintf(h->dir, sizeof(h->dir), "/tmp/offhook-home-XXXXXX");
	assert_non_null(mkdtemp(h->dir));
	for (size_t i = 0; i < HOME_VARS; i++) {
		const char *old = getenv(varv[i]);

		h->oldv[i] = old ? strdup(old) : NULL;
		unsetenv(varv[i]);
	}
	setenv("HOME", h->dir, 1);
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;

	return remove(path);
}

void home_leave(struct home *h)
{
	for (size_t i = 0; i < HOME_VARS; i++) {
		if (h->oldv[i])
			setenv(varv[i], h->oldv[i], 1);
		else
			unsetenv(varv[i]);
		free(h->oldv[i]);
	}
	(void)nftw(h->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *home_path(struct home *h, const char *name)
{
	snprintf(h->path, sizeof(h->path), "%s/%s", h->dir, name);

	return h->path;
}

void home_write(struct home *h, const char *name, const char *text)
{
	char *path = (char *)(uintptr_t)home_path(h, name);
	FILE *f;

	for (char *p = path + strlen(h->dir) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		(void)mkdir(path, 0700);
		*p = '/';
	}
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}
