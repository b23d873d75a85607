/**
 * @file test_reservation.c  Carts that hold numbers, over the API
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "simrest/store.h"
#include "rest_fixture.h"
#include "test.h"

#define AT "/availablePhoneNumbers/reservations"
#define CART AT "/0ff4d1d7-0000-4000-8000-000000000001"
#define OTHER AT "/0ff4d1d7-0000-4000-8000-000000000002"
#define NUMBER(digits)                                                    \
	"\"" digits "\":{\"id\":\"" digits "\",\"phoneNumber\":\"+" digits \
	"\",\"countryCode\":\"US\",\"phoneNumberType\":\"geographic\","   \
	"\"assignmentType\":\"application\",\"capabilities\":"           \
	"{\"calling\":\"inbound+outbound\",\"sms\":\"none\"}}"
#define PATCH(entries) "{\"phoneNumbers\":{" entries "}}"

int test_reservation_cart(void)
{
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = rest_ask(&r, 201, "PATCH", CART,
		       PATCH(NUMBER("12065550100") "," NUMBER("12065550101")));
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "status"), "active");
	assert_string_equal(rest_text(&r, "phoneNumbers.12065550101.status"),
			    "reserved");

	/* merge patch: null takes out, what is not named stays */
	err = rest_ask(&r, 200, "PATCH", CART, PATCH("\"12065550100\":null"));
	TEST_OK(err);
	assert_null(rest_at(&r, "phoneNumbers.12065550100"));
	assert_non_null(rest_at(&r, "phoneNumbers.12065550101"));

	/* another cart has it, or the carrier never had */
	err = rest_ask(&r, 207, "PATCH", OTHER,
		       PATCH(NUMBER("12065550101") "," NUMBER("19995550100")));
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "phoneNumbers.12065550101.status"),
			    "error");
	assert_string_equal(rest_text(&r, "phoneNumbers.19995550100.status"),
			    "error");

	err = rest_get(&r, 200, AT "?maxPageSize=1");
	TEST_OK(err);
	assert_int_equal(rest_count(&r, "reservations"), 1);
	assert_null(rest_at(&r, "reservations.0.phoneNumbers"));
	assert_non_null(rest_text(&r, "nextLink"));

	err = rest_ask(&r, 204, "DELETE", OTHER, NULL);
	TEST_OK(err);
	err = rest_get(&r, 404, OTHER);
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}

int test_reservation_buy(void)
{
	char id[REST_TEXT_SIZE];
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = rest_ask(&r, 201, "PATCH", CART, PATCH(NUMBER("12065550101")));
	TEST_OK(err);
	err = rest_ask(&r, 202, "POST", CART "/:purchase",
		       "{\"agreeToNotResell\":true}");
	TEST_OK(err);
	err = rest_operation(&r, "succeeded", id, "reservation-purchase-id");
	TEST_OK(err);
	err = rest_get(&r, 200, CART);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "status"), "completed");
	assert_string_equal(rest_text(&r, "phoneNumbers.12065550101.status"),
			    "purchased");
	err = rest_get(&r, 200, "/phoneNumbers/%%2B12065550101");
	TEST_OK(err);

	/* only an active one may be changed */
	err = rest_ask(&r, 409, "PATCH", CART, PATCH(NUMBER("12065550102")));
	TEST_OK(err);
	err = rest_ask(&r, 409, "DELETE", CART, NULL);
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}

int test_reservation_expired(void)
{
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = rest_ask(&r, 201, "PATCH", CART, PATCH(NUMBER("12065550100")));
	TEST_OK(err);
	test_clock_add_us(1000ull * OH_STORE_HOLD_MS + 1);
	err = rest_get(&r, 200, CART);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "status"), "expired");
	err = rest_ask(&r, 409, "POST", CART "/:purchase", "{}");
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}

static const struct {
	const char *target, *body, *why;
} badv[] = {
	{ AT "/x", "{}", "reservationId: not a UUID." },
	{ AT "/0ff4d1d7-0000-4000-8000-00000000000g", "{}",
	  "reservationId: not a UUID." },
	{ CART, "{\"phoneNumbers\":[]}", "phoneNumbers: not an object." },
	{ CART, PATCH("\"+12065550100\":null"),
	  "phoneNumbers: the names must be digits of numbers." },
	{ CART, PATCH("\"\":null"),
	  "phoneNumbers: the names must be digits of numbers." },
	{ CART, PATCH("\"1206555010012065550100\":null"),
	  "phoneNumbers: the names must be digits of numbers." },
	{ CART, PATCH("\"12065550100\":1"),
	  "12065550100: not an available number as browsing tells it." },
	{ CART, PATCH("\"12065550100\":{\"phoneNumber\":\"x\"}"),
	  "12065550100: not an available number as browsing tells it." },
};

int test_reservation_refused(void)
{
	char body[16 * 1024] = "{\"phoneNumbers\":{\"1\":null";
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		err = rest_ask(&r, 400, "PATCH", badv[i].target,
			       badv[i].body);
		TEST_OK(err);
		assert_string_equal(rest_text(&r, "error.message"),
				    badv[i].why);
	}

	for (unsigned i = 0; i < OH_MODEL_NUMBERS; i++) {
		size_t len = strlen(body);

		(void)re_snprintf(body + len, sizeof(body) - len,
				  ",\"1206555%04u\":null", i);
	}
	str_ncpy(body + strlen(body), "}}", 3);
	err = rest_ask(&r, 400, "PATCH", CART, body);
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "error.message"),
			    "phoneNumbers: too many.");
	err = rest_get(&r, 404, CART);
	TEST_OK(err);
	err = rest_ask(&r, 404, "POST", CART "/:purchase", "{}");
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}
