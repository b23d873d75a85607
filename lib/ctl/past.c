/**
 * @file past.c  The dialogs of a call, also of one that has ended
 */
#include <errno.h>
#include "base/compat.h"
#include "action/calls.h"
#include "ctl/past.h"

/** A dialog that is over */
struct past {
	struct le le;
	char      id[OH_ID_SIZE];
	char     *call_id;
};

static void past_destructor(void *arg)
{
	struct past *p = arg;

	list_unlink(&p->le);
	mem_deref(p->call_id);
}

/**
 * Remember which dialog was that of a call
 *
 * @param pastl Dialogs that are over: the oldest give way
 * @param ev    ENDED
 */
void oh_past_add(struct list *pastl, const struct oh_event *ev)
{
	struct past *p;

	if (!ev->call || !ev->call_id)
		return;
	p = mem_zalloc(sizeof(*p), past_destructor);
	if (!p)
		return;
	if (str_dup(&p->call_id, ev->call_id)) {
		mem_deref(p);
		return;
	}
	str_ncpy(p->id, ev->call, sizeof(p->id));
	list_append(pastl, &p->le, p);
	if (list_count(pastl) > OH_PAST_MAX)
		mem_deref(list_ledata(list_head(pastl)));
}

static bool fits(const char *have, const char *id)
{
	size_t len = strlen(id), all = strlen(have);

	return len <= all && (0 == strncmp(have, id, len) ||
			      0 == strcmp(&have[all - len], id));
}

/* A call that has ended, if one alone fits */
static int find_ended(struct ctl_dialogs *d, const struct list *pastl,
		      const char *id)
{
	for (struct le *le = list_head(pastl); le; le = le->next) {
		const struct past *p = le->data;

		if (!fits(p->id, id) || 0 == strcmp(d->id, p->id))
			continue;
		if (*d->id)
			return EEXIST;
		str_ncpy(d->id, p->id, sizeof(d->id));
	}

	return *d->id ? 0 : ENOENT;
}

static void put(struct ctl_dialogs *d, const char *call_id)
{
	if (call_id && *call_id && d->n < OH_PAST_DIALOGS)
		d->call_idv[d->n++] = call_id;
}

/**
 * Find the dialogs of a call
 *
 * @param d     Receives them, borrowed until anything happens on a call
 * @param pastl Dialogs that are over
 * @param calls Calls that go on
 * @param id    The call's, or the beginning or the end of it; NULL or "": the
 *              only one that goes on, or else the only one that has ended
 *
 * @return 0, ENOENT, EEXIST: it fits several
 */
int oh_past_find(struct ctl_dialogs *d, const struct list *pastl,
		 const struct oh_calls *calls, const char *id)
{
	struct oh_event about = { .call_id = NULL };
	struct oh_live *lv = NULL;
	int err = oh_calls_find(&lv, calls, id);

	memset(d, 0, sizeof(*d));
	if (!err)
		str_ncpy(d->id, oh_call_id(oh_live_call(lv)), sizeof(d->id));
	else if (err == ENOENT)
		err = find_ended(d, pastl, id ? id : "");
	if (err)
		return err;
	for (struct le *le = list_head(pastl); le; le = le->next) {
		const struct past *p = le->data;

		if (0 == strcmp(p->id, d->id))
			put(d, p->call_id);
	}
	if (lv)
		oh_call_about(oh_live_call(lv), &about);
	put(d, about.call_id);

	return 0;
}
