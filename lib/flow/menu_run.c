/**
 * @file menu_run.c  A caller on the way through a menu file
 */
#include <string.h>
#include "flow/menu_run.h"

static const enum oh_menu_run_do dov[OH_MENU_VERBS] = {
	[OH_MENU_PLAY]     = OH_MENU_RUN_PLAY,
	[OH_MENU_SAY]      = OH_MENU_RUN_PLAY,
	[OH_MENU_RECORD]   = OH_MENU_RUN_RECORD,
	[OH_MENU_TRANSFER] = OH_MENU_RUN_TRANSFER,
	[OH_MENU_FORWARD]  = OH_MENU_RUN_FORWARD,
};

/** The menu where the caller is, borrowed */
const struct oh_menu *oh_menu_run_menu(const struct oh_menu_run *r)
{
	return &r->f->menuv[r->menu];
}

static void do_steps(struct oh_menu_run *r, uint32_t on)
{
	r->steps = &oh_menu_run_menu(r)->onv[on];
	r->at    = 0;
	r->last  = on == OH_MENU_ON_DEFAULT;
	r->state = OH_MENU_RUN_STEPS;
}

/* One try less: the menu again, or what is done when there is none left */
static void miss(struct oh_menu_run *r, bool key)
{
	const struct oh_menu *m = oh_menu_run_menu(r);

	if (++r->misses >= m->tries)
		do_steps(r, OH_MENU_ON_DEFAULT);
	else if (key)
		do_steps(r, OH_MENU_ON_INVALID);
	else
		r->state = OH_MENU_RUN_BEGIN;
}

/* OH_MENU_ONS: none of ours */
static uint32_t on_of(char key)
{
	if (key >= '0' && key <= '9')
		return (uint32_t)(key - '0');

	return key == '*' ? OH_MENU_ON_STAR :
		key == '#' ? OH_MENU_ON_HASH : OH_MENU_ONS;
}

static void choose(struct oh_menu_run *r, char key)
{
	const uint32_t on = on_of(key);

	if (on == OH_MENU_ONS || !oh_menu_run_menu(r)->onv[on].c) {
		miss(r, true);
		return;
	}
	r->misses = 0;
	do_steps(r, on);
}

static void keep_key(struct oh_menu_run *r, char key)
{
	if (r->aheadc < OH_MENU_RUN_AHEAD)
		r->aheadv[r->aheadc++] = key;
}

static char take_key(struct oh_menu_run *r)
{
	const char key = r->aheadv[0];

	memmove(r->aheadv, r->aheadv + 1, --r->aheadc);

	return key;
}

static void enter(struct oh_menu_run *r, uint32_t menu)
{
	r->menu   = menu;
	r->misses = 0;
	r->state  = OH_MENU_RUN_BEGIN;
}

/* To a menu that the caller came through, the way back is cut short: so it
   never grows longer than there are menus. */
static void go_to(struct oh_menu_run *r, uint32_t menu)
{
	uint32_t i = 0;

	while (i < r->backc && r->backv[i] != menu)
		i++;
	if (i < r->backc)
		r->backc = i;
	else if (menu != r->menu)
		r->backv[r->backc++] = r->menu;
	enter(r, menu);
}

static void go_back(struct oh_menu_run *r)
{
	enter(r, r->backc ? r->backv[--r->backc] : r->menu);
}

static void listen(struct oh_menu_run *r, struct oh_menu_run_act *act)
{
	r->state  = OH_MENU_RUN_LISTENING;
	act->what = OH_MENU_RUN_LISTEN;
	act->ms   = oh_menu_run_menu(r)->timeout_ms;
}

static void hang_up(struct oh_menu_run *r, struct oh_menu_run_act *act)
{
	r->state  = OH_MENU_RUN_OVER;
	act->what = OH_MENU_RUN_HANGUP;
}

static void begin(struct oh_menu_run *r, struct oh_menu_run_act *act)
{
	const struct oh_menu_steps *prompts = &oh_menu_run_menu(r)->prompts;

	if (r->aheadc) {
		choose(r, take_key(r));
		return;
	}
	if (!prompts->c) {
		listen(r, act);
		return;
	}
	r->state   = OH_MENU_RUN_PROMPT;
	act->what  = OH_MENU_RUN_PLAY;
	act->stepv = prompts->v;
	act->stepc = prompts->c;
}

static void finish_steps(struct oh_menu_run *r, struct oh_menu_run_act *act)
{
	if (r->last)
		hang_up(r, act);
	else
		r->state = OH_MENU_RUN_BEGIN;
}

static void step(struct oh_menu_run *r, struct oh_menu_run_act *act)
{
	const struct oh_menu_step *s;

	if (r->at == r->steps->c) {
		finish_steps(r, act);
		return;
	}
	s = &r->steps->v[r->at++];
	switch (s->verb) {

	case OH_MENU_MENU:   go_to(r, s->index);    break;
	case OH_MENU_BACK:   go_back(r);            break;
	case OH_MENU_REPEAT: enter(r, r->menu);     break;
	case OH_MENU_HANGUP: hang_up(r, act);       break;
	default:
		act->what  = dov[s->verb];
		act->stepv = s;
		act->stepc = 1;
		break;
	}
}

/* Until there is something to do. Every round either uses up a step or a key
   that was pressed before, so it comes to an end. */
static void advance(struct oh_menu_run *r, struct oh_menu_run_act *act)
{
	while (act->what == OH_MENU_RUN_NOTHING) {
		if (r->state == OH_MENU_RUN_BEGIN)
			begin(r, act);
		else
			step(r, act);
	}
}

/**
 * Begin with a caller
 *
 * @param r   Run, initialised here
 * @param f   File without errors, borrowed
 * @param act Receives what is to be done first
 */
void oh_menu_run_start(struct oh_menu_run *r, const struct oh_menu_file *f,
		       struct oh_menu_run_act *act)
{
	memset(r, 0, sizeof(*r));
	memset(act, 0, sizeof(*act));
	r->f = f;
	advance(r, act);
}

/* What is being done in steps; only called while that is so */
static enum oh_menu_verb doing(const struct oh_menu_run *r)
{
	return r->steps->v[r->at - 1].verb;
}

/* A key cuts short what we say, and counts when the menu comes again. While
   they speak or are being passed on, keys are no choice. */
static bool key_while_steps(struct oh_menu_run *r, char key)
{
	const enum oh_menu_verb verb = doing(r);

	if (verb != OH_MENU_PLAY && verb != OH_MENU_SAY)
		return false;
	keep_key(r, key);

	return true;
}

/* Whether the run moves on */
static bool take_key_event(struct oh_menu_run *r, char key)
{
	switch (r->state) {

	case OH_MENU_RUN_PROMPT:
	case OH_MENU_RUN_LISTENING:
		choose(r, key);
		return true;
	case OH_MENU_RUN_STEPS:
		return key_while_steps(r, key);
	default:
		return false;
	}
}

static bool take_end_event(struct oh_menu_run *r, bool done,
			   struct oh_menu_run_act *act)
{
	if (r->state == OH_MENU_RUN_PROMPT) {
		listen(r, act);
		return true;
	}
	if (r->state != OH_MENU_RUN_STEPS)
		return false;
	/* They talk to somebody else now, or did. */
	if (done && (doing(r) == OH_MENU_TRANSFER ||
		     doing(r) == OH_MENU_FORWARD))
		hang_up(r, act);

	return true;
}

/**
 * Tell what has happened
 *
 * @param r   Run
 * @param ev  What
 * @param key Which key, for KEY
 * @param act Receives what is to be done now
 */
void oh_menu_run_event(struct oh_menu_run *r, enum oh_menu_run_event ev,
		       char key, struct oh_menu_run_act *act)
{
	bool on = false;

	memset(act, 0, sizeof(*act));
	switch (ev) {

	case OH_MENU_RUN_DONE:
	case OH_MENU_RUN_FAILED:
		on = take_end_event(r, ev == OH_MENU_RUN_DONE, act);
		break;
	case OH_MENU_RUN_KEY:
		on = take_key_event(r, key);
		break;
	case OH_MENU_RUN_TIMEOUT:
		on = r->state == OH_MENU_RUN_LISTENING;
		if (on)
			miss(r, false);
		break;
	case OH_MENU_RUN_GONE:
		r->state = OH_MENU_RUN_OVER;
		break;
	}
	if (on)
		advance(r, act);
}
