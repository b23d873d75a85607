/**
 * @file pieces_priv.h  The numerals of each language
 */
#ifndef OH_SPEECH_PIECES_PRIV_H
#define OH_SPEECH_PIECES_PRIV_H

#include "speech/pieces.h"


/** A whole number, from 1 to 999 999 999 999 */
typedef void (oh_pieces_whole_h)(struct oh_pieces *p, uint64_t n);

oh_pieces_whole_h oh_pieces_whole_de;
oh_pieces_whole_h oh_pieces_whole_en;
oh_pieces_whole_h oh_pieces_whole_es;
oh_pieces_whole_h oh_pieces_whole_fr;

void oh_pieces_add(struct oh_pieces *p, const char *name);
/* A number that one recording says: 0 to 30, or tens */
void oh_pieces_add_small(struct oh_pieces *p, uint32_t n);

#endif
