/**
 * @file test_pcap.c  A packet file, read back with libpcap
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <sys/stat.h>
#include "base/compat.h"
#include "test.h"
#include "trace/pcap.h"

struct file {
	char dir[32];
	char path[64];
};

static void make_dir(struct file *f)
{
	str_ncpy(f->dir, "/tmp/offhook-test-XXXXXX", sizeof(f->dir));
	assert_non_null(mkdtemp(f->dir));
	(void)snprintf(f->path, sizeof(f->path), "%s/a.pcap", f->dir);
}

static void remove_dir(const struct file *f)
{
	(void)unlink(f->path);
	(void)rmdir(f->dir);
}

static void set_addr(struct sockaddr_storage *ss, const char *ip,
		     uint16_t port)
{
	struct sockaddr_in *in = (void *)ss;
	struct sockaddr_in6 *in6 = (void *)ss;

	memset(ss, 0, sizeof(*ss));
	if (strchr(ip, ':')) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons(port);
		inet_pton(AF_INET6, ip, &in6->sin6_addr);
	}
	else {
		in->sin_family = AF_INET;
		in->sin_port = htons(port);
		inet_pton(AF_INET, ip, &in->sin_addr);
	}
}

static void add(struct oh_pcap *p, enum oh_trace_proto proto, const char *src,
		const char *dst, const void *data, size_t len)
{
	struct oh_trace t = {
		.proto = proto, .wall_us = 1767323045678901ull,
		.data = data, .len = len,
	};

	set_addr(&t.src, src, 5060);
	set_addr(&t.dst, dst, 5070);
	oh_pcap_add(p, &t);
}

/* One's complement sum of big-endian words: 0xffff if the checksum is right */
static uint32_t sum(uint32_t acc, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		acc += i % 2 ? p[i] : p[i] * 256u;
	while (acc > 0xffff)
		acc = (acc >> 16) + (acc & 0xffff);
	return acc;
}

static const u_char *next(pcap_t *pc, struct pcap_pkthdr *h)
{
	const u_char *p = pcap_next(pc, h);

	assert_non_null(p);
	assert_int_equal(h->caplen, h->len);
	assert_int_equal(h->ts.tv_sec, 1767323045);
	assert_int_equal(h->ts.tv_usec, 678901);
	return p;
}

static pcap_t *open_file(const struct file *f)
{
	char errbuf[PCAP_ERRBUF_SIZE];
	pcap_t *pc = pcap_open_offline(f->path, errbuf);

	if (!pc)
		fail_msg("%s", errbuf);
	assert_int_equal(pcap_datalink(pc), DLT_RAW);
	return pc;
}

static void check_ip4(const u_char *p, size_t len)
{
	static const uint8_t want[] = {
		127, 0, 0, 1, 10, 1, 2, 3, 5060 >> 8, 5060 & 255,
		5070 >> 8, 5070 & 255,
	};

	assert_int_equal(p[0], 0x45);
	assert_int_equal(p[2] * 256 + p[3], 28 + len);
	assert_int_equal(p[9], 17);
	assert_int_equal(sum(0, p, 20), 0xffff);
	assert_memory_equal(&p[12], want, sizeof(want));
	assert_int_equal(p[24] * 256 + p[25], 8 + len);
	assert_int_equal(p[26] + p[27], 0);
}

static void check_ip6(const u_char *p, size_t len)
{
	assert_int_equal(p[0], 0x60);
	assert_int_equal(p[4] * 256 + p[5], 8 + len);
	assert_int_equal(p[6], 17);
	assert_int_equal(p[39], 1);
	assert_int_equal(sum((uint32_t)len + 8 + 17, &p[8], 32 + 8 + len),
			 0xffff);
}

int test_pcap_packets(void)
{
	static const uint8_t rtp[] = "\x80\x00Authorization: not SIP";
	struct file f;
	struct oh_pcap *p = NULL;
	struct pcap_pkthdr h;
	struct stat st;
	const u_char *d;
	pcap_t *pc;
	int err;

	make_dir(&f);
	err = oh_pcap_open(&p, f.path);
	TEST_OK(err);
	add(p, OH_TRACE_RTP, "127.0.0.1", "10.1.2.3", rtp, sizeof(rtp));
	add(p, OH_TRACE_SIP_TCP, "fe80::7", "::1", "odd", 3);
	add(p, OH_TRACE_RTP, "127.0.0.1", "::1", rtp, sizeof(rtp));
	assert_int_equal(oh_pcap_error(p), 0);
	p = mem_deref(p);

	assert_int_equal(stat(f.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	pc = open_file(&f);
	d = next(pc, &h);
	assert_int_equal(h.len, 28 + sizeof(rtp));
	check_ip4(d, sizeof(rtp));
	assert_memory_equal(&d[28], rtp, sizeof(rtp));
	d = next(pc, &h);
	assert_int_equal(h.len, 48 + 3);
	check_ip6(d, 3);
	assert_memory_equal(&d[48], "odd", 3);
	assert_null(pcap_next(pc, &h));
	pcap_close(pc);

 out:
	mem_deref(p);
	remove_dir(&f);
	return err;
}

int test_pcap_credentials(void)
{
	static const struct { const char *in, *out; } v[] = {
		{ "R sip:a SIP/2.0\r\nAuthorization: Digest u=\"a\"\r\nTo: b",
		  "R sip:a SIP/2.0\r\nAuthorization: xxxxxx xxxxx\r\nTo: b" },
		{ "proxy-AUTHORIZATION \t:Basic ab=\r\n de\r\n\tf\r\nTo: b",
		  "proxy-AUTHORIZATION \t:xxxxx xxx\r\n xx\r\n\tx\r\nTo: b" },
		{ "Authorization: a\nTo: b", "Authorization: x\nTo: b" },
		{ "m=audio 4 RTP/SAVP 0\na=crypto:1 AES inline:AB|2^20\n",
		  "m=audio 4 RTP/SAVP 0\na=crypto:x xxx xxxxxxxxxxxxxx\n" },
		{ "Authorization: a", "Authorization: x" },
		{ "Authorization", "Authorization" },
		{ "WWW-Authenticate: Digest nonce=\"1\"\r\n",
		  "WWW-Authenticate: Digest nonce=\"1\"\r\n" },
	};
	struct file f;
	struct oh_pcap *p = NULL;
	struct pcap_pkthdr h;
	pcap_t *pc;
	int err;

	make_dir(&f);
	err = oh_pcap_open(&p, f.path);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		add(p, OH_TRACE_SIP_UDP, "127.0.0.1", "10.1.2.3", v[i].in,
		    strlen(v[i].in));
	p = mem_deref(p);

	pc = open_file(&f);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const u_char *d = next(pc, &h);

		assert_int_equal(h.len, 28 + strlen(v[i].in));
		if (memcmp(&d[28], v[i].out, h.len - 28))
			fail_msg("case %zu: '%.*s'", i, (int)h.len - 28,
				 &d[28]);
	}
	pcap_close(pc);

 out:
	mem_deref(p);
	remove_dir(&f);
	return err;
}

int test_pcap_limits(void)
{
	static uint8_t big[80000];
	struct file f;
	struct oh_pcap *p = NULL, *other = NULL;
	struct pcap_pkthdr h;
	pcap_t *pc;
	int err;

	make_dir(&f);
	err = oh_pcap_open(&p, f.path);
	TEST_OK(err);
	err = oh_pcap_open(&other, f.path);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EEXIST);
	assert_null(other);
	err = 0;

	add(p, OH_TRACE_SIP_TCP, "127.0.0.1", "10.1.2.3", big, sizeof(big));
	add(p, OH_TRACE_SIP_TCP, "::1", "::1", big, sizeof(big));
	p = mem_deref(p);
	pc = open_file(&f);
	check_ip4(next(pc, &h), 65535 - 28);
	assert_int_equal(h.len, 65535);
	check_ip6(next(pc, &h), 65535 - 48);
	pcap_close(pc);

 out:
	mem_deref(p);
	remove_dir(&f);
	return err;
}

/* A full disk is told, and does no harm */
int test_pcap_full(void)
{
	struct oh_pcap *p = NULL;
	int err;

	if (access("/dev/full", W_OK))
		return 0;
	/* O_EXCL refuses what exists already, devices too */
	err = oh_pcap_open(&p, "/dev/full");
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, EEXIST);
	err = oh_pcap_open(&p, "/dev/null/a.pcap");
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, ENOTDIR);

	return 0;
}
