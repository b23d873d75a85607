/**
 * @file help.c  The option table, printed for people and for completions
 */
#include <string.h>
#include "cli/cli_priv.h"

enum {
	COLUMNS   = 79,
	LABEL_MAX = 26,       /* Longer ones get a line of their own     */
	GAP       = 2,
	LABEL_SIZE = 80,
};

/* Hidden options have no help. */
static bool is_shown(const struct oh_opt *opt)
{
	return opt->help != NULL;
}

/* "  -c, --call ID"; its length */
static int label(char *buf, size_t size, const struct oh_opt *opt)
{
	const char *fmt = opt->type == OH_OPT_T_OPTSTR ? "%s[=%s]" : "%s %s";
	char left[LABEL_SIZE], shortn[] = "    ";

	if (opt->shortn)
		(void)snprintf(shortn, sizeof(shortn), "-%c%s", opt->shortn,
			       opt->longn ? ", " : "");
	(void)snprintf(left, sizeof(left), "  %s%s%s", shortn,
		       opt->longn ? "--" : "", opt->longn ? opt->longn : "");

	return opt->argn ? snprintf(buf, size, fmt, left, opt->argn)
			 : snprintf(buf, size, "%s", left);
}

static int label_width(const struct oh_opts *opts)
{
	char buf[LABEL_SIZE];
	int width = 0;

	for (size_t i = 0; i < opts->c; i++) {
		int n = is_shown(opts->v[i])
			? label(buf, sizeof(buf), opts->v[i]) : 0;

		if (n > width && n <= LABEL_MAX)
			width = n;
	}
	return width + GAP;
}

/* Words from the column on, continued below it. Begins in that column. */
static void wrap(FILE *f, const char *text, int column)
{
	int at = column;

	while (*text) {
		int n = (int)strcspn(text, " ");

		if (at > column && at + 1 + n > COLUMNS) {
			fprintf(f, "\n%*s", column, "");
			at = column;
		}
		at += fprintf(f, "%s%.*s", at > column ? " " : "", n, text);
		text += n;
		text += strspn(text, " ");
	}
	fputc('\n', f);
}

static void options(FILE *f, const struct oh_opts *opts, size_t begin,
		    size_t end)
{
	int width = label_width(opts);

	for (size_t i = begin; i < end; i++) {
		char buf[LABEL_SIZE];
		int n;

		if (!is_shown(opts->v[i]))
			continue;
		n = label(buf, sizeof(buf), opts->v[i]);
		fputs(buf, f);
		if (n + GAP > width) {
			fputc('\n', f);
			n = 0;
		}
		fprintf(f, "%*s", width - n, "");
		wrap(f, opts->v[i]->help, width);
	}
}

/* Each line of the text behind its own indent */
static void lines(FILE *f, const char *first, const char *rest,
		  const char *text)
{
	const char *indent = first;

	while (*text) {
		int n = (int)strcspn(text, "\n");

		fprintf(f, "%s%.*s\n", indent, n, text);
		indent = rest;
		text += n + (text[n] == '\n');
	}
}

/**
 * Print --help
 *
 * @param f     Where to
 * @param about The command
 * @param opts  Its options
 */
void oh_help_print(FILE *f, const struct oh_app_about *about,
		   const struct oh_opts *opts)
{
	lines(f, "usage: ", "       ",
	      about->synopsis ? about->synopsis : about->name);
	if (about->summary) {
		fputc('\n', f);
		wrap(f, about->summary, 0);
	}
	if (opts->own) {
		fputs("\nOptions:\n", f);
		options(f, opts, 0, opts->own);
	}
	fputs("\nOptions of every command:\n", f);
	options(f, opts, opts->own, opts->c);
	if (about->examples) {
		fputs("\nExamples:\n", f);
		lines(f, "  ", "  ", about->examples);
	}
}

/**
 * Print one option per line for the generator of completions:
 * long name, short name, value, help, with tabs between and "-" for none. A
 * value that may be left out is in brackets.
 *
 * @param f    Where to
 * @param opts Options
 */
void oh_help_options(FILE *f, const struct oh_opts *opts)
{
	for (size_t i = 0; i < opts->c; i++) {
		const struct oh_opt *opt = opts->v[i];
		bool bracket = opt->type == OH_OPT_T_OPTSTR;

		if (!is_shown(opt))
			continue;
		fprintf(f, "%s\t%c\t%s%s%s\t%s\n",
			opt->longn ? opt->longn : "-",
			opt->shortn ? opt->shortn : '-',
			bracket ? "[" : "", opt->argn ? opt->argn : "-",
			bracket ? "]" : "", opt->help);
	}
}
