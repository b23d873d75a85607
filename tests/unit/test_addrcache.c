/**
 * @file test_addrcache.c  Addresses kept for their time to live
 */
#include "base/compat.h"
#include "sip/addrcache.h"
#include "test.h"

static void set(struct oh_addrcache *c, const char *key, const char *addr,
		uint32_t ttl_s)
{
	struct sa sa;

	assert_int_equal(sa_set_str(&sa, addr, 5060), 0);
	oh_addrcache_set(c, key, &sa, 1, ttl_s);
}

static void is(const struct oh_addrcache *c, const char *key,
	       const char *addr)
{
	const struct oh_addrcache_entry *e = oh_addrcache_find(c, key);
	struct sa sa;

	assert_int_equal(sa_set_str(&sa, addr, 5060), 0);
	assert_non_null(e);
	assert_int_equal(e->addrc, 1);
	assert_true(sa_cmp(&e->addrv[0], &sa, SA_ALL));
}

int test_addrcache_ttl(void)
{
	static struct oh_addrcache c;

	test_clock_freeze(true);
	assert_null(oh_addrcache_find(&c, ""));
	set(&c, "a", "192.0.2.1", 10);
	set(&c, "b", "192.0.2.2", 1000000);
	set(&c, "never", "192.0.2.3", 0);
	is(&c, "A", "192.0.2.1");
	assert_null(oh_addrcache_find(&c, "never"));

	test_clock_add_us(9999999);
	is(&c, "a", "192.0.2.1");
	test_clock_add_us(1);
	assert_null(oh_addrcache_find(&c, "a"));
	is(&c, "b", "192.0.2.2");
	test_clock_add_us(1000000ull * (OH_ADDRCACHE_TTL_MAX - 10));
	assert_null(oh_addrcache_find(&c, "b"));
	test_clock_freeze(false);

	return 0;
}

int test_addrcache_full(void)
{
	static struct oh_addrcache c;
	char key[16];

	test_clock_freeze(true);
	for (unsigned i = 0; i < OH_ADDRCACHE_MAX; i++) {
		re_snprintf(key, sizeof(key), "%u", i);
		set(&c, key, "192.0.2.1", 100 + (i * 7) % OH_ADDRCACHE_MAX);
	}
	set(&c, "one more", "192.0.2.2", 50);
	is(&c, "one more", "192.0.2.2");
	assert_null(oh_addrcache_find(&c, "0"));
	is(&c, "1", "192.0.2.1");

	/* The same name takes its own place. */
	set(&c, "1", "192.0.2.3", 500);
	is(&c, "1", "192.0.2.3");
	is(&c, "one more", "192.0.2.2");
	oh_addrcache_set(&c, "1", NULL, 0, 5);
	assert_int_equal(oh_addrcache_find(&c, "1")->addrc, 0);
	test_clock_freeze(false);

	return 0;
}
