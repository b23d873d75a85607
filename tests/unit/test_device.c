/**
 * @file test_device.c  A sound device, by its name
 */
#include "base/compat.h"
#include <errno.h>
#include "handset/baresip.h"
#include "handset/device.h"
#include "home.h"
#include "test.h"

int test_device_parse(void)
{
	static const struct {
		const char *text, *name, *driver;
	} casev[] = {
		{ "",                "alsa,default",    "alsa"     },
		{ "alsa",            "alsa",            "alsa"     },
		{ "alsa,plughw:1,0", "alsa,plughw:1,0", "alsa"     },
		{ "pulse_async,a#b", "pulse_async,a#b", "pulse_async" },
		{ "aufile,/a/\"b\".wav", "aufile,/a/\"b\".wav", "aufile" },
		{ "alsa,f\xc3\xbcr", "alsa,f\xc3\xbcr", "alsa"     },
	};
	struct oh_device d;
	const char *why;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		assert_int_equal(oh_device_parse(&d, casev[i].text, &why), 0);
		assert_string_equal(d.name, casev[i].name);
		assert_string_equal(d.driver, casev[i].driver);
	}

	return 0;
}

/* What could be anything but one word of the configuration */
int test_device_hostile(void)
{
	static const char *const badv[] = {
		"alsa,x\nmodule ctrl_tcp.so", "alsa,x\rmodule cons.so",
		"alsa,x module cons.so", "alsa,x\tmodule cons.so",
		"alsa,x\x7f", "alsa,\x1b[2J", "alsa\nmodule cons.so",
		"../../x,y", "/tmp/x,y", "x.so,y", "alsa/../cons,y",
		"\"alsa\",x", "alsa;x", "Alsa,default", ",default", " alsa",
	};
	struct oh_device d;

	for (size_t i = 0; i < ARRAY_SIZE(badv); i++) {
		const char *why = NULL;

		if (EINVAL != oh_device_parse(&d, badv[i], &why))
			fail_msg("%s", badv[i]);
		assert_non_null(strstr(why, "DRIVER,DEVICE is wanted"));
	}

	return 0;
}

/* More than baresip has room for would be cut there */
int test_device_long(void)
{
	char text[300] = "";
	struct oh_device d;
	const char *why;

	for (size_t n = 1; n < 290; n++) {
		text[n - 1] = n == 5 ? ',' : 'a';
		text[n] = '\0';
		assert_int_equal(oh_device_parse(&d, text, &why),
				 n <= 5 + 127 ? 0 : ERANGE);
	}
	assert_int_equal(oh_device_parse(&d, "aaaaaaaaaaaaaaa", &why), 0);
	assert_int_equal(oh_device_parse(&d, "aaaaaaaaaaaaaaaa", &why),
			 ERANGE);

	return 0;
}

/* A module that has nothing to do with sound is no driver, though it is
   there: some of them open ports */
int test_device_check(void)
{
	static const struct {
		const char *text;
		int in, out;
		const char *why;
	} casev[] = {
		{ "alsa,x",      0,      0,       ""                   },
		{ "aubridge,x",  0,      0,       ""                   },
		{ "jack,x",      ENOENT, ENOENT,  "no driver 'jack'"   },
		{ "cons,x",      ENOENT, ENOENT,  "no driver 'cons'"   },
		{ "aufile,/etc/passwd", 0, ENOTSUP, "no loudspeaker"   },
		{ "aufile,/no/such", ENOENT, ENOTSUP, "" },
	};
	struct home home;

	home_enter(&home);
	home_write(&home, "m/alsa.so", "");
	home_write(&home, "m/aubridge.so", "");
	home_write(&home, "m/aufile.so", "");
	home_write(&home, "m/cons.so", "");
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		char why[OH_BARESIP_WHY] = "";
		struct oh_device d;
		const char *how;

		assert_int_equal(oh_device_parse(&d, casev[i].text, &how), 0);
		assert_int_equal(oh_device_check(&d, OH_DEVICE_INPUT,
						 home_path(&home, "m"), why,
						 sizeof(why)), casev[i].in);
		assert_int_equal(oh_device_check(&d, OH_DEVICE_OUTPUT,
						 home_path(&home, "m"), why,
						 sizeof(why)), casev[i].out);
		if (!strstr(why, casev[i].why))
			fail_msg("%s: %s", casev[i].text, why);
	}
	home_leave(&home);

	return 0;
}

int test_device_driver(void)
{
	const char *name;

	for (size_t i = 0; (name = oh_device_driver_at(i)); i++) {
		assert_true(strlen(name) < OH_DEVICE_DRIVER);
		assert_string_not_equal(name, "aufile");
	}

	return 0;
}
