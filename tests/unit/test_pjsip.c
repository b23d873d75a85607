/**
 * @file test_pjsip.c  Asterisk's pjsip.conf as sections and their values
 */
#include "base/compat.h"
#include "command/pjsip.h"
#include "test.h"

static const char text[] =
	"key = before any section\n"
	"[base](!)\n"
	"type = endpoint\n"
	"allow = ulaw\n"
	";-- [gone]\n"
	"type = aor --; allow => alaw\n"
	";------ a rule\n"
	"[ one ](base)   ; behind it\n"
	"Allow = g722 ; wide\n"
	"password = a\\;b\n"
	"[one]\n"
	"type=auth\n"
	"[one](+)\n"
	"last = 1\n"
	"[broken\n"
	"#include \"other.conf\"\n"
	"nothing\n"
	"[two](none,base)";

static int count(const struct oh_pjsip_section *s, const char *key)
{
	int n = 0;

	for (size_t i = 0; i < s->valuec; i++)
		n += 0 == strcmp(s->valuev[i].key, key);

	return n;
}

int test_pjsip_sections(void)
{
	struct oh_pjsip_section *s;
	struct oh_pjsip *p = NULL;
	int err;

	TEST_OK(err = oh_pjsip_parse(&p, text));
	assert_int_equal(oh_pjsip_count(p), 5);
	assert_null(oh_pjsip_find(p, "base", "endpoint"));
	assert_true(oh_pjsip_at(p, 0)->is_template);

	s = oh_pjsip_find(p, "one", "endpoint");
	assert_non_null(s);
	assert_int_equal(s->line, 8);
	assert_int_equal(count(s, "allow"), 3);
	assert_string_equal(oh_pjsip_get(s, "allow"), "g722");
	assert_string_equal(oh_pjsip_get(s, "password"), "a;b");
	assert_string_equal(oh_pjsip_get(s, "none"), "");
	assert_true(s->valuev[s->valuec - 1].used);

	s = oh_pjsip_find(p, "one", "auth");
	assert_non_null(s);
	assert_int_equal(s->valuec, 1);
	assert_string_equal(oh_pjsip_get(oh_pjsip_at(p, 3), "last"), "1");
	assert_non_null(oh_pjsip_find(p, "two", "endpoint"));
	assert_string_equal(oh_pjsip_get(NULL, "allow"), "");

 out:
	mem_deref(p);

	return err;
}

/* More than anybody writes is refused, and as much as may be is not */
static int many(const char *line, size_t times, int want)
{
	size_t len = strlen(line);
	char *buf = mem_zalloc(times * len + 8, NULL);
	struct oh_pjsip *p = NULL;
	int err;

	if (!buf)
		return ENOMEM;
	memcpy(buf, "[a]\n", 4);
	for (size_t i = 0; i < times; i++)
		memcpy(buf + 4 + i * len, line, len);
	err = oh_pjsip_parse(&p, buf);
	mem_deref(buf);
	mem_deref(p);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, want);

	return 0;
}

int test_pjsip_many(void)
{
	int err;

	err = many("k=v\n", OH_PJSIP_VALUES_MAX, 0);
	if (!err)
		err = many("k=v\n", OH_PJSIP_VALUES_MAX + 1, ERANGE);
	if (!err)
		err = many("[b]\n", OH_PJSIP_SECTIONS_MAX, ERANGE);

	return err;
}
