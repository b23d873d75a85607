/**
 * @file test_indication.c  The tones by which networks speak
 */
#include "media/indication.h"
#include "test.h"

int test_indication_rows(void);
int test_indication_find(void);

static void check(const char *country, const struct oh_cadence *c)
{
	size_t n = oh_indication_steps(c);

	if (!c->hz[0] || n < 2 || n % 2)
		fail_msg("%s: %zu steps", country, n);
}

int test_indication_rows(void)
{
	const struct oh_indication *ind;
	size_t n = 0;

	for (; (ind = oh_indication_at(n)); n++) {
		assert_int_equal(strlen(ind->country), 2);
		assert_ptr_equal(oh_indication_find(ind->country), ind);
		check(ind->country, &ind->ringback);
		check(ind->country, &ind->busy);
		check(ind->country, &ind->congestion);
	}
	assert_int_equal(n, 23);

	return 0;
}

int test_indication_find(void)
{
	const struct oh_indication *gb = oh_indication_find("GB");

	assert_non_null(gb);
	assert_int_equal(oh_indication_steps(&gb->busy), 2);
	assert_int_equal(oh_indication_steps(&gb->congestion), 4);
	assert_int_equal(oh_indication_steps(&oh_indication_find("ES")
					     ->congestion), 6);
	assert_null(oh_indication_find(""));
	assert_null(oh_indication_find("gb"));

	return 0;
}
