/**
 * @file screening_murmur.c  What is printed on stderr becomes a message
 *
 * Libraries, and functions that are made for plain commands, print lines
 * there. They would stand across the screen, and be painted over.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "command/screening_priv.h"

static void say_line(struct screening *s)
{
	struct screening_murmur *m = &s->murmur;
	const char *text = m->line;

	m->line[m->len] = '\0';
	m->len = 0;
	if (0 == strncmp(text, "dialer: ", 8))
		text += 8;
	if (*text)
		oh_screening_say(s, true, "%s", text);
}

static void take(struct screening *s, char c)
{
	struct screening_murmur *m = &s->murmur;

	if (c == '\n')
		say_line(s);
	else if (m->len + 1 < sizeof(m->line))
		m->line[m->len++] = c;
}

static void readable(int flags, void *arg)
{
	struct screening *s = arg;
	char buf[512];
	ssize_t n = read(s->murmur.fd, buf, sizeof(buf));
	(void)flags;

	for (ssize_t i = 0; i < n; i++)
		take(s, buf[i]);
}

/**
 * From now on show what is printed on stderr
 *
 * @param s Screening
 *
 * @return 0 or what the system said
 */
int oh_screening_murmur(struct screening *s)
{
	struct screening_murmur *m = &s->murmur;
	int fdv[2], err = 0;

	if (pipe2(fdv, O_CLOEXEC | O_NONBLOCK))
		return errno;
	m->fd  = fdv[0];
	m->was = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (m->was < 0 || dup2(fdv[1], STDERR_FILENO) < 0)
		err = errno;
	(void)close(fdv[1]);

	return err ? err : fd_listen(m->fd, FD_READ, readable, s);
}

/**
 * stderr is what it was
 *
 * @param s Screening
 */
void oh_screening_speak(struct screening *s)
{
	struct screening_murmur *m = &s->murmur;

	if (m->was >= 0) {
		(void)dup2(m->was, STDERR_FILENO);
		(void)close(m->was);
	}
	if (m->fd >= 0) {
		fd_close(m->fd);
		(void)close(m->fd);
	}
	m->was = m->fd = -1;
}
