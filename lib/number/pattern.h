/**
 * @file pattern.h  Which numbers a voice route means
 *
 * A regular expression on the number as it would be dialled: "+" and digits,
 * or a short one. The part of .NET's language that such numbers need, so
 * that a route table of the SIP Routing API means the same here: literals,
 * classes, groups, alternation, quantifiers, anchors, look-ahead. Anchors are
 * as written: without "^" a pattern is found anywhere in the number.
 */
#ifndef OH_NUMBER_PATTERN_H
#define OH_NUMBER_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "number/number.h"

enum { OH_PATTERN_WHY = 112 };

struct oh_pattern;

/** What is wrong with a pattern, and where */
struct oh_pattern_fault {
	size_t offset;                 /**< [bytes] from its beginning     */
	char   why[OH_PATTERN_WHY];
};

/* EBADMSG: see fault */
int oh_pattern_alloc(struct oh_pattern **pp, const char *text,
		     struct oh_pattern_fault *fault);
/* The same, and what its groups take can be asked for */
int oh_pattern_alloc_groups(struct oh_pattern **pp, const char *text,
			    struct oh_pattern_fault *fault);
/* How many groups there are; 0 of oh_pattern_alloc() */
unsigned oh_pattern_groups(const struct oh_pattern *p);
/* "$1" becomes what the first group took, "$0" the number, "$$" a "$" */
int oh_pattern_expand(char *buf, size_t size, const struct oh_pattern *p,
		      const char *number, const char *text);
/* 0: yes; ENOENT: no; ERANGE: given up, it takes too many steps */
int oh_pattern_match(const struct oh_pattern *p, const char *number);
/* Characters that match so far: all of them if more are wanted; 0 also where
   the pattern may begin anywhere */
size_t oh_pattern_reach(const struct oh_pattern *p, const char *number);
/* A number that is meant, another one for each seed; false: none was found */
bool oh_pattern_sample(char buf[OH_NUMBER_SIZE], const struct oh_pattern *p,
		       uint64_t seed);

#endif
