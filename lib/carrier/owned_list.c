/**
 * @file owned_list.c  Read one list of numbers in the cache
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "base/compat.h"
#include "carrier/owned_priv.h"


/**
 * Tell whether a text is a number as a list has it
 *
 * @param s Text
 *
 * @return true if it is "+" and 1 to 15 digits
 */
bool oh_owned_is_number(const char *s)
{
	const char *p = s + 1;

	if (*s != '+')
		return false;
	/* strspn() would be most of a look-up. */
	while (*p >= '0' && *p <= '9')
		++p;

	return !*p && p - s >= 2 && p - s <= 16;
}


static int scan_u64(uint64_t *vp, const char *s)
{
	size_t len = strspn(s, "0123456789");
	char *end;

	if (!len || s[len])
		return EBADMSG;
	errno = 0;
	*vp = strtoull(s, &end, 10);

	return errno ? EBADMSG : 0;
}


/* Takes a line without its end; one that is too long has none */
static bool next_line(struct oh_owned_list *l)
{
	char *end;

	if (!fgets(l->line, sizeof(l->line), l->f))
		return false;
	end = strchr(l->line, '\n');
	if (!end)
		return false;
	*end = '\0';

	return true;
}


/**
 * Close a list
 *
 * @param l List, open or not
 */
void oh_owned_list_close(struct oh_owned_list *l)
{
	if (l->f)
		(void)fclose(l->f);
	l->f = NULL;
}


/* What stands first in it */
static int read_head(struct oh_owned_list *l)
{
	size_t len = sizeof(OH_OWNED_MAGIC) - 1;

	if (!next_line(l) || strncmp(l->line, OH_OWNED_MAGIC, len))
		return EBADMSG;

	return scan_u64(&l->info.seen_us, l->line + len);
}


/**
 * Open a list
 *
 * @param l       Receives the list
 * @param path    Its file
 * @param carrier Its carrier, len bytes
 * @param len     Length of carrier
 *
 * @return 0 if success, EBADMSG if it is broken, or the errno of open(2)
 */
int oh_owned_list_open(struct oh_owned_list *l, const char *path,
		       const char *carrier, size_t len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	int err;

	memset(&l->info, 0, sizeof(l->info));
	l->count = 0;
	l->whole = false;
	l->f = fd < 0 ? NULL : fdopen(fd, "r");
	if (!l->f) {
		err = errno;
		if (fd >= 0)
			(void)close(fd);
		return err;
	}
	(void)setvbuf(l->f, l->buf, _IOFBF, sizeof(l->buf));
	snprintf(l->info.carrier, sizeof(l->info.carrier), "%.*s", (int)len,
		 carrier);
	err = read_head(l);
	if (err)
		oh_owned_list_close(l);

	return err;
}


static int parse_capability(enum oh_capability *cp, char letter)
{
	static const char letters[] = OH_OWNED_LETTERS;
	const char *at = letter ? strchr(letters, letter) : NULL;

	if (!at)
		return EBADMSG;
	*cp = (enum oh_capability)(at - letters);

	return 0;
}


static int parse_line(struct oh_owned_list *l)
{
	char *blank = strchr(l->line, ' ');

	if (!blank)
		return EBADMSG;
	*blank++ = '\0';
	if (!oh_owned_is_number(l->line) || strlen(blank) != 2 ||
	    parse_capability(&l->info.caps.calling, blank[0]) ||
	    parse_capability(&l->info.caps.sms, blank[1]))
		return EBADMSG;
	++l->count;

	return 0;
}


/**
 * Read the next number into the list's line and info
 *
 * @param l List
 *
 * @return 0 if success, ENOENT at its end, EBADMSG if it is broken
 */
int oh_owned_list_next(struct oh_owned_list *l)
{
	uint64_t count;

	if (!next_line(l))
		return EBADMSG;
	if (strncmp(l->line, "end ", 4))
		return parse_line(l);
	if (scan_u64(&count, l->line + 4) || count != l->count ||
	    fgetc(l->f) != EOF)
		return EBADMSG;
	l->whole = true;

	return ENOENT;
}


/**
 * Go back to the first number
 *
 * @param l List
 *
 * @return 0 if success, EBADMSG if it is broken
 */
int oh_owned_list_rewind(struct oh_owned_list *l)
{
	rewind(l->f);
	l->count = 0;

	return read_head(l);
}
