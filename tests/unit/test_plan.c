/**
 * @file test_plan.c  Countries, emergency numbers, ranges
 */
#include "test.h"
#include <ctype.h>
#include "number/plan.h"
#include "number/plan_priv.h"


int test_plan_table(void)
{
	size_t count = 0;

	for (const struct oh_plan *p = oh_plan_datav; p->name; p++) {
		for (const struct oh_plan *q = p + 1; q->name; q++) {
			size_t len = strlen(p->cc);

			assert_false(*p->iso && !strcmp(p->iso, q->iso));
			/* A prefix code, or the first match is not the one */
			assert_true(!strcmp(p->cc, q->cc) ||
				    (strncmp(p->cc, q->cc, len) &&
				     strncmp(p->cc, q->cc, strlen(q->cc))));
		}
		assert_true(strlen(p->cc) <= 3);
		assert_int_equal(strspn(p->cc, "0123456789"),
				 strlen(p->cc));
		assert_int_equal(strspn(p->trunk, "0123456789"),
				 strlen(p->trunk));
		assert_int_equal(strspn(p->emergency, "0123456789 "),
				 strlen(p->emergency));
		assert_int_equal(*p->iso == '\0', *p->intl == '\0');
		++count;
	}
	assert_true(count > 240);

	for (const struct oh_plan_range *r = oh_plan_rangev; r->prefix; r++)
		assert_non_null(oh_plan_match(r->prefix));

	return 0;
}


int test_plan_regions(void)
{
	for (const struct oh_plan_region *r = oh_plan_regionv; r->prefix;
	     r++) {
		const struct oh_plan *p = oh_plan_find(r->iso);

		assert_non_null(p);
		assert_int_equal(strncmp(r->prefix, p->cc, strlen(p->cc)),
				 0);
		for (const struct oh_plan_region *q = oh_plan_regionv;
		     q->prefix; q++)
			assert_true(q == r || strncmp(q->prefix, r->prefix,
						      strlen(r->prefix)));
	}

	return 0;
}


int test_plan_of(void)
{
	static const struct {
		const char *text, *iso;
	} v[] = {
	{"+14255550100", "US"}, {"+16045550100", "CA"}, {"+18765550100", "JM"},
	{"+16585550100", "JM"}, {"+17875550100", "PR"}, {"+18095550100", "DO"},
	{"+442079460000", "GB"}, {"+441481960000", "GG"},
	{"+447624000000", "IM"}, {"+74951234567", "RU"},
	{"+77011234567", "KZ"}, {"+390669812345", "VA"},
	{"+390612345678", "IT"}, {"+35818123456", "AX"},
	{"+4930123456", "DE"}, {"+883510001234", ""}, {"+97912345678", ""},
	};
	struct oh_number n;

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		assert_int_equal(oh_number_parse(&n, v[i].text, NULL, NULL),
				 0);
		assert_non_null(oh_plan_of(&n));
		assert_string_equal(oh_plan_of(&n)->iso, v[i].iso);
	}
	assert_int_equal(oh_number_parse(&n, "112", NULL, NULL), 0);
	assert_null(oh_plan_of(&n));
	assert_null(oh_plan_of(NULL));
	assert_null(oh_plan_find(""));
	assert_null(oh_plan_find("USA"));
	assert_string_equal(oh_plan_find("gb")->name, "United Kingdom");

	return 0;
}


int test_plan_emergency(void)
{
	static const struct {
		const char *dialled, *country;
		bool want;
	} v[] = {
	{"911", NULL, true},  {"911", "DE", true},  {"112", "", true},
	{"+112", NULL, true}, {"000", "AU", true},  {"1911", "US", true},
	{"0999", "GB", true}, {"8112", "RU", true}, {"15", "FR", true},
	{"1122", "PK", true}, {"10111", "ZA", true},
	{"15", NULL, false},  {"15", "US", false},  {"1112", "US", false},
	{"933", "US", false}, {"9115", "US", false}, {"9111", NULL, false},
	{"91", "US", false},  {"9", "US", false},   {"", "US", false},
	{"+", "US", false},   {"911 ", "US", false}, {"112 911", "US", false},
	{"9115550100", "US", false}, {"++911", "US", false},
	{"1911", "GB", false}, {"911", "ZZ", true},
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		if (oh_plan_is_emergency(v[i].dialled, v[i].country) !=
		    v[i].want)
			fail_msg("%s in %s: not %d", v[i].dialled,
				 v[i].country ? v[i].country : "-",
				 v[i].want);
	}
	assert_false(oh_plan_is_emergency(NULL, "US"));

	return 0;
}


int test_plan_class(void)
{
	static const struct {
		const char *text, *class, *prefix;
	} v[] = {
	{"+14255550100",  "ordinary",  ""},
	{"+19005550100",  "premium",   "+1900"},
	{"+14259765555",  "premium",   "+1425976"},
	{"+18769765555",  "ordinary",  ""},
	{"+18005550100",  "toll-free", "+1800"},
	{"+442079460000", "ordinary",  ""},
	{"+441184960000", "ordinary",  ""},
	{"+449098790000", "premium",   "+449"},
	{"+447012345678", "premium",   "+4470"},
	{"+447624123456", "ordinary",  ""},
	{"+447600123456", "premium",   "+4476"},
	{"+498001234567", "toll-free", "+49800"},
	{"+499001234567", "premium",   "+49900"},
	{"+33891123456",  "premium",   "+3389"},
	{"+35315201234",  "ordinary",  ""},
	{"+3531520123456", "premium",  "+35315"},
	{"+85290012345",  "ordinary",  ""},
	{"+421905123456", "ordinary",  ""},
	{"+870773123456", "satellite", "+870"},
	{"+881612345678", "satellite", "+881"},
	{"+88216123456",  "satellite", "+882"},
	{"+883510001234", "satellite", "+883"},
	{"+88812345678",  "satellite", "+888"},
	{"+97912345678",  "premium",   "+979"},
	{"+80012345678",  "toll-free", "+800"},
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		char prefix[OH_NUMBER_SIZE];
		struct oh_number n;

		assert_int_equal(oh_number_parse(&n, v[i].text, NULL, NULL),
				 0);
		assert_string_equal(oh_plan_class_name(oh_plan_class(&n)),
				    v[i].class);
		(void)oh_plan_range(prefix, &n);
		assert_string_equal(prefix, v[i].prefix);
	}

	return 0;
}
