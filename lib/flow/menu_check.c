/**
 * @file menu_check.c  A menu file as a whole
 */
#include <string.h>
#include "base/compat.h"
#include "call/name.h"
#include "flow/menu_priv.h"
#include "number/uri.h"

/* Which menu a name means; menuc: none */
static uint32_t index_of(const struct oh_menu_file *f, const char *name)
{
	uint32_t i = 0;

	while (i < f->menuc && strcmp(f->menuv[i].name, name))
		i++;

	return i;
}

static void check_target(struct oh_menu_file *f, const struct oh_menu *m,
			 struct oh_menu_step *s)
{
	s->index = index_of(f, s->text);
	if (s->index == f->menuc)
		oh_menu_fault(f, s->line, "[menu %s]: there is no menu %s",
			      m->name, s->text);
}

/* Whether it can be called is for routes and guards to say; here, whether it
   looks like something that can. */
static void check_number(struct oh_menu_file *f, const struct oh_menu *m,
			 const struct oh_menu_step *s)
{
	static const char allowed[] = "+0123456789*#()-./ ";

	if (oh_uri_is_sip(s->text) || 0 == strncmp(s->text, "tel:", 4))
		return;
	if (s->text[strspn(s->text, allowed)] ||
	    !strpbrk(s->text, "0123456789"))
		oh_menu_fault(f, s->line, "[menu %s]: '%s' is neither a "
			      "number nor a URI", m->name, s->text);
}

static void check_record(struct oh_menu_file *f, const struct oh_menu *m,
			 const struct oh_menu_step *s)
{
	const struct oh_name name = { .wall_us = 0 };
	char path[OH_NAME_SIZE];
	const char *why = "it is too long";

	if (oh_name_print(path, sizeof(path), s->text, &name, &why))
		oh_menu_fault(f, s->line, "[menu %s]: record '%s': %s",
			      m->name, s->text, why);
}

static void check_step(struct oh_menu_file *f, const struct oh_menu *m,
		       struct oh_menu_step *s)
{
	switch (s->verb) {

	case OH_MENU_MENU:
		check_target(f, m, s);
		break;
	case OH_MENU_TRANSFER:
	case OH_MENU_FORWARD:
		check_number(f, m, s);
		break;
	case OH_MENU_RECORD:
		check_record(f, m, s);
		break;
	default:
		break;
	}
}

static void check_steps(struct oh_menu_file *f, struct oh_menu *m)
{
	struct oh_menu_steps *steps;

	for (uint32_t i = 0; (steps = oh_menu_steps_at(m, i)); i++) {
		for (uint32_t k = 0; k < steps->c; k++)
			check_step(f, m, &steps->v[k]);
	}
}

static bool has_key(const struct oh_menu *m)
{
	for (uint32_t i = 0; i <= OH_MENU_ON_HASH; i++) {
		if (m->onv[i].c)
			return true;
	}

	return false;
}

/** Menus found by walking from the first */
struct walk {
	bool     seenv[OH_MENU_MENUS_MAX];
	uint32_t todov[OH_MENU_MENUS_MAX];
	uint32_t todoc;
};

static void reach(struct walk *w, uint32_t menu)
{
	if (w->seenv[menu])
		return;
	w->seenv[menu] = true;
	w->todov[w->todoc++] = menu;
}

static void reach_from(struct walk *w, const struct oh_menu_file *f,
		       struct oh_menu *m)
{
	struct oh_menu_steps *steps;

	for (uint32_t i = 0; (steps = oh_menu_steps_at(m, i)); i++) {
		for (uint32_t k = 0; k < steps->c; k++) {
			const struct oh_menu_step *s = &steps->v[k];

			if (s->verb == OH_MENU_MENU && s->index < f->menuc)
				reach(w, s->index);
		}
	}
}

static void check_reach(struct oh_menu_file *f)
{
	struct walk w = { .todoc = 0 };

	reach(&w, 0);
	while (w.todoc)
		reach_from(&w, f, &f->menuv[w.todov[--w.todoc]]);
	for (uint32_t i = 0; i < f->menuc; i++) {
		if (!w.seenv[i])
			oh_menu_warn(f, f->menuv[i].line,
				     "[menu %s]: no key leads here",
				     f->menuv[i].name);
	}
}

/**
 * Check what only the whole of a file shows; targets are filled in
 *
 * @param f File; faults are added
 */
void oh_menu_check(struct oh_menu_file *f)
{
	if (!f->menuc) {
		if (!f->errorc)
			oh_menu_fault(f, 0, "no [menu NAME] in it");
		return;
	}
	for (uint32_t i = 0; i < f->menuc; i++) {
		struct oh_menu *m = &f->menuv[i];

		check_steps(f, m);
		if (!m->prompts.c)
			oh_menu_warn(f, m->line, "[menu %s]: neither prompt "
				     "nor say: callers hear nothing",
				     m->name);
		if (!has_key(m))
			oh_menu_warn(f, m->line, "[menu %s]: no key leads "
				     "anywhere", m->name);
	}
	check_reach(f);
}
