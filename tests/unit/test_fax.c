/**
 * @file test_fax.c  A fax machine at the other end
 */
#include "base/compat.h"
#include "media/fax.h"
#include "media/tone.h"
#include "test.h"

int test_fax_tones(void);

static int hear(const char **namep, unsigned *np, const struct oh_tone *tonev,
		size_t tonec)
{
	struct oh_fax *fax = NULL;
	int16_t *sampv = NULL;
	size_t sampc;
	int err;

	*namep = "";
	*np = 0;
	err = oh_fax_alloc(&fax);
	if (err)
		return err;
	err = oh_tone_make(&sampv, &sampc, 8000, tonev, tonec);
	for (size_t at = 0; !err && at + 160 <= sampc; at += 160) {
		const char *name = oh_fax_feed(fax, sampv + at, 160);

		if (!name)
			continue;
		*namep = name;
		++*np;
	}
	mem_deref(sampv);
	mem_deref(fax);

	return err;
}

int test_fax_tones(void)
{
	static const struct {
		struct oh_tone tonev[3];
		const char *name;
	} v[] = {
	{ { { { 0, 0 }, 300, 0 }, { { 2100, 0 }, 3000, -13 },
	    { { 0, 0 }, 500, 0 } }, "CED" },
	{ { { { 1100, 0 }, 500, -13 }, { { 0, 0 }, 3000, 0 },
	    { { 1100, 0 }, 500, -13 } }, "CNG" },
	{ { { { 1000, 0 }, 500, -13 }, { { 0, 0 }, 3000, 0 },
	    { { 1000, 0 }, 500, -13 } }, "" },
	{ { { { 440, 480 }, 2000, -13 }, { { 0, 0 }, 3000, 0 },
	    { { 425, 0 }, 1000, -13 } }, "" },
	};
	const char *name;
	unsigned n;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		err = hear(&name, &n, v[i].tonev, 3);
		TEST_OK(err);
		assert_string_equal(name, v[i].name);
		assert_int_equal(n, *v[i].name != '\0');
	}
	assert_int_equal(oh_fax_alloc(NULL), EINVAL);
 out:
	return err;
}
