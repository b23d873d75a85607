/**
 * @file bridge.c  A call from who calls to a registered telephone
 *
 *   caller ── leg A | leg B ── telephone     all of the number's telephones
 *                   | leg B ── telephone     ring; the first to answer wins
 *
 * Session descriptions pass unread both ways, so the audio flows from end
 * to end. An INVITE without an offer is refused: its answer would come in
 * the ACK, which leg B has sent long before.
 */
#include "sim/sim_priv.h"
#include <errno.h>

struct bridge;

/** One way to the telephone */
struct branch {
	struct bridge *bridge;
	struct oh_leg *leg;
};

struct bridge {
	struct le le;
	struct sim_call call;
	struct oh_leg *a;
	struct branch branchv[OH_SIM_CONTACTS_MAX];
	struct branch *b;               /* the one that answered       */
	struct oh_leg_event best;       /* of the refusals; no pointers */
	char reason[OH_SIM_WHY_SIZE];
	struct tmr tmr;
	bool over;
};

static void destructor(void *arg)
{
	struct bridge *br = arg;

	tmr_cancel(&br->tmr);
	list_unlink(&br->le);
	mem_deref(br->a);
	for (size_t i = 0; i < ARRAY_SIZE(br->branchv); i++)
		mem_deref(br->branchv[i].leg);
}

static void warn(const struct bridge *br, const char *what, int err)
{
	if (err)
		oh_log(br->call.net->prm.log, OH_LOG_WARN,
		       "%s: %s: %s", br->call.number, what, strerror(err));
}

/* Bodies are counted, what the legs want is terminated. NULL: none. */
static char *body_of(const struct oh_leg_event *ev)
{
	const struct pl pl = { ev->body, ev->len };
	char *s = NULL;

	return ev->len && !pl_strdup(&s, &pl) ? s : NULL;
}

static bool has_branch(const struct bridge *br)
{
	for (size_t i = 0; i < ARRAY_SIZE(br->branchv); i++) {
		if (br->branchv[i].leg)
			return true;
	}

	return false;
}

/* Offers, answers and INFO once the call is up */
static void relay(struct bridge *br, struct oh_leg *from, struct oh_leg *to,
		  const struct oh_leg_event *ev)
{
	char *body = body_of(ev);
	int err;

	switch (ev->type) {

	case OH_LEG_EV_OFFER:
		err = oh_leg_modify(to, body);
		if (err) {
			warn(br, "cannot pass an offer", err);
			err = oh_leg_reply_offer(from, 488, NULL);
		}
		warn(br, "cannot refuse an offer", err);
		break;

	case OH_LEG_EV_MODIFIED:
		warn(br, "cannot pass an answer",
		     oh_leg_reply_offer(to, ev->scode ? ev->scode : 488,
					body));
		break;

	case OH_LEG_EV_INFO:
		warn(br, "cannot pass an INFO",
		     oh_leg_info(to, ev->ctype, body ? body : ""));
		break;

	default:
		break;
	}
	mem_deref(body);
}

/* The other ends' time is over, too */
static void let_go(struct bridge *br, const struct branch *but,
		   const struct oh_reason *why)
{
	for (size_t i = 0; i < ARRAY_SIZE(br->branchv); i++) {
		struct branch *b = &br->branchv[i];

		if (b == but || !b->leg)
			continue;
		warn(br, "cannot hang up", oh_leg_hangup_for(b->leg, why));
		b->leg = mem_deref(b->leg);
	}
}

/* One end is gone: what was called leaves, or the caller */
static void finish(struct bridge *br, struct oh_leg *from,
		   const struct oh_leg_event *ev)
{
	br->over = true;
	oh_sim_call_ended(&br->call, from, ev);
	if (from == br->a)
		let_go(br, NULL, &ev->why);
	else if (br->call.answered)
		warn(br, "cannot hang up",
		     oh_leg_hangup_for(br->a, &ev->why));

	/* What is left hangs up by itself */
	mem_deref(br);
}

/* 6xx ends the search; else the lowest class, later ones first */
static void remember(struct bridge *br, const struct oh_leg_event *ev)
{
	uint16_t scode = ev->scode ? ev->scode : 480;
	unsigned old = br->best.scode / 100, new = scode / 100;

	if (old == 6 || (old && new != 6 && new > old))
		return;

	br->best.scode = scode;
	br->best.why = ev->why;
	str_ncpy(br->reason, ev->text && *ev->text ? ev->text : "Unavailable",
		 sizeof(br->reason));
}

static void refused(struct bridge *br, struct branch *b,
		    const struct oh_leg_event *ev)
{
	b->leg = mem_deref(b->leg);
	remember(br, ev);
	if (has_branch(br))
		return;

	warn(br, "cannot refuse a call",
	     oh_leg_reject(br->a, br->best.scode, br->reason,
			   &br->best.why, NULL));
}

static void answered(struct bridge *br, struct branch *b,
		     const struct oh_leg_event *ev)
{
	static const struct oh_reason elsewhere = {
		.sip = 200, .text = "Call completed elsewhere",
	};
	struct oh_event told = { .type = OH_EVENT_ANSWERED, .tls = ev->tls };
	char *body = body_of(ev);

	br->b = b;
	br->call.answered = true;
	let_go(br, b, &elsewhere);
	warn(br, "cannot answer", oh_leg_answer(br->a, body));
	mem_deref(body);
	oh_sim_call_tell(&br->call, b->leg, &told);
}

static void progress(struct bridge *br, const struct oh_leg_event *ev)
{
	struct oh_event told = { .type = OH_EVENT_RINGING,
				 .scode = ev->scode };
	char *body = body_of(ev);

	warn(br, "cannot pass a provisional answer",
	     oh_leg_progress(br->a, ev->scode,
			     ev->text && *ev->text ? ev->text : "Ringing",
			     body));
	mem_deref(body);
	oh_sim_call_tell(&br->call, br->a, &told);
}

static void b_handler(struct oh_leg *leg, const struct oh_leg_event *ev,
		      void *arg)
{
	struct branch *b = arg;
	struct bridge *br = b->bridge;

	if (br->over)
		return;

	switch (ev->type) {

	case OH_LEG_EV_RINGING:
	case OH_LEG_EV_PROGRESS:
		progress(br, ev);
		break;

	case OH_LEG_EV_UP:
		answered(br, b, ev);
		break;

	case OH_LEG_EV_CLOSED:
		if (br->b == b)
			finish(br, leg, ev);
		else
			refused(br, b, ev);
		break;

	default:
		relay(br, leg, br->a, ev);
		break;
	}
}

static void a_handler(struct oh_leg *leg, const struct oh_leg_event *ev,
		      void *arg)
{
	struct bridge *br = arg;

	if (br->over)
		return;

	if (ev->type == OH_LEG_EV_CLOSED)
		finish(br, leg, ev);
	else if (br->b)
		relay(br, leg, br->b->leg, ev);
}

static void limit_reached(void *arg)
{
	struct bridge *br = arg;

	warn(br, "cannot hang up",
	     oh_leg_hangup(br->a, 0, "longest call"));
}

static int call_out(struct bridge *br, struct branch *b,
		    const struct oh_sim_contact *contact, const char *sdp)
{
	char from[OH_SIM_URI_SIZE];
	struct oh_leg_prm prm = {
		.to_uri       = contact->uri,
		.from_uri     = from,
		.contact_user = br->call.from,
		.route        = *contact->route ? contact->route : NULL,
		.h            = b_handler,
		.arg          = b,
	};

	if (re_snprintf(from, sizeof(from), "sip:%s@%j", br->call.from,
			oh_sip_laddr(br->call.net->sip)) < 0)
		return ERANGE;

	b->bridge = br;

	return oh_leg_invite(&b->leg, br->call.net->sip, &prm, sdp);
}

static int call_all(struct bridge *br, const struct sip_msg *msg,
		    const struct oh_sim_contact *contactv, size_t contactc)
{
	const struct pl body = { (char *)mbuf_buf(msg->mb),
				 mbuf_get_left(msg->mb) };
	char *sdp = NULL;
	int err;

	err = pl_strdup(&sdp, &body);
	if (err)
		return err;

	for (size_t i = 0; i < contactc; i++) {
		err = call_out(br, &br->branchv[i], &contactv[i], sdp);
		warn(br, "cannot call a telephone", err);
	}
	mem_deref(sdp);

	return has_branch(br) ? 0 : err;
}

/**
 * Call the telephones of a number
 *
 * @param net      Network
 * @param msg      The INVITE, not answered
 * @param number   Number called
 * @param contactv Where its telephones are
 * @param contactc How many, at least 1
 *
 * @return 0, ENOMEM, EBADMSG if there is no offer, or an error of the legs:
 *         then nothing was answered
 */
int oh_sim_bridge_start(struct oh_sim_net *net, const struct sip_msg *msg,
		     const char *number,
		     const struct oh_sim_contact *contactv, size_t contactc)
{
	struct oh_event ev = { .type = OH_EVENT_INCOMING };
	struct bridge *br;
	int err;

	if (!mbuf_get_left(msg->mb))
		return EBADMSG;

	br = mem_zalloc(sizeof(*br), destructor);
	if (!br)
		return ENOMEM;
	oh_sim_call_init(&br->call, net, msg, number);

	err = call_all(br, msg, contactv, contactc);
	if (err)
		goto out;

	err = oh_leg_incoming(&br->a, net->sip, msg, a_handler, br);
	if (err)
		goto out;

	list_append(&net->bridgel, &br->le, br);
	tmr_start(&br->tmr, SIM_CALL_MAX_MS, limit_reached, br);
	oh_sim_call_tell(&br->call, br->a, &ev);

 out:
	if (err)
		mem_deref(br);

	return err;
}
