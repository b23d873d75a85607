/**
 * @file client.c  Asking a process that holds calls
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/compat.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/dir.h"

enum { CHUNK = 16 * 1024 };

struct oh_ctl_client {
	int          fd;
	cJSON       *hello;
	struct mbuf *rx;
	unsigned     id;
};

static void destructor(void *arg)
{
	struct oh_ctl_client *c = arg;

	if (c->fd >= 0)
		(void)close(c->fd);
	cJSON_Delete(c->hello);
	if (c->rx)
		explicit_bzero(c->rx->buf, c->rx->size);
	mem_deref(c->rx);
}

static int dial(int *fdp, const char *path)
{
	const struct timeval wait = { .tv_sec = OH_CTL_HELLO_MS / 1000 };
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(sun.sun_path))
		return ENAMETOOLONG;
	str_ncpy(sun.sun_path, path, sizeof(sun.sun_path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	/* Of connecting, too: a process that hangs accepts nobody (unix(7)) */
	if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)) ||
	    connect(fd, (struct sockaddr *)&sun, sizeof(sun))) {
		int err = errno == EAGAIN ? ETIMEDOUT : errno;

		(void)close(fd);
		return err;
	}
	*fdp = fd;

	return 0;
}

/* One whole line out of what came; NULL: there is none yet */
static cJSON *take_line(struct oh_ctl_client *c, bool *tookp)
{
	struct mbuf *mb = c->rx;
	uint8_t *nl = memchr(mb->buf, '\n', mb->end);
	cJSON *o = NULL;
	size_t len;

	*tookp = nl;
	if (!nl)
		return NULL;
	len = nl - mb->buf;
	o = cJSON_ParseWithLength((char *)mb->buf, len);
	memmove(mb->buf, nl + 1, mb->end - len - 1);
	mb->end -= len + 1;
	mb->pos  = mb->end;

	return o;
}

static int read_some(struct oh_ctl_client *c, int timeout_ms)
{
	struct pollfd pfd = { .fd = c->fd, .events = POLLIN };
	uint8_t buf[CHUNK];
	ssize_t n;
	int k;

	do {
		k = poll(&pfd, 1, timeout_ms);
	} while (k < 0 && errno == EINTR);
	if (k <= 0)
		return k ? errno : ETIMEDOUT;
	n = recv(c->fd, buf, sizeof(buf), 0);
	if (n <= 0)
		return n ? errno : EPIPE;
	if (c->rx->end + n > OH_CTL_UNREAD_MAX)
		return EPROTO;

	return mbuf_write_mem(c->rx, buf, n);
}

static int receive(struct oh_ctl_client *c, cJSON **op, int timeout_ms)
{
	bool took;

	for (;;) {
		cJSON *o = take_line(c, &took);
		int err;

		if (took && !cJSON_IsObject(o)) {
			cJSON_Delete(o);
			return EPROTO;
		}
		if (took) {
			*op = o;
			return 0;
		}
		err = read_some(c, timeout_ms);
		if (err)
			return err;
	}
}

/**
 * Wait for the next line
 *
 * @param c  Client
 * @param op Receives the object, the caller's
 *
 * @return 0; EPIPE: they are gone; EPROTO, or an errno of the socket
 */
int oh_ctl_receive(struct oh_ctl_client *c, cJSON **op)
{
	return receive(c, op, -1);
}

static int read_hello(struct oh_ctl_client *c)
{
	const cJSON *schema;
	int err = receive(c, &c->hello, OH_CTL_HELLO_MS);

	if (err)
		return err;
	schema = cJSON_GetObjectItemCaseSensitive(c->hello, "schema");

	return cJSON_IsString(schema) &&
		0 == strcmp(schema->valuestring, OH_CTL_SCHEMA) ? 0 : EPROTO;
}

/**
 * Connect to the control socket of a process
 *
 * @param cp   Returned client, release with mem_deref
 * @param path Socket
 *
 * @return 0, EPROTO (it does not speak our protocol), ETIMEDOUT, or an errno
 *         of the socket
 */
int oh_ctl_connect(struct oh_ctl_client **cp, const char *path)
{
	struct oh_ctl_client *c = mem_zalloc(sizeof(*c), destructor);
	int err = 0;

	if (!c)
		return ENOMEM;
	c->fd = -1;
	c->rx = mbuf_alloc(CHUNK);
	if (!c->rx)
		err = ENOMEM;
	if (!err)
		err = dial(&c->fd, path);
	if (!err)
		err = read_hello(c);
	if (err)
		mem_deref(c);
	else
		*cp = c;

	return err;
}

/** What it said first, borrowed */
const cJSON *oh_ctl_hello(const struct oh_ctl_client *c)
{
	return c->hello;
}

/** The connection, to be polled */
int oh_ctl_fd(const struct oh_ctl_client *c)
{
	return c->fd;
}

/** Whether a whole line lies here, not yet taken */
bool oh_ctl_has_line(const struct oh_ctl_client *c)
{
	return memchr(c->rx->buf, '\n', c->rx->end);
}

static ssize_t send_part(int fd, const char *buf, size_t len,
			 const int fdv[], uint32_t fdc)
{
	char control[CMSG_SPACE(OH_CTL_FDS_MAX * sizeof(int))]
		__attribute__((aligned(sizeof(size_t)))) = { 0 };
	struct iovec iov = { .iov_base = (void *)(uintptr_t)buf,
			     .iov_len  = len };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct cmsghdr *cm;

	if (fdc) {
		msg.msg_control    = control;
		msg.msg_controllen = CMSG_SPACE(fdc * sizeof(int));
		cm = CMSG_FIRSTHDR(&msg);
		cm->cmsg_level = SOL_SOCKET;
		cm->cmsg_type  = SCM_RIGHTS;
		cm->cmsg_len   = CMSG_LEN(fdc * sizeof(int));
		memcpy(CMSG_DATA(cm), fdv, fdc * sizeof(int));
	}

	return sendmsg(fd, &msg, MSG_NOSIGNAL);
}

static int send_all(int fd, const char *line, const int fdv[], uint32_t fdc)
{
	size_t len = strlen(line), pos = 0;

	while (pos < len) {
		ssize_t n = send_part(fd, &line[pos], len - pos, fdv, fdc);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return ETIMEDOUT;
		if (n <= 0)
			return n ? errno : EPIPE;
		pos += n;
		fdc = 0;
	}

	return 0;
}

/**
 * Send a request
 *
 * @param c   Client
 * @param o   Request; it gets an id
 * @param fdv Descriptors that go with it, or NULL
 * @param fdc How many
 *
 * @return 0, E2BIG (no line may be that long), ETIMEDOUT, ENOMEM, or an errno
 */
int oh_ctl_send(struct oh_ctl_client *c, cJSON *o, const int fdv[],
		uint32_t fdc)
{
	char *text, *line = NULL;
	int err;

	if (fdc > OH_CTL_FDS_MAX)
		return E2BIG;
	if (!cJSON_AddNumberToObject(o, "id", ++c->id))
		return ENOMEM;
	text = cJSON_PrintUnformatted(o);
	if (!text)
		return ENOMEM;
	err = re_sdprintf(&line, "%s\n", text);
	cJSON_free(text);
	if (!err && strlen(line) > OH_CTL_LINE_MAX)
		err = E2BIG;
	if (!err)
		err = send_all(c->fd, line, fdv, fdc);
	mem_deref(line);

	return err;
}

/**
 * Ask, and wait for the reply
 *
 * @param c      Client
 * @param o      Request
 * @param replyp Receives the reply, the caller's
 *
 * @return 0, or what oh_ctl_send() and oh_ctl_receive() return
 */
int oh_ctl_ask(struct oh_ctl_client *c, cJSON *o, cJSON **replyp)
{
	int err = oh_ctl_send(c, o, NULL, 0);

	while (!err) {
		cJSON *line = NULL;

		err = oh_ctl_receive(c, &line);
		if (err)
			break;
		if (cJSON_HasObjectItem(line, "ok")) {
			*replyp = line;
			break;
		}
		cJSON_Delete(line);
	}

	return err;
}
