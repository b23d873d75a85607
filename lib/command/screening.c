/**
 * @file screening.c  The dialer: a screen, a terminal, and who holds the calls
 */
#include <errno.h>
#include <unistd.h>
#include "base/clock.h"
#include "cli/exit.h"
#include "command/config.h"
#include "command/people.h"
#include "command/screening_priv.h"

/** Milliseconds of the monotonic clock */
uint64_t oh_screening_ms(void)
{
	return oh_clock_us() / 1000;
}

/**
 * Put a sentence on the screen
 *
 * @param s     Screening
 * @param alert Something is wrong
 * @param fmt   It, as printf has it
 */
void oh_screening_say(struct screening *s, bool alert, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!s->screen)
		return;
	oh_screen_say(s->screen, alert, text, oh_screening_ms());
	oh_screening_changed(s);
}

/* ------------------------------------------------------------ painting */

static void ring(struct screening *s, const struct oh_screen_wants *w)
{
	const struct oh_board_call *c = oh_board_ringing(s->board);
	char text[160];

	if (!w->ring || !c || 0 == strcmp(c->id, s->rung))
		return;
	str_ncpy(s->rung, c->id, sizeof(s->rung));
	if (s->conf->phone.bell)
		oh_terminal_bell(s->terminal);
	if (!s->conf->phone.notify)
		return;
	(void)re_snprintf(text, sizeof(text), "Call from %s",
			  w->who && *w->who ? w->who : c->number);
	oh_terminal_notify(s->terminal, text);
}

static void paint_handler(void *arg)
{
	oh_screening_paint(arg);
}

static int fit_cells(struct screening *s)
{
	int w, h, err;

	oh_terminal_size(s->terminal, &w, &h);
	if (s->cells && s->cells->w == w && s->cells->h == h)
		return 0;
	s->cells = mem_deref(s->cells);
	err = oh_cells_alloc(&s->cells, w, h);
	if (!err)
		s->cells->ascii = s->ascii;

	return err;
}

/**
 * Paint now, and see what the screen wants to know
 *
 * @param s Screening
 */
void oh_screening_paint(struct screening *s)
{
	struct oh_screen_wants w;

	tmr_cancel(&s->paint);
	if (!s->terminal || fit_cells(s))
		return;
	oh_screen_paint(s->screen, s->cells, oh_screening_ms(),
			oh_clock_wall_us());
	oh_terminal_draw(s->terminal, s->cells);
	memset(&w, 0, sizeof(w));
	oh_screen_wants(s->screen, &w);
	ring(s, &w);
	oh_screening_look(s, w.look);
	oh_screening_fetch(s, &w);
	if (w.tick_ms && !tmr_isrunning(&s->paint))
		tmr_start(&s->paint, w.tick_ms, paint_handler, s);
}

/**
 * Something shown has changed: paint soon, once for all that changes now
 *
 * @param s Screening
 */
void oh_screening_changed(struct screening *s)
{
	if (!s->terminal)
		return;
	if (!tmr_isrunning(&s->paint) ||
	    tmr_get_expire(&s->paint) > SCREENING_PAINT_MS)
		tmr_start(&s->paint, SCREENING_PAINT_MS, paint_handler, s);
}

/* ------------------------------------------------------- the terminal */

static void on_key(uint32_t key, int mx, int my, void *arg)
{
	struct screening *s = arg;

	oh_screen_key(s->screen, key, mx, my, oh_screening_ms());
	oh_screening_paint(s);
}

static void on_paste(const char *text, void *arg)
{
	struct screening *s = arg;

	oh_screen_paste(s->screen, text, oh_screening_ms());
	oh_screening_paint(s);
}

static void on_size(void *arg)
{
	oh_screening_paint(arg);
}

static void on_stop(void *arg)
{
	oh_screening_stop(arg);
}

static void on_gone(void *arg)
{
	struct screening *s = arg;

	s->terminal = mem_deref(s->terminal);
	oh_screening_leave(s, false);
}

static void stop_handler(enum oh_cause cause, void *arg)
{
	(void)cause;
	oh_screening_leave(arg, false);
}

/* --------------------------------------------------- what the peers tell */

static void on_change(void *arg)
{
	struct screening *s = arg;

	oh_screen_update(s->screen, oh_screening_ms());
	oh_screening_changed(s);
}

static void on_phone(bool here, void *arg)
{
	struct screening *s = arg;

	if (s->leaving)
		return;
	oh_screening_started(s, here);
	if (!here)
		oh_screening_say(s, true, "the phone has gone, and its calls "
				 "with it; S starts it again");
	else if (!s->begun) {
		s->begun = true;
		oh_screening_begin(s);
	}
	on_change(s);
}

static void on_hung(uint32_t peer, bool hung, void *arg)
{
	struct screening *s = arg;
	const struct oh_board_peer *p = oh_board_peer(s->board, peer);

	if (hung)
		oh_screening_hung(s, peer);
	else if (p)
		oh_screening_say(s, false, "%s answers again", p->command);
}

static void read_past(void *arg)
{
	struct screening *s = arg;

	(void)oh_people_history(s->history, s->conf, s->contacts);
	on_change(s);
}

/* It stands there as long as it lasts, if nobody says anything else: newer
   than what was said before */
static void say_records(struct screening *s)
{
	const char *fault = oh_board_phone(s->board)->records_fault;

	if (*fault && !s->unrecorded)
		oh_screening_say(s, true, "No call records are written: "
				 "%s", fault);
	else if (!*fault && s->unrecorded)
		oh_screening_say(s, false, "call records are written "
				 "again");
	s->unrecorded = *fault;
}

static void on_event(uint32_t peer, const cJSON *ev, void *arg)
{
	struct screening *s = arg;
	const char *name = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(ev, "event"));

	if (!name)
		return;
	if (0 == strcmp(name, "ended") || 0 == strcmp(name, "result"))
		tmr_start(&s->past, SCREENING_PAST_MS, read_past, s);
	if (0 == strcmp(name, "phone"))
		say_records(s);
	if (0 == strcmp(name, "detach") &&
	    peer == oh_board_phone(s->board)->peer)
		oh_screening_leave(s, true);
}

static void complain(const char *line, void *arg)
{
	const struct screening *s = arg;

	oh_board_say(s->board, true, line);
}

static void tick(void *arg)
{
	struct screening *s = arg;

	tmr_start(&s->tick, SCREENING_TICK_MS, tick, s);
	if (oh_people_again(s->contacts, &s->seen, s->conf, complain, s))
		read_past(s);
	if (oh_board_tick(s->board, oh_screening_ms()))
		on_change(s);
}

static void name_of(char *name, size_t size, const char *number, void *arg)
{
	const struct screening *s = arg;
	const struct oh_contact *c = s->contacts ?
		oh_contacts_find(s->contacts, number) : NULL;

	if (c)
		str_ncpy(name, c->name, size);
}

/* ------------------------------------------------------------- set-up */

static int make_people(struct screening *s)
{
	int err = oh_board_alloc(&s->board, name_of, s);

	(void)oh_people_look(&s->seen, s->conf);
	if (!err)
		err = oh_people_contacts(&s->contacts, s->conf, complain, s);
	if (!err)
		err = oh_history_alloc(&s->history);
	if (!err && oh_people_history(s->history, s->conf, s->contacts))
		oh_board_say(s->board, true, "the records of calls cannot be "
			     "read: there is no history");

	return err;
}

static int make_screen(struct screening *s)
{
	const struct oh_screen_prm prm = {
		.board        = s->board,
		.contacts     = s->contacts,
		.history      = s->history,
		.keys         = s->keys,
		.attached     = s->o->attach,
		.utc_offset_s = oh_people_utc_offset(oh_clock_wall_us()),
		.orderh       = oh_screening_order,
		.keeph        = oh_screening_keep,
		.arg          = s,
	};

	return oh_screen_alloc(&s->screen, &prm);
}

static int make_peers(struct screening *s)
{
	const struct oh_peers_prm prm = {
		.board    = s->board,
		.all      = s->o->attach,
		.meters_s = SCREENING_METERS_MS / 1000.0,
		.screen   = "dialer",
		.changeh  = on_change,
		.phoneh   = on_phone,
		.hungh    = on_hung,
		.eventh   = on_event,
		.arg      = s,
	};

	return oh_peers_alloc(&s->peers, &prm);
}

static int count_colors(const struct screening *s)
{
	const char *color = s->o->color ? s->o->color : "auto";

	if (0 == strcmp(color, "never"))
		return 0;

	return s->tty.no_color && 0 == strcmp(color, "auto") ? 0 : -1;
}

static int open_terminal(struct screening *s)
{
	const struct oh_terminal_prm prm = {
		.in     = STDIN_FILENO,
		.out    = STDOUT_FILENO,
		.term   = s->tty.term,
		.colors = count_colors(s),
		.mouse  = s->conf->phone.mouse,
		.keyh   = on_key,
		.pasteh = on_paste,
		.sizeh  = on_size,
		.stoph  = on_stop,
		.goneh  = on_gone,
		.arg    = s,
	};
	struct oh_theme th;
	int err = oh_terminal_open(&s->terminal, &prm);

	if (err)
		return err;
	oh_screening_theme(&th, s->conf, oh_terminal_colors(s->terminal));
	oh_terminal_theme(s->terminal, &th);

	return oh_screening_murmur(s);
}

/* Lines of UTF-8 are wanted, or the locale's characters are */
static void choose_lines(struct screening *s)
{
	const enum oh_conf_frames lines = s->conf->phone.lines;

	if (lines == OH_CONF_LINES_UTF8)
		s->tty.utf8 = oh_tty_force_utf8();
	s->ascii = lines == OH_CONF_LINES_ASCII || !s->tty.utf8;
}

static int run(struct screening *s)
{
	enum oh_cause cause;
	int err = make_people(s);

	if (!err)
		err = make_screen(s);
	if (!err)
		err = open_terminal(s);
	if (!err)
		err = make_peers(s);
	if (err) {
		s->terminal = mem_deref(s->terminal);
		oh_screening_speak(s);
		return oh_app_fail(s->app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));
	}
	oh_screening_kept(s);
	tick(s);
	oh_screening_paint(s);
	cause = oh_app_run(s->app, stop_handler, s);

	return cause == OH_CAUSE_NONE ? OH_EXIT_OK : oh_exit_of(cause);
}

static void clean_up(struct screening *s)
{
	tmr_cancel(&s->paint);
	tmr_cancel(&s->tick);
	tmr_cancel(&s->past);
	tmr_cancel(&s->leave);
	tmr_cancel(&s->stop);
	oh_screening_start_stop(s);
	oh_screening_ask_stop(s);
	s->terminal = mem_deref(s->terminal);
	oh_screening_speak(s);
	s->peers = mem_deref(s->peers);
	list_flush(&s->askedl);
	s->screen = mem_deref(s->screen);
	mem_deref(s->cells);
	mem_deref(s->board);
	mem_deref(s->history);
	mem_deref(s->contacts);
	mem_deref(s->keys);
	mem_deref(s->conf);
}

/* ------------------------------------------------------- the command */

/**
 * Fill a table with the dialer's options, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_screening_table(struct oh_opt tab[OH_SCREENING_OPTC],
			struct oh_screening_opts *o)
{
	const struct oh_opt v[OH_SCREENING_OPTC] = {
		OH_OPT_FLAG('a', "attach", &o->attach,
			    "show calls of dial, answer and others, too"),
		OH_OPT_FLAG('d', "detach", &o->detach,
			    "have all screens leave; the calls go on"),
		OH_DEVICES_OPTS(&o->devices, ""),
		OH_OPT_STR(0, "handset", "HANDSET", &o->handset,
			   "voice terminal: baresip, none, or a sip: URI"),
		OH_OPT_STR('f', "from", "NUMBER", &o->from,
			   "caller ID of calls"),
		OH_OPT_STR('t', "trunk", "NAME", &o->trunk,
			   "trunk of calls"),
		OH_OPT_STR(0, "color", "WHEN", &o->color,
			   "colours: auto, always or never"),
		OH_OPT_FLAG(0, "print-keys", &o->print_keys, NULL),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

/* Why this terminal will not do; and what does */
static int check_terminal(struct screening *s)
{
	int err = s->tty.dumb && s->tty.here ? ENOTSUP :
		oh_terminal_check(s->tty.term, STDIN_FILENO, STDOUT_FILENO);

	switch (err) {

	case 0:
		return 0;

	case ENOTTY:
		return oh_app_fail(s->app, OH_EXIT_USAGE, "stdin and stdout "
				   "must be a terminal; for scripts and plain "
				   "lines there is 'phone'");

	case ENOENT:
		return oh_app_fail(s->app, OH_EXIT_USAGE, "TERM=%s: nothing "
				   "is known of such a terminal; try "
				   "TERM=xterm, or 'phone'", s->tty.term);

	default:
		return oh_app_fail(s->app, OH_EXIT_USAGE, "%s%s: no full "
				   "screen is possible; 'phone' works with "
				   "plain lines", *s->tty.term ? "TERM=" :
				   "TERM is not set", s->tty.term);
	}
}

static int check_options(const struct screening *s)
{
	static const char *const whenv[] = { "auto", "always", "never" };
	const char *color = s->o->color;
	bool known = !color;

	for (size_t i = 0; color && i < ARRAY_SIZE(whenv); i++)
		known = known || 0 == strcmp(color, whenv[i]);
	if (!known)
		return oh_app_fail(s->app, OH_EXIT_USAGE, "--color: auto, "
				   "always or never");
	if (oh_app_opts(s->app)->json || oh_app_opts(s->app)->events)
		return oh_app_fail(s->app, OH_EXIT_USAGE, "--json and "
				   "--events are not for a screen; 'call "
				   "events' prints what happens");
	if (s->o->number && strpbrk(s->o->number, "'\n\r\t\033"))
		return oh_app_fail(s->app, OH_EXIT_USAGE, "that is no number");

	return 0;
}

static int find_phone(struct screening *s)
{
	const struct oh_phoned_prm prm = {
		.handset = s->o->handset,
		.devices = s->o->devices,
	};
	char path[SCREENING_PATH];

	s->ran = 0 == oh_phoned_find(path, sizeof(path));

	return oh_phoned_start(path, sizeof(path), s->app, &prm);
}

static int begin(struct screening *s)
{
	int status = check_options(s);

	if (!status)
		status = oh_screening_conf(s);
	if (status)
		return status;
	if (s->o->print_keys)
		return re_printf("%H", oh_keys_print, s->keys) < 0 ?
			OH_EXIT_FAILED : OH_EXIT_OK;
	status = check_terminal(s);
	if (!status)
		status = find_phone(s);
	if (status)
		return status;
	choose_lines(s);

	return run(s);
}

/**
 * Be a telephone on the screen
 *
 * @param app The command
 * @param o   What it was told
 *
 * @return Exit status
 */
int oh_screening_run(struct oh_app *app, const struct oh_screening_opts *o)
{
	struct screening s;
	int status;

	if (o->detach)
		return oh_screening_detach_all(app);
	memset(&s, 0, sizeof(s));
	s.app     = app;
	s.o       = o;
	s.fetch.s = &s;
	s.murmur.was = s.murmur.fd = -1;
	if (!getcwd(s.cwd, sizeof(s.cwd)))
		s.cwd[0] = '\0';
	oh_tty_read(&s.tty);
	status = begin(&s);
	clean_up(&s);
	if (*s.last && !status)
		oh_app_say(app, "%s", s.last);

	return status;
}
