/**
 * @file redial.h  Call a number that stands in a list
 */
#ifndef OH_TUI_REDIAL_H
#define OH_TUI_REDIAL_H

#include "tui/pane.h"

/* Numbers and ids are what others sent: none of them may become a second
   word, an option or a quote of an order */
bool oh_redial_is_word(const char *s);
/* false: this can be no word of an order; nothing was said */
bool oh_redial_say(const struct oh_view *v, const char *number);

#endif
