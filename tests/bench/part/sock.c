/**
 * @file sock.c  UDP on loopback, with the kernel's time of arrival
 */
#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include "base/clock.h"
#include "part/sock.h"

enum { CTL_BYTES = 64 };

/**
 * Open a socket on a port of the kernel's choice
 *
 * @param fdp          The socket, not blocking
 * @param portp        Its port
 * @param buffer_bytes Room for what waits, 0: the system's
 *
 * @return 0 or what the system said
 */
int sock_open(int *fdp, uint16_t *portp, int buffer_bytes)
{
	struct sockaddr_in a = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(a);
	int one = 1;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
			0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)) < 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &len) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof(one)) < 0)
		return errno;
	/* As much as the system allows. */
	if (buffer_bytes)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes,
				 sizeof(buffer_bytes));
	*fdp   = fd;
	*portp = ntohs(a.sin_port);

	return 0;
}

/* The stamp is of the other clock, which may be slewed or stepped. */
static uint64_t arrival_us(struct msghdr *mh)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(mh);
	uint64_t now_us = oh_clock_us();
	struct timespec ts;
	uint64_t us;

	if (!c || c->cmsg_type != SCM_TIMESTAMPNS)
		return now_us;
	memcpy(&ts, CMSG_DATA(c), sizeof(ts));
	us = (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;

	return now_us - (oh_clock_wall_us() - us);
}

/**
 * Receive a packet, if one waits
 *
 * @param p    What is known of it
 * @param fd   Socket
 * @param buf  Its content
 * @param size Size of it; the rest of a longer one is lost
 *
 * @return 0, EAGAIN, or what the system said
 */
int sock_recv(struct sock_packet *p, int fd, void *buf, size_t size)
{
	_Alignas(struct cmsghdr) char ctl[CTL_BYTES];
	struct iovec iov = { buf, size };
	struct msghdr mh = {
		.msg_name = &p->src, .msg_namelen = sizeof(p->src),
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = ctl, .msg_controllen = sizeof(ctl),
	};
	ssize_t n = recvmsg(fd, &mh, MSG_DONTWAIT);

	if (n < 0)
		return errno;
	p->len   = (size_t)n;
	p->at_us = arrival_us(&mh);

	return 0;
}
