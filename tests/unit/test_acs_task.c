/**
 * @file test_acs_task.c  Actions, pages and operations over HTTP
 */
#include "carrier_fixture.h"
#include "carrier/sign.h"

#define V "api-version=2025-06-01"
#define BEGUN(hdrs) CFX_REPLY("202 Accepted", hdrs, "")
#define OPERATION_OF(id) "Operation-Location: /phoneNumbers/operations/" id \
	"?" V "\r\noperation-id: " id "\r\n"

/** A script, what is wanted, and what must come of it */
struct story {
	struct oh_carrier_req req;
	struct webpeer_reply replyv[6];
	uint32_t replyc;
	const char *words;
	const char *askedv[6];
	const char *operation;
	const char *text;            /* in the end's, if given */
};

static int run(const struct story *s)
{
	struct cfx f;
	int err;

	err = cfx_start(&f, s->replyv, s->replyc);
	TEST_OK(err);
	err = cfx_do(&f, &s->req);
	TEST_OK(err);
	assert_string_equal(f.words, s->words);
	for (uint32_t i = 0; i < 6 && s->askedv[i]; i++)
		assert_true(cfx_asked(&f, i, s->askedv[i]));
	if (s->operation)
		assert_string_equal(f.operation, s->operation);
	if (s->text && !strstr(f.text, s->text))
		assert_string_equal(f.text, s->text);

 out:
	cfx_stop(&f);

	return err;
}

static int run_all(const struct story *v, size_t c)
{
	int err = 0;

	for (size_t i = 0; i < c && !err; i++)
		err = run(&v[i]);

	return err;
}

static const struct oh_carrier_req listing = { .what = OH_DO_LIST };

int test_acs_task_pages(void)
{
	static const struct story v[] = { {
		.req = { .what = OH_DO_LIST, .page = 2 },
		.replyv = {
			CFX_REPLY("200 OK", "", "{\"phoneNumbers\":["
				  CFX_OWNED("14255550100") ","
				  CFX_OWNED("14255550101") "],\"nextLink\":"
				  "\"/phoneNumbers?skip=2&top=2\"}"),
			CFX_REPLY("200 OK", "", "{\"phoneNumbers\":["
				  CFX_OWNED("14255550102") "],"
				  "\"nextLink\":null}"),
		},
		.replyc = 2,
		.words = "owned:+14255550100 owned:+14255550101 "
			 "owned:+14255550102 end:0",
		.askedv = { "GET /phoneNumbers?skip=0&top=2&" V,
			    "GET /phoneNumbers?skip=2&top=2&" V },
	}, {
		.req = { .what = OH_DO_COUNTRIES },
		.replyv = { CFX_REPLY("200 OK", "",
				      "{\"countries\":[],\"nextLink\":"
				      "\"\"}") },
		.replyc = 1,
		.words = "end:0",
		.askedv = { "GET /availablePhoneNumbers/countries?skip=0&"
			    "maxPageSize=100&" V },
	} };

	return run_all(v, ARRAY_SIZE(v));
}

/* The signature is over what was sent, where it was sent */
static int check_signature(const struct cfx *f, const char *text)
{
	char host[64], date[64], hash[OH_SIGN_B64_SIZE], want[256];
	char method[16], target[256];
	struct oh_sign_prm prm = { .method = method, .target = target,
				   .host = host, .date = date,
				   .hash = hash };
	const char *body = strstr(text, "\r\n\r\n") + 4;
	char signature[OH_SIGN_B64_SIZE];
	struct oh_sign_key key;
	int err;

	assert_int_equal(sscanf(text, "%15s %255s", method, target), 2);
	(void)re_snprintf(host, sizeof(host), "%J", &f->p.addr);
	assert_int_equal(sscanf(strstr(text, "x-ms-date: ") + 11,
				"%63[^\r]", date), 1);
	err = oh_sign_hash(hash, body, strlen(body));
	if (!err)
		err = oh_sign_key_parse(&key, CFX_KEY);
	if (!err)
		err = oh_sign(signature, &key, &prm);
	if (err)
		return err;
	(void)snprintf(want, sizeof(want), "&Signature=%s\r\n", signature);
	assert_non_null(strstr(text, want));
	(void)snprintf(want, sizeof(want), "x-ms-content-sha256: %s\r\n",
		       hash);
	assert_non_null(strstr(text, want));

	return 0;
}

int test_acs_task_signed(void)
{
	static const struct webpeer_reply reply =
		CFX_REPLY("200 OK", "", "{\"values\":[]}");
	static const char *const numberv[] = { "+14255550123" };
	static const struct oh_carrier_req req = {
		.what = OH_DO_LOOKUP, .numberv = numberv, .numberc = 1,
	};
	struct cfx f;
	int err;

	err = cfx_start(&f, &reply, 1);
	TEST_OK(err);
	err = cfx_do(&f, &req);
	TEST_OK(err);
	assert_string_equal(f.words, "end:0");
	err = check_signature(&f, f.p.textv[0]);
	TEST_OK(err);
	assert_non_null(strstr(f.p.textv[0],
			       "\r\nAccept-Language: en-GB\r\n"));
	assert_non_null(strstr(f.p.textv[0],
			       "\r\nContent-Type: application/json\r\n"));
	assert_non_null(strstr(f.p.textv[0], "\r\nx-ms-client-request-id: "));
	/* What is told to people has no secret. */
	assert_non_null(strstr(f.said, "POST /operatorInformation/:search?"
			       V ": 200"));
	assert_null(strstr(f.said, CFX_KEY));
	assert_null(strstr(f.said, "Signature"));

 out:
	cfx_stop(&f);

	return err;
}

static const struct story operationv[] = { {
	.req = { .what = OH_DO_SEARCH, .country = "us",
		 .type = OH_TYPE_GEOGRAPHIC },
	.replyv = {
		BEGUN(OPERATION_OF("op1") "Location: "
		      "/availablePhoneNumbers/searchResults/s0\r\n"
		      "search-id: s0\r\n"),
		CFX_REPLY("200 OK", "", CFX_OPERATION("search",
			"notStarted", "")),
		CFX_REPLY("200 OK", "", CFX_OPERATION("search",
			"running", "")),
		CFX_REPLY("200 OK", "", CFX_OPERATION("search",
			"running", "")),
		CFX_REPLY("200 OK", "", CFX_OPERATION("search",
			"succeeded", ",\"resourceLocation\":"
			"\"availablePhoneNumbers/searchResults/s1"
			"\"")),
		CFX_REPLY("200 OK", "", CFX_OFFER),
	},
	.replyc = 6,
	.words = "operation:notStarted operation:running "
		 "operation:succeeded offer:+14255550123 end:0",
	.askedv = {
		"POST /availablePhoneNumbers/countries/US/:search?"
		V,
		"GET /phoneNumbers/operations/op1?" V,
		"GET /phoneNumbers/operations/op1?" V,
		"GET /phoneNumbers/operations/op1?" V,
		"GET /phoneNumbers/operations/op1?" V,
		"GET /availablePhoneNumbers/searchResults/s1?" V,
	},
	.operation = "op1",
}, {     /* an id alone, and a result without Location */
	.req = { .what = OH_DO_SEARCH, .country = "US" },
	.replyv = {
		BEGUN("operation-id: op/2\r\nsearch-id: s2\r\n"),
		CFX_REPLY("200 OK", "", CFX_OPERATION("search",
			"Succeeded", "")),
		CFX_REPLY("200 OK", "", CFX_OFFER),
	},
	.replyc = 3,
	.words = "operation:notStarted operation:succeeded "
		 "offer:+14255550123 end:0",
	.askedv = {
		"POST /availablePhoneNumbers/countries/US/:search?"
		V,
		"GET /phoneNumbers/operations/op%2F2?" V,
		"GET /availablePhoneNumbers/searchResults/s2?" V,
	},
	.operation = "op/2",
}, {
	.req = { .what = OH_DO_UPDATE, .number = "+14255550100",
		 .caps = { OH_CAPABLE_BOTH, OH_CAPABLE_ANY } },
	.replyv = {
		BEGUN("Operation-Location: "
		      "phoneNumbers/operations/op3\r\n"),
		CFX_REPLY("200 OK", "", CFX_OPERATION(
			"updatePhoneNumberCapabilities",
			"succeeded", "")),
		CFX_REPLY("200 OK", "", CFX_OWNED("14255550100")),
	},
	.replyc = 3,
	.words = "operation:notStarted operation:succeeded "
		 "owned:+14255550100 end:0",
	.askedv = {
		"PATCH /phoneNumbers/%2B14255550100/capabilities?" V,
		"GET /phoneNumbers/operations/op3?" V,
		"GET /phoneNumbers/%2B14255550100?" V,
	},
	.operation = "op3",
}, {
	.req = { .what = OH_DO_BUY, .id = "s1", .no_wait = true },
	.replyv = { BEGUN(OPERATION_OF("op4")) },
	.replyc = 1, .words = "operation:notStarted end:0",
	.operation = "op4",
}, {
	.req = { .what = OH_DO_WAIT, .id = "op1" },
	.replyv = { CFX_REPLY("200 OK", "", CFX_OPERATION(
		"purchase", "failed", ",\"error\":{\"code\":"
		"\"OutOfStock\",\"message\":\"None left.\"}")) },
	.replyc = 1, .words = "operation:failed end:125",
	.askedv = { "GET /phoneNumbers/operations/op1?" V },
	.operation = "op1", .text = "None left.",
}, {
	.req = { .what = OH_DO_RELEASE, .number = "+14255550100" },
	.replyv = { { .text = "HTTP/1.1 204 Gone\r\n\r\n",
		      .close = true } },
	.replyc = 1, .words = "end:0", .operation = "",
	.askedv = { "DELETE /phoneNumbers/%2B14255550100?" V },
}, {
	.req = { .what = OH_DO_OPERATION_CANCEL, .id = "op1" },
	.replyv = { { .text = "HTTP/1.1 204 Gone\r\n\r\n",
		      .close = true } },
	.replyc = 1, .words = "end:0",
	.askedv = { "DELETE /phoneNumbers/operations/op1?" V },
} };

int test_acs_task_operations(void)
{
	return run_all(operationv, ARRAY_SIZE(operationv));
}

int test_acs_task_reservation(void)
{
	static const char *const removev[] = { "14255550199" };
	static const struct story v[] = { {
		.req = { .what = OH_DO_RESERVE, .id = "r1",
			 .removev = removev, .removec = 1 },
		.replyv = { CFX_REPLY("207 Multi-Status", "",
			"{\"id\":\"r1\",\"phoneNumbers\":{},"
			"\"expiresAt\":\"2026-11-23T12:00:00Z\","
			"\"status\":\"active\"}") },
		.replyc = 1, .words = "reservation:r1 end:0",
		.askedv = { "PATCH /availablePhoneNumbers/reservations/r1?"
			    V },
	} };
	struct cfx f;
	int err;

	err = run_all(v, ARRAY_SIZE(v));
	if (err)
		return err;

	err = cfx_start(&f, v[0].replyv, 1);
	TEST_OK(err);
	err = cfx_do(&f, &v[0].req);
	TEST_OK(err);
	assert_non_null(strstr(f.p.textv[0], "\r\nContent-Type: "
			       "application/merge-patch+json\r\n"));
	assert_non_null(strstr(f.p.textv[0], "\r\n\r\n{\"phoneNumbers\":"
			       "{\"14255550199\":null}}"));

 out:
	cfx_stop(&f);

	return err;
}

#define LINK(link) CFX_REPLY("200 OK", "", "{\"phoneNumbers\":[],"   \
			     "\"nextLink\":" link "}")
#define NONSENSE "end:71"            /* EPROTO */

int test_acs_task_hostile_pages(void)
{
	static const struct story v[] = {
		{ .replyv = { LINK("\"http://192.0.2.1/phoneNumbers\"") },
		  .text = "nextLink leads to another server: refused" },
		{ .replyv = { LINK("\"https://127.0.0.1/phoneNumbers\"") },
		  .text = "nextLink leads to another server: refused" },
		{ .replyv = { LINK("\"/a b\"") },
		  .text = "nextLink is malformed" },
		{ .replyv = { LINK("7") },
		  .text = "nextLink is not a text" },
		{ .replyv = { LINK("\"/phoneNumbers?skip=0\"") },
		  .text = "lead in a circle" },
		{ .replyv = { CFX_REPLY("200 OK", "", "{\"phoneNumbers\":"
					"{}}") },
		  .text = "no list phoneNumbers" },
		{ .replyv = { CFX_REPLY("200 OK", "", "[]") },
		  .text = "no list phoneNumbers" },
		{ .replyv = { CFX_REPLY("200 OK", "", "{\"phoneNumbers\":"
					"[7]}") },
		  .text = "phoneNumbers[0] has a member" },
		{ .replyv = { CFX_REPLY("200 OK", "", "") },
		  .text = "to be of type application/json" },
		{ .replyv = { { .text = "HTTP/1.1 200 OK\r\nContent-Type: "
				"text/html\r\n\r\n<html>", .close = true } },
		  .text = "to be of type text/html" },
		{ .replyv = { CFX_REPLY("302 Found", "Location: "
					"http://192.0.2.1/\r\n", "") },
		  .text = "redirected: refused" },
		{ .replyv = { CFX_REPLY("200 OK",
					"Content-Length: 100\r\n", "{}") },
		  .text = "stopped before its end" },
		{ .replyv = { CFX_REPLY("202 Accepted", "", "") },
		  .text = "no answer to this" },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++) {
		struct story s = v[i];

		s.req = listing;
		s.replyc = 1;
		s.words = NONSENSE;
		err = run(&s);
	}
	return err;
}

/* Ever new links, and nothing behind them */
int test_acs_task_empty_pages(void)
{
	enum { PAGES = 12 };
	static char textv[PAGES][256];
	static struct webpeer_reply replyv[PAGES];
	struct cfx f;
	int err;

	for (int i = 0; i < PAGES; i++) {
		(void)snprintf(textv[i], sizeof(textv[i]),
			       "HTTP/1.1 200 OK\r\n\r\n{\"phoneNumbers\":[],"
			       "\"nextLink\":\"/phoneNumbers?skip=%d\"}",
			       i + 1);
		replyv[i].text = textv[i];
		replyv[i].close = true;
	}
	err = cfx_start(&f, replyv, PAGES);
	TEST_OK(err);
	err = cfx_do(&f, &listing);
	TEST_OK(err);
	assert_string_equal(f.words, NONSENSE);
	assert_string_equal(f.text, "the list never ends: given up after 10 "
			    "pages");
	assert_int_equal(f.p.seen, 10);

 out:
	cfx_stop(&f);

	return err;
}

int test_acs_task_hostile_operations(void)
{
	static const struct story v[] = {
		{ .replyv = { BEGUN("Operation-Location: "
				    "http://192.0.2.1/op\r\n") },
		  .replyc = 1, .words = NONSENSE,
		  .text = "Operation-Location leads to another server" },
		{ .replyv = { BEGUN("") },
		  .replyc = 1, .words = NONSENSE,
		  .text = "names no operation" },
		{ .replyv = { BEGUN("Operation-Location: /\r\n") },
		  .replyc = 1, .words = NONSENSE,
		  .text = "names no operation" },
		{ .replyv = { BEGUN(OPERATION_OF("op1")),
			      CFX_REPLY("200 OK", "", "{}") },
		  .replyc = 2, .words = "operation:notStarted " NONSENSE,
		  .text = "the operation has a member" },
		{ .replyv = { BEGUN(OPERATION_OF("op1")),
			      CFX_REPLY("200 OK", "", CFX_OPERATION("search",
				"succeeded", "")) },
		  .replyc = 2, .words = "operation:notStarted "
		  "operation:succeeded " NONSENSE,
		  .text = "does not say where" },
		{ .replyv = { BEGUN(OPERATION_OF("op1")),
			      CFX_REPLY("200 OK", "", CFX_OPERATION("search",
				"succeeded", ",\"resourceLocation\":"
				"\"https://192.0.2.1/s\"")) },
		  .replyc = 2, .words = "operation:notStarted "
		  "operation:succeeded " NONSENSE,
		  .text = "resourceLocation leads to another server" },
		{ .replyv = { BEGUN(OPERATION_OF("op1")),
			      CFX_REPLY("404 Gone", "", "{\"error\":{"
				"\"code\":\"NotFound\",\"message\":"
				"\"No \x1b[31mop.\"}}") },
		  .replyc = 2, .words = "operation:notStarted end:2",
		  .operation = "op1" },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++) {
		struct story s = v[i];

		s.req.what = OH_DO_SEARCH;
		s.req.country = "US";
		err = run(&s);
	}
	return err;
}

static const struct webpeer_reply search[] = {
	BEGUN(OPERATION_OF("op1") "search-id: s1\r\n"),
	CFX_REPLY("200 OK", "", CFX_OPERATION("search", "running", "")),
	CFX_REPLY("200 OK", "", CFX_OPERATION("search", "succeeded", "")),
	CFX_REPLY("200 OK", "", CFX_OFFER),
};

/* Released by a handler, at each item and at the end */
int test_acs_task_released_inside(void)
{
	static const struct oh_carrier_req req = {
		.what = OH_DO_SEARCH, .country = "US",
	};
	int err = 0;

	for (unsigned at = 1; at <= 5 && !err; at++) {
		struct cfx f;

		err = cfx_start(&f, search, ARRAY_SIZE(search));
		f.drop_at = at;
		f.drop_at_end = true;
		if (!err)
			err = cfx_do(&f, &req);
		if (!err) {
			assert_null(f.task);
			assert_int_equal(f.items, min(at, 4u));
			assert_true(!strstr(f.words, "end") == (at < 5));
		}
		cfx_stop(&f);
	}
	return err;
}

/* Nothing is heard of a task that was released */
static int release_at(uint32_t seen, uint32_t ms)
{
	static const struct oh_carrier_req req = {
		.what = OH_DO_SEARCH, .country = "US",
	};
	struct cfx f;
	bool never = false;
	int err;

	err = cfx_start(&f, search, ARRAY_SIZE(search));
	TEST_OK(err);
	err = cfx_begin(&f, &req);
	TEST_OK(err);
	for (int i = 0; i < 1000 && f.p.seen < seen && !test_or_refused(0);
	     i++)
		(void)test_loop_until(&never, 1);
	(void)test_loop_until(&never, ms);
	err = test_or_refused(0);
	TEST_OK(err);
	f.task = mem_deref(f.task);
	*f.words = '\0';
	(void)test_loop_until(&never, 20);
	assert_string_equal(f.words, "");

 out:
	cfx_stop(&f);

	return err;
}

int test_acs_task_released_outside(void)
{
	/* With allocations refused, one of these long waits must do. */
	uint32_t seen = test_is_oom() ? 3 : 0;
	int err = 0;

	for (; seen < 4 && !err; seen++) {
		err = release_at(seen, 0);
		if (!err)
			err = release_at(seen, 3);
	}
	return err;
}

/* Another API of the same service, with a version of its own */
int test_acs_task_routing(void)
{
	static const struct oh_routing none = { .trunkc = 0 };
	static const struct oh_routing one = {
		.trunkc = 1, .trunkv = { { "a.example", 5061 } },
	};
	static const struct oh_routing_change change = {
		.want = &one, .have = &none,
	};
	static const struct story v[] = { {
		.req = { .what = OH_DO_ROUTING },
		.replyv = { CFX_REPLY("200 OK", "", "{\"trunks\":{"
			"\"a.example\":{\"sipSignalingPort\":5061}},"
			"\"routes\":[{\"name\":\"r\","
			"\"numberPattern\":\"^\"}]}") },
		.replyc = 1,
		.words = "routing:r end:0",
		.askedv = { "GET /sip?api-version=2023-03-01" },
	}, {
		.req = { .what = OH_DO_ROUTING },
		.replyv = { CFX_REPLY("200 OK", "", "{\"routes\":1}") },
		.replyc = 1,
		.words = "end:71",
	}, {
		.req = { .what = OH_DO_ROUTING_UPDATE, .routing = &change },
		.replyv = { CFX_REPLY("422 Unprocessable", "",
			"{\"error\":{\"code\":\"Unprocessable\","
			"\"message\":\"There was an error.\","
			"\"innererror\":{\"code\":\"X\","
			"\"message\":\"the rule\"}}}") },
		.replyc = 1,
		.words = "end:22",
		.askedv = { "PATCH /sip?api-version=2023-03-01" },
		.text = "the rule",
	} };

	return run_all(v, ARRAY_SIZE(v));
}
