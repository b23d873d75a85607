/**
 * @file test_listen.c  Where to listen, as people write it
 */
#include "base/compat.h"
#include "test.h"
#include "answer/listen.h"

static const struct {
	const char *text;
	int err;
	const char *addr;
	bool udp, tcp, tls;
} casev[] = {
	{ "sip:127.0.0.1:5080",               0, "127.0.0.1:5080", 1, 1, 0 },
	{ "127.0.0.1:5080",                   0, "127.0.0.1:5080", 1, 1, 0 },
	{ "127.0.0.1",                        0, "127.0.0.1:5060", 1, 1, 0 },
	{ "127.0.0.1:0",                      0, "127.0.0.1:0",    1, 1, 0 },
	{ "sip:192.0.2.1:5061;transport=tcp", 0, "192.0.2.1:5061", 0, 1, 0 },
	{ "192.0.2.1;transport=UDP",          0, "192.0.2.1:5060", 1, 0, 0 },
	{ "sip:[::1]:5070",                   0, "[::1]:5070",     1, 1, 0 },
	{ "[2001:db8:0:01::1]",    0, "[2001:db8:0:1::1]:5060",    1, 1, 0 },
	{ "127.0.0.1:65535",                  0, "127.0.0.1:65535", 1, 1, 0 },
	{ "sip:127.0.0.1:65536",              EBADMSG, NULL, 0, 0, 0 },
	{ "[::1]:99999;transport=udp",        EBADMSG, NULL, 0, 0, 0 },
	{ "127.0.0.1:4294967297",             EBADMSG, NULL, 0, 0, 0 },
	{ "192.0.2.1;transport=tls",          0, "192.0.2.1:5061", 0, 0, 1 },
	{ "sip:[::1]:0;transport=TLS",        0, "[::1]:0",        0, 0, 1 },
	{ "192.0.2.1;transport=sctp",         EBADMSG, NULL, 0, 0, 0 },
	{ "example.com",                      EBADMSG, NULL, 0, 0, 0 },
	{ "0.0.0.0:5060",                     EBADMSG, NULL, 0, 0, 0 },
	{ "",                                 EBADMSG, NULL, 0, 0, 0 },
	{ "sip:",                             EBADMSG, NULL, 0, 0, 0 },
};

int test_listen_table(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		const char *why = NULL;
		struct oh_listen by = { .udp = false };
		char got[64];
		struct sa sa;
		int err;

		err = oh_listen_parse(&sa, &by, casev[i].text, &why);
		if (err != casev[i].err)
			fail_msg("'%s': %d", casev[i].text, err);
		if (err) {
			assert_non_null(why);
			continue;
		}
		(void)re_snprintf(got, sizeof(got), "%J", &sa);
		assert_string_equal(got, casev[i].addr);
		assert_int_equal(by.udp, casev[i].udp);
		assert_int_equal(by.tcp, casev[i].tcp);
		assert_int_equal(by.tls, casev[i].tls);
	}

	return 0;
}
