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
	{"*70*67911", "US", 0, 0, "emergency", NEVER, PHONE},
	{"*70*67*82911", "CA", 0, 0, "emergency", NEVER, PHONE},
	{"*21*30112#", "DE", 0, 0, "", "", ""},
	{"141 999", "GB", 0, 0, "emergency", NEVER, PHONE},
	{"sip:1470999@host", "GB", 0, 0, "emergency", NEVER, PHONE},
	{"sip:184110@host", "JP", 0, 0, "emergency", NEVER, PHONE},
	{"sip:1831000@host", "AU", 0, 0, "emergency", NEVER, PHONE},
	{"141 999", "DE", 0, 0, "", "", ""},
	{"sip:141@host", "GB", 0, 0, "", "", ""},
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
	{"*70*6719005550100", "US", 0, 0, "premium", "+1900",
	 "set allow_premium = +1900 in [guard]"},
	{"*21*0309001234#", "DE", 0, 0, "", "", ""},
	{"sip:14109098790000@h", "GB", 0, 0, "premium", "+449",
	 "set allow_premium = +449 in [guard]"},
	{"sip:14109012345@h", "GB", 0, 0, "", "", ""},
	{"118118", "GB", 0, 0, "premium", "premium-rate range +44118",
	 "set allow_premium = +44118 in [guard]"},
	{"sip:11833@h", "DE", 0, 0, "premium", "+49118",
	 "set allow_premium = +49118 in [guard]"},
	{"118118", "GB", "+44118118", 0, "", "", ""},
	{"118500", "GB", "+44118118", 0, "premium", "+44118",
	 "set allow_premium = +44118 in [guard]"},
	{"0118 496 0000", "GB", 0, 0, "", "", ""},
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


/* Where a trunk may call: its caller ID, its list, that of [guard] */
struct from {
	const char *home, *caller_id, *own, *all, *user;
};

static const struct from us      = { .home = "US" };
static const struct from gb      = { .home = "GB" };
static const struct from nowhere = { .home = "" };
static const struct from us_shown = { .home = "US",
				      .caller_id = "+442079460000" };
static const struct from user    = { .home = "", .user = "14255550100" };
static const struct from shown   = { .home = "", .user = "+4930123456" };
static const struct from listed  = { .home = "US", .all = "us, JM",
				     .caller_id = "+442079460000" };
static const struct from own     = { .home = "US", .own = "CA",
				     .all = "US JM" };
static const struct from any     = { .home = "US", .all = "all" };

static const char *text_of(const char *s)
{
	return s ? s : "";
}

static const struct {
	const struct from *from;
	const char *text;
	const char *country;        /* that is refused, or NULL */
	const char *hint;
} countryv[] = {
	{ &us, "+14255550100", NULL, "" },
	{ &us, "(425) 555-0100", NULL, "" },
	{ &us, "+18005550100", NULL, "" },
	{ &us, "+80012345678", NULL, "" },
	{ &us, "411", NULL, "" },
	{ &us, "*98", NULL, "" },
	{ &us, "sip:alice@h", NULL, "" },
	{ &us, "sip:2001@h", NULL, "" },
	/* +1 is no country */
	{ &us, "+18764251234", "JM", "set countries = US JM in [guard]" },
	{ &us, "876 425 1234", "JM", "set countries = US JM in [guard]" },
	{ &us, "1 809 425 1234", "DO", "set countries = US DO in [guard]" },
	{ &us, "+16135550100", "CA", "set countries = US CA in [guard]" },
	{ &us, "*67 876 425 1234", "JM", "set countries = US JM in [guard]" },
	/* The many ways to write it */
	{ &us, "+442079460000", "GB", "set countries = US GB in [guard]" },
	{ &us, "011 44 20 7946 0000", "GB", "set countries = US GB in [guard]"
	},
	{ &us, "*67011442079460000", "GB", "set countries = US GB in [guard]"
	},
	{ &us, "tel:+44-20-7946-0000", "GB", "set countries = US GB in [guard]"
	},
	{ &us, "sip:+442079460000@h;user=phone", "GB",
	  "set countries = US GB in [guard]" },
	{ &us, "sip:442079460000@h", "GB",
	  "set countries = US GB in [guard]" },
	{ &us, "sip:00442079460000@h", "GB",
	  "set countries = US GB in [guard]" },
	{ &us, "sip:011442079460000@h", "GB",
	  "set countries = US GB in [guard]" },
	{ &us, "sip:%34%342079460000@h", "GB",
	  "set countries = US GB in [guard]" },
	{ &us, "sip:+44-20-7946-0000@h", "GB",
	  "set countries = US GB in [guard]" },
	{ &nowhere, "sip:011442079460000@h", "GB", "set countries = GB in "
	  "[guard], or country = GB in [dial]" },
	{ &nowhere, "+14255550100", "US", "set countries = US in [guard], or "
	  "country = US in [dial]" },
	/* At home it would be 0041.., and that is abroad */
	{ &gb, "+44041791234567", "not known", "set countries = all in "
	  "[guard]" },
	{ &gb, "+442079460000", NULL, "" },
	{ &us_shown, "+442079460000", NULL, "" },
	{ &us_shown, "+4930123456", "DE", "set countries = US GB DE in "
	  "[guard]" },
	{ &shown, "+4930999999", NULL, "" },
	{ &shown, "+18764251234", "JM", "set countries = DE JM in [guard]" },
	{ &user, "+14255550199", "US", "set countries = US in [guard], or "
	  "country = US in [dial]" },
	{ &listed, "+18764251234", NULL, "" },
	{ &listed, "+442079460000", "GB", "set countries = us, JM GB in "
	  "[guard]" },
	{ &own, "+16135550100", NULL, "" },
	{ &own, "+14255550100", "US", "set countries = CA US in [trunk t]" },
	{ &any, "+442079460000", NULL, "" },
	{ &any, "+2476123", NULL, "" },
};


static void check_country(size_t i)
{
	const struct from *f = countryv[i].from;
	struct oh_conf_guard conf = { .max_duration_s = 1 };
	struct oh_conf_trunk t = { .name = "t" };
	const struct oh_guard_prm prm = {
		.conf = &conf, .country = f->home, .automation = true,
		.trunk = &t,
		.is_uri = 0 == strncmp(countryv[i].text, "sip:", 4),
	};
	char text[64] = "";
	struct oh_verdict v;
	struct oh_number n;

	snprintf(conf.countries, sizeof(conf.countries), "%s",
		 text_of(f->all));
	snprintf(t.countries, sizeof(t.countries), "%s",
		 text_of(f->own));
	snprintf(t.user, sizeof(t.user), "%s", text_of(f->user));
	snprintf(t.caller_id, sizeof(t.caller_id), "%s",
		 text_of(f->caller_id));
	if (oh_number_parse(&n, countryv[i].text, f->home, NULL))
		fail_msg("'%s' is no number", countryv[i].text);
	oh_guard_check(&v, &prm, &n);
	if (countryv[i].country)
		snprintf(text, sizeof(text), "country %s (",
			 countryv[i].country);
	if (strncmp(v.text, text, strlen(text)) || (!*text && *v.text) ||
	    strcmp(v.hint, countryv[i].hint))
		fail_msg("%s: '%s' '%s'", countryv[i].text, v.text, v.hint);
	assert_int_equal(v.rule, *text ? OH_GUARD_COUNTRY : OH_GUARD_OK);

	/* It costs nothing there */
	t.simulated = true;
	oh_guard_check(&v, &prm, &n);
	assert_int_equal(v.rule, OH_GUARD_OK);
}


int test_guard_country(void)
{
	for (size_t i = 0; i < sizeof(countryv) / sizeof(countryv[0]); i++)
		check_country(i);

	return 0;
}


/* What was allowed by name needs no country; the country alone is not
   enough for what costs more. */
int test_guard_country_ranges(void)
{
	static const struct {
		const char *text, *premium, *satellite, *countries, *rule;
	} v[] = {
	{ "+881612345678", "", "+881", "", "" },
	{ "+881612345678", "all", "", "all", "satellite" },
	{ "+449098790000", "+449", "", "", "country" },
	{ "+449098790000", "+449", "", "US GB", "" },
	{ "+449098790000", "", "", "all", "premium" },
	{ "+19005550100", "+1900", "", "", "" },
	{ "+19005550100", "+1901", "", "all", "premium" },
	{ "911", "all", "all", "all", "emergency" },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		struct oh_conf_guard conf = { .max_duration_s = 1 };
		const struct oh_conf_trunk t = { .name = "t" };
		const struct oh_guard_prm prm = {
			.conf = &conf, .country = "US", .trunk = &t,
		};
		struct oh_verdict got;

		snprintf(conf.allow_premium, sizeof(conf.allow_premium),
			 "%s", v[i].premium);
		snprintf(conf.allow_satellite, sizeof(conf.allow_satellite),
			 "%s", v[i].satellite);
		snprintf(conf.countries, sizeof(conf.countries), "%s",
			 v[i].countries);
		oh_guard_check_dialled(&got, &prm, v[i].text);
		if (strcmp(oh_guard_name(got.rule), v[i].rule))
			fail_msg("%s: %s: %s", v[i].text, v[i].countries,
				 oh_guard_name(got.rule));
	}

	return 0;
}
