/**
 * @file stream_fixture.h  Two streams on loopback, each on its own engine
 */
#ifndef STREAM_FIXTURE_H
#define STREAM_FIXTURE_H

#include <sndfile.h>
#include "media/stream.h"
#include "temp.h"

enum {
	DEADLINE_MS = 10000,
	RATE_HZ     = 8000,
	TONE_HZ     = 1000,
	TONE_MS     = 240,     /* a multiple of every packet interval */
	LOG_MAX     = 64,
};

/* This error and no other, unless there was no memory */
#define TEST_ERR(err, want)                                            \
	do {                                                           \
		int got_ = (err);                                      \
		if (got_ == ENOMEM)                                    \
			goto out;                                      \
		assert_int_equal(got_, want);                          \
	} while (0)

/* One side of a call, and what was told about it */
struct stream_side {
	const struct oh_engine_prm *eprm;    /* or NULL */
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

struct stream_pair {
	struct temp temp;
	struct stream_side a, b;
	struct oh_prompts *prompts;
	struct oh_prompt *tone;
	bool done;
};

void stream_on_event(const struct oh_stream_event *ev, void *arg);
int stream_side_init(struct stream_side *s, struct stream_pair *p,
		     const struct oh_stream_prm *prm);
int stream_negotiate(struct stream_side *a, struct stream_side *b);
int stream_tone(struct stream_pair *p, uint32_t ms);
int stream_pair_init(struct stream_pair *p, const struct oh_stream_prm *aprm,
		     const struct oh_stream_prm *bprm);
void stream_pair_reset(struct stream_pair *p);
int stream_wait(struct stream_pair *p, struct stream_side *s,
		    enum oh_stream_event_type type, char digit);
int stream_final_quality(struct stream_pair *p, struct oh_quality *q);
int stream_settle(struct stream_pair *p, struct stream_side *s);
/* One channel, mono or not: its samples, to be released with mem_deref */
int stream_read_channel(const char *path, int rate_hz, int channels, int ch,
			int16_t **sampvp, size_t *sampcp);
/* How much of samples is a tone, in those 50 ms where it is most */
double stream_best_tone(const int16_t *sampv, size_t n, int rate_hz,
			double freq_hz);
/* Both channels: how much of the tone is in them, and their length */
void stream_read_recording(const char *path, int rate_hz, double *tonev,
			   sf_count_t *framesp);
int stream_until_rx(struct stream_pair *p, struct stream_side *s, uint32_t rx);
/* How loud a side is metered, while it receives some packets */
int stream_loudness(struct stream_pair *p, struct stream_side *s, double *usp,
		    double *themp);
/* Until what the other side plays has come: it is decoded and encoded first,
   and silence is sent meanwhile. The side must be metered. */
int stream_until_heard(struct stream_pair *p, struct stream_side *s);

#endif
