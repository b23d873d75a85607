/**
 * @file plan_priv.h  The tables behind plan.c
 */
#ifndef OH_NUMBER_PLAN_PRIV_H
#define OH_NUMBER_PLAN_PRIV_H

#include "number/plan.h"

/** A part of a country code that belongs to a country of its own */
struct oh_plan_region {
	const char *prefix;       /**< Digits, country code included   */
	char        iso[3];
};

/** Numbers that cost more, or nothing */
struct oh_plan_range {
	const char        *prefix;    /**< Digits, country code included   */
	enum oh_plan_class cls;
	size_t             len;       /**< Digits in all; 0: any length    */
};

/* Each table ends with a row of zeros. Rows of one country code follow each
   other, the country that a number belongs to by default first. */
extern const struct oh_plan        oh_plan_datav[];
extern const struct oh_plan_region oh_plan_regionv[];
extern const struct oh_plan_range  oh_plan_rangev[];

const struct oh_plan *oh_plan_match(const char *digits);

#endif
