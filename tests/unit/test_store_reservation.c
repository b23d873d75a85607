/**
 * @file test_store_reservation.c  Reservations
 */
#include "base/compat.h"
#include "base/clock.h"
#include "store_fixture.h"
#include "test.h"

static const char id[] = "0ff4d1d7-0000-4000-8000-000000000001";

/* Adds a number; what came of the change is in *c */
static int put(struct store_fixture *f, struct oh_store_change *c,
	       const char *number)
{
	struct oh_available a;

	store_item(&a, number);
	*c = (struct oh_store_change){ .addv = &a, .addc = 1 };

	return oh_store_reserve(f->s, id, c);
}

int test_store_reservation_change(void)
{
	static const char *const removev[] = { "12065550100", "12" };
	struct store_fixture f;
	struct oh_store_change c;
	const struct oh_reservation *r;
	struct oh_available v[2];
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = put(&f, &c, "+12065550100"));
	assert_true(c.created);
	assert_false(c.partly);
	assert_false(oh_store_is_free(f.s, "+12065550100"));
	TEST_OK(err = put(&f, &c, "+12065550101"));
	assert_false(c.created);
	r = oh_store_reservation(f.s, id);
	assert_int_equal(r->numberc, 2);
	assert_int_equal(r->status, OH_RES_ACTIVE);
	assert_string_equal(r->numberv[1].id, "12065550101");
	assert_int_equal(r->numberv[1].status, OH_AVAIL_RESERVED);
	assert_int_equal(r->numberv[1].cost.micro, OH_MONEY_UNIT);

	/* Taken out and put back at once: it was never free */
	store_item(&v[0], "+12065550100");
	store_item(&v[1], "");
	str_ncpy(v[1].id, "12065550102", sizeof(v[1].id));
	c = (struct oh_store_change){ v, 2, removev, 2, false, false };
	TEST_OK(err = oh_store_reserve(f.s, id, &c));
	assert_false(c.partly);
	assert_int_equal(oh_store_reservation(f.s, id)->numberc, 3);

	c = (struct oh_store_change){ NULL, 0, removev, 2, false, false };
	TEST_OK(err = oh_store_reserve(f.s, id, &c));
	assert_int_equal(oh_store_reservation(f.s, id)->numberc, 2);
	assert_true(oh_store_is_free(f.s, "+12065550100"));
	assert_false(oh_store_is_free(f.s, "+12065550102"));
	assert_int_equal(oh_store_reservation_count(f.s), 1);
	assert_ptr_equal(oh_store_reservation_at(f.s, 0),
			 oh_store_reservation(f.s, id));
	assert_null(oh_store_reservation_at(f.s, 1));

 out:
	return store_close(&f, err);
}

/* Held by a search, not of the stock, wrong assignment: told one by one */
int test_store_reservation_partly(void)
{
	static const char *const numberv[] = {
		"+12065550100", "+14255550100", "+18005550100",
	};
	struct store_fixture f;
	struct oh_store_change c;
	struct oh_available v[4];
	const struct oh_reservation *r;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = store_search(&f, "US", OH_TYPE_GEOGRAPHIC, 1));
	for (size_t i = 0; i < ARRAY_SIZE(numberv); i++)
		store_item(&v[i], numberv[i]);
	v[2].assignment = OH_ASSIGN_PERSON;
	store_item(&v[3], "+12065550101");
	c = (struct oh_store_change){ .addv = v, .addc = 4 };
	TEST_OK(err = oh_store_reserve(f.s, id, &c));
	assert_true(c.created);
	assert_true(c.partly);
	r = oh_store_reservation(f.s, id);
	assert_int_equal(r->numberc, 4);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(r->numberv[i].status, OH_AVAIL_ERROR);
		assert_string_equal(r->numberv[i].error_code,
				    "FailedToReserveNumber");
	}
	assert_int_equal(r->numberv[3].status, OH_AVAIL_RESERVED);

	/* Asked for again when it is free, it stands there once */
	test_clock_add_us(STORE_OP_US);
	TEST_OK(err = put(&f, &c, "+12065550100"));
	test_clock_add_us(STORE_HOLD_US - 1);
	TEST_OK(err = put(&f, &c, "+12065550100"));
	assert_true(c.partly);
	test_clock_add_us(1);
	TEST_OK(err = put(&f, &c, "+12065550100"));
	assert_false(c.partly);
	assert_int_equal(oh_store_reservation(f.s, id)->numberc, 4);

 out:
	return store_close(&f, err);
}

int test_store_reservation_refused(void)
{
	static const char *const badv[] = {
		"", "12065550100", "+", "+1206555010x", "+0123456789",
		"+123456", "+1234567890123456",
	};
	struct store_fixture f;
	struct oh_store_change c = { .addc = 0 };
	struct oh_available *v = calloc(OH_MODEL_NUMBERS, sizeof(*v));
	char number[OH_NUMBER_SIZE];
	int err;

	assert_non_null(v);
	TEST_OK(err = store_open(&f, NULL));
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		err = put(&f, &c, badv[i]);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, EINVAL);
	}
	assert_int_equal(oh_store_reservation_count(f.s), 0);

	for (unsigned i = 0; i < OH_MODEL_NUMBERS; i++) {
		(void)snprintf(number, sizeof(number), "+1206555%04u",
			       100 + i);
		store_item(&v[i], number);
	}
	c = (struct oh_store_change){ .addv = v, .addc = OH_MODEL_NUMBERS };
	TEST_OK(err = oh_store_reserve(f.s, id, &c));
	err = put(&f, &c, "+12125550100");
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ENOSPC);
	err = 0;
	assert_true(oh_store_is_free(f.s, "+12125550100"));
	assert_false(oh_store_is_free(f.s, "+12065550199"));
	assert_int_equal(oh_store_reservation(f.s, id)->numberc,
			 OH_MODEL_NUMBERS);
	c.addc = OH_MODEL_NUMBERS + 1;
	assert_int_equal(oh_store_reserve(f.s, id, &c), ENOSPC);
	assert_int_equal(oh_store_reserve(f.s, "", &c), EINVAL);

 out:
	free(v);

	return store_close(&f, err);
}

/* Each change gives 15 minutes, all of them together two hours */
int test_store_reservation_expiry(void)
{
	const uint64_t last_us = 1000ull * OH_STORE_RESERVATION_MS;
	struct store_fixture f;
	struct oh_store_change c;
	uint64_t begin, spent = 0;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	begin = oh_clock_wall_us();
	TEST_OK(err = put(&f, &c, "+12065550100"));
	while (spent + STORE_HOLD_US <= last_us) {
		assert_true(oh_store_reservation(f.s, id)->expires_us ==
			    begin + spent + STORE_HOLD_US);
		test_clock_add_us(STORE_HOLD_US - 1);
		spent += STORE_HOLD_US - 1;
		TEST_OK(err = put(&f, &c, "+12065550100"));
	}
	assert_true(oh_store_reservation(f.s, id)->expires_us ==
		    begin + last_us);
	test_clock_add_us(last_us - spent - 1);
	assert_false(oh_store_is_free(f.s, "+12065550100"));
	test_clock_add_us(1);
	assert_true(oh_store_is_free(f.s, "+12065550100"));
	assert_int_equal(oh_store_reservation(f.s, id)->status,
			 OH_RES_EXPIRED);
	assert_int_equal(oh_store_reservation(f.s, id)->numberv[0].status,
			 OH_AVAIL_EXPIRED);

	assert_int_equal(put(&f, &c, "+12065550100"), EALREADY);
	assert_int_equal(oh_store_reservation_buy(f.s, id, false, NULL,
						  &f.op), EALREADY);
	assert_int_equal(oh_store_reservation_cancel(f.s, id), EALREADY);

 out:
	return store_close(&f, err);
}

int test_store_reservation_buy(void)
{
	struct store_fixture f;
	struct oh_store_change c;
	struct oh_available v[3];
	int err;

	TEST_OK(err = store_open(&f, NULL));
	assert_int_equal(oh_store_reservation_buy(f.s, id, false, NULL,
						  &f.op), ENOENT);
	store_item(&v[0], "+12065550100");
	store_item(&v[1], "+14255550100");
	store_item(&v[2], "+33199000000");
	c = (struct oh_store_change){ .addv = v, .addc = 3 };
	TEST_OK(err = oh_store_reserve(f.s, id, &c));
	assert_int_equal(oh_store_reservation_buy(f.s, id, false, NULL,
						  &f.op), EPERM);
	TEST_OK(err = oh_store_reservation_buy(f.s, id, true, NULL, &f.op));
	assert_int_equal(strncmp(f.op->id, "reservationPurchase_", 20), 0);
	assert_int_equal(oh_store_reservation(f.s, id)->status,
			 OH_RES_SUBMITTED);
	assert_int_equal(put(&f, &c, "+12065550101"), EALREADY);
	assert_int_equal(oh_store_reservation_cancel(f.s, id), EALREADY);
	store_expect(&f, "");

	assert_int_equal(oh_store_reservation(f.s, id)->status,
			 OH_RES_COMPLETED);
	assert_int_equal(oh_store_count(f.s), 2);
	assert_string_equal(oh_store_find(f.s, "+33199000000")->country,
			    "FR");
	assert_int_equal(oh_store_reservation(f.s, id)->numberv[0].status,
			 OH_AVAIL_PURCHASED);
	assert_int_equal(oh_store_reservation(f.s, id)->numberv[1].status,
			 OH_AVAIL_ERROR);

 out:
	return store_close(&f, err);
}

int test_store_reservation_buy_partly(void)
{
	struct store_fixture f;
	struct oh_store_change c;
	const struct oh_reservation *r;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	TEST_OK(err = put(&f, &c, "+12065550100"));
	TEST_OK(err = put(&f, &c, "+12065550101"));
	TEST_OK(err = oh_store_reservation_buy(f.s, id, false,
				"NumbersPartiallyAcquired", &f.op));
	store_expect(&f, "NumbersPartiallyAcquired");
	r = oh_store_reservation(f.s, id);
	assert_int_equal(r->status, OH_RES_COMPLETED);
	assert_int_equal(r->numberv[0].status, OH_AVAIL_PURCHASED);
	assert_int_equal(r->numberv[1].status, OH_AVAIL_ERROR);
	assert_string_equal(r->numberv[1].error_code,
			    "NumbersPartiallyAcquired");
	assert_int_equal(oh_store_count(f.s), 1);
	assert_true(oh_store_is_free(f.s, "+12065550101"));

 out:
	return store_close(&f, err);
}

int test_store_reservation_cancel(void)
{
	struct store_fixture f;
	struct oh_store_change c;
	int err;

	TEST_OK(err = store_open(&f, NULL));
	assert_int_equal(oh_store_reservation_cancel(f.s, id), ENOENT);
	TEST_OK(err = put(&f, &c, "+12065550100"));
	TEST_OK(err = oh_store_reservation_cancel(f.s, id));
	assert_true(oh_store_is_free(f.s, "+12065550100"));
	assert_null(oh_store_reservation(f.s, id));

	/* A purchase that is cancelled leaves it as it was */
	TEST_OK(err = put(&f, &c, "+12065550100"));
	assert_true(c.created);
	TEST_OK(err = oh_store_reservation_buy(f.s, id, false, NULL, &f.op));
	TEST_OK(err = oh_store_operation_cancel(f.s, f.op->id));
	assert_int_equal(oh_store_reservation(f.s, id)->status,
			 OH_RES_ACTIVE);
	assert_false(oh_store_is_free(f.s, "+12065550100"));
	test_clock_add_us(STORE_HOLD_US);
	assert_int_equal(oh_store_reservation(f.s, id)->status,
			 OH_RES_EXPIRED);
	assert_int_equal(oh_store_count(f.s), 0);

 out:
	return store_close(&f, err);
}

int test_store_reservation_max(void)
{
	struct store_fixture f;
	struct oh_store_change c = { .addc = 0 };
	char name[16];
	unsigned i;

	if (test_is_oom())
		return 0;
	assert_int_equal(store_open(&f, NULL), 0);
	for (i = 0; i < OH_STORE_RESERVATIONS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "r%u", i);
		assert_int_equal(oh_store_reserve(f.s, name, &c), 0);
		assert_true(c.created);
	}
	assert_int_equal(oh_store_reserve(f.s, id, &c), ENOSPC);
	test_clock_add_us(STORE_HOLD_US);
	assert_int_equal(oh_store_reserve(f.s, id, &c), 0);
	assert_null(oh_store_reservation(f.s, "r0"));
	assert_non_null(oh_store_reservation(f.s, "r1"));

	return store_close(&f, 0);
}
