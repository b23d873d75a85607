/**
 * @file app.h  Start and stop of a command
 *
 * oh_app_main() sets up libre, signals (signalfd), stdout checking and the
 * log, runs the command's function, and turns what it returns into the exit
 * status. stdin, stdout or stderr may be closed. A command that waits calls
 * oh_app_run(): it returns when oh_app_stop() is called, or a signal came and
 * the stop handler has finished, or its deadline of 2 s passed. A second
 * signal leaves at once.
 */
#ifndef OH_CLI_APP_H
#define OH_CLI_APP_H

#include <stdbool.h>
#include <stdint.h>
#include "base/log.h"
#include "cli/opt.h"
#include "event/cause.h"

struct oh_app;

/** A command: returns its exit status */
typedef int (oh_app_cmd_h)(struct oh_app *app, int argc, char **argv);

/** A signal came (or --timeout passed): end what you do, then call
    oh_app_stop(). cause: INTERRUPTED, TERMINATED or TIMEOUT. */
typedef void (oh_app_stop_h)(enum oh_cause cause, void *arg);

/** A signal that may ask for something else than the end; false: it does
    not, and means what it always does */
typedef bool (oh_app_notice_h)(int sig, void *arg);

/** What every command has */
struct oh_app_about {
	const char *name;            /**< "dial"                           */
	const char *synopsis;        /**< "dial [options] NUMBER..."       */
	const char *summary;         /**< one sentence                     */
	const char *examples;        /**< lines for --help                 */
	bool        verb;            /**< has to do with one call: needs no
					  room for many sockets            */
};

/** Options every command inherits */
struct oh_app_opts {
	bool        quiet;
	uint32_t    verbose;
	bool        json;
	const char *config;          /**< --config FILE, or NULL           */
	const char *events;          /**< --events[=FILE]; NULL: no        */
	uint32_t    timeout_ms;      /**< --timeout; 0: none               */
};

int  oh_app_main(const struct oh_app_about *about, oh_app_cmd_h *cmd,
		 int argc, char **argv);
const struct oh_app_about *oh_app_about(const struct oh_app *app);
struct oh_app_opts *oh_app_opts(struct oh_app *app);
/* --config, else OFFHOOK_CONFIG, else NULL: look in the usual places */
const char *oh_app_config(struct oh_app *app);
struct oh_log *oh_app_log(struct oh_app *app);
bool oh_app_is_automation(const struct oh_app *app); /* stdin is no tty */

/* Runs the main loop. Returns the cause if a signal or the timeout ended
   it, else OH_CAUSE_NONE. */
enum oh_cause oh_app_run(struct oh_app *app, oh_app_stop_h *stoph, void *arg);
void oh_app_stop(struct oh_app *app);
/* From now on SIGUSR1 is for the handler, called from the loop, and SIGHUP if
   no terminal is there that could have gone away. Before any thread is
   started; h NULL: no longer */
int  oh_app_notice(struct oh_app *app, oh_app_notice_h *h, void *arg);
enum oh_cause oh_app_cause(const struct oh_app *app);
/* Until fd can be read; ECANCELED: a signal or --timeout came first */
int  oh_app_wait(struct oh_app *app, int fd);

/* "<command>: <what>: <why>" on stderr; returns status */
int  oh_app_fail(struct oh_app *app, int status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A line on stderr as it is */
void oh_app_line(struct oh_app *app, const char *line);
/* People's line on stderr, unless -q */
void oh_app_say(struct oh_app *app, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
