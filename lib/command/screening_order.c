/**
 * @file screening_order.c  What a key or a typed line asks for is done
 */
#include <errno.h>
#include "cli/exit.h"
#include "command/pastladder.h"
#include "command/screening_priv.h"
#include "number/plan.h"
#include "phone/order.h"

/** An order whose process has not replied yet */
struct asked {
	struct le         le;
	struct screening *s;
	const char       *word;
	const char       *action;      /* told before a path: "saved as"  */
	uint32_t          peer;
	struct oh_pastladder *save;    /* or NULL                          */
};

static void destructor(void *arg)
{
	struct asked *a = arg;

	list_unlink(&a->le);
	mem_deref(a->save);
}

static const char *text_of(const cJSON *o, const char *name)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, name));

	return s ? s : "";
}

static void refused(const struct asked *a, const cJSON *reply)
{
	const char *error = text_of(reply, "error");
	const char *hint = text_of(reply, "hint");

	if (!*error)
		error = text_of(reply, "cause");
	oh_screening_say(a->s, true, "%s: %s%s%s", a->word, error,
			 *hint ? "; " : "", hint);
}

/* What came of it is seen on the screen; not so a file, a program's end */
static void done(const struct asked *a, const cJSON *reply)
{
	const char *path = text_of(reply, "path");
	const cJSON *status = cJSON_GetObjectItemCaseSensitive(reply,
							       "status");

	if (*path)
		oh_screening_say(a->s, false, "%s %s", a->action, path);
	else if (0 == strcmp(a->word, "flow") && cJSON_IsNumber(status))
		oh_screening_say(a->s, status->valueint != 0,
				 "flow: ended, status %d", status->valueint);
}

/* No process has the messages: what the record has of them is saved */
static bool save_record(struct asked *a, const cJSON *reply)
{
	char why[OH_PASTLADDER_WHY];
	int err;

	if (!a->save || !oh_pastladder_is_over(reply))
		return false;
	err = oh_pastladder_save(why, a->save, a->s->conf);
	if (err)
		oh_screening_say(a->s, true, "%s: %s", a->word, why);
	else
		oh_screening_say(a->s, false, "%s %s, a line of each message",
				 a->action, a->save->path);

	return true;
}

static void note_save(struct asked *a, const cJSON *ask)
{
	a->save = mem_zalloc(sizeof(*a->save), NULL);
	if (a->save && !oh_pastladder_wants(a->save, ask))
		a->save = mem_deref(a->save);
}

static void replied(const cJSON *reply, void *arg)
{
	struct asked *a = arg;
	const bool ok = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(reply,
								      "ok"));

	if (!ok && save_record(a, reply))
		;
	else if (!reply)
		oh_screening_say(a->s, true, "%s: its process is gone",
				 a->word);
	else if (ok)
		done(a, reply);
	else
		refused(a, reply);
	mem_deref(a);
}

/* What is done to a file, as it is told */
static const char *action_of(const struct oh_order *o)
{
	static const struct {
		const char *word, *action, *told;
	} v[] = {
		{ "record", "start", "recording into" },
		{ "record", "stop", "recorded into" },
		{ "record", "pause", "the recording stands still:" },
		{ "record", "resume", "recording goes on:" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		if (0 == strcmp(v[i].word, o->word) &&
		    0 == strcmp(v[i].action, text_of(o->ask, "action")))
			return v[i].told;

	return "saved as";
}

static void say_hung(struct screening *s, const char *word, uint32_t peer)
{
	char text[SCREENING_HUNG];

	oh_board_hung_text(text, sizeof(text), s->board, peer);
	oh_screening_say(s, true, "%s: %s", word, text);
}

/* What it gets now it would do when nobody expects that any more */
static bool is_hung(struct screening *s, struct oh_order *o)
{
	if (!oh_board_is_hung(s->board, o->peer))
		return false;
	say_hung(s, o->word, o->peer);
	cJSON_Delete(o->ask);

	return true;
}

/**
 * A process does not answer: orders that wait for it have failed
 *
 * @param s    Screening
 * @param peer Its number
 */
void oh_screening_hung(struct screening *s, uint32_t peer)
{
	struct le *le = list_head(&s->askedl);

	while (le) {
		struct asked *a = le->data;

		le = le->next;
		if (a->peer != peer)
			continue;
		oh_peers_forget(s->peers, a);
		say_hung(s, a->word, peer);
		mem_deref(a);
	}
}

static void not_asked(struct asked *a, int err)
{
	if (err == ENOTCONN && save_record(a, NULL))
		return;
	oh_screening_say(a->s, true, "%s: %s", a->word, err == ENOTCONN ?
			 "there is no phone; 'start' starts one" :
			 strerror(err));
}

static void ask(struct screening *s, struct oh_order *o)
{
	struct asked *a;
	int err;

	if (is_hung(s, o))
		return;
	a = mem_zalloc(sizeof(*a), destructor);

	if (!a || !o->ask) {
		mem_deref(a);
		cJSON_Delete(o->ask);
		oh_screening_say(s, true, "%s: out of memory", o->word);
		return;
	}
	a->s    = s;
	a->word = o->word;
	a->action = action_of(o);
	a->peer = o->peer;
	note_save(a, o->ask);
	list_append(&s->askedl, &a->le, a);
	err = oh_peers_ask(s->peers, o->peer, o->ask, replied, a);
	if (!err)
		return;
	not_asked(a, err);
	mem_deref(a);
}

/* ------------------------------------------------------------ our own */

static void redraw(struct screening *s)
{
	oh_terminal_spoil(s->terminal);
	oh_screening_changed(s);
}

static void hang_up(struct screening *s, const struct oh_board_call *c)
{
	cJSON *o = cJSON_CreateObject();

	if (cJSON_AddStringToObject(o, "do", "hangup") &&
	    cJSON_AddStringToObject(o, "call", c->id))
		(void)oh_peers_ask(s->peers, c->peer, o, NULL, NULL);
	else
		cJSON_Delete(o);
}

/* The calls end with the last screen; of several one has been told to end
   them */
static void hang_up_all(struct screening *s)
{
	const struct oh_board_phone *p = oh_board_phone(s->board);
	const struct oh_board_call *c;

	for (size_t i = 0; p->here && p->screens > 1 &&
		     (c = oh_board_at(s->board, i)); i++)
		if (c->peer == p->peer && c->state != OH_BOARD_ENDED)
			hang_up(s, c);
}

static void quit(struct screening *s)
{
	hang_up_all(s);
	oh_screening_leave(s, false);
}

static void detach(struct screening *s)
{
	oh_screening_leave(s, true);
}

static const struct {
	const char *word;
	void      (*h)(struct screening *s);
} ownv[] = {
	{ "detach",  detach },
	{ "quit",    quit },
	{ "redraw",  redraw },
	{ "start",   oh_screening_start_phone },
	{ "suspend", oh_screening_stop },
};

static bool is_own(struct screening *s, const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(ownv); i++) {
		if (strcmp(ownv[i].word, word))
			continue;
		ownv[i].h(s);
		return true;
	}

	return false;
}

/* The screen has asked already, if calls are up */
static void local(struct screening *s, const struct oh_order *o)
{
	if (is_own(s, o->word))
		return;
	if (!oh_screen_order(s->screen, o->word, o->rest, oh_screening_ms()))
		oh_screening_say(s, true, "%s: not here", o->word);
	oh_screening_changed(s);
}

/* person: somebody has typed it, or pressed its key */
static void do_line(struct screening *s, const char *line, bool person)
{
	const struct oh_order_prm prm = {
		.board    = s->board,
		.contacts = s->contacts,
		.history  = s->history,
		.selected = oh_screen_selected(s->screen),
		.shown    = s->fetch.wire ? oh_wire_call(s->fetch.wire) : NULL,
		.shown_peer = s->fetch.peer,
		.cwd      = s->cwd,
		.person   = person && s->tty.here,
	};
	char why[OH_ORDER_WHY] = "";
	struct oh_order o;

	if (s->leaving)
		return;
	if (oh_order_parse(&o, why, &prm, line)) {
		oh_screening_say(s, true, "%s", why);
		return;
	}
	switch (o.kind) {

	case OH_ORDER_ASK:
		ask(s, &o);
		break;

	case OH_ORDER_LOCAL:
		local(s, &o);
		break;

	case OH_ORDER_NOTHING:
		break;
	}
}

/**
 * Do what a line of words says
 *
 * @param line Line, without its end, of somebody at the terminal
 * @param arg  Screening
 */
void oh_screening_order(const char *line, void *arg)
{
	do_line(arg, line, true);
}

/* --------------------------------------------------------- the phone */

static void set(struct screening *s)
{
	const struct oh_board_phone *p = oh_board_phone(s->board);
	cJSON *o = cJSON_CreateObject();
	struct oh_order order = { .word = "set", .peer = p->peer, .ask = o };

	if (!o || !cJSON_AddStringToObject(o, "do", "set"))
		goto out;
	if (s->o->from && !cJSON_AddStringToObject(o, "caller_id",
						   s->o->from))
		goto out;
	if (s->o->trunk && !cJSON_AddStringToObject(o, "trunk", s->o->trunk))
		goto out;
	ask(s, &order);
	return;
 out:
	cJSON_Delete(o);
}

/* On the command line it may be a link's: who means it presses a key */
static bool is_emergency(const struct screening *s, struct oh_number *n)
{
	const char *country = s->conf->country;

	return 0 == oh_number_parse(n, s->o->number, country, NULL) &&
		n->kind == OH_NUMBER_SHORT && !*n->uri && !*n->ext &&
		oh_plan_is_emergency(n->text, country);
}

/**
 * The phone is there for the first time: what the command line asks for
 *
 * @param s Screening
 */
void oh_screening_begin(struct screening *s)
{
	char line[OH_ORDER_LINE];
	struct oh_number n;

	oh_screen_expect(s->screen, oh_screening_ms());
	if (s->o->from || s->o->trunk)
		set(s);
	if (s->ran &&
	    (s->o->handset || oh_devices_is_named(&s->o->devices)))
		oh_screening_say(s, true, "the phone runs already: its "
				 "handset and sound device count when it "
				 "starts");
	if (!s->o->number)
		return;
	if (is_emergency(s, &n)) {
		oh_screen_paste(s->screen, n.text, oh_screening_ms());
		oh_screening_changed(s);
	}
	else if (re_snprintf(line, sizeof(line), "call '%s'",
			     s->o->number) > 0)
		do_line(s, line, false);
}
