/**
 * @file test_emergency.c  Calls for help: who may, and by which trunks
 */
#include "base/compat.h"
#include "test.h"
#include "place/choose.h"
#include "place/limits.h"

#define HOME "[dial]\ncountry = US\ntrunk = plain\n"
#define PLAIN "[trunk plain]\nserver = h\ncaller_id = +14255550199\n" \
	"prefix = 9\n"
#define HELP "[trunk help]\nserver = h\ncaller_id = +14255550190\n" \
	"prefix = 9\nstrip = 1\nnumber_format = national\n" \
	"caller_id_format = e164\nday_calls = 1\ncalls = 1\ncps = 1\n" \
	"emergency = yes\nemergency_address = 1 Main St, Springfield\n"
#define MORE "[trunk more]\nserver = h\nuser = bob\nemergency = yes\n" \
	"emergency_address = 2 Side St\n"
#define ALLOW "[guard]\nemergency = allow\n"

static const char all[] = HOME PLAIN HELP MORE ALLOW;

static const struct {
	const char *text, *number;
	bool person;
	const char *trunk, *from;
	const char *want;      /* "TRUNK:DIALLED<FROM ", or the rule        */
	const char *in_text, *in_hint;
} casev[] = {
	/* by hand, by marked trunks alone, as dialled, as the trunk */
	{ all, "911", 1, 0, 0, "help:911<14255550190 more:911<bob ", 0, 0 },
	{ all, "+911", 1, 0, 0, "help:911<14255550190 more:911<bob ", 0, 0 },
	{ all, "9-1-1", 1, 0, 0, "help:911<14255550190 more:911<bob ", 0, 0 },
	{ all, "tel:911", 1, 0, 0, "help:911<14255550190 more:911<bob ", 0,
	  0 },
	{ all, "911", 1, "more", "+14255550166",
	  "more:911<bob help:911<14255550190 ", 0, 0 },
	{ all, "911", 1, "plain", 0, "help:911<14255550190 more:911<bob ", 0,
	  0 },
	{ all, "911", 1, "no-such", 0, "help:911<14255550190 more:911<bob ",
	  0, 0 },
	{ all, "112", 1, 0, 0, "help:112<14255550190 more:112<bob ", 0, 0 },
	/* a program, never */
	{ all, "911", 0, 0, 0, "emergency", "only a person", "a telephone" },
	{ all, "911", 0, "help", 0, "emergency", "only a person",
	  "a telephone" },
	{ all, "*67911", 0, 0, 0, "emergency", "911 is an", "a telephone" },
	/* nothing before, behind or around it */
	{ all, "1911", 1, 0, 0, "emergency", "1911 is an", "alone" },
	{ all, "*67911", 1, 0, 0, "emergency", "911 is an", "alone" },
	{ all, "sip:911@h", 1, 0, 0, "emergency", "911 is an", "alone" },
	{ all, "+14255550100;ext=911", 1, 0, 0, "emergency", "911 is an",
	  "alone" },
	/* made one by a trunk: 9 and 11 */
	{ all, "11", 1, 0, 0, "emergency", "911 is an", "alone" },
	{ all, "11", 0, 0, 0, "emergency", "only a person", "a telephone" },
	{ HOME PLAIN ALLOW, "911", 1, 0, 0, "emergency", "no trunk here",
	  "emergency = yes" },
	{ HOME PLAIN HELP, "911", 1, 0, 0, "emergency", "where you are",
	  "emergency = allow" },
	{ HOME PLAIN HELP "[guard]\nemergency = refuse\n", "911", 1, 0, 0,
	  "emergency", "where you are", "emergency = allow" },
	/* never a prefix */
	{ all, "+19115550100", 1, 0, 0, "plain:9+19115550100<+14255550199 ",
	  0, 0 },
	{ all, "9111", 1, 0, 0, "plain:99111<+14255550199 ", 0, 0 },
	/* the test of such a way, by programs too */
	{ all, "933", 0, 0, 0, "help:933<14255550190 more:933<bob ", 0, 0 },
	{ all, "933", 0, "more", 0, "more:933<bob ", 0, 0 },
	{ all, "933", 1, "plain", 0, "plain:9933<+14255550199 ", 0, 0 },
	{ HOME PLAIN HELP, "933", 0, 0, 0, "help:933<14255550190 ", 0, 0 },
	{ HOME PLAIN, "933", 0, 0, 0, "plain:9933<+14255550199 ", 0, 0 },
	{ "[dial]\ncountry = GB\ntrunk = help\n" HELP ALLOW, "933", 0, 0, 0,
	  "help:933<14255550190 ", 0, 0 },
};

static void print_ways(char *buf, size_t size, struct oh_choice *ch,
		       const struct oh_choose_prm *prm,
		       const struct oh_ways *w)
{
	size_t len = 0;

	buf[0] = '\0';
	for (uint32_t i = 0; i < w->trunkc; i++) {
		assert_int_equal(0, oh_choose_way(ch, prm, w->trunkv[i]));
		(void)re_snprintf(buf + len, size - len, "%s:%s<%s ",
				  ch->trunk->name, ch->user, ch->from);
		len = strlen(buf);
	}
	if (ch->verdict.rule != OH_GUARD_OK)
		str_ncpy(buf, oh_guard_name(ch->verdict.rule), size);
}

static void check(const struct oh_conf *conf, size_t i)
{
	const struct oh_choose_prm prm = {
		.conf = conf, .number = casev[i].number,
		.trunk = casev[i].trunk, .from = casev[i].from,
		.person = casev[i].person, .anonymous = casev[i].from != NULL,
	};
	struct oh_choice ch;
	struct oh_ways w;
	char got[256];
	int err = oh_choose_ways(&w, &ch, &prm);

	if (err)
		fail_msg("%zu: %s: %s", i, casev[i].number, ch.why);
	print_ways(got, sizeof(got), &ch, &prm, &w);
	if (strcmp(got, casev[i].want))
		fail_msg("%zu: %s: '%s', not '%s'", i, casev[i].number, got,
			 casev[i].want);
	if (casev[i].in_text && (!strstr(ch.verdict.text, casev[i].in_text) ||
				 !strstr(ch.verdict.hint, casev[i].in_hint)))
		fail_msg("%zu: '%s' '%s'", i, ch.verdict.text,
			 ch.verdict.hint);
}

int test_emergency_choose(void)
{
	struct oh_conf *conf = NULL;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		err = oh_conf_parse(&conf, "test", casev[i].text);
		TEST_OK(err);
		assert_int_equal(conf->faultc, 0);
		check(conf, i);
		conf = mem_deref(conf);
	}
 out:
	mem_deref(conf);

	return err;
}

/* That another number is meant at home is said, and is no reason to refuse */
int test_emergency_note(void)
{
	struct oh_conf *conf = NULL;
	struct oh_choose_prm prm = { .number = "999", .person = true };
	struct oh_choice ch;
	int err = oh_conf_parse(&conf, "test", all);

	TEST_OK(err);
	prm.conf = conf;
	assert_int_equal(0, oh_choose(&ch, &prm));
	assert_int_equal(ch.emergency, OH_EMERGENCY_CALL);
	assert_string_equal(ch.why, "999 is not known as an emergency number "
			    "of United States, which has: 911");
	prm.number = "911";
	assert_int_equal(0, oh_choose(&ch, &prm));
	assert_string_equal(ch.why, "");
 out:
	mem_deref(conf);

	return err;
}

static bool is_down(const struct oh_conf_trunk *t, void *arg)
{
	return 0 == strcmp(t->name, arg);
}

/* One that did not answer a moment ago comes last, also if it was chosen */
int test_emergency_down(void)
{
	char name[] = "help";
	struct oh_conf *conf = NULL;
	struct oh_choose_prm prm = {
		.number = "911", .person = true, .trunk = "help",
		.voice = { .downh = is_down, .arg = name },
	};
	struct oh_choice ch;
	struct oh_ways w;
	int err = oh_conf_parse(&conf, "test", all);

	TEST_OK(err);
	prm.conf = conf;
	assert_int_equal(0, oh_choose_ways(&w, &ch, &prm));
	assert_int_equal(w.trunkc, 2);
	assert_string_equal(w.trunkv[0]->name, "more");
	assert_string_equal(w.trunkv[1]->name, "help");
 out:
	mem_deref(conf);

	return err;
}

/* No cap, no brake */
int test_emergency_limits(void)
{
	static const struct oh_limit_usage much = {
		.now = 9, .second = 9, .minute = 900, .day = 9000,
		.all_day = 9000, .all_out = 900, .same_prefix = 900,
		.day_ms = UINT32_MAX, .all_day_ms = UINT32_MAX,
	};
	struct oh_choose_prm prm = { .number = "911", .person = true };
	struct oh_conf *conf = NULL;
	struct oh_limit_prm limits;
	struct oh_choice ch;
	char why[256];
	int err = oh_conf_parse(&conf, "test", all);

	TEST_OK(err);
	prm.conf = conf;
	assert_int_equal(0, oh_choose(&ch, &prm));
	oh_limits_set(&limits, conf, &ch);
	assert_int_equal(OH_LIMIT_OK, oh_limit_check(why, sizeof(why),
						     &limits, &much));
	assert_true(oh_limits_is_free(conf, &ch));
	prm.number = "933";
	assert_int_equal(0, oh_choose(&ch, &prm));
	oh_limits_set(&limits, conf, &ch);
	assert_int_not_equal(OH_LIMIT_OK, oh_limit_check(why, sizeof(why),
							 &limits, &much));
 out:
	mem_deref(conf);

	return err;
}

static const struct {
	const char *text, *fault;
	int line;
} faultv[] = {
	{ "[trunk a]\nserver = h\nemergency = yes\n",
	  "[trunk a]: emergency = yes needs the address that is registered "
	  "with it: write emergency_address = STREET, TOWN", 3 },
	{ "[trunk a]\nserver = h\nemergency_address = 1 Main St\n",
	  "[trunk a]: emergency_address needs emergency = yes", 3 },
	{ "[guard]\nemergency = maybe\n", "refuse", 2 },
	{ "[guard]\nemergency_notify = \"\n", "emergency_notify", 2 },
};

int test_emergency_conf(void)
{
	struct oh_conf *conf = NULL;
	int err = oh_conf_parse(&conf, "test", all);

	TEST_OK(err);
	assert_int_equal(conf->guard.emergency, OH_CONF_EMERGENCY_ALLOW);
	assert_int_equal(conf->guard.emergency_line, 26);
	conf = mem_deref(conf);
	for (size_t i = 0; i < ARRAY_SIZE(faultv); i++) {
		err = oh_conf_parse(&conf, "test", faultv[i].text);
		TEST_OK(err);
		assert_int_equal(conf->faultc, 1);
		if (!strstr(conf->faultv[0].text, faultv[i].fault) ||
		    conf->faultv[0].line != faultv[i].line)
			fail_msg("%zu: %d: %s", i, conf->faultv[0].line,
				 conf->faultv[0].text);
		conf = mem_deref(conf);
	}
	err = oh_conf_parse(&conf, "test", HOME);
	TEST_OK(err);
	assert_int_equal(conf->guard.emergency, OH_CONF_EMERGENCY_REFUSE);
 out:
	mem_deref(conf);

	return err;
}
