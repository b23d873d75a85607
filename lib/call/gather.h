/**
 * @file gather.h  Digits collected by rules
 *
 * Pure: digits and moments in, a verdict out. The clock for the first digit
 * runs from the end of the prompt, the one between digits from the last
 * digit. Who drives it (a job) says when those moments are.
 */
#ifndef OH_CALL_GATHER_H
#define OH_CALL_GATHER_H

#include <regex.h>
#include <stdbool.h>
#include <stdint.h>

enum { OH_GATHER_MAX = 64 };    /**< Digits kept at most */

enum oh_gather_state {
	OH_GATHER_OPEN,         /**< more may come                     */
	OH_GATHER_COMPLETE,     /**< enough, and what was asked for    */
	OH_GATHER_INVALID,      /**< enough, but not what was asked for */
	OH_GATHER_MISSING,      /**< time is over, nothing came        */
};

/** What to collect */
struct oh_gather_prm {
	unsigned       max;         /**< stop after so many           */
	unsigned       min;         /**< fewer are not what was asked */
	char           terminator;  /**< stop on it; NUL: none        */
	uint32_t       first_ms;    /**< wait for the first digit     */
	uint32_t       between_ms;  /**< wait for the next one        */
	const regex_t *match;       /**< all digits must match; or NULL */
};

struct oh_gather {
	struct oh_gather_prm prm;
	enum oh_gather_state state;
	unsigned             count;
	char                 digits[OH_GATHER_MAX + 1];
};

void oh_gather_init(struct oh_gather *g, const struct oh_gather_prm *prm);
enum oh_gather_state oh_gather_digit(struct oh_gather *g, char digit);
enum oh_gather_state oh_gather_timeout(struct oh_gather *g);
/* How long from now until oh_gather_timeout() [ms] */
uint32_t oh_gather_wait_ms(const struct oh_gather *g);

#endif
