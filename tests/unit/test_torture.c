/**
 * @file test_torture.c  The torture messages of RFC 4475, against our stack
 *
 * Each is what its section describes, in brief. What is valid is understood:
 * the answer is that of the method (404: an INVITE that nobody takes). What
 * is not valid is refused, or dropped where no answer could reach anybody.
 */
#include "leg_fixture.h"

#define VIA  "Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK"
#define FROM "From: <sip:caller@example.com>;tag=1\r\n"
#define TO   "To: <sip:user@example.com>\r\n"
#define BOB  "Contact: <sip:caller@127.0.0.1>\r\n"
#define END  "Content-Length: 0\r\n\r\n"

static const struct {
	const char *section;
	const char *text;
	const char *answer;
} messagev[] = {
{ "3.1.1.1", /* white space, folding, odd order, unknown headers */
	"INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\r\n"
	"TO :\r\n sip:vivekg@chair-dnrc.example.com ;   tag    = 19181n\r\n"
	"from   : \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>\r\n"
	"  ;\r\n  tag = 98asjd8\r\nMaX-fOrWaRdS: 0068\r\n"
	"Call-ID: wsinv.1\r\nCseq: 0009\r\n  INVITE\r\n"
	"Via  : SIP  /   2.0\r\n /UDP\r\n    127.0.0.1;rport;branch=390skdjuw"
	"\r\ns :\r\nNewFangledHeader:   newfangled value\r\n continued\r\n"
	"l: 0\r\n\r\n", "481" },
{ "3.1.1.2", "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI"
	"~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.("
	"doesn't-it)@example.com SIP/2.0\r\n" VIA "a2\r\n" FROM TO
	"Call-ID: intmeth\r\nCSeq: 1 !interesting-Method0123456789_*+`."
	"%indeed'~\r\n" END, "405" },
{ "3.1.1.3", "INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0\r\n"
	VIA "a3\r\n" FROM "To: sip:%75se%72@example.com\r\nCall-ID: esc01\r\n"
	"CSeq: 1 INVITE\r\n" BOB END, "404" },
{ "3.1.1.4", "REGISTER sip:example.com SIP/2.0\r\n" VIA "a4\r\n"
	"From: sip:null-%00-null@example.com;tag=8\r\n"
	"To: sip:null-%00-null@example.com\r\nCall-ID: escnull\r\n"
	"CSeq: 1 REGISTER\r\nContact: <sip:%00@host5>\r\n"
	"Contact: <sip:%00%00@host5>\r\n" END, "405" },
{ "3.1.1.5", "RE%47IST%45R sip:registrar.example.com SIP/2.0\r\n"
	VIA "a5\r\n" FROM TO "Call-ID: esc02\r\nCSeq: 1 RE%47IST%45R\r\n"
	BOB END, "405" },
{ "3.1.1.6", "OPTIONS sip:user@example.com SIP/2.0\r\n" VIA "a6\r\n"
	"From: caller<sip:caller@example.com>;tag=323\r\n" TO
	"Call-ID: lwsdisp\r\nCSeq: 60 OPTIONS\r\n" END, "200" },
{ "3.1.1.8", "REGISTER sip:example.com SIP/2.0\r\n" VIA "a8\r\n" FROM TO
	"Call-ID: dblreq\r\nCSeq: 8 REGISTER\r\n" END
	"INVITE sip:joe@example.com SIP/2.0\r\n" VIA "a8b\r\n" FROM TO
	"Call-ID: dblreq2\r\nCSeq: 1 INVITE\r\n" BOB END, "405" },
{ "3.1.1.9", "OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0\r\n"
	VIA "a9\r\n" FROM TO "Call-ID: semiuri\r\nCSeq: 8 OPTIONS\r\n"
	"Accept: application/sdp\r\n" END, "200" },
{ "3.1.1.10", "OPTIONS sip:user@example.com SIP/2.0\r\n" VIA "a10\r\n"
	"Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKb\r\n"
	"Via: SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bKc\r\n" FROM TO
	"Call-ID: transports\r\nCSeq: 60 OPTIONS\r\n" END, "200" },
{ "3.1.1.12", "SIP/2.0 200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe\r\n" VIA "a12\r\n"
	FROM "To: <sip:user@example.com>;tag=2\r\nCall-ID: unreason\r\n"
	"CSeq: 35 INVITE\r\n" BOB END, "" },
{ "3.1.1.13", "SIP/2.0 100 \r\n" VIA "a13\r\n" FROM TO
	"Call-ID: noreason\r\nCSeq: 35 INVITE\r\n" END, "" },
{ "3.1.2.1", "INVITE sip:user@example.com SIP/2.0\r\n" VIA "b1;;,;,,\r\n"
	FROM TO "Call-ID: badinv01\r\nCSeq: 8 INVITE\r\n"
	"Contact: \"Joe\" <sip:joe@example.org>;;;;\r\n" END, "404" },
{ "3.1.2.2", "INVITE sip:user@example.com SIP/2.0\r\n" VIA "b2\r\n" FROM TO
	"Call-ID: clerr\r\nCSeq: 8 INVITE\r\n" BOB
	"Content-Type: application/sdp\r\nContent-Length: 9999\r\n\r\nv=0\r\n",
	"400" },
{ "3.1.2.3", "INVITE sip:user@example.com SIP/2.0\r\n" VIA "b3\r\n" FROM TO
	"Call-ID: ncl\r\nCSeq: 8 INVITE\r\n" BOB
	"Content-Type: application/sdp\r\nContent-Length: -999\r\n\r\nv=0\r\n",
	"400" },
{ "3.1.2.4", "REGISTER sip:example.com SIP/2.0\r\n" VIA "b4\r\n" FROM TO
	"Call-ID: scalar02\r\nCSeq: 36893488147419103232 REGISTER\r\n"
	"Max-Forwards: 300\r\nExpires: 1000000000000000000000000\r\n" BOB END,
	"400" },
{ "3.1.2.5", "SIP/2.0 503 Service Unavailable\r\n" VIA "b5\r\n" FROM
	"To: <sip:user@example.com>;tag=2\r\nCall-ID: scalarlg\r\n"
	"CSeq: 9292394834772304023312 OPTIONS\r\n"
	"Retry-After: 949302838503028349304023988\r\n" END, "" },
{ "3.1.2.6", "INVITE sip:user@example.com SIP/2.0\r\n" VIA "b6\r\n" FROM
	"To: \"Mr. J. User <sip:j.user@example.com>\r\nCall-ID: quotbal\r\n"
	"CSeq: 8 INVITE\r\n" BOB END, "404" },
{ "3.1.2.7", "INVITE <sip:user@example.com> SIP/2.0\r\n" VIA "b7\r\n" FROM
	TO "Call-ID: ltgtruri\r\nCSeq: 1 INVITE\r\n" BOB END, "400" },
{ "3.1.2.8", "INVITE sip:user@example.com; lr SIP/2.0\r\n" VIA "b8\r\n"
	FROM TO "Call-ID: lwsruri\r\nCSeq: 1 INVITE\r\n" BOB END, "" },
{ "3.1.2.9", "INVITE  sip:user@example.com  SIP/2.0\r\n" VIA "b9\r\n" FROM
	TO "Call-ID: lwsstart\r\nCSeq: 1 INVITE\r\n" BOB END, "" },
{ "3.1.2.10", "OPTIONS sip:user@example.com SIP/2.0  \r\n" VIA "b10\r\n"
	FROM TO "Call-ID: trws\r\nCSeq: 1 OPTIONS\r\n" END, "" },
{ "3.1.2.11", "INVITE sip:user@example.com?Route=%3Csip:sip.example.com%3E"
	" SIP/2.0\r\n" VIA "b11\r\n" FROM TO "Call-ID: escruri\r\n"
	"CSeq: 1 INVITE\r\n" BOB END, "404" },
{ "3.1.2.14", "OPTIONS sip:user@example.com SIP/2.0\r\n" VIA "b14\r\n" FROM
	"To: \"Watson, Thomas\" < sip:t.watson@example.org >\r\n"
	"Call-ID: badaspec\r\nCSeq: 1 OPTIONS\r\n" END, "200" },
{ "3.1.2.15", "OPTIONS sip:user@example.com SIP/2.0\r\n" VIA "b15\r\n"
	"From: Bell, Alexander <sip:a.g.bell@example.com>;tag=43\r\n" TO
	"Call-ID: baddn\r\nCSeq: 1 OPTIONS\r\n" END, "200" },
{ "3.1.2.16", "OPTIONS sip:user@example.com SIP/7.0\r\n"
	"Via: SIP/7.0/UDP 127.0.0.1:9;rport;branch=z9hG4bKb16\r\n" FROM TO
	"Call-ID: badvers\r\nCSeq: 1 OPTIONS\r\n" END, "" },
{ "3.1.2.17", "OPTIONS sip:user@example.com SIP/2.0\r\n" VIA "b17\r\n" FROM
	TO "Call-ID: mismatch01\r\nCSeq: 1 INVITE\r\n" END, "400" },
{ "3.1.2.18", "NEWMETHOD sip:user@example.com SIP/2.0\r\n" VIA "b18\r\n"
	FROM TO "Call-ID: mismatch02\r\nCSeq: 1 INVITE\r\n" END, "400" },
{ "3.1.2.19", "SIP/2.0 4294967301 better not break the receiver\r\n"
	VIA "b19\r\n" FROM "To: <sip:user@example.com>;tag=2\r\n"
	"Call-ID: bigcode\r\nCSeq: 1 INVITE\r\n" END, "" },
{ "3.2.1", "OPTIONS sip:user@example.com SIP/2.0\r\n" VIA "\r\n" FROM TO
	"Call-ID: badbranch\r\nCSeq: 1 OPTIONS\r\n" END, "200" },
{ "3.3.1", "INVITE sip:user@example.com SIP/2.0\r\n" VIA "d1\r\n"
	"CSeq: 1 INVITE\r\n" END, "400" },
{ "3.3.2", "OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0\r\n"
	VIA "d2\r\n" FROM TO "Call-ID: unkscm\r\nCSeq: 1 OPTIONS\r\n" END,
	"416" },
{ "3.3.5", "OPTIONS sip:user@example.com SIP/2.0\r\n" VIA "d5\r\n" FROM TO
	"Call-ID: bext01\r\nCSeq: 1 OPTIONS\r\n"
	"Require: nothingSupportsThis, nothingSupportsThisEither\r\n" END,
	"420" },
{ "3.3.7", "REGISTER sip:example.com SIP/2.0\r\n" VIA "d7\r\n" FROM
	"To: <isbn:2983792873>\r\nCall-ID: unkscm2\r\nCSeq: 1 REGISTER\r\n"
	END, "405" },
{ "3.3.9", "OPTIONS sip:user@example.com SIP/2.0\r\n" VIA "d9\r\n" FROM TO
	"Call-ID: mcl01\r\nCSeq: 1 OPTIONS\r\nContent-Length: 13\r\n"
	"Content-Length: 5\r\n\r\nThere's no way", "200" },
{ "3.3.11", "OPTIONS sip:user@example.com SIP/2.0\r\n" VIA "d11\r\n"
	"Max-Forwards: 0\r\n" FROM TO "Call-ID: zeromf\r\n"
	"CSeq: 1 OPTIONS\r\n" END, "200" },
{ "3.4.1", "INVITE sip:user@example.com SIP/2.0\r\n"
	"Via: SIP/2.0/UDP 127.0.0.1:9;rport\r\nFrom: <sip:a@b>\r\n" TO
	"Call-ID: inv2543\r\nCSeq: 1 INVITE\r\n" END, "" },
};

/* A ladder of very long values: longreq */
static int long_request(struct fx *fx)
{
	char value[1200], text[FX_MSG];

	memset(value, 'l', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	(void)re_snprintf(text, sizeof(text),
			  "INVITE sip:user@example.com SIP/2.0\r\n"
			  "To: \"%s\" <sip:user@example.com>\r\n"
			  "From: <sip:%s@example.com>;tag=1\r\n"
			  "Call-ID: %s\r\nCSeq: 1 INVITE\r\n"
			  "X-Unknown-%s: x\r\n" VIA "%s\r\n" BOB END,
			  value, value, value, value, value);

	return fx_raw_send(fx, text);
}

static int alive(struct fx *fx)
{
	fx->raw.log[0] = '\0';

	return fx_raw_send(fx, "OPTIONS sip:x@127.0.0.1 SIP/2.0\r\n"
			   VIA "alive\r\n" FROM TO
			   "Call-ID: alive\r\nCSeq: 1 OPTIONS\r\n" END);
}

int test_torture_messages(void)
{
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	fx.deaf = true;
	for (size_t i = 0; i < ARRAY_SIZE(messagev); i++) {
		fx.raw.log[0] = '\0';
		FX_OK(fx_raw_send(&fx, messagev[i].text));
		FX_OK(fx_settle(&fx, 0));
		if (!test_or_refused(0)
		    && strcmp(fx.raw.log, messagev[i].answer))
			fail_msg("%s: \"%s\", not \"%s\"",
				 messagev[i].section, fx.raw.log,
				 messagev[i].answer);
	}
	fx.raw.log[0] = '\0';
	FX_OK(long_request(&fx));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "404");
	FX_OK(alive(&fx));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "200");
 out:
	fx_reset(&fx);
	return err;
}
