/**
 * @file blank.h  No credentials in what is written down
 */
#ifndef OH_TRACE_BLANK_H
#define OH_TRACE_BLANK_H

#include <stddef.h>
#include <stdint.h>

void oh_blank_secrets(uint8_t *p, size_t n);

#endif
