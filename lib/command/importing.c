/**
 * @file importing.c  offhook import: other configurations as ours
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "cli/exit.h"
#include "command/acsroutes.h"
#include "command/import.h"
#include "command/importing.h"
#include "conf/print.h"

/** Where passwords go, and what became of them */
struct keep {
	struct oh_app *app;
	const char    *folder;
	char           path[OH_IMPORT_PATH_SIZE];      /* of the last */
};

static const struct source {
	const char *name;
	int (*h)(struct mbuf *mb, const char *text,
		 const struct oh_import_prm *prm);
} sourcev[] = {
	{ "asterisk", oh_import_asterisk },
	{ "baresip",  oh_import_baresip },
};

static const struct source *find_source(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(sourcev); i++) {
		if (0 == strcmp(sourcev[i].name, name))
			return &sourcev[i];
	}

	return NULL;
}

/* Whole, with a NUL behind it; a NUL within it is where it ends */
static int read_all(struct mbuf *mb, FILE *f)
{
	uint8_t buf[4096];
	size_t n;
	int err = 0;

	do {
		n = fread(buf, 1, sizeof(buf), f);
		if (mb->end + n > OH_IMPORT_BYTES_MAX)
			err = EFBIG;
		else
			err = mbuf_write_mem(mb, buf, n);
	} while (n && !err);
	explicit_bzero(buf, sizeof(buf));
	if (!err && ferror(f))
		err = EIO;

	return err ? err : mbuf_write_u8(mb, 0);
}

static int read_file(struct mbuf *mb, const char *path)
{
	FILE *f;
	int err;

	if (0 == strcmp(path, "-"))
		return read_all(mb, stdin);
	f = fopen(path, "re");
	if (!f)
		return errno;
	err = read_all(mb, f);
	(void)fclose(f);

	return err;
}

static int write_secret(const char *path, const char *secret)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
		      O_CLOEXEC, S_IRUSR | S_IWUSR);
	int err = 0;

	if (fd < 0)
		return errno;
	if (dprintf(fd, "%s\n", secret) < 0)
		err = errno;
	if (close(fd) && !err)
		err = errno;
	if (err)
		(void)unlink(path);

	return err;
}

/* One that is there already may be another one's: it is left alone. */
static int secret_handler(char path[OH_IMPORT_PATH_SIZE], const char *name,
			  const char *secret, void *arg)
{
	struct keep *k = arg;
	int err;

	if (!k->folder)
		return ENOENT;
	if (re_snprintf(path, OH_IMPORT_PATH_SIZE, "%s/%s.password",
			k->folder, name) < 0)
		return ENAMETOOLONG;
	str_ncpy(k->path, path, sizeof(k->path));
	err = write_secret(path, secret);
	if (!err)
		oh_app_say(k->app, "wrote %s", path);

	return err == ENOENT ? ENOTDIR : err;
}

/* The folder as it is called from everywhere; *foldp is malloc's */
static int open_folder(char **foldp, struct oh_app *app, const char *path)
{
	if (!path)
		return OH_EXIT_OK;
	if (mkdir(path, S_IRWXU) && errno != EEXIST)
		return oh_app_fail(app, OH_EXIT_CANT_CREATE,
				   "--passwords %s: %s", path,
				   strerror(errno));
	*foldp = realpath(path, NULL);

	return *foldp ? OH_EXIT_OK
		: oh_app_fail(app, OH_EXIT_CANT_CREATE, "--passwords %s: %s",
			      path, strerror(errno));
}

static int convert(struct mbuf *mb, struct oh_app *app,
		   const struct source *src, const char *path,
		   const char *text, struct keep *k)
{
	const struct oh_import_prm prm = {
		.file = path, .secreth = secret_handler, .arg = k,
	};
	int err;

	err = oh_conf_print_note(mb, "By 'offhook import %s' from %s",
				 src->name, path);
	if (!err)
		err = src->h(mb, text, &prm);
	if (!err)
		return OH_EXIT_OK;
	if (*k->path && err != ENOMEM && err != ERANGE)
		return oh_app_fail(app, OH_EXIT_CANT_CREATE, "%s: %s",
				   k->path, strerror(err));

	return oh_app_fail(app, err == ERANGE ? OH_EXIT_DATA
			   : OH_EXIT_SOFTWARE, "%s: %s", path, err == ERANGE
			   ? "more sections than can be" : strerror(err));
}

static int import_file(struct mbuf *mb, struct oh_app *app,
		       const struct oh_importing_opts *o,
		       const struct source *src, const char *path)
{
	struct keep k = { .app = app };
	struct mbuf *text = mbuf_alloc(4096);
	char *folder = NULL;
	int err = text ? read_file(text, path) : ENOMEM;
	int status;

	if (err)
		status = oh_app_fail(app, err == ENOMEM ? OH_EXIT_SOFTWARE
				     : OH_EXIT_NO_INPUT, "%s: %s", path,
				     strerror(err));
	else
		status = open_folder(&folder, app, o->passwords);
	k.folder = folder;
	if (!status)
		status = convert(mb, app, src, path,
				 (const char *)text->buf, &k);
	if (text)
		explicit_bzero(text->buf, text->size);
	mem_deref(text);
	free(folder);

	return status;
}

static int usage(struct oh_app *app)
{
	return oh_app_fail(app, OH_EXIT_USAGE, "write 'import acs', "
			   "'import asterisk FILE' or 'import baresip FILE'");
}

/**
 * Print another program's configuration as ours
 *
 * @param app  The command
 * @param o    Options
 * @param argc Operands
 * @param argv "import", what, and FILE
 *
 * @return Exit status
 */
int oh_importing(struct oh_app *app, const struct oh_importing_opts *o,
		 int argc, char **argv)
{
	const struct source *src = argc > 1 ? find_source(argv[1]) : NULL;
	bool acs = argc == 2 && 0 == strcmp(argv[1], "acs");
	struct mbuf *mb;
	int status;

	if (!acs && (!src || argc != 3))
		return usage(app);
	if (o->remove || o->yes || (acs ? o->passwords : o->carrier))
		return oh_app_fail(app, OH_EXIT_USAGE, "not for 'import %s': "
				   "--%s", argv[1], o->remove ? "remove" :
				   o->yes ? "yes" : acs ? "passwords" :
				   "carrier");
	mb = mbuf_alloc(4096);
	if (!mb)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	status = acs ? oh_acsroutes_import(mb, app, o)
		     : import_file(mb, app, o, src, argv[2]);
	/* Whether it could be written is seen when the command ends */
	if (!status)
		(void)fwrite(mb->buf, 1, mb->end, stdout);
	mem_deref(mb);

	return status;
}

/**
 * Write the configuration's trunks and routes to a carrier
 *
 * @param app  The command
 * @param o    Options
 * @param argc Operands
 * @param argv "export" and "acs"
 *
 * @return Exit status
 */
int oh_importing_export(struct oh_app *app,
			const struct oh_importing_opts *o, int argc,
			char **argv)
{
	if (argc != 2 || strcmp(argv[1], "acs"))
		return oh_app_fail(app, OH_EXIT_USAGE, "write 'export acs'");
	if (o->passwords)
		return oh_app_fail(app, OH_EXIT_USAGE,
				   "not for 'export': --passwords");

	return oh_acsroutes_export(app, o);
}
