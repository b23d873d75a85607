/**
 * @file secured.c  What SRTP costs a playing call, against one in clear
 *
 *     secured [-n CALLS] [-s SECONDS]
 *
 * Streams of ours play to streams of ours, all on one engine and over
 * loopback: in clear, then with each suite. Prints one JSON object: the CPU
 * of a stream's second [ms], and what each suite makes of it.
 */
#include <getopt.h>
#include <time.h>
#include "base/compat.h"
#include "base/scan.h"
#include "media/stream.h"

enum {
	CALLS_MAX = 500,
	RATE_HZ   = 8000,
	PROMPT_MS = 5000,
	WARM_MS   = 1000,
};

struct bench {
	struct oh_engine  *engine;
	struct oh_prompts *prompts;
	struct oh_prompt  *prompt;
	struct oh_stream  *streamv[2 * CALLS_MAX];
	uint32_t           calls;
	uint32_t           seconds;
};

static void event_handler(const struct oh_stream_event *ev, void *arg)
{
	(void)ev;
	(void)arg;
}

static void timeout(void *arg)
{
	(void)arg;
	re_cancel();
}

static void run_ms(uint32_t ms)
{
	struct tmr tmr;

	tmr_init(&tmr);
	tmr_start(&tmr, ms, timeout, NULL);
	(void)re_main(NULL);
	tmr_cancel(&tmr);
}

static double cpu_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

/* Leave the one line of an offer that has this suite */
static void leave(char *offer, const char *suite)
{
	char *at = offer;

	while ((at = strstr(at, "a=crypto:"))) {
		char *end = strchr(at, '\n') + 1;

		if (memmem(at, (size_t)(end - at), suite, strlen(suite)))
			at = end;
		else
			memmove(at, end, strlen(end) + 1);
	}
}

static int join(struct oh_stream *a, struct oh_stream *b, const char *suite)
{
	char *offer = NULL, *answer = NULL;
	int err;

	err = oh_stream_offer(a, &offer);
	if (err)
		return err;
	leave(offer, suite);
	err = oh_stream_answer(b, offer, strlen(offer), &answer);
	if (!err)
		err = oh_stream_answered(a, answer, strlen(answer));
	mem_deref(offer);
	mem_deref(answer);

	return err;
}

static int open_all(struct bench *b, const char *suite)
{
	struct sa laddr;
	const struct oh_stream_prm prm = {
		.laddr = &laddr, .codecv = { "PCMU" }, .codecc = 1,
		.srtp = OH_SRTP_PREFER, .h = event_handler,
	};
	int err = sa_set_str(&laddr, "127.0.0.1", 0);

	for (uint32_t i = 0; i < 2 * b->calls && !err; i++) {
		err = oh_stream_alloc(&b->streamv[i], b->engine, &prm);
		if (!err && i % 2)
			err = join(b->streamv[i - 1], b->streamv[i], suite);
		if (!err)
			err = oh_stream_play(b->streamv[i], &b->prompt, 1, 0,
					     NULL);
	}
	return err;
}

/* CPU of one stream's second [ms] */
static int measure(double *msp, struct bench *b, const char *suite)
{
	double start;
	int err;

	err = open_all(b, suite);
	if (!err) {
		run_ms(WARM_MS);
		start = cpu_ms();
		run_ms(b->seconds * 1000);
		*msp = (cpu_ms() - start) / (2.0 * b->calls * b->seconds);
	}
	for (uint32_t i = 0; i < 2 * b->calls; i++)
		b->streamv[i] = mem_deref(b->streamv[i]);
	run_ms(WARM_MS / 2);

	return err;
}

static int report(struct bench *b)
{
	double clear, ms = 0.0;
	int err;

	err = measure(&clear, b, "none");
	if (err)
		return err;
	(void)printf("{\"calls\":%u,\"clear_ms\":%.4f", b->calls, clear);
	for (int i = OH_CIPHER_NONE + 1; i < OH_CIPHER_MAX && !err; i++) {
		const char *name = oh_cipher_info(i)->name;

		err = measure(&ms, b, name);
		(void)printf(",\"%s\":%.3f", name, ms / clear);
	}
	(void)printf("}\n");

	return err;
}

static int init(struct bench *b)
{
	static int16_t sampv[RATE_HZ * PROMPT_MS / 1000];
	int err;

	err = oh_engine_alloc(&b->engine, NULL);
	if (!err)
		err = oh_prompts_alloc(&b->prompts);
	if (!err)
		err = oh_prompt_samples(&b->prompt, b->prompts, sampv,
					ARRAY_SIZE(sampv), RATE_HZ);
	return err;
}

int main(int argc, char **argv)
{
	static struct bench b = { .calls = 100, .seconds = 5 };
	int c, err = 0;

	while (!err && (c = getopt(argc, argv, "n:s:")) != -1) {
		if (c == 'n')
			err = oh_scan_u32(&b.calls, optarg, 1, CALLS_MAX);
		else if (c == 's')
			err = oh_scan_u32(&b.seconds, optarg, 1, 600);
		else
			err = EINVAL;
	}
	if (!err)
		err = libre_init();
	if (!err)
		err = fd_setsize(16384);
	if (!err)
		err = init(&b);
	if (!err)
		err = report(&b);
	if (err)
		(void)fprintf(stderr, "secured: %s\n", strerror(err));
	oh_prompt_unref(b.prompt);
	mem_deref(b.prompts);
	mem_deref(b.engine);
	libre_close();

	return err != 0;
}
