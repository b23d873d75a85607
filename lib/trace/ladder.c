/**
 * @file ladder.c  A SIP exchange as lines for people
 *
 *      0.000  →  INVITE sip:+14255550100@127.0.0.1  (sdp PCMU,PCMA 127...)
 *      0.003  ←  100 Trying (INVITE)
 *      1.010  ←  200 OK (INVITE)  (sdp PCMU 127.0.0.1:40002)
 *      9.500  ←  BYE sip:offhook@127.0.0.1  (Q.850;cause=16)
 *
 * Only the first line, CSeq's method, Reason and the audio of an SDP are
 * looked at; no other header can get into a line.
 */
#include "base/compat.h"
#include "base/scan.h"
#include "trace/ladder.h"

enum {
	FIRST_MAX_BYTES = 256,   /* of the message's own first line   */
	TEXT_MAX_BYTES = 480,    /* what is told of a message         */
	LINE_MAX_BYTES = 512,    /* with time and arrow               */
	HEADERS_MAX    = 256,    /* lines looked at                   */
	CODECS_MAX     = 16,
};

struct oh_ladder {
	uint64_t     first_us;
	bool         begun;
	oh_ladder_h *lineh;
	void        *arg;
};

/** What is shown of a message; all point into it */
struct glimpse {
	struct pl first;
	struct pl method;        /* of CSeq        */
	struct pl reason;
	struct pl addr;          /* c= of the SDP  */
	struct pl dir;           /* a=sendonly ... */
	struct pl audio;         /* m=audio ...    */
	struct pl map[CODECS_MAX];   /* a=rtpmap:  */
	uint32_t  mapc;
};

/* Cut the next line off; false at the end */
static bool next_line(struct pl *line, struct pl *rest)
{
	const char *nl;

	if (!rest->l)
		return false;
	line->p = rest->p;
	nl = memchr(rest->p, '\n', rest->l);
	line->l = nl ? (size_t)(nl - rest->p) : rest->l;
	pl_advance(rest, line->l + (nl != NULL));
	if (line->l && line->p[line->l - 1] == '\r')
		--line->l;

	return true;
}

/* The rest of the line if it begins so */
static bool after(struct pl *val, const struct pl *line, const char *prefix)
{
	size_t n = strlen(prefix);

	if (line->l < n || 0 != strncasecmp(line->p, prefix, n))
		return false;
	val->p = line->p + n;
	val->l = line->l - n;
	while (val->l && *val->p == ' ')
		pl_advance(val, 1);

	return true;
}

static void look_at_header(struct glimpse *g, const struct pl *line)
{
	struct pl val;

	if (after(&val, line, "CSeq:"))
		(void)re_regex(val.p, val.l, "[0-9]+[ \t]+[A-Za-z]+",
			       NULL, NULL, &g->method);
	else if (after(&val, line, "Reason:"))
		g->reason = val;
}

static void look_at_sdp(struct glimpse *g, const struct pl *line)
{
	struct pl val;

	if (after(&val, line, "m=audio "))
		g->audio = val;
	else if (after(&val, line, "c=IN IP4 ") ||
		 after(&val, line, "c=IN IP6 "))
		g->addr = val;
	else if (after(&val, line, "a=rtpmap:") && g->mapc < CODECS_MAX)
		g->map[g->mapc++] = val;
	else if (after(&val, line, "a=sendonly") ||
		 after(&val, line, "a=recvonly") ||
		 after(&val, line, "a=inactive"))
		g->dir = (struct pl){ line->p + 2, 8 };
}

static void look(struct glimpse *g, struct pl rest)
{
	struct pl line;
	bool body = false;

	memset(g, 0, sizeof(*g));
	if (!next_line(&g->first, &rest))
		return;
	for (int i = 0; i < HEADERS_MAX && next_line(&line, &rest); i++) {
		if (body)
			look_at_sdp(g, &line);
		else if (!line.l)
			body = true;
		else
			look_at_header(g, &line);
	}
}

/* Name of a payload type: from its rtpmap, or RFC 3551 table 4 */
static void codec_name(struct pl *name, const struct glimpse *g,
		       const struct pl *pt)
{
	static const struct { uint32_t pt; const char *name; } fixedv[] = {
		{ 0, "PCMU" }, { 3, "GSM" }, { 8, "PCMA" }, { 9, "G722" },
		{ 13, "CN" }, { 18, "G729" },
	};
	struct pl id;

	for (uint32_t i = 0; i < g->mapc; i++) {
		if (0 == re_regex(g->map[i].p, g->map[i].l,
				  "[0-9]+[ ]+[^/ ]+", &id, NULL, name) &&
		    0 == pl_cmp(&id, pt))
			return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(fixedv); i++) {
		if (fixedv[i].pt == pl_u32(pt)) {
			pl_set_str(name, fixedv[i].name);
			return;
		}
	}
	*name = *pt;
}

/* "  (sdp PCMU,PCMA 127.0.0.1:40000 sendonly)" */
static int print_sdp(struct re_printf *pf, const struct glimpse *g)
{
	struct pl port, proto, rest, pt, name;
	const char *sep = " ";
	int err;

	if (!g->addr.l)
		return 0;
	if (re_regex(g->audio.p, g->audio.l, "[0-9]+[ ]+[^ ]+[^]*",
		     &port, NULL, &proto, &rest))
		return 0;

	err = re_hprintf(pf, "  (sdp");
	for (int i = 0; !err && i < CODECS_MAX; i++) {
		if (re_regex(rest.p, rest.l, "[0-9]+", &pt))
			break;
		pl_advance(&rest, (size_t)(pt.p + pt.l - rest.p));
		codec_name(&name, g, &pt);
		err = re_hprintf(pf, "%s%r", sep, &name);
		sep = ",";
	}
	if (!err)
		err = re_hprintf(pf, " %r:%r", &g->addr, &port);
	if (!err && g->dir.l)
		err = re_hprintf(pf, " %r", &g->dir);

	return err ? err : re_hprintf(pf, ")");
}

/* "INVITE sip:x@y", or "180 Ringing (INVITE)" */
static int print_first(struct re_printf *pf, const struct glimpse *g)
{
	struct pl val, what, version;

	if (after(&val, &g->first, "SIP/2.0 "))
		return re_hprintf(pf, "%r (%r)", &val, &g->method);
	if (0 == re_regex(g->first.p, g->first.l, "[A-Z]+ [^ ]+ SIP/2.0",
			  &what, &version))
		return re_hprintf(pf, "%r %r", &what, &version);

	return re_hprintf(pf, "%r", &g->first);
}

static int print_message(struct re_printf *pf, const struct glimpse *g)
{
	int err = print_first(pf, g);

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
	struct glimpse g;
	double s;

	if (t->proto == OH_TRACE_RTP || !t->len)
		return;
	look(&g, (struct pl){ (const char *)t->data, t->len });
	if (!g.first.l)
		return;
	g.first.l = min(g.first.l, (size_t)FIRST_MAX_BYTES);

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
