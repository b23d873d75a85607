/**
 * @file test_sim_bridge.c  Telephones of the simulated network
 */
#include "sim_fixture.h"
#include "sip/register.h"

enum { SOON_MS = 3000 };

#define SKIP_IN_OOM() do { if (test_is_oom()) return 0; } while (0)

/* A telephone that somebody has registered */
struct phone {
	struct oh_sip      *sip;
	struct oh_register *reg;
	struct oh_leg      *leg;
	struct oh_stream   *stream;
	struct sim_fixture *f;
	uint16_t reject;            /* instead of an answer                */
	bool     rings;             /* and does no more                    */
	char     words[SIM_TEXT];
	char     from[128];
	uint16_t scode;
	uint32_t expires_s;
	bool     told, closed, sip_closed, called;
};

static void phone_note(struct phone *ph, const char *word)
{
	size_t len = strlen(ph->words);

	snprintf(ph->words + len, sizeof(ph->words) - len, "%s%s",
		 len ? " " : "", word);
}

static void phone_stream(const struct oh_stream_event *ev, void *arg)
{
	char word[] = "digit?";

	if (ev->type != OH_STREAM_DIGIT)
		return;
	word[5] = ev->digit;
	phone_note(arg, word);
}

static void phone_leg(struct oh_leg *leg, const struct oh_leg_event *ev,
		      void *arg)
{
	struct phone *ph = arg;
	char *sdp = NULL;

	if (ev->type == OH_LEG_EV_UP)
		phone_note(ph, "up");
	else if (ev->type == OH_LEG_EV_INFO)
		phone_note(ph, "info");
	else if (ev->type == OH_LEG_EV_OFFER) {
		phone_note(ph, "offer");
		(void)oh_stream_answer(ph->stream, ev->body, ev->len, &sdp);
		(void)oh_leg_reply_offer(leg, 200, sdp);
		mem_deref(sdp);
	}
	else if (ev->type == OH_LEG_EV_CLOSED) {
		phone_note(ph, ev->by == OH_PARTY_US ? "closed/us"
						     : "closed/them");
		ph->closed = true;
	}
}

static int phone_answer(struct phone *ph, const struct sip_msg *msg)
{
	struct oh_stream_prm prm = {
		.laddr = oh_sip_laddr(ph->sip), .h = phone_stream, .arg = ph,
		.codecv = { "PCMA", "PCMU" }, .codecc = 2,
	};
	char *sdp = NULL;
	int err;

	err = oh_stream_alloc(&ph->stream, ph->f->engine, &prm);
	if (!err)
		err = oh_stream_answer(ph->stream, (char *)mbuf_buf(msg->mb),
				       mbuf_get_left(msg->mb), &sdp);
	if (!err)
		err = oh_leg_answer(ph->leg, sdp);
	mem_deref(sdp);

	return err;
}

static bool phone_invite(const struct sip_msg *msg, void *arg)
{
	struct phone *ph = arg;
	int err;

	ph->called = true;
	(void)pl_strcpy(&msg->from.auri, ph->from, sizeof(ph->from));
	err = oh_leg_incoming(&ph->leg, ph->sip, msg, phone_leg, ph);
	if (!err)
		err = oh_leg_progress(ph->leg, 180, "Ringing", NULL);
	if (!err && ph->reject)
		err = oh_leg_reject(ph->leg, ph->reject, "No",
				    &(struct oh_reason){ .q850 = 21 }, NULL);
	else if (!err && !ph->rings)
		err = phone_answer(ph, msg);

	return !err;
}

static void phone_registered(uint16_t scode, const char *reason, int err,
			     uint32_t expires_s, void *arg)
{
	struct phone *ph = arg;
	(void)reason;
	(void)err;

	ph->scode = scode;
	ph->expires_s = expires_s;
	ph->told = true;
}

static void phone_gone(void *arg)
{
	struct phone *ph = arg;

	ph->sip_closed = true;
}

static int phone_open(struct phone *ph, struct sim_fixture *f,
		      const char *number)
{
	char registrar[64], aor[64];
	struct sa laddr;
	struct oh_sip_prm sip = {
		.laddr = &laddr, .udp = true, .software = "phone",
		.inviteh = phone_invite, .closedh = phone_gone, .arg = ph,
	};
	struct oh_register_prm reg = {
		.registrar = registrar, .aor = aor, .contact_user = "phone",
		.expires_s = 7200, .h = phone_registered, .arg = ph,
	};
	int err;

	ph->f = f;
	sa_set_str(&laddr, "127.0.0.1", 0);
	err = oh_sip_alloc(&ph->sip, &sip);
	if (err)
		return err;
	re_snprintf(registrar, sizeof(registrar), "sip:%J",
		    oh_sim_net_laddr(f->net));
	re_snprintf(aor, sizeof(aor), "sip:%s@%J", number,
		    oh_sim_net_laddr(f->net));
	err = oh_register_start(&ph->reg, ph->sip, &reg);

	return err ? err : test_loop_until(&ph->told, SOON_MS);
}

static void phone_close(struct phone *ph)
{
	ph->reg = mem_deref(ph->reg);
	if (ph->sip) {
		oh_sip_close(ph->sip, false);
		(void)test_loop_until(&ph->sip_closed, SOON_MS);
	}
	mem_deref(ph->leg);
	mem_deref(ph->stream);
	mem_deref(ph->sip);
}

/* Digits both ways, hold, INFO, and the end: all pass from end to end */
int test_sim_bridge_call(void)
{
	struct phone ph = { .sip = NULL };
	struct sim_fixture f;
	char *sdp = NULL;
	uint32_t id;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = phone_open(&ph, &f, "+14255550150"));
	assert_int_equal(ph.scode, 200);
	assert_in_range(ph.expires_s, 3590, 3600);

	TEST_OK(err = sim_fixture_call(&f, "4255550150"));
	TEST_OK(err = sim_fixture_wait(&f, "first", SOON_MS));
	assert_memory_equal(f.words, "ringing180 up200", 16);
	assert_non_null(strstr(ph.from, "sip:+14255550199@127.0.0.1"));

	TEST_OK(err = oh_stream_send(f.stream, "42", 100, 100, &id));
	TEST_OK(err = sim_fixture_wait(&f, "sent", SOON_MS));
	TEST_OK(err = oh_stream_send(ph.stream, "7", 100, 100, &id));
	TEST_OK(err = sim_fixture_wait(&f, "digit7/rfc4733", SOON_MS));

	TEST_OK(err = oh_leg_info(ph.leg, "application/dtmf-relay",
				  "Signal=9\r\nDuration=100\r\n"));
	TEST_OK(err = sim_fixture_wait(&f, "info:Signal=9", SOON_MS));

	oh_stream_hold(ph.stream, true);
	TEST_OK(err = oh_stream_offer(ph.stream, &sdp));
	TEST_OK(err = oh_leg_modify(ph.leg, sdp));
	TEST_OK(err = sim_fixture_wait(&f, "held", SOON_MS));

	TEST_OK(err = oh_leg_hangup(ph.leg, 17, NULL));
	TEST_OK(err = sim_fixture_wait(&f, "closed/them", SOON_MS));
	TEST_OK(err = test_loop_until(&ph.closed, SOON_MS));
	assert_int_equal(f.q850, 17);
	assert_string_equal(ph.words, "up digit4 digit2 closed/us");
	assert_string_equal(f.told, "incoming:+14255550199>+14255550150 "
			    "ringing answered ended");
 out:
	mem_deref(sdp);
	phone_close(&ph);
	sim_fixture_close(&f);

	return err;
}

/* Who calls hangs up, or gives up */
int test_sim_bridge_leave(void)
{
	int err = 0;

	SKIP_IN_OOM();
	for (int rings = 0; rings < 2; rings++) {
		struct phone ph = { .rings = rings };
		struct sim_fixture f;

		TEST_OK(err = sim_fixture_open(&f, NULL));
		TEST_OK(err = phone_open(&ph, &f, "+14255550151"));
		TEST_OK(err = sim_fixture_call(&f, "+14255550151"));
		TEST_OK(err = sim_fixture_wait(&f, rings ? "ringing" : "first",
					       SOON_MS));
		TEST_OK(err = oh_leg_hangup(f.leg, 16, NULL));
		TEST_OK(err = test_loop_until(&ph.closed, SOON_MS));
		assert_string_equal(ph.words, rings ? "closed/them"
						    : "up closed/them");
		phone_close(&ph);
		sim_fixture_close(&f);
	}
 out:
	return err;
}

/* All telephones of a number ring. One refuses, another answers. */
int test_sim_bridge_several(void)
{
	struct phone busy = { .reject = 486 }, slow = { .rings = true };
	struct phone quick = { .sip = NULL };
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = phone_open(&busy, &f, "+14255550152"));
	TEST_OK(err = phone_open(&slow, &f, "+14255550152"));
	TEST_OK(err = phone_open(&quick, &f, "+14255550152"));
	TEST_OK(err = sim_fixture_call(&f, "+14255550152"));
	TEST_OK(err = sim_fixture_wait(&f, "up200", SOON_MS));
	TEST_OK(err = test_loop_until(&slow.closed, SOON_MS));
	assert_true(busy.called);
	assert_string_equal(slow.words, "closed/them");
	assert_string_equal(quick.words, "up");
 out:
	phone_close(&busy);
	phone_close(&slow);
	phone_close(&quick);
	sim_fixture_close(&f);

	return err;
}

/* The refusal of the only telephone is what the caller gets */
int test_sim_bridge_refused(void)
{
	struct phone ph = { .reject = 603 };
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = phone_open(&ph, &f, "+14255550153"));
	TEST_OK(err = sim_fixture_call(&f, "+14255550153"));
	TEST_OK(err = sim_fixture_wait(&f, "closed/them/603", SOON_MS));
	assert_int_equal(f.q850, 21);
 out:
	phone_close(&ph);
	sim_fixture_close(&f);

	return err;
}

/* Only some numbers may be had; who has left is not called any more */
int test_sim_bridge_register(void)
{
	struct phone wrong = { .sip = NULL }, ph = { .sip = NULL };
	struct sim_fixture f;
	int err;

	SKIP_IN_OOM();
	TEST_OK(err = sim_fixture_open(&f, NULL));
	TEST_OK(err = phone_open(&wrong, &f, "+14255550149"));
	assert_int_equal(wrong.scode, 404);

	TEST_OK(err = phone_open(&ph, &f, "+14255550154"));
	assert_int_equal(ph.scode, 200);
	ph.told = false;
	oh_register_stop(ph.reg);
	TEST_OK(err = test_loop_until(&ph.told, SOON_MS));
	TEST_OK(err = sim_fixture_call(&f, "+14255550154"));
	TEST_OK(err = sim_fixture_wait(&f, "closed/them/404", SOON_MS));
	assert_false(ph.called);
 out:
	phone_close(&wrong);
	phone_close(&ph);
	sim_fixture_close(&f);

	return err;
}
