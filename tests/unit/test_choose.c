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

static const char routed[] =
	"[dial]\ncountry = US\ntrunk = d\n"
	"[trunk a]\nserver = h\ncaller_id = +14255550199\nprefix = 9\n"
	"number_format = national\ncaller_id_format = e164\n"
	"[trunk b]\nserver = h\nuser = bob\nstrip = 1\n"
	"[trunk d]\nserver = h\n"
	"[trunk e]\nserver = h\nstrip = 1\nprefix = 9\n"
	"[route seattle]\npattern = ^\\+1(425|206)\\d{7}$\ntrunks = a b\n"
	"[route us]\npattern = ^\\+1\\d{10}$\ntrunks = b a\n"
	"caller_id = +14255550177\n"
	"[route short]\npattern = ^1?11$\ntrunks = a\n"
	"[route behind]\npattern = ^2911$\ntrunks = e\n"
	"[route long]\npattern = ^1911$\ntrunks = b\n";

/* What each trunk of the route would make of it */
static const struct {
	const char *number, *from, *trunk;
	int err;
	const char *ways;
	enum oh_guard_rule rule;           /* of the last one */
} routev[] = {
	{ "+14255550100", NULL, NULL, 0, "a:94255550100<14255550199 "
	  "b:14255550100<bob ", OH_GUARD_OK },
	{ "+12125550100", NULL, NULL, 0, "b:12125550100<+14255550177 "
	  "a:92125550100<14255550177 ", OH_GUARD_OK },
	{ "+12125550100", "+14255550111", NULL, 0,
	  "b:12125550100<+14255550177 a:92125550100<14255550177 ",
	  OH_GUARD_OK },
	{ "+12125550100", NULL, "d", 0, "d:+12125550100<offhook ",
	  OH_GUARD_OK },
	{ "+19005550100", NULL, NULL, 0, "b:19005550100<+14255550177 "
	  "a:99005550100<14255550177 ", OH_GUARD_PREMIUM },
	/* 9 and 11 make 911; 1911 without its first digit does, too */
	{ "11",   NULL, NULL, 0, "a:911<14255550199 ", OH_GUARD_EMERGENCY },
	{ "1911", NULL, NULL, 0, "b:911<bob ", OH_GUARD_EMERGENCY },
	/* The switch behind it takes the 9 away again */
	{ "2911", NULL, NULL, 0, "e:9911<offhook ", OH_GUARD_EMERGENCY },
	{ "111",  NULL, NULL, 0, "a:9111<14255550199 ", OH_GUARD_OK },
	{ "sip:alice@h", NULL, NULL, 0, "d:sip:alice@h<offhook ",
	  OH_GUARD_OK },
	{ "+442079460000", NULL, NULL, ENXIO, NULL, 0 },
};

static void check_ways(const struct oh_conf *conf, size_t i)
{
	const struct oh_choose_prm prm = {
		.conf = conf, .number = routev[i].number,
		.from = routev[i].from, .trunk = routev[i].trunk,
		.automation = true,
	};
	char got[1024] = "";
	struct oh_choice ch;
	struct oh_ways w;
	int err = oh_choose_ways(&w, &ch, &prm);

	assert_int_equal(err, routev[i].err);
	if (err) {
		assert_non_null(strstr(ch.why, "no route matches"));
		return;
	}
	for (uint32_t k = 0; k < w.trunkc; k++) {
		size_t len = strlen(got);

		assert_int_equal(0, oh_choose_way(&ch, &prm, w.trunkv[k]));
		(void)re_snprintf(got + len, sizeof(got) - len, "%s:%s<%s ",
				  ch.trunk->name, ch.user, ch.from);
	}
	assert_string_equal(got, routev[i].ways);
	assert_int_equal(ch.verdict.rule, routev[i].rule);
}

int test_choose_routes(void)
{
	struct oh_conf *conf = NULL;
	int err = oh_conf_parse(&conf, "test", routed);

	TEST_OK(err);
	if (conf->faultc)
		fail_msg("%d: %s", conf->faultv[0].line,
			 conf->faultv[0].text);
	for (size_t i = 0; i < ARRAY_SIZE(routev); i++)
		check_ways(conf, i);
 out:
	mem_deref(conf);

	return err;
}

static const struct { const char *text, *on, *why; } managedv[] = {
	{ "[dial]\nring = 5\n", "m", "no trunk is configured" },
	{ "[trunk a]\nserver = h\n", NULL, NULL },
	{ "[trunk a]\nserver = h\n[route r]\npattern = ^\\+44\n"
	  "trunks = a\n", "m", "no route matches +14255550100: add" },
	{ "[carrier c]\ntype = acs\nconnection_env = C\n", NULL,
	  "carrier c carries no calls" },
	{ "[trunk a]\nserver = h\n[route r]\npattern = ^\\+44\n"
	  "trunks = a\n[carrier c]\ntype = acs\nconnection_env = C\n", NULL,
	  "and carrier c carries no calls of this program" },
};

/* What no route matches goes to the managed carrier */
int test_choose_managed(void)
{
	struct oh_choose_prm prm = { .number = "+14255550100" };
	struct oh_conf *conf = NULL;
	struct oh_conf_trunk t;
	struct oh_choice ch;
	int err = 0;

	oh_conf_trunk_init(&t);
	str_ncpy(t.name, "m", sizeof(t.name));
	str_ncpy(t.server, "h", sizeof(t.server));
	t.managed = true;
	for (size_t i = 0; i < ARRAY_SIZE(managedv); i++) {
		err = oh_conf_parse(&conf, "test", managedv[i].text);
		TEST_OK(err);
		prm.conf = conf;
		assert_int_equal(oh_choose(&ch, &prm),
				 managedv[i].why ? ENXIO : 0);
		if (managedv[i].why && !strstr(ch.why, managedv[i].why))
			fail_msg("%zu: %s", i, ch.why);
		if (managedv[i].on) {
			assert_int_equal(0, oh_conf_trunk_add(conf, &t));
			assert_int_equal(0, oh_choose(&ch, &prm));
			assert_string_equal(ch.trunk->name, managedv[i].on);
		}
		conf = mem_deref(conf);
	}
 out:
	mem_deref(conf);

	return err;
}
