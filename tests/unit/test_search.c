/**
 * @file test_search.c  Looking for numbers and buying them, over the API
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "simrest/store.h"
#include "rest_fixture.h"
#include "test.h"

#define AT "/availablePhoneNumbers"
#define US AT "/countries/US"
#define GEO "\"phoneNumberType\":\"geographic\""
#define APP "\"assignmentType\":\"application\""
#define CALLS "\"capabilities\":{\"calling\":\"outbound\",\"sms\":\"none\"}"
#define ASK "{" GEO "," APP "," CALLS "}"

static int search(struct rest *r, const char *target, const char *body,
		  const char *end, char id[REST_TEXT_SIZE])
{
	char where[REST_TEXT_SIZE], want[REST_TEXT_SIZE];
	int err;

	err = rest_ask(r, 202, "POST", target, body);
	if (err)
		return err;
	rest_header(where, r, "Location");
	err = rest_operation(r, end, id, "search-id");
	if (err)
		return err;
	(void)re_snprintf(want, sizeof(want), AT "/searchResults/%s"
			  "?api-version=2025-06-01", id);
	assert_string_equal(where, want);
	assert_string_equal(rest_text(r, "resourceLocation"), want);
	rest_header(where, r, "Location");
	assert_string_equal(where, want);

	return 0;
}

static int buy(struct rest *r, uint16_t status, const char *id,
	       const char *agree)
{
	char body[REST_TEXT_SIZE];

	(void)re_snprintf(body, sizeof(body), "{\"searchId\":\"%s\"%s}", id,
			  agree);

	return rest_ask(r, status, "POST", AT "/:purchase", body);
}

int test_search_and_buy(void)
{
	char id[REST_TEXT_SIZE], other[REST_TEXT_SIZE];
	char number[REST_TEXT_SIZE];
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = search(&r, US "/:search", "{" GEO "," APP "," CALLS ","
		     "\"areaCode\":\"206\",\"quantity\":2}", "succeeded", id);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "operationType"), "search");

	err = rest_get(&r, 200, AT "/searchResults/%s", id);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "searchId"), id);
	assert_string_equal(rest_text(&r, "error"), "NoError");
	assert_int_equal(rest_count(&r, "phoneNumbers"), 2);
	str_ncpy(number, rest_text(&r, "phoneNumbers.0"), sizeof(number));
	assert_int_equal(strncmp(number, "+1206", 5), 0);

	err = buy(&r, 202, id, "");
	TEST_OK(err);
	assert_null(r.reply.body);
	err = rest_operation(&r, "succeeded", other, "purchase-id");
	TEST_OK(err);
	err = rest_get(&r, 200, "/phoneNumbers/%s", number);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "capabilities.calling"),
			    "outbound");
	assert_string_equal(rest_text(&r, "id"), number + 1);

	err = buy(&r, 409, id, "");
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}

static const struct {
	const char *body;
	const char *why;
} badv[] = {
	{ "{}", "phoneNumberType: missing." },
	{ "{\"phoneNumberType\":1}", "phoneNumberType: not a string." },
	{ "{\"phoneNumberType\":\"x\"}", "phoneNumberType: no such type." },
	{ "{" GEO "," CALLS "}", "assignmentType: missing." },
	{ "{" GEO ",\"assignmentType\":[]," CALLS "}",
	  "assignmentType: not a string." },
	{ "{" GEO "," APP "}",
	  "capabilities: calling and sms must be there." },
	{ "{" GEO "," APP ",\"capabilities\":\"all\"}",
	  "capabilities: not an object." },
	{ "{" GEO "," APP ",\"capabilities\":{\"calling\":\"none\"}}",
	  "capabilities: calling and sms must be there." },
	{ "{" GEO "," APP ",\"capabilities\":{\"calling\":\"up\"}}",
	  "calling: no such capability." },
	{ "{" GEO "," APP ",\"capabilities\":{\"sms\":0}}",
	  "sms: no such capability." },
	{ "{" GEO "," APP ",\"capabilities\":{\"calling\":\"inbound\","
	  "\"sms\":\"outbound\"}}", "Unsupported capabilities requested." },
	{ "{" GEO "," APP "," CALLS ",\"quantity\":0}",
	  "quantity: no whole number, or out of bounds." },
	{ "{" GEO "," APP "," CALLS ",\"quantity\":1.5}",
	  "quantity: no whole number, or out of bounds." },
	{ "{" GEO "," APP "," CALLS ",\"quantity\":1e300}",
	  "quantity: no whole number, or out of bounds." },
	{ "{" GEO "," APP "," CALLS ",\"quantity\":\"1\"}",
	  "quantity: no whole number, or out of bounds." },
	{ "{" GEO "," APP "," CALLS ",\"areaCode\":206}",
	  "areaCode: not a string." },
};

int test_search_refused(void)
{
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		err = rest_ask(&r, 400, "POST", US "/:search", badv[i].body);
		TEST_OK(err);
		assert_string_equal(rest_text(&r, "error.message"),
				    badv[i].why);
	}
	err = rest_ask(&r, 400, "POST", AT "/countries/XX/:search", ASK);
	TEST_OK(err);
	err = rest_get(&r, 404, AT "/searchResults/none");
	TEST_OK(err);
	err = rest_get(&r, 404, "/phoneNumbers/operations/search_none");
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}

int test_search_out_of_stock(void)
{
	char id[REST_TEXT_SIZE];
	const char *why;
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = search(&r, US "/:search", "{" GEO "," APP "," CALLS ","
		     "\"areaCode\":\"999\"}", "failed", id);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "error.code"), "OutOfStock");

	err = oh_fault_add(&r.d.faults, "search=NoWallet,times=1", &why);
	TEST_OK(err);
	err = search(&r, US "/:search", ASK, "failed", id);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "error.code"), "NoWallet");
	err = search(&r, US "/:search", ASK, "succeeded", id);
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}

/* Held for 15 minutes; then the purchase is what fails */
int test_search_expired(void)
{
	char id[REST_TEXT_SIZE];
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = search(&r, US "/:search", ASK, "succeeded", id);
	TEST_OK(err);
	err = rest_get(&r, 200, AT "/searchResults/%s", id);
	TEST_OK(err);
	assert_int_equal(rest_count(&r, "phoneNumbers"), 1);
	test_clock_add_us(1000ull * OH_STORE_HOLD_MS + 1);
	err = buy(&r, 202, id, "");
	TEST_OK(err);
	err = rest_operation(&r, "failed", id, "purchase-id");
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "error.code"),
			    "ReservationExpired");

out:
	rest_reset(&r);

	return err;
}

int test_search_agreement(void)
{
	char id[REST_TEXT_SIZE], other[REST_TEXT_SIZE];
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = search(&r, AT "/countries/FR/:search", ASK, "succeeded", id);
	TEST_OK(err);
	err = rest_get(&r, 200, AT "/searchResults/%s", id);
	TEST_OK(err);
	assert_true(cJSON_IsTrue(rest_at(&r,
					 "isAgreementToNotResellRequired")));

	err = buy(&r, 400, id, "");
	TEST_OK(err);
	err = buy(&r, 400, id, ",\"agreeToNotResell\":false");
	TEST_OK(err);
	err = buy(&r, 400, id, ",\"agreeToNotResell\":\"true\"");
	TEST_OK(err);
	err = buy(&r, 202, id, ",\"agreeToNotResell\":true");
	TEST_OK(err);
	err = rest_operation(&r, "succeeded", other, "purchase-id");
	TEST_OK(err);

	err = rest_ask(&r, 400, "POST", AT "/:purchase", "{}");
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "error.message"),
			    "searchId: missing.");
	err = buy(&r, 404, "none", "");
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}

int test_search_browse(void)
{
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = rest_ask(&r, 200, "POST", US "/:browse", "{" GEO ","
		       "\"phoneNumberPrefixes\":[\"1206\"]}");
	TEST_OK(err);
	assert_true(rest_count(&r, "phoneNumbers") > 1);
	assert_string_equal(rest_text(&r, "phoneNumbers.0.status"),
			    "available");
	assert_string_equal(rest_text(&r, "phoneNumbers.0.countryCode"),
			    "US");
	assert_int_equal(strncmp(rest_text(&r, "phoneNumbers.0.id"), "1206",
				 4), 0);

	err = rest_ask(&r, 200, "POST", US "/:browse", "{" GEO ","
		       "\"phoneNumberPrefixes\":[\"44\"]}");
	TEST_OK(err);
	assert_int_equal(rest_count(&r, "phoneNumbers"), 0);
	err = rest_ask(&r, 400, "POST", US "/:browse", "{" GEO ","
		       "\"phoneNumberPrefixes\":[1206]}");
	TEST_OK(err);
	err = rest_ask(&r, 400, "POST", US "/:browse", "{}");
	TEST_OK(err);
	err = rest_ask(&r, 400, "POST", US "/:browse",
		       "{\"phoneNumberType\":\"mobile\"}");
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}

int test_search_cancelled(void)
{
	char op[REST_TEXT_SIZE], target[REST_TEXT_SIZE + 32];
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = rest_ask(&r, 202, "POST", US "/:search", ASK);
	TEST_OK(err);
	rest_header(op, &r, "operation-id");
	(void)re_snprintf(target, sizeof(target),
			  "/phoneNumbers/operations/%s", op);
	err = rest_ask(&r, 204, "DELETE", target, NULL);
	TEST_OK(err);
	assert_null(r.reply.body);
	err = rest_get(&r, 200, "%s", target);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "status"), "failed");
	err = rest_ask(&r, 409, "DELETE", target, NULL);
	TEST_OK(err);
	err = rest_ask(&r, 404, "DELETE", "/phoneNumbers/operations/x",
		       NULL);
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}
