/**
 * @file money.h  Money as an exact decimal
 *
 * A whole number of millionths of a currency unit, never a float: rates
 * have four decimals, and seconds of a minute give more.
 */
#ifndef OH_BASE_MONEY_H
#define OH_BASE_MONEY_H

#include <stddef.h>
#include <stdint.h>

enum {
	OH_MONEY_UNIT = 1000000,     /**< Millionths in one unit           */
	OH_MONEY_SIZE = 32,          /**< Room for a printed amount [bytes] */
};

/** An amount; currency is ISO 4217, "" in a zero nothing was added to */
struct oh_money {
	int64_t micro;
	char    currency[4];
};

/* "12", "0.013", "-1.5": at most six decimals. EBADMSG, ERANGE */
int    oh_money_parse(struct oh_money *m, const char *text,
		      const char *currency);
/* A JSON number: exact up to 15 significant digits. EBADMSG, ERANGE */
int    oh_money_of_double(struct oh_money *m, double amount,
			  const char *currency);
/* "0.013", "1.00": two decimals at least, no currency */
size_t oh_money_print(char *buf, size_t size, const struct oh_money *m);
/* EINVAL: two currencies; ERANGE: too much */
int    oh_money_add(struct oh_money *sum, const struct oh_money *m);
/* What ms [ms] cost at a price per minute, rounded half up. ERANGE */
int    oh_money_per_minute(struct oh_money *cost,
			   const struct oh_money *rate, uint64_t ms);

#endif
