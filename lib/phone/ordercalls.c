/**
 * @file ordercalls.c  Orders that make, end and connect calls
 */
#include <errno.h>
#include "base/compat.h"
#include "number/number.h"
#include "phone/order_priv.h"

enum { JOIN_MAX = 16 };

/** Begin the request of an order; call NULL: it is about none */
void oh_order_ask(struct order_making *m, const char *verb,
		  const struct oh_board_call *call)
{
	cJSON *o = cJSON_CreateObject();

	if (call)
		m->o->peer = call->peer;
	if (cJSON_AddStringToObject(o, "do", verb) &&
	    (!call || cJSON_AddStringToObject(o, "call", call->id))) {
		m->o->ask = o;
		return;
	}
	cJSON_Delete(o);
}

/** The same, with "off" if it is so */
void oh_order_ask_call(struct order_making *m, const char *verb,
		       const struct oh_board_call *call, bool off)
{
	oh_order_ask(m, verb, call);
	if (off)
		oh_order_put(m, "off", cJSON_CreateTrue());
}

/** Put a member into the request. What is not complete is not sent */
void oh_order_put(struct order_making *m, const char *name, cJSON *item)
{
	if (item && cJSON_AddItemToObject(m->o->ask, name, item))
		return;
	cJSON_Delete(item);
	cJSON_Delete(m->o->ask);
	m->o->ask = NULL;
}

/** The same, of a text */
void oh_order_put_text(struct order_making *m, const char *name,
		       const char *text)
{
	oh_order_put(m, name, cJSON_CreateString(text));
}

static int dial(struct order_making *m, const char *number, const char *from,
		const char *trunk)
{
	int err = oh_order_phone(m);

	if (err)
		return err;
	oh_order_ask(m, "dial", NULL);
	oh_order_put_text(m, "number", number);
	if (from)
		oh_order_put_text(m, "from", from);
	if (trunk)
		oh_order_put_text(m, "trunk", trunk);
	if (m->prm->person)
		oh_order_put(m, "person", cJSON_CreateTrue());

	return 0;
}

/* "+1 425 555 0100" and "anna bell" need no quotes */
static void add_word(char *buf, size_t size, const char *word)
{
	size_t len = strlen(buf);
	bool blank = len && !strpbrk(word, "0123456789");

	(void)snprintf(&buf[len], size - len, "%s%s", blank ? " " : "", word);
}

static int read_option(struct order_making *m, uint32_t *ip,
		       const char **valuep)
{
	if (*ip + 1 >= m->argc)
		return oh_order_bad(m, "%s wants something behind it",
				    m->argv[*ip]);
	*valuep = m->argv[++*ip];

	return 0;
}

/** call NUMBER|NAME [--from N] [--trunk T] */
int oh_order_do_dial(struct order_making *m)
{
	char whom[OH_ORDER_LINE] = "", number[OH_NUMBER_URI_SIZE];
	const char *from = NULL, *trunk = NULL;
	int err = 0;

	for (uint32_t i = 0; i < m->argc && !err; i++) {
		const char *word = m->argv[i];

		if (0 == strcmp(word, "--from"))
			err = read_option(m, &i, &from);
		else if (0 == strcmp(word, "--trunk"))
			err = read_option(m, &i, &trunk);
		else if (0 == strncmp(word, "--", 2))
			err = oh_order_usage(m);
		else
			add_word(whom, sizeof(whom), word);
	}
	if (!err && !*whom)
		err = oh_order_usage(m);
	if (!err)
		err = oh_order_number(number, sizeof(number), m, whom);

	return err ? err : dial(m, number, from, trunk);
}

static const char *last_called(const struct oh_order_prm *prm)
{
	const struct oh_board_call *c, *last = NULL;
	const struct oh_past *p;

	for (size_t i = 0; (c = oh_board_at(prm->board, i)); i++) {
		if (!c->incoming && *c->again &&
		    (!last || c->began_ms >= last->began_ms))
			last = c;
	}
	if (last)
		return last->again;
	for (size_t i = 0; prm->history &&
		     (p = oh_history_at(prm->history, i)); i++) {
		if (!p->incoming && *p->number)
			return p->number;
	}

	return NULL;
}

/** redial */
int oh_order_do_redial(struct order_making *m)
{
	const char *number = last_called(m->prm);

	return number ? dial(m, number, NULL, NULL) :
		oh_order_bad(m, "nobody was called yet");
}

/* The one that rings: named, selected, or the first */
static int ringing(const struct oh_board_call **cp, struct order_making *m)
{
	const struct oh_board *b = m->prm->board;
	const struct oh_board_call *c = oh_board_find(b, m->prm->selected);
	int err;

	if (m->argc > 1)
		return oh_order_usage(m);
	if (!c || !c->incoming || c->state >= OH_BOARD_UP)
		c = oh_board_ringing(b);
	if (!m->argc && !c)
		return oh_order_bad(m, "nobody rings");
	err = oh_order_own_call(cp, m, m->argc ? m->argv[0] : c->id);
	if (!err && (!(*cp)->incoming || (*cp)->state >= OH_BOARD_UP))
		err = oh_order_bad(m, "that call does not ring here");

	return err;
}

/** answer [CALL] */
int oh_order_do_answer(struct order_making *m)
{
	const struct oh_board_call *c;
	int err = ringing(&c, m);

	if (!err)
		oh_order_ask(m, "answer", c);

	return err;
}

/** reject [CALL] */
int oh_order_do_reject(struct order_making *m)
{
	const struct oh_board_call *c;
	int err = ringing(&c, m);

	if (!err)
		oh_order_ask(m, "reject", c);

	return err;
}

/** hangup [CALL|all] */
int oh_order_do_hangup(struct order_making *m)
{
	const struct oh_board_call *c;
	int err;

	if (m->argc > 1)
		return oh_order_usage(m);
	if (m->argc && 0 == strcmp(m->argv[0], "all")) {
		if (!oh_board_live(m->prm->board, true))
			return oh_order_bad(m, "there is no call");
		m->o->peer = oh_board_phone(m->prm->board)->peer;
		oh_order_ask(m, "hangup", NULL);
		oh_order_put_text(m, "call", "all");
		return 0;
	}
	err = oh_order_call(&c, m, m->argc ? m->argv[0] : NULL);
	if (!err)
		oh_order_ask(m, "hangup", c);

	return err;
}

static int one_up(const struct oh_board_call **cp, struct order_making *m)
{
	int err;

	if (m->argc > 1)
		return oh_order_usage(m);
	err = oh_order_call(cp, m, m->argc ? m->argv[0] : NULL);
	if (!err && (*cp)->state < OH_BOARD_UP)
		err = oh_order_bad(m, "that call is not answered yet");

	return err;
}

/* A person's call that is resumed gets the voice, and the one that had it is
   held; in another process nobody has a voice */
static void resume(struct order_making *m, const struct oh_board_call *c)
{
	const struct oh_board_phone *p = oh_board_phone(m->prm->board);

	if (p->here && p->peer == c->peer)
		oh_order_ask(m, "talk", c);
	else
		oh_order_ask_call(m, "hold", c, true);
}

/** hold [CALL]: the other way round if it is held by us */
int oh_order_do_hold(struct order_making *m)
{
	const struct oh_board_call *c;
	int err = one_up(&c, m);

	if (err)
		return err;
	/* Held, and nobody told by whom: by us, before we looked on */
	if (c->held_by_us || (c->state == OH_BOARD_HELD && !c->held_by_them))
		resume(m, c);
	else
		oh_order_ask(m, "hold", c);

	return 0;
}

/** resume [CALL] */
int oh_order_do_resume(struct order_making *m)
{
	const struct oh_board_call *c;
	int err = one_up(&c, m);

	if (!err)
		resume(m, c);

	return err;
}

/** Calls that shall be one */
struct party {
	const char *idv[JOIN_MAX];
	int         idc;
};

/* The calls of the words, all of one process; first: not among them */
static int add_calls(struct party *p, struct order_making *m,
		     const struct oh_board_call *first)
{
	const struct oh_board_call *c;

	if (m->argc > JOIN_MAX - 1)
		return oh_order_bad(m, "too many calls: 15 at most");
	for (uint32_t i = 0; i < m->argc; i++) {
		int err = oh_order_call(&c, m, m->argv[i]);

		if (err)
			return err;
		if (first && c == first)
			return oh_order_bad(m, "\"%.40s\" is that call itself",
					    m->argv[i]);
		if (first && c->peer != first->peer)
			return oh_order_bad(m, "\"%.40s\" is held by another "
					    "process", m->argv[i]);
		first = first ? first : c;
		p->idv[p->idc++] = c->id;
	}

	return 0;
}

static void put_party(struct order_making *m, const struct party *p)
{
	oh_order_put(m, "calls", cJSON_CreateStringArray(p->idv, p->idc));
}

static bool is_off(const struct order_making *m)
{
	return m->argc == 1 && 0 == strcmp(m->argv[0], "off");
}

/** talk [CALL ..|off] */
int oh_order_do_talk(struct order_making *m)
{
	const struct oh_board_call *c;
	struct party p = { .idc = 0 };
	int err;

	if (is_off(m)) {
		err = oh_order_phone(m);
		if (!err)
			oh_order_ask_call(m, "talk", NULL, true);
		return err;
	}
	err = oh_order_own_call(&c, m, m->argc ? m->argv[0] : NULL);
	if (err)
		return err;
	if (m->argc <= 1) {
		oh_order_ask(m, "talk", c);
		return 0;
	}
	err = add_calls(&p, m, NULL);
	if (err)
		return err;
	oh_order_ask(m, "talk", NULL);
	m->o->peer = c->peer;
	put_party(m, &p);

	return 0;
}

/* Whether the handset can be had on it */
static bool has_voice(const struct oh_board_phone *p,
		      const struct oh_board_call *c)
{
	return p->here && p->peer == c->peer && strcmp(p->handset, "none");
}

/** join CALL ..: with the handset where there is one */
int oh_order_do_join(struct order_making *m)
{
	const struct oh_board_phone *p = oh_board_phone(m->prm->board);
	const struct oh_board_call *c;
	struct party all = { .idc = 0 };
	bool voice;
	int err;

	if (!m->argc)
		return oh_order_usage(m);
	err = oh_order_call(&c, m, NULL);
	if (err)
		return err;
	voice = has_voice(p, c);
	if (voice)
		all.idv[all.idc++] = c->id;
	err = add_calls(&all, m, c);
	if (err)
		return err;
	oh_order_ask(m, voice ? "talk" : "join", voice ? NULL : c);
	m->o->peer = c->peer;
	put_party(m, &all);
	if (voice)
		oh_order_put(m, "join", cJSON_CreateTrue());
	str_ncpy(m->o->call, c->id, sizeof(m->o->call));

	return 0;
}

/* "#2": nobody has such a number */
static bool is_place(const char *word)
{
	return *word == '#' && word[1] &&
	       strspn(&word[1], "0123456789") == strlen(&word[1]);
}

/* To the call of a word */
static int attended(struct order_making *m, const char *word)
{
	const struct oh_board_call *c, *other;
	int err = oh_order_call(&other, m, word);

	if (!err)
		err = oh_order_call(&c, m, NULL);
	if (err)
		return err;
	if (c == other)
		return oh_order_bad(m, "\"%.40s\" is that call itself", word);
	if (c->peer != other->peer)
		return oh_order_bad(m, "\"%.40s\" is held by another process",
				    word);
	oh_order_ask(m, "transfer", c);
	oh_order_put_text(m, "attended", other->id);

	return 0;
}

static bool is_to(const struct order_making *m)
{
	return m->argc == 2 && (0 == strcmp(m->argv[0], "--to") ||
				0 == strcmp(m->argv[0], "--attended"));
}

/** transfer NUMBER [CALL]; transfer #2; transfer --to CALL */
int oh_order_do_transfer(struct order_making *m)
{
	const struct oh_board_call *c;
	char number[OH_NUMBER_URI_SIZE];
	int err;

	if (is_to(m))
		return attended(m, m->argv[1]);
	if (!m->argc || m->argc > 2 || m->argv[0][0] == '-')
		return oh_order_usage(m);
	if (m->argc == 1 && is_place(m->argv[0]))
		return attended(m, m->argv[0]);
	err = oh_order_number(number, sizeof(number), m, m->argv[0]);
	if (!err)
		err = oh_order_call(&c, m, m->argc > 1 ? m->argv[1] : NULL);
	if (!err && c->state < OH_BOARD_UP)
		err = oh_order_bad(m, "that call is not answered yet");
	if (err)
		return err;
	oh_order_ask(m, "transfer", c);
	oh_order_put_text(m, "target", number);

	return 0;
}
