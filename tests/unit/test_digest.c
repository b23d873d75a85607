/**
 * @file test_digest.c  Challenges taken and answered
 *
 * Answers are read by oh_digest_verify(), whose hashes test_authhash.c
 * compares with those of RFC 7616.
 */
#include "base/compat.h"
#include "sip/digest.h"
#include "test.h"

#define WWW   "WWW-Authenticate: Digest "
#define PROXY "Proxy-Authenticate: Digest "

static const struct oh_cred alice = {
	.user = "alice", .password = "se:cret", .realm = NULL,
};

static int decode(struct sip_msg **msgp, const char *start, const char *hdrs)
{
	struct mbuf *mb = mbuf_alloc(512);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_printf(mb, "%s\r\n"
			  "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n"
			  "To: <sip:a@x>;tag=1\r\nFrom: <sip:a@x>;tag=2\r\n"
			  "Call-ID: c\r\nCSeq: 1 REGISTER\r\n%s"
			  "Content-Length: 0\r\n\r\n", start, hdrs);
	mb->pos = 0;
	if (!err)
		err = sip_msg_decode(msgp, mb);
	mem_deref(mb);

	return err;
}

static int challenge(struct oh_digest *d, const char *hdrs)
{
	struct sip_msg *msg = NULL;
	int err;

	err = decode(&msg, "SIP/2.0 401 Unauthorized", hdrs);
	if (!err)
		err = oh_digest_challenge(d, msg);
	mem_deref(msg);

	return err;
}

static int answer(char **hdrsp, struct oh_digest *d)
{
	struct mbuf *mb = mbuf_alloc(16);
	int err;

	if (!mb)
		return ENOMEM;
	err = oh_digest_print(d, mb, "REGISTER", "sip:x");
	mb->pos = 0;
	if (!err)
		err = mbuf_strdup(mb, hdrsp, mb->end);
	mem_deref(mb);

	return err;
}

static int verify(const char *hdrs, const struct oh_cred *cred,
		  const char *nonce)
{
	struct sip_msg *msg = NULL;
	int err;

	err = decode(&msg, "REGISTER sip:x SIP/2.0", hdrs);
	if (!err)
		err = oh_digest_verify(msg, cred, nonce);
	mem_deref(msg);

	return err;
}

static unsigned count(const char *text, const char *what)
{
	unsigned n = 0;

	while ((text = strstr(text, what))) {
		text += strlen(what);
		n++;
	}
	return n;
}

/** One challenge and what must and must not be in the answer to it */
struct row {
	const char *hdrs;
	const char *realm;
	const char *nonce;
	const char *has;
	const char *hasnot;
};

static const struct row rowv[] = {
	{ WWW "realm=\"r\", nonce=\"n\"\r\n",
	  "r", "n", "uri=\"sip:x\"", "qop" },
	{ WWW "realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n",
	  "r", "n", "qop=auth, cnonce=\"", "algorithm" },
	{ WWW "realm=\"r\", nonce=\"n\", qop=\"auth-int,auth\"\r\n",
	  "r", "n", "nc=00000001", "auth-int" },
	{ PROXY "realm=\"r\", nonce=\"n\", opaque=\"o,=\\\"\"\r\n",
	  "r", "n", "Proxy-Authorization: ", "\nAuthorization" },
	{ PROXY "realm=\"r\", nonce=\"n\", opaque=\"o,=\\\"\"\r\n",
	  "r", "n", ", opaque=\"o,=\\\"\"", "\nAuthorization" },
	{ WWW "realm=\"a, \\\"b\\\"\", nonce=\"n\", stale=false\r\n",
	  "a, \"b\"", "n", "realm=\"a, \\\"b\\\"\"", "stale" },
	{ WWW "realm=\"r\", nonce=\"n\", algorithm=MD5-sess, qop=auth\r\n",
	  "r", "n", "algorithm=MD5-sess", "\"auth\"" },
	{ WWW "realm=\"r\", nonce=\"n\", algorithm=SHA-256, userhash=true\r\n",
	  "r", "n", "algorithm=SHA-256", "userhash" },
	/* the strongest of one realm, whatever comes first */
	{ WWW "realm=\"r\", nonce=\"n1\", algorithm=MD5, qop=auth\r\n"
	  WWW "realm=\"r\", nonce=\"n2\", algorithm=SHA-256, qop=auth\r\n",
	  "r", "n2", "algorithm=SHA-256", "n1" },
	{ WWW "realm=\"r\", nonce=\"n2\", algorithm=SHA-256-sess, qop=auth"
	  "\r\n"
	  WWW "realm=\"r\", nonce=\"n1\", algorithm=MD5, qop=auth\r\n",
	  "r", "n2", "algorithm=SHA-256-sess", "n1" },
	/* what we cannot answer does not spoil what we can */
	{ "WWW-Authenticate: Basic realm=\"r\"\r\n"
	  WWW "realm=\"r\", nonce=\"n1\", algorithm=SHA-512-256, qop=auth\r\n"
	  WWW "realm=\"r\", nonce=\"n2\", algorithm=AKAv1-MD5, qop=auth\r\n"
	  WWW "realm=\"r\", nonce=\"n3\", qop=auth-int\r\n"
	  WWW "realm=\"r\", nonce=\"n4\", qop=auth\r\n",
	  "r", "n4", "nonce=\"n4\"", "n3" },
};

static int row_run(const struct row *r)
{
	struct oh_cred cred = alice, wrong;
	struct oh_digest *d = NULL;
	char *hdrs = NULL;
	int err;

	err = oh_digest_alloc(&d, &alice);
	TEST_OK(err);
	err = challenge(d, r->hdrs);
	TEST_OK(err);
	err = answer(&hdrs, d);
	TEST_OK(err);
	assert_int_equal(count(hdrs, "\r\n"), 1);
	assert_int_equal(count(hdrs, r->has), 1);
	assert_int_equal(count(hdrs, r->hasnot), 0);

	cred.realm = r->realm;
	err = verify(hdrs, &cred, r->nonce);
	TEST_OK(err);
	wrong = cred;
	wrong.password = "secret";
	err = verify(hdrs, &wrong, r->nonce);
	if (err != ENOMEM) {
		assert_int_equal(err, EACCES);
		err = 0;
	}

out:
	mem_deref(hdrs);
	mem_deref(d);

	return err;
}

int test_digest_answer(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = row_run(&rowv[i]);

	return err;
}

int test_digest_two_realms(void)
{
	struct oh_cred cred = alice;
	struct oh_digest *d = NULL;
	char *hdrs = NULL;
	int err;

	err = oh_digest_alloc(&d, &alice);
	TEST_OK(err);
	assert_string_equal(oh_digest_realm(d), "");
	err = challenge(d, PROXY "realm=\"p\", nonce=\"1\"\r\n");
	TEST_OK(err);
	assert_string_equal(oh_digest_realm(d), "p");
	err = challenge(d, WWW "realm=\"w\", nonce=\"2\"\r\n");
	TEST_OK(err);
	assert_string_equal(oh_digest_realm(d), "w");
	err = answer(&hdrs, d);
	TEST_OK(err);
	assert_int_equal(count(hdrs, "\r\n"), 2);

	cred.realm = "p";
	err = verify(hdrs, &cred, "1");
	TEST_OK(err);
	cred.realm = "w";
	err = verify(hdrs, &cred, "2");
	TEST_OK(err);

out:
	mem_deref(hdrs);
	mem_deref(d);

	return err;
}

/* A step: a challenge arrives, and we answer if we may */
static int step(struct oh_digest *d, const char *hdrs, int expected)
{
	char *answered = NULL;
	int err;

	err = challenge(d, hdrs);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, expected);
	err = err ? 0 : answer(&answered, d);
	mem_deref(answered);

	return err;
}

struct step {
	const char *hdrs;
	int err;
	unsigned more;      /* further requests accepted afterwards */
};

static int steps_run(const struct step *stepv, size_t stepc)
{
	struct oh_digest *d = NULL;
	int err;

	err = oh_digest_alloc(&d, &alice);
	for (size_t i = 0; i < stepc && !err; i++) {
		err = step(d, stepv[i].hdrs, stepv[i].err);
		for (unsigned n = 0; n < stepv[i].more && !err; n++) {
			char *hdrs = NULL;

			err = answer(&hdrs, d);
			mem_deref(hdrs);
		}
	}
	mem_deref(d);

	return err;
}

int test_digest_same_nonce(void)
{
	static const struct step stepv[] = {
		{ WWW "realm=\"r\", nonce=\"1\"\r\n", 0,      0 },
		{ WWW "realm=\"r\", nonce=\"1\"\r\n", EACCES, 0 },
	};

	return steps_run(stepv, ARRAY_SIZE(stepv));
}

int test_digest_stale(void)
{
	static const struct step stepv[] = {
		{ WWW "realm=\"r\", nonce=\"1\"\r\n",             0, 3 },
		{ WWW "realm=\"r\", nonce=\"2\", stale=true\r\n", 0, 3 },
		{ WWW "realm=\"r\", nonce=\"3\"\r\n",             0, 3 },
		{ WWW "realm=\"r\", nonce=\"4\", stale=TRUE\r\n", 0, 0 },
		{ WWW "realm=\"r\", nonce=\"5\", stale=true\r\n", 0, 0 },
	};

	return steps_run(stepv, ARRAY_SIZE(stepv));
}

int test_digest_for_ever(void)
{
	static const struct step stepv[] = {
		{ WWW "realm=\"r\", nonce=\"1\"\r\n", 0,      0 },
		{ WWW "realm=\"r\", nonce=\"2\"\r\n", 0,      0 },
		{ WWW "realm=\"r\", nonce=\"3\"\r\n", EACCES, 0 },
	};
	static const struct step realmv[] = {
		{ WWW "realm=\"1\", nonce=\"1\"\r\n", 0,      0 },
		{ WWW "realm=\"2\", nonce=\"1\"\r\n", 0,      0 },
		{ WWW "realm=\"3\", nonce=\"1\"\r\n", 0,      0 },
		{ WWW "realm=\"4\", nonce=\"1\"\r\n", 0,      0 },
		{ WWW "realm=\"5\", nonce=\"1\"\r\n", EACCES, 0 },
	};
	int err;

	err = steps_run(stepv, ARRAY_SIZE(stepv));
	if (err)
		return err;

	return steps_run(realmv, ARRAY_SIZE(realmv));
}

int test_digest_cannot(void)
{
	static const char *hdrsv[] = {
		"",
		"WWW-Authenticate: Basic realm=\"r\"\r\n",
		WWW "realm=\"r\", nonce=\"1\", qop=\"auth-int\"\r\n",
		WWW "realm=\"r\", nonce=\"1\", algorithm=MD5-sess\r\n",
		WWW "realm=\"r\"\r\n",
		WWW "nonce=\"1\"\r\n",
		WWW "realm=\"r\", nonce=\"1\r\n",
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(hdrsv) && !err; i++) {
		const struct step one = { hdrsv[i], ENOTSUP, 0 };

		err = steps_run(&one, 1);
	}
	return err;
}

int test_digest_one_realm_only(void)
{
	struct oh_cred cred = alice;
	struct oh_digest *d = NULL;
	char *hdrs = NULL;
	int err;

	cred.realm = "mine";
	err = oh_digest_alloc(&d, &cred);
	TEST_OK(err);
	err = step(d, WWW "realm=\"his\", nonce=\"1\"\r\n", ENOTSUP);
	TEST_OK(err);
	err = answer(&hdrs, d);
	TEST_OK(err);
	assert_string_equal(hdrs, "");
	err = step(d, WWW "realm=\"mine\", nonce=\"1\"\r\n", 0);
	TEST_OK(err);

out:
	mem_deref(hdrs);
	mem_deref(d);

	return err;
}

int test_digest_verify_refuses(void)
{
	static const struct { const char *hdrs; int err; } casev[] = {
		{ "",                                          ENOENT },
		{ "Authorization: Digest realm=\"q\"\r\n",     ENOENT },
		{ "Authorization: Digest realm=\"r\"\r\n",     EACCES },
		{ "Authorization: Digest realm=\"r\", nonce=\"n\", "
		  "username=\"alice\"\r\n",                    EACCES },
		{ "Authorization: Digest realm=\"r\", nonce=\"n\", "
		  "username=\"alice\", algorithm=MD5-sess, "
		  "response=\"00000000000000000000000000000000\"\r\n",
		  EACCES },
	};
	struct oh_cred cred = alice;

	cred.realm = "r";
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		int err = verify(casev[i].hdrs, &cred, "n");

		if (err == ENOMEM)
			return err;
		assert_int_equal(err, casev[i].err);
	}
	return 0;
}
