/**
 * @file test_table.c  The same cells as text, page, CSV and JSON
 */
#include "base/compat.h"
#include "test.h"
#include "printing.h"
#include "cli/table.h"

static const struct oh_app_about about = { .name = "numbers" };

static const struct oh_column columnv[] = {
	{ "number", OH_CELL_TEXT,    8, false },
	{ "cost",   OH_CELL_DECIMAL, 6, false },
	{ "town",   OH_CELL_TEXT,    6, false },
	{ "own",    OH_CELL_BOOL,    5, true },
	{ "list",   OH_CELL_LIST,    5, true },
	{ NULL,     OH_CELL_TEXT,    0, false },
};

static const char *const row1[] = { "+12", "1.50", "Zürich", "true", "a b" };
static const char *const row2[] = { "+3", NULL, "x\033[2J,\"y\"", "false",
				    "" };
static const char *const row3[] = { "+2", "0.9", "Oslo", NULL, NULL };

/* Prints the three rows; printed is what came of it */
static int print(struct printing *p, enum oh_table_style style,
		 const char *columns, const char *sort)
{
	const struct oh_table_prm prm = {
		.app = p->app, .style = style, .schema = "offhook.test/1",
		.columnv = columnv, .columns = columns, .sort = sort,
	};
	const char *const *const rowv[] = { row1, row2, row3 };
	struct oh_table *t = NULL;
	const char *bad = NULL;
	int err = oh_table_alloc(&t, &prm, &bad);

	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = oh_table_row(t, rowv[i]);
	if (!err)
		err = oh_table_close(t);
	if (!err)
		assert_int_equal(oh_table_count(t), 3);
	mem_deref(t);
	printing_flush(p);

	return err;
}

static int check(enum oh_table_style style, const char *columns,
		 const char *sort, const char *wanted)
{
	struct printing p;
	int err = printing_init(&p, &about);

	if (!err)
		err = print(&p, style, columns, sort);
	if (!err)
		assert_string_equal(p.out, wanted);
	printing_reset(&p);

	return err;
}

int test_table_text(void)
{
	int err;

	err = check(OH_TABLE_TEXT, NULL, NULL,
		    "NUMBER      COST  TOWN\n"
		    "+12         1.50  Zürich\n"
		    "+3             -  x?[2J,\"y\"\n"
		    "+2           0.9  Oslo\n");
	TEST_OK(err);
	err = check(OH_TABLE_TEXT, "town,number", NULL,
		    "TOWN    NUMBER\n"
		    "Zürich  +12\n"
		    "x?[2J,\"y\"  +3\n"
		    "Oslo    +2\n");
	TEST_OK(err);

out:
	return err;
}

int test_table_page(void)
{
	return check(OH_TABLE_PAGE, "number,cost", NULL,
		     "number  +12\ncost    1.50\n\n"
		     "number  +3\n\n"
		     "number  +2\ncost    0.9\n");
}

int test_table_csv(void)
{
	return check(OH_TABLE_CSV, NULL, NULL,
		     "number,cost,town\r\n"
		     "+12,1.50,Zürich\r\n"
		     "+3,,\"x\033[2J,\"\"y\"\"\"\r\n"
		     "+2,0.9,Oslo\r\n");
}

/* All columns, whatever was chosen for people */
int test_table_json(void)
{
	return check(OH_TABLE_JSON, "town", NULL,
		"{\"schema\":\"offhook.test/1\",\"number\":\"+12\","
		"\"cost\":1.50,\"town\":\"Zürich\",\"own\":true,"
		"\"list\":[\"a\",\"b\"]}\n"
		"{\"schema\":\"offhook.test/1\",\"number\":\"+3\","
		"\"cost\":null,\"town\":\"x\\u001b[2J,\\\"y\\\"\","
		"\"own\":false,\"list\":[]}\n"
		"{\"schema\":\"offhook.test/1\",\"number\":\"+2\","
		"\"cost\":0.9,\"town\":\"Oslo\",\"own\":null,"
		"\"list\":[]}\n");
}

/* Decimals by their value, what is not known last */
int test_table_sort(void)
{
	int err;

	err = check(OH_TABLE_CSV, "number", "cost",
		    "number\r\n+2\r\n+12\r\n+3\r\n");
	TEST_OK(err);
	err = check(OH_TABLE_CSV, "number", "town",
		    "number\r\n+2\r\n+12\r\n+3\r\n");
	TEST_OK(err);

out:
	return err;
}

int test_table_bad_column(void)
{
	struct oh_table_prm prm = {
		.style = OH_TABLE_TEXT, .columnv = columnv,
		.columns = "number,twn",
	};
	struct oh_table *t = NULL;
	const char *bad = NULL;
	struct printing p;
	int err = printing_init(&p, &about);

	TEST_OK(err);
	prm.app = p.app;
	err = oh_table_alloc(&t, &prm, &bad);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EINVAL);
	assert_string_equal(bad, "twn");

	prm.columns = NULL;
	prm.sort = "price";
	err = oh_table_alloc(&t, &prm, &bad);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EINVAL);
	assert_string_equal(bad, "price");
	assert_null(t);
	err = 0;

out:
	printing_reset(&p);

	return err;
}

/* No rows, no heading: nothing found is nothing on stdout */
int test_table_empty(void)
{
	const struct oh_table_prm base = {
		.style = OH_TABLE_CSV, .columnv = columnv,
	};
	struct oh_table_prm prm = base;
	struct oh_table *t = NULL;
	const char *bad = NULL;
	struct printing p;
	int err = printing_init(&p, &about);

	TEST_OK(err);
	prm.app = p.app;
	err = oh_table_alloc(&t, &prm, &bad);
	TEST_OK(err);
	err = oh_table_close(t);
	TEST_OK(err);
	printing_flush(&p);
	assert_int_equal(p.out_size, 0);
	assert_int_equal(oh_table_count(t), 0);

out:
	mem_deref(t);
	printing_reset(&p);

	return err;
}

int test_table_names(void)
{
	char buf[64], small[8];

	oh_table_names(buf, sizeof(buf), columnv);
	assert_string_equal(buf, "number, cost, town, own, list");
	oh_table_names(small, sizeof(small), columnv);
	assert_string_equal(small, "number,");

	return 0;
}
