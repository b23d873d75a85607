/**
 * @file suite.h  The commands that belong together
 */
#ifndef OH_CLI_SUITE_H
#define OH_CLI_SUITE_H

#include <stddef.h>

struct oh_suite {
	const char *name;
	const char *what;       /**< one line, lower case */
};

const struct oh_suite *oh_suite_at(size_t i);         /* NULL at the end */
const struct oh_suite *oh_suite_find(const char *name);

#endif
