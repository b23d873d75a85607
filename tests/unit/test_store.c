/**
 * @file test_store.c  Searching, buying, changing and releasing numbers
 */
#include "base/compat.h"
#include "base/clock.h"
#include "store_fixture.h"
#include "test.h"

#define GEOGRAPHIC OH_TYPE_GEOGRAPHIC

int test_store_search(void)
{
	struct store_fixture f;
	const struct oh_offer *offer;
	uint64_t begin;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	begin = oh_clock_wall_us();
	assert_true(oh_store_is_free(f.s, "+12065550100"));
	TEST_OK(err = store_search(&f, "US", GEOGRAPHIC, 3));
	assert_int_equal(f.op->type, OH_OP_SEARCH);
	assert_int_equal(f.op->status, OH_OP_NOT_STARTED);
	assert_true(f.op->created_us == begin);
	assert_non_null(strstr(f.op->resource, f.id));

	/* Held at once, shown when it is due */
	assert_false(oh_store_is_free(f.s, "+12065550102"));
	assert_true(oh_store_is_free(f.s, "+12065550103"));
	offer = oh_store_offer(f.s, f.id);
	assert_non_null(offer);
	assert_int_equal(offer->numberc, 0);
	assert_string_equal(offer->id, f.id);
	test_clock_add_us(STORE_OP_US - 1);
	f.op = oh_store_operation(f.s, f.op->id);
	assert_int_equal(f.op->status, OH_OP_RUNNING);
	test_clock_add_us(1);
	f.op = oh_store_operation(f.s, f.op->id);
	assert_int_equal(f.op->status, OH_OP_SUCCEEDED);
	assert_true(f.op->changed_us == begin + STORE_OP_US);

	offer = oh_store_offer(f.s, f.id);
	assert_int_equal(offer->numberc, 3);
	assert_string_equal(offer->numberv[0], "+12065550100");
	assert_string_equal(offer->numberv[2], "+12065550102");
	assert_int_equal(offer->cost.micro, OH_MONEY_UNIT);
	assert_int_equal(offer->assignment, OH_ASSIGN_APPLICATION);
	assert_int_equal(offer->caps.calling, OH_CAPABLE_BOTH);
	assert_string_equal(offer->error, "NoError");
	assert_true(offer->expires_us == begin + STORE_OP_US +
		    STORE_HOLD_US);

	assert_null(oh_store_offer(f.s, "nobody"));
	assert_null(oh_store_operation(f.s, "search_nobody"));
	assert_int_equal(f.changes, 0);

 out:
	return store_close(&f, err);
}

int test_store_expiry(void)
{
	struct store_fixture f;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_search(&f, "US", GEOGRAPHIC, 1));
	store_expect(&f, "");
	test_clock_add_us(STORE_HOLD_US - 1);
	assert_false(oh_store_is_free(f.s, "+12065550100"));
	test_clock_add_us(1);
	assert_true(oh_store_is_free(f.s, "+12065550100"));

	/* It is still told, and buying it fails in due time */
	assert_int_equal(oh_store_offer(f.s, f.id)->numberc, 1);
	TEST_OK(err = oh_store_buy(f.s, f.id, false, NULL, &f.op));
	store_expect(&f, "ReservationExpired");
	assert_int_equal(oh_store_count(f.s), 0);
	assert_true(oh_store_is_free(f.s, "+12065550100"));

 out:
	return store_close(&f, err);
}

int test_store_ask(void)
{
	static const struct {
		struct oh_store_ask ask;
		int err;
	} v[] = {
		{ { .country = "US", .type = GEOGRAPHIC }, EINVAL },
		{ { .country = "US", .quantity = 1 }, EINVAL },
		{ { .type = GEOGRAPHIC, .quantity = 1 }, EINVAL },
		{ { .country = "XX", .type = GEOGRAPHIC, .quantity = 1 },
		  ENOTSUP },
		{ { .country = "US", .type = OH_TYPE_MOBILE, .quantity = 1 },
		  ENOTSUP },
		{ { .country = "US", .type = OH_TYPE_TOLL_FREE,
		    .assignment = OH_ASSIGN_PERSON, .quantity = 1 },
		  ENOTSUP },
		{ { .country = "US", .type = GEOGRAPHIC, .quantity = 1,
		    .caps = { OH_CAPABLE_BOTH, OH_CAPABLE_BOTH } },
		  ENOTSUP },
		{ { .country = "US", .type = GEOGRAPHIC,
		    .quantity = OH_MODEL_NUMBERS + 1 }, ENOSPC },
		{ { .country = "US", .type = GEOGRAPHIC,
		    .quantity = OH_MODEL_NUMBERS }, 0 },
	};
	struct store_fixture f;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		err = oh_store_search(f.s, &v[i].ask, NULL, &f.op);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, v[i].err);
	}

 out:
	return store_close(&f, err);
}

/* Australia has four mobile numbers; an area nobody has heard of has none */
int test_store_out_of_stock(void)
{
	struct oh_store_ask ask = { .country = "US", .type = GEOGRAPHIC,
				    .area = "907", .quantity = 1 };
	struct store_fixture f;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_search(&f, "AU", OH_TYPE_MOBILE, 5));
	store_expect(&f, "OutOfStock");
	assert_int_equal(oh_store_offer(f.s, f.id)->numberc, 0);
	assert_string_equal(oh_store_offer(f.s, f.id)->error, "OutOfStock");
	assert_int_equal(oh_store_buy(f.s, f.id, true, NULL, &f.op), ENOENT);

	TEST_OK(err = store_search(&f, "AU", OH_TYPE_MOBILE, 4));
	store_expect(&f, "");
	TEST_OK(err = store_search(&f, "AU", OH_TYPE_MOBILE, 1));
	store_expect(&f, "OutOfStock");
	TEST_OK(err = oh_store_search(f.s, &ask, NULL, &f.op));
	store_expect(&f, "OutOfStock");
	ask.area = "212";
	TEST_OK(err = oh_store_search(f.s, &ask, NULL, &f.op));
	store_expect(&f, "");
	assert_false(oh_store_is_free(f.s, "+12125550100"));

 out:
	return store_close(&f, err);
}

int test_store_buy(void)
{
	struct store_fixture f;
	const struct oh_owned *o;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_search(&f, "GB", OH_TYPE_MOBILE, 2));
	/* What is not shown cannot be bought */
	assert_int_equal(oh_store_buy(f.s, f.id, false, NULL, &f.op),
			 ENOENT);
	store_expect(&f, "");
	TEST_OK(err = oh_store_buy(f.s, f.id, false, NULL, &f.op));
	assert_int_equal(strncmp(f.op->id, "purchase_", 9), 0);
	assert_int_equal(oh_store_buy(f.s, f.id, false, NULL, &f.op),
			 EALREADY);
	assert_int_equal(oh_store_count(f.s), 0);
	store_expect(&f, "");

	assert_int_equal(oh_store_count(f.s), 2);
	assert_int_equal(f.changes, 1);
	o = oh_store_at(f.s, 1);
	assert_string_equal(o->number, "+447700900001");
	assert_string_equal(o->country, "GB");
	assert_int_equal(o->type, OH_TYPE_MOBILE);
	assert_int_equal(o->caps.sms, OH_CAPABLE_BOTH);
	assert_int_equal(o->cost.micro, 3 * OH_MONEY_UNIT);
	assert_true(o->bought_us == oh_clock_wall_us());
	assert_ptr_equal(oh_store_find(f.s, "+447700900001"), o);
	assert_null(oh_store_at(f.s, 2));
	assert_null(oh_store_find(f.s, "+447700900002"));
	assert_int_equal(oh_store_buy(f.s, f.id, false, NULL, &f.op),
			 EALREADY);

	/* Ours for good, whenever the hold would have ended */
	test_clock_add_us(2ull * STORE_HOLD_US);
	assert_false(oh_store_is_free(f.s, "+447700900001"));

 out:
	return store_close(&f, err);
}

/* A purchase sent in time is not overtaken by the end of the hold */
int test_store_buy_late(void)
{
	struct store_fixture f;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_search(&f, "US", GEOGRAPHIC, 1));
	store_expect(&f, "");
	test_clock_add_us(STORE_HOLD_US - 1);
	TEST_OK(err = oh_store_buy(f.s, f.id, false, NULL, &f.op));
	test_clock_add_us(2);
	assert_false(oh_store_is_free(f.s, "+12065550100"));
	store_expect(&f, "");
	assert_non_null(oh_store_find(f.s, "+12065550100"));

 out:
	return store_close(&f, err);
}

int test_store_buy_fails(void)
{
	struct store_fixture f;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_search(&f, "FR", GEOGRAPHIC, 3));
	store_expect(&f, "");
	assert_true(oh_store_offer(f.s, f.id)->no_resell);
	assert_int_equal(oh_store_buy(f.s, f.id, false, NULL, &f.op), EPERM);

	TEST_OK(err = oh_store_buy(f.s, f.id, true, "PurchaseFailed",
				   &f.op));
	store_expect(&f, "PurchaseFailed");
	assert_int_equal(oh_store_count(f.s), 0);
	assert_false(oh_store_is_free(f.s, "+33199000000"));

	TEST_OK(err = oh_store_buy(f.s, f.id, true,
				   "NumbersPartiallyAcquired", &f.op));
	store_expect(&f, "NumbersPartiallyAcquired");
	assert_int_equal(oh_store_count(f.s), 2);
	assert_non_null(oh_store_find(f.s, "+33199000001"));
	assert_true(oh_store_is_free(f.s, "+33199000002"));

 out:
	return store_close(&f, err);
}

int test_store_update(void)
{
	const char *number = "+18005550100";
	struct oh_capabilities caps = { OH_CAPABLE_INBOUND, OH_CAPABLE_ANY };
	struct store_fixture f;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_own(&f, "US", OH_TYPE_TOLL_FREE, 1));
	assert_int_equal(oh_store_update(f.s, "+18005550101", &caps, NULL,
					 &f.op), ENOENT);
	TEST_OK(err = oh_store_update(f.s, number, &caps, NULL, &f.op));
	assert_string_equal(f.op->resource, "/phoneNumbers/%2B18005550100");
	assert_int_equal(strncmp(f.op->id, "capabilities_", 13), 0);
	assert_int_equal(oh_store_update(f.s, number, &caps, NULL, &f.op),
			 EALREADY);
	assert_int_equal(oh_store_release(f.s, number, NULL, &f.op),
			 EALREADY);
	assert_int_equal(oh_store_find(f.s, number)->caps.calling,
			 OH_CAPABLE_BOTH);
	store_expect(&f, "");
	assert_int_equal(oh_store_find(f.s, number)->caps.calling,
			 OH_CAPABLE_INBOUND);
	assert_int_equal(oh_store_find(f.s, number)->caps.sms,
			 OH_CAPABLE_BOTH);
	assert_int_equal(f.changes, 2);

	caps.calling = caps.sms = OH_CAPABLE_NONE;
	assert_int_equal(oh_store_update(f.s, number, &caps, NULL, &f.op),
			 ENOTSUP);
	caps.calling = OH_CAPABLE_BOTH;
	TEST_OK(err = oh_store_update(f.s, number, &caps, "Failed", &f.op));
	store_expect(&f, "Failed");
	assert_int_equal(oh_store_find(f.s, number)->caps.calling,
			 OH_CAPABLE_INBOUND);

 out:
	return store_close(&f, err);
}

int test_store_release(void)
{
	static const char *const leftv[] = {
		"+12065550100", "+12065550101", "+12065550103",
		"+12065550104",
	};
	struct store_fixture f;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_own(&f, "US", GEOGRAPHIC, 5));
	assert_int_equal(oh_store_release(f.s, "+12065550105", NULL, &f.op),
			 ENOENT);
	TEST_OK(err = oh_store_release(f.s, "+12065550102", NULL, &f.op));
	assert_int_equal(oh_store_count(f.s), 5);
	store_expect(&f, "");

	assert_int_equal(oh_store_count(f.s), ARRAY_SIZE(leftv));
	for (size_t i = 0; i < ARRAY_SIZE(leftv); i++) {
		assert_string_equal(oh_store_at(f.s, i)->number, leftv[i]);
		assert_ptr_equal(oh_store_find(f.s, leftv[i]),
				 oh_store_at(f.s, i));
	}
	assert_null(oh_store_find(f.s, "+12065550102"));
	assert_true(oh_store_is_free(f.s, "+12065550102"));
	TEST_OK(err = oh_store_release(f.s, leftv[0], "Failed", &f.op));
	store_expect(&f, "Failed");
	assert_non_null(oh_store_find(f.s, leftv[0]));

 out:
	return store_close(&f, err);
}

static int cancel(struct store_fixture *f)
{
	char id[OH_MODEL_ID];
	int err;

	str_ncpy(id, f->op->id, sizeof(id));
	err = oh_store_operation_cancel(f->s, id);
	if (err)
		return err;
	assert_int_equal(oh_store_operation_cancel(f->s, id), EALREADY);
	test_clock_add_us(STORE_OP_US);
	f->op = oh_store_operation(f->s, id);
	assert_int_equal(f->op->status, OH_OP_FAILED);
	assert_string_equal(f->op->error_code, "OperationCanceled");

	return 0;
}

int test_store_cancel(void)
{
	const struct oh_capabilities caps = { OH_CAPABLE_INBOUND,
					      OH_CAPABLE_NONE };
	const char *number = "+12065550100";
	struct store_fixture f;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	assert_int_equal(oh_store_operation_cancel(f.s, "nobody"), ENOENT);
	TEST_OK(err = store_search(&f, "US", GEOGRAPHIC, 1));
	TEST_OK(err = cancel(&f));
	assert_true(oh_store_is_free(f.s, number));
	assert_null(oh_store_offer(f.s, f.id));

	TEST_OK(err = store_search(&f, "US", GEOGRAPHIC, 1));
	store_expect(&f, "");
	assert_int_equal(oh_store_operation_cancel(f.s, f.op->id),
			 EALREADY);
	TEST_OK(err = oh_store_buy(f.s, f.id, false, NULL, &f.op));
	TEST_OK(err = cancel(&f));
	assert_int_equal(oh_store_count(f.s), 0);
	assert_false(oh_store_is_free(f.s, number));

	TEST_OK(err = oh_store_buy(f.s, f.id, false, NULL, &f.op));
	store_expect(&f, "");
	TEST_OK(err = oh_store_update(f.s, number, &caps, NULL, &f.op));
	TEST_OK(err = cancel(&f));
	assert_int_equal(oh_store_find(f.s, number)->caps.calling,
			 OH_CAPABLE_BOTH);
	TEST_OK(err = oh_store_release(f.s, number, NULL, &f.op));
	TEST_OK(err = cancel(&f));
	assert_int_equal(oh_store_count(f.s), 1);

 out:
	return store_close(&f, err);
}

/* A purchase that is cancelled after the hold would have ended */
int test_store_cancel_late(void)
{
	struct store_fixture f;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_search(&f, "US", GEOGRAPHIC, 1));
	store_expect(&f, "");
	test_clock_add_us(STORE_HOLD_US - 1);
	TEST_OK(err = oh_store_buy(f.s, f.id, false, NULL, &f.op));
	test_clock_add_us(1);
	TEST_OK(err = cancel(&f));
	assert_true(oh_store_is_free(f.s, "+12065550100"));

 out:
	return store_close(&f, err);
}

/* Numbers drawn are free, fit, and none comes twice */
int test_store_browse(void)
{
	enum { MAX = 150 };
	static const char *const prefixv[] = { "1206", "1212555" };
	const struct oh_store_ask ask = { .country = "US" };
	struct oh_available *v = calloc(MAX, sizeof(*v));
	struct store_fixture f;
	size_t n;
	int err;

	assert_non_null(v);
	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_own(&f, "US", GEOGRAPHIC, 99));
	TEST_OK(err = store_search(&f, "US", GEOGRAPHIC, 2));

	n = oh_store_browse(f.s, v, MAX, &ask, prefixv, 2);
	assert_int_equal(n, 99);
	for (size_t i = 0; i < n; i++) {
		assert_true(oh_store_is_free(f.s, v[i].number));
		assert_string_equal(v[i].id, v[i].number + 1);
		assert_int_equal(v[i].status, OH_AVAIL_AVAILABLE);
		assert_int_equal(v[i].cost.micro, OH_MONEY_UNIT);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(v[i].id, v[k].id);
	}
	assert_int_equal(oh_store_browse(f.s, v, MAX, &ask, NULL, 0), MAX);
	assert_int_equal(oh_store_browse(f.s, v, 0, &ask, NULL, 0), 0);

 out:
	free(v);

	return store_close(&f, err);
}

/* A search that is over makes room for a new one, one that holds does not */
int test_store_holds_max(void)
{
	struct store_fixture f;
	int err = 0;

	if (test_is_oom())
		return 0;
	assert_int_equal(store_open(&f, NULL), 0);
	for (unsigned i = 0; i < OH_STORE_HOLDS_MAX; i++)
		assert_int_equal(store_search(&f, "DE", GEOGRAPHIC, 1), 0);
	assert_int_equal(store_search(&f, "DE", GEOGRAPHIC, 1), ENOSPC);
	test_clock_add_us(STORE_OP_US);
	assert_int_equal(store_search(&f, "DE", GEOGRAPHIC, 1), ENOSPC);
	test_clock_add_us(STORE_HOLD_US);
	assert_int_equal(store_search(&f, "DE", GEOGRAPHIC, 1), 0);

	return store_close(&f, err);
}

int test_store_operations_max(void)
{
	const struct oh_capabilities caps = { OH_CAPABLE_BOTH,
					      OH_CAPABLE_NONE };
	struct store_fixture f;
	char first[OH_MODEL_ID];

	if (test_is_oom())
		return 0;
	assert_int_equal(store_open(&f, NULL), 0);
	assert_int_equal(store_own(&f, "US", GEOGRAPHIC, 1), 0);
	str_ncpy(first, f.op->id, sizeof(first));
	for (unsigned i = 2; i < OH_STORE_OPERATIONS_MAX; i++) {
		assert_int_equal(oh_store_update(f.s, "+12065550100", &caps,
						 "Failed", &f.op), 0);
		test_clock_add_us(STORE_OP_US);
	}
	/* The search's goes first, then that of the purchase */
	assert_int_equal(store_search(&f, "US", GEOGRAPHIC, 1), 0);
	assert_non_null(oh_store_operation(f.s, first));
	assert_int_equal(store_search(&f, "US", GEOGRAPHIC, 1), 0);
	assert_null(oh_store_operation(f.s, first));

	return store_close(&f, 0);
}
