/**
 * @file test_opt.c  Options as tables
 */
#include "base/compat.h"
#include "test.h"
#include "cli/cli_priv.h"

enum { ARGS_MAX = 12 };

int test_opt_values(void);
int test_opt_shared(void);
int test_opt_is_given(void);
int test_opt_operands(void);
int test_opt_order(void);
int test_opt_faults(void);
int test_opt_many(void);
int test_opt_help(void);
int test_opt_help_width(void);
int test_opt_version(void);
int test_opt_print_options(void);

static const struct oh_app_about about = {
	.name     = "dial",
	.synopsis = "dial [options] NUMBER...\ndial --list FILE",
	.summary  = "Call numbers, play a prompt, collect a key, and say so "
		    "in words that are too long for a single line.",
	.examples = "dial +14255550100\ndial --say \"Hello\" 2125550100",
};

/** An application that prints into memory, and options of all types */
struct fixture {
	struct oh_app *app;
	char  *out, *err;
	size_t out_size, err_size;

	const char *from;
	const char *header;
	bool dry;
	uint32_t max;
	uint32_t ring_ms;
	struct oh_opt_list plays;
	struct oh_opt_list steps;

	int    argc;
	char  *argv_buf[ARGS_MAX];
	char **argv;
};

static int init(struct fixture *fx)
{
	int err;

	memset(fx, 0, sizeof(*fx));
	err = oh_app_alloc(&fx->app, &about);
	if (err)
		return err;
	fx->app->out = open_memstream(&fx->out, &fx->out_size);
	fx->app->err = open_memstream(&fx->err, &fx->err_size);

	return 0;
}

static void done(struct fixture *fx)
{
	if (!fx->app)
		return;
	fclose(fx->app->out);
	fclose(fx->app->err);
	free(fx->out);
	free(fx->err);
	fx->app = mem_deref(fx->app);
}

static int parse(struct fixture *fx, const char *const *wordv, uint32_t min,
		 uint32_t max)
{
	const struct oh_opt morev[] = {
		OH_OPT_LIST(0, "play", "FILE", &fx->plays,
			    "play this file; repeatable"),
		OH_OPT_ORDERED('s', "say", "TEXT", &fx->steps,
			       "speak this text"),
		OH_OPT_ORDERED('w', "wait-for-a-long-time", "SECONDS",
			       &fx->steps, "wait"),
		OH_OPT_END
	};
	const struct oh_opt optv[] = {
		OH_OPT_STR('f', "from", "NUMBER", &fx->from,
			   "the number that is shown to them; it must be one "
			   "of the trunk's own"),
		OH_OPT_STR('H', NULL, "HEADER", &fx->header, "add a header"),
		OH_OPT_FLAG('n', "dry-run", &fx->dry, "do not call"),
		OH_OPT_U32(0, "max", "N", &fx->max, "at most this many"),
		OH_OPT_INCLUDE(morev),
		OH_OPT_MS(0, "ring", "TIME", &fx->ring_ms, "ring this long"),
		OH_OPT_END
	};
	int err;

	fx->argv = fx->argv_buf;
	fx->argv[0] = (char *)(uintptr_t)"dial";
	fx->argc = 1;
	for (; wordv && *wordv; wordv++)
		fx->argv[fx->argc++] = (char *)(uintptr_t)*wordv;

	err = oh_opt_parse(fx->app, optv, &fx->argc, &fx->argv, min, max);
	fflush(fx->app->out);
	fflush(fx->app->err);

	return err;
}

int test_opt_values(void)
{
	static const char *const wordv[] = {
		"--from=+14255550100", "-nH", "X: y", "--ring", "2.5s",
		"--max=7", "-s", "-5 degrees", "--play=", "--play", "b.wav",
		NULL
	};
	struct fixture fx;
	int err;

	err = init(&fx);
	TEST_OK(err);
	err = parse(&fx, wordv, 0, 0);
	TEST_OK(err);

	assert_string_equal(fx.from, "+14255550100");
	assert_string_equal(fx.header, "X: y");
	assert_true(fx.dry);
	assert_int_equal(fx.ring_ms, 2500);
	assert_int_equal(fx.max, 7);
	assert_int_equal(fx.steps.c, 1);
	assert_string_equal(fx.steps.v[0], "-5 degrees");
	assert_int_equal(fx.plays.c, 2);
	assert_string_equal(fx.plays.v[0], "");
	assert_string_equal(fx.plays.v[1], "b.wav");
	assert_int_equal(fx.argc, 0);
	assert_null(fx.argv[0]);
 out:
	done(&fx);
	return err;
}

int test_opt_is_given(void)
{
	static const char *const wordv[] = {
		"-nvf", "+14255550100", "-f+14255550101", "-H", "X: y",
		"--ring=25", "--say", "hi", "--events=f", "--", "--max", NULL
	};
	static const char *const againv[] = { "--max=1", NULL };
	static const char *const yesv[] = {
		"dry-run", "from", "ring", "say", "events", "verbose",
	};
	static const char *const nov[] = {
		"max", "play", "json", "quiet", "H", "", "no-such",
	};
	struct fixture fx;
	int err;

	err = init(&fx);
	TEST_OK(err);
	assert_false(oh_opt_is_given(fx.app, "from"));
	err = parse(&fx, wordv, 0, 1);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(yesv); i++) {
		if (!oh_opt_is_given(fx.app, yesv[i]))
			fail_msg("--%s was given", yesv[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(nov); i++) {
		if (oh_opt_is_given(fx.app, nov[i]))
			fail_msg("--%s was not given", nov[i]);
	}
	assert_false(oh_opt_is_given(fx.app, NULL));
	assert_false(oh_opt_is_given(NULL, "from"));

	/* Only the last command line counts. */
	err = parse(&fx, againv, 0, 0);
	TEST_OK(err);
	assert_true(oh_opt_is_given(fx.app, "max"));
	assert_false(oh_opt_is_given(fx.app, "from"));
 out:
	done(&fx);
	return err;
}

int test_opt_shared(void)
{
	static const struct {
		const char *wordv[ARGS_MAX];
		struct oh_app_opts opts;
		int operands;
	} casev[] = {
		{ { NULL }, { .quiet = false }, 0 },
		{ { "-q", "--json" }, { .quiet = true, .json = true }, 0 },
		{ { "-vv" }, { .verbose = 2 }, 0 },
		{ { "-v", "--verbose", "-v" }, { .verbose = 3 }, 0 },
		{ { "--config", "a.conf", "--timeout", "90" },
		  { .config = "a.conf", .timeout_ms = 90000 }, 0 },
		/* Its value comes with '=' only */
		{ { "--events", "123" }, { .events = "" }, 1 },
		{ { "123", "--events=/tmp/e" }, { .events = "/tmp/e" }, 1 },
		{ { "--events=" }, { .events = "" }, 0 },
	};
	struct fixture fx = { .app = NULL };
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		const struct oh_app_opts *want = &casev[i].opts, *got;

		err = init(&fx);
		TEST_OK(err);
		err = parse(&fx, casev[i].wordv, 0, UINT32_MAX);
		TEST_OK(err);
		got = oh_app_opts(fx.app);
		assert_int_equal(got->quiet, want->quiet);
		assert_int_equal(got->json, want->json);
		assert_int_equal(got->verbose, want->verbose);
		assert_int_equal(got->timeout_ms, want->timeout_ms);
		assert_string_equal(got->config ? got->config : "-",
				    want->config ? want->config : "-");
		assert_string_equal(got->events ? got->events : "-",
				    want->events ? want->events : "-");
		assert_int_equal(fx.argc, casev[i].operands);
		done(&fx);
	}
 out:
	done(&fx);
	return err;
}

int test_opt_operands(void)
{
	static const struct {
		const char *wordv[ARGS_MAX];
		const char *operandv[ARGS_MAX];
	} casev[] = {
		{ { "+14255550100", "-n", "0100" }, { "+14255550100",
						      "0100" } },
		{ { "-5", "x", "-12.5" },           { "-5", "x", "-12.5" } },
		{ { "--", "-n", "--from", "-" },    { "-n", "--from", "-" } },
		{ { "a", "--", "--", "b" },         { "a", "--", "b" } },
		{ { "-", "", "*21#" },              { "-", "", "*21#" } },
	};
	struct fixture fx = { .app = NULL };
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		err = init(&fx);
		TEST_OK(err);
		err = parse(&fx, casev[i].wordv, 1, UINT32_MAX);
		TEST_OK(err);
		for (int n = 0; n < fx.argc; n++)
			assert_string_equal(fx.argv[n],
					    casev[i].operandv[n]);
		assert_null(fx.argv[fx.argc]);
		assert_null(casev[i].operandv[fx.argc]);
		done(&fx);
	}
 out:
	done(&fx);
	return err;
}

int test_opt_order(void)
{
	static const char *const wordv[] = {
		"-s", "a", "-w", "1", "--say", "b",
		"--wait-for-a-long-time=2", NULL
	};
	static const char *const textv[] = { "a", "1", "b", "2" };
	struct fixture fx;
	int err;

	err = init(&fx);
	TEST_OK(err);
	err = parse(&fx, wordv, 0, 0);
	TEST_OK(err);
	assert_int_equal(fx.steps.c, 4);
	assert_memory_equal(fx.steps.tag, "swsw", 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(fx.steps.v[i], textv[i]);
 out:
	done(&fx);
	return err;
}

int test_opt_faults(void)
{
	static const struct {
		const char *wordv[ARGS_MAX];
		const char *says;
	} casev[] = {
		{ { "--foo" },          "unknown option '--foo'" },
		{ { "--foo=secret" },   "unknown option '--foo'" },
		{ { "-Z" },             "unknown option '-Z'" },
		{ { "-q5" },            "unknown option '-q5'" },
		{ { "--fro", "1" },     "unknown option '--fro'" },
		{ { "--from" },         "option '--from' needs a value" },
		{ { "-f" },             "option '-f' needs a value" },
		{ { "--json=1" },       "option '--json' takes no value" },
		{ { "--max", "-1" },    "--max: '-1' is not a number" },
		{ { "--max=4294967296" },
		  "--max: '4294967296' is too large" },
		{ { "--max=99999999999999999999" },
		  "--max: '99999999999999999999' is too large" },
		{ { "--max", "00" },    "--max: '00' is too small" },
		{ { "--max", "" },      "--max: '' is not a number" },
		{ { "--ring", "0" },    "--ring: '0' is too short" },
		{ { "--ring", "0.9ms" }, "--ring: '0.9ms' is too short" },
		{ { "--ring", "50d" },  "--ring: '50d' is not a time such as "
		  "25, 2.5s, 500ms, 30m" },
		{ { "--ring", "9999h" }, "--ring: '9999h' is too long" },
		{ { "--ring", "soon" },
		  "--ring: 'soon' is not a time such as 25, 2.5s, 500ms, "
		  "30m" },
		{ { "--ring=\x1b[2J" },
		  "--ring: '?[2J' is not a time such as 25, 2.5s, 500ms, "
		  "30m" },
		{ { "-q" },             "too few arguments" },
		{ { "1", "2", "3" },    "unexpected argument '3'" },
	};
	struct fixture fx = { .app = NULL };
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		char want[256];

		err = init(&fx);
		TEST_OK(err);
		err = parse(&fx, casev[i].wordv, 1, 2);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, EINVAL);
		re_snprintf(want, sizeof(want),
			    "dial: %s; try 'dial --help'\n", casev[i].says);
		assert_string_equal(fx.err, want);
		assert_int_equal(fx.out_size, 0);
		done(&fx);
		err = 0;
	}
 out:
	done(&fx);
	return err;
}

int test_opt_many(void)
{
	char arg[] = "--play=x";
	char *wordv[OH_OPT_LIST_MAX + 3] = { arg, arg };
	struct oh_opt_list plays = { .c = 0 };
	const struct oh_opt optv[] = {
		OH_OPT_LIST(0, "play", "FILE", &plays, "play"),
		OH_OPT_END
	};
	struct fixture fx;
	char **argv = wordv;
	int argc, err;

	for (int i = 0; i < OH_OPT_LIST_MAX + 2; i++)
		wordv[i] = arg;

	err = init(&fx);
	TEST_OK(err);
	argc = OH_OPT_LIST_MAX + 1;
	err = oh_opt_parse(fx.app, optv, &argc, &argv, 0, 0);
	TEST_OK(err);
	assert_int_equal(plays.c, OH_OPT_LIST_MAX);

	plays.c = 0;
	argv = wordv;
	argc = OH_OPT_LIST_MAX + 2;
	err = oh_opt_parse(fx.app, optv, &argc, &argv, 0, 0);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EINVAL);
	fflush(fx.app->err);
	assert_non_null(strstr(fx.err, "--play: more than 64 are given"));
	err = 0;
 out:
	done(&fx);
	return err;
}

int test_opt_help(void)
{
	static const char *const wordv[] = { "1", "--help", "--foo", NULL };
	static const char text[] =
"usage: dial [options] NUMBER...\n"
"       dial --list FILE\n"
"\n"
"Call numbers, play a prompt, collect a key, and say so in words that are "
"too\n"
"long for a single line.\n"
"\n"
"Options:\n"
"  -f, --from NUMBER    the number that is shown to them; it must be one of "
"the\n"
"                       trunk's own\n"
"  -H HEADER            add a header\n"
"  -n, --dry-run        do not call\n"
"      --max N          at most this many\n"
"      --play FILE      play this file; repeatable\n"
"  -s, --say TEXT       speak this text\n"
"  -w, --wait-for-a-long-time SECONDS\n"
"                       wait\n"
"      --ring TIME      ring this long\n"
"\n"
"Options of every command:\n"
"      --config FILE    read this configuration\n"
"      --events[=FILE]  write every event as a line of JSON, to stdout or\n"
"                       appended to FILE\n"
"      --json           print the result as one line of JSON\n"
"  -q, --quiet          say nothing but errors\n"
"      --timeout TIME   give up all of it after this time\n"
"  -v, --verbose        say more; twice: everything\n"
"  -h, --help           print this help\n"
"      --version        print the version\n"
"\n"
"Examples:\n"
"  dial +14255550100\n"
"  dial --say \"Hello\" 2125550100\n";
	struct fixture fx;
	int err;

	err = init(&fx);
	TEST_OK(err);
	err = parse(&fx, wordv, 3, 3);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ECANCELED);
	assert_string_equal(fx.out, text);
	assert_int_equal(fx.err_size, 0);
	err = 0;
 out:
	done(&fx);
	return err;
}

int test_opt_help_width(void)
{
	static const char *const wordv[] = { "-h", NULL };
	struct fixture fx;
	int err;

	err = init(&fx);
	TEST_OK(err);
	err = parse(&fx, wordv, 0, 0);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ECANCELED);
	for (const char *p = fx.out; *p; p += strcspn(p, "\n") + 1)
		assert_true(strcspn(p, "\n") <= 79);
	err = 0;
 out:
	done(&fx);
	return err;
}

int test_opt_version(void)
{
	static const char *const wordv[] = { "--version", NULL };
	struct fixture fx;
	int err;

	err = init(&fx);
	TEST_OK(err);
	err = parse(&fx, wordv, 1, 1);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ECANCELED);
	assert_string_equal(fx.out, "dial (offhook) " OH_VERSION "\n");
	err = 0;
 out:
	done(&fx);
	return err;
}

int test_opt_print_options(void)
{
	static const char *const wordv[] = { "--print-options", NULL };
	static const char *const linev[] = {
		"from\tf\tNUMBER\tthe number that is shown to them; it must "
		"be one of the trunk's own\n",
		"\n-\tH\tHEADER\tadd a header\n",
		"\ndry-run\tn\t-\tdo not call\n",
		"\nplay\t-\tFILE\tplay this file; repeatable\n",
		"\nevents\t-\t[FILE]\twrite every event",
		"\nhelp\th\t-\tprint this help\n",
	};
	struct fixture fx;
	int err;

	err = init(&fx);
	TEST_OK(err);
	err = parse(&fx, wordv, 1, 1);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ECANCELED);
	for (size_t i = 0; i < ARRAY_SIZE(linev); i++)
		assert_non_null(strstr(fx.out, linev[i]));
	assert_null(strstr(fx.out, "print-options"));
	err = 0;
 out:
	done(&fx);
	return err;
}
