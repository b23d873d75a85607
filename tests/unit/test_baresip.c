/**
 * @file test_baresip.c  baresip, or a program that has its name
 */
#include "base/compat.h"
#include <signal.h>
#include <sndfile.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/path.h"
#include "handset/baresip.h"
#include "home.h"
#include "test.h"

enum { WAIT_MS = 8000 };

struct fix {
	struct home         home;
	struct oh_baresip *b;
	char               *path;      /* of before */
	char                why[OH_BARESIP_WHY];
	uint16_t            port;
	bool                ready;
	bool                gone;
};

static void ready_handler(uint16_t port, void *arg)
{
	struct fix *f = arg;

	f->port  = port;
	f->ready = true;
}

static void gone_handler(void *arg)
{
	struct fix *f = arg;

	f->gone = true;
}

static void fix_init(struct fix *f)
{
	memset(f, 0, sizeof(*f));
	home_enter(&f->home);
	setenv("XDG_RUNTIME_DIR", f->home.dir, 1);
	f->path = strdup(getenv("PATH"));
}

static void fix_reset(struct fix *f)
{
	mem_deref(f->b);
	setenv("PATH", f->path, 1);
	free(f->path);
	home_leave(&f->home);
}

static int start_two(struct fix *f, const char *input, const char *output)
{
	const struct oh_baresip_prm prm = {
		.input  = input,
		.output = output,
		.readyh = ready_handler,
		.goneh  = gone_handler,
		.arg    = f,
	};

	return oh_baresip_start(&f->b, &prm, f->why, sizeof(f->why));
}

static int start(struct fix *f, const char *device)
{
	return start_two(f, device, device);
}

/* Something else that is called baresip */
static void pretend(struct fix *f, const char *script)
{
	char path[4096];

	home_write(&f->home, "bin/baresip", script);
	assert_int_equal(chmod(home_path(&f->home, "bin/baresip"), 0700), 0);
	snprintf(path, sizeof(path), "%s/bin:%s", f->home.dir, f->path);
	setenv("PATH", path, 1);
}

static bool is_missing(void)
{
	char buf[256];

	if (!oh_baresip_modules(buf, sizeof(buf)) && oh_path_has("baresip"))
		return false;
	print_message("SKIP: baresip is not installed\n");

	return true;
}

/* What cannot be is said at once, and stands in no configuration */
int test_baresip_device(void)
{
	static const struct {
		const char *device, *why;
	} casev[] = {
		{ "alsa,x\nmodule ctrl_tcp.so", "DRIVER,DEVICE" },
		{ "../../x,y",                  "DRIVER,DEVICE" },
		{ "Alsa,default",               "DRIVER,DEVICE" },
		{ ",default",                   "DRIVER,DEVICE" },
		{ "alsa,x y",                   "without a blank" },
		{ "ctrl_tcp,x",      "has no driver 'ctrl_tcp'" },
		{ "quux,1",          "has no driver 'quux'" },
		{ "aufile,/no/such", "No such file" },
	};
	struct fix f;
	int err = 0;

	if (is_missing())
		return 0;
	fix_init(&f);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		err = start(&f, casev[i].device);
		if (err == ENOMEM)
			break;
		assert_true(err != 0);
		if (!strstr(f.why, casev[i].why))
			fail_msg("%s: %s", casev[i].device, f.why);
	}
	fix_reset(&f);

	return err == ENOMEM ? err : 0;
}

/* Of two it is said which */
int test_baresip_devices(void)
{
	static const struct {
		const char *input, *output, *why;
	} casev[] = {
		{ "alsa,x\ny", "alsa", "audio input: DRIVER,DEVICE is" },
		{ "alsa", "alsa,x\ny", "audio output: DRIVER,DEVICE is" },
		{ "quux,1", "alsa", "audio input 'quux,1': baresip has no" },
		{ "alsa", "quux,1", "audio output 'quux,1': baresip has no" },
		{ "", "aufile,/x", "audio output 'aufile,/x': a file is a" },
		{ "aufile,/no/such", "aubridge,x",
		  "audio input 'aufile,/no/such': No such file" },
	};
	struct fix f;
	int err = 0;

	if (is_missing())
		return 0;
	fix_init(&f);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		char why[OH_BARESIP_WHY];

		err = start_two(&f, casev[i].input, casev[i].output);
		if (err == ENOMEM)
			break;
		assert_true(err != 0);
		if (!strstr(f.why, casev[i].why))
			fail_msg("%s: %s", casev[i].input, f.why);
		/* Who only looks hears the same */
		assert_int_equal(oh_baresip_check(casev[i].input,
						  casev[i].output, why,
						  sizeof(why)), err);
		assert_string_equal(why, f.why);
	}
	fix_reset(&f);

	return err == ENOMEM ? err : 0;
}

int test_baresip_ready(void)
{
	struct fix f;
	char dir[320];
	int err;

	if (is_missing())
		return 0;
	fix_init(&f);
	snprintf(dir, sizeof(dir), "%s/offhook", f.home.dir);
	err = start(&f, "aubridge,x");
	TEST_OK(err);
	err = test_loop_until(&f.ready, WAIT_MS);
	TEST_OK(err);
	assert_true(f.port > 0);
	assert_int_equal(strlen(oh_baresip_user(f.b)), 32);
	assert_string_equal(oh_baresip_device(f.b, OH_DEVICE_INPUT)->name,
			    "aubridge,x");
	assert_true(oh_baresip_has_one(f.b));
	oh_baresip_stop(f.b);
	err = test_loop_until(&f.gone, WAIT_MS);
	TEST_OK(err);
	f.b = mem_deref(f.b);
	/* Its folder goes with it */
	assert_int_equal(rmdir(dir), 0);
 out:
	fix_reset(&f);

	return err;
}

static void write_sound(struct home *home, const char *name, int rate_hz)
{
	SF_INFO info = { .samplerate = rate_hz, .channels = 1,
			 .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16 };
	SNDFILE *f;

	home_write(home, name, "");
	f = sf_open(home_path(home, name), SFM_WRITE, &info);
	assert_non_null(f);
	sf_close(f);
}

/* A sound file decides for itself; one that is none is not waited for */
int test_baresip_wide(void)
{
	static const struct {
		const char *name;
		bool wide;
	} casev[] = {
		{ "8000.wav", false }, { "16000.wav", true },
		{ "none.wav", false }, { "pipe", false },
	};
	struct fix f;
	char device[4096];
	int err;

	if (is_missing())
		return 0;
	fix_init(&f);
	write_sound(&f.home, "8000.wav", 8000);
	write_sound(&f.home, "16000.wav", 16000);
	home_write(&f.home, "none.wav", "RIFF");
	assert_int_equal(mkfifo(home_path(&f.home, "pipe"), 0600), 0);
	err = start(&f, "aubridge,x");
	TEST_OK(err);
	assert_true(oh_baresip_is_wide(f.b));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		f.b = mem_deref(f.b);
		snprintf(device, sizeof(device), "aufile,%s",
			 home_path(&f.home, casev[i].name));
		err = start(&f, device);
		TEST_OK(err);
		if (oh_baresip_is_wide(f.b) != casev[i].wide)
			fail_msg("%s", casev[i].name);
	}
 out:
	fix_reset(&f);

	return err;
}

/* What it said last is kept, and nothing of it that could paint */
int test_baresip_dies(void)
{
	struct fix f;
	int err;

	if (is_missing())
		return 0;
	fix_init(&f);
	pretend(&f, "#!/bin/sh\nprintf 'one\\n\\033[31mtwo\\n' >&2\nexit 3\n");
	err = start(&f, "aubridge,x");
	TEST_OK(err);
	err = test_loop_until(&f.gone, WAIT_MS);
	TEST_OK(err);
	assert_false(f.ready);
	assert_string_equal(oh_baresip_said(f.b), "[31mtwo");
 out:
	fix_reset(&f);

	return err;
}

/* Who does not obey is killed */
int test_baresip_stubborn(void)
{
	struct fix f;
	int err;

	if (is_missing() || test_is_oom())
		return 0;
	fix_init(&f);
	pretend(&f, "#!/bin/sh\ntrap '' TERM\necho on\nwhile :; do sleep 1; "
		"done\n");
	err = start(&f, "aubridge,x");
	TEST_OK(err);
	err = test_loop_until(&f.ready, 300);
	assert_int_equal(err, ETIMEDOUT);
	assert_string_equal(oh_baresip_said(f.b), "on");
	oh_baresip_stop(f.b);
	err = test_loop_until(&f.gone, WAIT_MS);
	TEST_OK(err);
 out:
	fix_reset(&f);

	return err;
}
