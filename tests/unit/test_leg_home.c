/**
 * @file test_leg_home.c  Credentials go where the INVITE went
 */
#include "leg_fixture.h"
#include "sip/sip_priv.h"

static const struct oh_cred cred = { "alice", "secret", NULL };
static const char challenge[] =
	"WWW-Authenticate: Digest realm=\"tel\",nonce=\"1\"\r\n";

static int reply(struct fx *fx, unsigned scode, const char *headers,
		 const char *body)
{
	int err = fx_raw_reply(fx, fx->raw.invite, scode, "a", headers, body);

	return err ? err : fx_settle(fx, 100);
}

/* What the 2xx says of the way, and whether our credentials go along */
static const struct {
	const char *headers;
	bool        home;
} wayv[] = {
	{ "", true },
	{ "Record-Route: <sip:127.0.0.1;lr>\r\n", true },
	{ "Record-Route: <sip:127.0.0.2;lr>\r\n", false },
	{ "Record-Route: <sip:proxy.test;lr>\r\n", false },
	/* The last is the first */
	{ "Record-Route: <sip:127.0.0.2;lr>, <sip:127.0.0.1;lr>\r\n", true },
	{ "Record-Route: <sip:127.0.0.1;lr>\r\n"
	  "Record-Route: <sip:127.0.0.2;lr>\r\n", false },
};

static int check_way(size_t i)
{
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	fx.cred = &cred;
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(reply(&fx, 401, challenge, NULL));
	FX_INT(strstr(fx.raw.invite, "Authorization: Digest") != NULL, 1);
	FX_OK(reply(&fx, 200, wayv[i].headers, "v=answer"));
	if (!!fx.out.leg->digest != wayv[i].home ||
	    !!fx.out.leg->auth != wayv[i].home ||
	    fx.out.leg->authed != wayv[i].home)
		fail_msg("%zu: %s", i, wayv[i].headers);
 out:
	fx_reset(&fx);

	return err;
}

int test_leg_home_way(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(wayv) && !err; i++)
		err = check_way(i);

	return err;
}

static void nobody(const struct sa *src, struct mbuf *mb, void *arg)
{
	(void)src;
	(void)mb;
	(void)arg;
}

/* Who saw the INVITE challenges from another address: not answered. The
   realm is not asked about: trunks name themselves as they like. */
int test_leg_home_challenge(void)
{
	struct udp_sock *us = NULL;
	struct sa elsewhere;
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(sa_set_str(&elsewhere, "127.0.0.2", 0));
	FX_OK(udp_listen(&us, &elsewhere, nobody, NULL));
	fx.cred = &cred;
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 100));
	mem_deref(fx.raw.us);
	fx.raw.us = us;
	us = NULL;
	FX_OK(reply(&fx, 401, challenge, NULL));
	FX_STR(fx.out.log, "closed/them/401");
	FX_INT(fx.out.leg->authed, 0);
	FX_INT(strstr(fx.raw.invite, "Authorization") == NULL, 1);
 out:
	mem_deref(us);
	fx_reset(&fx);

	return err;
}
