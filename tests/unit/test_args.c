/**
 * @file test_args.c  Members of a request, right and wrong
 */
#include "action/sound.h"
#include "base/compat.h"
#include "ctl/args.h"
#include "test.h"

#define ONE   "m: each has one text to be heard"
#define WHICH "m: each is file, say, digits, number or spell"

/* A request with one member "m"; "": none */
static cJSON *with(struct oh_args *a, const char *value)
{
	char text[512];

	snprintf(text, sizeof(text), "{%s%s}", *value ? "\"m\":" : "", value);
	memset(a, 0, sizeof(*a));
	a->o = cJSON_Parse(text);
	assert_non_null(a->o);

	return (cJSON *)(uintptr_t)a->o;
}

int test_args_str(void)
{
	static const struct { const char *json, *s; int err; } v[] = {
		{ "",          "old", 0 },
		{ "\"\"",      "",    0 },
		{ "\"a\\tb\"", "a\tb", 0 },
		{ "1",         "old", EBADMSG },
		{ "null",      "old", EBADMSG },
		{ "[\"a\"]",   "old", EBADMSG },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const char *s = "old";
		struct oh_args a;
		cJSON *o = with(&a, v[i].json);

		assert_int_equal(oh_args_str(&a, "m", &s), v[i].err);
		assert_string_equal(s, v[i].s);
		assert_string_equal(a.why, v[i].err ?
				    "m: a string is wanted" : "");
		cJSON_Delete(o);
	}
	return 0;
}

int test_args_u32(void)
{
	static const struct { const char *json; uint32_t n; int err; } v[] = {
		{ "",           7,          0 },
		{ "0",          0,          0 },
		{ "4294967295", UINT32_MAX, 0 },
		{ "3e2",        300,        0 },
		{ "4294967296", 7,          EBADMSG },
		{ "-1",         7,          EBADMSG },
		{ "1.5",        7,          EBADMSG },
		{ "1e999",      7,          EBADMSG },
		{ "\"1\"",      7,          EBADMSG },
		{ "true",       7,          EBADMSG },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		uint32_t n = 7;
		struct oh_args a;
		cJSON *o = with(&a, v[i].json);

		assert_int_equal(oh_args_u32(&a, "m", &n), v[i].err);
		assert_int_equal(n, v[i].n);
		cJSON_Delete(o);
	}
	return 0;
}

int test_args_ms(void)
{
	static const struct { const char *json; uint32_t ms; int err; } v[] = {
		{ "",        7,        0 },
		{ "0",       0,        0 },
		{ "2.5",     2500,     0 },
		{ "0.0004",  0,        0 },
		{ "86400",   86400000, 0 },
		{ "86400.1", 7,        EBADMSG },
		{ "-0.1",    7,        EBADMSG },
		{ "1e999",   7,        EBADMSG },
		{ "\"5s\"",  7,        EBADMSG },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		uint32_t ms = 7;
		struct oh_args a;
		cJSON *o = with(&a, v[i].json);

		assert_int_equal(oh_args_ms(&a, "m", &ms), v[i].err);
		assert_int_equal(ms, v[i].ms);
		cJSON_Delete(o);
	}
	return 0;
}

int test_args_bool(void)
{
	static const struct { const char *json; bool b; int err; } v[] = {
		{ "",        true,  0 },
		{ "false",   false, 0 },
		{ "true",    true,  0 },
		{ "0",       true,  EBADMSG },
		{ "\"no\"",  true,  EBADMSG },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		bool b = true;
		struct oh_args a;
		cJSON *o = with(&a, v[i].json);

		assert_int_equal(oh_args_bool(&a, "m", &b), v[i].err);
		assert_int_equal(b, v[i].b);
		cJSON_Delete(o);
	}
	return 0;
}

int test_args_list(void)
{
	static const struct {
		const char *json; uint32_t n; int err; const char *why;
	} v[] = {
		{ "",                      0, 0, "" },
		{ "[]",                    0, 0, "" },
		{ "[\"a\",\"b\"]",         2, 0, "" },
		{ "[\"a\",\"b\",\"c\"]",   2, EBADMSG, "m: too many" },
		{ "[\"a\",1]",             1, EBADMSG,
		  "m: strings are wanted" },
		{ "\"a\"",                 0, EBADMSG, "m: a list is wanted" },
		{ "{\"a\":\"b\"}",         0, EBADMSG, "m: a list is wanted" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const char *sv[2];
		uint32_t n = ARRAY_SIZE(sv);
		struct oh_args a;
		cJSON *o = with(&a, v[i].json);

		assert_int_equal(oh_args_list(&a, "m", sv, &n), v[i].err);
		assert_int_equal(n, v[i].n);
		assert_string_equal(a.why, v[i].why);
		for (uint32_t k = 0; k < n; k++)
			assert_int_equal(sv[k][0], 'a' + (int)k);
		cJSON_Delete(o);
	}
	return 0;
}

int test_args_sounds(void)
{
	static const struct {
		const char *json; int err; int kind; const char *text, *lang;
	} v[] = {
		{ "[{\"file\":\"/a.wav\"}]", 0, OH_SOUND_FILE, "/a.wav", "" },
		{ "[{\"say\":\"Hi\"}]", 0, OH_SOUND_WORDS, "Hi", "" },
		{ "[{\"digits\":\"12\"}]", 0, OH_SOUND_DIGITS, "12", "" },
		{ "[{\"number\":\"12\",\"lang\":\"de\"}]", 0,
		  OH_SOUND_NUMBER, "12", "de" },
		{ "[{\"spell\":\"AB\",\"lang\":5}]", 0, OH_SOUND_SPELL, "AB",
		  "" },
		{ "[{\"file\":\"a.wav\"}]", EBADMSG, 0,
		  "m: a file needs its whole path", NULL },
		{ "[{\"lang\":\"de\",\"say\":\"x\"}]", 0,
		  OH_SOUND_WORDS, "x", "de" },
		{ "[{\"say\":\"x\",\"digits\":\"1\"}]", EBADMSG, 0,
		  ONE, NULL },
		{ "[{\"say\":\"\"}]", EBADMSG, 0,
		  ONE, NULL },
		{ "[{\"say\":1}]", EBADMSG, 0,
		  ONE, NULL },
		{ "[{}]", EBADMSG, 0, WHICH, NULL },
		{ "[\"/a.wav\"]", EBADMSG, 0, WHICH, NULL },
		{ "[null]", EBADMSG, 0, WHICH, NULL },
		{ "{\"file\":\"/a.wav\"}", EBADMSG, 0, "m: a list is wanted",
		  NULL },
		{ "[{\"say\":\"a\"},{\"say\":\"b\"},{\"say\":\"c\"}]",
		  EBADMSG, 0, "m: too many", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_sound_item itemv[2];
		uint32_t n = ARRAY_SIZE(itemv);
		struct oh_args a;
		cJSON *o = with(&a, v[i].json);

		assert_int_equal(oh_args_sounds(&a, "m", itemv, &n),
				 v[i].err);
		assert_string_equal(a.why, v[i].err ? v[i].text : "");
		if (!v[i].err) {
			assert_int_equal(n, 1);
			assert_int_equal(itemv[0].kind, v[i].kind);
			assert_string_equal(itemv[0].text, v[i].text);
			assert_string_equal(itemv[0].lang ? itemv[0].lang :
					    "", v[i].lang);
		}
		cJSON_Delete(o);
	}
	return 0;
}

/* None is none: the count is 0, though there was room */
int test_args_no_sounds(void)
{
	struct oh_sound_item itemv[2];
	uint32_t n = ARRAY_SIZE(itemv);
	struct oh_args a;
	cJSON *o = with(&a, "");

	assert_int_equal(oh_args_sounds(&a, "m", itemv, &n), 0);
	assert_int_equal(n, 0);
	cJSON_Delete(o);

	return 0;
}
