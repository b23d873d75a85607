/**
 * @file baresip.c  baresip, a child of ours that owns the sound device
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/child.h"
#include "handset/folder.h"
#include "handset/baresip.h"

enum {
	LOOK_MS     = 5,       /* between two looks for its socket        */
	KILL_MS     = 500,     /* from SIGTERM to SIGKILL                 */
	USER_BYTES  = 16,
	PATH_SIZE   = 4096,
	SAID_SIZE   = 160,
	CHUNK       = 1024,
	SOCKETS_MAX = 32,
	WIDE_HZ     = 16000,   /* the rate of G.722                       */
};

struct oh_baresip {
	struct oh_baresip_prm prm;
	struct oh_child child;       /* out: what it prints, all of it */
	struct tmr      tmr;
	struct oh_device devicev[OH_DEVICE_SIDES];
	bool            lackv[OH_DEVICE_SIDES];
	char            user[2 * USER_BYTES + 1];
	char            folder[PATH_SIZE];
	char            said[SAID_SIZE];
	bool            secured;
	bool            wide;
	size_t          len;         /* of the line that is being said   */
	char            saying[SAID_SIZE];
};

static void destructor(void *arg)
{
	struct oh_baresip *b = arg;

	tmr_cancel(&b->tmr);
	if (b->child.out >= 0)
		fd_close(b->child.out);
	oh_child_stop(&b->child);
	oh_folder_remove(b->folder);
	explicit_bzero(b->user, sizeof(b->user));
}

/* -------------------------------------------------------- what it prints */

static void gone(struct oh_baresip *b)
{
	tmr_cancel(&b->tmr);
	fd_close(b->child.out);
	/* Its end of the pipe is closed: it has ended, or does so now */
	oh_child_stop(&b->child);
	b->prm.goneh(b->prm.arg);
}

/* Without these words nothing is known of the one or the other */
static void note(struct oh_baresip *b)
{
	static const struct {
		const char *text;
		enum oh_device_side side;
		bool lacks;
	} wordv[] = {
		{ "start_source failed", OH_DEVICE_INPUT,  true  },
		{ "source started",      OH_DEVICE_INPUT,  false },
		{ "start_player failed", OH_DEVICE_OUTPUT, true  },
		{ "player started",      OH_DEVICE_OUTPUT, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(wordv); i++) {
		if (strstr(b->saying, wordv[i].text))
			b->lackv[wordv[i].side] = wordv[i].lacks;
	}
}

/* Colours, and what else could repaint a screen, are not kept, nor is whom to
   call to listen in */
static void end_line(struct oh_baresip *b)
{
	b->saying[b->len] = '\0';
	note(b);
	if (b->len && !strstr(b->saying, b->user)) {
		str_ncpy(b->said, b->saying, sizeof(b->said));
		oh_log(b->prm.log, OH_LOG_DEBUG, "baresip: %s", b->said);
	}
	b->len = 0;
}

static void listen_to(struct oh_baresip *b, const char *buf, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = buf[i];

		if (c == '\n')
			end_line(b);
		else if (isprint(c) && b->len + 1 < sizeof(b->saying))
			b->saying[b->len++] = c;
	}
}

static void output_handler(int flags, void *arg)
{
	struct oh_baresip *b = arg;
	char buf[CHUNK];
	ssize_t n = read(b->child.out, buf, sizeof(buf));

	(void)flags;
	if (n > 0)
		listen_to(b, buf, (size_t)n);
	else if (n == 0 || errno != EAGAIN) {
		end_line(b);
		gone(b);
	}
}

/* ------------------------------------------------------ where it listens */

static size_t sockets_of(unsigned long inodev[SOCKETS_MAX], pid_t pid)
{
	char path[PATH_SIZE], to[64];
	struct dirent *de;
	size_t n = 0;
	DIR *dir;

	(void)re_snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	dir = opendir(path);
	if (!dir)
		return 0;
	while (n < SOCKETS_MAX && (de = readdir(dir))) {
		ssize_t len = readlinkat(dirfd(dir), de->d_name, to,
					 sizeof(to) - 1);

		if (len <= 0)
			continue;
		to[len] = '\0';
		if (sscanf(to, "socket:[%lu]", &inodev[n]) == 1)
			n++;
	}
	(void)closedir(dir);

	return n;
}

/* "  sl: ADDR:PORT ADDR:PORT st tx:rx tr:when retr uid timeout inode .." */
static uint16_t port_in(const char *line, const unsigned long *inodev,
			size_t n)
{
	unsigned long inode;
	unsigned addr, port;

	if (sscanf(line, " %*u: %8X:%4X %*s %*s %*s %*s %*s %*u %*u %lu",
		   &addr, &port, &inode) != 3 ||
	    addr != htonl(INADDR_LOOPBACK))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (inodev[i] == inode)
			return (uint16_t)port;
	}

	return 0;
}

/* 0: it has not bound its socket yet */
static uint16_t find_port(pid_t pid)
{
	unsigned long inodev[SOCKETS_MAX];
	size_t n = sockets_of(inodev, pid);
	FILE *f = n ? fopen("/proc/net/udp", "re") : NULL;
	char line[256];
	uint16_t port = 0;

	while (f && !port && fgets(line, sizeof(line), f))
		port = port_in(line, inodev, n);
	if (f)
		(void)fclose(f);

	return port;
}

static void look(void *arg)
{
	struct oh_baresip *b = arg;
	uint16_t port = find_port(b->child.pid);

	if (port)
		b->prm.readyh(port, b->prm.arg);
	else
		tmr_start(&b->tmr, LOOK_MS, look, b);
}

/* ------------------------------------------------------------ its device */

static bool is_file(const char *dir, const char *name)
{
	char path[PATH_SIZE];

	return re_snprintf(path, sizeof(path), "%s/%s.so", dir, name) > 0 &&
		0 == access(path, R_OK);
}

/**
 * Find the modules of baresip, which say what sound it can do
 *
 * @param buf  Receives their folder
 * @param size Its size
 *
 * @return 0, ENOENT, ERANGE
 */
int oh_baresip_modules(char *buf, size_t size)
{
	static const char *const patternv[] = {
		"/usr/lib/baresip/modules/g711.so",
		"/usr/lib*/*/baresip/modules/g711.so",
		"/usr/lib64/baresip/modules/g711.so",
		"/usr/local/lib*/baresip/modules/g711.so",
	};
	int err = ENOENT;

	for (size_t i = 0; i < ARRAY_SIZE(patternv) && err == ENOENT; i++) {
		glob_t g;

		if (0 == glob(patternv[i], 0, NULL, &g))
			err = str_len(g.gl_pathv[0]) >= size ? ERANGE : 0;
		if (!err) {
			str_ncpy(buf, g.gl_pathv[0], size);
			*strrchr(buf, '/') = '\0';
		}
		globfree(&g);
	}

	return err;
}

static const char *side_name(const struct oh_device *v,
			     enum oh_device_side side)
{
	if (oh_device_is(&v[OH_DEVICE_INPUT], &v[OH_DEVICE_OUTPUT]))
		return "device";

	return side == OH_DEVICE_INPUT ? "input" : "output";
}

static int read_devices(struct oh_device v[OH_DEVICE_SIDES],
			const char *const textv[OH_DEVICE_SIDES],
			char *why, size_t size)
{
	static const char *const namev[] = { "input", "output" };
	const bool one = 0 == strcmp(textv[0], textv[1]);
	const char *how = NULL;
	int err = 0;

	for (size_t i = 0; i < OH_DEVICE_SIDES && !err; i++) {
		err = oh_device_parse(&v[i], textv[i], &how);
		if (err)
			(void)re_snprintf(why, size, "audio %s: %s",
					  one ? "device" : namev[i], how);
	}

	return err;
}

/* A sound file will do as both, for tests: nothing is heard */
static int check_devices(const struct oh_device v[OH_DEVICE_SIDES],
			 const char *modules, char *why, size_t size)
{
	const bool one = oh_device_is(&v[0], &v[1]);
	char what[OH_BARESIP_WHY];

	for (size_t i = 0; i < (one ? 1 : OH_DEVICE_SIDES); i++) {
		int err = oh_device_check(&v[i], i, modules, what,
					  sizeof(what));

		if (!err)
			continue;
		(void)re_snprintf(why, size, "audio %s '%s': %s",
				  side_name(v, i), v[i].name, what);
		return err;
	}

	return 0;
}

static int find_modules(char *buf, size_t bufsize, char *why, size_t size)
{
	int err = oh_baresip_modules(buf, bufsize);

	if (err)
		(void)re_snprintf(why, size, "baresip, which speaks to the "
				  "sound device, is not installed, or its "
				  "modules are not; the package baresip-core "
				  "has both");

	return err;
}

/**
 * Look whether baresip could open devices, as far as is known without trying
 *
 * @param input  Microphone, "": the default
 * @param output Loudspeaker, the same
 * @param why    Receives a sentence after an error
 * @param size   Its size
 *
 * @return 0, EINVAL, ERANGE, ENOENT, ENOTSUP
 */
int oh_baresip_check(const char *input, const char *output,
		     char *why, size_t size)
{
	const char *const textv[OH_DEVICE_SIDES] = { input, output };
	struct oh_device v[OH_DEVICE_SIDES];
	char modules[PATH_SIZE];
	int err = read_devices(v, textv, why, size);

	if (!err)
		err = find_modules(modules, sizeof(modules), why, size);

	return err ? err : check_devices(v, modules, why, size);
}

/* A sound file has one rate, and no other can be had of it */
static bool is_wide(const struct oh_baresip *b, const char *modules)
{
	const struct oh_device *input = &b->devicev[OH_DEVICE_INPUT];

	if (!is_file(modules, "g722"))
		return false;

	return !oh_device_is_file(input) ||
		oh_device_rate(input) == WIDE_HZ;
}

static int fill_folder(struct oh_baresip *b, const char *modules)
{
	static const struct oh_device nowhere = {
		.name = "aubridge,none", .driver = "aubridge",
	};
	const struct oh_device *output = &b->devicev[OH_DEVICE_OUTPUT];
	const struct oh_folder_prm prm = {
		.modules = modules,
		.input   = &b->devicev[OH_DEVICE_INPUT],
		.output  = oh_device_is_file(output) ? &nowhere : output,
		.user    = b->user,
		.dump    = b->prm.dump,
		.srtp    = is_file(modules, "srtp"),
		.wide    = is_wide(b, modules),
	};

	b->secured = prm.srtp;
	b->wide    = prm.wide;

	return oh_folder_make(b->folder, sizeof(b->folder), &prm);
}

/* -------------------------------------------------------------- starting */

static int launch(struct oh_baresip *b)
{
	const char *const argv[] = { "baresip", "-f", b->folder, NULL };
	struct oh_child_prm prm = { .argv = argv, .in = -1, .all_out = true,
				    .die_with_us = true, .at_once = true };
	int pipev[2], err;

	if (pipe2(pipev, O_CLOEXEC))
		return errno;
	prm.out = pipev[1];
	err = fcntl(pipev[0], F_SETFL, O_NONBLOCK) ? errno :
		oh_child_spawn(&b->child.pid, &prm);
	(void)close(pipev[1]);
	b->child.out = pipev[0];
	if (!err)
		err = fd_listen(b->child.out, FD_READ, output_handler, b);

	return err;
}

static void make_user(struct oh_baresip *b)
{
	uint8_t v[USER_BYTES];

	rand_bytes(v, sizeof(v));
	(void)re_snprintf(b->user, sizeof(b->user), "%w", v, sizeof(v));
	explicit_bzero(v, sizeof(v));
}

static int prepare(struct oh_baresip *b, char *why, size_t size)
{
	const char *const textv[OH_DEVICE_SIDES] = { b->prm.input,
						     b->prm.output };
	char modules[PATH_SIZE];
	int err = read_devices(b->devicev, textv, why, size);

	if (!err)
		err = find_modules(modules, sizeof(modules), why, size);
	if (!err)
		err = check_devices(b->devicev, modules, why, size);
	if (err)
		return err;
	make_user(b);
	err = fill_folder(b, modules);
	if (err)
		(void)re_snprintf(why, size, "baresip's folder: %m", err);

	return err;
}

/**
 * Start baresip
 *
 * @param bp   Returned; mem_deref() ends it, and waits half a second at most
 * @param prm  What it shall do; its strings are borrowed
 * @param why  Receives a sentence after an error
 * @param size Its size
 *
 * @return 0 or an errno; ready and gone are never told before this returns
 */
int oh_baresip_start(struct oh_baresip **bp,
		      const struct oh_baresip_prm *prm,
		      char *why, size_t size)
{
	struct oh_baresip *b = mem_zalloc(sizeof(*b), destructor);
	int err;

	(void)re_snprintf(why, size, "out of memory");
	if (!b)
		return ENOMEM;
	b->prm = *prm;
	b->child.pid = b->child.out = -1;
	tmr_init(&b->tmr);
	err = prepare(b, why, size);
	if (!err) {
		err = launch(b);
		if (err)
			(void)re_snprintf(why, size, "baresip cannot be "
					  "started: %m", err);
	}
	if (err) {
		mem_deref(b);
		return err;
	}
	tmr_start(&b->tmr, LOOK_MS, look, b);
	*bp = b;

	return 0;
}

static void kill_now(void *arg)
{
	struct oh_baresip *b = arg;

	/* The pipe says when it is gone */
	(void)kill(-b->child.pid, SIGKILL);
}

/** Have it end: goneh follows */
void oh_baresip_stop(struct oh_baresip *b)
{
	if (b->child.pid <= 0)
		return;
	(void)kill(-b->child.pid, SIGTERM);
	tmr_start(&b->tmr, KILL_MS, kill_now, b);
}

/** What it opens, as it was named or by default; borrowed */
const struct oh_device *oh_baresip_device(const struct oh_baresip *b,
					  enum oh_device_side side)
{
	return &b->devicev[side];
}

/** Whether its microphone and its loudspeaker are one device */
bool oh_baresip_has_one(const struct oh_baresip *b)
{
	return oh_device_is(&b->devicev[OH_DEVICE_INPUT],
			    &b->devicev[OH_DEVICE_OUTPUT]);
}

/** Whether it has said that it could not open that one */
bool oh_baresip_lacks(const struct oh_baresip *b, enum oh_device_side side)
{
	return b->lackv[side];
}

/** Whom to call there */
const char *oh_baresip_user(const struct oh_baresip *b)
{
	return b->user;
}

/** Whether it insists on SRTP */
bool oh_baresip_is_secured(const struct oh_baresip *b)
{
	return b->secured;
}

/** Whether it speaks G.722 */
bool oh_baresip_is_wide(const struct oh_baresip *b)
{
	return b->wide;
}

/** The last line it has printed, safe to show; "" if there is none */
const char *oh_baresip_said(const struct oh_baresip *b)
{
	return b->said;
}
