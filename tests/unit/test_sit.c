/**
 * @file test_sit.c  Special information tones and their classes
 */
#include "base/compat.h"
#include "hearing.h"
#include "media/sit.h"
#include "test.h"

int test_sit_classes(void);
int test_sit_others(void);

struct ear {
	struct oh_sit sit;
	enum oh_detected what;
	unsigned n;
};

static void on_moment(const struct oh_moment *m, void *arg)
{
	struct ear *e = arg;
	enum oh_detected what = oh_sit_feed(&e->sit, m);

	if (what == OH_DETECTED_NONE)
		return;
	e->what = what;
	e->n++;
}

static struct oh_tone tone(uint16_t hz, uint16_t ms)
{
	return (struct oh_tone){ { hz, 0 }, ms, -16 };
}

/* However the tones lie on the moments, and with or without gaps */
int test_sit_classes(void)
{
	static const struct {
		uint16_t hz[3], ms[3];
		enum oh_detected what;
	} v[] = {
	{ { 950, 1400, 1800 }, { 330, 330, 330 }, OH_DETECTED_SIT },
	{ { 985, 1371, 1777 }, { 380, 274, 380 }, OH_DETECTED_SIT_VACANT },
	{ { 914, 1371, 1777 }, { 274, 274, 380 }, OH_DETECTED_SIT_INTERCEPT },
	{ { 985, 1429, 1777 }, { 380, 380, 380 }, OH_DETECTED_SIT_NO_CIRCUIT },
	{ { 914, 1429, 1777 }, { 274, 380, 380 }, OH_DETECTED_SIT_REORDER },
	};
	struct ear e;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) * 24; i++) {
		size_t k = i / 24, late = i % 8 * 20;
		uint16_t gap = (uint16_t)(i / 8 % 3 * 15);
		struct oh_tone tonev[] = {
			tone(v[k].hz[0], v[k].ms[0]), tone(0, gap),
			tone(v[k].hz[1], v[k].ms[1]), tone(0, gap),
			tone(v[k].hz[2], v[k].ms[2]), tone(0, 1000),
		};

		memset(&e, 0, sizeof(e));
		err = hearing_moments(tonev, ARRAY_SIZE(tonev), late,
				      on_moment, &e);
		TEST_OK(err);
		if (e.n != 1 || e.what != v[k].what)
			fail_msg("%zu: %u times %s, wanted %s", i, e.n,
				 oh_detected_name(e.what),
				 oh_detected_name(v[k].what));
	}
 out:
	return err;
}

int test_sit_others(void)
{
	const struct oh_tone tonev[][5] = {
		{ tone(950, 330), tone(1400, 330), tone(950, 330),
		  tone(1400, 330), tone(0, 500) },
		{ tone(950, 330), tone(0, 300), tone(1400, 330), tone(0, 300),
		  tone(1800, 330) },
		{ tone(950, 1000), tone(1400, 1000), tone(1800, 1000),
		  tone(0, 100), tone(0, 100) },
		{ tone(1800, 330), tone(1400, 330), tone(950, 330),
		  tone(0, 100), tone(0, 100) },
	};
	struct ear e;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(tonev); i++) {
		memset(&e, 0, sizeof(e));
		err = hearing_moments(tonev[i], 5, 0, on_moment, &e);
		TEST_OK(err);
		if (e.n)
			fail_msg("%zu: %s", i, oh_detected_name(e.what));
	}
 out:
	return err;
}
