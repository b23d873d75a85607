/**
 * @file diary.c  The ladders of the calls that go on, by Call-ID
 */
#include "base/compat.h"
#include "trace/callid.h"
#include "trace/diary.h"
#include "trace/ladder.h"

enum { HASH_SIZE = 256 };

struct oh_diary {
	struct hash *hash;     /* of entries, by Call-ID                */
	struct list  list;     /* the oldest first                      */
	unsigned     count;
};

/** One dialog */
struct entry {
	struct le he;
	struct le le;
	struct oh_diary  *diary;
	struct oh_ladder *ladder;
	struct mbuf      *text;
	char             *call_id;
	bool              full;
};

static void entry_destructor(void *arg)
{
	struct entry *e = arg;

	if (e->he.list)
		e->diary->count--;
	hash_unlink(&e->he);
	list_unlink(&e->le);
	mem_deref(e->ladder);
	mem_deref(e->text);
	mem_deref(e->call_id);
}

static void diary_destructor(void *arg)
{
	struct oh_diary *d = arg;

	list_flush(&d->list);
	mem_deref(d->hash);
}

/**
 * Make a diary
 *
 * @param dp Returned, release with mem_deref
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_diary_alloc(struct oh_diary **dp)
{
	struct oh_diary *d;
	int err;

	if (!dp)
		return EINVAL;
	d = mem_zalloc(sizeof(*d), diary_destructor);
	if (!d)
		return ENOMEM;
	err = hash_alloc(&d->hash, HASH_SIZE);
	if (err)
		mem_deref(d);
	else
		*dp = d;

	return err;
}

/* What no longer fits is left out, and that is told once */
static void line_handler(const char *line, void *arg)
{
	struct entry *e = arg;

	if (e->full)
		return;
	e->full = e->text->end + strlen(line) >= OH_DIARY_SIZE;
	(void)mbuf_printf(e->text, "%s\n", e->full ? "..." : line);
}

static bool is_it(struct le *le, void *arg)
{
	const struct entry *e = le->data;

	return 0 == pl_strcmp(arg, e->call_id);
}

static struct entry *find(const struct oh_diary *d, const struct pl *call_id)
{
	return list_ledata(hash_lookup(d->hash, hash_joaat_pl(call_id), is_it,
				       (void *)call_id));
}

static struct entry *begin(struct oh_diary *d, const struct pl *call_id)
{
	struct entry *e = mem_zalloc(sizeof(*e), entry_destructor);
	int err;

	if (!e)
		return NULL;
	e->diary = d;
	e->text  = mbuf_alloc(1024);
	err = e->text ? oh_ladder_alloc(&e->ladder, line_handler, e) : ENOMEM;
	if (!err)
		err = pl_strdup(&e->call_id, call_id);
	if (err) {
		mem_deref(e);
		return NULL;
	}
	if (d->count >= OH_DIARY_CALLS)
		mem_deref(list_ledata(list_head(&d->list)));
	hash_append(d->hash, hash_joaat_pl(call_id), &e->he, e);
	list_append(&d->list, &e->le, e);
	d->count++;

	return e;
}

static bool is_invite(const struct oh_trace *t)
{
	static const char word[] = "INVITE ";

	return t->len >= sizeof(word) - 1 &&
		0 == memcmp(t->data, word, sizeof(word) - 1);
}

/**
 * Take a message: its line goes to the ladder of its call
 *
 * @param d Diary
 * @param t Message, borrowed; what is no SIP is left out
 */
void oh_diary_add(struct oh_diary *d, const struct oh_trace *t)
{
	struct pl call_id;
	struct entry *e;

	if (!d || !t || t->proto == OH_TRACE_RTP ||
	    !oh_callid_find(&call_id, t))
		return;
	e = find(d, &call_id);
	if (!e && is_invite(t))
		e = begin(d, &call_id);
	if (e)
		oh_ladder_add(e->ladder, t);
}

static int print_one(struct mbuf *mb, struct oh_diary *d, const char *call_id,
		     const char *number, const char *trunk)
{
	struct entry *e;
	struct pl pl;
	int err = 0;

	pl_set_str(&pl, call_id);
	e = find(d, &pl);
	if (!e)
		return 0;
	if (*number)
		err = mbuf_printf(mb, "%s via %s\n", number, trunk);
	if (!err)
		err = mbuf_write_mem(mb, e->text->buf, e->text->end);
	/* Over: the first to give way. The row may yet be written again */
	list_unlink(&e->le);
	list_prepend(&d->list, &e->le, e);

	return err;
}

/* Each try has its own dialog, and a heading if there are several */
static int print_all(struct mbuf *mb, struct oh_diary *d,
		     const struct oh_result *res)
{
	int err = 0;

	for (uint32_t i = 0; i < res->tryc && !err; i++) {
		const struct oh_try *t = &res->tryv[i];

		err = print_one(mb, d, t->call_id,
				res->tryc > 1 ? t->number : "", t->trunk);
	}

	if (!res->tryc)
		err = print_one(mb, d, res->call_id, "", "");

	return err;
}

/**
 * Print the ladder of a call that is over
 *
 * @param textp Text of lines, returned: release with mem_deref. NULL: nothing
 *              is known of this call
 * @param d     Diary, or NULL
 * @param res   Its result, with the Call-IDs of all tries
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_diary_print(char **textp, struct oh_diary *d,
		  const struct oh_result *res)
{
	struct mbuf *mb;
	int err;

	if (!textp || !res)
		return EINVAL;
	*textp = NULL;
	if (!d)
		return 0;
	mb = mbuf_alloc(1024);
	if (!mb)
		return ENOMEM;
	err = print_all(mb, d, res);
	mb->pos = 0;
	if (!err && mb->end)
		err = mbuf_strdup(mb, textp, mb->end);
	mem_deref(mb);

	return err;
}
