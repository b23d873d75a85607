/**
 * @file test_allow.c  Lists of addresses and networks
 */
#include "base/compat.h"
#include "trunk/allow.h"
#include "test.h"

static bool has(const struct oh_allow *a, const char *addr)
{
	struct sa sa;

	assert_int_equal(sa_set_str(&sa, addr, 5060), 0);

	return oh_allow_has(a, &sa);
}

int test_allow_has(void)
{
	static const struct {
		const char *list, *addr;
		bool has;
	} rowv[] = {
		{ "",                           "192.0.2.1",    false },
		{ "192.0.2.1",                  "192.0.2.1",    true  },
		{ "192.0.2.1",                  "192.0.2.2",    false },
		{ "192.0.2.1/32",               "192.0.2.0",    false },
		{ " 10.1.2.3,192.0.2.0/24 ",    "192.0.2.255",  true  },
		{ "10.1.2.3, 192.0.2.0/24",     "192.0.3.0",    false },
		{ "192.0.2.128/25\t10.0.0.0/8", "192.0.2.127",  false },
		{ "192.0.2.128/25\t10.0.0.0/8", "192.0.2.128",  true  },
		{ "192.0.2.128/25\t10.0.0.0/8", "10.255.0.1",   true  },
		{ "0.0.0.0/0",                  "203.0.113.9",  true  },
		{ "0.0.0.0/0",                  "2001:db8::1",  false },
		{ "2001:db8::/33",              "2001:db8:7fff::1", true },
		{ "2001:db8::/33",              "2001:db8:8000::1", false },
		{ "2001:db8::1",                "2001:db8::1",  true  },
	};
	struct oh_allow a;

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		assert_int_equal(oh_allow_parse(&a, rowv[i].list), 0);
		if (has(&a, rowv[i].addr) != rowv[i].has)
			fail_msg("%s in \"%s\"", rowv[i].addr, rowv[i].list);
	}
	return 0;
}

int test_allow_refuse(void)
{
	static const struct { const char *list; int err; } rowv[] = {
		{ "host.example",            EBADMSG },
		{ "192.0.2.1/33",            ERANGE  },
		{ "2001:db8::/129",          ERANGE  },
		{ "192.0.2.1/",              EBADMSG },
		{ "192.0.2.1/-1",            EBADMSG },
		{ "192.0.2.1/8/8",           EBADMSG },
		{ "192.0.2.1, 192.0.2",      EBADMSG },
		{ "192.0.2.1:5060",          EBADMSG },
	};
	char many[8 * (OH_ALLOW_MAX + 1) + 1] = "";
	struct oh_allow a;

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		int err = oh_allow_parse(&a, rowv[i].list);

		if (err != rowv[i].err)
			fail_msg("\"%s\": %d", rowv[i].list, err);
	}
	for (size_t i = 0; i <= OH_ALLOW_MAX; i++)
		memcpy(&many[8 * i], "1.1.1.1,", 9);
	assert_int_equal(oh_allow_parse(&a, many), ERANGE);

	return 0;
}
