/**
 * @file linephone_local.c  Orders that are for the phone itself
 */
#include <stdio.h>
#include <string.h>
#include "cli/exit.h"
#include "command/linephone_priv.h"


static void do_detach(struct linephone *l, const char *rest)
{
	if (*rest)
		oh_linephone_failed(l, OH_EXIT_USAGE, "detach",
				    "nothing may stand behind it");
	else
		oh_linephone_leave(l, LP_DETACHES);
}


/* A person with calls up is asked once; a script means what it says */
static void do_quit(struct linephone *l, const char *rest)
{
	size_t live = oh_board_live(l->board, false);

	if (*rest && strcmp(rest, "now")) {
		oh_linephone_failed(l, OH_EXIT_USAGE, "quit",
				    "it goes: quit [now]");
		return;
	}
	if (live && !*rest && !l->script && !l->warned) {
		l->warned = LP_WARNED;
		oh_linein_tell(l->in, "%zu call%s up: quit again hangs up "
			       "and leaves, detach keeps %s", live,
			       live == 1 ? " is" : "s are",
			       live == 1 ? "it" : "them");
		return;
	}
	oh_linephone_leave(l, LP_LEAVES);
}


static void tell_order(struct linephone *l, const struct oh_order_about *a)
{
	oh_linein_tell(l->in, "%s%s%s: %s%s%s", a->name, *a->args ? " " : "",
		       a->args, a->help, a->alias ? "; in short " : "",
		       a->alias ? a->alias : "");
}


static void do_help(struct linephone *l, const char *rest)
{
	const struct oh_order_about *a;
	bool told = false;

	for (size_t i = 0; (a = oh_linephone_order_at(i)); i++) {
		if (*rest && strcmp(rest, a->name) &&
		    (!a->alias || strcmp(rest, a->alias)))
			continue;
		tell_order(l, a);
		told = true;
	}
	if (!told)
		oh_linephone_failed(l, OH_EXIT_USAGE, "help",
				    "there is no such order; help alone "
				    "lists them");
}


#define LOCAL(name, alias, args, help, h) \
	{ { name, alias, args, help, true }, h, false }
#define OWN(name, alias, args, help, h) \
	{ { name, alias, args, help, true }, h, true }

/* Of the orders of the screen those that make sense here, and our own; select
   is done where orders are */
static const struct lp_local localv[] = {
	LOCAL("calls", NULL, "", "list the calls", oh_linephone_do_calls),
	LOCAL("contacts", "con", "[TEXT]",
	      "list people and their numbers", oh_linephone_do_contacts),
	LOCAL("detach", NULL, "", "leave; the calls go on", do_detach),
	LOCAL("help", "?", "[ORDER]", "list the orders", do_help),
	LOCAL("history", "hi", "[TEXT]",
	      "list the latest calls that are over", oh_linephone_do_history),
	OWN("ladder", "l", "[CALL] [N]",
	      "the SIP messages of a call, also of the history; or one whole",
	      oh_linephone_do_ladder),
	LOCAL("log", NULL, "", "what has happened so far",
	      oh_linephone_do_log),
	OWN("look", NULL, "NUMBER",
	      "what a call to a number would be; calls nobody",
	      oh_linephone_do_look),
	OWN("quality", NULL, "[CALL]", "how good the audio of a call is",
	      oh_linephone_do_quality),
	LOCAL("quit", "q", "[now]", "hang up and leave", do_quit),
	LOCAL("select", "sel", "CALL", "the call that orders are for", NULL),
	OWN("status", NULL, "",
	    "how the phone stands: numbers, handset, do not disturb",
	    oh_linephone_do_status),
	OWN("wait", NULL,
	      "TIME | answer|end|digit|silence|speech [CALL] [TIME] | "
	      "incoming [TIME]",
	      "wait until it happens, for TIME at most",
	      oh_linephone_do_wait),
};


/** An order of our own by its name or short name; NULL */
const struct lp_local *oh_linephone_local_find(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(localv); i++) {
		const struct oh_order_about *a = &localv[i].about;

		if (0 == strcmp(a->name, word) ||
		    (a->alias && 0 == strcmp(a->alias, word)))
			return &localv[i];
	}

	return NULL;
}


/**
 * Go through all orders there are here
 *
 * @param i From 0: first those for processes, then our own
 *
 * @return An order, or NULL past the last one
 */
const struct oh_order_about *oh_linephone_order_at(size_t i)
{
	const struct oh_order_about *a;

	for (size_t n = 0; (a = oh_order_at(n)); n++) {
		if (a->local)
			continue;
		if (i-- == 0)
			return a;
	}

	return i < ARRAY_SIZE(localv) ? &localv[i].about : NULL;
}
