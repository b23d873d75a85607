/**
 * @file test_sdp_keys.c  Offers and answers with keys
 */
#include "media/sdes.h"
#include "media/sdp.h"
#include "test.h"

#define HEAD "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n" \
	     "c=IN IP4 192.0.2.1\r\nt=0 0\r\n"
#define AVP  "m=audio 5000 RTP/AVP 0\r\n"
#define SAVP "m=audio 5000 RTP/SAVP 0\r\n"
#define K30  "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz"
#define K44  "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKis="
#define C80(tag)  "a=crypto:" tag " AES_CM_128_HMAC_SHA1_80 inline:" K30 "\r\n"
#define C32(tag)  "a=crypto:" tag " AES_CM_128_HMAC_SHA1_32 inline:" K30 "\r\n"
#define CGCM(tag) "a=crypto:" tag " AEAD_AES_256_GCM inline:" K44 "\r\n"
#define CF8(tag)  "a=crypto:" tag " F8_128_HMAC_SHA1_80 inline:" K30 "\r\n"
#define CMKI(tag) "a=crypto:" tag " AES_CM_128_HMAC_SHA1_80 inline:" K30 \
		  "|2^20|1:4\r\n"
#define CBAD(tag) "a=crypto:" tag " AES_CM_128_HMAC_SHA1_80 inline:AAAA\r\n"

enum {
	OFF = OH_SRTP_OFF, PREFER = OH_SRTP_PREFER, REQUIRE = OH_SRTP_REQUIRE,
	GCM = OH_CIPHER_AES_256_GCM, S80 = OH_CIPHER_AES_128_80,
	S32 = OH_CIPHER_AES_128_32, CLEAR = OH_CIPHER_NONE,
};

struct keycase {
	const char   *what;
	int           srtp;
	const char   *sdp;
	int           err;
	int           suite;
	uint32_t      tag;
	const char   *answer;     /* how our answer goes on, or NULL */
};

static void local(struct oh_sdp_local *l, int srtp)
{
	memset(l, 0, sizeof(*l));
	assert_int_equal(sa_set_str(&l->addr, "127.0.0.1", 4000), 0);
	l->codecv[l->codecc++] = oh_codec_find("PCMU");
	l->ptime_ms = 20;
	l->srtp = (enum oh_srtp)srtp;
	for (int i = 0; i < OH_CIPHER_MAX; i++)
		memset(l->keyv[i], 0x40 + i, sizeof(l->keyv[i]));
}

static const struct keycase offerv[] = {
	{ "off, in clear", OFF, HEAD AVP, 0, CLEAR, 0, "RTP/AVP 0\r\n" },
	{ "off, could be", OFF, HEAD AVP C80("1"), 0, CLEAR, 0,
	  "RTP/AVP 0\r\n" },
	{ "off, must be", OFF, HEAD SAVP C80("1"), ENOTSUP, 0, 0, NULL },

	{ "in clear", PREFER, HEAD AVP, 0, CLEAR, 0, "RTP/AVP 0\r\n" },
	{ "could be", PREFER, HEAD AVP C80("7"), 0, S80, 7,
	  "RTP/AVP 0\r\n" },
	{ "must be", PREFER, HEAD SAVP C80("1"), 0, S80, 1,
	  "RTP/SAVP 0\r\n" },
	{ "with feedback", PREFER, HEAD "m=audio 5000 RTP/SAVPF 0\r\n"
	  C80("1"), 0, S80, 1, "RTP/SAVPF 0\r\n" },
	{ "their order", PREFER, HEAD SAVP C32("1") CGCM("2"), 0, S32, 1,
	  NULL },
	{ "the first we speak", PREFER, HEAD SAVP CF8("1") CMKI("2")
	  CBAD("3") CGCM("4") C80("5"), 0, GCM, 4, NULL },
	{ "must be, no way of ours", PREFER, HEAD SAVP CF8("1"), EACCES, 0, 0,
	  NULL },
	{ "must be, no key", PREFER, HEAD SAVP, EACCES, 0, 0, NULL },
	{ "could be, no way of ours", PREFER, HEAD AVP CF8("1") CMKI("2"), 0,
	  CLEAR, 0, "RTP/AVP 0\r\n" },
	{ "keys of the session are none", PREFER, HEAD C80("1") AVP, 0,
	  CLEAR, 0, NULL },

	{ "in clear", REQUIRE, HEAD AVP, EACCES, 0, 0, NULL },
	{ "could be", REQUIRE, HEAD AVP C80("1"), 0, S80, 1,
	  "RTP/AVP 0\r\n" },
	{ "must be", REQUIRE, HEAD SAVP C80("1"), 0, S80, 1,
	  "RTP/SAVP 0\r\n" },
	{ "two lines", REQUIRE, HEAD AVP SAVP C80("1"), 0, S80, 1,
	  "RTP/SAVP 0\r\n" },
	{ "could be, no way of ours", REQUIRE, HEAD AVP CF8("1"), EACCES, 0,
	  0, NULL },
	{ "unknown profile", REQUIRE, HEAD "m=audio 5000 RTP/XAVP 0\r\n"
	  C80("1"), ENOTSUP, 0, 0, NULL },
};

static void check_keys(const struct keycase *c, const struct oh_sdp_local *l,
		       const struct oh_sdp_keys *k)
{
	struct oh_sdes s;

	if ((int)k->suite != c->suite)
		fail_msg("%s: suite %d", c->what, k->suite);
	if (!c->suite)
		return;
	assert_int_equal(k->tag, c->tag);
	assert_memory_equal(k->tx, l->keyv[c->suite], sizeof(k->tx));
	assert_int_equal(oh_sdes_parse(&s, c->suite == GCM ?
			"1 AEAD_AES_256_GCM inline:" K44 :
			"1 AES_CM_128_HMAC_SHA1_80 inline:" K30), 0);
	assert_memory_equal(k->rx, s.key, sizeof(s.key));
}

/* One line, with our key and their tag; none in clear */
static void check_answer(const struct keycase *c, const char *text)
{
	const char *line = strstr(text, "a=crypto:");
	char want[64];

	if (c->answer && !strstr(text, c->answer))
		fail_msg("%s: %s", c->what, text);
	assert_int_equal(line != NULL, c->suite != CLEAR);
	if (!line)
		return;
	(void)re_snprintf(want, sizeof(want), "a=crypto:%u %s inline:",
			  c->tag, oh_cipher_info(c->suite)->name);
	if (strncmp(line, want, strlen(want)))
		fail_msg("%s: %s", c->what, line);
	assert_null(strstr(line + 1, "a=crypto:"));
}

int test_sdp_keys_offered(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(offerv); i++) {
		const struct keycase *c = &offerv[i];
		struct oh_sdp_agreed a;
		struct oh_sdp_local l;
		char *text = NULL;
		int err;

		local(&l, c->srtp);
		err = oh_sdp_answer(&text, &a, &l, c->sdp, strlen(c->sdp));
		if (err == ENOMEM)
			return ENOMEM;
		if (err != c->err)
			fail_msg("%d, %s: %d", c->srtp, c->what, err);
		if (!err) {
			check_keys(c, &l, &a.keys);
			check_answer(c, text);
		}
		mem_deref(text);
	}
	return 0;
}

static const struct keycase answerv[] = {
	{ "off, in clear", OFF, HEAD AVP, 0, CLEAR, 0, NULL },
	{ "off, must be", OFF, HEAD SAVP C80("4"), ENOTSUP, 0, 0, NULL },
	{ "in clear", PREFER, HEAD AVP, 0, CLEAR, 0, NULL },
	{ "protected", PREFER, HEAD AVP C80("4"), 0, S80, 4, NULL },
	{ "protected, and says so", PREFER, HEAD SAVP C80("4"), 0, S80, 4,
	  NULL },
	{ "a key we cannot take", PREFER, HEAD AVP CMKI("4"), EACCES, 0, 0,
	  NULL },
	{ "in clear", REQUIRE, HEAD SAVP, EACCES, 0, 0, NULL },
	{ "in clear, and says so", REQUIRE, HEAD AVP, EACCES, 0, 0, NULL },
	{ "protected", REQUIRE, HEAD SAVP CGCM("1"), 0, GCM, 1, NULL },
	{ "a tag we did not offer", REQUIRE, HEAD SAVP C80("9"), EACCES, 0, 0,
	  NULL },
	{ "the tag of another suite", REQUIRE, HEAD SAVP C80("5"), EACCES, 0,
	  0, NULL },
	{ "two answers", REQUIRE, HEAD SAVP C80("4") C32("5"), EACCES, 0, 0,
	  NULL },
	{ "our own key", REQUIRE, HEAD SAVP "a=crypto:5 "
	  "AES_CM_128_HMAC_SHA1_32 inline:"
	  "RUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVF\r\n", EACCES, 0, 0,
	  NULL },
};

int test_sdp_keys_answered(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(answerv); i++) {
		const struct keycase *c = &answerv[i];
		struct oh_sdp_agreed a;
		struct oh_sdp_local l;
		int err;

		local(&l, c->srtp);
		err = oh_sdp_answered(&a, &l, c->sdp, strlen(c->sdp));
		if (err == ENOMEM)
			return ENOMEM;
		if (err != c->err)
			fail_msg("%d, %s: %d", c->srtp, c->what, err);
		if (!err)
			check_keys(c, &l, &a.keys);
	}
	return 0;
}

/* Five lines in order, each with its own key */
int test_sdp_keys_offer(void)
{
	static const struct { int srtp; const char *proto; int lines; }
		modev[] = {
		{ OFF, "RTP/AVP 0\r\n", 0 }, { PREFER, "RTP/AVP 0\r\n", 5 },
		{ REQUIRE, "RTP/SAVP 0\r\n", 5 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(modev); i++) {
		struct oh_sdp_local l;
		char *text = NULL;
		const char *at;
		int n = 0;

		local(&l, modev[i].srtp);
		TEST_OK(oh_sdp_offer(&text, &l));
		assert_non_null(strstr(text, modev[i].proto));
		for (at = text; (at = strstr(at, "a=crypto:")); n++) {
			struct oh_sdes s;
			char line[OH_SDES_SIZE];

			at += 9;
			str_ncpy(line, at, strcspn(at, "\r") + 1);
			assert_int_equal(oh_sdes_parse(&s, line), 0);
			assert_int_equal(s.tag, n + 1);
			assert_int_equal(s.suite, n + 1);
			assert_int_equal(s.key[0], 0x40 + s.suite);
		}
		assert_int_equal(n, modev[i].lines);
		mem_deref(text);
	}
 out:
	return 0;
}

#define TLS  "m=audio 5000 UDP/TLS/RTP/SAVP 0\r\n"
#define B16  "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"
#define FP   "a=fingerprint:sha-256 " B16 ":" B16 "\r\n"
#define SHA1 "a=fingerprint:sha-1 " B16 ":00:11:22:33\r\n"
#define ACTPASS "a=setup:actpass\r\n"
#define ACTIVE  "a=setup:active\r\n"
#define PASSIVE "a=setup:passive\r\n"

enum {
	NONE = OH_SDP_NO_SETUP, WE_BEGIN = OH_SDP_ACTIVE,
	WE_WAIT = OH_SDP_PASSIVE,
};

struct dtlscase {
	const char *what;
	int         srtp;
	bool        dtls;
	int         setup;        /* of the association there is */
	const char *sdp;
	int         err;
	int         agreed;       /* setup; NONE: no DTLS        */
	int         suite;
	const char *answer;
};

static const struct dtlscase dtls_offerv[] = {
	{ "off", OFF, false, NONE, HEAD TLS FP ACTPASS, ENOTSUP, 0, 0, NULL },
	{ "off, could be", OFF, false, NONE, HEAD AVP FP ACTPASS, 0, NONE, 0,
	  "RTP/AVP 0\r\n" },
	{ "they let us choose", REQUIRE, false, NONE, HEAD TLS FP ACTPASS, 0,
	  WE_BEGIN, 0, "a=setup:active\r\n" },
	{ "we stay as we are", REQUIRE, false, WE_WAIT, HEAD TLS FP ACTPASS,
	  0, WE_WAIT, 0, "a=setup:passive\r\n" },
	{ "they begin", PREFER, true, NONE, HEAD TLS FP ACTIVE, 0, WE_WAIT,
	  0, "a=setup:passive\r\n" },
	{ "they wait", PREFER, true, NONE, HEAD TLS FP PASSIVE, 0, WE_BEGIN,
	  0, "UDP/TLS/RTP/SAVP 0\r\n" },
	{ "for the whole session", REQUIRE, true, NONE, HEAD FP ACTPASS TLS,
	  0, WE_BEGIN, 0, "a=fingerprint:sha-256 AA\r\n" },
	{ "could be", PREFER, false, NONE, HEAD AVP FP ACTPASS, 0, WE_BEGIN,
	  0, "RTP/AVP 0\r\n" },
	{ "both ways, ours: SDES", PREFER, false, NONE, HEAD AVP FP ACTPASS
	  C80("1"), 0, NONE, S80, "a=crypto:1 " },
	{ "both ways, ours: DTLS", PREFER, true, NONE, HEAD AVP FP ACTPASS
	  C80("1"), 0, WE_BEGIN, 0, "a=setup:active\r\n" },
	{ "an old hash", REQUIRE, true, NONE, HEAD TLS SHA1 ACTPASS, EACCES,
	  0, 0, NULL },
	{ "an old hash and ours", REQUIRE, true, NONE, HEAD TLS SHA1 FP
	  ACTPASS, 0, WE_BEGIN, 0, "a=setup:active\r\n" },
	{ "the same for the session", REQUIRE, true, NONE, HEAD SHA1 FP
	  ACTPASS TLS, 0, WE_BEGIN, 0, "a=setup:active\r\n" },
	{ "no role", REQUIRE, true, NONE, HEAD TLS FP, EACCES, 0, 0, NULL },
	{ "a role we have not", REQUIRE, true, NONE, HEAD TLS FP
	  "a=setup:holdconn\r\n", EACCES, 0, 0, NULL },
	{ "no fingerprint", REQUIRE, true, NONE, HEAD TLS ACTPASS, EACCES, 0,
	  0, NULL },
};

static void check_dtls(const struct dtlscase *c, int err,
		       const struct oh_sdp_keys *k, const char *text)
{
	if (err != c->err)
		fail_msg("%s: %d", c->what, err);
	if (err)
		return;
	if ((int)k->setup != c->agreed || (int)k->suite != c->suite)
		fail_msg("%s: setup %d, suite %d", c->what, k->setup,
			 k->suite);
	if (c->agreed != NONE)
		assert_int_equal(k->hash[17], 0x11);
	if (text && !strstr(text, c->answer))
		fail_msg("%s: %s", c->what, text);
}

static void local_dtls(struct oh_sdp_local *l, const struct dtlscase *c)
{
	local(l, c->srtp);
	l->dtls  = c->dtls;
	l->setup = (enum oh_sdp_setup)c->setup;
	l->fingerprint = "sha-256 AA";
}

int test_sdp_keys_dtls_offered(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(dtls_offerv); i++) {
		const struct dtlscase *c = &dtls_offerv[i];
		struct oh_sdp_agreed a;
		struct oh_sdp_local l;
		char *text = NULL;
		int err;

		local_dtls(&l, c);
		err = oh_sdp_answer(&text, &a, &l, c->sdp, strlen(c->sdp));
		if (err == ENOMEM)
			return ENOMEM;
		check_dtls(c, err, &a.keys, text);
		mem_deref(text);
	}
	return 0;
}

static const struct dtlscase dtls_answerv[] = {
	{ "they begin", REQUIRE, true, NONE, HEAD TLS FP ACTIVE, 0, WE_WAIT,
	  0, NULL },
	{ "they wait", PREFER, true, NONE, HEAD AVP FP PASSIVE, 0, WE_BEGIN,
	  0, NULL },
	{ "in clear", PREFER, true, NONE, HEAD AVP, 0, NONE, 0, NULL },
	{ "in clear", REQUIRE, true, NONE, HEAD TLS, EACCES, 0, 0, NULL },
	{ "another way", REQUIRE, true, NONE, HEAD TLS C80("4"), EACCES, 0,
	  0, NULL },
	{ "an old hash", PREFER, true, NONE, HEAD AVP SHA1 ACTIVE, EACCES, 0,
	  0, NULL },
};

int test_sdp_keys_dtls_answered(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(dtls_answerv); i++) {
		const struct dtlscase *c = &dtls_answerv[i];
		struct oh_sdp_agreed a;
		struct oh_sdp_local l;
		int err;

		local_dtls(&l, c);
		err = oh_sdp_answered(&a, &l, c->sdp, strlen(c->sdp));
		if (err == ENOMEM)
			return ENOMEM;
		check_dtls(c, err, &a.keys, NULL);
	}
	return 0;
}

int test_sdp_keys_dtls_offer(void)
{
	struct oh_sdp_local l;
	char *text = NULL;

	local(&l, REQUIRE);
	l.dtls = true;
	l.fingerprint = "sha-256 AA";
	TEST_OK(oh_sdp_offer(&text, &l));
	assert_non_null(strstr(text, " UDP/TLS/RTP/SAVP 0\r\n"));
	assert_non_null(strstr(text, "a=fingerprint:sha-256 AA\r\n"));
	assert_non_null(strstr(text, "a=setup:actpass\r\n"));
	assert_non_null(strstr(text, "a=rtcp-mux\r\n"));
	assert_null(strstr(text, "a=crypto"));
 out:
	mem_deref(text);
	return 0;
}
