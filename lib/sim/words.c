/**
 * @file words.c  The language of behaviours: words to steps
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "base/scan.h"
#include "sim/voice.h"
#include "sim/words.h"

enum {
	ARGS_MAX   = 10,     /* words of one step                  */
	TONE_DBM0  = -13,    /* of each frequency                  */
	TONE_HZ_MAX = 3999,
	Q850_MAX   = 127,
	JITTER_MAX = 1000,   /* [ms] */
};

/*
 * What has passed between caller and person. A step may stand only where
 * it can be carried out, and may lead somewhere else:
 *
 *   NEW --progress--> EARLY --answer--> UP --hangup--> OVER
 *     `------------answer------------>'
 */
enum phase {
	STAYS = 0,
	NEW   = 1,
	EARLY = 2,        /* audio before the answer        */
	UP    = 4,
	DEAF  = 8,        /* answered, but there is no audio */
	OVER  = 16,
	AUDIO = EARLY | UP,
	OPEN  = NEW | EARLY,
	ANY   = NEW | EARLY | UP | DEAF,
};

/* argv ends with NULL; the number of arguments has been checked */
typedef int (args_h)(struct oh_sim_step *step, char *const argv[]);

struct word {
	const char *name;       /* one or two words           */
	const char *args;       /* as shown to people         */
	args_h     *parse;
	uint8_t     min, max;   /* how many arguments         */
	uint8_t     in;         /* phases it may stand in     */
	uint8_t     to;         /* phase it leads to          */
};

static int args_time(struct oh_sim_step *step, char *const argv[])
{
	return argv[0] ? oh_scan_ms(&step->value, argv[0]) : 0;
}

static int args_text(struct oh_sim_step *step, char *const argv[])
{
	size_t len = 0;

	for (; *argv; argv++) {
		int n = snprintf(step->arg + len, sizeof(step->arg) - len,
				 "%s%s", len ? " " : "", *argv);

		if (n < 0 || (size_t)n >= sizeof(step->arg) - len)
			return ERANGE;
		len += (size_t)n;
	}

	return 0;
}

static int args_digits(struct oh_sim_step *step, char *const argv[])
{
	return oh_scan_is_digits(argv[0]) ? args_text(step, argv) : EBADMSG;
}

static int args_voice(struct oh_sim_step *step, char *const argv[])
{
	char name[OH_SIM_ARG_SIZE];
	size_t len = strlen(argv[0]);

	if (len >= sizeof(name))
		return ERANGE;

	memcpy(name, argv[0], len + 1);
	if (len && name[len - 1] == '*')
		name[len - 1] = '1';

	return oh_sim_voice_find(name) ? args_text(step, argv) : ENOENT;
}

static int args_tones(struct oh_sim_step *step, char *const argv[])
{
	struct oh_tone tonev[OH_SIM_TONES_MAX];
	size_t tonec;
	int err;

	err = args_text(step, argv);
	if (err)
		return err;

	return oh_sim_words_tones(tonev, &tonec, step->arg);
}

/* "cause N" or nothing */
static int args_cause(struct oh_sim_step *step, char *const argv[])
{
	if (!argv[0])
		return 0;
	if (0 != strcmp(argv[0], "cause") || !argv[1])
		return EBADMSG;

	return oh_scan_u32(&step->extra, argv[1], 1, Q850_MAX);
}

static int args_reject(struct oh_sim_step *step, char *const argv[])
{
	int err = oh_scan_u32(&step->value, argv[0], 400, 699);

	return err ? err : args_cause(step, argv + 1);
}

static int args_redirect(struct oh_sim_step *step, char *const argv[])
{
	struct oh_number number;
	int err = oh_number_parse(&number, argv[0], NULL, NULL);

	return err ? err : args_text(step, argv);
}

/* "10% 40ms" */
static int args_impair(struct oh_sim_step *step, char *const argv[])
{
	char pct[8];
	size_t len = strlen(argv[0]);
	int err;

	if (len < 2 || len >= sizeof(pct) || argv[0][len - 1] != '%')
		return EBADMSG;

	memcpy(pct, argv[0], len);
	pct[len - 1] = '\0';

	err = oh_scan_u32(&step->value, pct, 0, 100);
	if (err)
		return err;

	err = oh_scan_ms(&step->extra, argv[1]);
	if (err)
		return err;

	return step->extra > JITTER_MAX ? ERANGE : 0;
}

static const struct word wordv[OH_SIM_WORDS] = {
	[OH_SIM_IGNORE]    = { "ignore", "", NULL, 0, 0, NEW, OVER },
	[OH_SIM_TRYING]    = { "trying", "", NULL, 0, 0, NEW, STAYS },
	[OH_SIM_RING]      = { "ring", "[TIME]", args_time, 0, 1,
			       OPEN, STAYS },
	[OH_SIM_PROGRESS]  = { "progress", "", NULL, 0, 0, NEW, EARLY },
	[OH_SIM_ANSWER]    = { "answer", "", NULL, 0, 0, OPEN, UP },
	[OH_SIM_ANSWER_TWICE]
			   = { "answer twice", "", NULL, 0, 0, OPEN, UP },
	[OH_SIM_ANSWER_BROKEN]
			   = { "answer broken", "", NULL, 0, 0, OPEN, DEAF },
	[OH_SIM_REJECT]    = { "reject", "STATUS [cause N]", args_reject,
			       1, 3, OPEN, OVER },
	[OH_SIM_REDIRECT]  = { "redirect", "NUMBER", args_redirect, 1, 1,
			       OPEN, OVER },
	[OH_SIM_CHALLENGE] = { "challenge", "", NULL, 0, 0, NEW, OVER },
	[OH_SIM_HANGUP]    = { "hangup", "[cause N]", args_cause, 0, 2,
			       UP | DEAF, OVER },
	[OH_SIM_SAY]       = { "say", "VOICE", args_voice, 1, 1,
			       AUDIO, STAYS },
	[OH_SIM_PLAY]      = { "play", "FILE", args_text, 1, 1,
			       AUDIO, STAYS },
	[OH_SIM_TONE]      = { "tone", "HZ[+HZ]/TIME ...", args_tones,
			       1, OH_SIM_TONES_MAX, AUDIO, STAYS },
	[OH_SIM_CADENCE]   = { "cadence", "HZ[+HZ]/TIME ...", args_tones,
			       1, OH_SIM_TONES_MAX, AUDIO, STAYS },
	[OH_SIM_PRESS]     = { "press", "DIGITS", args_digits, 1, 1,
			       UP, STAYS },
	[OH_SIM_PRESS_INFO]
			   = { "press info", "DIGITS", args_digits, 1, 1,
			       UP, STAYS },
	[OH_SIM_PRESS_TONES]
			   = { "press tones", "DIGITS", args_digits, 1, 1,
			       UP, STAYS },
	[OH_SIM_WAIT]      = { "wait", "TIME", args_time, 1, 1, ANY, STAYS },
	[OH_SIM_WAIT_SPOKEN]
			   = { "wait spoken", "", NULL, 0, 0, UP, STAYS },
	[OH_SIM_WAIT_KEY]  = { "wait key", "DIGITS", args_digits, 1, 1,
			       UP, STAYS },
	[OH_SIM_ECHO]      = { "echo", "", NULL, 0, 0, UP, STAYS },
	[OH_SIM_QUIET]     = { "quiet", "", NULL, 0, 0, OPEN | UP, STAYS },
	[OH_SIM_HOLD]      = { "hold", "", NULL, 0, 0, UP, STAYS },
	[OH_SIM_RESUME]    = { "resume", "", NULL, 0, 0, UP, STAYS },
	[OH_SIM_IMPAIR]    = { "impair", "LOSS% JITTER", args_impair, 2, 2,
			       NEW, STAYS },
	[OH_SIM_ATTACK]    = { "attack", "", NULL, 0, 0, UP, STAYS },
};

/* Number of leading words of argv that are the name, 0: none */
static size_t match(const char *name, char *const argv[])
{
	const char *blank = strchr(name, ' ');
	size_t len = blank ? (size_t)(blank - name) : strlen(name);

	if (strlen(argv[0]) != len || memcmp(argv[0], name, len))
		return 0;
	if (!blank)
		return 1;

	return argv[1] && 0 == strcmp(argv[1], blank + 1) ? 2 : 0;
}

/* argv gets the words of s, which is cut; NULL at the end */
static int split(char *argv[ARGS_MAX + 1], char *s)
{
	char *save = NULL;
	size_t n = 0;

	for (char *w = strtok_r(s, " \t", &save); w;
	     w = strtok_r(NULL, " \t", &save)) {
		if (n == ARGS_MAX)
			return E2BIG;
		argv[n++] = w;
	}
	argv[n] = NULL;

	return 0;
}

/* The word argv begins with; "press info" before "press" */
static const struct word *find(size_t *usedp, char *const argv[])
{
	const struct word *best = NULL;

	*usedp = 0;
	for (size_t i = 0; i < OH_SIM_WORDS; i++) {
		size_t used = match(wordv[i].name, argv);

		if (used > *usedp) {
			best = &wordv[i];
			*usedp = used;
		}
	}

	return best;
}

static size_t count(char *const argv[])
{
	size_t n = 0;

	while (argv[n])
		n++;

	return n;
}

static int parse_step(struct oh_sim_step *step, unsigned *phase, char *text,
		      char *why, size_t size)
{
	char *argv[ARGS_MAX + 1];
	const struct word *w;
	size_t used, argc;
	int err;

	err = split(argv, text);
	if (err || !argv[0]) {
		snprintf(why, size, err ? "a step of too many words"
					: "a step is missing");
		return EBADMSG;
	}

	w = find(&used, argv);
	if (!w) {
		snprintf(why, size, "no such step: \"%.40s\"", argv[0]);
		return EBADMSG;
	}
	step->word = (enum oh_sim_word)(w - wordv);

	argc = count(argv + used);
	err = argc < w->min || argc > w->max ? EBADMSG : 0;
	if (!err && w->parse)
		err = w->parse(step, argv + used);
	if (err) {
		snprintf(why, size, "write \"%s%s%s\"", w->name,
			 *w->args ? " " : "", w->args);
		return EBADMSG;
	}

	if (!(w->in & *phase)) {
		snprintf(why, size, "\"%s\" cannot come here: %s", w->name,
			 *phase == OVER ? "the call is over before it" :
			 *phase == DEAF ? "there is no audio" :
			 *phase == UP   ? "the call is answered before it" :
					  "the call is not answered yet");
		return EBADMSG;
	}
	if (w->to != STAYS)
		*phase = w->to;

	return 0;
}

/**
 * Parse the steps of one row
 *
 * Every step must be known, have its arguments, and stand where it can be
 * carried out ("say" not before there is audio).
 *
 * @param row  Steps are set here; its other members are left alone
 * @param text NUL-terminated, "ring 1s, answer, say hello"
 * @param why  Receives what is wrong, for people
 * @param size Size of why [bytes]
 *
 * @return 0, EBADMSG malformed, ERANGE too long or too many steps
 */
int oh_sim_words_parse(struct oh_sim_row *row, const char *text,
		       char *why, size_t size)
{
	char buf[OH_SIM_TEXT_SIZE], *rest = buf, *s;
	unsigned phase = NEW;
	size_t len = strlen(text);

	if (len >= sizeof(buf)) {
		snprintf(why, size, "longer than %zu bytes", sizeof(buf) - 1);
		return ERANGE;
	}
	memcpy(buf, text, len + 1);

	row->stepc = 0;
	while ((s = strsep(&rest, ","))) {
		struct oh_sim_step *step = &row->stepv[row->stepc];
		int err;

		if (row->stepc == OH_SIM_STEPS_MAX) {
			snprintf(why, size, "more than %d steps",
				 OH_SIM_STEPS_MAX);
			return ERANGE;
		}
		memset(step, 0, sizeof(*step));
		err = parse_step(step, &phase, s, why, size);
		if (err)
			return err;
		row->stepc++;
	}

	return 0;
}

/**
 * How a word is written
 *
 * @param word One of enum oh_sim_word
 *
 * @return "ring", "answer twice": static
 */
const char *oh_sim_words_name(enum oh_sim_word word)
{
	return word < OH_SIM_WORDS ? wordv[word].name : "";
}

/* "480+620/500ms" */
static int parse_tone(struct oh_tone *tone, char *text)
{
	char *freq = strsep(&text, "/"), *f;
	uint32_t v;
	size_t n = 0;
	int err;

	if (!text)
		return EBADMSG;

	while ((f = strsep(&freq, "+"))) {
		if (n == 2)
			return EBADMSG;
		err = oh_scan_u32(&v, f, 0, TONE_HZ_MAX);
		if (err)
			return err;
		tone->freq_hz[n++] = (uint16_t)v;
	}

	err = oh_scan_ms(&v, text);
	if (err)
		return err;
	if (v == 0 || v > UINT16_MAX)
		return ERANGE;
	tone->ms = (uint16_t)v;
	tone->level_dbm0 = TONE_DBM0;

	return 0;
}

/**
 * Parse a cadence: "950/330ms 1400/330ms", "480+620/0.5s 0/0.5s"
 *
 * @param tonev  Receives its pieces, at most OH_SIM_TONES_MAX
 * @param tonecp Set to their number, at least 1
 * @param text   Pieces with blanks between them; 0 Hz is silence
 *
 * @return 0, EBADMSG malformed, ERANGE out of limits
 */
int oh_sim_words_tones(struct oh_tone tonev[OH_SIM_TONES_MAX],
		       size_t *tonecp, const char *text)
{
	char buf[OH_SIM_ARG_SIZE], *save = NULL;
	size_t n = 0, len = strlen(text);

	if (len >= sizeof(buf))
		return ERANGE;
	memcpy(buf, text, len + 1);

	for (char *w = strtok_r(buf, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		int err;

		if (n == OH_SIM_TONES_MAX)
			return ERANGE;
		memset(&tonev[n], 0, sizeof(tonev[n]));
		err = parse_tone(&tonev[n++], w);
		if (err)
			return err;
	}
	*tonecp = n;

	return n ? 0 : EBADMSG;
}
