/**
 * @file test_authparam.c  Parameters of Digest headers
 */
#include "base/compat.h"
#include "sip/authparam.h"
#include "test.h"

static void is(const struct pl *v, const char *s)
{
	assert_non_null(v->p);
	assert_int_equal(v->l, strlen(s));
	assert_memory_equal(v->p, s, v->l);
}

int test_authparam_parse(void)
{
	struct oh_authparam v;
	struct pl hval;

	pl_set_str(&hval, "digest realm=\"a, \\\"b\\\"\",nonce = n=1= ,\r\n"
		   " QOP=\"auth,auth-int\" , opaque=\"\", userhash=true,"
		   "algorithm=SHA-256,stale=TRUE,");
	assert_int_equal(oh_authparam_parse(&v, &hval), 0);
	is(&v.realm, "a, \\\"b\\\"");
	is(&v.nonce, "n=1=");
	is(&v.qop, "auth,auth-int");
	is(&v.opaque, "");
	is(&v.algorithm, "SHA-256");
	is(&v.stale, "TRUE");
	assert_null(v.username.p);
	assert_true(oh_authparam_is(&v.realm, "a, \"b\""));
	assert_false(oh_authparam_is(&v.realm, "a, \"b"));
	assert_false(oh_authparam_is(&v.realm, "a, \"b\"c"));

	return 0;
}

int test_authparam_refuse(void)
{
	static const struct { const char *hval; int err; } rowv[] = {
		{ "Basic realm=\"x\"",                    ENOTSUP },
		{ "",                                     ENOTSUP },
		{ "Digests realm=\"x\"",                  ENOTSUP },
		{ "Digest realm=\"x",                     EBADMSG },
		{ "Digest realm=\"x\\",                   EBADMSG },
		{ "Digest realm",                         EBADMSG },
		{ "Digest realm nonce=1",                 EBADMSG },
		{ "Digest realm=\"a\r\n b\"",             EBADMSG },
		{ "Digest realm=\"a\x7f\"",               EBADMSG },
		{ "Digest realm=a, realm=b",              EBADMSG },
	};
	struct oh_authparam v;
	struct pl hval;

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		pl_set_str(&hval, rowv[i].hval);
		assert_int_equal(oh_authparam_parse(&v, &hval), rowv[i].err);
	}
	return 0;
}

int test_authparam_too_long(void)
{
	char text[OH_AUTHPARAM_VALUE_MAX + 64];
	struct oh_authparam v;
	struct pl hval;

	memset(text, 'x', sizeof(text));
	memcpy(text, "Digest nonce=", 13);
	pl_set_str(&hval, "");
	hval.p = text;
	hval.l = 13 + OH_AUTHPARAM_VALUE_MAX;
	assert_int_equal(oh_authparam_parse(&v, &hval), 0);
	hval.l++;
	assert_int_equal(oh_authparam_parse(&v, &hval), EBADMSG);

	return 0;
}

int test_authparam_has_auth(void)
{
	static const struct { const char *qop; bool has; } rowv[] = {
		{ "auth",               true  }, { "auth-int",    false },
		{ "auth-int,auth",      true  }, { "Auth",        true  },
		{ " auth-int , auth ",  true  }, { "",            false },
		{ "auth-conf,auth-int", false }, { ",,",          false },
	};
	struct pl qop;

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		pl_set_str(&qop, rowv[i].qop);
		assert_int_equal(oh_authparam_has_auth(&qop), rowv[i].has);
	}
	return 0;
}
