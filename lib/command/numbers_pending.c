/**
 * @file numbers_pending.c  Purchases whose outcome nobody has seen
 *
 * Somebody may have been killed between the request and its answer. Each
 * run tells what the journal holds; a complete list settles it: the numbers
 * are there, or the search that held them has expired long ago.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/clock.h"
#include "command/numbers_priv.h"

enum { SETTLED_US = 20 * 60 * 1000000 };    /* No search is held so long */

struct pending {
	struct le               le;
	struct oh_journal_entry entry;
	uint32_t                seen;         /* of its numbers, in a list */
};

struct oh_numbers_pending {
	struct list l;
};

static void pending_destructor(void *arg)
{
	struct pending *p = arg;

	list_unlink(&p->le);
}

static void destructor(void *arg)
{
	struct oh_numbers_pending *ps = arg;

	list_flush(&ps->l);
}

/* Another numbers may be at it right now; after a while it is somebody else
   who was given its pid, at once if that is us */
static bool is_alive(const struct oh_journal_entry *e)
{
	return e->pid > 0 && e->pid != getpid() &&
		(0 == kill(e->pid, 0) || errno == EPERM) &&
		oh_clock_wall_us() < e->wall_us + SETTLED_US;
}

static void entry_handler(const struct oh_journal_entry *e, void *arg)
{
	struct numbers *n = arg;
	struct pending *p;

	if (is_alive(e))
		return;
	p = mem_zalloc(sizeof(*p), pending_destructor);
	if (!p)
		return;
	p->entry = *e;
	list_append(&n->pending->l, &p->le, p);
}

static void tell(struct numbers *n, const struct oh_journal_entry *e)
{
	char when[OH_CLOCK_ISO_SIZE] = "";

	(void)oh_clock_print(when, sizeof(when), e->wall_us);
	if (*e->operation)
		oh_app_say(n->app, "a purchase of %s (%s, carrier %s) was not "
			   "seen to its end: 'numbers operation %s' looks",
			   e->numbers, when, e->carrier, e->operation);
	else
		oh_app_say(n->app, "a purchase of %s (%s, carrier %s) was cut "
			   "off: 'numbers list' shows whether it was made",
			   e->numbers, when, e->carrier);
}

/**
 * Tell of purchases that an earlier run has not seen to their end
 *
 * @param n The run; they are kept in it
 */
void oh_numbers_pending_tell(struct numbers *n)
{
	struct le *le;
	int err;

	n->pending = mem_zalloc(sizeof(*n->pending), destructor);
	if (!n->pending)
		return;
	err = oh_journal_walk(entry_handler, n);
	if (err && err != ENOENT)
		oh_app_say(n->app, "purchases noted down by earlier runs "
			   "cannot be read: %s", strerror(err));
	LIST_FOREACH(&n->pending->l, le) {
		const struct pending *p = le->data;

		tell(n, &p->entry);
	}
}

/**
 * An operation has ended: if it was a purchase of the journal, that is known
 *
 * @param n  The run
 * @param op Operation
 */
void oh_numbers_pending_ended(struct numbers *n,
			      const struct oh_operation *op)
{
	struct le *le = n->pending ? list_head(&n->pending->l) : NULL;

	while (le) {
		struct pending *p = le->data;

		le = le->next;
		if (strcmp(p->entry.operation, op->id))
			continue;
		(void)oh_journal_strike(p->entry.carrier, p->entry.search);
		mem_deref(p);
	}
}

/* One of the words of a list: numbers may begin like others */
static bool has_word(const char *list, const char *word)
{
	const size_t len = strlen(word);

	while (*list) {
		const size_t n = strcspn(list, " ");

		if (n == len && 0 == memcmp(list, word, n))
			return true;
		list += n + strspn(list + n, " ");
	}

	return false;
}

/**
 * A number of one's own was listed
 *
 * @param n       The run
 * @param carrier Whose list
 * @param number  Number
 */
void oh_numbers_pending_seen(struct numbers *n, const char *carrier,
			     const char *number)
{
	struct le *le = n->pending ? list_head(&n->pending->l) : NULL;

	for (; le; le = le->next) {
		struct pending *p = le->data;

		if (0 == strcmp(p->entry.carrier, carrier) &&
		    has_word(p->entry.numbers, number))
			p->seen++;
	}
}

static void settle(struct numbers *n, const struct oh_journal_entry *e,
		   bool made)
{
	oh_app_say(n->app, made ? "the purchase of %s was made" :
		   "the purchase of %s was not made", e->numbers);
	(void)oh_journal_strike(e->carrier, e->search);
}

/**
 * A carrier's list was seen to its end: settle what it settles
 *
 * @param n       The run
 * @param carrier Whose list
 */
void oh_numbers_pending_listed(struct numbers *n, const char *carrier)
{
	struct le *le = n->pending ? list_head(&n->pending->l) : NULL;
	uint64_t now_us = oh_clock_wall_us();

	while (le) {
		struct pending *p = le->data;

		le = le->next;
		if (strcmp(p->entry.carrier, carrier) ||
		    (!p->seen && now_us < p->entry.wall_us + SETTLED_US))
			continue;
		settle(n, &p->entry, p->seen > 0);
		mem_deref(p);
	}
}
