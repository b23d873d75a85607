/**
 * @file test_number.c  Numbers as people write them
 */
#include "test.h"
#include "number/number.h"


struct row {
	const char *text;
	const char *country;
	enum oh_number_kind kind;    /* NONE: refused     */
	const char *want;            /* text, or why part */
};


static void check_row(const struct row *r)
{
	struct oh_number n = { .kind = OH_NUMBER_NONE };
	const char *why = "";
	int err = oh_number_parse(&n, r->text, r->country, &why);

	if (r->kind == OH_NUMBER_NONE) {
		if (err != EBADMSG || !strstr(why, r->want))
			fail_msg("'%s': err=%d '%s', not '%s'", r->text, err,
				 err ? why : n.text, r->want);
		assert_int_equal(n.kind, OH_NUMBER_NONE);
		return;
	}
	if (err || n.kind != r->kind || strcmp(n.text, r->want))
		fail_msg("'%s': err=%d (%s) kind=%d '%s', not %d '%s'",
			 r->text, err, why, n.kind, n.text, r->kind, r->want);
}


static void check_rows(const struct row *v, size_t c)
{
	for (size_t i = 0; i < c; i++)
		check_row(&v[i]);
}


#define CHECK(v) check_rows(v, sizeof(v) / sizeof((v)[0]))


int test_number_global(void)
{
	static const struct row v[] = {
	{"+14255550100",         NULL, OH_NUMBER_E164, "+14255550100"},
	{"+1 (425) 555-0100",    NULL, OH_NUMBER_E164, "+14255550100"},
	{"+1.425.555/0100",      "GB", OH_NUMBER_E164, "+14255550100"},
	{" +1\xc2\xa0""425\xe2\x80\xaf""555\xe2\x80\x91""0100", NULL,
	 OH_NUMBER_E164, "+14255550100"},
	{"+44 (0)20 7946 0000",  NULL, OH_NUMBER_E164, "+442079460000"},
	{"0044 (0)20 7946 0000", NULL, OH_NUMBER_E164, "+442079460000"},
	{"+39 (0)6 698 12345",   NULL, OH_NUMBER_E164, "+39066981" "2345"},
	{"0014255550100",        NULL, OH_NUMBER_E164, "+14255550100"},
	{"011 44 20 7946 0000",  "US", OH_NUMBER_E164, "+442079460000"},
	{"0011 1 425 555 0100",  "AU", OH_NUMBER_E164, "+14255550100"},
	{"+6834000",             NULL, OH_NUMBER_E164, "+6834000"},
	{"+881612345678",        NULL, OH_NUMBER_E164, "+881612345678"},
	{"+9112345678901",       "US", OH_NUMBER_E164, "+9112345678901"},
	};

	CHECK(v);
	return 0;
}


int test_number_national(void)
{
	static const struct row v[] = {
	{"425 555 0100",   "US", OH_NUMBER_E164, "+14255550100"},
	{"1 425 555 0100", "us", OH_NUMBER_E164, "+14255550100"},
	{"9115550100",     "US", OH_NUMBER_E164, "+19115550100"},
	{"020 7946 0000",  "GB", OH_NUMBER_E164, "+442079460000"},
	{"(0)20 79460000", "GB", OH_NUMBER_E164, "+442079460000"},
	{"030 123456",     "DE", OH_NUMBER_E164, "+4930123456"},
	{"06 698 12345",   "IT", OH_NUMBER_E164, "+390669812345"},
	{"8 495 123-45-67", "RU", OH_NUMBER_E164, "+74951234567"},
	{"06 1 234 5678",  "HU", OH_NUMBER_E164, "+3612345678"},
	{"612 345 678",    "ES", OH_NUMBER_E164, "+34612345678"},
	{"8-10-1-425-555-0100", "RU", OH_NUMBER_E164, "+14255550100"},
	{"1411",           "US", OH_NUMBER_SHORT, "1411"},
	{"116117",         "DE", OH_NUMBER_SHORT, "116117"},
	{"933",            "US", OH_NUMBER_SHORT, "933"},
	{"112",            NULL, OH_NUMBER_SHORT, "112"},
	{"000",            NULL, OH_NUMBER_SHORT, "000"},
	{"+911",           NULL, OH_NUMBER_SHORT, "911"},
	{"9-1-1",          "US", OH_NUMBER_SHORT, "911"},
	{"011",            "LT", OH_NUMBER_SHORT, "011"},
	{"*98",            NULL, OH_NUMBER_CODE,  "*98"},
	{"*67 425-5550100", "US", OH_NUMBER_CODE, "*674255550100"},
	{"#31#",           "DE", OH_NUMBER_CODE,  "#31#"},
	};

	CHECK(v);
	return 0;
}


int test_number_refused(void)
{
	static const struct row v[] = {
	{"",                 "US", OH_NUMBER_NONE, "no digits"},
	{" ()-",             "US", OH_NUMBER_NONE, "no digits"},
	{"+",                NULL, OH_NUMBER_NONE, "too short"},
	{"425 555 0100",     NULL, OH_NUMBER_NONE, "set country"},
	{"01142079460000",   NULL, OH_NUMBER_NONE, "set country"},
	{"01142079460000",   "GB", OH_NUMBER_E164, "+441142079460000"},
	{"555-0100",         "US", OH_NUMBER_NONE, "no area code"},
	{"7946 0000",        "GB", OH_NUMBER_NONE, "no area code"},
	{"0015 44 20 79460000", "BR", OH_NUMBER_NONE, "abroad with 00"},
	{"002 44 20 79460000", "KR", OH_NUMBER_NONE, "abroad with 00"},
	{"0044 20 7946 0000", "AU", OH_NUMBER_NONE, "abroad with 00"},
	{"0 425 555 0100",   "US", OH_NUMBER_NONE, "+1 is followed"},
	{"+1 425 555 010",   NULL, OH_NUMBER_NONE, "+1 is followed"},
	{"+1 125 555 0100",  NULL, OH_NUMBER_NONE, "neither beginning"},
	{"+1-800-FLOWERS",   NULL, OH_NUMBER_NONE, "letters"},
	{"+1425555O100",     NULL, OH_NUMBER_NONE, "letters"},
	{"0+14255550100",    NULL, OH_NUMBER_NONE, "in front"},
	{"++14255550100",    NULL, OH_NUMBER_NONE, "in front"},
	{"+0123456789",      NULL, OH_NUMBER_NONE, "begins with 0"},
	{"+999123456789",    NULL, OH_NUMBER_NONE, "country code"},
	{"+2101234567",      NULL, OH_NUMBER_NONE, "country code"},
	{"+44123",           NULL, OH_NUMBER_NONE, "too short"},
	{"+441234567890123", NULL, OH_NUMBER_E164, "+441234567890123"},
	{"+4412345678901234", NULL, OH_NUMBER_NONE, "15 digits"},
	{"+441234567890123456789012345678901234567890", NULL,
	 OH_NUMBER_NONE, "too many"},
	{"+44 20 (0)7946",   NULL, OH_NUMBER_NONE, "after the country"},
	{"+44 (0)(0)20 79",  NULL, OH_NUMBER_NONE, "twice"},
	{"+1 (0)425 5550100", NULL, OH_NUMBER_NONE, "no (0)"},
	{"020 (0) 7946000",  "GB", OH_NUMBER_NONE, "after the country"},
	{"+1425*5550100",    NULL, OH_NUMBER_NONE, "feature codes"},
	{"425*555",          "US", OH_NUMBER_NONE, "begins with '*'"},
	{"*",                "US", OH_NUMBER_NONE, "too short"},
	{"+1 425 555 0100\n", NULL, OH_NUMBER_NONE, "in no number"},
	{"+1,425",           NULL, OH_NUMBER_NONE, "in no number"},
	{"\xd9\xa1\xd9\xa2", NULL, OH_NUMBER_NONE, "in no number"},
	{"+14255550100;ext=", NULL, OH_NUMBER_NONE, "extension"},
	{"+14255550100;ext=1234567890123456", NULL, OH_NUMBER_NONE,
	 "extension"},
	};

	CHECK(v);
	return 0;
}


int test_number_uri(void)
{
	static const struct row v[] = {
	{"tel:+1-425-555-0100",  NULL, OH_NUMBER_E164, "+14255550100"},
	{"TEL:+442079460000;isub=1", NULL, OH_NUMBER_E164, "+442079460000"},
	{"tel:02079460000;phone-context=+44", "US", OH_NUMBER_E164,
	 "+442079460000"},
	{"tel:863-1234;phone-context=+1-914-555", "US", OH_NUMBER_NONE,
	 "phone-context"},
	{"tel:1234;phone-context=example.com", "US", OH_NUMBER_NONE,
	 "phone-context"},
	{"tel:911;phone-context=example.com", NULL, OH_NUMBER_SHORT, "911"},
	{"tel:",                 "US", OH_NUMBER_NONE, "no digits"},
	{"sip:+14255550100@sbc.example.com", NULL, OH_NUMBER_E164,
	 "+14255550100"},
	{"sip:%2B1425555%30100@h", NULL, OH_NUMBER_E164, "+14255550100"},
	{"sips:+1425@[2001:db8::1]:5061;transport=tcp", NULL,
	 OH_NUMBER_URI, "+1425"},
	{"sip:alice@example.com", NULL, OH_NUMBER_URI, ""},
	{"sip:example.com",      NULL, OH_NUMBER_URI, ""},
	{"sip:19005550100@h",    NULL, OH_NUMBER_URI, "19005550100"},
	{"sip:911@h",            NULL, OH_NUMBER_SHORT, "911"},
	{"sip:9-1-%31;x=y@h",    NULL, OH_NUMBER_SHORT, "911"},
	{"sip:",                 NULL, OH_NUMBER_NONE, "host"},
	{"sip:alice@",           NULL, OH_NUMBER_NONE, "host"},
	{"sip:@h",               NULL, OH_NUMBER_NONE, "before '@'"},
	{"sip:a@b@c",            NULL, OH_NUMBER_NONE, "more than one"},
	{"sip:a:secret@h",       NULL, OH_NUMBER_NONE, "password"},
	{"sip:a@h?Replaces=x",   NULL, OH_NUMBER_NONE, "headers"},
	{"sip:a@h:0",            NULL, OH_NUMBER_NONE, "port"},
	{"sip:a@h:65536",        NULL, OH_NUMBER_NONE, "port"},
	{"sip:a@h:",             NULL, OH_NUMBER_NONE, "port"},
	{"sip:a@h/x",            NULL, OH_NUMBER_NONE, "host"},
	{"sip:a@[::1",           NULL, OH_NUMBER_NONE, "host"},
	{"sip:a%0d%0ab@h",       NULL, OH_NUMBER_NONE, "control"},
	{"sip:a%4@h",            NULL, OH_NUMBER_NONE, "hexadecimal"},
	{"sip:a b@h",            NULL, OH_NUMBER_NONE, "printable"},
	{"sip:\xc3\xa9@h",       NULL, OH_NUMBER_NONE, "printable"},
	};

	CHECK(v);
	return 0;
}


int test_number_keeps(void)
{
	const char *why = NULL;
	struct oh_number n, m;
	char text[300];

	memset(text, '1', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memset(&n, 0, sizeof(n));
	assert_int_equal(oh_number_parse(&n, text, NULL, NULL), EBADMSG);
	assert_int_equal(oh_number_parse(&n, "112", "ZZ", &why), EINVAL);
	assert_string_equal(why, "the home country is unknown");
	assert_int_equal(oh_number_parse(&n, NULL, NULL, NULL), EINVAL);

	assert_int_equal(oh_number_parse(&n, "sip:+14255550100@a", "", NULL),
			 0);
	assert_string_equal(n.uri, "sip:+14255550100@a");
	assert_int_equal(oh_number_parse(&m, "tel:+14255550100", "", NULL),
			 0);
	assert_string_equal(m.uri, "");
	assert_true(oh_number_equal(&n, &m));

	assert_int_equal(oh_number_parse(&m, "+14255550100;ext=1-2", NULL,
					 NULL), 0);
	assert_string_equal(m.ext, "12");
	assert_false(oh_number_equal(&n, &m));

	assert_int_equal(oh_number_parse(&n, "sip:a@b", NULL, NULL), 0);
	assert_int_equal(oh_number_parse(&m, "sip:a@c", NULL, NULL), 0);
	assert_false(oh_number_equal(&n, &m));
	assert_false(oh_number_equal(NULL, &m));

	return 0;
}


int test_number_print(void)
{
	static const struct {
		const char *text, *format, *country, *want;
	} v[] = {
	{"+14255550100",  "+e164",    NULL, "+14255550100"},
	{"+14255550100",  "E164",     NULL, "14255550100"},
	{"+14255550100",  "00e164",   NULL, "0014255550100"},
	{"+14255550100",  "national", "US", "4255550100"},
	{"+442079460000", "national", "GB", "02079460000"},
	{"+442079460000", "national", "US", "011442079460000"},
	{"+3612345678",   "national", "HU", "0612345678"},
	{"+34612345678",  "national", "ES", "612345678"},
	{"*98",           "national", "US", "*98"},
	{"112",           "00e164",   NULL, "112"},
	{"sip:a@b;x",     "e164",     NULL, "sip:a@b;x"},
	};
	struct oh_number n;
	char buf[64];

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		enum oh_number_format fmt;

		assert_int_equal(oh_number_parse(&n, v[i].text, NULL, NULL),
				 0);
		assert_int_equal(oh_number_format_parse(&fmt, v[i].format),
				 0);
		assert_int_equal(oh_number_print(buf, sizeof(buf), &n, fmt,
						 v[i].country), 0);
		assert_string_equal(buf, v[i].want);
		assert_int_equal(oh_number_print(buf, strlen(v[i].want), &n,
						 fmt, v[i].country), ERANGE);
	}
	assert_int_equal(oh_number_parse(&n, "+14255550100", NULL, NULL), 0);
	assert_int_equal(oh_number_print(buf, sizeof(buf), &n,
					 OH_NUMBER_NATIONAL, NULL), EINVAL);
	n.kind = OH_NUMBER_NONE;
	assert_int_equal(oh_number_print(buf, sizeof(buf), &n,
					 OH_NUMBER_PLUS_E164, NULL), EINVAL);

	return 0;
}


int test_number_format(void)
{
	enum oh_number_format fmt = OH_NUMBER_NATIONAL;

	assert_int_equal(oh_number_format_parse(&fmt, "e.164"), EBADMSG);
	assert_int_equal(oh_number_format_parse(&fmt, ""), EBADMSG);
	assert_int_equal(oh_number_format_parse(&fmt, NULL), EINVAL);
	assert_int_equal(fmt, OH_NUMBER_NATIONAL);

	return 0;
}
