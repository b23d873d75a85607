/**
 * @file id.h  Identifiers that sort by time (UUID version 7, RFC 9562 5.7)
 */
#ifndef OH_BASE_ID_H
#define OH_BASE_ID_H

#include <stdint.h>

enum { OH_ID_SIZE = 37 };   /**< Printed UUID and NUL [bytes] */

void oh_id_make(char id[OH_ID_SIZE], uint64_t wall_us);

#endif
