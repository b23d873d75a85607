/**
 * @file control.c  The calls of a command, within reach of others
 */
#include <errno.h>
#include <libgen.h>
#include <unistd.h>
#include "base/child.h"
#include "base/compat.h"
#include "base/path.h"
#include "cli/exit.h"
#include "command/control.h"
#include "command/detecting.h"
#include "command/menus.h"
#include "command/saying.h"
#include "ctl/server.h"
#include "flow/agi.h"
#include "flow/menu_call.h"
#include "flow/program.h"
#include "speech/pieces.h"

enum { PATH_SIZE = 1024, SOUND_FOLDERS = 5 };

struct oh_control {
	struct oh_app         *app;
	struct oh_calls       *calls;
	struct oh_ctl         *ctl;
	struct oh_program_prm  program;
	struct oh_agi_prm      agi;
	struct oh_menu_file   *menu;
	struct oh_menu_call_prm menu_call;
	struct oh_detect_prm   detect;
	char                   verbs[PATH_SIZE];
	char                   speech[PATH_SIZE];
	char                   sounds[PATH_SIZE];
	char                   theirs[2][PATH_SIZE];
	const char            *folderv[SOUND_FOLDERS];
	const char            *execv[OH_CHILD_ARGS_MAX + 1];
};

static void destructor(void *arg)
{
	struct oh_control *c = arg;

	mem_deref(c->ctl);
	mem_deref(c->calls);
	mem_deref(c->menu);
}

/**
 * Split a command line into the command's part and its flow
 *
 * @param o     Receives the words behind "--"
 * @param argcp Number of words; that before "--" afterwards
 * @param argv  Words
 */
void oh_flow_split(struct oh_flow_opts *o, int *argcp, char **argv)
{
	for (int i = 1; i < *argcp; i++) {
		if (strcmp(argv[i], "--"))
			continue;
		argv[i] = NULL;
		o->argv = (const char *const *)&argv[i + 1];
		*argcp  = i;
		return;
	}
}

/** Whether there is a flow */
bool oh_flow_is_wanted(const struct oh_flow_opts *o)
{
	return o->argv || o->agi || o->exec || o->menu;
}

/**
 * Fill a table with the options of a flow, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_control_table(struct oh_opt tab[OH_CONTROL_OPTC],
		      struct oh_flow_opts *o)
{
	const struct oh_opt v[OH_CONTROL_OPTC] = {
		OH_OPT_STR(0, "agi", "PROGRAM", &o->agi,
			   "run PROGRAM, an AGI script as for Asterisk, on "
			   "each answered call"),
		OH_OPT_STR(0, "exec", "PROGRAM", &o->exec,
			   "run PROGRAM on each answered call; with "
			   "arguments: -- PROGRAM ARGS"),
		OH_OPT_STR(0, "menu", "FILE", &o->menu,
			   "lead them through the menus of FILE"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

/* What becomes of a call that a flow makes is told and recorded; the result
   of the command is that of its own calls. */
static void event_handler(const struct oh_event *ev, void *arg)
{
	const struct oh_desk *desk = arg;

	oh_out_event(oh_desk_out(desk), ev);
}

static int make_calls(struct oh_control *c, const struct oh_desk *desk)
{
	const struct oh_conf *conf = oh_desk_conf(desk);
	const bool spoken = !oh_saying_folder(c->speech, sizeof(c->speech));
	const struct oh_calls_prm prm = {
		.ring_ms     = conf->ring_ms,
		.max_ms      = conf->guard.max_duration_s * 1000,
		.silence_ms  = conf->silence_ms,
		.eventh      = event_handler,
		.arg         = (void *)(uintptr_t)desk,
		.speech_dir  = spoken ? c->speech : NULL,
		.engine      = oh_desk_engine(desk),
		.prompts     = oh_desk_prompts(desk),
		.cdr         = oh_desk_cdr(desk),
		.tts_command = conf->tts_command,
		.voice       = conf->voice,
		.recordings  = conf->recordings,
		.detect      = &c->detect,
		.first_ms    = conf->first_ms,
		.between_ms  = conf->between_ms,
	};

	oh_detecting_prm(&c->detect, conf);

	return oh_calls_alloc(&c->calls, &prm);
}

static int find_verbs(struct oh_control *c)
{
	char path[PATH_SIZE];
	int err = oh_path_beside(path, sizeof(path), "offhook");

	if (!err)
		str_ncpy(c->verbs, dirname(path), sizeof(c->verbs));

	return err;
}

/* A call matters more than that others can reach it. */
static int open_socket(struct oh_control *c, struct oh_desk *desk)
{
	const struct oh_ctl_prm prm = {
		.calls    = c->calls,
		.messages = oh_desk_messages(desk),
		.command  = oh_app_about(c->app)->name,
		.exith    = oh_exit_of,
	};
	int err = oh_ctl_listen(&c->ctl, &prm);

	if (!err)
		return 0;

	return oh_app_fail(c->app, c->program.argv ? OH_EXIT_CANT_CREATE : 0,
			   "control socket: %s", strerror(err));
}

/* Words are spoken before anybody listens, and lie in the cache then. */
static int speak_menu(struct oh_control *c, struct oh_desk *desk)
{
	int status = 0;

	for (uint32_t i = 0; i < c->menu->soundc && !status; i++) {
		const struct oh_menu_step *s = oh_menu_sound(c->menu, i);
		struct oh_prompt *pr = NULL;

		if (s->verb == OH_MENU_SAY)
			status = oh_saying_prompt(&pr, c->app, desk,
						  OH_SAYING_TEXT, s->text,
						  NULL);
		oh_prompt_unref(pr);
	}

	return status;
}

static int set_menu(struct oh_control *c, struct oh_desk *desk,
		    const char *path)
{
	int status = oh_menus_load(&c->menu, c->app, oh_desk_conf(desk),
				   path);

	if (!status)
		status = speak_menu(c, desk);
	c->menu_call.file  = c->menu;
	c->menu_call.calls = c->calls;

	return status;
}

static int name_program(struct oh_control *c, const struct oh_flow_opts *o)
{
	c->execv[0]     = o->exec;
	c->program.argv = o->argv ? o->argv : c->execv;
	if (c->program.argv[0] && c->program.argv[0][0])
		return 0;

	return oh_app_fail(c->app, OH_EXIT_USAGE, "%s: which program?",
			   o->argv ? "--" : "--exec");
}

/* A script, and what stands behind "--" */
static int name_script(struct oh_control *c, const struct oh_flow_opts *o)
{
	size_t n = 0;

	if (!*o->agi)
		return oh_app_fail(c->app, OH_EXIT_USAGE,
				   "--agi: which program?");
	c->execv[n++] = o->agi;
	for (size_t i = 0; o->argv && o->argv[i]; i++) {
		if (n >= OH_CHILD_ARGS_MAX)
			return oh_app_fail(c->app, OH_EXIT_USAGE, "--agi: "
					   "more than %d arguments",
					   OH_CHILD_ARGS_MAX - 1);
		c->execv[n++] = o->argv[i];
	}
	c->program.argv = c->execv;

	return 0;
}

/* Where sounds of scripts lie: here, in a folder of the user's, and where an
   Asterisk has its own */
static void set_sounds(struct oh_control *c, const struct oh_conf *conf)
{
	static const char *const theirs[] = {
		"/var/lib/asterisk/sounds", "/usr/share/asterisk/sounds",
	};
	const char *lang = oh_pieces_language(conf->voice);
	size_t n = 0;

	c->agi.language = lang ? lang : "en";
	c->agi.folderv  = c->folderv;
	c->folderv[n++] = "";
	if (!oh_path_print(c->sounds, sizeof(c->sounds), OH_PATH_DATA,
			   "sounds"))
		c->folderv[n++] = c->sounds;
	for (size_t i = 0; i < ARRAY_SIZE(theirs); i++) {
		(void)re_snprintf(c->theirs[i], sizeof(c->theirs[i]),
				  "%s/%s", theirs[i], c->agi.language);
		c->folderv[n++] = c->theirs[i];
	}
}

static int set_program(struct oh_control *c, const struct oh_flow_opts *o,
		       const struct oh_conf *conf)
{
	int status = o->agi ? name_script(c, o) : name_program(c, o);
	int err;

	if (status)
		return status;
	if (o->agi)
		set_sounds(c, conf);
	err = find_verbs(c);
	c->program.verbs = c->verbs;

	return err ? oh_app_fail(c->app, OH_EXIT_SOFTWARE, "the other "
				 "commands: %s", strerror(err)) : 0;
}

/* A call costs money: what a path says is looked at before one is placed. A
   mere name is looked for when it runs, on the flow's own PATH. */
static int check_program(struct oh_control *c, const char *name)
{
	if (!strchr(name, '/') || !access(name, X_OK))
		return 0;

	return oh_app_fail(c->app, errno == ENOENT ? 127 : 126, "%s: %s",
			   name, strerror(errno));
}

static int set_flow(struct oh_control *c, struct oh_desk *desk,
		    const struct oh_flow_opts *o)
{
	const bool program = o->argv && !o->agi;
	int status;

	if (program + !!o->agi + !!o->exec + !!o->menu > 1)
		return oh_app_fail(c->app, OH_EXIT_USAGE, "--agi, --exec, "
				   "--menu and -- exclude each other");
	if (o->menu)
		return set_menu(c, desk, o->menu);

	if (!oh_flow_is_wanted(o))
		return 0;
	status = set_program(c, o, oh_desk_conf(desk));

	return status ? status : check_program(c, program ? o->argv[0] :
					       o->agi ? o->agi : o->exec);
}

/**
 * Make the calls of a command reachable
 *
 * @param cp   Returned control, release with mem_deref after the last call
 * @param app  The command
 * @param desk Its desk, borrowed
 * @param o    The flow; what it points to is borrowed
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_control_open(struct oh_control **cp, struct oh_app *app,
		    struct oh_desk *desk, const struct oh_flow_opts *o)
{
	struct oh_control *c = mem_zalloc(sizeof(*c), destructor);
	int status;

	if (!c || (c->app = app, make_calls(c, desk))) {
		mem_deref(c);
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	}
	status = set_flow(c, desk, o);
	if (!status)
		status = open_socket(c, desk);
	if (status) {
		mem_deref(c);
		return status;
	}
	c->program.calls  = c->calls;
	c->program.socket = oh_ctl_path(c->ctl);
	c->agi.program    = c->program;
	c->agi.log        = oh_app_log(app);
	*cp = c;

	return 0;
}

/** The register of calls, borrowed */
struct oh_calls *oh_control_calls(const struct oh_control *c)
{
	return c->calls;
}

/** Its socket, borrowed; NULL: there is none */
struct oh_ctl *oh_control_socket(const struct oh_control *c)
{
	return c->ctl;
}

/**
 * Say how programs reach its calls
 *
 * @param c   Control
 * @param prm Set, but for the words; borrows from it
 *
 * @return 0 or an errno: the verbs are not found
 */
int oh_control_program(struct oh_control *c, struct oh_program_prm *prm)
{
	int err = find_verbs(c);

	prm->calls  = c->calls;
	prm->socket = oh_ctl_path(c->ctl);
	prm->verbs  = c->verbs;

	return err;
}

/** Have the flow do what is to be done on calls, if there is one */
void oh_control_work(struct oh_control *c, struct oh_work *work)
{
	if (c->menu) {
		work->h   = oh_menu_call_work;
		work->arg = &c->menu_call;
	}
	else if (c->agi.folderv) {
		work->h   = oh_agi_work;
		work->arg = &c->agi;
	}
	else if (c->program.argv) {
		work->h   = oh_program_work;
		work->arg = &c->program;
	}
}

static void idle_handler(void *arg)
{
	struct oh_control *c = arg;

	oh_app_stop(c->app);
}

/**
 * End the calls that flows have made: runs the loop until they have ended
 *
 * @param c Control; NULL is accepted
 */
void oh_control_close(struct oh_control *c)
{
	if (c && oh_calls_stop(c->calls, idle_handler, c))
		(void)oh_app_run(c->app, NULL, NULL);
}

/** Take a call that is made into the register; arg: control */
void oh_control_call(struct oh_call *call, void *arg)
{
	struct oh_control *c = arg;

	if (oh_calls_add(c->calls, call))
		oh_call_warn(call, "no memory: it cannot be reached");
}

/** And one that came in */
void oh_control_incoming(struct oh_call *call, const struct sip_msg *msg,
			 void *arg)
{
	(void)msg;
	oh_control_call(call, arg);
}
