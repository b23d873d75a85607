/**
 * @file test_carrier.c  Carriers opened, asked what they would send, listed
 */
#include "carrier_fixture.h"
#include "carrier/sign.h"
#include <sys/stat.h>
#include "temp.h"

#define V "api-version=2025-06-01"
#define HOST "https://a.example"
#define CONNECTION "endpoint=" HOST "/;accesskey=" CFX_KEY

struct opening {
	const char *connection;
	const char *endpoint;
	const char *key;             /* in the environment */
	const char *token;
	int err;
	const char *why;
};

static const struct opening openingv[] = {
	{ CONNECTION, "", NULL, NULL, 0, NULL },
	{ "endpoint=http://127.0.0.1:8443;accesskey=" CFX_KEY, "", NULL,
	  NULL, 0, NULL },
	{ "endpoint=http://[::1]/;accesskey=" CFX_KEY, "", NULL, NULL, 0,
	  NULL },
	{ NULL, HOST, CFX_KEY, NULL, 0, NULL },
	{ NULL, HOST "/", NULL, "eyJ0.eyJz.c2ln", 0, NULL },
	{ "endpoint=http://a.example;accesskey=" CFX_KEY, "", NULL, NULL,
	  EACCES, "http:// is for this machine alone: write https://" },
	{ NULL, "http://192.0.2.1", NULL, "eyJ0", EACCES,
	  "http:// is for this machine alone: write https://" },
	{ "endpoint=" HOST ";accesskey=?", "", NULL, NULL, EBADMSG,
	  "the access key is not base64" },
	{ "nonsense", "", NULL, NULL, EBADMSG, "the connection string is "
	  "not endpoint=https://HOST/;accesskey=KEY" },
	{ NULL, HOST "/path", CFX_KEY, NULL, EBADMSG,
	  "the endpoint is not https://HOST[:PORT]" },
	{ NULL, "", NULL, NULL, EINVAL,
	  "neither a connection string nor an endpoint" },
	{ NULL, HOST, NULL, NULL, EINVAL,
	  "an endpoint, but neither a key nor a token" },
	{ NULL, HOST, NULL, "two words", EBADMSG,
	  "the token holds characters that no token has" },
};

static void conf_of(struct oh_conf_carrier *conf, const struct opening *o)
{
	oh_conf_carrier_init(conf);
	str_ncpy(conf->name, "main", sizeof(conf->name));
	str_ncpy(conf->endpoint, o->endpoint, sizeof(conf->endpoint));
	if (o->key) {
		(void)setenv("TEST_KEY", o->key, 1);
		str_ncpy(conf->key.env, "TEST_KEY", sizeof(conf->key.env));
	}
	if (o->token) {
		(void)setenv("TEST_TOKEN", o->token, 1);
		str_ncpy(conf->token.env, "TEST_TOKEN",
			 sizeof(conf->token.env));
	}
}

static int open_one(struct oh_carrier **cp, const struct opening *o,
		    const char **whyp)
{
	struct oh_conf_carrier conf;
	const struct oh_carrier_prm prm = {
		.conf = &conf, .connection = o->connection,
	};

	conf_of(&conf, o);

	return oh_carrier_open(cp, &prm, whyp);
}

int test_carrier_open(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(openingv); i++) {
		const struct opening *o = &openingv[i];
		struct oh_carrier *c = NULL;
		const char *why = NULL;
		int err = open_one(&c, o, &why);

		if (err == ENOMEM)
			return err;
		assert_int_equal(err, o->err);
		if (o->why)
			assert_string_equal(why, o->why);
		if (!err) {
			assert_string_equal(oh_carrier_name(c), "main");
			assert_true(oh_carrier_can(c, OH_DO_BUY));
			assert_false(oh_carrier_can(c, OH_DO_MAX));
		}
		mem_deref(c);
	}
	return 0;
}

int test_carrier_masks(void)
{
	struct oh_carrier_prm prm = { .connection = CONNECTION };
	struct cfx f;
	int err;

	err = cfx_start(&f, &(struct webpeer_reply){ .close = true }, 1);
	TEST_OK(err);
	prm.log = f.log;
	f.c = mem_deref(f.c);
	err = oh_carrier_open(&f.c, &prm, NULL);
	TEST_OK(err);
	assert_string_equal(oh_carrier_name(f.c), "sim");
	oh_log(f.log, OH_LOG_INFO, "key %s.", CFX_KEY);
	assert_non_null(strstr(f.said, "key ***."));

 out:
	cfx_stop(&f);

	return err;
}

struct dry {
	struct oh_carrier_req req;
	const char *line;            /* after the endpoint */
	const char *body;            /* after an empty line, or NULL */
};

static const char *const prefixv[] = { "1425" };
static const char *const gonev[] = { "14255550199" };

static const struct oh_available available = {
	.id = "14255550123", .number = "+14255550123", .country = "US",
	.type = OH_TYPE_GEOGRAPHIC, .assignment = OH_ASSIGN_APPLICATION,
	.caps = { OH_CAPABLE_BOTH, OH_CAPABLE_NONE },
};

#define COUNTRY "/availablePhoneNumbers/countries/US"
#define CART "/availablePhoneNumbers/reservations"

static const struct dry dryv[] = {
	{ { .what = OH_DO_LIST, .page = 7 },
	  "GET /phoneNumbers?skip=0&top=7&" V, NULL },
	{ { .what = OH_DO_SHOW, .number = "+14255550100" },
	  "GET /phoneNumbers/%2B14255550100?" V, NULL },
	{ { .what = OH_DO_LOCALITIES, .country = "us", .division = "WA" },
	  "GET " COUNTRY "/localities?administrativeDivision=WA&skip=0&"
	  "maxPageSize=100&" V, NULL },
	{ { .what = OH_DO_AREAS, .country = "US",
	    .type = OH_TYPE_GEOGRAPHIC, .locality = "New York" },
	  "GET " COUNTRY "/areaCodes?phoneNumberType=geographic&"
	  "locality=New%20York&skip=0&maxPageSize=100&" V, NULL },
	{ { .what = OH_DO_OFFERINGS, .country = "US",
	    .type = OH_TYPE_TOLL_FREE,
	    .assignment = OH_ASSIGN_APPLICATION },
	  "GET " COUNTRY "/offerings?phoneNumberType=tollFree&"
	  "assignmentType=application&skip=0&maxPageSize=100&" V, NULL },
	{ { .what = OH_DO_SEARCH, .country = "US",
	    .type = OH_TYPE_GEOGRAPHIC, .area = "425", .quantity = 2,
	    .assignment = OH_ASSIGN_APPLICATION,
	    .caps = { OH_CAPABLE_BOTH, OH_CAPABLE_NONE } },
	  "POST " COUNTRY "/:search?" V,
	  "{\"phoneNumberType\":\"geographic\",\"assignmentType\":"
	  "\"application\",\"capabilities\":{\"calling\":"
	  "\"inbound+outbound\",\"sms\":\"none\"},\"areaCode\":\"425\","
	  "\"quantity\":2}" },
	{ { .what = OH_DO_OFFER, .id = "a/b?c" },
	  "GET /availablePhoneNumbers/searchResults/a%2Fb%3Fc?" V, NULL },
	{ { .what = OH_DO_BUY, .id = "s1" },
	  "POST /availablePhoneNumbers/:purchase?" V,
	  "{\"searchId\":\"s1\"}" },
	{ { .what = OH_DO_BUY, .id = "s1", .agree = true },
	  "POST /availablePhoneNumbers/:purchase?" V,
	  "{\"searchId\":\"s1\",\"agreeToNotResell\":true}" },
	{ { .what = OH_DO_UPDATE, .number = "+14255550100",
	    .caps = { OH_CAPABLE_ANY, OH_CAPABLE_OUTBOUND } },
	  "PATCH /phoneNumbers/%2B14255550100/capabilities?" V,
	  "{\"sms\":\"outbound\"}" },
	{ { .what = OH_DO_RELEASE, .number = "+14255550100" },
	  "DELETE /phoneNumbers/%2B14255550100?" V, NULL },
	{ { .what = OH_DO_BROWSE, .country = "US", .prefixv = prefixv,
	    .prefixc = 1, .type = OH_TYPE_MOBILE },
	  "POST " COUNTRY "/:browse?" V,
	  "{\"phoneNumberType\":\"mobile\",\"phoneNumberPrefixes\":"
	  "[\"1425\"]}" },
	{ { .what = OH_DO_RESERVE, .id = "r1", .addv = &available,
	    .addc = 1, .removev = gonev, .removec = 1 },
	  "PATCH " CART "/r1?" V, NULL },
	{ { .what = OH_DO_RESERVATIONS },
	  "GET " CART "?maxPageSize=100&" V, NULL },
	{ { .what = OH_DO_RESERVATION, .id = "r1" },
	  "GET " CART "/r1?" V, NULL },
	{ { .what = OH_DO_RESERVATION_BUY, .id = "r1" },
	  "POST " CART "/r1/:purchase?" V, "{}" },
	{ { .what = OH_DO_RESERVATION_CANCEL, .id = "r1" },
	  "DELETE " CART "/r1?" V, NULL },
	{ { .what = OH_DO_LOOKUP, .numberv = prefixv, .numberc = 1,
	    .details = true },
	  "POST /operatorInformation/:search?" V,
	  "{\"options\":{\"includeAdditionalOperatorDetails\":true},"
	  "\"phoneNumbers\":[\"1425\"]}" },
	{ { .what = OH_DO_OPERATION, .id = "op1" },
	  "GET /phoneNumbers/operations/op1?" V, NULL },
	{ { .what = OH_DO_OPERATION_CANCEL, .id = "op1" },
	  "DELETE /phoneNumbers/operations/op1?" V, NULL },
};

/* Without what makes it pretty */
static void squeeze(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (!strchr(" \t\n", *text))
			*to++ = *text;
	}
	*to = '\0';
}

static int print_one(struct oh_carrier *c, const struct dry *d)
{
	const char *space = strchr(d->line, ' ') + 1;
	char first[512], *text = NULL, *body;
	int err;

	err = oh_carrier_print(&text, c, &d->req);
	if (err)
		return err;
	(void)snprintf(first, sizeof(first), "%.*s" HOST "%s\n",
		       (int)(space - d->line), d->line, space);
	if (strncmp(text, first, strlen(first)))
		assert_string_equal(text, first);
	assert_non_null(strstr(text, "x-ms-content-sha256&Signature=***\n"));
	assert_null(strstr(text, CFX_KEY));
	body = strstr(text, "\n\n");
	if (d->body) {
		assert_non_null(body);
		squeeze(body);
		assert_string_equal(body, d->body);
	}
	mem_deref(text);

	return 0;
}

int test_carrier_print(void)
{
	struct oh_carrier *c = NULL;
	int err;

	err = open_one(&c, &openingv[0], NULL);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(dryv); i++) {
		err = print_one(c, &dryv[i]);
		TEST_OK(err);
	}

 out:
	mem_deref(c);

	return err;
}

int test_carrier_print_token(void)
{
	const struct oh_carrier_req req = { .what = OH_DO_COUNTRIES };
	struct oh_carrier *c = NULL;
	char *text = NULL;
	int err;

	err = open_one(&c, &openingv[4], NULL);
	TEST_OK(err);
	err = oh_carrier_print(&text, c, &req);
	TEST_OK(err);
	assert_non_null(strstr(text, "\nAuthorization: Bearer ***\n"));
	assert_null(strstr(text, "eyJ0"));

 out:
	mem_deref(text);
	mem_deref(c);

	return err;
}

/* What is missing is told at once */
int test_carrier_missing(void)
{
	static const struct oh_carrier_req reqv[] = {
		{ .what = OH_DO_SHOW },
		{ .what = OH_DO_AREAS, .country = "" },
		{ .what = OH_DO_WAIT },
		{ .what = OH_DO_UPDATE },
		{ .what = OH_DO_MAX },
	};
	struct cfx f;
	int err;

	err = cfx_start(&f, &(struct webpeer_reply){ .close = true }, 1);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(reqv); i++) {
		err = cfx_begin(&f, &reqv[i]);
		if (err != ENOMEM)
			assert_int_equal(err, EINVAL);
		err = err == EINVAL ? 0 : err;
		TEST_OK(err);
		assert_null(f.task);
	}

 out:
	cfx_stop(&f);

	return err;
}

/** What a static carrier holds, and what it says */
struct own {
	const char *numbers;
	const char *file;            /* contents, NULL: none */
	struct oh_carrier_req req;
	const char *words;
	const char *text;            /* "%s": the file */
};

static const struct own ownv[] = {
	{ "+14255550100 +442079460000", NULL, { .what = OH_DO_LIST },
	  "owned:+14255550100 owned:+442079460000 end:0", "" },
	{ "", "\xef\xbb\xbfnumber,country\n\n# ours\n+14255550101,US\n"
	  "+14255550102", { .what = OH_DO_LIST },
	  "owned:+14255550101 owned:+14255550102 end:0", "" },
	{ "+14255550100", "+14255550101\n", { .what = OH_DO_SHOW,
	  .number = "+14255550101" }, "owned:+14255550101 end:0", "" },
	{ "+14255550100", NULL, { .what = OH_DO_SHOW,
	  .number = "+14255550109" }, "end:2",
	  "+14255550109: not a number of own" },
	{ "", "", { .what = OH_DO_LIST }, "end:0", "" },
	/* a fault anywhere, and none is told */
	{ "+14255550100", "+14255550101\n+14255550102,,quick\n",
	  { .what = OH_DO_LIST }, "end:74",
	  "%s:2: type: not geographic, toll-free or mobile" },
	{ "+14255550100 425", NULL, { .what = OH_DO_LIST }, "end:74",
	  "numbers: not E.164 numbers, separated by blanks" },
	{ "", NULL, { .what = OH_DO_BUY, .id = "s1" }, "end:95",
	  "carrier own lists its numbers only" },
};

static int open_static(struct cfx *f, const struct own *o,
		       const char *path)
{
	struct oh_conf_carrier conf;
	const struct oh_carrier_prm prm = { .conf = &conf };

	f->c = mem_deref(f->c);
	oh_conf_carrier_init(&conf);
	conf.type = OH_CONF_STATIC;
	conf.at.file = path;
	str_ncpy(conf.name, "own", sizeof(conf.name));
	str_ncpy(conf.numbers, o->numbers, sizeof(conf.numbers));
	if (o->file)
		str_ncpy(conf.numbers_file, "own.csv",
			 sizeof(conf.numbers_file));

	return oh_carrier_open(&f->c, &prm, NULL);
}

static int own_run(const struct own *o, struct temp *t)
{
	char text[512];
	struct cfx f;
	int err;

	err = cfx_start(&f, &(struct webpeer_reply){ .close = true }, 1);
	TEST_OK(err);
	if (o->file)
		temp_write(t, "own.csv", o->file, strlen(o->file));
	err = open_static(&f, o, temp_path(t, "offhook.conf"));
	TEST_OK(err);
	assert_true(oh_carrier_can(f.c, OH_DO_SHOW));
	assert_false(oh_carrier_can(f.c, OH_DO_SEARCH));
	err = cfx_do(&f, &o->req);
	TEST_OK(err);
	assert_string_equal(f.words, o->words);
	(void)snprintf(text, sizeof(text), "%s", o->text);
	if (strstr(o->text, "%s"))
		(void)snprintf(text, sizeof(text), "%s%s",
			       temp_path(t, "own.csv"), o->text + 2);
	assert_string_equal(f.text, text);

 out:
	cfx_stop(&f);

	return err;
}

int test_carrier_static(void)
{
	struct temp t;
	int err = 0;

	temp_make(&t);
	for (size_t i = 0; i < ARRAY_SIZE(ownv) && !err; i++)
		err = own_run(&ownv[i], &t);
	temp_remove(&t);

	return err;
}

/* A file that is none, a pipe, and a line without end */
int test_carrier_static_file(void)
{
	static const struct own o = {
		.numbers = "", .file = "", .req = { .what = OH_DO_LIST },
	};
	char line[2000];
	struct temp t;
	struct cfx f;
	int err;

	temp_make(&t);
	err = cfx_start(&f, &(struct webpeer_reply){ .close = true }, 1);
	TEST_OK(err);
	err = open_static(&f, &o, temp_path(&t, "offhook.conf"));
	TEST_OK(err);
	err = cfx_do(&f, &o.req);
	TEST_OK(err);
	assert_non_null(strstr(f.text, "own.csv: No such file"));

	assert_int_equal(mkfifo(temp_path(&t, "own.csv"), 0600), 0);
	err = cfx_do(&f, &o.req);
	TEST_OK(err);
	assert_non_null(strstr(f.text, "own.csv: no regular file"));

	(void)unlink(temp_path(&t, "own.csv"));
	memset(line, ' ', sizeof(line));
	temp_write(&t, "own.csv", line, sizeof(line));
	err = cfx_do(&f, &o.req);
	TEST_OK(err);
	assert_non_null(strstr(f.text, "own.csv:1: the line is too long"));

 out:
	cfx_stop(&f);
	temp_remove(&t);

	return err;
}

int test_carrier_static_released(void)
{
	static const struct own o = {
		.numbers = "+14255550100 +14255550101",
		.req = { .what = OH_DO_LIST },
	};
	struct cfx f;
	int err;

	err = cfx_start(&f, &(struct webpeer_reply){ .close = true }, 1);
	TEST_OK(err);
	err = open_static(&f, &o, NULL);
	TEST_OK(err);
	f.drop_at = 1;
	err = cfx_do(&f, &o.req);
	TEST_OK(err);
	assert_string_equal(f.words, "owned:+14255550100");
	assert_null(f.task);

 out:
	cfx_stop(&f);

	return err;
}
