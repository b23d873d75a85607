/**
 * @file farend.c  The other side of many calls, and the one who measures
 *
 *     farend -n CALLS [-s SECONDS] [-c FILE] -- COMMAND...
 *
 * Starts COMMAND, which is to call us CALLS times: writes FILE, a
 * configuration whose trunk leads here, answers by SIP, sends every call
 * ready packets of G.711 and hears what it sends. Without -c it gives the
 * command its ports on stdin (floor.c). When all calls are up and have
 * settled it measures for SECONDS: the command's processor time and memory,
 * how late its packets come and how many do not. Prints one JSON object.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include "base/clock.h"
#include "part/child.h"
#include "part/late.h"
#include "part/sock.h"
#include "part/uas.h"

enum {
	TICK_US       = 2000,
	PHASES        = 10,
	CALLS_MAX     = 4000,
	SECONDS_MAX   = 600,
	PACKETS_SPARE = 10,
	PER_SECOND    = 50,
	HEADER_BYTES  = 12,
	PACKET_BYTES  = HEADER_BYTES + 160,
	SETTLE_US     = 1500000,
	SETUP_US      = 60000000,
	STOP_US       = 10000000,
	LOOK_US       = 100000,     /* whether the command still runs */
};

struct stream {
	int                fd;
	uint16_t           port;
	uint64_t           call;    /* 0: free */
	bool               up;
	struct sockaddr_in peer;
	uint16_t           seq;
	struct late        late;
};

struct far {
	size_t         n, up;
	uint32_t       seconds;
	const char    *conf;
	struct uas     uas;
	struct child   child;
	bool           child_over;
	bool           measuring;
	struct stream *v;
	int            timer_fd;
	uint64_t       base_us, tick, looked_us;
	uint8_t        packet[PACKET_BYTES];
};

/** Of the moment when measuring began */
struct begin {
	uint64_t at_us, cpu_us, far_us;
};

/* --------------------------------------------------------------- calls */

static struct stream *stream_find(struct far *f, uint64_t call)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].call == call)
			return &f->v[i];
	}

	return NULL;
}

static void set_up(struct far *f, struct stream *s, bool up)
{
	if (s->up == up)
		return;
	s->up = up;
	f->up += up ? 1 : (size_t)-1;
}

static void take_invite(struct far *f, const struct uas_msg *m)
{
	struct stream *s = stream_find(f, m->call);

	if (!s)
		s = stream_find(f, 0);
	if (!s || !m->rtp_port)
		return;
	s->call = m->call;
	s->peer = m->src;
	s->peer.sin_port = htons(m->rtp_port);
	(void)uas_ok(&f->uas, m, s->port);
}

static void take_sip(struct far *f, const struct uas_msg *m)
{
	struct stream *s = stream_find(f, m->call);

	if (m->method == UAS_INVITE) {
		take_invite(f, m);
		return;
	}
	if (m->method != UAS_ACK)
		(void)uas_ok(&f->uas, m, 0);
	if (s && m->method == UAS_ACK)
		set_up(f, s, true);
	if (s && m->method == UAS_BYE)
		set_up(f, s, false);
}

/* --------------------------------------------------------------- audio */

static void take_packet(struct far *f, struct stream *s,
			const struct sock_packet *p, const uint8_t *buf)
{
	uint32_t ts = (uint32_t)buf[4] << 24 | (uint32_t)buf[5] << 16 |
		(uint32_t)buf[6] << 8 | buf[7];

	if (p->len != PACKET_BYTES)
		return;
	if (!f->conf) {
		s->peer = p->src;
		set_up(f, s, true);
	}
	if (f->measuring)
		late_add(&s->late, p->at_us, ts);
}

static void serve(struct far *f, struct stream *s)
{
	uint32_t ts = (uint32_t)(f->tick * TICK_US / 125);
	uint8_t in[2048], *p = f->packet;
	struct sock_packet got;

	while (!sock_recv(&got, s->fd, in, sizeof(in)))
		take_packet(f, s, &got, in);
	if (!s->up)
		return;
	p[2] = (uint8_t)(s->seq >> 8);
	p[3] = (uint8_t)s->seq++;
	p[4] = (uint8_t)(ts >> 24);
	p[5] = (uint8_t)(ts >> 16);
	p[6] = (uint8_t)(ts >> 8);
	p[7] = (uint8_t)ts;
	(void)sendto(s->fd, p, PACKET_BYTES, MSG_DONTWAIT,
		     (struct sockaddr *)&s->peer, sizeof(s->peer));
}

static void serve_all(struct far *f)
{
	uint64_t now = (oh_clock_us() - f->base_us) / TICK_US;

	while (f->tick < now) {
		f->tick++;
		for (size_t i = f->tick % PHASES; i < f->n; i += PHASES)
			serve(f, &f->v[i]);
	}
}

/* ---------------------------------------------------------------- loop */

static void look(struct far *f)
{
	uint64_t now_us = oh_clock_us();

	if (now_us < f->looked_us + LOOK_US)
		return;
	f->looked_us  = now_us;
	f->child_over = child_poll(&f->child) != EAGAIN;
}

static bool all_up(const struct far *f)
{
	return f->up == f->n;
}

static bool never(const struct far *f)
{
	(void)f;
	return false;
}

/* Until it is so, or for that long, or the command ends; true: it is so */
static bool run(struct far *f, uint64_t us, bool (*so)(const struct far *f))
{
	uint64_t until = oh_clock_us() + us;
	struct pollfd fdv[2] = {
		{ .fd = f->timer_fd,   .events = POLLIN },
		{ .fd = f->uas.fd, .events = POLLIN },
	};
	struct uas_msg m;

	while (!so(f) && !f->child_over && oh_clock_us() < until) {
		uint64_t n;

		(void)poll(fdv, f->conf ? 2 : 1, -1);
		if ((fdv[0].revents & POLLIN) &&
		    read(f->timer_fd, &n, sizeof(n)) > 0)
			serve_all(f);
		while (f->conf && !uas_recv(&f->uas, &m))
			take_sip(f, &m);
		look(f);
	}

	return so(f);
}

static uint64_t own_us(void)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);

	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

/* --------------------------------------------------------------- report */

static int report(const struct far *f, const struct begin *b)
{
	uint64_t cpu_us = child_cpu_us(&f->child) - b->cpu_us;
	uint64_t far_us = own_us() - b->far_us;
	uint64_t now_us = oh_clock_us();
	double call_s = (double)(now_us - b->at_us) / 1e6 * (double)f->n;
	struct late *latev = calloc(f->n, sizeof(*latev));
	struct late_sum sum;
	int err;

	if (!latev)
		return ENOMEM;
	for (size_t i = 0; i < f->n; i++)
		latev[i] = f->v[i].late;
	err = late_sum(&sum, latev, f->n, now_us);
	free(latev);
	if (err)
		return err;
	printf("{\"calls\":%zu,\"seconds\":%.1f,\"cpu_ms\":%.4f,"
	       "\"far_cpu_ms\":%.4f,\"late_us\":{\"p50\":%d,\"p99\":%d,"
	       "\"p999\":%d,\"max\":%d},\"packets\":%llu,\"missing\":%llu,"
	       "\"rss_kib\":%llu}\n",
	       f->n, call_s / (double)f->n, (double)cpu_us / 1e3 / call_s,
	       (double)far_us / 1e3 / call_s, sum.p50, sum.p99, sum.p999,
	       sum.max, (unsigned long long)sum.packets,
	       (unsigned long long)sum.missing,
	       (unsigned long long)child_rss_kib(&f->child));

	return fflush(stdout) ? errno : 0;
}

static int measure(struct far *f)
{
	struct begin b;

	if (!run(f, SETUP_US, all_up)) {
		fprintf(stderr, "farend: only %zu of %zu calls came up\n",
			f->up, f->n);
		return ETIMEDOUT;
	}
	(void)run(f, SETTLE_US, never);
	b.at_us  = oh_clock_us();
	b.cpu_us = child_cpu_us(&f->child);
	b.far_us = own_us();
	f->measuring = true;
	(void)run(f, 1000000ull * f->seconds, never);
	f->measuring = false;
	if (f->child_over || !all_up(f)) {
		fprintf(stderr, "farend: calls ended too soon\n");
		return ECONNABORTED;
	}

	return report(f, &b);
}

/* ---------------------------------------------------------------- start */

static int open_streams(struct far *f)
{
	size_t max = f->seconds * PER_SECOND + PACKETS_SPARE;

	f->v = calloc(f->n, sizeof(*f->v));
	if (!f->v)
		return ENOMEM;
	for (size_t i = 0; i < f->n; i++) {
		int err = sock_open(&f->v[i].fd, &f->v[i].port, 0);

		if (!err)
			err = late_init(&f->v[i].late, max);
		if (err)
			return err;
	}

	return 0;
}

static int start_timer(struct far *f)
{
	struct itimerspec its = {
		.it_interval.tv_nsec = TICK_US * 1000,
		.it_value.tv_nsec    = TICK_US * 1000,
	};

	f->base_us  = oh_clock_us();
	f->timer_fd = timerfd_create(CLOCK_MONOTONIC,
				     TFD_NONBLOCK | TFD_CLOEXEC);
	if (f->timer_fd < 0 ||
	    timerfd_settime(f->timer_fd, 0, &its, NULL) < 0)
		return errno;

	return 0;
}

/* Noise: what is sent must not be silence, which is cheap to record */
static void fill_packet(struct far *f)
{
	uint32_t r = 1;

	f->packet[0] = 0x80;
	for (size_t i = HEADER_BYTES; i < PACKET_BYTES; i++) {
		r = r * 1664525 + 1013904223;
		f->packet[i] = (uint8_t)(r >> 24) | 0x20;
	}
}

static int tell_ports(const struct far *f)
{
	for (size_t i = 0; i < f->n; i++) {
		if (dprintf(f->child.pipe_fd, "%u\n", f->v[i].port) < 0)
			return errno;
	}

	return dprintf(f->child.pipe_fd, "\n") < 0 ? errno : 0;
}

static int start(struct far *f, char *argv[])
{
	int err = open_streams(f);

	if (!err)
		err = uas_open(&f->uas);
	if (!err && f->conf)
		err = uas_conf(&f->uas, f->conf);
	if (!err)
		err = child_start(&f->child, argv, f->conf ? CHILD_NO_PIPE
				  : CHILD_STDIN);
	if (!err && !f->conf)
		err = tell_ports(f);
	if (!err)
		err = start_timer(f);

	return err;
}

static int usage(void)
{
	fputs("usage: farend -n CALLS [-s SECONDS] [-c FILE] -- COMMAND...\n",
	      stderr);
	return 64;
}

int main(int argc, char **argv)
{
	static struct far f = { .n = 1, .seconds = 15 };
	int c, err;

	while ((c = getopt(argc, argv, "+n:s:c:")) != -1) {
		if (c == 'n')
			f.n = strtoul(optarg, NULL, 10);
		else if (c == 's')
			f.seconds = (uint32_t)strtoul(optarg, NULL, 10);
		else if (c == 'c')
			f.conf = optarg;
		else
			return usage();
	}
	if (optind == argc || !f.n || f.n > CALLS_MAX || !f.seconds ||
	    f.seconds > SECONDS_MAX)
		return usage();

	signal(SIGPIPE, SIG_IGN);
	fill_packet(&f);
	err = start(&f, argv + optind);
	if (!err)
		err = measure(&f);
	if (err)
		fprintf(stderr, "farend: %s\n", strerror(err));
	child_stop(&f.child);
	(void)run(&f, STOP_US, never);

	return err ? 1 : 0;
}
