/**
 * @file sock.c  The two UDP sockets of a stream
 */
#include <sys/socket.h>
#include "media/sock.h"

enum {
	TRIES_MAX = 200,    /* of ports in the range, or of the kernel */
	TOS_EF    = 0xb8,   /* DSCP EF, RFC 3246, RFC 4594 4.1 */
};

static int open_bound(int *fdp, const struct sa *addr)
{
	int one = 1, tos = TOS_EF;
	int fd, err;

	fd = socket(sa_af(addr), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;

	/* Neither is worth failing for: a worse jitter figure, no priority. */
	(void)setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof(one));
	if (sa_af(addr) == AF_INET6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_TCLASS, &tos,
				 sizeof(tos));
	else
		(void)setsockopt(fd, IPPROTO_IP, IP_TOS, &tos, sizeof(tos));

	if (bind(fd, &addr->u.sa, addr->len) < 0) {
		err = errno;
		close(fd);
		return err;
	}
	*fdp = fd;

	return 0;
}

static int local_port(int fd, struct sa *addr)
{
	addr->len = sizeof(addr->u);

	return getsockname(fd, &addr->u.sa, &addr->len) < 0 ? errno : 0;
}

/* An even port of the range, or 0: the kernel's choice */
static uint16_t draw_port(uint16_t port_min, uint16_t port_max)
{
	uint32_t first = (port_min + 1u) & ~1u;
	uint32_t n = port_max > first ? (port_max - first + 1u) / 2u : 0;

	return port_min && n ? (uint16_t)(first + 2u * (rand_u32() % n)) : 0;
}

static int try_pair(int *rtpp, int *rtcpp, struct sa *addr, uint16_t port)
{
	struct sa above;
	int err;

	sa_set_port(addr, port);
	err = open_bound(rtpp, addr);
	if (err)
		return err;
	err = local_port(*rtpp, addr);
	if (err)
		goto out;

	/* RFC 3550 11: RTP on the even port, RTCP on the next. */
	if (sa_port(addr) % 2) {
		err = EADDRINUSE;
		goto out;
	}
	above = *addr;
	sa_set_port(&above, (uint16_t)(sa_port(addr) + 1));
	err = open_bound(rtcpp, &above);
 out:
	if (err)
		close(*rtpp);
	return err;
}

/**
 * Bind an even port and the next above it
 *
 * @param rtpp     Receives the socket of RTP
 * @param rtcpp    Receives the socket of RTCP
 * @param addr     Local address; its port is set
 * @param port_min First port of the range, 0: any
 * @param port_max Last port of the range
 *
 * @return 0; EADDRINUSE: no free pair found; or what the system said
 */
int oh_sock_pair(int *rtpp, int *rtcpp, struct sa *addr,
		 uint16_t port_min, uint16_t port_max)
{
	int err = EADDRINUSE;

	for (int i = 0; i < TRIES_MAX && err == EADDRINUSE; i++)
		err = try_pair(rtpp, rtcpp, addr,
			       draw_port(port_min, port_max));
	return err;
}
