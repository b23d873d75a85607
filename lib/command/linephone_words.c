/**
 * @file linephone_words.c  Words that may end a line, for the tabulator
 *
 * The table of orders knows most. What is our own looks like an order of it.
 */
#include <stdio.h>
#include <string.h>
#include "command/linephone_priv.h"

enum { WORD = 32 };

/** An order, and the one whose words fit it */
struct like {
	const char *word;
	const char *as;
};

static const struct like likev[] = {
	{ "ladder",  "hold" },
	{ "l",       "hold" },
	{ "quality", "hold" },
	{ "look",    "call" },
};

static const char *const waitv[] = {
	"answer", "digit", "end", "incoming", "silence", "speech",
};

static const char *const filev[] = {
	"play", "p", "record", "r", "flow", "f", "save-ladder", "w",
};


static bool begins(const char *word, const char *part, size_t len)
{
	return 0 == strncasecmp(word, part, len);
}


static void offer_orders(const char *part, oh_order_word_h *h, void *arg)
{
	const struct oh_order_about *a;

	for (size_t i = 0; (a = oh_linephone_order_at(i)); i++) {
		if (begins(a->name, part, strlen(part)))
			h(a->name, a->help, arg);
	}
}


static bool is(const char *line, size_t len, const char *word)
{
	return strlen(word) == len && 0 == strncmp(line, word, len);
}


static void offer_as(struct linephone *l, const char *as, const char *rest,
		     oh_order_word_h *h, void *arg)
{
	struct oh_order_prm prm;
	char line[OH_ORDER_LINE];

	if (snprintf(line, sizeof(line), "%s%s", as, rest) >=
	    (int)sizeof(line))
		return;
	oh_linephone_prm(l, &prm);
	oh_order_complete(&prm, line, h, arg);
}


/* rest begins with the blank behind the word */
static void offer_wait(struct linephone *l, const char *rest,
		       oh_order_word_h *h, void *arg)
{
	const char *part = rest + strspn(rest, " \t");
	size_t len = strcspn(part, " \t");

	if (part[len]) {
		offer_as(l, "hold", &part[len], h, arg);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(waitv); i++) {
		if (begins(waitv[i], part, len))
			h(waitv[i], "", arg);
	}
}


/**
 * Tell what may stand where the last word of a line stands
 *
 * @param line Line so far
 * @param h    Called for each word
 * @param harg Its argument
 * @param arg  Phone
 *
 * @return Whether it may be a file, too
 */
bool oh_linephone_words(const char *line, oh_order_word_h *h, void *harg,
			void *arg)
{
	struct linephone *l = arg;
	size_t len;

	line += strspn(line, " \t");
	len = strcspn(line, " \t");
	if (!line[len]) {
		offer_orders(line, h, harg);
		return false;
	}
	if (is(line, len, "help") || is(line, len, "?")) {
		offer_orders(&line[len + strspn(&line[len], " \t")], h, harg);
		return false;
	}
	if (is(line, len, "wait")) {
		offer_wait(l, &line[len], h, harg);
		return false;
	}
	for (size_t i = 0; i < ARRAY_SIZE(likev); i++) {
		if (is(line, len, likev[i].word)) {
			offer_as(l, likev[i].as, &line[len], h, harg);
			return false;
		}
	}
	offer_as(l, line, "", h, harg);
	for (size_t i = 0; i < ARRAY_SIZE(filev); i++) {
		if (is(line, len, filev[i]))
			return true;
	}

	return false;
}
