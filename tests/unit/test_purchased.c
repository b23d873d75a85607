/**
 * @file test_purchased.c  Numbers that were bought, over the API
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "simrest/store.h"
#include "rest_fixture.h"
#include "test.h"

/* Buys so many numbers of Seattle, with the store alone */
static int stock_up(struct rest *r, uint32_t quantity)
{
	const struct oh_store_ask ask = {
		.country = "US", .type = OH_TYPE_GEOGRAPHIC,
		.assignment = OH_ASSIGN_APPLICATION, .area = "206",
		.caps = { OH_CAPABLE_BOTH, OH_CAPABLE_NONE },
		.quantity = quantity,
	};
	const struct oh_operation *op;
	char search[OH_MODEL_ID];
	int err;

	err = oh_store_search(r->d.store, &ask, NULL, &op);
	if (err)
		return err;
	str_ncpy(search, strchr(op->id, '_') + 1, sizeof(search));
	test_clock_add_us(1000ull * REST_OP_MS);
	err = oh_store_buy(r->d.store, search, false, NULL, &op);
	if (err)
		return err;
	test_clock_add_us(1000ull * REST_OP_MS);
	assert_int_equal(oh_store_count(r->d.store), quantity);

	return 0;
}

/* Any of them */
static void pick(char number[OH_NUMBER_SIZE], const struct rest *r)
{
	str_ncpy(number, oh_store_at(r->d.store, 0)->number, OH_NUMBER_SIZE);
}

int test_purchased_list(void)
{
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = rest_get(&r, 200, "/phoneNumbers");
	TEST_OK(err);
	assert_string_equal(r.reply.body, "{\"phoneNumbers\":[]}");

	err = stock_up(&r, 5);
	TEST_OK(err);
	err = rest_get(&r, 200, "/phoneNumbers?top=2");
	TEST_OK(err);
	assert_int_equal(rest_count(&r, "phoneNumbers"), 2);
	assert_string_equal(rest_text(&r, "nextLink"),
			    "http://127.0.0.1:8443/phoneNumbers?top=2"
			    "&api-version=2025-06-01&skip=2");
	err = rest_get(&r, 200, "/phoneNumbers?top=2&skip=4");
	TEST_OK(err);
	assert_int_equal(rest_count(&r, "phoneNumbers"), 1);
	assert_null(rest_at(&r, "nextLink"));
	err = rest_get(&r, 200, "/phoneNumbers?skip=100000000&top=1000");
	TEST_OK(err);
	assert_int_equal(rest_count(&r, "phoneNumbers"), 0);
	err = rest_get(&r, 400, "/phoneNumbers?top=1001");
	TEST_OK(err);
	err = rest_get(&r, 400, "/phoneNumbers?skip=4294967296");
	TEST_OK(err);

	r.d.tls = true;
	err = rest_get(&r, 200, "/phoneNumbers?top=1");
	TEST_OK(err);
	assert_int_equal(strncmp(rest_text(&r, "nextLink"), "https://", 8),
			 0);

out:
	rest_reset(&r);

	return err;
}

int test_purchased_get(void)
{
	char number[OH_NUMBER_SIZE];
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = stock_up(&r, 1);
	TEST_OK(err);
	pick(number, &r);
	for (unsigned i = 0; i < 3; i++) {
		static const char *const plusv[] = { "+", "%2B", "%2b" };

		err = rest_get(&r, 200, "/phoneNumbers/%s%s", plusv[i],
			       number + 1);
		TEST_OK(err);
		assert_string_equal(rest_text(&r, "phoneNumber"), number);
		assert_string_equal(rest_text(&r, "cost.currencyCode"),
				    "USD");
		assert_int_equal(rest_at(&r, "cost.amount")->valuedouble, 1);
	}
	err = rest_get(&r, 404, "/phoneNumbers/%s", number + 1);
	TEST_OK(err);
	err = rest_get(&r, 404, "/phoneNumbers/%%2B19995550100");
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "error.message"),
			    "Input phoneNumber +19995550100 cannot be found.");

out:
	rest_reset(&r);

	return err;
}

static const struct {
	const char *patch;
	const char *calling, *sms;      /* NULL: refused */
} patchv[] = {
	{ "{\"calling\":\"inbound\"}", "inbound", "none" },
	{ "{}", "inbound", "none" },
	{ "{\"calling\":null,\"sms\":\"none\"}", "inbound", "none" },
	{ "{\"calling\":\"inbound+outbound\",\"sms\":null}",
	  "inbound+outbound", "none" },
	{ "{\"sms\":\"inbound\"}", NULL, NULL },
	{ "{\"calling\":\"both ways\"}", NULL, NULL },
	{ "{\"calling\":true}", NULL, NULL },
};

static int patch_run(struct rest *r, const char *number, size_t i)
{
	char target[REST_TEXT_SIZE], text[REST_TEXT_SIZE];
	char want[REST_TEXT_SIZE];
	int err;

	(void)re_snprintf(target, sizeof(target),
			  "/phoneNumbers/%s/capabilities", number);
	err = rest_ask(r, patchv[i].calling ? 202 : 400, "PATCH", target,
		       patchv[i].patch);
	if (err || !patchv[i].calling)
		return err;
	rest_header(text, r, "Location");
	(void)re_snprintf(want, sizeof(want), "/phoneNumbers/%%2B%s"
			  "?api-version=2025-06-01", number + 1);
	assert_string_equal(text, want);
	assert_string_equal(rest_text(r, "phoneNumber"), number);

	err = rest_operation(r, "succeeded", text, "capabilities-id");
	if (err)
		return err;
	assert_string_equal(rest_text(r, "operationType"),
			    "updatePhoneNumberCapabilities");
	err = rest_get(r, 200, "/phoneNumbers/%s", number);
	if (err)
		return err;
	assert_string_equal(rest_text(r, "capabilities.calling"),
			    patchv[i].calling);
	assert_string_equal(rest_text(r, "capabilities.sms"), patchv[i].sms);

	return 0;
}

int test_purchased_update(void)
{
	char number[OH_NUMBER_SIZE];
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = stock_up(&r, 1);
	TEST_OK(err);
	pick(number, &r);
	for (size_t i = 0; i < ARRAY_SIZE(patchv) && !err; i++)
		err = patch_run(&r, number, i);
	TEST_OK(err);
	err = rest_ask(&r, 404, "PATCH",
		       "/phoneNumbers/+19995550100/capabilities", "{}");
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}

int test_purchased_release(void)
{
	char number[OH_NUMBER_SIZE], target[REST_TEXT_SIZE];
	char id[REST_TEXT_SIZE];
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = stock_up(&r, 2);
	TEST_OK(err);
	pick(number, &r);
	(void)re_snprintf(target, sizeof(target), "/phoneNumbers/%s", number);
	err = rest_ask(&r, 202, "DELETE", target, NULL);
	TEST_OK(err);
	err = rest_operation(&r, "succeeded", id, "release-id");
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "operationType"),
			    "releasePhoneNumber");
	err = rest_get(&r, 404, "%s", target);
	TEST_OK(err);
	err = rest_ask(&r, 404, "DELETE", target, NULL);
	TEST_OK(err);
	err = rest_get(&r, 200, "/phoneNumbers");
	TEST_OK(err);
	assert_int_equal(rest_count(&r, "phoneNumbers"), 1);

out:
	rest_reset(&r);

	return err;
}
