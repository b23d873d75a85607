/**
 * @file trunk_fixture.c  A trunk to a scripted server on loopback
 */
#include "trunk_fixture.h"

const struct scripted_reply tw_good[TW_GOOD] = {
	{ 401, "Unauthorized",
	  "WWW-Authenticate: Digest realm=\"x\",nonce=\"n\"\r\n", NULL },
	{ 200, "OK", "", ";expires=60" },
};

static void told(struct oh_trunk *t, enum oh_trunk_state state,
		 uint16_t scode, int err, const char *why, void *arg)
{
	struct trunk_world *w = arg;

	assert_true(w->t == t);
	assert_true(w->toldc < TW_TOLD_MAX);
	assert_int_equal(oh_trunk_state(t), state);
	w->toldv[w->toldc].state = state;
	w->toldv[w->toldc].scode = scode;
	w->toldv[w->toldc].err = err;
	str_ncpy(w->toldv[w->toldc].why, why, sizeof(w->toldv[0].why));
	w->toldc++;
	w->enough = w->toldc >= w->until;
	if (w->drop)
		w->t = mem_deref(w->t);
}

/* A server on loopback that needs no name server */
int tw_start(struct trunk_world *w, const struct scripted_reply *replyv,
	     uint32_t replyc)
{
	struct oh_resolver_prm prm = { .timeout_ms = 50 };
	char dns[64];
	int err;

	memset(w, 0, sizeof(*w));
	oh_conf_trunk_init(&w->conf);
	err = scripted_start(&w->peer, replyv, replyc);
	if (err)
		return err;
	re_snprintf(dns, sizeof(dns), "%J", &w->peer.addr);
	prm.dns_server = dns;    /* never answers */
	err = oh_resolver_alloc(&w->resolver, &prm);
	if (err)
		return err;
	str_ncpy(w->conf.name, "test", sizeof(w->conf.name));
	str_ncpy(w->conf.server, "127.0.0.1", sizeof(w->conf.server));
	str_ncpy(w->conf.user, "alice", sizeof(w->conf.user));
	w->conf.port = sa_port(&w->peer.addr);
	w->prm.conf = &w->conf;
	w->prm.resolver = w->resolver;
	w->prm.h = told;
	w->prm.arg = w;

	return 0;
}

void tw_stop(struct trunk_world *w)
{
	mem_deref(w->t);
	mem_deref(w->resolver);
	scripted_stop(&w->peer);
}

int tw_open(struct trunk_world *w)
{
	int err;

	err = oh_trunk_open(&w->t, &w->prm);
	if (!err)
		assert_int_equal(w->toldc, 0);

	return err;
}

int tw_wait(struct trunk_world *w, uint32_t n)
{
	w->until = n;
	w->enough = w->toldc >= n;

	return test_or_refused(test_loop_until(&w->enough, TW_WAIT_MS));
}

void tw_is_told(const struct trunk_world *w, uint32_t i,
		    enum oh_trunk_state state, uint16_t scode, int err)
{
	assert_true(i < w->toldc);
	assert_int_equal(w->toldv[i].state, state);
	assert_int_equal(w->toldv[i].scode, scode);
	assert_int_equal(w->toldv[i].err, err);
}

bool tw_is_peer(const struct trunk_world *w, const char *addr)
{
	struct sa sa;

	assert_int_equal(sa_set_str(&sa, addr, 9), 0);

	return oh_trunk_is_known(w->t, &sa);
}
