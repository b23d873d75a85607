/**
 * @file stream_fixture.c  Two streams on loopback, each on its own engine
 */
#include "base/compat.h"
#include "audio.h"
#include "stream_fixture.h"
#include "test.h"

enum { HEARD_LOOKS = 4 };    /* a decoder of G.722 begins with a shout */

static const double HEARD_DBOV = -40.0;

void stream_on_event(const struct oh_stream_event *ev, void *arg)
{
	struct stream_side *s = arg;

	s->countv[ev->type]++;
	s->lastv[ev->type] = *ev;
	if (ev->type == OH_STREAM_DIGIT && s->digitc < LOG_MAX - 1)
		s->digits[s->digitc++] = ev->digit;
	if (s->waiting && ev->type == s->until &&
	    (!s->digit_until || s->digit_until == ev->digit))
		*s->done = true;
}

int stream_side_init(struct stream_side *s, struct stream_pair *p,
		     const struct oh_stream_prm *prm)
{
	struct oh_stream_prm mine = *prm;
	struct sa laddr;
	int err;

	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	mine.laddr = &laddr;
	mine.h   = stream_on_event;
	mine.arg = s;
	s->done  = &p->done;
	err = oh_engine_alloc(&s->eng, s->eprm);
	if (err)
		return err;
	return oh_stream_alloc(&s->st, s->eng, &mine);
}

/* a offers, b answers */
int stream_negotiate(struct stream_side *a, struct stream_side *b)
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

int stream_tone(struct stream_pair *p, uint32_t ms)
{
	static int16_t sampv[RATE_HZ * 10];
	size_t n = (size_t)ms * RATE_HZ / 1000;

	audio_sine(sampv, n, RATE_HZ, TONE_HZ, 8000.0);
	return oh_prompt_samples(&p->tone, p->prompts, sampv, n, RATE_HZ);
}

int stream_pair_init(struct stream_pair *p, const struct oh_stream_prm *aprm,
		     const struct oh_stream_prm *bprm)
{
	int err;

	memset(p, 0, sizeof(*p));
	temp_make(&p->temp);
	err = oh_prompts_alloc(&p->prompts);
	if (err)
		return err;
	err = stream_tone(p, TONE_MS);
	if (err)
		return err;
	err = stream_side_init(&p->a, p, aprm);
	if (err)
		return err;
	err = stream_side_init(&p->b, p, bprm);
	if (err)
		return err;
	return stream_negotiate(&p->a, &p->b);
}

void stream_pair_reset(struct stream_pair *p)
{
	mem_deref(p->a.st);
	mem_deref(p->b.st);
	mem_deref(p->a.eng);
	mem_deref(p->b.eng);
	oh_prompt_unref(p->tone);
	mem_deref(p->prompts);
	temp_remove(&p->temp);
}

int stream_wait(struct stream_pair *p, struct stream_side *s,
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

int stream_final_quality(struct stream_pair *p, struct oh_quality *q)
{
	int err;

	oh_stream_close(p->a.st);
	err = stream_wait(p, &p->a, OH_STREAM_CLOSED, 0);
	if (!err)
		*q = p->a.lastv[OH_STREAM_CLOSED].quality;
	return err;
}

int stream_settle(struct stream_pair *p, struct stream_side *s)
{
	int err;

	/* Two questions: what was sent before the first has been read. */
	for (int i = 0; i < 2; i++) {
		oh_stream_ask_quality(s->st);
		err = stream_wait(p, s, OH_STREAM_QUALITY, 0);
		if (err)
			return err;
	}
	return 0;
}

int stream_until_rx(struct stream_pair *p, struct stream_side *s, uint32_t rx)
{
	struct oh_quality *q = &s->lastv[OH_STREAM_QUALITY].quality;
	int err = 0;

	q->rx = 0;
	for (int i = 0; i < 100000 && q->rx < rx && !err; i++)
		err = stream_settle(p, s);
	return q->rx < rx ? ETIMEDOUT : err;
}

int stream_loudness(struct stream_pair *p, struct stream_side *s, double *usp,
		    double *themp)
{
	int err = stream_settle(p, s);

	oh_stream_levels(s->st, usp, themp);
	if (!err)
		err = stream_until_rx(p, s, s->lastv[OH_STREAM_QUALITY]
				      .quality.rx + 6);
	oh_stream_levels(s->st, usp, themp);

	return err;
}

int stream_until_heard(struct stream_pair *p, struct stream_side *s)
{
	double us, them;
	int err = 0, heard = 0;

	/* a look takes 6 packets; refused memory may have cost the prompt */
	for (int i = 0; i < 250 && heard < HEARD_LOOKS && !err; i++) {
		if (test_is_oom())
			return 0;
		err = stream_loudness(p, s, &us, &them);
		heard = them > HEARD_DBOV ? heard + 1 : 0;
	}
	return heard < HEARD_LOOKS && !err ? ETIMEDOUT : err;
}

/* Prompts may begin late, and packets be lost, on a busy machine. */
double stream_best_tone(const int16_t *sampv, size_t n, int rate_hz,
			double freq_hz)
{
	size_t window = (size_t)rate_hz / 20;
	double best = 0.0;

	for (size_t at = 0; at + window <= n; at += window / 5) {
		double tone = audio_tone(sampv + at, window,
					 (uint32_t)rate_hz, freq_hz);

		best = max(best, tone);
	}
	return best;
}

void stream_read_recording(const char *path, int rate_hz, double *tonev,
			   sf_count_t *framesp)
{
	static int16_t both[4 * RATE_HZ * 10], one[2 * RATE_HZ * 10];
	SF_INFO info = { 0 };
	SNDFILE *sf = sf_open(path, SFM_READ, &info);
	sf_count_t n;

	assert_non_null(sf);
	assert_int_equal(info.channels, 2);
	assert_int_equal(info.samplerate, rate_hz);
	n = sf_readf_short(sf, both, 2 * RATE_HZ * 10);
	sf_close(sf);
	for (int ch = 0; ch < 2; ch++) {
		for (sf_count_t i = 0; i < n; i++)
			one[i] = both[2 * i + ch];
		tonev[ch] = stream_best_tone(one, (size_t)n, rate_hz,
					     TONE_HZ);
	}
	if (framesp)
		*framesp = n;
}

int stream_read_channel(const char *path, int rate_hz, int channels, int ch,
			int16_t **sampvp, size_t *sampcp)
{
	SF_INFO info = { 0 };
	SNDFILE *sf = sf_open(path, SFM_READ, &info);
	int16_t *all, *one;
	size_t n;

	assert_non_null(sf);
	assert_int_equal(info.channels, channels);
	assert_int_equal(info.samplerate, rate_hz);
	n   = (size_t)info.frames;
	all = mem_zalloc((n + 1) * sizeof(*all) * (size_t)channels, NULL);
	one = mem_zalloc((n + 1) * sizeof(*one), NULL);
	if (all && one)
		assert_int_equal(sf_readf_short(sf, all, info.frames), n);
	sf_close(sf);
	for (size_t i = 0; all && one && i < n; i++)
		one[i] = all[i * (size_t)channels + (size_t)ch];
	mem_deref(all);
	*sampvp = one;
	*sampcp = n;

	return all && one ? 0 : ENOMEM;
}
