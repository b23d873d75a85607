/**
 * @file pty.c  A pseudo terminal whose other side the test holds
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "base/compat.h"
#include "pty.h"
#include "test.h"

bool pty_open(struct pty *p, int w, int h)
{
	char name[128];

	memset(p, 0, sizeof(*p));
	p->slave  = -1;
	p->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (p->master < 0)
		return false;
	if (grantpt(p->master) || unlockpt(p->master) ||
	    ptsname_r(p->master, name, sizeof(name)))
		goto out;
	p->slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
 out:
	if (p->slave < 0) {
		pty_close(p);
		return false;
	}
	pty_size(p, w, h);

	return true;
}

void pty_close(struct pty *p)
{
	if (p->slave >= 0)
		(void)close(p->slave);
	if (p->master >= 0)
		(void)close(p->master);
	p->slave = p->master = -1;
}

void pty_size(struct pty *p, int w, int h)
{
	const struct winsize ws = {
		.ws_col = (unsigned short)w,
		.ws_row = (unsigned short)h,
	};

	assert_int_equal(ioctl(p->slave, TIOCSWINSZ, &ws), 0);
}

void pty_type(struct pty *p, const char *keys)
{
	const ssize_t len = (ssize_t)strlen(keys);

	assert_int_equal(write(p->master, keys, (size_t)len), len);
}

size_t pty_take(struct pty *p)
{
	struct pollfd f = { .fd = p->master, .events = POLLIN };
	ssize_t n;

	p->len = 0;
	while (poll(&f, 1, 0) > 0 && p->len + 1 < sizeof(p->got)) {
		n = read(p->master, &p->got[p->len],
			 sizeof(p->got) - 1 - p->len);
		if (n <= 0)
			break;
		p->len += (size_t)n;
	}
	p->got[p->len] = '\0';

	return p->len;
}
