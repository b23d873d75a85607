/**
 * @file journal.c  Purchases that were begun
 *
 * The file "purchases" in the state folder, one JSON object a line. Each
 * change writes it anew, under a lock; a line that is not understood is kept
 * as it is: it may stand for money.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/replace.h"
#include "carrier/journal.h"

enum {
	PATH_SIZE = 4096,
	BYTES_MAX = 1024 * 1024,      /* Longest journal               */
};

#define WALL_MAX 9007199254740992.0   /* 2^53: whole in a JSON number */

static const char file_name[] = "purchases";
static const char lock_name[] = "purchases.lock";

#define TEXT(field) { #field, offsetof(struct oh_journal_entry, field), \
		      sizeof(((struct oh_journal_entry *)0)->field) }

static const struct {
	const char *name;
	size_t      off;
	size_t      size;
} textv[] = {
	TEXT(carrier), TEXT(search), TEXT(operation), TEXT(numbers),
};


static int encode(char **linep, const struct oh_journal_entry *e)
{
	char total[OH_MONEY_SIZE];
	cJSON *json = cJSON_CreateObject();
	bool ok = json != NULL;

	oh_money_print(total, sizeof(total), &e->total);
	for (size_t i = 0; i < ARRAY_SIZE(textv); i++)
		ok = ok && cJSON_AddStringToObject(json, textv[i].name,
					(const char *)e + textv[i].off);
	ok = ok && cJSON_AddStringToObject(json, "total", total) &&
		cJSON_AddStringToObject(json, "currency",
					e->total.currency) &&
		cJSON_AddNumberToObject(json, "wall_us",
					(double)e->wall_us) &&
		cJSON_AddNumberToObject(json, "pid", e->pid) &&
		cJSON_AddBoolToObject(json, "reservation", e->reservation);
	*linep = ok ? cJSON_PrintUnformatted(json) : NULL;
	cJSON_Delete(json);

	return *linep ? 0 : ENOMEM;
}


static int decode_text(char *buf, size_t size, const cJSON *json,
		       const char *name)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(json, name));

	if (!s || strlen(s) >= size)
		return EBADMSG;
	str_ncpy(buf, s, size);

	return 0;
}


static int decode_total(struct oh_money *m, const cJSON *json)
{
	char amount[OH_MONEY_SIZE], currency[sizeof(m->currency)];
	int err;

	err = decode_text(amount, sizeof(amount), json, "total");
	if (!err)
		err = decode_text(currency, sizeof(currency), json,
				  "currency");

	return err ? err : oh_money_parse(m, amount, currency);
}


static int decode_json(struct oh_journal_entry *e, const cJSON *json)
{
	const cJSON *wall = cJSON_GetObjectItemCaseSensitive(json, "wall_us");
	const cJSON *res = cJSON_GetObjectItemCaseSensitive(json,
							"reservation");
	const cJSON *pid = cJSON_GetObjectItemCaseSensitive(json, "pid");
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(textv); i++)
		err = decode_text((char *)e + textv[i].off, textv[i].size,
				  json, textv[i].name);
	if (!err)
		err = decode_total(&e->total, json);
	if (err)
		return err;

	if (!cJSON_IsBool(res) || !cJSON_IsNumber(wall) ||
	    !cJSON_IsNumber(pid) ||
	    !(wall->valuedouble >= 0 && wall->valuedouble <= WALL_MAX))
		return EBADMSG;
	e->reservation = cJSON_IsTrue(res);
	e->wall_us = (uint64_t)wall->valuedouble;
	e->pid = pid->valueint;

	return *e->carrier && *e->search ? 0 : EBADMSG;
}


/* line: len bytes, with its end */
static int decode(struct oh_journal_entry *e, const char *line, size_t len)
{
	const char *end;
	cJSON *json = cJSON_ParseWithLengthOpts(line, len, &end, false);
	int err = EBADMSG;

	memset(e, 0, sizeof(*e));
	if (json && end + 1 == line + len && *end == '\n')
		err = decode_json(e, json);
	cJSON_Delete(json);

	return err;
}


/* ENOENT: there is none; ERANGE: it is none of ours */
static int open_journal(FILE **fp)
{
	char path[PATH_SIZE];
	struct stat st;
	int err, fd;

	err = oh_path_print(path, sizeof(path), OH_PATH_STATE, file_name);
	if (err)
		return err;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno;

	if (fstat(fd, &st))
		err = errno;
	else if (!S_ISREG(st.st_mode) || st.st_size > BYTES_MAX)
		err = ERANGE;
	*fp = err ? NULL : fdopen(fd, "r");
	if (!*fp)
		(void)close(fd);

	return err || *fp ? err : ENOMEM;
}


static bool is_same(const struct oh_journal_entry *e, const char *carrier,
		    const char *search)
{
	return 0 == strcmp(e->carrier, carrier) &&
		0 == strcmp(e->search, search);
}


/* Copies all lines but those of one purchase, and counts these */
static int copy_others(FILE *to, FILE *from, const char *carrier,
		       const char *search, uint32_t *countp)
{
	struct oh_journal_entry e;
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int err;

	while ((n = getline(&line, &size, from)) > 0) {
		if (0 == decode(&e, line, (size_t)n) &&
		    is_same(&e, carrier, search)) {
			++*countp;
			continue;
		}
		(void)fwrite(line, 1, (size_t)n, to);
		if (line[n - 1] != '\n')
			(void)fputc('\n', to);
	}
	err = ferror(from) ? EIO : feof(from) ? 0 : ENOMEM;
	free(line);

	return err;
}


/* text: the new line, NULL: none. The lock is held. */
static int rewrite(const char *path, const char *carrier, const char *search,
		   const char *text)
{
	struct oh_replace *r = NULL;
	uint32_t count = 0;
	FILE *old = NULL;
	int err;

	err = open_journal(&old);
	if (err && !(err == ENOENT && text))
		return err;
	err = oh_replace_alloc(&r, path);
	if (err)
		goto out;
	if (old)
		err = copy_others(oh_replace_stream(r), old, carrier, search,
				  &count);
	if (!err && !text && !count)
		err = ENOENT;
	if (err)
		goto out;

	/* Errors of writing are told by the commit. */
	if (text)
		(void)fprintf(oh_replace_stream(r), "%s\n", text);
	err = ftell(oh_replace_stream(r)) > BYTES_MAX ? ERANGE
		: oh_replace_commit(r, OH_REPLACE_SYNCED);

 out:
	if (old)
		(void)fclose(old);
	mem_deref(r);

	return err;
}


static int change(const char *carrier, const char *search, const char *text)
{
	char path[PATH_SIZE], lock[PATH_SIZE];
	int err, fd;

	err = oh_path_make(path, sizeof(path), OH_PATH_STATE, file_name);
	if (!err)
		err = oh_path_print(lock, sizeof(lock), OH_PATH_STATE,
				    lock_name);
	if (!err)
		err = oh_lock_take(&fd, lock, OH_LOCK_WAIT_MS);
	if (err)
		return err;

	err = rewrite(path, carrier, search, text);
	oh_lock_drop(fd);

	return err;
}


/**
 * Write down a purchase, before it is sent or when more is known of it
 *
 * It is on the disk when this returns.
 *
 * @param e Entry; it replaces that of the same carrier and search
 *
 * @return 0 if success; EINVAL, ENOMEM, EAGAIN if another process keeps the
 *         lock, ERANGE if the journal is too long, an error of
 *         oh_path_make(), or the errno of writing: send nothing then
 */
int oh_journal_put(const struct oh_journal_entry *e)
{
	char *line;
	int err;

	if (!e || !*e->carrier || !*e->search ||
	    (double)e->wall_us > WALL_MAX)
		return EINVAL;

	err = encode(&line, e);
	if (err)
		return err;
	err = change(e->carrier, e->search, line);
	cJSON_free(line);

	return err;
}


/**
 * Strike out a purchase whose outcome is known
 *
 * @param carrier Name of the carrier
 * @param search  Id of the search or reservation
 *
 * @return 0 if success, ENOENT if it is not there, else as oh_journal_put()
 */
int oh_journal_strike(const char *carrier, const char *search)
{
	return carrier && search ? change(carrier, search, NULL) : EINVAL;
}


/**
 * Tell the purchases whose outcome is not known, in the order in which they
 * were written down
 *
 * @param h   Called for each; it may change the journal
 * @param arg Handler argument
 *
 * @return 0 if success, ENOENT if there is none, EBADMSG if a line is broken
 *         (the others were told), ERANGE if the journal is too long, ENOMEM,
 *         an error of oh_path_print(), or the errno of reading
 */
int oh_journal_walk(oh_journal_h *h, void *arg)
{
	struct oh_journal_entry e;
	bool any = false, bad = false;
	char *line = NULL;
	size_t size = 0;
	FILE *f = NULL;
	ssize_t n;
	int err;

	if (!h)
		return EINVAL;
	err = open_journal(&f);
	if (err)
		return err;

	while ((n = getline(&line, &size, f)) > 0) {
		if (decode(&e, line, (size_t)n)) {
			bad = true;
			continue;
		}
		any = true;
		h(&e, arg);
	}
	err = ferror(f) ? EIO : feof(f) ? 0 : ENOMEM;
	free(line);
	(void)fclose(f);
	if (err || bad)
		return err ? err : EBADMSG;

	return any ? 0 : ENOENT;
}
