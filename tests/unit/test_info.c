/**
 * @file test_info.c  Digits in SIP INFO bodies
 */
#include "test.h"
#include "call/info.h"

static const struct {
	const char *ctype;
	const char *body;
	char want;
} casev[] = {
	{ "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", '5' },
	{ "application/dtmf-relay", "Signal= #\r\nDuration=160",    '#' },
	{ "Application/DTMF-Relay", "signal=*\n",                   '*' },
	{ "application/dtmf-relay", "Duration=100\r\nSignal=0\r\n", '0' },
	{ "application/dtmf-relay", "Signal=10\r\n",                '*' },
	{ "application/dtmf-relay", "Signal=11\r\n",                '#' },
	{ "application/dtmf-relay", "Signal=a\r\n",                 'A' },
	{ "application/dtmf-relay", "Signal=16\r\n",                0   },
	{ "application/dtmf-relay", "Signal=55\r\n",                0   },
	{ "application/dtmf-relay", "Signal=\r\n",                  0   },
	{ "application/dtmf-relay", "hello",                        0   },
	{ "application/dtmf",       "7",                            '7' },
	{ "application/dtmf",       " 7\r\n",                       '7' },
	{ "application/dtmf",       "",                             0   },
	{ "application/dtmf",       "x",                            0   },
	{ "text/plain",             "7",                            0   },
	{ "",                       "7",                            0   },
};

int test_info_decode(void)
{
	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		char got = oh_info_decode(casev[i].ctype, casev[i].body,
					  strlen(casev[i].body));

		if (got != casev[i].want)
			fail_msg("%s '%s': got %d, want %d", casev[i].ctype,
				 casev[i].body, got, casev[i].want);
	}
	assert_int_equal(oh_info_decode(NULL, NULL, 0), 0);

	return 0;
}

int test_info_encode(void)
{
	char buf[OH_INFO_SIZE], small[4];

	assert_int_equal(oh_info_encode(buf, sizeof(buf), '#', 100), 0);
	assert_string_equal(buf, "Signal=#\r\nDuration=100\r\n");
	assert_int_equal(oh_info_encode(buf, sizeof(buf), 'x', 100), EINVAL);
	assert_int_equal(oh_info_encode(small, sizeof(small), '1', 100),
			 ERANGE);

	return 0;
}
