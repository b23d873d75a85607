/**
 * @file stock.h  What the simulated carrier has to sell
 *
 * A small realistic inventory: ranges of numbers that regulators keep free
 * for fiction, in several countries and of all three types. Pure, static.
 */
#ifndef OH_SIMREST_STOCK_H
#define OH_SIMREST_STOCK_H

#include "carrier/model.h"

/** One range: prefix and count of last digits */
struct oh_stock {
	char        country[3];
	enum oh_type type;
	const char *prefix;        /**< digits with country code           */
	uint32_t    first;         /**< of the digits that follow          */
	uint32_t    count;
	uint32_t    width;         /**< how many digits follow             */
	const char *area;          /**< "206"                              */
	const char *locality;      /**< "Seattle", NULL: none              */
	const char *division;      /**< "Washington"                       */
	const char *abbreviation;  /**< "WA"                               */
};

/** What is offered: a country's row for a type and an assignment */
struct oh_stock_offer {
	char               country[3];
	enum oh_type       type;
	enum oh_assignment assignment;
	struct oh_capabilities caps;     /**< the most it can have         */
	const char        *price;        /**< a month, USD                 */
	bool               no_resell;
};

const struct oh_stock *oh_stock_at(size_t i);             /* NULL: end */
const struct oh_stock_offer *oh_stock_offer_at(size_t i); /* NULL: end */
/* The first that fits, ANY fits all; NULL: it is not sold there */
const struct oh_stock_offer *oh_stock_offer_find(const char *country,
				enum oh_type type,
				enum oh_assignment assignment);
/* Where a number stands; NULL: not of the stock */
const struct oh_stock *oh_stock_of(const char *number);
/* ERANGE: i is not below count */
int  oh_stock_number(char number[OH_NUMBER_SIZE],
		     const struct oh_stock *s, uint32_t i);
const char *oh_stock_country_name(const char *country);   /* or NULL   */
bool oh_stock_can(const struct oh_stock_offer *offer,
		  const struct oh_capabilities *wanted);
int  oh_stock_price(struct oh_money *cost,
		    const struct oh_stock_offer *offer);

#endif
