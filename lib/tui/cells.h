/**
 * @file cells.h  A screen as cells: what stands where, and in which style
 *
 * Pure. A wide character takes two cells, the second of which has code 0.
 * Writing outside is cut, never an error.
 */
#ifndef OH_TUI_CELLS_H
#define OH_TUI_CELLS_H

#include <stdbool.h>
#include <stdint.h>

/** What a thing is; a theme says how it looks */
enum oh_style {
	OH_STYLE_NORMAL,
	OH_STYLE_DIM,
	OH_STYLE_TITLE,
	OH_STYLE_FOCUS,                /**< title of the pane with the keys  */
	OH_STYLE_LINE,                 /**< frames                           */
	OH_STYLE_SELECTED,
	OH_STYLE_KEY,                  /**< a key in the bottom line         */
	OH_STYLE_BAR,                  /**< the rest of it, and the top line */
	OH_STYLE_INPUT,
	OH_STYLE_UP,                   /**< states of calls                  */
	OH_STYLE_RINGING,
	OH_STYLE_HELD,
	OH_STYLE_ENDED,
	OH_STYLE_GOOD,                 /**< figures                          */
	OH_STYLE_FAIR,
	OH_STYLE_POOR,
	OH_STYLE_ALERT,                /**< refused, failed                  */
	OH_STYLE_CARD,                 /**< somebody rings                   */
	OH_STYLE_SENT,                 /**< the ladder's arrows              */
	OH_STYLE_RECEIVED,
	OH_STYLE_MATCH,                /**< what was searched for            */
	OH_STYLES
};

/** Signs of our own, for which ASCII has others */
enum oh_sign {
	OH_SIGN_LOCK,                  /**< encrypted                        */
	OH_SIGN_MARK,                  /**< selected                         */
	OH_SIGN_VOICE,                 /**< has the handset                  */
	OH_SIGN_RECORDING,
	OH_SIGN_MUTED,
	OH_SIGN_OTHER,                 /**< of another process               */
	OH_SIGN_IN,                    /**< they called us                   */
	OH_SIGN_OUT,
	OH_SIGN_UP,                    /**< more above, below                */
	OH_SIGN_DOWN,
	OH_SIGN_GOOD,                  /**< allowed                          */
	OH_SIGN_BAD,
	OH_SIGN_DOT,                   /**< between two things               */
	OH_SIGN_RULE,                  /**< a horizontal line                */
	OH_SIGNS
};

struct oh_cell {
	uint32_t code;                 /**< Unicode; ' ' if nothing; 0: the
					    right half of a wide one         */
	uint8_t  style;                /**< enum oh_style                    */
};

struct oh_cells {
	int w, h;
	struct oh_cell *v;             /**< w * h, row by row                */
	bool ascii;                    /**< lines and signs of ASCII only    */
	bool cursor;                   /**< shown at cx, cy                  */
	int  cx, cy;
};

/** A part of it */
struct oh_box {
	int x, y, w, h;
};

const char *oh_style_name(enum oh_style style);      /* "selected" */
int  oh_cells_alloc(struct oh_cells **cp, int w, int h);
void oh_cells_clear(struct oh_cells *c);
struct oh_cell *oh_cells_at(struct oh_cells *c, int x, int y);  /* or NULL */
/* All return columns used. text is made safe (phone/safe.h) on its way */
int  oh_cells_text(struct oh_cells *c, int x, int y, int w,
		   enum oh_style style, const char *text);
int  oh_cells_right(struct oh_cells *c, int x, int y, int w,
		    enum oh_style style, const char *text);
/* Into the first row of b */
int  oh_cells_print(struct oh_cells *c, const struct oh_box *b,
		    enum oh_style style, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Text broken between words; returns rows used, at most b->h */
int  oh_cells_wrap(struct oh_cells *c, const struct oh_box *b,
		   enum oh_style style, const char *text);
/* One of our own signs, one column */
int  oh_cells_sign(struct oh_cells *c, int x, int y, enum oh_style style,
		   enum oh_sign sign);
uint32_t oh_sign_code(enum oh_sign sign, bool ascii);
void oh_cells_fill(struct oh_cells *c, const struct oh_box *b,
		   enum oh_style style, uint32_t code);
/* The look of a part changes, its text stays */
void oh_cells_style(struct oh_cells *c, const struct oh_box *b,
		    enum oh_style style);
/* Frame with a title; inside receives what is left */
void oh_cells_frame(struct oh_cells *c, const struct oh_box *b,
		    const char *title, bool focus, struct oh_box *inside);
/* A bar of w cells, filled to part (0..1), eighths where UTF-8 is */
void oh_cells_meter(struct oh_cells *c, int x, int y, int w, double part,
		    enum oh_style style);

#endif
