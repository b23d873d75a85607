/**
 * @file temp.c  A folder that a test may fill
 */
#include <dirent.h>
#include <sys/stat.h>
#include "temp.h"
#include "test.h"

void temp_make(struct temp *t)
{
	(void)snprintf(t->dir, sizeof(t->dir), "/tmp/offhook-test-XXXXXX");
	assert_non_null(mkdtemp(t->dir));
}

const char *temp_path(struct temp *t, const char *name)
{
	(void)snprintf(t->path, sizeof(t->path), "%s/%s", t->dir, name);

	return t->path;
}

static struct dirent *next(DIR *dir)
{
	struct dirent *e;

	do {
		e = readdir(dir);
	} while (e && (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")));

	return e;
}

void temp_remove(struct temp *t)
{
	DIR *dir = opendir(t->dir);
	struct dirent *e;

	while (dir && (e = next(dir))) {
		const char *path = temp_path(t, e->d_name);

		if (unlink(path))
			(void)rmdir(path);
	}
	if (dir)
		closedir(dir);
	(void)rmdir(t->dir);
}

size_t temp_count(const struct temp *t)
{
	DIR *dir = opendir(t->dir);
	size_t n = 0;

	assert_non_null(dir);
	while (next(dir))
		n++;
	closedir(dir);

	return n;
}

void temp_write(struct temp *t, const char *name, const void *data,
		size_t len)
{
	FILE *f = fopen(temp_path(t, name), "w");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}
