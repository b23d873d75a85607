/**
 * @file mark.c  Text in which what is searched for stands out
 */
#include "base/compat.h"
#include <strings.h>
#include "phone/safe.h"
#include "tui/mark.h"

enum { PIECE_MAX = 512 };       /* bytes of text painted at a time */

/**
 * Find a text in another
 *
 * @param text   Looked through, NUL-terminated
 * @param needle Searched for, NUL-terminated; "": never found
 *
 * @return Where it begins, in text; NULL if it is not there
 */
const char *oh_mark_find(const char *text, const char *needle)
{
	size_t n = strlen(needle);

	if (!n)
		return NULL;
	for (; *text; text++) {
		if (0 == strncasecmp(text, needle, n))
			return text;
	}

	return NULL;
}

/* Paint n bytes of text; columns used */
static int piece(struct oh_cells *c, const struct oh_box *b,
		 enum oh_style style, const char *text, size_t n)
{
	char buf[PIECE_MAX];

	if (b->w <= 0 || !n)
		return 0;
	n = min(n, sizeof(buf) - 1);
	memcpy(buf, text, n);
	buf[n] = '\0';

	return oh_cells_text(c, b->x, b->y, b->w, style, buf);
}

static void advance(struct oh_box *b, int columns)
{
	b->x += columns;
	b->w -= columns;
}

/* More of it than there is room for: the last column says so */
static void cut_sign(struct oh_cells *c, const struct oh_box *b,
		     enum oh_style style)
{
	const struct oh_box last = { b->x + b->w - 1, b->y, 1, 1 };

	oh_cells_fill(c, &last, style, c->ascii ? '~' : 0x2026);
}

/**
 * Paint text of one row, matches in OH_STYLE_MATCH; what is cut ends with a
 * sign of it
 *
 * @param c      Cells
 * @param b      Where, and how wide; its height does not matter
 * @param style  Of what does not match
 * @param text   NUL-terminated, made safe on its way; no more than 511
 *               bytes between two matches
 * @param needle Searched for; "": nothing
 *
 * @return Columns used
 */
int oh_mark_text(struct oh_cells *c, const struct oh_box *b,
		 enum oh_style style, const char *text, const char *needle)
{
	const size_t n = strlen(needle);
	const bool cut = b->w > 1 && oh_safe_columns(text) > (size_t)b->w;
	struct oh_box left = *b;
	const char *hit;

	if (cut) {
		cut_sign(c, b, style);
		left.w -= 1;
	}

	while (left.w > 0 && (hit = oh_mark_find(text, needle))) {
		advance(&left, piece(c, &left, style, text,
				     (size_t)(hit - text)));
		advance(&left, piece(c, &left, OH_STYLE_MATCH, hit, n));
		text = hit + n;
	}
	advance(&left, piece(c, &left, style, text, strlen(text)));

	return cut ? b->w : b->w - left.w;
}
