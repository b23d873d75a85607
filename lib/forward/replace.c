/**
 * @file replace.c  Taking somebody's place in a call through us (RFC 3891)
 *
 *   REFER ?Replaces= ─▶ who stays, and whom the other call leads to, talk
 *   INVITE Replaces: ─▶ who calls talks to whom the other call leads to
 *
 * Only calls of this machine can be meant. Whose place is taken is hung up.
 */
#include <errno.h>
#include "forward/forward_priv.h"
#include "sip/refer.h"

static struct oh_talker *find_in(const struct oh_passage *p,
				 const struct oh_replaces *r)
{
	for (struct le *le = list_head(&p->talkerl); le; le = le->next) {
		struct oh_talker *t = le->data;

		if (oh_call_is_replaced(t->call, r))
			return t;
	}
	return NULL;
}

/* Who is meant, if it talks to somebody and no transfer is under way */
static struct oh_talker *find(const struct oh_forward *f,
			      const struct oh_replaces *r)
{
	struct oh_talker *t = NULL;

	for (struct le *le = list_head(&f->passagel); le && !t; le = le->next)
		t = find_in(le->data, r);
	if (!t || t->passage->transfer.stay || !oh_passage_partner(t) ||
	    !oh_call_is_up(oh_passage_partner(t)->call))
		return NULL;

	return t;
}

/* The 202 has gone out meanwhile */
static void done(void *arg)
{
	struct oh_talker *t = arg;

	(void)oh_call_refer_notify(t->call, 200);
	oh_passage_let_go(t, OH_FORWARD_LEAVE_MS);
}

/**
 * Lead somebody to whom another call leads (attended transfer)
 *
 * @param t    Who asks for it
 * @param stay Whom it talks to
 * @param r    Which other call
 *
 * @return 202, or what is said if it cannot be
 */
uint16_t oh_replace_refer(struct oh_talker *t, struct oh_talker *stay,
			  const struct oh_replaces *r)
{
	struct oh_talker *gone = find(t->passage->forward, r), *other;
	struct oh_passage *p = t->passage, *from;

	if (!gone || gone->passage == p)
		return 603;
	other = oh_passage_partner(gone);
	from  = gone->passage;
	from->a = from->b = NULL;
	from->bridge = mem_deref(from->bridge);
	oh_passage_move(p, other);
	if (oh_passage_join(p, stay, other))
		oh_call_warn(stay->call, "the two could not be joined");
	oh_passage_let_go(gone, 0);
	tmr_start(&t->tmr, 0, done, t);

	return 202;
}

static int take_place(struct oh_talker *gone, struct oh_call *in,
		      const char *trunk)
{
	struct oh_talker *other = oh_passage_partner(gone), *t;
	struct oh_passage *p = gone->passage;
	int err;

	err = oh_passage_enter(&t, p, in, trunk);
	if (err)
		return err;
	t->answered = true;
	err = oh_call_pickup(in);
	if (err) {
		mem_deref(t);
		return err;
	}
	if (oh_passage_join(p, t, other))
		oh_call_warn(in, "the two could not be joined");
	oh_passage_let_go(gone, 0);

	return 0;
}

/**
 * Take a call that shall take another one's place
 *
 * @param f     Machine
 * @param in    Call, not answered; shared
 * @param trunk Name of the trunk it came by, or ""
 * @param msg   Its INVITE
 *
 * @return 0, also if it was refused: there is no such call; ENOENT: it
 *         shall take nobody's place; or an errno with nothing said
 */
int oh_replace_invite(struct oh_forward *f, struct oh_call *in,
		      const char *trunk, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_REPLACES);
	struct oh_talker *gone = NULL;
	struct oh_replaces r;
	int err = ENOENT;

	if (!hdr)
		return ENOENT;
	if (0 == oh_replaces_parse(&r, &hdr->val))
		gone = find(f, &r);
	if (gone && oh_call_may_refer(in) && !f->stopping)
		err = take_place(gone, in, trunk);

	return err ? oh_call_reject(in, 481, NULL, OH_CAUSE_FAILED) : 0;
}
