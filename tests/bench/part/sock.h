/**
 * @file sock.h  UDP on loopback, with the kernel's time of arrival
 */
#ifndef BENCH_SOCK_H
#define BENCH_SOCK_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

/** A packet that came */
struct sock_packet {
	uint64_t           at_us;      /**< as oh_clock_us()      */
	struct sockaddr_in src;
	size_t             len;
};

int sock_open(int *fdp, uint16_t *portp, int buffer_bytes);
int sock_recv(struct sock_packet *p, int fd, void *buf, size_t size);

#endif
