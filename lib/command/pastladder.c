/**
 * @file pastladder.c  The SIP messages of a call that no process has any more
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/compat.h"
#include "cli/exit.h"
#include "command/pastladder.h"
#include "phone/wirerecord.h"

static const char *text_of(const cJSON *o, const char *name)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, name));

	return s ? s : "";
}

/**
 * Read what the record of a call has
 *
 * @param w    Messages of that call; there are none
 * @param conf Says where the records are
 *
 * @return 0, ENOENT: it has none, or an errno of oh_wirerecord_find()
 */
int oh_pastladder_read(struct oh_wire *w, const struct oh_conf *conf)
{
	return oh_wirerecord_find(w, *conf->cdr.file ? conf->cdr.file : NULL);
}

/**
 * Note what a request wants to save
 *
 * @param p   Set
 * @param ask Request
 *
 * @return false: it is no "save-ladder" of a call
 */
bool oh_pastladder_wants(struct oh_pastladder *p, const cJSON *ask)
{
	const char *call = text_of(ask, "call"), *path = text_of(ask, "path");

	memset(p, 0, sizeof(*p));
	if (0 != strcmp(text_of(ask, "do"), "save-ladder") || !*call ||
	    strlen(call) >= sizeof(p->call) || strlen(path) >= sizeof(p->path))
		return false;
	str_ncpy(p->call, call, sizeof(p->call));
	str_ncpy(p->path, path, sizeof(p->path));
	p->text = 0 == strcmp(text_of(ask, "format"), "text");

	return true;
}

/** Tell whether a reply, or none, says that no process has the messages */
bool oh_pastladder_is_over(const cJSON *reply)
{
	const cJSON *status = cJSON_GetObjectItemCaseSensitive(reply,
							       "status");

	return !reply || (cJSON_IsNumber(status) &&
			  status->valueint == OH_EXIT_HUNG_UP);
}

/*      0.003  received  100 Trying (INVITE)  (sdp ..) */
static int write_line(FILE *f, const struct oh_wire_line *l)
{
	const char *far = l->sent ? l->dst : l->src;

	return fprintf(f, "%7.3f  %s%s%s  %s%s%s\n", l->at_s,
		       l->sent ? "sent" : "received",
		       *far ? l->sent ? " to " : " from " : "", far, l->line,
		       *l->note ? "  " : "", l->note) < 0 ? errno : 0;
}

static int write_all(FILE *f, const struct oh_wire *w)
{
	const struct oh_wire_line *l;
	int err = fprintf(f, "# call %s, from its record: a line of each "
			  "message\n", oh_wire_call(w)) < 0 ? errno : 0;

	for (size_t i = 0; !err && (l = oh_wire_at(w, i)); i++)
		err = write_line(f, l);

	return err;
}

/* Never over another one; one that cannot be finished is removed */
static int write_file(const char *path, const struct oh_wire *w)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	int err = f ? write_all(f, w) : errno;

	if (f && fclose(f) && !err)
		err = errno;
	if (!f && fd >= 0)
		(void)close(fd);
	if (err && fd >= 0)
		(void)unlink(path);

	return err;
}

static int save(char why[OH_PASTLADDER_WHY], const struct oh_pastladder *p,
		const struct oh_wire *w)
{
	int err = p->text ? write_file(p->path, w) : ENOTSUP;

	if (!p->text)
		(void)snprintf(why, OH_PASTLADDER_WHY, "packets of it are no "
			       "longer kept, but a line of each message in "
			       "its record: save it as text, as a .txt");
	else if (err)
		(void)snprintf(why, OH_PASTLADDER_WHY, "%.120s: %s", p->path,
			       strerror(err));

	return err;
}

/**
 * Save what the record of a call has, as text
 *
 * @param why  Receives why not
 * @param p    What is wanted
 * @param conf Says where the records are
 *
 * @return 0, ENOENT: no messages are kept, ENOTSUP: not as packets, or
 *         another errno; then why tells, and there is no file
 */
int oh_pastladder_save(char why[OH_PASTLADDER_WHY],
		       const struct oh_pastladder *p,
		       const struct oh_conf *conf)
{
	struct oh_wire *w = NULL;
	int err = oh_wire_alloc(&w, p->call);

	why[0] = '\0';
	if (!err)
		err = oh_pastladder_read(w, conf);
	if (err)
		(void)snprintf(why, OH_PASTLADDER_WHY, "%s", err == ENOENT ?
			       OH_PASTLADDER_NONE : strerror(err));
	else
		err = save(why, p, w);
	mem_deref(w);

	return err;
}
