/**
 * @file test_hep.c  SIP messages to a collector
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include "base/compat.h"
#include "test.h"
#include "trace/hep.h"

static const char message[] =
	"OPTIONS sip:b@example.com SIP/2.0\r\n"
	"Authorization: Digest response=\"0123\"\r\n\r\n";

static void set_addr(struct sockaddr_storage *ss, const char *ip,
		     uint16_t port)
{
	struct sa sa;

	assert_int_equal(sa_set_str(&sa, ip, port), 0);
	memset(ss, 0, sizeof(*ss));
	memcpy(ss, &sa.u, sa.len);
}

static struct oh_trace trace_of(enum oh_trace_proto proto, const char *src,
				const char *dst)
{
	struct oh_trace t = {
		.proto = proto, .wall_us = 1767323045678901ull,
		.data = (const uint8_t *)message, .len = sizeof(message) - 1,
	};

	set_addr(&t.src, src, 5060);
	set_addr(&t.dst, dst, 5070);

	return t;
}

int test_hep_ip4(void)
{
	static const uint8_t want[] = {
		'H', 'E', 'P', '3', 0, 183,
		0, 0, 0, 1, 0, 7, 2,                          /* IPv4   */
		0, 0, 0, 3, 0, 10, 127, 0, 0, 1,
		0, 0, 0, 4, 0, 10, 10, 1, 2, 3,
		0, 0, 0, 7, 0, 8, 5060 >> 8, 5060 & 255,
		0, 0, 0, 8, 0, 8, 5070 >> 8, 5070 & 255,
		0, 0, 0, 2, 0, 7, 17,                         /* UDP    */
		0, 0, 0, 9, 0, 10, 0x69, 0x57, 0x35, 0xa5,    /* [s]    */
		0, 0, 0, 10, 0, 10, 0, 0x0a, 0x5b, 0xf5,      /* [us]   */
		0, 0, 0, 11, 0, 7, 1,                         /* SIP    */
		0, 0, 0, 12, 0, 10, 0, 0, 7, 0xd1,            /* agent  */
		0, 0, 0, 14, 0, 8, 'p', 'w',
		0, 0, 0, 15, 0, 82,
	};
	static const char tail[] =
		"OPTIONS sip:b@example.com SIP/2.0\r\n"
		"Authorization: xxxxxx xxxxxxxxxxxxxxx\r\n\r\n";
	const struct oh_hep_prm prm = { 2001, "pw" };
	const struct oh_trace t = trace_of(OH_TRACE_SIP_UDP, "127.0.0.1",
					   "10.1.2.3");
	struct mbuf *mb = mbuf_alloc(16);
	int err;

	if (!mb)
		return ENOMEM;
	err = oh_hep_encode(mb, &prm, &t, NULL);
	TEST_OK(err);
	assert_int_equal(mb->end, sizeof(want) + strlen(tail));
	assert_int_equal(mb->pos, mb->end);
	assert_int_equal(mb->buf[5], mb->end);
	assert_memory_equal(mb->buf, want, sizeof(want));
	assert_memory_equal(mb->buf + sizeof(want), tail, strlen(tail));
out:
	mem_deref(mb);
	return err;
}

int test_hep_ip6(void)
{
	static const uint8_t want[] = {
		0, 0, 0, 1, 0, 7, 10,
		0, 0, 0, 5, 0, 22, 0xfe, 0x80, 0, 0, 0, 0, 0, 0,
				   0, 0, 0, 0, 0, 0, 0, 7,
		0, 0, 0, 6, 0, 22, 0, 0, 0, 0, 0, 0, 0, 0,
				   0, 0, 0, 0, 0, 0, 0, 1,
		0, 0, 0, 7, 0, 8, 5060 >> 8, 5060 & 255,
		0, 0, 0, 8, 0, 8, 5070 >> 8, 5070 & 255,
		0, 0, 0, 2, 0, 7, 6,                          /* TCP    */
	};
	const struct oh_hep_prm prm = { 1, NULL };
	const struct oh_trace t = trace_of(OH_TRACE_SIP_TCP, "fe80::7",
					   "::1");
	struct mbuf *mb = mbuf_alloc(16);
	int err;

	if (!mb)
		return ENOMEM;
	err = oh_hep_encode(mb, &prm, &t, NULL);
	TEST_OK(err);
	assert_memory_equal(mb->buf + 6, want, sizeof(want));
	assert_null(memmem(mb->buf, mb->end, "\0\0\0\016\0", 5));
out:
	mem_deref(mb);
	return err;
}

/* What is too long is cut, and its lengths are right. */
int test_hep_long(void)
{
	enum { LONG = 70000, PAYLOAD_AT = 99, MAX = 65507 };
	const struct oh_hep_prm prm = { 1, "" };
	struct oh_trace t = trace_of(OH_TRACE_SIP_UDP, "127.0.0.1", "::");
	uint8_t *data = mem_zalloc(LONG, NULL);
	struct mbuf *mb = mbuf_alloc(16);
	int err;

	if (!mb || !data) {
		err = ENOMEM;
		goto out;
	}
	t.data = data;
	t.len = LONG;
	assert_int_equal(oh_hep_encode(mb, &prm, &t, NULL), EINVAL);
	set_addr(&t.dst, "127.0.0.2", 5060);
	t.proto = OH_TRACE_RTP;
	assert_int_equal(oh_hep_encode(mb, &prm, &t, NULL), EINVAL);
	assert_int_equal(mb->end, 0);
	t.proto = OH_TRACE_SIP_UDP;
	err = oh_hep_encode(mb, &prm, &t, NULL);
	TEST_OK(err);
	assert_int_equal(mb->end, MAX);
	assert_int_equal(mb->buf[4] * 256 + mb->buf[5], MAX);
	assert_int_equal(mb->buf[PAYLOAD_AT - 3], 15);
	assert_int_equal(mb->buf[PAYLOAD_AT - 2] * 256 +
			 mb->buf[PAYLOAD_AT - 1], MAX - PAYLOAD_AT + 6);
out:
	mem_deref(data);
	mem_deref(mb);
	return err;
}

static int collector(struct sa *sa)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(sa_set_str(sa, "127.0.0.1", 0), 0);
	assert_int_equal(bind(fd, &sa->u.sa, sa->len), 0);
	assert_int_equal(getsockname(fd, &sa->u.sa, &sa->len), 0);

	return fd;
}

/* It arrives; and without anybody there, nothing happens. */
int test_hep_collector(void)
{
	const struct oh_hep_prm prm = { 1, "pw" };
	const struct oh_trace t = trace_of(OH_TRACE_SIP_UDP, "127.0.0.1",
					   "127.0.0.2");
	struct oh_hep *h = NULL;
	uint8_t buf[1500];
	struct sa sa;
	ssize_t n;
	int fd, err;

	fd = collector(&sa);
	err = oh_hep_open(&h, &sa, &prm);
	if (err)
		goto out;
	oh_hep_add(h, &t);
	n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
	if (n < 0) {
		err = ENOMEM;          /* the buffer could not grow */
		goto out;
	}
	assert_int_equal(n, 183);
	assert_memory_equal(buf, "HEP3", 4);
out:
	(void)close(fd);
	if (h) {
		oh_hep_add(h, &t);
		oh_hep_add(h, &t);
	}
	mem_deref(h);
	return err;
}

int test_hep_refused(void)
{
	const struct oh_hep_prm prm = { 1, NULL };
	struct oh_hep *h = NULL;
	struct sa sa;

	sa_init(&sa, AF_INET);
	assert_int_equal(oh_hep_open(&h, &sa, &prm), EINVAL);
	assert_int_equal(oh_hep_open(NULL, &sa, &prm), EINVAL);
	assert_null(h);

	return 0;
}
