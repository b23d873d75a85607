/**
 * @file fax.h  A fax machine at the other end (ITU-T T.30)
 *
 * One that answers says 2100 Hz (CED) and then its first frames; one that
 * calls says 1100 Hz every 3.5 s (CNG). Heard by spandsp.
 */
#ifndef OH_MEDIA_FAX_H
#define OH_MEDIA_FAX_H

#include <stddef.h>
#include <stdint.h>

struct oh_fax;

int oh_fax_alloc(struct oh_fax **fp);
/* "CED", "PREAMBLE", "CNG" the first time that it is heard; else NULL */
const char *oh_fax_feed(struct oh_fax *f, const int16_t *sampv, size_t sampc);

#endif
