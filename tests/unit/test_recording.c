/**
 * @file test_recording.c  Recorded digits, numbers and letters
 */
#include "test.h"
#include "media/source.h"
#include "speech/recording.h"

static const char *const langv[] = { "en", "de", "fr", "es" };

struct level {
	size_t  sampc;
	int16_t peak;
};

static int measure(const int16_t *sampv, size_t sampc, void *arg)
{
	struct level *lv = arg;

	for (size_t i = 0; i < sampc; i++) {
		if (abs(sampv[i]) > lv->peak)
			lv->peak = (int16_t)abs(sampv[i]);
	}
	lv->sampc += sampc;

	return 0;
}

static int check_sound(const struct oh_recording *rec)
{
	const struct oh_source src = {
		.fd = -1, .data = rec->data, .size = rec->len,
	};
	struct level lv = { .sampc = 0 };
	int err = oh_source_decode(&src, 8000, measure, &lv);

	if (err)
		return err;
	/* From "e" to "siebenundzwanzig"; about half of full scale */
	assert_in_range(lv.sampc, 8000 * 8 / 100, 8000 * 15 / 10);
	if (strcmp(rec->name, "pause"))
		assert_in_range(lv.peak, 10000, 20000);
	else
		assert_in_range(lv.peak, 0, 8);

	return 0;
}

int test_recording_all_sound(void)
{
	struct oh_recording rec;
	int err = 0;

	for (size_t l = 0; l < sizeof(langv) / sizeof(langv[0]); l++) {
		size_t i;

		for (i = 0; !oh_recording_at(&rec, langv[l], i); i++) {
			err = check_sound(&rec);
			TEST_OK(err);
		}
		assert_in_range(i, 60, 100);
	}

 out:
	return err;
}

int test_recording_find(void)
{
	struct oh_recording a, b;

	assert_int_equal(0, oh_recording_find(&a, "en", "hundred"));
	assert_string_equal(a.name, "hundred");
	assert_memory_equal(a.data, "RIFF", 4);
	assert_int_equal(0, oh_recording_find(&b, "de", "1"));
	assert_int_equal(ENOENT, oh_recording_find(&a, "de", "hundred"));
	assert_int_equal(ENOENT, oh_recording_find(&a, "it", "1"));
	assert_int_equal(ENOENT, oh_recording_at(&a, "en", 1000));
	assert_int_equal(EINVAL, oh_recording_find(&a, "en", NULL));
	assert_int_equal(EINVAL, oh_recording_at(NULL, "en", 0));

	return 0;
}
