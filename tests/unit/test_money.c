/**
 * @file test_money.c  Amounts: exact, whatever they went through
 */
#include <math.h>
#include "base/compat.h"
#include "base/money.h"
#include "test.h"

static void assert_money(const struct oh_money *m, const char *text)
{
	char buf[OH_MONEY_SIZE];

	assert_int_equal(oh_money_print(buf, sizeof(buf), m), strlen(text));
	assert_string_equal(buf, text);
}

int test_money_parse(void)
{
	static const struct { const char *text; int64_t micro; } v[] = {
		{ "0",        0        }, { "12",       12000000  },
		{ "0.013",    13000    }, { "-1.5",     -1500000  },
		{ "0.000001", 1        }, { "1.000000", 1000000   },
		{ "00012.5",  12500000 }, { "-0",       0         },
		{ "9223372036854.775807", INT64_MAX },
		{ "-9223372036854.775807", -INT64_MAX },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_money m;

		assert_int_equal(oh_money_parse(&m, v[i].text, "USD"), 0);
		assert_int_equal(m.micro, v[i].micro);
		assert_string_equal(m.currency, "USD");
	}
	return 0;
}

int test_money_parse_refuses(void)
{
	static const struct { const char *text, *currency; int err; } v[] = {
		{ "",          "USD",  EBADMSG }, { "-",   "USD",  EBADMSG },
		{ ".5",        "USD",  EBADMSG }, { "5.",  "USD",  EBADMSG },
		{ "+5",        "USD",  EBADMSG }, { " 5",  "USD",  EBADMSG },
		{ "5 ",        "USD",  EBADMSG }, { "1,5", "USD",  EBADMSG },
		{ "1.2.3",     "USD",  EBADMSG }, { "1e3", "USD",  EBADMSG },
		{ "0.0000001", "USD",  EBADMSG }, { "--1", "USD",  EBADMSG },
		{ "1",         "usd",  EBADMSG }, { "1",   "US",   EBADMSG },
		{ "1",         "USDX", EBADMSG }, { "1",   "U D",  EBADMSG },
		{ "9223372036854.775808",  "USD", ERANGE },
		{ "18446744073709.551616", "USD", ERANGE },
		{ "99999999999999999999999999999", "USD", ERANGE },
	};
	struct oh_money m = { 7, "EUR" };

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		int err = oh_money_parse(&m, v[i].text, v[i].currency);

		if (err != v[i].err)
			fail_msg("'%s' %s: %d", v[i].text, v[i].currency,
				 err);
		assert_int_equal(m.micro, 7);
		assert_string_equal(m.currency, "EUR");
	}
	return 0;
}

int test_money_of_double(void)
{
	static const struct { double d; int64_t micro; } v[] = {
		{ 0.0,     0         }, { -0.0,    0         },
		{ 1.0,     1000000   }, { 0.013,   13000     },
		{ 23.39,   23390000  }, { 0.3415,  341500    },
		{ 0.00001, 10        }, { -1.5,    -1500000  },
		{ 1e12,    1000000000000000000 },
		{ 123456789.012345, 123456789012345 },
		{ 0.1 + 0.2, 300000  },
		{ 0.0000005, 1       }, { 0.00000049, 0      },
		{ -0.0000005, -1     }, { 0.9999996, 1000000 },
		{ 1e-300,  0         }, { 4.9e-324, 0        },
	};
	struct oh_money m = { 7, "EUR" };

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		assert_int_equal(oh_money_of_double(&m, v[i].d, "USD"), 0);
		if (m.micro != v[i].micro)
			fail_msg("%g: %lld", v[i].d, (long long)m.micro);
	}
	assert_int_equal(oh_money_of_double(&m, NAN, "USD"), EBADMSG);
	assert_int_equal(oh_money_of_double(&m, INFINITY, "USD"), EBADMSG);
	assert_int_equal(oh_money_of_double(&m, 1.0, "dollar"), EBADMSG);
	assert_int_equal(oh_money_of_double(&m, 9.3e12, "USD"), ERANGE);
	assert_int_equal(oh_money_of_double(&m, -1e300, "USD"), ERANGE);

	return 0;
}

/* Every rate of four decimals survives the way through JSON. */
int test_money_of_double_rates(void)
{
	for (uint32_t i = 0; i < 20000; i++) {
		struct oh_money m;

		assert_int_equal(oh_money_of_double(&m, i / 1e4, ""), 0);
		assert_int_equal(m.micro, i * 100);
	}
	return 0;
}

int test_money_print(void)
{
	static const struct { int64_t micro; const char *text; } v[] = {
		{ 0,        "0.00"     }, { 1,         "0.000001"  },
		{ 13000,    "0.013"    }, { 1000000,   "1.00"      },
		{ 1500000,  "1.50"     }, { -1,        "-0.000001" },
		{ -1500000, "-1.50"    }, { 10000,     "0.01"      },
		{ 12345600, "12.3456"  }, { 100000000, "100.00"    },
		{ INT64_MAX, "9223372036854.775807"  },
		{ INT64_MIN, "-9223372036854.775808" },
	};
	char buf[6] = "x";

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_money m = { v[i].micro, "USD" };

		assert_money(&m, v[i].text);
	}
	assert_int_equal(oh_money_print(buf, sizeof(buf),
				&(struct oh_money){ 10000000, "" }), 0);
	assert_string_equal(buf, "");

	return 0;
}

int test_money_add(void)
{
	struct oh_money sum = { 0, "" }, usd = { 1500000, "USD" };
	const struct oh_money eur = { 1, "EUR" }, none = { 0, "" };
	const struct oh_money much = { INT64_MAX, "USD" };

	assert_int_equal(oh_money_add(&sum, &none), 0);
	assert_string_equal(sum.currency, "");
	assert_int_equal(oh_money_add(&sum, &usd), 0);
	assert_int_equal(oh_money_add(&sum, &usd), 0);
	assert_int_equal(oh_money_add(&sum, &none), 0);
	assert_money(&sum, "3.00");
	assert_string_equal(sum.currency, "USD");

	assert_int_equal(oh_money_add(&sum, &eur), EINVAL);
	assert_int_equal(oh_money_add(&sum, &much), ERANGE);
	assert_money(&sum, "3.00");

	/* Nothing spent yet, but in dollars: no euros then. */
	usd.micro = 0;
	assert_int_equal(oh_money_add(&usd, &eur), EINVAL);

	return 0;
}

/* Two legs each: price of a minute and time */
int test_money_per_minute(void)
{
	static const struct {
		const char *rate1; uint64_t ms1;
		const char *rate2; uint64_t ms2;
		const char *cost;
	} v[] = {
		{ "0.004",  600000, "0.013", 600000, "0.17"      },
		{ "0.004",  600000, "0.004", 600000, "0.08"      },
		{ "0.022",  600000, "0.004", 300000, "0.24"      },
		{ "0.022",  300000, "0.004", 300000, "0.13"      },
		{ "0.013",  30000,  "0",     0,      "0.0065"    },
		{ "0.013",  0,      "0",     5000,   "0.00"      },
		{ "0.03",   1,      "0",     0,      "0.000001"  },
		{ "0.0299", 1,      "0",     0,      "0.00"      },
		{ "60",     1,      "0",     0,      "0.001"     },
		{ "0.0218", 90001,  "0",     0,      "0.0327"    },
		{ "9223372036854.775807", 60000, "0", 0,
		  "9223372036854.775807"                         },
		{ "9223372036854.775807", 59999, "0", 0,
		  "9223218313987.494894"                         },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_money a, b;

		assert_int_equal(oh_money_parse(&a, v[i].rate1, "USD"), 0);
		assert_int_equal(oh_money_parse(&b, v[i].rate2, "USD"), 0);
		assert_int_equal(oh_money_per_minute(&a, &a, v[i].ms1), 0);
		assert_int_equal(oh_money_per_minute(&b, &b, v[i].ms2), 0);
		assert_int_equal(oh_money_add(&a, &b), 0);
		assert_money(&a, v[i].cost);
	}
	return 0;
}

int test_money_per_minute_range(void)
{
	const struct oh_money much = { INT64_MAX, "USD" };
	const struct oh_money minus = { -1, "USD" }, one = { 1, "USD" };
	struct oh_money cost = { 7, "EUR" };

	assert_int_equal(oh_money_per_minute(&cost, &much, 60001), ERANGE);
	assert_int_equal(oh_money_per_minute(&cost, &much, UINT64_MAX),
			 ERANGE);
	assert_int_equal(oh_money_per_minute(&cost, &minus, 60000), ERANGE);
	assert_int_equal(cost.micro, 7);

	assert_int_equal(oh_money_per_minute(&cost, &one, UINT64_MAX), 0);
	assert_int_equal(cost.micro, 307445734561826);   /* 5.86 */

	return 0;
}
