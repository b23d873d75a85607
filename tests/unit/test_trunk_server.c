/**
 * @file test_trunk_server.c  Servers that are not there, or see us elsewhere
 */
#include "base/clock.h"
#include "nameserver.h"
#include "trunk_fixture.h"

/* A registration goes on to the next address when nobody is there, and is
   told only once it has succeeded. */
int test_trunk_next_registrar(void)
{
	struct rr zone[] = {
		{ "_sip._tcp.two.test", DNS_TYPE_SRV, 9, "a.test", 1, 1 },
		{ "_sip._tcp.two.test", DNS_TYPE_SRV, 9, "a.test", 2, 2 },
		{ "a.test", DNS_TYPE_A, 9, "127.0.0.1", 0, 0 },
	};
	struct oh_resolver_prm prm = { .timeout_ms = 5000 };
	struct nameserver ns = { .us = NULL };
	char dns[64];
	struct trunk_world w;
	int err;

	err = tw_start(&w, tw_good, ARRAY_SIZE(tw_good));
	TEST_OK(err);
	err = nameserver_start(&ns, zone, ARRAY_SIZE(zone));
	TEST_OK(err);
	re_snprintf(dns, sizeof(dns), "%J", &ns.addr);
	prm.dns_server = dns;
	w.resolver = mem_deref(w.resolver);
	err = oh_resolver_alloc(&w.resolver, &prm);
	TEST_OK(err);
	w.prm.resolver = w.resolver;
	w.prm.reg = true;
	w.conf.transport = OH_CONF_TCP;
	w.conf.port = 0;
	str_ncpy(w.conf.server, "two.test", sizeof(w.conf.server));
	err = tw_open(&w);
	TEST_OK(err);
	err = tw_wait(&w, 2);
	TEST_OK(err);
	tw_is_told(&w, 0, OH_TRUNK_READY, 0, 0);
	tw_is_told(&w, 1, OH_TRUNK_FAILED, 0, ECONNREFUSED);
	assert_non_null(strstr(w.toldv[1].why, "no registration at two.test"));
	assert_non_null(strstr(w.toldv[1].why, "(127.0.0.1:2)"));
	assert_string_equal(oh_trunk_route(w.t),
			    "sip:127.0.0.1:2;transport=tcp;lr");

out:
	tw_stop(&w);
	nameserver_stop(&ns);

	return err;
}

/* Three times no answer: down. An answer: up again. */
int test_trunk_health(void)
{
	static const struct scripted_reply deaf[] = {
		{ 0, "", "", NULL }, { 0, "", "", NULL }, { 0, "", "", NULL },
		{ 404, "Not Found", "", NULL },
	};
	struct hurry h;
	struct trunk_world w;
	uint64_t since;
	int err;

	err = tw_start(&w, deaf, ARRAY_SIZE(deaf));
	TEST_OK(err);
	w.conf.options_s = 60;
	str_ncpy(w.conf.fqdn, "sbc.example:5067", sizeof(w.conf.fqdn));
	err = hurry_start(&h, 400);
	TEST_OK(err);
	err = tw_open(&w);
	if (!err)
		err = tw_wait(&w, 2);
	/* since the first of them, not only since it was noticed */
	if (!err) {
		since = oh_trunk_silent_us(w.t);
		assert_in_range(oh_clock_wall_us() - since, 10000000,
				UINT32_MAX);
		err = tw_wait(&w, 3);
	}
	hurry_stop(&h);
	TEST_OK(err);
	assert_int_equal(oh_trunk_silent_us(w.t), 0);
	tw_is_told(&w, 0, OH_TRUNK_READY, 0, 0);
	tw_is_told(&w, 1, OH_TRUNK_FAILED, 0, ETIMEDOUT);
	assert_non_null(strstr(w.toldv[1].why, "127.0.0.1 is down: 3 "
			       "OPTIONS without an answer"));
	tw_is_told(&w, 2, OH_TRUNK_READY, 0, 0);
	assert_true(scripted_has(&w.peer, 0, "OPTIONS sip:127.0.0.1:"));
	assert_true(scripted_has(&w.peer, 0,
				 "Contact: <sip:sbc.example:5067>"));
	assert_true(scripted_has(&w.peer, 0, "From: <sip:sbc.example>"));

out:
	tw_stop(&w);

	return err;
}

/* A STUN server that sees us elsewhere */
static void stun_received(const struct sa *src, struct mbuf *mb, void *arg)
{
	struct udp_sock **us = arg;
	struct stun_msg *msg = NULL;
	struct sa mapped;

	if (stun_msg_decode(&msg, mb, NULL))
		return;
	(void)sa_set_str(&mapped, "203.0.113.9", 4711);
	(void)stun_reply(IPPROTO_UDP, *us, src, 0, msg, NULL, 0, false, 1,
			 STUN_ATTR_XOR_MAPPED_ADDR, &mapped);
	mem_deref(msg);
}

int test_trunk_stun(void)
{
	struct udp_sock *us = NULL;
	struct trunk_world w;
	struct sa sa;
	int err;

	err = tw_start(&w, tw_good, ARRAY_SIZE(tw_good));
	TEST_OK(err);
	assert_int_equal(sa_set_str(&sa, "127.0.0.1", 0), 0);
	err = udp_listen(&us, &sa, stun_received, &us);
	TEST_OK(err);
	err = udp_local_get(us, &sa);
	TEST_OK(err);
	re_snprintf(w.conf.stun, sizeof(w.conf.stun), "%J", &sa);
	w.prm.reg = true;
	w.prm.password = "secret";
	err = tw_open(&w);
	TEST_OK(err);
	err = tw_wait(&w, 2);
	TEST_OK(err);
	tw_is_told(&w, 1, OH_TRUNK_REGISTERED, 200, 0);
	assert_string_equal(oh_trunk_public_host(w.t), "203.0.113.9");
	assert_true(scripted_has(&w.peer, 1, "Contact: "
				 "<sip:alice@203.0.113.9:4711>"));

out:
	tw_stop(&w);
	mem_deref(us);

	return err;
}

/* Nobody answers: it opens all the same. */
int test_trunk_stun_deaf(void)
{
	static const struct scripted_reply deaf[] = {
		{ 0, "", "", NULL },
	};
	struct hurry h;
	struct trunk_world w;
	int err;

	err = tw_start(&w, deaf, ARRAY_SIZE(deaf));
	TEST_OK(err);
	re_snprintf(w.conf.stun, sizeof(w.conf.stun), "%J", &w.peer.addr);
	err = hurry_start(&h, 100);
	TEST_OK(err);
	err = tw_open(&w);
	if (!err)
		err = tw_wait(&w, 1);
	hurry_stop(&h);
	TEST_OK(err);
	tw_is_told(&w, 0, OH_TRUNK_READY, 0, 0);
	assert_null(oh_trunk_public_host(w.t));

out:
	tw_stop(&w);

	return err;
}
