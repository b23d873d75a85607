/**
 * @file test_choose.c  A number becomes a trunk, a URI and a caller ID
 */
#include "base/compat.h"
#include "test.h"
#include "place/choose.h"
#include "route/rates.h"

static const char text[] =
	"[dial]\ncountry = US\ntrunk = a\n"
	"[trunk a]\nserver = 192.0.2.1\ncaller_id = +14255550199\n"
	"[trunk b]\nserver = 192.0.2.2\nuser = bob\n"
	"number_format = national\n";

static const struct {
	const char *number, *from, *trunk;
	bool anonymous;
	int err;
	const char *user, *as, *on;
	enum oh_guard_rule rule;
} casev[] = {
	{ "+14255550100", NULL, NULL, 0, 0, "+14255550100", "+14255550199",
	  "a", OH_GUARD_OK },
	{ "(425) 555-0100", NULL, NULL, 0, 0, "+14255550100", "+14255550199",
	  "a", OH_GUARD_OK },
	{ "+14255550100", NULL, "b", 0, 0, "4255550100", "bob", "b",
	  OH_GUARD_OK },
	{ "+14255550100", "+14255550111", "b", 0, 0, "4255550100",
	  "4255550111", "b", OH_GUARD_OK },
	{ "+14255550100", NULL, NULL, 1, 0, "+14255550100", "anonymous", "a",
	  OH_GUARD_OK },
	{ "911", NULL, NULL, 0, 0, "911", "+14255550199", "a",
	  OH_GUARD_EMERGENCY },
	{ "+19005550100", NULL, NULL, 0, 0, "+19005550100", "+14255550199",
	  "a", OH_GUARD_PREMIUM },
	{ "+881612345678", NULL, NULL, 0, 0, "+881612345678", "+14255550199",
	  "a", OH_GUARD_SATELLITE },
	{ "sip:alice@192.0.2.9", NULL, NULL, 0, 0, "sip:alice@192.0.2.9",
	  "+14255550199", "a", OH_GUARD_OK },
	{ "sip:911@192.0.2.9", NULL, NULL, 0, 0, "sip:911@192.0.2.9",
	  "+14255550199", "a", OH_GUARD_EMERGENCY },
	{ "+14255550100", NULL, "c", 0, ENOENT, NULL, NULL, NULL, 0 },
	{ "nonsense", NULL, NULL, 0, EBADMSG, NULL, NULL, NULL, 0 },
	{ "+14255550100", "sip:me@x", NULL, 0, EBADMSG, NULL, NULL, NULL, 0 },
};

int test_choose_table(void)
{
	struct oh_conf *conf = NULL;
	int err;

	err = oh_conf_parse(&conf, "test", text);
	TEST_OK(err);
	assert_int_equal(conf->faultc, 0);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		const struct oh_choose_prm prm = {
			.conf = conf, .number = casev[i].number,
			.from = casev[i].from, .trunk = casev[i].trunk,
			.anonymous = casev[i].anonymous, .automation = true,
		};
		struct oh_choice ch;
		int e = oh_choose(&ch, &prm);

		if (e != casev[i].err)
			fail_msg("%s: %d (%s)", casev[i].number, e, ch.why);
		if (e) {
			assert_true(strlen(ch.why) > 0);
			continue;
		}
		assert_string_equal(ch.user, casev[i].user);
		assert_string_equal(ch.from, casev[i].as);
		assert_string_equal(ch.trunk->name, casev[i].on);
		assert_int_equal(ch.verdict.rule, casev[i].rule);
	}
 out:
	mem_deref(conf);

	return err;
}

int test_choose_no_trunk(void)
{
	struct oh_conf *conf = NULL;
	struct oh_choose_prm prm = { .number = "+14255550100" };
	struct oh_choice ch;
	int err;

	err = oh_conf_parse(&conf, "test", "[dial]\nring = 5\n");
	TEST_OK(err);
	prm.conf = conf;
	assert_int_equal(oh_choose(&ch, &prm), ENXIO);
	assert_non_null(strstr(ch.why, "no trunk is configured"));
 out:
	mem_deref(conf);

	return err;
}

static const char prices[] =
	OH_RATES_HEADER "\n"
	"USA,mixed,US,1425,0.013\n"
	"USA,mixed,US,1900,2.5\n"
	"A short one,mixed,US,1411,9\n";

static const struct { const char *number; int64_t micro; } pricev[] = {
	{ "(425) 555-0100",             13000 },
	{ "+19005550100",               2500000 },  /* refused, yet priced */
	{ "+442079460000",              0 },
	{ "1411",                       0 },
	{ "sip:+14255550100@192.0.2.9", 0 },
	{ "*67#",                       0 },
};

int test_choose_rate(void)
{
	struct oh_rates_fault fault;
	struct oh_rates *rates = NULL;
	struct oh_conf *conf = NULL;
	int err;

	err = oh_conf_parse(&conf, "test", text);
	TEST_OK(err);
	err = oh_rates_parse(&rates, prices, strlen(prices), "USD", &fault);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(pricev); i++) {
		const struct oh_choose_prm prm = {
			.conf = conf, .number = pricev[i].number,
			.automation = true, .rates = rates,
		};
		struct oh_choice ch;

		assert_int_equal(oh_choose(&ch, &prm), 0);
		if (ch.rate.micro != pricev[i].micro)
			fail_msg("%s: %lld", pricev[i].number,
				 (long long)ch.rate.micro);
		assert_string_equal(ch.rate.currency,
				    pricev[i].micro ? "USD" : "");
	}
 out:
	mem_deref(rates);
	mem_deref(conf);

	return err;
}

static bool owned(struct oh_verdict *v, const char *number, void *arg)
{
	if (0 == strcmp(number, arg))
		return true;
	(void)snprintf(v->text, sizeof(v->text), "not %s", (char *)arg);
	(void)snprintf(v->hint, sizeof(v->hint), "buy it");

	return false;
}

static const struct {
	const char *number, *from, *trunk;
	bool anonymous;
	enum oh_guard_rule rule;
} ownv[] = {
	{ "+14255550100", NULL, "b", 0, OH_GUARD_OK },
	{ "+14255550100", "+14255550160", "a", 0, OH_GUARD_OK },
	{ "+14255550100", "(425) 555-0160", "b", 0, OH_GUARD_OK },
	{ "+14255550100", "+14255550199", "a", 0, OH_GUARD_OK },
	{ "+14255550100", "+14255550199", "b", 0, OH_GUARD_OK },
	{ "+14255550100", "+14255550161", "a", 0, OH_GUARD_CALLER_ID },
	{ "+14255550100", "112", "a", 0, OH_GUARD_CALLER_ID },
	{ "+14255550100", "+14255550161", "a", 1, OH_GUARD_OK },
	{ "911", "+14255550161", "a", 0, OH_GUARD_EMERGENCY },
};

int test_choose_owned(void)
{
	char mine[] = "+14255550160";
	struct oh_conf *conf = NULL;
	int err;

	err = oh_conf_parse(&conf, "test", text);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(ownv); i++) {
		const struct oh_choose_prm prm = {
			.conf = conf, .number = ownv[i].number,
			.from = ownv[i].from, .trunk = ownv[i].trunk,
			.anonymous = ownv[i].anonymous, .automation = true,
			.ownedh = owned, .ownedarg = mine,
		};
		struct oh_choice ch;

		assert_int_equal(oh_choose(&ch, &prm), 0);
		if (ch.verdict.rule != ownv[i].rule)
			fail_msg("%s on %s: %d", ownv[i].from, ownv[i].trunk,
				 ch.verdict.rule);
		if (ownv[i].rule != OH_GUARD_CALLER_ID)
			continue;
		assert_string_equal(ch.verdict.text, "not +14255550160");
		assert_string_equal(ch.verdict.hint, "buy it");
	}
 out:
	mem_deref(conf);

	return err;
}
