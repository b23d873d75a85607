/**
 * @file test_progress.c  Busy and congestion, country by country
 */
#include "base/compat.h"
#include "hearing.h"
#include "media/progress.h"
#include "test.h"

int test_progress_home(void);
int test_progress_abroad(void);
int test_progress_ringback(void);
int test_progress_strangers(void);

struct ear {
	struct oh_progress p;
	enum oh_detected what;
	uint32_t ms, at_ms;
};

static void on_moment(const struct oh_moment *m, void *arg)
{
	struct ear *e = arg;
	enum oh_detected what = oh_progress_feed(&e->p, m);

	e->ms += OH_LINES_MS;
	if (what == OH_DETECTED_NONE || e->what != OH_DETECTED_NONE)
		return;
	e->what  = what;
	e->at_ms = e->ms;
}

static int hear(struct ear *e, const char *country,
		const struct oh_cadence *c, size_t late)
{
	struct oh_tone tonev[HEARING_TONES];

	memset(e, 0, sizeof(*e));
	oh_progress_init(&e->p, country);

	return hearing_moments(tonev, hearing_cadence(tonev, c, 9000), late,
			       on_moment, e);
}

static bool is_same(const struct oh_cadence *a, const struct oh_cadence *b)
{
	return 0 == memcmp(a, b, sizeof(*a));
}

/* Where the country is known, each of its tones is what it is there; where
   both are the same, it is busy. Heard within three turns and a half. */
int test_progress_home(void)
{
	const struct oh_indication *ind;
	struct ear e;
	int err = 0;

	for (size_t i = 0; (ind = oh_indication_at(i / 8)); i++) {
		const struct oh_cadence *c = i % 2 ? &ind->congestion
						   : &ind->busy;
		enum oh_detected want = is_same(&ind->busy, &ind->congestion)
			|| i % 2 == 0 ? OH_DETECTED_BUSY_TONE
				      : OH_DETECTED_CONGESTION_TONE;
		uint32_t turn = 0;

		for (size_t k = 0; k < oh_indication_steps(c); k++)
			turn += c->msv[k];
		err = hear(&e, ind->country, c, i / 2 % 4 * 40);
		TEST_OK(err);
		if (e.what != want || e.at_ms > turn * 7 / 2)
			fail_msg("%s: %s at %u ms, wanted %s", ind->country,
				 oh_detected_name(e.what), e.at_ms,
				 oh_detected_name(want));
	}
 out:
	return err;
}

/* A tone that is of no country but one is known without it, too. */
int test_progress_abroad(void)
{
	static const struct { const char *home, *of; bool congestion; } v[] = {
		{ "", "US", false }, { "", "US", true }, { "DE", "US", true },
		{ "", "GB", false }, { "", "GB", true }, { "US", "GB", true },
		{ "", "DE", false }, { "", "CN", true }, { "", "SE", true },
		{ "XX", "FR", false }, { "", "IN", false }, { "", "BR", true },
		{ "", "ES", true },
	};
	struct ear e;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_indication *ind =
			oh_indication_find(v[i].of);

		err = hear(&e, v[i].home, v[i].congestion ? &ind->congestion
							  : &ind->busy, 11);
		TEST_OK(err);
		if (e.what != (v[i].congestion ? OH_DETECTED_CONGESTION_TONE
					       : OH_DETECTED_BUSY_TONE))
			fail_msg("%s in '%s': %s", v[i].of, v[i].home,
				 oh_detected_name(e.what));
	}
 out:
	return err;
}

int test_progress_ringback(void)
{
	const struct oh_indication *ind;
	struct ear e;
	int err = 0;

	for (size_t i = 0; (ind = oh_indication_at(i)); i++) {
		err = hear(&e, ind->country, &ind->ringback, 0);
		TEST_OK(err);
		if (e.what != OH_DETECTED_NONE)
			fail_msg("%s: %s", ind->country,
				 oh_detected_name(e.what));
	}
 out:
	return err;
}

/* Right cadence, wrong pitch; and the other way round */
int test_progress_strangers(void)
{
	static const struct oh_cadence v[] = {
		{ { 1000, 0 }, { 500, 500 } }, { { 425, 0 }, { 500, 100 } },
		{ { 425, 0 }, { 60, 60 } },    { { 425, 620 }, { 500, 500 } },
		{ { 480, 0 }, { 500, 500 } },  { { 425, 0 }, { 1000, 1000 } },
	};
	struct ear e;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		err = hear(&e, "", &v[i], 0);
		TEST_OK(err);
		if (e.what != OH_DETECTED_NONE)
			fail_msg("%zu: %s", i, oh_detected_name(e.what));
	}
 out:
	return err;
}
