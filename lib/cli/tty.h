/**
 * @file tty.h  The terminal a command runs at, as the environment tells
 */
#ifndef OH_CLI_TTY_H
#define OH_CLI_TTY_H

#include <stdbool.h>

struct oh_tty {
	bool        here;            /**< stdin and stdout are terminals   */
	const char *term;            /**< TERM, or ""                      */
	bool        dumb;            /**< TERM is not set, or "dumb"       */
	bool        no_color;        /**< NO_COLOR is set                  */
	bool        utf8;            /**< characters are UTF-8             */
};

void oh_tty_read(struct oh_tty *t);
/* Characters are UTF-8 whatever the environment says; false: not here */
bool oh_tty_force_utf8(void);

#endif
