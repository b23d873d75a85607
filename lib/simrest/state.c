/**
 * @file state.c  What the store knows, in a file
 *
 * JSON lines, so that a big inventory is never in memory as a tree: a line
 * that says what this is, one for each record, and one with their number,
 * without which the file is broken. A new file is written beside the old one
 * and takes its place: whoever is killed leaves the one or the other.
 */
#include "base/compat.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cjson/cJSON.h>
#include "base/lock.h"
#include "base/replace.h"
#include "simrest/siprouting.h"
#include "simrest/store_priv.h"

enum {
	STATE_VERSION = 1,
	LINE_SIZE     = 256 * 1024,    /* a full reservation has 50 kB */
	BYTES_MAX     = 256 * 1024 * 1024,
};

static const char broken[]  = "the file is broken";
static const char foreign[] = "it was not written by pstn-sim";

/** Of a file that is being read or written */
struct lines {
	FILE    *f;
	char    *line;
	uint32_t count;       /* of records */
};

static void lines_close(struct lines *ls)
{
	if (ls->f)
		(void)fclose(ls->f);
	mem_deref(ls->line);
}

/* Takes the descriptor in any case */
static int lines_open(struct lines *ls, int fd)
{
	memset(ls, 0, sizeof(*ls));
	ls->line = mem_alloc(LINE_SIZE, NULL);
	if (ls->line)
		ls->f = fdopen(fd, "r");
	if (ls->f)
		return 0;
	(void)close(fd);
	ls->line = mem_deref(ls->line);

	return ENOMEM;
}

/* Takes the value, which may be NULL: out of memory */
static int put(struct lines *ls, struct cJSON *json)
{
	int err = 0;

	if (!json)
		return ENOMEM;
	if (!cJSON_PrintPreallocated(json, ls->line, LINE_SIZE, false))
		err = EOVERFLOW;
	else if (fputs(ls->line, ls->f) < 0 || fputc('\n', ls->f) < 0)
		err = errno;
	cJSON_Delete(json);
	ls->count++;

	return err;
}

static int put_count(struct lines *ls, const char *key, double value)
{
	cJSON *json = cJSON_CreateObject();

	if (!cJSON_AddNumberToObject(json, key, value)) {
		cJSON_Delete(json);
		json = NULL;
	}

	return put(ls, json);
}

static int put_owned(struct lines *ls, const struct oh_store *s)
{
	int err = 0;

	for (size_t i = 0; !err && i < s->ownedc; i++)
		err = put(ls, oh_state_print_owned(&s->ownedv[i]));

	return err;
}

/* Each domain, trunk and route has a line: together they may be long. */
static int put_siprouting(struct lines *ls, const struct oh_store *s)
{
	const cJSON *map, *item;
	int err = 0;

	cJSON_ArrayForEach(map, s->siprouting) {
		cJSON_ArrayForEach(item, map) {
			if (!err)
				err = put(ls, oh_state_print_siprouting(
						map->string, item));
		}
	}

	return err;
}

static int put_records(struct lines *ls, const struct oh_store *s)
{
	struct le *le;
	int err;

	err = put_owned(ls, s);
	for (le = s->searchl.head; le && !err; le = le->next)
		err = put(ls, oh_state_print_search(le->data));
	for (le = s->reservationl.head; le && !err; le = le->next)
		err = put(ls, oh_state_print_reservation(le->data));
	for (le = s->operationl.head; le && !err; le = le->next)
		err = put(ls, oh_state_print_operation(le->data));

	return err ? err : put_siprouting(ls, s);
}

static int put_all(struct lines *ls, const struct oh_store *s)
{
	int err;

	err = put_count(ls, "pstn-sim", STATE_VERSION);
	if (err)
		return err;
	ls->count = 0;
	err = put_records(ls, s);

	return err ? err : put_count(ls, "end", ls->count);
}

/**
 * Write all that a store knows to its file
 *
 * @param s Store with a path
 *
 * @return 0, ENOMEM or the errno of a system call. The old file is in place
 *         then, unless the folder alone could not be synced
 */
int oh_state_save(struct oh_store *s)
{
	struct oh_replace *r = NULL;
	struct lines ls;
	int err;

	err = oh_replace_alloc(&r, s->path);
	if (err)
		return err;
	ls.f = oh_replace_stream(r);
	ls.line = mem_alloc(LINE_SIZE, NULL);
	err = ls.line ? put_all(&ls, s) : ENOMEM;
	if (!err)
		err = oh_replace_commit(r, OH_REPLACE_SYNCED);
	mem_deref(ls.line);
	mem_deref(r);

	return err;
}

/**
 * Keep other processes from a store's file for as long as the store lives
 *
 * The lock lies beside the file, which is another one after each change. It
 * is never removed: somebody may be waiting at it.
 *
 * @param s    Store with a path
 * @param whyp Set to a static text with EBUSY
 *
 * @return 0, ENOMEM, EBUSY, or the errno of open(2) or flock(2)
 */
int oh_state_lock(struct oh_store *s, const char **whyp)
{
	char *path;
	int err;

	err = re_sdprintf(&path, "%s.lock", s->path);
	if (err)
		return err;
	err = oh_lock_take(&s->lock, path, 0);
	mem_deref(path);
	if (err != EAGAIN)
		return err;
	*whyp = "another pstn-sim uses it";

	return EBUSY;
}

/* One line as a value. NULL: there is none, or it is cut or no JSON */
static cJSON *get(struct lines *ls)
{
	if (!fgets(ls->line, LINE_SIZE, ls->f))
		return NULL;

	return strchr(ls->line, '\n') ? cJSON_Parse(ls->line) : NULL;
}

static int get_head(struct lines *ls, const char **whyp)
{
	cJSON *json = get(ls);
	const cJSON *version;

	version = cJSON_GetObjectItemCaseSensitive(json, "pstn-sim");
	if (!cJSON_IsNumber(version))
		*whyp = foreign;
	else if (version->valueint != STATE_VERSION)
		*whyp = "it is of another version of pstn-sim";
	cJSON_Delete(json);

	return **whyp ? EBADMSG : 0;
}

static bool is_end(const cJSON *json, const struct lines *ls)
{
	const cJSON *count = cJSON_GetObjectItemCaseSensitive(json, "end");

	return cJSON_IsNumber(count) &&
		(uint32_t)count->valueint == ls->count &&
		fgetc(ls->f) == EOF;
}

static int get_records(struct lines *ls, struct oh_store *s)
{
	for (;;) {
		cJSON *json = get(ls);
		bool end = is_end(json, ls);
		int err = end ? 0 : oh_state_parse(s, json);

		cJSON_Delete(json);
		if (end || err)
			return err;
		ls->count++;
	}
}

static int get_all(struct lines *ls, struct oh_store *s, const char **whyp)
{
	struct oh_siprouting_fault fault;
	int err;

	err = get_head(ls, whyp);
	if (err)
		return err;
	err = get_records(ls, s);
	if (!err)
		err = oh_store_owned_reserve(s, s->held.count);
	if (!err)
		err = oh_siprouting_check(s->siprouting, &fault);
	if (err == ENOSPC)
		err = EBADMSG;
	if (err == EBADMSG)
		*whyp = broken;

	return err;
}

static const char *check_file(int fd)
{
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return "it is no regular file";

	return st.st_size > BYTES_MAX ? "it is too big" : NULL;
}

/**
 * Read a store from its file; one that does not exist is an empty store
 *
 * @param s    New store with a path; its content is undefined after an error
 * @param whyp Set to a static text with EBADMSG
 *
 * @return 0, ENOMEM, EBADMSG, or the errno of open(2)
 */
int oh_state_load(struct oh_store *s, const char **whyp)
{
	struct lines ls;
	const char *why;
	int fd, err;

	/* O_NONBLOCK: it may turn out to be a pipe. */
	fd = open(s->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? 0 : errno;
	why = check_file(fd);
	if (why) {
		*whyp = why;
		(void)close(fd);
		return EBADMSG;
	}
	err = lines_open(&ls, fd);
	if (err)
		return err;
	err = get_all(&ls, s, whyp);
	lines_close(&ls);

	return err;
}
