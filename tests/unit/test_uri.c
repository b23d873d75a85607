/**
 * @file test_uri.c  SIP URIs as people type them
 */
#include "test.h"
#include "number/uri.h"


int test_uri_user(void)
{
	static const struct {
		const char *uri, *user;      /* NULL: refused */
	} v[] = {
	{"sip:alice@example.com",            "alice"},
	{"SIPS:alice@[2001:db8::1]:5061",    "alice"},
	{"sip:a;x=1@h;transport=tcp",        "a;x=1"},
	{"sip:%61%2B1@h",                    "a+1"},
	{"sip:192.0.2.1:5060",               ""},
	{"sip:123456789012345@h",            "123456789012345"},
	{"sip:1234567890123456@h",           NULL},
	{"sip:%00@h",                        NULL},
	{"sip:%zz@h",                        NULL},
	{"sip:%6",                           NULL},
	{"sip:a@[]",                         NULL},
	{"sip:a@h:123456",                   NULL},
	{"sip:a@h;x=\"y\"",                  NULL},
	{"sip:a@h\x7f",                      NULL},
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		const char *why = NULL;
		char user[16];
		int err = oh_uri_user(user, sizeof(user), v[i].uri, &why);

		if (v[i].user) {
			if (err)
				fail_msg("%s: %s", v[i].uri, why);
			assert_string_equal(user, v[i].user);
		}
		else {
			assert_int_equal(err, EBADMSG);
			assert_non_null(why);
		}
	}

	return 0;
}


int test_uri_is_sip(void)
{
	const char *why;
	char user[4];

	assert_true(oh_uri_is_sip("sip:x"));
	assert_true(oh_uri_is_sip("SipS:"));
	assert_false(oh_uri_is_sip("sip"));
	assert_false(oh_uri_is_sip("tel:1"));
	assert_false(oh_uri_is_sip(""));
	assert_int_equal(oh_uri_user(user, sizeof(user), "tel:1", &why),
			 EINVAL);

	return 0;
}
