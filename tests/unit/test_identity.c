/**
 * @file test_identity.c  Who calls, as the network says
 */
#include "base/compat.h"
#include "test.h"
#include "sip/identity.h"

static int decode(struct sip_msg **msgp, const char *from, const char *lines)
{
	struct mbuf *mb = mbuf_alloc(512);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_printf(mb, "INVITE sip:a@b SIP/2.0\r\n"
			  "Via: SIP/2.0/UDP c;branch=z9hG4bKx\r\n"
			  "From: %s;tag=1\r\nTo: <sip:b@b>\r\n"
			  "Call-ID: x\r\nCSeq: 1 INVITE\r\n%s\r\n", from,
			  lines);
	mb->pos = 0;
	if (!err)
		err = sip_msg_decode(msgp, mb);
	mem_deref(mb);

	return err;
}

#define PASSED ";verstat=TN-Validation-Passed"
/* {"attest":"A","orig":{"tn":"14255550100"}} */
#define PAYLOAD_A "eyJhdHRlc3QiOiJBIiwib3JpZyI6eyJ0biI6IjE0MjU1NTUwMTAwIn19"
#define PAYLOAD_Z "eyJhdHRlc3QiOiJaIn0"        /* {"attest":"Z"} */
#define PAYLOAD_C "eyJhdHRlc3QiOiJDIn0"        /* {"attest":"C"} */

static const struct {
	const char *from, *lines;
	bool trusted;
	struct {
		const char *asserted, *diverted_from, *attestation, *verstat;
	} want;
} casev[] = {
	{ "<sip:a@b>", "", true, { "", "", "", "" } },
	{ "<sip:a@b>", "P-Asserted-Identity: \"x, <y>\" <sip:+1425@b>\r\n",
	  true, { "+1425", "", "", "" } },
	{ "<sip:a@b>", "P-Asserted-Identity: \"x, <y>\" <sip:+1425@b>\r\n",
	  false, { "", "", "", "" } },
	{ "<sip:a@b>", "P-Asserted-Identity: <tel:+1425;phone-context=x>,"
	  " <sip:z@b>\r\n", true, { "+1425", "", "", "" } },
	{ "<sip:a@b>", "P-Asserted-Identity: tel:+1425\r\n",
	  true, { "+1425", "", "", "" } },
	{ "<sip:a@b>", "P-Asserted-Identity: <sip:+1425" PASSED "@b>\r\n",
	  true, { "+1425", "", "", "TN-Validation-Passed" } },
	{ "<sip:+1" PASSED "@b;user=phone>", "", true,
	  { "", "", "", "TN-Validation-Passed" } },
	{ "<sip:+1" PASSED "@b;user=phone>", "", false,
	  { "", "", "", "" } },
	{ "<sip:+1;verstat=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@b>", "",
	  true, { "", "", "", "" } },
	{ "<sip:a@b>", "P-Asserted-Identity: <sip:\x1b[31m@b>\r\n",
	  true, { "?[31m", "", "", "" } },
	{ "<sip:a@b>", "P-Asserted-Identity: ,,<>,\"\r\n",
	  true, { "", "", "", "" } },
	/* diverted */
	{ "<sip:a@b>", "Diversion: <sip:+2@b>;reason=user-busy,"
	  " <sip:+1@b>;reason=no-answer\r\nDiversion: <sip:+0@b>\r\n",
	  false, { "", "+2", "", "" } },
	{ "<sip:a@b>", "Diversion: <tel:+2>;counter=1\r\n",
	  false, { "", "+2", "", "" } },
	{ "<sip:a@b>", "Diversion: nonsense\r\n", false,
	  { "", "", "", "" } },
	{ "<sip:a@b>", "History-Info: <sip:+1@b>;index=1,"
	  "<sip:+2@b;cause=486>;index=1.1, <sip:+3@b>;index=1.1.1;rc=1.1\r\n",
	  false, { "", "+1", "", "" } },
	{ "<sip:a@b>", "History-Info: <sip:+1@b>;index=1\r\n"
	  "History-Info: <sip:+2@b>;index=1.1;mp=1\r\n"
	  "History-Info: <sip:+3@b;cause=408>;index=1.2;mp=1\r\n",
	  false, { "", "+2", "", "" } },
	{ "<sip:a@b>", "History-Info: <sip:+1@b;cause=302>;index=1\r\n",
	  false, { "", "", "", "" } },
	/* attested */
	{ "<sip:a@b>", "Identity: e30." PAYLOAD_A ".c2ln;info=<https://x>"
	  ";alg=ES256;ppt=shaken\r\n", false, { "", "", "A", "" } },
	{ "<sip:a@b>", "Identity: e30." PAYLOAD_Z ".x;info=<y>\r\n"
	  "Identity: e30." PAYLOAD_C ".x;info=<y>\r\n", false,
	  { "", "", "C", "" } },
	{ "<sip:a@b>", "y: e30." PAYLOAD_C ".x;info=<y>\r\n", false,
	  { "", "", "C", "" } },
	{ "<sip:a@b>", "Identity: ..\r\nIdentity: e30.!!!!.x\r\n"
	  "Identity: x\r\nIdentity: e30.e30.x\r\nIdentity: e30.bnVsbA.x\r\n",
	  false, { "", "", "", "" } },
};

int test_identity_read(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct oh_identity id;
		struct sip_msg *msg = NULL;
		int err = decode(&msg, casev[i].from, casev[i].lines);

		if (err)
			return err;
		oh_identity_read(&id, msg, casev[i].trusted);
		mem_deref(msg);
		assert_string_equal(id.asserted, casev[i].want.asserted);
		assert_string_equal(id.diverted_from,
				    casev[i].want.diverted_from);
		assert_string_equal(id.attestation, casev[i].want.attestation);
		assert_string_equal(id.verstat, casev[i].want.verstat);
	}
	return 0;
}

/* As they call themselves: it may be anything, and repaints no screen */
int test_identity_name(void)
{
	static const struct {
		const char *from, *name;
	} namev[] = {
		{ "<sip:a@b>", "" },
		{ "sip:a@b", "" },
		{ "Anna Bell <sip:a@b>", "Anna Bell" },
		{ "\"Anna, <Bell>\" <sip:a@b>", "Anna, <Bell>" },
		{ "\"\" <sip:a@b>", "" },
		{ "Anna\t Bell<sip:a@b>", "Anna? Bell" },
		{ "\"a\\\"b\" <sip:a@b>", "a\\\"b" },
		{ "\"A\x1b[2Jb\" <sip:a@b>", "A?[2Jb" },
		{ "\"A\xe2\x80\xae" "b\" <sip:a@b>", "A?b" },
		{ "\"M\xc3\xbcller\" <sip:a@b>", "M\xc3\xbcller" },
		{ "\"\xff\" <sip:a@b>", "?" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(namev); i++) {
		struct oh_identity id;
		struct sip_msg *msg = NULL;
		int err = decode(&msg, namev[i].from, "");

		if (err)
			return err;
		oh_identity_read(&id, msg, false);
		mem_deref(msg);
		assert_string_equal(id.name, namev[i].name);
	}
	return 0;
}

/* What is too long is cut or left out, and costs no time */
int test_identity_long(void)
{
	static const char *const headv[] = {
		"P-Asserted-Identity: <sip:", "Diversion: ",
		"History-Info: ", "Identity: e30.",
	};
	char lines[8000];

	for (size_t i = 0; i < ARRAY_SIZE(headv); i++) {
		struct oh_identity id;
		struct sip_msg *msg = NULL;
		size_t n = strlen(headv[i]);
		int err;

		memset(lines, i == 2 ? ',' : 'e', sizeof(lines));
		memcpy(lines, headv[i], n);
		memcpy(lines + sizeof(lines) - 7, ".e@x\r\n", 7);
		err = decode(&msg, "<sip:a@b>", lines);
		if (err)
			return err;
		oh_identity_read(&id, msg, true);
		mem_deref(msg);
		assert_true(strlen(id.asserted) < OH_IDENTITY_NAME);
		assert_true(strlen(id.diverted_from) < OH_IDENTITY_NAME);
		assert_string_equal(id.attestation, "");
	}
	return 0;
}
