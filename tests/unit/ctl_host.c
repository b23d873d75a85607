/**
 * @file ctl_host.c  A control socket whose process may say anything
 */
#include "base/compat.h"
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "ctl_host.h"
#include "test.h"

enum { DEADLINE_MS = 8000 };

static void check(struct host *h)
{
	h->over = h->gone || (h->conn >= 0 && h->linec >= h->want);
}

static void reply(struct host *h)
{
	char line[64];
	char *nl;

	while (h->reply && (nl = memchr(&h->buf[h->replied], '\n',
					h->len - h->replied))) {
		cJSON *o = cJSON_ParseWithLength(&h->buf[h->replied],
						 nl - &h->buf[h->replied]);
		const cJSON *id = cJSON_GetObjectItemCaseSensitive(o, "id");

		(void)re_snprintf(line, sizeof(line),
				  "{\"id\":%d,\"ok\":true}\n",
				  id ? id->valueint : 0);
		cJSON_Delete(o);
		h->replied = nl + 1 - h->buf;
		(void)host_say(h, line);
	}
}

static void read_handler(int flags, void *arg)
{
	struct host *h = arg;
	ssize_t n = recv(h->conn, &h->buf[h->len], HOST_ROOM - h->len, 0);

	(void)flags;
	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		host_hang_up(h);
		h->gone = true;
	}
	for (ssize_t i = 0; i < n; i++)
		h->linec += h->buf[h->len + i] == '\n';
	h->len += n > 0 ? n : 0;
	reply(h);
	check(h);
}

static void accept_handler(int flags, void *arg)
{
	struct host *h = arg;
	int fd = accept4(h->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)flags;
	if (fd < 0)
		return;
	host_hang_up(h);
	h->conn = fd;
	h->gone = false;
	h->connc++;
	if (!h->deaf && fd_listen(fd, FD_READ, read_handler, h))
		host_hang_up(h);
	if (h->hello)
		(void)host_say(h, h->hello);
	check(h);
}

int host_open(struct host *h, const char *path, const char *hello)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	memset(h, 0, sizeof(*h));
	h->hello = hello;
	h->conn  = -1;
	h->fd    = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
			  0);
	if (h->fd < 0)
		return errno;
	str_ncpy(sun.sun_path, path, sizeof(sun.sun_path));
	(void)unlink(path);
	if (bind(h->fd, (struct sockaddr *)&sun, sizeof(sun)) ||
	    listen(h->fd, 4))
		return errno;

	return fd_listen(h->fd, FD_READ, accept_handler, h);
}

void host_hang_up(struct host *h)
{
	if (h->conn < 0)
		return;
	fd_close(h->conn);
	(void)close(h->conn);
	h->conn = -1;
}

void host_close(struct host *h)
{
	host_hang_up(h);
	if (h->fd > 0) {
		fd_close(h->fd);
		(void)close(h->fd);
	}
	h->fd = -1;
}

int host_say(struct host *h, const char *text)
{
	size_t len = strlen(text);

	return send(h->conn, text, len, MSG_NOSIGNAL) == (ssize_t)len ? 0
								      : EPIPE;
}

static int await(struct host *h, unsigned lines)
{
	h->want = lines;
	check(h);

	return test_or_refused(h->over ? 0 :
			       test_loop_until(&h->over, DEADLINE_MS));
}

int host_await(struct host *h, unsigned lines)
{
	return await(h, lines);
}

int host_await_client(struct host *h)
{
	return await(h, 0);
}

int host_await_gone(struct host *h)
{
	return await(h, 1000000);
}

char *host_line(const struct host *h, unsigned n)
{
	const char *s = h->buf, *end = h->buf + h->len, *nl;
	cJSON *o = NULL;
	char *text;

	for (; (nl = memchr(s, '\n', end - s)); s = nl + 1) {
		if (n-- == 0) {
			o = cJSON_ParseWithLength(s, nl - s);
			break;
		}
	}
	cJSON_DeleteItemFromObject(o, "id");
	text = o ? cJSON_PrintUnformatted(o) : NULL;
	cJSON_Delete(o);

	return text;
}
