/**
 * @file test_trunk.c  A trunk from its configuration to its last word
 */
#include "nameserver.h"
#include "trunk_fixture.h"

int test_trunk_ready(void)
{
	char route[64];
	struct trunk_world w;
	int err;

	err = tw_start(&w, tw_good, ARRAY_SIZE(tw_good));
	TEST_OK(err);
	str_ncpy(w.conf.allow_from, "192.0.2.0/24",
		 sizeof(w.conf.allow_from));
	err = tw_open(&w);
	TEST_OK(err);
	assert_int_equal(oh_trunk_state(w.t), OH_TRUNK_OPENING);
	assert_string_equal(oh_trunk_route(w.t), "");
	assert_null(oh_trunk_sip(w.t));
	assert_null(oh_trunk_laddr(w.t));
	assert_int_equal(oh_trunk_next(w.t), 0);
	err = tw_wait(&w, 1);
	TEST_OK(err);
	tw_is_told(&w, 0, OH_TRUNK_READY, 0, 0);

	re_snprintf(route, sizeof(route), "sip:%J;transport=udp;lr",
		    &w.peer.addr);
	assert_string_equal(oh_trunk_route(w.t), route);
	assert_non_null(oh_trunk_sip(w.t));
	assert_true(sa_cmp(oh_trunk_laddr(w.t), &w.peer.addr, SA_ADDR));
	assert_int_not_equal(sa_port(oh_trunk_laddr(w.t)), 0);
	assert_null(oh_trunk_cred(w.t));
	assert_null(oh_trunk_public_host(w.t));
	assert_int_equal(oh_trunk_next(w.t), 0);
	assert_true(tw_is_peer(&w, "127.0.0.1"));
	assert_true(tw_is_peer(&w, "192.0.2.77"));
	assert_false(tw_is_peer(&w, "192.0.3.77"));

	oh_trunk_close(w.t);
	oh_trunk_close(w.t);
	assert_int_equal(w.toldc, 1);
	err = tw_wait(&w, 2);
	TEST_OK(err);
	tw_is_told(&w, 1, OH_TRUNK_CLOSED, 0, 0);
	assert_int_equal(w.peer.seen, 0);

out:
	tw_stop(&w);

	return err;
}

int test_trunk_registered(void)
{
	struct trunk_world w;
	int err;

	err = tw_start(&w, tw_good, ARRAY_SIZE(tw_good));
	TEST_OK(err);
	w.prm.password = "secret";
	w.prm.reg = true;
	str_ncpy(w.conf.domain, "carrier.test", sizeof(w.conf.domain));
	str_ncpy(w.conf.auth_user, "al\"ice", sizeof(w.conf.auth_user));
	str_ncpy(w.conf.public_address, "203.0.113.5:5066",
		 sizeof(w.conf.public_address));
	err = tw_open(&w);
	TEST_OK(err);
	err = tw_wait(&w, 2);
	TEST_OK(err);
	tw_is_told(&w, 0, OH_TRUNK_READY, 0, 0);
	tw_is_told(&w, 1, OH_TRUNK_REGISTERED, 200, 0);
	assert_string_equal(oh_trunk_cred(w.t)->user, "al\"ice");
	assert_string_equal(oh_trunk_cred(w.t)->password, "secret");
	assert_string_equal(oh_trunk_public_host(w.t), "203.0.113.5");
	assert_true(scripted_has(&w.peer, 1,
				 "REGISTER sip:carrier.test SIP/2.0"));
	assert_true(scripted_has(&w.peer, 1, "username=\"al\\\"ice\""));
	assert_true(scripted_has(&w.peer, 1, "<sip:alice@carrier.test>"));
	assert_true(scripted_has(&w.peer, 1, "Contact: "
				 "<sip:alice@203.0.113.5:5066>"));

	oh_trunk_close(w.t);
	w.drop = true;
	err = tw_wait(&w, 3);
	TEST_OK(err);
	tw_is_told(&w, 2, OH_TRUNK_CLOSED, 0, 0);
	assert_int_equal(w.peer.seen, 3);
	assert_true(scripted_has(&w.peer, 2, "Expires: 0\r\n"));

out:
	tw_stop(&w);

	return err;
}

int test_trunk_refused(void)
{
	static const struct scripted_reply no[] = {
		{ 403, "Forbidden", "", NULL },
	};
	struct trunk_world w;
	int err;

	err = tw_start(&w, no, ARRAY_SIZE(no));
	TEST_OK(err);
	w.conf.reg = OH_CONF_REGISTER_ALWAYS;
	err = tw_open(&w);
	TEST_OK(err);
	err = tw_wait(&w, 2);
	TEST_OK(err);
	tw_is_told(&w, 1, OH_TRUNK_FAILED, 403, 0);
	assert_string_equal(w.toldv[1].why, "127.0.0.1 refuses our "
			    "registration: 403 Forbidden");
	oh_trunk_close(w.t);
	err = tw_wait(&w, 3);
	TEST_OK(err);
	tw_is_told(&w, 2, OH_TRUNK_CLOSED, 0, 0);

out:
	tw_stop(&w);

	return err;
}

/** A configuration that leads nowhere */
struct bad {
	const char *server, *proxy, *bind, *public, *allow;
	bool no_user;
	int err;
	const char *why;
};

static int bad_run(const struct bad *b)
{
	struct trunk_world w;
	int err;

	err = tw_start(&w, tw_good, ARRAY_SIZE(tw_good));
	TEST_OK(err);
	w.prm.reg = true;
	str_ncpy(w.conf.server, b->server, sizeof(w.conf.server));
	str_ncpy(w.conf.proxy, b->proxy, sizeof(w.conf.proxy));
	str_ncpy(w.conf.bind, b->bind, sizeof(w.conf.bind));
	str_ncpy(w.conf.public_address, b->public,
		 sizeof(w.conf.public_address));
	str_ncpy(w.conf.allow_from, b->allow, sizeof(w.conf.allow_from));
	if (b->no_user)
		w.conf.user[0] = '\0';
	w.drop = true;
	err = tw_open(&w);
	TEST_OK(err);
	err = tw_wait(&w, 1);
	TEST_OK(err);
	tw_is_told(&w, 0, OH_TRUNK_FAILED, 0, b->err);
	assert_non_null(strstr(w.toldv[0].why, b->why));
	assert_int_equal(w.peer.seen, 0);

out:
	tw_stop(&w);

	return err;
}

int test_trunk_bad(void)
{
	static const struct bad badv[] = {
		{ "nowhere.test", "", "", "", "", false, ETIMEDOUT,
		  "cannot find nowhere.test: " },
		{ "127.0.0.1", "gone.test:5070", "", "", "", false,
		  ETIMEDOUT, "cannot find gone.test: " },
		{ "127.0.0.1", "[gone", "", "", "", false, EINVAL,
		  "\"[gone\"" },
		{ "127.0.0.1", "", "eth0", "", "", false, EINVAL,
		  "\"eth0\"" },
		{ "127.0.0.1", "", "192.0.2.1", "", "", false,
		  EADDRNOTAVAIL, "no way to 127.0.0.1" },
		{ "127.0.0.1", "", "", "a:b", "", false, EINVAL, "\"a:b\"" },
		{ "127.0.0.1", "", "", "", "us", false, EINVAL, "\"us\"" },
		{ "127.0.0.1", "", "", "", "", true, EINVAL, "no user" },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(badv) && !err; i++)
		err = bad_run(&badv[i]);

	return err;
}

/* Servers by name: calls may go on to the next one that our address can
   reach, all may ring us. */
int test_trunk_next(void)
{
	static const struct rr zone[] = {
		{ "_sip._udp.two.test", DNS_TYPE_SRV, 9, "b.test", 3, 5072 },
		{ "_sip._udp.two.test", DNS_TYPE_SRV, 9, "c.test", 2, 5073 },
		{ "_sip._udp.two.test", DNS_TYPE_SRV, 9, "a.test", 1, 5071 },
		{ "a.test", DNS_TYPE_A, 9, "127.0.0.1", 0, 0 },
		{ "c.test", DNS_TYPE_AAAA, 9, "::1", 0, 0 },
		{ "b.test", DNS_TYPE_A, 9, "127.0.0.3", 0, 0 },
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
	str_ncpy(w.conf.server, "two.test", sizeof(w.conf.server));
	w.conf.port = 0;
	err = tw_open(&w);
	TEST_OK(err);
	err = tw_wait(&w, 1);
	TEST_OK(err);
	tw_is_told(&w, 0, OH_TRUNK_READY, 0, 0);
	assert_string_equal(oh_trunk_route(w.t),
			    "sip:127.0.0.1:5071;transport=udp;lr");
	assert_int_equal(oh_trunk_next(w.t), 1);
	assert_string_equal(oh_trunk_route(w.t),
			    "sip:127.0.0.3:5072;transport=udp;lr");
	assert_int_equal(oh_trunk_next(w.t), 0);
	assert_string_equal(oh_trunk_route(w.t),
			    "sip:127.0.0.3:5072;transport=udp;lr");
	assert_true(tw_is_peer(&w, "127.0.0.1"));
	assert_true(tw_is_peer(&w, "127.0.0.3"));
	assert_false(tw_is_peer(&w, "127.0.0.2"));

out:
	tw_stop(&w);
	nameserver_stop(&ns);

	return err;
}

int test_trunk_close_early(void)
{
	struct trunk_world w;
	int err;

	err = tw_start(&w, tw_good, ARRAY_SIZE(tw_good));
	TEST_OK(err);
	err = tw_open(&w);
	TEST_OK(err);
	oh_trunk_close(w.t);
	assert_int_equal(w.toldc, 0);
	err = tw_wait(&w, 1);
	TEST_OK(err);
	tw_is_told(&w, 0, OH_TRUNK_CLOSED, 0, 0);
	assert_null(oh_trunk_sip(w.t));

out:
	tw_stop(&w);

	return err;
}

int test_trunk_tcp_and_bind(void)
{
	char route[64];
	struct trunk_world w;
	int err;

	err = tw_start(&w, tw_good, ARRAY_SIZE(tw_good));
	TEST_OK(err);
	w.conf.transport = OH_CONF_TCP;
	w.prm.from_anyone = true;
	str_ncpy(w.conf.bind, "127.0.0.2", sizeof(w.conf.bind));
	err = tw_open(&w);
	TEST_OK(err);
	err = tw_wait(&w, 1);
	TEST_OK(err);
	tw_is_told(&w, 0, OH_TRUNK_READY, 0, 0);
	re_snprintf(route, sizeof(route), "sip:%J;transport=tcp;lr",
		    &w.peer.addr);
	assert_string_equal(oh_trunk_route(w.t), route);
	re_snprintf(route, sizeof(route), "%j", oh_trunk_laddr(w.t));
	assert_string_equal(route, "127.0.0.2");
	assert_false(tw_is_peer(&w, "198.51.100.1"));

out:
	tw_stop(&w);

	return err;
}

int test_trunk_uri(void)
{
	static const struct {
		const char *server, *domain, *user, *uri;
		uint16_t port;
	} rowv[] = {
		{ "sip.x.test", "", "+14255550100",
		  "sip:+14255550100@sip.x.test;user=phone", 0 },
		{ "sip.x.test", "", "0014255550100",
		  "sip:0014255550100@sip.x.test:5070;user=phone", 5070 },
		{ "sip.x.test", "x.test", "+14255550100",
		  "sip:+14255550100@x.test;user=phone", 5070 },
		{ "2001:db8::1", "", "bob", "sip:bob@[2001:db8::1]", 0 },
		{ "[2001:db8::1]", "", "bob", "sip:bob@[2001:db8::1]", 0 },
		{ "x.test", "", "alice", "sip:alice@x.test", 0 },
		{ "x.test", "", "*31#", "sip:*31%23@x.test", 0 },
		{ "x.test", "", "a b@c\r\n", "sip:a%20b%40c%0D%0A@x.test",
		  0 },
		{ "x.test", "", "+", "sip:+@x.test", 0 },
	};
	char uri[128];
	struct trunk_world w;
	int err;

	err = tw_start(&w, tw_good, ARRAY_SIZE(tw_good));
	TEST_OK(err);
	err = tw_open(&w);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		str_ncpy(w.conf.server, rowv[i].server,
			 sizeof(w.conf.server));
		str_ncpy(w.conf.domain, rowv[i].domain,
			 sizeof(w.conf.domain));
		w.conf.port = rowv[i].port;
		err = oh_trunk_uri(uri, sizeof(uri), w.t, rowv[i].user);
		TEST_OK(err);
		assert_string_equal(uri, rowv[i].uri);
	}
	assert_int_equal(oh_trunk_uri(uri, sizeof(uri), w.t, ""), EINVAL);
	assert_int_equal(oh_trunk_uri(uri, 10, w.t, "alice"), ERANGE);

	/* The account is no number, whatever it looks like. */
	str_ncpy(w.conf.user, "1001", sizeof(w.conf.user));
	err = oh_trunk_uri(uri, sizeof(uri), w.t, "1001");
	TEST_OK(err);
	assert_string_equal(uri, "sip:1001@x.test");

out:
	tw_stop(&w);

	return err;
}
