/**
 * @file test_query.c  URLs and queries
 */
#include "base/compat.h"
#include "http/query.h"
#include "test.h"

struct url_row {
	const char *text;
	int err;
	bool tls;
	const char *host;
	uint16_t port;
	const char *authority;
	const char *path;
};

static const struct url_row urlv[] = {
	{ "https://a.example.com", 0, true, "a.example.com", 443,
	  "a.example.com", "" },
	{ "HTTPS://a.example.com:443/", 0, true, "a.example.com", 443,
	  "a.example.com", "/" },
	{ "http://a:80/p?q=1", 0, false, "a", 80, "a", "/p?q=1" },
	{ "http://a:443", 0, false, "a", 443, "a:443", "" },
	{ "http://127.0.0.1:8443/x/:y?z=@", 0, false, "127.0.0.1", 8443,
	  "127.0.0.1:8443", "/x/:y?z=@" },
	{ "https://[::1]:8443/", 0, true, "::1", 8443, "[::1]:8443", "/" },
	{ "https://[2001:db8::2]", 0, true, "2001:db8::2", 443,
	  "[2001:db8::2]", "" },
	{ .text = "", .err = EBADMSG },
	{ .text = "a.example.com", .err = EBADMSG },
	{ .text = "ftp://a", .err = EBADMSG },
	{ .text = "https:/a", .err = EBADMSG },
	{ .text = "https://", .err = EBADMSG },
	{ .text = "https:///p", .err = EBADMSG },
	{ .text = "https://user@a/", .err = EBADMSG },
	{ .text = "https://user:pw@a/", .err = EBADMSG },
	{ .text = "https://a?b", .err = EBADMSG },
	{ .text = "https://a/#f", .err = EBADMSG },
	{ .text = "https://a:0/", .err = EBADMSG },
	{ .text = "https://a:65536/", .err = EBADMSG },
	{ .text = "https://a:/", .err = EBADMSG },
	{ .text = "https://a:1:2/", .err = EBADMSG },
	{ .text = "https://a:12345678/", .err = EBADMSG },
	{ .text = "https://a b/", .err = EBADMSG },
	{ .text = "https://a\\b/", .err = EBADMSG },
	{ .text = "https://a/\r\nX: y", .err = EBADMSG },
	{ .text = "https://a%2e/", .err = EBADMSG },
	{ .text = "https://[::1", .err = EBADMSG },
	{ .text = "https://[::1]x/", .err = EBADMSG },
	{ .text = "https://[1.2.3.4]/", .err = EBADMSG },
	{ .text = "https://[]/", .err = EBADMSG },
};

int test_query_url(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(urlv); i++) {
		const struct url_row *r = &urlv[i];
		struct oh_url u;

		assert_int_equal(oh_url_parse(&u, r->text), r->err);
		if (r->err)
			continue;
		assert_int_equal(u.tls, r->tls);
		assert_string_equal(u.host, r->host);
		assert_int_equal(u.port, r->port);
		assert_string_equal(u.authority, r->authority);
		assert_string_equal(u.path, r->path);
	}

	return 0;
}

/* The longest host that fits, and one more */
int test_query_url_long(void)
{
	char text[OH_URL_HOST_SIZE + 32] = "https://";
	const size_t head = strlen(text);
	struct oh_url u;

	memset(text + head, 'a', OH_URL_HOST_SIZE - 1);
	memcpy(text + head + OH_URL_HOST_SIZE - 1, ":65535", 7);
	assert_int_equal(oh_url_parse(&u, text), 0);
	assert_int_equal(strlen(u.host), OH_URL_HOST_SIZE - 1);
	assert_string_equal(u.authority, text + head);

	memset(text + head, 'a', OH_URL_HOST_SIZE);
	text[head + OH_URL_HOST_SIZE] = '\0';
	assert_int_equal(oh_url_parse(&u, text), EBADMSG);

	return 0;
}

int test_query_loopback(void)
{
	static const struct { const char *text; bool is; } rowv[] = {
		{ "http://localhost/", true }, { "http://LocalHost:1", true },
		{ "http://127.0.0.1/", true }, { "http://127.9.9.9/", true },
		{ "http://[::1]/", true },     { "http://[::2]/", false },
		{ "http://128.0.0.1/", false },
		{ "http://localhost.example/", false },
		{ "http://127.0.0.1.example/", false },
	};
	struct oh_url u;

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		assert_int_equal(oh_url_parse(&u, rowv[i].text), 0);
		assert_int_equal(oh_url_is_loopback(&u), rowv[i].is);
	}

	return 0;
}

int test_query_decode(void)
{
	static const struct {
		const char *text; bool plus; int err; const char *out;
	} rowv[] = {
		{ "", false, 0, "" },
		{ "a%20b%2Bc%2bd", false, 0, "a b+c+d" },
		{ "a+b", true, 0, "a b" },
		{ "a+b", false, 0, "a+b" },
		{ "%", false, 0, "%" },
		{ "%4", false, 0, "%4" },
		{ "%zz%41", false, 0, "%zzA" },
		{ "%%41", false, 0, "%A" },
		{ "1234567", false, 0, "1234567" },
		{ "12345678", false, ERANGE, "" },
		{ "%C3%A9", false, 0, "\xc3\xa9" },
		{ "a%00b", false, EBADMSG, "" },
	};
	char buf[8];

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		assert_int_equal(oh_url_decode(buf, sizeof(buf), rowv[i].text,
					       strlen(rowv[i].text),
					       rowv[i].plus), rowv[i].err);
		if (!rowv[i].err)
			assert_string_equal(buf, rowv[i].out);
	}
	assert_int_equal(oh_url_decode(buf, sizeof(buf), "a\0b", 3, false),
			 EBADMSG);

	return 0;
}

int test_query_encode(void)
{
	char buf[32];

	assert_int_equal(oh_url_encode(buf, sizeof(buf), "az-AZ_09.~"), 0);
	assert_string_equal(buf, "az-AZ_09.~");
	assert_int_equal(oh_url_encode(buf, sizeof(buf), "+1 \xc3\xa9/"), 0);
	assert_string_equal(buf, "%2B1%20%C3%A9%2F");
	assert_int_equal(oh_url_encode(buf, 16, "+++++"), 0);
	assert_int_equal(oh_url_encode(buf, 15, "+++++"), ERANGE);
	assert_int_equal(oh_url_encode(buf, 1, ""), 0);
	assert_string_equal(buf, "");

	return 0;
}

int test_query_get(void)
{
	static const struct {
		const char *query, *name; int err; const char *out;
	} rowv[] = {
		{ "skip=0&api-version=2025-06-01&top=100", "api-version", 0,
		  "2025-06-01" },
		{ "a=1&a=2", "a", 0, "1" },
		{ "a", "a", 0, "" },
		{ "a=", "a", 0, "" },
		{ "&&a=b=c&", "a", 0, "b=c" },
		{ "l=New%20York", "l", 0, "New York" },
		{ "l=New+York", "l", 0, "New York" },
		{ "%6c=x", "l", 0, "x" },
		{ "ab=1&b=2", "b", 0, "2" },
		{ "", "a", ENOENT, "" },
		{ "=1", "a", ENOENT, "" },
		{ "A=1", "a", ENOENT, "" },
		{ "aa=1", "a", ENOENT, "" },
		{ "a=%00", "a", EBADMSG, "" },
		{ "a=0123456789abcdef", "a", ERANGE, "" },
	};
	char buf[16];

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		assert_int_equal(oh_query_get(buf, sizeof(buf),
					      rowv[i].query, rowv[i].name),
				 rowv[i].err);
		if (!rowv[i].err)
			assert_string_equal(buf, rowv[i].out);
	}

	return 0;
}

int test_query_reencode(void)
{
	static const struct { const char *query, *out; } rowv[] = {
		{ "", "" }, { "&&", "" }, { "a", "a=" }, { "=", "=" },
		{ "=a", "=a" }, { "a&&b", "a=&b=" }, { "&a=1&", "a=1" },
		{ "locality=New%20York", "locality=New+York" },
		{ "locality=New+York", "locality=New+York" },
		{ "a=~!()*'", "a=%7E%21%28%29*%27" },
		{ "a=%27%2a", "a=%27*" },
		{ "a=b=c", "a=b%3Dc" },
		{ "a=%", "a=%25" }, { "a=%4", "a=%254" },
		{ "a=%zz", "a=%25zz" }, { "a=%2b%20", "a=%2B+" },
		{ "a=%c3%a9", "a=%C3%A9" }, { "a=%00", "a=%00" },
		{ "a%26b=c", "a%26b=c" }, { "-._", "-._=" },
		{ "skip=0&api-version=2025-06-01&top=100",
		  "skip=0&api-version=2025-06-01&top=100" },
	};
	char buf[64];

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		const size_t need = strlen(rowv[i].out) + 1;

		assert_int_equal(oh_query_reencode(buf, need, rowv[i].query),
				 0);
		assert_string_equal(buf, rowv[i].out);
		if (need > 1)
			assert_int_equal(oh_query_reencode(buf, need - 1,
							   rowv[i].query),
					 ERANGE);
	}

	return 0;
}

enum { LEN_MAX = 40, ROUNDS = 2000 };

/* Texts made of what matters to the codec */
static void random_text(char *text, bool query)
{
	static const char any[] = "%%%+&&==aF09 ~*-._!\xc3\xa9";
	static const char clean[] = "%+&=aF09 ~*-._!\xc3\xa9/?";
	const char *set = query ? any : clean;
	size_t len = rand_u16() % LEN_MAX;

	for (size_t i = 0; i < len; i++)
		text[i] = set[rand_u16() % strlen(set)];
	text[len] = '\0';
}

/* Encoding is undone by decoding; re-encoding twice changes nothing, and
   every value reads as before */
int test_query_properties(void)
{
	char text[LEN_MAX + 1], once[3 * LEN_MAX + 2], twice[sizeof(once)];

	for (int i = 0; i < ROUNDS; i++) {
		random_text(text, false);
		assert_int_equal(oh_url_encode(once, sizeof(once), text), 0);
		assert_int_equal(oh_url_decode(twice, sizeof(twice), once,
					       strlen(once), false), 0);
		assert_string_equal(twice, text);

		random_text(text, true);
		assert_int_equal(oh_query_reencode(once, sizeof(once), text),
				 0);
		assert_int_equal(oh_query_reencode(twice, sizeof(twice),
						   once), 0);
		assert_string_equal(once, twice);
		assert_int_equal(strspn(once, "&=%+*-._0123456789aFABCDEF"),
				 strlen(once));
		assert_int_equal(oh_query_get(twice, sizeof(twice), text,
					      "a"),
				 oh_query_get(once, sizeof(once), once, "a"));
	}

	return 0;
}
