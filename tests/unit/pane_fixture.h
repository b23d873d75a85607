/**
 * @file pane_fixture.h  One pane alone: painted, ordered about, read
 */
#ifndef PANE_FIXTURE_H
#define PANE_FIXTURE_H

#include "tui/pane.h"

struct pane {
	const struct oh_pane_class *cls;
	void *state;
	struct oh_screen_prm prm;
	struct oh_view  view;
	struct oh_cells *cells;
	struct oh_board *board;
	struct oh_contacts *contacts;
	struct oh_history *history;
	struct oh_wire *wire;
	struct oh_board_call call;     /**< view.call points here or nowhere */
	char said[1024];               /**< orders, each with a newline      */
};

/* A pane w by h with nothing to show: 0 or ENOMEM */
int  pane_open(struct pane *p, const struct oh_pane_class *cls, int w, int h);
void pane_close(struct pane *p);
int  pane_size(struct pane *p, int w, int h);
void pane_paint(struct pane *p);
/* An order; false: not the pane's */
bool pane_order(struct pane *p, const char *word);
/* Paint, then compare a row's beginning and end with text */
void pane_row_is(struct pane *p, int y, const char *text);
/* Paint: is text on the screen? */
bool pane_shows(struct pane *p, const char *text);
/* First row that has text; -1 */
int  pane_find(struct pane *p, const char *text);
/* Style of the first cell of a text on the screen */
enum oh_style pane_style(struct pane *p, const char *text);
/* A call of ours that is up, selected */
void pane_call(struct pane *p);
/* A reply of "ladder" about the call, of "message" */
int  pane_wire(struct pane *p, const char *json);
int  pane_message(struct pane *p, uint32_t n, const char *json);
int  pane_history(struct pane *p);
int  pane_contacts(struct pane *p, const char *text);
/* Every size up to w by h, each order: nothing is painted outside */
void pane_torture(struct pane *p, int w, int h);

#endif
