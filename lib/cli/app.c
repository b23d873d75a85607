/**
 * @file app.c  A command as a value: its options, its log, its streams
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/compat.h"
#include "cli/cli_priv.h"

struct oh_kept {
	struct oh_kept *next;
	char            text[];
};

static void destructor(void *data)
{
	struct oh_app *app = data;

	mem_deref(app->log);
	mem_deref(app->operandv);
	while (app->kept) {
		struct oh_kept *next = app->kept->next;

		mem_deref(app->kept);
		app->kept = next;
	}
}

static void print_line(enum oh_log_level level, const char *line, void *arg)
{
	const struct oh_app *app = arg;
	(void)level;

	/* One write each, so that lines of several commands do not mix. If
	   stderr is gone there is nobody to tell. */
	(void)fprintf(app->err, "%s: %s\n", app->about->name, line);
}

/**
 * Make the value behind a command, without touching the process
 *
 * @param appp  Application, released with mem_deref
 * @param about What it is, borrowed for its life
 *
 * @return 0, EINVAL or ENOMEM
 */
int oh_app_alloc(struct oh_app **appp, const struct oh_app_about *about)
{
	struct oh_app *app;
	int err;

	if (!appp || !about || !about->name)
		return EINVAL;

	app = mem_zalloc(sizeof(*app), destructor);
	if (!app)
		return ENOMEM;

	app->about = about;
	app->out   = stdout;
	app->err   = stderr;
	err = oh_log_alloc(&app->log, OH_LOG_WARN, print_line, app);
	if (err)
		mem_deref(app);
	else
		*appp = app;

	return err;
}

/**
 * Copy a text for the life of the application
 *
 * @param app   Application
 * @param text  Text
 * @param keptp Receives the copy, borrowed
 *
 * @return 0 or ENOMEM
 */
int oh_app_keep(struct oh_app *app, const char *text, const char **keptp)
{
	size_t size = strlen(text) + 1;
	struct oh_kept *kept = mem_alloc(sizeof(*kept) + size, NULL);

	if (!kept)
		return ENOMEM;

	memcpy(kept->text, text, size);
	kept->next = app->kept;
	app->kept  = kept;
	*keptp = kept->text;

	return 0;
}

/**
 * Write out what was printed
 *
 * @param app Application
 *
 * @return 0, or the errno of the first write that has failed
 */
int oh_app_flush(struct oh_app *app)
{
	if (app->out_err)
		return app->out_err;

	errno = 0;
	if (fflush(app->out) || ferror(app->out))
		app->out_err = errno ? errno : EIO;

	return app->out_err;
}

/**
 * What the command has said about itself
 *
 * @param app Application
 *
 * @return What oh_app_main() was given
 */
const struct oh_app_about *oh_app_about(const struct oh_app *app)
{
	return app ? app->about : NULL;
}

/**
 * The options every command has
 *
 * @param app Application
 *
 * @return Options, to be read after oh_opt_parse(); the application's
 */
struct oh_app_opts *oh_app_opts(struct oh_app *app)
{
	return app ? &app->opts : NULL;
}

/**
 * Get the configuration file that was asked for
 *
 * @param app Application
 *
 * @return --config, else the environment's, else NULL
 */
const char *oh_app_config(struct oh_app *app)
{
	const char *env = getenv("OFFHOOK_CONFIG");

	if (app->opts.config)
		return app->opts.config;

	return env && *env ? env : NULL;
}

/**
 * The log on stderr
 *
 * @param app Application
 *
 * @return Log, borrowed: lives as long as the application
 */
struct oh_log *oh_app_log(struct oh_app *app)
{
	return app ? app->log : NULL;
}

/**
 * Tell whether a program rather than a person runs the command
 *
 * @param app Application
 *
 * @return true if stdin is no terminal
 */
bool oh_app_is_automation(const struct oh_app *app)
{
	(void)app;

	return !isatty(STDIN_FILENO);
}

/**
 * Say on stderr what went wrong; -q does not silence it
 *
 * @param app    Application
 * @param status Exit status that fits
 * @param fmt    "<what>: <why>", without line end
 *
 * @return status
 */
int oh_app_fail(struct oh_app *app, int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	oh_log_vprint(oh_app_log(app), OH_LOG_ERROR, fmt, ap);
	va_end(ap);

	return status;
}

/**
 * Tell people something on stderr, unless they want quiet
 *
 * @param app Application
 * @param fmt A line, without line end
 */
void oh_app_say(struct oh_app *app, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	oh_log_vprint(oh_app_log(app), OH_LOG_WARN, fmt, ap);
	va_end(ap);
}

/**
 * Put a line on stderr as it is, as --trace does
 *
 * @param app  Application
 * @param line Without line end, safe to show
 */
void oh_app_line(struct oh_app *app, const char *line)
{
	(void)fprintf(app->err, "%s\n", line);
}
