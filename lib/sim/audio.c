/**
 * @file audio.c  A person's session descriptions, and its voice
 *
 * With a bad line between, each side is told the line's address instead of
 * the other's:
 *
 *   caller's description ──pass(CALLER)──▶ our stream
 *   caller ◀──pass(PERSON)── our stream's description
 */
#include "sim/sim_priv.h"
#include <errno.h>
#include "media/prompt.h"
#include "media/tone.h"
#include "sim/sdp.h"
#include "sim/voice.h"
#include "sim/words.h"

enum {
	TONE_RATE_HZ = 8000,
};

/* How a row's digits travel decides what is offered */
static enum oh_dtmf dtmf_of(const struct oh_sim_row *row)
{
	for (uint32_t i = 0; i < row->stepc; i++) {
		if (row->stepv[i].word == OH_SIM_PRESS_INFO)
			return OH_DTMF_INFO;
		if (row->stepv[i].word == OH_SIM_PRESS_TONES)
			return OH_DTMF_INBAND;
	}

	return OH_DTMF_NONE;
}

static int open_stream(struct sim_person *p)
{
	const struct oh_sim_net *net = p->call.net;
	struct oh_stream_prm prm = {
		.laddr     = oh_sip_laddr(net->sip),
		.dtmf      = dtmf_of(p->row),
		.srtp      = OH_SRTP_PREFER,
		.speech_ms = SIM_SILENCE_MS,
		.h         = oh_sim_person_stream,
		.arg       = p,
	};
	int err;

	if (p->stream)
		return 0;
	err = oh_stream_alloc(&p->stream, net->prm.engine, &prm);
	if (!err && p->quiet)
		oh_stream_quiet(p->stream, true);

	return err;
}

/* *sdpp is given, and replaced by what the caller shall see */
static int pass_out(struct sim_person *p, char **sdpp)
{
	char *sdp = NULL;
	int err;

	if (!p->line)
		return 0;

	err = oh_sim_impair_pass(p->line, OH_SIM_PERSON, &sdp, *sdpp,
				 strlen(*sdpp));
	mem_deref(*sdpp);
	*sdpp = sdp;

	return err;
}

/* Their description as our stream shall see it: *sdpp, len; *copyp is to be
   released */
static int pass_in(struct sim_person *p, char **copyp, const char **sdpp,
		   size_t *lenp)
{
	int err;

	*copyp = NULL;
	if (!p->line)
		return 0;

	err = oh_sim_impair_pass(p->line, OH_SIM_CALLER, copyp, *sdpp, *lenp);
	if (err)
		return err;
	*sdpp = *copyp;
	*lenp = strlen(*copyp);

	return 0;
}

/**
 * Answer an offer, or make one if there is none
 *
 * @param p    Person
 * @param sdpp Set on success: our description, release with mem_deref
 * @param sdp  Their offer
 * @param len  Its length [bytes]; 0: none
 *
 * @return 0, ENOMEM, EBADMSG no SDP, ENOTSUP no common codec, EACCES
 *         keys that we cannot use
 */
int oh_sim_audio_offered(struct sim_person *p, char **sdpp, const char *sdp,
		      size_t len)
{
	char *copy = NULL, *ours = NULL;
	int err;

	err = open_stream(p);
	if (err)
		return err;

	if (len) {
		err = pass_in(p, &copy, &sdp, &len);
		if (!err)
			err = oh_stream_answer(p->stream, sdp, len, &ours);
	}
	else {
		err = oh_stream_offer(p->stream, &ours);
		p->offered = !err;
	}
	if (!err)
		err = pass_out(p, &ours);

	mem_deref(copy);
	if (err)
		mem_deref(ours);
	else
		*sdpp = ours;

	return err;
}

/**
 * The description that answers the INVITE: made once, for 183 and for 200
 *
 * @param p    Person
 * @param sdpp Set on success, borrowed
 *
 * @return 0, or an error of oh_sim_audio_offered()
 */
int oh_sim_audio_sdp(struct sim_person *p, const char **sdpp)
{
	struct mbuf *mb = p->invite->mb;
	int err = 0;

	if (!p->sdp)
		err = oh_sim_audio_offered(p, &p->sdp, (char *)mbuf_buf(mb),
					mbuf_get_left(mb));
	if (!err)
		*sdpp = p->sdp;

	return err;
}

/**
 * Take their answer to an offer of ours
 *
 * @param p   Person
 * @param sdp Their answer
 * @param len Its length [bytes]
 *
 * @return 0, ENOMEM, EBADMSG, ENOTSUP
 */
int oh_sim_audio_answered(struct sim_person *p, const char *sdp, size_t len)
{
	char *copy = NULL;
	int err;

	p->offered = false;
	err = pass_in(p, &copy, &sdp, &len);
	if (!err)
		err = oh_stream_answered(p->stream, sdp, len);
	mem_deref(copy);

	return err;
}

/**
 * Put the caller on hold, or end that, by a re-INVITE
 *
 * @param p    Person
 * @param hold Whether to hold
 *
 * @return 0 or an errno
 */
int oh_sim_audio_hold(struct sim_person *p, bool hold)
{
	char *sdp = NULL;
	int err;

	oh_stream_hold(p->stream, hold);
	err = oh_stream_offer(p->stream, &sdp);
	if (!err)
		err = pass_out(p, &sdp);
	if (!err)
		err = oh_leg_modify(p->leg, sdp);
	mem_deref(sdp);

	return err;
}

/**
 * Find where the caller awaits RTP
 *
 * @param p      Person
 * @param target Set on success
 *
 * @return 0, or EBADMSG if the INVITE did not say
 */
int oh_sim_audio_target(const struct sim_person *p, struct sa *target)
{
	struct mbuf *mb = p->invite->mb;

	return oh_sim_sdp_find(target, (char *)mbuf_buf(mb),
			       mbuf_get_left(mb));
}

/* The prompt is given */
static int play(struct sim_person *p, struct oh_prompt *prompt,
		uint32_t loops)
{
	uint32_t id;

	oh_prompt_unref(p->prompt);
	p->prompt = prompt;

	return oh_stream_play(p->stream, &p->prompt, 1, loops, &id);
}

/**
 * Say something; PLAYED follows
 *
 * @param p    Person
 * @param name Name of the voice; a '*' at its end is the last key pressed
 *
 * @return 0, ENOMEM, ENOENT
 */
int oh_sim_audio_say(struct sim_person *p, const char *name)
{
	const struct oh_sim_voice *voice;
	struct oh_prompt *prompt;
	char buf[OH_SIM_ARG_SIZE];
	size_t len;
	int err;

	str_ncpy(buf, name, sizeof(buf));
	len = strlen(buf);
	if (len && buf[len - 1] == '*')
		buf[len - 1] = p->key;

	voice = oh_sim_voice_find(buf);
	if (!voice)
		return ENOENT;

	err = oh_prompt_memory(&prompt, p->call.net->prompts, voice->name,
			       voice->data,
			       (size_t)(voice->end - voice->data));

	return err ? err : play(p, prompt, 1);
}

/**
 * Play a sound file; PLAYED follows
 *
 * @param p    Person
 * @param path File
 *
 * @return 0, or an error of oh_prompt_open()
 */
int oh_sim_audio_play(struct sim_person *p, const char *path)
{
	struct oh_prompt *prompt;
	const char *why;
	int err = oh_prompt_open(&prompt, p->call.net->prompts, path, &why);

	return err ? err : play(p, prompt, 1);
}

/**
 * Play tones; PLAYED follows
 *
 * @param p       Person
 * @param cadence "480+620/500ms 0/500ms"
 * @param loops   How often; 0: for ever
 *
 * @return 0, ENOMEM, EBADMSG, ERANGE
 */
int oh_sim_audio_tones(struct sim_person *p, const char *cadence,
		    uint32_t loops)
{
	struct oh_tone tonev[OH_SIM_TONES_MAX];
	struct oh_prompt *prompt = NULL;
	int16_t *sampv = NULL;
	size_t tonec, sampc;
	int err;

	err = oh_sim_words_tones(tonev, &tonec, cadence);
	if (!err)
		err = oh_tone_make(&sampv, &sampc, TONE_RATE_HZ, tonev, tonec);
	if (!err)
		err = oh_prompt_samples(&prompt, p->call.net->prompts, sampv,
					sampc, TONE_RATE_HZ);
	mem_deref(sampv);

	return err ? err : play(p, prompt, loops);
}
