/**
 * @file ctl_peer.c  A client of a control socket that may say anything
 */
#include "base/compat.h"
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "ctl_peer.h"
#include "test.h"

enum { DEADLINE_MS = 8000 };

static void handler(int flags, void *arg)
{
	struct peer *p = arg;

	(void)flags;
	for (;;) {
		ssize_t n = recv(p->fd, &p->buf[p->len], PEER_ROOM - p->len,
				 0);

		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0) {
			fd_close(p->fd);
			p->gone = true;
			break;
		}
		for (ssize_t i = 0; i < n; i++)
			p->linec += p->buf[p->len + i] == '\n';
		p->len += n;
	}
	p->over = p->gone || p->linec >= p->want;
}

int peer_open(struct peer *p, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	memset(p, 0, sizeof(*p));
	p->buf = malloc(PEER_ROOM);
	p->fd  = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
			0);
	if (!p->buf || p->fd < 0)
		return EBADF;
	str_ncpy(sun.sun_path, path, sizeof(sun.sun_path));
	if (connect(p->fd, (struct sockaddr *)&sun, sizeof(sun)))
		return errno;

	return fd_listen(p->fd, FD_READ, handler, p);
}

void peer_close(struct peer *p)
{
	if (!p->buf)
		return;
	if (p->fd >= 0) {
		fd_close(p->fd);
		(void)close(p->fd);
	}
	free(p->buf);
	p->buf = NULL;
}

int peer_send(struct peer *p, const void *data, size_t len)
{
	const char *s = data;

	while (len) {
		ssize_t n = send(p->fd, s, len, MSG_NOSIGNAL);

		if (n <= 0)
			return n ? errno : EPIPE;
		s   += n;
		len -= n;
	}
	return 0;
}

int peer_say(struct peer *p, const char *line)
{
	int err = peer_send(p, line, strlen(line));

	return err ? err : peer_send(p, "\n", 1);
}

static int await(struct peer *p, unsigned lines)
{
	p->want = lines;
	p->over = p->gone || p->linec >= lines;

	return p->over ? 0 : test_loop_until(&p->over, DEADLINE_MS);
}

int peer_await(struct peer *p, unsigned lines)
{
	int err = await(p, lines);

	if (!err && p->linec < lines)
		err = EPIPE;

	return test_or_refused(err);
}

int peer_await_end(struct peer *p)
{
	return test_or_refused(await(p, UINT32_MAX));
}

cJSON *peer_line(const struct peer *p, unsigned n)
{
	const char *s = p->buf, *end = p->buf + p->len, *nl;

	for (; (nl = memchr(s, '\n', end - s)); s = nl + 1) {
		if (n-- == 0)
			return cJSON_ParseWithLength(s, nl - s);
	}
	return NULL;
}

int peer_ask(struct peer *p, const char *line, cJSON **op)
{
	unsigned n = p->linec;
	int err = peer_say(p, line);

	if (!err)
		err = peer_await(p, n + 1);
	if (!err)
		*op = peer_line(p, n);

	return err;
}

const char *peer_text(const cJSON *o, const char *name)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, name));

	return s ? s : "";
}

double peer_number(const cJSON *o, const char *name)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(o, name);

	return cJSON_IsNumber(m) ? m->valuedouble : -1.0;
}

bool peer_ok(const cJSON *o)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o, "ok"));
}
