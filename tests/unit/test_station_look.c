/**
 * @file test_station_look.c  What a number would become at a telephone
 */
#include "base/clock.h"
#include "base/compat.h"
#include "station_fixture.h"
#include "test.h"

static const struct {
	const char *number, *kind, *verdict, *member, *value;
} lookv[] = {
	{ "+14255550100", "e164", "allowed", "country", "US" },
	{ "4255550100", "e164", "allowed", "number", "+14255550100" },
	{ "+14255550100", "e164", "allowed", "route", "us" },
	{ "+14255550100", "e164", "allowed", "caller_id",
	  "+14255550199" },
	{ "", "part", "part", "number", "" },
	{ "+", "part", "part", "country", "" },
	{ "+1", "part", "part", "country", "US" },
	{ "+4420", "part", "part", "country_name",
	  "United Kingdom" },
	{ "425555", "code", "refused", "number", "425555" },
	{ "4255550", "part", "part", "number", "4255550" },
	{ "911", "emergency", "emergency", "hint",
	  "use a telephone" },
	{ "+19005550100", "e164", "refused", "hint",
	  "set allow_premium = +1900 in [guard]" },
	{ "*67", "code", "refused", "number", "*67" },
	{ "sip:anna@127.0.0.1", "uri", "refused", "number",
	  "sip:anna@127.0.0.1" },
	{ "si", "part", "part", "number", "si" },
	{ "anna", "part", "refused", "why", "'anna': letters are not "
	  "dialled: write digits" },
	{ "+0425", "part", "refused", "number", "+0425" },
	{ "+1425555010012345678", "part", "refused", "trunk", "" },
	{ "+390612345678", "e164", "refused", "country", "IT" },
};

int test_station_look(void)
{
	cJSON *o = NULL;
	struct station_fix f;
	char line[128];

	TEST_OK(station_start(&f));
	for (size_t i = 0; i < ARRAY_SIZE(lookv); i++) {
		(void)re_snprintf(line, sizeof(line),
				  "{\"do\":\"look\",\"number\":\"%s\"}",
				  lookv[i].number);
		TEST_OK(sta_ask(&f.p, line, &o));
		assert_true(peer_ok(o));
		if (strcmp(peer_text(o, "kind"), lookv[i].kind) ||
		    strcmp(peer_text(o, "verdict"), lookv[i].verdict) ||
		    strcmp(peer_text(o, lookv[i].member), lookv[i].value))
			fail_msg("%s: %s", lookv[i].number,
				 cJSON_PrintUnformatted(o));
	}
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/* Of what was chosen, and of what is asked besides */
int test_station_look_chosen(void)
{
	cJSON *o = NULL;
	struct station_fix f;

	TEST_OK(station_start(&f));
	TEST_OK(sta_ask(&f.p, "{\"do\":\"set\",\"caller_id\":\"+14255550198\","
		    "\"trunk\":\"away\"}", &o));
	TEST_OK(sta_ask(&f.p, "{\"do\":\"look\",\"number\":\"4255550100\"}",
		    &o));
	assert_string_equal(peer_text(o, "trunk"), "away");
	assert_string_equal(peer_text(o, "caller_id"), "+14255550198");
	TEST_OK(sta_ask(&f.p, "{\"do\":\"look\",\"number\":\"4255550100\","
		    "\"trunk\":\"home\",\"from\":\"+14255550111\"}", &o));
	assert_string_equal(peer_text(o, "trunk"), "home");
	assert_string_equal(peer_text(o, "verdict"), "refused");
	assert_string_equal(peer_text(o, "why"), "not yours");
	assert_int_equal(f.resultc, 0);
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/** Trunks that nobody answers at, and since when */
struct silence {
	const char *name;
	uint64_t    us;
};

static uint64_t silent_since(const struct oh_conf_trunk *conf, void *arg)
{
	const struct silence *v = arg;

	for (size_t i = 0; i < 2; i++)
		if (v[i].name && 0 == strcmp(v[i].name, conf->name))
			return v[i].us;

	return 0;
}

/* What is said of it: %s is when, and the day, too, if that is over */
static int look_at(struct station_fix *f, struct silence v[2],
		   const char *more, const char *trunk, const char *why)
{
	char iso[OH_CLOCK_ISO_SIZE], today[OH_CLOCK_ISO_SIZE];
	char line[160], want[256] = "";
	cJSON *o = NULL;
	int err = oh_clock_print(iso, sizeof(iso), v[0].us);

	oh_place_set_silent(f->place, silent_since, v);
	(void)re_snprintf(line, sizeof(line), "{\"do\":\"look\",\"number\":"
			  "\"+14255550100\"%s}", more);
	if (!err)
		err = sta_ask(&f->p, line, &o);
	if (!err) {
		(void)oh_clock_print(today, sizeof(today), oh_clock_wall_us());
		iso[10] = ' ';
		iso[16] = '\0';
		(void)re_snprintf(want, sizeof(want), why,
				  strncmp(iso, today, 10) ? iso : iso + 11);
		assert_string_equal(peer_text(o, "verdict"), "allowed");
		assert_string_equal(peer_text(o, "trunk"), trunk);
		assert_string_equal(peer_text(o, "why"), want);
	}
	cJSON_Delete(o);

	return err;
}

/* A trunk whose server does not answer comes last; that is said, and since
   when */
int test_station_look_silent(void)
{
	struct station_fix f;
	const uint64_t now = oh_clock_wall_us();
	struct silence none[2] = { { NULL, now } },
		home[2] = { { "home", now } }, away[2] = { { "away", now } },
		both[2] = { { "home", now }, { "away", now } },
		long_ago[2] = { { "home", now - 172800000000u } };

	TEST_OK(station_start(&f));
	TEST_OK(look_at(&f, none, "", "home", ""));
	TEST_OK(look_at(&f, home, "", "away", "trunk home does not answer "
			"since %s: away is tried first"));
	TEST_OK(look_at(&f, away, "", "home", ""));
	TEST_OK(look_at(&f, both, "", "home", "trunk home does not answer "
			"since %s, nor does another: it is tried all the "
			"same"));
	TEST_OK(look_at(&f, home, ",\"trunk\":\"home\"", "home", "trunk home "
			"does not answer since %s, and is the only one: it is "
			"tried all the same"));
	TEST_OK(look_at(&f, long_ago, "", "away", "trunk home does not "
			"answer since %s: away is tried first"));
 out:
	station_reset(&f);
	return 0;
}
