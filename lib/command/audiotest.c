/**
 * @file audiotest.c  The handset, tried
 *
 *   lifted ──▶ bursts ──▶ a voice is recorded ──▶ and played back ──▶ laid
 *              └───────── both sides recorded ┘
 */
#include <errno.h>
#include <sndfile.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/compat.h"
#include "base/path.h"
#include "cli/exit.h"
#include "command/audiotest.h"
#include "command/config.h"
#include "media/prompt.h"
#include "sip/resolve.h"

enum { PATH_SIZE = 1024, RATE_HZ = 8000, SIDES = 2,
       FRAMES_MAX = 30 * 48000 };

struct run {
	struct oh_app      *app;
	struct oh_audiotest *t;
	struct oh_conf     *conf;
	struct oh_engine   *engine;
	struct oh_prompts  *prompts;
	struct oh_resolver *resolver;
	struct oh_handset  *handset;
	struct tmr          tmr;            /* a voice is recorded      */
	uint64_t            begun_us;
	bool                speaking;       /* the bursts are over      */
	bool                back;           /* it is played back        */
	int                 status;
	char                both[PATH_SIZE];
	char                voice[PATH_SIZE];
};

static void reset(struct run *r)
{
	tmr_cancel(&r->tmr);
	mem_deref(r->handset);
	mem_deref(r->engine);
	mem_deref(r->prompts);
	mem_deref(r->resolver);
	mem_deref(r->conf);
	if (*r->both)
		(void)unlink(r->both);
	if (*r->voice)
		(void)unlink(r->voice);
}

static void fail(struct run *r, int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)re_vsnprintf(r->t->why, sizeof(r->t->why), fmt, ap);
	va_end(ap);
	r->status = status;
	oh_app_stop(r->app);
}

/* People see what is going on; a program does not need it */
static void say(const struct run *r, const char *text)
{
	if (!oh_app_opts(r->app)->json)
		oh_app_say(r->app, "%s", text);
}

/* ------------------------------------------------------------- measuring */

static int measure_file(struct run *r, SNDFILE *f, const SF_INFO *info)
{
	size_t frames = min((size_t)info->frames, (size_t)FRAMES_MAX);
	sf_count_t got;
	int16_t *sampv;
	int err;

	if (info->channels != SIDES)
		return EBADMSG;
	sampv = mem_zalloc((frames + 1) * SIDES * sizeof(*sampv), NULL);
	if (!sampv)
		return ENOMEM;
	got = sf_readf_short(f, sampv, (sf_count_t)frames);
	err = got < 0 ? EIO :
		oh_loop_measure(&r->t->loop, sampv, (size_t)got,
				(uint32_t)info->samplerate);
	mem_deref(sampv);

	return err;
}

static void measure(struct run *r)
{
	SF_INFO info = { 0 };
	SNDFILE *f = sf_open(r->both, SFM_READ, &info);
	int err = f ? measure_file(r, f, &info) : EIO;

	if (f)
		(void)sf_close(f);
	r->t->measured = !err;
	if (err)
		fail(r, OH_EXIT_SOFTWARE, "the recording: %s", strerror(err));
	else if (r->t->loop.level_dbov <= OH_AUDIOTEST_SILENCE_DBOV) {
		str_ncpy(r->t->why, "the microphone is silent: is it muted?",
			 sizeof(r->t->why));
		r->status = OH_EXIT_FAILED;
	}
}

/* ------------------------------------------------------------- its steps */

static struct oh_stream *stream(const struct run *r)
{
	return oh_handset_stream(r->handset);
}

static int play_bursts(struct run *r)
{
	struct oh_tone tonev[OH_LOOP_TONES];
	struct oh_prompt *pr = NULL;
	int16_t *sampv = NULL;
	size_t n = 0;
	int err;

	oh_loop_tones(tonev);
	err = oh_tone_make(&sampv, &n, RATE_HZ, tonev, OH_LOOP_TONES);
	if (!err)
		err = oh_prompt_samples(&pr, r->prompts, sampv, n, RATE_HZ);
	if (!err)
		err = oh_stream_record(stream(r), r->both);
	if (!err)
		err = oh_stream_play(stream(r), &pr, 1, 1, NULL);
	oh_prompt_unref(pr);
	mem_deref(sampv);

	return err;
}

static void on_up(struct run *r)
{
	struct oh_stream_info info;
	int err;

	if (r->t->opened)
		return;
	oh_stream_info(stream(r), &info);
	str_ncpy(r->t->codec, info.codec, sizeof(r->t->codec));
	r->t->opened  = true;
	r->t->open_ms = (oh_clock_us() - r->begun_us) / 1e3;
	err = play_bursts(r);
	if (err)
		fail(r, OH_EXIT_SOFTWARE, "the test: %s", strerror(err));
}

static void stop_recording(void *arg)
{
	struct run *r = arg;

	if (!stream(r))
		return;
	oh_stream_message_stop(stream(r), 0);
	oh_stream_record_stop(stream(r));
}

static void on_bursts_over(struct run *r)
{
	int err = oh_stream_record_message(stream(r), r->voice, false);

	if (err) {
		fail(r, OH_EXIT_SOFTWARE, "the recording: %s", strerror(err));
		return;
	}
	r->speaking = true;
	say(r, "speak now, for 3 seconds");
	tmr_start(&r->tmr, OH_AUDIOTEST_SPEAK_MS, stop_recording, r);
}

static void on_voice(struct run *r)
{
	struct oh_prompt *pr = NULL;
	const char *why = NULL;
	int err = oh_prompt_open(&pr, r->prompts, r->voice, &why);

	if (!err)
		err = oh_stream_play(stream(r), &pr, 1, 1, NULL);
	oh_prompt_unref(pr);
	if (err) {
		fail(r, OH_EXIT_SOFTWARE, "what was recorded: %s",
		     why ? why : strerror(err));
		return;
	}
	r->back = true;
	say(r, "and this is what was heard");
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct run *r = arg;

	if (!stream(r))
		return;
	if (ev->type == OH_EVENT_PLAYED && r->back)
		oh_app_stop(r->app);
	else if (ev->type == OH_EVENT_PLAYED && !r->speaking)
		on_bursts_over(r);
	else if (ev->type == OH_EVENT_RECORDED && ev->message)
		on_voice(r);
	else if (ev->type == OH_EVENT_RECORDED)
		measure(r);
}

static void state_handler(enum oh_handset_state state, void *arg)
{
	struct run *r = arg;

	switch (state) {

	case OH_HANDSET_RINGING:
		say(r, "the handset rings: pick it up");
		break;

	case OH_HANDSET_UP:
		on_up(r);
		break;

	case OH_HANDSET_FAILED:
		fail(r, OH_EXIT_UNAVAILABLE, "%s",
		     oh_handset_why(r->handset));
		break;

	case OH_HANDSET_DOWN:
		fail(r, OH_EXIT_FAILED, "the handset was put down");
		break;

	default:
		break;
	}
}

/* ------------------------------------------------------------- beginning */

static int name_files(struct run *r)
{
	char name[64];
	int err;

	(void)re_snprintf(name, sizeof(name), "doctor-%d-both.wav",
			  (int)getpid());
	err = oh_path_make(r->both, sizeof(r->both), OH_PATH_RUNTIME, name);
	if (err)
		return err;
	(void)re_snprintf(name, sizeof(name), "doctor-%d-voice.wav",
			  (int)getpid());

	return oh_path_make(r->voice, sizeof(r->voice), OH_PATH_RUNTIME,
			    name);
}

static const char *name_of(const char *device)
{
	return str_isset(device) ? device : "alsa,default";
}

/* What is tried, for people and for programs */
static void name_handset(struct oh_audiotest *t, enum oh_handset_kind kind,
			 const struct oh_handset_prm *prm)
{
	if (kind == OH_HANDSET_PHONE)
		str_ncpy(t->handset, prm->conf, sizeof(t->handset));
	if (kind != OH_HANDSET_BARESIP)
		return;
	str_ncpy(t->input, name_of(prm->input), sizeof(t->input));
	str_ncpy(t->output, name_of(prm->output), sizeof(t->output));
	if (strcmp(t->input, t->output))
		(void)re_snprintf(t->handset, sizeof(t->handset),
				  "baresip, microphone %s, loudspeaker %s",
				  t->input, t->output);
	else
		(void)re_snprintf(t->handset, sizeof(t->handset),
				  "baresip by %s", t->input);
}

static int make(struct run *r, const struct oh_devices_opts *o)
{
	struct oh_handset_prm prm = {
		.conf   = r->conf->phone.handset,
		.dump   = oh_conf_dump_env(),
		.stateh = state_handler,
		.eventh = event_handler,
		.arg    = r,
	};
	int err = name_files(r);

	oh_devices_set(&prm, o, &r->conf->phone);
	/* A device that is named is the one that is meant */
	if (oh_devices_is_named(o))
		prm.conf = "baresip";
	if (!err)
		err = oh_engine_alloc(&r->engine, NULL);
	if (!err)
		err = oh_prompts_alloc(&r->prompts);
	if (!err)
		err = oh_resolver_alloc(&r->resolver, NULL);
	prm.engine   = r->engine;
	prm.resolver = r->resolver;
	if (!err)
		err = oh_handset_alloc(&r->handset, &prm);
	if (err)
		fail(r, OH_EXIT_SOFTWARE, "start: %s", strerror(err));
	else
		name_handset(r->t, oh_handset_kind(r->handset), &prm);

	return err;
}

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct run *r = arg;

	(void)cause;
	oh_app_stop(r->app);
}

static void closed_handler(void *arg)
{
	struct run *r = arg;

	oh_app_stop(r->app);
}

static void test(struct run *r)
{
	enum oh_cause signalled;

	if (oh_handset_lift(r->handset)) {
		fail(r, OH_EXIT_UNAVAILABLE, "there is no handset: %s",
		     oh_handset_missing(r->handset));
		return;
	}
	r->begun_us = oh_clock_us();
	signalled   = oh_app_run(r->app, stop_handler, r);
	oh_handset_close(r->handset, closed_handler, r);
	(void)oh_app_run(r->app, NULL, NULL);
	if (signalled != OH_CAUSE_NONE)
		r->status = oh_exit_of(signalled);
}

/**
 * Try the handset
 *
 * @param t   Receives what came of it
 * @param app The command
 * @param o   Sound devices; not named: what the configuration says
 *
 * @return Exit status
 */
int oh_audiotest_run(struct oh_audiotest *t, struct oh_app *app,
		     const struct oh_devices_opts *o)
{
	struct run r = { .app = app, .t = t };

	memset(t, 0, sizeof(*t));
	tmr_init(&r.tmr);
	r.status = oh_config_load(&r.conf, app);
	if (!r.status && !make(&r, o))
		test(&r);
	reset(&r);

	return r.status;
}
