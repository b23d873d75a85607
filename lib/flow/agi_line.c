/**
 * @file agi_line.c  A line that an AGI script writes
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/compat.h"
#include "flow/agi_line.h"

enum { FIELDS_MAX = 7 };

/** What an argument is */
enum field {
	END,
	TEXT,
	VALUE,
	ESCAPE,
	MS,
	MAX,
	OFFSET,
	SKIP,
	FORWARD,
	REWIND,
	PAUSE,
	RECORDING,               /* all the rest: offset, BEEP, s=SECONDS */
	OPTIONS,                 /* all the rest, as one value            */
	UNUSED,
};

struct command {
	enum oh_agi_verb verb;
	const char *words;
	const char *args;        /* for people                            */
	int         needed;      /* so many fields                        */
	enum field  fieldv[FIELDS_MAX + 1];
};

/* A longer command comes before one that it begins with. */
static const struct command commandv[] = {
	{ OH_AGI_ANSWER, "ANSWER", "", 0, { END } },
	{ OH_AGI_CHANNEL_STATUS, "CHANNEL STATUS", "[channel]",
	  0, { TEXT } },
	{ OH_AGI_CONTROL_STREAM_FILE, "CONTROL STREAM FILE",
	  "file escape-digits [skip-ms] [forward] [rewind] [pause] "
	  "[offset-ms]",
	  2, { TEXT, ESCAPE, SKIP, FORWARD, REWIND, PAUSE, OFFSET } },
	{ OH_AGI_EXEC, "EXEC", "application [options]",
	  1, { TEXT, OPTIONS } },
	{ OH_AGI_GET_DATA, "GET DATA", "file [timeout-ms] [max-digits]",
	  1, { TEXT, MS, MAX } },
	{ OH_AGI_GET_FULL_VARIABLE, "GET FULL VARIABLE",
	  "expression [channel]", 1, { TEXT, UNUSED } },
	{ OH_AGI_GET_OPTION, "GET OPTION",
	  "file escape-digits [timeout-ms]", 2, { TEXT, ESCAPE, MS } },
	{ OH_AGI_GET_VARIABLE, "GET VARIABLE", "name", 1, { TEXT } },
	{ OH_AGI_HANGUP, "HANGUP", "[channel]", 0, { TEXT } },
	{ OH_AGI_NOOP, "NOOP", "[text]", 0, { OPTIONS } },
	{ OH_AGI_RECORD_FILE, "RECORD FILE",
	  "file format escape-digits timeout-ms [offset] [BEEP] "
	  "[s=seconds]", 4, { TEXT, VALUE, ESCAPE, MS, RECORDING } },
	{ OH_AGI_SAY_ALPHA, "SAY ALPHA", "text escape-digits",
	  2, { TEXT, ESCAPE } },
	{ OH_AGI_SAY_DIGITS, "SAY DIGITS", "digits escape-digits",
	  2, { TEXT, ESCAPE } },
	{ OH_AGI_SAY_NUMBER, "SAY NUMBER",
	  "number escape-digits [gender]", 2, { TEXT, ESCAPE, UNUSED } },
	{ OH_AGI_SET_AUTOHANGUP, "SET AUTOHANGUP", "seconds", 1, { MAX } },
	{ OH_AGI_SET_CALLERID, "SET CALLERID", "number", 1, { TEXT } },
	{ OH_AGI_SET_CONTEXT, "SET CONTEXT", "context", 1, { TEXT } },
	{ OH_AGI_SET_EXTENSION, "SET EXTENSION", "extension", 1, { TEXT } },
	{ OH_AGI_SET_MUSIC, "SET MUSIC", "on|off [class]",
	  0, { TEXT, UNUSED } },
	{ OH_AGI_SET_PRIORITY, "SET PRIORITY", "priority", 1, { TEXT } },
	{ OH_AGI_SET_VARIABLE, "SET VARIABLE", "name value",
	  2, { TEXT, VALUE } },
	{ OH_AGI_STREAM_FILE, "STREAM FILE",
	  "file escape-digits [sample-offset]",
	  2, { TEXT, ESCAPE, OFFSET } },
	{ OH_AGI_VERBOSE, "VERBOSE", "message [level]",
	  1, { TEXT, UNUSED } },
	{ OH_AGI_WAIT_FOR_DIGIT, "WAIT FOR DIGIT", "timeout-ms",
	  1, { MS } },
};

/** A line taken apart */
struct words {
	char  *v[OH_AGI_ARGS_MAX];
	int    c;
};

/** Where a line is being taken apart */
struct splitter {
	const char *s;
	char       *d;
	bool        quoted;
	bool        in_word;
};

static int begin_word(struct splitter *sp, struct words *w)
{
	if (sp->in_word)
		return 0;
	if (w->c == OH_AGI_ARGS_MAX)
		return ERANGE;
	w->v[w->c++] = sp->d;
	sp->in_word  = true;

	return 0;
}

static void end_word(struct splitter *sp)
{
	if (sp->in_word)
		*sp->d++ = '\0';
	sp->in_word = false;
}

/* One character, or two where the first is a '\' */
static int split_char(struct splitter *sp, struct words *w)
{
	char c = *sp->s++;
	int err;

	if (!sp->quoted && (c == ' ' || c == '\t')) {
		end_word(sp);
		return 0;
	}
	err = begin_word(sp, w);
	if (err)
		return err;
	if (c == '"') {
		sp->quoted = !sp->quoted;
		return 0;
	}
	if (c == '\\' && *sp->s)
		c = *sp->s++;
	*sp->d++ = c;

	return 0;
}

/* A quote left open ends with the line, as in Asterisk. */
static int split(struct words *w, char *buf, const char *line)
{
	struct splitter sp = { .s = line, .d = buf };
	int err = 0;

	while (*sp.s && !err)
		err = split_char(&sp, w);
	end_word(&sp);

	return err;
}

/* How many words of the line are the command; 0: another command */
static int match(const struct command *cmd, const struct words *w)
{
	const char *s = cmd->words;
	int n = 0;

	while (*s) {
		const size_t len = strcspn(s, " ");

		if (n == w->c || strlen(w->v[n]) != len ||
		    strncasecmp(w->v[n], s, len))
			return 0;
		n++;
		s += len + strspn(s + len, " ");
	}

	return n;
}

static const struct command *find(const struct words *w, int *np)
{
	for (size_t i = 0; i < ARRAY_SIZE(commandv); i++) {
		*np = match(&commandv[i], w);
		if (*np)
			return &commandv[i];
	}

	return NULL;
}

/* Scripts count in floating point and hand over "5000.0": what follows the
   whole number is left aside, as Asterisk does. */
static int scan_int(int32_t *vp, const char *s, int32_t least)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(s, &end, 10);
	if (end == s)
		return EBADMSG;
	if (errno || v > INT32_MAX)
		v = INT32_MAX;
	*vp = v < least ? least : (int32_t)v;

	return 0;
}

static int scan_count(uint32_t *vp, const char *s)
{
	int32_t v;
	int err = scan_int(&v, s, 0);

	if (!err)
		*vp = (uint32_t)v;

	return err;
}

/* The rest of RECORD FILE */
static int set_recording(struct oh_agi_line *l, char *const *v, int c)
{
	int err = 0;

	for (int i = 0; i < c && !err; i++) {
		if (0 == strcasecmp(v[i], "BEEP"))
			l->beep = true;
		else if (0 == strncasecmp(v[i], "s=", 2))
			err = scan_count(&l->silence_s, v[i] + 2);
		else
			err = scan_count(&l->offset, v[i]);
	}

	return err;
}

/* The words lie one behind the other, each with its end: make them commas. */
static void set_options(struct oh_agi_line *l, char *const *v, int c)
{
	l->value = v[0];
	for (int i = 1; i < c; i++)
		v[i][-1] = ',';
}

static int set_field(struct oh_agi_line *l, enum field field, char *arg)
{
	switch (field) {

	case TEXT:    l->text    = arg;    return 0;
	case VALUE:   l->value   = arg;    return 0;
	case ESCAPE:  l->escape  = arg;    return 0;
	case FORWARD: l->forward = arg[0]; return 0;
	case REWIND:  l->rewind  = arg[0]; return 0;
	case PAUSE:   l->pause   = arg[0]; return 0;
	case MS:      return scan_int(&l->ms, arg, OH_AGI_FOR_EVER);
	case MAX:     return scan_count(&l->max, arg);
	case OFFSET:  return scan_count(&l->offset, arg);
	case SKIP:    return scan_count(&l->skip_ms, arg);
	default:      return 0;
	}
}

static int set_fields(struct oh_agi_line *l, const struct command *cmd,
		      char **v, int c)
{
	int err = c < cmd->needed ? EBADMSG : 0;

	for (int i = 0; i < c && !err; i++) {
		const enum field field = cmd->fieldv[i];

		if (field == RECORDING)
			return set_recording(l, v + i, c - i);
		if (field == OPTIONS) {
			set_options(l, v + i, c - i);
			return 0;
		}
		err = field == END ? EBADMSG : set_field(l, field, v[i]);
	}

	return err;
}

/* "STREAM FILE file escape-digits", behind the words */
static void set_usage(struct oh_agi_line *l, const struct command *cmd)
{
	(void)re_snprintf(l->usage, sizeof(l->usage), "%s%s%s", cmd->words,
			  *cmd->args ? " " : "", cmd->args);
}

/**
 * Take a line of an AGI script apart
 *
 * @param l    Receives what it asks for
 * @param line Line, without its end
 *
 * @return 0, EINVAL, ENOENT (no such command, or none at all), EBADMSG
 *         (wrong arguments: see usage), ERANGE (too long, too many words)
 */
int oh_agi_line_parse(struct oh_agi_line *l, const char *line)
{
	struct words w = { .c = 0 };
	const struct command *cmd;
	int n, err;

	if (!l || !line)
		return EINVAL;
	memset(l, 0, sizeof(*l));
	l->text = l->value = l->escape = "";
	if (strlen(line) >= OH_AGI_LINE_MAX)
		return ERANGE;
	err = split(&w, l->buf, line);
	if (err)
		return err;
	cmd = find(&w, &n);
	if (!cmd)
		return ENOENT;
	l->verb = cmd->verb;
	set_usage(l, cmd);

	return set_fields(l, cmd, w.v + n, w.c - n);
}
