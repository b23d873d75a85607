/**
 * @file test_session.c  Who refreshes a session, and when
 */
#include "base/compat.h"
#include "test.h"
#include "sip/session.h"

static int decode(struct sip_msg **msgp, const char *lines)
{
	struct mbuf *mb = mbuf_alloc(512);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_printf(mb, "INVITE sip:a@b SIP/2.0\r\n"
			  "Via: SIP/2.0/UDP c;branch=z9hG4bKx\r\n"
			  "From: <sip:a@b>;tag=1\r\nTo: <sip:b@b>\r\n"
			  "Call-ID: x\r\nCSeq: 1 INVITE\r\n%s\r\n", lines);
	mb->pos = 0;
	if (!err)
		err = sip_msg_decode(msgp, mb);
	mem_deref(mb);

	return err;
}

int test_session_read(void)
{
	static const struct {
		const char *lines;
		struct oh_session_msg want;
	} v[] = {
		{ "", { false, 0, 90, OH_SESSION_NOBODY } },
		{ "Session-Expires: 1800\r\n",
		  { false, 1800, 90, OH_SESSION_NOBODY } },
		{ "Supported: 100rel, timer\r\n"
		  "Session-Expires: 1800;refresher=uac\r\nMin-SE: 120\r\n",
		  { true, 1800, 120, OH_SESSION_UAC } },
		{ "k: TIMER\r\nx: 90 ;x=y; Refresher=UAS\r\nMin-SE: 1;a=b\r\n",
		  { true, 90, 90, OH_SESSION_UAS } },
		{ "Session-Expires: 99999999999;refresher=me\r\n",
		  { false, 86400, 90, OH_SESSION_NOBODY } },
		{ "Session-Expires: -5\r\n",
		  { false, 0, 90, OH_SESSION_NOBODY } },
		{ "Session-Expires: soon\r\nMin-SE: \r\n",
		  { false, 0, 90, OH_SESSION_NOBODY } },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_session_msg sm;
		struct sip_msg *msg = NULL;
		int err = decode(&msg, v[i].lines);

		if (err)
			return err;
		oh_session_read(&sm, msg);
		mem_deref(msg);
		assert_int_equal(sm.supported, v[i].want.supported);
		assert_int_equal(sm.expires_s, v[i].want.expires_s);
		assert_int_equal(sm.min_s, v[i].want.min_s);
		assert_int_equal(sm.role, v[i].want.role);
	}
	return 0;
}

#define NOBODY OH_SESSION_NOBODY
#define UAC    OH_SESSION_UAC
#define UAS    OH_SESSION_UAS
#define AUTO   OH_SESSION_AUTO
#define US     OH_SESSION_US
#define THEM   OH_SESSION_THEM

/* We answer: RFC 4028 9, table 2 */
int test_session_answer(void)
{
	static const struct {
		struct oh_session_prm prm;
		struct oh_session_msg req;
		uint32_t expires_s;
		bool we_refresh;
	} v[] = {
		/* they ask for nothing, nor do we */
		{ { false, 0, AUTO }, { true, 0, 90, NOBODY }, 0, false },
		{ { false, 0, AUTO }, { false, 0, 90, NOBODY }, 0, true },
		/* they ask */
		{ { false, 0, AUTO }, { true, 600, 90, NOBODY }, 600, false },
		{ { false, 0, AUTO }, { true, 3600, 90, NOBODY },
		  1800, false },
		{ { false, 0, AUTO }, { true, 3600, 2400, UAC }, 2400, false },
		{ { false, 0, THEM }, { true, 600, 90, UAS }, 600, true },
		{ { false, 0, US },   { true, 600, 90, UAC }, 600, false },
		{ { false, 0, US },   { true, 600, 90, NOBODY }, 600, true },
		/* a proxy asks, and the caller knows nothing of it */
		{ { false, 0, THEM }, { false, 600, 90, NOBODY }, 600, true },
		{ { false, 0, AUTO }, { false, 30, 90, NOBODY }, 0, true },
		/* we ask */
		{ { false, 120, AUTO }, { true, 0, 90, NOBODY }, 120, false },
		{ { false, 120, AUTO }, { true, 0, 300, NOBODY }, 300, false },
		{ { false, 120, THEM }, { false, 0, 90, NOBODY }, 120, true },
		{ { false, 120, AUTO }, { true, 600, 90, NOBODY },
		  120, false },
		/* we know nothing */
		{ { true, 0, AUTO }, { true, 600, 90, UAS }, 0, true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_session se = { 0 };

		oh_session_answer(&se, &v[i].prm, &v[i].req);
		assert_int_equal(se.expires_s, v[i].expires_s);
		assert_int_equal(se.we_refresh, v[i].we_refresh);
	}
	return 0;
}

/* A later request without a word of it leaves things as they are */
int test_session_answer_again(void)
{
	const struct oh_session_prm prm = { false, 0, AUTO };
	const struct oh_session_msg req = { true, 0, 90, NOBODY };
	struct oh_session se = { .expires_s = 600, .we_refresh = true };

	oh_session_answer(&se, &prm, &req);
	assert_int_equal(se.expires_s, 600);
	assert_true(se.we_refresh);

	se.we_refresh = false;
	oh_session_answer(&se, &prm, &req);
	assert_false(se.we_refresh);

	return 0;
}

/* They answer: RFC 4028 7.2 */
int test_session_answered(void)
{
	static const struct {
		struct oh_session_msg resp;
		uint32_t expires_s;
		bool we_refresh;
	} v[] = {
		{ { true, 0, 90, NOBODY }, 0, true },
		{ { true, 600, 90, UAC }, 600, true },
		{ { true, 600, 90, UAS }, 600, false },
		{ { true, 600, 90, NOBODY }, 600, true },
		{ { true, 1, 90, UAC }, 90, true },
	};
	const struct oh_session_prm prm = { false, 0, AUTO };
	const struct oh_session_prm off = { true, 0, AUTO };

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_session se = { .expires_s = 1 };

		oh_session_answered(&se, &prm, &v[i].resp);
		assert_int_equal(se.expires_s, v[i].expires_s);
		assert_int_equal(se.we_refresh, v[i].we_refresh);
		oh_session_answered(&se, &off, &v[i].resp);
		assert_int_equal(se.expires_s, 0);
	}
	return 0;
}

int test_session_refused(void)
{
	const struct oh_session_prm prm = { false, 120, AUTO };
	const struct oh_session_prm passive = { false, 0, AUTO };
	struct oh_session_msg resp = { true, 0, 600, NOBODY };
	struct oh_session_msg req = { true, 60, 90, NOBODY };
	struct oh_session se = { 0 };

	assert_int_equal(oh_session_refused(&se, &prm, &resp), 0);
	assert_int_equal(se.min_s, 600);
	/* the same again would be a loop */
	assert_int_equal(oh_session_refused(&se, &prm, &resp), EPROTO);
	/* we had not asked */
	se = (struct oh_session){ 0 };
	assert_int_equal(oh_session_refused(&se, &passive, &resp), EPROTO);
	/* in a refresh */
	se.expires_s = 300;
	assert_int_equal(oh_session_refused(&se, &passive, &resp), 0);
	assert_int_equal(se.expires_s, 600);

	assert_true(oh_session_is_brief(&prm, &req));
	req.supported = false;
	assert_false(oh_session_is_brief(&prm, &req));
	req = (struct oh_session_msg){ true, 90, 90, NOBODY };
	assert_false(oh_session_is_brief(&prm, &req));

	return 0;
}

int test_session_times(void)
{
	static const struct {
		uint32_t expires_s, refresh_ms, expire_ms;
	} v[] = {
		{ 90,   45000,  60000 },
		{ 93,   46500,  62000 },
		{ 1800, 900000, 1768000 },
		{ 86400, 43200000, 86368000 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_session se = { .expires_s = v[i].expires_s };

		assert_int_equal(oh_session_refresh_ms(&se),
				 v[i].refresh_ms);
		assert_int_equal(oh_session_expire_ms(&se), v[i].expire_ms);
		assert_true(oh_session_retry_ms(&se) >= 5000);
	}
	return 0;
}
