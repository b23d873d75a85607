/**
 * @file bridged.c  What calls cost that hear each other, and the delay of it
 *
 *     bridged [-n LEGS] [-r ROOM] [-s SECONDS]
 *
 * A child holds LEGS streams in rooms of ROOM each; we are their far ends,
 * and in each room the first two speak. In rooms of two, which are relayed,
 * a packet carries the time when it was sent, and shows it again when it has
 * come through. Prints one JSON object: the child's CPU of a leg's second
 * [ms], the delay [us], packets that never came through.
 */
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/scan.h"
#include "media/room.h"
#include "media/stream.h"
#include "part/late.h"
#include "part/sock.h"

enum {
	LEGS_MAX     = 2000,
	TURN_US      = 20000,
	TICK_US      = 2000,
	PHASES       = TURN_US / TICK_US,
	HEADER_BYTES = 12,
	PACKET_BYTES = HEADER_BYTES + 160,
	STAMP_BYTES  = 16,
	STAMP        = 0x4f46484b,
	SPEAKERS     = 2,
	ULAW_SILENCE = 0xff,
	SETTLE_US    = 2000000,
	SAMPLES_MAX  = 4000000,
};

struct leg {
	int                fd;
	uint16_t           port;
	struct sockaddr_in peer;
	uint16_t           seq;
};

struct bench {
	uint32_t   legs, room, seconds;
	struct leg legv[LEGS_MAX];
	uint32_t   tick;
	uint64_t   base_us;
	bool       measuring;
	uint64_t   sent, got, packets;
	int32_t   *delayv;
	pid_t      pid;
};

/* ------------------------------------------------------- who is measured */

static void event_handler(const struct oh_stream_event *ev, void *arg)
{
	(void)ev;
	(void)arg;
}

/* With telephone-event, as nearly all have: without it each packet is
   decoded to look for digits in the sound, which is another measurement. */
static int agree(struct oh_stream *st, uint16_t port)
{
	char *offer = NULL, *answer = NULL;
	int err;

	err = re_sdprintf(&offer, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n"
			  "c=IN IP4 127.0.0.1\r\nt=0 0\r\n"
			  "m=audio %u RTP/AVP 0 101\r\n"
			  "a=rtpmap:101 telephone-event/8000\r\n", port);
	if (!err)
		err = oh_stream_answer(st, offer, strlen(offer), &answer);
	mem_deref(offer);
	mem_deref(answer);

	return err;
}

static int open_leg(const struct bench *b, uint32_t i, struct oh_engine *eng,
		    struct oh_room **roomp, uint16_t *portp)
{
	struct sa laddr;
	const struct oh_stream_prm prm = {
		.laddr = &laddr, .codecv = { "PCMU" }, .codecc = 1,
		.h = event_handler,
	};
	struct oh_stream *st;
	int err = sa_set_str(&laddr, "127.0.0.1", 0);

	if (!err && i % b->room == 0)
		err = oh_room_alloc(roomp, eng);
	if (!err)
		err = oh_stream_alloc(&st, eng, &prm);
	if (!err)
		err = agree(st, b->legv[i].port);
	if (!err)
		err = oh_room_enter(*roomp, st, OH_ROOM_TALK, NULL);
	if (!err)
		*portp = oh_stream_port(st);
	return err;
}

/* Holds all until it is killed */
static int hold(const struct bench *b, int fd)
{
	static uint16_t portv[LEGS_MAX];
	const size_t size = b->legs * sizeof(portv[0]);
	struct oh_engine *eng = NULL;
	struct oh_room *room = NULL;
	int err;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL))
		return errno;
	err = libre_init();
	if (!err)
		err = fd_setsize(16384);
	if (!err)
		err = oh_engine_alloc(&eng, NULL);
	for (uint32_t i = 0; i < b->legs && !err; i++)
		err = open_leg(b, i, eng, &room, &portv[i]);
	if (!err && write(fd, portv, size) != (ssize_t)size)
		err = EPIPE;

	return err ? err : re_main(NULL);
}

static uint64_t child_us(const struct bench *b)
{
	struct timespec ts = { 0 };
	clockid_t clock;

	if (clock_getcpuclockid(b->pid, &clock) || clock_gettime(clock, &ts))
		return 0;
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

/* ---------------------------------------------------------- the far ends */

static void stamp(uint8_t *p)
{
	uint32_t mark = STAMP;
	uint64_t us = oh_clock_us();

	memcpy(p, &mark, sizeof(mark));
	memcpy(p + STAMP_BYTES / 2, &us, sizeof(us));
}

static void say(struct bench *b, uint32_t i)
{
	bool speaks = i % b->room < SPEAKERS;
	bool shows = b->room == 2;
	struct leg *l = &b->legv[i];
	uint32_t ts = b->tick / PHASES * 160;
	uint8_t p[PACKET_BYTES] = {
		0x80, 0, (uint8_t)(l->seq >> 8), (uint8_t)l->seq,
		(uint8_t)(ts >> 24), (uint8_t)(ts >> 16),
		(uint8_t)(ts >> 8), (uint8_t)ts,
	};

	l->seq++;
	memset(p + HEADER_BYTES, ULAW_SILENCE, sizeof(p) - HEADER_BYTES);
	for (size_t k = HEADER_BYTES; speaks && k < sizeof(p); k++)
		p[k] = (uint8_t)(k * 37 + i) | 0x20;
	if (shows)
		stamp(p + HEADER_BYTES);
	if (sendto(l->fd, p, sizeof(p), 0, (struct sockaddr *)&l->peer,
		   sizeof(l->peer)) > 0)
		b->sent += b->measuring;
}

static void hear(struct bench *b, const struct leg *l)
{
	struct sock_packet got;
	uint8_t in[2048];
	uint32_t mark;
	uint64_t us;

	while (!sock_recv(&got, l->fd, in, sizeof(in))) {
		b->packets += b->measuring;
		memcpy(&mark, in + HEADER_BYTES, sizeof(mark));
		memcpy(&us, in + HEADER_BYTES + STAMP_BYTES / 2, sizeof(us));
		if (!b->measuring || mark != STAMP || b->got == SAMPLES_MAX)
			continue;
		b->delayv[b->got++] = (int32_t)(got.at_us - us);
	}
}

static void run(struct bench *b, uint64_t us)
{
	uint64_t until_us = oh_clock_us() + us;

	while (oh_clock_us() < until_us) {
		uint64_t due_us = b->base_us + (uint64_t)b->tick * TICK_US;
		uint64_t now_us = oh_clock_us();

		if (due_us > now_us)
			sys_usleep((unsigned)(due_us - now_us));
		for (uint32_t i = b->tick % PHASES; i < b->legs; i += PHASES) {
			hear(b, &b->legv[i]);
			say(b, i);
		}
		b->tick++;
	}
}

/* ----------------------------------------------------------------- both */

/* Of packets, not of time: on a busy machine we may send too few. */
static double leg_seconds(const struct bench *b)
{
	return (double)(b->sent + b->packets) / (2.0 * 1000000 / TURN_US);
}

static int report(struct bench *b)
{
	uint64_t cpu_us;
	int32_t p50 = 0, p99 = 0;

	b->base_us = oh_clock_us();
	run(b, SETTLE_US);
	b->measuring = true;
	cpu_us = child_us(b);
	run(b, 1000000ull * b->seconds);
	cpu_us = child_us(b) - cpu_us;
	if (b->got) {
		p50 = late_quantile(b->delayv, b->got, 0.5);
		p99 = late_quantile(b->delayv, b->got, 0.99);
	}

	printf("{\"legs\":%u,\"room\":%u,\"cpu_ms\":%.5f,\"delay_us\":"
	       "{\"p50\":%d,\"p99\":%d},\"sent\":%llu,\"got\":%llu}\n",
	       b->legs, b->room, (double)cpu_us / 1e3 / leg_seconds(b),
	       p50, p99,
	       (unsigned long long)b->sent, (unsigned long long)b->got);

	return fflush(stdout) ? errno : 0;
}

static int start(struct bench *b)
{
	static uint16_t portv[LEGS_MAX];
	const size_t size = b->legs * sizeof(portv[0]);
	int fdv[2], err = 0;

	b->delayv = calloc(SAMPLES_MAX, sizeof(*b->delayv));
	if (!b->delayv)
		return ENOMEM;
	for (uint32_t i = 0; i < b->legs && !err; i++)
		err = sock_open(&b->legv[i].fd, &b->legv[i].port, 0);
	if (err || pipe(fdv) < 0)
		return err ? err : errno;
	b->pid = fork();
	if (b->pid == 0)
		_exit(hold(b, fdv[1]));
	close(fdv[1]);
	if (read(fdv[0], portv, size) != (ssize_t)size)
		return EPIPE;
	for (uint32_t i = 0; i < b->legs; i++) {
		b->legv[i].peer.sin_family = AF_INET;
		b->legv[i].peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		b->legv[i].peer.sin_port = htons(portv[i]);
	}
	return 0;
}

int main(int argc, char **argv)
{
	static struct bench b = { .legs = 1000, .room = 2, .seconds = 15 };
	int c, err = 0;

	while (!err && (c = getopt(argc, argv, "n:r:s:")) != -1) {
		if (c == 'n')
			err = oh_scan_u32(&b.legs, optarg, 2, LEGS_MAX);
		else if (c == 'r')
			err = oh_scan_u32(&b.room, optarg, 2, LEGS_MAX);
		else if (c == 's')
			err = oh_scan_u32(&b.seconds, optarg, 1, 600);
		else
			err = EINVAL;
	}
	if (!err)
		err = start(&b);
	if (!err)
		err = report(&b);
	if (err)
		(void)fprintf(stderr, "bridged: %s\n", strerror(err));
	if (b.pid > 0)
		(void)kill(b.pid, SIGKILL);

	return err != 0;
}
