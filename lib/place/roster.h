/**
 * @file roster.h  Numbers to call, from a text
 *
 * One number per line, or CSV (RFC 4180) whose first line names a "number"
 * column. Blank lines and lines that begin with '#' are passed over. Pure.
 */
#ifndef OH_PLACE_ROSTER_H
#define OH_PLACE_ROSTER_H

#include <stddef.h>
#include <stdint.h>

enum {
	OH_ROSTER_MAX        = 100000,            /**< Numbers          */
	OH_ROSTER_BYTES_MAX  = 16 * 1024 * 1024,  /**< Size of the text */
	OH_ROSTER_NUMBER_MAX = 255,               /**< Of one [bytes]   */
};

struct oh_roster {
	char     **numberv;
	uint32_t  *linev;      /**< where each stands, from 1 */
	uint32_t   numberc;
};

/* Release with mem_deref. On failure *linep and *whyp say where and what. */
int oh_roster_parse(struct oh_roster **rp, const char *text, size_t len,
		    uint32_t *linep, const char **whyp);

#endif
