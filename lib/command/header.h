/**
 * @file header.h  SIP headers that people add (-H 'Name: value')
 */
#ifndef OH_COMMAND_HEADER_H
#define OH_COMMAND_HEADER_H

#include <stddef.h>
#include "cli/opt.h"

enum { OH_HEADER_SIZE = 2048 };    /**< All of them together [bytes] */

/* EBADMSG: *badp is the index of the bad one, *whyp static text */
int oh_header_join(char *buf, size_t size, const struct oh_opt_list *l,
		   uint32_t *badp, const char **whyp);

#endif
