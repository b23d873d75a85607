/**
 * @file numbers_verb.c  Which verb takes which options and operands
 */
#include <stdio.h>
#include <string.h>
#include "command/numbers_priv.h"

#define SHOWS "carrier csv columns sort "
#define ASKS  "carrier dry-run "
#define KIND  "type assignment calling sms "

static const struct numbers_verb verbv[] = {
	{ "list", 0, 0, "",
	  SHOWS "country type capability dry-run", oh_numbers_list },
	{ "show", 1, 1, "NUMBER",
	  ASKS "csv columns", oh_numbers_show },
	{ "countries", 0, 0, "",
	  SHOWS "dry-run", oh_numbers_countries },
	{ "areas", 1, 1, "COUNTRY",
	  SHOWS "dry-run type assignment locality division",
	  oh_numbers_areas },
	{ "offerings", 1, 1, "COUNTRY",
	  SHOWS "dry-run type assignment", oh_numbers_offerings },
	{ "search", 1, 1, "COUNTRY",
	  ASKS KIND "area-code quantity csv columns no-wait",
	  oh_numbers_search },
	{ "buy", 1, 1, "SEARCH-ID",
	  ASKS "agree-not-resell yes no-input no-wait csv columns",
	  oh_numbers_buy },
	{ "update", 1, 1, "NUMBER",
	  ASKS "calling sms no-wait csv columns", oh_numbers_update },
	{ "release", 1, 1, "NUMBER",
	  ASKS "yes no-input no-wait", oh_numbers_release },
	{ "browse", 1, 1, "COUNTRY",
	  SHOWS KIND "dry-run prefix", oh_numbers_browse },
	{ "reserve", 0, OH_NUMBERS_OPERANDS_MAX, "NUMBER...",
	  SHOWS "dry-run type reservation remove", oh_numbers_reserve },
	{ "reservation list", 0, 0, "",
	  SHOWS "dry-run", oh_numbers_reservations },
	{ "reservation show", 1, 1, "ID",
	  SHOWS "dry-run", oh_numbers_reservation },
	{ "reservation buy", 1, 1, "ID",
	  ASKS "agree-not-resell yes no-input no-wait csv columns",
	  oh_numbers_reservation_buy },
	{ "reservation cancel", 1, 1, "ID",
	  ASKS, oh_numbers_reservation_cancel },
	{ "lookup", 1, OH_NUMBERS_OPERANDS_MAX, "NUMBER...",
	  SHOWS "dry-run operator", oh_numbers_lookup },
	{ "operation", 1, 1, "ID",
	  ASKS "cancel no-wait csv columns", oh_numbers_operation },
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
