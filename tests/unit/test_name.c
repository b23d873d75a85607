/**
 * @file test_name.c  File names of recordings
 */
#include "base/compat.h"
#include <sys/stat.h>
#include <time.h>
#include "call/name.h"
#include "temp.h"
#include "test.h"

int test_name_words(void);
int test_name_values_of_strangers(void);
int test_name_refuses(void);
int test_name_taken(void);

/* 2026-01-02 03:04:05 UTC; the test's time zone is two hours east of it. */
static const struct oh_name name = {
	.from = "+14255550100", .to = "sip:bob@example.com", .id = "0190-7b",
	.trunk = "carrier-a", .wall_us = 1767323045000000ull, .n = 7,
};

static void set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

int test_name_words(void)
{
	static const struct {
		const char *templ, *want;
	} v[] = {
		{ "a.wav", "a.wav" },
		{ "{from}.wav", "+14255550100.wav" },
		{ "{to}.wav", "sip_bob@example.com.wav" },
		{ "{id}-{trunk}-{n}", "0190-7b-carrier-a-7" },
		{ "{date}/{time}.wav", "2026-01-02/050405.wav" },
		{ "", "2026-01-02-050405-sip_bob@example.com.wav" },
		{ "rec/", "rec/2026-01-02-050405-sip_bob@example.com.wav" },
		{ "{from}{from}", "+14255550100+14255550100" },
	};
	char path[OH_NAME_SIZE];

	set_zone("EET-2");
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		assert_int_equal(oh_name_print(path, sizeof(path), v[i].templ,
					       &name, NULL), 0);
		assert_string_equal(path, v[i].want);
	}
	set_zone("UTC0");

	return 0;
}

int test_name_values_of_strangers(void)
{
	static const struct {
		const char *value, *want;
	} v[] = {
		{ NULL, "d/unknown" },
		{ "", "d/unknown" },
		{ "..", "d/_." },
		{ ".hidden", "d/_hidden" },
		{ "-rf", "d/_rf" },
		{ "../../etc/passwd", "d/_._.._etc_passwd" },
		{ "a b\tc\n", "d/a_b_c_" },
		{ "{id}", "d/_id_" },
		{ "*21#", "d/_21_" },
		{ "\xff\x01", "d/__" },
		{ "0123456789012345678901234567890123456789"
		  "0123456789012345678901234567890123456789",
		  "d/0123456789012345678901234567890123456789"
		  "012345678901234567890123" },
	};
	char path[OH_NAME_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_name n = name;

		n.from = v[i].value;
		assert_int_equal(oh_name_print(path, sizeof(path), "d/{from}",
					       &n, NULL), 0);
		assert_string_equal(path, v[i].want);
	}

	return 0;
}

int test_name_refuses(void)
{
	static const char *const badv[] = {
		"{", "}", "{}", "{who}", "{from", "from}", "{ from}",
		"{{from}}", "{FROM}",
	};
	char path[OH_NAME_SIZE], lengthy[OH_NAME_SIZE + 1];
	const char *why;

	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		why = NULL;
		assert_int_equal(oh_name_print(path, sizeof(path), badv[i],
					       &name, &why), EBADMSG);
		assert_non_null(why);
	}
	memset(lengthy, 'a', sizeof(lengthy) - 1);
	lengthy[sizeof(lengthy) - 1] = '\0';
	assert_int_equal(oh_name_print(path, sizeof(path), lengthy, &name,
				       &why), ERANGE);
	assert_int_equal(oh_name_print(path, 12, "{from}", &name, NULL),
			 ERANGE);
	assert_int_equal(oh_name_print(path, 13, "{from}", &name, NULL), 0);

	return 0;
}

int test_name_taken(void)
{
	static const struct {
		const char *templ, *want;
	} v[] = {
		{ "a.wav", "a.wav" }, { "a.wav", "a-2.wav" },
		{ "a.wav", "a-3.wav" }, { "b", "b" }, { "b", "b-2" },
		{ ".c", ".c" }, { ".c", ".c-2" },
		{ "{from}.wav", "+14255550100.wav" },
		{ "{from}.wav", "+14255550100-2.wav" },
	};
	char path[OH_NAME_SIZE], templ[512];
	struct temp temp;

	temp_make(&temp);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		(void)snprintf(templ, sizeof(templ), "%s/%s", temp.dir,
			       v[i].templ);
		assert_int_equal(oh_name_find(path, sizeof(path), templ,
					      &name, NULL), 0);
		assert_string_equal(path, temp_path(&temp, v[i].want));
		temp_write(&temp, v[i].want, "", 0);
	}
	/* A dangling link is taken too: open() would not follow it. */
	assert_int_equal(symlink("nowhere", temp_path(&temp, "l.wav")), 0);
	(void)snprintf(templ, sizeof(templ), "%s/l.wav", temp.dir);
	assert_int_equal(oh_name_find(path, sizeof(path), templ, &name, NULL),
			 0);
	assert_string_equal(path, temp_path(&temp, "l-2.wav"));
	assert_int_equal(oh_name_find(path, sizeof(path), temp.dir, &name,
				      NULL), EISDIR);
	(void)snprintf(templ, sizeof(templ), "%s/b/x.wav", temp.dir);
	assert_int_equal(oh_name_find(path, sizeof(path), templ, &name, NULL),
			 ENOTDIR);
	temp_remove(&temp);

	return 0;
}
