/**
 * @file verbs.c  How soon a verb does what it is for
 *
 *     verbs [-r ROUNDS] -c FILE -e FILE -p PROMPT -- COMMAND...
 *
 * The first FILE becomes a configuration whose trunk leads here. COMMAND
 * makes one call with it, whose flow leaves its OFFHOOK_ variables in the
 * second FILE, a line each, and stays. We are its far end and, from another
 * side, the shell that runs verbs on it:
 *
 *     exec of play-prompt ──▶ the first audible packet
 *     first packet of a telephone-event ──▶ the digit on gather's stdout
 *
 * Prints one JSON object: quantiles of both, over rounds.
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include "base/clock.h"
#include "part/child.h"
#include "part/late.h"
#include "part/sock.h"
#include "part/uas.h"

enum {
	ROUNDS_MAX   = 5000,
	TURN_US      = 20000,
	HEADER_BYTES = 12,
	AUDIO_BYTES  = 160,
	EVENT_BYTES  = 4,
	EVENT_TURNS  = 5,          /* the key is down                      */
	END_TURNS    = 3,          /* its end is told so often             */
	KEY          = 1,
	LEVEL_DBM0   = 10,
	MARKER       = 0x80,
	ULAW_SILENCE = 0xff,
	AUDIBLE      = 16,         /* steps of mu-law from silence         */
	PAUSE_US     = 50000,
	LOOK_US      = 1000,       /* whether a verb has ended             */
	READY_US     = 200000,     /* gather has asked by then             */
	SWEEP_US     = 1700,       /* rounds meet all phases of their turn */
};

static const uint64_t wait_us_max = 10000000;

/** The wire, and who is on the other side */
struct wire {
	struct uas         uas;
	int                fd;
	uint16_t           port;
	struct sockaddr_in peer;
	uint8_t            telev_pt;
	uint16_t           seq;
	uint32_t           ts;
	uint32_t           event_ts;
	unsigned           turn;        /* of the key; 0: none is down     */
	uint64_t           next_us;
	uint64_t           sound_us;    /* first audible packet; 0: none   */
	uint64_t           key_us;      /* first packet of the event       */
	struct child       call;
	struct child       verb;
	uint32_t           rounds;
	int32_t            playv[ROUNDS_MAX], keyv[ROUNDS_MAX];
};

/* ---------------------------------------------------------- the far end */

static void take_sip(const struct uas_msg *m, void *arg)
{
	struct wire *w = arg;

	if (m->method != UAS_INVITE)
		return;
	w->peer          = m->src;
	w->peer.sin_port = htons(m->rtp_port);
	w->telev_pt      = (uint8_t)m->telev_pt;
}

static bool is_audible(const uint8_t *p, size_t len)
{
	for (size_t i = HEADER_BYTES; i < len; i++) {
		if ((~p[i] & 0x7f) > AUDIBLE)
			return true;
	}

	return false;
}

static void hear(struct wire *w)
{
	struct sock_packet p;
	uint8_t buf[2048];

	while (!sock_recv(&p, w->fd, buf, sizeof(buf))) {
		if (!w->sound_us && is_audible(buf, p.len))
			w->sound_us = p.at_us;
	}
}

/* RFC 4733 2.3: event, end and volume, duration so far */
static size_t put_event(struct wire *w, uint8_t *p)
{
	unsigned down = w->turn < EVENT_TURNS ? w->turn : EVENT_TURNS;
	unsigned duration = down * AUDIO_BYTES;

	p[0] = KEY;
	p[1] = (uint8_t)((w->turn > EVENT_TURNS ? 0x80 : 0) | LEVEL_DBM0);
	p[2] = (uint8_t)(duration >> 8);
	p[3] = (uint8_t)duration;

	return EVENT_BYTES;
}

static void say(struct wire *w)
{
	uint32_t ts = w->turn ? w->event_ts : w->ts;
	uint8_t p[HEADER_BYTES + AUDIO_BYTES] = {
		0x80, w->turn ? w->telev_pt : 0,
		(uint8_t)(w->seq >> 8), (uint8_t)w->seq,
		(uint8_t)(ts >> 24), (uint8_t)(ts >> 16),
		(uint8_t)(ts >> 8), (uint8_t)ts,
	};
	size_t len = AUDIO_BYTES;

	memset(p + HEADER_BYTES, ULAW_SILENCE, AUDIO_BYTES);
	if (w->turn)
		len = put_event(w, p + HEADER_BYTES);
	if (w->turn == 1) {
		p[1] |= MARKER;
		w->key_us = oh_clock_us();
	}
	(void)sendto(w->fd, p, HEADER_BYTES + len, 0,
		     (struct sockaddr *)&w->peer, sizeof(w->peer));
	w->seq++;
	w->ts += AUDIO_BYTES;
	if (w->turn && ++w->turn > EVENT_TURNS + END_TURNS)
		w->turn = 0;
}

/* Until something came, a packet was due or until_us; fd: wakes us, too, or
   -1. poll() would sleep whole milliseconds. */
static bool step(struct wire *w, int fd, uint64_t until_us)
{
	struct pollfd fdv[] = {
		{ .fd = w->uas.fd, .events = POLLIN },
		{ .fd = w->fd, .events = POLLIN },
		{ .fd = fd, .events = POLLIN },
	};
	uint64_t due_us = until_us < w->next_us ? until_us : w->next_us;
	uint64_t now_us = oh_clock_us();
	struct timespec ts = { 0 };

	if (due_us > now_us)
		ts.tv_nsec = (long)(due_us - now_us) * 1000;
	(void)ppoll(fdv, 3, &ts, NULL);
	if (fdv[2].revents)
		return true;
	uas_serve(&w->uas, w->port, take_sip, w);
	hear(w);
	if (oh_clock_us() < w->next_us)
		return false;
	if (w->peer.sin_port)
		say(w);
	w->next_us += TURN_US;
	return false;
}

static void idle(struct wire *w, uint64_t us)
{
	uint64_t until_us = oh_clock_us() + us;

	while (oh_clock_us() < until_us)
		(void)step(w, -1, until_us);
}

/* ------------------------------------------------------------- the shell */

/* The verb's end wakes nobody: it is polled for, after what was measured. */
static int finish(struct wire *w)
{
	uint64_t until_us = oh_clock_us() + wait_us_max;
	int err;

	while ((err = child_poll(&w->verb)) == EAGAIN) {
		if (oh_clock_us() > until_us)
			return ETIMEDOUT;
		idle(w, LOOK_US);
	}
	if (w->verb.pipe_fd >= 0)
		close(w->verb.pipe_fd);
	if (!err && w->verb.status) {
		fprintf(stderr, "verbs: status %#x\n",
			(unsigned)w->verb.status);
		err = EPROTO;
	}

	return err;
}

static int play(struct wire *w, uint32_t i, char *prompt)
{
	char verb[] = "play-prompt";
	char *argv[] = { verb, prompt, NULL };
	int err;

	idle(w, PAUSE_US + i * SWEEP_US % TURN_US);
	w->sound_us = 0;
	err = child_start(&w->verb, argv, CHILD_NO_PIPE);
	if (!err)
		err = finish(w);
	if (!err && !w->sound_us)
		err = ENODATA;
	if (!err)
		w->playv[i] = (int32_t)(w->sound_us - w->verb.start_us);

	return err;
}

/* Press the key, and see it come out on the other side */
static int press(struct wire *w, uint32_t i)
{
	uint64_t until_us = oh_clock_us() + wait_us_max;
	char c = 0;

	w->event_ts = w->ts;
	w->turn     = 1;
	w->next_us += SWEEP_US;
	while (!step(w, w->verb.pipe_fd, until_us)) {
		if (oh_clock_us() > until_us)
			return ETIMEDOUT;
	}
	w->keyv[i] = (int32_t)(oh_clock_us() - w->key_us);

	return read(w->verb.pipe_fd, &c, 1) == 1 && c == '0' + KEY ? 0
								    : EPROTO;
}

static int gather(struct wire *w, uint32_t i)
{
	char verb[] = "gather";      /* one digit, if not told otherwise */
	char *argv[] = { verb, NULL };
	int err = child_start(&w->verb, argv, CHILD_STDOUT);

	if (err)
		return err;
	idle(w, READY_US);
	err = press(w, i);
	if (!err)
		err = finish(w);
	while (w->turn)
		(void)step(w, -1, UINT64_MAX);

	return err;
}

/* -------------------------------------------------------------- the call */

/* What the flow was told; ENOENT: nothing yet */
static int take_environment(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	unsigned n = 0;

	if (!f)
		return errno;
	while (getline(&line, &size, f) > 0) {
		char *value = strchr(line, '=');

		line[strcspn(line, "\n")] = '\0';
		if (!value)
			continue;
		*value = '\0';
		n += 0 == setenv(line, value + 1, 1);
	}
	free(line);
	fclose(f);

	return n ? 0 : ENOENT;
}

static int call(struct wire *w, const char *env, char *argv[])
{
	uint64_t until_us;
	int err = child_start(&w->call, argv, CHILD_NO_PIPE);

	w->next_us = oh_clock_us();
	until_us   = w->next_us + wait_us_max;
	while (!err && (err = take_environment(env)) == ENOENT) {
		if (oh_clock_us() > until_us)
			return ETIMEDOUT;
		(void)step(w, -1, UINT64_MAX);
		err = child_poll(&w->call) == EAGAIN ? 0 : EPROTO;
	}

	return !err && !w->telev_pt ? ENOTSUP : err;
}

static void hang_up(struct wire *w)
{
	uint64_t until_us = oh_clock_us() + wait_us_max;

	child_stop(&w->call);
	while (w->call.pid > 0 && child_poll(&w->call) == EAGAIN &&
	       oh_clock_us() < until_us)
		(void)step(w, -1, UINT64_MAX);
}

static void print(const char *name, int32_t *v, uint32_t n)
{
	double p50 = late_quantile(v, n, 0.5);
	double p99 = late_quantile(v, n, 0.99);

	printf(",\"%s\":{\"p50\":%.2f,\"p99\":%.2f}", name, p50 / 1e3,
	       p99 / 1e3);
}

static int report(struct wire *w)
{
	printf("{\"rounds\":%u", w->rounds);
	print("play_ms", w->playv, w->rounds);
	print("key_ms", w->keyv, w->rounds);
	puts("}");

	return fflush(stdout) ? errno : 0;
}

static int run(struct wire *w, const char *conf, const char *env,
	       char *prompt, char *argv[])
{
	int err = uas_open(&w->uas);

	if (!err)
		err = sock_open(&w->fd, &w->port, 0);
	if (!err)
		err = uas_conf(&w->uas, conf);
	if (!err)
		err = call(w, env, argv);
	for (uint32_t i = 0; !err && i < w->rounds; i++) {
		err = play(w, i, prompt);
		if (!err)
			err = gather(w, i);
	}
	hang_up(w);

	return err ? err : report(w);
}

static int usage(void)
{
	fputs("usage: verbs [-r ROUNDS] -c FILE -e FILE -p PROMPT -- "
	      "COMMAND...\n", stderr);
	return 64;
}

int main(int argc, char **argv)
{
	static struct wire w = { .rounds = 200 };
	char *conf = NULL, *env = NULL, *prompt = NULL;
	int c, err;

	while ((c = getopt(argc, argv, "+r:c:e:p:")) != -1) {
		if (c == 'r')
			w.rounds = (uint32_t)strtoul(optarg, NULL, 10);
		else if (c == 'c')
			conf = optarg;
		else if (c == 'e')
			env = optarg;
		else if (c == 'p')
			prompt = optarg;
		else
			return usage();
	}
	if (optind == argc || !conf || !env || !prompt || !w.rounds ||
	    w.rounds > ROUNDS_MAX)
		return usage();

	err = run(&w, conf, env, prompt, argv + optind);
	if (err)
		fprintf(stderr, "verbs: %s\n", strerror(err));

	return err ? 1 : 0;
}
