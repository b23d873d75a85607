/**
 * @file test_srv.c  The order of SRV targets
 */
#include "base/compat.h"
#include "sip/srv.h"
#include "test.h"

enum { TARGETS_MAX = 6, DRAWS_MAX = 6 };

struct draws {
	const uint32_t *v;      /* what comes out                         */
	const uint32_t *maxv;   /* what must be asked for                 */
	unsigned i;
};

static uint32_t draw(uint32_t limit, void *arg)
{
	struct draws *d = arg;

	assert_true(d->i < DRAWS_MAX);
	assert_int_equal(limit, d->maxv[d->i]);

	return d->v[d->i++];
}

struct row {
	struct oh_srv in[TARGETS_MAX];
	uint32_t n;
	uint32_t drawv[DRAWS_MAX], maxv[DRAWS_MAX];
	unsigned drawc;
	const char *order;
};

#define A { 10, 60, 1, "a" }
#define B { 10, 20, 1, "b" }
#define C { 10, 20, 1, "c" }
#define Z { 10,  0, 1, "z" }
#define L { 20,  0, 1, "l" }

static const struct row rowv[] = {
	{ { A }, 1, {0}, {0}, 0, "a" },
	{ { L, A }, 2, {0}, {0}, 0, "al" },
	{ { A, B, C, L }, 4, { 0, 0 }, { 100, 40 }, 2, "abcl" },
	{ { A, B, C }, 3, { 60, 20 }, { 100, 40 }, 2, "abc" },
	{ { A, B, C }, 3, { 61, 80 }, { 100, 80 }, 2, "bca" },
	{ { A, B, C }, 3, { 100, 61 }, { 100, 80 }, 2, "cba" },
	/* weight 0 is first in the sum and wins only with a 0 */
	{ { A, Z, B }, 3, { 0, 60 }, { 80, 80 }, 2, "zab" },
	{ { A, Z, B }, 3, { 1, 1 }, { 80, 20 }, 2, "abz" },
	{ { Z, Z }, 2, { 0 }, { 0 }, 1, "zz" },
	{ { L, Z, A, L }, 4, { 60, 0 }, { 60, 0 }, 2, "azll" },
};

static void row_run(const struct row *r)
{
	struct draws d = { .v = r->drawv, .maxv = r->maxv };
	char order[TARGETS_MAX + 1] = "";
	struct oh_srv v[TARGETS_MAX];

	memcpy(v, r->in, sizeof(v));
	oh_srv_order(v, r->n, draw, &d);
	for (uint32_t i = 0; i < r->n; i++)
		order[i] = v[i].target[0];
	assert_string_equal(order, r->order);
	assert_int_equal(d.i, r->drawc);
}

int test_srv_order(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++)
		row_run(&rowv[i]);

	return 0;
}

int test_srv_none(void)
{
	struct draws d = {0};

	oh_srv_order(NULL, 0, draw, &d);
	assert_int_equal(d.i, 0);

	return 0;
}
