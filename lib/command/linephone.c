/**
 * @file linephone.c  A telephone line by line: how it begins and ends
 *
 *   phoned found or started ──▶ connected ──▶ lines ──▶ the end of them
 *     ──▶ "screen off" (or "detach") ──▶ phoned is gone (or stays)
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/path.h"
#include "cli/exit.h"
#include "cli/tty.h"
#include "command/config.h"
#include "command/linekept.h"
#include "command/lineout.h"
#include "command/linephone_priv.h"
#include "command/people.h"
#include "command/phoned.h"

enum {
	TICK_MS  = 1000,
	COME_MS  = 5000,         /* from the start until it is connected   */
	GO_MS    = 4000,         /* for phoned to hang up all calls        */
	NAME_MAX_SHOWN = 32,
};

/**
 * Fill a table with the options, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_linephone_table(struct oh_opt tab[OH_LINEPHONE_OPTC],
			struct oh_linephone_opts *o)
{
	const struct oh_opt v[OH_LINEPHONE_OPTC] = {
		OH_OPT_FLAG(0, "attach", &o->attach,
			    "show and control calls of other commands, too"),
		OH_DEVICES_OPTS(&o->devices, ""),
		OH_OPT_STR('f', "from", "NUMBER", &o->from,
			   "the number that is shown to whom you call"),
		OH_OPT_STR(0, "handset", "HANDSET", &o->handset,
			   "baresip, none, or the URI of a telephone"),
		OH_OPT_FLAG(0, "plain", &o->plain,
			    "edit and redraw nothing: one line is one line"),
		OH_OPT_FLAG(0, "print-orders", &o->print_orders, NULL),
		OH_OPT_STR('t', "trunk", "NAME", &o->trunk,
			   "the trunk by which calls leave"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}


static int print_orders(void)
{
	const struct oh_order_about *a;

	for (size_t i = 0; (a = oh_linephone_order_at(i)); i++)
		re_printf("%s\t%s\t%s\t%s\n", a->name,
			  a->alias ? a->alias : "-", a->args, a->help);

	return OH_EXIT_OK;
}


/** What an order is understood by, now */
void oh_linephone_prm(struct linephone *l, struct oh_order_prm *prm)
{
	*prm = (struct oh_order_prm){
		.board    = l->board,
		.contacts = l->contacts,
		.history  = l->history,
		.selected = *l->selected ? l->selected : NULL,
		.shown    = *l->last.id ? l->last.id : NULL,
		.shown_peer = oh_board_phone(l->board)->peer,
		.cwd      = *l->cwd ? l->cwd : NULL,
		.home     = *l->home ? l->home : NULL,
		.person   = l->person,
	};
}

/* ------------------------------------------------------------- the end */

static void stop(void *arg)
{
	struct linephone *l = arg;

	oh_app_stop(l->app);
}


/* Another screen looks on: then phoned stays, and so do the calls */
static void left(struct linephone *l, const char *arg, const cJSON *r)
{
	(void)arg;
	(void)r;
	if (l->leaving == LP_DETACHES ||
	    oh_board_phone(l->board)->screens > 1)
		stop(l);
}


/**
 * Leave; no line is taken any more
 *
 * @param l   Phone
 * @param how Whether the calls end
 */
void oh_linephone_leave(struct linephone *l, enum lp_leaving how)
{
	const uint32_t peer = oh_board_phone(l->board)->peer;
	cJSON *o;

	if (l->leaving)
		return;
	l->leaving = how;
	if (l->in)
		l->in->listen(l->in, false);
	if (!l->here) {
		stop(l);
		return;
	}
	/* One that does not answer learns it when it goes on */
	tmr_start(&l->patience, oh_board_is_hung(l->board, peer) ? 0 : GO_MS,
		  stop, l);
	o = oh_linephone_request("screen", "");
	(void)cJSON_AddStringToObject(o, "state", how == LP_DETACHES ?
				      "detach" : "off");
	oh_linephone_ask(l, how == LP_DETACHES ? "detach" : "quit", peer, o,
			 left, NULL);
}


static void stop_handler(enum oh_cause cause, void *arg)
{
	(void)cause;
	oh_linephone_leave(arg, LP_LEAVES);
}

/* --------------------------------------------------------------- lines */

/** Take the next line, if there is nothing more to wait for */
void oh_linephone_next(struct linephone *l)
{
	bool waits = l->script && oh_linephone_is_busy(l);

	if (l->in && l->ready && l->here && !l->leaving)
		l->in->listen(l->in, !waits);
}


static void line_handler(const char *line, void *arg)
{
	struct linephone *l = arg;

	if (!line) {
		oh_linephone_leave(l, LP_LEAVES);
		return;
	}
	if (*l->kept && oh_linekept_is_fit(line))
		oh_linephone_keep(l, line);
	if (l->warned)
		l->warned--;
	oh_linephone_line(l, line);
	oh_linephone_next(l);
}


static void bad_handler(const char *why, void *arg)
{
	struct linephone *l = arg;

	oh_linephone_failed(l, OH_EXIT_USAGE, "line", why);
}


/* Twice means what it says */
static void break_handler(void *arg)
{
	struct linephone *l = arg;
	size_t live = oh_board_live(l->board, false);

	if (l->wait.l) {
		tmr_cancel(&l->wait.tmr);
		l->wait.l = NULL;
		oh_linein_tell(l->in, "error wait: given up");
		return;
	}
	if (live && !l->warned) {
		l->warned = LP_WARNED;
		oh_linein_tell(l->in, "%zu call%s up: Ctrl-C again hangs up "
			       "and leaves, detach keeps %s", live,
			       live == 1 ? " is" : "s are",
			       live == 1 ? "it" : "them");
	}
	else if (live) {
		l->status = OH_EXIT_SIGINT;
		oh_linephone_leave(l, LP_LEAVES);
	}
	else
		oh_linein_tell(l->in, "quit or Ctrl-D leaves, help lists the "
			       "orders");
}


/* "phone> ", or with a call "phone Anna 0:12> " */
static void prompt_handler(char buf[OH_LINEIN_PROMPT], void *arg)
{
	struct linephone *l = arg;
	const struct oh_board_call *c;
	char timer[16], who[NAME_MAX_SHOWN];

	c = *l->selected ? oh_board_find(l->board, l->selected) : NULL;
	if (!c || c->state == OH_BOARD_ENDED)
		c = oh_board_active(l->board);
	if (!c)
		c = oh_board_ringing(l->board);
	if (!c || !l->edits) {
		str_ncpy(buf, "phone> ", OH_LINEIN_PROMPT);
		return;
	}
	oh_board_timer(timer, c, oh_clock_us() / 1000);
	(void)oh_safe_text(who, sizeof(who), *c->name ? c->name : c->number,
			   l->in->prm.ascii);
	(void)snprintf(buf, OH_LINEIN_PROMPT, "phone %s%s %s> ", who,
		       c->state == OH_BOARD_UP ? "" :
		       c->state == OH_BOARD_HELD ? " held" : " rings", timer);
}


static void missed(void *arg)
{
	struct linephone *l = arg;

	oh_linein_tell(l->in, "! the terminal took nothing for a while; log "
		       "lists what has happened");
}


/* A terminal is not waited for; who reads a pipe is */
static int open_out(FILE **filep, struct linephone *l)
{
	int err = isatty(STDOUT_FILENO) ?
		oh_lineout_alloc(&l->out, STDOUT_FILENO, missed, l) : 0;

	*filep = l->out ? oh_lineout_file(l->out) : stdout;

	return err;
}


static int open_lines(struct linephone *l)
{
	struct oh_tty tty;
	struct oh_linein_prm prm = {
		.lineh   = line_handler,
		.badh    = bad_handler,
		.breakh  = break_handler,
		.wordsh  = oh_linephone_words,
		.prompth = prompt_handler,
		.arg     = l,
		.in      = stdin,
		.prompt  = !l->script,
	};
	bool edit;
	int err = open_out(&prm.out, l);

	if (err)
		return err;
	oh_tty_read(&tty);
	edit = tty.here && !tty.dumb && !l->o->plain;
	prm.ascii = tty.here && !tty.utf8;
	err = edit ? oh_linein_edit(&l->in, &prm)
		   : oh_linein_plain(&l->in, &prm);
	l->edits = !err && edit;
	if (err || l->script)
		return err;
	oh_linephone_recall(l);

	return 0;
}

/* -------------------------------------------------------------- events */

/* "* what happens", "! what went wrong" */
static void changed(void *arg)
{
	struct linephone *l = arg;
	uint64_t serial = oh_board_log_serial(l->board);

	while (l->told < serial) {
		const struct oh_board_log *e =
			oh_board_log(l->board, (size_t)(serial - ++l->told));

		if (e)
			oh_linein_tell(l->in, "%c %s", e->alert ? '!' : '*',
				       e->text);
	}
	oh_linephone_look_again(l);
	oh_linephone_meters_look(l);
	l->in->tick(l->in);
	/* Nobody reads any more */
	if (ferror(stdout) && !l->leaving) {
		l->status = OH_EXIT_FAILED;
		oh_linephone_leave(l, LP_LEAVES);
	}
}


static void ask_setting(struct linephone *l, const char *word,
			const char *member, const char *value)
{
	cJSON *o;

	if (!value)
		return;
	o = oh_linephone_request("set", "");
	(void)cJSON_AddStringToObject(o, member, value);
	oh_linephone_ask(l, word, oh_board_phone(l->board)->peer, o, NULL,
			 NULL);
}


/* What there is already is known: it was asked for before */
static void listed(struct linephone *l, const char *arg, const cJSON *r)
{
	(void)arg;
	(void)r;
	if (l->leaving)
		return;
	l->ready = true;
	if (!l->script)
		oh_linein_tell(l->in, "* the phone is ready; help lists the "
			       "orders, quit leaves");
	ask_setting(l, "from", "caller_id", l->o->from);
	ask_setting(l, "trunk", "trunk", l->o->trunk);
}


static void came(struct linephone *l)
{
	tmr_cancel(&l->patience);
	l->here = true;
	oh_linephone_ask(l, "list", oh_board_phone(l->board)->peer,
			 oh_linephone_request("list", ""), listed, NULL);
}


static void nobody_came(void *arg)
{
	struct linephone *l = arg;

	l->status = oh_app_fail(l->app, OH_EXIT_FAILED,
				"phoned does not speak");
	stop(l);
}


static int start_phone(struct linephone *l)
{
	const struct oh_phoned_prm phoned = {
		.handset = l->o->handset,
		.devices = l->o->devices,
	};
	char path[1024];

	return oh_phoned_start(path, sizeof(path), l->app, &phoned);
}


/* One that was about to end when we found it: there will be another */
static void begin_again(struct linephone *l)
{
	l->again = true;
	l->status = start_phone(l);
	if (l->status)
		stop(l);
	else
		tmr_start(&l->patience, COME_MS, nobody_came, l);
}


static void phone_handler(bool here, void *arg)
{
	struct linephone *l = arg;

	if (here && !l->here)
		came(l);
	if (here || !l->here)
		return;
	l->here = false;
	if (!l->ready && !l->leaving && !l->again) {
		begin_again(l);
		return;
	}
	if (!l->leaving) {
		l->status = l->status ? l->status : OH_EXIT_FAILED;
		oh_linein_tell(l->in, "! phoned is gone, and all calls with "
			       "it");
		l->in->listen(l->in, false);
	}
	stop(l);
}


/* phoned lets every screen go: the calls stay with it */
static void event_handler(uint32_t peer, const cJSON *ev, void *arg)
{
	struct linephone *l = arg;

	if (peer != oh_board_phone(l->board)->peer || l->leaving ||
	    0 != strcmp(oh_linephone_text(ev, "event"), "detach"))
		return;
	l->leaving = LP_DETACHES;
	l->in->listen(l->in, false);
	oh_linein_tell(l->in, "* detached; the calls go on");
	stop(l);
}


static void tick(void *arg)
{
	struct linephone *l = arg;

	tmr_start(&l->tick, TICK_MS, tick, l);
	(void)oh_board_tick(l->board, oh_clock_us() / 1000);
	oh_linephone_look_again(l);
	oh_linephone_meters_look(l);
	l->in->tick(l->in);
}

/* ----------------------------------------------------------- beginning */

static void name_handler(char *name, size_t size, const char *number,
			 void *arg)
{
	struct linephone *l = arg;
	const struct oh_contact *c = oh_contacts_find(l->contacts, number);

	str_ncpy(name, c ? c->name : "", size);
}


static void contacts_handler(const char *line, void *arg)
{
	struct linephone *l = arg;

	oh_app_say(l->app, "%s", line);
}


/** Read the contacts again, if their files have changed */
void oh_linephone_people(struct linephone *l)
{
	(void)oh_people_again(l->contacts, &l->seen, l->conf,
			      contacts_handler, l);
}


static int read_people(struct linephone *l)
{
	int err;

	(void)oh_people_look(&l->seen, l->conf);
	err = oh_people_contacts(&l->contacts, l->conf, contacts_handler,
				     l);

	if (!err)
		err = oh_history_alloc(&l->history);
	if (!err)
		(void)oh_people_history(l->history, l->conf, l->contacts);
	if (!err)
		err = oh_board_alloc(&l->board, name_handler, l);

	return err;
}


static int connect_phone(struct linephone *l)
{
	const struct oh_peers_prm prm = {
		.board   = l->board,
		.all     = l->o->attach,
		.screen  = "phone",
		.changeh = changed,
		.phoneh  = phone_handler,
		.hungh   = oh_linephone_hung,
		.eventh  = event_handler,
		.arg     = l,
	};

	tmr_start(&l->patience, COME_MS, nobody_came, l);

	return oh_peers_alloc(&l->peers, &prm);
}


/* "/home/anna/" without its last slash */
static void read_home(struct linephone *l)
{
	size_t len;

	if (oh_path_home(l->home, sizeof(l->home), ""))
		l->home[0] = '\0';
	len = strlen(l->home);
	if (len)
		l->home[len - 1] = '\0';
}


static int begin(struct linephone *l)
{
	int err, status = oh_config_load(&l->conf, l->app);

	if (status)
		return status;
	l->script = !isatty(STDIN_FILENO);
	l->person = !l->script && isatty(STDOUT_FILENO);
	if (!getcwd(l->cwd, sizeof(l->cwd)))
		l->cwd[0] = '\0';
	read_home(l);
	err = read_people(l);
	if (!err)
		err = open_lines(l);
	if (err)
		return oh_app_fail(l->app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));
	status = start_phone(l);
	if (status)
		return status;
	err = connect_phone(l);

	return err ? oh_app_fail(l->app, OH_EXIT_SOFTWARE, "%s",
				 strerror(err)) : 0;
}


static void end(struct linephone *l)
{
	tmr_cancel(&l->tick);
	tmr_cancel(&l->patience);
	tmr_cancel(&l->wait.tmr);
	tmr_cancel(&l->meters.tmr);
	oh_linephone_forget(l);
	mem_deref(l->in);
	mem_deref(l->out);
	mem_deref(l->peers);
	mem_deref(l->board);
	mem_deref(l->history);
	mem_deref(l->contacts);
	mem_deref(l->conf);
}


/**
 * Be a telephone until the lines end
 *
 * @param app The command
 * @param o   Options
 *
 * @return Exit status: that of the first order that has failed
 */
int oh_linephone_run(struct oh_app *app, const struct oh_linephone_opts *o)
{
	struct linephone l = { .app = app, .o = o };
	enum oh_cause cause = OH_CAUSE_NONE;
	int status;

	if (o->print_orders)
		return print_orders();
	status = begin(&l);
	if (!status) {
		tick(&l);
		cause = oh_app_run(app, stop_handler, &l);
		status = cause == OH_CAUSE_NONE ? l.status
						: oh_exit_of(cause);
	}
	end(&l);

	return status;
}
