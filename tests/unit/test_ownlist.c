/**
 * @file test_ownlist.c  One's own numbers as text
 */
#include "base/compat.h"
#include "carrier/ownlist.h"
#include "test.h"

struct good {
	const char *line;
	struct oh_owned o;
};

#define VOICE { OH_CAPABLE_BOTH, OH_CAPABLE_NONE }

static const struct good goodv[] = {
	{ "+14255550100", { .number = "+14255550100", .country = "US",
			    .caps = VOICE } },
	{ " +442079460000 \n", { .number = "+442079460000",
				 .country = "GB", .caps = VOICE } },
	{ "+18005550100,,,,,,,", { .number = "+18005550100",
				   .country = "US",
				   .type = OH_TYPE_TOLL_FREE,
				   .caps = VOICE } },
	{ "+14165550100,ca,geographic,inbound,none,person,1.50,EUR\r\n",
	  { .number = "+14165550100", .country = "CA",
	    .type = OH_TYPE_GEOGRAPHIC, .assignment = OH_ASSIGN_PERSON,
	    .caps = { OH_CAPABLE_INBOUND, OH_CAPABLE_NONE },
	    .cost = { 1500000, "EUR" } } },
	{ "\"+14255550100\", \"US\" ,toll-free,both,inbound+outbound",
	  { .number = "+14255550100", .country = "US",
	    .type = OH_TYPE_TOLL_FREE,
	    .caps = { OH_CAPABLE_BOTH, OH_CAPABLE_BOTH } } },
	{ "+14255550100,,,,,,,USD", { .number = "+14255550100",
				      .country = "US", .caps = VOICE,
				      .cost = { 0, "USD" } } },
};

int test_ownlist_good(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(goodv); i++) {
		const struct oh_owned *want = &goodv[i].o;
		struct oh_owned o;

		assert_int_equal(oh_ownlist_parse(&o, goodv[i].line, NULL),
				 0);
		assert_string_equal(o.number, want->number);
		assert_string_equal(o.country, want->country);
		assert_int_equal(o.type, want->type);
		assert_int_equal(o.assignment, want->assignment);
		assert_int_equal(o.caps.calling, want->caps.calling);
		assert_int_equal(o.caps.sms, want->caps.sms);
		assert_int_equal(o.cost.micro, want->cost.micro);
		assert_string_equal(o.cost.currency, want->cost.currency);
		assert_int_equal(o.bought_us, 0);
	}
	return 0;
}

int test_ownlist_bad(void)
{
	static const char *const badv[] = {
		"14255550100",
		"425 555 0100",
		"+1",
		"112",
		"+14255550100;ext=1",
		",US",
		"+14255550100,Freedonia",
		"+14255550100,,fast",
		"+14255550100,,,maybe",
		"+14255550100,,,,maybe",
		"+14255550100,,,,,nobody",
		"+14255550100,,,,,,1.00",
		"+14255550100,,,,,,1.00,EURO",
		"+14255550100,,,,,,1e3,EUR",
		"+14255550100,,,,,,,,",
	};

	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		const char *why = NULL;
		struct oh_owned o;

		assert_int_equal(oh_ownlist_parse(&o, badv[i], &why),
				 EBADMSG);
		assert_non_null(why);
	}
	return 0;
}

int test_ownlist_skipped(void)
{
	static const char *const v[] = {
		"", "\n", "  \t\r\n", "# comment", "  ; comment",
		"number,country,type,calling,sms,assignment,monthly cost,"
		"currency\n", "Number",
	};
	struct oh_owned o;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		assert_int_equal(oh_ownlist_parse(&o, v[i], NULL), ENOENT);

	return 0;
}

int test_ownlist_too_long(void)
{
	char line[2 * OH_OWNLIST_LINE];
	struct oh_owned o;

	memset(line, ' ', sizeof(line));
	memcpy(line, "+14255550100", 12);
	line[OH_OWNLIST_LINE] = '\0';
	assert_int_equal(oh_ownlist_parse(&o, line, NULL), EBADMSG);
	line[OH_OWNLIST_LINE - 1] = '\0';
	assert_int_equal(oh_ownlist_parse(&o, line, NULL), 0);

	return 0;
}
