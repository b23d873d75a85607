/**
 * @file siprouting_priv.h  What the parts of siprouting.h share
 *
 *   siprouting.c        the form: members, merging, printing
 *   siprouting_check.c  the rules
 */
#ifndef OH_SIMREST_SIPROUTING_PRIV_H
#define OH_SIMREST_SIPROUTING_PRIV_H

#include "simrest/siprouting.h"

/* Sets the fault; EBADMSG. code NULL: a member is of a wrong type */
int oh_siprouting_fault(struct oh_siprouting_fault *f, const char *code,
			const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
