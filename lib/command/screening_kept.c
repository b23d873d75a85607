/**
 * @file screening_kept.c  Orders that were typed another day
 *
 * In dialer_history, beside that of the line phone and not in it: each has
 * orders that the other would refuse.
 */
#include <errno.h>
#include <string.h>
#include "base/path.h"
#include "command/linekept.h"
#include "command/screening_priv.h"

/* Said once, in the log: nobody needs them to telephone */
static void give_up(struct screening *s, int err)
{
	char text[160];

	(void)re_snprintf(text, sizeof(text), "typed orders are not kept: "
			  "dialer_history: %s", strerror(err));
	oh_board_say(s->board, false, text);
	s->kept[0] = '\0';
}

static void remember(const char *line, void *arg)
{
	const struct screening *s = arg;

	oh_screen_remember(s->screen, line);
}

/**
 * Have the screen remember what was typed another day
 *
 * @param s Screening, with a screen and a board
 */
void oh_screening_kept(struct screening *s)
{
	int err = oh_path_make(s->kept, sizeof(s->kept), OH_PATH_STATE,
			       "dialer_history");

	if (!err)
		err = oh_linekept_read(s->kept, remember, s);
	if (err && err != ENOENT)
		give_up(s, err);
}

/**
 * Keep an order that was typed, if it may be kept
 *
 * @param line Order
 * @param arg  Screening
 */
void oh_screening_keep(const char *line, void *arg)
{
	struct screening *s = arg;
	int err = *s->kept ? oh_linekept_add(s->kept, line) : 0;

	if (err)
		give_up(s, err);
}
