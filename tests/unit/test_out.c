/**
 * @file test_out.c  Results and events as they are printed
 */
#include "base/compat.h"
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"
#include "cli/cli_priv.h"
#include "cli/out.h"

enum { S = 1000000 };

int test_out_text(void);
int test_out_text_no_digits(void);
int test_out_text_cost(void);
int test_out_text_more(void);
int test_out_text_event(void);
int test_out_modes(void);
int test_out_file(void);
int test_out_fails(void);

static const struct oh_app_about about = { .name = "dial" };

/** An application that prints into memory */
struct fixture {
	struct oh_app *app;
	struct oh_out *o;
	char  *out, *err;
	size_t out_size, err_size;
};

static int init(struct fixture *fx)
{
	int err;

	memset(fx, 0, sizeof(*fx));
	err = oh_app_alloc(&fx->app, &about);
	if (err)
		return err;
	fx->app->out = open_memstream(&fx->out, &fx->out_size);
	fx->app->err = open_memstream(&fx->err, &fx->err_size);

	return 0;
}

static void done(struct fixture *fx)
{
	if (!fx->app)
		return;
	mem_deref(fx->o);
	fclose(fx->app->out);
	fclose(fx->app->err);
	free(fx->out);
	free(fx->err);
	fx->app = mem_deref(fx->app);
}

/* An answered call of 8.2 s on which everything went well */
static void good(struct oh_result *res)
{
	oh_result_init(res);
	str_ncpy(res->id, "0197-id", sizeof(res->id));
	str_ncpy(res->to, "+14255550100", sizeof(res->to));
	str_ncpy(res->trunk, "carrier-a", sizeof(res->trunk));
	str_ncpy(res->digits, "1", sizeof(res->digits));
	str_ncpy(res->codec, "PCMU", sizeof(res->codec));
	res->start_us   = 100ull * S;
	res->ring_us    = 101ull * S;
	res->answer_us  = 102ull * S;
	res->end_us     = 110ull * S + 200000;
	res->scode      = 200;
	res->cause      = OH_CAUSE_DONE;
	res->media      = true;
	res->quality.rx = 400;
	res->quality.jitter_ms = 0.31;
	res->quality.mos       = 4.41;
	str_ncpy(res->recording, "/path/x.wav", sizeof(res->recording));
	res->recording_ok = true;
	res->recorded_s   = 8.1;
}

/* A call that the far side has turned down */
static void turned_down(struct oh_result *res, enum oh_cause cause,
			uint16_t scode, const char *reason)
{
	oh_result_init(res);
	str_ncpy(res->to, "+14255550110", sizeof(res->to));
	res->start_us = 100ull * S;
	res->ring_us  = 101ull * S;
	res->end_us   = 126ull * S;
	res->cause    = cause;
	res->scode    = scode;
	str_ncpy(res->reason, reason, sizeof(res->reason));
}

static void assert_text(const struct oh_result *res, bool verbose,
			const char *want)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	oh_text_result(f, res, verbose);
	fclose(f);
	assert_string_equal(text, want);
	free(text);
}

int test_out_text(void)
{
	static const struct {
		enum oh_cause cause;
		uint16_t      scode;
		const char   *reason, *text;
	} casev[] = {
		{ OH_CAUSE_BUSY, 486, "Busy Here",
		  "+14255550110  busy (486 Busy Here)\n" },
		{ OH_CAUSE_BUSY, 486, "\x1b[1mBusy\n",
		  "+14255550110  busy (486 ?[1mBusy?)\n" },
		{ OH_CAUSE_BUSY, 600, "", "+14255550110  busy (600)\n" },
		{ OH_CAUSE_NO_ANSWER, 487, "Request Terminated",
		  "+14255550110  no answer, rang 25.0 s\n" },
		{ OH_CAUSE_NO_ANSWER, 480, "Away",
		  "+14255550110  no answer, rang 25.0 s (480 Away)\n" },
		{ OH_CAUSE_INTERRUPTED, 487, "Request Terminated",
		  "+14255550110  interrupted\n" },
		{ OH_CAUSE_NETWORK, 0, "",
		  "+14255550110  no reply from the network\n" },
	};
	struct oh_result res;

	good(&res);
	assert_text(&res, false,
		    "+14255550100  answered, 8.2 s, key 1\n"
		    "  codec PCMU  loss 0.0 %  jitter 0.3 ms  MOS 4.4\n"
		    "  recording /path/x.wav (8.1 s)\n");
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		turned_down(&res, casev[i].cause, casev[i].scode,
			    casev[i].reason);
		assert_text(&res, false, casev[i].text);
	}
	return 0;
}

int test_out_text_no_digits(void)
{
	struct oh_result res;

	good(&res);
	res.cause = OH_CAUSE_NO_DIGITS;
	*res.recording = '\0';
	assert_text(&res, false,
		    "+14255550100  answered, 8.2 s, key 1: "
		    "not what was asked for\n"
		    "  codec PCMU  loss 0.0 %  jitter 0.3 ms  MOS 4.4\n");
	*res.digits = '\0';
	assert_text(&res, false,
		    "+14255550100  answered, 8.2 s: no key was pressed\n"
		    "  codec PCMU  loss 0.0 %  jitter 0.3 ms  MOS 4.4\n");

	return 0;
}

int test_out_text_cost(void)
{
	struct oh_result res;
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	good(&res);
	res.rate = (struct oh_money){ 13000, "USD" };
	res.cost = (struct oh_money){ 1777, "USD" };
	oh_text_result(f, &res, true);
	fclose(f);
	assert_non_null(strstr(text, "\n  cost 0.001777 USD, "
			       "at 0.013 a minute\n"));
	free(text);

	return 0;
}

int test_out_text_more(void)
{
	struct oh_result res;

	good(&res);
	res.masked = true;
	res.why = (struct oh_reason){ 16, 200, "LN", "elsewhere" };
	res.quality.rtt_ms = 20.04;
	res.quality.lost = 100;
	res.recording_ok = false;
	str_ncpy(res.note, "disk full", sizeof(res.note));
	res.tryc = 2;
	str_ncpy(res.tryv[0].number, "+14255550110", OH_RESULT_TRY_TEXT);
	str_ncpy(res.tryv[0].trunk, "b", OH_RESULT_TRY_TEXT);
	res.tryv[0].cause = OH_CAUSE_BUSY;
	res.tryv[0].scode = 486;
	setenv("TZ", "UTC-2", 1);
	tzset();
	assert_text(&res, true,
		    "+14255550100  answered, 8.2 s, keys ****\n"
		    "  codec PCMU  loss 20.0 %  jitter 0.3 ms  MOS 4.4\n"
		    "  recording INCOMPLETE /path/x.wav (8.1 s)\n"
		    "  before: +14255550110 via b, busy (486)\n"
		    "  note: disk full\n"
		    "  began 1970-01-01T02:01:40.000+02:00\n"
		    "  id 0197-id  trunk carrier-a  round trip 20.0 ms"
		    "  Q.850 16 (normal clearing)\n"
		    "  because: SIP 200 elsewhere\n");
	unsetenv("TZ");
	tzset();

	good(&res);
	res.incoming = true;
	str_ncpy(res.from, "+14255550199", sizeof(res.from));
	str_ncpy(res.digits, "12", sizeof(res.digits));
	res.cause = OH_CAUSE_HUNG_UP;
	res.media = false;
	*res.recording = '\0';
	assert_text(&res, false,
		    "from +14255550199  answered, 8.2 s, keys 12: "
		    "far end hung up early\n"
		    "  codec PCMU  no audio arrived\n");

	turned_down(&res, OH_CAUSE_REFUSED, 0, "");
	str_ncpy(res.guard, "emergency number", sizeof(res.guard));
	str_ncpy(res.hint, "use another phone", sizeof(res.hint));
	assert_text(&res, false, "+14255550110  refused: emergency number\n"
				 "  use another phone\n");

	oh_result_init(&res);
	res.cause = OH_CAUSE_NO_ROUTE;
	assert_text(&res, false, "unknown  no route\n");

	return 0;
}

int test_out_text_event(void)
{
	static const struct {
		struct oh_event ev;
		const char     *text;
	} casev[] = {
		{ { .type = OH_EVENT_DIALING, .number = "+1425",
		    .trunk = "a" }, "dialing +1425 via a" },
		{ { .type = OH_EVENT_INCOMING, .number = "+1\n425" },
		  "call from +1?425" },
		{ { .type = OH_EVENT_RINGING, .scode = 180 },
		  "ringing (180)" },
		{ { .type = OH_EVENT_CHALLENGED, .scode = 401,
		    .text = "realm" }, "challenged (401 realm)" },
		{ { .type = OH_EVENT_ANSWERED, .codec = "PCMU",
		    .ptime_ms = 20, .dtmf = OH_DTMF_EVENT },
		  "answered, codec PCMU, 20 ms, digits by rfc4733" },
		{ { .type = OH_EVENT_ANSWERED }, "answered" },
		{ { .type = OH_EVENT_DIGIT, .digit = '5' }, "digit 5" },
		{ { .type = OH_EVENT_DIGIT, .digit = '5', .masked = true },
		  "digit ****" },
		{ { .type = OH_EVENT_GATHERED, .text = "12", .ok = true },
		  "gathered 12" },
		{ { .type = OH_EVENT_GATHERED, .text = "12",
		    .masked = true }, "gathered ****, not complete" },
		{ { .type = OH_EVENT_PLAYED, .ok = true, .seconds = 2.04 },
		  "played, 2.0 s" },
		{ { .type = OH_EVENT_RECORDED, .text = "/x", .seconds = 1 },
		  "recorded in part /x, 1.0 s" },
		{ { .type = OH_EVENT_HELD, .by = OH_PARTY_THEM },
		  "held by them" },
		{ { .type = OH_EVENT_CODEC, .codec = "G722" },
		  "codec G722" },
		{ { .type = OH_EVENT_SILENT, .seconds = 5 },
		  "no audio for 5.0 s" },
		{ { .type = OH_EVENT_QUALITY, .quality = { .rx = 3,
		    .lost = 1, .mos = 3 } },
		  "loss 25.0 %  jitter 0.0 ms  MOS 3.0" },
		{ { .type = OH_EVENT_WARNING, .text = "w" }, "warning w" },
		{ { .type = OH_EVENT_ENDED, .cause = OH_CAUSE_BUSY,
		    .scode = 486, .text = "Busy Here" },
		  "ended: busy (486 Busy Here)" },
	};
	char buf[128];

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		size_t n = oh_text_event(buf, sizeof(buf), &casev[i].ev);

		assert_string_equal(buf, casev[i].text);
		assert_int_equal(n, strlen(casev[i].text));
	}
	assert_int_equal(oh_text_event(buf, 8, &casev[0].ev), 7);
	assert_string_equal(buf, "dialing");

	return 0;
}

int test_out_text_transfer(void)
{
	struct oh_event ev = {
		.type = OH_EVENT_TRANSFERRING, .by = OH_PARTY_THEM,
		.text = "sip:a@b",
	};
	char buf[128];

	(void)oh_text_event(buf, sizeof(buf), &ev);
	assert_string_equal(buf, "transferring to sip:a@b, asked by them");
	ev.type = OH_EVENT_TRANSFERRED;
	ev.scode = 486;
	(void)oh_text_event(buf, sizeof(buf), &ev);
	assert_string_equal(buf, "not transferred to sip:a@b, asked by them "
			    "(486)");
	ev.by = OH_PARTY_US;
	ev.ok = true;
	ev.scode = 200;
	(void)oh_text_event(buf, sizeof(buf), &ev);
	assert_string_equal(buf, "transferred to sip:a@b, asked by us (200)");

	return 0;
}

/* Puts out one event and one result in the mode that is set */
static int put(struct fixture *fx)
{
	const struct oh_event ev = {
		.type = OH_EVENT_RINGING, .scode = 180,
	};
	struct oh_result res;
	int err;

	turned_down(&res, OH_CAUSE_BUSY, 486, "Busy Here");
	err = oh_out_alloc(&fx->o, fx->app);
	if (err)
		return err;
	oh_out_event(fx->o, &ev);
	oh_out_result(fx->o, &res, 10);
	fflush(fx->app->err);

	return oh_out_close(fx->o);
}

static unsigned count(const char *text, const char *part)
{
	unsigned n = 0;

	while ((text = strstr(text, part))) {
		text += strlen(part);
		n++;
	}
	return n;
}

int test_out_modes(void)
{
	static const struct {
		struct oh_app_opts opts;
		unsigned events, results, texts, lines;
		const char *err;
	} casev[] = {
		{ { .json = false },                  0, 0, 1, 1, "" },
		{ { .json = true },                   0, 1, 0, 1, "" },
		{ { .events = "" },                   1, 1, 0, 2, "" },
		{ { .events = "", .json = true },     1, 1, 0, 2, "" },
		{ { .verbose = 1, .json = true },     0, 1, 0, 1,
		  "dial: ringing (180)\n" },
	};
	struct fixture fx = { .app = NULL };
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		err = init(&fx);
		TEST_OK(err);
		fx.app->opts = casev[i].opts;
		oh_log_set_max(fx.app->log, casev[i].opts.verbose
			       ? OH_LOG_INFO : OH_LOG_WARN);
		err = put(&fx);
		TEST_OK(err);
		assert_int_equal(count(fx.out, "\"ringing\""),
				 casev[i].events);
		assert_int_equal(count(fx.out, "offhook.result/1"),
				 casev[i].results);
		assert_int_equal(count(fx.out, "busy (486 Busy Here)\n"),
				 casev[i].texts);
		assert_int_equal(count(fx.out, "\n"), casev[i].lines);
		assert_int_equal(fx.out[fx.out_size - 1], '\n');
		assert_string_equal(fx.err, casev[i].err);
		done(&fx);
	}
 out:
	done(&fx);
	return err;
}

int test_out_file(void)
{
	char path[] = "/tmp/oh-out-XXXXXX", text[4096] = "";
	struct fixture fx = { .app = NULL };
	struct stat st;
	FILE *f;
	int err = 0;

	close(mkstemp(path));
	unlink(path);
	/* Twice: it is appended to */
	for (int i = 0; i < 2; i++) {
		err = init(&fx);
		TEST_OK(err);
		fx.app->opts.events = path;
		err = put(&fx);
		TEST_OK(err);
		assert_string_equal(fx.out,
				    "+14255550110  busy (486 Busy Here)\n");
		done(&fx);
	}
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	f = fopen(path, "r");
	assert_non_null(f);
	(void)!fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	assert_int_equal(count(text, "\n"), 4);
	assert_int_equal(count(text, "\"ringing\""), 2);
	assert_int_equal(count(text, "offhook.result/1"), 2);
	assert_true(strstr(text, "ringing") < strstr(text, "result/1"));
 out:
	unlink(path);
	done(&fx);
	return err;
}

int test_out_fails(void)
{
	struct fixture fx = { .app = NULL };
	FILE *mem;
	int err;

	/* stdout is full */
	err = init(&fx);
	TEST_OK(err);
	mem = fx.app->out;
	fx.app->out = fopen("/dev/full", "w");
	err = put(&fx);
	fclose(fx.app->out);
	fx.app->out = mem;
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ENOSPC);
	assert_int_equal(oh_app_flush(fx.app), ENOSPC);
	done(&fx);

	/* The file of events is full */
	err = init(&fx);
	TEST_OK(err);
	fx.app->opts.events = "/dev/full";
	err = put(&fx);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ENOSPC);
	fflush(fx.app->err);
	assert_string_equal(fx.err,
			    "dial: /dev/full: No space left on device\n");
	assert_string_equal(fx.out, "+14255550110  busy (486 Busy Here)\n");
	done(&fx);

	/* It cannot be opened */
	err = init(&fx);
	TEST_OK(err);
	fx.app->opts.events = "/no/such/folder/x";
	err = put(&fx);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ENOENT);
	fflush(fx.app->err);
	assert_string_equal(fx.err, "dial: /no/such/folder/x: "
			    "No such file or directory\n");
	err = 0;
 out:
	done(&fx);
	return err;
}
