/**
 * @file calls.c  The command call: its verbs, and who is asked
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/calls_priv.h"
#include "ctl/client.h"
#include "ctl/dir.h"

struct walk {
	calls_each_h *h;
	void         *arg;
};

/**
 * Fill a table with the options of every verb, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_calls_table(struct oh_opt tab[OH_CALLS_OPTC], struct oh_calls_opts *o)
{
	const struct oh_opt v[OH_CALLS_OPTC] = {
		OH_OPT_FLAG('a', "all", &o->all, "hangup: every call"),
		OH_OPT_MS(0, "every", "TIME", &o->every_ms,
			  "meters: a line so often (1 s)"),
		OH_OPT_U32_0(0, "message", "N", &o->message,
			     "ladder: print message N, whole"),
		OH_OPT_U32(0, "reason", "CAUSE", &o->reason,
			   "hangup: tell them this Q.850 cause (16)"),
		OH_OPT_STR(0, "save", "FILE", &o->save,
			   "ladder: save it; as packets, or for people as "
			   "FILE.txt"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

/** The text of a member; "" if there is none */
const char *oh_calls_text(const cJSON *o, const char *name)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, name));

	return s ? s : "";
}

static int each_of(struct oh_ctl_client *c, const struct walk *w)
{
	cJSON *o = cJSON_CreateObject(), *reply = NULL;
	const cJSON *m;
	int err = 0;

	if (!cJSON_AddStringToObject(o, "do", "list") ||
	    oh_ctl_ask(c, o, &reply)) {
		cJSON_Delete(o);
		return 0;
	}
	cJSON_Delete(o);
	cJSON_ArrayForEach(m, cJSON_GetObjectItemCaseSensitive(reply,
							       "calls")) {
		err = w->h(c, m, w->arg);
		if (err)
			break;
	}
	cJSON_Delete(reply);

	return err;
}

/* One that cannot be asked holds no call */
static int visit(const char *path, void *arg)
{
	struct oh_ctl_client *c = NULL;
	int err;

	if (oh_ctl_connect(&c, path))
		return 0;
	err = each_of(c, arg);
	mem_deref(c);

	return err;
}

/**
 * Visit every call of the user's
 *
 * @param h   Visitor; it may keep the client (mem_ref)
 * @param arg Its argument
 *
 * @return 0, what h returned, or an errno of the folder
 */
int oh_calls_each(calls_each_h *h, void *arg)
{
	struct walk w = { h, arg };

	return oh_ctl_dir_each(visit, &w);
}

static int usage(struct oh_app *app)
{
	return oh_app_fail(app, OH_EXIT_USAGE, "list, show ID, events [ID], "
			   "attach ID, ladder ID, meters [ID] or hangup ID "
			   "is wanted; try 'call --help'");
}

static int dispatch(struct oh_app *app, const struct oh_calls_opts *o,
		    int argc, char **argv)
{
	const char *verb = argv[0], *id = argc > 1 ? argv[1] : NULL;

	if (0 == strcmp(verb, "hangup") && (argc > 1) != o->all)
		return oh_calls_hangup(app, o, &argv[1], argc - 1);
	if (argc > 2)
		return usage(app);
	if (0 == strcmp(verb, "list") && !id)
		return oh_calls_list(app);
	if (0 == strcmp(verb, "show"))
		return oh_calls_show(app, id);
	if (0 == strcmp(verb, "events"))
		return oh_calls_events(app, id);
	if (0 == strcmp(verb, "attach"))
		return oh_calls_attach(app, id);
	if (0 == strcmp(verb, "ladder"))
		return oh_calls_ladder(app, o, id);
	if (0 == strcmp(verb, "meters"))
		return oh_calls_meters(app, o, id);

	return usage(app);
}

/**
 * Do what the operands say
 *
 * @param app  The command
 * @param o    Its options
 * @param argc Number of operands
 * @param argv Verb, and ids of calls
 *
 * @return Exit status; what is wrong has been printed
 */
int oh_calls_run(struct oh_app *app, const struct oh_calls_opts *o,
		 int argc, char **argv)
{
	static const struct { const char *option, *verb; } ownerv[] = {
		{ "all", "hangup" }, { "every", "meters" },
		{ "message", "ladder" }, { "reason", "hangup" },
		{ "save", "ladder" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ownerv); i++) {
		if (oh_opt_is_given(app, ownerv[i].option) &&
		    strcmp(argv[0], ownerv[i].verb))
			return oh_app_fail(app, OH_EXIT_USAGE, "--%s is for "
					   "'call %s'", ownerv[i].option,
					   ownerv[i].verb);
	}
	if (oh_app_opts(app)->events)
		return oh_app_fail(app, OH_EXIT_USAGE, "--events: "
				   "'call events' prints them");

	return dispatch(app, o, argc, argv);
}
