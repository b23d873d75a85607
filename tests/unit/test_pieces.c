/**
 * @file test_pieces.c  Digits, numbers and letters as names of recordings
 */
#include "test.h"
#include "speech/pieces.h"
#include "speech/recording.h"

enum { ALL_SIZE = 512 };

static const char *const langv[] = { "en", "de", "fr", "es" };

/* "40 2 hundred" */
static const char *joined(char buf[ALL_SIZE], const struct oh_pieces *p)
{
	size_t n = 0;

	buf[0] = '\0';
	for (uint32_t i = 0; i < p->c; i++)
		n += (size_t)snprintf(buf + n, ALL_SIZE - n, "%s%s",
				      i ? " " : "", p->namev[i]);

	return buf;
}

static void check_number(const char *lang, const char *text,
			 const char *expected)
{
	struct oh_pieces p;
	char all[ALL_SIZE];

	assert_int_equal(0, oh_pieces_number(&p, lang, text, NULL));
	if (strcmp(joined(all, &p), expected))
		fail_msg("%s %s: %s, not %s", lang, text, all, expected);
}

int test_pieces_english(void)
{
	static const char *const v[][2] = {
		{ "0",      "0" },
		{ "-0",     "minus 0" },
		{ "007",    "7" },
		{ "13",     "13" },
		{ "20",     "20" },
		{ "21",     "20 1" },
		{ "99",     "90 9" },
		{ "100",    "1 hundred" },
		{ "110",    "1 hundred 10" },
		{ "115",    "1 hundred 15" },
		{ "1000",   "1 thousand" },
		{ "1234",   "1 thousand 2 hundred 30 4" },
		{ "40000",  "40 thousand" },
		{ "1000001", "1 million 1" },
		{ "-21.50", "minus 20 1 point 5 0" },
		{ "3.14159", "3 point 1 4 1 5 9" },
		{ "0.5",    "0 point 5" },
		{ "999999999999", "9 hundred 90 9 billion 9 hundred 90 9 "
		  "million 9 hundred 90 9 thousand 9 hundred 90 9" },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		check_number("en", v[i][0], v[i][1]);

	return 0;
}

int test_pieces_german(void)
{
	static const char *const v[][2] = {
		{ "1",      "1" },
		{ "20",     "20" },
		{ "21",     "1-und 20" },
		{ "37",     "7-und 30" },
		{ "100",    "ein hundert" },
		{ "101",    "ein hundert 1" },
		{ "111",    "ein hundert 11" },
		{ "1000",   "ein tausend" },
		{ "1001",   "ein tausend 1" },
		{ "21000",  "1-und 20 tausend" },
		{ "101000", "ein hundert ein tausend" },
		{ "1000000", "eine million" },
		{ "2000001", "2 millionen 1" },
		{ "101000000", "ein hundert eine millionen" },
		{ "1000000000", "eine milliarde" },
		{ "21000000000", "1-und 20 milliarden" },
		{ "-21.5",  "minus 1-und 20 komma 5" },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		check_number("de", v[i][0], v[i][1]);

	return 0;
}

int test_pieces_french(void)
{
	static const char *const v[][2] = {
		{ "1",      "1" },
		{ "17",     "17" },
		{ "21",     "20 et 1" },
		{ "22",     "20 2" },
		{ "31",     "30 et 1" },
		{ "69",     "60 9" },
		{ "70",     "60 10" },
		{ "71",     "60 et 11" },
		{ "77",     "60 17" },
		{ "80",     "80" },
		{ "81",     "80 1" },
		{ "90",     "80 10" },
		{ "91",     "80 11" },
		{ "99",     "80 19" },
		{ "100",    "cent" },
		{ "101",    "cent 1" },
		{ "200",    "2 cent" },
		{ "271",    "2 cent 60 et 11" },
		{ "1000",   "mille" },
		{ "1991",   "mille 9 cent 80 11" },
		{ "2000",   "2 mille" },
		{ "80000",  "80 mille" },
		{ "101000", "cent 1 mille" },
		{ "1000000", "1 million" },
		{ "2000000000", "2 milliard" },
		{ "-0.05",  "moins 0 virgule 0 5" },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		check_number("fr", v[i][0], v[i][1]);

	return 0;
}

int test_pieces_spanish(void)
{
	static const char *const v[][2] = {
		{ "1",      "1" },
		{ "11",     "11" },
		{ "16",     "16" },
		{ "21",     "21" },
		{ "22",     "22" },
		{ "30",     "30" },
		{ "31",     "30 y 1" },
		{ "99",     "90 y 9" },
		{ "100",    "cien" },
		{ "101",    "ciento 1" },
		{ "500",    "500" },
		{ "715",    "700 15" },
		{ "1000",   "mil" },
		{ "1001",   "mil 1" },
		{ "2000",   "2 mil" },
		{ "11000",  "11 mil" },
		{ "21000",  "21-un mil" },
		{ "31021",  "30 y un mil 21" },
		{ "100000", "cien mil" },
		{ "101000", "ciento un mil" },
		{ "1000000", "un millon" },
		{ "2000000", "2 millones" },
		{ "21000000", "21-un millones" },
		{ "1000000000", "mil millones" },
		{ "1001000000", "mil un millones" },
		{ "2001000000", "2 mil un millones" },
		{ "1001000", "un millon mil" },
		{ "-1.50",  "menos 1 coma 5 0" },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		check_number("es", v[i][0], v[i][1]);

	return 0;
}

int test_pieces_no_number(void)
{
	static const struct {
		const char *text;
		int err;
		size_t pos;
	} v[] = {
		{ "",        EBADMSG, 0 },
		{ "-",       EBADMSG, 1 },
		{ "--1",     EBADMSG, 1 },
		{ "+1",      EBADMSG, 0 },
		{ " 1",      EBADMSG, 0 },
		{ "1 ",      EBADMSG, 1 },
		{ "1,5",     EBADMSG, 1 },
		{ "1.",      EBADMSG, 2 },
		{ ".5",      EBADMSG, 0 },
		{ "1.2.3",   EBADMSG, 3 },
		{ "1e3",     EBADMSG, 1 },
		{ "0x10",    EBADMSG, 1 },
		{ "1000000000000",  ERANGE, 0 },
		{ "0.1234567890123", ERANGE, 2 },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		struct oh_pieces p = { .c = 7 };
		size_t pos = 99;
		int err = oh_pieces_number(&p, "en", v[i].text, &pos);

		if (err != v[i].err || pos != v[i].pos || p.c)
			fail_msg("'%s': %d at %zu, %u pieces", v[i].text, err,
				 pos, p.c);
	}

	return 0;
}

int test_pieces_one_by_one(void)
{
	struct oh_pieces p;
	char all[ALL_SIZE], many[OH_PIECES_MAX + 2];
	size_t pos = 0;

	assert_int_equal(0, oh_pieces_digits(&p, "+1 42#*", NULL));
	assert_string_equal("plus 1 pause 4 2 hash star", joined(all, &p));
	assert_int_equal(EBADMSG, oh_pieces_digits(&p, "12a", &pos));
	assert_int_equal(2, pos);
	assert_int_equal(EBADMSG, oh_pieces_digits(&p, "", &pos));
	assert_int_equal(0, pos);

	assert_int_equal(0, oh_pieces_spell(&p, "aZ09,-./@_", NULL));
	assert_string_equal("a z 0 9 pause dash dot slash at underscore",
			    joined(all, &p));
	assert_int_equal(EBADMSG, oh_pieces_spell(&p, "M\xc3\xbcller", &pos));
	assert_int_equal(1, pos);

	memset(many, '1', sizeof(many));
	many[OH_PIECES_MAX] = '\0';
	assert_int_equal(0, oh_pieces_digits(&p, many, NULL));
	assert_int_equal(OH_PIECES_MAX, p.c);
	many[OH_PIECES_MAX] = '1';
	many[OH_PIECES_MAX + 1] = '\0';
	assert_int_equal(ERANGE, oh_pieces_digits(&p, many, &pos));
	assert_int_equal(OH_PIECES_MAX, pos);

	return 0;
}

int test_pieces_language(void)
{
	static const char *const v[][2] = {
		{ "en-us", "en" }, { "EN_gb", "en" }, { "de", "de" },
		{ "fr-be+f3", "fr" }, { "es.utf8", "es" },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_string_equal(oh_pieces_language(v[i][0]), v[i][1]);
	assert_null(oh_pieces_language("it"));
	assert_null(oh_pieces_language("english"));
	assert_null(oh_pieces_language(""));
	assert_null(oh_pieces_language(NULL));

	return 0;
}

static void check_recorded(const struct oh_pieces *p, const char *lang)
{
	struct oh_recording rec;

	for (uint32_t i = 0; i < p->c; i++) {
		if (oh_recording_find(&rec, lang, p->namev[i]))
			fail_msg("%s: no recording '%s'", lang, p->namev[i]);
	}
}

/* Each group of three, in each place, and each decimal */
int test_pieces_all_recorded(void)
{
	for (size_t l = 0; l < sizeof(langv) / sizeof(langv[0]); l++) {
		for (uint32_t n = 0; n < 1000; n++) {
			struct oh_pieces p;
			char text[64];

			snprintf(text, sizeof(text), "-%u%03u%03u%03u.%u",
				 n, n, n, n, n);
			assert_int_equal(0, oh_pieces_number(&p, langv[l],
							     text, NULL));
			check_recorded(&p, langv[l]);
			snprintf(text, sizeof(text), "%u000001", n);
			assert_int_equal(0, oh_pieces_number(&p, langv[l],
							     text, NULL));
			check_recorded(&p, langv[l]);
		}
	}

	return 0;
}

int test_pieces_all_letters_recorded(void)
{
	struct oh_pieces p;

	for (size_t l = 0; l < sizeof(langv) / sizeof(langv[0]); l++) {
		assert_int_equal(0, oh_pieces_spell(&p,
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789*#+ ,-./@_",
			NULL));
		check_recorded(&p, langv[l]);
	}

	return 0;
}
