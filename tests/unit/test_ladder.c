/**
 * @file test_ladder.c  A SIP exchange as lines
 */
#include "base/compat.h"
#include "test.h"
#include "trace/ladder.h"

#define SDP \
	"\r\nv=0\r\no=- 1 1 IN IP4 127.0.0.1\r\nc=IN IP4 127.0.0.1\r\n" \
	"m=audio 40000 RTP/AVP 0 8 101\r\n" \
	"a=rtpmap:101 telephone-event/8000\r\n"

struct lines {
	uint32_t n;
	char last[1024];
};

static void line_h(const char *line, void *arg)
{
	struct lines *l = arg;

	++l->n;
	str_ncpy(l->last, line, sizeof(l->last));
}

static void add(struct oh_ladder *l, bool tx, uint64_t us, const char *msg,
		size_t len)
{
	const struct oh_trace t = {
		.tx = tx, .wall_us = us, .data = (const uint8_t *)msg,
		.len = len,
	};

	oh_ladder_add(l, &t);
}

static const struct {
	bool tx;
	uint64_t us;
	const char *msg, *line;
} casev[] = {
	{ true, 5000000,
	  "INVITE sip:+14255550100@127.0.0.1 SIP/2.0\r\n"
	  "CSeq: 1 INVITE\r\nAuthorization: Digest response=\"abc\"\r\n"
	  SDP,
	  "  0.000  →  INVITE sip:+14255550100@127.0.0.1"
	  "  (sdp PCMU,PCMA,telephone-event 127.0.0.1:40000)" },
	{ false, 5012000, "SIP/2.0 100 Trying\r\nCSeq: 1 INVITE\r\n\r\n",
	  "  0.012  ←  100 Trying (INVITE)" },
	{ true, 6500000,
	  "INVITE sip:a@b SIP/2.0\r\nCSeq: 2 INVITE\r\n" SDP
	  "a=rtpmap:0 OPUS/48000/2\r\na=sendonly\r\n",
	  "  1.500  →  INVITE sip:a@b"
	  "  (sdp OPUS,PCMA,telephone-event 127.0.0.1:40000 sendonly)" },
	{ false, 7000000, "BYE sip:x@y SIP/2.0\r\nCSeq: 2 BYE\r\n"
	  "Reason: Q.850;cause=31\r\n\r\n",
	  "  2.000  ←  BYE sip:x@y  (Q.850;cause=31)" },
	/* a clock that stepped back; control characters; garbage */
	{ false, 1, "SIP/2.0 200 \x1b[2J\x9b\r\n\r\n",
	  "  0.000  ←  200 ?[2J? ()" },
	{ false, 5000000, "garbage", "  0.000  ←  garbage" },
	{ false, 5000000, "SIP/2.0 200 OK\nCSeq: 1 A\n\nm=audio 1\nm=audio "
	  "99999999999999 x\n",
	  "  0.000  ←  200 OK (A)" },
};

int test_ladder_lines(void)
{
	struct oh_ladder *l = NULL;
	struct lines got = { 0 };
	int err;

	err = oh_ladder_alloc(&l, line_h, &got);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		add(l, casev[i].tx, casev[i].us, casev[i].msg,
		    strlen(casev[i].msg));
		assert_int_equal(got.n, i + 1);
		assert_string_equal(got.last, casev[i].line);
	}

 out:
	mem_deref(l);
	return err;
}

/* Keep-alives and RTP give no line; a huge message gives a short one */
int test_ladder_odd(void)
{
	const struct oh_trace rtp = {
		.proto = OH_TRACE_RTP, .data = (const uint8_t *)"\x80",
		.len = 1,
	};
	static char big[70000];
	struct oh_ladder *l = NULL;
	struct lines got = { 0 };
	int err;

	assert_int_equal(oh_ladder_alloc(&l, NULL, NULL), EINVAL);
	err = oh_ladder_alloc(&l, line_h, &got);
	TEST_OK(err);
	oh_ladder_add(l, &rtp);
	add(l, true, 1, "\r\n\r\n", 4);
	add(l, true, 1, "", 0);
	assert_int_equal(got.n, 0);

	memset(big, 'A', sizeof(big));
	add(l, true, 1, big, sizeof(big));
	assert_int_equal(got.n, 1);
	assert_true(strlen(got.last) < 512);
	memset(big, '\n', sizeof(big));
	big[0] = 'x';
	add(l, true, 1, big, sizeof(big));
	assert_string_equal(got.last, "  0.000  →  x");

 out:
	mem_deref(l);
	return err;
}
