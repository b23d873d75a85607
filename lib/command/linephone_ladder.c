/**
 * @file linephone_ladder.c  The order ladder: SIP messages, also of past calls
 *
 *   ladder [CALL] [N] ──▶ its process ──▶ lines, or the text of one
 *                            └─ has none ──▶ its record ──▶ the same
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/scan.h"
#include "cli/exit.h"
#include "command/linephone_priv.h"
#include "command/pastladder.h"
#include "command/people.h"
#include "phone/wire.h"

enum { WORD = 96, LINE = 512 };

/** What is asked for, as it is kept until the reply: "CALL N", N "" for all */
struct wanted {
	char call[OH_BOARD_ID];
	char n[WORD];
};


static void read_wanted(struct wanted *w, const char *arg)
{
	size_t len = strcspn(arg, " ");

	str_ncpy(w->call, arg, min(len + 1, sizeof(w->call)));
	str_ncpy(w->n, arg[len] ? &arg[len + 1] : "", sizeof(w->n));
}


static void tell_line(struct linephone *l, const struct oh_wire_line *m)
{
	const char *far = m->sent ? m->dst : m->src;

	oh_linein_tell(l->in, "%u %.3f %s %s%s%s%s%s", m->n, m->at_s,
		       m->sent ? "to" : "from", far, *far ? " " : "", m->line,
		       *m->note ? ", " : "", m->note);
}


static void tell_lines(struct linephone *l, const struct oh_wire *w)
{
	const struct oh_wire_line *m;

	for (size_t i = 0; (m = oh_wire_at(w, i)); i++)
		tell_line(l, m);
	oh_linein_tell(l->in, "ok ladder: %zu messages%s", oh_wire_count(w),
		       oh_wire_source(w) == OH_WIRE_RECORD ?
		       ", from the record" : "");
}


/* Line by line: none of it can move the cursor */
static void tell_text(struct linephone *l, const char *n, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\r\n");

		oh_linein_tell(l->in, "%.*s", (int)len, text);
		text += len;
		if (*text == '\r')
			text++;
		if (*text == '\n')
			text++;
	}
	oh_linein_tell(l->in, "ok ladder: message %s", n);
}


static void tell_record(struct linephone *l, const struct wanted *wanted,
			const struct oh_wire *w)
{
	const char *text = *wanted->n ? oh_wire_text(w,
		(uint32_t)strtoul(wanted->n, NULL, 10)) : "";

	if (!*wanted->n)
		tell_lines(l, w);
	else if (*text)
		tell_text(l, wanted->n, text);
	else
		oh_linephone_failed(l, OH_EXIT_USAGE, "ladder",
				    "n: the record has no such message");
}


/* No process has them */
static void from_record(struct linephone *l, const char *arg, const cJSON *r)
{
	struct wanted wanted;
	struct oh_wire *w = NULL;
	int err;

	(void)r;
	read_wanted(&wanted, arg);
	err = oh_wire_alloc(&w, wanted.call);
	if (!err)
		err = oh_pastladder_read(w, l->conf);
	if (!err)
		tell_record(l, &wanted, w);
	else
		oh_linephone_failed(l, OH_EXIT_HUNG_UP, "ladder",
				    err == ENOENT ? OH_PASTLADDER_NONE
						  : strerror(err));
	mem_deref(w);
}


static void tell_ladder(struct linephone *l, const char *arg, const cJSON *r)
{
	struct oh_wire *w = NULL;
	struct wanted wanted;
	int err;

	read_wanted(&wanted, arg);
	err = oh_wire_alloc(&w, wanted.call);
	if (!err)
		err = oh_wire_read(w, r);
	if (err)
		oh_linephone_failed(l, OH_EXIT_FAILED, "ladder",
				    "they cannot be read");
	else if (!oh_wire_count(w) && !oh_board_find(l->board, wanted.call))
		from_record(l, arg, r);
	else
		tell_lines(l, w);
	mem_deref(w);
}


static void tell_message(struct linephone *l, const char *arg, const cJSON *r)
{
	struct wanted wanted;

	read_wanted(&wanted, arg);
	tell_text(l, wanted.n, oh_linephone_text(r, "text"));
}


static const struct lp_replies ladder_replies = { tell_ladder, from_record };
static const struct lp_replies message_replies = { tell_message, from_record };


/* "[CALL] [N]"; a number alone is a message of the default call */
static int split(char call[WORD], char n[WORD], const char *rest)
{
	char third[2];
	int c = sscanf(rest, "%95s %95s %1s", call, n, third);
	uint32_t u;

	if (c < 1)
		call[0] = '\0';
	if (c < 2)
		n[0] = '\0';
	if (c == 1 && 0 == oh_scan_u32(&u, call, 0, UINT32_MAX - 1)) {
		memcpy(n, call, WORD);
		call[0] = '\0';
	}

	return c <= 2 && (!*n || 0 == oh_scan_u32(&u, n, 0, UINT32_MAX - 1))
		? 0 : EINVAL;
}


/* The call, on the board or not any more; false: told why there is none */
static bool find(struct linephone *l, char call[OH_BOARD_ID], uint32_t *peerp,
		 const char *word)
{
	const struct oh_board_call *c;
	char line[LINE], why[OH_ORDER_WHY];
	struct oh_order_prm prm;
	struct oh_order o;

	if (!*word && *l->last.id && !oh_board_count(l->board))
		word = l->last.id;
	if (!*word) {
		c = oh_linephone_call(l, "ladder", "");
		*peerp = c ? c->peer : 0;
		str_ncpy(call, c ? c->id : "", OH_BOARD_ID);
		return c != NULL;
	}
	(void)oh_people_history(l->history, l->conf, l->contacts);
	(void)snprintf(line, sizeof(line), "ladder \"%s\"", word);
	oh_linephone_prm(l, &prm);
	if (oh_order_parse(&o, why, &prm, line)) {
		oh_linephone_failed(l, OH_EXIT_USAGE, "ladder",
				    strncmp(why, "ladder: ", 8) ? why
								: &why[8]);
		return false;
	}
	*peerp = o.peer;
	str_ncpy(call, o.rest, OH_BOARD_ID);

	return true;
}


/** The order ladder */
void oh_linephone_do_ladder(struct linephone *l, const char *rest)
{
	char word[WORD], n[WORD], call[OH_BOARD_ID], arg[OH_BOARD_ID + WORD];
	uint32_t peer;
	cJSON *o;

	if (split(word, n, rest)) {
		oh_linephone_failed(l, OH_EXIT_USAGE, "ladder",
				    "it goes: ladder [CALL] [N], N being the "
				    "number of a message");
		return;
	}
	if (!find(l, call, &peer, word))
		return;
	o = oh_linephone_request(*n ? "message" : "ladder", call);
	if (*n)
		(void)cJSON_AddNumberToObject(o, "n", strtod(n, NULL));
	(void)snprintf(arg, sizeof(arg), "%s%s%s", call, *n ? " " : "", n);
	oh_linephone_ask_both(l, "ladder", peer, o, *n ? &message_replies
						       : &ladder_replies, arg);
}
