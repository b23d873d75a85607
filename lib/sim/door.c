/**
 * @file door.c  Where commands find the network of this user
 */
#include "base/compat.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include "base/path.h"
#include "number/number.h"
#include "sim/door.h"

enum { BACKLOG = 64 };

struct oh_sim_door {
	struct sockaddr_un path;
	struct list visitorl;
	struct tmr  tmr;
	struct sa   sip;
	const char *rest;
	bool        bound;
	bool        takenv[OH_SIM_DOOR_NUMBERS];
	int         lock;
	int         fd;
	oh_sim_door_leave_h *leaveh;
	oh_sim_door_empty_h *emptyh;
	void       *arg;
};

struct visitor {
	struct le le;
	struct oh_sim_door *door;
	unsigned slot;
	int fd;
};

static void close_fd(int *fdp)
{
	if (*fdp < 0)
		return;
	fd_close(*fdp);
	(void)close(*fdp);
	*fdp = -1;
}

static void visitor_destructor(void *arg)
{
	struct visitor *v = arg;

	list_unlink(&v->le);
	close_fd(&v->fd);
	v->door->takenv[v->slot] = false;
}

static void door_destructor(void *arg)
{
	struct oh_sim_door *d = arg;

	tmr_cancel(&d->tmr);
	list_flush(&d->visitorl);
	close_fd(&d->fd);

	/* While the lock is ours, so is the name */
	if (d->bound)
		(void)unlink(d->path.sun_path);
	if (d->lock >= 0)
		(void)close(d->lock);
}

static void number_of(char number[OH_NUMBER_SIZE], unsigned slot)
{
	(void)re_snprintf(number, OH_NUMBER_SIZE, "+142555501%02u",
			  OH_SIM_DOOR_FIRST + slot);
}

static void alone(void *arg)
{
	struct oh_sim_door *d = arg;

	if (d->emptyh)
		d->emptyh(d->arg);
}

static void leave(struct visitor *v)
{
	struct oh_sim_door *d = v->door;
	char number[OH_NUMBER_SIZE];

	number_of(number, v->slot);
	mem_deref(v);
	if (d->leaveh)
		d->leaveh(number, d->arg);
	if (list_isempty(&d->visitorl))
		alone(d);
}

/* Visitors have nothing to say; what matters is that they end */
static void visitor_read(int flags, void *arg)
{
	struct visitor *v = arg;
	char buf[OH_SIM_DOOR_GREETING_SIZE];
	ssize_t n;
	(void)flags;

	n = recv(v->fd, buf, sizeof(buf), MSG_DONTWAIT);
	if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
		return;

	leave(v);
}

static bool is_same_user(int fd)
{
	struct ucred cred;
	socklen_t len = sizeof(cred);

	return 0 == getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) &&
	       cred.uid == geteuid();
}

static int greet(const struct visitor *v)
{
	char number[OH_NUMBER_SIZE], line[OH_SIM_DOOR_GREETING_SIZE];
	int n;

	number_of(number, v->slot);
	n = re_snprintf(line, sizeof(line),
			"{\"sip\":\"%J\",\"number\":\"%s\",\"pid\":%d,"
			"\"rest\":\"%s\"}\n", &v->door->sip, number,
			(int)getpid(), v->door->rest ? v->door->rest : "");
	if (n < 0)
		return ERANGE;

	return send(v->fd, line, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL) == n
		? 0 : EPIPE;
}

static int free_slot(unsigned *slotp, const struct oh_sim_door *d)
{
	for (unsigned i = 0; i < OH_SIM_DOOR_NUMBERS; i++) {
		if (!d->takenv[i]) {
			*slotp = i;
			return 0;
		}
	}

	return ENOENT;
}

/* fd is given */
static int admit(struct oh_sim_door *d, int fd)
{
	struct visitor *v;
	unsigned slot;
	int err;

	err = is_same_user(fd) ? free_slot(&slot, d) : EPERM;
	if (err) {
		(void)close(fd);
		return err;
	}

	v = mem_zalloc(sizeof(*v), visitor_destructor);
	if (!v) {
		(void)close(fd);
		return ENOMEM;
	}
	v->door = d;
	v->slot = slot;
	v->fd = fd;
	d->takenv[slot] = true;

	err = fd_listen(fd, FD_READ, visitor_read, v);
	if (!err)
		err = greet(v);
	if (err) {
		mem_deref(v);
		return err;
	}
	list_append(&d->visitorl, &v->le, v);
	tmr_cancel(&d->tmr);

	return 0;
}

static void knock(int flags, void *arg)
{
	struct oh_sim_door *d = arg;
	int fd = accept4(d->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	(void)flags;

	/* Who is not admitted sees the connection end without a greeting */
	if (fd >= 0)
		(void)admit(d, fd);
}

static int take_lock(struct oh_sim_door *d)
{
	char path[sizeof(d->path.sun_path)];
	int err;

	err = oh_path_make(path, sizeof(path), OH_PATH_RUNTIME,
			   OH_SIM_DOOR_LOCK);
	if (err)
		return err;

	d->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (d->lock < 0)
		return errno;

	if (flock(d->lock, LOCK_EX | LOCK_NB))
		return errno == EWOULDBLOCK ? EADDRINUSE : errno;

	return 0;
}

static int bind_socket(struct oh_sim_door *d)
{
	int err;

	d->path.sun_family = AF_UNIX;
	err = oh_path_print(d->path.sun_path, sizeof(d->path.sun_path),
			    OH_PATH_RUNTIME, OH_SIM_DOOR_SOCKET);
	if (err)
		return err;

	d->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
		       0);
	if (d->fd < 0)
		return errno;

	/* Whoever made it is dead: the lock is ours */
	(void)unlink(d->path.sun_path);
	if (bind(d->fd, (struct sockaddr *)&d->path, sizeof(d->path)))
		return errno;
	d->bound = true;
	if (chmod(d->path.sun_path, 0600) || listen(d->fd, BACKLOG))
		return errno;

	return fd_listen(d->fd, FD_READ, knock, d);
}

/**
 * Open the door of this user's network
 *
 * If emptyh is given it is called when the last visitor has gone, or after
 * OH_SIM_DOOR_ALONE_MS when nobody ever came.
 *
 * @param dp  Set on success; mem_deref closes the door and frees its name
 * @param prm Parameters, copied
 *
 * @return 0, EINVAL, ENOMEM, EADDRINUSE if another network holds it, or an
 *         error of the run-time folder or the socket
 */
int oh_sim_door_open(struct oh_sim_door **dp,
		     const struct oh_sim_door_prm *prm)
{
	struct oh_sim_door *d;
	int err;

	if (!dp || !prm || !prm->sip)
		return EINVAL;

	d = mem_zalloc(sizeof(*d), door_destructor);
	if (!d)
		return ENOMEM;
	d->lock = d->fd = -1;
	d->sip = *prm->sip;
	d->rest = prm->rest;
	d->leaveh = prm->leaveh;
	d->emptyh = prm->emptyh;
	d->arg = prm->arg;

	err = take_lock(d);
	if (err)
		goto out;

	err = bind_socket(d);
	if (err)
		goto out;

	if (d->emptyh)
		tmr_start(&d->tmr, OH_SIM_DOOR_ALONE_MS, alone, d);

 out:
	if (err)
		mem_deref(d);
	else
		*dp = d;

	return err;
}
