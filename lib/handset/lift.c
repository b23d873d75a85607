/**
 * @file lift.c  The handset lifted once
 *
 * baresip that cannot open its device rings for ever and says nothing: so it
 * is up when its audio comes, and not before, or it has failed.
 */
#include <errno.h>
#include "base/clock.h"
#include "base/compat.h"
#include "call/call.h"
#include "handset/lift.h"
#include "handset/rate.h"
#include "handset/baresip.h"
#include "trunk/hostport.h"
#include "trunk/trunk.h"

enum {
	URI_SIZE  = 600,
	GUARD_MS  = 100,       /* between two looks at the packets        */
	WAIT_MS   = 20,        /* and until the first of them is there    */
	END_MS    = 2700,      /* after that it is taken down by force    */
	REACH_MS  = 5000,      /* until a phone says anything             */
};

/** How far taking down has come */
enum ending { NOT_ENDING, ENDING, ENDED };

struct oh_lift {
	struct oh_lift_prm   prm;
	struct oh_conf_trunk conf;
	struct oh_baresip   *baresip;
	struct oh_trunk     *trunk;
	struct oh_call      *call;
	struct tmr           tmr;       /* its deadline, of either half   */
	struct tmr           tmr_guard;
	struct tmr           tmr_next;
	struct oh_rate       rate;
	enum ending          ending;
	bool                 heard;     /* they have said anything        */
	bool                 rang;
	bool                 up;
	bool                 over;      /* FAILED or LAID has been told   */
	char                 uri[URI_SIZE];
};

static void destructor(void *arg)
{
	struct oh_lift *l = arg;

	tmr_cancel(&l->tmr);
	tmr_cancel(&l->tmr_guard);
	tmr_cancel(&l->tmr_next);
	mem_deref(l->call);
	mem_deref(l->trunk);
	mem_deref(l->baresip);
}

/* ----------------------------------------------------------- taking down */

static void force(void *arg)
{
	struct oh_lift *l = arg;
	oh_lift_h *h = l->prm.h;

	l->ending   = ENDED;
	l->call     = mem_deref(l->call);
	l->trunk    = mem_deref(l->trunk);
	l->baresip = mem_deref(l->baresip);
	h(OH_LIFT_GONE, "", l->prm.arg);
}

/* Call, trunk, baresip: each lets the next one go when it has ended */
static void end_next(void *arg)
{
	struct oh_lift *l = arg;

	if (l->call)
		oh_call_hangup(l->call, OH_CAUSE_DONE);
	else if (l->trunk)
		oh_trunk_close(l->trunk);
	else if (l->baresip)
		oh_baresip_stop(l->baresip);
	else {
		tmr_cancel(&l->tmr);
		force(l);
	}
}

/** Take it down, whatever it does: GONE follows, and nothing else */
void oh_lift_end(struct oh_lift *l)
{
	l->over = true;
	l->up   = false;
	if (l->ending)
		return;
	l->ending = ENDING;
	tmr_cancel(&l->tmr_guard);
	tmr_start(&l->tmr, END_MS, force, l);
	tmr_start(&l->tmr_next, 0, end_next, l);
}

/* Something of it has ended: on with the next */
static void ended(struct oh_lift *l)
{
	if (l->ending == ENDING)
		tmr_start(&l->tmr_next, 0, end_next, l);
}

static void finish(struct oh_lift *l, enum oh_lift_event ev, const char *why)
{
	if (l->over)
		return;
	mem_ref(l);
	oh_lift_end(l);
	l->prm.h(ev, why, l->prm.arg);
	mem_deref(l);
}

static void fail(struct oh_lift *l, const char *fmt, ...)
{
	char why[OH_HANDSET_WHY];
	va_list ap;

	va_start(ap, fmt);
	(void)re_vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	finish(l, OH_LIFT_FAILED, why);
}

static void fail_device(struct oh_lift *l, enum oh_device_side side,
			const char *what)
{
	const bool one = oh_baresip_has_one(l->baresip);
	const char *which = one ? "device" : side == OH_DEVICE_INPUT ?
		"input" : "output";

	fail(l, "audio %s '%s' %s; choose another with --audio-%s or audio_%s "
	     "in [phone], 'offhook doctor audio' lists them", which,
	     oh_baresip_device(l->baresip, side)->name, what, which, which);
}

/* It rings on for ever, and has said why, or not */
static void fail_unopened(struct oh_lift *l)
{
	const bool in = oh_baresip_lacks(l->baresip, OH_DEVICE_INPUT);
	const bool out = oh_baresip_lacks(l->baresip, OH_DEVICE_OUTPUT);

	if (in != out || oh_baresip_has_one(l->baresip))
		fail_device(l, out && !in ? OH_DEVICE_OUTPUT :
			    OH_DEVICE_INPUT, "does not open");
	else
		fail(l, "audio input '%s' %s output '%s' do not open; "
		     "'offhook doctor audio' lists what there is",
		     oh_baresip_device(l->baresip, OH_DEVICE_INPUT)->name,
		     in ? "and" : "or",
		     oh_baresip_device(l->baresip, OH_DEVICE_OUTPUT)->name);
}

/* ---------------------------------------------------------- its deadline */

static void deadline(void *arg)
{
	struct oh_lift *l = arg;

	if (l->prm.kind == OH_HANDSET_PHONE)
		fail(l, l->heard ? "%s: nobody has picked it up"
				 : "%s: it cannot be reached", l->uri);
	else if (l->call && oh_call_is_up(l->call))
		fail_device(l, OH_DEVICE_INPUT, "gives no sound");
	else if (l->rang)
		fail_unopened(l);
	else
		fail(l, "baresip does not answer: %s",
		     oh_baresip_said(l->baresip));
}

/* -------------------------------------------------------------- its call */

static void up(struct oh_lift *l)
{
	if (l->up || l->over)
		return;
	l->up = true;
	tmr_cancel(&l->tmr);
	l->prm.h(OH_LIFT_UP, "", l->prm.arg);
}

/* A microphone alone is no handset: nothing would be heard */
static bool is_mute(const struct oh_lift *l)
{
	return l->baresip && oh_baresip_lacks(l->baresip, OH_DEVICE_OUTPUT);
}

/* What came since the last look was asked for then */
static void guard(void *arg)
{
	struct oh_lift *l = arg;
	const struct oh_quality *q = oh_call_quality(l->call);

	if (is_mute(l)) {
		fail_unopened(l);
		return;
	}
	if (oh_rate_is_over(&l->rate, q->rx + q->dropped, oh_clock_us(),
			    OH_HANDSET_RATE_MAX)) {
		if (l->baresip)
			fail_device(l, OH_DEVICE_INPUT, "runs away: far more "
				    "sound comes than time goes by");
		else
			fail(l, "%s: far more packets come than a voice has",
			     l->uri);
		return;
	}
	oh_stream_ask_quality(oh_call_stream(l->call));
	tmr_start(&l->tmr_guard, l->up ? GUARD_MS : WAIT_MS, guard, l);
	if (q->rx)
		up(l);
}

static void on_answered(struct oh_lift *l)
{
	oh_stream_ask_quality(oh_call_stream(l->call));
	tmr_start(&l->tmr_guard, WAIT_MS, guard, l);
	if (l->prm.kind == OH_HANDSET_PHONE)
		up(l);
}

/* From now on it is up to people */
static void on_heard(struct oh_lift *l)
{
	if (l->heard || l->prm.kind != OH_HANDSET_PHONE || l->over)
		return;
	l->heard = true;
	tmr_start(&l->tmr, OH_HANDSET_PICKUP_MS, deadline, l);
}

static void on_ringing(struct oh_lift *l)
{
	if (!l->rang && l->prm.kind == OH_HANDSET_PHONE && !l->over)
		l->prm.h(OH_LIFT_RINGING, "", l->prm.arg);
	l->rang = true;
}

static void on_ended(struct oh_lift *l, const struct oh_event *ev)
{
	if (l->baresip)
		fail(l, "baresip has ended its call: %s",
		     str_isset(ev->text) ? ev->text
					 : oh_cause_text(ev->cause));
	else if (l->up)
		finish(l, OH_LIFT_LAID, "");
	else if (ev->cause == OH_CAUSE_NO_ANSWER)
		fail(l, "%s: nobody has picked it up", l->uri);
	else
		fail(l, "%s: %s", l->uri, oh_cause_text(ev->cause));
	l->call = mem_deref(l->call);
	ended(l);
}

/* The one that tells may release us, and the call with us: it goes last */
static void call_handler(const struct oh_event *ev, void *arg)
{
	struct oh_lift *l = arg;

	mem_ref(l);
	if (ev->type != OH_EVENT_DIALING)
		on_heard(l);
	switch (ev->type) {

	case OH_EVENT_RINGING:
	case OH_EVENT_PROGRESS: on_ringing(l); break;
	case OH_EVENT_ANSWERED: on_answered(l); break;
	case OH_EVENT_ENDED:    on_ended(l, ev); break;
	case OH_EVENT_DIGIT:
		if (l->prm.handset->keyh && !l->over)
			l->prm.handset->keyh(ev->digit, ev->dtmf,
					     l->prm.handset->arg);
		break;
	default:
		if (l->prm.handset->eventh && !l->over)
			l->prm.handset->eventh(ev, l->prm.handset->arg);
		break;
	}
	mem_deref(l);
}

/* The wide ones first, so that it is the call that limits how it sounds. To
   bring a call in G.711 to G.722 and back costs 0.1 % of a core each way and
   nothing that is heard; to offer G.711 again would open the device anew. */
static void pick_codecs(struct oh_stream_prm *prm, const struct oh_lift *l)
{
	static const char *const ofphonev[] = {
		"G722", "opus", "PCMU", "PCMA",
	};
	static const char *const ofbaresipv[] = { "G722", "PCMU", "PCMA" };
	const bool phone = l->prm.kind == OH_HANDSET_PHONE;
	const char *const *v = phone ? ofphonev : ofbaresipv;
	size_t n = phone ? ARRAY_SIZE(ofphonev) : ARRAY_SIZE(ofbaresipv);
	size_t i = phone || oh_baresip_is_wide(l->baresip) ? 0 : 1;

	while (i < n)
		prm->codecv[prm->codecc++] = v[i++];
}

static int dial(struct oh_lift *l)
{
	const bool phone = l->prm.kind == OH_HANDSET_PHONE;
	char from[URI_SIZE];
	struct oh_call_prm prm = {
		.number  = "handset",
		.trunk   = l->conf.name,
		.uri     = l->uri,
		.sip     = oh_trunk_sip(l->trunk),
		.engine  = l->prm.handset->engine,
		.stream  = { .laddr = oh_trunk_laddr(l->trunk) },
		.leg     = { .to_uri = l->uri, .from_uri = from,
			     .from_name = "Offhook",
			     .contact_user = "offhook",
			     .route = oh_trunk_route(l->trunk) },
		.eventh  = call_handler,
		.arg     = l,
	};

	if (re_snprintf(from, sizeof(from), "sip:offhook@%j",
			oh_trunk_laddr(l->trunk)) < 0)
		return ERANGE;
	pick_codecs(&prm.stream, l);
	if (!phone)
		prm.stream.srtp = oh_baresip_is_secured(l->baresip) ?
			OH_SRTP_REQUIRE : OH_SRTP_OFF;

	return oh_call_dial(&l->call, &prm);
}

/* ------------------------------------------------------------- its trunk */

static void trunk_handler(struct oh_trunk *t, enum oh_trunk_state state,
			  uint16_t scode, int err, const char *why, void *arg)
{
	struct oh_lift *l = arg;

	(void)t;
	(void)scode;
	(void)err;
	switch (state) {

	case OH_TRUNK_READY:
		if (l->call || l->over)
			break;
		err = dial(l);
		if (err)
			fail(l, "handset %s: %m", l->uri, err);
		break;

	case OH_TRUNK_FAILED:
		fail(l, "handset %s: %s", l->uri, why);
		break;

	case OH_TRUNK_CLOSED:
		l->trunk = mem_deref(l->trunk);
		ended(l);
		break;

	default:
		break;
	}
}

static int open_trunk(struct oh_lift *l)
{
	const struct oh_trunk_prm prm = {
		.conf     = &l->conf,
		.resolver = l->prm.handset->resolver,
		.h        = trunk_handler,
		.arg      = l,
	};

	return oh_trunk_open(&l->trunk, &prm);
}

/* --------------------------------------------------------------- baresip */

static void ready_handler(uint16_t port, void *arg)
{
	struct oh_lift *l = arg;
	int err;

	if (l->over)
		return;
	str_ncpy(l->conf.server, "127.0.0.1", sizeof(l->conf.server));
	l->conf.port = port;
	(void)re_snprintf(l->uri, sizeof(l->uri), "sip:%s@127.0.0.1:%u",
			  oh_baresip_user(l->baresip), port);
	err = open_trunk(l);
	if (err)
		fail(l, "handset: %m", err);
}

/* Whom we called is no more: there is nobody left to take leave of */
static void gone_handler(void *arg)
{
	struct oh_lift *l = arg;
	/* What it said last before it could be called is why it could not */
	const char *said = l->conf.port ? "" : oh_baresip_said(l->baresip);

	mem_ref(l);
	fail(l, "baresip has died%s%s", *said ? ": " : "", said);
	l->call     = mem_deref(l->call);
	l->baresip = mem_deref(l->baresip);
	ended(l);
	mem_deref(l);
}

static int start_baresip(struct oh_lift *l, char *why, size_t size)
{
	const struct oh_handset_prm *hs = l->prm.handset;
	const struct oh_baresip_prm prm = {
		.input  = hs->input ? hs->input : "",
		.output = hs->output ? hs->output : "",
		.dump   = hs->dump,
		.log    = hs->log,
		.readyh = ready_handler,
		.goneh  = gone_handler,
		.arg    = l,
	};

	return oh_baresip_start(&l->baresip, &prm, why, size);
}

/* ---------------------------------------------------------- a desk phone */

static int read_transport(struct oh_conf_trunk *conf, const struct uri *uri)
{
	struct pl tp;

	if (uri_param_get(&uri->params, &(struct pl)PL("transport"), &tp))
		return 0;
	if (0 == pl_strcasecmp(&tp, "udp"))
		conf->transport = OH_CONF_UDP;
	else if (0 == pl_strcasecmp(&tp, "tcp"))
		conf->transport = OH_CONF_TCP;
	else if (0 == pl_strcasecmp(&tp, "tls"))
		conf->transport = OH_CONF_TLS;
	else
		return ENOTSUP;

	return 0;
}

static int read_uri(struct oh_lift *l, const char *text)
{
	struct uri uri;
	struct pl pl;
	int err;

	pl_set_str(&pl, text);
	err = uri_decode(&uri, &pl);
	if (err)
		return err;
	if (pl_strcasecmp(&uri.scheme, "sip") || !pl_isset(&uri.host) ||
	    pl.l >= sizeof(l->uri))
		return EBADMSG;
	l->conf.port = uri.port;
	str_ncpy(l->uri, text, sizeof(l->uri));
	err = pl_strcpy(&uri.host, l->conf.server, sizeof(l->conf.server));

	return err ? err : read_transport(&l->conf, &uri);
}

static int start_phone(struct oh_lift *l, char *why, size_t size)
{
	int err = read_uri(l, l->prm.handset->conf);

	if (err) {
		(void)re_snprintf(why, size, "handset '%s': a SIP URI is "
				  "wanted, such as sip:desk@192.0.2.7",
				  l->prm.handset->conf);
		return err;
	}
	err = open_trunk(l);
	if (err)
		(void)re_snprintf(why, size, "handset: %m", err);

	return err;
}

/**
 * Lift it
 *
 * @param lp   Returned; mem_deref() drops it without a word, but waits half a
 *             second at most until baresip has ended
 * @param prm  What to lift
 * @param why  Receives a sentence after an error
 * @param size Its size
 *
 * @return 0 or an errno
 */
int oh_lift_start(struct oh_lift **lp, const struct oh_lift_prm *prm,
		  char *why, size_t size)
{
	const bool phone = prm->kind == OH_HANDSET_PHONE;
	struct oh_lift *l = mem_zalloc(sizeof(*l), destructor);
	int err;

	(void)re_snprintf(why, size, "out of memory");
	if (!l)
		return ENOMEM;
	l->prm = *prm;
	tmr_init(&l->tmr);
	tmr_init(&l->tmr_guard);
	tmr_init(&l->tmr_next);
	oh_conf_trunk_init(&l->conf);
	str_ncpy(l->conf.name, "handset", sizeof(l->conf.name));
	l->conf.reg         = OH_CONF_REGISTER_NEVER;
	l->conf.keepalive_s = OH_CONF_OFF;
	l->conf.options_s   = OH_CONF_OFF;
	l->conf.session_s   = OH_CONF_OFF;
	err = phone ? start_phone(l, why, size)
		    : start_baresip(l, why, size);
	if (err) {
		mem_deref(l);
		return err;
	}
	tmr_start(&l->tmr, phone ? REACH_MS : OH_HANDSET_OPEN_MS, deadline,
		  l);
	*lp = l;

	return 0;
}

/** Its audio, borrowed while it is up; NULL before and after */
struct oh_stream *oh_lift_stream(const struct oh_lift *l)
{
	return l && l->up ? oh_call_stream(l->call) : NULL;
}
