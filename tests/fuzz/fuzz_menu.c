/**
 * @file fuzz_menu.c  The text of a menu file, and a caller in it
 *
 * The text ends at the first NUL; what follows is what happens on the call.
 */
#include "base/compat.h"
#include <assert.h>
#include <string.h>
#include "flow/menu_run.h"

static void check_file(const struct oh_menu_file *f)
{
	for (uint32_t i = 0; i < f->faultc; i++)
		assert(f->faultv[i].line >= 0 && *f->faultv[i].text);
	for (uint32_t i = 0; i < f->menuc; i++) {
		const struct oh_menu *m = &f->menuv[i];

		assert(*m->name && m->line > 0 && m->tries >= 1);
		assert(m->timeout_ms >= 500);
	}
	for (uint32_t i = 0; i < f->soundc && !f->errorc; i++)
		assert(oh_menu_sound(f, i)->index == i);
}

static void check_act(const struct oh_menu_run *r,
		      const struct oh_menu_run_act *act)
{
	assert(r->menu < r->f->menuc && r->backc < r->f->menuc);
	assert(!act->stepc == !act->stepv);
	assert((act->what == OH_MENU_RUN_LISTEN) == (act->ms > 0));
	for (uint32_t i = 0; i < act->stepc; i++)
		assert(act->stepv[i].text && act->stepv[i].line > 0);
}

static void run(const struct oh_menu_file *f, const uint8_t *data,
		size_t size)
{
	struct oh_menu_run_act act;
	struct oh_menu_run r;

	oh_menu_run_start(&r, f, &act);
	assert(act.what != OH_MENU_RUN_NOTHING);
	check_act(&r, &act);
	for (size_t i = 0; i < size; i++) {
		oh_menu_run_event(&r, data[i] % 5, "0123456789*#A"
				  [data[i] / 5 % 13], &act);
		check_act(&r, &act);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, 0, size);
	const size_t len = end ? (size_t)(end - data) : size;
	struct oh_menu_file *f = NULL;
	char *text = mem_alloc(len + 1, NULL);

	if (!text)
		return 0;
	memcpy(text, data, len);
	text[len] = '\0';

	assert(!oh_menu_parse(&f, "fuzz.menu", text));
	check_file(f);
	if (!f->errorc)
		run(f, data + len, size - len);

	mem_deref(f);
	mem_deref(text);

	return 0;
}
