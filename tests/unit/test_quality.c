/**
 * @file test_quality.c  Loss, jitter and opinion score
 */
#include <math.h>
#include "media/quality.h"
#include "test.h"

int test_quality_counts(void)
{
	static const struct {
		const char *what;
		uint16_t v[10];
		size_t n;
		uint32_t received, lost, duplicates;
	} casev[] = {
		{ "in order", { 1, 2, 3, 4 }, 4, 4, 0, 0 },
		{ "one lost", { 1, 2, 4, 5 }, 4, 4, 1, 0 },
		{ "across the wrap", { 65534, 65535, 0, 2 }, 4, 4, 1, 0 },
		{ "first is zero", { 0, 1, 2 }, 3, 3, 0, 0 },
		{ "reordered", { 1, 3, 2, 4 }, 4, 4, 0, 0 },
		{ "reordered over the wrap", { 65535, 1, 0, 2 }, 4, 4, 0, 0 },
		{ "began before the first", { 5, 4, 6 }, 3, 3, 0, 0 },
		{ "doubled", { 1, 2, 2, 3, 1 }, 5, 3, 0, 2 },
		{ "too late to tell", { 100, 200, 90, 201 }, 4, 3, 99, 0 },
		{ "a stray one", { 10, 11, 40000, 12 }, 4, 3, 0, 0 },
		{ "restart", { 10, 12, 40000, 40001, 40002 }, 5, 4, 1, 0 },
	};

	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		struct oh_rxstat s;

		oh_rxstat_init(&s, 7, casev[i].v[0]);
		for (size_t k = 0; k < casev[i].n; k++)
			(void)oh_rxstat_count(&s, casev[i].v[k]);
		if (s.received != casev[i].received ||
		    oh_rxstat_lost(&s) != casev[i].lost ||
		    s.duplicates != casev[i].duplicates)
			fail_msg("%s: %u received, %u lost, %u doubled",
				 casev[i].what, s.received,
				 oh_rxstat_lost(&s), s.duplicates);
	}
	return 0;
}

/* RFC 3550 A.3: 10 expected, 2 lost: 0.2 of 256 is 51 */
int test_quality_fraction(void)
{
	struct oh_rxstat s;

	oh_rxstat_init(&s, 7, 100);
	for (uint16_t seq = 100; seq < 110; seq++) {
		if (seq != 103 && seq != 107)
			(void)oh_rxstat_count(&s, seq);
	}
	assert_int_equal(oh_rxstat_fraction(&s), 51);
	assert_int_equal(oh_rxstat_fraction(&s), 0);
	(void)oh_rxstat_count(&s, 110);
	assert_int_equal(oh_rxstat_fraction(&s), 0);
	assert_int_equal(oh_rxstat_lost(&s), 2);
	assert_int_equal(oh_rxstat_max_seq(&s) & 0xffff, 110);
	return 0;
}

/* RFC 3550 A.8: J += (|D| - J) / 16 */
int test_quality_jitter(void)
{
	/* 20 ms apart at 8 kHz; the third comes 40 units late */
	static const uint32_t arrivalv[] = { 1000, 1160, 1360, 1480 };
	static const double jitterv[] = { 0.0, 0.0, 2.5, 4.84375 };
	struct oh_rxstat s;

	oh_rxstat_init(&s, 7, 1);
	for (uint16_t i = 0; i < 4; i++) {
		assert_true(oh_rxstat_add(&s, (uint16_t)(1 + i),
					  0xffffff00u + 160u * i,
					  arrivalv[i]));
		assert_true(fabs(s.jitter - jitterv[i]) < 1e-9);
	}
	assert_false(oh_rxstat_add(&s, 2, 0, 99999));
	assert_true(fabs(s.jitter - jitterv[3]) < 1e-9);
	return 0;
}

int test_quality_mos(void)
{
	static const struct {
		const char *codec;
		double loss, delay, jitter, least, most;
	} casev[] = {
		{ "PCMU", 0, 0, 0, 4.39, 4.42 },      /* the model's best */
		{ "PCMA", 0, 0, 0, 4.39, 4.42 },
		{ "PCMU", 0, 150, 0, 4.25, 4.40 },    /* G.114: fine      */
		{ "PCMU", 0, 400, 0, 2.8, 3.4 },      /* G.114: the limit */
		{ "PCMU", 5, 20, 0, 3.6, 4.1 },
		{ "PCMU", 20, 20, 5, 2.0, 2.7 },
		{ "PCMU", 100, 1000, 100, 1.0, 1.0 },
		{ "who knows", 0, 0, 0, 4.39, 4.42 },
	};
	double before = 5.0;

	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		double mos = oh_quality_mos(casev[i].codec, casev[i].loss,
					    casev[i].delay, casev[i].jitter);

		if (mos < casev[i].least || mos > casev[i].most)
			fail_msg("%zu: %f", i, mos);
	}
	for (double loss = 0.0; loss <= 50.0; loss += 2.5) {
		double mos = oh_quality_mos("PCMU", loss, 20.0, 1.0);

		assert_true(mos < before);
		before = mos;
	}
	return 0;
}
