/**
 * @file number.h  A telephone number as a value
 *
 * Parses what people write: "+1 425 555 0100", "0011..", "tel:" (RFC 3966),
 * "sip:" URIs, national form with a home country, "*"/"#" codes, and short
 * numbers such as 112. A number is plain data: copy it freely.
 */
#ifndef OH_NUMBER_NUMBER_H
#define OH_NUMBER_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum {
	OH_NUMBER_SIZE     = 20,    /**< "+", 15 digits (E.164), NUL, slack */
	OH_NUMBER_TEXT     = OH_NUMBER_SIZE + 12,   /**< and feature codes  */
	OH_NUMBER_EXT_SIZE = 16,
	OH_NUMBER_URI_SIZE = 256,
};

enum oh_number_kind {
	OH_NUMBER_NONE,
	OH_NUMBER_E164,    /**< text is "+" and 7 to 15 digits              */
	OH_NUMBER_SHORT,   /**< text is the digits dialled (112, 911, 1411) */
	OH_NUMBER_CODE,    /**< text is a feature code, '*' or '#' in it    */
	OH_NUMBER_URI,     /**< uri is a SIP URI whose user is no number;
			        text is the user if it could be dialled,
			        or ""                                       */
};

struct oh_number {
	enum oh_number_kind kind;
	char text[OH_NUMBER_TEXT];       /**< Canonical form, see kind       */
	char ext[OH_NUMBER_EXT_SIZE];    /**< Extension (";ext="), or ""     */
	char uri[OH_NUMBER_URI_SIZE];    /**< The SIP URI as given, or ""    */
};

/** How a trunk wants numbers written */
enum oh_number_format {
	OH_NUMBER_PLUS_E164,      /**< +14255550100    */
	OH_NUMBER_BARE_E164,      /**< 14255550100     */
	OH_NUMBER_00_E164,        /**< 0014255550100   */
	OH_NUMBER_NATIONAL,       /**< 4255550100 in the home country */
};

/*
 * country: ISO 3166 code of the home country ("US"), or NULL or "": then
 * only international forms are understood. On failure *whyp (if given) is
 * a static text that says what is wrong with it. A SIP URI whose user is a
 * global or an emergency number gets the kind of that number; uri says how
 * it was written.
 */
int  oh_number_parse(struct oh_number *n, const char *text,
		     const char *country, const char **whyp);
int  oh_number_print(char *buf, size_t size, const struct oh_number *n,
		     enum oh_number_format fmt, const char *country);
bool oh_number_equal(const struct oh_number *a, const struct oh_number *b);
int  oh_number_format_parse(enum oh_number_format *fp, const char *text);

#endif
