/**
 * @file menu.c  A menu file: prompts, keys and what they lead to
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "flow/menu_priv.h"
#include "media/source.h"

/* Where a fault of this line belongs: they are told in the file's order,
   whenever they are found. */
static struct oh_menu_fault *make_room(struct oh_menu_file *f, int line)
{
	uint32_t i = f->faultc++;

	for (; i && f->faultv[i - 1].line > line; i--)
		f->faultv[i] = f->faultv[i - 1];

	return &f->faultv[i];
}

static void add_fault(struct oh_menu_file *f, int line, bool warning,
		      const char *fmt, va_list ap)
{
	struct oh_menu_fault *fault;

	if (!warning)
		f->errorc++;
	if (f->faultc == OH_MENU_FAULTS_MAX)
		return;
	fault = make_room(f, line);
	fault->line    = line;
	fault->warning = warning;
	(void)vsnprintf(fault->text, sizeof(fault->text), fmt, ap);
}

/** Add a fault; what is more than OH_MENU_FAULTS_MAX is only counted */
void oh_menu_fault(struct oh_menu_file *f, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_fault(f, line, false, fmt, ap);
	va_end(ap);
}

/** Add a warning: the file can be used all the same */
void oh_menu_warn(struct oh_menu_file *f, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_fault(f, line, true, fmt, ap);
	va_end(ap);
}

/** The i-th list of steps of a menu, NULL past the last */
struct oh_menu_steps *oh_menu_steps_at(struct oh_menu *m, uint32_t i)
{
	if (i > OH_MENU_ONS)
		return NULL;

	return i ? &m->onv[i - 1] : &m->prompts;
}

static void steps_reset(struct oh_menu_steps *steps)
{
	for (uint32_t i = 0; i < steps->c; i++)
		mem_deref(steps->v[i].text);
}

static void file_destructor(void *arg)
{
	struct oh_menu_file *f = arg;
	struct oh_menu_steps *steps;

	for (uint32_t i = 0; i < f->menuc; i++) {
		for (uint32_t k = 0;
		     (steps = oh_menu_steps_at(&f->menuv[i], k)); k++)
			steps_reset(steps);
	}
	mem_deref(f->menuv);
	mem_deref(f->name);
}

/**
 * Read menus from text
 *
 * @param fp   Returned, release with mem_deref()
 * @param name Name of the file
 * @param text Text
 *
 * @return 0 also with faults, EINVAL, ENOMEM
 */
int oh_menu_parse(struct oh_menu_file **fp, const char *name,
		  const char *text)
{
	struct oh_menu_file *f;
	int err;

	if (!fp || !name || !text)
		return EINVAL;
	f = mem_zalloc(sizeof(*f), file_destructor);
	if (!f)
		return ENOMEM;
	err = str_dup(&f->name, name);
	if (!err)
		err = oh_menu_read(f, text);
	if (!err)
		oh_menu_check(f);
	if (err)
		mem_deref(f);
	else
		*fp = f;

	return err;
}

static struct oh_menu_step *sound_in(struct oh_menu_steps *steps, uint32_t i)
{
	for (uint32_t k = 0; k < steps->c; k++) {
		struct oh_menu_step *s = &steps->v[k];

		if (s->index == i && (s->verb == OH_MENU_PLAY ||
				      s->verb == OH_MENU_SAY))
			return s;
	}

	return NULL;
}

static struct oh_menu_step *find_sound(const struct oh_menu_file *f,
				       uint32_t i)
{
	struct oh_menu_steps *steps;
	struct oh_menu_step *s;

	for (uint32_t m = 0; m < f->menuc; m++) {
		for (uint32_t k = 0;
		     (steps = oh_menu_steps_at(&f->menuv[m], k)); k++) {
			s = sound_in(steps, i);
			if (s)
				return s;
		}
	}

	return NULL;
}

/**
 * Find the step that plays or says something
 *
 * @param f File
 * @param i Which one, below soundc
 *
 * @return Step, borrowed; NULL if there is none
 */
const struct oh_menu_step *oh_menu_sound(const struct oh_menu_file *f,
					 uint32_t i)
{
	return find_sound(f, i);
}

/* A relative path is meant from the folder of the menu file. */
static int make_whole(const struct oh_menu_file *f, struct oh_menu_step *s)
{
	const char *slash = strrchr(f->name, '/');
	char *whole;
	int err;

	if (!slash || *s->text == '/')
		return 0;
	err = re_sdprintf(&whole, "%b%s", f->name,
			  (size_t)(slash + 1 - f->name), s->text);
	if (err)
		return err;
	mem_deref(s->text);
	s->text = whole;

	return 0;
}

/* Why a sound file cannot be played; NULL: it can */
static const char *try_sound(const char *path, int *errp)
{
	struct oh_source src;
	const char *why = NULL;
	int err = oh_source_open(&src, path, &why);

	if (!err) {
		err = oh_source_probe(&src, NULL, &why);
		oh_source_close(&src);
	}
	*errp = err == ENOMEM ? err : 0;

	return !err ? NULL : why ? why : strerror(err);
}

static int check_sound(struct oh_menu_file *f, struct oh_menu_step *s)
{
	const char *why;
	int err = make_whole(f, s);

	if (err)
		return err;
	why = try_sound(s->text, &err);
	if (why)
		oh_menu_fault(f, s->line, "%s: %s", s->text, why);

	return err;
}

static int check_sounds(struct oh_menu_file *f)
{
	int err = 0;

	for (uint32_t i = 0; i < f->soundc && !err; i++) {
		struct oh_menu_step *s = find_sound(f, i);

		if (s && s->verb == OH_MENU_PLAY)
			err = check_sound(f, s);
	}

	return err;
}

static int read_all(char **textp, int fd)
{
	struct stat st;
	size_t len = 0;
	ssize_t n;
	char *text;

	if (fstat(fd, &st))
		return errno;
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	if (st.st_size > OH_MENU_BYTES_MAX)
		return EFBIG;
	text = mem_zalloc(OH_MENU_BYTES_MAX + 1, NULL);
	if (!text)
		return ENOMEM;
	do {
		n = read(fd, text + len, OH_MENU_BYTES_MAX - len);
		len += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	if (n < 0) {
		mem_deref(text);
		return errno;
	}
	*textp = text;

	return 0;
}

/**
 * Read menus from a file, and look at the sound files it names
 *
 * Their paths are made whole: a relative one is meant from the folder of the
 * menu file.
 *
 * @param fp   Returned, release with mem_deref()
 * @param path Regular file, OH_MENU_BYTES_MAX at most
 *
 * @return 0 also with faults, EFBIG, an errno of open(), ENOMEM
 */
int oh_menu_load(struct oh_menu_file **fp, const char *path)
{
	struct oh_menu_file *f = NULL;
	char *text = NULL;
	int fd, err;

	if (!fp || !path)
		return EINVAL;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno;
	err = read_all(&text, fd);
	(void)close(fd);
	if (!err)
		err = oh_menu_parse(&f, path, text);
	if (!err)
		err = check_sounds(f);
	mem_deref(text);
	if (err)
		mem_deref(f);
	else
		*fp = f;

	return err;
}
