/**
 * @file asterisk.h  A call record in the order of Asterisk's Master.csv
 *
 * For programs that read those. Texts are quoted, numbers and times not
 * reached are not; local time; the last two columns are uniqueid and
 * userfield.
 */
#ifndef OH_CDR_ASTERISK_H
#define OH_CDR_ASTERISK_H

#include <stddef.h>
#include "cdr/row.h"

enum { OH_ASTERISK_LINE = 4096 };

/* A line without its end. ERANGE */
int oh_asterisk_print(char *buf, size_t size, const struct oh_row *row);

#endif
