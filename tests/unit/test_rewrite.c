/**
 * @file test_rewrite.c  A number as a trunk wants it
 */
#include "base/compat.h"
#include "test.h"
#include "route/rewrite.h"

static const struct {
	const char *number;
	enum oh_number_format format;
	const char *strip, *prefix;
	int err;
	const char *stripped, *written;
} casev[] = {
	{ "+14255550100", OH_NUMBER_PLUS_E164, "", "", 0,
	  "+14255550100", "+14255550100" },
	{ "+14255550100", OH_NUMBER_BARE_E164, "1", "", 0,
	  "4255550100", "4255550100" },
	{ "+14255550100", OH_NUMBER_PLUS_E164, "2", "9", 0,
	  "4255550100", "94255550100" },
	{ "+14255550100", OH_NUMBER_NATIONAL, "", "9", 0,
	  "4255550100", "94255550100" },
	{ "+442079460000", OH_NUMBER_PLUS_E164, "+44", "0", 0,
	  "2079460000", "02079460000" },
	{ "+14255550100", OH_NUMBER_PLUS_E164, "+44", "0", 0,
	  "+14255550100", "0+14255550100" },
	{ "+442079460000", OH_NUMBER_00_E164, "00", "*31#", 0,
	  "442079460000", "*31#442079460000" },
	{ "1411", OH_NUMBER_BARE_E164, "", "9", 0, "1411", "91411" },
	{ "1411", OH_NUMBER_BARE_E164, "4", "9", EINVAL, NULL, NULL },
	{ "1411", OH_NUMBER_BARE_E164, "20", "", EINVAL, NULL, NULL },
	{ "*67#", OH_NUMBER_BARE_E164, "1", "", 0, "67#", "67#" },
};

int test_rewrite_number(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct oh_conf_trunk t;
		struct oh_rewrite w;
		struct oh_number n;
		const char *why;
		int err;

		assert_int_equal(0, oh_number_parse(&n, casev[i].number,
						    "US", NULL));
		oh_conf_trunk_init(&t);
		t.number_format = casev[i].format;
		str_ncpy(t.strip, casev[i].strip, sizeof(t.strip));
		str_ncpy(t.prefix, casev[i].prefix, sizeof(t.prefix));
		err = oh_rewrite_number(&w, &n, &t, "US", &why);
		if (err != casev[i].err)
			fail_msg("case %zu: %d: %s", i, err, why);
		if (err)
			continue;
		assert_string_equal(w.stripped, casev[i].stripped);
		assert_string_equal(w.written, casev[i].written);
	}

	return 0;
}

static const struct {
	enum oh_number_format number;
	int caller;
	const char *want;
} callerv[] = {
	{ OH_NUMBER_PLUS_E164, OH_CONF_CALLER_SAME, "+14255550100" },
	{ OH_NUMBER_NATIONAL,  OH_CONF_CALLER_SAME, "4255550100" },
	{ OH_NUMBER_NATIONAL,  1 + OH_NUMBER_PLUS_E164, "+14255550100" },
	{ OH_NUMBER_PLUS_E164, 1 + OH_NUMBER_BARE_E164, "14255550100" },
	{ OH_NUMBER_PLUS_E164, 1 + OH_NUMBER_NATIONAL, "4255550100" },
};

/* What is put in front of a number called is not put in front of ours. */
int test_rewrite_caller(void)
{
	struct oh_number n;

	assert_int_equal(0, oh_number_parse(&n, "+14255550100", NULL, NULL));
	for (size_t i = 0; i < ARRAY_SIZE(callerv); i++) {
		struct oh_conf_trunk t;
		char buf[64];

		oh_conf_trunk_init(&t);
		t.number_format = callerv[i].number;
		t.caller_id_format =
			(enum oh_conf_caller_format)callerv[i].caller;
		str_ncpy(t.prefix, "9", sizeof(t.prefix));
		assert_int_equal(0, oh_rewrite_caller(buf, sizeof(buf), &n,
						      &t, "US"));
		assert_string_equal(buf, callerv[i].want);
	}

	return 0;
}
