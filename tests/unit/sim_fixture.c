/**
 * @file sim_fixture.c  A simulated network in this process, and who calls it
 */
#include <sndfile.h>
#include "audio.h"
#include "sim_fixture.h"

enum {
	RATE_HZ     = 8000,
	SECONDS_MAX = 20,
	POLITE_MS   = 300,       /* then without waiting for anybody */
	CLOSE_MS    = 3000,
	STEP        = 400,       /* between the places looked at [samples] */
	QUIET       = 50,
};

static void note(struct sim_fixture *f, char *log, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void note(struct sim_fixture *f, char *log, const char *fmt, ...)
{
	size_t len = strlen(log);
	va_list ap;

	if (len && len < SIM_TEXT - 1)
		log[len++] = ' ';
	va_start(ap, fmt);
	(void)vsnprintf(log + len, SIM_TEXT - len, fmt, ap);
	va_end(ap);
	if (f->until && strstr(log, f->until))
		f->done = true;
}

static void on_offer(struct sim_fixture *f, const struct oh_leg_event *ev)
{
	char *sdp = NULL;
	int err = oh_stream_answer(f->stream, ev->body, ev->len, &sdp);

	oh_stream_info(f->stream, &f->info);
	note(f, f->words, "%s", f->info.hold_remote ? "held" : "resumed");
	(void)oh_leg_reply_offer(f->leg, err ? 488 : 200, sdp);
	mem_deref(sdp);
}

static void on_media(struct sim_fixture *f, const struct oh_leg_event *ev,
		     const char *word)
{
	int err = oh_stream_answered(f->stream, ev->body, ev->len);

	oh_stream_info(f->stream, &f->info);
	note(f, f->words, err ? "%s%u/bad" : "%s%u", word, ev->scode);
}

static void leg_handler(struct oh_leg *leg, const struct oh_leg_event *ev,
			void *arg)
{
	struct sim_fixture *f = arg;
	(void)leg;

	switch (ev->type) {

	case OH_LEG_EV_RINGING:
		note(f, f->words, "ringing%u", ev->scode);
		break;

	case OH_LEG_EV_PROGRESS:
		on_media(f, ev, "progress");
		break;

	case OH_LEG_EV_UP:
		on_media(f, ev, "up");
		break;

	case OH_LEG_EV_OFFER:
		on_offer(f, ev);
		break;

	case OH_LEG_EV_INFO:
		note(f, f->words, "info:%.*s", (int)ev->len, ev->body);
		break;

	case OH_LEG_EV_CLOSED:
		f->q850 = ev->why.q850;
		str_ncpy(f->contact, ev->contact, sizeof(f->contact));
		note(f, f->words, "closed/%s/%u", oh_party_name(ev->by),
		     ev->scode);
		break;

	default:
		break;
	}
}

static void stream_handler(const struct oh_stream_event *ev, void *arg)
{
	struct sim_fixture *f = arg;

	if (ev->type == OH_STREAM_FIRST)
		note(f, f->words, "first");
	else if (ev->type == OH_STREAM_DIGIT)
		note(f, f->words, "digit%c/%s", ev->digit,
		     oh_dtmf_name(ev->dtmf));
	else if (ev->type == OH_STREAM_SENT)
		note(f, f->words, "sent");
	else if (ev->type == OH_STREAM_RECORDED)
		note(f, f->words, "recorded");
	else if (ev->type == OH_STREAM_QUALITY)
		note(f, f->words, "quality:%u/%u/%u", ev->quality.rx,
		     ev->quality.lost, ev->quality.dropped);
}

static void net_event(const struct oh_event *ev, void *arg)
{
	struct sim_fixture *f = arg;

	if (ev->type == OH_EVENT_WARNING)
		note(f, f->told, "%s", ev->text);
	else if (ev->type == OH_EVENT_DIGIT)
		note(f, f->told, "digit%c", ev->digit);
	else if (ev->type == OH_EVENT_INCOMING)
		note(f, f->told, "incoming:%s>%s", ev->from, ev->number);
	else
		note(f, f->told, "%s", oh_event_name(ev->type));
}

static void net_closed(void *arg)
{
	struct sim_fixture *f = arg;

	f->net_closed = true;
}

static void sip_closed(void *arg)
{
	struct sim_fixture *f = arg;

	f->sip_closed = true;
}

static void on_trace(bool tx, enum oh_sip_transp tp, const struct sa *src,
		     const struct sa *dst, const uint8_t *data, size_t len,
		     void *arg)
{
	struct sim_fixture *f = arg;
	struct pl first, second;
	(void)tp;
	(void)src;
	(void)dst;

	if (re_regex((const char *)data, len, "[^ ]+ [^ ]+", &first, &second))
		return;
	if (0 == pl_strcmp(&first, "SIP/2.0"))
		first = second;
	note(f, f->wire, "%s%.*s", tx ? ">" : "<", (int)first.l, first.p);
}

static int open_caller(struct sim_fixture *f)
{
	struct sa laddr;
	struct oh_sip_prm sip = {
		.laddr = &laddr, .udp = true, .software = "test",
		.traceh = on_trace, .closedh = sip_closed, .arg = f,
	};
	struct oh_stream_prm stream = {
		.laddr = &laddr, .h = stream_handler, .arg = f,
		.codecv = { "PCMU" }, .codecc = 1,
	};
	int err;

	sa_set_str(&laddr, "127.0.0.1", 0);
	err = oh_sip_alloc(&f->sip, &sip);

	return err ? err : oh_stream_alloc(&f->stream, f->engine, &stream);
}

int sim_fixture_open(struct sim_fixture *f, const char *rows)
{
	struct sa laddr;
	struct oh_sim_net_prm prm = {
		.laddr = &laddr, .eventh = net_event, .closedh = net_closed,
		.arg = f,
	};
	const struct oh_engine_prm eprm = { .port_min = 0 };
	struct oh_sim_fault fault;
	int err;

	memset(f, 0, sizeof(*f));
	temp_make(&f->temp);
	err = oh_engine_alloc(&f->engine, &eprm);
	if (err)
		return err;
	err = oh_sim_plan_open(&f->plan, NULL, &fault);
	if (!err && rows)
		err = oh_sim_plan_add(f->plan, rows, strlen(rows), &fault);
	if (err)
		return err;

	sa_set_str(&laddr, "127.0.0.1", 0);
	prm.engine = f->engine;
	prm.plan = f->plan;
	err = oh_sim_net_alloc(&f->net, &prm);

	return err ? err : open_caller(f);
}

void sim_fixture_close(struct sim_fixture *f)
{
	if (f->sip) {
		oh_sip_close(f->sip, false);
		(void)test_loop_until(&f->sip_closed, POLITE_MS);
		oh_sip_close(f->sip, true);
		(void)test_loop_until(&f->sip_closed, CLOSE_MS);
	}
	if (f->net) {
		oh_sim_net_close(f->net);
		(void)test_loop_until(&f->net_closed, CLOSE_MS);
	}
	mem_deref(f->leg);
	mem_deref(f->stream);
	mem_deref(f->sip);
	mem_deref(f->net);
	mem_deref(f->plan);
	oh_prompt_unref(f->tone);
	mem_deref(f->prompts);
	mem_deref(f->engine);
	temp_remove(&f->temp);
}

int sim_fixture_call(struct sim_fixture *f, const char *number)
{
	char uri[128];
	struct oh_leg_prm prm = {
		.to_uri = uri, .from_uri = "sip:+14255550199@127.0.0.1",
		.contact_user = "test", .h = leg_handler, .arg = f,
	};
	char *sdp = NULL;
	int err;

	(void)re_snprintf(uri, sizeof(uri), "sip:%s@%J", number,
			  oh_sim_net_laddr(f->net));
	err = oh_stream_offer(f->stream, &sdp);
	if (!err)
		err = oh_leg_invite(&f->leg, f->sip, &prm, sdp);
	mem_deref(sdp);

	return err;
}

int sim_fixture_wait(struct sim_fixture *f, const char *text, uint32_t ms)
{
	int err;

	f->until = text;
	f->done = strstr(f->words, text) || strstr(f->told, text) ||
		  strstr(f->wire, text);
	err = test_loop_until(&f->done, ms);
	if (err == ETIMEDOUT)
		fail_msg("no \"%s\" in \"%s\" nor \"%s\"", text, f->words,
			 f->told);

	return err;
}

int sim_fixture_tone(struct sim_fixture *f, uint32_t ms)
{
	static int16_t sampv[RATE_HZ * SECONDS_MAX];
	size_t n = (size_t)ms * RATE_HZ / 1000;
	uint32_t id;
	int err;

	audio_sine(sampv, n, RATE_HZ, 1000.0, 8000.0);
	err = f->prompts ? 0 : oh_prompts_alloc(&f->prompts);
	if (!err)
		err = oh_prompt_samples(&f->tone, f->prompts, sampv, n,
					RATE_HZ);

	return err ? err : oh_stream_play(f->stream, &f->tone, 1, 1, &id);
}

/* What we heard, into them; *np samples */
static int read_them(struct sim_fixture *f, int16_t *them, size_t *np)
{
	static int16_t both[2 * RATE_HZ * SECONDS_MAX];
	SF_INFO info = { .format = 0 };
	SNDFILE *sf;
	int err;

	oh_stream_record_stop(f->stream);
	err = sim_fixture_wait(f, "recorded", 2000);
	if (err)
		return err;

	sf = sf_open(f->temp.path, SFM_READ, &info);
	assert_non_null(sf);
	*np = (size_t)sf_readf_short(sf, both, RATE_HZ * SECONDS_MAX);
	sf_close(sf);
	for (size_t i = 0; i < *np; i++)
		them[i] = both[2 * i + 1];

	return 0;
}

int sim_fixture_heard(struct sim_fixture *f, double freq_hz, uint32_t ms,
		      double *partp)
{
	static int16_t them[RATE_HZ * SECONDS_MAX];
	size_t n = 0, len = ms * (RATE_HZ / 1000);
	int err = read_them(f, them, &n);

	*partp = 0.0;
	for (size_t at = 0; !err && at + len <= n; at += STEP) {
		double part = audio_tone(them + at, len, RATE_HZ, freq_hz);

		if (audio_rms(them + at, len) > QUIET && part > *partp)
			*partp = part;
	}

	return err;
}
