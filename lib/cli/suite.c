/**
 * @file suite.c  The commands that belong together
 */
#include <string.h>
#include "cli/suite.h"

static const struct oh_suite suitev[] = {
	{ "dial",        "call a number; play, say, gather, record" },
	{ "answer",      "take calls; play, gather, record, refuse" },
	{ "play-prompt", "play something on a live call, or to a number" },
	{ "gather",      "collect the digits they press on a live call" },
	{ "say",         "speak on a live call: words, digits, numbers" },
	{ "send-digits", "press keys on a live call" },
	{ "record",      "record a message of theirs, or a live call" },
	{ "pipe",        "a live call's audio on stdin and stdout" },
	{ "wait",        "wait until something happens on a live call" },
	{ "hold",        "hold the far end of a live call" },
	{ "join",        "join a live call with others" },
	{ "transfer",    "put them through to somebody else" },
	{ "mute",        "be silent on a live call" },
	{ "hangup",      "end a live call" },
	{ "call",        "list live calls, show, watch and end them" },
	{ "dialer",      "a telephone on the whole screen" },
	{ "phone",       "a telephone, line by line, for scripts, too" },
	{ "phoned",      "hold a person's calls, while screens come and go" },
	{ "numbers",     "list, search, buy and manage phone numbers" },
	{ "rates",       "tell what a call to a number costs" },
	{ "route",       "explain where a number would go, and why" },
	{ "trunk",       "list trunks; check and watch whether they work" },
	{ "cdr",         "list, show and add up the records of calls" },
	{ "pstn-sim",    "a simulated telephone network to try it all" },
};

/**
 * Go through the commands
 *
 * @param i From 0
 *
 * @return A command, or NULL past the last one
 */
const struct oh_suite *oh_suite_at(size_t i)
{
	return i < sizeof(suitev) / sizeof(suitev[0]) ? &suitev[i] : NULL;
}

/** Find a command by its name; NULL if there is none */
const struct oh_suite *oh_suite_find(const char *name)
{
	for (size_t i = 0; oh_suite_at(i); i++) {
		if (0 == strcmp(suitev[i].name, name))
			return &suitev[i];
	}

	return NULL;
}
