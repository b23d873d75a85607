/**
 * @file test_voice.c  Voice routes: which trunks a number leaves by
 */
#include "base/compat.h"
#include "test.h"
#include "route/voice.h"

enum { DRAWS = 4000 };

static const char text[] =
	"[trunk a]\nserver = h\n[trunk b]\nserver = h\n"
	"[trunk c]\nserver = h\n"
	"[route seattle]\npattern = ^\\+1(425|206)\\d{7}$\ntrunks = a b c\n"
	"[route us]\npattern = ^\\+1\\d{10}$\ntrunks = b a\n"
	"[route shared]\npattern = ^\\+44\ntrunks = a:6, b:3, c\n"
	"order = weight\n"
	"[route short]\npattern = ^1411$\ntrunks = c\n";

static const struct { const char *number, *route; } findv[] = {
	{ "+14255550100",  "seattle" },
	{ "+12125550100",  "us" },
	{ "+442079460000", "shared" },
	{ "1411",          "short" },
	{ "+4930123456",   NULL },
	{ "*67#",          NULL },
};

int test_voice_find(void)
{
	struct oh_conf *conf = NULL;
	int err = oh_conf_parse(&conf, "test", text);

	TEST_OK(err);
	assert_int_equal(conf->faultc, 0);
	for (size_t i = 0; i < ARRAY_SIZE(findv); i++) {
		const struct oh_conf_route *spent = NULL;
		const struct oh_conf_route *r =
			oh_voice_find(conf, findv[i].number, &spent);

		if (str_cmp(r ? r->name : "", findv[i].route
			    ? findv[i].route : ""))
			fail_msg("%s: %s", findv[i].number,
				 r ? r->name : "none");
		assert_null(spent);
	}
 out:
	mem_deref(conf);

	return err;
}

/* One that would try for ever is passed over, and not in silence */
int test_voice_spent(void)
{
	static const char costly[] =
		"[trunk a]\nserver = h\n"
		"[route costly]\ntrunks = a\n"
		"pattern = ^\\+(\\d+)+(\\d+)+[x-z]$\n"
		"[route rest]\npattern = ^\\+44\ntrunks = a\n";
	const struct oh_conf_route *r, *spent = NULL;
	struct oh_conf *conf = NULL;
	int err = oh_conf_parse(&conf, "test", costly);

	TEST_OK(err);
	assert_int_equal(conf->faultc, 0);
	r = oh_voice_find(conf, "+4420794600001234", &spent);
	assert_ptr_equal(r, &conf->routev[1]);
	assert_ptr_equal(spent, &conf->routev[0]);
	r = oh_voice_find(conf, "+12065550100123", &spent);
	assert_null(r);
	assert_ptr_equal(spent, &conf->routev[0]);
	r = oh_voice_find(conf, "1411", &spent);
	assert_null(r);
	assert_null(spent);
 out:
	mem_deref(conf);

	return err;
}

static const struct {
	unsigned route;
	const char *number, *why;
} whyv[] = {
	{ 0, "+14255550100", "" },
	{ 0, "+12125550100", "no match behind +12" },
	{ 0, "+4930123456",  "no match behind +" },
	{ 0, "+1425555",     "no match: the number ends too early" },
	{ 3, "+1411",        "no match" },
};

int test_voice_why(void)
{
	struct oh_conf *conf = NULL;
	int err = oh_conf_parse(&conf, "test", text);

	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(whyv); i++) {
		char why[128];

		oh_voice_why(why, sizeof(why), &conf->routev[whyv[i].route],
			     whyv[i].number);
		assert_string_equal(why, whyv[i].why);
	}
 out:
	mem_deref(conf);

	return err;
}

/* arg: the names of those that do not work */
static bool is_down(const struct oh_conf_trunk *t, void *arg)
{
	return strstr(arg, t->name);
}

static void order(char *buf, const struct oh_conf *conf, unsigned route,
		  uint64_t seed, const char *down)
{
	const struct oh_voice_prm prm = {
		.seed = seed, .downh = down ? is_down : NULL,
		.arg = (void *)(uintptr_t)down,
	};
	const struct oh_conf_trunk *v[OH_CONF_SHARES_MAX];
	uint32_t n = oh_voice_order(v, conf, &conf->routev[route], &prm);

	for (uint32_t i = 0; i < n; i++)
		*buf++ = v[i]->name[0];
	*buf = '\0';
}

int test_voice_order(void)
{
	char s[OH_CONF_SHARES_MAX + 1];
	struct oh_conf *conf = NULL;
	int err = oh_conf_parse(&conf, "test", text);

	TEST_OK(err);
	order(s, conf, 0, 1, NULL);
	assert_string_equal(s, "abc");
	order(s, conf, 1, 1, NULL);
	assert_string_equal(s, "ba");
	order(s, conf, 0, 1, "a");
	assert_string_equal(s, "bca");
	order(s, conf, 0, 1, "ab");
	assert_string_equal(s, "cab");
	order(s, conf, 0, 1, "abc");
	assert_string_equal(s, "abc");
 out:
	mem_deref(conf);

	return err;
}

/* 6 : 3 : 1. The second place is drawn from those that are left. */
int test_voice_weight(void)
{
	unsigned first[3] = { 0 }, second_c = 0;
	char s[OH_CONF_SHARES_MAX + 1], again[sizeof(s)];
	struct oh_conf *conf = NULL;
	int err = oh_conf_parse(&conf, "test", text);

	TEST_OK(err);
	for (uint64_t seed = 0; seed < DRAWS; seed++) {
		order(s, conf, 2, seed, NULL);
		assert_int_equal(strlen(s), 3);
		assert_true(strchr(s, 'a') && strchr(s, 'b') &&
			    strchr(s, 'c'));
		first[s[0] - 'a']++;
		second_c += s[1] == 'c';
	}
	assert_in_range(first[0], 0.57 * DRAWS, 0.63 * DRAWS);
	assert_in_range(first[1], 0.27 * DRAWS, 0.33 * DRAWS);
	assert_in_range(first[2], 0.08 * DRAWS, 0.12 * DRAWS);
	/* 6/10 * 1/4 + 3/10 * 1/7 */
	assert_in_range(second_c, 0.16 * DRAWS, 0.23 * DRAWS);

	order(s, conf, 2, 42, NULL);
	order(again, conf, 2, 42, NULL);
	assert_string_equal(s, again);
	order(s, conf, 2, 42, "a");
	assert_int_equal(s[2], 'a');
 out:
	mem_deref(conf);

	return err;
}
