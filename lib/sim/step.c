/**
 * @file step.c  What each word of the language does
 */
#include "sim/sim_priv.h"
#include <errno.h>
#include "call/call.h"
#include "call/info.h"
#include "sip/phrase.h"

enum {
	SPOKEN_US  = 1000 * 1000,   /* Less is a cough, not an answer      */
	NONCE_SIZE = 16,            /* [bytes]                             */
};

/* 0: done, or p->wait says what is waited for */
typedef int (step_h)(struct sim_person *p, const struct oh_sim_step *step);

static void timeout(void *arg)
{
	oh_sim_person_arrived(arg, SIM_WAIT_TIME);
}

static void wait_ms(struct sim_person *p, uint32_t ms)
{
	p->wait = SIM_WAIT_TIME;
	tmr_start(&p->tmr, ms, timeout, p);
}

/* The stack has said 100 before anybody was asked */
static int do_trying(struct sim_person *p, const struct oh_sim_step *step)
{
	(void)p;
	(void)step;

	return 0;
}

static int do_ring(struct sim_person *p, const struct oh_sim_step *step)
{
	int err = oh_leg_progress(p->leg, 180, "Ringing", NULL);

	if (err)
		return err;
	if (step->value)
		wait_ms(p, step->value);
	else
		p->wait = SIM_WAIT_END;

	return 0;
}

static int do_progress(struct sim_person *p, const struct oh_sim_step *step)
{
	const char *sdp;
	int err = oh_sim_audio_sdp(p, &sdp);
	(void)step;

	return err ? err : oh_leg_progress(p->leg, 183, "Session Progress",
					   sdp);
}

static int do_answer(struct sim_person *p, const struct oh_sim_step *step)
{
	const char *sdp;
	int err;

	err = oh_sim_audio_sdp(p, &sdp);
	if (err)
		return err;

	p->wait = SIM_WAIT_ACK;
	err = oh_leg_answer(p->leg, sdp);
	if (!err && step->word == OH_SIM_ANSWER_TWICE)
		err = oh_sim_fork_answer(&p->call, p->invite, sdp);

	return err;
}

static int do_answer_broken(struct sim_person *p,
			    const struct oh_sim_step *step)
{
	(void)step;

	p->wait = SIM_WAIT_ACK;
	return oh_leg_answer(p->leg, "v=0\r\no=- nobody\r\n"
			     "m=audio none RTP/AVP\r\nc=IN IP9 nowhere\r\n");
}

static int do_reject(struct sim_person *p, const struct oh_sim_step *step)
{
	const struct oh_reason why = { .q850 = (int)step->extra };

	p->wait = SIM_WAIT_END;

	return oh_leg_reject(p->leg, (uint16_t)step->value,
			     oh_phrase((uint16_t)step->value), &why, NULL);
}

static int do_redirect(struct sim_person *p, const struct oh_sim_step *step)
{
	char headers[OH_SIM_ARG_SIZE + 128];
	int n;

	if (0 == strncmp(step->arg, "sip:", 4))
		n = re_snprintf(headers, sizeof(headers),
				"Contact: <%s>\r\n", step->arg);
	else
		n = re_snprintf(headers, sizeof(headers),
				"Contact: <sip:%s@%J>\r\n", step->arg,
				oh_sip_laddr(p->call.net->sip));
	if (n < 0)
		return ERANGE;

	p->wait = SIM_WAIT_END;

	return oh_leg_reject(p->leg, 302, "Moved Temporarily", NULL,
			     headers);
}

/* A new nonce each time, never stale: no password satisfies it */
static int do_challenge(struct sim_person *p, const struct oh_sim_step *step)
{
	uint8_t nonce[NONCE_SIZE];
	char headers[160];
	(void)step;

	rand_bytes(nonce, sizeof(nonce));
	if (re_snprintf(headers, sizeof(headers),
			"WWW-Authenticate: Digest realm=\"pstn-sim\","
			" nonce=\"%w\", algorithm=MD5, qop=\"auth\"\r\n",
			nonce, sizeof(nonce)) < 0)
		return ERANGE;

	p->wait = SIM_WAIT_END;

	return oh_leg_reject(p->leg, 401, "Unauthorized", NULL, headers);
}

static int do_hangup(struct sim_person *p, const struct oh_sim_step *step)
{
	p->wait = SIM_WAIT_END;

	return oh_leg_hangup(p->leg, (int)step->extra, step->extra ?
			     oh_cause_q850_text((int)step->extra) : NULL);
}

static int do_say(struct sim_person *p, const struct oh_sim_step *step)
{
	p->wait = SIM_WAIT_PLAYED;

	return oh_sim_audio_say(p, step->arg);
}

static int do_play(struct sim_person *p, const struct oh_sim_step *step)
{
	p->wait = SIM_WAIT_PLAYED;

	return oh_sim_audio_play(p, step->arg);
}

static int do_tones(struct sim_person *p, const struct oh_sim_step *step)
{
	p->wait = SIM_WAIT_PLAYED;

	return oh_sim_audio_tones(p, step->arg, step->word == OH_SIM_TONE);
}

/* By RFC 4733, or as tones: the stream knows what it was opened for */
static int do_press(struct sim_person *p, const struct oh_sim_step *step)
{
	uint32_t id;

	p->wait = SIM_WAIT_SENT;

	return oh_stream_send(p->stream, step->arg, OH_CALL_DIGIT_MS,
			      OH_CALL_GAP_MS, &id);
}

static void press_next(void *arg)
{
	struct sim_person *p = arg;
	const struct oh_sim_step *step = &p->row->stepv[p->step];
	char body[OH_INFO_SIZE];
	char digit = step->arg[p->sent];

	if (!digit) {
		oh_sim_person_arrived(p, SIM_WAIT_SENT);
		return;
	}

	p->sent++;
	tmr_start(&p->tmr, OH_CALL_DIGIT_MS + OH_CALL_GAP_MS, press_next, p);
	if (oh_info_encode(body, sizeof(body), digit, OH_CALL_DIGIT_MS) ||
	    oh_leg_info(p->leg, OH_INFO_CTYPE, body))
		oh_log(p->call.net->prm.log, OH_LOG_WARN,
		       "%s: cannot send a digit", p->call.number);
}

static int do_press_info(struct sim_person *p, const struct oh_sim_step *step)
{
	(void)step;

	p->wait = SIM_WAIT_SENT;
	p->sent = 0;
	tmr_start(&p->tmr, 0, press_next, p);

	return 0;
}

static int do_wait(struct sim_person *p, const struct oh_sim_step *step)
{
	wait_ms(p, step->value);

	return 0;
}

static int do_wait_spoken(struct sim_person *p,
			  const struct oh_sim_step *step)
{
	(void)step;

	if (!oh_sim_step_is_spoken(p))
		p->wait = SIM_WAIT_SPOKEN;

	return 0;
}

static int do_wait_key(struct sim_person *p, const struct oh_sim_step *step)
{
	(void)step;

	if (!oh_sim_step_wants_key(p, p->step))
		p->wait = SIM_WAIT_KEY;

	return 0;
}

static int do_echo(struct sim_person *p, const struct oh_sim_step *step)
{
	(void)step;

	oh_stream_echo(p->stream, true);
	return 0;
}

/* Before there is a stream: once it is agreed on, it begins to send */
static int do_quiet(struct sim_person *p, const struct oh_sim_step *step)
{
	(void)step;

	p->quiet = true;
	if (p->stream)
		oh_stream_quiet(p->stream, true);

	return 0;
}

static int do_hold(struct sim_person *p, const struct oh_sim_step *step)
{
	p->wait = SIM_WAIT_MODIFIED;

	return oh_sim_audio_hold(p, step->word == OH_SIM_HOLD);
}

static int do_impair(struct sim_person *p, const struct oh_sim_step *step)
{
	p->line = mem_deref(p->line);

	return oh_sim_impair_alloc(&p->line, oh_sip_laddr(p->call.net->sip),
				   step->value, step->extra);
}

static int do_attack(struct sim_person *p, const struct oh_sim_step *step)
{
	struct sa target;
	int err = oh_sim_audio_target(p, &target);
	(void)step;

	p->attacker = mem_deref(p->attacker);

	return err ? err : oh_sim_attacker_start(&p->attacker, &target);
}

static step_h *const stepv[OH_SIM_WORDS] = {
	[OH_SIM_IGNORE]        = NULL,      /* the network does not even ask */
	[OH_SIM_TRYING]        = do_trying,
	[OH_SIM_RING]          = do_ring,
	[OH_SIM_PROGRESS]      = do_progress,
	[OH_SIM_ANSWER]        = do_answer,
	[OH_SIM_ANSWER_TWICE]  = do_answer,
	[OH_SIM_ANSWER_BROKEN] = do_answer_broken,
	[OH_SIM_REJECT]        = do_reject,
	[OH_SIM_REDIRECT]      = do_redirect,
	[OH_SIM_CHALLENGE]     = do_challenge,
	[OH_SIM_HANGUP]        = do_hangup,
	[OH_SIM_SAY]           = do_say,
	[OH_SIM_PLAY]          = do_play,
	[OH_SIM_TONE]          = do_tones,
	[OH_SIM_CADENCE]       = do_tones,
	[OH_SIM_PRESS]         = do_press,
	[OH_SIM_PRESS_INFO]    = do_press_info,
	[OH_SIM_PRESS_TONES]   = do_press,
	[OH_SIM_WAIT]          = do_wait,
	[OH_SIM_WAIT_SPOKEN]   = do_wait_spoken,
	[OH_SIM_WAIT_KEY]      = do_wait_key,
	[OH_SIM_ECHO]          = do_echo,
	[OH_SIM_QUIET]         = do_quiet,
	[OH_SIM_HOLD]          = do_hold,
	[OH_SIM_RESUME]        = do_hold,
	[OH_SIM_IMPAIR]        = do_impair,
	[OH_SIM_ATTACK]        = do_attack,
};

/**
 * Whether the caller has spoken long enough, and then been silent
 *
 * @param p Person
 *
 * @return true if so
 */
bool oh_sim_step_is_spoken(const struct sim_person *p)
{
	return !p->speaking && p->spoken_us >= SPOKEN_US;
}

/**
 * Whether a step waits for a key, and the last one pressed is it
 *
 * @param p    Person
 * @param step Index of the step, may be past the last
 *
 * @return true if so
 */
bool oh_sim_step_wants_key(const struct sim_person *p, uint32_t step)
{
	return step < p->row->stepc && p->key &&
	       p->row->stepv[step].word == OH_SIM_WAIT_KEY &&
	       strchr(p->row->stepv[step].arg, p->key);
}

/**
 * Begin the step that p->step says
 *
 * @param p Person; p->wait is set if the step takes time
 *
 * @return 0, or an errno: it cannot be done
 */
int oh_sim_step_begin(struct sim_person *p)
{
	const struct oh_sim_step *step = &p->row->stepv[p->step];
	step_h *h = stepv[step->word];

	return h ? h(p, step) : ENOTSUP;
}
