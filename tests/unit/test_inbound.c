/**
 * @file test_inbound.c  What becomes of calls that come in
 */
#include "base/compat.h"
#include "test.h"
#include "route/inbound.h"

static const char text[] =
	"[dial]\ncountry = US\n"
	"[trunk a]\nserver = h\nnumber_format = e164\n"
	"[trunk b]\nserver = h\n[trunk c]\nserver = h\n"
	"[inbound pest]\nfrom = ^\\+1900\nreject = unwanted\n"
	"[inbound desk]\ntrunk = a, b\npattern = ^\\+1425555(\\d{4})$\n"
	"forward = sip:$1@pbx.lan\n"
	"[inbound out]\ntrunk = c\npattern = ^(\\+(\\d)\\d+)$\n"
	"forward = $1\nshow_caller = yes\n"
	"[inbound spent]\npattern = ^\\+(\\d+)+(\\d+)+[x-z]$\nanswer = yes\n"
	"[inbound rest]\ntrunk = a\nreject = not-found\n";

static const struct {
	const char *trunk, *to, *from;
	const char *name, *target;
	bool        spent;
} findv[] = {
	{ "a", "14255550123", "12065550100", "desk", "sip:0123@pbx.lan",
	  false },
	{ "b", "(425) 555-0123", "sip:x", "desk", "sip:0123@pbx.lan",
	  false },
	{ "a", "14255550123", "19005550100", "pest", "", false },
	{ "c", "+14255550123", "101", "out", "+14255550123", false },
	{ "a", "+442079460000", "x", "rest", "", true },
	{ "b", "+442079460000", "x", "", "", true },
	{ "",  "+14255550123", "x", "", "", true },
	{ "b", "911", "x", "", "", false },
	{ "c", "1+2", "", "", "", false },
};

int test_inbound_find(void)
{
	struct oh_conf *conf = NULL;
	int err = oh_conf_parse(&conf, "test", text);

	TEST_OK(err);
	assert_int_equal(conf->faultc, 0);
	for (size_t i = 0; i < ARRAY_SIZE(findv); i++) {
		const struct oh_conf_inbound *in, *spent;
		const struct oh_conf_trunk *t =
			oh_conf_trunk_find(conf, findv[i].trunk);
		char to[64], from[64], target[64] = "", why[96];
		struct oh_inbound_call call = { findv[i].trunk, to, from };

		oh_inbound_number(to, sizeof(to), findv[i].to, t, "US");
		oh_inbound_number(from, sizeof(from), findv[i].from, t, "US");
		in = oh_inbound_find(conf, &call, &spent);
		if (in && *in->forward)
			assert_int_equal(oh_inbound_target(target,
					 sizeof(target), in, to), 0);
		assert_string_equal(in ? in->name : "", findv[i].name);
		assert_string_equal(target, findv[i].target);
		assert_int_equal(spent != NULL, findv[i].spent);
		for (uint32_t k = 0; k < conf->inboundc; k++) {
			oh_inbound_why(why, sizeof(why), &conf->inboundv[k],
				       &call);
			if (&conf->inboundv[k] == in)
				assert_string_equal(why, "");
		}
	}
 out:
	mem_deref(conf);

	return err;
}

int test_inbound_target(void)
{
	static const struct {
		const char *keys, *to, *target;
		int err;
	} casev[] = {
		{ "forward = sip:$0@h", "+1425", "sip:+1425@h", 0 },
		{ "forward = sip:$0@h", "1;x=", "", EBADMSG },
		{ "forward = sip:$0@h", "1%40h", "", EBADMSG },
		{ "forward = sip:a@h", "1;x=", "sip:a@h", 0 },
		{ "forward = sip:$$1@h", "bob", "sip:$1@h", 0 },
		{ "pattern = ^(\\d)(x)?\nforward = sip:$2$1$1@h", "7",
		  "sip:77@h", 0 },
		{ "pattern = ^(\\d+)\nforward = sip:$1$1$1@h",
		  "12345678901234567890", "", ERANGE },
	};
	struct oh_conf *conf = NULL;
	char keys[128], target[64];
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		(void)re_snprintf(keys, sizeof(keys), "[inbound x]\n%s\n",
				  casev[i].keys);
		err = oh_conf_parse(&conf, "test", keys);
		TEST_OK(err);
		assert_int_equal(conf->faultc, 0);
		assert_int_equal(oh_inbound_target(target, sizeof(target),
						   &conf->inboundv[0],
						   casev[i].to),
				 casev[i].err);
		if (!casev[i].err)
			assert_string_equal(target, casev[i].target);
		conf = mem_deref(conf);
	}
 out:
	mem_deref(conf);

	return err;
}

static const char shadows[] =
	"[trunk a]\nserver = h\n[trunk b]\nserver = h\n"
	"[inbound one]\ntrunk = a\npattern = ^\\+1425\nreject = busy\n"
	"[inbound two]\ntrunk = a b\npattern = ^\\+1425555\\d{4}$\n"
	"answer = yes\n"                       /* b comes here            */
	"[inbound three]\ntrunk = a\npattern = ^\\+1425555\\d{4}$\n"
	"answer = yes\n"                       /* as one, or as two       */
	"[inbound four]\nfrom = ^\\+44\nanswer = yes\n"
	"[inbound five]\nfrom = ^\\+44\npattern = ^\\+1\nanswer = yes\n"
	"[inbound six]\npattern = ^\\+1\nanswer = yes\n"
	"[inbound seven]\ntrunk = b\npattern = ^\\+1206\\d{7}$\n"
	"answer = yes\n";

int test_inbound_shadow(void)
{
	static const char *const byv[] = {
		"", "", "two", "", "four", "", "six",
	};
	struct oh_conf *conf = NULL;
	struct oh_inbound_shadow s;
	int err = oh_conf_parse(&conf, "test", shadows);

	TEST_OK(err);
	assert_int_equal(conf->faultc, 0);
	assert_int_equal(conf->inboundc, ARRAY_SIZE(byv));
	for (uint32_t i = 0; i < conf->inboundc; i++) {
		oh_inbound_shadow_find(&s, conf, i);
		assert_string_equal(s.by ? s.by->name : "", byv[i]);
		assert_int_equal(s.samples > 0, i == 6);
	}
 out:
	mem_deref(conf);

	return err;
}

int test_inbound_scode(void)
{
	assert_int_equal(oh_inbound_scode(OH_CONF_REJECT_NO), 0);
	assert_int_equal(oh_inbound_scode(OH_CONF_REJECT_BUSY), 486);
	assert_int_equal(oh_inbound_scode(OH_CONF_REJECT_UNWANTED), 607);

	return 0;
}

/* What is wrong with an [inbound], and in which line */
int test_inbound_faults(void)
{
#define X "[trunk a]\nserver = h\n[inbound x]\n"
	static const struct {
		const char *text;
		int line;
		const char *fault;
	} casev[] = {
		{ X, 3, "does nothing" },
		{ X "reject = no", 3, "" },
		{ X "trunk = b\nanswer = yes", 4, "there is no [trunk b]" },
		{ X "trunk = a:2\nanswer = yes", 4, "names of trunks" },
		{ X "answer = yes\nreject = busy", 3, "exclude" },
		{ X "reject = 486", 4, "one of no busy" },
		{ X "pattern = ^(1\nanswer = yes", 4, "at offset 3" },
		{ X "from = ^+1\nanswer = yes", 4, "from: at offset 1" },
		{ X "forward = $0", 4, "trunk must say who may" },
		{ X "trunk = a\nforward = $0", 0, NULL },
		{ X "forward = +1$1\npattern = ^1", 4, "0 groups" },
		{ X "forward = +1$2\npattern = ^(1)", 4, "$2, and pattern "
		  "has 1 group" },
		{ X "forward = +1$1", 4, "0 groups" },
		{ X "forward = sip:$x@h", 4, "with $1 for a group" },
		{ X "forward = 4255550100", 4, "" },
		{ X "forward = sip:a@h\nshow_caller = yes", 0, NULL },
		{ X "answer = yes\nshow_caller = yes", 5, "needs forward" },
		{ X "answer = yes\n[inbound x]\nanswer = yes", 5,
		  "inbound x stands in line 3 already" },
		{ "[answer]\nlisten = 192.0.2.1:5060, [::1]", 0, NULL },
		{ "[answer]\nlisten = host", 2, "1 to 4 addresses" },
		{ "[answer]\nlisten = 1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4 "
		  "1.1.1.5", 2, "1 to 4 addresses" },
		{ "[answer]\nlisten_tls = 192.0.2.1", 2, "needs tls_cert" },
		{ "[answer]\ntls_cert = c.pem", 2, "needs listen_tls" },
		{ "[answer]\ntls_ca = c.pem", 2, "need tls_cert" },
	};
	struct oh_conf *conf = NULL;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		err = oh_conf_parse(&conf, "test", casev[i].text);
		TEST_OK(err);
		if (!casev[i].fault != !conf->faultc)
			fail_msg("%zu: %u faults: %s", i, conf->faultc,
				 conf->faultv[0].text);
		if (conf->faultc &&
		    (conf->faultv[0].line != casev[i].line ||
		     !strstr(conf->faultv[0].text, casev[i].fault)))
			fail_msg("%zu: %d: %s", i, conf->faultv[0].line,
				 conf->faultv[0].text);
		conf = mem_deref(conf);
	}
 out:
	mem_deref(conf);

	return err;
}
