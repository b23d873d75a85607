/**
 * @file rewrite.h  A number as a trunk wants it
 *
 * In this order: number_format, then strip, then prefix. Pure. Each stage
 * is kept: what a switch takes away is what the network behind it dials, so
 * the guards look at all of them.
 */
#ifndef OH_ROUTE_REWRITE_H
#define OH_ROUTE_REWRITE_H

#include <stddef.h>
#include "conf/conf.h"
#include "number/number.h"

struct oh_rewrite {
	char formatted[OH_NUMBER_URI_SIZE];
	char stripped[OH_NUMBER_URI_SIZE];
	char written[OH_NUMBER_URI_SIZE];     /**< what is sent          */
};

/* EINVAL, ERANGE: it cannot be written so; *whyp says why (static) */
int oh_rewrite_number(struct oh_rewrite *w, const struct oh_number *n,
		      const struct oh_conf_trunk *t, const char *country,
		      const char **whyp);
/* By caller_id_format */
int oh_rewrite_caller(char *buf, size_t size, const struct oh_number *n,
		      const struct oh_conf_trunk *t, const char *country);

#endif
