/**
 * @file theme.h  How styles look: with 256 colours, with 16, with none
 *
 * [colors] of the configuration changes it: "held = black on yellow bold".
 * Pure.
 */
#ifndef OH_TUI_THEME_H
#define OH_TUI_THEME_H

#include <stdbool.h>
#include <stdint.h>
#include "tui/cells.h"

struct oh_look_of {
	int16_t fg, bg;                /**< -1: the terminal's own; 0-255    */
	bool    bold, dim, reverse, underline;
};

struct oh_theme {
	struct oh_look_of v[OH_STYLES];
};

/* colors: 256, 16, 8, or 0 (NO_COLOR, mono): attributes alone tell then */
void oh_theme_init(struct oh_theme *t, int colors);
/* name: of a style; text as above. EINVAL */
int  oh_theme_set(struct oh_theme *t, const char *name, const char *text);

#endif
