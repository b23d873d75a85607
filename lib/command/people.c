/**
 * @file people.c  Contacts and history of whoever sits there
 */
#include <errno.h>
#include <sys/stat.h>
#include "base/compat.h"
#include "base/path.h"
#include "command/people.h"
#include "phone/contacts.h"
#include "phone/history.h"

enum { PATH_SIZE = 1024, LINE_SIZE = 1280, FILES = 2 };

static void say(oh_people_h *h, void *arg, const char *path, const char *why)
{
	char line[LINE_SIZE];

	(void)re_snprintf(line, sizeof(line), "contacts: %s: %s", path, why);
	h(line, arg);
}

static void say_bad(oh_people_h *h, void *arg, const char *path, uint32_t n)
{
	char why[96];

	(void)re_snprintf(why, sizeof(why), "%u line%s: no \"Name\" <NUMBER>",
			  n, n == 1 ? "" : "s");
	say(h, arg, path, why);
}

/** One file of them */
struct file {
	char path[PATH_SIZE];
	bool wanted;                   /* it was asked for by name */
};

static int read_one(struct oh_contacts *c, const struct file *f,
		    const char *country, oh_people_h *h, void *arg)
{
	uint32_t bad = 0;
	int err = oh_contacts_read(c, f->path, country, &bad);

	if (err == ENOMEM)
		return err;
	if (err && (err != ENOENT || f->wanted))
		say(h, arg, f->path, strerror(err));
	else if (bad)
		say_bad(h, arg, f->path, bad);

	return 0;
}

static int own_path(struct file *f, const struct oh_conf *conf)
{
	f->wanted = *conf->phone.contacts;
	if (f->wanted)
		return oh_conf_path_print(f->path, sizeof(f->path),
					  conf->phone.contacts, conf->file);

	return oh_path_print(f->path, sizeof(f->path), OH_PATH_CONFIG,
			     "contacts");
}

/* Ours, then baresip's; the i-th. ENOENT: there is no more */
static int path_of(struct file *f, size_t i, const struct oh_conf *conf)
{
	f->wanted = false;
	switch (i) {

	case 0:  return own_path(f, conf);
	case 1:  return oh_path_home(f->path, sizeof(f->path),
				     ".baresip/contacts");
	default: return ENOENT;
	}
}

/**
 * Read the contacts: ours, then baresip's
 *
 * @param cp   Returned contacts, release with mem_deref
 * @param conf Says where they are, and in which country
 * @param h    Told of files that cannot be read, and of bad lines
 * @param arg  Its argument
 *
 * @return 0 or ENOMEM: what cannot be read is left out
 */
int oh_people_contacts(struct oh_contacts **cp, const struct oh_conf *conf,
		       oh_people_h *h, void *arg)
{
	struct oh_contacts *c = NULL;
	struct file f;
	int err = oh_contacts_alloc(&c);

	for (size_t i = 0; i < FILES && !err; i++)
		if (0 == path_of(&f, i, conf))
			err = read_one(c, &f, conf->country, h, arg);
	if (err)
		mem_deref(c);
	else
		*cp = c;

	return err;
}

/**
 * Look whether the files of contacts have changed
 *
 * @param seen How they stood the last time; updated
 * @param conf Says where they are
 *
 * @return Whether one of them came, went, or was written
 */
bool oh_people_look(struct oh_people_seen *seen, const struct oh_conf *conf)
{
	struct oh_people_seen now;
	struct stat st;
	struct file f;
	bool changed;

	memset(&now, 0, sizeof(now));
	for (size_t i = 0; i < FILES; i++) {
		if (path_of(&f, i, conf) || stat(f.path, &st))
			continue;
		now.v[i].file       = (uint64_t)st.st_ino;
		now.v[i].bytes      = (uint64_t)st.st_size;
		now.v[i].changed_ns = (uint64_t)st.st_mtim.tv_sec *
				      1000000000 +
				      (uint64_t)st.st_mtim.tv_nsec;
	}
	changed = 0 != memcmp(&now, seen, sizeof(now));
	*seen = now;

	return changed;
}

/**
 * Read the contacts again, if their files have changed
 *
 * @param c    Contacts, which others may look at; what they borrowed is gone
 * @param seen How the files stood; updated
 * @param conf As of oh_people_contacts()
 * @param h    As there
 * @param arg  Its argument
 *
 * @return Whether they were read
 */
bool oh_people_again(struct oh_contacts *c, struct oh_people_seen *seen,
		     const struct oh_conf *conf, oh_people_h *h, void *arg)
{
	struct oh_contacts *now;

	if (!oh_people_look(seen, conf))
		return false;
	if (oh_people_contacts(&now, conf, h, arg)) {
		memset(seen, 0, sizeof(*seen));        /* the next time */
		return false;
	}
	oh_contacts_swap(c, now);
	mem_deref(now);

	return true;
}

/**
 * Read the latest records
 *
 * @param hist  History, replaced
 * @param conf  Says where they are
 * @param names Contacts, for names
 *
 * @return 0, also if there are none; else what is wrong
 */
int oh_people_history(struct oh_history *hist, const struct oh_conf *conf,
		      const struct oh_contacts *names)
{
	int err = oh_history_read(hist, *conf->cdr.file ? conf->cdr.file
							: NULL, names);

	return err == ENOENT ? 0 : err;
}

/** How much later local time is than UTC [s], e.g. -28800 in Redmond */
int64_t oh_people_utc_offset(uint64_t wall_us)
{
	const time_t t = (time_t)(wall_us / 1000000);
	struct tm tm;

	return localtime_r(&t, &tm) ? tm.tm_gmtoff : 0;
}
