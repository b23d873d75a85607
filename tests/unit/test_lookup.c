/**
 * @file test_lookup.c  What a number is, and whose
 */
#include "base/compat.h"
#include "rest_fixture.h"
#include "test.h"

#define AT "/operatorInformation/:search"
#define ALL ",\"options\":{\"includeAdditionalOperatorDetails\":true}}"
#define ONE(number) "{\"phoneNumbers\":[\"" number "\"]" ALL

static const struct {
	const char *body;
	const char *national, *international, *country, *type;
} rowv[] = {
	{ ONE("+12065550100"), "+1 (206) 555-0100", "+1 206 555 0100", "US",
	  "geographic" },
	{ ONE("+18005550100"), "+1 (800) 555-0100", "+1 800 555 0100", "US",
	  "other" },
	{ ONE("+442079460000"), "0207 946 0000", "+44 207 946 0000", "GB",
	  "geographic" },
	{ ONE("+447700900000"), "0770 090 0000", "+44 770 090 0000", "GB",
	  "mobile" },
	{ ONE("+4915123456789"), "0151 234 567 89", "+49 151 234 567 89",
	  "DE", "mobile" },
	{ ONE("+19005550100"), "+1 (900) 555-0100", "+1 900 555 0100", "US",
	  "other" },
};

static const struct {
	const char *body, *why;
} badv[] = {
	{ "{}", "phoneNumbers: missing." },
	{ "{\"phoneNumbers\":null}", "phoneNumbers: missing." },
	{ "{\"phoneNumbers\":[]}", "phoneNumbers: missing." },
	{ "{\"phoneNumbers\":\"+12065550100\"}",
	  "phoneNumbers: not an array." },
	{ "{\"phoneNumbers\":{}}", "phoneNumbers: not an array." },
	{ "{\"phoneNumbers\":[1]}", "phoneNumbers: not all strings." },
	{ ONE("12065550100"), "phoneNumbers: not a number in E.164 form." },
	{ ONE("+1 206 555 0100"),
	  "phoneNumbers: not a number in E.164 form." },
	{ ONE("911"), "phoneNumbers: not a number in E.164 form." },
	{ ONE(""), "phoneNumbers: not a number in E.164 form." },
	{ "{\"phoneNumbers\":[\"+12065550100\"],\"options\":true}",
	  "options: not an object." },
	{ "{\"phoneNumbers\":[\"+12065550100\"],"
	  "\"options\":{\"includeAdditionalOperatorDetails\":1}}",
	  "includeAdditionalOperatorDetails: not a boolean." },
};

int test_lookup_forms(void)
{
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		err = rest_ask(&r, 200, "POST", AT, rowv[i].body);
		TEST_OK(err);
		assert_string_equal(rest_text(&r, "values.0.nationalFormat"),
				    rowv[i].national);
		assert_string_equal(rest_text(&r,
					"values.0.internationalFormat"),
				    rowv[i].international);
		assert_string_equal(rest_text(&r, "values.0.isoCountryCode"),
				    rowv[i].country);
		assert_string_equal(rest_text(&r, "values.0.numberType"),
				    rowv[i].type);
		assert_non_null(rest_text(&r,
					"values.0.operatorDetails.name"));
		assert_string_equal(rest_text(&r, "values.0.operatorDetails."
					      "mobileCountryCode"), "001");
	}

out:
	rest_reset(&r);

	return err;
}

/* What is not paid for is not told */
int test_lookup_free(void)
{
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = rest_ask(&r, 200, "POST", AT, "{\"phoneNumbers\":"
		       "[\"+12065550100\",\"+442079460000\"]}");
	TEST_OK(err);
	assert_int_equal(rest_count(&r, "values"), 2);
	assert_string_equal(rest_text(&r, "values.1.phoneNumber"),
			    "+442079460000");
	assert_null(rest_at(&r, "values.0.operatorDetails"));

out:
	rest_reset(&r);

	return err;
}

int test_lookup_refused(void)
{
	char body[4096] = "{\"phoneNumbers\":[\"\"";
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		err = rest_ask(&r, 400, "POST", AT, badv[i].body);
		TEST_OK(err);
		assert_string_equal(rest_text(&r, "error.message"),
				    badv[i].why);
	}

	for (unsigned i = 0; i < OH_MODEL_NUMBERS; i++) {
		size_t len = strlen(body);

		str_ncpy(body + len, ",\"\"", sizeof(body) - len);
	}
	str_ncpy(body + strlen(body), "]}", 3);
	err = rest_ask(&r, 400, "POST", AT, body);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "error.message"),
			    "phoneNumbers: too many.");

out:
	rest_reset(&r);

	return err;
}
