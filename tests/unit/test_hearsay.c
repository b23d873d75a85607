/**
 * @file test_hearsay.c  What is kept of a stranger's headers
 */
#include "base/compat.h"
#include "call/hearsay.h"
#include "test.h"

enum { MSG_SIZE = 64 * 1024 };

#define BEGINNING \
	"INVITE sip:1@127.0.0.1 SIP/2.0\r\n" \
	"Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx\r\n" \
	"Call-ID: x\r\nCSeq: 1 INVITE\r\n" \
	"f: \"A\" <sip:+14255550199@x>;tag=1\r\nt: <sip:1@127.0.0.1>\r\n"

static int read_from(struct oh_hearsay **hp, const char *more, bool trusted)
{
	struct mbuf *mb = mbuf_alloc(MSG_SIZE);
	struct sip_msg *msg = NULL;
	int err = mb ? 0 : ENOMEM;

	*hp = NULL;
	if (!err)
		err = mbuf_write_str(mb, BEGINNING);
	if (!err)
		err = mbuf_write_str(mb, more);
	if (!err)
		err = mbuf_write_str(mb, "Content-Length: 0\r\n\r\n");
	if (!err) {
		mb->pos = 0;
		err = sip_msg_decode(&msg, mb);
	}
	if (!err)
		err = oh_hearsay_read(hp, msg, trusted);
	mem_deref(msg);
	mem_deref(mb);

	return err;
}

/* "" if it has none */
static const char *value_of(const struct oh_hearsay *h, const char *name)
{
	const struct oh_hearsay_line *hdr;

	for (size_t i = 0; (hdr = oh_hearsay_at(h, i)); i++) {
		if (0 == strcmp(hdr->name, name))
			return hdr->value;
	}
	return "";
}

static size_t count(const struct oh_hearsay *h)
{
	size_t n = 0;

	while (oh_hearsay_at(h, n))
		n++;
	return n;
}

int test_hearsay_kept(void)
{
	static const struct {
		const char *more, *name, *value;
		bool        trusted;
	} v[] = {
		{ "", "FROM", "\"A\" <sip:+14255550199@x>;tag=1", false },
		{ "", "TO", "<sip:1@127.0.0.1>", false },
		{ "Subject: hi\r\n", "SUBJECT", "hi", false },
		{ "s: hi\r\n", "SUBJECT", "hi", false },
		{ "m: <sip:a@x>\r\n", "CONTACT", "<sip:a@x>", false },
		{ "user-agent: U/1\r\n", "USER_AGENT", "U/1", false },
		{ "X-Account: 4\r\n", "X_ACCOUNT", "4", false },
		{ "x-a: 1\r\nX-A: 2\r\n", "X_A", "1, 2", false },
		{ "X-Evil: a\x01" "b\x1b[2J\xff\r\n", "X_EVIL", "a?b?[2J?",
		  false },
		{ "X-Empty:\r\n", "X_EMPTY", "", false },
		{ "Diversion: <sip:2@x>\r\n", "DIVERSION", "<sip:2@x>",
		  false },
		{ "P-Asserted-Identity: <sip:3@x>\r\n",
		  "P_ASSERTED_IDENTITY", "", false },
		{ "P-Asserted-Identity: <sip:3@x>\r\n",
		  "P_ASSERTED_IDENTITY", "<sip:3@x>", true },
		/* Names of which no variable can be made, or is wanted */
		{ "X-: 1\r\n", "X_", "", true },
		{ "X-A.B: 1\r\n", "X_A.B", "", true },
		{ "X-A_B: 1\r\n", "X_A_B", "", true },
		{ "Authorization: Digest x\r\n", "AUTHORIZATION", "", true },
		{ "", "CALL_ID", "", true },
		{ "", "VIA", "", true },
	};
	struct oh_hearsay *h = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		TEST_OK(read_from(&h, v[i].more, v[i].trusted));
		if (strcmp(value_of(h, v[i].name), v[i].value))
			fail_msg("%s: %s", v[i].more,
				 value_of(h, v[i].name));
		h = mem_deref(h);
	}
	return 0;
 out:
	mem_deref(h);
	return ENOMEM;
}

/* However many and however long: there is an end to it */
int test_hearsay_bounded(void)
{
	struct oh_hearsay *h = NULL;
	char *more = calloc(1, MSG_SIZE / 2);
	int err = 0;
	size_t n = 0;

	assert_non_null(more);
	for (int i = 0; i < 100; i++)
		n += (size_t)snprintf(&more[n], 128, "X-H%d: v\r\n", i);
	for (int i = 0; i < 200; i++)
		n += (size_t)snprintf(&more[n], 128, "Subject: %050d\r\n", i);
	n += (size_t)snprintf(&more[n], 256, "X-%0*d: 1\r\n",
			      OH_HEARSAY_NAME - 2, 0);
	TEST_OK(err = read_from(&h, more, true));
	assert_int_equal(count(h), OH_HEARSAY_MAX);
	assert_null(oh_hearsay_at(h, OH_HEARSAY_MAX));
	h = mem_deref(h);

	memcpy(more, "Subject: ", 9);
	memset(&more[9], 'a', 5000);
	memcpy(&more[5009], "\r\ns: b\r\n", 9);
	TEST_OK(err = read_from(&h, more, true));
	assert_int_equal(strlen(value_of(h, "SUBJECT")),
			 OH_HEARSAY_VALUE - 1);
	assert_int_equal(value_of(h, "SUBJECT")[510], 'a');
 out:
	mem_deref(h);
	free(more);
	return err;
}
