/**
 * @file test_encode.c  What goes out, and that it comes back the same
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "carrier/decode.h"
#include "carrier/encode.h"
#include "test.h"

#define T_2026 1795435200000000ull       /* 2026-11-23T12:00:00Z */
#define CAPS_BOTH_NONE { OH_CAPABLE_BOTH, OH_CAPABLE_NONE }

static const struct oh_owned owned = {
	"+14255550123", "US", OH_TYPE_TOLL_FREE, OH_ASSIGN_APPLICATION,
	CAPS_BOTH_NONE, T_2026 + 123456, { 23390000, "EUR" },
};

static const struct oh_available available = {
	"14255550123", "+14255550123", "US", OH_TYPE_GEOGRAPHIC,
	OH_ASSIGN_PERSON, CAPS_BOTH_NONE, { 1000000, "USD" },
	OH_AVAIL_ERROR, true, "FailedToReserveNumber", "taken",
};

static void assert_json(cJSON *json, const char *text)
{
	char *got = cJSON_PrintUnformatted(json);

	assert_non_null(got);
	assert_string_equal(got, text);
	cJSON_free(got);
	cJSON_Delete(json);
}

/* Through text, as it travels */
static cJSON *travel(cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);
	cJSON *again;

	assert_non_null(text);
	again = cJSON_Parse(text);
	assert_non_null(again);
	cJSON_free(text);
	cJSON_Delete(json);

	return again;
}

#define assert_same(name, value, json) \
	do { \
		struct oh_##name back_; \
		cJSON *json_ = travel(json); \
		memset(&back_, 0xff, sizeof(back_)); \
		assert_int_equal(oh_decode_##name(&back_, json_), 0); \
		assert_memory_equal(&back_, value, sizeof(back_)); \
		cJSON_Delete(json_); \
	} while (0)

int test_encode_owned(void)
{
	struct oh_owned o;

	assert_same(owned, &owned, oh_encode_owned(&owned));
	memset(&o, 0, sizeof(o));
	memcpy(&o, &owned, sizeof(o));
	o.bought_us = 0;
	assert_same(owned, &o, oh_encode_owned(&o));
	assert_json(oh_encode_owned(&o), "{\"id\":\"14255550123\","
		    "\"phoneNumber\":\"+14255550123\","
		    "\"countryCode\":\"US\",\"phoneNumberType\":\"tollFree\","
		    "\"assignmentType\":\"application\",\"capabilities\":"
		    "{\"calling\":\"inbound+outbound\",\"sms\":\"none\"},"
		    "\"cost\":{\"amount\":23.39,\"currencyCode\":\"EUR\","
		    "\"billingFrequency\":\"monthly\"}}");

	return 0;
}

int test_encode_places(void)
{
	const struct oh_country c = { "IT", "Italia" };
	const struct oh_locality l = { "Seattle", "Washington", "WA" };
	const struct oh_locality alone = { "Monaco", "", "" };
	const struct oh_area a = { "425" };

	assert_same(country, &c, oh_encode_country(&c));
	assert_same(locality, &l, oh_encode_locality(&l));
	assert_same(locality, &alone, oh_encode_locality(&alone));
	assert_same(area, &a, oh_encode_area(&a));
	assert_json(oh_encode_locality(&alone),
		    "{\"localizedName\":\"Monaco\"}");

	return 0;
}

int test_encode_offering(void)
{
	static const struct oh_offering o = {
		OH_TYPE_MOBILE, OH_ASSIGN_APPLICATION, CAPS_BOTH_NONE,
		{ 13000, "USD" },
	};
	static const struct oh_offering any = {
		OH_TYPE_ANY, OH_ASSIGN_ANY, CAPS_BOTH_NONE, { 1, "USD" },
	};

	assert_same(offering, &o, oh_encode_offering(&o));
	assert_same(offering, &any, oh_encode_offering(&any));

	return 0;
}

static const struct oh_offer offer = {
	.id = "0ff4d1d7-1", .numberc = 2,
	.numberv = { "+14255550123", "+14255550124" },
	.type = OH_TYPE_GEOGRAPHIC, .assignment = OH_ASSIGN_APPLICATION,
	.caps = CAPS_BOTH_NONE, .cost = { 1000000, "USD" },
	.expires_us = T_2026, .no_resell = true, .error = "OutOfStock",
};

int test_encode_offer(void)
{
	cJSON *json = oh_encode_offer(&offer);

	assert_int_equal(cJSON_GetObjectItem(json, "errorCode")->valueint, 2);
	assert_same(offer, &offer, json);

	return 0;
}

int test_encode_available(void)
{
	struct oh_available bare;

	memcpy(&bare, &available, sizeof(bare));
	memset(&bare.cost, 0, sizeof(bare.cost));
	memset(bare.error_code, 0, sizeof(bare.error_code));
	memset(bare.error_text, 0, sizeof(bare.error_text));
	bare.status = OH_AVAIL_UNKNOWN;
	bare.no_resell = false;

	assert_same(available, &available, oh_encode_available(&available));
	assert_same(available, &bare, oh_encode_available(&bare));
	assert_json(oh_encode_available(&bare), "{\"id\":\"14255550123\","
		    "\"countryCode\":\"US\",\"phoneNumber\":\"+14255550123\","
		    "\"capabilities\":{\"calling\":\"inbound+outbound\","
		    "\"sms\":\"none\"},\"phoneNumberType\":\"geographic\","
		    "\"assignmentType\":\"person\","
		    "\"isAgreementToNotResellRequired\":false}");

	return 0;
}

int test_encode_reservation(void)
{
	struct oh_reservation r;

	memset(&r, 0, sizeof(r));
	str_ncpy(r.id, "6227aeb8", sizeof(r.id));
	r.expires_us = T_2026;
	r.status = OH_RES_SUBMITTED;
	assert_same(reservation, &r, oh_encode_reservation(&r, true));

	r.numberc = 2;
	memcpy(&r.numberv[0], &available, sizeof(available));
	memcpy(&r.numberv[1], &available, sizeof(available));
	r.numberv[1].id[10] = r.numberv[1].number[11] = '4';
	assert_same(reservation, &r, oh_encode_reservation(&r, true));
	assert_json(oh_encode_reservation(&r, false),
		    "{\"id\":\"6227aeb8\",\"expiresAt\":"
		    "\"2026-11-23T12:00:00Z\",\"status\":\"submitted\"}");

	return 0;
}

int test_encode_operation(void)
{
	static const struct oh_operation done = {
		.id = "search_0ff4", .type = OH_OP_SEARCH,
		.status = OH_OP_SUCCEEDED, .resource = "/x?api-version=1",
		.created_us = T_2026, .changed_us = T_2026 + 2000000,
	};
	static const struct oh_operation failed = {
		.id = "purchase_1", .type = OH_OP_RESERVATION_PURCHASE,
		.status = OH_OP_FAILED, .error_code = "ReservationExpired",
		.error_text = "Too late.",
	};

	assert_same(operation, &done, oh_encode_operation(&done));
	assert_same(operation, &failed, oh_encode_operation(&failed));
	assert_json(oh_encode_operation(&failed),
		    "{\"operationType\":\"reservationPurchase\","
		    "\"status\":\"failed\",\"createdDateTime\":"
		    "\"1970-01-01T00:00:00Z\",\"id\":\"purchase_1\","
		    "\"error\":{\"code\":\"ReservationExpired\","
		    "\"message\":\"Too late.\"}}");

	return 0;
}

int test_encode_operator(void)
{
	const struct oh_operator o = {
		"+14255550123", "+1 (425) 555-0123", "+1 425 555 0123", "US",
		"geographic", "Contoso", "155", "341",
	};

	assert_same(operator, &o, oh_encode_operator(&o, true));
	assert_json(oh_encode_operator(&o, false),
		    "{\"phoneNumber\":\"+14255550123\","
		    "\"nationalFormat\":\"+1 (425) 555-0123\","
		    "\"internationalFormat\":\"+1 425 555 0123\"}");

	return 0;
}

int test_encode_caps(void)
{
	const struct oh_capabilities any = { OH_CAPABLE_ANY, OH_CAPABLE_ANY };
	const struct oh_capabilities one = { OH_CAPABLE_BOTH, OH_CAPABLE_ANY };

	assert_json(oh_encode_caps(&any), "{}");
	assert_json(oh_encode_caps(&one),
		    "{\"calling\":\"inbound+outbound\"}");

	return 0;
}

/* No digit is lost or made up on the way. */
int test_encode_cost(void)
{
	static const struct { int64_t micro; const char *text; } v[] = {
		{ 13000,    "0.013"    }, { 1000000, "1.00"   },
		{ 23390000, "23.39"    }, { 341500,  "0.3415" },
		{ 1,        "0.000001" }, { 0,       "0.00"   },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_money m = { v[i].micro, "USD" };
		cJSON *json = oh_encode_cost(&m);
		const cJSON *item = cJSON_GetObjectItem(json, "amount");
		struct oh_money back;

		assert_string_equal(item->valuestring, v[i].text);
		json = travel(json);
		item = cJSON_GetObjectItem(json, "amount");
		assert_int_equal(oh_money_of_double(&back, item->valuedouble,
						    "USD"), 0);
		assert_int_equal(back.micro, m.micro);
		cJSON_Delete(json);
	}
	return 0;
}

int test_encode_time(void)
{
	assert_json(oh_encode_time(0), "\"1970-01-01T00:00:00Z\"");
	assert_json(oh_encode_time(T_2026), "\"2026-11-23T12:00:00Z\"");
	assert_json(oh_encode_time(T_2026 + 50),
		    "\"2026-11-23T12:00:00.000050Z\"");
	assert_json(oh_encode_time(UINT64_MAX),
		    "\"586524-01-19T08:01:49.551615Z\"");

	return 0;
}

static unsigned left;      /* allocations cJSON may still have */

static void *scarce(size_t size)
{
	return left && left-- ? malloc(size) : NULL;
}

/* Whichever allocation fails, there is no object, and no part of one. */
int test_encode_no_memory(void)
{
	cJSON_Hooks hooks = { .malloc_fn = scarce, .free_fn = free };
	struct oh_reservation r = { .id = "6227aeb8", .numberc = 1 };
	cJSON *json = NULL;
	unsigned n;

	memcpy(&r.numberv[0], &available, sizeof(available));
	cJSON_InitHooks(&hooks);
	for (n = 0; !json && n < 1000; n++) {
		left = n;
		json = oh_encode_reservation(&r, true);
	}
	cJSON_Delete(json);
	json = NULL;
	assert_in_range(n, 10, 999);

	for (n = 0; !json && n < 1000; n++) {
		left = n;
		json = oh_encode_offer(&offer);
	}
	cJSON_InitHooks(NULL);
	cJSON_Delete(json);
	assert_in_range(n, 10, 999);

	return 0;
}
