/**
 * @file callout.c  A call from the simulated network to us
 */
#include "base/compat.h"
#include <errno.h>
#include <sys/socket.h>
#include "call/job.h"
#include "sim/callout.h"
#include "sip/stack.h"

enum {
	RING_MS  = 60 * 1000,
	MAX_MS   = 30 * 60 * 1000,
	URI_SIZE = 256,
};

struct oh_sim_callout {
	struct oh_sim_callout_prm prm;
	struct oh_prompts *prompts;
	struct oh_prompt *prompt;   /* or NULL */
	struct oh_sip *sip;
	struct oh_call *call;
	struct oh_job *job;
	struct oh_call_watch watch;
	struct tmr tmr;
	bool done;                  /* all there was to do */
	enum oh_cause cause;
};

static void destructor(void *arg)
{
	struct oh_sim_callout *c = arg;

	tmr_cancel(&c->tmr);
	mem_deref(c->job);
	mem_deref(c->call);
	mem_deref(c->sip);
	oh_prompt_unref(c->prompt);
	mem_deref(c->prompts);
}

/* Which of our addresses leads there */
static int local_addr(struct sa *laddr, const struct sa *there)
{
	int fd = socket(sa_af(there), SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int err = 0;

	if (fd < 0)
		return errno;

	sa_init(laddr, AF_UNSPEC);
	laddr->len = sizeof(laddr->u);
	if (connect(fd, &there->u.sa, there->len) ||
	    getsockname(fd, &laddr->u.sa, &laddr->len))
		err = errno;
	(void)close(fd);
	if (!err)
		sa_set_port(laddr, 0);

	return err;
}

static int find_host(struct sa *there, const char *uri)
{
	struct uri u;
	struct pl pl;
	uint16_t port;

	pl_set_str(&pl, uri);
	if (uri_decode(&u, &pl) || pl_strcasecmp(&u.scheme, "sip"))
		return EDESTADDRREQ;

	port = u.port ? u.port : SIP_PORT;
	if (0 == pl_strcasecmp(&u.host, "localhost"))
		return sa_set_str(there, "127.0.0.1", port);

	return sa_set(there, &u.host, port) ? EDESTADDRREQ : 0;
}

static void leave(struct oh_sim_callout *c)
{
	oh_call_hangup(c->call, OH_CAUSE_DONE);
}

static void time_over(void *arg)
{
	leave(arg);
}

/* There is nothing more to do: go, or stay for the rest of the time */
static void all_done(struct oh_sim_callout *c)
{
	c->done = true;
	if (!c->prm.for_ms)
		leave(c);
}

static void job_handler(enum oh_cause cause, const char *digits, void *arg)
{
	struct oh_sim_callout *c = arg;
	(void)digits;

	if (cause == OH_CAUSE_DONE)
		all_done(c);
	else
		oh_call_hangup(c->call, cause);
}

static void answered(struct oh_sim_callout *c)
{
	const struct oh_job_prm prm = {
		.promptv     = &c->prompt,
		.promptc     = c->prompt ? 1 : 0,
		.loops       = 1,
		.send_digits = c->prm.press,
	};

	if (c->prm.for_ms)
		tmr_start(&c->tmr, c->prm.for_ms, time_over, c);
	if (oh_job_start(&c->job, c->call, &prm, job_handler, c))
		oh_call_hangup(c->call, OH_CAUSE_FAILED);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct oh_sim_callout *c = arg;

	if (c->prm.eventh)
		c->prm.eventh(ev, c->prm.arg);

	switch (ev->type) {

	case OH_EVENT_ANSWERED:
		answered(c);
		break;

	case OH_EVENT_SENT_DIGITS:
		if (!c->prompt)
			all_done(c);
		break;

	case OH_EVENT_ENDED:
		tmr_cancel(&c->tmr);
		c->cause = ev->cause;
		oh_sip_close(c->sip, false);
		break;

	default:
		break;
	}
}

/* Who hangs up when we have done all does nothing wrong */
static enum oh_cause closing(enum oh_party by, void *arg)
{
	const struct oh_sim_callout *c = arg;
	(void)by;

	return c->done ? OH_CAUSE_DONE : OH_CAUSE_NONE;
}

static void closed(void *arg)
{
	struct oh_sim_callout *c = arg;

	c->prm.h(c->cause, c->prm.arg);
}

static int open_stack(struct oh_sim_callout *c)
{
	struct oh_sip_prm prm = {
		.udp = true, .tcp = true, .software = "pstn-sim",
		.log = c->prm.log, .closedh = closed, .arg = c,
	};
	struct sa there, laddr;
	int err;

	err = find_host(&there, c->prm.uri);
	if (err)
		return err;

	err = local_addr(&laddr, &there);
	if (err)
		return err;

	prm.laddr = &laddr;

	return oh_sip_alloc(&c->sip, &prm);
}

static int dial(struct oh_sim_callout *c)
{
	char from[URI_SIZE];
	struct oh_call_prm prm = {
		.number  = c->prm.uri,
		.from    = c->prm.from,
		.uri     = c->prm.uri,
		.sip     = c->sip,
		.engine  = c->prm.engine,
		.ring_ms = RING_MS,
		.max_ms  = MAX_MS,
		.eventh  = event_handler,
		.arg     = c,
		.leg     = {
			.to_uri       = c->prm.uri,
			.from_uri     = from,
			.contact_user = c->prm.from,
		},
		.stream  = { .laddr = oh_sip_laddr(c->sip) },
	};

	if (re_snprintf(from, sizeof(from), "sip:%s@%j", c->prm.from,
			oh_sip_laddr(c->sip)) < 0)
		return ERANGE;

	return oh_call_dial(&c->call, &prm);
}

static int open_prompt(struct oh_sim_callout *c, const char **whyp)
{
	int err;

	if (!c->prm.play)
		return 0;

	err = oh_prompts_alloc(&c->prompts);
	if (!err)
		err = oh_prompt_open(&c->prompt, c->prompts, c->prm.play,
				     whyp);
	if (err && !*whyp)
		*whyp = strerror(err);

	return err;
}

/**
 * Call somebody
 *
 * @param cp   Set on success; mem_deref hangs up. The handler follows
 * @param prm  Parameters
 * @param whyp Set to a text when the sound file is at fault, else NULL
 *
 * @return 0, EINVAL, ENOMEM, an error of oh_prompt_open() with *whyp set,
 *         EDESTADDRREQ (no SIP URI, or its host is no address), or an error
 *         of the sockets
 */
int oh_sim_callout_start(struct oh_sim_callout **cp,
			 const struct oh_sim_callout_prm *prm,
			 const char **whyp)
{
	struct oh_sim_callout *c;
	int err;

	if (!cp || !prm || !prm->uri || !prm->from || !prm->h || !whyp)
		return EINVAL;
	*whyp = NULL;

	c = mem_zalloc(sizeof(*c), destructor);
	if (!c)
		return ENOMEM;
	c->prm = *prm;

	err = open_prompt(c, whyp);
	if (err)
		goto out;

	err = open_stack(c);
	if (err)
		goto out;

	err = dial(c);
	if (err)
		goto out;

	c->watch.closingh = closing;
	c->watch.arg = c;
	oh_call_watch(c->call, &c->watch);

 out:
	if (err)
		mem_deref(c);
	else
		*cp = c;

	return err;
}

/**
 * Hang up before all is done; the handler follows
 *
 * @param c     Call
 * @param cause What came of it
 */
void oh_sim_callout_stop(struct oh_sim_callout *c, enum oh_cause cause)
{
	if (c)
		oh_call_hangup(c->call, cause);
}
