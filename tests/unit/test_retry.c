/**
 * @file test_retry.c  Whether a request is sent again, and when
 */
#include "base/compat.h"
#include "carrier/retry.h"
#include "test.h"

enum { ANY = UINT16_MAX };

/* Mon, 23 Nov 2026 12:00:00 GMT */
static const uint64_t noon_us = 1795435200ull * 1000000;

struct row {
	enum oh_retry_class cls;
	int err;
	uint16_t status;
	unsigned tries;
	const char *after;
	uint64_t left_ms;
	enum oh_retry what;
	uint64_t wait_ms;           /* ANY: below a second */
};

#define FREE OH_RETRY_FREELY
#define ANSW OH_RETRY_ANSWERED
#define COST OH_RETRY_REFUSED
#define END  OH_RETRY_END
#define MORE OH_RETRY_AGAIN
#define LATE OH_RETRY_LATE

static const struct row rowv[] = {
	/* what is an outcome */
	{ FREE, 0, 200, 1, NULL, 60000, END, 0 },
	{ FREE, 0, 302, 1, NULL, 60000, END, 0 },
	{ FREE, 0, 404, 1, NULL, 60000, END, 0 },
	{ FREE, 0, 501, 1, NULL, 60000, END, 0 },
	{ FREE, 0, 505, 1, NULL, 60000, END, 0 },
	/* what passes */
	{ FREE, 0, 408, 1, NULL, 60000, MORE, ANY },
	{ FREE, 0, 429, 1, NULL, 60000, MORE, ANY },
	{ FREE, 0, 500, 1, NULL, 60000, MORE, ANY },
	{ FREE, 0, 599, 1, NULL, 60000, MORE, ANY },
	{ ANSW, 0, 500, 1, NULL, 60000, MORE, ANY },
	/* money */
	{ COST, 0, 408, 1, NULL, 60000, END,  0   },
	{ COST, 0, 500, 1, NULL, 60000, END,  0   },
	{ COST, 0, 502, 1, "1",  60000, END,  1000 },
	{ COST, 0, 429, 1, NULL, 60000, MORE, ANY },
	{ COST, 0, 503, 1, NULL, 60000, MORE, ANY },
	/* the server asks */
	{ FREE, 0, 429, 1, "7",  60000, MORE, 7000 },
	{ FREE, 0, 503, 1, "0",  60000, MORE, 0 },
	{ FREE, 0, 503, 1, "7",  7000,  LATE, 7000 },
	{ FREE, 0, 429, 1, "99999999999999999999", 60000, LATE,
	  999999999000 },
	{ FREE, 0, 429, 1, "Mon, 23 Nov 2026 12:00:30 GMT", 60000, MORE,
	  30000 },
	{ FREE, 0, 429, 1, "Mon, 23 Nov 2026 11:59:30 GMT", 60000, MORE, 0 },
	{ FREE, 0, 429, 1, "soon", 60000, MORE, ANY },
	{ FREE, 0, 429, 1, "-1",  60000, MORE, ANY },
	/* enough is enough */
	{ FREE, 0, 503, OH_RETRY_TRIES - 1, "1", 60000, MORE, 1000 },
	{ FREE, 0, 429, OH_RETRY_TRIES, "9", 60000, END, 9000 },
	{ FREE, 0, 503, OH_RETRY_TRIES, NULL, 60000, END, 0 },
	{ FREE, 0, 503, 1, NULL, 0, LATE, ANY },
	/* no reply */
	{ FREE, ETIMEDOUT,    0, 1, NULL, 60000, MORE, ANY },
	{ FREE, ECONNRESET,   0, 1, NULL, 60000, MORE, ANY },
	{ FREE, EPROTO,       0, 1, NULL, 60000, MORE, ANY },
	{ FREE, EMSGSIZE,     0, 1, NULL, 60000, END,  0   },
	{ FREE, ENOMEM,       0, 1, NULL, 60000, END,  0   },
	{ FREE, ECONNRESET,   0, OH_RETRY_NETWORK_TRIES, NULL, 60000, END,
	  0 },
	{ ANSW, ECONNRESET,   0, 1, NULL, 60000, END,  0   },
	{ ANSW, ECONNREFUSED, 0, 1, NULL, 60000, MORE, ANY },
	{ COST, ECONNRESET,   0, 1, NULL, 60000, END,  0   },
	{ COST, ETIMEDOUT,    0, 1, NULL, 60000, END,  0   },
	{ COST, EPROTO,       0, 1, NULL, 60000, END,  0   },
	{ COST, ECONNREFUSED, 0, 1, NULL, 60000, MORE, ANY },
	{ COST, ENOENT,       0, 1, NULL, 60000, MORE, ANY },
};

int test_retry_decide(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		const struct row *r = &rowv[i];
		const struct oh_retry_prm prm = {
			.cls = r->cls, .err = r->err, .status = r->status,
			.tries = r->tries, .after = r->after,
			.wall_us = noon_us, .left_ms = r->left_ms,
			.random = 0xdeadbeef,
		};
		uint64_t ms = 12345;

		assert_int_equal(oh_retry_decide(&ms, &prm), r->what);
		if (r->wait_ms == ANY)
			assert_in_range(ms, 0, OH_RETRY_FIRST_MS);
		else
			assert_int_equal(ms, r->wait_ms);
	}
	return 0;
}

/* The longest wait of each try: it doubles, and full jitter gives any below */
int test_retry_backoff(void)
{
	static const uint64_t maxv[] = { 1000, 2000, 4000, 8000 };
	struct oh_retry_prm prm = { .status = 500, .left_ms = 1000000 };

	for (unsigned i = 0; i < ARRAY_SIZE(maxv); i++) {
		uint64_t most = 0, least = UINT64_MAX, ms;

		prm.tries = i + 1;
		for (prm.random = 0; prm.random < 100000; prm.random += 5) {
			assert_int_equal(oh_retry_decide(&ms, &prm),
					 OH_RETRY_AGAIN);
			most  = max(most, ms);
			least = min(least, ms);
		}
		assert_int_equal(most, maxv[i]);
		assert_int_equal(least, 0);
	}
	return 0;
}
