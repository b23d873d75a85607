/**
 * @file test_acsroutes_print.c  A carrier's trunks and routes as sections,
 *                               and sections as those
 */
#include "base/compat.h"
#include <cjson/cJSON.h>
#include "command/acsroutes.h"
#include "test.h"

static int add_route(struct oh_routing *r, const char *name,
		     const char *pattern, const char *trunks)
{
	struct oh_routing_route route = {
		.name    = (char *)(uintptr_t)name,
		.pattern = (char *)(uintptr_t)pattern,
		.trunks  = (char *)(uintptr_t)trunks,
	};

	return oh_routing_add_route(r, &route);
}

static const char printed[] =
	"[trunk a.example]\n"
	"server = a.example\n"
	"port = 5061\n"
	"transport = tls\n"
	"\n[trunk b.example]\n"
	"server = b.example\n"
	"port = 5062\n"
	"transport = tls\n"
	"# b;d (line 0): no server that can be called: left out\n"
	"\n[route East-Coast]\n"
	"pattern = ^[1-9]\n"
	"trunks = b.example a.example\n"
	"# its name there: East Coast\n"
	"\n[route East-Coast-2]\n"
	"pattern = ^2\n"
	"trunks = a.example\n"
	"# trunk b;d: not known here\n"
	"# its name there: East-Coast\n"
	"\n# route 'behind' is left out:\n"
	"# # pattern = (?<=1)2  (not taken over: ";

int test_acsroutes_print_hostile(void)
{
	struct mbuf *mb = mbuf_alloc(64);
	struct oh_routing *r = NULL;
	struct oh_conf *conf = NULL;
	int err = mb ? oh_routing_alloc(&r) : ENOMEM;

	TEST_OK(err);
	TEST_OK(err = oh_routing_add_trunk(r, "a.example", 5061));
	TEST_OK(err = oh_routing_add_trunk(r, "b.example", 5062));
	TEST_OK(err = oh_routing_add_trunk(r, "b;d", 5062));
	TEST_OK(err = add_route(r, "East Coast", "^+[1-9]",
				"b.example a.example"));
	TEST_OK(err = add_route(r, "East-Coast", "^2", "b;d a.example"));
	TEST_OK(err = add_route(r, "behind", "(?<=1)2", "a.example"));
	TEST_OK(err = add_route(r, "nowhere", "^3", ""));
	TEST_OK(err = add_route(r, "x\n[trunk y]", "^4\nserver = x", "a"));
	TEST_OK(err = oh_acsroutes_print(mb, r));
	TEST_OK(err = mbuf_write_u8(mb, 0));
	if (strncmp((const char *)mb->buf, printed, strlen(printed)))
		assert_string_equal((const char *)mb->buf, printed);
	TEST_OK(err = oh_conf_parse(&conf, "x", (const char *)mb->buf));
	assert_int_equal(conf->faultc, 0);
	assert_int_equal(conf->trunkc, 2);
	assert_int_equal(conf->routec, 2);

 out:
	mem_deref(conf);
	mem_deref(r);
	mem_deref(mb);

	return err;
}

static const char ours[] =
	"[trunk a]\nserver = a.example\ntransport = tls\n"
	"[trunk again]\nserver = a.example\ntransport = tls\n"
	"[trunk b]\nserver = b.example\nport = 5070\ntransport = tls\n"
	"[trunk c]\nserver = c.example\n"
	"[trunk d]\nserver = 192.0.2.1\ntransport = tls\n"
	"[route 1]\npattern = ^1\ntrunks = c b again a d\n"
	"[route 2]\npattern = ^2\ntrunks = c d\n"
	"[route 3]\npattern = ^3\ntrunks = b:3 a\norder = weight\n"
	"description = three\n";

int test_acsroutes_print_make(void)
{
	struct mbuf *notes = mbuf_alloc(64);
	struct oh_conf *conf = NULL;
	struct oh_routing *r = NULL;
	int err = notes ? oh_conf_parse(&conf, "x", ours) : ENOMEM;

	TEST_OK(err);
	assert_int_equal(conf->faultc, 0);
	TEST_OK(err = oh_acsroutes_make(&r, notes, conf));
	assert_int_equal(r->trunkc, 2);
	assert_string_equal(r->trunkv[0].fqdn, "a.example");
	assert_int_equal(r->trunkv[0].port, 5061);
	assert_int_equal(r->trunkv[1].port, 5070);
	assert_int_equal(r->routec, 2);
	assert_string_equal(r->routev[0].trunks, "b.example a.example");
	assert_string_equal(r->routev[1].name, "3");
	assert_string_equal(r->routev[1].description, "three");
	assert_string_equal(r->routev[1].trunks, "b.example a.example");
	TEST_OK(err = mbuf_write_u8(notes, 0));
	assert_string_equal((const char *)notes->buf,
		"[trunk c] is not of transport = tls: left out\n"
		"[trunk d] has no domain name as its server: left out\n"
		"[route 2] has no trunk that the carrier knows: left out\n");

 out:
	mem_deref(r);
	mem_deref(conf);
	mem_deref(notes);

	return err;
}
