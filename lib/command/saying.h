/**
 * @file saying.h  Words, digits, numbers and letters made into prompts
 *
 * For options: whatever is wrong is printed, and the exit status returned.
 */
#ifndef OH_COMMAND_SAYING_H
#define OH_COMMAND_SAYING_H

#include <stdbool.h>
#include <stddef.h>
#include "cli/opt.h"
#include "command/desk.h"

/** Tags of the options that share one order of prompts */
enum {
	OH_SAYING_PLAY   = 'p',
	OH_SAYING_TEXT   = 's',
	OH_SAYING_DIGITS = 'd',
	OH_SAYING_NUMBER = 'n',
	OH_SAYING_SPELL  = 'l',
};

/* A folder for what is spoken, that we may write to; 0 or an errno */
int oh_saying_folder(char *dir, size_t size);
/* What option `tag` makes of `text`. lang NULL: that of the voice */
int oh_saying_prompt(struct oh_prompt **prp, struct oh_app *app,
		     struct oh_desk *desk, char tag, const char *text,
		     const char *lang);
bool oh_saying_is_recorded(const struct oh_opt_list *prompts);

#endif
