/**
 * @file test_stream_peer.c  A stream and far ends without manners
 */
#include "base/compat.h"
#include "media/rtp.h"
#include "stream_fixture.h"
#include "test.h"

/* A socket of ours that pretends to be the far end of p->a */
struct fake {
	int fd;
	struct sa addr;
	uint16_t seq;
	uint32_t ts;
};

static void fake_open(struct fake *f)
{
	memset(f, 0, sizeof(*f));
	f->fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_true(f->fd >= 0);
	assert_int_equal(sa_set_str(&f->addr, "127.0.0.1", 0), 0);
	assert_int_equal(bind(f->fd, &f->addr.u.sa, f->addr.len), 0);
	f->addr.len = sizeof(f->addr.u);
	assert_int_equal(getsockname(f->fd, &f->addr.u.sa, &f->addr.len), 0);
}

static void fake_put(struct fake *f, const struct stream_side *to,
		     const void *buf, size_t len)
{
	struct sa dst;

	assert_int_equal(sa_set_str(&dst, "127.0.0.1",
				    oh_stream_port(to->st)), 0);
	assert_int_equal(sendto(f->fd, buf, len, 0, &dst.u.sa, dst.len), len);
}

static void fake_audio(struct fake *f, const struct stream_side *to,
		       uint8_t pt,
		       uint8_t fill)
{
	uint8_t buf[12 + 160];
	struct oh_rtp rtp = { .pt = pt, .seq = f->seq++, .ts = f->ts,
			      .ssrc = 99 };

	f->ts += 160;
	oh_rtp_encode(buf, &rtp);
	memset(buf + 12, fill, 160);
	fake_put(f, to, buf, sizeof(buf));
}

/* p->a alone, negotiated with a far end at addr */
static int lonely_init(struct stream_pair *p, const struct oh_stream_prm *prm,
		       const struct sa *addr, const char *lines)
{
	char *offer = NULL, *answer = NULL;
	int err;

	memset(p, 0, sizeof(*p));
	temp_make(&p->temp);
	err = stream_side_init(&p->a, p, prm);
	if (err)
		return err;
	err = oh_stream_offer(p->a.st, &offer);
	if (err)
		return err;
	err = re_sdprintf(&answer, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"
			  "s=-\r\nc=IN IP4 %j\r\nt=0 0\r\n"
			  "m=audio %u RTP/AVP 0\r\n%s",
			  addr, sa_port(addr), lines);
	if (!err)
		err = oh_stream_answered(p->a.st, answer, strlen(answer));
	mem_deref(offer);
	mem_deref(answer);

	return err;
}

/* The far end speaks from its address; an attacker from another, and sends
   all that is not RTP besides. */
int test_stream_keeps_to_its_source(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	static const uint8_t zerov[1600];
	struct oh_quality q;
	struct fake good, evil;
	struct stream_pair p;

	fake_open(&good);
	fake_open(&evil);
	TEST_OK(lonely_init(&p, &prm, &good.addr, ""));
	fake_put(&evil, &p.a, "hello", 5);              /* no RTP         */
	fake_put(&evil, &p.a, zerov, sizeof(zerov));    /* nor this       */
	fake_audio(&evil, &p.a, 77, 0);                 /* unknown type   */
	fake_audio(&good, &p.a, 0, 0);
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_FIRST, 0));
	for (int i = 0; i < 10; i++) {
		fake_audio(&evil, &p.a, 0, 0);
		fake_audio(&good, &p.a, 0, 0);
	}
	fake_put(&good, &p.a, zerov, sizeof(zerov));
	TEST_OK(stream_until_rx(&p, &p.a, 11));
	TEST_OK(stream_final_quality(&p, &q));
	assert_int_equal(q.rx, 11);
	assert_int_equal(q.lost, 0);
	assert_int_equal(q.dropped, 3 + 10 + 1);
	assert_int_equal(p.a.countv[OH_STREAM_FIRST], 1);
 out:
	close(good.fd);
	close(evil.fd);
	stream_pair_reset(&p);
	return 0;
}

/* Behind NAT: their SDP names an address that never speaks. The first who
   sends sound RTP is answered, and a later one is not. */
int test_stream_learns_their_address(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	struct fake far, late;
	struct sa named;
	struct stream_pair p;
	uint8_t buf[64];

	fake_open(&far);
	fake_open(&late);
	assert_int_equal(sa_set_str(&named, "127.0.0.1", 9), 0);
	TEST_OK(lonely_init(&p, &prm, &named, ""));
	fake_audio(&far, &p.a, 0, 0);
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_FIRST, 0));
	fake_audio(&late, &p.a, 0, 0);
	TEST_OK(stream_settle(&p, &p.a));
	/* Blocks until we are sent something, by the next packet interval. */
	assert_true(recv(far.fd, buf, sizeof(buf), 0) > 0);
	assert_true(recv(late.fd, buf, sizeof(buf), MSG_DONTWAIT) < 0);
 out:
	close(far.fd);
	close(late.fd);
	stream_pair_reset(&p);
	return 0;
}
