/**
 * @file test_leg_session.c  Session timers on the wire (RFC 4028)
 */
#include "leg_fixture.h"

static const struct oh_session_prm passive;

/* a calls the raw peer, who answers with these lines */
static int up(struct fx *fx, const struct oh_session_prm *prm,
	      const char *lines)
{
	int err = fx_init_session(fx, prm);

	if (!err)
		err = fx_call_raw(fx, "v=offer");
	if (!err)
		err = fx_settle(fx, 100);
	if (!err)
		err = fx_raw_reply(fx, fx->raw.invite, 200, "raw", lines,
				   "v=answer");

	return err ? err : fx_settle(fx, 100);
}

/* The peer calls a, with these lines, and a answers */
static int called(struct fx *fx, const struct oh_session_prm *prm,
		  const char *lines, char *tag, size_t size)
{
	int err = fx_init_session(fx, prm);

	if (!err)
		err = fx_raw_request(fx, "INVITE", 1, NULL, lines, "v=offer");
	if (!err)
		err = fx_settle(fx, 100);
	if (!err)
		err = oh_leg_answer(fx->in.leg, "v=answer");
	if (!err)
		err = fx_settle(fx, 100);
	if (err)
		return err;
	fx_tag(tag, size, fx->raw.msg);

	return fx_raw_request(fx, "ACK", 1, tag, NULL, NULL);
}

static bool said(const struct fx *fx, const char *line)
{
	return strstr(fx->raw.msg, line) != NULL;
}

#define ALLOW_UPDATE "Allow: INVITE, ACK, BYE, UPDATE\r\n"

int test_leg_session_we_refresh(void)
{
	static const char lines[] =
		ALLOW_UPDATE "Session-Expires: 90;refresher=uac\r\n";
	struct fx fx;
	int err;

	FX_OK(up(&fx, &passive, lines));
	FX_INT(strstr(fx.raw.invite, "Session-Expires") == NULL, 1);
	FX_STR(fx.raw.log, "INVITE ACK");
	FX_OK(fx_run(&fx, 44000));
	FX_STR(fx.raw.log, "INVITE ACK");
	FX_OK(fx_run(&fx, 1200));
	FX_STR(fx.raw.log, "INVITE ACK UPDATE");
	FX_INT(said(&fx, "Session-Expires: 90;refresher=uac\r\n"), 1);
	FX_INT(said(&fx, "Supported: 100rel, replaces, timer\r\n"), 1);
	FX_INT(said(&fx, "Content-Length: 0\r\n"), 1);
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, lines, NULL));

	/* from there on once more, which is refused for ever */
	FX_OK(fx_run(&fx, 44000));
	FX_STR(fx.raw.log, "INVITE ACK UPDATE");
	FX_OK(fx_run(&fx, 1200));
	FX_STR(fx.raw.log, "INVITE ACK UPDATE UPDATE");
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 500, NULL, NULL, NULL));
	FX_OK(fx_run(&fx, 5700));
	FX_STR(fx.raw.log, "INVITE ACK UPDATE UPDATE UPDATE");
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 503, NULL, NULL, NULL));
	FX_STR(fx.out.log, "up200");
	fx.raw.log[0] = '\0';
	FX_OK(fx_run(&fx, 5700));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 503, NULL, NULL, NULL));
	FX_OK(fx_run(&fx, 3600));
	FX_STR(fx.raw.log, "UPDATE BYE");
	FX_INT(said(&fx, "Reason: Q.850;cause=102;"
		    "text=\"session timer expired\"\r\n"), 1);
	FX_STR(fx.out.log, "up200 closed/network/200");
	FX_INT(fx.out.q850, 102);
	FX_INT(fx.out.err, ETIMEDOUT);
 out:
	fx_reset(&fx);
	return err;
}

/* Whoever does not know UPDATE gets the same offer once more */
int test_leg_session_by_reinvite(void)
{
	static const char lines[] = "Session-Expires: 90;refresher=uac\r\n";
	static const char *const allowv[] = {
		"Session-Expires: 90;refresher=uac\r\n",
		"Session-Expires: 90;refresher=uac\r\nAllow: INVITE, ACK\r\n",
		ALLOW_UPDATE "Session-Expires: 90;refresher=uac\r\n",
	};
	struct fx fx;
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(allowv); i++) {
		FX_OK(up(&fx, &passive, allowv[i]));
		FX_OK(fx_run(&fx, 45100));
		if (i == 2) {
			FX_STR(fx.raw.log, "INVITE ACK UPDATE");
			FX_OK(fx_raw_reply(&fx, fx.raw.msg, 501, NULL, NULL,
					   NULL));
			FX_OK(fx_settle(&fx, 100));
		}
		FX_STR(fx.raw.log, i == 2 ? "INVITE ACK UPDATE INVITE"
		       : "INVITE ACK INVITE");
		FX_INT(said(&fx, "\r\n\r\nv=offer"), 1);
		FX_INT(said(&fx, "Session-Expires: 90;refresher=uac\r\n"), 1);
		FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, lines,
				   "v=same"));
		FX_OK(fx_settle(&fx, 100));
		FX_STR(fx.out.log, "up200 modified200");
		FX_OK(fx_run(&fx, 44000));
		FX_INT(fx.out.closed, 0);
		fx_reset(&fx);
	}
	return 0;
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_session_refresher_gone(void)
{
	struct fx fx;
	int err;

	FX_OK(up(&fx, &passive, ALLOW_UPDATE
		 "Session-Expires: 90;refresher=uas\r\n"));
	FX_OK(fx_run(&fx, 59000));
	FX_STR(fx.raw.log, "INVITE ACK");
	FX_OK(fx_run(&fx, 1200));
	FX_STR(fx.raw.log, "INVITE ACK BYE");
	FX_INT(said(&fx, "Reason: Q.850;cause=102;"), 1);
	FX_STR(fx.out.log, "up200 closed/network/200");
 out:
	fx_reset(&fx);
	return err;
}

/* Our refresh finds nobody, or a dialog that is gone */
int test_leg_session_refresh_lost(void)
{
	static const struct { unsigned scode; const char *log; } v[] = {
		{ 0,   "up200 closed/network/0"   },
		{ 408, "up200 closed/network/408" },
		{ 481, "up200 closed/network/481" },
	};
	struct fx fx;
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		FX_OK(up(&fx, &passive, ALLOW_UPDATE
			 "Session-Expires: 300;refresher=uac\r\n"));
		FX_OK(fx_run(&fx, 150100));
		FX_STR(fx.raw.log, "INVITE ACK UPDATE");
		if (v[i].scode)
			FX_OK(fx_raw_reply(&fx, fx.raw.msg, v[i].scode, NULL,
					   NULL, NULL));
		FX_OK(fx_run(&fx, v[i].scode ? 100 : 32000));
		FX_STR(fx.out.log, v[i].log);
		fx_reset(&fx);
	}
	return 0;
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_session_asked(void)
{
	static const struct oh_session_prm us = { false, 120, OH_SESSION_US };
	struct fx fx;
	int err;

	FX_OK(fx_init_session(&fx, &us));
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 100));
	FX_INT(said(&fx, "Session-Expires: 120;refresher=uac\r\n"), 1);
	FX_INT(said(&fx, "Min-SE") == false, 1);

	/* too brief for them, once */
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 422, "x", "Min-SE: 300\r\n",
			   NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "INVITE ACK INVITE");
	FX_INT(said(&fx, "Session-Expires: 300;refresher=uac\r\n"
		    "Min-SE: 300\r\n"), 1);
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 422, "x", "Min-SE: 300\r\n",
			   NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "INVITE ACK INVITE ACK");
	FX_STR(fx.out.log, "closed/them/422");
 out:
	fx_reset(&fx);
	return err;
}

/* Each 422 a second more: we do not play that for ever */
int test_leg_session_greedy(void)
{
	static const struct oh_session_prm us = { false, 120, OH_SESSION_US };
	struct fx fx;
	int err;

	FX_OK(fx_init_session(&fx, &us));
	FX_OK(fx_call_raw(&fx, "v=offer"));
	for (unsigned i = 0; i < 20 && !fx.out.closed; i++) {
		char lines[32];

		FX_OK(fx_settle(&fx, 100));
		(void)re_snprintf(lines, sizeof(lines), "Min-SE: %u\r\n",
				  121 + i);
		FX_OK(fx_raw_reply(&fx, fx.raw.invite, 422, "x", lines,
				   NULL));
	}
	FX_STR(fx.out.log, "closed/them/422");
	FX_STR(fx.raw.log, "INVITE ACK INVITE ACK INVITE ACK INVITE ACK "
	       "INVITE ACK INVITE ACK");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_session_they_refresh(void)
{
	static const char lines[] =
		"Supported: timer\r\nSession-Expires: 90;refresher=uac\r\n";
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(called(&fx, &passive, lines, tag, sizeof(tag)));
	FX_INT(said(&fx, "Require: timer\r\n"
		    "Session-Expires: 90;refresher=uac\r\n"), 1);
	FX_OK(fx_run(&fx, 45000));
	FX_OK(fx_raw_request(&fx, "UPDATE", 2, tag, lines, NULL));
	FX_OK(fx_run(&fx, 59000));
	FX_STR(fx.raw.log, "100 200 200");
	FX_INT(said(&fx, "Require: timer\r\n"
		    "Session-Expires: 90;refresher=uac\r\n"), 1);
	FX_INT(said(&fx, "Contact: <sip:"), 1);
	FX_STR(fx.in.log, "up");
	FX_OK(fx_run(&fx, 1100));
	FX_STR(fx.raw.log, "100 200 200 BYE");
	FX_STR(fx.in.log, "up closed/network/200");
 out:
	fx_reset(&fx);
	return err;
}

/* A proxy asked, their end knows nothing of it: we do the work */
int test_leg_session_alone(void)
{
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(called(&fx, &passive, "Session-Expires: 90\r\n", tag,
		     sizeof(tag)));
	FX_INT(said(&fx, "Session-Expires: 90;refresher=uas\r\n"), 1);
	FX_INT(said(&fx, "Require"), 0);
	FX_OK(fx_run(&fx, 45100));
	FX_STR(fx.raw.log, "100 200 INVITE");
	FX_INT(said(&fx, "\r\n\r\nv=answer"), 1);
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_session_brief(void)
{
	static const char lines[] =
		"Supported: timer\r\nSession-Expires: 89\r\n";
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(fx_init_session(&fx, &passive));
	FX_OK(fx_raw_request(&fx, "INVITE", 1, NULL, lines, "v=offer"));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "422");
	FX_INT(said(&fx, "Min-SE: 90\r\n"), 1);
	FX_INT(fx.in.leg == NULL, 1);
	fx_reset(&fx);

	FX_OK(called(&fx, &passive, "Supported: timer\r\n", tag,
		     sizeof(tag)));
	FX_INT(said(&fx, "Session-Expires"), 0);
	FX_OK(fx_raw_request(&fx, "INVITE", 2, tag, lines, "v=o"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(fx_raw_request(&fx, "UPDATE", 3, tag, lines, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "100 200 422 422");
	FX_STR(fx.in.log, "up");
 out:
	fx_reset(&fx);
	return err;
}

/* session_expires = off: neither asked for, nor obeyed, nor known */
int test_leg_session_off(void)
{
	static const struct oh_session_prm off = { .off = true };
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(called(&fx, &off, "Supported: timer\r\n"
		     "Session-Expires: 90;refresher=uac\r\n", tag,
		     sizeof(tag)));
	FX_INT(said(&fx, "timer"), 0);
	FX_INT(said(&fx, "Session-Expires"), 0);
	FX_OK(fx_raw_request(&fx, "OPTIONS", 2, tag, "Require: timer\r\n",
			     NULL));
	FX_OK(fx_run(&fx, 90000));
	FX_STR(fx.raw.log, "100 200 420");
	FX_INT(said(&fx, "Unsupported: timer\r\n"), 1);
	FX_STR(fx.in.log, "up");
 out:
	fx_reset(&fx);
	return err;
}
