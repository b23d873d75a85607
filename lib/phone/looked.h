/**
 * @file looked.h  What a number being typed would become: a reply of "look"
 */
#ifndef OH_PHONE_LOOKED_H
#define OH_PHONE_LOOKED_H

#include <cjson/cJSON.h>
#include <stdbool.h>

enum oh_looked_verdict {
	OH_LOOKED_NOTHING,             /**< nothing was asked, or is known   */
	OH_LOOKED_PART,                /**< no whole number yet              */
	OH_LOOKED_ALLOWED,
	OH_LOOKED_REFUSED,             /**< why and hint say                 */
	OH_LOOKED_EMERGENCY,           /**< use another phone                */
	OH_LOOKED_HELP,                /**< an emergency call will leave     */
};

/** Safe text; "" where it is not known */
struct oh_looked {
	char asked[96];                /**< as typed                         */
	char number[96];               /**< "+14255550100"                   */
	char country[64];              /**< "US" and its name if known       */
	char name[96];                 /**< of a contact                     */
	char route[64], trunk[64];
	char address[192];             /**< where help is sent               */
	char caller_id[96];
	char rate[48];                 /**< "0.0130 USD/min"                 */
	enum oh_looked_verdict verdict;
	char why[192], hint[192];
};

void oh_looked_read(struct oh_looked *l, const char *asked,
		    const cJSON *reply);

#endif
