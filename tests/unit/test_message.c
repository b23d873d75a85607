/**
 * @file test_message.c  Messages: what ends them, and what is in the file
 */
#include "base/compat.h"
#include <sys/stat.h>
#include "audio.h"
#include "call/message.h"
#include "media/tone.h"
#include "stream_fixture.h"
#include "test.h"

enum { TEXT_SIZE = 160, SPEECH_MS = 400 };

/* a calls b, which speaks; a takes the message */
struct fix {
	struct temp        temp;
	struct oh_engine  *engine;
	struct oh_prompts *prompts;
	struct oh_prompt  *speech;
	struct oh_prompt  *beep;
	struct oh_sip     *a, *b;
	struct oh_call    *acall, *bcall;
	struct oh_message *m;
	struct sa          laddr;
	enum oh_dtmf       way;           /* of b's keys; NONE: as agreed  */
	struct oh_message_result res;
	unsigned           resc;
	unsigned           aeventc[OH_EVENT_MAX];
	enum oh_event_type until;         /* of a                          */
	char               recorded[300]; /* path of the last RECORDED ..  */
	bool               message;       /* .. and its kind               */
	double             seconds;
	bool               done;
	int                err;
};

static void a_handler(const struct oh_event *ev, void *arg)
{
	struct fix *f = arg;

	f->aeventc[ev->type]++;
	if (ev->type == OH_EVENT_RECORDED) {
		str_ncpy(f->recorded, ev->text ? ev->text : "",
			 sizeof(f->recorded));
		f->message = ev->message;
		f->seconds = ev->seconds;
	}
	f->done |= ev->type == f->until || ev->type == OH_EVENT_ENDED;
}

static void b_handler(const struct oh_event *ev, void *arg)
{
	(void)ev;
	(void)arg;
}

static bool invite_handler(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;
	const struct oh_call_prm prm = {
		.sip = f->b, .engine = f->engine,
		.stream = { .laddr = &f->laddr, .dtmf = f->way },
		.eventh = b_handler, .arg = f,
	};

	f->err = oh_call_take(&f->bcall, &prm, msg);
	if (!f->err)
		f->err = oh_call_pickup(f->bcall);
	f->done |= f->err != 0;

	return true;
}

static void message_handler(const struct oh_message_result *res, void *arg)
{
	struct fix *f = arg;

	f->res = *res;
	f->resc++;
	f->done = true;
	f->m = mem_deref(f->m);
}

static int prompts(struct fix *f)
{
	static int16_t sampv[SPEECH_MS * RATE_HZ / 1000];
	int err;

	audio_sine(sampv, ARRAY_SIZE(sampv), RATE_HZ, TONE_HZ, 8000.0);
	err = oh_prompts_alloc(&f->prompts);
	if (!err)
		err = oh_prompt_samples(&f->speech, f->prompts, sampv,
					ARRAY_SIZE(sampv), RATE_HZ);
	return err ? err : oh_message_beep(&f->beep, f->prompts);
}

static int until(struct fix *f, enum oh_event_type type)
{
	int err;

	f->until = type;
	f->done  = false;
	err = test_loop_until(&f->done, DEADLINE_MS);
	if (!err)
		err = f->err;

	return test_or_refused(err);
}

static int dial(struct fix *f)
{
	char uri[TEXT_SIZE];
	struct oh_call_prm prm = {
		.number = "+14255550100", .from = "+14255550199",
		.trunk = "here", .uri = uri, .sip = f->a,
		.leg = { .to_uri = uri,
			 .from_uri = "sip:+14255550199@127.0.0.1",
			 .contact_user = "me" },
		.engine = f->engine, .stream.laddr = &f->laddr,
		.eventh = a_handler, .arg = f,
	};
	int err;

	(void)re_snprintf(uri, sizeof(uri), "sip:+14255550100@%J",
			  oh_sip_laddr(f->b));
	err = oh_call_dial(&f->acall, &prm);

	return err ? err : until(f, OH_EVENT_MEDIA);
}

static int fix_init_way(struct fix *f, enum oh_dtmf way)
{
	struct oh_sip_prm prm = {
		.laddr = &f->laddr, .udp = true, .software = "test",
		.inviteh = invite_handler, .arg = f,
	};
	int err;

	memset(f, 0, sizeof(*f));
	f->way = way;
	temp_make(&f->temp);
	err = sa_set_str(&f->laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_engine_alloc(&f->engine, NULL);
	if (!err)
		err = prompts(f);
	if (!err)
		err = oh_sip_alloc(&f->a, &prm);
	if (!err)
		err = oh_sip_alloc(&f->b, &prm);
	if (!err)
		err = dial(f);

	return test_or_refused(err);
}

static int fix_init(struct fix *f)
{
	return fix_init_way(f, OH_DTMF_NONE);
}

static void fix_reset(struct fix *f)
{
	mem_deref(f->m);
	mem_deref(f->acall);
	mem_deref(f->bcall);
	mem_deref(f->a);
	mem_deref(f->b);
	oh_prompt_unref(f->speech);
	oh_prompt_unref(f->beep);
	mem_deref(f->prompts);
	mem_deref(f->engine);
	temp_remove(&f->temp);
}

static int start(struct fix *f, struct oh_message_prm prm)
{
	prm.path = temp_path(&f->temp, "message.wav");

	return test_or_refused(oh_message_start(&f->m, f->acall, &prm,
						message_handler, f));
}

static int speak(struct fix *f)
{
	return oh_stream_play(oh_call_stream(f->bcall), &f->speech, 1, 1,
			      NULL);
}

static int message_over(struct fix *f)
{
	int err = until(f, OH_EVENT_MAX);

	if (!err)
		assert_int_equal(f->resc, 1);
	return err;
}

/* How long the file is [ms], and how much of the tone is in it */
static int listen_to(struct fix *f, uint32_t *msp, double *tonep,
		     double freq_hz)
{
	int16_t *sampv;
	size_t n;
	int err;

	err = stream_read_channel(temp_path(&f->temp, "message.wav"),
				  RATE_HZ, 1, 0, &sampv, &n);
	if (err)
		return err;
	*msp   = (uint32_t)(n * 1000 / RATE_HZ);
	*tonep = stream_best_tone(sampv, n, RATE_HZ, freq_hz);
	assert_in_range(f->res.seconds * 1000 + 1, *msp, *msp + 2);
	mem_deref(sampv);

	return 0;
}

/* They speak after the beep and fall silent: little of that is left. */
int test_message_ends_with_silence(void)
{
	struct fix f;
	struct stat st;
	uint32_t ms;
	double tone;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, (struct oh_message_prm){ .beep = f.beep,
						   .silence_ms = 1000 }));
	TEST_OK(until(&f, OH_EVENT_PLAYED));
	TEST_OK(speak(&f));
	TEST_OK(message_over(&f));
	assert_int_equal(f.res.end, OH_MESSAGE_SILENCE);
	assert_string_equal(oh_message_end_name(f.res.end), "silence");
	assert_int_equal(f.res.err, 0);
	TEST_OK(listen_to(&f, &ms, &tone, TONE_HZ));
	assert_true(tone > 0.9);
	assert_in_range(ms, SPEECH_MS + OH_MESSAGE_KEEP_MS - 150,
			SPEECH_MS + OH_MESSAGE_KEEP_MS + 400);
	assert_int_equal(stat(f.temp.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(f.message);
	assert_string_equal(f.recorded, f.temp.path);
 out:
	fix_reset(&f);
	return 0;
}

/* Nobody speaks: the first silence counts like any other. */
int test_message_of_nothing(void)
{
	struct fix f;
	uint32_t ms;
	double tone;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, (struct oh_message_prm){ .silence_ms = 700,
						   .max_ms = 8000 }));
	TEST_OK(message_over(&f));
	assert_int_equal(f.res.end, OH_MESSAGE_SILENCE);
	TEST_OK(listen_to(&f, &ms, &tone, TONE_HZ));
	assert_in_range(ms, OH_MESSAGE_KEEP_MS - 100,
			OH_MESSAGE_KEEP_MS + 200);
	assert_true(tone < 0.1);
 out:
	fix_reset(&f);
	return 0;
}

/* A tone that never ends, and the time is over */
int test_message_max(void)
{
	struct fix f;
	uint32_t ms;
	double tone;

	if (test_is_oom())
		return 0;       /* as when they say nothing */
	TEST_OK(fix_init(&f));
	TEST_OK(oh_stream_play(oh_call_stream(f.bcall), &f.speech, 1, 0,
			       NULL));
	TEST_OK(start(&f, (struct oh_message_prm){ .silence_ms = 300,
						   .max_ms = 900 }));
	TEST_OK(message_over(&f));
	assert_int_equal(f.res.end, OH_MESSAGE_MAX);
	TEST_OK(listen_to(&f, &ms, &tone, TONE_HZ));
	assert_in_range(ms, 850, 1300);
	assert_true(tone > 0.9);
 out:
	fix_reset(&f);
	return 0;
}

/* Only the key that is one; its tone is not in the file (1477 Hz), while
   that of the other (1209 Hz) is, if it is one. */
static int press(enum oh_dtmf way)
{
	struct fix f;
	uint32_t ms;
	double tone;

	TEST_OK(fix_init_way(&f, way));
	TEST_OK(start(&f, (struct oh_message_prm){ .keys = "*#" }));
	TEST_OK(oh_stream_send(oh_call_stream(f.bcall), "1", 100, 300,
			       NULL));
	TEST_OK(until(&f, OH_EVENT_DIGIT));
	TEST_OK(oh_stream_send(oh_call_stream(f.bcall), "#", 100, 100,
			       NULL));
	TEST_OK(message_over(&f));
	assert_int_equal(f.res.end, OH_MESSAGE_KEY);
	assert_int_equal(f.res.key, '#');
	TEST_OK(listen_to(&f, &ms, &tone, 1477));
	assert_in_range(ms, 100, 900);
	assert_true(tone < 0.1);
	TEST_OK(listen_to(&f, &ms, &tone, 1209));
	assert_int_equal(tone > 0.3, way == OH_DTMF_INBAND);
 out:
	fix_reset(&f);
	return 0;
}

int test_message_key(void)
{
	return press(OH_DTMF_NONE);
}

int test_message_key_in_band(void)
{
	return test_is_oom() ? 0 : press(OH_DTMF_INBAND);
}

/* One that comes with the beep ends it before it has begun. */
int test_message_key_in_beep(void)
{
	struct fix f;
	uint32_t ms;
	double tone;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, (struct oh_message_prm){
				.keys = "#", .beep = f.speech }));
	TEST_OK(oh_stream_send(oh_call_stream(f.bcall), "#", 60, 60, NULL));
	TEST_OK(message_over(&f));
	assert_int_equal(f.res.end, OH_MESSAGE_KEY);
	TEST_OK(listen_to(&f, &ms, &tone, TONE_HZ));
	assert_int_equal(ms, 0);
 out:
	fix_reset(&f);
	return 0;
}

int test_message_hangup(void)
{
	struct fix f;
	uint32_t ms;
	double tone;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, (struct oh_message_prm){ .max_ms = 60000 }));
	TEST_OK(speak(&f));
	f.until = OH_EVENT_SPEECH;
	oh_call_listen(f.acall, true);
	TEST_OK(until(&f, OH_EVENT_SPEECH));
	assert_true(oh_call_is_speaking(f.acall));
	TEST_OK(until(&f, OH_EVENT_SPEECH));
	assert_false(oh_call_is_speaking(f.acall));
	oh_call_hangup(f.bcall, OH_CAUSE_DONE);
	TEST_OK(message_over(&f));
	assert_int_equal(f.res.end, OH_MESSAGE_HANGUP);
	assert_int_equal(f.res.err, 0);
	TEST_OK(listen_to(&f, &ms, &tone, TONE_HZ));
	assert_in_range(ms, SPEECH_MS, SPEECH_MS + 1500);
	assert_true(tone > 0.9);
 out:
	fix_reset(&f);
	return 0;
}

/* Released half-way: a file that can be played, and room for another one.
   The call is recorded beside both, one file after another. */
int test_message_cancelled(void)
{
	struct fix f;
	char path[300];
	struct stat st;

	TEST_OK(fix_init(&f));
	str_ncpy(path, temp_path(&f.temp, "call-{to}.wav"), sizeof(path));
	TEST_OK(oh_call_record_name(f.acall, path, sizeof(path), path, NULL));
	assert_non_null(strstr(path, "/call-+14255550100.wav"));
	TEST_OK(oh_call_record(f.acall, path));
	TEST_ERR(oh_call_record(f.acall, path), EALREADY);
	TEST_OK(start(&f, (struct oh_message_prm){ .beep = f.beep }));
	TEST_ERR(start(&f, (struct oh_message_prm){ .beep = f.beep }),
		 EALREADY);
	f.m = mem_deref(f.m);
	TEST_OK(until(&f, OH_EVENT_RECORDED));
	assert_true(f.message);
	assert_int_equal(f.resc, 0);
	TEST_ERR(start(&f, (struct oh_message_prm){ .max_ms = 1 }), EEXIST);

	oh_call_record_stop(f.acall);
	TEST_OK(until(&f, OH_EVENT_RECORDED));
	assert_false(f.message);
	assert_string_equal(f.recorded, path);
	assert_int_equal(stat(path, &st), 0);
	str_ncpy(path, temp_path(&f.temp, "second.wav"), sizeof(path));
	TEST_OK(oh_call_record(f.acall, path));
	oh_call_record_stop(f.acall);
	TEST_OK(until(&f, OH_EVENT_RECORDED));
	assert_string_equal(f.recorded, path);

	oh_call_hangup(f.acall, OH_CAUSE_DONE);
	TEST_OK(until(&f, OH_EVENT_ENDED));
	TEST_ERR(start(&f, (struct oh_message_prm){ .max_ms = 1 }),
		 ENOTCONN);
 out:
	fix_reset(&f);
	return 0;
}
