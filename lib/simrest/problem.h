/**
 * @file problem.h  The documented error body
 *
 *   {"error":{"code":"NotFound","message":"..."}}
 *
 * The code stands in the header x-ms-error-code, too.
 */
#ifndef OH_SIMREST_PROBLEM_H
#define OH_SIMREST_PROBLEM_H

#include <stdint.h>

enum { OH_PROBLEM_TEXT = 256 };

struct oh_reply;

/* code NULL: the one that goes with the status */
int  oh_problem(struct oh_reply *r, uint16_t status, const char *code,
	       const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* The error of the status, and within it, as innererror, code and why */
int  oh_problem_inner(struct oh_reply *r, uint16_t status, const char *text,
		      const char *code, const char *why);
/* What the store's errors mean to a client; ENOMEM comes back */
int  oh_problem_of(struct oh_reply *r, int err);

#endif
