/**
 * @file pty.h  A pseudo terminal whose other side the test holds
 */
#ifndef TEST_PTY_H
#define TEST_PTY_H

#include <stdbool.h>
#include <stddef.h>

struct pty {
	int    master, slave;
	char   got[64 * 1024];       /* what was written to it, and a NUL */
	size_t len;
};

/* false: there are none here (a container without /dev/pts) */
bool pty_open(struct pty *p, int w, int h);
void pty_close(struct pty *p);
void pty_size(struct pty *p, int w, int h);
void pty_type(struct pty *p, const char *keys);
/* All that has come by now is in got, from its beginning */
size_t pty_take(struct pty *p);

#endif
