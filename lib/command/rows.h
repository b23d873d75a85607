/**
 * @file rows.h  What carriers sell, as rows of a listing
 */
#ifndef OH_COMMAND_ROWS_H
#define OH_COMMAND_ROWS_H

#include "carrier/carrier.h"
#include "cli/table.h"

/** One kind of thing, as a listing shows it */
struct oh_rows {
	const char             *schema;     /**< "offhook.number/1"       */
	const struct oh_column *columnv;    /**< ends with a name of NULL */
};

/** Where a row comes from, and how it is to be written */
struct oh_rows_by {
	const char *carrier;
	const char *locality;      /**< of an area code                   */
	const char *division;
	const char *reservation;   /**< of a number that can be had       */
	bool        people;        /**< days, not moments                 */
};

const struct oh_rows *oh_rows_of(enum oh_item_kind kind);
int oh_rows_add(struct oh_table *t, const struct oh_item *item,
		const struct oh_rows_by *by);

#endif
