/**
 * @file jobopt.c  Options that say what to do on a call
 */
#include <errno.h>
#include <libgen.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/scan.h"
#include "cli/exit.h"
#include "command/detecting.h"
#include "command/jobopt.h"
#include "command/saying.h"

enum { PATH_SIZE = 1024 };

struct oh_jobspec {
	struct oh_app     *app;
	struct oh_job_prm  prm;
	struct oh_prompt  *promptv[OH_OPT_LIST_MAX];
	regex_t            re;
	bool               re_made;
	char               terminator;
	struct oh_detect_prm detect;
	bool               records;
	char               record[PATH_SIZE];     /* template       */
	uint32_t           n;             /* recordings named      */
};

static void jobspec_destructor(void *arg)
{
	struct oh_jobspec *j = arg;

	for (uint32_t i = 0; i < j->prm.promptc; i++)
		oh_prompt_unref(j->promptv[i]);
	if (j->re_made)
		regfree(&j->re);
}

/** Defaults: prompts once, no digits */
void oh_jobopt_init(struct oh_job_opts *o)
{
	memset(o, 0, sizeof(*o));
	o->loop = 1;
}

/**
 * Whether anything is to be done on the call but recording and listening
 *
 * @param o Options
 */
bool oh_jobopt_acts(const struct oh_job_opts *o)
{
	return o->prompts.c || o->gather || o->send_digits || o->stay ||
		o->after_beep || (o->detect && *o->detect);
}

/**
 * Fill a table with the options of a job, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_jobopt_table(struct oh_opt tab[OH_JOBOPT_OPTC], struct oh_job_opts *o)
{
	const struct oh_opt v[OH_JOBOPT_OPTC] = {
		OH_OPT_FLAG(0, "after-beep", &o->after_beep,
			    "speak to a machine anew after its beep"),
		OH_OPT_OPTSTR(0, "detect", "human", &o->detect,
			      "tell whether a person or a machine answers; "
			      "human: a machine will not do"),
		OH_OPT_U32('g', "gather", "MAX", &o->gather,
			   "collect up to MAX digits that they press"),
		OH_OPT_STR(0, "language", "LANG", &o->language,
			   "of digits, numbers, letters: en, de, fr, es"),
		OH_OPT_U32_0(0, "loop", "N", &o->loop,
			   "play the prompts N times, 0: without end"),
		OH_OPT_STR(0, "match", "REGEX", &o->match,
			   "what the digits must look like"),
		OH_OPT_MS(0, "max", "TIME", &o->max_ms,
			  "longest time from answer"),
		OH_OPT_FLAG(0, "no-barge", &o->no_barge,
			    "a key does not stop the prompt"),
		OH_OPT_ORDERED('p', "play", "FILE", &o->prompts,
			       "play a sound file to them"),
		OH_OPT_STR(0, "record", "FILE", &o->record,
			   "record both sides; {to} {date} .. are replaced"),
		OH_OPT_ORDERED('s', "say", "TEXT", &o->prompts,
			       "speak a text to them"),
		OH_OPT_TAGGED(OH_SAYING_DIGITS, "say-digits", "DIGITS",
			      &o->prompts, "say digits, one by one"),
		OH_OPT_TAGGED(OH_SAYING_NUMBER, "say-number", "N",
			      &o->prompts, "say a number"),
		OH_OPT_FLAG(0, "secret", &o->secret,
			    "show the digits nowhere"),
		OH_OPT_STR(0, "send-digits", "DIGITS", &o->send_digits,
			   "press keys first; w waits 0.5 s, W 1 s, ',' 2 s"),
		OH_OPT_TAGGED(OH_SAYING_SPELL, "spell", "TEXT", &o->prompts,
			      "say letters and digits, one by one"),
		OH_OPT_FLAG(0, "stay", &o->stay,
			    "do not hang up when all is done"),
		OH_OPT_STR(0, "terminator", "KEY", &o->terminator,
			   "key that ends the digits, none: no such key"),
		OH_OPT_MS(0, "timeout-between", "TIME", &o->between_ms,
			  "wait for the next digit"),
		OH_OPT_MS(0, "timeout-first", "TIME", &o->first_ms,
			  "wait for the first digit, from the prompt's end"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

static int add_prompt(struct oh_jobspec *j, struct oh_desk *desk, char tag,
		      const char *what, const char *lang)
{
	int status = oh_saying_prompt(&j->promptv[j->prm.promptc], j->app,
				      desk, tag, what, lang);

	if (!status)
		j->prm.promptc++;

	return status;
}

static int set_terminator(struct oh_jobspec *j, const char *key)
{
	if (!key)
		key = "#";
	if (0 == str_casecmp(key, "none"))
		return 0;
	if (!*key || key[1] || !oh_scan_is_digits(key))
		return oh_app_fail(j->app, OH_EXIT_USAGE,
				   "--terminator '%s': one of 0-9 * # A-D, "
				   "or none", key);
	j->prm.rules.terminator = *key;

	return 0;
}

static int set_match(struct oh_jobspec *j, const char *regex)
{
	char why[128];
	int e;

	if (!regex)
		return 0;
	e = regcomp(&j->re, regex, REG_EXTENDED | REG_NOSUB);
	if (e) {
		(void)regerror(e, &j->re, why, sizeof(why));
		return oh_app_fail(j->app, OH_EXIT_USAGE, "--match '%s': %s",
				   regex, why);
	}
	j->re_made         = true;
	j->prm.rules.match = &j->re;

	return 0;
}

/* Somebody has forgotten something: the call would not do what they think. */
static int check_alone(struct oh_app *app, const struct oh_job_opts *o)
{
	const struct {
		bool        given;
		const char *name;
	} askv[] = {
		{ o->match      != NULL, "match"           },
		{ o->secret,             "secret"          },
		{ o->terminator != NULL, "terminator"      },
		{ o->first_ms   != 0,    "timeout-first"   },
		{ o->between_ms != 0,    "timeout-between" },
	};

	if (o->loop != 1 && !o->prompts.c)
		return oh_app_fail(app, OH_EXIT_USAGE,
				   "--loop needs --play or --say");
	if (o->language && !oh_saying_is_recorded(&o->prompts))
		return oh_app_fail(app, OH_EXIT_USAGE, "--language needs "
				   "--say-digits, --say-number or --spell");
	for (size_t i = 0; i < ARRAY_SIZE(askv) && !o->gather; i++) {
		if (askv[i].given)
			return oh_app_fail(app, OH_EXIT_USAGE,
					   "--%s needs --gather",
					   askv[i].name);
	}

	return 0;
}

static int set_gather(struct oh_jobspec *j, const struct oh_job_opts *o,
		      const struct oh_conf *conf)
{
	struct oh_gather_prm *r = &j->prm.rules;
	int status;

	if (o->gather > OH_GATHER_MAX)
		return oh_app_fail(j->app, OH_EXIT_USAGE,
				   "--gather %u: 1 to %d digits", o->gather,
				   OH_GATHER_MAX);
	j->prm.gather = o->gather > 0;
	j->prm.secret = o->secret;
	j->prm.barge  = !o->no_barge;
	r->max        = o->gather;
	r->first_ms   = o->first_ms ? o->first_ms : conf->first_ms;
	r->between_ms = o->between_ms ? o->between_ms : conf->between_ms;
	status = set_terminator(j, o->terminator);

	return status ? status : set_match(j, o->match);
}

static int set_digits(struct oh_jobspec *j, const char *digits)
{
	if (digits && (!*digits ||
		       digits[strspn(digits, "0123456789*#ABCD,wW")]))
		return oh_app_fail(j->app, OH_EXIT_USAGE,
				   "--send-digits '%s': only 0-9 * # A-D and "
				   "the pauses , w W", digits);
	j->prm.send_digits = digits;

	return 0;
}

/* What it takes is loaded now, and not while somebody says hello. */
static int try_detect(struct oh_jobspec *j)
{
	struct oh_detect *d = NULL;
	int err = oh_detect_alloc(&d, &j->detect);

	mem_deref(d);

	return err ? oh_app_fail(j->app, OH_EXIT_SOFTWARE, "--detect: %s",
				 err == ENOENT ? "libspandsp is missing"
					       : strerror(err)) : 0;
}

static int set_detect(struct oh_jobspec *j, const struct oh_job_opts *o,
		      const struct oh_conf *conf)
{
	if (o->detect && *o->detect && 0 != strcmp(o->detect, "human"))
		return oh_app_fail(j->app, OH_EXIT_USAGE,
				   "--detect=%s: human, or nothing",
				   o->detect);
	if (o->after_beep && !o->prompts.c)
		return oh_app_fail(j->app, OH_EXIT_USAGE,
				   "--after-beep needs --play or --say");
	if (!o->detect && !o->after_beep)
		return 0;
	oh_detecting_prm(&j->detect, conf);
	j->prm.detect     = &j->detect;
	j->prm.human      = o->detect && *o->detect;
	j->prm.after_beep = o->after_beep;

	return try_detect(j);
}

/* A template without a slash lies in the configured folder, if any */
static int set_record(struct oh_jobspec *j, const char *record,
		      const struct oh_conf *conf)
{
	const struct oh_name name = { .wall_us = oh_clock_wall_us() };
	const char *folder = conf->recordings, *why = "";
	char path[PATH_SIZE];

	if (!record)
		return 0;
	if (!*record)
		record = OH_NAME_DEFAULT;
	if (strchr(record, '/') || !*folder)
		folder = NULL;
	if (re_snprintf(j->record, sizeof(j->record), "%s%s%s",
			folder ? folder : "", folder ? "/" : "", record) < 0)
		return oh_app_fail(j->app, OH_EXIT_USAGE,
				   "--record: the name is too long");
	if (oh_name_print(path, sizeof(path), j->record, &name, &why))
		return oh_app_fail(j->app, OH_EXIT_USAGE, "--record '%s': %s",
				   record, why);
	if (access(dirname(path), W_OK | X_OK))
		return oh_app_fail(j->app, OH_EXIT_CANT_CREATE,
				   "--record: folder %s: %s", path,
				   strerror(errno));
	j->records = true;

	return 0;
}

/**
 * Make a job ready: open prompts, speak texts, compile patterns
 *
 * @param jp   Returned spec, release with mem_deref after the last job
 * @param app  The command, for messages
 * @param desk Configuration and prompt cache
 * @param o    Options, borrowed as long as the spec lives
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_jobspec_make(struct oh_jobspec **jp, struct oh_app *app,
		    struct oh_desk *desk, const struct oh_job_opts *o)
{
	const struct oh_conf *conf = oh_desk_conf(desk);
	struct oh_jobspec *j = mem_zalloc(sizeof(*j), jobspec_destructor);
	int status;

	if (!j)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	j->app         = app;
	j->prm.loops   = o->loop;
	j->prm.stay    = o->stay;
	j->prm.promptv = j->promptv;
	status = check_alone(app, o);
	if (!status)
		status = set_gather(j, o, conf);
	if (!status)
		status = set_digits(j, o->send_digits);
	if (!status)
		status = set_record(j, o->record, conf);
	if (!status)
		status = set_detect(j, o, conf);
	for (uint32_t i = 0; i < o->prompts.c && !status; i++)
		status = add_prompt(j, desk, o->prompts.tag[i],
				    o->prompts.v[i], o->language);
	if (status)
		mem_deref(j);
	else
		*jp = j;

	return status;
}

/** The job, borrowed; its record path is set per call */
const struct oh_job_prm *oh_jobspec_prm(const struct oh_jobspec *j)
{
	return &j->prm;
}

/** Whether calls are to be recorded */
bool oh_jobspec_records(const struct oh_jobspec *j)
{
	return j->records;
}

/**
 * Name the recording of a call
 *
 * @param j    Spec with a template
 * @param buf  Receives the path
 * @param size Its size [bytes]
 * @param who  Of the call; time and count are filled in here
 *
 * @return 0, EBADMSG (no such word in the template), ERANGE (too long)
 */
int oh_jobspec_path(struct oh_jobspec *j, char *buf, size_t size,
		    const struct oh_name *who)
{
	struct oh_name name = *who;
	const char *why;

	name.wall_us = oh_clock_wall_us();
	name.n       = ++j->n;

	return oh_name_find(buf, size, j->record, &name, &why);
}
