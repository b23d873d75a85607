/**
 * @file test_row.c  A result as the row of a call record
 */
#include "base/compat.h"
#include "cdr/row.h"
#include "test.h"

int test_row_columns(void)
{
	size_t n = 0;

	for (; oh_row_column(n); n++) {
		const struct oh_row_column *col = oh_row_column(n);

		assert_non_null(col->name);
		assert_non_null(col->get);
		for (size_t i = 0; i < n; i++)
			assert_string_not_equal(col->name,
						oh_row_column(i)->name);
	}
	assert_int_equal(n, OH_ROW_COLUMNS);

	return 0;
}

static void fill(struct oh_result *res)
{
	oh_result_init(res);
	str_ncpy(res->id, "id", sizeof(res->id));
	str_ncpy(res->to, "+14255550100", sizeof(res->to));
	res->start_us  = 1767323045000000;
	res->ring_us   = 1767323046250000;
	res->answer_us = 1767323048000000;
	res->end_us    = 1767323050125000;
	res->cause     = OH_CAUSE_DONE;
	res->hangup_by = OH_PARTY_US;
	res->scode     = 200;
	res->rate      = (struct oh_money){ 13000, "USD" };
	res->cost      = (struct oh_money){ 460, "USD" };
	res->masked    = true;
	str_ncpy(res->digits, "1234", sizeof(res->digits));
	res->quality.tx = 106;
	res->quality.mos = 4.4093;
	res->tryc = 2;
	str_ncpy(res->tryv[0].number, "+14255550199", OH_RESULT_TRY_TEXT);
	str_ncpy(res->tryv[1].number, "+14255550100", OH_RESULT_TRY_TEXT);
	str_ncpy(res->tryv[1].trunk, "a", OH_RESULT_TRY_TEXT);
	res->tryv[1].cause = OH_CAUSE_DONE;
}

int test_row_print(void)
{
	static const struct {
		enum oh_row_at at;
		const char    *text;
	} casev[] = {
		{ OH_ROW_ID, "id" },
		{ OH_ROW_DIRECTION, "out" },
		{ OH_ROW_TO, "+14255550100" },
		{ OH_ROW_FROM, "" },
		{ OH_ROW_PROGRESS, "" },
		{ OH_ROW_PDD_MS, "1250" },
		{ OH_ROW_RING_S, "1.75" },
		{ OH_ROW_DURATION, "5.125" },
		{ OH_ROW_BILLSEC, "2.125" },
		{ OH_ROW_DISPOSITION, "ANSWERED" },
		{ OH_ROW_CAUSE, "done" },
		{ OH_ROW_EXIT_CODE, "19" },
		{ OH_ROW_SIP_STATUS, "200" },
		{ OH_ROW_Q850, "" },
		{ OH_ROW_HANGUP_BY, "us" },
		{ OH_ROW_RATE, "0.013" },
		{ OH_ROW_COST, "0.00046" },
		{ OH_ROW_CURRENCY, "USD" },
		{ OH_ROW_DIGITS, "****" },
		{ OH_ROW_RTP_TX, "106" },
		{ OH_ROW_RTP_LOST, "0" },
		{ OH_ROW_RTT_MS, "" },
		{ OH_ROW_MOS, "4.409" },
		{ OH_ROW_TRIES, "[{\"number\":\"+14255550100\",\"trunk\":"
		  "\"a\",\"call_id\":null,\"cause\":\"done\",\"sip_status\":"
		  "null,\"q850\":null}]" },
		{ OH_ROW_COLUMNS, "" },
	};
	char buf[OH_ROW_CELL];
	struct oh_row *row = NULL;
	struct oh_result res;
	int err;

	fill(&res);
	TEST_OK(err = oh_row_alloc(&row, &res, 19, NULL));
	memset(&res, 'x', sizeof(res));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++)
		assert_string_equal(oh_row_print(buf, row, casev[i].at),
				    casev[i].text);

 out:
	mem_deref(row);

	return err;
}

/* A call that goes on: no end, no exit code */
int test_row_going_on(void)
{
	char buf[OH_ROW_CELL];
	struct oh_row *row = NULL;
	struct oh_result res;
	int err;

	oh_result_init(&res);
	res.start_us = 1;
	res.tryc = 1;
	TEST_OK(err = oh_row_alloc(&row, &res, -1, NULL));
	for (size_t i = OH_ROW_END; i <= OH_ROW_HANGUP_BY; i++)
		assert_string_equal(oh_row_print(buf, row, i), "");
	assert_string_equal(oh_row_print(buf, row, OH_ROW_TRIES), "");
	assert_true(row->v[OH_ROW_START].known);

 out:
	mem_deref(row);

	return err;
}
