/**
 * @file pcap.c  A packet file that Wireshark and sngrep open
 *
 * SIP over TCP is written as UDP too, so that every message stands alone and
 * needs no reassembly. Payloads that no UDP packet could hold are cut.
 *
 * The format is two small headers; libpcap would bring seven libraries that
 * every command loads, and its start must be quick.
 */
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include "base/compat.h"
#include "trace/blank.h"
#include "trace/pcap.h"

enum {
	IP4_SIZE    = 20,
	IP6_SIZE    = 40,
	UDP_SIZE    = 8,
	PACKET_MAX  = 65535,     /* an IP packet, headers and all [bytes] */
	TTL         = 64,
	PROTO_UDP   = 17,
	LINK_RAW    = 101,       /* begins with the IP header */
};

/** What a file begins with, in the byte order of the machine */
struct file_header {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t zone, accuracy;
	uint32_t packet_max;
	uint32_t link;
};

/** What stands before each packet */
struct packet_header {
	uint32_t s, us;
	uint32_t len, wire_len;
};

struct oh_pcap {
	pthread_mutex_t lock;    /* guards all below */
	FILE           *f;
	int             err;     /* first write error */
	uint8_t         packet[PACKET_MAX];
};

static void destructor(void *arg)
{
	struct oh_pcap *p = arg;

	if (p->f)
		fclose(p->f);
	pthread_mutex_destroy(&p->lock);
}

static void put16(uint8_t *p, size_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

/* One's complement sum, RFC 1071 */
static uint32_t sum(uint32_t acc, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		acc += i & 1 ? p[i] : (uint32_t)p[i] << 8;

	return acc;
}

static uint16_t fold_sum(uint32_t acc)
{
	while (acc >> 16)
		acc = (acc & 0xffff) + (acc >> 16);

	return (uint16_t)~acc;
}

static uint16_t port_of(const struct sockaddr_storage *ss)
{
	const struct sockaddr_in *in = (const void *)ss;
	const struct sockaddr_in6 *in6 = (const void *)ss;

	return ntohs(ss->ss_family == AF_INET6 ? in6->sin6_port
					       : in->sin_port);
}

static void put_ip4(uint8_t *p, const struct oh_trace *t, size_t len)
{
	const struct sockaddr_in *src = (const void *)&t->src;
	const struct sockaddr_in *dst = (const void *)&t->dst;

	memset(p, 0, IP4_SIZE);
	p[0] = 0x45;
	put16(&p[2], IP4_SIZE + UDP_SIZE + len);
	p[8] = TTL;
	p[9] = PROTO_UDP;
	memcpy(&p[12], &src->sin_addr, 4);
	memcpy(&p[16], &dst->sin_addr, 4);
	put16(&p[10], fold_sum(sum(0, p, IP4_SIZE)));
}

static void put_ip6(uint8_t *p, const struct oh_trace *t, size_t len)
{
	const struct sockaddr_in6 *src = (const void *)&t->src;
	const struct sockaddr_in6 *dst = (const void *)&t->dst;

	memset(p, 0, IP6_SIZE);
	p[0] = 0x60;
	put16(&p[4], UDP_SIZE + len);
	p[6] = PROTO_UDP;
	p[7] = TTL;
	memcpy(&p[8], &src->sin6_addr, 16);
	memcpy(&p[24], &dst->sin6_addr, 16);
}

static void put_udp(uint8_t *p, const struct oh_trace *t, size_t len)
{
	put16(&p[0], port_of(&t->src));
	put16(&p[2], port_of(&t->dst));
	put16(&p[4], UDP_SIZE + len);
	put16(&p[6], 0);
}

/* Over the pseudo-header of RFC 8200 8.1; IPv4 may leave it zero. */
static void put_udp6_sum(uint8_t *ip, size_t len)
{
	size_t n = UDP_SIZE + len;
	uint32_t acc = sum((uint32_t)n + PROTO_UDP, &ip[8], 32);
	uint16_t v = fold_sum(sum(acc, &ip[IP6_SIZE], n));

	put16(&ip[IP6_SIZE + 6], v ? v : 0xffff);
}

/* Returns the packet's size */
static size_t build(uint8_t *buf, const struct oh_trace *t)
{
	bool v6 = t->src.ss_family == AF_INET6;
	size_t ip_size = v6 ? IP6_SIZE : IP4_SIZE;
	size_t len = min(t->len, PACKET_MAX - ip_size - UDP_SIZE);
	uint8_t *payload = buf + ip_size + UDP_SIZE;

	memcpy(payload, t->data, len);
	if (t->proto != OH_TRACE_RTP)
		oh_blank_secrets(payload, len);
	if (v6)
		put_ip6(buf, t, len);
	else
		put_ip4(buf, t, len);
	put_udp(buf + ip_size, t, len);
	if (v6)
		put_udp6_sum(buf, len);

	return ip_size + UDP_SIZE + len;
}

static int write_bytes(struct oh_pcap *p, const void *buf, size_t len)
{
	errno = 0;
	if (fwrite(buf, 1, len, p->f) == len)
		return 0;

	return errno ? errno : EIO;
}

static int open_file(struct oh_pcap *p, const char *path)
{
	const struct file_header h = {
		.magic = 0xa1b2c3d4, .major = 2, .minor = 4,
		.packet_max = PACKET_MAX, .link = LINK_RAW,
	};
	int fd, err;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	p->f = fdopen(fd, "wb");
	if (!p->f) {
		err = errno;
		close(fd);
		return err;
	}

	return write_bytes(p, &h, sizeof(h));
}

/**
 * Begin a packet file, readable by its owner alone
 *
 * @param pp   Packet file, returned; releasing it completes the file
 * @param path Where; nothing may be there yet
 *
 * @return 0, EEXIST, another errno of open(2), or ENOMEM
 */
int oh_pcap_open(struct oh_pcap **pp, const char *path)
{
	struct oh_pcap *p;
	int err;

	if (!pp || !path)
		return EINVAL;
	p = mem_zalloc(sizeof(*p), destructor);
	if (!p)
		return ENOMEM;
	pthread_mutex_init(&p->lock, NULL);

	err = open_file(p, path);
	if (err)
		mem_deref(p);
	else
		*pp = p;

	return err;
}

/* A SIP message is worth a write: it is what a killed process leaves. */
static int write_packet(struct oh_pcap *p, const struct oh_trace *t)
{
	uint32_t len = (uint32_t)build(p->packet, t);
	const struct packet_header h = {
		.s  = (uint32_t)(t->wall_us / 1000000),
		.us = (uint32_t)(t->wall_us % 1000000),
		.len = len, .wire_len = len,
	};
	int err;

	err = write_bytes(p, &h, sizeof(h));
	if (err)
		return err;
	err = write_bytes(p, p->packet, len);
	if (err)
		return err;
	if (t->proto != OH_TRACE_RTP && fflush(p->f))
		return errno ? errno : EIO;

	return 0;
}

/**
 * Add a message or packet; from any thread
 *
 * After a write error nothing more is written. Packets without an IPv4 or
 * IPv6 address of both ends are left out.
 *
 * @param p Packet file
 * @param t Packet, borrowed
 */
void oh_pcap_add(struct oh_pcap *p, const struct oh_trace *t)
{
	sa_family_t af = t->src.ss_family;

	if ((af != AF_INET && af != AF_INET6) || t->dst.ss_family != af)
		return;

	pthread_mutex_lock(&p->lock);
	if (!p->err)
		p->err = write_packet(p, t);
	pthread_mutex_unlock(&p->lock);
}

/**
 * Tell whether writing went well so far; from any thread
 *
 * @param p Packet file
 *
 * @return 0, or the errno of the first write that failed
 */
int oh_pcap_error(const struct oh_pcap *p)
{
	struct oh_pcap *rw = (struct oh_pcap *)(uintptr_t)p;
	int err;

	pthread_mutex_lock(&rw->lock);
	err = rw->err;
	pthread_mutex_unlock(&rw->lock);

	return err;
}
