/**
 * @file name.c  File names of recordings, from a template
 */
#include "base/compat.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include "call/name.h"

static int refuse(const char **whyp, int err, const char *why)
{
	if (whyp)
		*whyp = why;

	return err;
}

static bool is_safe(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		(c >= 'A' && c <= 'Z') || (c && strchr("+-._@", c));
}

static void clean(char *dst, size_t size, const char *value)
{
	size_t n = 0;

	if (!value || !*value)
		value = "unknown";
	for (; value[n] && n + 1 < size; n++) {
		const bool first = n == 0 && strchr(".-", value[n]);

		dst[n] = is_safe(value[n]) && !first ? value[n] : '_';
	}
	dst[n] = '\0';
}

static void print_time(char *dst, size_t size, const char *format,
		       uint64_t wall_us)
{
	const time_t t = (time_t)(wall_us / 1000000);
	struct tm tm;

	if (!localtime_r(&t, &tm) || !strftime(dst, size, format, &tm))
		clean(dst, size, NULL);
}

/* The value of one {word}, false if there is no such word. */
static bool print_word(char *dst, size_t size, const struct pl *word,
		       const struct oh_name *name)
{
	const struct {
		const char *word;
		const char *value;
	} v[] = {
		{ "from",  name->from  },
		{ "to",    name->to    },
		{ "id",    name->id    },
		{ "trunk", name->trunk },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (0 == pl_strcmp(word, v[i].word)) {
			clean(dst, size, v[i].value);
			return true;
		}
	}
	if (0 == pl_strcmp(word, "date"))
		print_time(dst, size, "%Y-%m-%d", name->wall_us);
	else if (0 == pl_strcmp(word, "time"))
		print_time(dst, size, "%H%M%S", name->wall_us);
	else if (0 == pl_strcmp(word, "n"))
		(void)re_snprintf(dst, size, "%u", name->n);
	else
		return false;

	return true;
}

static int append(char *path, size_t size, size_t *np, const char *s,
		  size_t len)
{
	if (len >= size - *np)
		return ERANGE;
	memcpy(path + *np, s, len);
	*np += len;
	path[*np] = '\0';

	return 0;
}

static int expand(char *path, size_t size, size_t *np, const char *templ,
		  const struct oh_name *name)
{
	while (*templ) {
		char value[OH_NAME_VALUE_MAX + 1];
		size_t len = strcspn(templ, "{}");
		struct pl word;
		int err;

		err = append(path, size, np, templ, len);
		templ += len;
		if (err || !*templ)
			return err;
		len = strcspn(templ, "}");
		if (*templ != '{' || templ[len] != '}')
			return EBADMSG;
		word.p = templ + 1;
		word.l = len - 1;
		if (!print_word(value, sizeof(value), &word, name))
			return EBADMSG;
		err = append(path, size, np, value, strlen(value));
		if (err)
			return err;
		templ += len + 1;
	}

	return 0;
}

/**
 * Print the name that a template gives
 *
 * @param path  Receives the path
 * @param size  Its size, OH_NAME_SIZE is enough for all
 * @param templ Template; "" or one that ends with '/': the default one there
 * @param name  What to put in
 * @param whyp  Receives what is wrong (static text), may be NULL
 *
 * @return 0, EINVAL, EBADMSG (unknown {word} or a brace alone), ERANGE (too
 *         long)
 */
int oh_name_print(char *path, size_t size, const char *templ,
		  const struct oh_name *name, const char **whyp)
{
	size_t n = 0;
	int err;

	if (!path || !size || !templ || !name)
		return EINVAL;
	(void)refuse(whyp, 0, NULL);
	path[0] = '\0';
	err = expand(path, size, &n, templ, name);
	if (!err && (n == 0 || path[n - 1] == '/'))
		err = expand(path, size, &n, OH_NAME_DEFAULT, name);
	if (err == EBADMSG)
		(void)refuse(whyp, err, "the words are {from} {to} {id} "
			     "{trunk} {date} {time} {n}");
	else if (err)
		(void)refuse(whyp, err, "the name is too long");

	return err;
}

/* Where "-2" goes: before the ending of the last component, if it has one */
static size_t stem(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	const char *dot = strrchr(base, '.');

	return dot && dot > base ? (size_t)(dot - path) : strlen(path);
}

/**
 * Print the name that a template gives, with -2, -3 .. if it is taken
 *
 * Another process may take the name before the file is created: create it
 * with O_EXCL and ask again on EEXIST.
 *
 * @param path  Receives a path where nothing is
 * @param size  Its size, OH_NAME_SIZE is enough for all
 * @param templ Template, as for oh_name_print()
 * @param name  What to put in
 * @param whyp  Receives what is wrong (static text), or NULL if the error
 *              says it; may be NULL
 *
 * @return 0, those of oh_name_print(), EISDIR, EEXIST (all tries are taken)
 *         and others of lstat(). That a folder is missing is found out by
 *         open()
 */
int oh_name_find(char *path, size_t size, const char *templ,
		 const struct oh_name *name, const char **whyp)
{
	char first[OH_NAME_SIZE];
	size_t n;
	int err;

	err = oh_name_print(first, sizeof(first), templ, name, whyp);
	if (err)
		return err;
	n = stem(first);
	for (unsigned i = 1; i <= OH_NAME_TRIES_MAX; i++) {
		struct stat st;
		int printed;

		printed = i == 1 ? re_snprintf(path, size, "%s", first)
			: re_snprintf(path, size, "%b-%u%s", first, n, i,
				      first + n);
		if (printed < 0)
			return refuse(whyp, ERANGE, "the name is too long");
		if (lstat(path, &st))
			return errno == ENOENT ? 0 : errno;
		if (S_ISDIR(st.st_mode))
			return EISDIR;
	}

	return EEXIST;
}
