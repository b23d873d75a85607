/**
 * @file ladder.c  A SIP exchange as lines for people
 *
 *      0.000  →  INVITE sip:+14255550100@127.0.0.1  (sdp PCMU,PCMA 127...)
 *      0.003  ←  100 Trying (INVITE)
 *      1.010  ←  200 OK (INVITE)  (sdp PCMU 127.0.0.1:40002)
 *      9.500  ←  BYE sip:offhook@127.0.0.1  (Q.850;cause=16)
 *
 * What is shown of a message is in glimpse.h.
 */
#include "base/compat.h"
#include "base/scan.h"
#include "trace/glimpse.h"
#include "trace/ladder.h"

enum {
	TEXT_MAX_BYTES = 480,    /* what is told of a message         */
	LINE_MAX_BYTES = 512,    /* with time and arrow               */
};

struct oh_ladder {
	uint64_t     first_us;
	bool         begun;
	oh_ladder_h *lineh;
	void        *arg;
};

/* "  (sdp PCMU,PCMA 127.0.0.1:40000 sendonly)" */
static int print_sdp(struct re_printf *pf, const struct oh_glimpse *g)
{
	const struct oh_glimpse_codecs codecs = { g, ",", NULL };
	struct pl port;
	int err;

	if (!g->addr.l || !oh_glimpse_port(&port, g))
		return 0;
	err = re_hprintf(pf, "  (sdp %H %r:%r", oh_glimpse_codecs, &codecs,
			 &g->addr, &port);
	if (!err && g->dir.l)
		err = re_hprintf(pf, " %r", &g->dir);

	return err ? err : re_hprintf(pf, ")");
}

static int print_message(struct re_printf *pf, const struct oh_glimpse *g)
{
	int err = oh_glimpse_first(pf, g);

	if (!err && g->reason.l)
		err = re_hprintf(pf, "  (%r)", &g->reason);

	return err ? err : print_sdp(pf, g);
}

/**
 * Make a ladder
 *
 * @param lp    Ladder, returned
 * @param lineh Called for each line, from oh_ladder_add()
 * @param arg   Handler argument
 *
 * @return 0, EINVAL or ENOMEM
 */
int oh_ladder_alloc(struct oh_ladder **lp, oh_ladder_h *lineh, void *arg)
{
	struct oh_ladder *l;

	if (!lp || !lineh)
		return EINVAL;
	l = mem_zalloc(sizeof(*l), NULL);
	if (!l)
		return ENOMEM;
	l->lineh = lineh;
	l->arg = arg;
	*lp = l;

	return 0;
}

/**
 * Add a message: its line goes to the handler at once
 *
 * Packets that are not SIP, and keep-alives, give no line.
 *
 * @param l Ladder
 * @param t Message, borrowed
 */
void oh_ladder_add(struct oh_ladder *l, const struct oh_trace *t)
{
	char line[LINE_MAX_BYTES], text[TEXT_MAX_BYTES], safe[TEXT_MAX_BYTES];
	struct oh_glimpse g;
	double s;

	if (t->proto == OH_TRACE_RTP || !t->len)
		return;
	if (!oh_glimpse_read(&g, t->data, t->len))
		return;

	if (!l->begun)
		l->first_us = t->wall_us;
	l->begun = true;
	s = t->wall_us > l->first_us ? (t->wall_us - l->first_us) / 1e6 : 0.0;

	/* What does not fit is cut: text is terminated in any case. */
	(void)re_snprintf(text, sizeof(text), "%H", print_message, &g);
	(void)oh_scan_safe(safe, sizeof(safe), text, strlen(text));
	(void)snprintf(line, sizeof(line), "%7.3f  %s  %s", s,
		       t->tx ? "\u2192" : "\u2190", safe);
	l->lineh(line, l->arg);
}
