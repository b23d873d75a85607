/**
 * @file net.c  The simulated telephone network
 */
#include "sim/sim_priv.h"
#include <errno.h>
#include "base/clock.h"
#include "media/prompt.h"

static void destructor(void *arg)
{
	struct oh_sim_net *net = arg;

	mem_deref(net->door);
	list_flush(&net->personl);
	list_flush(&net->bridgel);
	list_flush(&net->forkl);
	mem_deref(net->registrar);
	mem_deref(net->sip);
	mem_deref(net->prompts);
}

/* The number of a URI's user part as it would be written: candidate `how` */
static int read_number(struct oh_number *number, const char *user,
		       unsigned how)
{
	char buf[OH_NUMBER_URI_SIZE];

	if (how == 0)
		return oh_number_parse(number, user, "US", NULL);
	if (how == 1 && 0 == strncmp(user, "00", 2))
		user += 2;
	if (re_snprintf(buf, sizeof(buf), "+%s", user) < 0)
		return ERANGE;

	return oh_number_parse(number, buf, NULL, NULL);
}

/* What the carrier says; nothing if there is none */
static struct oh_sim_right right_of(const struct oh_sim_net *net,
				    const struct oh_number *number)
{
	struct oh_sim_right right = { .stocked = false };

	if (net->prm.righth && number->kind == OH_NUMBER_E164)
		net->prm.righth(&right, number->text, net->prm.rightarg);

	return right;
}

static bool is_known(const struct oh_sim_net *net,
		     const struct oh_number *number)
{
	return oh_sim_plan_find(net->prm.plan, number) ||
	       oh_sim_registrar_is_ours(number) ||
	       right_of(net, number).owned;
}

/*
 * People and trunks write the same number in several ways: +14255550100,
 * 14255550100, 0014255550100, 4255550100. The one that somebody has counts.
 */
static int find_number(const struct oh_sim_net *net, struct oh_number *number,
		       const struct pl *user)
{
	char text[OH_NUMBER_URI_SIZE];
	int err = EBADMSG;

	if (re_snprintf(text, sizeof(text), "%H", uri_user_unescape,
			user) < 0)
		return ERANGE;

	for (unsigned how = 0; how < 2; how++) {
		struct oh_number n;

		if (read_number(&n, text, how))
			continue;
		err = 0;
		*number = n;
		if (is_known(net, number))
			break;
	}

	return err;
}

/*
 * A number that was bought is not a telephone: calls to it ring at those of
 * its owner, and this network has only one user.
 */
static int connect_bought(struct oh_sim_net *net, const struct sip_msg *msg,
			  const struct oh_number *number)
{
	struct oh_sim_contact contactv[OH_SIM_CONTACTS_MAX];
	struct oh_sim_right right = right_of(net, number);
	size_t contactc;

	if (!right.owned)
		return ENOENT;
	if (!right.inbound)
		return oh_sip_reply(net->sip, msg, 403,
				    "No Inbound Calling", NULL);
	contactc = oh_sim_registrar_all(net->registrar, contactv);
	if (!contactc)
		return oh_sip_reply(net->sip, msg, 480,
				    "Temporarily Unavailable", NULL);

	return oh_sim_bridge_start(net, msg, number->text, contactv,
				   contactc);
}

/* A number on the carrier's shelf is nobody's to show */
static bool may_show(const struct oh_sim_net *net, const struct sip_msg *msg)
{
	struct oh_sim_right right;
	struct oh_number from;

	if (find_number(net, &from, &msg->from.uri.user))
		return true;
	right = right_of(net, &from);

	return !right.stocked || (right.owned && right.outbound);
}

/* One INVITE, one answer: from here on the call answers by itself */
static int connect_call(struct oh_sim_net *net, const struct sip_msg *msg,
			const struct oh_number *number)
{
	struct oh_sim_contact contactv[OH_SIM_CONTACTS_MAX];
	const struct oh_sim_row *row;
	size_t contactc;

	row = oh_sim_plan_find(net->prm.plan, number);
	if (row && row->stepv[0].word == OH_SIM_IGNORE)
		return 0;
	if (row)
		return oh_sim_person_start(net, msg, row);

	contactc = oh_sim_registrar_find(net->registrar, number->text,
					 contactv);

	return contactc ? oh_sim_bridge_start(net, msg, number->text, contactv,
					      contactc)
			: connect_bought(net, msg, number);
}

static bool invite_handler(const struct sip_msg *msg, void *arg)
{
	struct oh_sim_net *net = arg;
	struct oh_number number;
	int err;

	err = find_number(net, &number, &msg->uri.user);
	if (!err && !may_show(net, msg))
		err = oh_sip_reply(net->sip, msg, 403,
				   "Caller ID Not Allowed", NULL);
	else if (!err)
		err = connect_call(net, msg, &number);
	if (!err)
		return true;
	if (err == ENOENT || err == EBADMSG || err == ERANGE)
		return false;

	oh_log(net->prm.log, OH_LOG_WARN, "cannot take a call: %s",
	       strerror(err));
	(void)oh_sip_reply(net->sip, msg, 500, "Server Internal Error", NULL);

	return true;
}

static bool request_handler(const struct sip_msg *msg, void *arg)
{
	struct oh_sim_net *net = arg;
	struct oh_number number;

	if (0 != pl_strcmp(&msg->met, "REGISTER"))
		return false;

	if (find_number(net, &number, &msg->to.uri.user) ||
	    !(oh_sim_registrar_is_ours(&number) ||
	      right_of(net, &number).owned))
		(void)oh_sip_reply(net->sip, msg, 404, "Not Found", NULL);
	else
		oh_sim_registrar_request(net->registrar, msg, &number);

	return true;
}

static void options_handler(const struct sip_msg *msg, void *arg)
{
	struct oh_sim_net *net = arg;
	char host[OH_SIM_URI_SIZE] = "";
	const struct sip_hdr *hdr;
	struct sip_addr addr;

	hdr = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	if (!hdr || !net->prm.pingh || sip_addr_decode(&addr, &hdr->val))
		return;
	(void)pl_strcpy(&addr.uri.host, host, sizeof(host));
	net->prm.pingh(host, net->prm.rightarg);
}

static void closed_handler(void *arg)
{
	struct oh_sim_net *net = arg;

	if (net->prm.closedh)
		net->prm.closedh(net->prm.arg);
}

/**
 * Open a telephone network
 *
 * @param np Set on success; release with mem_deref, best after
 *           oh_sim_net_close() so that calls end in order
 * @param p  Parameters; pointers are borrowed as long as the network lives
 *
 * @return 0, EINVAL, ENOMEM, EADDRINUSE, or another error of the sockets
 */
int oh_sim_net_alloc(struct oh_sim_net **np, const struct oh_sim_net_prm *p)
{
	struct oh_sip_prm prm = {
		.udp = true, .tcp = true, .software = "pstn-sim",
		.inviteh = invite_handler, .requesth = request_handler,
		.optionsh = options_handler,
		.closedh = closed_handler,
	};
	struct oh_sim_net *net;
	int err;

	if (!np || !p || !p->laddr || !p->engine || !p->plan)
		return EINVAL;

	net = mem_zalloc(sizeof(*net), destructor);
	if (!net)
		return ENOMEM;
	net->prm = *p;

	err = oh_prompts_alloc(&net->prompts);
	if (err)
		goto out;

	prm.laddr = p->laddr;
	prm.tls = p->tls;
	prm.tls_laddr = p->tls_laddr;
	prm.log = p->log;
	prm.arg = net;
	err = oh_sip_alloc(&net->sip, &prm);
	if (err)
		goto out;

	err = oh_sim_registrar_alloc(&net->registrar, net->sip);

 out:
	if (err)
		mem_deref(net);
	else
		*np = net;

	return err;
}

/**
 * Where a network listens
 *
 * @param net Network
 *
 * @return Address and port, borrowed
 */
const struct sa *oh_sim_net_laddr(const struct oh_sim_net *net)
{
	return net ? oh_sip_laddr(net->sip) : NULL;
}

/**
 * Where a network speaks TLS
 *
 * @param net Network
 *
 * @return Address and port, borrowed, or NULL
 */
const struct sa *oh_sim_net_tls_laddr(const struct oh_sim_net *net)
{
	return net ? oh_sip_tls_laddr(net->sip) : NULL;
}

static void visitor_left(const char *number, void *arg)
{
	struct oh_sim_net *net = arg;

	oh_sim_registrar_forget(net->registrar, number);
}

/* First the door: who comes now shall find the next network */
static void leave(struct oh_sim_net *net, bool force)
{
	net->door = mem_deref(net->door);
	oh_sip_close(net->sip, force);
}

/* Calls that are still up are of callers who have died: no goodbye of ours
   will be answered. */
static void nobody_there(void *arg)
{
	leave(arg, true);
}

/**
 * Open the door of this user's network
 *
 * @param net             Network
 * @param while_connected Close the network when the last visitor has gone
 *
 * @return 0, EINVAL, EALREADY, or an error of oh_sim_door_open(): the
 *         network goes on without a door
 */
int oh_sim_net_door(struct oh_sim_net *net, bool while_connected)
{
	struct oh_sim_door_prm prm = {
		.leaveh = visitor_left,
		.emptyh = while_connected ? nobody_there : NULL,
		.arg    = net,
	};

	if (!net)
		return EINVAL;
	if (net->door)
		return EALREADY;

	prm.sip = oh_sip_laddr(net->sip);
	prm.rest = net->prm.rest;

	return oh_sim_door_open(&net->door, &prm);
}

/**
 * Hang up all calls and take no more; the closed handler follows
 *
 * @param net Network
 */
void oh_sim_net_close(struct oh_sim_net *net)
{
	if (net)
		leave(net, false);
}

/**
 * Note who calls whom
 *
 * @param call   Set up here
 * @param net    Network
 * @param msg    The INVITE
 * @param number Number called
 */
void oh_sim_call_init(struct sim_call *call, struct oh_sim_net *net,
		   const struct sip_msg *msg, const char *number)
{
	struct oh_number from;

	memset(call, 0, sizeof(*call));
	call->net = net;
	oh_id_make(call->id, oh_clock_wall_us());
	str_ncpy(call->number, number, sizeof(call->number));
	if (!find_number(net, &from, &msg->from.uri.user))
		str_ncpy(call->from, from.text, sizeof(call->from));
	else if (re_snprintf(call->from, sizeof(call->from), "%H",
			     uri_user_unescape, &msg->from.uri.user) < 0)
		call->from[0] = '\0';
}

/**
 * Tell an event of a call
 *
 * @param call Call
 * @param leg  Whose Call-ID to tell, or NULL
 * @param ev   Event; what every event has is filled in
 */
void oh_sim_call_tell(const struct sim_call *call, const struct oh_leg *leg,
		   struct oh_event *ev)
{
	const struct oh_sim_net_prm *prm = &call->net->prm;

	if (!prm->eventh)
		return;

	ev->wall_us = oh_clock_wall_us();
	ev->call = call->id;
	ev->number = call->number;
	ev->from = call->from;
	ev->call_id = leg ? oh_leg_callid(leg) : NULL;
	prm->eventh(ev, prm->arg);
}

/**
 * Tell that a call has ended
 *
 * @param call Call
 * @param leg  Leg that has closed
 * @param lev  Its last event
 */
void oh_sim_call_ended(const struct sim_call *call, const struct oh_leg *leg,
		    const struct oh_leg_event *lev)
{
	struct oh_cause_in in = {
		.scode = lev->scode, .q850 = lev->why.q850, .err = lev->err,
		.ringing = true,
	};
	struct oh_event ev = {
		.type = OH_EVENT_ENDED, .by = lev->by, .scode = lev->scode,
		.why = lev->why, .err = lev->err, .text = lev->text,
	};

	ev.cause = call->answered ? OH_CAUSE_DONE : oh_cause_decide(&in);
	oh_sim_call_tell(call, leg, &ev);
}
