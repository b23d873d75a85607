/**
 * @file test_decode_time.c  Times with and without fractions and offsets
 */
#include "base/compat.h"
#include "carrier/decode.h"
#include "test.h"

#define T_2026 1795435200000000ull     /* 2026-11-23T12:00:00Z */

int test_decode_time_takes(void)
{
	static const struct { const char *text; uint64_t us; } v[] = {
		{ "2026-11-23T12:00:00Z",            T_2026          },
		{ "2026-11-23T12:00:00.5Z",          T_2026 + 500000 },
		{ "2026-11-23T12:00:00.000001Z",     T_2026 + 1      },
		{ "2026-11-23T12:00:00.1234567Z",    T_2026 + 123456 },
		{ "2026-11-23T12:00:00.123456789Z",  T_2026 + 123456 },
		{ "2026-11-23T13:00:00+01:00",       T_2026          },
		{ "2026-11-23T06:30:00.5-05:30",     T_2026 + 500000 },
		{ "2026-11-23T12:00:00-00:00",       T_2026          },
		{ "1970-01-01T00:00:00Z",            0               },
		{ "1970-01-01T01:00:00+01:00",       0               },
		{ "1969-12-31T23:00:00-01:00",       0               },
		{ "2000-02-29T00:00:00Z", 951782400000000ull         },
		{ "9999-12-31T23:59:59Z", 253402300799000000ull      },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		uint64_t us = 7;

		assert_int_equal(oh_decode_time(&us, v[i].text), 0);
		if (us != v[i].us)
			fail_msg("%s: %llu", v[i].text,
				 (unsigned long long)us);
	}
	return 0;
}

int test_decode_time_refuses(void)
{
	static const struct { const char *text; int err; } v[] = {
		{ NULL, EBADMSG }, { "", EBADMSG }, { "Z", EBADMSG },
		{ "2026-11-23",                 EBADMSG },
		{ "2026-11-23T12:00:00",        EBADMSG },
		{ "2026-11-23T12:00Z",          EBADMSG },
		{ "2026-11-23 12:00:00Z",       EBADMSG },
		{ "2026-11-23T12:00:00.Z",      EBADMSG },
		{ "2026-11-23T12:00:00,5Z",     EBADMSG },
		{ "2026-11-23T12:00:00Z ",      EBADMSG },
		{ " 2026-11-23T12:00:00Z",      EBADMSG },
		{ "2026-11-23T12:00:00+0100",   EBADMSG },
		{ "2026-11-23T12:00:00+24:00",  EBADMSG },
		{ "2026-11-23T12:00:00+01:60",  EBADMSG },
		{ "2026-13-23T12:00:00Z",       EBADMSG },
		{ "2026-00-23T12:00:00Z",       EBADMSG },
		{ "2026-02-29T12:00:00Z",       EBADMSG },
		{ "2026-11-00T12:00:00Z",       EBADMSG },
		{ "2026-11-23T24:00:00Z",       EBADMSG },
		{ "2026-11-23T12:60:00Z",       EBADMSG },
		{ "2026-11-23T12:00:60Z",       EBADMSG },
		{ "26-11-23T12:00:00Z",         EBADMSG },
		{ "12026-11-23T12:00:00Z",      EBADMSG },
		{ "+026-11-23T12:00:00Z",       EBADMSG },
		{ "1969-12-31T23:59:59Z",       ERANGE  },
		{ "1970-01-01T00:00:00+00:01",  ERANGE  },
		{ "0001-01-01T00:00:00Z",       ERANGE  },
	};
	uint64_t us = 7;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		int err = oh_decode_time(&us, v[i].text);

		if (err != v[i].err)
			fail_msg("%s: %d", v[i].text, err);
		assert_int_equal(us, 7);
	}
	return 0;
}
