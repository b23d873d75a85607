/**
 * @file test_notify.c  How a transfer goes
 */
#include "base/compat.h"
#include "test.h"
#include "sip/notify.h"

int test_notify_parse(void)
{
	static const struct {
		const char *body;
		unsigned scode;
		const char *reason;
	} v[] = {
		{ "SIP/2.0 200 OK\r\n", 200, "OK" },
		{ "SIP/2.0 100 Trying", 100, "Trying" },
		{ "SIP/2.0 486 Busy Here\nTo: x\n", 486, "Busy Here" },
		{ "SIP/2.0 603", 603, "" },
		{ "SIP/2.0 603 ", 603, "" },
		{ "SIP/2.0 180 \x1b[2JRing\xc3\xa9ing\r\n", 180,
		  "[2JRinging" },
		{ "SIP/2.0 99 x\r\n", 0, "" },
		{ "SIP/2.0 099 x\r\n", 0, "" },
		{ "SIP/2.0 700 x\r\n", 0, "" },
		{ "SIP/2.0 2000 x\r\n", 0, "" },
		{ "SIP/2.0 200OK\r\n", 0, "" },
		{ "SIP/1.0 200 OK\r\n", 0, "" },
		{ " SIP/2.0 200 OK\r\n", 0, "" },
		{ "x\r\nSIP/2.0 200 OK\r\n", 0, "" },
		{ "SIP/2.0", 0, "" },
		{ "", 0, "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_notify n = { .scode = 0 };
		int err = oh_notify_parse(&n, v[i].body, strlen(v[i].body));

		assert_int_equal(err, v[i].scode ? 0 : EBADMSG);
		assert_int_equal(n.scode, v[i].scode);
		assert_string_equal(n.reason, v[i].reason);
	}
	return 0;
}

static int read_notify(struct oh_notify *n, const char *headers,
		       const char *body)
{
	struct mbuf *mb = mbuf_alloc(1024);
	struct sip_msg *msg = NULL;
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_printf(mb, "NOTIFY sip:a@b SIP/2.0\r\n%s\r\n%s", headers,
			  body);
	mb->pos = 0;
	if (!err)
		err = sip_msg_decode(&msg, mb);
	if (!err)
		err = oh_notify_read(n, msg);
	mem_deref(msg);
	mem_deref(mb);

	return err;
}

#define FRAG "Content-Type: message/sipfrag;version=2.0\r\n"

int test_notify_read(void)
{
	static const struct {
		const char *headers;
		int err;
		unsigned scode;
		uint32_t id;
		bool terminated;
		uint32_t expires_s;
	} v[] = {
		{ "Event: refer\r\nSubscription-State: active;expires=60\r\n"
		  FRAG, 0, 200, 0, false, 60 },
		{ "o: REFER;id=7\r\nSubscription-State: Terminated;"
		  "reason=noresource\r\nc: Message/SIPfrag\r\n",
		  0, 200, 7, true, 0 },
		{ "Event: refer ; id=99999999999\r\n"
		  "Subscription-State: pending;expires=4294967296\r\n",
		  0, 0, 0, false, UINT32_MAX },
		{ "Event: refer;id=x\r\nSubscription-State: x;expires=-1\r\n"
		  "Content-Type: text/plain\r\n", 0, 0, 0, false, 0 },
		{ "Event: presence\r\nSubscription-State: active\r\n" FRAG,
		  .err = ENOENT },
		{ "Event: refer.x\r\nSubscription-State: active\r\n" FRAG,
		  .err = ENOENT },
		{ "Event: refer\r\n" FRAG, .err = EBADMSG },
		{ "Event: ;id=1\r\nSubscription-State: active\r\n",
		  .err = ENOENT },
		{ "Event:\r\nSubscription-State: active\r\n", .err = EBADMSG },
		{ "Subscription-State: active\r\n" FRAG, .err = EBADMSG },
		{ "Event: refer\r\nSubscription-State:\r\n" FRAG,
		  .err = EBADMSG },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_notify n;
		int err = read_notify(&n, v[i].headers, "SIP/2.0 200 OK\r\n");

		if (err == ENOMEM)
			return err;
		if (err != v[i].err)
			print_error("%s", v[i].headers);
		assert_int_equal(err, v[i].err);
		if (err)
			continue;
		assert_int_equal(n.scode, v[i].scode);
		assert_int_equal(n.id, v[i].id);
		assert_int_equal(n.terminated, v[i].terminated);
		assert_int_equal(n.expires_s, v[i].expires_s);
	}
	return 0;
}

int test_notify_print(void)
{
	struct oh_notify n = { .scode = 180, .reason = "Ringing",
			       .expires_s = 60 };
	struct oh_notify m;
	char text[512];
	int err;

	assert_true(re_snprintf(text, sizeof(text), "%H", oh_notify_print,
				&n) > 0);
	assert_string_equal(text, "Event: refer\r\n"
			    "Subscription-State: active;expires=60\r\n"
			    "Content-Type: message/sipfrag;version=2.0\r\n"
			    "Content-Length: 21\r\n\r\n"
			    "SIP/2.0 180 Ringing\r\n");

	n.id = 4;
	n.terminated = true;
	assert_true(re_snprintf(text, sizeof(text), "%H", oh_notify_print,
				&n) > 0);
	text[strlen(text) - strlen("\r\nSIP/2.0 180 Ringing\r\n")] = '\0';
	err = read_notify(&m, text, "SIP/2.0 180 Ringing\r\n");
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, 0);
	assert_int_equal(m.id, 4);
	assert_int_equal(m.terminated, 1);
	assert_int_equal(m.scode, 180);
	assert_string_equal(m.reason, "Ringing");

	return 0;
}
