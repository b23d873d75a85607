/**
 * @file test_register.c  Registrations with a scripted registrar
 */
#include "base/compat.h"
#include "base/clock.h"
#include "scripted.h"
#include "sip/register.h"
#include "test.h"

enum { WAIT_MS = 8000, TOLD_MAX = 8 };

static const struct oh_cred alice = {
	.user = "alice", .password = "secret", .realm = "x",
};

/** A registration and what it told */
struct world {
	struct scripted peer;
	struct oh_sip *sip;
	struct oh_register *r;
	bool told_enough;
	uint32_t enough;
	uint32_t toldc;
	struct {
		uint16_t scode;
		int err;
		uint32_t expires_s;
		char reason[64];
	} toldv[TOLD_MAX];
	bool drop;              /* the handler releases the registration  */
};

static void told(uint16_t scode, const char *reason, int err,
		 uint32_t expires_s, void *arg)
{
	struct world *w = arg;

	assert_true(w->toldc < TOLD_MAX);
	w->toldv[w->toldc].scode = scode;
	w->toldv[w->toldc].err = err;
	w->toldv[w->toldc].expires_s = expires_s;
	str_ncpy(w->toldv[w->toldc].reason, reason,
		 sizeof(w->toldv[0].reason));
	w->toldc++;
	w->told_enough = w->toldc >= w->enough;
	if (w->drop)
		w->r = mem_deref(w->r);
}

static int start(struct world *w, const struct scripted_reply *replyv,
		 uint32_t replyc, uint32_t expires_s)
{
	char registrar[64], route[64];
	struct oh_register_prm prm = {
		.registrar = registrar, .aor = "sip:alice@x", .route = route,
		.contact_user = "alice", .cred = &alice,
		.expires_s = expires_s, .h = told, .arg = w,
	};
	struct oh_sip_prm sprm = { .udp = true, .software = "test" };
	struct sa any;
	int err;

	memset(w, 0, sizeof(*w));
	err = scripted_start(&w->peer, replyv, replyc);
	if (err)
		return err;
	err = sa_set_str(&any, "127.0.0.1", 0);
	sprm.laddr = &any;
	if (!err)
		err = oh_sip_alloc(&w->sip, &sprm);
	if (err)
		return err;
	str_ncpy(registrar, "sip:x", sizeof(registrar));
	re_snprintf(route, sizeof(route), "sip:%J;transport=udp;lr",
		    &w->peer.addr);

	return oh_register_start(&w->r, w->sip, &prm);
}

static void stop(struct world *w)
{
	mem_deref(w->r);
	mem_deref(w->sip);
	scripted_stop(&w->peer);
}

static int wait_told(struct world *w, uint32_t n)
{
	int err;

	w->enough = n;
	w->told_enough = w->toldc >= n;
	err = test_loop_until(&w->told_enough, WAIT_MS);

	return test_or_refused(err);
}

static void is_told(const struct world *w, uint32_t i, uint16_t scode,
		    int err, uint32_t expires_s)
{
	assert_true(i < w->toldc);
	assert_int_equal(w->toldv[i].scode, scode);
	assert_int_equal(w->toldv[i].err, err);
	assert_int_equal(w->toldv[i].expires_s, expires_s);
}

/* Says whether request i has our Contact and asks for so long */
static int check_request(const struct world *w, uint32_t i,
			 const char *expires)
{
	struct sip_msg *msg = NULL;
	const struct sip_hdr *hdr;
	char contact[80];
	int err;

	err = scripted_msg(&msg, &w->peer, i);
	if (err)
		return err;
	re_snprintf(contact, sizeof(contact), "<sip:alice@%J>",
		    oh_sip_laddr(w->sip));
	assert_int_equal(sip_msg_hdr_count(msg, SIP_HDR_CONTACT), 1);
	hdr = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	assert_int_equal(pl_strcmp(&hdr->val, contact), 0);
	assert_int_equal(pl_strcmp(&msg->expires, expires), 0);
	assert_int_equal(pl_strcmp(&msg->ruri, "sip:x"), 0);
	re_snprintf(contact, sizeof(contact), "<sip:%J;transport=udp;lr>",
		    &w->peer.addr);
	assert_int_equal(pl_strcmp(&sip_msg_hdr(msg, SIP_HDR_ROUTE)->val,
				   contact), 0);
	assert_int_equal(pl_strcmp(&msg->to.auri, "sip:alice@x"), 0);
	mem_deref(msg);

	return 0;
}

/* The first good answer to one question, in its many forms */
static int granted(const struct scripted_reply *reply, uint32_t expires_s)
{
	struct world w;
	int err;

	err = start(&w, reply, 1, 600);
	TEST_OK(err);
	err = wait_told(&w, 1);
	TEST_OK(err);
	is_told(&w, 0, 200, 0, expires_s);
	err = check_request(&w, 0, "600");
	TEST_OK(err);

out:
	stop(&w);

	return err;
}

int test_register_granted(void)
{
	static const struct {
		struct scripted_reply reply;
		uint32_t expires_s;
	} rowv[] = {
		{ { 200, "OK", "", ";expires=120" },                  120 },
		{ { 200, "OK", "Contact: <sip:alice@192.0.2.1>;expires=9"
		    "\r\nContact: \"Bob\" <sip:bob@127.0.0.1>;expires=8\r\n"
		    "Expires: 7\r\n", ";q=1;expires=130" },           130 },
		{ { 200, "OK", "Expires: 140\r\n", "" },              140 },
		{ { 200, "OK", "Expires: 150\r\n", NULL },            150 },
		{ { 202, "OK", "", NULL },                            600 },
		{ { 200, "OK", "", ";expires=99999999" },          604800 },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = granted(&rowv[i].reply, rowv[i].expires_s);

	return err;
}

/* Neighbours: another port, another account, another machine */
int test_register_among_others(void)
{
	char others[256];
	struct scripted_reply reply = { 200, "OK", others, ";expires=120" };
	struct world w;
	int err;

	err = start(&w, &reply, 1, 600);
	TEST_OK(err);
	re_snprintf(others, sizeof(others),
		    "Contact: <sip:alice@127.0.0.1:9>;expires=7\r\n"
		    "Contact: <sip:bob@%J>;expires=8\r\n"
		    "Contact: <sip:alice@127.0.0.2:%u>;expires=9\r\n",
		    oh_sip_laddr(w.sip), sa_port(oh_sip_laddr(w.sip)));
	err = wait_told(&w, 1);
	TEST_OK(err);
	is_told(&w, 0, 200, 0, 120);

out:
	stop(&w);

	return err;
}

int test_register_challenge(void)
{
	static const struct scripted_reply replyv[] = {
		{ 401, "Unauthorized", "WWW-Authenticate: Digest realm=\"x\","
		  "nonce=\"n\",algorithm=SHA-256,qop=\"auth\"\r\n", NULL },
		{ 200, "OK", "", ";expires=60" },
	};
	struct sip_msg *msg = NULL;
	struct world w;
	int err;

	err = start(&w, replyv, ARRAY_SIZE(replyv), 600);
	TEST_OK(err);
	err = wait_told(&w, 1);
	TEST_OK(err);
	is_told(&w, 0, 200, 0, 60);
	assert_int_equal(w.peer.seen, 2);
	assert_false(scripted_has(&w.peer, 0, "Authorization"));
	err = scripted_msg(&msg, &w.peer, 1);
	TEST_OK(err);
	err = oh_digest_verify(msg, &alice, "n");
	TEST_OK(err);

out:
	mem_deref(msg);
	stop(&w);

	return err;
}

/* Refusals are told as they are */
static int refused(const struct scripted_reply *replyv, uint32_t replyc,
		   uint16_t scode, uint32_t requests)
{
	struct world w;
	int err;

	err = start(&w, replyv, replyc, 600);
	TEST_OK(err);
	w.drop = true;
	err = wait_told(&w, 1);
	TEST_OK(err);
	is_told(&w, 0, scode, 0, 0);
	assert_string_equal(w.toldv[0].reason, "No");
	assert_int_equal(w.peer.seen, requests);

out:
	stop(&w);

	return err;
}

int test_register_refused(void)
{
#define CHALLENGE "WWW-Authenticate: Digest realm=\"x\",nonce=\"n\"\r\n"
	static const struct {
		struct scripted_reply replyv[2];
		uint32_t replyc;
		uint16_t scode;
		uint32_t requests;
	} rowv[] = {
		{ { { 403, "No", "", NULL } },                  1, 403, 1 },
		{ { { 302, "No", "", "" } },                    1, 302, 1 },
		{ { { 401, "No", "", NULL } },                  1, 401, 1 },
		{ { { 401, "No", CHALLENGE, NULL } },           1, 401, 2 },
		{ { { 423, "No", "", NULL } },                  1, 423, 1 },
		{ { { 423, "No", "Min-Expires: 60\r\n", NULL } }, 1, 423, 1 },
		{ { { 423, "No", "Min-Expires: 900\r\n", NULL } },
		  1, 423, 2 },
		{ { { 423, "No", "Min-Expires: 4294967295\r\n", NULL } },
		  1, 423, 1 },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = refused(rowv[i].replyv, rowv[i].replyc, rowv[i].scode,
			      rowv[i].requests);

	return err;
}

int test_register_min_expires(void)
{
	static const struct scripted_reply replyv[] = {
		{ 423, "Too Brief", "Min-Expires: 1800\r\n", NULL },
		{ 200, "OK", "", ";expires=1800" },
	};
	struct world w;
	int err;

	err = start(&w, replyv, ARRAY_SIZE(replyv), 600);
	TEST_OK(err);
	err = wait_told(&w, 1);
	TEST_OK(err);
	is_told(&w, 0, 200, 0, 1800);
	err = check_request(&w, 1, "1800");
	TEST_OK(err);

out:
	stop(&w);

	return err;
}

int test_register_stop(void)
{
	static const struct scripted_reply replyv[] = {
		{ 200, "OK", "", ";expires=600" },
		{ 401, "No", CHALLENGE, NULL },
		{ 200, "OK", "", NULL },
	};
	struct world w;
	int err;

	err = start(&w, replyv, ARRAY_SIZE(replyv), 600);
	TEST_OK(err);
	err = wait_told(&w, 1);
	TEST_OK(err);
	oh_register_stop(w.r);
	oh_register_stop(w.r);
	assert_int_equal(w.toldc, 1);
	w.drop = true;
	err = wait_told(&w, 2);
	TEST_OK(err);
	is_told(&w, 1, 200, 0, 0);
	assert_int_equal(w.peer.seen, 3);
	err = check_request(&w, 1, "0");
	TEST_OK(err);
	err = check_request(&w, 2, "0");
	TEST_OK(err);

out:
	stop(&w);

	return err;
}

/* What is granted after we have lost interest is given back. */
int test_register_stop_early(void)
{
	static const struct scripted_reply replyv[] = {
		{ 200, "OK", "", ";expires=600" },
	};
	struct world w;
	int err;

	err = start(&w, replyv, ARRAY_SIZE(replyv), 600);
	TEST_OK(err);
	oh_register_stop(w.r);
	err = wait_told(&w, 1);
	TEST_OK(err);
	is_told(&w, 0, 200, 0, 0);
	assert_int_equal(w.peer.seen, 2);
	err = check_request(&w, 1, "0");
	TEST_OK(err);

out:
	stop(&w);

	return err;
}

int test_register_stop_silence(void)
{
	static const struct scripted_reply replyv[] = {
		{ 200, "OK", "", ";expires=600" },
		{ 0, "", "", NULL },
	};
	struct hurry h;
	struct world w;
	uint64_t us;
	int err;

	err = hurry_start(&h, 5);
	TEST_OK(err);
	err = start(&w, replyv, ARRAY_SIZE(replyv), 600);
	TEST_OK(err);
	err = wait_told(&w, 1);
	TEST_OK(err);
	us = oh_clock_us();
	oh_register_stop(w.r);
	err = wait_told(&w, 2);
	TEST_OK(err);
	is_told(&w, 1, 0, ETIMEDOUT, 0);
	us = oh_clock_us() - us;
	assert_in_range(us / 1000, 1990, 2500);

out:
	stop(&w);
	hurry_stop(&h);

	return err;
}

/* Between a request and the next one */
static unsigned seconds(const struct world *w, uint32_t i)
{
	return (unsigned)((w->peer.us_at[i + 1] - w->peer.us_at[i]) /
			  1000000);
}

/* At 90 % of what was granted, silently, with the nonce used again */
int test_register_refresh(void)
{
	static const struct scripted_reply replyv[] = {
		{ 401, "No", "WWW-Authenticate: Digest realm=\"x\","
		  "nonce=\"n\",qop=\"auth\"\r\n", NULL },
		{ 200, "OK", "", ";expires=60" },
		{ 401, "No", "WWW-Authenticate: Digest realm=\"x\","
		  "nonce=\"m\",qop=\"auth\"\r\n", NULL },
		{ 200, "OK", "", ";expires=60" },
	};
	struct hurry h;
	struct world w;
	int err;

	err = hurry_start(&h, 100);
	TEST_OK(err);
	err = start(&w, replyv, ARRAY_SIZE(replyv), 600);
	TEST_OK(err);
	err = scripted_wait(&w.peer, 5, WAIT_MS);
	TEST_OK(err);
	assert_int_equal(w.toldc, 1);
	assert_true(scripted_has(&w.peer, 2, "nc=00000002"));
	assert_true(scripted_has(&w.peer, 3, "nonce=\"m\""));
	assert_true(scripted_has(&w.peer, 3, "nc=00000001"));
	assert_in_range(seconds(&w, 1), 53, 57);

out:
	stop(&w);
	hurry_stop(&h);

	return err;
}

/* A server that comes back is found again. */
int test_register_back_off(void)
{
	static const struct scripted_reply replyv[] = {
		{ 503, "Down", "", NULL },
		{ 503, "Down", "Retry-After: 200\r\n", NULL },
		{ 200, "OK", "", ";expires=600" },
	};
	struct hurry h;
	struct world w;
	int err;

	err = hurry_start(&h, 200);
	TEST_OK(err);
	err = start(&w, replyv, ARRAY_SIZE(replyv), 600);
	TEST_OK(err);
	err = wait_told(&w, 2);
	TEST_OK(err);
	is_told(&w, 0, 503, 0, 0);
	is_told(&w, 1, 200, 0, 600);
	assert_in_range(seconds(&w, 0), 14, 32);
	assert_in_range(seconds(&w, 1), 199, 203);

out:
	stop(&w);
	hurry_stop(&h);

	return err;
}

/* A password that was refused is tried again, from the beginning. */
int test_register_second_chance(void)
{
	static const struct scripted_reply replyv[] = {
		{ 401, "No", CHALLENGE, NULL },
		{ 401, "No", CHALLENGE, NULL },
		{ 401, "No", CHALLENGE, NULL },
		{ 200, "OK", "", ";expires=600" },
	};
	struct hurry h;
	struct world w;
	int err;

	err = hurry_start(&h, 200);
	TEST_OK(err);
	err = start(&w, replyv, ARRAY_SIZE(replyv), 600);
	TEST_OK(err);
	err = wait_told(&w, 2);
	TEST_OK(err);
	is_told(&w, 0, 401, 0, 0);
	is_told(&w, 1, 200, 0, 600);
	assert_int_equal(w.peer.seen, 4);
	assert_false(scripted_has(&w.peer, 2, "Authorization"));

out:
	stop(&w);
	hurry_stop(&h);

	return err;
}

int test_register_backoff_ms(void)
{
	static const struct { unsigned failures; uint32_t s; } rowv[] = {
		{ 0, 30 }, { 1, 30 }, { 2, 60 }, { 3, 120 }, { 6, 960 },
		{ 7, 1800 }, { 8, 1800 }, { 100, 1800 }, { ~0u, 1800 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		const uint32_t ms = 1000 * rowv[i].s;

		assert_int_equal(oh_register_backoff_ms(rowv[i].failures, 0),
				 ms / 2);
		assert_int_equal(oh_register_backoff_ms(rowv[i].failures,
							ms / 2), ms);
		assert_in_range(oh_register_backoff_ms(rowv[i].failures,
						       UINT32_MAX),
				ms / 2, ms);
	}
	return 0;
}

int test_register_bad_prm(void)
{
	struct oh_register_prm prm = { .registrar = "sip:x" };
	struct oh_register *r = NULL;

	assert_int_equal(oh_register_start(&r, NULL, &prm), EINVAL);
	oh_register_stop(NULL);

	return 0;
}
