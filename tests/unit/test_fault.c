/**
 * @file test_fault.c  Failures on demand: rules read and met
 */
#include "base/compat.h"
#include "simrest/fault.h"
#include "test.h"

static const struct {
	const char *rule;
	int err;
	const char *why;
} rulev[] = {
	{ "GET /phoneNumbers=503", 0, NULL },
	{ "POST *:search=429,retry=2,times=3", 0, NULL },
	{ "*=400", 0, NULL },
	{ "/x=599,times=1000000,retry=0", 0, NULL },
	{ "search=OutOfStock", 0, NULL },
	{ "reservationPurchase=BillingUnavailable,times=1", 0, NULL },
	{ "", EBADMSG, "no '='" },
	{ "GET /phoneNumbers", EBADMSG, "no '='" },
	{ "=503", EBADMSG, "neither a path nor an operation" },
	{ "phoneNumbers=503", EBADMSG, "neither a path nor an operation" },
	{ "GET phoneNumbers=503", EBADMSG,
	  "neither a path nor an operation" },
	{ "ABCDEFGHIJKLMNOP /=503", EBADMSG, "no such method" },
	{ "/=399", EBADMSG, "not a status from 400 to 599" },
	{ "/=600", EBADMSG, "not a status from 400 to 599" },
	{ "/=", EBADMSG, "not a status from 400 to 599" },
	{ "/=OutOfStock", EBADMSG, "not a status from 400 to 599" },
	{ "search=", EBADMSG, "not a code" },
	{ "search=X,retry=1", EBADMSG,
	  "only retry=SECONDS (of a reply) and times=N may follow" },
	{ "/=503,", EBADMSG,
	  "only retry=SECONDS (of a reply) and times=N may follow" },
	{ "/=503,times=0", EBADMSG, "times: not a number" },
	{ "/=503,times=-1", EBADMSG, "times: not a number" },
	{ "/=503,retry=1s", EBADMSG, "retry: not a number of seconds" },
};

int test_fault_add(void)
{
	struct oh_faults f = { .c = 0 };
	size_t good = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rulev); i++) {
		const char *why = NULL;
		int err = oh_fault_add(&f, rulev[i].rule, &why);

		good += !rulev[i].err;
		if (why && rulev[i].why)
			assert_string_equal(why, rulev[i].why);
		assert_int_equal(err, rulev[i].err);
		assert_int_equal(f.c, good);
	}

	return 0;
}

int test_fault_limits(void)
{
	char rule[2 * OH_FAULT_PATH_SIZE];
	struct oh_faults f = { .c = 0 };
	const char *why = "";

	memset(rule, 'a', sizeof(rule));
	rule[0] = '/';
	str_ncpy(rule + OH_FAULT_PATH_SIZE, "=503", 5);
	assert_int_equal(oh_fault_add(&f, rule, &why), EBADMSG);
	assert_string_equal(why, "the path is too long");
	str_ncpy(rule + OH_FAULT_PATH_SIZE - 1, "=503", 5);
	for (unsigned i = 0; i < OH_SIMREST_FAULTS_MAX; i++)
		assert_int_equal(oh_fault_add(&f, rule, &why), 0);
	assert_int_equal(oh_fault_add(&f, rule, &why), ENOSPC);
	assert_string_equal(why, "too many rules");

	return 0;
}

static const struct {
	const char *rule;
	const char *method;
	const char *path;
	bool met;
} metv[] = {
	{ "GET /a=503",   "GET",  "/a",     true  },
	{ "GET /a=503",   "POST", "/a",     false },
	{ "GET /a=503",   "GET",  "/ab",    false },
	{ "GET /a=503",   "GET",  "/",      false },
	{ "/a*=503",      "GET",  "/ab/c",  true  },
	{ "/a*=503",      "PUT",  "/a",     true  },
	{ "*=503",        "GET",  "/",      true  },
	{ "*/:search=503", "POST", "/x/:search",     true  },
	{ "*/:search=503", "POST", "/x/%3asearch",   true  },
	{ "*/:search=503", "POST", "/:search/:search", true },
	{ "*/:search=503", "POST", "/x/:searches",   false },
	{ "/*/b*/d=503",  "GET",  "/a/b/b/c/d",     true  },
	{ "/*/b*/d=503",  "GET",  "/a/c/d",         false },
	{ "/phoneNumbers/+1*=503", "GET", "/phoneNumbers/%2B12065550100",
	  true },
	{ "/phoneNumbers/+1*=503", "GET", "/phoneNumbers/+442079460000",
	  false },
	{ "search=X",     "GET",  "search", false },
};

int test_fault_met(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(metv); i++) {
		struct oh_faults f = { .c = 0 };
		const char *why = "";

		assert_int_equal(oh_fault_add(&f, metv[i].rule, &why), 0);
		if (!!oh_fault_take(&f, metv[i].method, metv[i].path) !=
		    metv[i].met)
			fail_msg("%s: %s %s", metv[i].rule, metv[i].method,
				 metv[i].path);
	}

	return 0;
}

/* One of many stars against a long path must not take for ever */
int test_fault_stars(void)
{
	char path[2 * OH_FAULT_PATH_SIZE - 1] = "";
	struct oh_faults f = { .c = 0 };
	const char *why = "";

	memset(path, 'a', sizeof(path) - 1);
	assert_int_equal(oh_fault_add(&f, "*a*a*a*a*a*a*a*a*a*a*b=503", &why),
			 0);
	assert_null(oh_fault_take(&f, "GET", path));

	return 0;
}

int test_fault_count(void)
{
	const struct oh_fault *fault;
	struct oh_faults f = { .c = 0 };
	const char *why = "";

	assert_int_equal(oh_fault_add(&f, "/a=429,retry=7,times=2", &why), 0);
	assert_int_equal(oh_fault_add(&f, "/a=500", &why), 0);
	for (unsigned i = 0; i < 2; i++) {
		fault = oh_fault_take(&f, "GET", "/a");
		assert_non_null(fault);
		assert_int_equal(fault->status, 429);
		assert_true(fault->has_retry);
		assert_int_equal(fault->retry_s, 7);
	}
	for (unsigned i = 0; i < 3; i++) {
		fault = oh_fault_take(&f, "GET", "/a");
		assert_non_null(fault);
		assert_int_equal(fault->status, 500);
		assert_false(fault->has_retry);
	}

	return 0;
}

int test_fault_operation(void)
{
	struct oh_faults f = { .c = 0 };
	const char *why = "", *code;

	assert_int_equal(oh_fault_add(&f, "purchase=NoWallet,times=1", &why),
			 0);
	assert_int_equal(oh_fault_add(&f, "*=503", &why), 0);
	assert_null(oh_fault_take_operation(&f, OH_OP_SEARCH));
	code = oh_fault_take_operation(&f, OH_OP_PURCHASE);
	assert_non_null(code);
	assert_string_equal(code, "NoWallet");
	assert_null(oh_fault_take_operation(&f, OH_OP_PURCHASE));

	return 0;
}
