/**
 * @file wirerecord.c  The SIP messages of a past call, as its record has them
 *
 *   +14255550100 via carrier-a
 *     0.000  →  INVITE sip:+14255550100@127.0.0.1  (sdp PCMU 127.0.0.1:4000)
 *     0.003  ←  486 Busy Here (INVITE)
 *
 * The first line of these is there if several trunks were tried.
 */
#include <errno.h>
#include <stdlib.h>
#include "base/compat.h"
#include "cdr/query.h"
#include "phone/safe.h"
#include "phone/wirerecord.h"

enum { LINE_MAX_BYTES = 640 };

/** Lines as they come */
struct reading {
	struct oh_wire *w;
	uint32_t        n;
	char            far[64];       /* "": whoever it was */
	int             err;
};

/* What stands behind the arrow; false: there is none */
static const char *read_arrow(bool *sentp, const char *text)
{
	static const char sent[] = "→  ", got[] = "←  ";

	*sentp = 0 == strncmp(text, sent, sizeof(sent) - 1);
	if (!*sentp && 0 != strncmp(text, got, sizeof(got) - 1))
		return NULL;

	return text + sizeof(sent) - 1;
}

/* Changes text */
static bool read_rung(struct oh_wire_line *l, char *text)
{
	char *end, *note;
	double at = strtod(text, &end);
	const char *first = read_arrow(&l->sent, end + strspn(end, " "));

	if (end == text || !first || !*first)
		return false;
	l->at_s = at >= 0.0 && at < 1e9 ? at : 0.0;
	note = strstr(end, "  (");
	if (note) {
		(void)oh_safe_text(l->note, sizeof(l->note), note + 2, false);
		*note = '\0';
	}
	(void)oh_safe_text(l->line, sizeof(l->line), first, false);

	return true;
}

static void add_rung(struct reading *r, struct oh_wire_line *l)
{
	char *text = NULL;

	l->n = r->n++;
	str_ncpy(l->sent ? l->dst : l->src, r->far, sizeof(l->src));
	r->err = re_sdprintf(&text, "%s\n%s%s\nThe record of a call keeps "
			     "one line of each message.\n", l->line, l->note,
			     *l->note ? "\n" : "");
	if (!r->err)
		oh_wire_add(r->w, l, text);
}

/* A message, or "+14255550100 via carrier-a": the far end from here on */
static void read_line(struct reading *r, char *text)
{
	static const char via[] = " via ";
	struct oh_wire_line l = { .n = 0 };
	const char *trunk;

	if (read_rung(&l, text)) {
		add_rung(r, &l);
		return;
	}
	trunk = strstr(text, via);
	if (trunk)
		(void)oh_safe_text(r->far, sizeof(r->far),
				   trunk + sizeof(via) - 1, false);
}

/**
 * Take the ladder of a record
 *
 * @param w    Messages; there are none
 * @param text Lines, as trace/diary.h prints them
 *
 * @return 0, ENOENT: there is no message in it, or ENOMEM
 */
int oh_wirerecord_read(struct oh_wire *w, const char *text)
{
	struct reading r = { .w = w };
	char line[LINE_MAX_BYTES];

	while (*text && !r.err) {
		size_t len = strcspn(text, "\n");

		str_ncpy(line, text, min(len + 1, sizeof(line)));
		read_line(&r, line);
		text += len + (text[len] == '\n');
	}
	if (r.err)
		return r.err;
	if (!oh_wire_count(w))
		return ENOENT;
	oh_wire_set_source(w, OH_WIRE_RECORD);

	return 0;
}

static int row_handler(const struct oh_row *row, void *arg)
{
	const struct oh_row_value *id = &row->v[OH_ROW_ID];
	const struct oh_row_value *ladder = &row->v[OH_ROW_LADDER];
	struct oh_wire *w = arg;
	int err;

	if (!id->known || 0 != strcmp(id->u.s, oh_wire_call(w)) ||
	    !ladder->known)
		return 0;
	err = oh_wirerecord_read(w, ladder->u.s);

	return err == ENOENT ? 0 : err;
}

/**
 * Read the messages of the wire's call from its record
 *
 * @param w    Messages; there are none
 * @param path Records; NULL: the usual ones
 *
 * @return 0, ENOENT: it has none, ENOMEM, or an errno of oh_query_run()
 */
int oh_wirerecord_find(struct oh_wire *w, const char *path)
{
	const struct oh_query_prm prm = { .path = path,
					  .id = oh_wire_call(w) };
	char why[OH_QUERY_WHY];
	int err = oh_query_run(why, &prm, row_handler, w);

	if (err)
		return err;

	return oh_wire_count(w) ? 0 : ENOENT;
}
