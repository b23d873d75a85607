/**
 * @file static.c  A carrier that lists the numbers of the configuration
 *
 * Numbers of one's own trunks, bought elsewhere: in `numbers`, blank
 * separated, and in the rows of `numbers_file`. The file is read twice, so
 * that a bad row is told before any number is.
 */
#include "base/compat.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include "carrier/carrier_priv.h"
#include "carrier/ownlist.h"

enum {
	ROWS_MAX  = 1000000,       /* Of the file */
	PATH_SIZE = 2 * OH_CONF_VALUE,
	TEXT_SIZE = PATH_SIZE + 128,
};

struct config {
	char numbers[OH_CONF_VALUE];
	char file[PATH_SIZE];              /* "": none */
};

/** One listing; it ends within one turn of the main loop */
struct work {
	struct tmr         tmr;
	struct oh_task    *task;           /* whose work it is */
	struct config     *config;
	enum oh_carrier_do what;
	char               number[OH_NUMBER_SIZE];
	bool               tell;           /* second reading */
	bool               found;
	bool               gone;           /* so is the owner */
	int                err;
	char               text[TEXT_SIZE];
};

static void work_destructor(void *arg)
{
	struct work *w = arg;

	tmr_cancel(&w->tmr);
	mem_deref(w->config);
}

static int fail(struct work *w, const char *where, unsigned line,
		const char *why)
{
	if (line)
		(void)snprintf(w->text, sizeof(w->text), "%s:%u: %s", where,
			       line, why);
	else
		(void)snprintf(w->text, sizeof(w->text), "%s: %s", where,
			       why);

	return EBADMSG;
}

static void tell(struct work *w, const struct oh_owned *o)
{
	if (!w->tell || w->gone ||
	    (w->what == OH_DO_SHOW && strcmp(o->number, w->number)))
		return;
	w->found = true;
	w->gone  = !oh_task_item(w->task, OH_ITEM_OWNED, o);
}

static int read_words(struct work *w)
{
	const char *p = w->config->numbers;
	char word[OH_CONF_VALUE];

	while (*(p += strspn(p, " \t,"))) {
		size_t len = strcspn(p, " \t,");
		const char *why;
		struct oh_owned o;

		str_ncpy(word, p, len + 1);
		if (oh_ownlist_parse(&o, word, &why)) {
			why = "not E.164 numbers, separated by blanks";
			return fail(w, "numbers", 0, why);
		}
		tell(w, &o);
		p += len;
	}

	return 0;
}

static int read_row(struct work *w, const char *line, unsigned n)
{
	const char *why = NULL;
	struct oh_owned o;
	int err;

	if (strlen(line) == OH_OWNLIST_LINE - 1)
		return fail(w, w->config->file, n, "the line is too long");
	if (n > ROWS_MAX)
		return fail(w, w->config->file, n, "too many lines");

	err = oh_ownlist_parse(&o, line, &why);
	if (err == ENOENT)
		return 0;
	if (err)
		return fail(w, w->config->file, n, why);
	tell(w, &o);

	return 0;
}

static int read_rows(struct work *w, FILE *f)
{
	static const char bom[] = "\xef\xbb\xbf";
	char line[OH_OWNLIST_LINE];
	unsigned n = 0;
	int err = 0;

	while (!err && !w->gone && fgets(line, sizeof(line), f)) {
		bool skip = n++ == 0 && 0 == strncmp(line, bom, 3);

		err = read_row(w, skip ? line + 3 : line, n);
	}
	if (!err && ferror(f))
		err = fail(w, w->config->file, 0, "cannot be read");

	return err;
}

static int read_all(struct work *w, FILE *f)
{
	int err;

	err = read_words(w);
	if (!err && f) {
		rewind(f);
		err = read_rows(w, f);
	}

	return err;
}

/* O_NONBLOCK: it may turn out to be a pipe. */
static int open_file(FILE **fp, struct work *w)
{
	const char *path = w->config->file;
	struct stat st;
	int fd;

	if (!*path)
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return fail(w, path, 0, strerror(errno));
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		*fp = fdopen(fd, "r");
	if (!*fp) {
		(void)close(fd);
		return fail(w, path, 0, "no regular file");
	}

	return 0;
}

static int list(struct work *w)
{
	FILE *f = NULL;
	int err;

	err = open_file(&f, w);
	if (!err)
		err = read_all(w, f);
	w->tell = true;
	if (!err)
		err = read_all(w, f);
	if (f)
		(void)fclose(f);
	if (err || w->what != OH_DO_SHOW || w->found)
		return err;
	(void)snprintf(w->text, sizeof(w->text), "%s: not a number of %s",
		       w->number, oh_task_carrier(w->task));

	return ENOENT;
}

static void run(void *arg)
{
	struct work *w = arg;
	struct oh_task *task = mem_ref(w->task);
	struct oh_carrier_end end = {
		.code = "", .text = w->text, .operation = "",
	};

	end.err = w->err ? w->err : list(w);
	if (!w->gone)
		oh_task_end(task, &end);
	mem_deref(task);
}

static bool can(enum oh_carrier_do what)
{
	return what == OH_DO_LIST || what == OH_DO_SHOW;
}

static int start(void **workp, void *state, struct oh_task *task,
		 const struct oh_carrier_req *req)
{
	struct work *w;

	if (req->what == OH_DO_SHOW && !str_isset(req->number))
		return EINVAL;
	w = mem_zalloc(sizeof(*w), work_destructor);
	if (!w)
		return ENOMEM;
	w->task   = task;
	w->config = mem_ref(state);
	w->what   = req->what;
	if (req->number)
		str_ncpy(w->number, req->number, sizeof(w->number));
	if (!can(req->what)) {
		w->err = ENOTSUP;
		(void)snprintf(w->text, sizeof(w->text),
			       "carrier %s lists its numbers only",
			       oh_task_carrier(task));
	}
	tmr_start(&w->tmr, 0, run, w);
	*workp = w;

	return 0;
}

/* A relative path is meant from the configuration file. */
static int print_path(char buf[PATH_SIZE], const struct oh_conf_carrier *conf)
{
	const char *file = conf->at.file ? conf->at.file : "";
	const char *slash = strrchr(file, '/');
	int dir = *conf->numbers_file == '/' || !*conf->numbers_file || !slash
		? 0 : (int)(slash + 1 - file);
	int n = snprintf(buf, PATH_SIZE, "%.*s%s", dir, file,
			 conf->numbers_file);

	return n < PATH_SIZE ? 0 : ERANGE;
}

static int open_static(void **statep, const struct oh_carrier_prm *prm,
		       const char **whyp)
{
	struct config *c = mem_zalloc(sizeof(*c), NULL);
	int err;

	if (!c)
		return ENOMEM;
	str_ncpy(c->numbers, prm->conf->numbers, sizeof(c->numbers));
	err = print_path(c->file, prm->conf);
	if (err) {
		*whyp = "numbers_file: the path is too long";
		mem_deref(c);
		return err;
	}
	*statep = c;

	return 0;
}

static int print(char **textp, void *state, const struct oh_carrier_req *req)
{
	(void)textp;
	(void)state;
	(void)req;

	return ENOTSUP;
}

const struct oh_carrier_ops oh_static_ops = {
	.open = open_static, .can = can, .start = start, .print = print,
};
