/**
 * @file calls_watch.c  call events, attach: what happens on calls, as it does
 *
 *   process ──events──▶ a line of JSON, or for people
 *   keys ──attach──▶ digits, hold, mute, hangup
 */
#include <errno.h>
#include <termios.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/id.h"
#include "cli/exit.h"
#include "command/calls_priv.h"
#include "command/verb.h"
#include "ctl/client.h"

enum { LINE_SIZE = 4096 };

struct watch {
	struct oh_app *app;
	bool           attached;      /* keys are ours to send            */
	const cJSON   *rq;            /* NULL: events                     */
	calls_told_h  *toldh;         /* who takes them in place of us    */
	void          *arg;
	char           call[OH_ID_SIZE];   /* "": all                     */
	struct source *sourcev;
	unsigned       sourcec;       /* that still speak                 */
	bool           held, muted;
	struct termios was;
	bool           raw;
	int            status;
};

/** A process whose events are told */
struct source {
	struct source        *next;
	struct watch         *watch;
	struct oh_ctl_client *client;
};

static void source_destructor(void *arg)
{
	struct source *s = arg;

	if (s->client)
		fd_close(oh_ctl_fd(s->client));
	mem_deref(s->client);
	mem_deref(s->next);
}

static void print_json(const cJSON *ev)
{
	char *line = cJSON_PrintUnformatted(ev);

	re_printf("%s\n", line ? line : "");
	cJSON_free(line);
}

static bool is_shown(const cJSON *m)
{
	static const char *const hiddenv[] = {
		"event", "time", "call", "number", "from", "trunk", "uri",
		"call_id", "rtp",
	};

	for (size_t i = 0; i < ARRAY_SIZE(hiddenv); i++) {
		if (0 == strcmp(hiddenv[i], m->string))
			return false;
	}

	return true;
}

/* "15:04:05.123  b9f226  digit  dtmf rfc4733  digit 1" */
static void print_text(const cJSON *ev)
{
	const char *time = oh_calls_text(ev, "time");
	const char *call = oh_calls_text(ev, "call");
	const char *clock = strchr(time, 'T');
	size_t len = strlen(call);
	const cJSON *m;

	re_printf("%.12s  %s  %s", clock ? clock + 1 : time,
		  len > 8 ? &call[len - 8] : call,
		  oh_calls_text(ev, "event"));
	cJSON_ArrayForEach(m, ev) {
		char *text;

		if (!is_shown(m))
			continue;
		text = cJSON_IsString(m) ? NULL : cJSON_PrintUnformatted(m);
		re_printf("  %s %s", m->string, text ? text :
			  cJSON_GetStringValue(m));
		cJSON_free(text);
	}
	re_printf("\n");
}

static void finish(struct watch *w, int status)
{
	w->status = status;
	oh_app_stop(w->app);
}

static void tell(struct watch *w, const cJSON *line)
{
	int status = w->toldh(w->call, line, w->arg);

	(void)fflush(stdout);
	if (status != OH_CALLS_GO_ON)
		finish(w, status);
}

static void on_event(struct watch *w, const cJSON *ev)
{
	const char *name = oh_calls_text(ev, "event");
	bool mine = 0 == strcmp(w->call, oh_calls_text(ev, "call"));

	if (!*name)
		return;
	if (mine && 0 == strcmp(name, "held"))
		w->held = true;
	else if (mine && 0 == strcmp(name, "resumed"))
		w->held = false;
	if (oh_app_opts(w->app)->json || !w->attached)
		print_json(ev);
	else
		print_text(ev);
	(void)fflush(stdout);
	if (mine && 0 == strcmp(name, "ended"))
		finish(w, OH_EXIT_OK);
}

/* A process is gone; the last one takes us with it */
static void gone(struct source *s)
{
	struct watch *w = s->watch;

	fd_close(oh_ctl_fd(s->client));
	s->client = mem_deref(s->client);
	if (--w->sourcec == 0)
		finish(w, OH_EXIT_OK);
}

static void readable(int flags, void *arg)
{
	struct source *s = arg;

	(void)flags;
	do {
		cJSON *line = NULL;

		if (oh_ctl_receive(s->client, &line)) {
			gone(s);
			return;
		}
		if (s->watch->toldh)
			tell(s->watch, line);
		else
			on_event(s->watch, line);
		cJSON_Delete(line);
	} while (oh_ctl_has_line(s->client));
}

static int listen_to(struct watch *w, struct oh_ctl_client *c)
{
	struct source *s = mem_zalloc(sizeof(*s), source_destructor);
	cJSON *o = w->rq ? cJSON_Duplicate(w->rq, true)
			 : oh_verb_request("events");
	int err = s && o ? 0 : ENOMEM;

	if (!err && *w->call)
		(void)cJSON_AddStringToObject(o, "call", w->call);
	if (!err)
		err = oh_ctl_send(c, o, NULL, 0);
	if (!err)
		err = fd_listen(oh_ctl_fd(c), FD_READ, readable, s);
	cJSON_Delete(o);
	if (err) {
		mem_deref(s);
		return err;
	}
	s->watch   = w;
	s->client  = mem_ref(c);
	s->next    = w->sourcev;
	w->sourcev = s;
	w->sourcec++;

	return 0;
}

/* Each process once, however many calls it has */
static int add_process(struct oh_ctl_client *c, const cJSON *call, void *arg)
{
	struct watch *w = arg;

	(void)call;
	if (w->sourcev && w->sourcev->client == c)
		return 0;

	return listen_to(w, c);
}

static int open_watch(struct watch *w, const char *id)
{
	struct oh_ctl_client *c = NULL;
	const char *why = NULL;
	int err;

	if (!id && !w->attached) {
		err = oh_calls_each(add_process, w);
		if (!err && !w->sourcec)
			return oh_app_fail(w->app, OH_EXIT_FAILED,
					   "no call is under way");
		return err ? oh_app_fail(w->app, OH_EXIT_SOFTWARE, "%s",
					 strerror(err)) : 0;
	}
	err = oh_ctl_find(&c, w->call, sizeof(w->call), id, &why);
	if (!err)
		err = listen_to(w, c);
	mem_deref(c);

	return err ? oh_app_fail(w->app, OH_EXIT_HUNG_UP, "%s",
				 why ? why : strerror(err)) : 0;
}

/* ---------------------------------------------------------------- keys */

static void send_request(struct watch *w, cJSON *o)
{
	(void)cJSON_AddStringToObject(o, "call", w->call);
	if (oh_ctl_send(w->sourcev->client, o, NULL, 0))
		finish(w, OH_EXIT_HUNG_UP);
	cJSON_Delete(o);
}

static void send_toggle(struct watch *w, const char *verb, bool off)
{
	cJSON *o = oh_verb_request(verb);

	if (off)
		(void)cJSON_AddTrueToObject(o, "off");
	send_request(w, o);
}

static void send_digit(struct watch *w, char key)
{
	const char digits[2] = { key, '\0' };
	cJSON *o = oh_verb_request("send-digits");

	(void)cJSON_AddStringToObject(o, "digits", digits);
	send_request(w, o);
}

static void on_key(struct watch *w, char key)
{
	switch (key) {

	case 'h':
		send_toggle(w, "hold", w->held);
		break;

	case 'm':
		send_toggle(w, "mute", w->muted);
		w->muted = !w->muted;
		break;

	case 'x':
		send_request(w, oh_verb_request("hangup"));
		break;

	case 'q':
	case 0x04:                           /* Ctrl-D */
		finish(w, OH_EXIT_OK);
		break;

	default:
		if (key && strchr("0123456789*#ABCD", key))
			send_digit(w, key);
		break;
	}
}

static void typed(int flags, void *arg)
{
	struct watch *w = arg;
	char buf[64];
	ssize_t n = read(STDIN_FILENO, buf, sizeof(buf));

	(void)flags;
	if (n <= 0) {
		fd_close(STDIN_FILENO);      /* we go on listening */
		return;
	}
	for (ssize_t i = 0; i < n; i++)
		on_key(w, buf[i]);
}

/* Each key counts at once; signals stay what they are */
static void take_keys(struct watch *w)
{
	struct termios now;

	if (0 == tcgetattr(STDIN_FILENO, &w->was)) {
		now = w->was;
		now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
		w->raw = 0 == tcsetattr(STDIN_FILENO, TCSANOW, &now);
		oh_app_say(w->app, "keys: 0-9 * # are pressed, h hold, "
			   "m mute, x hang up, q leave");
	}
	(void)fd_listen(STDIN_FILENO, FD_READ, typed, w);
}

static void give_keys_back(struct watch *w)
{
	fd_close(STDIN_FILENO);
	if (w->raw)
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &w->was);
}

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct watch *w = arg;

	(void)cause;
	oh_app_stop(w->app);
}

static int run(struct watch *w, const char *id)
{
	enum oh_cause signalled;
	int status = open_watch(w, id);

	if (status)
		goto out;
	if (w->attached)
		take_keys(w);
	signalled = oh_app_run(w->app, stop_handler, w);
	if (w->attached)
		give_keys_back(w);
	status = signalled == OH_CAUSE_NONE ? w->status
					    : oh_exit_of(signalled);
out:
	mem_deref(w->sourcev);

	return status;
}

/**
 * Print what happens, as it does, one JSON object per line
 *
 * @param app The command
 * @param id  Of one call; NULL: of all there are, and those to come in the
 *            processes there are
 *
 * @return Exit status: 0 when the call, or the last process, has ended
 */
int oh_calls_events(struct oh_app *app, const char *id)
{
	struct watch w = { .app = app };

	return run(&w, id);
}

/**
 * Ask the processes that hold calls to tell something
 *
 * @param app The command
 * @param id  Of one call; NULL: of all there are, and those to come in the
 *            processes there are
 * @param rq  What they are asked, borrowed
 * @param h   Takes each line
 * @param arg Handler argument
 *
 * @return Exit status: what h has returned, or 0 when the last process has
 *         ended
 */
int oh_calls_listen(struct oh_app *app, const char *id, const cJSON *rq,
		    calls_told_h *h, void *arg)
{
	struct watch w = { .app = app, .rq = rq, .toldh = h, .arg = arg };

	return run(&w, id);
}

/**
 * Show what happens on a call, and press keys on it
 *
 * @param app The command
 * @param id  Which; NULL: the only one
 *
 * @return Exit status
 */
int oh_calls_attach(struct oh_app *app, const char *id)
{
	struct watch w = { .app = app, .attached = true };

	return run(&w, id);
}
