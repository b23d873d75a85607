/**
 * @file screening_ask.c  What the screen wants to know is asked
 *
 * A number is asked about when no key has come for a moment, and never twice
 * at once: typing waits for nobody.
 */
#include <errno.h>
#include "command/pastladder.h"
#include "command/screening_priv.h"
#include "phone/board.h"
#include "phone/contacts.h"
#include "phone/looked.h"
#include "phone/wire.h"

static cJSON *request(const char *verb)
{
	cJSON *o = cJSON_CreateObject();

	if (o && !cJSON_AddStringToObject(o, "do", verb)) {
		cJSON_Delete(o);
		return NULL;
	}

	return o;
}

/* ---------------------------------------------------------------- look */

static void ask_look(void *arg);

static void looked(const cJSON *reply, void *arg)
{
	struct screening *s = arg;
	struct screening_look *l = &s->look;
	bool same = 0 == strcmp(l->asked, l->wanted);

	if (reply && same) {
		const struct oh_contact *c;

		oh_looked_read(&l->looked, l->asked, reply);
		c = oh_contacts_find(s->contacts, l->looked.number);
		if (c)
			str_ncpy(l->looked.name, c->name,
				 sizeof(l->looked.name));
		oh_screen_looked(s->screen, &l->looked);
		oh_screening_changed(s);
	}
	l->asked[0] = '\0';
	if (!same && *l->wanted)
		tmr_start(&l->tmr, SCREENING_LOOK_MS, ask_look, s);
}

static void ask_look(void *arg)
{
	struct screening *s = arg;
	struct screening_look *l = &s->look;
	const struct oh_board_phone *p = oh_board_phone(s->board);
	cJSON *o;

	if (*l->asked || !*l->wanted || !p->here)
		return;
	o = request("look");
	if (!o || !cJSON_AddStringToObject(o, "number", l->wanted) ||
	    !cJSON_AddTrueToObject(o, "person")) {
		cJSON_Delete(o);
		return;
	}
	str_ncpy(l->asked, l->wanted, sizeof(l->asked));
	if (oh_peers_ask(s->peers, p->peer, o, looked, s))
		l->asked[0] = '\0';
}

/**
 * Another number is being typed, or none
 *
 * @param s      Screening
 * @param number As typed; ""
 */
void oh_screening_look(struct screening *s, const char *number)
{
	struct screening_look *l = &s->look;

	if (!number)
		number = "";
	if (0 == strcmp(l->wanted, number))
		return;
	str_ncpy(l->wanted, number, sizeof(l->wanted));
	if (*number) {
		tmr_start(&l->tmr, SCREENING_LOOK_MS, ask_look, s);
		return;
	}
	tmr_cancel(&l->tmr);
	memset(&l->looked, 0, sizeof(l->looked));
	oh_screen_looked(s->screen, &l->looked);
}

/* --------------------------------------------------------------- fetch */

static void fetch(void *arg);

/* No process has the messages of a call that is over: its record may have
   something of them. false: somebody has, or will have */
static bool read_record(struct screening_fetch *f)
{
	const char *call = oh_wire_call(f->wire);
	int err;

	if (oh_wire_source(f->wire) != OH_WIRE_ASKED ||
	    oh_board_find(f->s->board, call))
		return false;
	err = oh_pastladder_read(f->wire, f->s->conf);
	if (err)
		oh_wire_set_source(f->wire, OH_WIRE_NOBODY);
	if (err && err != ENOENT)
		oh_screening_say(f->s, true, "the record of that call cannot "
				 "be read: %s", strerror(err));
	oh_screening_changed(f->s);

	return true;
}

static void got_ladder(const cJSON *reply, void *arg)
{
	struct screening_fetch *f = arg;
	size_t had = oh_wire_count(f->wire);

	f->asked = false;
	if (reply)
		(void)oh_wire_read(f->wire, reply);
	if (oh_wire_count(f->wire) == had && !read_record(f))
		return;
	oh_screen_update(f->s->screen, oh_screening_ms());
	oh_screening_changed(f->s);
}

static void got_text(const cJSON *reply, void *arg)
{
	struct screening_fetch *f = arg;

	f->text_asked = false;
	if (reply && 0 == oh_wire_set_text(f->wire, f->n, reply))
		oh_screening_changed(f->s);
}

static uint32_t next_n(const struct oh_wire *w)
{
	size_t c = oh_wire_count(w);

	return c ? oh_wire_at(w, c - 1)->n + 1 : 0;
}

static bool ask(struct screening *s, const char *verb, const char *member,
		uint32_t n, oh_link_reply_h *h)
{
	cJSON *o = request(verb);

	if (!o || !cJSON_AddStringToObject(o, "call",
					   oh_wire_call(s->fetch.wire)) ||
	    !cJSON_AddNumberToObject(o, member, n)) {
		cJSON_Delete(o);
		return false;
	}

	return 0 == oh_peers_ask(s->peers, s->fetch.peer, o, h, &s->fetch);
}

static void fetch(void *arg)
{
	struct screening *s = arg;
	struct screening_fetch *f = &s->fetch;

	/* A record tells all at once */
	if (!f->wire || oh_wire_source(f->wire) > OH_WIRE_PROCESS)
		return;
	tmr_start(&f->tmr, SCREENING_FETCH_MS, fetch, s);
	if (!f->asked)
		f->asked = ask(s, "ladder", "from", next_n(f->wire),
			       got_ladder);
	if (!f->asked && read_record(f))
		return;
	if (f->text && !f->text_asked && !*oh_wire_text(f->wire, f->n))
		f->text_asked = ask(s, "message", "n", f->n, got_text);
}

/* No reply for what is no longer looked at */
static void hush(struct screening *s)
{
	struct screening_fetch *f = &s->fetch;

	if (s->peers)
		oh_peers_forget(s->peers, f);
	f->asked = f->text_asked = false;
}

static void forget(struct screening *s)
{
	hush(s);
	tmr_cancel(&s->fetch.tmr);
	oh_screen_wire(s->screen, NULL);
	s->fetch.wire = mem_deref(s->fetch.wire);
	s->fetch.text = false;
}

static void look_at(struct screening *s, const char *call)
{
	const struct oh_board_call *c = oh_board_find(s->board, call);

	forget(s);
	if (oh_wire_alloc(&s->fetch.wire, call))
		return;
	s->fetch.peer = c ? c->peer : oh_board_phone(s->board)->peer;
	oh_screen_wire(s->screen, s->fetch.wire);
}

/**
 * Get the messages that are looked at
 *
 * @param s Screening
 * @param w What the screen wants
 */
void oh_screening_fetch(struct screening *s, const struct oh_screen_wants *w)
{
	struct screening_fetch *f = &s->fetch;
	bool other;

	if (!w->ladder) {
		if (f->wire)
			forget(s);
		return;
	}
	other = !f->wire || strcmp(oh_wire_call(f->wire), w->ladder);
	if (other)
		look_at(s, w->ladder);
	other = other || w->message != f->text || w->n != f->n;
	if (!other || !f->wire)
		return;
	hush(s);
	f->text = w->message;
	f->n    = w->n;
	fetch(s);
}

/** Nothing is wanted any more; no reply comes after this */
void oh_screening_ask_stop(struct screening *s)
{
	tmr_cancel(&s->look.tmr);
	if (s->peers)
		oh_peers_forget(s->peers, s);
	if (s->screen)
		forget(s);
}
