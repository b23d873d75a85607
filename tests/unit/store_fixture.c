/**
 * @file store_fixture.c  A store to try, and what tests ask of it
 */
#include "base/compat.h"
#include "store_fixture.h"
#include "test.h"

static void on_change(void *arg)
{
	struct store_fixture *f = arg;

	f->changes++;
}

int store_open(struct store_fixture *f, const char *path)
{
	const struct oh_store_prm prm = {
		.path = path, .op_ms = STORE_OP_US / 1000,
		.changeh = on_change, .arg = f,
	};

	memset(f, 0, sizeof(*f));
	test_clock_freeze(true);

	return oh_store_open(&f->s, &prm, &f->why);
}

int store_close(struct store_fixture *f, int err)
{
	f->s = mem_deref(f->s);
	test_clock_freeze(false);

	return err;
}

void store_expect(struct store_fixture *f, const char *error)
{
	char id[OH_MODEL_ID];

	str_ncpy(id, f->op->id, sizeof(id));
	test_clock_add_us(STORE_OP_US);
	f->op = oh_store_operation(f->s, id);
	assert_non_null(f->op);
	assert_string_equal(f->op->error_code, error);
	assert_int_equal(f->op->status,
			 *error ? OH_OP_FAILED : OH_OP_SUCCEEDED);
	assert_int_equal(!*f->op->error_text, !*error);
}

int store_search(struct store_fixture *f, const char *country,
		 enum oh_type type, uint32_t quantity)
{
	const struct oh_store_ask ask = {
		.country = country, .type = type, .quantity = quantity,
	};
	int err;

	err = oh_store_search(f->s, &ask, NULL, &f->op);
	if (err)
		return err;
	assert_int_equal(strncmp(f->op->id, "search_", 7), 0);
	str_ncpy(f->id, f->op->id + 7, sizeof(f->id));

	return 0;
}

int store_own(struct store_fixture *f, const char *country,
	      enum oh_type type, uint32_t quantity)
{
	int err;

	err = store_search(f, country, type, quantity);
	if (err)
		return err;
	store_expect(f, "");
	err = oh_store_buy(f->s, f->id, true, NULL, &f->op);
	if (err)
		return err;
	store_expect(f, "");

	return 0;
}

/* As a client would send it back that knows hardly anything of it */
void store_item(struct oh_available *a, const char *number)
{
	memset(a, 0, sizeof(*a));
	str_ncpy(a->number, number, sizeof(a->number));
	str_ncpy(a->country, "US", sizeof(a->country));
	a->type         = OH_TYPE_GEOGRAPHIC;
	a->assignment   = OH_ASSIGN_APPLICATION;
	a->caps.calling = OH_CAPABLE_BOTH;
	a->caps.sms     = OH_CAPABLE_NONE;
}
