/**
 * @file test_stock.c  The inventory holds together
 */
#include "test.h"
#include "number/number.h"
#include "number/plan.h"
#include "simrest/stock.h"

static void check_number(const struct oh_stock *s, uint32_t i)
{
	char number[OH_NUMBER_SIZE];
	struct oh_number n;
	enum oh_plan_class cls;

	assert_int_equal(oh_stock_number(number, s, i), 0);
	assert_int_equal(oh_number_parse(&n, number, NULL, NULL), 0);
	assert_int_equal(n.kind, OH_NUMBER_E164);
	assert_string_equal(n.text, number);
	assert_non_null(oh_plan_of(&n));
	assert_string_equal(oh_plan_of(&n)->iso, s->country);

	cls = oh_plan_class(&n);
	assert_int_equal(cls, s->type == OH_TYPE_TOLL_FREE
			 ? OH_PLAN_TOLL_FREE : OH_PLAN_ORDINARY);
	/* No two ranges overlap: each number is found in its own */
	assert_ptr_equal(oh_stock_of(number), s);
}

int test_stock_numbers(void)
{
	char number[OH_NUMBER_SIZE];
	const struct oh_stock *s;
	size_t i;

	for (i = 0; (s = oh_stock_at(i)); i++) {
		assert_true(s->count > 0);
		for (uint32_t k = 0; k < s->count; k++)
			check_number(s, k);
		assert_int_equal(oh_stock_number(number, s, s->count),
				 ERANGE);
		/* The people of the simulated network live there */
		assert_int_not_equal(strncmp(s->prefix, "1425", 4), 0);
	}
	assert_true(i > 20);
	assert_null(oh_stock_at(i));
	assert_null(oh_stock_at(SIZE_MAX));

	return 0;
}

/* What stands in the one table has its row in the other */
int test_stock_offered(void)
{
	const struct oh_stock_offer *o;
	const struct oh_stock *s;

	for (size_t i = 0; (s = oh_stock_at(i)); i++) {
		assert_non_null(oh_stock_offer_find(s->country, s->type,
						OH_ASSIGN_APPLICATION));
		assert_non_null(s->area);
		assert_int_equal(s->type == OH_TYPE_GEOGRAPHIC,
				 s->locality != NULL);
		assert_int_equal(!s->locality, !s->division);
		assert_int_equal(!s->locality, !s->abbreviation);
		/* The area is the beginning of the national number */
		assert_non_null(strstr(s->prefix, s->area));
	}
	for (size_t i = 0; (o = oh_stock_offer_at(i)); i++) {
		struct oh_money m;
		bool found = false;

		for (size_t k = 0; (s = oh_stock_at(k)); k++)
			found |= !strcmp(s->country, o->country) &&
				s->type == o->type;
		assert_true(found);
		assert_int_equal(oh_stock_price(&m, o), 0);
		assert_true(m.micro > 0);
		assert_string_equal(m.currency, "USD");
		assert_ptr_equal(oh_stock_offer_find(o->country, o->type,
						     o->assignment), o);
		assert_non_null(oh_stock_country_name(o->country));
	}

	return 0;
}

int test_stock_of(void)
{
	static const struct {
		const char *number, *area;
	} v[] = {
		{ "+12065550100", "206" },
		{ "+12065550199", "206" },
		{ "+12065550200", NULL },
		{ "+12065550099", NULL },
		{ "+1206555010", NULL },
		{ "+120655501000", NULL },
		{ "12065550100", NULL },
		{ "+1206555 100", NULL },
		{ "+14255550100", NULL },
		{ "+442079460000", "20" },
		{ "+442079460999", "20" },
		{ "+46701740604", NULL },
		{ "+46701740605", "70" },
		{ "+611800160401", "1800" },
		{ "+611800160402", NULL },
		{ "", NULL },
		{ "+", NULL },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		const struct oh_stock *s = oh_stock_of(v[i].number);

		if (v[i].area) {
			assert_non_null(s);
			assert_string_equal(s->area, v[i].area);
		}
		else
			assert_null(s);
	}
	assert_null(oh_stock_of(NULL));

	return 0;
}

#define ANY  OH_CAPABLE_ANY
#define NO   OH_CAPABLE_NONE
#define IN   OH_CAPABLE_INBOUND
#define OUT  OH_CAPABLE_OUTBOUND
#define BOTH OH_CAPABLE_BOTH

int test_stock_can(void)
{
	static const struct {
		const char *country;
		enum oh_type type;
		struct oh_capabilities wanted;
		bool can;
	} v[] = {
		{ "US", OH_TYPE_GEOGRAPHIC, { BOTH, NO },  true  },
		{ "US", OH_TYPE_GEOGRAPHIC, { ANY,  ANY }, true  },
		{ "US", OH_TYPE_GEOGRAPHIC, { OUT,  ANY }, true  },
		{ "US", OH_TYPE_GEOGRAPHIC, { IN,   OUT }, false },
		{ "US", OH_TYPE_GEOGRAPHIC, { NO,   NO },  false },
		{ "US", OH_TYPE_TOLL_FREE,  { IN,   OUT }, true  },
		{ "US", OH_TYPE_TOLL_FREE,  { NO,  BOTH }, true  },
		{ "AU", OH_TYPE_TOLL_FREE,  { BOTH, NO },  false },
		{ "AU", OH_TYPE_TOLL_FREE,  { IN,   NO },  true  },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_int_equal(oh_stock_can(oh_stock_offer_find(
			v[i].country, v[i].type, OH_ASSIGN_APPLICATION),
			&v[i].wanted), v[i].can);

	assert_null(oh_stock_offer_find("US", OH_TYPE_TOLL_FREE,
					OH_ASSIGN_PERSON));
	assert_null(oh_stock_offer_find("CA", OH_TYPE_TOLL_FREE,
					OH_ASSIGN_ANY));
	assert_null(oh_stock_offer_find("XX", OH_TYPE_ANY, OH_ASSIGN_ANY));
	assert_null(oh_stock_country_name("XX"));
	assert_null(oh_stock_country_name(NULL));
	assert_string_equal(oh_stock_country_name("DE"), "Germany");
	assert_true(oh_stock_offer_find("FR", OH_TYPE_GEOGRAPHIC,
					OH_ASSIGN_ANY)->no_resell);

	return 0;
}
