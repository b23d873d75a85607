/**
 * @file test.h  Unit tests: one binary, one table
 *
 * A case is "int test_<part>_<what>(void)" (return type and name on one
 * line) returning 0 or an errno. It hands back ENOMEM from any call that
 * gave it, so that check-oom can refuse allocations one after another; any
 * other surprise is an assertion of cmocka.
 */
#ifndef TEST_H
#define TEST_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* The cases' prototypes are in the table made by scripts/list-tests. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

struct test {
	const char *name;
	int (*exec)(void);
};

extern const struct test testv[];

/* Pass ENOMEM on, anything else is a failure */
#define TEST_OK(err)                                                   \
	do {                                                           \
		int err_ = (err);                                      \
		if (err_ == ENOMEM)                                    \
			goto out;                                      \
		assert_int_equal(err_, 0);                             \
	} while (0)

/* The clock of the tests: starts at a fixed time, moves when told to.
   Real time is used while frozen is false (the default). */
void test_clock_freeze(bool frozen);
void test_clock_add_us(uint64_t us);

/* Runs libre's loop until *flag or the deadline [ms]; ETIMEDOUT then, or
   ENOMEM, and soon, if an allocation was refused */
int test_loop_until(const bool *flag, uint32_t deadline_ms);

/* ENOMEM if an allocation was refused in this run of the case, else err:
   for what may follow from it in a roundabout way */
int test_or_refused(int err);

/* Whether allocations are being refused: a case that lasts for seconds may
   leave that to a shorter one */
bool test_is_oom(void);

#endif
