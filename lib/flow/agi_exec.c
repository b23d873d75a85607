/**
 * @file agi_exec.c  EXEC: the applications of a dialplan that there are here
 */
#include <errno.h>
#include <stdlib.h>
#include "flow/agi_priv.h"

enum { NO_SUCH = -2, PAUSE_MAX_S = 3600 };

struct application {
	const char *name;
	bool        dead;        /* also when they have hung up            */
	void      (*h)(struct oh_agi *a, char *options);
};

/* They are one text here, and what stands behind the first is left aside. */
static char *first(char *options)
{
	options[strcspn(options, ",")] = '\0';

	return options;
}

static void playback(struct oh_agi *a, char *options)
{
	oh_agi_do_playback(a, first(options));
}

static void pause_a_while(struct oh_agi *a, char *options)
{
	const double s = strtod(first(options), NULL);

	oh_agi_do_pause(a, s > 0 ? (uint32_t)(min(s, PAUSE_MAX_S) * 1000)
				 : 0);
}

static void send_dtmf(struct oh_agi *a, char *options)
{
	oh_agi_do_send(a, first(options));
}

static void say(struct oh_agi *a, enum oh_agi_verb verb, char *options)
{
	a->line.verb   = verb;
	a->line.text   = first(options);
	a->line.escape = "";
	oh_agi_do_say(a);
}

static void say_digits(struct oh_agi *a, char *options)
{
	say(a, OH_AGI_SAY_DIGITS, options);
}

static void say_number(struct oh_agi *a, char *options)
{
	say(a, OH_AGI_SAY_NUMBER, options);
}

static void say_alpha(struct oh_agi *a, char *options)
{
	say(a, OH_AGI_SAY_ALPHA, options);
}

/* "NAME=value", the value with its commas */
static void set(struct oh_agi *a, char *options)
{
	char *value = strchr(options, '=');

	if (!value) {
		oh_agi_result(a, -1);
		return;
	}
	*value++ = '\0';
	a->line.text  = options;
	a->line.value = value;
	oh_agi_now_set(a);
}

static void hang_up(struct oh_agi *a, char *options)
{
	(void)options;
	a->line.text = "";
	oh_agi_now_hangup(a);
}

static void verbose(struct oh_agi *a, char *options)
{
	a->line.text = options;
	oh_agi_now_verbose(a);
}

static void nothing(struct oh_agi *a, char *options)
{
	(void)options;
	oh_agi_result(a, 0);
}

static const struct application applicationv[] = {
	{ "Answer",    false, nothing       },
	{ "Hangup",    false, hang_up       },
	{ "NoOp",      true,  nothing       },
	{ "Playback",  false, playback      },
	{ "SayAlpha",  false, say_alpha     },
	{ "SayDigits", false, say_digits    },
	{ "SayNumber", false, say_number    },
	{ "SendDTMF",  false, send_dtmf     },
	{ "Set",       true,  set           },
	{ "Verbose",   true,  verbose       },
	{ "Wait",      false, pause_a_while },
};

static const struct application *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(applicationv); i++) {
		if (0 == strcasecmp(applicationv[i].name, name))
			return &applicationv[i];
	}

	return NULL;
}

/** EXEC */
void oh_agi_exec(struct oh_agi *a)
{
	const struct application *app = find(a->line.text);
	char *options = a->line.buf;

	/* The name has done its work: its place is theirs now. */
	memmove(options, a->line.value, strlen(a->line.value) + 1);
	if (!app)
		oh_agi_result(a, NO_SUCH);
	else if (a->dead && !app->dead)
		oh_agi_result(a, -1);
	else
		app->h(a, options);
}
