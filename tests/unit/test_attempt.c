/**
 * @file test_attempt.c  One number, by one trunk after the other
 *
 * The far end is one stack behind three trunks, which are told apart by what
 * they put in front of the number: nothing, an 8, a 7. It answers by a table.
 */
#include "base/compat.h"
#include "test.h"
#include "nameserver.h"
#include "cdr/fold.h"
#include "place/attempt.h"
#include "sip/resolve.h"

enum { DEADLINE_MS = 8000, TOLD_SIZE = 512 };

struct answer {
	const char *user;
	uint16_t    scode;         /* 0: none at all, 486 to "me" */
	const char *to;            /* Of a 3xx, or NULL   */
};

static const struct answer answerv[] = {
	{ "+14255550101",  503, NULL },
	{ "8+14255550101", 486, NULL },
	{ "+14255550102",  603, NULL },
	{ "+14255550103",  500, NULL },
	{ "8+14255550103", 504, NULL },
	{ "+14255550104",  0,   NULL },
	{ "8+14255550104", 404, NULL },
	{ "+14255550105",  302, "+14255550102" },
	{ "+14255550140",  486, NULL },
	{ "7+14255550120", 302, "+14255550121" },
	{ "7+14255550121", 486, NULL },
	{ "7+14255550122", 302, "+14255550122" },
	{ "7+14255550123", 302, "alice" },
	{ "7+14255550124", 302, "911" },
	{ "7+14255550125", 302, "11" },
	{ "7+14255550126", 302, "+442079460000" },
	{ "7+14255550130", 302, "+14255550131" },
	{ "7+14255550131", 302, "+14255550132" },
	{ "7+14255550132", 302, "+14255550133" },
	{ "7+14255550133", 302, "+14255550134" },
	{ "7+14255550134", 302, "+14255550135" },
	{ "7+14255550135", 302, "+14255550136" },
	{ "7+14255550136", 486, NULL },
	{ "911",           603, NULL },
	{ "112",           0,   NULL },
	{ "999",           302, "+14255550140" },
};

struct fix {
	struct oh_engine   *engine;
	struct oh_resolver *resolver;
	struct oh_conf     *conf;
	struct oh_place    *place;
	struct oh_attempt  *attempt;
	struct oh_sip      *far;
	struct oh_result    res;
	char                told[TOLD_SIZE];   /* "a congestion, b busy" */
	enum oh_cause       cause;
	unsigned            stop_at;       /* ENDED after which to stop  */
	unsigned            endedc;
	bool                person;        /* has dialled it             */
	bool                done;
	bool                closed;
};

static bool far_invite(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;
	char user[64], contact[128] = "";

	(void)re_snprintf(user, sizeof(user), "%r", &msg->uri.user);
	for (size_t i = 0; i < ARRAY_SIZE(answerv); i++) {
		const struct answer *a = &answerv[i];

		if (str_cmp(a->user, user))
			continue;
		if (!a->scode && pl_strcmp(&msg->from.uri.user, "me"))
			return true;
		if (a->to)
			(void)re_snprintf(contact, sizeof(contact),
					  "Contact: <sip:%s@192.0.2.1>\r\n",
					  a->to);
		(void)oh_sip_reply(f->far, msg, a->scode ? a->scode : 486,
				   "So",
				   *contact ? contact : NULL);
		return true;
	}
	(void)oh_sip_reply(f->far, msg, 484, "Who", NULL);

	return true;
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct fix *f = arg;

	oh_fold(&f->res, ev);
	if (ev->type == OH_EVENT_ENDED && ++f->endedc == f->stop_at)
		oh_attempt_stop(f->attempt, OH_CAUSE_INTERRUPTED);
}

static void attempt_handler(enum oh_cause cause, void *arg)
{
	struct fix *f = arg;

	f->cause = cause;
	f->done  = true;
}

static void closed_handler(void *arg)
{
	struct fix *f = arg;

	f->closed = true;
}

static int fix_conf(struct fix *f)
{
	unsigned port = sa_port(oh_sip_laddr(f->far));
	char text[2048];

	(void)re_snprintf(text, sizeof(text),
			  "[dial]\ncountry = US\n"
			  "[trunk a]\nserver = 127.0.0.1\nport = %u\n"
			  "reply_timeout = 1\n"
			  "[trunk b]\nserver = 127.0.0.1\nport = %u\n"
			  "prefix = 8\n"
			  "[trunk c]\nserver = 127.0.0.1\nport = %u\n"
			  "prefix = 7\nfollow_redirect = yes\n"
			  "[trunk nine]\nserver = 127.0.0.1\nport = %u\n"
			  "prefix = 9\n"
			  "[trunk two]\nserver = two.test\n"
			  "reply_timeout = 1\n"
			  "[trunk x]\nserver = 127.0.0.1\nport = %u\n"
			  "prefix = 8\nfailover = none\nreply_timeout = 1\n"
			  "emergency = yes\nemergency_address = 1 Main St\n"
			  "[trunk y]\nserver = 127.0.0.1\nport = %u\n"
			  "register = always\nuser = me\n"
			  "emergency = yes\nemergency_address = 2 Main St\n"
			  "[guard]\nemergency = allow\n"
			  "[route two]\npattern = 40$\ntrunks = two\n"
			  "[route c]\npattern = ^\\+14255550[1][23]\n"
			  "trunks = c\n"
			  "[route ab]\npattern = ^\\+1\ntrunks = a b\n"
			  "[route nine]\npattern = ^11$\ntrunks = nine\n",
			  port, port, port, port, port, port);

	return oh_conf_parse(&f->conf, "test", text);
}

static int fix_place(struct fix *f)
{
	const struct oh_place_prm prm = {
		.automation = true, .conf = f->conf, .engine = f->engine,
		.resolver = f->resolver,
	};

	return oh_place_alloc(&f->place, &prm);
}

static int fix_init(struct fix *f)
{
	struct sa laddr;
	const struct oh_sip_prm prm = {
		.laddr = &laddr, .udp = true, .software = "far",
		.inviteh = far_invite, .arg = f,
	};
	int err;

	memset(f, 0, sizeof(*f));
	oh_result_init(&f->res);
	err = sa_set_str(&laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_engine_alloc(&f->engine, NULL);
	if (!err)
		err = oh_resolver_alloc(&f->resolver, NULL);
	if (!err)
		err = oh_sip_alloc(&f->far, &prm);
	if (!err)
		err = fix_conf(f);
	err = test_or_refused(err);
	if (err)
		return err;
	assert_int_equal(f->conf->faultc, 0);

	return fix_place(f);
}

static void fix_close(struct fix *f)
{
	mem_deref(f->attempt);
	mem_deref(f->place);
	mem_deref(f->far);
	mem_deref(f->conf);
	mem_deref(f->resolver);
	mem_deref(f->engine);
}

static int fix_call(struct fix *f, const char *number)
{
	const struct oh_attempt_prm prm = {
		.ring_ms = 6000, .person = f->person,
	};
	const struct oh_attempt_ear ear = { event_handler, attempt_handler,
					    f };
	int err = oh_attempt_start(&f->attempt, f->place, number, &prm, &ear);

	if (!err)
		err = test_loop_until(&f->done, DEADLINE_MS);
	if (err)
		return err;
	f->attempt = mem_deref(f->attempt);

	return 0;
}

static int fix_run(struct fix *f, const char *number)
{
	int err = fix_call(f, number);

	if (err)
		return err;
	oh_place_close(f->place, closed_handler, f);

	return test_loop_until(&f->closed, DEADLINE_MS);
}

static void print_tries(struct fix *f)
{
	size_t n = 0;

	for (uint32_t i = 0; i < f->res.tryc; i++) {
		const struct oh_try *t = &f->res.tryv[i];

		n += (size_t)snprintf(f->told + n, sizeof(f->told) - n,
				      "%s%s %s %s", i ? ", " : "",
				      t->number + strlen(t->number) - 2,
				      t->trunk, oh_cause_name(t->cause));
	}
}

/* stop: the ENDED at which it is stopped, 0: never */
static int check(const char *number, unsigned stop, const char *tries,
		 const char *note)
{
	struct fix f;
	int err = fix_init(&f);

	if (!err) {
		f.stop_at = stop;
		err = fix_run(&f, number);
	}
	err = test_or_refused(err);
	TEST_OK(err);
	print_tries(&f);
	assert_string_equal(f.told, tries);
	assert_string_equal(f.res.note, note);
	assert_int_equal(f.cause, f.res.cause);
 out:
	fix_close(&f);

	return err;
}

/* Whatever the last trunk says, or if it says nothing; whether the next one
   has registered us or not; never where a 3xx leads */
int test_attempt_emergency(void)
{
	static const struct {
		const char *number;
		const char *tries;
	} v[] = {
		{ "911", "11 x declined, 11 y declined" },
		{ "112", "12 x network, 12 y busy" },
		{ "999", "99 x failed, 99 y failed" },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct fix f;

		if (i && test_is_oom())
			break;
		err = fix_init(&f);
		f.person = true;
		if (!err)
			err = fix_run(&f, v[i].number);
		err = test_or_refused(err);
		if (!err) {
			print_tries(&f);
			assert_string_equal(f.told, v[i].tries);
		}
		fix_close(&f);
		TEST_OK(err);
	}
 out:
	return err;
}

int test_attempt_next_trunk(void)
{
	return check("+14255550101", 0, "01 a congestion, 01 b busy", "");
}

int test_attempt_declined(void)
{
	return check("+14255550102", 0, "02 a declined", "");
}

int test_attempt_all_fail(void)
{
	return check("+14255550103", 0, "03 a congestion, 03 b congestion",
		     "");
}

int test_attempt_silence(void)
{
	if (test_is_oom())
		return 0;

	return check("+14255550104", 0, "04 a network, 04 b bad-number", "");
}

/* The next call does not wait for it again */
int test_attempt_silent_last(void)
{
	struct fix f;
	int err;

	if (test_is_oom())
		return 0;
	err = fix_init(&f);
	if (!err)
		err = fix_call(&f, "+14255550104");
	if (!err) {
		f.done = false;
		oh_result_init(&f.res);
		err = fix_run(&f, "+14255550103");
	}
	TEST_OK(err);
	print_tries(&f);
	assert_string_equal(f.told, "03 b congestion, 03 a congestion");
 out:
	fix_close(&f);

	return err;
}

static int use_nameserver(struct fix *f, const struct nameserver *ns)
{
	struct oh_resolver_prm prm = { .timeout_ms = 5000 };
	char dns[64];
	int err;

	(void)re_snprintf(dns, sizeof(dns), "%J", &ns->addr);
	prm.dns_server = dns;
	f->place = mem_deref(f->place);
	f->resolver = mem_deref(f->resolver);
	err = oh_resolver_alloc(&f->resolver, &prm);

	return err ? err : fix_place(f);
}

/* Nobody is at the server's first address: its second is asked */
int test_attempt_next_address(void)
{
	struct rr zone[] = {
		{ "_sip._udp.two.test", DNS_TYPE_SRV, 9, "a.test", 1, 9 },
		{ "_sip._udp.two.test", DNS_TYPE_SRV, 9, "b.test", 2, 0 },
		{ "a.test", DNS_TYPE_A, 9, "127.0.0.1", 0, 0 },
		{ "b.test", DNS_TYPE_A, 9, "127.0.0.1", 0, 0 },
	};
	struct nameserver ns = { .us = NULL };
	struct fix f;
	int err;

	if (test_is_oom())
		return 0;
	err = fix_init(&f);
	TEST_OK(err);
	zone[1].port = sa_port(oh_sip_laddr(f.far));
	err = nameserver_start(&ns, zone, ARRAY_SIZE(zone));
	TEST_OK(err);
	err = use_nameserver(&f, &ns);
	TEST_OK(err);
	err = fix_run(&f, "+14255550140");
	TEST_OK(err);
	print_tries(&f);
	assert_string_equal(f.told, "40 two network, 40 two busy");
 out:
	fix_close(&f);
	nameserver_stop(&ns);

	return err;
}

/* Whoever is told that a try has ended may want no other */
int test_attempt_stop(void)
{
	return check("+14255550101", 1, "01 a congestion", "");
}

int test_attempt_no_redirect(void)
{
	return check("+14255550105", 0, "05 a failed", "");
}

static const struct { const char *number, *tries, *note; } redirectv[] = {
	{ "+14255550120", "20 c failed, 21 c busy", "" },
	{ "+14255550122", "22 c failed",
	  "redirect not followed: to +14255550122: a loop" },
	{ "+14255550123", "23 c failed", "redirect not followed: no number" },
	{ "+14255550124", "24 c failed, 11  refused", "" },
	{ "+14255550125", "25 c failed, 11 nine refused", "" },
	{ "+14255550126", "26 c failed", "redirect not followed: no route "
	  "matches +442079460000: add a [route NAME], or use --trunk" },
	{ "+14255550130", "30 c failed, 31 c failed, 32 c failed, "
	  "33 c failed, 34 c failed, 35 c failed",
	  "redirect not followed: to +14255550136: a loop" },
};

int test_attempt_redirect(void)
{
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(redirectv); i++)
		err = check(redirectv[i].number, 0, redirectv[i].tries,
			    redirectv[i].note);

	return err;
}
