/**
 * @file table.h  Rows of a listing: columns for people, CSV, JSON lines
 *
 * The same cells feed all three. Rows are printed as they come, in constant
 * memory; only sorting keeps them. Columns have fixed widths, so that the
 * first row need not wait for the last; a longer cell pushes its row out of
 * line instead of being cut. Nothing printed is nothing on stdout, not even
 * a heading.
 */
#ifndef OH_CLI_TABLE_H
#define OH_CLI_TABLE_H

#include <stddef.h>
#include <stdint.h>
#include "cli/app.h"

enum {
	OH_TABLE_COLUMNS_MAX = 64,
	OH_TABLE_ROWS_MAX    = 1000000,     /**< When sorted               */
};

enum oh_table_style {
	OH_TABLE_TEXT,
	OH_TABLE_PAGE,        /**< "name  value" lines, a row at a time   */
	OH_TABLE_CSV,         /**< RFC 4180, with a heading               */
	OH_TABLE_JSON,        /**< one object per line                    */
};

/** What a cell is, for JSON and for sorting */
enum oh_cell {
	OH_CELL_TEXT,
	OH_CELL_DECIMAL,      /**< printed as it is                       */
	OH_CELL_BOOL,         /**< "true" or "false"                      */
	OH_CELL_LIST,         /**< texts with blanks between              */
	OH_CELL_JSON,         /**< text that is JSON                      */
};

struct oh_column {
	const char  *name;    /**< "number": heading, JSON member, CSV    */
	enum oh_cell cell;
	uint8_t      width;   /**< [characters]; decimals to the right    */
	bool         hidden;  /**< unless asked for; JSON has all         */
};

/** Borrowed while the table lives */
struct oh_table_prm {
	struct oh_app          *app;
	enum oh_table_style     style;
	const char             *schema;      /**< "offhook.number/1"      */
	const struct oh_column *columnv;     /**< ends with a name of NULL */
	const char             *columns;     /**< names, "," between; NULL:
						  those not hidden        */
	const char             *sort;        /**< name; NULL: as they come */
};

struct oh_table;

/* EINVAL: *badp is an unknown column's name */
int    oh_table_alloc(struct oh_table **tp, const struct oh_table_prm *prm,
		      const char **badp);
/* One text for each of columnv; NULL or "": nothing known */
int    oh_table_row(struct oh_table *t, const char *const *cellv);
/* Prints what was kept for sorting */
int    oh_table_close(struct oh_table *t);
size_t oh_table_count(const struct oh_table *t);
void   oh_table_names(char *buf, size_t size,
		      const struct oh_column *columnv);

#endif
