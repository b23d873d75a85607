/**
 * @file agi_vars.h  The variables of an AGI script
 *
 *	SET VARIABLE NAME value       a list, bounded
 *	GET FULL VARIABLE "a ${NAME}" filled in
 *
 * Pure. They belong to the script's call and end with it. A name is compared
 * as it is written, as in Asterisk.
 */
#ifndef OH_FLOW_AGI_VARS_H
#define OH_FLOW_AGI_VARS_H

#include <stdbool.h>
#include <stddef.h>

struct oh_agi_vars;

enum {
	OH_AGI_VARS_MAX   = 256,
	OH_AGI_VARS_VALUE = 2048,    /**< Room for a value that is filled in */
};

int  oh_agi_vars_alloc(struct oh_agi_vars **vp);
/* ERANGE: too many of them */
int  oh_agi_vars_set(struct oh_agi_vars *v, const char *name,
		     const char *value);
/* Borrowed until it is set anew; NULL: there is none */
const char *oh_agi_vars_find(const struct oh_agi_vars *v, const char *name);
/* ${NAME} by its value, or by nothing; cut where it does not fit */
void oh_agi_vars_print(char *buf, size_t size, const struct oh_agi_vars *v,
		       const char *text);
/* Whether somebody would say "no" to it: no, off, false, 0, n, f */
bool oh_agi_vars_is_off(const struct oh_agi_vars *v, const char *name);

#endif
