/**
 * @file test_track.c  Where in a recording a packet belongs
 */
#include "media/track.h"
#include "test.h"

enum { MS = 8 };         /* samples */

static int64_t place(struct oh_track *t, uint32_t ts_ms, int64_t now_ms)
{
	return oh_track_place(t, 1, ts_ms * MS, 8000, now_ms * MS) / MS;
}

int test_track_follows_timestamps(void)
{
	struct oh_track t = { .rate_hz = 8000 };

	assert_int_equal(place(&t, 5000, 100), 100);
	assert_int_equal(place(&t, 5020, 121), 120);      /* jitter     */
	assert_int_equal(place(&t, 5060, 155), 160);      /* one lost   */
	assert_int_equal(place(&t, 5040, 165), 140);      /* it is late */
	assert_int_equal(place(&t, 5080, 180), 180);
	assert_int_equal(place(&t, 6080, 1180), 1180);    /* silence    */
	return 0;
}

int test_track_anchors_anew(void)
{
	struct oh_track t = { .rate_hz = 8000 };

	assert_int_equal(place(&t, 5000, 100), 100);
	/* a jump of timestamps, either way */
	assert_int_equal(place(&t, 9000, 120), 120);
	assert_int_equal(place(&t, 9020, 140), 140);
	assert_int_equal(place(&t, 100, 160), 160);
	/* another source */
	assert_int_equal(oh_track_place(&t, 2, 77, 8000, 180 * MS),
			 180 * MS);
	assert_int_equal(oh_track_place(&t, 2, 77 + 160, 8000, 210 * MS),
			 200 * MS);
	return 0;
}

/* Their crystal is 1 % slow: never more than the limit away from the time */
int test_track_drift(void)
{
	struct oh_track t = { .rate_hz = 8000 };
	int64_t worst = 0;

	for (uint32_t i = 0; i < 10000; i++) {
		int64_t now = (int64_t)i * 20 * 101 / 100;
		int64_t off = place(&t, i * 20, now) - now;

		worst = off < worst ? off : worst;
	}
	assert_in_range(-worst, 100, 150);
	return 0;
}

int test_track_wraps_and_rates(void)
{
	struct oh_track t = { .rate_hz = 16000 };

	assert_int_equal(oh_track_place(&t, 1, 0xffffff60, 8000, 0), 0);
	assert_int_equal(oh_track_place(&t, 1, 0, 8000, 320), 320);
	assert_int_equal(oh_track_place(&t, 1, 160, 8000, 640), 640);
	/* Opus */
	assert_int_equal(oh_track_place(&t, 1, 960, 48000, 1000), 1000);
	assert_int_equal(oh_track_place(&t, 1, 1920, 48000, 1300), 1320);
	/* before the recording began */
	t.anchored = false;
	assert_int_equal(oh_track_place(&t, 1, 960, 48000, -100), -100);
	return 0;
}
