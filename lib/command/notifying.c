/**
 * @file notifying.c  Somebody is told that help has been called for
 */
#include <errno.h>
#include "base/child.h"
#include "base/compat.h"
#include "cli/app.h"
#include "command/notifying.h"
#include "conf/conf.h"
#include "event/event.h"

enum {
	LOOK_MS   = 200,
	RUN_MS    = 60000,       /* then it is killed                      */
	VARS      = 5,
	VAR_SIZE  = 320,
};

/** One that runs */
struct notice {
	struct tmr      tmr;
	struct oh_child child;
	uint32_t        looks;
};

static void destructor(void *arg)
{
	struct notice *n = arg;

	tmr_cancel(&n->tmr);
}

/* Its end is waited for, or it would stay as a zombie */
static void look(void *arg)
{
	struct notice *n = arg;

	if (oh_child_look(&n->child, NULL) != EAGAIN) {
		mem_deref(n);
		return;
	}
	if (++n->looks > RUN_MS / LOOK_MS) {
		oh_child_kill(&n->child);
		mem_deref(n);
		return;
	}
	tmr_start(&n->tmr, LOOK_MS, look, n);
}

static int spawn(struct notice *n, const char *command,
		 const struct oh_event *ev)
{
	char buf[2 * OH_CONF_VALUE], textv[VARS][VAR_SIZE];
	const char *argv[OH_CHILD_ARGS_MAX], *envv[VARS + 1] = { NULL };
	const struct {
		const char *name, *value;
	} varv[VARS] = {
		{ "OFFHOOK_CALL",    ev->call },
		{ "OFFHOOK_TO",      ev->number },
		{ "OFFHOOK_FROM",    ev->from },
		{ "OFFHOOK_TRUNK",   ev->trunk },
		{ "OFFHOOK_ADDRESS", ev->text },
	};
	const struct oh_child_prm prm = {
		.argv = argv, .envv = envv, .in = -1, .out = -1,
		.session = true,
	};
	int err = oh_child_split(command, buf, sizeof(buf), argv,
				 ARRAY_SIZE(argv));

	for (size_t i = 0; i < VARS; i++) {
		(void)re_snprintf(textv[i], VAR_SIZE, "%s=%s", varv[i].name,
				  varv[i].value ? varv[i].value : "");
		envv[i] = textv[i];
	}

	return err ? err : oh_child_spawn(&n->child.pid, &prm);
}

static int run(const char *command, const struct oh_event *ev)
{
	struct notice *n = mem_zalloc(sizeof(*n), destructor);
	int err;

	if (!n)
		return ENOMEM;
	tmr_init(&n->tmr);
	n->child.out = -1;
	err = spawn(n, command, ev);
	if (err)
		mem_deref(n);
	else
		tmr_start(&n->tmr, LOOK_MS, look, n);

	return err;
}

/**
 * Tell of a call for help
 *
 * @param app  The command; its log
 * @param conf Configuration
 * @param ev   Event; of another kind: nothing is done
 */
void oh_notifying_event(struct oh_app *app, const struct oh_conf *conf,
			const struct oh_event *ev)
{
	const char *command = conf->guard.emergency_notify;
	int err;

	if (ev->type != OH_EVENT_EMERGENCY)
		return;
	oh_app_say(app, "EMERGENCY CALL to %s by %s, help is sent to %s",
		   ev->number, ev->trunk, ev->text);
	err = *command ? run(command, ev) : 0;
	if (err)
		oh_app_say(app, "emergency_notify: %.64s: %s", command,
			   strerror(err));
}
