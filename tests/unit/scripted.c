/**
 * @file scripted.c  A scripted SIP peer on raw UDP, for tests
 */
#include <sys/timerfd.h>
#include "base/clock.h"
#include "scripted.h"
#include "test.h"

static const struct scripted_reply *reply_of(const struct scripted *p)
{
	const uint32_t i = p->seen - 1;

	return &p->replyv[i < p->replyc ? i : p->replyc - 1];
}

static int reply_print(struct mbuf *mb, const struct sip_msg *msg,
		       const struct scripted_reply *r)
{
	const struct sip_hdr *c = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	int err;

	err = mbuf_printf(mb, "SIP/2.0 %u %s\r\nVia: %r\r\nFrom: %r\r\n"
			  "To: %r;tag=p\r\nCall-ID: %r\r\n"
			  "CSeq: %u %r\r\n%s", r->scode, r->reason,
			  &msg->via.val, &msg->from.val, &msg->to.val,
			  &msg->callid, msg->cseq.num, &msg->cseq.met,
			  r->hdrs);
	if (!err && r->contact && c)
		err = mbuf_printf(mb, "Contact: %r%s\r\n", &c->val,
				  r->contact);
	if (!err)
		err = mbuf_write_str(mb, "Content-Length: 0\r\n\r\n");
	mb->pos = 0;

	return err;
}

static void keep(struct scripted *p, const struct sip_msg *msg,
		 const struct mbuf *mb)
{
	if (msg->cseq.num == p->cseq)
		return;
	p->cseq = msg->cseq.num;
	assert_true(p->seen < SCRIPTED_REQUESTS_MAX);
	assert_true(mb->end < SCRIPTED_TEXT_SIZE);
	memcpy(p->textv[p->seen], mb->buf, mb->end);
	p->us_at[p->seen++] = oh_clock_us();
	if (p->flag && p->seen >= p->flag_at)
		*p->flag = true;
}

static void recv_request(const struct sa *src, struct mbuf *mb, void *arg)
{
	struct scripted *p = arg;
	struct sip_msg *msg = NULL;
	struct mbuf *out;

	if (sip_msg_decode(&msg, mb))
		return;
	keep(p, msg, mb);
	out = mbuf_alloc(1024);
	if (out && reply_of(p)->scode &&
	    0 == reply_print(out, msg, reply_of(p)))
		(void)udp_send(p->us, src, out);
	mem_deref(out);
	mem_deref(msg);
}

int scripted_start(struct scripted *p, const struct scripted_reply *replyv,
	       uint32_t replyc)
{
	int err;

	memset(p, 0, sizeof(*p));
	p->replyv = replyv;
	p->replyc = replyc;
	err = sa_set_str(&p->addr, "127.0.0.1", 0);
	if (!err)
		err = udp_listen(&p->us, &p->addr, recv_request, p);
	if (!err)
		err = udp_local_get(p->us, &p->addr);

	return err;
}

void scripted_stop(struct scripted *p)
{
	p->us = mem_deref(p->us);
}

bool scripted_has(const struct scripted *p, uint32_t i, const char *text)
{
	return i < p->seen && strstr(p->textv[i], text);
}

int scripted_msg(struct sip_msg **msgp, const struct scripted *p, uint32_t i)
{
	struct mbuf *mb = mbuf_alloc(SCRIPTED_TEXT_SIZE);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_write_str(mb, p->textv[i]);
	mb->pos = 0;
	if (!err)
		err = sip_msg_decode(msgp, mb);
	mem_deref(mb);

	return err;
}

int scripted_wait(struct scripted *p, uint32_t requests, uint32_t ms)
{
	bool here = p->seen >= requests;
	int err;

	p->flag = &here;
	p->flag_at = requests;
	err = test_loop_until(&here, ms);
	p->flag = NULL;

	return test_or_refused(err);
}

static void tick(int flags, void *arg)
{
	struct hurry *h = arg;
	uint64_t n = 0;
	(void)flags;

	if (read(h->fd, &n, sizeof(n)) == sizeof(n))
		test_clock_add_us(h->us);
}

int hurry_start(struct hurry *h, uint32_t ms_per_ms)
{
	const struct itimerspec ms = {
		.it_interval.tv_nsec = 1000000, .it_value.tv_nsec = 1000000,
	};

	h->us = 1000ull * ms_per_ms;
	h->fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (h->fd < 0)
		return errno;
	test_clock_freeze(true);
	(void)timerfd_settime(h->fd, 0, &ms, NULL);

	return fd_listen(h->fd, FD_READ, tick, h);
}

void hurry_stop(struct hurry *h)
{
	fd_close(h->fd);
	(void)close(h->fd);
	test_clock_freeze(false);
}
