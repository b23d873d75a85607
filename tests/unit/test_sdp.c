/**
 * @file test_sdp.c  Offers and answers
 */
#include "media/sdp.h"
#include "media/rtp.h"
#include "test.h"

#define HEAD "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n" \
	     "c=IN IP4 192.0.2.1\r\nt=0 0\r\n"
#define ADDR "192.0.2.1"
#define ALL  "opus G722 PCMU PCMA"

enum { NONE = OH_RTP_PT_NONE, TX = 1, RX = 2, BOTH = 3 };

static struct oh_sdp_local local(const char *codecs)
{
	static const char *const namev[] = { "opus", "G722", "PCMU", "PCMA" };
	struct oh_sdp_local l = { .id = 42, .version = 7, .ptime_ms = 20,
				  .telev = true };

	assert_int_equal(sa_set_str(&l.addr, "127.0.0.1", 4000), 0);
	for (size_t i = 0; i < 4; i++) {
		if (strstr(codecs, namev[i]))
			l.codecv[l.codecc++] = oh_codec_find(namev[i]);
	}
	return l;
}

struct sdpcase {
	const char *what;
	const char *codecs;      /* ours                             */
	const char *sdp;         /* theirs                           */
	int         err;
	const char *codec;       /* agreed                           */
	uint8_t     pt;
	uint8_t     telev;
	uint32_t    ptime_ms;
	int         dir;         /* TX: we send, RX: they do         */
	const char *addr;
	uint16_t    port;
	const char *answer;      /* some line of ours, or NULL       */
};

#define M "m=audio 5000 RTP/AVP "
#define TELEV(pt) "a=rtpmap:" pt " telephone-event/8000\r\n"

static const struct sdpcase offerv[] = {
	{ "static types", ALL, HEAD M "8 0\r\n", 0, "PCMA", 8, NONE, 20,
	  BOTH, ADDR, 5000, "m=audio 4000 RTP/AVP 8\r\n" },
	{ "the offerer's order", "PCMU PCMA", HEAD M "9 0 8\r\n", 0, "PCMU",
	  0, NONE, 20, BOTH, ADDR, 5000, NULL },
	{ "telephone-event of another number", "PCMU", HEAD M "0 99\r\n"
	  TELEV("99"), 0, "PCMU", 0, 99, 20, BOTH, ADDR, 5000,
	  "a=rtpmap:99 telephone-event/8000\r\n" },
	{ "G.722 has the clock of 8 kHz", "G722", HEAD M "9 101\r\n"
	  "a=rtpmap:9 G722/8000\r\n" TELEV("101"), 0, "G722", 9, 101, 20,
	  BOTH, ADDR, 5000, "a=rtpmap:9 G722/8000\r\n" },
	{ "opus of another number", ALL, HEAD M "111 98 101\r\n"
	  "a=rtpmap:111 opus/48000/2\r\n"
	  "a=rtpmap:98 telephone-event/48000\r\n" TELEV("101"), 0, "opus",
	  111, 98, 20, BOTH, ADDR, 5000, "RTP/AVP 111 98\r\n" },
	{ "opus without its event", ALL, HEAD M "111 101\r\n"
	  "a=rtpmap:111 opus/48000/2\r\n" TELEV("101"), 0, "opus", 111,
	  NONE, 20, BOTH, ADDR, 5000, "RTP/AVP 111\r\n" },
	{ "lower case", "PCMU", HEAD M "0\r\na=rtpmap:0 pcmu/8000\r\n", 0,
	  "PCMU", 0, NONE, 20, BOTH, ADDR, 5000, NULL },
	{ "no line end at the end", "PCMU", HEAD M "0\r\na=sendonly", 0,
	  "PCMU", 0, NONE, 20, RX, ADDR, 5000, "a=recvonly\r\n" },
	{ "bare line feeds", "PCMU", "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\n"
	  "c=IN IP4 192.0.2.1\nt=0 0\nm=audio 5000 RTP/AVP 0\n", 0, "PCMU",
	  0, NONE, 20, BOTH, ADDR, 5000, NULL },
	{ "hold: sendonly", "PCMU", HEAD M "0\r\na=sendonly\r\n", 0, "PCMU",
	  0, NONE, 20, RX, ADDR, 5000, "a=recvonly\r\n" },
	{ "hold: inactive", "PCMU", HEAD M "0\r\na=inactive\r\n", 0, "PCMU",
	  0, NONE, 20, 0, ADDR, 5000, "a=inactive\r\n" },
	{ "recvonly", "PCMU", HEAD M "0\r\na=recvonly\r\n", 0, "PCMU",
	  0, NONE, 20, TX, ADDR, 5000, "a=sendonly\r\n" },
	{ "hold for the whole session", "PCMU", HEAD "a=sendonly\r\n" M
	  "0\r\n", 0, "PCMU", 0, NONE, 20, RX, ADDR, 5000, NULL },
	{ "hold: no address", "PCMU", HEAD M "0\r\nc=IN IP4 0.0.0.0\r\n", 0,
	  "PCMU", 0, NONE, 20, RX, "0.0.0.0", 5000, NULL },
	{ "an address of the media", "PCMU", HEAD M "0\r\n"
	  "c=IN IP4 192.0.2.9\r\n", 0, "PCMU", 0, NONE, 20, BOTH,
	  "192.0.2.9", 5000, NULL },
	{ "ptime", "PCMU", HEAD M "0\r\na=ptime:30\r\n", 0, "PCMU", 0, NONE,
	  30, BOTH, ADDR, 5000, "a=ptime:30\r\n" },
	{ "ptime we have not", "PCMU", HEAD M "0\r\na=ptime:40\r\n", 0,
	  "PCMU", 0, NONE, 20, BOTH, ADDR, 5000, NULL },
	{ "ptime that is none", "PCMU", HEAD M "0\r\na=ptime:x\r\n", 0,
	  "PCMU", 0, NONE, 20, BOTH, ADDR, 5000, NULL },
	{ "maxptime", "PCMU", HEAD M "0\r\na=ptime:60\r\na=maxptime:40\r\n",
	  0, "PCMU", 0, NONE, 30, BOTH, ADDR, 5000, NULL },
	{ "opus goes by 20 ms", "opus", HEAD M "96\r\n"
	  "a=rtpmap:96 opus/48000/2\r\na=ptime:60\r\n", 0, "opus", 96, NONE,
	  20, BOTH, ADDR, 5000, NULL },
	{ "rtcp-mux", "PCMU", HEAD M "0\r\na=rtcp-mux\r\n", 0, "PCMU", 0,
	  NONE, 20, BOTH, ADDR, 5000, "a=rtcp-mux\r\n" },
	{ "a video before it", "PCMU", HEAD "m=video 6000 RTP/AVP 34\r\n" M
	  "0\r\n", 0, "PCMU", 0, NONE, 20, BOTH, ADDR, 5000,
	  "m=video 0 RTP/AVP" },
	{ "no common codec", "PCMU", HEAD M "18\r\n", ENOTSUP, NULL, 0, 0, 0,
	  0, NULL, 0, NULL },
	{ "only events", "PCMU", HEAD M "101\r\n" TELEV("101"), ENOTSUP,
	  NULL, 0, 0, 0, 0, NULL, 0, NULL },
	{ "no audio", "PCMU", HEAD "m=video 6000 RTP/AVP 34\r\n", ENOTSUP,
	  NULL, 0, 0, 0, 0, NULL, 0, NULL },
	{ "secure only", "PCMU", HEAD "m=audio 5000 RTP/SAVP 0\r\n", ENOTSUP,
	  NULL, 0, 0, 0, 0, NULL, 0, NULL },
	{ "port 0", "PCMU", HEAD "m=audio 0 RTP/AVP 0\r\n", ENOTSUP, NULL, 0,
	  0, 0, 0, NULL, 0, NULL },
	{ "nothing", "PCMU", "", EBADMSG, NULL, 0, 0, 0, 0, NULL, 0, NULL },
	{ "garbage", "PCMU", "not an SDP", EBADMSG, NULL, 0, 0, 0, 0, NULL,
	  0, NULL },
	{ "no address at all", "PCMU", "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n"
	  "s=-\r\nt=0 0\r\nm=audio 5000 RTP/AVP 0\r\n", EBADMSG, NULL, 0, 0,
	  0, 0, NULL, 0, NULL },
	{ "a media line cut", "PCMU", HEAD "m=audio\r\n", EBADMSG, NULL, 0,
	  0, 0, 0, NULL, 0, NULL },
};

static void check(const struct sdpcase *c, const struct oh_sdp_agreed *a,
		  int err)
{
	struct sa addr;
	int dir;

	if (err != c->err)
		fail_msg("%s: error %d", c->what, err);
	if (err)
		return;
	dir = (a->we_send ? TX : 0) | (a->they_send ? RX : 0);
	assert_int_equal(sa_set_str(&addr, c->addr, c->port), 0);
	if (strcmp(a->tx.codec->name, c->codec) || a->tx.pt != c->pt ||
	    a->telev_tx.pt != c->telev || a->ptime_ms != c->ptime_ms ||
	    dir != c->dir || !sa_cmp(&addr, &a->addr, SA_ALL))
		fail_msg("%s: %s/%u, event %u, ptime %u, direction %d",
			 c->what, a->tx.codec->name, a->tx.pt,
			 a->telev_tx.pt, a->ptime_ms, dir);
}

int test_sdp_answers(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(offerv); i++) {
		const struct sdpcase *c = &offerv[i];
		struct oh_sdp_local l = local(c->codecs);
		struct oh_sdp_agreed a;
		char *text = NULL;
		int err;

		err = oh_sdp_answer(&text, &a, &l, c->sdp, strlen(c->sdp));
		if (err == ENOMEM)
			return ENOMEM;
		check(c, &a, err);
		if (c->answer && !strstr(text, c->answer))
			fail_msg("%s:\n%s", c->what, text);
		mem_deref(text);
	}
	return 0;
}

static const struct sdpcase answerv[] = {
	{ "plain", ALL, HEAD M "0 101\r\n" TELEV("101"), 0, "PCMU", 0, 101,
	  20, BOTH, ADDR, 5000, NULL },
	{ "their first counts", ALL, HEAD M "8 0\r\n", 0, "PCMA", 8, NONE,
	  20, BOTH, ADDR, 5000, NULL },
	{ "another number for events", "PCMU", HEAD M "0 97\r\n"
	  TELEV("97"), 0, "PCMU", 0, 97, 20, BOTH, ADDR, 5000, NULL },
	{ "held at once", "PCMU", HEAD M "0\r\na=inactive\r\n", 0, "PCMU",
	  0, NONE, 20, 0, ADDR, 5000, NULL },
	{ "a host name", "PCMU", "v=0\r\no=- 1 1 IN IP4 pbx.example\r\ns=-\r\n"
	  "c=IN IP4 pbx.example\r\nt=0 0\r\n" M "0\r\n", 0, "PCMU", 0, NONE,
	  20, BOTH, "0.0.0.0", 5000, NULL },
	{ "refused", "PCMU", HEAD "m=audio 0 RTP/AVP 0\r\n", ENOTSUP, NULL,
	  0, 0, 0, 0, NULL, 0, NULL },
	{ "what we did not offer", "PCMU", HEAD M "8\r\n", ENOTSUP, NULL, 0,
	  0, 0, 0, NULL, 0, NULL },
	{ "broken", "PCMU", "v=0\r\nm=audio", EBADMSG, NULL, 0, 0, 0, 0,
	  NULL, 0, NULL },
};

int test_sdp_answered(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(answerv); i++) {
		const struct sdpcase *c = &answerv[i];
		struct oh_sdp_local l = local(c->codecs);
		struct oh_sdp_agreed a;
		int err;

		err = oh_sdp_answered(&a, &l, c->sdp, strlen(c->sdp));
		if (err == ENOMEM)
			return ENOMEM;
		check(c, &a, err);
	}
	return 0;
}

int test_sdp_offers(void)
{
	static const char whole[] =
		"v=0\r\n"
		"o=- 42 7 IN IP4 127.0.0.1\r\n"
		"s=-\r\n"
		"c=IN IP4 127.0.0.1\r\n"
		"t=0 0\r\n"
		"m=audio 4000 RTP/AVP 9 0 101\r\n"
		"a=rtpmap:9 G722/8000\r\n"
		"a=rtpmap:0 PCMU/8000\r\n"
		"a=rtpmap:101 telephone-event/8000\r\n"
		"a=fmtp:101 0-15\r\n"
		"a=sendrecv\r\n"
		"a=ptime:20\r\n";
	struct oh_sdp_local l = local("G722 PCMU");
	char *text = NULL;

	TEST_OK(oh_sdp_offer(&text, &l));
	assert_string_equal(text, whole);
	text = mem_deref(text);

	l = local(ALL);
	l.host = "voice.example.net";
	l.hold = true;
	TEST_OK(oh_sdp_offer(&text, &l));
	assert_non_null(strstr(text, "c=IN IP4 voice.example.net\r\n"));
	assert_non_null(strstr(text, " telephone-event/48000\r\n"));
	assert_non_null(strstr(text, " telephone-event/8000\r\n"));
	assert_non_null(strstr(text, "a=sendonly\r\n"));
	text = mem_deref(text);

	l.telev = false;
	TEST_OK(oh_sdp_offer(&text, &l));
	assert_null(strstr(text, "telephone-event"));
 out:
	mem_deref(text);
	return 0;
}

/* What they answer is asked of both, and the rest stays receivable. */
int test_sdp_what_may_come(void)
{
	static const char sdp[] = HEAD M "0 8 97\r\n" TELEV("97");
	struct oh_sdp_local l = local("PCMU PCMA");
	struct oh_sdp_agreed a;

	TEST_OK(oh_sdp_answered(&a, &l, sdp, strlen(sdp)));
	assert_int_equal(a.rxc, 2);
	assert_int_equal(a.rxv[0].pt, 0);
	assert_int_equal(a.rxv[1].pt, 8);
	/* Their number, and the one we had offered */
	assert_int_equal(a.telev_rxc, 2);
	assert_int_equal(a.telev_rxv[0].pt, 97);
	assert_int_equal(a.telev_rxv[1].pt, 101);
 out:
	return 0;
}

int test_sdp_too_long(void)
{
	static char sdp[OH_SDP_BYTES_MAX + 1];
	struct oh_sdp_local l = local("PCMU");
	struct oh_sdp_agreed a;

	memset(sdp, 'a', sizeof(sdp));
	memcpy(sdp, HEAD M "0\r\na=", strlen(HEAD M "0\r\na="));
	TEST_OK(oh_sdp_answered(&a, &l, sdp, sizeof(sdp) - 1));
	assert_int_equal(oh_sdp_answered(&a, &l, sdp, sizeof(sdp)), EBADMSG);
 out:
	return 0;
}

/* Where we are told to send, and whether we do: by the word of another
   machine neither to many nor to a service of this one. */
int test_sdp_traps(void)
{
	static const struct {
		const char *ours, *theirs, *rtcp;
		int err;
	} v[] = {
		{ "192.0.2.7", "192.0.2.1",       "192.0.2.1", 0       },
		{ "192.0.2.7", "127.0.0.1",       "192.0.2.1", ENOTSUP },
		{ "192.0.2.7", "127.9.9.9",       "192.0.2.1", ENOTSUP },
		{ "127.0.0.1", "127.0.0.1",       "127.0.0.1", 0       },
		{ "192.0.2.7", "224.0.0.1",       "192.0.2.1", ENOTSUP },
		{ "127.0.0.1", "239.255.255.250", "127.0.0.1", ENOTSUP },
		{ "192.0.2.7", "255.255.255.255", "192.0.2.1", ENOTSUP },
		{ "192.0.2.7", "192.0.2.1",       "224.0.0.1", 0       },
		{ "192.0.2.7", "192.0.2.1",       "127.0.0.1", 0       },
		{ "2001:db8::7", "ff02::1",       "ff02::1",   ENOTSUP },
		{ "2001:db8::7", "::1",           "::1",       ENOTSUP },
		{ "2001:db8::7", "2001:db8::1",   "ff02::1",   0       },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const char *net = strchr(v[i].theirs, ':') ? "IP6" : "IP4";
		struct oh_sdp_local l = local("PCMU");
		struct oh_sdp_agreed a;
		char sdp[256];
		bool plain;
		int err;

		assert_int_equal(sa_set_str(&l.addr, v[i].ours, 4000), 0);
		(void)re_snprintf(sdp, sizeof(sdp), "v=0\r\n"
				  "o=- 1 1 IN %s %s\r\ns=-\r\nc=IN %s %s\r\n"
				  "t=0 0\r\n" M "0\r\n"
				  "a=rtcp:6000 IN %s %s\r\n", net,
				  v[i].theirs, net, v[i].theirs, net,
				  v[i].rtcp);
		err = oh_sdp_answered(&a, &l, sdp, strlen(sdp));
		if (err == ENOMEM)
			return ENOMEM;
		if (err != v[i].err)
			fail_msg("%s: error %d", v[i].theirs, err);
		plain = 0 == strcmp(v[i].theirs, v[i].rtcp);
		if (!err && sa_isset(&a.rtcp, SA_ADDR) != plain)
			fail_msg("%s: their RTCP goes there", v[i].rtcp);
	}
	return 0;
}
