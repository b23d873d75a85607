/**
 * @file out.c  What goes to stdout: events as they come, then results
 *
 *                   stdout            stderr       FILE
 *    (nothing)      result, text
 *    -v             result, text      events, text
 *    --json         result, JSON
 *    --events       events, result
 *    --events=FILE  result                         events, result
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "cli/cli_priv.h"
#include "cli/out.h"
#include "event/json.h"

enum { EVENT_SIZE = 512 };

struct oh_out {
	struct oh_app *app;
	FILE          *file;       /* --events=FILE, or NULL          */
	const char    *path;
	int            err;        /* the first                       */
};

static void destructor(void *data)
{
	struct oh_out *o = data;

	if (o->file)
		(void)fclose(o->file);
}

/* Numbers and digits of people are in it: for the owner only */
static int open_events(FILE **fp, const char *path)
{
	/* To open a pipe that nobody reads must fail, not wait for ever. */
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC |
		      O_NONBLOCK, S_IRUSR | S_IWUSR);
	int err;

	if (fd < 0)
		return errno;

	*fp = fcntl(fd, F_SETFL, O_APPEND) ? NULL : fdopen(fd, "a");
	if (*fp)
		return 0;

	err = errno;
	(void)close(fd);

	return err;
}

/**
 * Make the output that the options ask for
 *
 * @param op  Output, released with mem_deref
 * @param app Application, borrowed for its life; options parsed
 *
 * @return 0, EINVAL, ENOMEM, or the errno with which the file of --events
 *         cannot be opened: that has been reported
 */
int oh_out_alloc(struct oh_out **op, struct oh_app *app)
{
	struct oh_out *o;
	int err = 0;

	if (!op || !app)
		return EINVAL;

	o = mem_zalloc(sizeof(*o), destructor);
	if (!o)
		return ENOMEM;

	o->app = app;
	if (str_isset(app->opts.events)) {
		o->path = app->opts.events;
		err = open_events(&o->file, o->path);
	}
	if (err) {
		(void)oh_app_fail(app, 0, "%s: %s", o->path, strerror(err));
		mem_deref(o);
		return err;
	}
	*op = o;

	return 0;
}

static void note_error(struct oh_out *o, int err)
{
	if (err && !o->err)
		o->err = err;
}

static void write_file(struct oh_out *o, const char *line)
{
	errno = 0;
	if (fprintf(o->file, "%s\n", line) < 0 || fflush(o->file))
		note_error(o, errno ? errno : EIO);
}

/* A line at a time, so that a reader sees each event when it happens */
static void write_stdout(struct oh_out *o, const char *line)
{
	(void)fprintf(o->app->out, "%s\n", line);
	note_error(o, oh_app_flush(o->app));
}

static bool has_events_on_stdout(const struct oh_out *o)
{
	return o->app->opts.events && !o->file;
}

/**
 * Put out what happened
 *
 * @param o  Output, NULL is accepted
 * @param ev Event
 */
void oh_out_event(struct oh_out *o, const struct oh_event *ev)
{
	char words[EVENT_SIZE];
	char *line = NULL;
	int err;

	if (!o || !ev)
		return;

	if (o->app->opts.verbose && oh_text_event(words, sizeof(words), ev))
		oh_log(o->app->log, OH_LOG_INFO, "%s", words);
	if (!o->app->opts.events)
		return;

	err = oh_json_event(&line, ev);
	if (err) {
		note_error(o, err);
		return;
	}
	if (o->file)
		write_file(o, line);
	else
		write_stdout(o, line);
	mem_deref(line);
}

static void put_json(struct oh_out *o, const struct oh_result *res,
		     int status)
{
	char *line = NULL;
	int err;

	err = oh_json_result(&line, res, status);
	if (err) {
		note_error(o, err);
		return;
	}
	if (o->file)
		write_file(o, line);
	if (o->app->opts.json || has_events_on_stdout(o))
		write_stdout(o, line);
	mem_deref(line);
}

/**
 * Put out what came of a call
 *
 * @param o      Output, NULL is accepted
 * @param res    Result
 * @param status Exit status that it means
 */
void oh_out_result(struct oh_out *o, const struct oh_result *res, int status)
{
	const struct oh_app_opts *opts;

	if (!o || !res)
		return;

	opts = &o->app->opts;
	if (opts->json || opts->events)
		put_json(o, res, status);
	if (!opts->json && !has_events_on_stdout(o)) {
		oh_text_result(o->app->out, res, opts->verbose > 0);
		note_error(o, oh_app_flush(o->app));
	}
}

/**
 * Finish: nothing may be put out afterwards
 *
 * @param o Output; not released. NULL is accepted
 *
 * @return 0, or the first error of writing; one of the events' file has been
 *         reported, one of stdout is reported by oh_app_main()
 */
int oh_out_close(struct oh_out *o)
{
	if (!o)
		return 0;

	if (o->file) {
		FILE *f = o->file;

		o->file = NULL;
		if (fclose(f))
			note_error(o, errno);
	}
	if (o->err && !o->app->out_err)
		(void)oh_app_fail(o->app, 0, "%s: %s",
				  o->path ? o->path : "output",
				  strerror(o->err));

	return o->err;
}
