/**
 * @file geo.c  What can be bought where
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>
#include "carrier/encode.h"
#include "simrest/handlers.h"
#include "simrest/page.h"
#include "simrest/problem.h"
#include "simrest/stock.h"

/** Which rows of the stock a list is about */
struct filter {
	const char  *country;
	enum oh_type type;
	char         division[OH_MODEL_NAME];   /* name or abbreviation */
	char         locality[OH_MODEL_NAME];
};

/* Whether two rows give the same item of a list */
typedef bool (same_h)(const struct oh_stock *a, const struct oh_stock *b);

static bool is_equal(const char *a, const char *b)
{
	return a && b && 0 == strcmp(a, b);
}

static bool is_same_country(const struct oh_stock *a,
			    const struct oh_stock *b)
{
	return is_equal(a->country, b->country);
}

static bool is_same_locality(const struct oh_stock *a,
			     const struct oh_stock *b)
{
	return is_equal(a->locality, b->locality) &&
	       (is_equal(a->abbreviation, b->abbreviation) ||
		(!a->abbreviation && !b->abbreviation));
}

static bool is_same_area(const struct oh_stock *a, const struct oh_stock *b)
{
	return is_equal(a->area, b->area);
}

static bool fits(const struct filter *f, const struct oh_stock *s)
{
	if (f->country && strcmp(f->country, s->country))
		return false;
	if (f->type && f->type != s->type)
		return false;
	if (*f->locality && !is_equal(f->locality, s->locality))
		return false;

	return !*f->division || is_equal(f->division, s->division) ||
	       is_equal(f->division, s->abbreviation);
}

/* The next row that gives an item no earlier row gave; NULL: none */
static const struct oh_stock *next(size_t *ip, const struct filter *f,
				   same_h *same)
{
	const struct oh_stock *s, *before;

	while ((s = oh_stock_at((*ip)++))) {
		size_t k = 0;

		if (!fits(f, s) || !same(s, s))
			continue;
		while ((before = oh_stock_at(k)) != s &&
		       !(fits(f, before) && same(before, s)))
			k++;
		if (before == s)
			return s;
	}

	return NULL;
}

static int find_country(struct oh_turn *t)
{
	int err;

	if (oh_stock_country_name(t->arg))
		return 0;
	err = oh_problem(t->reply, 404, NULL,
			 "Country %s has no offers.", t->arg);

	return err ? err : ENOENT;
}

static struct cJSON *encode_country(const struct oh_stock *s)
{
	struct oh_country c;
	const char *name = oh_stock_country_name(s->country);

	memset(&c, 0, sizeof(c));
	memcpy(c.code, s->country, sizeof(c.code));
	strncpy(c.name, name ? name : s->country, sizeof(c.name) - 1);

	return oh_encode_country(&c);
}

static struct cJSON *encode_locality(const struct oh_stock *s)
{
	struct oh_locality l;

	memset(&l, 0, sizeof(l));
	strncpy(l.name, s->locality, sizeof(l.name) - 1);
	if (s->division)
		strncpy(l.division, s->division, sizeof(l.division) - 1);
	if (s->abbreviation)
		strncpy(l.abbreviation, s->abbreviation,
			sizeof(l.abbreviation) - 1);

	return oh_encode_locality(&l);
}

static struct cJSON *encode_area(const struct oh_stock *s)
{
	struct oh_area a;

	memset(&a, 0, sizeof(a));
	strncpy(a.code, s->area, sizeof(a.code) - 1);

	return oh_encode_area(&a);
}

/** One of the lists that are made of the stock */
struct list {
	const char   *name;
	same_h       *same;
	struct cJSON *(*encode)(const struct oh_stock *s);
};

static int answer(struct oh_turn *t, const struct filter *f,
		  const struct list *list)
{
	const struct oh_stock *s;
	struct oh_page page;
	size_t i = 0;
	int err;

	err = oh_page_start(&page, t, "maxPageSize");
	while (!err && (s = next(&i, f, list->same))) {
		if (oh_page_takes(&page))
			err = oh_page_add(&page, list->encode(s));
	}
	if (err) {
		oh_page_reset(&page);
		return err;
	}

	return oh_page_end(&page, t, list->name);
}

/**
 * GET /availablePhoneNumbers/countries
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_geo_countries(struct oh_turn *t)
{
	static const struct list list = { "countries", is_same_country,
					  encode_country };
	const struct filter f = { .country = NULL };

	return answer(t, &f, &list);
}

/* What both lists of places may be narrowed by */
static int read_filter(struct filter *f, struct oh_turn *t)
{
	int err;

	memset(f, 0, sizeof(*f));
	f->country = t->arg;
	err = find_country(t);
	if (!err)
		err = oh_turn_type(&f->type, t);
	if (!err)
		err = oh_turn_query(f->division, sizeof(f->division), t,
				    "administrativeDivision");

	return err;
}

/**
 * GET /availablePhoneNumbers/countries/{country}/localities
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_geo_localities(struct oh_turn *t)
{
	static const struct list list = { "phoneNumberLocalities",
					  is_same_locality, encode_locality };
	struct filter f;
	int err;

	err = read_filter(&f, t);

	return err ? err : answer(t, &f, &list);
}

/**
 * GET /availablePhoneNumbers/countries/{country}/areaCodes
 *
 * Geographic ones are told of one locality only, as the real carrier does.
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_geo_areas(struct oh_turn *t)
{
	static const struct list list = { "areaCodes", is_same_area,
					  encode_area };
	enum oh_assignment ignored;
	struct filter f;
	int err;

	err = read_filter(&f, t);
	if (!err)
		err = oh_turn_assignment(&ignored, t);
	if (!err)
		err = oh_turn_query(f.locality, sizeof(f.locality), t,
				    "locality");
	if (err)
		return err;
	if (!f.type)
		return oh_turn_refuse(t, "phoneNumberType", "missing");
	if (f.type == OH_TYPE_GEOGRAPHIC && !*f.locality)
		return oh_turn_refuse(t, "locality",
				      "missing, for geographic numbers");

	return answer(t, &f, &list);
}

static int add_offering(struct oh_page *page, const struct oh_stock_offer *o)
{
	struct oh_offering offering = {
		.type = o->type, .assignment = o->assignment,
		.caps = o->caps,
	};
	int err;

	err = oh_stock_price(&offering.cost, o);

	return err ? err : oh_page_add(page, oh_encode_offering(&offering));
}

/**
 * GET /availablePhoneNumbers/countries/{country}/offerings
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_geo_offerings(struct oh_turn *t)
{
	const struct oh_stock_offer *o;
	enum oh_assignment assignment;
	enum oh_type type;
	struct oh_page page;
	int err;

	err = find_country(t);
	if (!err)
		err = oh_turn_type(&type, t);
	if (!err)
		err = oh_turn_assignment(&assignment, t);
	if (err)
		return err;

	err = oh_page_start(&page, t, "maxPageSize");
	for (size_t i = 0; !err && (o = oh_stock_offer_at(i)); i++) {
		if (strcmp(o->country, t->arg) || (type && type != o->type) ||
		    (assignment && assignment != o->assignment))
			continue;
		if (oh_page_takes(&page))
			err = add_offering(&page, o);
	}
	if (err) {
		oh_page_reset(&page);
		return err;
	}

	return oh_page_end(&page, t, "phoneNumberOfferings");
}
