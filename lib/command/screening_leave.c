/**
 * @file screening_leave.c  Going: for good, detached, or to the shell
 *
 *   quit ──▶ "off": the last screen takes the calls with it
 *   detach ──▶ "detach": they stay with phoned
 *   Ctrl-Z ──▶ levels off, stopped; levels on again
 */
#include <errno.h>
#include "cli/exit.h"
#include "command/phoned.h"
#include "command/screening_priv.h"
#include "ctl/client.h"

static void leave_now(void *arg)
{
	struct screening *s = arg;

	oh_app_stop(s->app);
}

static void left(const cJSON *reply, void *arg)
{
	(void)reply;
	leave_now(arg);
}

static bool tell_phone(struct screening *s, const char *state)
{
	const struct oh_board_phone *p = oh_board_phone(s->board);
	cJSON *o = p->here ? cJSON_CreateObject() : NULL;

	if (!o)
		return false;
	if (!cJSON_AddStringToObject(o, "do", "screen") ||
	    !cJSON_AddStringToObject(o, "state", state)) {
		cJSON_Delete(o);
		return false;
	}

	return 0 == oh_peers_ask(s->peers, p->peer, o, left, s);
}

static void say_last(struct screening *s)
{
	const size_t n = oh_board_live(s->board, false);

	(void)re_snprintf(s->last, sizeof(s->last), "detached; %zu call%s "
			  "go%s on, 'dialer' comes back", n, n == 1 ? "" : "s",
			  n == 1 ? "es" : "");
}

/* Whether its calls end when it goes on is not seen by us */
static void say_hung(struct screening *s)
{
	const struct oh_board_phone *p = oh_board_phone(s->board);

	if (p->here && oh_board_is_hung(s->board, p->peer))
		oh_board_hung_text(s->last, sizeof(s->last), s->board,
				   p->peer);
}

/**
 * Leave: the terminal is given back at once, phoned is told
 *
 * @param s    Screening
 * @param stay The calls go on
 */
void oh_screening_leave(struct screening *s, bool stay)
{
	if (s->leaving)
		return;
	s->leaving = true;
	if (stay)
		say_last(s);
	say_hung(s);
	oh_screening_ask_stop(s);
	tmr_cancel(&s->paint);
	s->terminal = mem_deref(s->terminal);
	if (tell_phone(s, stay ? "detach" : "off"))
		tmr_start(&s->leave, SCREENING_LEAVE_MS, leave_now, s);
	else
		leave_now(s);
}

/* ------------------------------------------------------------- stopping */

static void set_meters(struct screening *s, uint32_t peer, bool on)
{
	cJSON *o = cJSON_CreateObject();

	if (!o || !cJSON_AddStringToObject(o, "do", "meters") ||
	    !(on ? cJSON_AddNumberToObject(o, "every",
					   SCREENING_METERS_MS / 1000.0)
		 : cJSON_AddTrueToObject(o, "off"))) {
		cJSON_Delete(o);
		return;
	}
	(void)oh_peers_ask(s->peers, peer, o, NULL, NULL);
}

/* Levels nobody reads would fill the connection, which would be closed then
   as that of somebody who is dead: and the calls with it. */
static void set_all_meters(struct screening *s, bool on)
{
	const struct oh_board_phone *p = oh_board_phone(s->board);
	const struct oh_board_call *c;

	if (p->here)
		set_meters(s, p->peer, on);
	for (size_t i = 0; (c = oh_board_at(s->board, i)); i++) {
		if (!p->here || c->peer != p->peer)
			set_meters(s, c->peer, on);
	}
}

static void stop_now(void *arg)
{
	struct screening *s = arg;

	oh_terminal_stop(s->terminal);
	set_all_meters(s, true);
}

/**
 * Give the terminal back and stop, as Ctrl-Z does: the calls go on
 *
 * @param s Screening
 */
void oh_screening_stop(struct screening *s)
{
	set_all_meters(s, false);
	tmr_start(&s->stop, SCREENING_PAINT_MS, stop_now, s);
}

/**
 * Have all screens leave
 *
 * @param app The command
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_screening_detach_all(struct oh_app *app)
{
	struct oh_ctl_client *c = NULL;
	cJSON *o = NULL, *reply = NULL;
	char path[SCREENING_PATH];
	int err = oh_phoned_find(path, sizeof(path));

	if (!err)
		err = oh_ctl_connect(&c, path);
	if (err == ENOENT || err == ECONNREFUSED)
		return oh_app_fail(app, OH_EXIT_FAILED, "no phone is running: "
				   "there is nothing to detach from");
	o = cJSON_CreateObject();
	if (!err && !cJSON_AddStringToObject(o, "do", "detach-all"))
		err = ENOMEM;
	if (!err)
		err = oh_ctl_ask(c, o, &reply);
	cJSON_Delete(o);
	cJSON_Delete(reply);
	mem_deref(c);

	return err ? oh_app_fail(app, OH_EXIT_FAILED, "the phone: %s",
				 strerror(err)) : 0;
}
