/**
 * @file safe.h  Text of strangers made fit for a terminal
 *
 * Names, reasons and headers come from the network. What could repaint the
 * screen, turn the direction of writing, hide or forge something is shown as
 * a replacement sign: control characters (C0, C1), bidi marks and overrides,
 * joiners and other format characters, lone combining marks, broken UTF-8,
 * private use. Pure.
 */
#ifndef OH_PHONE_SAFE_H
#define OH_PHONE_SAFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* NUL-terminated in any case, cut at a whole character. ascii: what is not
   ASCII becomes '?'. Returns columns used */
size_t oh_safe_text(char *buf, size_t size, const char *text, bool ascii);
/* Next code point of safe or unsafe text, and its columns (0, 1, 2); the end:
   false. U+FFFD: broken bytes, and whatever is not shown (also '\n') */
bool oh_safe_next(const char **textp, uint32_t *codep, int *widthp);
bool oh_safe_is_shown(uint32_t code);
size_t oh_safe_columns(const char *text);

#endif
