/**
 * @file test_geo.c  Countries, localities, area codes, offerings; pages
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "simrest/stock.h"
#include "rest_fixture.h"
#include "test.h"

#define AT "/availablePhoneNumbers/countries"

static const struct {
	const char *target;
	uint16_t    status;
	const char *path;      /* of the JSON */
	const char *text;      /* that stands there; NULL: nothing does */
} rowv[] = {
	{ AT "?maxPageSize=1", 200, "countries.0.countryCode", "US" },
	{ AT "?maxPageSize=1", 200, "countries.0.localizedName",
	  "United States" },
	{ AT, 200, "nextLink", NULL },
	{ AT "?skip=1000", 200, "countries.0", NULL },
	{ AT "?skip=-1", 400, "error.message",
	  "skip: no number, or out of bounds." },
	{ AT "?skip=1e3", 400, "error.code", "InvalidInput" },
	{ AT "?maxPageSize=0", 400, "error.message",
	  "maxPageSize: no number, or out of bounds." },
	{ AT "?maxPageSize=1001", 400, "error.code", "InvalidInput" },
	{ AT "/US/localities?maxPageSize=1", 200,
	  "phoneNumberLocalities.0.localizedName", "Seattle" },
	{ AT "/US/localities?administrativeDivision=NY", 200,
	  "phoneNumberLocalities.0.administrativeDivision.abbreviatedName",
	  "NY" },
	{ AT "/US/localities?administrativeDivision=New%20York", 200,
	  "phoneNumberLocalities.0.localizedName", "New York" },
	{ AT "/US/localities?administrativeDivision=Nowhere", 200,
	  "phoneNumberLocalities.0", NULL },
	{ AT "/US/localities?phoneNumberType=tollFree", 200,
	  "phoneNumberLocalities.0", NULL },
	{ AT "/US/localities?phoneNumberType=free", 400, "error.message",
	  "phoneNumberType: no such type." },
	{ AT "/XX/localities", 404, "error.message",
	  "Country XX has no offers." },
	{ AT "/us/localities", 404, "error.code", "NotFound" },
	{ AT "/US/areaCodes", 400, "error.message",
	  "phoneNumberType: missing." },
	{ AT "/US/areaCodes?phoneNumberType=geographic", 400, "error.message",
	  "locality: missing, for geographic numbers." },
	{ AT "/US/areaCodes?phoneNumberType=geographic&locality=New+York",
	  200, "areaCodes.0.areaCode", "212" },
	{ AT "/US/areaCodes?phoneNumberType=geographic&locality=New%20York"
	  "&administrativeDivision=WA", 200, "areaCodes.0", NULL },
	{ AT "/US/areaCodes?phoneNumberType=tollFree"
	  "&assignmentType=application", 200, "areaCodes.0.areaCode", "800" },
	{ AT "/US/areaCodes?phoneNumberType=tollFree&assignmentType=dog",
	  400, "error.message", "assignmentType: no such assignment." },
	{ AT "/US/offerings?phoneNumberType=tollFree", 200,
	  "phoneNumberOfferings.0.availableCapabilities.sms",
	  "inbound+outbound" },
	{ AT "/US/offerings?phoneNumberType=tollFree", 200,
	  "phoneNumberOfferings.0.cost.billingFrequency", "monthly" },
	{ AT "/US/offerings?assignmentType=person", 200,
	  "phoneNumberOfferings.0.phoneNumberType", "geographic" },
	{ AT "/US/offerings?phoneNumberType=mobile", 200,
	  "phoneNumberOfferings.0", NULL },
	{ AT "/XX/offerings", 404, "error.code", "NotFound" },
};

static int row_run(struct rest *r, size_t i)
{
	const char *text;
	int err;

	err = rest_get(r, rowv[i].status, "%s", rowv[i].target);
	if (err)
		return err;
	text = rest_text(r, rowv[i].path);
	if (rowv[i].text ? !text || strcmp(text, rowv[i].text)
			 : !!rest_at(r, rowv[i].path))
		fail_msg("%s: %s", rowv[i].target, r->reply.body);

	return 0;
}

int test_geo_lists(void)
{
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = row_run(&r, i);

out:
	rest_reset(&r);

	return err;
}

/* Every country of the stock once, a page at a time, by its own links */
int test_geo_pages(void)
{
	static const char start[] = AT "?skip=0&skip=0&maxPageSize=2&x=%C3%A9";
	static const char base[] = "http://127.0.0.1:8443";
	char target[REST_TEXT_SIZE], seen[REST_TEXT_SIZE] = "";
	const char *link;
	size_t pages = 0, countries = 0;
	struct rest r;
	int err;

	(void)str_ncpy(target, start, sizeof(target));
	err = rest_init(&r);
	TEST_OK(err);
	for (bool more = true; more; pages++) {
		err = rest_get(&r, 200, "%s", target);
		TEST_OK(err);
		for (size_t i = 0; i < rest_count(&r, "countries"); i++) {
			char path[] = "countries.0.countryCode";

			path[10] = (char)('0' + i);
			assert_null(strstr(seen, rest_text(&r, path)));
			(void)re_snprintf(seen + 3 * countries++, 4, "%s,",
					  rest_text(&r, path));
		}
		link = rest_text(&r, "nextLink");
		more = link;
		if (!more)
			continue;
		assert_int_equal(strncmp(link, base, strlen(base)), 0);
		assert_non_null(strstr(link, "x=%C3%A9"));
		assert_non_null(strstr(link, "api-version=2025-06-01"));
		assert_null(strstr(strstr(link, "skip=") + 1, "skip="));
		str_ncpy(target, link + strlen(base), sizeof(target));
	}
	assert_int_equal(pages, (countries + 1) / 2);
	assert_true(countries > 2);

out:
	rest_reset(&r);

	return err;
}
