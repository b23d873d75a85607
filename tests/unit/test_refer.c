/**
 * @file test_refer.c  Whom a REFER speaks of
 */
#include "base/compat.h"
#include "test.h"
#include "sip/refer.h"

static int read_headers(struct oh_refer *r, const char *headers)
{
	struct mbuf *mb = mbuf_alloc(1024);
	struct sip_msg *msg = NULL;
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_printf(mb, "REFER sip:a@b SIP/2.0\r\n%s\r\n", headers);
	mb->pos = 0;
	if (!err)
		err = sip_msg_decode(&msg, mb);
	if (!err)
		err = oh_refer_read(r, msg);
	mem_deref(msg);
	mem_deref(mb);

	return err;
}

int test_refer_read(void)
{
	static const struct {
		const char *headers;
		int err;
		const char *uri, *by, *callid;
	} v[] = {
		{ "Refer-To: <sip:c@d;user=phone>\r\n", 0,
		  "sip:c@d;user=phone", "", "" },
		{ "r: \"C\" <sips:c@d:5061>;x=y\r\nb: <sip:a@b>;cid=1\r\n", 0,
		  "sips:c@d:5061", "sip:a@b", "" },
		{ "Refer-To: sip:c@d\r\n", 0, "sip:c@d", "", "" },
		{ "Refer-To: <tel:+14255550100>\r\n", 0,
		  "tel:+14255550100", "", "" },
		{ "Refer-To: <sip:c@d;method=INVITE>\r\n", 0,
		  "sip:c@d;method=INVITE", "", "" },
		{ "Refer-To: <sip:c@d?Replaces=i%40j%3Bto-tag%3D1%3B"
		  "from-tag%3D2>\r\n", 0, "sip:c@d", "", "i@j" },
		{ "Refer-To: <sip:c@d?Subject=x&Replaces=i%3Bto-tag%3D1"
		  "%3Bfrom-tag%3D2>\r\n", 0, "sip:c@d", "", "i" },
		{ "Refer-To: <sip:c@d?Subject=x>\r\n", 0, "sip:c@d", "", "" },
		{ "Refer-To: <sip:c@d>\r\nReferred-By: nobody\r\n", 0,
		  "sip:c@d", "", "" },
		/* what we do not call */
		{ "Refer-To: <sip:c@d;method=BYE>\r\n", .err = ENOTSUP },
		{ "Refer-To: <http:c@d>\r\n", .err = ENOTSUP },
		{ "Refer-To: <cid:c@d>\r\n", .err = ENOTSUP },
		/* what nobody can read */
		{ "X: y\r\n", .err = EBADMSG },
		{ "Refer-To:\r\n", .err = EBADMSG },
		{ "Refer-To: <>\r\n", .err = EBADMSG },
		{ "Refer-To: <sip:>\r\n", .err = EBADMSG },
		{ "Refer-To: carol\r\n", .err = EBADMSG },
		{ "Refer-To: <sip:c@d>\r\nRefer-To: <sip:e@f>\r\n",
		  .err = EBADMSG },
		{ "Refer-To: <sip:c@d?Replaces=i>\r\n", .err = EBADMSG },
		{ "Refer-To: <sip:c@d?Replaces=%3B%0d%0aX:y>\r\n",
		  .err = EBADMSG },
		{ "Refer-To: <sip:c@d?Replaces=%zz>\r\n", .err = EBADMSG },
		{ "Refer-To: <sip:c d@e>\r\n", .err = EBADMSG },
		{ "Refer-To: <sip:c@d\x01>\r\n", .err = EBADMSG },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_refer r;
		int err = read_headers(&r, v[i].headers);

		if (err == ENOMEM)
			return err;
		if (err != v[i].err)
			print_error("%s", v[i].headers);
		assert_int_equal(err, v[i].err);
		if (err)
			continue;
		assert_string_equal(r.uri, v[i].uri);
		assert_string_equal(r.by, v[i].by);
		assert_string_equal(r.replaces.callid, v[i].callid);
	}
	return 0;
}

int test_refer_long(void)
{
	char line[2 * OH_REFER_URI] = "Refer-To: <sip:";
	struct oh_refer r;
	size_t n = strlen(line);
	int err;

	memset(line + n, 'x', OH_REFER_URI);
	str_ncpy(line + n + OH_REFER_URI, "@d>\r\n", 8);
	err = read_headers(&r, line);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, EBADMSG);

	return 0;
}

/* What is printed can be read again */
int test_refer_print(void)
{
	struct oh_refer to = {
		.uri = "sip:c@d;user=phone", .by = "sip:a@b",
		.replaces = { "i@[::1]=;", "t/1", "f" },
	}, r;
	char text[1024];
	int err;

	assert_int_equal(oh_refer_check(&to), 0);
	assert_true(re_snprintf(text, sizeof(text), "%H", oh_refer_print,
				&to) > 0);
	assert_string_equal(text, "Refer-To: <sip:c@d;user=phone?Replaces="
			    "i%40[::1]%3D%3B%3Bto-tag%3Dt/1%3Bfrom-tag%3Df>"
			    "\r\nReferred-By: <sip:a@b>\r\n");
	str_ncpy(to.replaces.callid, "i@[::1]", sizeof(to.replaces.callid));
	assert_true(re_snprintf(text, sizeof(text), "%H", oh_refer_print,
				&to) > 0);
	err = read_headers(&r, text);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, 0);
	assert_string_equal(r.uri, to.uri);
	assert_string_equal(r.by, to.by);
	assert_string_equal(r.replaces.callid, "i@[::1]");
	assert_string_equal(r.replaces.to_tag, "t/1");
	assert_string_equal(r.replaces.from_tag, "f");

	return 0;
}

int test_refer_check(void)
{
	static const char *const badv[] = {
		"", "sip:a b@c", "sip:a@b>", "sip:a@b?X=y", "a\r\nX: y",
	};

	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		struct oh_refer r = { .uri = "sip:a@b" };

		str_ncpy(r.uri, badv[i], sizeof(r.uri));
		assert_int_equal(oh_refer_check(&r), EINVAL);
		str_ncpy(r.uri, "sip:a@b", sizeof(r.uri));
		assert_int_equal(oh_refer_check(&r), 0);
		str_ncpy(r.by, badv[i], sizeof(r.by));
		assert_int_equal(oh_refer_check(&r), *badv[i] ? EINVAL : 0);
	}
	return 0;
}
