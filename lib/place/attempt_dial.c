/**
 * @file attempt_dial.c  The INVITE of one try
 */
#include <errno.h>
#include "base/clock.h"
#include "media/codec.h"
#include "number/plan.h"
#include "place/attempt_priv.h"

enum { ATTEMPT_URI = 512, ATTEMPT_HEADERS = 600 };

/* Our name towards the far end: RFC 3323 4.1 when we have none */
static int from_uri(char *buf, size_t size, const struct oh_attempt *a,
		    const struct oh_trunk *t)
{
	if (a->prm.anonymous)
		return re_snprintf(buf, size,
				   "sip:anonymous@anonymous.invalid") < 0 ?
			ERANGE : 0;

	return oh_trunk_uri(buf, size, t, a->choice.from);
}

/* Whom a trunk that is trusted may know (RFC 3325 9.1), though nobody
   behind it does if the caller wants that */
static int asserted(char *buf, size_t size, const struct oh_attempt *a,
		    const struct oh_trunk *t)
{
	const struct oh_conf_trunk *conf = a->choice.trunk;
	const char *who = a->prm.anonymous ? conf->caller_id : a->choice.from;
	char uri[ATTEMPT_URI];
	int err;

	buf[0] = '\0';
	if (!conf->trusted || !*who)
		return 0;
	err = oh_trunk_uri(uri, sizeof(uri), t, who);
	if (err)
		return err;

	return re_snprintf(buf, size, "P-Asserted-Identity: <%s>\r\n",
			   uri) < 0 ? ERANGE : 0;
}

static int headers(char *buf, size_t size, const struct oh_attempt *a,
		   const struct oh_trunk *t)
{
	const char *more = a->prm.headers ? a->prm.headers : "";
	char who[ATTEMPT_HEADERS];
	int err = asserted(who, sizeof(who), a, t);

	if (err)
		return err;

	return re_snprintf(buf, size, "%s%s%s", who,
			   a->prm.anonymous ? "Privacy: id\r\n" : "",
			   more) < 0 ? ERANGE : 0;
}

/* The trunk's codecs, or all of ours, the preferred one first */
static void set_codecs(struct oh_stream_prm *sp,
		       const struct oh_conf_trunk *conf, const char *first)
{
	const struct oh_codec *c;

	for (size_t i = 0; i < conf->codecc && i < OH_STREAM_CODECS_MAX; i++)
		sp->codecv[sp->codecc++] = conf->codecs[i];
	for (size_t i = 0; first && !conf->codecc && i < OH_STREAM_CODECS_MAX
	     && (c = oh_codec_at(i)); i++)
		sp->codecv[sp->codecc++] = c->name;
	for (uint32_t i = 1; first && i < sp->codecc; i++) {
		const char *name = sp->codecv[i];

		if (str_casecmp(name, first))
			continue;
		memmove(&sp->codecv[1], &sp->codecv[0],
			i * sizeof(sp->codecv[0]));
		sp->codecv[0] = name;
	}
}

static void set_stream(struct oh_stream_prm *sp,
		       const struct oh_conf_trunk *conf)
{
	sp->srtp = (enum oh_srtp)conf->srtp;
	sp->dtls = conf->srtp_keys == OH_CONF_DTLS;
	if (0 == str_casecmp(conf->dtmf, "rfc4733"))
		sp->dtmf = OH_DTMF_EVENT;
	else if (0 == str_casecmp(conf->dtmf, "info"))
		sp->dtmf = OH_DTMF_INFO;
	else if (0 == str_casecmp(conf->dtmf, "inband"))
		sp->dtmf = OH_DTMF_INBAND;
}

/* Networks speak by the tones of the country that is called. */
static void set_country(struct oh_detect_prm *prm, const struct oh_number *n)
{
	const struct oh_plan *plan = oh_plan_of(n);

	if (plan)
		str_ncpy(prm->country, plan->iso, sizeof(prm->country));
}

static int invite(struct oh_attempt *a, const struct oh_trunk *t,
		  uint32_t max_ms)
{
	char uri[ATTEMPT_URI], from[ATTEMPT_URI], more[ATTEMPT_HEADERS * 4];
	struct oh_call_prm prm = {
		.id     = a->id,
		.number = a->choice.number.kind == OH_NUMBER_URI ?
			a->choice.number.uri : a->choice.number.text,
		.from    = a->choice.from,
		.trunk   = a->choice.trunk->name,
		.uri     = uri,
		.sip     = oh_trunk_sip(t),
		.engine  = a->place->prm.engine,
		.refer   = a->choice.trunk->refer,
		.trusted = a->choice.trunk->trusted,
		.ring_ms = oh_attempt_ring_ms(a),
		.max_ms  = max_ms,
		.eventh  = oh_attempt_event,
		.arg     = a,
	};
	struct oh_detect_prm detect;
	int err;

	err = oh_trunk_uri(uri, sizeof(uri), t, a->choice.user);
	if (!err)
		err = from_uri(from, sizeof(from), a, t);
	if (!err)
		err = headers(more, sizeof(more), a, t);
	if (err)
		return err;
	prm.leg.to_uri       = uri;
	prm.leg.from_uri     = from;
	prm.leg.from_name    = a->prm.anonymous ? "Anonymous" :
		a->choice.trunk->display;
	prm.leg.contact_user = a->prm.anonymous ? "anonymous" :
		a->choice.trunk->user[0] ? a->choice.trunk->user : "offhook";
	prm.leg.route        = oh_trunk_route(t);
	prm.leg.headers      = more;
	prm.leg.cred         = oh_trunk_cred(t);
	if (a->prm.job.detect) {
		detect = *a->prm.job.detect;
		set_country(&detect, &a->choice.number);
		prm.detect = &detect;
	}
	set_codecs(&prm.stream, a->choice.trunk, a->prm.codec);
	set_stream(&prm.stream, a->choice.trunk);
	prm.stream.laddr       = oh_trunk_laddr(t);
	prm.stream.public_host = oh_trunk_public_host(t);
	prm.stream.silence_ms  = a->prm.silence_ms;

	err = oh_call_dial(&a->call, &prm);
	if (!err && a->place->prm.callh)
		a->place->prm.callh(a->call, a->place->prm.callarg);

	return err;
}

/* While it rings, make the prompts ready in the codec most likely agreed */
static void warm(const struct oh_attempt *a)
{
	const struct oh_conf_trunk *t = a->choice.trunk;
	const char *codec = t->codecc ? t->codecs[0] : "PCMU";

	for (uint32_t i = 0; i < a->prm.job.promptc; i++)
		(void)oh_prompt_warm(a->prm.job.promptv[i], codec);
}

/**
 * Send the INVITE of a try
 *
 * All tries together ring as long as one would.
 *
 * @param a Attempt, its choice made
 * @param t The trunk of it, ready
 *
 * @return 0 or an errno: then nothing was sent
 */
int oh_attempt_dial(struct oh_attempt *a, const struct oh_trunk *t)
{
	char note[ATTEMPT_WARNING];
	uint32_t max_ms = oh_attempt_max_ms(note, sizeof(note), a);
	int err;

	if (!a->ring_us)
		a->ring_us = oh_clock_us() + a->prm.ring_ms * 1000ull;
	str_ncpy(a->route, oh_trunk_route(t), sizeof(a->route));
	a->ringing = false;
	a->tries++;
	err = invite(a, t, max_ms);
	if (err)
		return err;
	warm(a);
	/* Whoever else should know: Kari's law asks for it in the US */
	if (a->choice.emergency == OH_EMERGENCY_CALL)
		oh_call_emergency(a->call,
				  a->choice.trunk->emergency_address);
	if (*note)
		oh_attempt_warn(a, note);
	if (a->tries == 1 && a->choice.spent) {
		(void)re_snprintf(note, sizeof(note), "route %s was passed "
				  "over: its pattern takes too many steps",
				  a->choice.spent->name);
		oh_attempt_warn(a, note);
	}

	return 0;
}
