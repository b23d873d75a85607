/**
 * @file test_rows.c  What carriers sell, as rows
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "test.h"
#include "printing.h"
#include "command/rows.h"

static const struct oh_app_about about = { .name = "numbers" };

static const struct oh_owned owned = {
	.number = "+12065550100", .country = "US",
	.type = OH_TYPE_TOLL_FREE, .assignment = OH_ASSIGN_APPLICATION,
	.caps = { OH_CAPABLE_BOTH, OH_CAPABLE_NONE },
	.bought_us = 1795521600000000ull,          /* 2026-11-24 12:00 */
	.cost = { 2000000, "USD" },
};
static const struct oh_country country = { "GB", "United Kingdom" };
static const struct oh_locality locality = { "Seattle", "Washington", "WA" };
static const struct oh_area area = { "206" };
static const struct oh_offering offering = {
	OH_TYPE_MOBILE, OH_ASSIGN_PERSON,
	{ OH_CAPABLE_INBOUND, OH_CAPABLE_OUTBOUND }, { 850000, "USD" },
};
static const struct oh_offer offer = {
	.id = "abc", .numberc = 2,
	.numberv = { "+12065550100", "+12065550101" },
	.type = OH_TYPE_GEOGRAPHIC, .cost = { 1000000, "USD" },
	.no_resell = true, .error = "NoError",
};
static const struct oh_available available = {
	.id = "12065550100", .number = "+12065550100", .country = "US",
	.status = OH_AVAIL_ERROR, .error_code = "FailedToReserveNumber",
};
static const struct oh_reservation reservation = {
	.id = "r1", .status = OH_RES_ACTIVE,
};
static const struct oh_operation operation = {
	.id = "search_1", .type = OH_OP_SEARCH, .status = OH_OP_FAILED,
	.error_code = "OutOfStock", .error_text = "none left",
};
static const struct oh_operator operator_ = {
	.number = "+442079460000", .national = "020 7946 0000",
	.name = "Contoso", .mcc = "234",
};

/** A kind, an example, and what some of its members must be, as JSON */
static const struct {
	struct oh_item item;
	const char *schema;
	const char *wanted;
} casev[] = {
	{ { OH_ITEM_OWNED, { .owned = &owned } }, "offhook.number/1",
	  "\"number\":\"+12065550100\",\"country\":\"US\","
	  "\"type\":\"toll-free\",\"calling\":\"both\",\"sms\":\"none\","
	  "\"assignment\":\"application\",\"cost\":2.00,"
	  "\"currency\":\"USD\"" },
	{ { OH_ITEM_COUNTRY, { .country = &country } }, "offhook.country/1",
	  "\"country\":\"GB\",\"name\":\"United Kingdom\"" },
	{ { OH_ITEM_LOCALITY, { .locality = &locality } },
	  "offhook.locality/1", "\"locality\":\"Seattle\"" },
	{ { OH_ITEM_AREA, { .area = &area } }, "offhook.area/1",
	  "\"area\":\"206\",\"locality\":\"Here\",\"division\":null" },
	{ { OH_ITEM_OFFERING, { .offering = &offering } },
	  "offhook.offering/1", "\"calling\":\"inbound\","
	  "\"sms\":\"outbound\",\"cost\":0.85" },
	{ { OH_ITEM_OFFER, { .offer = &offer } }, "offhook.offer/1",
	  "\"numbers\":[\"+12065550100\",\"+12065550101\"]" },
	{ { OH_ITEM_AVAILABLE, { .available = &available } },
	  "offhook.available/1", "\"reservation\":\"r9\","
	  "\"error\":\"FailedToReserveNumber\"" },
	{ { OH_ITEM_RESERVATION, { .reservation = &reservation } },
	  "offhook.reservation/1", "\"status\":\"active\"" },
	{ { OH_ITEM_OPERATION, { .operation = &operation } },
	  "offhook.operation/1", "\"kind\":\"search\",\"status\":\"failed\"" },
	{ { OH_ITEM_OPERATOR, { .operator = &operator_ } },
	  "offhook.lookup/1", "\"operator\":\"Contoso\",\"mcc\":\"234\"" },
};

static int print(struct printing *p, const struct oh_item *item)
{
	const struct oh_rows *rows = oh_rows_of(item->kind);
	const struct oh_rows_by by = {
		.carrier = "acs", .locality = "Here", .reservation = "r9",
	};
	const struct oh_table_prm prm = {
		.app = p->app, .style = OH_TABLE_JSON,
		.schema = rows->schema, .columnv = rows->columnv,
	};
	struct oh_table *t = NULL;
	const char *bad;
	int err = oh_table_alloc(&t, &prm, &bad);

	if (!err)
		err = oh_rows_add(t, item, &by);
	mem_deref(t);
	printing_flush(p);

	return err;
}

static int columns(const struct oh_rows *rows)
{
	int n = 0;

	while (rows->columnv[n].name)
		n++;

	return n;
}

/* Each kind fills every one of its columns, in their order */
int test_rows_kinds(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev) && !err; i++) {
		const struct oh_rows *rows = oh_rows_of(casev[i].item.kind);
		struct printing p;
		cJSON *o;

		err = printing_init(&p, &about);
		if (!err)
			err = print(&p, &casev[i].item);
		if (err) {
			printing_reset(&p);
			break;
		}
		assert_string_equal(rows->schema, casev[i].schema);
		assert_non_null(strstr(p.out, casev[i].wanted));
		o = cJSON_Parse(p.out);
		assert_int_equal(cJSON_GetArraySize(o), columns(rows) + 1);
		cJSON_Delete(o);
		printing_reset(&p);
	}

	return err;
}

int test_rows_unknown(void)
{
	const struct oh_item item = { .kind = 99 };
	const struct oh_rows_by by = { .carrier = "acs" };

	assert_null(oh_rows_of(99));
	assert_int_equal(oh_rows_add((void *)&by, &item, &by), EINVAL);

	return 0;
}
