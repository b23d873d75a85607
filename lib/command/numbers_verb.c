/**
 * @file numbers_verb.c  Which verb takes which options and operands
 */
#include <stdio.h>
#include <string.h>
#include "command/numbers_priv.h"

#define SHOWS "carrier csv columns sort "
#define ASKS  "carrier dry-run "
#define KIND  "type assignment calling sms "
#define BUYS  "agree-not-resell yes no-input no-wait csv columns"

static const struct numbers_verb verbv[] = {
	{
		.name = "list",
		.optv = SHOWS "country type capability dry-run",
		.what = OH_DO_LIST, .kind = OH_ITEM_OWNED,
		.rows = ROWS_TABLE,
		.checkh = oh_numbers_list_check,
		.h = oh_numbers_list,
	},
	{
		.name = "show",
		.operand = OPERAND_NUMBER, .min = 1, .max = 1,
		.optv = ASKS "csv columns",
		.what = OH_DO_LIST, .kind = OH_ITEM_OWNED,
		.rows = ROWS_PAGE,
		.h = oh_numbers_show,
	},
	{
		.name = "countries",
		.optv = SHOWS "dry-run",
		.what = OH_DO_COUNTRIES, .kind = OH_ITEM_COUNTRY,
		.rows = ROWS_TABLE,
		.h = oh_numbers_countries,
	},
	{
		.name = "areas",
		.operand = OPERAND_COUNTRY, .min = 1, .max = 1,
		.optv = SHOWS "dry-run type assignment locality division",
		.what = OH_DO_AREAS, .kind = OH_ITEM_AREA,
		.rows = ROWS_TABLE,
		.h = oh_numbers_areas,
	},
	{
		.name = "offerings",
		.operand = OPERAND_COUNTRY, .min = 1, .max = 1,
		.optv = SHOWS "dry-run type assignment",
		.what = OH_DO_OFFERINGS, .kind = OH_ITEM_OFFERING,
		.rows = ROWS_TABLE,
		.h = oh_numbers_offerings,
	},
	{
		.name = "search",
		.operand = OPERAND_COUNTRY, .min = 1, .max = 1,
		.optv = ASKS KIND "area-code quantity csv columns no-wait",
		.what = OH_DO_SEARCH, .kind = OH_ITEM_OFFER,
		.rows = ROWS_PAGE,
		.checkh = oh_numbers_search_check,
		.h = oh_numbers_search,
	},
	{
		.name = "buy",
		.operand = OPERAND_SEARCH, .min = 1, .max = 1,
		.optv = ASKS BUYS,
		.what = OH_DO_BUY, .kind = OH_ITEM_OWNED,
		.rows = ROWS_TABLE,
		.h = oh_numbers_buy,
	},
	{
		.name = "update",
		.operand = OPERAND_NUMBER, .min = 1, .max = 1,
		.optv = ASKS "calling sms no-wait csv columns",
		.what = OH_DO_UPDATE, .kind = OH_ITEM_OWNED,
		.rows = ROWS_PAGE,
		.checkh = oh_numbers_update_check,
		.h = oh_numbers_update,
	},
	{
		.name = "release",
		.operand = OPERAND_NUMBER, .min = 1, .max = 1,
		.optv = ASKS "yes no-input no-wait",
		.what = OH_DO_RELEASE,
		.h = oh_numbers_release,
	},
	{
		.name = "browse",
		.operand = OPERAND_COUNTRY, .min = 1, .max = 1,
		.optv = SHOWS KIND "dry-run prefix",
		.what = OH_DO_BROWSE, .kind = OH_ITEM_AVAILABLE,
		.rows = ROWS_TABLE,
		.h = oh_numbers_browse,
	},
	{
		.name = "reserve",
		.operand = OPERAND_NUMBER, .max = OH_NUMBERS_OPERANDS_MAX,
		.optv = SHOWS "dry-run type reservation remove",
		.what = OH_DO_RESERVE, .kind = OH_ITEM_AVAILABLE,
		.rows = ROWS_TABLE,
		.checkh = oh_numbers_reserve_check,
		.h = oh_numbers_reserve,
	},
	{
		.name = "reservation list",
		.optv = SHOWS "dry-run",
		.what = OH_DO_RESERVATIONS, .kind = OH_ITEM_RESERVATION,
		.rows = ROWS_TABLE,
		.h = oh_numbers_reservations,
	},
	{
		.name = "reservation show",
		.operand = OPERAND_ID, .min = 1, .max = 1,
		.optv = SHOWS "dry-run",
		.what = OH_DO_RESERVATION, .kind = OH_ITEM_AVAILABLE,
		.rows = ROWS_TABLE,
		.h = oh_numbers_reservation,
	},
	{
		.name = "reservation buy",
		.operand = OPERAND_ID, .min = 1, .max = 1,
		.optv = ASKS BUYS,
		.what = OH_DO_RESERVATION_BUY, .kind = OH_ITEM_OWNED,
		.rows = ROWS_TABLE,
		.h = oh_numbers_reservation_buy,
	},
	{
		.name = "reservation cancel",
		.operand = OPERAND_ID, .min = 1, .max = 1,
		.optv = ASKS,
		.what = OH_DO_RESERVATION_CANCEL,
		.h = oh_numbers_reservation_cancel,
	},
	{
		.name = "lookup",
		.operand = OPERAND_NUMBER,
		.min = 1, .max = OH_NUMBERS_OPERANDS_MAX,
		.optv = SHOWS "dry-run operator",
		.what = OH_DO_LOOKUP, .kind = OH_ITEM_OPERATOR,
		.rows = ROWS_PAGE,
		.h = oh_numbers_lookup,
	},
	{
		.name = "operation",
		.operand = OPERAND_ID, .min = 1, .max = 1,
		.optv = ASKS "cancel no-wait csv columns",
		.what = OH_DO_OPERATION, .kind = OH_ITEM_OPERATION,
		.rows = ROWS_PAGE,
		.h = oh_numbers_operation,
	},
};

/**
 * Go through the verbs
 *
 * @param i From 0
 *
 * @return Static verb, or NULL past the last one
 */
const struct numbers_verb *oh_numbers_verb_at(size_t i)
{
	return i < sizeof(verbv) / sizeof(verbv[0]) ? &verbv[i] : NULL;
}

/* How many words of argv say the verb: 0, 1 or 2 */
static int match(const struct numbers_verb *v, int argc, char **argv)
{
	size_t len = strcspn(v->name, " ");

	if (argc < 1 || strlen(argv[0]) != len ||
	    memcmp(v->name, argv[0], len))
		return 0;
	if (!v->name[len])
		return 1;

	return argc > 1 && 0 == strcmp(v->name + len + 1, argv[1]) ? 2 : 0;
}

/**
 * Find the verb that the operands begin with; without any it is "list"
 *
 * @param wordsp Receives how many operands it takes
 * @param argc   Operands
 * @param argv   Operands
 *
 * @return Static verb, or NULL if there is no such verb
 */
const struct numbers_verb *oh_numbers_verb_find(int *wordsp, int argc,
						char **argv)
{
	*wordsp = 0;
	if (argc == 0)
		return &verbv[0];

	for (size_t i = 0; oh_numbers_verb_at(i); i++) {
		*wordsp = match(&verbv[i], argc, argv);
		if (*wordsp)
			return &verbv[i];
	}

	return NULL;
}

/**
 * Tell whether an option belongs to a verb
 *
 * @param v     Verb
 * @param longn Long name of the option
 *
 * @return true if it does
 */
bool oh_numbers_verb_takes(const struct numbers_verb *v, const char *longn)
{
	size_t len = strlen(longn);

	for (const char *p = v->optv; *p; ) {
		size_t n = strcspn(p, " ");

		if (n == len && 0 == memcmp(p, longn, n))
			return true;
		p += n + strspn(p + n, " ");
	}

	return false;
}
