/**
 * @file telling.h  An event as one line of plain words
 *
 * For the event log of the screen and for the line phone. Pure; safe text.
 */
#ifndef OH_PHONE_TELLING_H
#define OH_PHONE_TELLING_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* who: name or number of the far end, or "". false: not worth a line.
   *alertp: something went wrong */
bool oh_telling_print(char *buf, size_t size, const cJSON *ev,
		      const char *who, bool *alertp);

#endif
