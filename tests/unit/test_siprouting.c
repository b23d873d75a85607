/**
 * @file test_siprouting.c  Trunks and voice routes: merging and rules
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "simrest/siprouting.h"
#include "test.h"

static struct cJSON *parse(const char *text)
{
	struct cJSON *json = cJSON_Parse(text);

	if (!json)
		fail_msg("no JSON: %s", text);

	return json;
}

/* Merges into config what is written with single quotes */
static int merge(struct cJSON *config, const char *text, bool preview,
		 struct oh_siprouting_fault *f)
{
	char buf[2048];
	struct cJSON *patch;
	int err;

	str_ncpy(buf, text, sizeof(buf));
	for (char *p = buf; *p; p++) {
		if (*p == '\'')
			*p = '"';
	}
	patch = parse(buf);
	err = oh_siprouting_merge(config, patch, preview, f);
	cJSON_Delete(patch);

	return err;
}

static void expect_text(const struct cJSON *config, bool preview,
			const char *text)
{
	struct cJSON *json = oh_siprouting_print(config, preview, NULL, NULL);
	char *printed = cJSON_PrintUnformatted(json);
	char want[2048];

	str_ncpy(want, text, sizeof(want));
	for (char *p = want; *p; p++) {
		if (*p == '\'')
			*p = '"';
	}
	assert_string_equal(printed, want);
	cJSON_free(printed);
	cJSON_Delete(json);
}

/* One patch after the other, and what there is then */
static const struct {
	const char *patch;
	bool preview;
	const char *now;
} mergev[] = {
	{ "{}", false, "{'trunks':{},'routes':[]}" },
	{ "{'trunks':{'a.example':{'sipSignalingPort':5061,"
	  "'enabled':false}},'other':{'x':1}}", false,
	  "{'trunks':{'a.example':{'sipSignalingPort':5061}},'routes':[]}" },
	{ "{'trunks':{'b.example':{'sipSignalingPort':5062,'health':{}}}}",
	  true,
	  "{'domains':{},'trunks':{"
	  "'a.example':{'sipSignalingPort':5061,'enabled':true,"
	  "'directTransfer':false,'privacyHeader':'id',"
	  "'ipAddressVersion':'ipv4'},"
	  "'b.example':{'sipSignalingPort':5062,'enabled':true,"
	  "'directTransfer':false,'privacyHeader':'id',"
	  "'ipAddressVersion':'ipv4'}},'routes':[]}" },
	{ "{'trunks':{'a.example':null,"
	  "'b.example':{'privacyHeader':'none','enabled':false}},"
	  "'routes':[{'name':'all','numberPattern':'^','description':null,"
	  "'callerIdOverride':'+14255550100','trunks':['b.example']},"
	  "{'name':'none','numberPattern':'^0'}],"
	  "'domains':{'example.com':{'enabled':true}}}", true,
	  "{'domains':{'example.com':{'enabled':true}},'trunks':{"
	  "'b.example':{'sipSignalingPort':5062,'enabled':false,"
	  "'directTransfer':false,'privacyHeader':'none',"
	  "'ipAddressVersion':'ipv4'}},"
	  "'routes':[{'name':'all','numberPattern':'^',"
	  "'callerIdOverride':'+14255550100','trunks':['b.example']},"
	  "{'name':'none','numberPattern':'^0','trunks':[]}]}" },
	/* The stable version neither sees nor changes what is new */
	{ "{'trunks':{'b.example':{'enabled':true,"
	  "'sipSignalingPort':5070}},'domains':{'example.com':null}}", false,
	  "{'trunks':{'b.example':{'sipSignalingPort':5070}},"
	  "'routes':[{'name':'all','numberPattern':'^',"
	  "'trunks':['b.example']},"
	  "{'name':'none','numberPattern':'^0','trunks':[]}]}" },
	{ "{'trunks':{'b.example':{'privacyHeader':null}},"
	  "'routes':[]}", true,
	  "{'domains':{'example.com':{'enabled':true}},'trunks':{"
	  "'b.example':{'sipSignalingPort':5070,'enabled':false,"
	  "'directTransfer':false,'privacyHeader':'id',"
	  "'ipAddressVersion':'ipv4'}},'routes':[]}" },
	{ "{'trunks':null,'domains':null,'routes':null}", true,
	  "{'domains':{},'trunks':{},'routes':[]}" },
};

int test_siprouting_merge(void)
{
	struct cJSON *config = oh_siprouting_empty();
	struct oh_siprouting_fault f;

	for (size_t i = 0; i < ARRAY_SIZE(mergev); i++) {
		assert_int_equal(merge(config, mergev[i].patch,
				       mergev[i].preview, &f), 0);
		expect_text(config, mergev[i].preview, mergev[i].now);
	}
	cJSON_Delete(config);

	return 0;
}

static const struct {
	const char *patch;
	const char *why;
} typev[] = {
	{ "{'trunks':[]}", "trunks: not an object" },
	{ "{'trunks':{'a.example':1}}", "trunks: a.example: not an object" },
	{ "{'trunks':{'a\\n.example':{'sipSignalingPort':'5061'}}}",
	  "a?.example: sipSignalingPort: no whole number" },
	{ "{'trunks':{'a.example':{'sipSignalingPort':1.5}}}",
	  "a.example: sipSignalingPort: no whole number" },
	{ "{'trunks':{'a.example':{'sipSignalingPort':1e99}}}",
	  "a.example: sipSignalingPort: no whole number" },
	{ "{'trunks':{'a.example':{'enabled':1}}}",
	  "a.example: enabled: not a boolean" },
	{ "{'trunks':{'a.example':{'privacyHeader':'None'}}}",
	  "a.example: privacyHeader: no such word" },
	{ "{'routes':{}}", "routes: not an array" },
	{ "{'routes':[{},1]}", "routes[1]: not an object" },
	{ "{'routes':[{'name':1}]}", "routes[0]: name: not a string" },
	{ "{'routes':[{'trunks':'a'}]}",
	  "routes[0]: trunks: not an array of strings" },
	{ "{'routes':[{'trunks':[1]}]}",
	  "routes[0]: trunks: not an array of strings" },
};

int test_siprouting_types(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(typev); i++) {
		struct cJSON *config = oh_siprouting_empty();
		struct oh_siprouting_fault f;

		assert_int_equal(merge(config, typev[i].patch, true, &f),
				 EBADMSG);
		assert_null(f.code);
		assert_string_equal(f.why, typev[i].why);
		cJSON_Delete(config);
	}

	return 0;
}

#define ROUTE(members) "{'trunks':{'a.example':{'sipSignalingPort':1}}," \
	"'routes':[{" members "}]}"
#define FINE "'name':'x','numberPattern':'^'"

static const struct {
	const char *patch;
	const char *code;        /* NULL: nothing is wrong */
} rulev[] = {
	{ "{'trunks':{'-1':{'sipSignalingPort':5061}}}", "InvalidFqdn" },
	{ "{'trunks':{'':{'sipSignalingPort':5061}}}", "InvalidFqdn" },
	{ "{'trunks':{'sbc':{'sipSignalingPort':5061}}}", "InvalidFqdn" },
	{ "{'trunks':{'192.0.2.1':{'sipSignalingPort':5061}}}",
	  "InvalidFqdn" },
	{ "{'trunks':{'a..example':{'sipSignalingPort':5061}}}",
	  "InvalidFqdn" },
	{ "{'trunks':{'a-.example':{'sipSignalingPort':5061}}}",
	  "InvalidFqdn" },
	{ "{'trunks':{'a_b.example':{'sipSignalingPort':5061}}}",
	  "InvalidFqdn" },
	{ "{'trunks':{'A-1.Example.COM':{'sipSignalingPort':65535}}}",
	  NULL },
	{ "{'domains':{'nothing':{'enabled':true}}}", "InvalidFqdn" },
	{ "{'trunks':{'a.example':{}}}", "InvalidSipSignalingPort" },
	{ "{'trunks':{'a.example':{'sipSignalingPort':0}}}",
	  "InvalidSipSignalingPort" },
	{ "{'trunks':{'a.example':{'sipSignalingPort':65536}}}",
	  "InvalidSipSignalingPort" },
	{ "{'trunks':{'a.example':{'sipSignalingPort':-1}}}",
	  "InvalidSipSignalingPort" },
	{ ROUTE(FINE), NULL },
	{ ROUTE("'numberPattern':'^'"), "InvalidRouteName" },
	{ ROUTE("'name':'','numberPattern':'^'"), "InvalidRouteName" },
	{ ROUTE(FINE "},{" FINE), "DuplicateRouteName" },
	{ ROUTE(FINE "},{'name':'X','numberPattern':'^'"), NULL },
	{ ROUTE("'name':'x'"), "InvalidNumberPattern" },
	{ ROUTE("'name':'x','numberPattern':''"), "InvalidNumberPattern" },
	{ ROUTE("'name':'x','numberPattern':'^(1'"),
	  "InvalidNumberPattern" },
	{ ROUTE("'name':'x','numberPattern':'^[1-'"),
	  "InvalidNumberPattern" },
	{ ROUTE("'name':'x','numberPattern':'^+[1-9][0-9]{3,23}$'"), NULL },
	{ ROUTE("'name':'x','numberPattern':"
		"'^\\\\+1(425|206)(\\\\d{7})$'"), NULL },
	{ ROUTE(FINE ",'trunks':['a.example']"), NULL },
	{ ROUTE(FINE ",'trunks':['b.example']"), "UnknownTrunk" },
	{ ROUTE(FINE ",'trunks':['A.example']"), "UnknownTrunk" },
	{ ROUTE(FINE ",'trunks':['a.example','a.example']"),
	  "DuplicateTrunk" },
};

static int rule_run(size_t i)
{
	struct cJSON *config = oh_siprouting_empty();
	struct oh_siprouting_fault f = { .code = NULL };
	int err;

	assert_int_equal(merge(config, rulev[i].patch, true, &f), 0);
	err = oh_siprouting_check(config, &f);
	cJSON_Delete(config);
	if (err == ENOMEM)
		return err;
	if (err != (rulev[i].code ? EBADMSG : 0))
		fail_msg("%s: %d %s", rulev[i].patch, err, f.why);
	if (rulev[i].code) {
		assert_string_equal(f.code, rulev[i].code);
		assert_true(*f.why);
	}

	return 0;
}

int test_siprouting_rules(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(rulev); i++) {
		int err = rule_run(i);

		if (err)
			return err;
	}

	return 0;
}

/* So many trunks, or routes by none */
static struct cJSON *many(const char *name, unsigned count)
{
	struct cJSON *patch = cJSON_CreateObject(), *in, *item;
	bool trunks = 0 == strcmp(name, "trunks");
	char text[64];

	in = trunks ? cJSON_AddObjectToObject(patch, name)
		    : cJSON_AddArrayToObject(patch, name);
	for (unsigned i = 0; i < count; i++) {
		(void)re_snprintf(text, sizeof(text), "n%u.example", i);
		if (trunks) {
			item = cJSON_AddObjectToObject(in, text);
			cJSON_AddNumberToObject(item, "sipSignalingPort", 1);
			continue;
		}
		item = cJSON_CreateObject();
		cJSON_AddStringToObject(item, "name", text);
		cJSON_AddStringToObject(item, "numberPattern", "^1");
		cJSON_AddItemToArray(in, item);
	}

	return patch;
}

static int count_run(const char *name, unsigned count)
{
	struct cJSON *config = oh_siprouting_empty();
	struct cJSON *patch = many(name, count);
	struct oh_siprouting_fault f = { .code = "" };
	int err;

	err = oh_siprouting_merge(config, patch, false, &f);
	if (!err)
		err = oh_siprouting_check(config, &f);
	cJSON_Delete(patch);
	cJSON_Delete(config);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, count > OH_SIPROUTING_MAX ? EBADMSG : 0);
	assert_string_equal(f.code, err ? "TooManyItems" : "");

	return 0;
}

int test_siprouting_count(void)
{
	static const unsigned countv[] = { 250, 251, 501 };

	for (size_t i = 0; i < ARRAY_SIZE(countv); i++) {
		int err = count_run("trunks", countv[i]);

		if (!err)
			err = count_run("routes", countv[i]);
		if (err)
			return err;
	}

	return 0;
}

/* A text of so many characters of three bytes each */
int test_siprouting_length(void)
{
	char patch[4000], name[3 * 300 + 1];

	for (unsigned n = 256; n <= 257; n++) {
		struct cJSON *config = oh_siprouting_empty();
		struct oh_siprouting_fault f;
		int err;

		name[0] = '\0';
		for (unsigned i = 0; i < n; i++)
			memcpy(name + 3 * i, "\xe2\x82\xac", 4);
		(void)re_snprintf(patch, sizeof(patch), "{'routes':[{'name':"
				  "'%s','numberPattern':'^'}]}", name);
		assert_int_equal(merge(config, patch, false, &f), 0);
		err = oh_siprouting_check(config, &f);
		cJSON_Delete(config);
		if (err == ENOMEM)
			return err;
		assert_int_equal(err, n > 256 ? EBADMSG : 0);
	}

	return 0;
}

static const struct {
	const char *number;
	const char *name[3];       /* of the routes, in their order */
} matchv[] = {
	{ "+14255550100", { "seattle", "world" } },
	{ "+12125550100", { "world" } },
	{ "911",          { "short" } },
	{ "+1425555010",  { "world" } },
	{ "",             { NULL } },
};

static int match_run(const struct cJSON *config, size_t i)
{
	struct cJSON *routes;
	int n = 0;
	int err;

	err = oh_siprouting_match(&routes, config, matchv[i].number);
	if (err)
		return err;
	for (; matchv[i].name[n]; n++) {
		const struct cJSON *r = cJSON_GetArrayItem(routes, n);

		assert_string_equal(cJSON_GetStringValue(
			cJSON_GetObjectItem(r, "name")), matchv[i].name[n]);
	}
	assert_int_equal(cJSON_GetArraySize(routes), n);
	cJSON_Delete(routes);

	return 0;
}

int test_siprouting_match(void)
{
	struct cJSON *config = oh_siprouting_empty();
	struct oh_siprouting_fault f;
	int err = 0;

	assert_int_equal(merge(config, "{'routes':["
		"{'name':'seattle','numberPattern':"
		"'^\\\\+1(425|206)(\\\\d{7})$'},"
		"{'name':'short','numberPattern':'^\\\\d{3}$'},"
		"{'name':'world','numberPattern':'^\\\\+\\\\d+$'}]}",
		false, &f), 0);
	for (size_t i = 0; i < ARRAY_SIZE(matchv) && !err; i++)
		err = match_run(config, i);
	cJSON_Delete(config);

	return err;
}
