/**
 * @file rows.c  What carriers sell, as rows of a listing
 *
 * A table of columns for each kind of thing, and a function that fills the
 * cells in the order of these columns.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "base/compat.h"
#include "base/clock.h"
#include "carrier/word.h"
#include "command/rows.h"

enum {
	DAY_SIZE = 11,                       /* "2026-11-24" */
	LIST_SIZE = OH_MODEL_NUMBERS * OH_NUMBER_SIZE,
};

/** Texts that the cells of one row point at */
struct cells {
	const char *v[OH_TABLE_COLUMNS_MAX];
	size_t      c;
	char        moneyv[2][OH_MONEY_SIZE];
	char        timev[2][OH_CLOCK_ISO_SIZE];
	char        list[LIST_SIZE];
};

typedef void (fill_h)(struct cells *cells, const struct oh_item *item,
		      const struct oh_rows_by *by);

#define TEXT(n, w)    { n, OH_CELL_TEXT, w, false }
#define HIDDEN(n, w)  { n, OH_CELL_TEXT, w, true }
#define DECIMAL(n, w) { n, OH_CELL_DECIMAL, w, false }
#define BOOL(n, w)    { n, OH_CELL_BOOL, w, true }
#define LIST(n, w)    { n, OH_CELL_LIST, w, false }
#define END           { NULL, OH_CELL_TEXT, 0, false }

static void put(struct cells *cells, const char *s)
{
	cells->v[cells->c++] = s;
}

static void put_bool(struct cells *cells, bool b)
{
	put(cells, b ? "true" : "false");
}

/* Amount and currency; two empty cells if it is not told */
static void put_money(struct cells *cells, unsigned slot,
		      const struct oh_money *m)
{
	char *buf = cells->moneyv[slot];

	buf[0] = '\0';
	if (*m->currency)
		(void)oh_money_print(buf, OH_MONEY_SIZE, m);
	put(cells, buf);
	put(cells, m->currency);
}

static void put_time(struct cells *cells, unsigned slot, uint64_t wall_us,
		     bool day)
{
	char *buf = cells->timev[slot];

	buf[0] = '\0';
	if (wall_us)
		(void)oh_clock_print(buf, OH_CLOCK_ISO_SIZE, wall_us);
	if (day)
		buf[DAY_SIZE - 1] = '\0';
	put(cells, buf);
}

static void put_caps(struct cells *cells, const struct oh_capabilities *caps)
{
	put(cells, oh_word_capability_text(caps->calling));
	put(cells, oh_word_capability_text(caps->sms));
}

static const struct oh_column ownedv[] = {
	TEXT("number", 16), TEXT("country", 7), TEXT("type", 10),
	TEXT("calling", 8), TEXT("sms", 8), TEXT("assignment", 11),
	DECIMAL("cost", 7), TEXT("currency", 8), TEXT("bought", 10),
	TEXT("carrier", 9), END
};

static void fill_owned(struct cells *cells, const struct oh_item *item,
		       const struct oh_rows_by *by)
{
	const struct oh_owned *o = item->u.owned;

	put(cells, o->number);
	put(cells, o->country);
	put(cells, oh_word_type_text(o->type));
	put_caps(cells, &o->caps);
	put(cells, oh_word_assignment(o->assignment));
	put_money(cells, 0, &o->cost);
	put_time(cells, 0, o->bought_us, by->people);
	put(cells, by->carrier);
}

static const struct oh_column countryv[] = {
	TEXT("country", 7), TEXT("name", 30), END
};

static void fill_country(struct cells *cells, const struct oh_item *item,
			 const struct oh_rows_by *by)
{
	(void)by;
	put(cells, item->u.country->code);
	put(cells, item->u.country->name);
}

static const struct oh_column localityv[] = {
	TEXT("locality", 24), TEXT("division", 24), TEXT("abbreviation", 12),
	END
};

static void fill_locality(struct cells *cells, const struct oh_item *item,
			  const struct oh_rows_by *by)
{
	(void)by;
	put(cells, item->u.locality->name);
	put(cells, item->u.locality->division);
	put(cells, item->u.locality->abbreviation);
}

static const struct oh_column areav[] = {
	TEXT("area", 6), TEXT("locality", 24), TEXT("division", 24), END
};

static void fill_area(struct cells *cells, const struct oh_item *item,
		      const struct oh_rows_by *by)
{
	put(cells, item->u.area->code);
	put(cells, by->locality);
	put(cells, by->division);
}

static const struct oh_column offeringv[] = {
	TEXT("type", 10), TEXT("assignment", 11), TEXT("calling", 8),
	TEXT("sms", 8), DECIMAL("cost", 7), TEXT("currency", 8), END
};

static void fill_offering(struct cells *cells, const struct oh_item *item,
			  const struct oh_rows_by *by)
{
	const struct oh_offering *o = item->u.offering;
	(void)by;

	put(cells, oh_word_type_text(o->type));
	put(cells, oh_word_assignment(o->assignment));
	put_caps(cells, &o->caps);
	put_money(cells, 0, &o->cost);
}

static const struct oh_column offerv[] = {
	TEXT("search", 36), LIST("numbers", 16), TEXT("type", 10),
	TEXT("assignment", 11), TEXT("calling", 8), TEXT("sms", 8),
	DECIMAL("cost", 7), TEXT("currency", 8), TEXT("expires", 29),
	BOOL("agreement", 9), HIDDEN("error", 10), END
};

static void fill_offer(struct cells *cells, const struct oh_item *item,
		       const struct oh_rows_by *by)
{
	const struct oh_offer *o = item->u.offer;
	size_t at = 0;
	(void)by;

	for (uint32_t i = 0; i < o->numberc; i++)
		at += (size_t)snprintf(cells->list + at,
				       sizeof(cells->list) - at, "%s%s",
				       i ? " " : "", o->numberv[i]);
	put(cells, o->id);
	put(cells, cells->list);
	put(cells, oh_word_type_text(o->type));
	put(cells, oh_word_assignment(o->assignment));
	put_caps(cells, &o->caps);
	put_money(cells, 0, &o->cost);
	put_time(cells, 0, o->expires_us, false);
	put_bool(cells, o->no_resell);
	put(cells, 0 == strcmp(o->error, "NoError") ? "" : o->error);
}

static const struct oh_column availablev[] = {
	TEXT("number", 16), TEXT("country", 7), TEXT("type", 10),
	TEXT("calling", 8), TEXT("sms", 8), TEXT("assignment", 11),
	DECIMAL("cost", 7), TEXT("currency", 8), TEXT("status", 9),
	BOOL("agreement", 9), HIDDEN("reservation", 36),
	HIDDEN("error", 20), END
};

static void put_available(struct cells *cells, const struct oh_available *a)
{
	put(cells, a->number);
	put(cells, a->country);
	put(cells, oh_word_type_text(a->type));
	put_caps(cells, &a->caps);
	put(cells, oh_word_assignment(a->assignment));
	put_money(cells, 0, &a->cost);
	put(cells, oh_word_availability(a->status));
	put_bool(cells, a->no_resell);
}

static void fill_available(struct cells *cells, const struct oh_item *item,
			   const struct oh_rows_by *by)
{
	put_available(cells, item->u.available);
	put(cells, by->reservation);
	put(cells, *item->u.available->error_text ?
	    item->u.available->error_text : item->u.available->error_code);
}

static const struct oh_column reservationv[] = {
	TEXT("reservation", 36), TEXT("status", 9), TEXT("expires", 29),
	LIST("numbers", 16), END
};

static void fill_reservation(struct cells *cells, const struct oh_item *item,
			     const struct oh_rows_by *by)
{
	const struct oh_reservation *r = item->u.reservation;
	size_t at = 0;
	(void)by;

	for (uint32_t i = 0; i < r->numberc; i++)
		at += (size_t)snprintf(cells->list + at,
				       sizeof(cells->list) - at, "%s%s",
				       i ? " " : "", r->numberv[i].number);
	put(cells, r->id);
	put(cells, oh_word_reservation(r->status));
	put_time(cells, 0, r->expires_us, false);
	put(cells, cells->list);
}

static const struct oh_column operationv[] = {
	TEXT("operation", 48), TEXT("kind", 12), TEXT("status", 10),
	TEXT("created", 29), TEXT("changed", 29), TEXT("error", 20),
	TEXT("reason", 40), END
};

static void fill_operation(struct cells *cells, const struct oh_item *item,
			   const struct oh_rows_by *by)
{
	const struct oh_operation *o = item->u.operation;
	(void)by;

	put(cells, o->id);
	put(cells, oh_word_op_type_text(o->type));
	put(cells, oh_word_op_status_text(o->status));
	put_time(cells, 0, o->created_us, false);
	put_time(cells, 1, o->changed_us, false);
	put(cells, o->error_code);
	put(cells, o->error_text);
}

static const struct oh_column operatorv[] = {
	TEXT("number", 16), TEXT("national", 20), TEXT("international", 20),
	TEXT("country", 7), TEXT("type", 10), TEXT("operator", 20),
	TEXT("mcc", 3), TEXT("mnc", 3), END
};

static void fill_operator(struct cells *cells, const struct oh_item *item,
			  const struct oh_rows_by *by)
{
	const struct oh_operator *o = item->u.operator;
	(void)by;

	put(cells, o->number);
	put(cells, o->national);
	put(cells, o->international);
	put(cells, o->country);
	put(cells, o->type);
	put(cells, o->name);
	put(cells, o->mcc);
	put(cells, o->mnc);
}

#define ROWS(name, v) { "offhook." name "/1", v }

static const struct oh_rows rowsv[] = {
	[OH_ITEM_OWNED]       = ROWS("number", ownedv),
	[OH_ITEM_COUNTRY]     = ROWS("country", countryv),
	[OH_ITEM_LOCALITY]    = ROWS("locality", localityv),
	[OH_ITEM_AREA]        = ROWS("area", areav),
	[OH_ITEM_OFFERING]    = ROWS("offering", offeringv),
	[OH_ITEM_OFFER]       = ROWS("offer", offerv),
	[OH_ITEM_AVAILABLE]   = ROWS("available", availablev),
	[OH_ITEM_RESERVATION] = ROWS("reservation", reservationv),
	[OH_ITEM_OPERATION]   = ROWS("operation", operationv),
	[OH_ITEM_OPERATOR]    = ROWS("lookup", operatorv),
};

static fill_h *const fillv[] = {
	[OH_ITEM_OWNED]       = fill_owned,
	[OH_ITEM_COUNTRY]     = fill_country,
	[OH_ITEM_LOCALITY]    = fill_locality,
	[OH_ITEM_AREA]        = fill_area,
	[OH_ITEM_OFFERING]    = fill_offering,
	[OH_ITEM_OFFER]       = fill_offer,
	[OH_ITEM_AVAILABLE]   = fill_available,
	[OH_ITEM_RESERVATION] = fill_reservation,
	[OH_ITEM_OPERATION]   = fill_operation,
	[OH_ITEM_OPERATOR]    = fill_operator,
};

/**
 * How things of a kind are listed
 *
 * @param kind Kind of item
 *
 * @return Static schema and columns; NULL if there is no such kind
 */
const struct oh_rows *oh_rows_of(enum oh_item_kind kind)
{
	return (size_t)kind < ARRAY_SIZE(rowsv) ? &rowsv[kind] : NULL;
}

/**
 * Add an item to a listing of its kind
 *
 * @param t    Table, made with the columns of oh_rows_of()
 * @param item Item
 * @param by   Where it comes from
 *
 * @return 0, EINVAL, or an error of oh_table_row()
 */
int oh_rows_add(struct oh_table *t, const struct oh_item *item,
		const struct oh_rows_by *by)
{
	struct cells cells = { .c = 0 };

	if (!t || !item || !by || !oh_rows_of(item->kind))
		return EINVAL;

	fillv[item->kind](&cells, item, by);

	return oh_table_row(t, cells.v);
}
