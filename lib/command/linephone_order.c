/**
 * @file linephone_order.c  A line becomes a request, and a reply a line
 *
 *   "ok WORD: what came of it"
 *   "error WORD: why; how to mend it"
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "cli/exit.h"
#include "command/linekept.h"
#include "command/linephone_priv.h"
#include "command/pastladder.h"

enum { WORD = 24, ARG = 160, DETAILS = 512, ID_SHOWN = 8 };

/** A request under way */
struct ask {
	struct le         le;
	struct linephone *l;
	uint32_t          peer;
	char              word[WORD];
	char              arg[ARG];
	bool              behind;    /* nobody waits for it                */
	struct lp_replies h;
	struct oh_pastladder *save;  /* or NULL                            */
};


static void destructor(void *arg)
{
	struct ask *a = arg;

	list_unlink(&a->le);
	mem_deref(a->save);
}


/** The text of a member; "" if there is none */
const char *oh_linephone_text(const cJSON *o, const char *name)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, name));

	return s ? s : "";
}


/** A request; NULL: no memory. call "": about none */
cJSON *oh_linephone_request(const char *verb, const char *call)
{
	cJSON *o = cJSON_CreateObject();

	if (cJSON_AddStringToObject(o, "do", verb) &&
	    (!*call || cJSON_AddStringToObject(o, "call", call)))
		return o;
	cJSON_Delete(o);

	return NULL;
}


/**
 * An order has failed
 *
 * @param l      Phone
 * @param status Exit status that fits; the first one counts
 * @param word   Order
 * @param why    What is wrong, and how to mend it
 */
void oh_linephone_failed(struct linephone *l, int status, const char *word,
			 const char *why)
{
	if (!l->status)
		l->status = status ? status : OH_EXIT_FAILED;
	oh_linein_tell(l->in, "error %s: %s", word, why);
}


/* What a reply gives, in an order that stays */
static void print_details(char *buf, size_t size, const cJSON *r)
{
	static const char *const textv[] = { "text", "digits", "path" };
	const char *call = oh_linephone_text(r, "call");
	const cJSON *s = cJSON_GetObjectItemCaseSensitive(r, "seconds");
	size_t n = 0, len = strlen(call);

	buf[0] = '\0';
	if (len)
		n = (size_t)snprintf(buf, size, ", call %s",
				     &call[len > ID_SHOWN ? len - ID_SHOWN
							  : 0]);
	for (size_t i = 0; i < ARRAY_SIZE(textv) && n < size; i++) {
		const char *text = oh_linephone_text(r, textv[i]);

		if (i == 1 && cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(
						   r, "masked")))
			text = "";
		if (*text)
			n += (size_t)snprintf(&buf[n], size - n, ", %s %s",
					      textv[i], text);
	}
	if (cJSON_IsNumber(s) && n < size)
		(void)snprintf(&buf[n], size - n, ", %.1f seconds",
			       s->valuedouble);
}


static void tell_done(struct linephone *l, const char *word, const cJSON *r)
{
	char details[DETAILS];

	print_details(details, sizeof(details), r);
	oh_linein_tell(l->in, "ok %s%s%s", word, *details ? ":" : "",
		       *details ? &details[1] : "");
}


static void tell_failed(struct linephone *l, const char *word,
			const cJSON *r)
{
	const char *why = oh_linephone_text(r, "error");
	const char *hint = oh_linephone_text(r, "hint");
	const char *cause = oh_linephone_text(r, "cause");
	const cJSON *st = cJSON_GetObjectItemCaseSensitive(r, "status");
	int status = cJSON_IsNumber(st) && st->valuedouble >= 1 &&
		     st->valuedouble <= 255 ? (int)st->valuedouble
					    : OH_EXIT_FAILED;
	char text[DETAILS];

	(void)snprintf(text, sizeof(text), "%s%s%s", *why ? why :
		       *cause ? cause : "it failed", *hint ? "; " : "",
		       hint);
	oh_linephone_failed(l, status, word, text);
}


/* The call that was made or taken is the one that is waited for later */
static void note_call(struct linephone *l, const cJSON *r)
{
	const char *id = oh_linephone_text(r, "call");
	const struct oh_board_call *c = *id ? oh_board_find(l->board, id)
					    : NULL;

	if (!*id)
		return;
	memset(&l->last, 0, sizeof(l->last));
	str_ncpy(l->last.id, id, sizeof(l->last.id));
	if (c)
		l->last = *c;
}


/* The next line finds the calls as this order has left them: the events of it
   may come behind its reply */
static void listed(struct linephone *l, const char *arg, const cJSON *r)
{
	(void)arg;
	(void)oh_board_line(l->board, l->asked_peer, r,
			    oh_clock_us() / 1000);
}


static void look_at_calls(struct linephone *l, uint32_t peer)
{
	if (!l->script || l->leaving)
		return;
	l->asked_peer = peer;
	oh_linephone_ask(l, "list", peer, oh_linephone_request("list", ""),
			 listed, NULL);
}


/* What the record has of messages that no process has */
static void save_record(struct linephone *l, const struct ask *a)
{
	char why[OH_PASTLADDER_WHY];

	if (oh_pastladder_save(why, a->save, l->conf))
		oh_linephone_failed(l, OH_EXIT_HUNG_UP, a->word, why);
	else
		oh_linein_tell(l->in, "ok %s: path %s, a line of each "
			       "message", a->word, a->save->path);
}


static bool is_over(struct linephone *l, const struct ask *a, const cJSON *r)
{
	if (!r || !oh_pastladder_is_over(r) || (!a->h.overh && !a->save))
		return false;
	if (a->save)
		save_record(l, a);
	else
		a->h.overh(l, a->arg, r);

	return true;
}


static void replied(const cJSON *r, void *arg)
{
	struct ask *a = arg;
	struct linephone *l = a->l;
	bool ok = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(r, "ok"));

	list_unlink(&a->le);
	if (!r && l->ready)
		oh_linephone_failed(l, OH_EXIT_FAILED, a->word,
				    "the phone is gone");
	else if (r && !ok && !is_over(l, a, r))
		tell_failed(l, a->word, r);
	else if (r && !ok)
		;
	else if (r && a->h.doneh)
		a->h.doneh(l, a->arg, r);
	else if (r) {
		note_call(l, r);
		tell_done(l, a->word, r);
		if (!a->behind)
			look_at_calls(l, a->peer);
	}
	mem_deref(a);
	oh_linephone_next(l);
}


/* What it gets now it would do when nobody expects that any more; but that we
   leave it shall know */
static bool is_hung(struct linephone *l, const char *word, uint32_t peer)
{
	char why[LP_HUNG];

	if (l->leaving || !oh_board_is_hung(l->board, peer))
		return false;
	oh_board_hung_text(why, sizeof(why), l->board, peer);
	oh_linephone_failed(l, OH_EXIT_UNAVAILABLE, word, why);

	return true;
}


/* The request that is made must say whose it is when it is refused */
static struct ask *make_ask(struct linephone *l, const char *word,
			    uint32_t peer, const cJSON *o, const char *arg)
{
	struct oh_pastladder save;
	struct ask *a = o ? mem_zalloc(sizeof(*a), destructor) : NULL;

	if (!a)
		return NULL;
	a->l = l;
	a->peer = peer;
	a->behind = l->behind;
	str_ncpy(a->word, word, sizeof(a->word));
	str_ncpy(a->arg, arg ? arg : "", sizeof(a->arg));
	if (oh_pastladder_wants(&save, o)) {
		a->save = mem_alloc(sizeof(save), NULL);
		if (!a->save)
			return mem_deref(a);
		*a->save = save;
	}
	list_append(&l->askl, &a->le, a);

	return a;
}


/**
 * Ask a process
 *
 * @param l    Phone
 * @param word Order, for what is told
 * @param peer Process
 * @param o    Request; given, or NULL: there was no memory for it
 * @param rh   Who is told the reply
 * @param arg  Text for them
 */
void oh_linephone_ask_both(struct linephone *l, const char *word,
			   uint32_t peer, cJSON *o,
			   const struct lp_replies *rh, const char *arg)
{
	struct ask *a = NULL;
	int err = ENOMEM;

	if (is_hung(l, word, peer)) {
		cJSON_Delete(o);
		return;
	}
	a = make_ask(l, word, peer, o, arg);
	if (a) {
		a->h = *rh;
		err = oh_peers_ask(l->peers, peer, o, replied, a);
	}
	else
		cJSON_Delete(o);
	if (!err)
		return;
	mem_deref(a);
	oh_linephone_failed(l, OH_EXIT_FAILED, word, err == ENOTCONN ?
			    "there is no phone: it is gone" : strerror(err));
}


/** The same; h: told the reply if it is ok, or NULL */
void oh_linephone_ask(struct linephone *l, const char *word, uint32_t peer,
		      cJSON *o, lp_reply_h *h, const char *arg)
{
	const struct lp_replies rh = { .doneh = h };

	oh_linephone_ask_both(l, word, peer, o, &rh, arg);
}


/* What waits for it has failed */
static void fail_all(struct linephone *l, uint32_t peer)
{
	struct le *le = list_head(&l->askl);
	char why[LP_HUNG];

	oh_board_hung_text(why, sizeof(why), l->board, peer);
	while (le) {
		struct ask *a = le->data;

		le = le->next;
		if (a->peer != peer)
			continue;
		oh_peers_forget(l->peers, a);
		oh_linephone_failed(l, OH_EXIT_UNAVAILABLE, a->word, why);
		mem_deref(a);
	}
	oh_linephone_wait_hung(l, peer, why);
	oh_linephone_meters_hung(l, peer);
	oh_linephone_next(l);
}


/* Before its calls are known there is nothing to go on with; and who leaves
   does not wait */
static void give_up(struct linephone *l, uint32_t peer)
{
	char why[LP_HUNG];

	if (peer != oh_board_phone(l->board)->peer)
		return;
	oh_board_hung_text(why, sizeof(why), l->board, peer);
	if (!l->leaving)
		l->status = oh_app_fail(l->app, OH_EXIT_UNAVAILABLE, "%s",
					why);
	oh_app_stop(l->app);
}


/**
 * A process does not answer any more, or does again
 *
 * @param peer Process
 * @param hung Whether it hangs
 * @param arg  Phone
 */
void oh_linephone_hung(uint32_t peer, bool hung, void *arg)
{
	struct linephone *l = arg;

	if (hung && l->ready && !l->leaving)
		fail_all(l, peer);
	else if (hung)
		give_up(l, peer);
}


/** Whether an order is under way */
bool oh_linephone_is_busy(const struct linephone *l)
{
	for (struct le *le = list_head(&l->askl); le; le = le->next) {
		const struct ask *a = le->data;

		if (!a->behind)
			return true;
	}

	return l->wait.l || l->meters.l;
}


/** No replies any more */
void oh_linephone_forget(struct linephone *l)
{
	struct le *le;

	while ((le = list_head(&l->askl))) {
		if (l->peers)
			oh_peers_forget(l->peers, le->data);
		mem_deref(le->data);
	}
}


static void do_order(struct linephone *l, struct oh_order *o)
{
	const struct lp_local *local;

	switch (o->kind) {

	case OH_ORDER_NOTHING:
		break;

	case OH_ORDER_ASK:
		oh_linephone_ask(l, o->word, o->peer, o->ask, NULL, NULL);
		break;

	case OH_ORDER_LOCAL:
		local = oh_linephone_local_find(o->word);
		if (0 == strcmp(o->word, "select")) {
			str_ncpy(l->selected, o->call, sizeof(l->selected));
			oh_linein_tell(l->in, "ok select");
		}
		else if (local && local->h)
			local->h(l, o->rest);
		else
			oh_linephone_failed(l, OH_EXIT_USAGE, o->word,
					    "that is for the screen of "
					    "dialer(1); help lists what "
					    "there is");
		break;
	}
}


static void parse(struct linephone *l, const char *line)
{
	struct oh_order_prm prm;
	char why[OH_ORDER_WHY];
	struct oh_order o;
	int err;

	oh_linephone_prm(l, &prm);
	err = oh_order_parse(&o, why, &prm, line);
	if (!err) {
		do_order(l, &o);
		return;
	}
	/* "NAME: .." if it has one */
	if (!l->status)
		l->status = err == ENOMEM ? OH_EXIT_SOFTWARE : OH_EXIT_USAGE;
	oh_linein_tell(l->in, "error %s", why);
}


static void do_line(struct linephone *l, const char *line)
{
	size_t len = strcspn(line, " \t");
	const struct lp_local *local;
	char word[WORD];

	(void)snprintf(word, sizeof(word), "%.*s", (int)len, line);
	local = len < sizeof(word) ? oh_linephone_local_find(word) : NULL;
	/* One that knows more than the table does */
	if (local && local->own) {
		line += len;
		local->h(l, line + strspn(line, " \t"));
	}
	else
		parse(l, line);
}


/* Cuts what follows; returns the length */
static size_t rstrip(char *line)
{
	size_t len = strlen(line);

	while (len && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	line[len] = '\0';

	return len;
}


/* "play a.wav &": as in a shell, the next line does not wait for it */
static bool cut_ampersand(char *line)
{
	size_t len = rstrip(line);

	if (len < 3 || line[len - 1] != '&' ||
	    (line[len - 2] != ' ' && line[len - 2] != '\t'))
		return false;
	line[len - 1] = '\0';
	(void)rstrip(line);

	return true;
}


/**
 * Do what a line says
 *
 * @param l    Phone
 * @param line Line as typed: an order, a comment (#), or nothing
 */
void oh_linephone_line(struct linephone *l, const char *line)
{
	char buf[OH_LINEIN_MAX + 1];

	line += strspn(line, " \t");
	if (*line == '#')
		return;
	str_ncpy(buf, line, sizeof(buf));
	l->behind = cut_ampersand(buf);
	oh_linephone_people(l);
	do_line(l, buf);
	l->behind = false;
}
