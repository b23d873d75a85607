/**
 * @file test_bucket.c  How often strangers are heard
 */
#include <malloc.h>
#include "leg_fixture.h"
#include "sip/bucket.h"
#include "sip/sip_priv.h"

enum { MESSAGES = 100000 };

static unsigned take(struct oh_bucket *b, uint32_t addr, unsigned n,
		     uint64_t ms)
{
	unsigned taken = 0;
	struct sa sa;

	while (n--) {
		sa_set_in(&sa, addr, (uint16_t)(1024 + n));
		taken += oh_bucket_take(b, &sa, ms);
	}
	return taken;
}

int test_bucket_take(void)
{
	struct oh_bucket b;

	oh_bucket_init(&b, 42, 1000);
	assert_int_equal(take(&b, 0x7f000001, 100, 1000), 20);
	assert_int_equal(take(&b, 0x7f000001, 100, 1199), 0);
	assert_int_equal(take(&b, 0x7f000001, 100, 1200), 1);
	assert_int_equal(take(&b, 0x7f000001, 100, 2200), 5);
	/* another is not harmed, and it fills up no further than it was */
	assert_int_equal(take(&b, 0x0a000001, 100, 2200), 20);
	assert_int_equal(take(&b, 0x7f000001, 100, UINT64_MAX), 20);

	return 0;
}

/* Each from another address: together they are bounded too */
int test_bucket_all(void)
{
	struct oh_bucket b;
	unsigned taken = 0;

	oh_bucket_init(&b, 42, 0);
	for (uint32_t i = 0; i < MESSAGES; i++)
		taken += take(&b, i, 1, 0);
	assert_int_equal(taken, OH_BUCKET_ALL_BURST);

	return 0;
}

/* From ever new ports and addresses, straight to where libre gives it */
static int flood(struct fx *fx)
{
	static const char *const metv[] = {
		"INVITE", "REGISTER", "OPTIONS", "BYE", "X"
	};
	struct mbuf *mb = mbuf_alloc(1024);
	int err = mb ? 0 : ENOMEM;

	for (unsigned i = 0; i < MESSAGES && !err; i++) {
		const char *met = metv[i % ARRAY_SIZE(metv)];
		struct sip_msg *msg = NULL;

		mbuf_rewind(mb);
		err = mbuf_printf(mb, "%s sip:100@127.0.0.1 SIP/2.0\r\n"
				  "Via: SIP/2.0/UDP 127.0.0.1:%u;rport;branch="
				  "z9hG4bK%u\r\nFrom: <sip:x@y>;tag=%u\r\n"
				  "To: <sip:100@z>\r\nCall-ID: %u\r\n"
				  "CSeq: 1 %s\r\nContact: <sip:x@127.0.0.1>"
				  "\r\nContent-Length: 0\r\n\r\n", met,
				  1024 + i % 60000, i, i, i, met);
		mb->pos = 0;
		if (!err)
			err = sip_msg_decode(&msg, mb);
		if (err)
			break;
		sa_set_in(&msg->src, 0x7f000002 + i % 5000,
			  (uint16_t)(1024 + i % 60000));
		msg->dst = *oh_sip_laddr(fx->a);
		msg->tp = SIP_TRANSP_UDP;
		(void)oh_recv_request(msg, fx->a);
		mem_deref(msg);
	}
	mem_deref(mb);

	return err;
}

static size_t allocated(void)
{
	return mallinfo2().uordblks;
}

/* Silence for those who are kept out, and little for all others */
int test_bucket_flood(void)
{
	size_t before;
	struct fx fx;
	int err;

	if (test_is_oom())
		return 0;
	FX_OK(fx_init(&fx, false));
	fx.strange = true;
	before = allocated();
	FX_OK(flood(&fx));
	FX_INT(fx.seen, 0);
	FX_INT(oh_sip_dropped(fx.a), MESSAGES);
	FX_INT(allocated() <= before + 4096, 1);

	fx.strange = false;
	fx.deaf = true;
	fx.a->prm.limit = true;
	before = allocated();
	FX_OK(flood(&fx));
	FX_INT(fx.seen, OH_BUCKET_ALL_BURST);
	FX_INT(oh_sip_dropped(fx.a), 2 * MESSAGES - OH_BUCKET_ALL_BURST);
	/* libre keeps what it answered for 32 s */
	FX_INT(allocated() <= before + OH_BUCKET_ALL_BURST * 16384, 1);

	/* who is known is heard */
	fx.a->prm.limit = false;
	fx.seen = 0;
	fx.wire[0] = '\0';
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_raw_request(&fx, "OPTIONS", 1, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "200");
 out:
	fx_reset(&fx);
	return err;
}
