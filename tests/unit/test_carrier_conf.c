/**
 * @file test_carrier_conf.c  [carrier NAME] in the configuration
 */
#include "test.h"
#include "base/compat.h"
#include "conf/conf.h"


static const char whole[] =
	"[dial]\n"
	"rates = prices.csv\n"
	"[carrier cloud]\n"
	"type = acs\n"
	"endpoint = https://me.example.com:8443/\n"
	"key_file = cloud.key\n"
	"ca_file = /etc/ssl/own.pem\n"
	"api_version = 2025-06-01-preview\n"
	"timeout = 90\n"
	"monthly_cap = 25.50 USD\n"
	"[carrier cloud-2]\n"
	"type = acs\n"
	"connection_env = CLOUD\n"
	"[trunk a]\n"
	"server = h\n"
	"[carrier play]\n"
	"type = SIM\n"
	"[carrier own]\n"
	"type = static\n"
	"numbers = +14255550100 +442079460000\n"
	"numbers_file = own.csv\n";


static void check_cloud(const struct oh_conf_carrier *k)
{
	assert_int_equal(k->at.line, 3);
	assert_string_equal(k->at.file, "c.conf");
	assert_int_equal(k->type, OH_CONF_ACS);
	assert_string_equal(k->endpoint, "https://me.example.com:8443");
	assert_string_equal(k->key.file, "cloud.key");
	assert_string_equal(k->token.file, "");
	assert_string_equal(k->ca_file, "/etc/ssl/own.pem");
	assert_string_equal(k->api_version, "2025-06-01-preview");
	assert_int_equal(k->timeout_ms, 90000);
	assert_int_equal(k->monthly_cap.micro, 25500000);
	assert_string_equal(k->monthly_cap.currency, "USD");
}


int test_carrier_conf_whole(void)
{
	const struct oh_conf_carrier *k;
	struct oh_conf *c = NULL;
	int err;

	err = oh_conf_parse(&c, "c.conf", whole);
	TEST_OK(err);
	if (c->faultc)
		fail_msg("%d: %s", c->faultv[0].line, c->faultv[0].text);
	assert_string_equal(c->rates, "prices.csv");
	assert_int_equal(c->trunkc, 1);
	assert_int_equal(c->carrierc, 4);
	check_cloud(&c->carrierv[0]);

	k = oh_conf_carrier_find(c, "cloud-2");
	assert_non_null(k);
	assert_string_equal(k->connection.env, "CLOUD");
	assert_string_equal(k->api_version, "2025-06-01");
	assert_int_equal(k->timeout_ms, 60000);
	assert_string_equal(k->monthly_cap.currency, "");
	assert_int_equal(oh_conf_carrier_find(c, "play")->type, OH_CONF_SIM);
	k = oh_conf_carrier_find(c, "own");
	assert_int_equal(k->type, OH_CONF_STATIC);
	assert_string_equal(k->numbers, "+14255550100 +442079460000");
	assert_string_equal(k->numbers_file, "own.csv");
	assert_null(oh_conf_carrier_find(c, "a"));
	assert_null(oh_conf_trunk_find(c, "own"));

 out:
	mem_deref(c);
	return err;
}


#define C "[carrier c]\ntype = acs\n"
#define E C "endpoint = https://h\n"
#define K E "key_env = K\n"
#define S "[carrier c]\ntype = static\n"
#define N S "numbers = +14255550100\n"

/* The one fault of each; want NULL: there is none */
static const struct {
	const char *text;
	int line;
	const char *want;
} faultv[] = {
	{K, 0, NULL},
	{N, 0, NULL},
	{"[carrier c]\ntype = sim\n", 0, NULL},
	{"[carrier c]", 1, "[carrier c]: no type: write type = acs, sim or"},
	{"[carrier c]\ntype = att", 2, "one of acs sim static"},
	{"[carrier c/d]", 1, "the name of a carrier holds"},
	{N "[carrier c]", 4, "carrier c stands in line 1 already"},
	/* What a way in needs */
	{C, 1, "no way in"},
	{E, 1, "endpoint needs a key or a token"},
	{C "token_file = t", 1, "a key or a token needs endpoint"},
	{K "token_file = t", 1, "key and token: set one of them"},
	{K "connection_env = C", 1, "a connection holds endpoint and key"},
	{C "connection_file = f\nconnection_env = C", 1, "[carrier c]: more "
		"than one of connection_file, connection_command and"},
	{K "key_file = k", 1, "more than one of key_file"},
	{E "token_env = T\ntoken_command = t", 1, "more than one of token_f"},
	{"[carrier c]\ntype = sim\nendpoint = https://h", 1, "needs a key"},
	/* Secrets */
	{K "key = a2V5", 5, "use key_file, key_command or key_env"},
	{K "token = x", 5, "use token_file, "},
	{K "connection = x", 5, "use connection_file, "},
	{K "connection_string = x", 5, "use connection_file, "},
	/* Keys of another type */
	{S, 1, "no numbers: set numbers or numbers_file"},
	{N "endpoint = https://h", 4, "endpoint: a carrier of type static"},
	{N "monthly_cap = 1 EUR", 4, "monthly_cap: a carrier of type static"},
	{K "numbers_file = f", 5, "only a carrier of type static has it"},
	/* Values */
	{C "endpoint = h\nkey_env = K", 3, "write https://HOST or"},
	{C "endpoint = https://\nkey_env = K", 3, "write https://HOST or"},
	{C "endpoint = https://h/p\nkey_env = K", 3, "write https://HOST"},
	{C "endpoint = https://u@h\nkey_env = K", 3, "write https://HOST"},
	{C "endpoint = https://2001:db8::1\nkey_env = K", 3, "write https"},
	{C "endpoint = http://h\nkey_env = K", 3, "http:// is for this"},
	{C "endpoint = http://127.evil.example\nkey_env = K", 3, "http://"},
	{C "endpoint = http://localhost.example\nkey_env = K", 3, "http://"},
	{C "endpoint = http://127.0.0.1:80\nkey_env = K", 0, NULL},
	{C "endpoint = http://localhost/\nkey_env = K", 0, NULL},
	{C "endpoint = http://[::1]:8080\nkey_env = K", 0, NULL},
	{C "endpoint = https://[2001:db8::1]\nkey_env = K", 0, NULL},
	{K "api_version = 2025-6-1", 5, "a version such as 2025-06-01"},
	{K "api_version = 2025-06-01-beta", 5, "a version such as"},
	{K "timeout = 11m", 5, "a time from 1s to 600s"},
	{K "monthly_cap = 25", 5, "such as 25.00 USD"},
	{K "monthly_cap = 25 dollars", 5, "such as 25.00 USD"},
	{K "monthly_cap = 25 USDT", 5, "such as 25.00 USD"},
	{K "monthly_cap = much USD", 5, "such as 25.00 USD"},
	{K "monthly_cap = -1 USD", 5, "out of limits"},
	{K "monthly_cap = 0 USD", 0, NULL},
	{S "numbers = 4255550100", 3, "with their country codes"},
	{S "numbers = +14255550100 +1", 3, "with their country codes"},
};


static int check_faults(size_t i)
{
	struct oh_conf *c = NULL;
	const struct oh_conf_fault *f;
	int err;

	err = oh_conf_parse(&c, "c.conf", faultv[i].text);
	TEST_OK(err);
	f = &c->faultv[0];
	if (c->faultc != !!faultv[i].want)
		fail_msg("'%s': %u faults, first '%d: %s'", faultv[i].text,
			 c->faultc, f->line, f->text);
	if (c->faultc && (f->line != faultv[i].line ||
			  !strstr(f->text, faultv[i].want)))
		fail_msg("'%s': '%d: %s', not '%d: %s'", faultv[i].text,
			 f->line, f->text, faultv[i].line, faultv[i].want);

 out:
	mem_deref(c);
	return err;
}


int test_carrier_conf_faults(void)
{
	int err = 0;

	for (size_t i = 0; !err && i < sizeof(faultv) / sizeof(faultv[0]);
	     i++)
		err = check_faults(i);

	return err;
}


int test_carrier_conf_add(void)
{
	struct oh_conf *c = NULL;
	struct oh_conf_carrier k;
	int err;

	err = oh_conf_parse(&c, "c.conf", "");
	TEST_OK(err);
	oh_conf_carrier_init(&k);
	assert_int_equal(oh_conf_carrier_add(c, &k), EINVAL);
	while (c->carrierc < OH_CONF_CARRIERS_MAX) {
		snprintf(k.name, sizeof(k.name), "k%u", c->carrierc);
		assert_int_equal(oh_conf_carrier_add(c, &k), 0);
		assert_int_equal(oh_conf_carrier_add(c, &k), EALREADY);
	}
	snprintf(k.name, sizeof(k.name), "more");
	assert_int_equal(oh_conf_carrier_add(c, &k), ERANGE);
	assert_string_equal(oh_conf_carrier_find(c, "k3")->name, "k3");
	assert_int_equal(c->trunkc, 0);
	assert_int_equal(c->faultc, 0);

 out:
	mem_deref(c);
	return err;
}


/* One too many is read for its faults, and forgotten */
int test_carrier_conf_limit(void)
{
	struct oh_conf *c = NULL;
	char text[2048];
	size_t n = 0;
	int err;

	for (int i = 0; i <= OH_CONF_CARRIERS_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
				      "[carrier k%d]\ntype = sim\n", i);
	snprintf(text + n, sizeof(text) - n, "colour = red\n");
	err = oh_conf_parse(&c, "c.conf", text);
	TEST_OK(err);
	assert_int_equal(c->carrierc, OH_CONF_CARRIERS_MAX);
	assert_int_equal(c->faultc, 2);
	assert_string_equal(c->faultv[0].text, "more than 16 carriers");
	assert_non_null(strstr(c->faultv[1].text, "[carrier k16]: no key"));

 out:
	mem_deref(c);
	return err;
}


int test_carrier_conf_path(void)
{
	static const struct {
		const char *path, *file, *want;
	} v[] = {
	{"a.csv",   "/etc/o/o.conf", "/etc/o/a.csv"},
	{"x/a.csv", "d/o.conf",      "d/x/a.csv"},
	{"/a.csv",  "/etc/o/o.conf", "/a.csv"},
	{"a.csv",   "o.conf",        "a.csv"},
	{"a.csv",   "",              "a.csv"},
	{"a.csv",   NULL,            "a.csv"},
	};
	char buf[32];

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		assert_int_equal(oh_conf_path_print(buf, sizeof(buf),
						    v[i].path, v[i].file), 0);
		assert_string_equal(buf, v[i].want);
	}
	assert_int_equal(oh_conf_path_print(buf, 4, "a.csv", NULL), ERANGE);

	return 0;
}
