/**
 * @file plan.h  National numbering plans
 *
 * Which country a number belongs to, how it is dialled at home, which short
 * numbers reach emergency services, and which ranges cost more than a call
 * (ITU-T E.164 country codes; national ranges from the regulators' plans).
 */
#ifndef OH_NUMBER_PLAN_H
#define OH_NUMBER_PLAN_H

#include <stdbool.h>
#include "number/number.h"

/** A country's dialling habits; tables are static */
struct oh_plan {
	char        iso[3];       /**< ISO 3166-1 alpha-2, "": no country */
	const char *name;
	const char *cc;           /**< Country code without "+"        */
	const char *trunk;        /**< National prefix, "" if none     */
	const char *intl;         /**< International prefix, e.g. "00" */
	const char *emergency;    /**< Blank-separated short numbers   */
};

/** What a range is, as far as money is concerned */
enum oh_plan_class {
	OH_PLAN_ORDINARY,
	OH_PLAN_TOLL_FREE,
	OH_PLAN_PREMIUM,          /**< e.g. +1 900, UK 09, UK 070      */
	OH_PLAN_SATELLITE,        /**< +870, +881, +882, +883, +888    */
};

const struct oh_plan *oh_plan_find(const char *iso);
const struct oh_plan *oh_plan_of(const struct oh_number *n);
/* dialled: digits, a leading '+' is ignored; country NULL or "": unknown */
bool oh_plan_is_emergency(const char *dialled, const char *country);
/* Whether the country's own list has it as it stands */
bool oh_plan_has_emergency(const struct oh_plan *plan, const char *dialled);
/* The digits behind a code that hides who calls (GB: 141), or NULL */
const char *oh_plan_behind(const char *dialled, const char *country);
enum oh_plan_class oh_plan_class(const struct oh_number *n);
/* The same, with the prefix of the range: "+1900", or "" */
enum oh_plan_class oh_plan_range(char prefix[OH_NUMBER_SIZE],
				 const struct oh_number *n);
const char *oh_plan_class_name(enum oh_plan_class cls);

#endif
