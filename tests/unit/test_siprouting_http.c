/**
 * @file test_siprouting_http.c  The SIP Routing API
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "base/clock.h"
#include "simrest/store.h"
#include "rest_fixture.h"
#include "test.h"

#define STABLE  "?api-version=2023-03-01"
#define PREVIEW "?api-version=2024-11-15-preview"

static const char two[] =
	"{\"trunks\":{\"a.example\":{\"sipSignalingPort\":5061},"
	"\"b.example\":{\"sipSignalingPort\":5062}},"
	"\"routes\":[{\"description\":\"d\",\"name\":\"r\","
	"\"numberPattern\":\"^\\\\+1\",\"trunks\":[\"b.example\"]}]}";

static const char two_shown[] =
	"{\"trunks\":{\"a.example\":{\"sipSignalingPort\":5061},"
	"\"b.example\":{\"sipSignalingPort\":5062}},"
	"\"routes\":[{\"name\":\"r\",\"description\":\"d\","
	"\"numberPattern\":\"^\\\\+1\",\"trunks\":[\"b.example\"]}]}";

int test_siprouting_http_patch(void)
{
	struct rest r;
	int err;

	TEST_OK(err = rest_init(&r));
	TEST_OK(err = rest_get(&r, 200, "/sip" STABLE));
	assert_string_equal(r.reply.body, "{\"trunks\":{},\"routes\":[]}");
	TEST_OK(err = rest_ask(&r, 200, "PATCH", "/sip" STABLE, two));
	assert_string_equal(r.reply.body, two_shown);
	TEST_OK(err = rest_ask(&r, 200, "PATCH", "/sip" STABLE, ""));
	assert_string_equal(r.reply.body, two_shown);
	TEST_OK(err = rest_get(&r, 200, "/sip" STABLE));
	assert_string_equal(r.reply.body, two_shown);

	/* A trunk and the route that uses it go together. */
	TEST_OK(err = rest_ask(&r, 200, "PATCH", "/sip" STABLE,
			       "{\"trunks\":{\"b.example\":null},"
			       "\"routes\":[]}"));
	assert_string_equal(r.reply.body, "{\"trunks\":{\"a.example\":"
			    "{\"sipSignalingPort\":5061}},\"routes\":[]}");
 out:
	rest_reset(&r);

	return err;
}

static const struct {
	const char *patch;
	uint16_t status;
	const char *code, *inner;
} refusedv[] = {
	{ "{\"trunks\":{\"c.example\":{\"sipSignalingPort\":5061},"
	  "\"b.example\":null}}", 422, "UnprocessableConfiguration",
	  "UnknownTrunk" },
	{ "{\"trunks\":{\"a.example\":{\"sipSignalingPort\":0}},"
	  "\"routes\":[]}", 422, "UnprocessableConfiguration",
	  "InvalidSipSignalingPort" },
	{ "{\"trunks\":{\"a.example\":null},\"routes\":1}", 400,
	  "InvalidInput", NULL },
	{ "[]", 400, "InvalidInput", NULL },
};

/* All of a change, or nothing of it */
int test_siprouting_http_atomic(void)
{
	char header[REST_TEXT_SIZE];
	struct rest r;
	int err;

	TEST_OK(err = rest_init(&r));
	TEST_OK(err = rest_ask(&r, 200, "PATCH", "/sip" STABLE, two));
	for (size_t i = 0; i < ARRAY_SIZE(refusedv); i++) {
		TEST_OK(err = rest_ask(&r, refusedv[i].status, "PATCH",
				       "/sip" STABLE, refusedv[i].patch));
		rest_header(header, &r, "x-ms-error-code");
		assert_string_equal(header, refusedv[i].code);
		assert_string_equal(rest_text(&r, "error.code"), header);
		if (refusedv[i].inner)
			assert_string_equal(
				rest_text(&r, "error.innererror.code"),
				refusedv[i].inner);
		TEST_OK(err = rest_get(&r, 200, "/sip" STABLE));
		assert_string_equal(r.reply.body, two_shown);
	}

 out:
	rest_reset(&r);

	return err;
}

static int expect_health(struct rest *r, const char *ping,
			 const char *overall, const char *reason)
{
	struct cJSON *health;
	int err;

	err = rest_get(r, 200, "/sip" PREVIEW "&expand=trunks/health");
	if (err)
		return err;
	health = cJSON_DetachItemFromObject(
		cJSON_GetObjectItem(rest_at(r, "trunks"), "a.example"),
		"health");
	cJSON_Delete(r->json);
	r->json = health;
	assert_string_equal(rest_text(r, "tls.status"), "unknown");
	assert_string_equal(rest_text(r, "ping.status"), ping);
	assert_string_equal(rest_text(r, "overall.status"), overall);
	if (reason)
		assert_string_equal(rest_text(r, "overall.reason"), reason);
	else
		assert_null(rest_at(r, "overall.reason"));

	return 0;
}

int test_siprouting_http_health(void)
{
	struct rest r;
	int err;

	TEST_OK(err = rest_init(&r));
	TEST_OK(err = rest_ask(&r, 200, "PATCH", "/sip" STABLE, two));
	TEST_OK(err = expect_health(&r, "unknown", "unknown", NULL));
	TEST_OK(err = oh_store_ping(r.d.store, "c.example", oh_clock_us()));
	TEST_OK(err = oh_store_ping(r.d.store, "a.example", oh_clock_us()));
	TEST_OK(err = expect_health(&r, "ok", "active", NULL));
	test_clock_add_us(180000000);
	TEST_OK(err = expect_health(&r, "expired", "inactive",
				    "noRecentPings"));
	TEST_OK(err = oh_store_ping(r.d.store, "a.example", oh_clock_us()));
	TEST_OK(err = expect_health(&r, "ok", "active", NULL));

	/* Once it was away, nothing is known of it. */
	TEST_OK(err = rest_ask(&r, 200, "PATCH", "/sip" STABLE,
			       "{\"trunks\":{\"a.example\":null}}"));
	TEST_OK(err = rest_ask(&r, 200, "PATCH", "/sip" STABLE, two));
	TEST_OK(err = expect_health(&r, "unknown", "unknown", NULL));

	TEST_OK(err = rest_get(&r, 200, "/sip" PREVIEW));
	assert_null(strstr(r.reply.body, "health"));
	TEST_OK(err = rest_get(&r, 400, "/sip" STABLE
			       "&expand=trunks/health"));
	TEST_OK(err = rest_get(&r, 400, "/sip" PREVIEW "&expand=trunks"));

 out:
	rest_reset(&r);

	return err;
}

int test_siprouting_http_test(void)
{
	struct rest r;
	int err;

#define ASK "/sip:testRoutesWithNumber"
	TEST_OK(err = rest_init(&r));
	TEST_OK(err = rest_ask(&r, 200, "POST", ASK PREVIEW
			       "&targetPhoneNumber=%2B1%20(425)%20555-0100",
			       two));
	assert_int_equal(rest_count(&r, "matchingRoutes"), 1);
	assert_string_equal(rest_text(&r, "matchingRoutes.0.name"), "r");
	TEST_OK(err = rest_ask(&r, 200, "POST", ASK PREVIEW
			       "&targetPhoneNumber=%2B44", two));
	assert_int_equal(rest_count(&r, "matchingRoutes"), 0);
	TEST_OK(err = rest_ask(&r, 422, "POST", ASK PREVIEW
			       "&targetPhoneNumber=1",
			       "{\"trunks\":{\"-1\":{}}}"));
	TEST_OK(err = rest_ask(&r, 400, "POST", ASK PREVIEW, two));
	TEST_OK(err = rest_ask(&r, 400, "POST", ASK PREVIEW
			       "&targetPhoneNumber=Seattle", two));
	TEST_OK(err = rest_ask(&r, 404, "POST", ASK STABLE
			       "&targetPhoneNumber=1", two));

	/* Only tried, not kept */
	TEST_OK(err = rest_get(&r, 200, "/sip" STABLE));
	assert_string_equal(r.reply.body, "{\"trunks\":{},\"routes\":[]}");

 out:
	rest_reset(&r);

	return err;
}
