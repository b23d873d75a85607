/**
 * @file test_hostport.c  "host[:port]" as the configuration has it
 */
#include "base/compat.h"
#include "trunk/hostport.h"
#include "test.h"

int test_hostport_parse(void)
{
	static const struct {
		const char *text, *host;
		uint16_t port;
		int err;
	} rowv[] = {
		{ "sip.example.com",       "sip.example.com", 0,     0 },
		{ "sip.example.com:5070",  "sip.example.com", 5070,  0 },
		{ "192.0.2.1:65535",       "192.0.2.1",       65535, 0 },
		{ "2001:db8::1",           "2001:db8::1",     0,     0 },
		{ "[2001:db8::1]",         "2001:db8::1",     0,     0 },
		{ "[2001:db8::1]:5060",    "2001:db8::1",     5060,  0 },
		{ "",                      "",                0, EBADMSG },
		{ ":5060",                 "",                0, EBADMSG },
		{ "[]:1",                  "",                0, EBADMSG },
		{ "[::1",                  "",                0, EBADMSG },
		{ "[::1]5060",             "",                0, EBADMSG },
		{ "host:",                 "",                0, EBADMSG },
		{ "host:sip",              "",                0, EBADMSG },
		{ "host:0",                "",                0, ERANGE  },
		{ "host:65536",            "",                0, ERANGE  },
	};
	struct oh_hostport hp;
	char text[300];

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		int err = oh_hostport_parse(&hp, rowv[i].text);

		if (err != rowv[i].err)
			fail_msg("\"%s\": %d", rowv[i].text, err);
		if (err)
			continue;
		assert_string_equal(hp.host, rowv[i].host);
		assert_int_equal(hp.port, rowv[i].port);
	}
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(oh_hostport_parse(&hp, text), ENAMETOOLONG);

	return 0;
}
