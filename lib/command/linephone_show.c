/**
 * @file linephone_show.c  Orders that list and show
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/clock.h"
#include "base/scan.h"
#include "cli/exit.h"
#include "command/linephone_priv.h"
#include "command/people.h"
#include "phone/looked.h"

enum {
	WORD = 96, LINE = 512, ID_SHOWN = 8,
	PAST_SHOWN = 20, LOG_SHOWN = 50, CONTACTS_SHOWN = 100,
};


static uint64_t now_ms(void)
{
	return oh_clock_us() / 1000;
}


static const char *tail(const char *id)
{
	size_t len = strlen(id);

	return &id[len > ID_SHOWN ? len - ID_SHOWN : 0];
}


/* A part of a line, with a comma in front of it */
static void add(char buf[LINE], const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static void add(char buf[LINE], const char *fmt, ...)
{
	size_t n = strlen(buf);
	va_list ap;

	n += (size_t)snprintf(&buf[n], LINE - n, "%s", n ? ", " : "");
	if (n >= LINE)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(&buf[n], LINE - n, fmt, ap);
	va_end(ap);
}


static void add_joined(char buf[LINE], const struct linephone *l,
		       const struct oh_board_call *own)
{
	const struct oh_board_call *c;

	for (size_t i = 0; (c = oh_board_at(l->board, i)); i++)
		if (oh_board_is_joined(own, c))
			add(buf, "joined with #%zu", i + 1);
}


static void tell_call(struct linephone *l, size_t i,
		      const struct oh_board_call *c)
{
	char buf[LINE] = "", timer[16];

	oh_board_timer(timer, c, now_ms());
	add(buf, "#%zu %s %s", i + 1, tail(c->id),
	    oh_board_state_name(c->state));
	add(buf, "%s %s", c->incoming ? "from" : "to", c->number);
	if (*c->name)
		add(buf, "%s", c->name);
	add(buf, "%s", timer);
	if (c->talking)
		add(buf, "talking");
	add_joined(buf, l, c);
	if (c->muted)
		add(buf, "muted");
	if (c->recording)
		add(buf, "recorded");
	if (*c->codec)
		add(buf, "%s", c->codec);
	if (*c->srtp)
		add(buf, "encrypted");
	if (*c->cause)
		add(buf, "%s", c->cause);
	oh_linein_tell(l->in, "%s", buf);
}


static void tell_calls(struct linephone *l)
{
	const struct oh_board_call *c;

	for (size_t i = 0; (c = oh_board_at(l->board, i)); i++)
		tell_call(l, i, c);
	if (!oh_board_count(l->board))
		oh_linein_tell(l->in, "no calls");
}


static void listed(struct linephone *l, const char *arg, const cJSON *r)
{
	(void)arg;
	(void)oh_board_line(l->board, oh_board_phone(l->board)->peer, r,
			    now_ms());
	tell_calls(l);
}


/** The order calls: who is joined with whom no event tells */
void oh_linephone_do_calls(struct linephone *l, const char *rest)
{
	const struct oh_board_phone *p = oh_board_phone(l->board);

	if (*rest)
		oh_linephone_failed(l, OH_EXIT_USAGE, "calls",
				    "nothing may stand behind it");
	else if (p->here)
		oh_linephone_ask(l, "calls", p->peer,
				 oh_linephone_request("list", ""), listed,
				 NULL);
	else
		tell_calls(l);
}


/** The order contacts */
void oh_linephone_do_contacts(struct linephone *l, const char *rest)
{
	const struct oh_contact *c;
	size_t told = 0;

	for (size_t i = 0; (c = oh_contacts_at(l->contacts, i)); i++) {
		if (*rest && !strcasestr(c->name, rest) &&
		    !strstr(c->number, rest))
			continue;
		if (told++ < CONTACTS_SHOWN)
			oh_linein_tell(l->in, "%s, %s", c->name, c->number);
	}
	if (!told)
		oh_linein_tell(l->in, "no contacts%s", *rest ? " fit" : "");
	else if (told > CONTACTS_SHOWN)
		oh_linein_tell(l->in, "and %zu more", told - CONTACTS_SHOWN);
}


static void tell_past(struct linephone *l, const struct oh_past *p)
{
	time_t s = (time_t)(p->start_us / 1000000);
	char buf[LINE] = "", when[32] = "";
	struct tm tm;

	if (localtime_r(&s, &tm))
		(void)strftime(when, sizeof(when), "%Y-%m-%d %H:%M", &tm);
	add(buf, "%s", when);
	add(buf, "%s %s", p->incoming ? "from" : "to", p->number);
	if (*p->name)
		add(buf, "%s", p->name);
	add(buf, "%s", p->disposition);
	if (p->talked_s > 0)
		add(buf, "%.0f seconds", p->talked_s);
	if (*p->cost)
		add(buf, "%s", p->cost);
	add(buf, "call %s", tail(p->id));
	oh_linein_tell(l->in, "%s", buf);
}


/** The order history: the newest last */
void oh_linephone_do_history(struct linephone *l, const char *rest)
{
	const struct oh_past *p, *v[PAST_SHOWN];
	size_t c = 0;

	(void)oh_people_history(l->history, l->conf, l->contacts);
	for (size_t i = 0; c < PAST_SHOWN &&
	     (p = oh_history_at(l->history, i)); i++) {
		if (!*rest || strcasestr(p->name, rest) ||
		    strstr(p->number, rest))
			v[c++] = p;
	}
	if (!c)
		oh_linein_tell(l->in, "no calls of before%s",
			       *rest ? " fit" : "");
	while (c)
		tell_past(l, v[--c]);
}


/** The order log: the newest last */
void oh_linephone_do_log(struct linephone *l, const char *rest)
{
	const struct oh_board_log *e;
	size_t c = 0;

	if (*rest) {
		oh_linephone_failed(l, OH_EXIT_USAGE, "log",
				    "nothing may stand behind it");
		return;
	}
	while (c < LOG_SHOWN && oh_board_log(l->board, c))
		c++;
	if (!c)
		oh_linein_tell(l->in, "nothing has happened");
	while (c && (e = oh_board_log(l->board, --c))) {
		time_t s = (time_t)(e->wall_us / 1000000);
		char when[16] = "";
		struct tm tm;

		if (localtime_r(&s, &tm))
			(void)strftime(when, sizeof(when), "%H:%M:%S", &tm);
		oh_linein_tell(l->in, "%s %s", when, e->text);
	}
}

/* ---------------------------------------------------------- of a call */

/**
 * The call that an order means
 *
 * @param l    Phone
 * @param name Order, for what is told
 * @param word Its place in the list, id, number or name; "": the selected
 *             one, else the active one, else the latest
 *
 * @return Call, or NULL: told why
 */
const struct oh_board_call *oh_linephone_call(struct linephone *l,
					      const char *name,
					      const char *word)
{
	const struct oh_board_call *c = NULL;
	char line[LINE], why[OH_ORDER_WHY];
	struct oh_order_prm prm;
	struct oh_order o;

	if (!*word) {
		c = *l->selected ? oh_board_find(l->board, l->selected)
				 : NULL;
		if (!c)
			c = oh_board_active(l->board);
		if (!c && *l->last.id)
			c = oh_board_find(l->board, l->last.id);
		if (!c)
			c = oh_board_at(l->board,
					oh_board_count(l->board) - 1);
	}
	else {
		/* One way to name a call: that of the orders */
		(void)snprintf(line, sizeof(line), "select \"%s\"", word);
		oh_linephone_prm(l, &prm);
		if (0 == oh_order_parse(&o, why, &prm, line))
			c = oh_board_find(l->board, o.call);
	}
	if (!c)
		oh_linephone_failed(l, OH_EXIT_USAGE, name, *word ?
				    "there is no such call; calls lists them"
				    : "there is no call");

	return c;
}


/* ------------------------------------------------------------- numbers */

static void tell_looked(struct linephone *l, const char *asked,
			const cJSON *r)
{
	struct oh_looked k;
	char buf[LINE] = "";

	oh_looked_read(&k, asked, r);
	add(buf, "%s", *k.number ? k.number : asked);
	if (k.verdict == OH_LOOKED_HELP)
		add(buf, "EMERGENCY CALL, help is sent to %s", k.address);
	if (*k.name)
		add(buf, "%s", k.name);
	if (*k.country)
		add(buf, "%s", k.country);
	if (*k.route)
		add(buf, "route %s", k.route);
	if (*k.trunk)
		add(buf, "trunk %s", k.trunk);
	if (*k.caller_id)
		add(buf, "as %s", k.caller_id);
	if (*k.rate)
		add(buf, "%s", k.rate);
	if (*k.why)
		add(buf, "%s", k.why);
	if (k.verdict == OH_LOOKED_ALLOWED || k.verdict == OH_LOOKED_HELP) {
		oh_linein_tell(l->in, "ok look: %s", buf);
		return;
	}
	if (*k.hint)
		add(buf, "%s", k.hint);
	oh_linephone_failed(l, k.verdict == OH_LOOKED_PART ?
			    OH_EXIT_BAD_NUMBER : OH_EXIT_REFUSED, "look", buf);
}


/** The order look */
void oh_linephone_do_look(struct linephone *l, const char *rest)
{
	const struct oh_board_phone *p = oh_board_phone(l->board);
	cJSON *o;

	if (!*rest || strlen(rest) >= WORD) {
		oh_linephone_failed(l, OH_EXIT_USAGE, "look",
				    "it goes: look NUMBER");
		return;
	}
	o = oh_linephone_request("look", "");
	(void)cJSON_AddStringToObject(o, "number", rest);
	if (l->person)
		(void)cJSON_AddTrueToObject(o, "person");
	oh_linephone_ask(l, "look", p->peer, o, tell_looked, rest);
}

/* ----------------------------------------------------------- the phone */

static bool is_true(const cJSON *o, const char *name)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o, name));
}


/* "NAME VALUE", if there is one */
static void add_text(char buf[LINE], const cJSON *r, const char *member,
		     const char *name)
{
	const char *text = oh_linephone_text(r, member);

	if (*text)
		add(buf, "%s %s", name, text);
}


static void tell_status(struct linephone *l, const char *arg, const cJSON *r)
{
	const cJSON *uri, *list = cJSON_GetObjectItemCaseSensitive(r, "uri");
	char buf[LINE] = "";

	(void)arg;
	add_text(buf, r, "number", "number");
	add_text(buf, r, "trunk", "trunk");
	add(buf, "handset %s %s", oh_linephone_text(r, "handset"),
	    oh_linephone_text(r, "handset_state"));
	add_text(buf, r, "handset_why", "because");
	if (is_true(r, "dnd"))
		add(buf, "do not disturb");
	if (is_true(r, "muted"))
		add(buf, "muted");
	cJSON_ArrayForEach(uri, list) {
		if (cJSON_IsString(uri))
			add(buf, "called at %s", uri->valuestring);
	}
	oh_linein_tell(l->in, "ok status: %s", buf);
}


/** The order status */
void oh_linephone_do_status(struct linephone *l, const char *rest)
{
	if (*rest)
		oh_linephone_failed(l, OH_EXIT_USAGE, "status",
				    "nothing may stand behind it");
	else
		oh_linephone_ask(l, "status", oh_board_phone(l->board)->peer,
				 oh_linephone_request("status", ""),
				 tell_status, NULL);
}
