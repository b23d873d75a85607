/**
 * @file test_rates.c  What a call costs a minute, by the longest prefix
 */
#include "base/compat.h"
#include "test.h"
#include "route/rates.h"

#define HEADER OH_RATES_HEADER "\n"

static const char list[] =
	HEADER
	"Here,landline,XX,44,0.015\n"
	"Here-City,landline,XX,4420,0.0151\n"
	"Here - Mobile,mobile,XX,447,0.32\n"
	"Here - Island,mobile,XX,447700,0.4\n"
	"\n"
	"There,mixed,YY,1425,0.013\n"
	"There - Toll Free,non-geographic,YY,1800,0\n"
	"Ten,landline,ZZ,12,12\n"
	"Two zeros,landline,ZZ,1200,0.000001\n"
	"Long,landline,ZZ,999999999999999,1\n";

static int parse(struct oh_rates **rp, const char *text)
{
	struct oh_rates_fault fault = { .line = 0 };
	int err = oh_rates_parse(rp, text, strlen(text), "USD", &fault);

	if (err == EBADMSG)
		fail_msg("line %u: %s", fault.line, fault.why);

	return err;
}

static const struct {
	const char *number, *prefix;
	int64_t micro;
} lookv[] = {
	{ "+442079460000",      "4420",            15100 },
	{ "442079460000",       "4420",            15100 },
	{ "+447700900123",      "447700",          400000 },
	{ "+447699900123",      "447",             320000 },
	{ "+447701900123",      "447",             320000 },
	{ "+441619460000",      "44",              15000 },
	{ "+449999999999",      "44",              15000 },
	{ "+44",                "44",              15000 },
	{ "+4420",              "4420",            15100 },
	{ "+442",               "44",              15000 },
	{ "+14255550100",       "1425",            13000 },
	{ "+18005550100",       "1800",            0 },
	{ "+12",                "12",              12000000 },
	{ "+120",               "12",              12000000 },
	{ "+1200",              "1200",            1 },
	{ "+12001",             "1200",            1 },
	{ "+1201",              "12",              12000000 },
	{ "+999999999999999",   "999999999999999", 1000000 },
	{ "+9999999999999990",  "999999999999999", 1000000 },
	{ "+99999999999999",    NULL, 0 },
	{ "+1999",              NULL, 0 },
	{ "+1",                 NULL, 0 },
	{ "+4",                 NULL, 0 },
	{ "+0044",              NULL, 0 },
	{ "+",                  NULL, 0 },
	{ "",                   NULL, 0 },
	{ "*67#",               NULL, 0 },
	{ "+4420*",             NULL, 0 },
	{ "++4420",             NULL, 0 },
};

int test_rates_find(void)
{
	struct oh_rates *r = NULL;
	int err;

	err = parse(&r, list);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(lookv); i++) {
		struct oh_rate rate = { .prefix = NULL };
		bool found = oh_rates_find(&rate, r, lookv[i].number);

		if (found != !!lookv[i].prefix)
			fail_msg("%s: %d", lookv[i].number, found);
		if (!found)
			continue;
		if (strcmp(rate.prefix, lookv[i].prefix))
			fail_msg("%s: %s", lookv[i].number, rate.prefix);
		assert_int_equal(rate.price.micro, lookv[i].micro);
		assert_string_equal(rate.price.currency, "USD");
	}
 out:
	mem_deref(r);

	return err;
}

int test_rates_row(void)
{
	struct oh_rates *r = NULL;
	struct oh_rate rate;
	const char *last = "";
	size_t i;
	int err;

	err = parse(&r, "\xef\xbb\xbf\"Destination Name\",Destination Type,"
		    "Country,Prefix,Price / min\r\n\r\n"
		    "\"Say \"\"Ah\"\", please\",\"mobile\",ab,\"4477\",0.5\r\n"
		    ",,CD,44,\"1.25\"");
	TEST_OK(err);
	assert_int_equal(oh_rates_count(r), 2);
	for (i = 0; oh_rates_at(&rate, r, i); i++) {
		assert_true(strcmp(last, rate.prefix) < 0);
		last = rate.prefix;
	}
	assert_int_equal(i, 2);
	assert_true(oh_rates_find(&rate, r, "+44770"));
	assert_string_equal(rate.name, "Say \"Ah\", please");
	assert_string_equal(rate.type, "mobile");
	assert_string_equal(rate.country, "AB");
	assert_int_equal(rate.line, 3);
	assert_true(oh_rates_find(&rate, r, "+4478"));
	assert_string_equal(rate.name, "");
	assert_int_equal(rate.price.micro, 1250000);
	assert_int_equal(rate.line, 4);
 out:
	mem_deref(r);

	return err;
}

static const struct {
	const char *text;
	uint32_t line;
	const char *why;
} badv[] = {
	{ "",                              1, "the first line must be" },
	{ "\n\n",                          2, "the first line must be" },
	{ "a,b,c,d,e\n",                   1, "the first line must be" },
	{ "\n" OH_RATES_HEADER ",x\n",     2, "the first line must be" },
	{ HEADER,                          1, "no rows" },
	{ HEADER "\n\n",                   3, "no rows" },
	{ HEADER "a,b,US,1425\n",          2, "fewer than five" },
	{ HEADER "a,b,US,1425,1,2\n",      2, "more than five" },
	{ HEADER "a,b,US,1425,1\n\nx\n",   4, "fewer than five" },
	{ HEADER "a,b,USA,1425,1\n",       2, "country 'USA'" },
	{ HEADER "a,b,U,1425,1\n",         2, "country 'U'" },
	{ HEADER "a,b,,1425,1\n",          2, "country ''" },
	{ HEADER "a,b,U1,1425,1\n",        2, "country 'U1'" },
	{ HEADER "a,b,US,+1425,1\n",       2, "prefix '+1425'" },
	{ HEADER "a,b,US,1,1\n",           2, "prefix '1'" },
	{ HEADER "a,b,US,,1\n",            2, "prefix ''" },
	{ HEADER "a,b,US,14 25,1\n",       2, "prefix '14 25'" },
	{ HEADER "a,b,US,1234567890123456,1\n", 2,
	  "prefix '1234567890123456'" },
	{ HEADER "a,b,US,1425,\n",         2, "price ''" },
	{ HEADER "a,b,US,1425,free\n",     2, "price 'free'" },
	{ HEADER "a,b,US,1425,$1\n",       2, "price '$1'" },
	{ HEADER "a,b,US,1425,-1\n",       2, "price '-1'" },
	{ HEADER "a,b,US,1425,1e-2\n",     2, "price '1e-2'" },
	{ HEADER "a,b,US,1425,0.0000001\n", 2, "price '0.0000001'" },
	{ HEADER "a,b,US,1425, 1\n",       2, "price ' 1'" },
	{ HEADER "\"a,b,US,1425,1\n",      2, "never closed" },
	{ HEADER "\"a\"b,c,US,1425,1\n",   2, "behind a quote" },
	{ HEADER "a\tb,c,US,1425,1\n",     2, "control characters" },
	{ HEADER "a,b,US,1425,1\na,b,US,1426,1\nc,d,GB,1425,2\n", 4,
	  "prefix 1425 stands in line 2" },
};

int test_rates_bad(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		struct oh_rates_fault fault = { .line = 0 };
		struct oh_rates *r = NULL;
		int err;

		err = oh_rates_parse(&r, badv[i].text, strlen(badv[i].text),
				     "USD", &fault);
		if (err == ENOMEM)
			return err;
		assert_int_equal(err, EBADMSG);
		assert_null(r);
		if (fault.line != badv[i].line ||
		    !strstr(fault.why, badv[i].why))
			fail_msg("'%s': %u: %s", badv[i].text, fault.line,
				 fault.why);
	}

	return 0;
}

/* The text need not end in NUL, and one inside of it hides nothing */
int test_rates_nul(void)
{
	static const char nul[] = HEADER "a\0b,c,US,1425,1\n";
	struct oh_rates_fault fault = { .line = 0 };
	struct oh_rates *r = NULL;
	int err;

	err = oh_rates_parse(&r, nul, sizeof(nul) - 1, "USD", &fault);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, EBADMSG);
	assert_int_equal(fault.line, 2);

	err = oh_rates_parse(&r, list, strlen(HEADER) + 25, "USD", &fault);
	TEST_OK(err);
	assert_int_equal(oh_rates_count(r), 1);
 out:
	mem_deref(r);

	return err;
}

int test_rates_misuse(void)
{
	struct oh_rates_fault fault;
	struct oh_rates *r = NULL;
	struct oh_rate rate;

	assert_int_equal(oh_rates_parse(&r, list, 1, "EURO", &fault), ERANGE);
	assert_int_equal(oh_rates_parse(&r, list, OH_RATES_BYTES_MAX + 1,
					"USD", &fault), ERANGE);
	assert_int_equal(oh_rates_parse(NULL, list, 1, "USD", &fault), EINVAL);
	assert_int_equal(oh_rates_count(NULL), 0);
	assert_false(oh_rates_find(&rate, NULL, "+1425"));
	assert_false(oh_rates_at(&rate, NULL, 0));

	return 0;
}

/* Every number that the simulated network has, and of all kinds */
int test_rates_sample(void)
{
	static const struct { const char *number, *country, *type; } v[] = {
		{ "+14255550100",  "US", "mixed" },
		{ "+18005550100",  "US", "non-geographic" },
		{ "+14165550100",  "CA", "mixed" },
		{ "+442079460000", "GB", "landline" },
		{ "+447700900123", "GB", "mobile" },
		{ "+493023125000", "DE", "landline" },
		{ "+4915112345678", "DE", "mobile" },
		{ "+33199000001",  "FR", "landline" },
		{ "+46701740605",  "SE", "mobile" },
		{ "+61291234567",  "AU", "landline" },
	};
	struct oh_rates *r = NULL;
	struct oh_rate rate;
	int err;

	err = parse(&r, oh_rates_sample);
	TEST_OK(err);
	assert_true(oh_rates_count(r) > 500);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (!oh_rates_find(&rate, r, v[i].number))
			fail_msg("%s: no rate", v[i].number);
		assert_string_equal(rate.country, v[i].country);
		assert_string_equal(rate.type, v[i].type);
	}
	assert_false(oh_rates_find(&rate, r, "+19995550100"));
	assert_false(oh_rates_find(&rate, r, "+882123456789"));
 out:
	mem_deref(r);

	return err;
}

/* Against the plain way to do it */
int test_rates_many(void)
{
	static const char digits[] = "0123456789";
	struct oh_rates *r = NULL;
	struct oh_rate rate, best;
	char number[8];
	int err;

	err = parse(&r, oh_rates_sample);
	TEST_OK(err);
	for (uint32_t n = 0; n < 100000; n += 7) {
		bool any = false;

		for (uint32_t i = 0, v = n; i < 5; i++, v /= 10)
			number[4 - i] = digits[v % 10];
		number[5] = '\0';
		for (size_t i = 0; oh_rates_at(&rate, r, i); i++) {
			if (strncmp(number, rate.prefix, strlen(rate.prefix)))
				continue;
			best = rate;
			any = true;
		}
		if (oh_rates_find(&rate, r, number) != any)
			fail_msg("%s", number);
		if (any)
			assert_string_equal(rate.prefix, best.prefix);
	}
 out:
	mem_deref(r);

	return err;
}
