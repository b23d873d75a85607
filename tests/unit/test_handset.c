/**
 * @file test_handset.c  The handset: lifted, broken, laid down
 */
#include "live_fixture.h"
#include <signal.h>
#include <sys/stat.h>
#include <dirent.h>
#include "base/path.h"
#include "handset/handset.h"
#include "handset/baresip.h"
#include "sip/resolve.h"

enum { WAIT_MS = 8000 };

struct fix {
	struct live         l;
	struct oh_resolver *resolver;
	struct oh_handset  *h;
	char                conf[128];
	char                keys[16];
	enum oh_handset_state want;
	bool                reached;
	bool                closed;
	unsigned            told;
};

static void state_handler(enum oh_handset_state state, void *arg)
{
	struct fix *f = arg;

	f->told++;
	f->reached = f->reached || state == f->want;
}

static void key_handler(char digit, enum oh_dtmf dtmf, void *arg)
{
	struct fix *f = arg;
	size_t n = strlen(f->keys);

	(void)dtmf;
	if (n + 1 < sizeof(f->keys))
		f->keys[n] = digit;
	f->reached = true;
}

static void closed_handler(void *arg)
{
	struct fix *f = arg;

	f->closed = true;
}

/* conf NULL: a phone at the far end of the fixture */
static int fix_init_two(struct fix *f, const char *conf, const char *input,
			const char *output)
{
	struct oh_handset_prm prm = {
		.conf = f->conf, .input = input, .output = output,
		.stateh = state_handler, .keyh = key_handler, .arg = f,
	};
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	if (!err)
		err = oh_resolver_alloc(&f->resolver, NULL);
	if (err)
		return err;
	if (conf)
		str_ncpy(f->conf, conf, sizeof(f->conf));
	else
		(void)re_snprintf(f->conf, sizeof(f->conf), "sip:desk@%J",
				  oh_sip_laddr(f->l.b));
	prm.engine   = f->l.engine;
	prm.resolver = f->resolver;

	return oh_handset_alloc(&f->h, &prm);
}

static int fix_init(struct fix *f, const char *conf, const char *device)
{
	return fix_init_two(f, conf, device, device);
}

static void fix_reset(struct fix *f)
{
	mem_deref(f->h);
	mem_deref(f->resolver);
	live_close(&f->l);
}

static int await(struct fix *f, enum oh_handset_state want)
{
	f->want    = want;
	f->reached = oh_handset_state(f->h) == want;

	return test_or_refused(f->reached ? 0 :
			       test_loop_until(&f->reached, WAIT_MS));
}

static bool is_missing(void)
{
	char buf[256];

	if (!oh_baresip_modules(buf, sizeof(buf)) && oh_path_has("baresip"))
		return false;
	print_message("SKIP: baresip is not installed\n");

	return true;
}

/* The one child of ours */
static pid_t child_of_us(void)
{
	char path[64];
	pid_t pid = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children",
		 (int)getpid());
	f = fopen(path, "r");
	assert_non_null(f);
	(void)!fscanf(f, "%d", &pid);
	fclose(f);

	return pid;
}

int test_handset_kind(void)
{
	static const struct {
		const char *conf, *device;
		enum oh_handset_kind want;
	} casev[] = {
		{ "none",           "alsa,default", OH_HANDSET_NONE    },
		{ "baresip",        "",             OH_HANDSET_BARESIP },
		{ "sip:desk@[::1]", "",             OH_HANDSET_PHONE   },
	};
	struct fix f;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		int err = fix_init(&f, casev[i].conf, casev[i].device);

		if (!err) {
			assert_int_equal(oh_handset_kind(f.h),
					 casev[i].want);
			assert_int_equal(oh_handset_state(f.h),
					 OH_HANDSET_DOWN);
			assert_string_equal(oh_handset_why(f.h), "");
			if (casev[i].want == OH_HANDSET_NONE)
				assert_int_equal(oh_handset_lift(f.h),
						 ENXIO);
		}
		fix_reset(&f);
		if (err)
			return test_or_refused(err);
	}

	return 0;
}

/* Without a word about it there is one, or it is said why not */
int test_handset_found(void)
{
	struct fix f;
	int err = fix_init(&f, "", "");

	if (!err)
		assert_int_equal(oh_handset_kind(f.h) == OH_HANDSET_NONE,
				 strstr(oh_handset_why(f.h), "nobody hears "
					"you") != NULL);
	fix_reset(&f);

	return err ? test_or_refused(err) : 0;
}

/* One that is named is there; of one that is not it is said what is missing,
   and what gives it */
int test_handset_missing(void)
{
	static const struct {
		const char *path, *conf, *device, *want;
	} casev[] = {
		{ "/nothing", "",     "",             "baresip-core has it" },
		{ "/nothing", "",     "alsa,default", "baresip-core has it" },
		{ NULL,       "",     "",             "no sound device"     },
		{ NULL,       "",     "alsa,default", ""                    },
		{ "/nothing", "none", "",             "handset = none"      },
	};
	char was[4096];
	struct fix f;
	int err = 0;

	str_ncpy(was, getenv("PATH"), sizeof(was));
	for (size_t i = 0; i < ARRAY_SIZE(casev) && !err; i++) {
		const char *want = casev[i].want;

		if (!casev[i].path && (!oh_path_has("baresip") ||
				       !access("/dev/snd", F_OK)))
			continue;
		setenv("PATH", casev[i].path ? casev[i].path : was, 1);
		err = fix_init(&f, casev[i].conf, casev[i].device);
		if (!err && !strstr(oh_handset_missing(f.h), want))
			fail_msg("%zu: %s", i, oh_handset_missing(f.h));
		if (!err && !*want)
			assert_string_equal(oh_handset_missing(f.h), "");
		fix_reset(&f);
		setenv("PATH", was, 1);
	}

	return err ? test_or_refused(err) : 0;
}

/* Lifted twice, laid down, lifted again, closed while it is up */
int test_handset_baresip(void)
{
	struct oh_stream_info info;
	struct fix f;

	if (is_missing())
		return 0;
	LIVE_OK(fix_init(&f, "baresip", "aubridge,x"));
	LIVE_OK(oh_handset_lift(f.h));
	LIVE_INT(oh_handset_state(f.h), OH_HANDSET_STARTING);
	LIVE_INT(f.told, 0);
	LIVE_INT(oh_handset_lift(f.h), EALREADY);
	LIVE_OK(await(&f, OH_HANDSET_UP));
	LIVE_TRUE(oh_handset_stream(f.h) != NULL);
	oh_stream_info(oh_handset_stream(f.h), &info);
	LIVE_STR(info.codec, "G722/8000");
	oh_handset_lay(f.h);
	LIVE_INT(oh_handset_state(f.h), OH_HANDSET_DOWN);
	LIVE_TRUE(!oh_handset_stream(f.h));
	LIVE_OK(oh_handset_lift(f.h));
	LIVE_OK(await(&f, OH_HANDSET_UP));
	oh_handset_close(f.h, closed_handler, &f);
	LIVE_TRUE(!f.closed);
	LIVE_OK(test_loop_until(&f.closed, 3000));
	LIVE_INT(child_of_us(), 0);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

int test_handset_killed(void)
{
	struct fix f;

	if (is_missing())
		return 0;
	LIVE_OK(fix_init(&f, "baresip", "aubridge,x"));
	LIVE_OK(oh_handset_lift(f.h));
	LIVE_OK(await(&f, OH_HANDSET_UP));
	LIVE_INT(kill(child_of_us(), SIGKILL), 0);
	LIVE_OK(await(&f, OH_HANDSET_FAILED));
	LIVE_STR(oh_handset_why(f.h), "baresip has died");
	LIVE_TRUE(!oh_handset_stream(f.h));
	/* And it may be lifted again */
	LIVE_OK(oh_handset_lift(f.h));
	LIVE_OK(await(&f, OH_HANDSET_UP));
	LIVE_STR(oh_handset_why(f.h), "");
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* A device that does not open, and one that runs away */
int test_handset_device(void)
{
	static const struct {
		const char *input, *output, *why;
	} casev[] = {
		{ "alsa,nosuchcard", "alsa,nosuchcard",
		  "audio device 'alsa,nosuchcard' does not open; choose "
		  "another with --audio-device or audio_device" },
		{ "alsa,nosuchcard", "aubridge,x",
		  "audio input 'alsa,nosuchcard' does not open; choose "
		  "another with --audio-input or audio_input" },
		{ "aubridge,x", "alsa,nosuchcard",
		  "audio output 'alsa,nosuchcard' does not open; choose "
		  "another with --audio-output or audio_output" },
		{ "alsa,nocard", "alsa,nosuchcard",
		  "audio input 'alsa,nocard' and output 'alsa,nosuchcard' "
		  "do not open" },
		{ "alsa,null", "alsa,null", "device 'alsa,null' runs away" },
		{ "quux", "quux",           "no driver 'quux'" },
	};
	struct fix f;

	if (is_missing() || test_is_oom())
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		uint64_t at_ms;

		LIVE_OK(fix_init_two(&f, "baresip", casev[i].input,
				     casev[i].output));
		at_ms = tmr_jiffies();
		LIVE_OK(oh_handset_lift(f.h));
		LIVE_OK(await(&f, OH_HANDSET_FAILED));
		assert_in_range(tmr_jiffies() - at_ms, 0, 3500);
		if (!strstr(oh_handset_why(f.h), casev[i].why))
			fail_msg("%s: %s", casev[i].input,
				 oh_handset_why(f.h));
		if (i + 1 < ARRAY_SIZE(casev))
			fix_reset(&f);
	}
 out:
	fix_reset(&f);
	return 0;
}

/* It rings, is picked up, a key is pressed, and it is laid down */
int test_handset_phone(void)
{
	struct oh_stream_info info;
	struct fix f;

	LIVE_OK(fix_init(&f, NULL, NULL));
	LIVE_OK(oh_handset_lift(f.h));
	LIVE_OK(await(&f, OH_HANDSET_UP));
	oh_stream_info(oh_handset_stream(f.h), &info);
	LIVE_STR(info.codec, "G722/8000");
	f.reached = false;
	LIVE_OK(oh_call_send_digits(f.l.pairv[0].far.call, "7"));
	LIVE_OK(test_loop_until(&f.reached, WAIT_MS));
	LIVE_STR(f.keys, "7");
	oh_call_hangup(f.l.pairv[0].far.call, OH_CAUSE_DONE);
	LIVE_OK(await(&f, OH_HANDSET_DOWN));
	LIVE_STR(oh_handset_why(f.h), "");
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* It is said why */
int test_handset_no_phone(void)
{
	static const struct {
		const char *conf, *why;
	} casev[] = {
		{ "desk",                      "a SIP URI is wanted" },
		{ "sip:desk@127.0.0.1;transport=pigeon", "a SIP URI" },
		{ "sip:desk@127.0.0.1:9",      "sip:desk@127.0.0.1:9: " },
	};
	struct fix f;

	if (test_is_oom())
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		LIVE_OK(fix_init(&f, casev[i].conf, NULL));
		LIVE_OK(oh_handset_lift(f.h));
		LIVE_OK(await(&f, OH_HANDSET_FAILED));
		if (!strstr(oh_handset_why(f.h), casev[i].why))
			fail_msg("%s: %s", casev[i].conf,
				 oh_handset_why(f.h));
		if (i + 1 < ARRAY_SIZE(casev))
			fix_reset(&f);
	}
 out:
	fix_reset(&f);
	return 0;
}
