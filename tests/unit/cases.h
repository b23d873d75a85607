/**
 * @file cases.h  Each case in a process of its own
 *
 * So a case that fails, crashes or hangs leaves nothing to those after it,
 * and a leak has the name of the case. Prints TAP: "ok N - NAME", or "not ok"
 * and what the case said; of one that passed nothing is printed.
 */
#ifndef TEST_CASES_H
#define TEST_CASES_H

#include <stddef.h>
#include "test.h"

enum { CASE_DEADLINE_S = 300 };

/* Run the case in this process; true: it passed. Prints a line of TAP. */
typedef bool (case_h)(const struct test *t);

/**
 * Run cases, some of them at the same time
 *
 * @param v    The cases, in the order in which they are told
 * @param n    Their number
 * @param jobs At most so many at once
 * @param h    Runs one
 *
 * @return     How many failed
 */
size_t cases_run(const struct test *const *v, size_t n, size_t jobs,
		 case_h *h);

#endif
