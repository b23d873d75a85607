/**
 * @file orderwords.c  A line taken apart into words, as sh does
 *
 *   say "it's me"     two words
 *   play a\ b.wav     two words
 *   call '+1 425'     two words
 *
 * Quotes and backslashes only: nothing is expanded, no shell ever sees it.
 */
#include <errno.h>
#include <string.h>
#include "phone/order_priv.h"

/** The writing end of the words, the reading end of the line */
struct split {
	const char *p;
	char       *out;
	const char *why;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Up to the quote that ends it; a backslash counts in double quotes */
static void take_quoted(struct split *s)
{
	char quote = *s->p++;

	for (; *s->p != quote; s->p++) {
		if (quote == '"' && *s->p == '\\' && s->p[1] &&
		    strchr("\"\\$`", s->p[1]))
			s->p++;
		if (!*s->p) {
			s->why = "a quote is not closed";
			return;
		}
		*s->out++ = *s->p;
	}
	s->p++;
}

static void take_word(struct split *s)
{
	while (!s->why && *s->p && !is_blank(*s->p)) {
		if (*s->p == '"' || *s->p == '\'') {
			take_quoted(s);
			continue;
		}
		if (*s->p == '\\' && !*++s->p) {
			s->why = "nothing stands behind the backslash";
			return;
		}
		*s->out++ = *s->p++;
	}
	*s->out++ = '\0';
}

static const char *check(const char *line)
{
	if (strlen(line) >= OH_ORDER_LINE)
		return "the line is too long: 511 bytes at most";
	for (; *line; line++) {
		if ((*line > 0 && *line < ' ' && *line != '\t') ||
		    *line == 0x7f)
			return "a control character stands in it";
	}

	return NULL;
}

/**
 * Take a line apart
 *
 * @param m     Receives the words behind the first
 * @param namep Receives the first; "": there is none
 * @param line  Line
 *
 * @return 0, or EINVAL with why
 */
int oh_order_split(struct order_making *m, const char **namep,
		   const char *line)
{
	struct split s = { .p = line, .out = m->words, .why = check(line) };
	uint32_t n = 0;

	*namep = "";
	while (!s.why) {
		char *word = s.out;

		while (is_blank(*s.p))
			s.p++;
		if (!*s.p)
			break;
		if (n > OH_ORDER_WORDS) {
			s.why = "too many words: 64 at most";
			break;
		}
		take_word(&s);
		if (n++)
			m->argv[m->argc++] = word;
		else
			*namep = word;
	}

	return s.why ? oh_order_bad(m, "%s", s.why) : 0;
}
