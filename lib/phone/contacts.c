/**
 * @file contacts.c  Names and numbers of people
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "number/number.h"
#include "phone/contacts.h"
#include "phone/safe.h"

enum { NAME = 96, LINE = 1024, GROW = 64, COUNTRY = 3 };

struct oh_contacts {
	struct oh_contact **v;         /* each with its texts behind it    */
	size_t count, room;
	char   country[COUNTRY];
};

/** A line taken apart; borrowed from it */
struct entry {
	struct pl name, number;
};

static void destructor(void *arg)
{
	struct oh_contacts *c = arg;

	for (size_t i = 0; i < c->count; i++)
		mem_deref(c->v[i]);
	mem_deref(c->v);
}

/** Make an empty list; release with mem_deref. ENOMEM */
int oh_contacts_alloc(struct oh_contacts **cp)
{
	struct oh_contacts *c = mem_zalloc(sizeof(*c), destructor);

	if (!c)
		return ENOMEM;
	*cp = c;

	return 0;
}

static int grow(struct oh_contacts *c)
{
	struct oh_contact **v;

	if (c->count < c->room)
		return 0;
	v = mem_alloc((c->room + GROW) * 2 * sizeof(*v), NULL);
	if (!v)
		return ENOMEM;
	if (c->count)
		memcpy(v, c->v, c->count * sizeof(*v));
	mem_deref(c->v);
	c->v    = v;
	c->room = (c->room + GROW) * 2;

	return 0;
}

static int add(struct oh_contacts *c, const char *name, const char *number)
{
	size_t namelen = strlen(name) + 1, len = strlen(number) + 1;
	struct oh_contact *who;
	char *text;
	int err = grow(c);

	if (err)
		return err;
	who = mem_alloc(sizeof(*who) + namelen + len, NULL);
	if (!who)
		return ENOMEM;
	text = (char *)&who[1];
	memcpy(text, name, namelen);
	memcpy(&text[namelen], number, len);
	who->name   = text;
	who->number = &text[namelen];
	c->v[c->count++] = who;

	return 0;
}

static void trim(struct pl *pl)
{
	while (pl->l && strchr(" \t\r", *pl->p)) {
		pl->p++;
		pl->l--;
	}
	while (pl->l && strchr(" \t\r", pl->p[pl->l - 1]))
		pl->l--;
}

/* Behind the name in quotes; NULL: they are not closed */
static const char *take_name(struct entry *e, const char *p, const char *end)
{
	e->name.p = ++p;
	while (p < end && *p != '"')
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	if (p >= end)
		return NULL;
	e->name.l = (size_t)(p - e->name.p);

	return p + 1;
}

/* "Name" <number>;whatever   Name <number>   "Name" number   number */
static bool take_apart(struct entry *e, const char *p, const char *end)
{
	bool quoted = *p == '"';
	const char *open, *close;

	e->name = pl_null;
	if (quoted && !(p = take_name(e, p, end)))
		return false;
	open = memchr(p, '<', (size_t)(end - p));
	if (!open) {
		e->number = (struct pl){ p, (size_t)(end - p) };
		trim(&e->number);
		return e->number.l > 0;
	}
	if (!quoted)
		e->name = (struct pl){ p, (size_t)(open - p) };
	close = memchr(open, '>', (size_t)(end - open));
	if (!close)
		return false;
	e->number = (struct pl){ open + 1, (size_t)(close - open - 1) };
	trim(&e->name);
	trim(&e->number);

	return e->number.l > 0;
}

/* A backslash in a name makes what follows itself */
static void copy_name(char *buf, size_t size, const struct pl *name)
{
	char text[LINE];
	size_t n = 0;

	for (size_t i = 0; i < name->l && n + 1 < sizeof(text); i++) {
		if (name->p[i] == '\\' && i + 1 < name->l)
			i++;
		if (name->p[i])
			text[n++] = name->p[i];
	}
	text[n] = '\0';
	(void)oh_safe_text(buf, size, text, false);
}

/* What is dialled: E.164 where it can be, else as given */
static int read_number(char *buf, size_t size, const struct pl *number,
		       const char *country)
{
	struct oh_number n;
	char text[LINE];
	int err;

	if (number->l >= sizeof(text) ||
	    memchr(number->p, '\0', number->l))
		return EBADMSG;
	(void)pl_strcpy(number, text, sizeof(text));
	err = oh_number_parse(&n, text, country, NULL);
	if (err)
		return EBADMSG;
	(void)oh_safe_text(buf, size, n.kind == OH_NUMBER_URI ? n.uri :
			   n.text, false);

	return *buf ? 0 : EBADMSG;
}

static int read_line(struct oh_contacts *c, const char *p, const char *end)
{
	char name[NAME], number[OH_NUMBER_URI_SIZE];
	struct entry e;
	int err;

	if (c->count >= OH_CONTACTS_MAX || end - p >= LINE ||
	    !take_apart(&e, p, end))
		return EBADMSG;
	err = read_number(number, sizeof(number), &e.number, c->country);
	if (err)
		return err;
	copy_name(name, sizeof(name), &e.name);

	return add(c, *name ? name : number, number);
}

/**
 * Read contacts from a text, beside those there are
 *
 * @param c       Contacts
 * @param text    Lines, any bytes
 * @param len     Length
 * @param country ISO 3166 code for national numbers, or ""
 * @param badp    Increased by the lines that are none; or NULL
 *
 * @return 0 or ENOMEM
 */
int oh_contacts_parse(struct oh_contacts *c, const char *text, size_t len,
		      const char *country, uint32_t *badp)
{
	const char *end = text + len;
	int err = 0;

	str_ncpy(c->country, country, sizeof(c->country));
	while (text < end && err != ENOMEM) {
		const char *nl = memchr(text, '\n', (size_t)(end - text));
		struct pl line = { text, (size_t)((nl ? nl : end) - text) };

		text += line.l + 1;
		trim(&line);
		if (!line.l || *line.p == '#')
			continue;
		err = read_line(c, line.p, line.p + line.l);
		if (err && badp)
			++*badp;
	}

	return err == ENOMEM ? err : 0;
}

static int read_all(char *buf, size_t size, int fd)
{
	size_t len = 0;

	while (len < size) {
		ssize_t n = read(fd, &buf[len], size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? errno : EBADMSG;   /* it became shorter */
		len += (size_t)n;
	}

	return 0;
}

/* A file, and not a pipe somebody might never write to */
static int read_file(char **bufp, size_t *lenp, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char *buf = NULL;
	int err = 0;

	if (fd < 0)
		return errno;
	if (fstat(fd, &st))
		err = errno;
	else if (!S_ISREG(st.st_mode))
		err = EBADMSG;
	else if (st.st_size > OH_CONTACTS_BYTES_MAX)
		err = EFBIG;
	if (!err && !(buf = mem_alloc((size_t)st.st_size + 1, NULL)))
		err = ENOMEM;
	if (!err)
		err = read_all(buf, (size_t)st.st_size, fd);
	(void)close(fd);
	if (err) {
		mem_deref(buf);
		return err;
	}
	*bufp = buf;
	*lenp = (size_t)st.st_size;

	return 0;
}

/**
 * Read contacts from a file, beside those there are
 *
 * @param c       Contacts
 * @param path    File
 * @param country ISO 3166 code for national numbers, or ""
 * @param badp    Increased by the lines that are none; or NULL
 *
 * @return 0, ENOENT there is none, EFBIG, EBADMSG it is no file, ENOMEM, or
 *         an errno of the file
 */
int oh_contacts_read(struct oh_contacts *c, const char *path,
		     const char *country, uint32_t *badp)
{
	char *buf = NULL;
	size_t len = 0;
	int err = read_file(&buf, &len, path);

	if (err)
		return err;
	err = oh_contacts_parse(c, buf, len, country, badp);
	mem_deref(buf);

	return err;
}

/** Exchange the contacts of two lists; what was borrowed goes along */
void oh_contacts_swap(struct oh_contacts *c, struct oh_contacts *other)
{
	struct oh_contacts was = *c;

	*c     = *other;
	*other = was;
}

/** How many there are */
size_t oh_contacts_count(const struct oh_contacts *c)
{
	return c->count;
}

/** The i-th, in the order of the file; NULL past the end */
const struct oh_contact *oh_contacts_at(const struct oh_contacts *c, size_t i)
{
	return i < c->count ? c->v[i] : NULL;
}

static const struct oh_contact *find(const struct oh_contacts *c,
				     const char *number)
{
	for (size_t i = 0; i < c->count; i++) {
		if (0 == strcmp(c->v[i]->number, number))
			return c->v[i];
	}

	return NULL;
}

/** Whose number it is, in whatever form it is written; NULL: nobody's */
const struct oh_contact *oh_contacts_find(const struct oh_contacts *c,
					  const char *number)
{
	const struct oh_contact *who = find(c, number);
	struct oh_number n;

	if (!who && c->count &&
	    0 == oh_number_parse(&n, number, c->country, NULL) && *n.text)
		who = find(c, n.text);

	return who;
}

/**
 * Find somebody by name
 *
 * @param c    Contacts
 * @param name Name; case does not matter, and its beginning will do
 *
 * @return NULL: nobody, or several with different numbers
 */
const struct oh_contact *oh_contacts_named(const struct oh_contacts *c,
					   const char *name)
{
	const struct oh_contact *found = NULL;
	bool several = false;
	size_t len = strlen(name);

	for (size_t i = 0; len && i < c->count; i++) {
		const struct oh_contact *who = c->v[i];

		if (0 == strcasecmp(who->name, name))
			return who;
		if (strncasecmp(who->name, name, len))
			continue;
		several |= found && strcmp(found->number, who->number);
		found = who;
	}

	return several ? NULL : found;
}
