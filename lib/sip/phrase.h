/**
 * @file phrase.h  What a SIP status says in words (RFC 3261 21, RFC 8197)
 */
#ifndef OH_SIP_PHRASE_H
#define OH_SIP_PHRASE_H

#include <stdint.h>

const char *oh_phrase(uint16_t scode);

#endif
