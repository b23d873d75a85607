/**
 * @file test_beep.c  Beeps are heard, and what networks say is none
 */
#include "base/compat.h"
#include <math.h>
#include "hearing.h"
#include "media/beep.h"
#include "test.h"

int test_beep_pitches(void);
int test_beep_lengths(void);
int test_beep_lost_packet(void);
int test_beep_not_networks(void);
int test_beep_not_melodies(void);

struct ear {
	struct oh_beep beep;
	unsigned n;
	double hz;
	uint32_t ms, at_ms;
};

static void on_moment(const struct oh_moment *m, void *arg)
{
	struct ear *e = arg;

	e->ms += OH_LINES_MS;
	if (!oh_beep_feed(&e->beep, m))
		return;
	e->n++;
	e->hz = e->beep.kept_hz;
	e->at_ms = e->ms;
}

static int hear(struct ear *e, const struct oh_tone *tonev, size_t tonec)
{
	memset(e, 0, sizeof(*e));

	return hearing_moments(tonev, tonec, 37, on_moment, e);
}

int test_beep_pitches(void)
{
	static const uint16_t hzv[] = {
		350, 425, 440, 500, 620, 800, 950, 1000, 1100, 1400, 2000,
		3000,
	};
	struct ear e;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(hzv); i++) {
		struct oh_tone tonev[] = {
			{ { 0, 0 }, 200, 0 }, { { hzv[i], 0 }, 400, -20 },
			{ { 0, 0 }, 1500, 0 },
		};

		err = hear(&e, tonev, ARRAY_SIZE(tonev));
		TEST_OK(err);
		if (e.n != 1 || fabs(e.hz - hzv[i]) > 5.0)
			fail_msg("%u Hz: %u, %.1f", hzv[i], e.n, e.hz);
		/* Networks' pitches are waited for, others are told soon. */
		if (hzv[i] > 380 && hzv[i] < 470)
			assert_true(e.at_ms > 1400);
		else
			assert_true(e.at_ms > 700 && e.at_ms <= 800);
	}
 out:
	return err;
}

int test_beep_lengths(void)
{
	static const struct { uint16_t hz, ms; unsigned n; } v[] = {
		{ 1000, 100, 0 }, { 1000, 240, 0 }, { 1000, 300, 1 },
		{ 1000, 1000, 1 }, { 1000, 3500, 1 }, { 1000, 5000, 0 },
		{ 440, 300, 1 }, { 440, 700, 1 }, { 440, 1000, 0 },
		{ 250, 400, 0 },
	};
	struct ear e;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_tone tonev[] = {
			{ { v[i].hz, 0 }, v[i].ms, -13 },
			{ { 0, 0 }, 1500, 0 },
		};

		err = hear(&e, tonev, ARRAY_SIZE(tonev));
		TEST_OK(err);
		if (e.n != v[i].n)
			fail_msg("%u Hz, %u ms: %u", v[i].hz, v[i].ms, e.n);
	}
 out:
	return err;
}

/* A packet that is lost does not make two of one. */
int test_beep_lost_packet(void)
{
	static const struct oh_tone tonev[] = {
		{ { 1000, 0 }, 200, -13 }, { { 0, 0 }, 20, 0 },
		{ { 1000, 0 }, 200, -13 }, { { 0, 0 }, 500, 0 },
	};
	struct ear e;
	int err = hear(&e, tonev, ARRAY_SIZE(tonev));

	TEST_OK(err);
	assert_int_equal(e.n, 1);
 out:
	return err;
}

static int try_cadence(const char *country, const char *what,
		       const struct oh_cadence *c)
{
	struct oh_tone tonev[HEARING_TONES];
	struct ear e;
	int err = hear(&e, tonev, hearing_cadence(tonev, c, 15000));

	if (!err && e.n)
		fail_msg("%s %s: a beep of %.0f Hz at %u ms", country, what,
			 e.hz, e.at_ms);
	return err;
}

/* Every country's ringing, busy and congestion tones */
int test_beep_not_networks(void)
{
	const struct oh_indication *ind;
	int err = 0;

	for (size_t i = 0; (ind = oh_indication_at(i)); i++) {
		err = try_cadence(ind->country, "ringback", &ind->ringback);
		TEST_OK(err);
		err = try_cadence(ind->country, "busy", &ind->busy);
		TEST_OK(err);
		err = try_cadence(ind->country, "congestion",
				  &ind->congestion);
		TEST_OK(err);
	}
 out:
	return err;
}

int test_beep_not_melodies(void)
{
	static const struct oh_tone tonev[][3] = {
		{ { { 950, 0 }, 330, -13 }, { { 1400, 0 }, 330, -13 },
		  { { 1800, 0 }, 200, -13 } },                     /* SIT  */
		{ { { 697, 1209 }, 500, -13 }, { { 0, 0 }, 500, 0 },
		  { { 0, 0 }, 500, 0 } },                          /* key  */
		{ { { 350, 440 }, 2000, -13 }, { { 0, 0 }, 500, 0 },
		  { { 0, 0 }, 500, 0 } },                          /* dial */
		{ { { 600, 0 }, 300, -13 }, { { 0, 0 }, 60, 0 },
		  { { 800, 0 }, 200, -13 } },
	};
	struct ear e;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(tonev); i++) {
		err = hear(&e, tonev[i], 3);
		TEST_OK(err);
		if (e.n)
			fail_msg("%zu: a beep of %.0f Hz", i, e.hz);
	}
 out:
	return err;
}
