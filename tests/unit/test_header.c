/**
 * @file test_header.c  SIP headers that people add
 */
#include "test.h"
#include "command/header.h"

static const struct {
	const char *line;
	int err;
} casev[] = {
	{ "X-Ticket: 42",               0       },
	{ "Subject:hello",              0       },
	{ "P-Asserted-Identity: <sip:+1@x>", 0  },
	{ "X-Empty:",                   0       },
	{ "no colon",                   EBADMSG },
	{ ": nameless",                 EBADMSG },
	{ "X Y: blank",                 EBADMSG },
	{ "X-A: b\r\nX-C: d",           EBADMSG },
	{ "X-A: b\n",                   EBADMSG },
	{ "From: <sip:me@x>",           EBADMSG },
	{ "VIA: SIP/2.0/UDP x",         EBADMSG },
	{ "l: 3",                       EBADMSG },
	{ "Authorization: Digest",      EBADMSG },
	{ "",                           EBADMSG },
};

int test_header_table(void)
{
	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		struct oh_opt_list l = { .c = 1, .v = { casev[i].line } };
		char buf[OH_HEADER_SIZE];
		const char *why = NULL;
		uint32_t bad = 99;
		int err;

		err = oh_header_join(buf, sizeof(buf), &l, &bad, &why);
		if (err != casev[i].err)
			fail_msg("'%s': %d", casev[i].line, err);
		if (err)
			assert_int_equal(bad, 0);
	}

	return 0;
}

int test_header_join(void)
{
	struct oh_opt_list l = { .c = 2, .v = { "X-A: 1", "X-B: 2" } };
	char buf[OH_HEADER_SIZE], small[10];
	const char *why = NULL;
	uint32_t bad;

	assert_int_equal(oh_header_join(buf, sizeof(buf), &l, &bad, &why), 0);
	assert_string_equal(buf, "X-A: 1\r\nX-B: 2\r\n");
	assert_int_equal(oh_header_join(small, sizeof(small), &l, &bad, &why),
			 ERANGE);
	l.c = 0;
	assert_int_equal(oh_header_join(buf, sizeof(buf), &l, &bad, &why), 0);
	assert_string_equal(buf, "");

	return 0;
}
