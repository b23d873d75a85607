/**
 * @file owned.c  The numbers that are ours, as last seen: what is written
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "base/clock.h"
#include "base/compat.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/replace.h"
#include "carrier/owned_priv.h"


struct oh_owned_writer {
	struct oh_replace *replace;
	uint32_t           count;
};

static bool is_carrier(const char *name)
{
	size_t len = name ? strlen(name) : 0;

	return len > 0 && len < sizeof(((struct oh_owned_info *)0)->carrier) &&
		!strchr(name, '/');
}


static int make_path(char *buf, size_t size, const char *carrier,
		     const char *end)
{
	char name[OH_OWNED_LINE_SIZE * 2];

	if (re_snprintf(name, sizeof(name), "%s/%s%s", OH_OWNED_FOLDER,
			carrier, end) < 0)
		return ERANGE;

	return oh_path_make(buf, size, OH_PATH_CACHE, name);
}


/* The lists of all carriers have one lock: it is held for moments. */
static int lock(int *fdp)
{
	char path[OH_OWNED_PATH_SIZE];
	int err;

	err = make_path(path, sizeof(path), "lock", "");

	return err ? err : oh_lock_take(fdp, path, OH_LOCK_WAIT_MS);
}


static void destructor(void *arg)
{
	struct oh_owned_writer *w = arg;

	mem_deref(w->replace);
}


static int begin(struct oh_owned_writer **wp, const char *path,
		 uint64_t seen_us)
{
	struct oh_owned_writer *w;
	int err;

	w = mem_zalloc(sizeof(*w), destructor);
	if (!w)
		return ENOMEM;

	err = oh_replace_alloc(&w->replace, path);
	if (err)
		goto out;
	if (fprintf(oh_replace_stream(w->replace),
		    OH_OWNED_MAGIC "%" PRIu64 "\n", seen_us) < 0)
		err = errno;

 out:
	if (err)
		mem_deref(w);
	else
		*wp = w;

	return err;
}


static int add(struct oh_owned_writer *w, const char *number,
	       const struct oh_capabilities *caps)
{
	static const char letters[] = OH_OWNED_LETTERS;
	char line[OH_OWNED_LINE_SIZE];
	int n;

	if (!oh_owned_is_number(number) || caps->calling > OH_CAPABLE_BOTH ||
	    caps->sms > OH_CAPABLE_BOTH)
		return EINVAL;

	n = snprintf(line, sizeof(line), "%s %c%c\n", number,
		     letters[caps->calling], letters[caps->sms]);
	if (fwrite(line, 1, (size_t)n, oh_replace_stream(w->replace)) !=
	    (size_t)n)
		return errno;
	++w->count;

	return 0;
}


/* The lock is held. */
static int commit(struct oh_owned_writer *w)
{
	/* Its errors are seen by the commit. */
	(void)fprintf(oh_replace_stream(w->replace), "end %" PRIu32 "\n",
		      w->count);

	return oh_replace_commit(w->replace, OH_REPLACE_PLAIN);
}


/**
 * Begin a new list of a carrier's numbers
 *
 * @param wp      Set to the writer; release with mem_deref(), without
 *                oh_owned_commit() the old list stays
 * @param carrier Name of the carrier
 *
 * @return 0 if success, EINVAL, ENOMEM, an error of oh_path_make() or
 *         oh_replace_alloc()
 */
int oh_owned_begin(struct oh_owned_writer **wp, const char *carrier)
{
	char path[OH_OWNED_PATH_SIZE];
	int err;

	if (!wp || !is_carrier(carrier))
		return EINVAL;

	err = make_path(path, sizeof(path), carrier, OH_OWNED_SUFFIX);

	return err ? err : begin(wp, path, oh_clock_wall_us());
}


/**
 * Add a number to a new list
 *
 * @param w Writer
 * @param o Number; of it the cache keeps the number and its capabilities
 *
 * @return 0 if success, EINVAL if it is no number, or the errno of writing
 */
int oh_owned_add(struct oh_owned_writer *w, const struct oh_owned *o)
{
	return w && o ? add(w, o->number, &o->caps) : EINVAL;
}


/**
 * Put a new list in place of the old one
 *
 * @param w Writer; release it afterwards
 *
 * @return 0 if success, EAGAIN if another process keeps the lock, or the
 *         errno of writing: the old list is in place
 */
int oh_owned_commit(struct oh_owned_writer *w)
{
	int err, fd;

	if (!w)
		return EINVAL;

	err = lock(&fd);
	if (err)
		return err;
	err = commit(w);
	oh_lock_drop(fd);

	return err;
}


/* Copies what is there, with one number changed, put at the end or left out */
static int copy_changed(struct oh_owned_writer *w, struct oh_owned_list *l,
			const char *number, const struct oh_owned *o)
{
	int err = 0;

	while (l->f && !(err = oh_owned_list_next(l))) {
		bool same = 0 == strcmp(l->line, number);

		if (same && o)
			err = add(w, number, &o->caps);
		else if (!same)
			err = add(w, l->line, &l->info.caps);
		if (err)
			return err;
		o = same ? NULL : o;
	}
	if (l->f && !l->whole)
		return EBADMSG;

	return o ? add(w, number, &o->caps) : 0;
}


static int change(const char *path, const char *number,
		  const struct oh_owned *o, struct oh_owned_list *l)
{
	struct oh_owned_writer *w = NULL;
	int err;

	err = begin(&w, path, l->f ? l->info.seen_us : oh_clock_wall_us());
	if (!err)
		err = copy_changed(w, l, number, o);
	if (!err)
		err = commit(w);
	mem_deref(w);

	return err;
}


/* The lock is held. A list that is broken counts for none. */
static int change_list(const char *path, const char *carrier,
		       const char *number, const struct oh_owned *o)
{
	struct oh_owned_list *l;
	int err;

	l = mem_zalloc(sizeof(*l), NULL);
	if (!l)
		return ENOMEM;

	err = oh_owned_list_open(l, path, carrier, strlen(carrier));
	if (!err) {
		err = change(path, number, o, l);
		oh_owned_list_close(l);
	}
	if (err == ENOENT || err == EBADMSG)
		err = o ? change(path, number, o, l) : 0;
	mem_deref(l);

	return err;
}


/**
 * Change one number in the list of a carrier
 *
 * Without a list, one is begun: what was bought just now must be there for
 * the next call.
 *
 * @param carrier Name of the carrier
 * @param number  Number, E.164
 * @param o       What is known of it now; NULL: it is no longer ours
 *
 * @return 0 if success, EINVAL, ENOMEM, EAGAIN if another process keeps the
 *         lock, an error of oh_path_make(), or the errno of writing
 */
int oh_owned_change(const char *carrier, const char *number,
		    const struct oh_owned *o)
{
	char path[OH_OWNED_PATH_SIZE];
	int err, fd;

	if (!is_carrier(carrier) || !number || !oh_owned_is_number(number))
		return EINVAL;

	err = make_path(path, sizeof(path), carrier, OH_OWNED_SUFFIX);
	if (err)
		return err;
	err = lock(&fd);
	if (err)
		return err;
	err = change_list(path, carrier, number, o);
	oh_lock_drop(fd);

	return err;
}


