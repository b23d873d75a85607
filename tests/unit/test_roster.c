/**
 * @file test_roster.c  Numbers to call, from a text
 */
#include "base/compat.h"
#include "test.h"
#include "place/roster.h"

static const struct {
	const char *text;
	int err;
	uint32_t c;
	const char *first;     /* number, or what is wrong */
	uint32_t line;         /* of the first, or of the fault */
} casev[] = {
	{ "+14255550100\n",                  0, 1, "+14255550100", 1 },
	{ "+14255550100",                    0, 1, "+14255550100", 1 },
	{ "\n# staff\n+1425\r\n+1426\n",     0, 2, "+1425", 3 },
	{ "  +1425  \n",                     0, 1, "+1425", 1 },
	{ "\xef\xbb\xbf+1425\n",             0, 1, "+1425", 1 },
	{ "name,number\nAnn,+1425\n",        0, 1, "+1425", 2 },
	{ "Number;name\n+1425;Ann\n",        0, 1, "+1425", 2 },
	{ "\"name\",\"NUMBER\"\n\"A, B\",\"+1 425\"\n", 0, 1, "+1 425", 2 },
	{ "name,number\n\"a \"\"b\"\"\n c\",1\nd,2\n", 0, 2, "1", 2 },
	{ "number\n+1425\n+1426\n+1427",     0, 3, "+1425", 2 },
	{ "name,number\nAnn\nBob,+1\n",      0, 1, "+1", 3 },
	{ "",                      EBADMSG, 0, "no number in it", 1 },
	{ "number,name\n",         EBADMSG, 0, "no number in it", 2 },
	{ "name,phone\nAnn,+1425\n", EBADMSG, 0,
	  "no column is named 'number'", 1 },
	{ "number\n\"+1425\n",     EBADMSG, 0, "a quote is never closed", 3 },
};

static int check(size_t i)
{
	struct oh_roster *r = NULL;
	const char *why = NULL;
	uint32_t line = 0;
	int err;

	err = oh_roster_parse(&r, casev[i].text, strlen(casev[i].text), &line,
			      &why);
	if (err == ENOMEM)
		return err;
	if (err != casev[i].err)
		fail_msg("'%s': %d, want %d", casev[i].text, err,
			 casev[i].err);
	if (err) {
		assert_string_equal(why, casev[i].first);
		assert_int_equal(line, casev[i].line);
		return 0;
	}
	if (r->numberc != casev[i].c)
		fail_msg("'%s': %u numbers", casev[i].text, r->numberc);
	assert_string_equal(r->numberv[0], casev[i].first);
	assert_int_equal(r->linev[0], casev[i].line);
	mem_deref(r);

	return 0;
}

int test_roster_table(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev) && !err; i++)
		err = check(i);

	return err;
}

int test_roster_hostile(void)
{
	struct oh_roster *r = NULL;
	const char *why = NULL;
	static char text[1000];
	uint32_t line = 0;
	int err;

	memset(text, '1', sizeof(text));
	err = oh_roster_parse(&r, text, sizeof(text), &line, &why);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, EBADMSG);
	assert_string_equal(why, "too long for a number");
	text[3] = '\0';
	err = oh_roster_parse(&r, text, sizeof(text), &line, &why);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, EBADMSG);
	assert_string_equal(why, "not a text file");

	return 0;
}

int test_roster_many(void)
{
	struct oh_roster *r = NULL;
	const char *why = NULL;
	char text[1000 * 6 + 1];
	uint32_t line = 0;
	int err;

	for (int i = 0; i < 1000; i++)
		(void)re_snprintf(text + 6 * i, 7, "+%04d\n", i);
	err = oh_roster_parse(&r, text, 6000, &line, &why);
	TEST_OK(err);
	assert_int_equal(r->numberc, 1000);
	assert_string_equal(r->numberv[999], "+0999");
	assert_int_equal(r->linev[999], 1000);
 out:
	mem_deref(r);

	return err;
}
