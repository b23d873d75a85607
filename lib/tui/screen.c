/**
 * @file screen.c  The dialer's screen: what it knows
 */
#include "base/compat.h"
#include "tui/screen_priv.h"

/** The panes, in the order of Tab */
static const struct oh_pane_class *const classv[] = {
	[PANE_ENTRY] = &oh_pane_entry,
	[PANE_CALLS] = &oh_pane_calls,
	&oh_pane_history,
	&oh_pane_contacts,
	&oh_pane_ladder,
	&oh_pane_quality,
	&oh_pane_log,
};

enum {
	UP_TICK_MS   = 500,      /* timers of calls     */
	IDLE_TICK_MS = 20000,    /* the clock           */
};

static void destructor(void *arg)
{
	struct oh_screen *s = arg;

	for (size_t i = 0; i < s->panec; i++)
		mem_deref(s->statev[i]);
	mem_deref(s->history);
}

/* A pane or the command line says something */
static void say_handler(const char *line, void *arg)
{
	oh_screen_do(arg, line);
}

static int add_panes(struct oh_screen *s,
		     const struct oh_pane_class *const *v, size_t n)
{
	int err = 0;

	for (size_t i = 0; !err && i < n && i < PANES_MAX; i++) {
		s->classv[i] = v[i];
		if (v[i]->alloc)
			err = v[i]->alloc(&s->statev[i]);
		++s->panec;
	}
	for (size_t i = 0; i < OH_LAYOUT_SLOTS; i++)
		s->shownv[i] = PANE_FIRST + i;

	return err;
}

/**
 * Make a screen
 *
 * @param sp  Returned
 * @param prm What it looks at, and who does what it says; all borrowed
 *
 * @return 0, EINVAL or ENOMEM
 */
int oh_screen_alloc(struct oh_screen **sp, const struct oh_screen_prm *prm)
{
	struct oh_screen *s;
	int err;

	if (!sp || !prm || !prm->board || !prm->keys || !prm->orderh)
		return EINVAL;
	s = mem_zalloc(sizeof(*s), destructor);
	if (!s)
		return ENOMEM;
	s->prm = *prm;
	s->view = (struct oh_view){
		.prm = &s->prm, .looked = &s->looked, .search = s->search,
		.past = s->past,
		.sayh = say_handler, .arg = s,
	};
	oh_layout_make(&s->layout, 80, 24);
	err = oh_edit_history_alloc(&s->history);
	if (err)
		goto out;
	err = add_panes(s, classv, ARRAY_SIZE(classv));

out:
	if (err)
		mem_deref(s);
	else
		*sp = s;

	return err;
}

/** The selected call, or NULL */
const struct oh_board_call *oh_screen_call(const struct oh_screen *s)
{
	if (!s->selected[0])
		return NULL;

	return oh_board_find(s->prm.board, s->selected);
}

/** Whether a call rings, and could be answered, here */
bool oh_screen_rings(const struct oh_screen *s, const struct oh_board_call *c)
{
	const struct oh_board_phone *p = oh_board_phone(s->prm.board);

	return c && c->incoming && c->state < OH_BOARD_UP && p->here &&
	       p->peer == c->peer;
}

static bool is_among(const struct idring *r, const char *id)
{
	for (size_t i = 0; i < MIN(r->n, (size_t)RUNG_MAX); i++)
		if (0 == strcmp(r->v[i], id))
			return true;

	return false;
}

/** Remember a call; so many, that the oldest has gone long ago */
void oh_screen_keep(struct idring *r, const char *id)
{
	str_ncpy(r->v[r->n++ % RUNG_MAX], id, OH_BOARD_ID);
}

/* The first call that rings here and is not among these */
static const struct oh_board_call *ringing(const struct oh_screen *s,
					   const struct idring *but)
{
	for (size_t i = 0; i < oh_board_count(s->prm.board); i++) {
		const struct oh_board_call *c = oh_board_at(s->prm.board, i);

		if (oh_screen_rings(s, c) && !is_among(but, c->id))
			return c;
	}

	return NULL;
}

/** The call whose card is shown; NULL: nobody rings, or it was put away */
const struct oh_board_call *oh_screen_card(const struct oh_screen *s)
{
	return ringing(s, &s->away);
}

/** What lies over the panes */
enum over oh_screen_over(const struct oh_screen *s)
{
	if (s->over != OVER_NONE)
		return s->over;

	return oh_screen_card(s) ? OVER_CARD : OVER_NONE;
}

/** Calls that leaving would end */
size_t oh_screen_live(const struct oh_screen *s)
{
	return oh_board_live(s->prm.board, false);
}

/** What panes look at, as it is now */
struct oh_view *oh_screen_view(struct oh_screen *s, uint64_t now_ms)
{
	s->view.call = oh_screen_call(s);
	s->view.wire = s->wire;
	s->view.markv = (const char (*)[OH_BOARD_ID])s->markv;
	s->view.markc = s->markc;
	if (now_ms)
		s->view.now_ms = now_ms;

	return &s->view;
}

/** The number being typed, or "" */
const char *oh_screen_number(const struct oh_screen *s)
{
	struct oh_screen_wants w = { .look = "" };

	s->classv[PANE_ENTRY]->wants(s->statev[PANE_ENTRY], &s->view, &w);

	return w.look;
}

static bool is_looked(const struct oh_screen *s,
		      enum oh_looked_verdict verdict)
{
	const char *number = oh_screen_number(s);

	return s->looked.verdict == verdict && *number &&
	       0 == strcmp(s->looked.asked, number);
}

/** Whether that is one for help in danger, for which there is another phone */
bool oh_screen_is_emergency(const struct oh_screen *s)
{
	return is_looked(s, OH_LOOKED_EMERGENCY);
}

/** Whether it is one for help, and would be called from here */
bool oh_screen_is_help(const struct oh_screen *s)
{
	return is_looked(s, OH_LOOKED_HELP);
}

/** Select the call step rows below the selected one */
void oh_screen_select(struct oh_screen *s, int step)
{
	const size_t n = oh_board_count(s->prm.board);
	size_t at = 0;

	if (!n)
		return;
	while (at < n && strcmp(oh_board_at(s->prm.board, at)->id,
				s->selected))
		++at;
	if (at == n)
		at = 0;
	else if (step < 0)
		at -= MIN(at, (size_t)-(int64_t)step);
	else
		at = MIN(at + (size_t)step, n - 1);
	str_ncpy(s->selected, oh_board_at(s->prm.board, at)->id,
		 sizeof(s->selected));
}

/* What was asked for here has come up: it gets the keys, so that digits are
   for it */
static void look_at_calls(struct oh_screen *s)
{
	if (!s->asked_ms || s->view.now_ms > s->asked_ms + ASKED_MS)
		return;
	s->asked_ms = 0;
	oh_screen_focus(s, PANE_CALLS);
}

/* A call that we placed: it is what the person looks at now */
static void follow_new(struct oh_screen *s)
{
	const struct oh_board_phone *phone = oh_board_phone(s->prm.board);
	uint64_t newest = s->newest_ms;

	for (size_t i = 0; i < oh_board_count(s->prm.board); i++) {
		const struct oh_board_call *c = oh_board_at(s->prm.board, i);

		if (c->began_ms <= s->newest_ms)
			continue;
		newest = MAX(newest, c->began_ms);
		if (c->incoming || c->state == OH_BOARD_ENDED ||
		    c->peer != phone->peer)
			continue;
		str_ncpy(s->selected, c->id, sizeof(s->selected));
		(void)s->classv[PANE_ENTRY]->order(s->statev[PANE_ENTRY],
						   &s->view, "called");
		look_at_calls(s);
	}
	s->newest_ms = newest;
}

/* So is one that is given the voice */
static void follow_voice(struct oh_screen *s)
{
	const struct oh_board_call *c = oh_board_active(s->prm.board);

	if (!c || !c->talking) {
		s->talking[0] = '\0';
		return;
	}
	if (strcmp(s->talking, c->id)) {
		str_ncpy(s->selected, c->id, sizeof(s->selected));
		look_at_calls(s);
	}
	str_ncpy(s->talking, c->id, sizeof(s->talking));
}

static bool is_live(const struct oh_board_call *c)
{
	return c && c->state != OH_BOARD_ENDED;
}

static void select_some(struct oh_screen *s)
{
	const struct oh_board_call *c = oh_screen_call(s);

	if (is_live(c))
		return;
	for (size_t i = 0; i < oh_board_count(s->prm.board); i++) {
		const struct oh_board_call *o = oh_board_at(s->prm.board, i);

		if (!c || is_live(o)) {
			c = o;
			if (is_live(o))
				break;
		}
	}
	str_ncpy(s->selected, c ? c->id : "", sizeof(s->selected));
}

static void look_for_ringing(struct oh_screen *s)
{
	const struct oh_board_call *c = ringing(s, &s->rung);

	s->ring = c != NULL;
	if (!c)
		return;
	oh_screen_keep(&s->rung, c->id);
	str_ncpy(s->who, *c->name ? c->name : c->number, sizeof(s->who));
}

static void drop_marks(struct oh_screen *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->markc; i++) {
		const struct oh_board_call *c =
			oh_board_find(s->prm.board, s->markv[i]);

		if (!is_live(c))
			continue;
		memmove(s->markv[n++], s->markv[i], OH_BOARD_ID);
	}
	s->markc = n;
}

/** The board or the lists have changed */
void oh_screen_update(struct oh_screen *s, uint64_t now_ms)
{
	(void)oh_screen_view(s, now_ms);
	follow_new(s);
	follow_voice(s);
	select_some(s);
	look_for_ringing(s);
	drop_marks(s);
	if (s->over == OVER_LEAVE && !oh_screen_live(s))
		s->over = OVER_NONE;
	(void)oh_screen_view(s, now_ms);
}

/** What a number being typed would become */
void oh_screen_looked(struct oh_screen *s, const struct oh_looked *l)
{
	if (l)
		s->looked = *l;
	else
		memset(&s->looked, 0, sizeof(s->looked));
}

/** The messages of a call; borrowed until another, or NULL */
void oh_screen_wire(struct oh_screen *s, const struct oh_wire *w)
{
	s->wire = w;
	s->view.wire = w;
}

/**
 * Show a sentence in the message line
 *
 * @param alert Something went wrong: it stays longer, and stands out
 * @param text  Any text; "" takes the last one away
 */
void oh_screen_say(struct oh_screen *s, bool alert, const char *text,
		   uint64_t now_ms)
{
	str_ncpy(s->text, text, sizeof(s->text));
	s->alert = alert;
	s->until_ms = now_ms + (alert ? ALERT_MS : MESSAGE_MS);
	if (alert)
		(void)s->classv[PANE_ENTRY]->order(s->statev[PANE_ENTRY],
						   &s->view, "refused");
}

/** The next call that comes up is what the screen was opened for */
void oh_screen_expect(struct oh_screen *s, uint64_t now_ms)
{
	s->asked_ms = now_ms;
	s->expects  = true;
}

/** The selected call's id, or NULL */
const char *oh_screen_selected(const struct oh_screen *s)
{
	return s->selected[0] ? s->selected : NULL;
}

/**
 * Tell what the screen wants to know
 *
 * @param w Written; its strings are borrowed until the next key
 */
void oh_screen_wants(const struct oh_screen *s, struct oh_screen_wants *w)
{
	*w = (struct oh_screen_wants){ .look = "", .ring = s->ring,
				       .who = s->who };

	for (size_t i = 0; i < s->panec; i++)
		if (s->classv[i]->wants && oh_screen_box(s, i))
			s->classv[i]->wants(s->statev[i], &s->view, w);
	w->tick_ms = oh_board_count(s->prm.board) || s->text[0]
		     ? UP_TICK_MS : IDLE_TICK_MS;
}
