/**
 * @file linephone_kept.c  Lines that were typed, for another day
 */
#include <string.h>
#include "base/path.h"
#include "command/linekept.h"
#include "command/linephone_priv.h"


static void remember(const char *line, void *arg)
{
	struct linephone *l = arg;

	l->in->remember(l->in, line);
}


/** Get the lines of before, if there are any */
void oh_linephone_recall(struct linephone *l)
{
	if (oh_path_make(l->kept, sizeof(l->kept), OH_PATH_STATE,
			 "phone_history"))
		l->kept[0] = '\0';
	else
		(void)oh_linekept_read(l->kept, remember, l);
}


/**
 * Keep a line. That it cannot be kept is no reason not to do it; it is said
 * once
 *
 * @param l    Phone, whose lines are kept
 * @param line One that is fit to be
 */
void oh_linephone_keep(struct linephone *l, const char *line)
{
	int err = oh_linekept_add(l->kept, line);

	l->in->remember(l->in, line);
	if (err && err != l->kept_err)
		oh_linein_tell(l->in, "! lines are not kept in %s: %s",
			       l->kept, strerror(err));
	l->kept_err = err;
}
