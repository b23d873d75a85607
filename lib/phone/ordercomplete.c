/**
 * @file ordercomplete.c  Words that may stand where the last one stands
 */
#include <stdio.h>
#include "base/compat.h"
#include "phone/order_priv.h"

enum { HELP = 128, WORD = 2 * OH_BOARD_TEXT };

/** What is being completed, and for whom */
struct completing {
	const struct oh_order_prm *prm;
	const struct order_row    *row;
	const char                *part;      /* what stands there so far  */
	bool                       first;     /* it is whom it is about    */
	oh_order_word_h           *h;
	void                      *arg;
};

static void offer(const struct completing *co, const char *word,
		  const char *help)
{
	if (0 == strncasecmp(word, co->part, strlen(co->part)))
		co->h(word, help, co->arg);
}

static void offer_orders(const struct completing *co)
{
	for (const struct order_row *r = oh_order_rowv; r->about.name; r++)
		offer(co, r->about.name, r->about.help);
}

/* Another one than the order is for, with which it can be joined */
static bool is_other(const struct completing *co,
		     const struct oh_board_call *c)
{
	const struct oh_board *b = co->prm->board;
	const struct oh_board_call *own =
		oh_board_find(b, co->prm->selected);

	if (!own)
		own = oh_board_active(b);

	return own && c != own && c->peer == own->peer &&
	       (c->state == OH_BOARD_UP || c->state == OH_BOARD_HELD);
}

static bool wants_other(const struct completing *co)
{
	return co->row->make == oh_order_do_join ||
	       (co->row->make == oh_order_do_transfer && co->first);
}

/* The last characters of an id are enough, and differ soonest */
static void offer_calls(const struct completing *co)
{
	const struct oh_board_call *c;

	for (size_t i = 0; (c = oh_board_at(co->prm->board, i)); i++) {
		char word[16], help[HELP];

		if (wants_other(co) && !is_other(co, c))
			continue;
		(void)snprintf(help, sizeof(help), "%.60s, %s",
			       *c->name ? c->name : c->number,
			       oh_board_state_name(c->state));
		(void)snprintf(word, sizeof(word), "#%zu", i + 1);
		offer(co, word, help);
		if (*co->part && *co->part != '#')
			offer(co, c->id, help);
	}
}

/* A name with a blank in it is one word only in quotes */
static void offer_name(const struct completing *co, const char *name,
		       const char *number)
{
	char word[WORD];
	bool quote = name[strcspn(name, " '\"\\")];

	if (strncasecmp(name, co->part, strlen(co->part)) ||
	    strchr(name, '\''))
		return;
	(void)snprintf(word, sizeof(word), "%s%s%s", quote ? "'" : "", name,
		       quote ? "'" : "");
	co->h(word, number, co->arg);
}

static void offer_numbers(const struct completing *co)
{
	const struct oh_contact *who;
	const struct oh_past *p;

	for (size_t i = 0; co->prm->contacts &&
		     (who = oh_contacts_at(co->prm->contacts, i)); i++) {
		offer_name(co, who->name, who->number);
		if (*co->part)
			offer(co, who->number, who->name);
	}
	for (size_t i = 0; co->prm->history && *co->part &&
		     (p = oh_history_at(co->prm->history, i)); i++)
		offer(co, p->number, p->name);
}

static void offer_list(const struct completing *co,
		       const char v[][OH_BOARD_TEXT], uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		offer(co, v[i], "");
}

/* Options only once they have been begun */
static void offer_words(const struct completing *co)
{
	const char *p = co->row->words ? co->row->words : "";
	char word[32];

	for (size_t len; (len = strcspn(p, " ")); p += len) {
		(void)snprintf(word, sizeof(word), "%.*s", (int)len, p);
		if (*word != '-' || *co->part == '-')
			offer(co, word, "");
		p += p[len] ? 1 : 0;
	}
}

static void offer_want(const struct completing *co, enum order_want want)
{
	const struct oh_board_phone *p = oh_board_phone(co->prm->board);

	switch (want) {

	case ORDER_CALL:   offer_calls(co); break;
	case ORDER_NUMBER:
		if (co->row->make == oh_order_do_transfer)
			offer_calls(co);
		offer_numbers(co);
		break;
	case ORDER_TRUNK:  offer_list(co, p->trunkv, p->trunkc); break;
	case ORDER_OWN:    offer_list(co, p->ownv, p->ownc); break;
	case ORDER_ORDER:  offer_orders(co); break;
	default:           break;
	}
}

/* What the word before says of this one */
static enum order_want want_of(const struct order_row *row,
			       const struct order_making *m)
{
	const char *before = m->argc ? m->argv[m->argc - 1] : "";

	if (0 == strcmp(before, "--from"))
		return ORDER_OWN;
	if (0 == strcmp(before, "--trunk"))
		return ORDER_TRUNK;
	if (0 == strcmp(before, "--to") || 0 == strcmp(before, "--attended"))
		return ORDER_CALL;
	if (m->argc && *m->argv[0] == '#' &&
	    row->make == oh_order_do_transfer)
		return ORDER_NONE;
	if (row->want == ORDER_NUMBER && m->argc)
		return row->make == oh_order_do_transfer ? ORDER_CALL
							 : ORDER_NONE;

	return row->want;
}

static const struct order_row *find_row(const char *name)
{
	for (const struct order_row *r = oh_order_rowv; r->about.name; r++) {
		if (0 == strcmp(r->about.name, name) ||
		    (r->about.alias && 0 == strcmp(r->about.alias, name)))
			return r;
	}

	return NULL;
}

/* The line without its last word, which may be empty or still in a quote */
static const char *cut(char *buf, size_t size, const char *line)
{
	size_t from = 0;
	char quote = '\0';

	for (size_t i = 0; line[i]; i++) {
		bool blank = line[i] == ' ' || line[i] == '\t';

		if (quote)
			quote = line[i] == quote ? '\0' : quote;
		else if (line[i] == '"' || line[i] == '\'')
			quote = line[i];
		else if (blank)
			from = i + 1;
	}
	str_ncpy(buf, line, size < from + 1 ? size : from + 1);
	if (line[from] == '"' || line[from] == '\'')
		from++;

	return &line[from];
}

/**
 * Tell what may stand where the last word of a line stands
 *
 * @param prm  What it is understood by
 * @param line Line so far; a blank at its end begins a new word
 * @param h    Called for each word, with a few words of explanation or ""
 * @param arg  Handler argument
 */
void oh_order_complete(const struct oh_order_prm *prm, const char *line,
		       oh_order_word_h *h, void *arg)
{
	struct completing co = { .prm = prm, .h = h, .arg = arg };
	char why[OH_ORDER_WHY], before[OH_ORDER_LINE];
	struct order_making m = { .why = why, .prm = prm };
	const char *name;

	if (strlen(line) >= sizeof(before))
		return;
	co.part = cut(before, sizeof(before), line);
	if (oh_order_split(&m, &name, before))
		return;
	if (!*name) {
		offer_orders(&co);
		return;
	}
	co.row = find_row(name);
	if (!co.row)
		return;
	co.first = !m.argc || m.argv[0][0] == '-';
	offer_want(&co, want_of(co.row, &m));
	if (!m.argc || *co.part == '-')
		offer_words(&co);
}
