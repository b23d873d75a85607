/**
 * @file test_pattern.c  Which numbers a voice route means
 */
#include "base/compat.h"
#include "test.h"
#include "number/pattern.h"

static const struct {
	const char *text, *number;
	int err;
	size_t reach;
} casev[] = {
	{ "^\\+1(425|206)(\\d{7})$", "+14255550100", 0, 12 },
	{ "^\\+1(425|206)(\\d{7})$", "+12065550100", 0, 12 },
	{ "^\\+1(425|206)(\\d{7})$", "+14265550100", ENOENT, 4 },
	{ "^\\+1(425|206)(\\d{7})$", "+1425555010",  ENOENT, 11 },
	{ "^\\+1(425|206)(\\d{7})$", "+142555501001", ENOENT, 12 },
	{ "^\\+1(425|206)(\\d{7})$", "+442079460000", ENOENT, 1 },
	{ "^\\+\\d+$", "+442079460000", 0, 13 },
	{ "^\\+\\d+$", "1411", ENOENT, 0 },
	{ "^\\+0?1234$", "+1234", 0, 5 },
	{ "^\\+0?1234$", "+01234", 0, 6 },
	{ "^\\+44", "+442079460000", 0, 13 },
	{ "555", "+14255550100", 0, 0 },          /* found anywhere */
	{ "0100$", "+14255550100", 0, 0 },
	{ "^\\+(?!1)\\d+$", "+442079460000", 0, 13 },
	{ "^\\+(?!1)\\d+$", "+14255550100", ENOENT, 1 },
	{ "^\\+(?=44)\\d{12}$", "+442079460000", 0, 13 },
	{ "^[+]1|^[+]44", "+442079460000", 0, 13 },
	{ "^(?:\\+1|\\+44)\\d*?$", "+442079460000", 0, 13 },
	{ "\\A\\+1[2-9]\\d{9}\\z", "+14255550100", 0, 12 },
	{ "^[^1]1", "+14255550100", 0, 12 },
	{ "^[]+]1", "+14255550100", 0, 12 },
	{ "^1411$", "1411", 0, 4 },
	{ "^\\*67", "*67#", 0, 4 },
	{ "^$", "+14255550100", ENOENT, 0 },
	{ "^\\+1425$", "+14255550100", ENOENT, 5 },
	/* All ways to share the digits out would be tried */
	{ "^\\+(\\d+)+(\\d+)+[x-z]$", "+123456789012345", ERANGE, 16 },
};

int test_pattern_match(void)
{
	struct oh_pattern *p = NULL;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct oh_pattern_fault f = { .offset = 0 };

		err = oh_pattern_alloc(&p, casev[i].text, &f);
		if (err == EBADMSG)
			fail_msg("%s: %zu: %s", casev[i].text, f.offset,
				 f.why);
		TEST_OK(err);
		if (oh_pattern_match(p, casev[i].number) != casev[i].err ||
		    oh_pattern_reach(p, casev[i].number) != casev[i].reach)
			fail_msg("%s %s: %d, reaches %zu", casev[i].text,
				 casev[i].number,
				 oh_pattern_match(p, casev[i].number),
				 oh_pattern_reach(p, casev[i].number));
		p = mem_deref(p);
	}
 out:
	mem_deref(p);

	return err;
}

static const struct {
	const char *text;
	size_t offset;
	const char *why;
} faultv[] = {
	{ "^\\+1(",          5, "missing closing parenthesis" },
	{ "^+1",             1, "quantifier" },
	{ "^\\+1[2-",        7, "missing terminating ]" },
	{ "^(?<=1)2",        1, "look-behind is not supported" },
	{ "^(?<!1)2",        1, "look-behind is not supported" },
	{ "^(?<n>1)",        1, "only (?:" },
	{ "^(?i)1",          1, "only (?:" },
	{ "^(?>1)",          1, "only (?:" },
	{ "(*UTF)1",         0, "cannot begin with '*'" },
	{ "^(1)\\1",         4, "references to a group" },
	{ "^\\p{N}",         1, "this escape" },
	{ "^\\x31",          1, "this escape" },
	{ "^\\Q1\\E",        1, "this escape" },
	{ "^1++",            2, "a quantifier behind another" },
	{ "^1{2}+",          4, "a quantifier behind another" },
	{ "^[[:digit:]]",    2, "within [...]" },
	{ "^[0-9-[5]]",      6, "within [...]" },
	{ "^1\\",            2, "nothing stands behind" },
	{ "^\xd9\xa1",       1, "only ASCII" },
	{ "^\\+1\x01",       4, "only ASCII" },
};

int test_pattern_faults(void)
{
	struct oh_pattern *p = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(faultv); i++) {
		struct oh_pattern_fault f = { .offset = 0 };
		int err = oh_pattern_alloc(&p, faultv[i].text, &f);

		if (err == ENOMEM)
			return err;
		if (err != EBADMSG || f.offset != faultv[i].offset ||
		    !strstr(f.why, faultv[i].why))
			fail_msg("%s: %d at %zu: %s", faultv[i].text, err,
				 f.offset, f.why);
		assert_null(p);
	}

	return 0;
}
