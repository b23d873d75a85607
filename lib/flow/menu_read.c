/**
 * @file menu_read.c  INI text into menus, keys and steps
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "base/ini.h"
#include "base/scan.h"
#include "flow/menu_priv.h"

enum {
	SHOWN       = 48,        /* Bytes of a wrong text in a fault */
	TRIES_MAX   = 20,
	TIMEOUT_MIN = 500,       /* [ms] */
	TIMEOUT_MAX = 300000,
};

const struct oh_menu_word oh_menu_wordv[OH_MENU_VERBS] = {
	[OH_MENU_PLAY]     = { "play",     "FILE",   false },
	[OH_MENU_SAY]      = { "say",      "TEXT",   false },
	[OH_MENU_RECORD]   = { "record",   "FILE",   false },
	[OH_MENU_TRANSFER] = { "transfer", "NUMBER", false },
	[OH_MENU_FORWARD]  = { "forward",  "NUMBER", false },
	[OH_MENU_MENU]     = { "menu",     "NAME",   true  },
	[OH_MENU_BACK]     = { "back",     NULL,     true  },
	[OH_MENU_REPEAT]   = { "repeat",   NULL,     true  },
	[OH_MENU_HANGUP]   = { "hangup",   NULL,     true  },
};

static const struct {
	const char *name;
	uint32_t    on;
} onv[] = {
	{ "0", 0 }, { "1", 1 }, { "2", 2 }, { "3", 3 }, { "4", 4 },
	{ "5", 5 }, { "6", 6 }, { "7", 7 }, { "8", 8 }, { "9", 9 },
	{ "*",       OH_MENU_ON_STAR    },
	{ "star",    OH_MENU_ON_STAR    },
	{ "hash",    OH_MENU_ON_HASH    },
	{ "invalid", OH_MENU_ON_INVALID },
	{ "default", OH_MENU_ON_DEFAULT },
};

/** What can be set once in a menu */
enum once { ONCE_TRIES, ONCE_TIMEOUT, ONCES };

struct reader {
	struct oh_menu_file *f;
	struct oh_menu      *menu;       /* NULL: none yet, or a bad one */
	bool                 skip;       /* what stands in a bad section */
	int                  oncev[ONCES];       /* lines                */
	int                  err;        /* ENOMEM                       */
};

static const char *shown(char buf[SHOWN + 4], const char *text)
{
	char safe[SHOWN];
	const size_t len = strlen(text);

	oh_scan_safe(safe, sizeof(safe), text, len);
	(void)snprintf(buf, SHOWN + 4, "%s%s", safe,
		       len < sizeof(safe) ? "" : "...");

	return buf;
}

static bool is_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	const size_t len = strlen(name);

	return len && len < OH_MENU_NAME_SIZE && strspn(name, allowed) == len;
}

static const struct oh_menu *find_menu(const struct oh_menu_file *f,
				       const char *name)
{
	for (uint32_t i = 0; i < f->menuc; i++) {
		if (0 == strcmp(f->menuv[i].name, name))
			return &f->menuv[i];
	}

	return NULL;
}

static void add_menu(struct reader *r, int line, const char *name)
{
	struct oh_menu_file *f = r->f;
	struct oh_menu *v;

	if (f->menuc == OH_MENU_MENUS_MAX) {
		oh_menu_fault(f, line, "more than %d menus",
			      OH_MENU_MENUS_MAX);
		return;
	}
	v = f->menuv ? mem_realloc(f->menuv, (f->menuc + 1) * sizeof(*v))
		     : mem_alloc(sizeof(*v), NULL);
	if (!v) {
		r->err = ENOMEM;
		return;
	}
	f->menuv = v;
	r->menu  = &v[f->menuc++];
	memset(r->menu, 0, sizeof(*r->menu));
	(void)snprintf(r->menu->name, sizeof(r->menu->name), "%s", name);
	r->menu->line       = line;
	r->menu->tries      = OH_MENU_TRIES;
	r->menu->timeout_ms = OH_MENU_TIMEOUT_MS;
}

static void section_handler(int line, const char *section, void *arg)
{
	static const char kind[] = "menu";
	struct reader *r = arg;
	const struct oh_menu *same;
	const char *name;
	char what[SHOWN + 4];

	r->menu = NULL;
	r->skip = true;
	memset(r->oncev, 0, sizeof(r->oncev));
	if (!section)
		return;
	name = section + strcspn(section, " \t");
	if ((size_t)(name - section) != sizeof(kind) - 1 ||
	    strncmp(section, kind, sizeof(kind) - 1)) {
		oh_menu_fault(r->f, line, "no section [%s]: there is only "
			      "[menu NAME]", shown(what, section));
		return;
	}
	name += strspn(name, " \t");
	same = find_menu(r->f, name);
	if (!is_name(name))
		oh_menu_fault(r->f, line, "the name of a menu holds letters, "
			      "digits, '.', '_' and '-', %d at most",
			      OH_MENU_NAME_SIZE - 1);
	else if (same)
		oh_menu_fault(r->f, line, "menu %s stands in line %d already",
			      name, same->line);
	else
		add_menu(r, line, name);
	r->skip = !r->menu;
}

/* Gives a step its words, and appends it */
static void add_step(struct reader *r, struct oh_menu_steps *steps,
		     const struct oh_menu_step *step, const char *text)
{
	struct oh_menu_step *s = &steps->v[steps->c];
	const bool last = steps->c &&
		oh_menu_wordv[steps->v[steps->c - 1].verb].last;

	if (last) {
		oh_menu_fault(r->f, step->line, "[menu %s]: nothing comes "
			      "after '%s' in line %d", r->menu->name,
			      oh_menu_wordv[steps->v[steps->c - 1].verb].name,
			      steps->v[steps->c - 1].line);
		return;
	}
	if (steps->c == OH_MENU_STEPS_MAX) {
		oh_menu_fault(r->f, step->line, "[menu %s]: more than %d of "
			      "these", r->menu->name, OH_MENU_STEPS_MAX);
		return;
	}
	*s = *step;
	if (step->verb == OH_MENU_PLAY || step->verb == OH_MENU_SAY)
		s->index = r->f->soundc++;
	if (*text && str_dup(&s->text, text))
		r->err = ENOMEM;
	else
		++steps->c;
}

static void add_prompt(struct reader *r, int line, enum oh_menu_verb verb,
		       const char *value)
{
	const struct oh_menu_step step = { .verb = verb, .line = line };

	if (*value)
		add_step(r, &r->menu->prompts, &step, value);
	else
		oh_menu_fault(r->f, line, "[menu %s]: %s: it is empty",
			      r->menu->name,
			      verb == OH_MENU_SAY ? "say" : "prompt");
}

static bool find_word(enum oh_menu_verb *verbp, const char *s, size_t len)
{
	for (size_t i = 0; i < OH_MENU_VERBS; i++) {
		const char *name = oh_menu_wordv[i].name;

		if (strlen(name) == len && 0 == strncmp(name, s, len)) {
			*verbp = i;
			return true;
		}
	}

	return false;
}

/* "forward +14255550100" */
static void read_step(struct reader *r, int line, uint32_t on,
		      const char *value)
{
	const size_t len = strcspn(value, " \t");
	const char *text = value + len + strspn(value + len, " \t");
	struct oh_menu_step step = { .line = line };
	const struct oh_menu_word *word;
	char what[SHOWN + 4];

	if (!find_word(&step.verb, value, len)) {
		oh_menu_fault(r->f, line, "[menu %s]: '%s': write play FILE, "
			      "say TEXT, record FILE, transfer NUMBER, "
			      "forward NUMBER, menu NAME, back, repeat or "
			      "hangup", r->menu->name, shown(what, value));
		return;
	}
	word = &oh_menu_wordv[step.verb];
	if (!word->argument != !*text)
		oh_menu_fault(r->f, line, "[menu %s]: write '%s%s%s'",
			      r->menu->name, word->name,
			      word->argument ? " " : "",
			      word->argument ? word->argument : "");
	else
		add_step(r, &r->menu->onv[on], &step, text);
}

static bool set_once(struct reader *r, enum once once, int line,
		     const char *key)
{
	int *linep = &r->oncev[once];

	if (*linep)
		oh_menu_fault(r->f, line, "[menu %s]: %s: set in line %d "
			      "already", r->menu->name, key, *linep);
	else
		*linep = line;

	return *linep == line;
}

static void set_tries(struct reader *r, int line, const char *value)
{
	if (set_once(r, ONCE_TRIES, line, "tries") &&
	    oh_scan_u32(&r->menu->tries, value, 1, TRIES_MAX))
		oh_menu_fault(r->f, line, "[menu %s]: tries: write a number "
			      "from 1 to %d", r->menu->name, TRIES_MAX);
}

static void set_timeout(struct reader *r, int line, const char *value)
{
	uint32_t ms;

	if (!set_once(r, ONCE_TIMEOUT, line, "timeout"))
		return;
	if (oh_scan_ms(&ms, value) || ms < TIMEOUT_MIN || ms > TIMEOUT_MAX)
		oh_menu_fault(r->f, line, "[menu %s]: timeout: write a time "
			      "such as 5 or 2.5s, from 0.5s to 5m",
			      r->menu->name);
	else
		r->menu->timeout_ms = ms;
}

static const uint32_t *find_on(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(onv); i++) {
		if (0 == strcmp(onv[i].name, key))
			return &onv[i].on;
	}

	return NULL;
}

static void set_key(struct reader *r, int line, const char *key,
		    const char *value)
{
	const uint32_t *on = find_on(key);
	char what[SHOWN + 4];

	if (on)
		read_step(r, line, *on, value);
	else if (0 == strcmp(key, "prompt"))
		add_prompt(r, line, OH_MENU_PLAY, value);
	else if (0 == strcmp(key, "say"))
		add_prompt(r, line, OH_MENU_SAY, value);
	else if (0 == strcmp(key, "tries"))
		set_tries(r, line, value);
	else if (0 == strcmp(key, "timeout"))
		set_timeout(r, line, value);
	else
		oh_menu_fault(r->f, line, "[menu %s]: no key '%s': there are "
			      "prompt, say, 0 to 9, *, hash, invalid, "
			      "default, tries and timeout", r->menu->name,
			      shown(what, key));
}

static void pair_handler(int line, const char *key, const char *value,
			 void *arg)
{
	struct reader *r = arg;

	if (r->menu)
		set_key(r, line, key, value);
	else if (!r->skip)
		oh_menu_fault(r->f, line, "a key before the first [menu "
			      "NAME]");
}

/* Somebody means the key, and would wonder why nothing happens. */
static void comment_handler(int line, const char *text, void *arg)
{
	struct reader *r = arg;
	const char *rest = text + 1 + strspn(text + 1, " \t");
	enum oh_menu_verb verb;

	if (*text != '#' || *rest != '=')
		return;
	rest += 1 + strspn(rest + 1, " \t");
	if (find_word(&verb, rest, strcspn(rest, " \t")))
		oh_menu_fault(r->f, line, "a line that begins with # is a "
			      "comment: write 'hash = %s ...' for the key",
			      oh_menu_wordv[verb].name);
}

static void fault_handler(int line, const char *why, void *arg)
{
	struct reader *r = arg;

	oh_menu_fault(r->f, line, "%s", why);
}

/**
 * Read INI text into menus
 *
 * @param f    File; menus and faults are added
 * @param text Text
 *
 * @return 0 also with faults, ENOMEM
 */
int oh_menu_read(struct oh_menu_file *f, const char *text)
{
	struct reader r = { .f = f };
	const struct oh_ini_prm prm = {
		.sectionh = section_handler,
		.pairh    = pair_handler,
		.commenth = comment_handler,
		.faulth   = fault_handler,
		.arg      = &r,
	};
	int err = oh_ini_parse(text, &prm);

	return err ? err : r.err;
}
