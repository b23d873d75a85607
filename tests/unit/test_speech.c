/**
 * @file test_speech.c  Digits, numbers and letters as something to be played
 */
#include "base/compat.h"
#include "test.h"
#include "media/prompt.h"
#include "speech/recording.h"
#include "speech/speech.h"

/* Length of one piece, by its bytes: 8000 a second */
static double seconds(const char *lang, const char *name)
{
	struct oh_recording rec;

	assert_int_equal(0, oh_recording_find(&rec, lang, name));

	return (double)rec.len / 8000;
}

int test_speech_prompt_is_its_pieces(void)
{
	const struct oh_speech_text t = { OH_SPEECH_NUMBER, "de", "-21" };
	const double expected = seconds("de", "minus") +
		seconds("de", "1-und") + seconds("de", "20");
	struct oh_prompts *cache = NULL;
	struct oh_prompt *pr = NULL;
	const char *why = "?";
	int err;

	err = oh_prompts_alloc(&cache);
	TEST_OK(err);
	err = oh_speech_prompt(&pr, cache, &t, NULL, &why);
	TEST_OK(err);
	assert_null(why);
	assert_string_equal(oh_prompt_name(pr), "number -21");
	/* The headers are 3 times 58 bytes. */
	assert_true(oh_prompt_seconds(pr) > expected - 0.03);
	assert_true(oh_prompt_seconds(pr) < expected);

 out:
	oh_prompt_unref(pr);
	mem_deref(cache);
	return err;
}

int test_speech_faults(void)
{
	static const struct {
		struct oh_speech_text t;
		int err;
		size_t pos;
		const char *why;
	} v[] = {
		{ { OH_SPEECH_DIGITS, "en", "12x" }, EBADMSG, 2,
		  "no digit" },
		{ { OH_SPEECH_NUMBER, "fr", "1,5" }, EBADMSG, 1,
		  "not a number" },
		{ { OH_SPEECH_SPELL, "en", "a?" }, EBADMSG, 1,
		  "cannot be spelt" },
		{ { OH_SPEECH_NUMBER, "en", "1000000000000" }, ERANGE, 0,
		  "12 digits at most, and 12 decimals" },
		{ { OH_SPEECH_DIGITS, "it", "12" }, ENOENT, 9,
		  "no recordings in this language: en, de, fr or es" },
		{ { OH_SPEECH_NUMBER, "it", "12" }, ENOENT, 9,
		  "no recordings in this language: en, de, fr or es" },
	};
	struct oh_prompts *cache = NULL;
	int err;

	err = oh_prompts_alloc(&cache);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_prompt *pr = NULL;
		const char *why = NULL;
		size_t pos = 9;

		err = oh_speech_prompt(&pr, cache, &v[i].t, &pos, &why);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, v[i].err);
		assert_int_equal(pos, v[i].pos);
		assert_string_equal(why, v[i].why);
		assert_null(pr);
	}
	err = 0;

 out:
	mem_deref(cache);
	return err;
}
