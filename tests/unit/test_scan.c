/**
 * @file test_scan.c  Strict scanning
 */
#include "base/compat.h"
#include "test.h"
#include "base/scan.h"

int test_scan_u32(void);
int test_scan_ms(void);
int test_scan_bool(void);
int test_scan_digits(void);
int test_scan_safe(void);

int test_scan_u32(void)
{
	static const struct {
		const char *s;
		uint32_t    min, max, v;
		int         err;
	} casev[] = {
		{ "0",           0, 9, 0, 0 },
		{ "007",         0, 9, 7, 0 },
		{ "4294967295",  0, UINT32_MAX, UINT32_MAX, 0 },
		{ "4294967296",  0, UINT32_MAX, 0, ERANGE },
		{ "99999999999999999999999999", 0, UINT32_MAX, 0, ERANGE },
		{ "10",          0, 9, 0, ERANGE },
		{ "1",           2, 9, 0, ERANGE },
		{ "",            0, 9, 0, EBADMSG },
		{ " 1",          0, 9, 0, EBADMSG },
		{ "1 ",          0, 9, 0, EBADMSG },
		{ "+1",          0, 9, 0, EBADMSG },
		{ "-1",          0, 9, 0, EBADMSG },
		{ "0x1",         0, 9, 0, EBADMSG },
		{ "1.0",         0, 9, 0, EBADMSG },
		{ NULL,          0, 9, 0, EINVAL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		uint32_t v = 4711;
		int err = oh_scan_u32(&v, casev[i].s, casev[i].min,
				      casev[i].max);

		assert_int_equal(err, casev[i].err);
		assert_int_equal(v, err ? 4711 : casev[i].v);
	}
	return 0;
}

int test_scan_ms(void)
{
	static const struct {
		const char *s;
		uint32_t    ms;
		int         err;
	} casev[] = {
		{ "25",       25000,      0 },
		{ "2.5s",     2500,       0 },
		{ "0.5",      500,        0 },
		{ "30m",      1800000,    0 },
		{ "1.5m",     90000,      0 },
		{ "2h",       7200000,    0 },
		{ "500ms",    500,        0 },
		{ "0",        0,          0 },
		{ "0.0009s",  0,          0 },
		{ "1.000001", 1000,       0 },
		{ "4294967295ms", UINT32_MAX, 0 },
		{ "4294967296ms", 0,      ERANGE },
		{ "4294967.296", 0,       ERANGE },
		{ "9999h",    0,          ERANGE },
		{ "99999999999999999999999h", 0, ERANGE },
		{ "1.0000001", 0,         EBADMSG },
		{ "",         0,          EBADMSG },
		{ ".5",       0,          EBADMSG },
		{ "2.",       0,          EBADMSG },
		{ "2.s",      0,          EBADMSG },
		{ "s",        0,          EBADMSG },
		{ "5d",       0,          EBADMSG },
		{ "5 s",      0,          EBADMSG },
		{ "5sec",     0,          EBADMSG },
		{ "5S",       0,          EBADMSG },
		{ "-5",       0,          EBADMSG },
		{ "1e3",      0,          EBADMSG },
		{ NULL,       0,          EINVAL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		uint32_t ms = 4711;
		int err = oh_scan_ms(&ms, casev[i].s);

		assert_int_equal(err, casev[i].err);
		assert_int_equal(ms, err ? 4711 : casev[i].ms);
	}
	return 0;
}

int test_scan_bool(void)
{
	static const struct {
		const char *s;
		bool        b;
		int         err;
	} casev[] = {
		{ "yes",  true,  0 }, { "no",    false, 0 },
		{ "true", true,  0 }, { "false", false, 0 },
		{ "on",   true,  0 }, { "off",   false, 0 },
		{ "Yes",  true,  0 }, { "OFF",   false, 0 },
		{ "1",    false, EBADMSG }, { "",  false, EBADMSG },
		{ "yes ", false, EBADMSG }, { "y", false, EBADMSG },
		{ NULL,   false, EINVAL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		bool b = !casev[i].b;
		int err = oh_scan_bool(&b, casev[i].s);

		assert_int_equal(err, casev[i].err);
		assert_int_equal(b, err ? !casev[i].b : casev[i].b);
	}
	return 0;
}

int test_scan_digits(void)
{
	assert_true(oh_scan_is_digits("0123456789*#ABCD"));
	assert_false(oh_scan_is_digits("12E"));
	assert_false(oh_scan_is_digits("12a"));
	assert_false(oh_scan_is_digits("1 2"));
	assert_false(oh_scan_is_digits(""));
	assert_false(oh_scan_is_digits(NULL));

	return 0;
}

int test_scan_safe(void)
{
	static const struct {
		const char *in, *out;
		size_t      size;
	} casev[] = {
		{ "Ren\xc3\xa9",          "Ren\xc3\xa9",         64 },
		{ "a\x1b[31mb\r\n\t\x7f", "a?[31mb????",         64 },
		{ "\xc2\x9b" "31m",       "?31m",                64 },
		{ "a\xe2\x80\xae" "b",    "a?b",                 64 },
		{ "\xe2\x81\xa6\xe2\x80\xa8\xd8\x9c", "???",     64 },
		{ "\xef\xbb\xbf\xf3\xa0\x81\x81", "??",      64 },
		{ "\xf0\x9f\x93\x9e",     "\xf0\x9f\x93\x9e",    64 },
		{ "\xc0\xaf",             "??",                  64 },
		{ "\xe0\x80\xaf",         "???",                 64 },
		{ "\xed\xa0\x80",         "???",                 64 },
		{ "\xf4\x90\x80\x80",     "????",                64 },
		{ "\xff\x80x\xe2\x82",    "??x??",               64 },
		{ "abc",                  "ab",                  3 },
		{ "a\xe2\x82\xac",        "a",                   4 },
		{ "a\xe2\x82\xac",        "a\xe2\x82\xac",       5 },
		{ "abc",                  "",                    1 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		char buf[64];
		size_t n = oh_scan_safe(buf, casev[i].size, casev[i].in,
					strlen(casev[i].in));

		assert_string_equal(buf, casev[i].out);
		assert_int_equal(n, strlen(casev[i].out));
	}
	assert_int_equal(oh_scan_safe(NULL, 0, "x", 1), 0);

	return 0;
}

int test_scan_utf8(void)
{
	static const char *const goodv[] = {
		"", "a\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
		"\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80",
		"\xf4\x8f\xbf\xbf",
	};
	static const char *const badv[] = {
		"\x80", "\xc0\xaf", "\xc1\xbf", "a\xc2", "\xc2" "a",
		"\xe0\x9f\xbf", "\xed\xa0\x80", "\xe2\x82",
		"\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xff",
	};

	for (size_t i = 0; i < ARRAY_SIZE(goodv); i++)
		assert_true(oh_scan_is_utf8(goodv[i], strlen(goodv[i])));
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++)
		assert_false(oh_scan_is_utf8(badv[i], strlen(badv[i])));
	assert_true(oh_scan_is_utf8("\0", 1));

	return 0;
}
