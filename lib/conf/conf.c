/**
 * @file conf.c  The configuration as a value
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/path.h"
#include "conf/conf.h"
#include "conf/conf_priv.h"


static const char file_name[]   = "offhook.conf";
static const char system_file[] = "/etc/offhook/offhook.conf";


/**
 * Add a fault; what is more than OH_CONF_FAULTS_MAX is dropped
 *
 * @param c    Configuration
 * @param line Line, 0: the file itself
 * @param fmt  printf(3) format: section, key, what is wrong, what is allowed
 */
void oh_conf_fault(struct oh_conf *c, int line, const char *fmt, ...)
{
	struct oh_conf_fault *f;
	va_list ap;

	if (c->faultc == OH_CONF_FAULTS_MAX)
		return;

	f = &c->faultv[c->faultc++];
	f->line = line;
	snprintf(f->file, sizeof(f->file), "%s", c->file);
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
}


/**
 * Set every value to its default
 *
 * @param c Configuration
 */
void oh_conf_init(struct oh_conf *c)
{
	if (!c)
		return;

	memset(c, 0, sizeof(*c));
	c->ring_ms    = 25000;
	c->first_ms   = 5000;
	c->between_ms = 3000;
	c->silence_ms = 30000;
	c->guard.max_duration_s = 1800;
	c->guard.day_calls      = 2000;
	c->guard.day_minutes    = 2000;
	c->guard.minute_warn    = 120;
	c->guard.minute_max     = 300;
	c->guard.prefix_warn    = 100;
	c->guard.prefix_max     = 300;
	c->guard.calls_warn     = 250;
	c->guard.calls_max      = 500;
	c->guard.night_minute_max = 30;
	c->cdr.enabled          = true;
	c->detect = (struct oh_conf_detect){
		.initial_silence_ms        = 2500,
		.greeting_ms               = 1500,
		.after_greeting_silence_ms = 800,
		.total_analysis_time_ms    = 5000,
		.min_word_length_ms        = 100,
		.between_words_silence_ms  = 50,
		.maximum_number_of_words   = 2,
		.maximum_word_length_ms    = 5000,
		.silence_threshold         = 256,
		.beep_wait_ms              = 3000,
	};
	c->trace.hep_id = 1;
	c->phone = (struct oh_conf_phone){
		.answer  = true,
		.ring_ms = 60000,
		.bell    = true,
		.notify  = true,
	};
	c->phone.answer  = true;
	c->phone.ring_ms = 60000;
	c->phone.bell    = true;
	c->phone.notify  = true;
}


/**
 * Print a path that stands in a configuration
 *
 * @param buf  Buffer for the path
 * @param size Size of it
 * @param path Path; a relative one is meant from the folder of the file
 * @param file Configuration file; NULL or "": the current folder is meant
 *
 * @return 0 if success, ERANGE if it does not fit
 */
int oh_conf_path_print(char *buf, size_t size, const char *path,
		       const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL;
	int dir = *path == '/' || !slash ? 0 : (int)(slash + 1 - file);

	if (!buf || !size)
		return EINVAL;

	return (size_t)snprintf(buf, size, "%.*s%s", dir, dir ? file : "",
				path) < size ? 0 : ERANGE;
}


static void destructor(void *arg)
{
	struct oh_conf *c = arg;

	for (uint32_t i = 0; i < c->routec; i++)
		mem_deref(c->routev[i].compiled);
	mem_deref(c->routev);
	for (uint32_t i = 0; i < c->inboundc; i++) {
		mem_deref(c->inboundv[i].compiled);
		mem_deref(c->inboundv[i].from_compiled);
	}
	mem_deref(c->inboundv);
}


static int alloc(struct oh_conf **cp, const char *name)
{
	struct oh_conf *c;

	if (strlen(name) >= sizeof(c->file))
		return ERANGE;

	c = mem_zalloc(sizeof(*c), destructor);
	if (!c)
		return ENOMEM;

	oh_conf_init(c);
	snprintf(c->file, sizeof(c->file), "%s", name);
	*cp = c;

	return 0;
}


/**
 * Read a configuration from text
 *
 * @param cp   Set to the configuration; release with mem_deref()
 * @param name Name of the file, for faults
 * @param text Text
 *
 * @return 0 if success: look at the faults; ENOMEM, ERANGE
 */
int oh_conf_parse(struct oh_conf **cp, const char *name, const char *text)
{
	struct oh_conf *c;
	int err;

	if (!cp || !name || !text)
		return EINVAL;

	err = alloc(&c, name);
	if (err)
		return err;

	c->present = true;
	err = oh_conf_read(c, text);
	if (err)
		mem_deref(c);
	else
		*cp = c;

	return err;
}


static int read_all(int fd, char *buf, size_t size, size_t *lenp)
{
	size_t len = 0;

	while (len < size) {
		ssize_t n = read(fd, buf + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	*lenp = len;

	return 0;
}


static void parse_bytes(struct oh_conf *c, char *buf, size_t len, int *errp)
{
	buf[len < OH_CONF_BYTES_MAX ? len : OH_CONF_BYTES_MAX] = '\0';
	if (len > OH_CONF_BYTES_MAX)
		oh_conf_fault(c, 0, "longer than %d bytes",
			      OH_CONF_BYTES_MAX);
	else if (strlen(buf) != len)
		oh_conf_fault(c, 0, "a text file holds no zero bytes");
	else
		*errp = oh_conf_read(c, buf);
}


static int load_fd(struct oh_conf *c, int fd)
{
	struct stat st;
	size_t len = 0;
	char *buf;
	int err;

	if (fstat(fd, &st))
		return errno;
	if (S_ISDIR(st.st_mode)) {
		oh_conf_fault(c, 0, "a folder, not a file");
		return 0;
	}
	/* It names commands that we run. */
	if (st.st_mode & S_IWOTH)
		oh_conf_fault(c, 0, "others can change it: chmod o-w");

	buf = mem_alloc(OH_CONF_BYTES_MAX + 1, NULL);
	if (!buf)
		return ENOMEM;

	err = read_all(fd, buf, OH_CONF_BYTES_MAX + 1, &len);
	if (!err)
		parse_bytes(c, buf, len, &err);
	mem_deref(buf);

	return err;
}


/* A file that is there must be readable; only one we seek may be missing */
static int load_file(struct oh_conf **cp, const char *path, bool sought)
{
	struct oh_conf *c;
	int fd, err;

	err = alloc(&c, path);
	if (err)
		return err;

	/* O_NONBLOCK: a pipe nobody writes to must not hold us up. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && sought && (errno == ENOENT || errno == ENOTDIR)) {
		mem_deref(c);
		return ENOENT;
	}
	c->present = true;
	if (fd < 0)
		oh_conf_fault(c, 0, "cannot be read: %s", strerror(errno));
	else {
		err = load_fd(c, fd);
		(void)close(fd);
	}
	if (err == ENOMEM) {
		mem_deref(c);
		return err;
	}
	if (err)
		oh_conf_fault(c, 0, "cannot be read: %s", strerror(err));
	*cp = c;

	return 0;
}


/**
 * Read the configuration
 *
 * @param cp   Set to the configuration; release with mem_deref()
 * @param path File, or NULL: offhook.conf in the user's configuration
 *             folder, else /etc/offhook/offhook.conf, else the defaults
 *
 * @return 0 if success: look at the faults, of which a file that cannot be
 *         read is one; ENOMEM, ERANGE if the path is too long
 */
int oh_conf_load(struct oh_conf **cp, const char *path)
{
	char user[OH_CONF_VALUE];
	int err;

	if (!cp)
		return EINVAL;
	if (path)
		return load_file(cp, path, false);

	/* Without a home there is no user's file. */
	err = oh_path_print(user, sizeof(user), OH_PATH_CONFIG, file_name);
	if (!err)
		err = load_file(cp, user, true);
	else
		err = ENOENT;
	if (err == ENOENT)
		err = load_file(cp, system_file, true);
	if (err == ENOENT)
		err = alloc(cp, "");

	return err;
}
