/**
 * @file history.c  The latest calls, from their records
 */
#include <errno.h>
#include <stdio.h>
#include <strings.h>
#include "base/compat.h"
#include "cdr/query.h"
#include "phone/contacts.h"
#include "phone/history.h"
#include "phone/safe.h"

enum { PART_MIN = 4 };     /* characters of an id that name a call */

struct oh_history {
	struct oh_past *v;             /* of OH_HISTORY_MAX, newest first  */
	size_t          count;
};

/** The rows as they come: oldest first */
struct reading {
	struct oh_past *v;
	size_t          count;
	const struct oh_contacts *names;
};

static void destructor(void *arg)
{
	struct oh_history *h = arg;

	mem_deref(h->v);
}

/** Make an empty one; release with mem_deref. ENOMEM */
int oh_history_alloc(struct oh_history **hp)
{
	struct oh_history *h = mem_zalloc(sizeof(*h), destructor);

	if (!h)
		return ENOMEM;
	h->v = mem_alloc(OH_HISTORY_MAX * sizeof(*h->v), NULL);
	if (!h->v) {
		mem_deref(h);
		return ENOMEM;
	}
	*hp = h;

	return 0;
}

static void copy(char *buf, size_t size, const struct oh_row *row,
		 enum oh_row_at at)
{
	char cell[OH_ROW_CELL];

	(void)oh_safe_text(buf, size, oh_row_print(cell, row, at), false);
}

static void read_cost(struct oh_past *p, const struct oh_row *row)
{
	char cost[OH_ROW_CELL], money[OH_ROW_CELL], both[OH_ROW_CELL * 2];
	const char *amount = oh_row_print(cost, row, OH_ROW_COST);

	if (!*amount || !row->v[OH_ROW_COST].u.n)
		return;
	(void)snprintf(both, sizeof(both), "%s %s", amount,
		       oh_row_print(money, row, OH_ROW_CURRENCY));
	(void)oh_safe_text(p->cost, sizeof(p->cost), both, false);
}

static void read_number(struct oh_past *p, const struct oh_row *row,
			const struct oh_contacts *names)
{
	const struct oh_contact *who;

	copy(p->number, sizeof(p->number), row,
	     p->incoming ? OH_ROW_FROM : OH_ROW_TO);
	who = names ? oh_contacts_find(names, p->number) : NULL;
	if (who)
		str_ncpy(p->name, who->name, sizeof(p->name));
}

/* One that goes on is none of the past */
static int row_handler(const struct oh_row *row, void *arg)
{
	struct reading *r = arg;
	struct oh_past *p = &r->v[r->count];
	char way[8];

	if (r->count == OH_HISTORY_MAX || !row->v[OH_ROW_DISPOSITION].known)
		return 0;
	memset(p, 0, sizeof(*p));
	copy(way, sizeof(way), row, OH_ROW_DIRECTION);
	p->incoming = 0 == strcmp(way, "in");
	copy(p->id, sizeof(p->id), row, OH_ROW_ID);
	copy(p->trunk, sizeof(p->trunk), row, OH_ROW_TRUNK);
	copy(p->disposition, sizeof(p->disposition), row,
	     OH_ROW_DISPOSITION);
	copy(p->cause, sizeof(p->cause), row, OH_ROW_CAUSE);
	read_number(p, row, r->names);
	read_cost(p, row);
	if (row->v[OH_ROW_START].known)
		p->start_us = (uint64_t)row->v[OH_ROW_START].u.n;
	if (row->v[OH_ROW_BILLSEC].known)
		p->talked_s = row->v[OH_ROW_BILLSEC].u.x;
	if (row->v[OH_ROW_MOS].known)
		p->mos = row->v[OH_ROW_MOS].u.x;
	r->count++;

	return 0;
}

/**
 * Read the latest calls, in place of those there are
 *
 * @param h     History; as it was after an error
 * @param path  Records; NULL: the usual ones
 * @param names Whose a number is; or NULL
 *
 * @return 0, ENOENT: nothing was ever recorded, ENOMEM, or an errno of
 *         oh_query_run()
 */
int oh_history_read(struct oh_history *h, const char *path,
		    const struct oh_contacts *names)
{
	const struct oh_query_prm prm = { .path = path,
					  .limit = OH_HISTORY_MAX };
	struct reading r = { .names = names };
	char why[OH_QUERY_WHY];
	int err;

	r.v = mem_alloc(OH_HISTORY_MAX * sizeof(*r.v), NULL);
	if (!r.v)
		return ENOMEM;
	err = oh_query_run(why, &prm, row_handler, &r);
	if (!err) {
		for (size_t i = 0; i < r.count; i++)
			h->v[i] = r.v[r.count - 1 - i];
		h->count = r.count;
	}
	mem_deref(r.v);

	return err;
}

/** Add a call where it belongs by its time. ERANGE: it is full */
int oh_history_add(struct oh_history *h, const struct oh_past *p)
{
	size_t at = 0;

	if (h->count == OH_HISTORY_MAX)
		return ERANGE;
	while (at < h->count && h->v[at].start_us > p->start_us)
		at++;
	memmove(&h->v[at + 1], &h->v[at],
		(h->count - at) * sizeof(h->v[0]));
	h->v[at] = *p;
	h->count++;

	return 0;
}

/** How many there are */
size_t oh_history_count(const struct oh_history *h)
{
	return h->count;
}

/** The i-th, 0 is the newest; NULL past the end */
const struct oh_past *oh_history_at(const struct oh_history *h, size_t i)
{
	return i < h->count ? &h->v[i] : NULL;
}

/** The call with this id; NULL: there is none */
const struct oh_past *oh_history_find(const struct oh_history *h,
				      const char *id)
{
	for (size_t i = 0; i < h->count; i++) {
		if (0 == strcmp(h->v[i].id, id))
			return &h->v[i];
	}

	return NULL;
}

/* Its beginning or its end */
static bool fits(const char *id, const char *part)
{
	const size_t len = strlen(part), have = strlen(id);

	return len >= PART_MIN && len <= have &&
		(0 == strncmp(id, part, len) ||
		 0 == strcmp(&id[have - len], part));
}

static const struct oh_past *find_part(const struct oh_history *h,
				       const char *part, bool *severalp)
{
	const struct oh_past *found = NULL;

	for (size_t i = 0; i < h->count; i++) {
		if (!fits(h->v[i].id, part))
			continue;
		*severalp = found != NULL;
		if (*severalp)
			return NULL;
		found = &h->v[i];
	}

	return found;
}

/**
 * Find the call that a word names
 *
 * @param h        History
 * @param word     Id, the beginning or the end of one (4 characters at
 *                 least), number or name
 * @param severalp Receives whether several ids fit
 *
 * @return Call, of several with that number or name the latest; or NULL
 */
const struct oh_past *oh_history_named(const struct oh_history *h,
				       const char *word, bool *severalp)
{
	const struct oh_past *p = oh_history_find(h, word);

	*severalp = false;
	if (!p)
		p = find_part(h, word, severalp);
	for (size_t i = 0; !p && !*severalp && *word && i < h->count; i++) {
		if (0 == strcmp(h->v[i].number, word) ||
		    0 == strcasecmp(h->v[i].name, word))
			p = &h->v[i];
	}

	return p;
}
