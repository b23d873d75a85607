/**
 * @file ratefile.c  The rate list that counts: read, imported
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/path.h"
#include "base/replace.h"
#include "cli/exit.h"
#include "command/ratefile.h"

enum { FIRST_READ = 256 * 1024 };

static const char kept[] = "rates.csv";
static const char currency[] = "USD";

/** A file as it was read */
struct text {
	char    *v;
	size_t   len;
	uint64_t wall_us;
};

static void ratefile_destructor(void *arg)
{
	struct oh_ratefile *f = arg;

	mem_deref(f->rates);
}

static int out_of_memory(struct oh_app *app)
{
	return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
}

/* -------------------------------------------------------------------- read */

/* Twice the room, until more than a rate list may have has been read */
static int grow(struct text *t, size_t *roomp)
{
	char *v;

	if (*roomp > OH_RATES_BYTES_MAX)
		return EFBIG;
	v = mem_realloc(t->v, 2 * *roomp);
	if (!v)
		return ENOMEM;
	t->v = v;
	*roomp *= 2;

	return 0;
}

/* Whoever writes it may take for ever */
static bool is_slow(const struct stat *st, int fd)
{
	return S_ISFIFO(st->st_mode) || S_ISSOCK(st->st_mode) || isatty(fd);
}

static int read_fd(struct text *t, struct oh_app *app, int fd, bool slow)
{
	size_t room = FIRST_READ;

	t->v = mem_alloc(room, NULL);
	if (!t->v)
		return ENOMEM;
	for (;;) {
		int err = slow ? oh_app_wait(app, fd) : 0;
		ssize_t n;

		if (err)
			return err;
		n = read(fd, t->v + t->len, room - t->len);
		err = n < 0 ? errno : 0;
		if (err == EINTR || err == EAGAIN)
			continue;
		if (n <= 0)
			return err;
		t->len += (size_t)n;
		err = t->len == room ? grow(t, &room) : 0;
		if (err)
			return err;
	}
}

/* All of it, or nothing */
static int read_path(struct text *t, struct oh_app *app, const char *path)
{
	bool piped = 0 == strcmp(path, "-");
	int fd = piped ? STDIN_FILENO
		: open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	int err = 0;

	memset(t, 0, sizeof(*t));
	if (fd < 0 || fstat(fd, &st))
		err = errno;
	else
		t->wall_us = (uint64_t)st.st_mtime * 1000000;
	if (!err)
		err = read_fd(t, app, fd, is_slow(&st, fd));
	if (fd >= 0 && !piped)
		(void)close(fd);
	if (err)
		t->v = mem_deref(t->v);

	return err;
}

/* 0 or the exit status, printed */
static int parse(struct oh_rates **rp, struct oh_app *app, const char *path,
		 const struct text *t)
{
	struct oh_rates_fault fault = { .line = 0 };
	int err = oh_rates_parse(rp, t->v, t->len, currency, &fault);

	switch (err) {

	case 0:
		return 0;

	case EBADMSG:
		return oh_app_fail(app, OH_EXIT_DATA, "%s:%u: %s", path,
				   fault.line, fault.why);

	case ENOMEM:
		return out_of_memory(app);

	default:
		return oh_app_fail(app, OH_EXIT_DATA, "%s: %s", path,
				   strerror(err == ERANGE ? EFBIG : err));
	}
}

static int fail_read(struct oh_app *app, const char *path, int err)
{
	if (err == ECANCELED)
		return oh_exit_of(oh_app_cause(app));

	return oh_app_fail(app, err == EFBIG ? OH_EXIT_DATA
					     : OH_EXIT_NO_INPUT,
			   "%s: %s", path, strerror(err));
}

static int load_file(struct oh_ratefile *f, struct oh_app *app)
{
	struct text t;
	int err = read_path(&t, app, f->path);
	int status;

	if (err)
		return fail_read(app, f->path, err);
	status = parse(&f->rates, app, f->path, &t);
	f->wall_us = t.wall_us;
	mem_deref(t.v);

	return status;
}

static int load_sample(struct oh_ratefile *f, struct oh_app *app)
{
	struct oh_rates_fault fault;
	int err = oh_rates_parse(&f->rates, oh_rates_sample,
				 strlen(oh_rates_sample), currency, &fault);

	return err ? oh_app_fail(app, OH_EXIT_SOFTWARE, "sample rates: %s",
				 strerror(err)) : 0;
}

/* A relative path is meant from the configuration file. ENOENT: no list has
   been imported, and none is configured */
static int find(struct oh_ratefile *f, const struct oh_conf *conf)
{
	const char *slash = strrchr(conf->file, '/');
	int dir = *conf->rates == '/' || !slash ? 0
		: (int)(slash + 1 - conf->file);

	if (*conf->rates)
		return re_snprintf(f->path, sizeof(f->path), "%b%s",
				   conf->file, (size_t)dir, conf->rates) < 0 ?
			ERANGE : 0;
	if (oh_path_print(f->path, sizeof(f->path), OH_PATH_DATA, kept) ||
	    access(f->path, F_OK)) {
		*f->path = '\0';
		return ENOENT;
	}

	return 0;
}

/**
 * Load the rate list that counts
 *
 * @param fp        Returned list, release with mem_deref; NULL: there is none
 * @param app       The command
 * @param conf      Its configuration
 * @param simulated Calls go into the simulated network: the sample will do
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_ratefile_load(struct oh_ratefile **fp, struct oh_app *app,
		     const struct oh_conf *conf, bool simulated)
{
	struct oh_ratefile *f = mem_zalloc(sizeof(*f), ratefile_destructor);
	int status, err;

	*fp = NULL;
	if (!f)
		return out_of_memory(app);
	err = find(f, conf);
	if (err == ENOENT && !simulated) {
		mem_deref(f);
		return 0;
	}
	if (err == ENOENT)
		status = load_sample(f, app);
	else
		status = err ? oh_app_fail(app, OH_EXIT_CONFIG, "%s: %s",
					   conf->rates, strerror(err))
			     : load_file(f, app);
	if (status)
		mem_deref(f);
	else
		*fp = f;

	return status;
}

/* ------------------------------------------------------------------ import */

static int replace(const char *path, const struct text *t)
{
	struct oh_replace *r = NULL;
	int err = oh_replace_alloc(&r, path);

	errno = 0;
	if (!err && fwrite(t->v, 1, t->len, oh_replace_stream(r)) != t->len)
		err = errno ? errno : EIO;
	if (!err)
		err = oh_replace_commit(r, OH_REPLACE_SYNCED);
	mem_deref(r);

	return err;
}

static int keep(struct oh_app *app, const struct text *t, size_t rows)
{
	char path[OH_RATEFILE_PATH];
	int err;

	err = oh_path_make(path, sizeof(path), OH_PATH_DATA, kept);
	if (err)
		return oh_app_fail(app, OH_EXIT_CANT_CREATE,
				   "data folder: %s", strerror(err));
	err = replace(path, t);
	if (err)
		return oh_app_fail(app, OH_EXIT_CANT_CREATE, "%s: %s", path,
				   strerror(err));
	oh_app_say(app, "%zu prices are now in %s", rows, path);

	return 0;
}

/**
 * Keep a rate list in the data folder, after it has been read without fault
 *
 * @param app  The command
 * @param conf Its configuration: it may name another list, which is told
 * @param path File, or "-" for the standard input
 *
 * @return Exit status; what is wrong has been printed, and nothing kept
 */
int oh_ratefile_import(struct oh_app *app, const struct oh_conf *conf,
		       const char *path)
{
	struct oh_rates *r = NULL;
	struct text t;
	int status, err;

	err = read_path(&t, app, path);
	if (err)
		return fail_read(app, path, err);
	status = parse(&r, app, path, &t);
	if (!status)
		status = keep(app, &t, oh_rates_count(r));
	if (!status && *conf->rates)
		oh_app_say(app, "%s names another list, which counts: %s",
			   conf->file, conf->rates);
	mem_deref(r);
	mem_deref(t.v);

	return status;
}
