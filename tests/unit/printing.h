/**
 * @file printing.h  An application that prints into memory
 */
#ifndef PRINTING_H
#define PRINTING_H

#include "cli/cli_priv.h"

struct printing {
	struct oh_app *app;
	char  *out, *err;          /* after printing_flush() */
	size_t out_size, err_size;
};

int  printing_init(struct printing *p, const struct oh_app_about *about);
void printing_flush(struct printing *p);
void printing_reset(struct printing *p);

#endif
