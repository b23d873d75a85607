/**
 * @file hepdump.c  A collector that understands HEP version 3, for tests
 *
 *     hepdump FILE
 *
 * Prints its port, then for each packet a line, until a signal: protocol,
 * agent, password or '-'; of RTCP "rtcp", Call-ID and JSON. SIP messages go
 * to a packet file, between the addresses that the packets name. Shares no
 * code with lib/trace/hep.c.
 */
#include <signal.h>
#include <sys/socket.h>
#include "base/compat.h"
#include "trace/pcap.h"

enum { PACKET_MAX = 65535 };

struct packet {
	struct oh_trace trace;
	uint8_t  addrv[2][16];
	uint16_t portv[2];
	uint32_t s, us, agent;
	uint8_t  family, protocol, kind;
	char     password[64];
	char     call_id[128];
};

static volatile sig_atomic_t stopped;

static void stop(int sig)
{
	(void)sig;
	stopped = 1;
}

static uint32_t number(const uint8_t *p, size_t n)
{
	uint32_t v = 0;

	while (n--)
		v = v << 8 | *p++;

	return v;
}

/* Lengths must be those that the protocol gives */
static bool take_chunk(struct packet *k, uint32_t type, const uint8_t *p,
		       size_t n)
{
	switch (type) {

	case 1:  k->family = *p;   return n == 1;
	case 2:  k->protocol = *p; return n == 1;
	case 3: case 4:
		memcpy(k->addrv[type - 3], p, 4);
		return n == 4;
	case 5: case 6:
		memcpy(k->addrv[type - 5], p, 16);
		return n == 16;
	case 7: case 8:
		k->portv[type - 7] = (uint16_t)number(p, 2);
		return n == 2;
	case 9:  k->s = number(p, 4);     return n == 4;
	case 10: k->us = number(p, 4);    return n == 4;
	case 11: k->kind = *p;            return n == 1;
	case 12: k->agent = number(p, 4); return n == 4;
	case 14: return re_snprintf(k->password, sizeof(k->password), "%b", p,
				    n) > 0;
	case 15:
		k->trace.data = p;
		k->trace.len = n;
		return n > 0;
	case 17: return re_snprintf(k->call_id, sizeof(k->call_id), "%b", p,
				    n) > 0;
	default: return false;
	}
}

static void set_addr(struct sockaddr_storage *ss, const struct packet *k,
		     int i)
{
	struct sa sa;

	if (k->family == AF_INET)
		sa_set_in(&sa, number(k->addrv[i], 4), k->portv[i]);
	else
		sa_set_in6(&sa, k->addrv[i], k->portv[i]);
	memcpy(ss, &sa.u, sa.len);
}

static bool decode(struct packet *k, const uint8_t *p, size_t n)
{
	memset(k, 0, sizeof(*k));
	if (n < 6 || memcmp(p, "HEP3", 4) || number(p + 4, 2) != n)
		return false;
	for (size_t pos = 6; pos < n;) {
		size_t len = pos + 6 <= n ? number(p + pos + 4, 2) : 0;

		if (len <= 6 || pos + len > n || number(p + pos, 2) ||
		    !take_chunk(k, number(p + pos + 2, 2), p + pos + 6,
				len - 6))
			return false;
		pos += len;
	}
	set_addr(&k->trace.src, k, 0);
	set_addr(&k->trace.dst, k, 1);
	k->trace.wall_us = k->s * 1000000ull + k->us;
	k->trace.proto = OH_TRACE_RTP;         /* taken as it is */

	return k->trace.data && (k->kind == 1 || k->kind == 5);
}

static void take(struct oh_pcap *p, int fd)
{
	static uint8_t buf[PACKET_MAX];
	struct packet k;
	ssize_t n;

	n = recv(fd, buf, sizeof(buf), 0);
	if (n < 0)
		return;
	if (!decode(&k, buf, (size_t)n)) {
		puts("malformed");
		return;
	}
	if (k.kind == 5) {
		printf("rtcp %s %.*s\n", *k.call_id ? k.call_id : "-",
		       (int)k.trace.len, (const char *)k.trace.data);
		return;
	}
	oh_pcap_add(p, &k.trace);
	printf("%u %u %s\n", k.protocol, k.agent,
	       *k.password ? k.password : "-");
}

static int open_socket(int *fdp)
{
	/* A signal may come just before the wait */
	const struct timeval tv = { .tv_usec = 100000 };
	struct sa sa;
	int err = sa_set_str(&sa, "127.0.0.1", 0);

	if (err)
		return err;
	*fdp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (*fdp < 0 || bind(*fdp, &sa.u.sa, sa.len) ||
	    getsockname(*fdp, &sa.u.sa, &sa.len) ||
	    setsockopt(*fdp, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)))
		return errno;
	printf("%u\n", sa_port(&sa));

	return fflush(stdout) ? errno : 0;
}

int main(int argc, char **argv)
{
	const struct sigaction act = { .sa_handler = stop };
	struct oh_pcap *p = NULL;
	int fd = -1, err;

	if (argc != 2) {
		fputs("usage: hepdump FILE\n", stderr);
		return 64;
	}
	(void)sigaction(SIGTERM, &act, NULL);
	err = oh_pcap_open(&p, argv[1]);
	if (!err)
		err = open_socket(&fd);
	while (!err && !stopped)
		take(p, fd);
	if (!err)
		err = oh_pcap_error(p);
	mem_deref(p);
	if (fd >= 0)
		(void)close(fd);
	if (err)
		fprintf(stderr, "hepdump: %s\n", strerror(err));

	return err ? 1 : 0;
}
