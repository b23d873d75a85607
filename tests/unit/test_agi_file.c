/**
 * @file test_agi_file.c  Sounds as AGI scripts name them
 */
#include "base/compat.h"
#include "temp.h"
#include "test.h"
#include "flow/agi_file.h"

/* want: an errno's name is its number; the path otherwise */
static void check(const char *const *folderv, const char *name, int want_err,
		  const char *want)
{
	char path[OH_AGI_FILE_SIZE];
	int err = oh_agi_file_find(path, folderv, name);

	assert_int_equal(err, want_err);
	if (!err)
		assert_string_equal(path, want);
}

int test_agi_file_find(void)
{
	char one[512], two[512], deep[512], longest[2000];
	struct temp t, u;
	const char *const folderv[] = { t.dir, u.dir, NULL };

	temp_make(&t);
	temp_make(&u);
	temp_write(&t, "hello.wav", "x", 1);
	temp_write(&t, "plain", "x", 1);
	temp_write(&u, "hello.flac", "x", 1);
	temp_write(&u, "other.ogg", "x", 1);
	(void)snprintf(one, sizeof(one), "%s/hello.wav", t.dir);
	(void)snprintf(two, sizeof(two), "%s/other.ogg", u.dir);

	check(folderv, "hello", 0, one);
	check(folderv, "hello.wav", 0, one);
	check(folderv, "other", 0, two);
	check(folderv, "plain", 0, temp_path(&t, "plain"));
	check(folderv, "missing", ENOENT, NULL);
	check(folderv, "", EBADMSG, NULL);
	check(folderv, "hello/", EBADMSG, NULL);
	check(folderv, "..", EBADMSG, NULL);
	check(folderv, "a/../hello", EBADMSG, NULL);
	check(folderv, "../hello", EBADMSG, NULL);
	check(folderv, "..hello", ENOENT, NULL);
	(void)snprintf(deep, sizeof(deep), "%s/hello", u.dir);
	(void)snprintf(two, sizeof(two), "%s/hello.flac", u.dir);
	check(folderv, deep, 0, two);
	check(folderv, t.dir, ENOENT, NULL);     /* a folder is no sound */
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	check(folderv, longest, ERANGE, NULL);

	temp_remove(&t);
	temp_remove(&u);
	return 0;
}

int test_agi_file_print(void)
{
	static const struct { const char *name, *format, *want; } v[] = {
		{ "msg",      "wav",   "msg.wav"      },
		{ "/tmp/msg", "WAV",   "/tmp/msg.WAV" },
		{ "msg",      "gsm",   "msg.wav"      },
		{ "msg",      "/../x", "msg.wav"      },
		{ "a.b",      "wav49", "a.b.wav"      },
		{ "../msg",   "wav",   NULL           },
		{ "",         "wav",   NULL           },
		{ "/",        "wav",   NULL           },
	};
	char path[OH_AGI_FILE_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		int err = oh_agi_file_print(path, v[i].name, v[i].format);

		assert_int_equal(err, v[i].want ? 0 : EBADMSG);
		if (!err)
			assert_string_equal(path, v[i].want);
	}

	return 0;
}
