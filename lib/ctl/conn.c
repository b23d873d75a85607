/**
 * @file conn.c  One client of the control socket: lines in, lines out
 *
 * A client that does not read is closed when too much waits for it; nothing
 * else ever waits for a client.
 */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>
#include "ctl/meters.h"
#include "ctl/server_priv.h"
#include "event/json.h"

enum { CHUNK = 16 * 1024, HELLO_SIZE = 160 };

static void close_fds(struct ctl_conn *conn)
{
	while (conn->fdc)
		(void)close(conn->fdv[--conn->fdc]);
}

static void forget(struct mbuf *mb)
{
	if (mb)
		explicit_bzero(mb->buf, mb->size);
	mem_deref(mb);
}

static void conn_destructor(void *arg)
{
	struct ctl_conn *conn = arg;
	bool served = conn->le.list;    /* else the server may be gone */
	struct le *le;

	conn->dead = true;
	list_unlink(&conn->le);
	/* What one waited for may, by its end, end that of another */
	while ((le = list_head(&conn->requestl)))
		mem_deref(le->data);
	if (served && conn->ctl->owner.leaveh)
		conn->ctl->owner.leaveh(conn, conn->deaf,
					conn->ctl->owner.arg);
	if (served)
		oh_meters_leave(conn->ctl, conn);
	close_fds(conn);
	if (conn->fd >= 0) {
		fd_close(conn->fd);
		(void)close(conn->fd);
	}
	forget(conn->rx);
	forget(conn->tx);
	mem_deref(conn->events_of);
}

/**
 * Close a connection
 *
 * Not now: whoever calls us may be using it.
 */
void oh_ctl_conn_die(struct ctl_conn *conn)
{
	conn->dead = true;
	(void)shutdown(conn->fd, SHUT_RDWR);
}

static void io_handler(int flags, void *arg);

static void watch(struct ctl_conn *conn, bool writing)
{
	int flags = FD_READ | (writing ? FD_WRITE : 0);

	if (fd_listen(conn->fd, flags, io_handler, conn))
		oh_ctl_conn_die(conn);
	conn->writing = writing;
}

/* It has gone. What it said before, as that its screen leaves, is yet to be
   read: the end of that is the end */
static void unsent(struct ctl_conn *conn, int err)
{
	conn->unheard = true;
	if (err != EPIPE && err != ECONNRESET)
		oh_ctl_conn_die(conn);
	else if (conn->writing)
		watch(conn, false);
}

static void flush(struct ctl_conn *conn)
{
	while (mbuf_get_left(conn->tx)) {
		ssize_t n = send(conn->fd, mbuf_buf(conn->tx),
				 mbuf_get_left(conn->tx), MSG_NOSIGNAL);

		if (n < 0 && errno == EAGAIN) {
			if (!conn->writing)
				watch(conn, true);
			return;
		}
		if (n <= 0) {
			unsent(conn, n ? errno : EIO);
			return;
		}
		mbuf_advance(conn->tx, n);
	}
	mbuf_rewind(conn->tx);
	if (conn->writing)
		watch(conn, false);
}

/* Who reads slowly, but reads, costs no more than what waits for him */
static void compact(struct mbuf *mb)
{
	size_t left = mbuf_get_left(mb);

	memmove(mb->buf, mbuf_buf(mb), left);
	mb->pos = 0;
	mb->end = left;
}

static int append(struct mbuf *mb, const char *line)
{
	size_t pos;
	int err;

	if (mb->pos > mbuf_get_left(mb))
		compact(mb);
	pos = mb->pos;
	mb->pos = mb->end;
	err = mbuf_write_str(mb, line);
	if (!err)
		err = mbuf_write_u8(mb, '\n');
	mb->pos = pos;

	return err;
}

/**
 * Send a line
 *
 * @param conn Client
 * @param line Without its end
 */
void oh_ctl_conn_send(struct ctl_conn *conn, const char *line)
{
	if (conn->dead || conn->unheard)
		return;
	conn->deaf = mbuf_get_left(conn->tx) + strlen(line) >=
		OH_CTL_UNREAD_MAX;
	if (conn->deaf || append(conn->tx, line)) {
		oh_ctl_conn_die(conn);
		return;
	}
	flush(conn);
}

/** Send an event, if the client wants that call's */
void oh_ctl_conn_event(struct ctl_conn *conn, const char *call,
		       const char *line)
{
	if (!conn->events_of || 0 == str_cmp(conn->events_of, call))
		oh_ctl_conn_send(conn, line);
}

/** Take the first descriptor that came and was not taken; -1: none */
int oh_ctl_conn_take_fd(struct ctl_conn *conn)
{
	int fd = conn->fdc ? conn->fdv[0] : -1;

	if (conn->fdc) {
		conn->fdc--;
		memmove(conn->fdv, &conn->fdv[1],
			conn->fdc * sizeof(conn->fdv[0]));
	}
	return fd;
}

static void take_fds(struct ctl_conn *conn, struct msghdr *msg)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c;
	     c = CMSG_NXTHDR(msg, c)) {
		size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		int fdv[OH_CTL_FDS_MAX];

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		memcpy(fdv, CMSG_DATA(c), n * sizeof(int));
		for (size_t i = 0; i < n; i++) {
			if (conn->fdc < OH_CTL_FDS_MAX)
				conn->fdv[conn->fdc++] = fdv[i];
			else
				(void)close(fdv[i]);
		}
	}
}

static ssize_t receive(struct ctl_conn *conn, uint8_t *buf, size_t size)
{
	char control[CMSG_SPACE(OH_CTL_FDS_MAX * sizeof(int))]
		__attribute__((aligned(sizeof(size_t))));
	struct iovec iov = { .iov_base = buf, .iov_len = size };
	struct msghdr msg = {
		.msg_iov        = &iov,
		.msg_iovlen     = 1,
		.msg_control    = control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(conn->fd, &msg, MSG_CMSG_CLOEXEC);

	if (n >= 0)
		take_fds(conn, &msg);

	return n;
}

/* Each whole line; the rest stays */
static void read_lines(struct ctl_conn *conn)
{
	struct mbuf *mb = conn->rx;
	size_t done = 0;
	uint8_t *nl;

	while (!conn->dead &&
	       (nl = memchr(&mb->buf[done], '\n', mb->end - done))) {
		size_t len = nl - &mb->buf[done];

		oh_ctl_request(conn, (char *)&mb->buf[done], len);
		done += len + 1;
	}
	if (done) {
		memmove(mb->buf, &mb->buf[done], mb->end - done);
		mb->end -= done;
	}
	mb->pos = mb->end;
	/* The kernel hands over nothing behind what descriptors came with:
	   they are of the last line. What it did not take is no other's. */
	if (!mb->end)
		close_fds(conn);
}

static void read_some(struct ctl_conn *conn)
{
	struct mbuf *mb = conn->rx;
	uint8_t buf[CHUNK];
	ssize_t n = receive(conn, buf, sizeof(buf));

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0 || mbuf_write_mem(mb, buf, n)) {
		oh_ctl_conn_die(conn);
		return;
	}
	explicit_bzero(buf, n);
	read_lines(conn);
	if (mb->end > OH_CTL_LINE_MAX)
		oh_ctl_conn_die(conn);
}

static void io_handler(int flags, void *arg)
{
	struct ctl_conn *conn = arg;

	mem_ref(conn);
	if (flags & FD_WRITE)
		flush(conn);
	if (!conn->dead && flags & (FD_READ | FD_EXCEPT))
		read_some(conn);
	if (conn->dead && conn->le.list)
		mem_deref(conn);
	mem_deref(conn);
}

static void send_hello(struct ctl_conn *conn)
{
	char line[HELLO_SIZE];

	if (re_snprintf(line, sizeof(line), "{\"schema\":\"%s\","
			"\"command\":\"%s\",\"pid\":%ld}", OH_CTL_SCHEMA,
			conn->ctl->prm.command, (long)getpid()) > 0)
		oh_ctl_conn_send(conn, line);
}

/**
 * Take a client
 *
 * @param ctl Server
 * @param fd  Its connection, non-blocking; taken if this succeeds
 *
 * @return 0 or an errno
 */
int oh_ctl_conn_alloc(struct oh_ctl *ctl, int fd)
{
	struct ctl_conn *conn = mem_zalloc(sizeof(*conn), conn_destructor);
	int err = 0;

	if (!conn)
		return ENOMEM;
	conn->ctl = ctl;
	conn->fd  = -1;
	conn->rx  = mbuf_alloc(CHUNK);
	conn->tx  = mbuf_alloc(CHUNK);
	if (!conn->rx || !conn->tx)
		err = ENOMEM;
	if (!err)
		err = fd_listen(fd, FD_READ, io_handler, conn);
	if (err) {
		mem_deref(conn);
		return err;
	}
	conn->fd = fd;
	list_append(&ctl->connl, &conn->le, conn);
	send_hello(conn);

	return 0;
}
