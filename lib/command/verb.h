/**
 * @file verb.h  A verb: one thing done on a live call, from a shell
 *
 *   options ──▶ request ──▶ the process that holds the call ──▶ reply
 *     ──▶ what it gives on stdout, exit status
 *
 * Links nothing that makes or carries calls: a verb starts in a moment.
 */
#ifndef OH_COMMAND_VERB_H
#define OH_COMMAND_VERB_H

#include <cjson/cJSON.h>
#include "cli/app.h"
#include "cli/opt.h"

enum {
	OH_VERB_OPTC = 2,          /**< Rows of oh_verb_table()            */
	OH_VERB_FDS  = 2,
};

/** Options of every verb */
struct oh_verb_opts {
	const char *call;          /**< --call ID; NULL: OFFHOOK_CALL, or the
					only call there is                 */
	int         fdv[OH_VERB_FDS];  /**< go with the request: no option */
	uint32_t    fdc;
};

/** What is printed of a reply that is ok; NULL: nothing. Borrowed. */
typedef const char *(oh_verb_print_h)(const cJSON *reply);

void oh_verb_table(struct oh_opt tab[OH_VERB_OPTC], struct oh_verb_opts *o);
/* An object with its verb; NULL: no memory (which oh_verb_run() tells) */
cJSON *oh_verb_request(const char *verb);
/* A list of sounds gets one more. 0, or the exit status after a message */
int  oh_verb_add_file(struct oh_app *app, cJSON *list, const char *path);
int  oh_verb_add_sound(struct oh_app *app, cJSON *list, const char *kind,
		       const char *text);
/* Each of an ordered list, by the tags of command/saying.h; lang: of digits,
   numbers, letters, or NULL */
int  oh_verb_add_sounds(struct oh_app *app, cJSON *o, const char *name,
			const struct oh_opt_list *list, const char *lang);
/* A file to be made: its whole path. 0, or the exit status */
int  oh_verb_add_path(struct oh_app *app, cJSON *o, const char *name,
		      const char *path);
/* Milliseconds as options have them, seconds as the protocol; 0: left out */
void oh_verb_add_ms(cJSON *o, const char *name, uint32_t ms);
/* What is on or, by --off, no longer: a whole command. Exit status */
int  oh_verb_switch(struct oh_app *app, const char *verb, int argc,
		    char **argv);
/* Asks, prints, and returns the exit status. o: given. */
int  oh_verb_run(struct oh_app *app, const struct oh_verb_opts *vo, cJSON *o,
		 oh_verb_print_h *printh);

#endif
