/**
 * @file offhook.c  Runs any command of the suite
 */
#include <errno.h>
#include "base/compat.h"
#include "base/path.h"
#include "cli/app.h"
#include "command/amdtest.h"
#include "command/check.h"
#include "command/doctor.h"
#include "command/importing.h"
#include "cli/exit.h"
#include "cli/suite.h"
#include "cli/version.h"

enum { PATH_SIZE = 1024 };

static const struct oh_app_about about = {
	.name     = "offhook",
	.synopsis = "offhook [options] COMMAND [ARGS...]\n"
		    "offhook amd-test FILE...\n"
		    "offhook check [MENU...]\n"
		    "offhook doctor [audio] [--audio-device DEVICE] "
		    "[--audio-input DEVICE]\n"
		    "               [--audio-output DEVICE]\n"
		    "offhook import acs [--carrier NAME]\n"
		    "offhook import asterisk|baresip FILE [--passwords DIR]\n"
		    "offhook export acs [--carrier NAME] [--remove] [--yes]",
	.summary  = "Runs a command of the suite; help, version, "
		    "amd-test, check, doctor, import and export are its "
		    "own.",
	.examples = "offhook dial +14255550100 --say 'Hello'\n"
		    "offhook check shop.menu",
};

static int help(void)
{
	re_printf("usage: offhook COMMAND [ARGS...]\n\n");
	for (size_t i = 0; oh_suite_at(i); i++)
		re_printf("  %-12s %s\n", oh_suite_at(i)->name,
			  oh_suite_at(i)->what);
	re_printf("  %-12s %s\n", "amd-test", "try on files whether people "
		  "and machines are told apart");
	re_printf("  %-12s %s\n", "check", "look for faults in the "
		  "configuration, in menus");
	re_printf("  %-12s %s\n", "doctor", "try whether things work here: "
		  "sound devices");
	re_printf("  %-12s %s\n", "import", "print another program's "
		  "trunks as a configuration");
	re_printf("  %-12s %s\n", "export", "write trunks and routes to a "
		  "carrier");
	re_printf("  %-12s %s\n", "version", "versions, also of the "
		  "libraries");
	re_printf("\n'COMMAND --help' shows its options, 'man COMMAND' "
		  "tells all of it.\n");

	return OH_EXIT_OK;
}

static int too_much(struct oh_app *app)
{
	return oh_app_fail(app, OH_EXIT_USAGE, "too much: try "
			   "'offhook --help'");
}

/* Ours: what is no program of its own */
static int own(struct oh_app *app, int argc, char **argv)
{
	struct oh_importing_opts o = { .carrier = NULL };
	struct oh_devices_opts devices = { .both = NULL };
	const struct oh_opt optv[] = {
		OH_DEVICES_OPTS(&devices, "doctor: "),
		OH_OPT_STR(0, "carrier", "NAME", &o.carrier,
			   "import, export: this carrier of the "
			   "configuration"),
		OH_OPT_STR(0, "passwords", "DIR", &o.passwords,
			   "import: write passwords into files there"),
		OH_OPT_FLAG(0, "remove", &o.remove,
			    "export: take trunks away that are not "
			    "configured"),
		OH_OPT_FLAG(0, "yes", &o.yes, "export: do it"),
		OH_OPT_END
	};
	int err = oh_opt_parse(app, optv, &argc, &argv, 0, UINT32_MAX);

	if (err)
		return oh_exit_usage(err);
	if (argc && 0 == str_cmp(argv[0], "doctor"))
		return oh_doctor(app, argv + 1, argc - 1, &devices);
	if (oh_devices_is_named(&devices))
		return too_much(app);
	if (argc && 0 == str_cmp(argv[0], "amd-test"))
		return oh_amdtest_run(app, (const char *const *)argv + 1,
				      (uint32_t)argc - 1);
	if (argc && 0 == str_cmp(argv[0], "import"))
		return oh_importing(app, &o, argc, argv);
	if (argc && 0 == str_cmp(argv[0], "export"))
		return oh_importing_export(app, &o, argc, argv);
	if (o.carrier || o.passwords || o.remove || o.yes)
		return too_much(app);
	if (argc && 0 == str_cmp(argv[0], "check"))
		return oh_check(app, argv + 1, argc - 1);
	if (argc > 1)
		return too_much(app);
	if (argc == 0 || 0 == str_cmp(argv[0], "help"))
		return help();
	if (0 == str_cmp(argv[0], "version"))
		return oh_version_print(app);

	return oh_app_fail(app, OH_EXIT_USAGE,
			   "no command '%s': try 'offhook help'", argv[0]);
}

/* Become the command, found beside us, else on PATH */
static int become(char **argv)
{
	char path[PATH_SIZE];

	if (0 == oh_path_beside(path, sizeof(path), argv[0]))
		execv(path, argv);
	execvp(argv[0], argv);
	re_fprintf(stderr, "offhook: %s: %m\n", argv[0], errno);

	return errno == ENOENT ? 127 : 126;
}

static bool takes_next(const char *option)
{
	return 0 == str_cmp(option, "--config") ||
	       0 == str_cmp(option, "--timeout");
}

/* "offhook -q dial 1" is "dial -q 1": the options that all commands have may
   stand before the command. */
static void put_command_first(int argc, char **argv)
{
	int i = 1;

	while (i < argc && argv[i][0] == '-')
		i += takes_next(argv[i]) ? 2 : 1;
	if (i < argc && oh_suite_find(argv[i])) {
		char *command = argv[i];

		memmove(&argv[2], &argv[1], (size_t)(i - 1) * sizeof(*argv));
		argv[1] = command;
	}
}

int main(int argc, char **argv)
{
	char option[] = "--help";

	/* "offhook help dial" is "dial --help" */
	if (argc == 3 && 0 == str_cmp(argv[1], "help") &&
	    oh_suite_find(argv[2])) {
		argv[1] = argv[2];
		argv[2] = option;
	}
	put_command_first(argc, argv);
	if (argc > 1 && oh_suite_find(argv[1]))
		return become(argv + 1);

	return oh_app_main(&about, own, argc, argv);
}
