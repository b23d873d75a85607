/**
 * @file oneshot.c  A command run to its end, several times
 *
 *     oneshot -r RUNS -c FILE -- COMMAND...
 *
 * FILE becomes a configuration whose trunk leads here, where every call is
 * answered at once. Prints one JSON object: for each run the time from exec
 * to the first INVITE on the wire, from an ACK to the first audio, and of
 * the whole; the processor time of a call. Quantiles are over runs.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include "base/clock.h"
#include "part/child.h"
#include "part/late.h"
#include "part/sock.h"
#include "part/uas.h"

enum {
	RUNS_MAX     = 1000,
	LOOK_MS      = 1,
	BUFFER_BYTES = 1024 * 1024,
};

static const uint64_t run_us_max = 90000000;

struct shots {
	uint32_t     runs;
	const char  *conf;
	struct uas   uas;
	struct child child;
	int          rtp_fd;
	uint16_t     rtp_port;
	uint64_t     invite_us, ack_us, audio_us;   /* of this run; 0: none */
	uint64_t     calls, cpu_us;                 /* of all               */
	int32_t      invitev[RUNS_MAX], audiov[RUNS_MAX], wholev[RUNS_MAX];
};

static void take_sip(const struct uas_msg *m, void *arg)
{
	struct shots *s = arg;

	if (m->method == UAS_INVITE && !s->invite_us)
		s->invite_us = m->at_us;
	if (m->method == UAS_ACK && !s->ack_us)
		s->ack_us = m->at_us;
	if (m->method == UAS_BYE)
		s->calls++;
}

static void take_audio(struct shots *s)
{
	struct sock_packet p;
	uint8_t buf[2048];

	while (!sock_recv(&p, s->rtp_fd, buf, sizeof(buf))) {
		if (!s->audio_us)
			s->audio_us = p.at_us;
	}
}

/* From one moment to a later one, if both came */
static int32_t span(uint64_t from_us, uint64_t to_us)
{
	return from_us && to_us > from_us ? (int32_t)(to_us - from_us) : 0;
}

static int shoot(struct shots *s, uint32_t i, char *argv[])
{
	struct pollfd fdv[2] = {
		{ .fd = s->uas.fd, .events = POLLIN },
		{ .fd = s->rtp_fd, .events = POLLIN },
	};
	uint64_t until;
	int err;

	s->invite_us = s->ack_us = s->audio_us = 0;
	err = child_start(&s->child, argv, CHILD_NO_PIPE);
	if (err)
		return err;
	until = s->child.start_us + run_us_max;
	while (child_poll(&s->child) == EAGAIN) {
		if (oh_clock_us() > until)
			return ETIMEDOUT;
		(void)poll(fdv, 2, LOOK_MS);
		uas_serve(&s->uas, s->rtp_port, take_sip, s);
		take_audio(s);
	}
	if (s->child.status || !s->invite_us || !s->audio_us) {
		fprintf(stderr, "oneshot: status %#x, %s INVITE, %s audio\n",
			(unsigned)s->child.status,
			s->invite_us ? "an" : "no",
			s->audio_us ? "some" : "no");
		return EPROTO;
	}

	s->cpu_us    += s->child.cpu_us;
	s->invitev[i] = span(s->child.start_us, s->invite_us);
	s->audiov[i]  = span(s->ack_us, s->audio_us);
	s->wholev[i]  = span(s->child.start_us, s->child.end_us);

	return 0;
}

static void print(const char *name, int32_t *v, uint32_t n)
{
	double p50 = late_quantile(v, n, 0.5);
	double p95 = late_quantile(v, n, 0.95);

	printf(",\"%s\":{\"p50\":%.2f,\"p95\":%.2f}", name, p50 / 1e3,
	       p95 / 1e3);
}

static int report(struct shots *s)
{
	printf("{\"runs\":%u,\"calls\":%llu,\"cpu_ms\":%.4f", s->runs,
	       (unsigned long long)s->calls,
	       (double)s->cpu_us / 1e3 / (double)s->calls);
	print("invite_ms", s->invitev, s->runs);
	print("ack_audio_ms", s->audiov, s->runs);
	print("whole_ms", s->wholev, s->runs);
	puts("}");

	return fflush(stdout) ? errno : 0;
}

static int run(struct shots *s, char *argv[])
{
	int err = uas_open(&s->uas);

	if (!err)
		err = sock_open(&s->rtp_fd, &s->rtp_port, BUFFER_BYTES);
	if (!err)
		err = uas_conf(&s->uas, s->conf);
	for (uint32_t i = 0; !err && i < s->runs; i++)
		err = shoot(s, i, argv);
	if (!err)
		err = s->calls ? report(s) : ENODATA;

	return err;
}

static int usage(void)
{
	fputs("usage: oneshot -r RUNS -c FILE -- COMMAND...\n", stderr);
	return 64;
}

int main(int argc, char **argv)
{
	static struct shots s = { .runs = 1 };
	int c, err;

	while ((c = getopt(argc, argv, "+r:c:")) != -1) {
		if (c == 'r')
			s.runs = (uint32_t)strtoul(optarg, NULL, 10);
		else if (c == 'c')
			s.conf = optarg;
		else
			return usage();
	}
	if (optind == argc || !s.conf || !s.runs || s.runs > RUNS_MAX)
		return usage();

	err = run(&s, argv + optind);
	if (err)
		fprintf(stderr, "oneshot: %s\n", strerror(err));

	return err ? 1 : 0;
}
