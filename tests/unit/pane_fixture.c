/**
 * @file pane_fixture.c  One pane alone: painted, ordered about, read
 */
#include "base/compat.h"
#include "test.h"
#include "phone/safe.h"
#include "cellstext.h"
#include "pane_fixture.h"

/* 2026-11-24 17:47:19 UTC */
#define NOW_US 1795542439000000ull

static void say_handler(const char *line, void *arg)
{
	struct pane *p = arg;
	size_t n = strlen(p->said);

	(void)snprintf(p->said + n, sizeof(p->said) - n, "%s\n", line);
}

int pane_open(struct pane *p, const struct oh_pane_class *cls, int w, int h)
{
	int err;

	memset(p, 0, sizeof(*p));
	p->cls = cls;
	err = oh_board_alloc(&p->board, NULL, NULL);
	err = err ? err : oh_contacts_alloc(&p->contacts);
	err = err ? err : oh_history_alloc(&p->history);
	err = err ? err : oh_wire_alloc(&p->wire, "call-1");
	err = err ? err : cls->alloc(&p->state);
	err = err ? err : pane_size(p, w, h);
	if (err)
		return err;
	p->prm.board = p->board;
	p->prm.contacts = p->contacts;
	p->prm.history = p->history;
	p->view.prm = &p->prm;
	p->view.search = "";
	p->view.past = "";
	p->view.focus = true;
	p->view.now_ms = 100000;
	p->view.wall_us = NOW_US;
	p->view.sayh = say_handler;
	p->view.arg = p;

	return 0;
}

void pane_close(struct pane *p)
{
	p->state = mem_deref(p->state);
	p->cells = mem_deref(p->cells);
	p->board = mem_deref(p->board);
	p->contacts = mem_deref(p->contacts);
	p->history = mem_deref(p->history);
	p->wire = mem_deref(p->wire);
}

int pane_size(struct pane *p, int w, int h)
{
	p->cells = mem_deref(p->cells);

	return oh_cells_alloc(&p->cells, w, h);
}

static void paint_box(struct pane *p, const struct oh_box *b)
{
	oh_cells_clear(p->cells);
	p->cls->paint(p->state, &p->view, p->cells, b);
}

void pane_paint(struct pane *p)
{
	const struct oh_box all = { 0, 0, p->cells->w, p->cells->h };

	paint_box(p, &all);
}

bool pane_order(struct pane *p, const char *word)
{
	return p->cls->order(p->state, &p->view, word);
}

void pane_row_is(struct pane *p, int y, const char *text)
{
	char *row;

	pane_paint(p);
	row = cells_row(p->cells, y);
	assert_string_equal(row, text);
	free(row);
}

int pane_find(struct pane *p, const char *text)
{
	pane_paint(p);
	for (int y = 0; y < p->cells->h; y++) {
		char *row = cells_row(p->cells, y);
		const bool found = strstr(row, text) != NULL;

		free(row);
		if (found)
			return y;
	}

	return -1;
}

bool pane_shows(struct pane *p, const char *text)
{
	return pane_find(p, text) >= 0;
}

enum oh_style pane_style(struct pane *p, const char *text)
{
	const int y = pane_find(p, text);
	char *row, *at;
	int x;

	assert_true(y >= 0);
	row = cells_row(p->cells, y);
	at = strstr(row, text);
	assert_non_null(at);
	*at = '\0';
	x = (int)oh_safe_columns(row);
	free(row);

	return (enum oh_style)oh_cells_at(p->cells, x, y)->style;
}

void pane_call(struct pane *p)
{
	struct oh_board_call *c = &p->call;

	memset(c, 0, sizeof(*c));
	str_ncpy(c->id, "call-1", sizeof(c->id));
	str_ncpy(c->number, "+14255550100", sizeof(c->number));
	str_ncpy(c->name, "Anna Bell", sizeof(c->name));
	str_ncpy(c->trunk, "simulated", sizeof(c->trunk));
	str_ncpy(c->codec, "PCMU/8000", sizeof(c->codec));
	c->state = OH_BOARD_UP;
	c->answered_ms = 58000;
	c->us_db = -23.1;
	c->them_db = -127.0;
	p->view.call = c;
	p->view.wire = p->wire;
}

int pane_wire(struct pane *p, const char *json)
{
	cJSON *o = cJSON_Parse(json);
	int err;

	assert_non_null(o);
	err = oh_wire_read(p->wire, o);
	cJSON_Delete(o);

	return err;
}

int pane_message(struct pane *p, uint32_t n, const char *json)
{
	cJSON *o = cJSON_Parse(json);
	int err;

	assert_non_null(o);
	err = oh_wire_set_text(p->wire, n, o);
	cJSON_Delete(o);

	return err;
}

#define MINUTE_US 60000000ull

int pane_history(struct pane *p)
{
	static const struct oh_past pastv[] = {
	{ "h6", true, "+442079460000", "Night desk", "carrier-a",
	  "NO ANSWER", "no-answer", "", NOW_US - 7 * MINUTE_US, 0, 0 },
	{ "h5", false, "+14255550100", "Anna Bell", "simulated",
	  "ANSWERED", "done", "0.0120 USD", NOW_US - 60 * MINUTE_US, 62.4,
	  4.3 },
	{ "h4", false, "+14255550110", "", "simulated",
	  "BUSY", "busy", "", NOW_US - 26 * 60 * MINUTE_US, 0, 0 },
	{ "h3", true, "", "", "carrier-a",
	  "ANSWERED", "done", "", NOW_US - 30 * 60 * MINUTE_US, 3723, 3.9 },
	{ "h2", false, "+14255550666", "", "simulated",
	  "FAILED", "bad-number", "", NOW_US - 50 * 60 * MINUTE_US, 0, 0 },
	{ "h1", false, "+14255550100", "Anna Bell", "simulated",
	  "ANSWERED", "done", "0.0240 USD",
	  NOW_US - 400ull * 24 * 60 * MINUTE_US, 121, 4.4 },
	};
	int err = 0;

	/* Newest first, as it is read */
	for (size_t i = 0; !err && i < ARRAY_SIZE(pastv); i++)
		err = oh_history_add(p->history, &pastv[i]);

	return err;
}

int pane_contacts(struct pane *p, const char *text)
{
	uint32_t bad;

	return oh_contacts_parse(p->contacts, text, strlen(text), "US", &bad);
}

/* A border of another style around the pane stays as it is */
static void torture_at(struct pane *p, int w, int h)
{
	const struct oh_box all = { 0, 0, p->cells->w, p->cells->h };
	const struct oh_box box = { 2, 1, w, h };

	oh_cells_fill(p->cells, &all, OH_STYLE_CARD, '@');
	p->cls->paint(p->state, &p->view, p->cells, &box);
	for (int y = 0; y < p->cells->h; y++) {
		for (int x = 0; x < p->cells->w; x++) {
			const struct oh_cell *c =
				oh_cells_at(p->cells, x, y);

			if (x >= 2 && x < 2 + w && y >= 1 && y < 1 + h)
				assert_true(!c->code ||
					    oh_safe_is_shown(c->code));
			else
				assert_true(c->code == '@' &&
					    c->style == OH_STYLE_CARD);
		}
	}
}

void pane_torture(struct pane *p, int w, int h)
{
	static const char *const orderv[] = {
		"down", "up", "pgdn", "pgup", "top", "bottom", "open",
		"next", "prev", "filter", "left", "right", "back", "save",
	};
	size_t n = 0;

	if (pane_size(p, w + 4, h + 2))
		return;
	for (int y = 0; y <= h; y++) {
		for (int x = 0; x <= w; x += 1 + (x > 30) * 6) {
			torture_at(p, x, y);
			(void)pane_order(p, orderv[n++ % ARRAY_SIZE(orderv)]);
			torture_at(p, x, y);
		}
	}
}
