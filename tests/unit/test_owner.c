/**
 * @file test_owner.c  Whether a caller ID is a number of one's own
 */
#include "base/compat.h"
#include "test.h"
#include "carrier/owned.h"
#include "command/owner.h"
#include "conf/conf.h"
#include "home.h"

enum { DAY_S = 86400 };

static const char text[] =
	"[carrier own]\ntype = static\n"
	"numbers = +14255550160 +14255550161\n"
	"numbers_file = list.csv\n"
	"[carrier bought]\ntype = sim\n";

/* What the carrier has told: one that calls, one that does not */
static int write_list(const char *carrier, const char *loud,
		      const char *mute)
{
	struct oh_owned o = { .caps.calling = OH_CAPABLE_BOTH };
	struct oh_owned_writer *w = NULL;
	int err;

	err = oh_owned_begin(&w, carrier);
	if (err)
		return err;
	str_ncpy(o.number, loud, sizeof(o.number));
	err = oh_owned_add(w, &o);
	o.caps.calling = OH_CAPABLE_INBOUND;
	str_ncpy(o.number, mute, sizeof(o.number));
	if (!err)
		err = oh_owned_add(w, &o);
	if (!err)
		err = oh_owned_commit(w);
	mem_deref(w);

	return err;
}

static const struct {
	const char *number, *text, *hint;     /* text NULL: ours */
} casev[] = {
	{ "+14255550160",  NULL, NULL },
	{ "+14255550161",  NULL, NULL },
	{ "+14255550162",  NULL, NULL },
	{ "+14255550163",  NULL, NULL },
	{ "+14255550170",  NULL, NULL },
	{ "+14255550171",  "is yours, but cannot make calls",
	  "numbers update +14255550171 --calling outbound" },
	{ "+14255550180",  "none of your numbers (list of ",
	  "run 'numbers list'" },
	{ "+1425555016",   "none of your numbers (list of ",
	  "type = static" },
	{ "112",           "112 is none of your numbers", "type = static" },
};

static int check(struct oh_conf *conf, size_t i)
{
	struct oh_verdict v = { .rule = OH_GUARD_CALLER_ID };
	bool is = oh_owner_is(&v, casev[i].number, conf);

	if (test_is_oom())
		return 0;
	if (is == !!casev[i].text)
		fail_msg("%s: %d: %s", casev[i].number, is, v.text);
	if (is)
		return 0;
	if (!strstr(v.text, casev[i].text) || !strstr(v.hint, casev[i].hint))
		fail_msg("%s: %s: %s", casev[i].number, v.text, v.hint);

	return 0;
}

int test_owner_table(void)
{
	struct oh_conf *conf = NULL;
	struct home h;
	char name[400];
	int err;

	home_enter(&h);
	home_write(&h, "list.csv", "number,country\n+14255550162,US\n"
		   "nonsense\n+14255550163\n");
	snprintf(name, sizeof(name), "%s", home_path(&h, "offhook.conf"));
	err = oh_conf_parse(&conf, name, text);
	TEST_OK(err);
	conf->present = true;
	err = write_list("bought", "+14255550170", "+14255550171");
	TEST_OK(err);
	err = write_list("forgotten", "+14255550180", "+14255550181");
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++)
		(void)check(conf, i);
 out:
	mem_deref(conf);
	home_leave(&h);

	return err;
}

/* Nothing is known; then something is, and grows old */
int test_owner_age(void)
{
	struct oh_verdict v = { .rule = OH_GUARD_CALLER_ID };
	struct oh_conf *conf = mem_zalloc(sizeof(*conf), NULL);
	struct home h;
	int err = conf ? 0 : ENOMEM;

	home_enter(&h);
	TEST_OK(err);
	assert_false(oh_owner_is(&v, "+14255550180", conf));
	if (!test_is_oom())
		assert_string_equal(v.text, "+14255550180 is not known to be "
				    "your number");
	test_clock_freeze(true);
	err = write_list("acs", "+14255550170", "+14255550171");
	TEST_OK(err);
	test_clock_add_us(3ull * DAY_S * 1000000);
	assert_false(oh_owner_is(&v, "+14255550180", conf));
	if (!test_is_oom())
		assert_string_equal(v.text, "+14255550180 is none of your "
				    "numbers (list of acs: 3 days old)");
 out:
	test_clock_freeze(false);
	home_leave(&h);
	mem_deref(conf);

	return err;
}
