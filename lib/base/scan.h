/**
 * @file scan.h  Strict scanning of short texts
 *
 * Every function takes the whole text or refuses it (EBADMSG, ERANGE); none
 * skips white space or accepts a trailing rest. Output is set on success only.
 */
#ifndef OH_BASE_SCAN_H
#define OH_BASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int  oh_scan_u32(uint32_t *vp, const char *s, uint32_t min, uint32_t max);
int  oh_scan_ms(uint32_t *msp, const char *s);  /* "25", "2.5s", "30m" */
int  oh_scan_bool(bool *bp, const char *s);     /* yes no true false on off */
bool oh_scan_is_digits(const char *s);          /* only [0-9*#A-D], not "" */

/* Copies UTF-8 text with control and bidi characters replaced by '?' */
size_t oh_scan_safe(char *dst, size_t size, const char *src, size_t len);
bool   oh_scan_is_utf8(const char *s, size_t len);

#endif
