/**
 * @file test_sim_impair.c  The bad line, and what stands in descriptions
 */
#include "base/compat.h"
#include <poll.h>
#include <sys/socket.h>
#include "test.h"
#include "sim/attacker.h"
#include "sim/impair.h"
#include "sim/sdp.h"

#define SDP "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n"

int test_sim_impair_find(void)
{
	static const struct {
		const char *sdp;
		const char *addr;        /* NULL: none */
	} casev[] = {
		{ SDP "c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n",
		  "192.0.2.1:4000" },
		{ SDP "c=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0\n"
		  "c=IN IP4 192.0.2.9/127\n", "192.0.2.9:4000" },
		{ SDP "m=video 6 RTP/AVP 9\r\nc=IN IP4 192.0.2.7\r\n"
		  "m=audio 8 RTP/AVP 0\r\nc=IN IP4 192.0.2.8\r\n",
		  "192.0.2.8:8" },
		{ SDP "c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
		  "m=video 5000 RTP/AVP 1\r\nc=IN IP4 192.0.2.2\r\n",
		  "192.0.2.1:4000" },
		{ SDP "c=IN IP6 ::1\r\nm=audio 4000 RTP/AVP 0",
		  "[::1]:4000" },
		{ SDP "m=audio 4000 RTP/AVP 0\r\n", NULL },
		{ SDP "c=IN IP4 192.0.2.1\r\n", NULL },
		{ SDP "c=IN IP4 host.invalid\r\nm=audio 4000 RTP/AVP 0\r\n",
		  NULL },
		{ SDP "c=IN IP4 192.0.2.1\r\nm=audio 70000 RTP/AVP 0\r\n",
		  NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct sa sa;
		char buf[64];
		int err = oh_sim_sdp_find(&sa, casev[i].sdp,
					  strlen(casev[i].sdp));

		assert_int_equal(err, casev[i].addr ? 0 : EBADMSG);
		if (err)
			continue;
		re_snprintf(buf, sizeof(buf), "%J", &sa);
		assert_string_equal(buf, casev[i].addr);
	}

	return 0;
}

int test_sim_impair_replace(void)
{
	static const char in[] =
		SDP "c=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0 101\n"
		"a=rtcp:4009\na=sendrecv\n";
	static const char out[] =
		SDP "c=IN IP4 127.0.0.1\r\nm=audio 77 RTP/AVP 0 101\r\n"
		"a=sendrecv\r\n";
	struct sa sa;
	char *sdp = NULL;
	int err;

	sa_set_str(&sa, "127.0.0.1", 77);
	err = oh_sim_sdp_replace(&sdp, in, strlen(in), &sa);
	TEST_OK(err);
	assert_string_equal(sdp, out);

 out:
	mem_deref(sdp);

	return err;
}

static int open_udp(struct sa *addr)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	assert_true(fd >= 0);
	sa_set_str(addr, "127.0.0.1", 0);
	assert_int_equal(bind(fd, &addr->u.sa, addr->len), 0);
	assert_int_equal(getsockname(fd, &addr->u.sa, &addr->len), 0);

	return fd;
}

/* Lets sa's description pass; *seen is where the other side shall send */
static int pass(struct oh_sim_impair *im, enum oh_sim_side from,
		const struct sa *sa, struct sa *seen)
{
	char sdp[128], *out = NULL;
	int err;

	re_snprintf(sdp, sizeof(sdp),
		    "v=0\r\nc=IN IP4 %j\r\nm=audio %u RTP/AVP 0\r\n", sa,
		    sa_port(sa));
	err = oh_sim_impair_pass(im, from, &out, sdp, strlen(sdp));
	if (!err)
		err = oh_sim_sdp_find(seen, out, strlen(out));
	mem_deref(out);

	return err;
}

enum { PACKETS = 400, LOSS = 10, JITTER_MS = 40 };

struct line {
	struct oh_sim_impair *im;
	struct tmr tmr;
	struct sa there;
	int from, to;
	unsigned sent, received, reordered, last;
	bool done;
};

static void drain(struct line *l)
{
	unsigned n;

	while (recv(l->to, &n, sizeof(n), MSG_DONTWAIT) == sizeof(n)) {
		l->received++;
		if (n < l->last)
			l->reordered++;
		else
			l->last = n;
	}
}

static void tick(void *arg)
{
	struct line *l = arg;

	drain(l);
	if (l->sent == PACKETS) {
		l->done = true;
		return;
	}
	for (int i = 0; i < 10 && l->sent < PACKETS; i++) {
		assert_int_equal(sendto(l->from, &l->sent, sizeof(l->sent), 0,
					&l->there.u.sa, l->there.len),
				 sizeof(l->sent));
		l->sent++;
	}
	/* The last ones need their time */
	tmr_start(&l->tmr, l->sent < PACKETS ? 5 : 3 * JITTER_MS, tick, l);
}

/* Packets are lost and overtake one another, the same number each time */
int test_sim_impair_line(void)
{
	struct sa caller, person, seen;
	struct line l = { .from = -1 };
	unsigned received = 0;
	int err = 0;

	l.from = open_udp(&caller);
	l.to = open_udp(&person);
	for (int round = 0; round < 2; round++) {
		err = oh_sim_impair_alloc(&l.im, &caller, LOSS, JITTER_MS);
		TEST_OK(err);
		err = pass(l.im, OH_SIM_PERSON, &person, &l.there);
		TEST_OK(err);
		err = pass(l.im, OH_SIM_CALLER, &caller, &seen);
		TEST_OK(err);
		assert_int_equal(sa_port(&seen) & 1, 0);
		assert_int_not_equal(sa_port(&seen), sa_port(&l.there));

		l.sent = l.received = l.reordered = l.last = 0;
		l.done = false;
		tmr_start(&l.tmr, 0, tick, &l);
		err = test_loop_until(&l.done, 5000);
		TEST_OK(err);
		l.im = mem_deref(l.im);

		assert_in_range(l.received, PACKETS * 80 / 100,
				PACKETS * 97 / 100);
		assert_true(l.reordered > PACKETS / 50);
		if (round == 1)
			assert_int_equal(l.received, received);
		received = l.received;
	}

 out:
	tmr_cancel(&l.tmr);
	mem_deref(l.im);
	close(l.from);
	close(l.to);

	return err;
}

static void look(void *arg)
{
	struct line *l = arg;
	static uint8_t buf[65536];
	ssize_t n;

	while ((n = recv(l->to, buf, sizeof(buf), MSG_DONTWAIT)) >= 0) {
		l->received++;
		if (n > 1500)
			l->last = (unsigned)n;
		if (n >= 16 && (buf[1] & 0x7f) == 101 && buf[12] == 9)
			l->sent++;          /* a forged digit */
		if (n >= 12 && buf[0] >> 6 != 2)
			l->reordered++;     /* a wrong version */
	}
	l->done = l->received >= 20;
	tmr_start(&l->tmr, 5, look, l);
}

int test_sim_impair_attacker(void)
{
	struct oh_sim_attacker *a = NULL;
	struct line l = { .to = -1 };
	struct sa victim;
	int err;

	l.to = open_udp(&victim);
	err = oh_sim_attacker_start(&a, &victim);
	TEST_OK(err);

	tmr_start(&l.tmr, 0, look, &l);
	err = test_loop_until(&l.done, 2000);
	TEST_OK(err);
	assert_true(l.last > 9000);
	assert_int_equal(l.sent, 2);
	assert_int_equal(l.reordered, 3);

 out:
	tmr_cancel(&l.tmr);
	mem_deref(a);
	close(l.to);

	return err;
}
