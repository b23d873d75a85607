/**
 * @file target.h  The number that a URI speaks of
 */
#ifndef OH_FORWARD_TARGET_H
#define OH_FORWARD_TARGET_H

#include <stddef.h>

int oh_target_number(char *buf, size_t size, const char *uri);

#endif
