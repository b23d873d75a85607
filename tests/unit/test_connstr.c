/**
 * @file test_connstr.c  Connection strings
 */
#include "base/compat.h"
#include "carrier/connstr.h"
#include "test.h"

struct row {
	const char *text;
	int err;
	const char *endpoint;
	const char *key;
};

static const struct row rowv[] = {
	{ "endpoint=https://a.example/;accesskey=QUJD", 0,
	  "https://a.example/", "QUJD" },
	{ "Endpoint=http://127.0.0.1:8443;AccessKey=QQ==", 0,
	  "http://127.0.0.1:8443", "QQ==" },
	{ "accesskey=QQ==;endpoint=https://a.example", 0,
	  "https://a.example", "QQ==" },
	{ "endpoint=https://a.example/;accesskey=QUJD;", 0,
	  "https://a.example/", "QUJD" },
	{ "", EBADMSG, "", "" },
	{ "endpoint=https://a.example/", EBADMSG, "", "" },
	{ "accesskey=QUJD", EBADMSG, "", "" },
	{ "endpoint=;accesskey=QUJD", EBADMSG, "", "" },
	{ "endpoint=https://a/;accesskey=", EBADMSG, "", "" },
	{ "endpoint=https://a/;accesskey=QQ==;endpoint=https://b/", EBADMSG,
	  "", "" },
	{ "endpoint=https://a/;accesskey=QQ==;more=1", EBADMSG, "", "" },
	{ "https://a.example/", EBADMSG, "", "" },
	{ "endpoint", EBADMSG, "", "" },
};

int test_connstr_parse(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		const struct row *r = &rowv[i];
		const char *why = NULL;
		struct oh_connstr cs;

		assert_int_equal(oh_connstr_parse(&cs, r->text, &why),
				 r->err);
		assert_string_equal(cs.endpoint, r->endpoint);
		assert_string_equal(cs.key, r->key);
		assert_true(!why == !r->err);
	}
	return 0;
}

int test_connstr_too_long(void)
{
	char text[64 + OH_CONNSTR_KEY];
	struct oh_connstr cs;
	size_t n = (size_t)snprintf(text, sizeof(text),
				    "endpoint=https://a/;accesskey=");

	memset(text + n, 'A', OH_CONNSTR_KEY);
	text[n + OH_CONNSTR_KEY - 1] = '\0';
	assert_int_equal(oh_connstr_parse(&cs, text, NULL), 0);
	text[n + OH_CONNSTR_KEY - 1] = 'A';
	text[n + OH_CONNSTR_KEY] = '\0';
	assert_int_equal(oh_connstr_parse(&cs, text, NULL), ERANGE);
	assert_string_equal(cs.endpoint, "");

	return 0;
}
