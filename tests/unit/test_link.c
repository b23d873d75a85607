/**
 * @file test_link.c  Where a reply points
 */
#include "base/compat.h"
#include "carrier/link.h"
#include "test.h"

#define V "api-version=2025-06-01"

struct row {
	const char *link;
	int err;
	const char *target;
};

static const struct row rowv[] = {
	{ "/phoneNumbers?skip=100&" V, 0, "/phoneNumbers?skip=100&" V },
	{ "/phoneNumbers?skip=100", 0, "/phoneNumbers?skip=100&" V },
	{ "/phoneNumbers", 0, "/phoneNumbers?" V },
	{ "phoneNumbers/operations/a", 0, "/phoneNumbers/operations/a?" V },
	{ "/p?api-version=2026-01-01", 0, "/p?api-version=2026-01-01" },
	{ "/p?x=api-version", 0, "/p?x=api-version&" V },
	{ "/p%2B1?a=%20", 0, "/p%2B1?a=%20&" V },
	{ "/p?a=1#part", 0, "/p?a=1&" V },
	{ "?skip=1", 0, "/?skip=1&" V },
	{ "https://h.example/p?skip=1", 0, "/p?skip=1&" V },
	{ "https://H.Example:443/p", 0, "/p?" V },
	{ "https://h.example", 0, "/?" V },
	{ "/:search?a=b:c", 0, "/:search?a=b:c&" V },
	/* elsewhere */
	{ "http://h.example/p", EPROTO, NULL },
	{ "https://h.example:444/p", EPROTO, NULL },
	{ "https://h.example.evil/p", EPROTO, NULL },
	{ "https://h.example@evil/p", EPROTO, NULL },
	{ "//evil/p", EPROTO, NULL },
	{ "ftp://h.example/p", EPROTO, NULL },
	{ "javascript:alert(1)", EPROTO, NULL },
	{ "https:/p", EPROTO, NULL },
	/* malformed */
	{ "", EBADMSG, NULL },
	{ "/p q", EBADMSG, NULL },
	{ "/p\r\nX: y", EBADMSG, NULL },
	{ "/\\evil/p", EBADMSG, NULL },
	{ "/caf\xc3\xa9", EBADMSG, NULL },
};

int test_link_resolve(void)
{
	struct oh_url base;

	assert_int_equal(oh_url_parse(&base, "https://h.example"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		const struct row *r = &rowv[i];
		char target[OH_LINK_SIZE];

		assert_int_equal(oh_link_resolve(target, &base, r->link,
						 "2025-06-01"), r->err);
		if (!r->err)
			assert_string_equal(target, r->target);
	}
	return 0;
}

int test_link_too_long(void)
{
	char link[OH_LINK_SIZE + 1], target[OH_LINK_SIZE];
	struct oh_url base;

	assert_int_equal(oh_url_parse(&base, "https://h.example"), 0);
	memset(link, 'a', sizeof(link));
	link[OH_LINK_SIZE] = '\0';
	for (size_t n = OH_LINK_SIZE; n > OH_LINK_SIZE - 30; n--) {
		bool fits = n + 1 + strlen("?" V) < OH_LINK_SIZE;

		link[n] = '\0';
		assert_int_equal(oh_link_resolve(target, &base, link,
						 "2025-06-01"),
				 fits ? 0 : ERANGE);
	}
	return 0;
}

int test_link_last(void)
{
	static const struct { const char *target, *last; int err; } v[] = {
		{ "/phoneNumbers/operations/search_1?" V, "search_1", 0 },
		{ "/a%2Bb", "a+b", 0 },
		{ "/", "", EBADMSG },
		{ "/a/?b=/c", "", EBADMSG },
		{ "/0123456789012345", "", ERANGE },
		{ "/a%00", "", EBADMSG },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		char buf[16];

		assert_int_equal(oh_link_last(buf, sizeof(buf), v[i].target),
				 v[i].err);
		if (!v[i].err)
			assert_string_equal(buf, v[i].last);
	}
	return 0;
}

/* A list whose pages go 0 1 .. lead, lead + 1 .. lead + len - 1, lead .. */
static unsigned steps_until_found(unsigned lead, unsigned len)
{
	static const struct oh_link_trail none;
	struct oh_link_trail t = none;
	unsigned n = 0, at = 0;
	char target[32];

	do {
		(void)snprintf(target, sizeof(target), "/p?skip=%u", at);
		at = at == lead + len - 1 ? lead : at + 1;
		assert_true(n++ <= 3 * (lead + len));
	} while (!oh_link_is_circle(&t, target));

	return n;
}

int test_link_circle(void)
{
	for (unsigned lead = 0; lead < 20; lead++) {
		for (unsigned len = 1; len < 20; len++)
			assert_true(steps_until_found(lead, len) >
				    lead + len);
	}
	return 0;
}

int test_link_no_circle(void)
{
	static struct oh_link_trail t;
	char target[32];

	memset(&t, 0, sizeof(t));
	for (unsigned i = 0; i < 100000; i++) {
		(void)snprintf(target, sizeof(target), "/p?skip=%u", i);
		assert_false(oh_link_is_circle(&t, target));
	}
	return 0;
}
