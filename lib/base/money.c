/**
 * @file money.c  Money as an exact decimal
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "base/money.h"

#define DIGITS "0123456789"

enum {
	DECIMALS     = 6,      /* of a millionth                 */
	DECIMALS_MIN = 2,      /* as printed                     */
	MINUTE_MS    = 60000,
};


/* An ISO 4217 code, or none */
static bool is_currency(const char *s)
{
	size_t len = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return !s[len] && (len == 0 || len == 3);
}


/* The same range below zero: what is printed can be read again. */
static int set(struct oh_money *m, bool minus, uint64_t magnitude,
	       const char *currency)
{
	if (!is_currency(currency))
		return EBADMSG;
	if (magnitude > INT64_MAX)
		return ERANGE;

	m->micro = minus ? -(int64_t)magnitude : (int64_t)magnitude;
	memmove(m->currency, currency, strlen(currency) + 1);

	return 0;
}


static int append_digits(uint64_t *vp, const char *s, size_t len)
{
	for (; len; len--, s++) {
		if (*vp > (UINT64_MAX - 9) / 10)
			return ERANGE;
		*vp = *vp * 10 + (uint64_t)(*s - '0');
	}

	return 0;
}


/**
 * Parse a decimal: an optional '-', digits, and a point with up to six more
 *
 * @param m        Amount; set on success only
 * @param text     Text, nothing but the decimal
 * @param currency ISO 4217 code, or "" for none
 *
 * @return 0; EBADMSG: malformed amount or currency; ERANGE: too large
 */
int oh_money_parse(struct oh_money *m, const char *text,
		   const char *currency)
{
	bool minus = *text == '-';
	const char *whole = text + minus;
	size_t wholec = strspn(whole, DIGITS);
	const char *end = whole + wholec;
	const char *part = *end == '.' ? end + 1 : end;
	size_t partc = strspn(part, DIGITS);
	uint64_t v = 0;
	int err;

	if (!wholec || part[partc] || partc > DECIMALS || (*end && !partc))
		return EBADMSG;

	err = append_digits(&v, whole, wholec);
	if (!err)
		err = append_digits(&v, part, partc);
	if (!err)
		err = append_digits(&v, "000000", DECIMALS - partc);
	if (err)
		return err;

	return set(m, minus, v, currency);
}


/* Times ten to the power of exp; what falls off is rounded half up */
static int scale(uint64_t *vp, int exp)
{
	for (; exp > 0; exp--) {
		if (*vp > UINT64_MAX / 10)
			return ERANGE;
		*vp *= 10;
	}
	for (; exp < -1 && *vp; exp++)
		*vp /= 10;
	if (exp == -1)
		*vp = (*vp + 5) / 10;

	return 0;
}


/**
 * Take the amount of a JSON number
 *
 * A double gives back every decimal of up to 15 significant digits it was
 * read from, so the first 15 of its digits are those that were written. Here
 * alone more than six decimals are no error: they are rounded, half away
 * from zero.
 *
 * @param m        Amount; set on success only
 * @param amount   As the JSON parser gave it
 * @param currency ISO 4217 code, or "" for none
 *
 * @return 0; EBADMSG: not a number, or malformed currency; ERANGE: too large
 */
int oh_money_of_double(struct oh_money *m, double amount,
		       const char *currency)
{
	char text[OH_MONEY_SIZE];
	uint64_t v = 0;
	int exp = 0, err;

	if (!isfinite(amount))
		return EBADMSG;

	/* "d.dddddddddddddde[+-]x": the locale may have another point. */
	(void)snprintf(text, sizeof(text), "%.14e", fabs(amount));
	(void)append_digits(&v, text, 1);
	(void)append_digits(&v, text + 2, 14);
	if (1 != sscanf(text + 16, "e%d", &exp))
		return EBADMSG;

	err = scale(&v, exp - 14 + DECIMALS);
	if (err)
		return err;

	return set(m, amount < 0, v, currency);
}


static uint64_t magnitude_of(int64_t micro)
{
	return micro < 0 ? 0 - (uint64_t)micro : (uint64_t)micro;
}


/**
 * Print an amount, with two decimals or as many as it has
 *
 * @param buf  Receives the text, always terminated if size > 0
 * @param size Size of buf; OH_MONEY_SIZE is enough [bytes]
 * @param m    Amount; its currency is left out
 *
 * @return Length of the text, 0 if buf is too small
 */
size_t oh_money_print(char *buf, size_t size, const struct oh_money *m)
{
	uint64_t v = magnitude_of(m->micro);
	int len;

	len = snprintf(buf, size, "%s%" PRIu64 ".%06" PRIu64,
		       m->micro < 0 ? "-" : "", v / OH_MONEY_UNIT,
		       v % OH_MONEY_UNIT);
	if (len < 0 || (size_t)len >= size) {
		if (size)
			*buf = '\0';
		return 0;
	}
	for (int i = DECIMALS_MIN; i < DECIMALS && buf[len - 1] == '0'; i++)
		buf[--len] = '\0';

	return (size_t)len;
}


/* A zero that was never given a currency goes with any. */
static bool is_blank(const struct oh_money *m)
{
	return !m->micro && !*m->currency;
}


/**
 * Add an amount of the same currency
 *
 * @param sum Sum; unchanged after an error
 * @param m   What is added
 *
 * @return 0; EINVAL: two currencies; ERANGE: too large
 */
int oh_money_add(struct oh_money *sum, const struct oh_money *m)
{
	int64_t micro;

	if (is_blank(m))
		return 0;
	if (is_blank(sum)) {
		*sum = *m;
		return 0;
	}
	if (strcmp(sum->currency, m->currency))
		return EINVAL;
	if (__builtin_add_overflow(sum->micro, m->micro, &micro))
		return ERANGE;
	sum->micro = micro;

	return 0;
}


/**
 * Tell what a time costs; it is billed to the millisecond
 *
 * @param cost Cost, rounded half up to a millionth; set on success only
 * @param rate Price of a minute, not negative; may be cost
 * @param ms   Time [ms]
 *
 * @return 0; ERANGE: too large, or a negative price
 */
int oh_money_per_minute(struct oh_money *cost, const struct oh_money *rate,
			uint64_t ms)
{
	uint64_t minutes = ms / MINUTE_MS, rest = ms % MINUTE_MS;
	uint64_t v, part, price = (uint64_t)rate->micro;

	if (rate->micro < 0)
		return ERANGE;

	/* In two steps: a rest times the whole price would not fit. */
	part = price / MINUTE_MS * rest +
		(price % MINUTE_MS * rest + MINUTE_MS / 2) / MINUTE_MS;
	if (__builtin_mul_overflow(price, minutes, &v) ||
	    __builtin_add_overflow(v, part, &v))
		return ERANGE;

	return set(cost, false, v, rate->currency);
}
