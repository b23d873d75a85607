/**
 * @file glimpse.c  What is shown of a SIP message
 */
#include "trace/glimpse.h"

enum { HEADERS_MAX = 256 };      /* lines looked at */

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

static void look_at_header(struct oh_glimpse *g, const struct pl *line)
{
	struct pl val;

	if (after(&val, line, "CSeq:"))
		(void)re_regex(val.p, val.l, "[0-9]+[ \t]+[A-Za-z]+",
			       NULL, NULL, &g->method);
	else if (after(&val, line, "Reason:"))
		g->reason = val;
}

static void look_at_sdp(struct oh_glimpse *g, const struct pl *line)
{
	struct pl val;

	if (after(&val, line, "m=audio "))
		g->audio = val;
	else if (after(&val, line, "c=IN IP4 ") ||
		 after(&val, line, "c=IN IP6 "))
		g->addr = val;
	else if (after(&val, line, "a=rtpmap:") &&
		 g->mapc < OH_GLIMPSE_CODECS_MAX)
		g->map[g->mapc++] = val;
	else if (after(&val, line, "a=sendonly") ||
		 after(&val, line, "a=recvonly") ||
		 after(&val, line, "a=inactive"))
		g->dir = (struct pl){ line->p + 2, 8 };
}

/**
 * Look at a message
 *
 * @param g    Receives what there is to be shown, pointing into the message
 * @param data Message
 * @param len  Its length [bytes]
 *
 * @return false: nothing, a keep-alive
 */
bool oh_glimpse_read(struct oh_glimpse *g, const uint8_t *data, size_t len)
{
	struct pl line, rest = { (const char *)data, len };
	bool body = false;

	memset(g, 0, sizeof(*g));
	if (!next_line(&g->first, &rest))
		return false;
	for (int i = 0; i < HEADERS_MAX && next_line(&line, &rest); i++) {
		if (body)
			look_at_sdp(g, &line);
		else if (!line.l)
			body = true;
		else
			look_at_header(g, &line);
	}
	g->first.l = min(g->first.l, (size_t)OH_GLIMPSE_FIRST_MAX);

	return g->first.l > 0;
}

/* Name of a payload type: from its rtpmap, or RFC 3551 table 4 */
static void codec_name(struct pl *name, const struct oh_glimpse *g,
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

/**
 * Print the first line, of a response with the method it answers
 *
 * @param pf Print function
 * @param g  Glimpse
 */
int oh_glimpse_first(struct re_printf *pf, const struct oh_glimpse *g)
{
	struct pl val, what, version;

	if (after(&val, &g->first, "SIP/2.0 "))
		return re_hprintf(pf, "%r (%r)", &val, &g->method);
	if (0 == re_regex(g->first.p, g->first.l, "[A-Z]+ [^ ]+ SIP/2.0",
			  &what, &version))
		return re_hprintf(pf, "%r %r", &what, &version);

	return re_hprintf(pf, "%r", &g->first);
}

/* "49170 RTP/AVP 0 8": the formats are left over */
static bool split_audio(const struct oh_glimpse *g, struct pl *port,
			struct pl *formats)
{
	struct pl proto;

	return g->audio.l &&
		0 == re_regex(g->audio.p, g->audio.l,
			      "[0-9]+[ ]+[^ ]+[^]*", port, NULL, &proto,
			      formats);
}

/**
 * Find the port of the audio
 *
 * @param port Receives it
 * @param g    Glimpse
 */
bool oh_glimpse_port(struct pl *port, const struct oh_glimpse *g)
{
	struct pl formats;

	return split_audio(g, port, &formats);
}

/**
 * Print the codecs of the audio
 *
 * @param pf Print function
 * @param c  Which, and what stands between them
 */
int oh_glimpse_codecs(struct re_printf *pf, const struct oh_glimpse_codecs *c)
{
	struct pl port, rest, pt, name;
	const char *sep = "";
	int err = 0;

	if (!split_audio(c->g, &port, &rest))
		return 0;
	for (int i = 0; !err && i < OH_GLIMPSE_CODECS_MAX; i++) {
		if (re_regex(rest.p, rest.l, "[0-9]+", &pt))
			break;
		pl_advance(&rest, (size_t)(pt.p + pt.l - rest.p));
		codec_name(&name, c->g, &pt);
		if (c->skip && 0 == pl_strcmp(&name, c->skip))
			continue;
		err = re_hprintf(pf, "%s%r", sep, &name);
		sep = c->sep;
	}

	return err;
}
