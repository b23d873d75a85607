/**
 * @file owned_find.c  Look through the lists of all carriers
 */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "base/path.h"
#include "carrier/owned_priv.h"

enum { SUFFIX_LEN = sizeof(OH_OWNED_SUFFIX) - 1 };


static int is_list(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return len > SUFFIX_LEN && 0 == strcmp(e->d_name + len - SUFFIX_LEN,
					       OH_OWNED_SUFFIX);
}


struct look;

/* Does one list; ECANCELED: that is enough */
typedef int (list_h)(struct look *look, struct oh_owned_list *l);

/** A look through all lists; below any, for one of the two */
struct look {
	list_h               *listh;
	bool                  any;       /* a list is there and whole */
	const char           *number;    /* find                      */
	struct oh_owned_info *info;
	oh_owned_h           *h;         /* walk                      */
	void                 *arg;
};


static int look_file(struct look *look, struct oh_owned_list *l,
		     const char *dir, const char *name)
{
	char path[OH_OWNED_PATH_SIZE];
	int err;

	if (re_snprintf(path, sizeof(path), "%s/%s", dir, name) < 0)
		return ERANGE;

	err = oh_owned_list_open(l, path, name, strlen(name) - SUFFIX_LEN);
	if (!err)
		err = look->listh(look, l);
	oh_owned_list_close(l);
	look->any = look->any || l->whole;

	/* Broken, or removed meanwhile */
	return err == EBADMSG || err == ENOENT ? 0 : err;
}


/* All lists are read even if one cannot be; the first error is told. */
static int look_dir(struct look *look, struct oh_owned_list *l)
{
	char dir[OH_OWNED_PATH_SIZE];
	int err, first = 0, n;
	struct dirent **v;

	err = oh_path_print(dir, sizeof(dir), OH_PATH_CACHE,
			    OH_OWNED_FOLDER);
	if (err)
		return err;

	n = scandir(dir, &v, is_list, alphasort);
	if (n < 0)
		return errno == ENOENT ? 0 : errno;

	for (int i = 0; i < n; i++) {
		if (err != ECANCELED)
			err = look_file(look, l, dir, v[i]->d_name);
		first = first ? first : err;
		free(v[i]);
	}
	free(v);

	return err == ECANCELED ? 0 : first;
}


static int look_all(struct look *look)
{
	struct oh_owned_list *l;
	int err;

	l = mem_zalloc(sizeof(*l), NULL);
	if (!l)
		return ENOMEM;

	err = look_dir(look, l);
	mem_deref(l);

	return err;
}


/* Only a list that is whole is believed: it is read before it is told. */
static int tell_list(struct look *look, struct oh_owned_list *l)
{
	int err;

	do {
		err = oh_owned_list_next(l);
	} while (!err);
	if (!l->whole)
		return EBADMSG;

	err = oh_owned_list_rewind(l);
	while (!err) {
		err = oh_owned_list_next(l);
		if (!err && !look->h(l->line, &l->info, look->arg))
			return ECANCELED;
	}

	return err;
}


/**
 * Tell all numbers of all lists, carriers by name
 *
 * @param h   Called for each number, until it says false; the number and
 *            what is known of it are valid during the call
 * @param arg Handler argument
 *
 * @return 0 if success, also with no list at all; ENOMEM, an error of
 *         oh_path_print(), or the errno of the first list that could not be
 *         read (the others were told)
 */
int oh_owned_walk(oh_owned_h *h, void *arg)
{
	struct look look = { .listh = tell_list, .h = h, .arg = arg };

	return h ? look_all(&look) : EINVAL;
}


/* To the end, which says whether the list is whole */
static int seek_list(struct look *look, struct oh_owned_list *l)
{
	struct oh_owned_info info;
	bool found = false;

	while (0 == oh_owned_list_next(l)) {
		if (0 == strcmp(l->line, look->number)) {
			info = l->info;
			found = true;
		}
	}
	if (!l->whole)
		return EBADMSG;
	if (!found)
		return 0;
	*look->info = info;

	return ECANCELED;
}


/**
 * Look a number up in all lists
 *
 * @param info   Set to what is known of it
 * @param number Number, E.164
 * @param anyp   Set to whether there is any list; may be NULL
 *
 * @return 0 if it is there, ENOENT if no list has it; ENOMEM, an error of
 *         oh_path_print(), or the errno of a list that could not be read,
 *         where it might be
 */
int oh_owned_find(struct oh_owned_info *info, const char *number, bool *anyp)
{
	struct look look = { .listh = seek_list, .number = number,
			     .info = info };
	int err;

	if (!info || !number)
		return EINVAL;

	*info->carrier = '\0';
	err = look_all(&look);
	if (anyp)
		*anyp = look.any;
	if (*info->carrier)
		return 0;

	return err ? err : ENOENT;
}
