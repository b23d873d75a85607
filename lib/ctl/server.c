/**
 * @file server.c  The control socket of a process that holds calls
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "ctl/dir.h"
#include "ctl/past.h"
#include "ctl/server_priv.h"
#include "event/json.h"

enum {
	BACKLOG   = 64,
	ACCEPTS   = 16,           /* At once                              */
	AGAIN_MS  = 100,          /* No descriptor was left               */
};

static void server_destructor(void *arg)
{
	struct oh_ctl *c = arg;
	struct le *le;

	tmr_cancel(&c->tmr);
	c->owner.leaveh = NULL;
	c->meters = mem_deref(c->meters);
	/* Whose bytes are being read lives until that is over */
	while ((le = list_head(&c->connl))) {
		struct ctl_conn *conn = le->data;

		list_unlink(le);
		conn->dead = true;
		mem_deref(conn);
	}
	list_flush(&c->pastl);
	if (c->prm.calls)
		oh_calls_unwatch(c->prm.calls, &c->watch);
	if (c->fd < 0)
		return;
	fd_close(c->fd);
	(void)close(c->fd);
	(void)unlink(c->path);
}

/* Only ourselves: the folder says so already, and the kernel once more */
static bool is_ours(int fd)
{
	struct ucred cred;
	socklen_t len = sizeof(cred);

	return 0 == getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) &&
		cred.uid == geteuid();
}

static void accept_again(void *arg);

static void accept_handler(int flags, void *arg)
{
	struct oh_ctl *c = arg;

	(void)flags;
	for (int i = 0; i < ACCEPTS; i++) {
		int fd = accept4(c->fd, NULL, NULL,
				 SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd < 0 && (errno == EMFILE || errno == ENFILE)) {
			fd_close(c->fd);
			tmr_start(&c->tmr, AGAIN_MS, accept_again, c);
		}
		if (fd < 0)
			return;
		if (!is_ours(fd) ||
		    list_count(&c->connl) >= OH_CTL_CLIENTS_MAX ||
		    oh_ctl_conn_alloc(c, fd))
			(void)close(fd);
	}
}

static void accept_again(void *arg)
{
	struct oh_ctl *c = arg;

	if (fd_listen(c->fd, FD_READ, accept_handler, c))
		tmr_start(&c->tmr, AGAIN_MS, accept_again, c);
}

/* Somebody is told: the event is printed once for all */
static void event_handler(const struct oh_event *ev, void *arg)
{
	struct oh_ctl *c = arg;
	char *line = NULL;
	struct le *le, *next;

	if (ev->type == OH_EVENT_ENDED && c->prm.messages)
		oh_past_add(&c->pastl, ev);
	for (le = list_head(&c->connl); le; le = next) {
		struct ctl_conn *conn = le->data;

		next = le->next;
		if (!conn->events)
			continue;
		if (!line && oh_json_event(&line, ev))
			return;
		oh_ctl_conn_event(conn, ev->call, line);
	}
	mem_deref(line);
}

/* Under its name only when it listens: a socket that refuses looks like one
   a killed process has left, and is removed by who finds it (find.c). */
static int bind_socket(const struct oh_ctl *c)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	if (re_snprintf(sun.sun_path, sizeof(sun.sun_path), "%s~",
			c->path) < 0)
		return ENAMETOOLONG;
	(void)unlink(sun.sun_path);
	if (bind(c->fd, (struct sockaddr *)&sun, sizeof(sun)))
		return errno;
	if (chmod(sun.sun_path, S_IRUSR | S_IWUSR) || listen(c->fd, BACKLOG) ||
	    rename(sun.sun_path, c->path)) {
		int err = errno;

		(void)unlink(sun.sun_path);
		return err;
	}

	return 0;
}

static int open_socket(struct oh_ctl *c)
{
	int err;

	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		       0);
	if (c->fd < 0)
		return errno;
	err = bind_socket(c);

	return err ? err : fd_listen(c->fd, FD_READ, accept_handler, c);
}

/**
 * Open the control socket of this process
 *
 * @param cp  Returned server, release with mem_deref
 * @param prm Calls it gives access to; borrowed while it lives
 *
 * @return 0, EINVAL, ENOMEM, or an errno of the folder or the socket
 */
int oh_ctl_listen(struct oh_ctl **cp, const struct oh_ctl_prm *prm)
{
	struct oh_ctl *c;
	int err;

	if (!cp || !prm || !prm->calls || !prm->command || !prm->exith)
		return EINVAL;
	c = mem_zalloc(sizeof(*c), server_destructor);
	if (!c)
		return ENOMEM;
	c->fd = -1;
	tmr_init(&c->tmr);
	err = oh_ctl_dir_path(c->path, sizeof(c->path), getpid());
	if (!err)
		err = open_socket(c);
	if (err) {
		mem_deref(c);
		return err;
	}
	c->prm   = *prm;
	c->watch = (struct oh_calls_watch){ .eventh = event_handler,
					    .arg = c };
	oh_calls_watch(prm->calls, &c->watch);
	*cp = c;

	return 0;
}

/**
 * Have requests of the owner's own
 *
 * @param c     Server; NULL is accepted
 * @param owner His verbs and handlers; copied, the table is borrowed
 */
void oh_ctl_own(struct oh_ctl *c, const struct oh_ask_owner *owner)
{
	if (c)
		c->owner = *owner;
}

/**
 * Send a line of the owner's own
 *
 * @param c    Server; NULL is accepted
 * @param who  A client; NULL: all who have asked for the events of all calls
 * @param line Without its end
 */
void oh_ctl_tell(struct oh_ctl *c, const void *who, const char *line)
{
	struct le *le = c ? list_head(&c->connl) : NULL;

	for (struct le *next; le; le = next) {
		struct ctl_conn *conn = le->data;

		next = le->next;
		if (who ? conn == who : conn->events && !conn->events_of)
			oh_ctl_conn_send(conn, line);
	}
}

/** Where it listens, borrowed; NULL: there is none */
const char *oh_ctl_path(const struct oh_ctl *c)
{
	return c ? c->path : NULL;
}
