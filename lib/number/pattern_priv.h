/**
 * @file pattern_priv.h  Patterns, asked step by step
 */
#ifndef OH_NUMBER_PATTERN_PRIV_H
#define OH_NUMBER_PATTERN_PRIV_H

#include <stdbool.h>
#include <stddef.h>

enum oh_pattern_how { OH_PATTERN_WHOLE, OH_PATTERN_PARTIAL };

struct oh_pattern;

/* Whether it begins at the beginning of the number only */
bool oh_pattern_is_anchored(const struct oh_pattern *p);
/* Whether it matches at start, or may with more behind it */
bool oh_pattern_try(const struct oh_pattern *p, const char *text, size_t len,
		    size_t start, enum oh_pattern_how how);

#endif
