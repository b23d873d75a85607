/**
 * @file forward.c  Calls that came in go on to somebody else
 */
#include <errno.h>
#include "forward/forward_priv.h"
#include "forward/hops.h"
#include "number/number.h"

/* Once, when there is nobody left */
void oh_forward_maybe_closed(struct oh_forward *f)
{
	void (*h)(void *arg) = f->closedh;

	if (!f->stopping || !h || !list_isempty(&f->passagel))
		return;
	f->closedh = NULL;
	h(f->prm.arg);
}

/* 0: it may go on; else why not */
static uint16_t judge(const struct oh_forward *f, const struct oh_result *res,
		      const struct sip_msg *msg, const char *target)
{
	uint32_t left = msg->maxfwd.p ? pl_u32(&msg->maxfwd) : 1;

	if (f->stopping)
		return 503;
	if (!left)
		return 483;
	if (0 == str_cmp(res->from, target) ||
	    oh_hops_count(msg) >= OH_HOPS_MAX)
		return 482;

	return 0;
}

static bool is_number(const char *text)
{
	struct oh_number n;

	return 0 == oh_number_parse(&n, text, NULL, NULL) &&
		n.kind == OH_NUMBER_E164;
}

static int prepare(struct oh_passage *p, struct oh_call *in,
		   const struct oh_result *res, const struct sip_msg *msg)
{
	const struct oh_forward_prm *prm = &p->forward->prm;
	struct oh_stream_info info;

	str_ncpy(p->parent, res->id, sizeof(p->parent));
	oh_stream_info(oh_call_stream(in), &info);
	str_ncpy(p->codec, info.codec, sizeof(p->codec));
	p->codec[strcspn(p->codec, "/")] = '\0';

	p->prm = (struct oh_attempt_prm){
		.headers    = p->headers,
		.codec      = *p->codec ? p->codec : NULL,
		.ring_ms    = prm->ring_ms,
		.max_ms     = prm->max_ms,
		.silence_ms = prm->silence_ms,
	};
	return oh_hops_print(p->headers, sizeof(p->headers), res->to,
			     oh_hops_count(msg));
}

static void show_caller(struct oh_passage *p, const char *from)
{
	if (!from || !is_number(from))
		return;
	str_ncpy(p->from, from, sizeof(p->from));
	p->prm.from      = p->from;
	p->prm.forwarded = true;
}

static int start(struct oh_passage *p, struct oh_call *in, const char *trunk,
		 const char *target)
{
	struct oh_talker *a, *b;
	int err;

	err = oh_passage_dial(&b, p, target);
	if (!err)
		err = oh_passage_enter(&a, p, in, trunk);
	if (!err)
		err = oh_passage_join(p, a, b);

	return err;
}

/**
 * Take a call that came in, and call a target for it
 *
 * @param f      Forwarding machine
 * @param in     Call, as of oh_forward_take()
 * @param res    The same
 * @param msg    The same
 * @param target Number or URI; read now
 * @param from   Show this number, if it is one, not ourselves; or NULL
 *
 * @return As oh_forward_take()
 */
int oh_forward_to(struct oh_forward *f, struct oh_call *in,
		  const struct oh_result *res, const struct sip_msg *msg,
		  const char *target, const char *from)
{
	struct oh_passage *p;
	uint16_t scode;
	int err;

	if (!f || !in || !res || !msg || !target)
		return EINVAL;
	err = oh_replace_invite(f, in, res->trunk, msg);
	if (err != ENOENT)
		return err;
	scode = judge(f, res, msg, target);
	if (scode)
		return oh_call_reject(in, scode, NULL, OH_CAUSE_FAILED);
	err = oh_passage_alloc(&p, f);
	if (err)
		goto out;
	err = prepare(p, in, res, msg);
	show_caller(p, from);
	if (!err)
		err = start(p, in, res->trunk, target);
	if (err)
		oh_passage_drop(p);
 out:
	if (err == EBADMSG)   /* No number: no other way leads there */
		return oh_call_reject(in, 404, NULL, OH_CAUSE_BAD_NUMBER);

	return err ? oh_call_reject(in, 503, NULL, OH_CAUSE_FAILED) : 0;
}

/**
 * Take a call that came in, and call the machine's target for it
 *
 * The call rings, is answered and ends as the other one does.
 *
 * @param in  Call, not answered; shared
 * @param res What is known of it; read now
 * @param msg Its INVITE; read now
 * @param arg Forwarding machine
 *
 * @return 0, also if it was refused; or an errno with nothing said to the
 *         caller
 */
int oh_forward_take(struct oh_call *in, const struct oh_result *res,
		    const struct sip_msg *msg, void *arg)
{
	struct oh_forward *f = arg;

	if (!f || !res)
		return EINVAL;

	return oh_forward_to(f, in, res, msg, f->prm.target,
			     f->prm.caller_id ? res->from : NULL);
}

static void forward_destructor(void *arg)
{
	struct oh_forward *f = arg;
	struct oh_passage *p;

	tmr_cancel(&f->tmr);
	while ((p = list_ledata(list_head(&f->passagel))) != NULL)
		oh_passage_drop(p);
	mem_deref(f->prm.home);
}

/**
 * Make a machine that forwards calls
 *
 * @param fp  Returned machine, release with mem_deref after it was stopped
 * @param prm How; borrowed while it lives
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_forward_alloc(struct oh_forward **fp, const struct oh_forward_prm *prm)
{
	struct oh_forward *f;

	if (!fp || !prm || !prm->place || !prm->eventh || !prm->resulth)
		return EINVAL;
	f = mem_zalloc(sizeof(*f), forward_destructor);
	if (!f)
		return ENOMEM;
	tmr_init(&f->tmr);
	oh_forward_change(f, prm);
	*fp = f;

	return 0;
}

/**
 * Forward in another way from now on
 *
 * @param f   Machine
 * @param prm How; as of oh_forward_alloc()
 */
void oh_forward_change(struct oh_forward *f, const struct oh_forward_prm *prm)
{
	void *old = f->prm.home;

	f->prm      = *prm;
	f->prm.home = mem_ref(prm->home);
	mem_deref(old);
}

static void none_left(void *arg)
{
	oh_forward_maybe_closed(arg);
}

/**
 * Forward no more, and end the calls made
 *
 * @param f       Machine
 * @param cause   What their results will say
 * @param closedh Called once, when all have ended
 */
void oh_forward_stop(struct oh_forward *f, enum oh_cause cause,
		     void (*closedh)(void *arg))
{
	if (!f || f->stopping)
		return;
	f->stopping = true;
	f->closedh  = closedh;
	for (struct le *le = list_head(&f->passagel); le; ) {
		struct oh_passage *p = le->data;

		le = le->next;
		oh_passage_stop(p, cause);
	}
	tmr_start(&f->tmr, 0, none_left, f);
}
