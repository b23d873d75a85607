/**
 * @file person.c  A simulated person: one call that follows its steps
 *
 * A step either is done at once or names what it waits for. Whatever comes
 * to pass (a timer, the end of a prompt, an ACK) says so by
 * oh_sim_person_arrived(); if it is what the step waits for, the next begins.
 */
#include "sim/sim_priv.h"
#include <errno.h>
#include "base/clock.h"
#include "call/info.h"

static void destructor(void *arg)
{
	struct sim_person *p = arg;

	tmr_cancel(&p->tmr);
	tmr_cancel(&p->limit);
	list_unlink(&p->le);
	mem_deref(p->attacker);
	mem_deref(p->stream);
	mem_deref(p->line);
	oh_prompt_unref(p->prompt);
	mem_deref(p->leg);
	mem_deref(p->sdp);
	mem_deref(p->invite);
}

/* What the person was to do cannot be done: say so, and end the call */
static void give_up(struct sim_person *p, int err)
{
	char text[64];
	struct oh_event ev = { .type = OH_EVENT_WARNING, .err = err,
			       .text = text };
	bool no_codec = err == ENOTSUP || err == EBADMSG || err == EACCES;

	(void)re_snprintf(text, sizeof(text), "step %u cannot be done: %m",
			  p->step + 1, err);
	oh_sim_call_tell(&p->call, p->leg, &ev);

	p->wait = SIM_WAIT_END;
	if (oh_leg_state(p->leg) == OH_LEG_INCOMING)
		err = oh_leg_reject(p->leg, no_codec ? 488 : 500, no_codec ?
				    "Not Acceptable Here" : "Server Error",
				    NULL, NULL);
	else
		err = oh_leg_hangup(p->leg, 0, NULL);
	if (err)
		oh_log(p->call.net->prm.log, OH_LOG_WARN,
		       "%s: cannot end a call: %s", p->call.number,
		       strerror(err));
}

static void go_on(struct sim_person *p)
{
	int err = 0;

	/* What a step does may end the call under our feet */
	mem_ref(p);
	while (!err && !p->over && p->wait == SIM_WAIT_NOTHING &&
	       p->step < p->row->stepc) {
		err = oh_sim_step_begin(p);
		if (!err && p->wait == SIM_WAIT_NOTHING)
			p->step++;
	}
	if (err && !p->over)
		give_up(p, err);
	mem_deref(p);
}

/**
 * Something came to pass that a step may wait for
 *
 * @param p    Person
 * @param what What it is
 */
void oh_sim_person_arrived(struct sim_person *p, enum sim_wait what)
{
	if (p->over || p->wait != what)
		return;

	p->wait = SIM_WAIT_NOTHING;
	p->step++;
	go_on(p);
}

static void key_pressed(struct sim_person *p, char digit, enum oh_dtmf dtmf)
{
	struct oh_event ev = { .type = OH_EVENT_DIGIT, .digit = digit,
			       .dtmf = dtmf };

	oh_sim_call_tell(&p->call, p->leg, &ev);
	p->key = digit;
	if (p->wait == SIM_WAIT_KEY && oh_sim_step_wants_key(p, p->step))
		oh_sim_person_arrived(p, SIM_WAIT_KEY);

	/* Who knows the menu need not hear it to its end */
	else if (p->wait == SIM_WAIT_PLAYED &&
		 oh_sim_step_wants_key(p, p->step + 1))
		oh_stream_stop(p->stream);
}

static void spoke(struct sim_person *p, const struct oh_stream_event *ev)
{
	const uint64_t silence_us = 1000ull * SIM_SILENCE_MS;

	if (ev->ok)
		p->began_us = ev->mono_us;
	else if (p->speaking)
		p->spoken_us += ev->mono_us - p->began_us - silence_us;
	p->speaking = ev->ok;

	if (oh_sim_step_is_spoken(p))
		oh_sim_person_arrived(p, SIM_WAIT_SPOKEN);
}

/**
 * Hear what the stream has to say; oh_stream_h
 *
 * @param ev  Event
 * @param arg Person
 */
void oh_sim_person_stream(const struct oh_stream_event *ev, void *arg)
{
	struct sim_person *p = arg;

	if (p->over)
		return;

	switch (ev->type) {

	case OH_STREAM_DIGIT:
		key_pressed(p, ev->digit, ev->dtmf);
		break;

	case OH_STREAM_SPEECH:
		spoke(p, ev);
		break;

	case OH_STREAM_PLAYED:
		oh_sim_person_arrived(p, SIM_WAIT_PLAYED);
		break;

	case OH_STREAM_SENT:
		oh_sim_person_arrived(p, SIM_WAIT_SENT);
		break;

	default:
		break;
	}
}

static void leg_up(struct sim_person *p, const struct oh_leg_event *lev)
{
	struct oh_event ev = { .type = OH_EVENT_ANSWERED };
	struct oh_stream_info info;
	int err = 0;

	if (p->offered && lev->len)
		err = oh_sim_audio_answered(p, lev->body, lev->len);

	p->call.answered = true;
	memset(&info, 0, sizeof(info));
	if (p->stream)
		oh_stream_info(p->stream, &info);
	ev.codec = info.codec;
	ev.ptime_ms = info.ptime_ms;
	ev.dtmf = info.dtmf;
	ev.tls = lev->tls;
	oh_sim_call_tell(&p->call, p->leg, &ev);

	if (err)
		give_up(p, err);
	else
		oh_sim_person_arrived(p, SIM_WAIT_ACK);
}

static void leg_offer(struct sim_person *p, const struct oh_leg_event *lev)
{
	char *sdp = NULL;
	int err = oh_sim_audio_offered(p, &sdp, lev->body, lev->len);

	err = oh_leg_reply_offer(p->leg, err ? 488 : 200, sdp);
	if (err)
		oh_log(p->call.net->prm.log, OH_LOG_WARN,
		       "%s: cannot answer an offer: %s", p->call.number,
		       strerror(err));
	mem_deref(sdp);
}

static void leg_modified(struct sim_person *p, const struct oh_leg_event *lev)
{
	const struct oh_sim_step *step = &p->row->stepv[p->step];
	struct oh_event ev = { .by = OH_PARTY_US, .scode = lev->scode };

	if (lev->scode >= 200 && lev->scode < 300 &&
	    !oh_sim_audio_answered(p, lev->body, lev->len)) {
		ev.type = step->word == OH_SIM_HOLD ? OH_EVENT_HELD
						    : OH_EVENT_RESUMED;
	}
	else {
		ev.type = OH_EVENT_WARNING;
		ev.text = "the re-INVITE was refused";
	}
	oh_sim_call_tell(&p->call, p->leg, &ev);
	oh_sim_person_arrived(p, SIM_WAIT_MODIFIED);
}

static void leg_closed(struct sim_person *p, const struct oh_leg_event *lev)
{
	p->over = true;
	oh_sim_call_ended(&p->call, p->leg, lev);
	mem_deref(p);
}

static void leg_handler(struct oh_leg *leg, const struct oh_leg_event *ev,
			void *arg)
{
	struct sim_person *p = arg;
	char digit;
	(void)leg;

	switch (ev->type) {

	case OH_LEG_EV_UP:
		leg_up(p, ev);
		break;

	case OH_LEG_EV_OFFER:
		leg_offer(p, ev);
		break;

	case OH_LEG_EV_MODIFIED:
		leg_modified(p, ev);
		break;

	case OH_LEG_EV_INFO:
		digit = oh_info_decode(ev->ctype, ev->body, ev->len);
		if (digit)
			key_pressed(p, digit, OH_DTMF_INFO);
		break;

	case OH_LEG_EV_CLOSED:
		leg_closed(p, ev);
		break;

	default:
		break;
	}
}

/* Nobody stays on the line for ever */
static void limit_reached(void *arg)
{
	give_up(arg, ETIMEDOUT);
}

/**
 * A person's telephone rings: begin with the first step
 *
 * @param net Network
 * @param msg The INVITE, not answered
 * @param row What the person does, borrowed
 *
 * @return 0, ENOMEM, or an error of the leg: then nothing was answered
 */
int oh_sim_person_start(struct oh_sim_net *net, const struct sip_msg *msg,
		     const struct oh_sim_row *row)
{
	struct oh_event ev = { .type = OH_EVENT_INCOMING };
	struct sim_person *p;
	int err;

	p = mem_zalloc(sizeof(*p), destructor);
	if (!p)
		return ENOMEM;
	oh_sim_call_init(&p->call, net, msg, row->number.text);
	p->row = row;
	p->invite = mem_ref((void *)msg);

	err = oh_leg_incoming(&p->leg, net->sip, msg, leg_handler, p);
	if (err) {
		mem_deref(p);
		return err;
	}
	list_append(&net->personl, &p->le, p);
	tmr_start(&p->limit, SIM_CALL_MAX_MS, limit_reached, p);

	oh_sim_call_tell(&p->call, p->leg, &ev);
	go_on(p);

	return 0;
}
