/**
 * @file floor.c  What the kernel alone costs: sends and receives, no more
 *
 *     floor < PORTS
 *
 * One socket for each port of 127.0.0.1 that stands on stdin, one line each,
 * until an empty line. Every 20 ms each receives what has come, then sends
 * one packet of G.711, at phases 2 ms apart as the media thread does. Ends
 * when stdin does. Far end: farend.c, which measures.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include "base/clock.h"

enum {
	SOCKS_MAX    = 4000,
	TICK_US      = 2000,
	PHASES       = 10,
	HEADER_BYTES = 12,
	PACKET_BYTES = HEADER_BYTES + 160,
	ULAW_SILENCE = 0xff,
};

struct sock {
	int      fd;
	uint16_t seq;
	struct sockaddr_in far;
};

struct floor {
	struct sock v[SOCKS_MAX];
	size_t      n;
	int         timer_fd;
	uint64_t    base_us;
	uint64_t    tick;
	uint8_t     packet[PACKET_BYTES];
};

static int sock_open(struct sock *s, uint16_t port)
{
	struct sockaddr_in any = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	s->far = any;
	s->far.sin_port = htons(port);
	s->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	if (s->fd < 0 ||
	    bind(s->fd, (struct sockaddr *)&any, sizeof(any)) < 0)
		return errno;

	return 0;
}

static int read_ports(struct floor *f)
{
	char line[16];

	while (f->n < SOCKS_MAX && fgets(line, sizeof(line), stdin) &&
	       line[0] != '\n') {
		unsigned long port = strtoul(line, NULL, 10);
		int err = sock_open(&f->v[f->n], (uint16_t)port);

		if (err)
			return err;
		f->n++;
	}

	return f->n ? 0 : EINVAL;
}

static int start_timer(struct floor *f)
{
	struct itimerspec its = { .it_interval.tv_nsec = TICK_US * 1000 };
	uint64_t first_us;

	f->base_us = oh_clock_us();
	first_us = f->base_us + TICK_US;
	its.it_value.tv_sec  = (time_t)(first_us / 1000000);
	its.it_value.tv_nsec = (long)(first_us % 1000000) * 1000;

	f->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	if (f->timer_fd < 0 || timerfd_settime(f->timer_fd, TFD_TIMER_ABSTIME,
					       &its, NULL) < 0)
		return errno;

	return 0;
}

static void serve(struct floor *f, struct sock *s, uint64_t tick)
{
	uint8_t in[2048], *p = f->packet;
	uint32_t ts = (uint32_t)(tick * TICK_US / 125);

	while (recv(s->fd, in, sizeof(in), MSG_DONTWAIT) > 0)
		;
	p[2] = (uint8_t)(s->seq >> 8);
	p[3] = (uint8_t)s->seq++;
	p[4] = (uint8_t)(ts >> 24);
	p[5] = (uint8_t)(ts >> 16);
	p[6] = (uint8_t)(ts >> 8);
	p[7] = (uint8_t)ts;
	/* What is lost here is missed by the far end. */
	(void)sendto(s->fd, p, PACKET_BYTES, MSG_DONTWAIT,
		     (struct sockaddr *)&s->far, sizeof(s->far));
}

/* All that is due since the last time, each socket once at most */
static void run(struct floor *f)
{
	uint64_t now = (oh_clock_us() - f->base_us) / TICK_US;

	if (now > f->tick + PHASES)
		f->tick = now - PHASES;
	while (f->tick < now) {
		f->tick++;
		for (size_t i = f->tick % PHASES; i < f->n; i += PHASES)
			serve(f, &f->v[i], f->tick);
	}
}

int main(void)
{
	static struct floor f = { .packet = { 0x80 } };
	struct pollfd fdv[2] = { { .fd = STDIN_FILENO, .events = POLLIN } };
	int err;

	memset(f.packet + HEADER_BYTES, ULAW_SILENCE,
	       sizeof(f.packet) - HEADER_BYTES);
	setvbuf(stdin, NULL, _IONBF, 0);
	err = read_ports(&f);
	if (!err)
		err = start_timer(&f);
	if (err) {
		fprintf(stderr, "floor: %s\n", strerror(err));
		return 1;
	}
	fdv[1].fd = f.timer_fd;
	fdv[1].events = POLLIN;
	while (!fdv[0].revents) {
		uint64_t n;

		if (poll(fdv, 2, -1) < 0 ||
		    read(f.timer_fd, &n, sizeof(n)) < 0)
			continue;
		run(&f);
	}

	return 0;
}
