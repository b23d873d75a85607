/**
 * @file live_fixture.c  Live calls, registered, with somebody at the far end
 */
#include "live_fixture.h"
#include "audio.h"
#include "media/engine.h"
#include "media/prompt.h"
#include "sip/stack.h"

enum { DEADLINE_MS = 8000, RATE = 8000, WAV_HEADER = 44,
       SPEECH_MAX_MS = 5000 };

static void note_text(char *buf, size_t size, const char *text)
{
	str_ncpy(buf, text ? text : "", size);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct live_end *e = arg;
	size_t n = strlen(e->digits);

	e->eventc[ev->type]++;
	if (ev->type == OH_EVENT_DIGIT && n + 1 < sizeof(e->digits))
		e->digits[n] = ev->digit;
	if (ev->type == OH_EVENT_GATHERED)
		note_text(e->gathered, sizeof(e->gathered), ev->text);
	if (ev->type == OH_EVENT_ENDED)
		e->ended = true;
	if (e->l->until == e && e->l->type == ev->type)
		e->l->over = true;
}

static void set_prm(struct oh_call_prm *prm, struct live_end *e, bool near)
{
	memset(prm, 0, sizeof(*prm));
	prm->sip          = near ? e->l->a : e->l->b;
	prm->engine       = near ? e->l->engine : e->l->there;
	prm->stream.laddr = &e->l->laddr;
	prm->number       = "+14255550100";
	prm->from         = "+14255550199";
	prm->trunk        = "test";
	prm->eventh       = event_handler;
	prm->arg          = e;
}

static bool invite_handler(const struct sip_msg *msg, void *arg)
{
	struct live *l = arg;
	struct live_end *e = &l->pairv[l->n].far;
	struct oh_call_prm prm;
	int err;

	if (e->call)
		return false;
	set_prm(&prm, e, false);
	err = oh_call_take(&e->call, &prm, msg);
	if (!err)
		err = oh_call_pickup(e->call);
	if (err) {
		l->err  = err;
		l->over = true;
	}

	return true;
}

static int make_stacks(struct live *l)
{
	struct oh_sip_prm prm = { .udp = true, .software = "test",
				  .laddr = &l->laddr, .arg = l };
	int err = oh_sip_alloc(&l->a, &prm);

	prm.inviteh = invite_handler;

	return err ? err : oh_sip_alloc(&l->b, &prm);
}

int live_init(struct live *l)
{
	int err;

	memset(l, 0, sizeof(*l));
	home_enter(&l->home);
	setenv("XDG_RUNTIME_DIR", l->home.dir, 1);
	for (size_t i = 0; i < LIVE_PAIRS; i++) {
		l->pairv[i].near.l = l;
		l->pairv[i].far.l  = l;
	}
	err = sa_set_str(&l->laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_engine_alloc(&l->engine, NULL);
	if (!err)
		err = oh_engine_alloc(&l->there, NULL);
	if (!err)
		err = oh_prompts_alloc(&l->prompts);
	if (!err)
		err = make_stacks(l);
	oh_detect_prm_init(&l->detect);
	l->prm = (struct oh_calls_prm){
		.detect   = &l->detect,
		.engine   = l->engine,
		.prompts  = l->prompts,
		.first_ms = 5000,
		.between_ms = 3000,
	};
	if (!err)
		err = oh_calls_alloc(&l->calls, &l->prm);

	return test_or_refused(err);
}

void live_close(struct live *l)
{
	mem_deref(l->calls);
	for (size_t i = 0; i < LIVE_PAIRS; i++) {
		mem_deref(l->pairv[i].near.call);
		mem_deref(l->pairv[i].far.call);
	}
	if (l->a)
		oh_sip_close(l->a, true);
	if (l->b)
		oh_sip_close(l->b, true);
	mem_deref(l->a);
	mem_deref(l->b);
	mem_deref(l->prompts);
	mem_deref(l->engine);
	mem_deref(l->there);
	home_leave(&l->home);
}

int live_await(struct live *l, struct live_end *e, enum oh_event_type type,
	       unsigned n)
{
	int err = l->err;

	l->until = e;
	l->type  = type;
	while (!err && e->eventc[type] < n) {
		l->over = false;
		err = test_loop_until(&l->over, DEADLINE_MS);
		if (l->err)
			err = l->err;
	}

	return test_or_refused(err);
}

int live_call(struct live *l)
{
	struct live_pair *p = &l->pairv[l->n];
	struct oh_call_prm prm;
	char uri[64];
	int err;

	set_prm(&prm, &p->near, true);
	(void)re_snprintf(uri, sizeof(uri), "sip:x@%J",
			  oh_sip_laddr(l->b));
	prm.uri              = uri;
	prm.leg.to_uri       = uri;
	prm.leg.from_uri     = "sip:a@127.0.0.1";
	prm.leg.contact_user = "a";
	err = oh_call_dial(&p->near.call, &prm);
	if (!err)
		err = oh_calls_add(l->calls, p->near.call);
	if (!err)
		err = live_await(l, &p->near, OH_EVENT_ANSWERED, 1);
	if (!err)
		err = live_await(l, &p->far, OH_EVENT_ANSWERED, 1);
	l->n++;

	return test_or_refused(err);
}

struct oh_live *live_of(const struct live *l, size_t i)
{
	struct oh_live *lv = NULL;

	(void)oh_calls_find(&lv, l->calls, oh_call_id(l->pairv[i].near.call));

	return lv;
}

void live_outcome_handler(const struct oh_outcome *out, void *arg)
{
	struct live_outcome *o = arg;

	o->over    = true;
	o->count++;
	o->cause   = out->cause;
	o->err     = out->err;
	o->masked  = out->masked;
	o->seconds = out->seconds;
	note_text(o->error, sizeof(o->error), out->error);
	note_text(o->digits, sizeof(o->digits), out->digits);
	note_text(o->text, sizeof(o->text), out->text);
	note_text(o->path, sizeof(o->path), out->path);
	o->action  = mem_deref(o->action);
}

int live_await_over(struct live_outcome *o)
{
	return test_or_refused(o->over ? 0 : test_loop_until(&o->over,
							     DEADLINE_MS));
}

int live_speak(struct live *l, struct live_end *e, uint32_t ms)
{
	static int16_t sampv[SPEECH_MAX_MS * RATE / 1000];
	struct oh_prompt *pr = NULL;
	size_t n = RATE / 1000 * ms;
	int err;

	audio_sine(sampv, n, RATE, LIVE_TONE_HZ, 8000.0);
	err = oh_prompt_samples(&pr, l->prompts, sampv, n, RATE);
	if (!err)
		err = oh_stream_play(oh_call_stream(e->call), &pr, 1, 1, NULL);
	oh_prompt_unref(pr);

	return err;
}

static void put_u32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* Canonical WAV: PCM, 1 channel, 16 bit; a square wave of 500 Hz */
const char *live_tone(struct live *l, const char *name, uint32_t ms)
{
	uint32_t n = RATE / 1000 * ms;
	uint8_t head[WAV_HEADER] = "RIFF....WAVEfmt ";
	FILE *f = fopen(home_path(&l->home, name), "wb");

	assert_non_null(f);
	put_u32(&head[4], WAV_HEADER - 8 + n * 2);
	put_u32(&head[16], 16);
	put_u32(&head[20], 1 | 1 << 16);
	put_u32(&head[24], RATE);
	put_u32(&head[28], RATE * 2);
	put_u32(&head[32], 2 | 16 << 16);
	memcpy(&head[36], "data", 4);
	put_u32(&head[40], n * 2);
	fwrite(head, sizeof(head), 1, f);
	for (uint32_t i = 0; i < n; i++) {
		int16_t s = i / 8 % 2 ? 8000 : -8000;

		fwrite(&s, sizeof(s), 1, f);
	}
	fclose(f);

	return home_path(&l->home, name);
}
