/**
 * @file test_stream.c  Two engines on loopback: prompts, digits, recordings
 */
#include "base/compat.h"
#include <sndfile.h>
#include "audio.h"
#include "media/stream.h"
#include "temp.h"
#include "test.h"


enum {
	DEADLINE_MS = 10000,
	RATE_HZ     = 8000,
	TONE_HZ     = 1000,
	TONE_MS     = 600,
	LOG_MAX     = 64,
};

/* One side of a call, and what was told about it */
struct side {
	struct oh_engine *eng;
	struct oh_stream *st;
	char digits[LOG_MAX];
	size_t digitc;
	unsigned countv[OH_STREAM_CLOSED + 1];
	struct oh_stream_event lastv[OH_STREAM_CLOSED + 1];
	enum oh_stream_event_type until;
	char digit_until;
	bool waiting;
	bool *done;
};

struct pair {
	struct temp temp;
	struct side a, b;
	struct oh_prompts *prompts;
	struct oh_prompt *tone;
	bool done;
};

static void on_event(const struct oh_stream_event *ev, void *arg)
{
	struct side *s = arg;

	s->countv[ev->type]++;
	s->lastv[ev->type] = *ev;
	if (ev->type == OH_STREAM_DIGIT && s->digitc < LOG_MAX - 1)
		s->digits[s->digitc++] = ev->digit;
	if (s->waiting && ev->type == s->until &&
	    (!s->digit_until || s->digit_until == ev->digit))
		*s->done = true;
}

static int side_init(struct side *s, struct pair *p,
		     const struct oh_stream_prm *prm)
{
	struct oh_stream_prm mine = *prm;
	struct sa laddr;
	int err;

	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	mine.laddr = &laddr;
	mine.h   = on_event;
	mine.arg = s;
	s->done  = &p->done;
	err = oh_engine_alloc(&s->eng, NULL);
	if (err)
		return err;
	return oh_stream_alloc(&s->st, s->eng, &mine);
}

/* a offers, b answers */
static int negotiate(struct side *a, struct side *b)
{
	char *offer = NULL, *answer = NULL;
	int err;

	err = oh_stream_offer(a->st, &offer);
	if (err)
		return err;
	err = oh_stream_answer(b->st, offer, strlen(offer), &answer);
	if (err)
		goto out;
	err = oh_stream_answered(a->st, answer, strlen(answer));
 out:
	mem_deref(offer);
	mem_deref(answer);
	return err;
}

static int make_tone(struct pair *p, uint32_t ms)
{
	static int16_t sampv[RATE_HZ * 10];
	size_t n = (size_t)ms * RATE_HZ / 1000;

	audio_sine(sampv, n, RATE_HZ, TONE_HZ, 8000.0);
	return oh_prompt_samples(&p->tone, p->prompts, sampv, n, RATE_HZ);
}

static int pair_init(struct pair *p, const struct oh_stream_prm *aprm,
		     const struct oh_stream_prm *bprm)
{
	int err;

	memset(p, 0, sizeof(*p));
	temp_make(&p->temp);
	err = oh_prompts_alloc(&p->prompts);
	if (err)
		return err;
	err = make_tone(p, TONE_MS);
	if (err)
		return err;
	err = side_init(&p->a, p, aprm);
	if (err)
		return err;
	err = side_init(&p->b, p, bprm);
	if (err)
		return err;
	return negotiate(&p->a, &p->b);
}

static void pair_reset(struct pair *p)
{
	mem_deref(p->a.st);
	mem_deref(p->b.st);
	mem_deref(p->a.eng);
	mem_deref(p->b.eng);
	oh_prompt_unref(p->tone);
	mem_deref(p->prompts);
	temp_remove(&p->temp);
}

static int wait_for(struct pair *p, struct side *s,
		    enum oh_stream_event_type type, char digit)
{
	int err;

	s->until = type;
	s->digit_until = digit;
	s->waiting = true;
	p->done = false;
	err = test_loop_until(&p->done, DEADLINE_MS);
	s->waiting = false;

	return err;
}

int test_stream_prompt_and_digits(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	const struct oh_quality *q;
	struct pair p;
	uint32_t id;

	TEST_OK(pair_init(&p, &prm, &prm));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, &id));
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	assert_true(p.a.lastv[OH_STREAM_PLAYED].ok);
	assert_int_equal(p.a.lastv[OH_STREAM_PLAYED].id, id);
	assert_int_equal(p.a.countv[OH_STREAM_PROMPT], 1);
	assert_int_equal(p.b.countv[OH_STREAM_FIRST], 1);

	TEST_OK(oh_stream_send(p.a.st, "1123#", 60, 60, &id));
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_DIGIT, '#'));
	assert_string_equal(p.b.digits, "1123#");

	oh_stream_close(p.b.st);
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_CLOSED, 0));
	q = &p.b.lastv[OH_STREAM_CLOSED].quality;
	assert_true(q->rx > TONE_MS / 20);
	assert_int_equal(q->lost, 0);
	assert_int_equal(q->dropped, 0);
	assert_true(q->mos > 4.0);
 out:
	pair_reset(&p);
	return 0;
}

/* Half a second of each channel, from where it is loudest in the middle */
static void read_recording(struct pair *p, const char *path, double *tonev,
			   sf_count_t *framesp)
{
	static int16_t both[2 * RATE_HZ * 10], one[RATE_HZ * 10];
	SF_INFO info = { 0 };
	SNDFILE *sf = sf_open(path, SFM_READ, &info);
	sf_count_t n;

	(void)p;
	assert_non_null(sf);
	assert_int_equal(info.channels, 2);
	assert_int_equal(info.samplerate, RATE_HZ);
	n = sf_readf_short(sf, both, RATE_HZ * 10);
	sf_close(sf);
	for (int ch = 0; ch < 2; ch++) {
		sf_count_t at = n / 4;

		for (sf_count_t i = 0; i < n; i++)
			one[i] = both[2 * i + ch];
		tonev[ch] = audio_tone(one + at, (size_t)(n / 2), RATE_HZ,
				       TONE_HZ);
	}
	*framesp = n;
}

/* a plays, b sends silence: each hears it in its own channel. */
int test_stream_records_both_sides(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMA" }, .codecc = 1 };
	char patha[300], pathb[300];
	double av[2], bv[2];
	sf_count_t na, nb;
	struct pair p;

	TEST_OK(pair_init(&p, &prm, &prm));
	str_ncpy(patha, temp_path(&p.temp, "a.wav"), sizeof(patha));
	str_ncpy(pathb, temp_path(&p.temp, "b.wav"), sizeof(pathb));
	TEST_OK(oh_stream_record(p.a.st, patha));
	TEST_OK(oh_stream_record(p.b.st, pathb));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	oh_stream_record_stop(p.a.st);
	TEST_OK(wait_for(&p, &p.a, OH_STREAM_RECORDED, 0));
	oh_stream_close(p.b.st);
	TEST_OK(wait_for(&p, &p.b, OH_STREAM_CLOSED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_RECORDED].err);
	TEST_OK(p.b.lastv[OH_STREAM_RECORDED].err);
	assert_int_equal(p.b.countv[OH_STREAM_RECORDED], 1);

	read_recording(&p, patha, av, &na);
	read_recording(&p, pathb, bv, &nb);
	assert_true(av[0] > 0.9 && av[1] < 0.1);
	assert_true(bv[1] > 0.9 && bv[0] < 0.1);
	assert_in_range(na, TONE_MS * 8 - 320, TONE_MS * 8 + 1600);
	assert_in_range(nb, TONE_MS * 8 - 320, TONE_MS * 8 + 1600);
 out:
	pair_reset(&p);
	return 0;
}
