/**
 * @file test_guard.c  What may be called
 */
#include "test.h"
#include "route/guard.h"


struct row {
	const char *text, *country, *premium, *satellite;
	const char *rule, *in_text, *hint;
};


static void check_texts(const struct row *r, const struct oh_verdict *v)
{
	if (strcmp(oh_guard_name(v->rule), r->rule) ||
	    !strstr(v->text, r->in_text) || strcmp(v->hint, r->hint))
		fail_msg("%s at %s: '%s' '%s' '%s', not '%s' '%s' '%s'",
			 r->text, r->country, oh_guard_name(v->rule), v->text,
			 v->hint, r->rule, r->in_text, r->hint);
	if (v->rule == OH_GUARD_OK)
		assert_string_equal(v->text, "");
}


static void check_row(const struct row *r, bool dialled)
{
	struct oh_conf_guard conf = { .max_duration_s = 1 };
	struct oh_guard_prm prm = {
		.conf = &conf, .country = r->country, .automation = true,
	};
	struct oh_verdict v;
	struct oh_number n;

	snprintf(conf.allow_premium, sizeof(conf.allow_premium), "%s",
		 r->premium ? r->premium : "");
	snprintf(conf.allow_satellite, sizeof(conf.allow_satellite), "%s",
		 r->satellite ? r->satellite : "");
	memset(&v, 0xff, sizeof(v));
	if (dialled)
		oh_guard_check_dialled(&v, &prm, r->text);
	else {
		if (oh_number_parse(&n, r->text, r->country, NULL))
			fail_msg("'%s' is no number", r->text);
		oh_guard_check(&v, &prm, &n);
	}
	check_texts(r, &v);
}


#define NEVER "never called by a program"
#define PHONE "use a telephone"


int test_guard_emergency(void)
{
	static const struct row v[] = {
	{"911", "US", 0, 0, "emergency", NEVER, PHONE},
	{"911", "", "all", "all", "emergency", "911 is an", PHONE},
	{"+911", "", 0, 0, "emergency", NEVER, PHONE},
	{"9-1-1", "US", 0, 0, "emergency", NEVER, PHONE},
	{"1911", "US", 0, 0, "emergency", NEVER, PHONE},
	{"112", "GB", 0, 0, "emergency", NEVER, PHONE},
	{"15", "FR", 0, 0, "emergency", NEVER, PHONE},
	{"15", "US", 0, 0, "", "", ""},
	{"tel:911;phone-context=+1", "GB", 0, 0, "emergency", NEVER, PHONE},
	{"sip:911@host", "", 0, 0, "emergency", NEVER, PHONE},
	{"sip:+911@host;user=phone", "", 0, 0, "emergency", NEVER, PHONE},
	{"sip:9%311@host", "", 0, 0, "emergency", NEVER, PHONE},
	{"+14255550100;ext=911", "US", 0, 0, "emergency", NEVER, PHONE},
	{"*67911", "US", 0, 0, "emergency", NEVER, PHONE},
	{"#31#112", "DE", 0, 0, "emergency", NEVER, PHONE},
	{"*21*112#", "DE", 0, 0, "emergency", NEVER, PHONE},
	{"*98", "US", 0, 0, "", "", ""},
	{"*911", "US", 0, 0, "", "", ""},
	{"933", "US", 0, 0, "", "", ""},
	{"911 555 0100", "US", 0, 0, "", "", ""},
	{"+19115550100", "", 0, 0, "", "", ""},
	{"sip:alice@host", "US", 0, 0, "", "", ""},
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		check_row(&v[i], false);

	return 0;
}


int test_guard_ranges(void)
{
	static const struct row v[] = {
	{"+14255550100", "US", 0, 0, "", "", ""},
	{"+18005550100", "US", 0, 0, "", "", ""},
	{"1 900 555 0100", "US", 0, 0, "premium", "premium-rate range +1900",
	 "set allow_premium = +1900 in [guard]"},
	{"425 976 1234", "US", 0, 0, "premium", "premium-rate range +1425976",
	 "set allow_premium = +1425976 in [guard]"},
	{"09098790000", "GB", 0, 0, "premium", "+449",
	 "set allow_premium = +449 in [guard]"},
	{"*67 1900 555 0100", "US", 0, 0, "premium", "+1900",
	 "set allow_premium = +1900 in [guard]"},
	{"sip:19005550100@h", "", 0, 0, "premium", "+1900",
	 "set allow_premium = +1900 in [guard]"},
	{"+881612345678", "US", "all", 0, "satellite", "satellite range +881",
	 "set allow_satellite = +881 in [guard]"},
	{"+19005550100", "US", "+1900", 0, "", "", ""},
	{"+19005550100", "US", "+44871, +1900", 0, "", "", ""},
	{"+19005550100", "US", "+1900555", 0, "", "", ""},
	{"+19005550100", "US", "all", 0, "", "", ""},
	{"+19005550100", "US", "+1901 +19005550101 +", "all", "premium",
	 "+1900", "set allow_premium = +1900 in [guard]"},
	{"+881612345678", "US", 0, "+881", "", "", ""},
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		check_row(&v[i], false);

	return 0;
}


int test_guard_dialled(void)
{
	static const struct row v[] = {
	{"911", "US", 0, 0, "emergency", NEVER, PHONE},
	{"+112", "", 0, 0, "emergency", NEVER, PHONE},
	{"19005550100", "GB", 0, 0, "premium", "+1900",
	 "set allow_premium = +1900 in [guard]"},
	{"0019005550100", "AU", 0, 0, "premium", "+1900",
	 "set allow_premium = +1900 in [guard]"},
	{"0019005550100", "US", 0, 0, "premium", "+1900",
	 "set allow_premium = +1900 in [guard]"},
	{"449098790000", "US", 0, 0, "premium", "+449",
	 "set allow_premium = +449 in [guard]"},
	{"8705550100", "US", 0, 0, "", "", ""},
	{"9795550100", "US", 0, 0, "", "", ""},
	{"8705550100", "", 0, 0, "satellite", "+870",
	 "set allow_satellite = +870 in [guard]"},
	{"4255550100", "US", 0, 0, "", "", ""},
	{"14255550100", "", 0, 0, "", "", ""},
	{"101", "US", 0, 0, "", "", ""},
	{"", "US", 0, 0, "", "", ""},
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		check_row(&v[i], true);

	return 0;
}


int test_guard_person(void)
{
	const struct oh_conf_guard conf = { .max_duration_s = 1 };
	const struct oh_guard_prm prm = { .conf = &conf, .country = "US" };
	struct oh_verdict v;

	oh_guard_check_dialled(&v, &prm, "911");
	assert_int_equal(v.rule, OH_GUARD_EMERGENCY);
	assert_non_null(strstr(v.text, "cannot say where you are"));
	oh_guard_check(&v, &prm, NULL);
	assert_int_equal(v.rule, OH_GUARD_OK);

	return 0;
}
