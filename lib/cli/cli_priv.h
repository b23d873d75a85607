/**
 * @file cli_priv.h  What the files of this folder share
 */
#ifndef OH_CLI_PRIV_H
#define OH_CLI_PRIV_H

#include <stdio.h>
#include "cli/app.h"
#include "event/event.h"
#include "event/result.h"

enum { OH_OPTS_MAX = 96 };

struct oh_run;

struct oh_app {
	const struct oh_app_about *about;
	struct oh_app_opts         opts;
	struct oh_log             *log;
	struct oh_run             *run;       /* NULL before oh_app_main()  */
	struct oh_kept            *kept;      /* texts of options           */
	char                     **operandv;
	const char                *givenv[OH_OPTS_MAX];  /* long names      */
	size_t                     givenc;
	FILE                      *out;       /* stdout, but in tests       */
	FILE                      *err;       /* stderr, but in tests       */
	FILE                      *murmur;    /* libraries' stderr, or NULL */
	int                        out_err;   /* first error on out         */
};

/** Options as one flat list: those of the command, then the shared ones */
struct oh_opts {
	const struct oh_opt *v[OH_OPTS_MAX];
	size_t               c;
	size_t               own;             /* of them the command's      */
};

int  oh_app_alloc(struct oh_app **appp, const struct oh_app_about *about);
int  oh_app_keep(struct oh_app *app, const char *text, const char **keptp);
int  oh_app_flush(struct oh_app *app);

void oh_help_print(FILE *f, const struct oh_app_about *about,
		   const struct oh_opts *opts);
void oh_help_options(FILE *f, const struct oh_opts *opts);

void oh_text_result(FILE *f, const struct oh_result *res, bool verbose);
size_t oh_text_event(char *buf, size_t size, const struct oh_event *ev);

#endif
