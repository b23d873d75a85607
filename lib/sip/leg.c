/**
 * @file leg.c  One INVITE dialog: life and events
 */
#include "base/compat.h"
#include "sip/sip_priv.h"
#include "sip/reason.h"

enum {
	TEXT_SIZE    = 128,
	CTYPE_SIZE   = 64,
	CONTACT_SIZE = 512,
};

/** Terminated copies of what an event points to */
struct words {
	char text[TEXT_SIZE];
	char ctype[CTYPE_SIZE];
	char contact[CONTACT_SIZE];
};

static void leg_destructor(void *arg)
{
	struct oh_leg *leg = arg;

	if (leg->sip && leg->st != OH_LEG_IDLE) {
		leg->h = NULL;
		oh_leg_leave(leg);
	}
	if (leg->sip && leg->st != OH_LEG_IDLE
	    && leg->st != OH_LEG_TERMINATED) {
		leg->orphan = true;
		mem_ref(leg);
		return;
	}

	list_unlink(&leg->le);
	mem_deref(leg->strans);
	mem_deref(leg->msg);
	mem_deref(leg->root);
	mem_deref(leg->dlg);
	mem_deref(leg->target);
	mem_deref(leg->contact_user);
	mem_deref(leg->route);
	mem_deref(leg->headers);
	mem_deref(leg->digest);
	mem_deref(leg->auth);
	mem_deref(leg->sdp);
	mem_deref(leg->local);
	mem_deref(leg->refer.to);
	mem_deref(leg->ltag);
	mem_deref(leg->rtag);
	mem_deref(leg->asked.strans);
	mem_deref(leg->asked.msg);
	mem_deref(leg->reason);
}

/**
 * Make an idle leg
 *
 * @param legp Where it goes
 * @param s    Stack; not shared
 * @param h    Its handler
 * @param arg  Handler argument
 *
 * @return 0; EAGAIN if there are too many; ECANCELED if the stack closes;
 *         ENOMEM
 */
int oh_leg_alloc(struct oh_leg **legp, struct oh_sip *s, oh_leg_h *h,
		 void *arg)
{
	struct oh_leg *leg;

	if (s->closing)
		return ECANCELED;
	if (s->legc >= OH_LEGS_MAX)
		return EAGAIN;

	leg = mem_zalloc(sizeof(*leg), leg_destructor);
	if (!leg)
		return ENOMEM;

	leg->sip = s;
	leg->h = h;
	leg->arg = arg;
	*legp = leg;

	return 0;
}

static bool is_match(struct le *le, void *arg)
{
	const struct oh_leg *leg = le->data;
	const struct sip_msg *msg = arg;

	if (leg->dlg)
		return sip_dialog_cmp(leg->dlg, msg);

	return oh_leg_is_early(leg, msg);
}

/**
 * Find the leg a request belongs to (RFC 3261 12.2.2)
 *
 * @param s   Stack
 * @param msg Request
 *
 * @return Leg, borrowed, or NULL
 */
struct oh_leg *oh_leg_find(const struct oh_sip *s, const struct sip_msg *msg)
{
	return list_ledata(hash_lookup(s->legs, hash_joaat_pl(&msg->callid),
				       is_match, (void *)msg));
}

/**
 * Ask the state table, and follow it
 *
 * @param leg  Leg
 * @param stim What happens
 *
 * @return The row; NULL: not allowed, and nothing has changed
 */
const struct oh_legstate *oh_leg_step(struct oh_leg *leg,
				      enum oh_leg_stim stim)
{
	const struct oh_legstate *row = oh_legstate_find(leg->st, stim);

	if (row)
		leg->st = row->next;
	return row;
}

static void copy(char *buf, size_t size, const struct pl *pl)
{
	if (pl_isset(pl))
		(void)pl_strcpy(pl, buf, size);
}

/* What does not fit is left out: half a URI would be another URI. */
static void copy_contact(struct words *w, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	struct sip_addr addr;

	if (hdr && 0 == sip_addr_decode(&addr, &hdr->val)
	    && addr.auri.l < sizeof(w->contact))
		copy(w->contact, sizeof(w->contact), &addr.auri);
}

static void describe(struct oh_leg_event *ev, struct words *w,
		     const struct sip_msg *msg)
{
	struct pl reason;

	ev->msg = msg;
	oh_reason_read(&ev->why, msg);
	ev->len = oh_recv_body(msg, &ev->body);
	if (ev->len && pl_isset(&msg->ctyp.type))
		(void)re_snprintf(w->ctype, sizeof(w->ctype), "%r/%r",
				  &msg->ctyp.type, &msg->ctyp.subtype);
	if (msg->req)
		return;

	ev->scode = msg->scode;
	reason = msg->reason;
	reason.l = MIN(reason.l, sizeof(w->text) - 1);
	copy(w->text, sizeof(w->text), &reason);
	if (msg->scode >= 300 && msg->scode < 400)
		copy_contact(w, msg);
}

/* The handler may release the leg: nothing touches it afterwards. */
static void tell(struct oh_leg *leg, struct oh_leg_event *ev,
		 const struct words *w)
{
	oh_leg_h *h = leg->h;

	ev->text    = w->text;
	ev->ctype   = w->ctype;
	ev->contact = w->contact;
	if (!ev->body)
		ev->body = "";
	if (ev->type == OH_LEG_EV_CLOSED)
		leg->h = NULL;
	if (h)
		h(leg, ev, leg->arg);
}

/**
 * Tell the owner of a leg what happened; the last thing done with the leg
 *
 * @param leg  Leg
 * @param type What
 * @param msg  The message that brought it
 */
void oh_leg_tell(struct oh_leg *leg, enum oh_leg_event_type type,
		 const struct sip_msg *msg)
{
	struct oh_leg_event ev = { .type = type };
	struct words w = { "", "", "" };

	describe(&ev, &w, msg);
	ev.tls = oh_sip_tls(leg->sip, msg);
	if (type == OH_LEG_EV_MODIFIED && msg->req)
		ev.scode = 200;   /* an ACK that answers our offer */
	if (type == OH_LEG_EV_CHALLENGED)
		str_ncpy(w.text, oh_digest_realm(leg->digest), sizeof(w.text));
	tell(leg, &ev, &w);
}

/**
 * Tell the owner what no message brought; the last thing done with the leg
 *
 * @param leg Leg
 * @param ev  Event; its text may be NULL
 */
void oh_leg_tell_event(struct oh_leg *leg, const struct oh_leg_event *ev)
{
	struct oh_leg_event mine = *ev;
	struct words w = { "", "", "" };

	if (ev->text)
		str_ncpy(w.text, ev->text, sizeof(w.text));
	tell(leg, &mine, &w);
}

/**
 * Tell the owner that it is over, once; the last thing done with the leg
 *
 * The reference of an orphan that has terminated is dropped.
 *
 * @param leg Leg
 * @param msg The message that ended it, or NULL
 */
void oh_leg_tell_closed(struct oh_leg *leg, const struct sip_msg *msg)
{
	bool orphan = leg->orphan && leg->st == OH_LEG_TERMINATED;
	struct oh_leg_event ev = { .type = OH_LEG_EV_CLOSED };
	struct words w = { "", "", "" };

	if (msg)
		describe(&ev, &w, msg);
	else
		str_ncpy(w.text, oh_sip_why(leg->sip, leg->err),
			 sizeof(w.text));
	if (!ev.why.q850)
		ev.why.q850 = leg->q850;
	ev.by         = leg->by;
	ev.scode      = leg->scode;
	ev.err        = leg->err;
	ev.challenged = leg->challenged;
	tell(leg, &ev, &w);

	if (orphan)
		mem_deref(leg);
}

/**
 * End a leg and tell so, from the main loop; the last thing done with it
 *
 * @param leg Leg; by, scode and err say how
 * @param msg The message that ended it, or NULL
 */
void oh_leg_close(struct oh_leg *leg, const struct sip_msg *msg)
{
	oh_sip_leg_over(leg, false);
	oh_leg_tell_closed(leg, msg);
}

/**
 * End a leg because its stack goes away: silently, and for good
 *
 * @param leg Leg
 */
void oh_leg_abort(struct oh_leg *leg)
{
	leg->h = NULL;
	if (leg->st == OH_LEG_TERMINATED)
		list_unlink(&leg->le);
	else
		oh_sip_leg_over(leg, false);
	leg->sip = NULL;
	if (leg->orphan)
		mem_deref(leg);
}

/**
 * Note where requests of a dialog go from now on (RFC 3261 12.2)
 *
 * @param leg Leg
 * @param msg Message with their Contact; without one nothing changes
 *
 * @return 0 or ENOMEM
 */
int oh_leg_set_target(struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	struct sip_addr addr;
	char *target;
	int err;

	if (!hdr || sip_addr_decode(&addr, &hdr->val))
		return 0;

	err = pl_strdup(&target, &addr.auri);
	if (err)
		return err;
	mem_deref(leg->target);
	leg->target = target;

	return 0;
}

/**
 * Print Content-Type, Content-Length, the empty line and a body, for "%H"
 *
 * @param pf   Print function
 * @param body Body
 *
 * @return 0 or an errno
 */
int oh_leg_body_print(struct re_printf *pf, const struct oh_body *body)
{
	if (!body->text)
		return re_hprintf(pf, "Content-Length: 0\r\n\r\n");

	return re_hprintf(pf, "Content-Type: %s\r\n"
			  "Content-Length: %zu\r\n\r\n%s",
			  body->ctype, str_len(body->text), body->text);
}

/**
 * Get the state of a leg
 *
 * A leg whose CLOSED was told may still wait for its BYE to be answered.
 *
 * @param leg Leg
 *
 * @return State
 */
enum oh_leg_state oh_leg_state(const struct oh_leg *leg)
{
	return leg ? leg->st : OH_LEG_TERMINATED;
}

/**
 * Get the Call-ID of a leg
 *
 * @param leg Leg
 *
 * @return Call-ID, borrowed, or NULL
 */
const char *oh_leg_callid(const struct oh_leg *leg)
{
	if (!leg)
		return NULL;

	return sip_dialog_callid(leg->dlg ? leg->dlg : leg->root);
}

/**
 * Get where requests to the far end go
 *
 * @param leg Leg
 *
 * @return Their Contact, or whom we called; borrowed, or NULL
 */
const char *oh_leg_target(const struct oh_leg *leg)
{
	return leg ? leg->target : NULL;
}

/**
 * Note how both ends name the dialog; one lost costs a Replaces
 *
 * @param leg    Leg
 * @param local  Our tag
 * @param remote Theirs
 */
void oh_leg_set_tags(struct oh_leg *leg, const struct pl *local,
		     const struct pl *remote)
{
	leg->ltag = mem_deref(leg->ltag);
	leg->rtag = mem_deref(leg->rtag);
	if (pl_isset(local))
		(void)pl_strdup(&leg->ltag, local);
	if (pl_isset(remote))
		(void)pl_strdup(&leg->rtag, remote);
}

/**
 * Name the dialog of a leg as its far end does (RFC 3891 3)
 *
 * @param r   Receives it
 * @param leg Leg
 *
 * @return 0; ENOTCONN: it is not up; ERANGE: a part is too long
 */
int oh_leg_replaces(struct oh_replaces *r, const struct oh_leg *leg)
{
	const char *callid = oh_leg_callid(leg);

	if (!leg || leg->st != OH_LEG_UP || !leg->ltag || !leg->rtag)
		return ENOTCONN;
	if (str_len(callid) >= sizeof(r->callid)
	    || str_len(leg->rtag) >= sizeof(r->to_tag)
	    || str_len(leg->ltag) >= sizeof(r->from_tag))
		return ERANGE;
	str_ncpy(r->callid, callid, sizeof(r->callid));
	str_ncpy(r->to_tag, leg->rtag, sizeof(r->to_tag));
	str_ncpy(r->from_tag, leg->ltag, sizeof(r->from_tag));

	return 0;
}
