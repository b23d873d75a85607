/**
 * @file theme.c  How styles look
 */
#include "base/compat.h"
#include "base/scan.h"
#include "tui/theme.h"

enum { WORD_MAX = 24, COLORS_MAX = 255 };

/** Attributes, as letters in the tables: b d r u */
struct paint {
	int16_t     fg, bg;
	const char *attr;
};

static const struct paint monov[OH_STYLES] = {
	[OH_STYLE_NORMAL]   = { -1, -1, "" },
	[OH_STYLE_DIM]      = { -1, -1, "d" },
	[OH_STYLE_TITLE]    = { -1, -1, "b" },
	[OH_STYLE_FOCUS]    = { -1, -1, "rb" },
	[OH_STYLE_LINE]     = { -1, -1, "" },
	[OH_STYLE_SELECTED] = { -1, -1, "r" },
	[OH_STYLE_KEY]      = { -1, -1, "b" },
	[OH_STYLE_BAR]      = { -1, -1, "r" },
	[OH_STYLE_INPUT]    = { -1, -1, "u" },
	[OH_STYLE_UP]       = { -1, -1, "b" },
	[OH_STYLE_RINGING]  = { -1, -1, "bu" },
	[OH_STYLE_HELD]     = { -1, -1, "u" },
	[OH_STYLE_ENDED]    = { -1, -1, "d" },
	[OH_STYLE_GOOD]     = { -1, -1, "" },
	[OH_STYLE_FAIR]     = { -1, -1, "u" },
	[OH_STYLE_POOR]     = { -1, -1, "bu" },
	[OH_STYLE_ALERT]    = { -1, -1, "rb" },
	[OH_STYLE_CARD]     = { -1, -1, "rb" },
	[OH_STYLE_SENT]     = { -1, -1, "b" },
	[OH_STYLE_RECEIVED] = { -1, -1, "" },
	[OH_STYLE_MATCH]    = { -1, -1, "ru" },
};

/* 8 and 16 colours: a bright one is the plain one in bold where there are 8 */
static const struct paint plainv[OH_STYLES] = {
	[OH_STYLE_NORMAL]   = { -1, -1, "" },
	[OH_STYLE_DIM]      = { -1, -1, "d" },
	[OH_STYLE_TITLE]    = { -1, -1, "b" },
	[OH_STYLE_FOCUS]    = { 0, 6, "" },
	[OH_STYLE_LINE]     = { 4, -1, "" },
	[OH_STYLE_SELECTED] = { -1, -1, "r" },
	[OH_STYLE_KEY]      = { 6, -1, "b" },
	[OH_STYLE_BAR]      = { 7, 4, "" },
	[OH_STYLE_INPUT]    = { -1, -1, "b" },
	[OH_STYLE_UP]       = { 2, -1, "b" },
	[OH_STYLE_RINGING]  = { 3, -1, "b" },
	[OH_STYLE_HELD]     = { 6, -1, "" },
	[OH_STYLE_ENDED]    = { -1, -1, "d" },
	[OH_STYLE_GOOD]     = { 2, -1, "" },
	[OH_STYLE_FAIR]     = { 3, -1, "" },
	[OH_STYLE_POOR]     = { 1, -1, "b" },
	[OH_STYLE_ALERT]    = { 7, 1, "b" },
	[OH_STYLE_CARD]     = { 0, 3, "" },
	[OH_STYLE_SENT]     = { 6, -1, "" },
	[OH_STYLE_RECEIVED] = { 2, -1, "" },
	[OH_STYLE_MATCH]    = { 0, 3, "b" },
};

static const struct paint richv[OH_STYLES] = {
	[OH_STYLE_NORMAL]   = { -1, -1, "" },
	[OH_STYLE_DIM]      = { 244, -1, "" },
	[OH_STYLE_TITLE]    = { 153, -1, "b" },
	[OH_STYLE_FOCUS]    = { 16, 117, "b" },
	[OH_STYLE_LINE]     = { 240, -1, "" },
	[OH_STYLE_SELECTED] = { 255, 24, "" },
	[OH_STYLE_KEY]      = { 117, 236, "b" },
	[OH_STYLE_BAR]      = { 252, 236, "" },
	[OH_STYLE_INPUT]    = { 231, 238, "b" },
	[OH_STYLE_UP]       = { 114, -1, "b" },
	[OH_STYLE_RINGING]  = { 221, -1, "b" },
	[OH_STYLE_HELD]     = { 80, -1, "" },
	[OH_STYLE_ENDED]    = { 244, -1, "" },
	[OH_STYLE_GOOD]     = { 114, -1, "" },
	[OH_STYLE_FAIR]     = { 221, -1, "" },
	[OH_STYLE_POOR]     = { 203, -1, "b" },
	[OH_STYLE_ALERT]    = { 231, 160, "b" },
	[OH_STYLE_CARD]     = { 16, 221, "" },
	[OH_STYLE_SENT]     = { 117, -1, "" },
	[OH_STYLE_RECEIVED] = { 150, -1, "" },
	[OH_STYLE_MATCH]    = { 16, 221, "b" },
};

static const char *const colorv[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan",
	"white",
};

static void set_attr(struct oh_look_of *l, char letter)
{
	switch (letter) {

	case 'b': l->bold = true; break;
	case 'd': l->dim = true; break;
	case 'r': l->reverse = true; break;
	case 'u': l->underline = true; break;
	default: break;
	}
}

/**
 * Set the looks a terminal can show
 *
 * @param t      Theme
 * @param colors How many colours there are; below 8 is none
 */
void oh_theme_init(struct oh_theme *t, int colors)
{
	const struct paint *v = colors >= 256 ? richv
			      : colors >= 8   ? plainv : monov;

	memset(t, 0, sizeof(*t));
	for (size_t i = 0; i < OH_STYLES; i++) {
		t->v[i].fg = v[i].fg;
		t->v[i].bg = v[i].bg;
		for (const char *a = v[i].attr; *a; a++)
			set_attr(&t->v[i], *a);
	}
}

/* "red" "bright-red" "gray" "default" "203" */
static int color(int16_t *np, const char *word)
{
	const bool bright = 0 == strncmp(word, "bright-", 7);
	uint32_t n;

	if (0 == str_casecmp(word, "default")) {
		*np = -1;
		return 0;
	}
	if (0 == str_casecmp(word, "gray")) {
		*np = 8;
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(colorv); i++) {
		if (str_casecmp(word + (bright ? 7 : 0), colorv[i]))
			continue;
		*np = (int16_t)(i + (bright ? 8 : 0));
		return 0;
	}
	if (oh_scan_u32(&n, word, 0, COLORS_MAX))
		return EINVAL;
	*np = (int16_t)n;

	return 0;
}

static bool attribute(struct oh_look_of *l, const char *word)
{
	static const char *const v[] = { "bold", "dim", "reverse",
					 "underline" };

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (str_casecmp(word, v[i]))
			continue;
		set_attr(l, v[i][0]);
		return true;
	}

	return false;
}

/* The next word; false at the end, or if it is too long: *err says */
static bool next_word(char word[WORD_MAX], const char **textp, int *err)
{
	size_t n;

	*textp += strspn(*textp, " \t");
	n = strcspn(*textp, " \t");
	if (n >= WORD_MAX)
		*err = EINVAL;
	if (!n || n >= WORD_MAX)
		return false;
	str_ncpy(word, *textp, n + 1);
	*textp += n;

	return true;
}

/* What of a look has been read */
struct reading {
	struct oh_look_of look;
	bool fg, bg;                   /* is known               */
	bool on;                       /* a colour must follow   */
};

static int read_word(struct reading *r, const char *word)
{
	if (0 == str_casecmp(word, "on")) {
		if (r->on || r->bg)
			return EINVAL;
		r->on = true;
		return 0;
	}
	if (r->on) {
		r->on = false;
		r->bg = true;
		return color(&r->look.bg, word);
	}
	if (attribute(&r->look, word))
		return 0;
	if (r->fg || r->bg)
		return EINVAL;
	r->fg = true;

	return color(&r->look.fg, word);
}

static int look_parse(struct oh_look_of *l, const char *text)
{
	struct reading r = { .look = { .fg = -1, .bg = -1 } };
	char word[WORD_MAX];
	int err = 0;

	while (!err && next_word(word, &text, &err))
		err = read_word(&r, word);
	if (!err && r.on)
		err = EINVAL;
	if (!err)
		*l = r.look;

	return err;
}

/**
 * Change how a style looks
 *
 * @param t    Theme
 * @param name Name of the style: "held"
 * @param text "black on yellow bold": a colour, one behind "on", and bold,
 *             dim, reverse, underline, each of them if wanted. A colour is
 *             one of the eight, bright-..., gray, default, or 0 to 255
 *
 * @return 0, or EINVAL: no such style, or no such look; nothing is changed
 */
int oh_theme_set(struct oh_theme *t, const char *name, const char *text)
{
	if (!t || !name || !text)
		return EINVAL;
	for (size_t i = 0; i < OH_STYLES; i++)
		if (0 == str_casecmp(name, oh_style_name((enum oh_style)i)))
			return look_parse(&t->v[i], text);

	return EINVAL;
}
