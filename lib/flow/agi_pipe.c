/**
 * @file agi_pipe.c  Lines from a script, and what it is told
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "base/compat.h"
#include "flow/agi_line.h"
#include "flow/agi_pipe.h"

struct oh_agi_pipe {
	int         in;          /* read: what it writes; -1: closed     */
	int         out;         /* written: what it reads; -1: closed   */
	int         their_in;
	int         their_out;
	char        line[OH_AGI_LINE_MAX];
	size_t      len;
	bool        skip;        /* up to the end of a line too long     */
	bool        gone;        /* the script: what is there is all     */
	bool        ended;       /* nobody writes any more               */
	bool        over;        /* closeh has been told                 */
	bool        doing;       /* a line                               */
	struct mbuf *mb;         /* on its way to the script             */
	struct tmr  tmr;         /* to the next step                     */
	oh_agi_pipe_h       *lineh;
	oh_agi_pipe_close_h *closeh;
	void                *arg;
};

static void close_fd(int *fdp)
{
	if (*fdp < 0)
		return;
	fd_close(*fdp);
	(void)close(*fdp);
	*fdp = -1;
}

static void destructor(void *arg)
{
	struct oh_agi_pipe *p = arg;

	tmr_cancel(&p->tmr);
	close_fd(&p->in);
	close_fd(&p->out);
	close_fd(&p->their_in);
	close_fd(&p->their_out);
	mem_deref(p->mb);
}

/**
 * Make the two pipes between us and a script
 *
 * @param pp     Returned, release with mem_deref
 * @param lineh  Told each line
 * @param closeh Told once when no more can come
 * @param arg    Handler argument
 *
 * @return 0, EINVAL, ENOMEM or an errno of pipe2()
 */
int oh_agi_pipe_alloc(struct oh_agi_pipe **pp, oh_agi_pipe_h *lineh,
		      oh_agi_pipe_close_h *closeh, void *arg)
{
	struct oh_agi_pipe *p;
	int v[2], err = 0;

	if (!pp || !lineh || !closeh)
		return EINVAL;
	p = mem_zalloc(sizeof(*p), destructor);
	if (!p)
		return ENOMEM;
	tmr_init(&p->tmr);
	p->in = p->out = p->their_in = p->their_out = -1;
	p->lineh  = lineh;
	p->closeh = closeh;
	p->arg    = arg;
	p->mb = mbuf_alloc(OH_AGI_LINE_MAX);
	if (!p->mb) {
		err = ENOMEM;
		goto out;
	}
	if (pipe2(v, O_CLOEXEC)) {
		err = errno;
		goto out;
	}
	p->in        = v[0];
	p->their_out = v[1];
	if (pipe2(v, O_CLOEXEC)) {
		err = errno;
		goto out;
	}
	p->their_in = v[0];
	p->out      = v[1];
	if (fcntl(p->in, F_SETFL, O_NONBLOCK) ||
	    fcntl(p->out, F_SETFL, O_NONBLOCK))
		err = errno;
out:
	if (err)
		mem_deref(p);
	else
		*pp = p;

	return err;
}

/** What becomes the script's stdin */
int oh_agi_pipe_in(const struct oh_agi_pipe *p)
{
	return p->their_in;
}

/** And its stdout */
int oh_agi_pipe_out(const struct oh_agi_pipe *p)
{
	return p->their_out;
}

static void step(void *arg);

static void soon(struct oh_agi_pipe *p)
{
	tmr_start(&p->tmr, 0, step, p);
}

static void end(struct oh_agi_pipe *p)
{
	p->ended = true;
	close_fd(&p->in);
}

static void writable(int flags, void *arg);

/* What nobody reads is not waited for. */
static void flush(struct oh_agi_pipe *p)
{
	const size_t left = mbuf_get_left(p->mb);
	ssize_t n = left && p->out >= 0 ?
		write(p->out, mbuf_buf(p->mb), left) : (ssize_t)left;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		n = 0;
	if (n < 0) {
		close_fd(&p->out);
		n = (ssize_t)left;
	}
	mbuf_advance(p->mb, n);
	if (!mbuf_get_left(p->mb))
		mbuf_rewind(p->mb);
	else if (fd_listen(p->out, FD_WRITE, writable, p)) {
		close_fd(&p->out);
		mbuf_rewind(p->mb);
	}
}

static void writable(int flags, void *arg)
{
	struct oh_agi_pipe *p = arg;

	(void)flags;
	fd_close(p->out);
	flush(p);
	if (!mbuf_get_left(p->mb))
		soon(p);
}

/* The first n bytes are dealt with, and so is the line end behind them */
static void drop(struct oh_agi_pipe *p, size_t n)
{
	n = min(n + 1, p->len);
	p->len -= n;
	memmove(p->line, p->line + n, p->len);
}

/* A line of n bytes */
static void tell_line(struct oh_agi_pipe *p, size_t n)
{
	char line[OH_AGI_LINE_MAX + 1];
	const bool skipped = p->skip;

	memcpy(line, p->line, n);
	drop(p, n);
	if (n && line[n - 1] == '\r')
		n--;
	line[n]  = '\0';
	p->skip  = false;
	p->doing = true;
	p->lineh(skipped ? NULL : line, p->arg);         /* we may be gone */
}

/* One line, if there is one; the last one may lack its end */
static bool take_line(struct oh_agi_pipe *p)
{
	const char *nl = memchr(p->line, '\n', p->len);

	if (nl) {
		tell_line(p, (size_t)(nl - p->line));
		return true;
	}
	if (p->ended && (p->len || p->skip)) {
		tell_line(p, p->len);
		return true;
	}
	if (p->len == sizeof(p->line)) {
		p->skip = true;
		p->len  = 0;
	}

	return false;
}

static void read_more(struct oh_agi_pipe *p)
{
	ssize_t n = read(p->in, p->line + p->len, sizeof(p->line) - p->len);

	if (n > 0)
		p->len += (size_t)n;
	else if (n == 0 || p->gone || (errno != EAGAIN && errno != EINTR))
		end(p);
}

static void readable(int flags, void *arg)
{
	struct oh_agi_pipe *p = arg;

	(void)flags;
	fd_close(p->in);
	read_more(p);
	soon(p);
}

static void await_line(struct oh_agi_pipe *p)
{
	if (p->gone) {
		read_more(p);
		soon(p);
	}
	else if (fd_listen(p->in, FD_READ, readable, p)) {
		end(p);
		soon(p);
	}
}

static void step(void *arg)
{
	struct oh_agi_pipe *p = arg;

	if (p->doing || p->over || mbuf_get_left(p->mb) || take_line(p))
		return;
	if (!p->ended) {
		await_line(p);
		return;
	}
	p->over = true;
	p->closeh(p->arg);               /* we may be gone */
}

static int put(struct oh_agi_pipe *p, const void *text, size_t len)
{
	int err = mbuf_write_mem(p->mb, text, len);

	if (err)
		return err;
	p->mb->pos = 0;
	p->doing   = false;
	flush(p);
	if (!mbuf_get_left(p->mb))
		soon(p);

	return 0;
}

/**
 * Begin: the script has its ends
 *
 * @param p    Pipe
 * @param text What it reads first
 * @param len  Length of it
 *
 * @return 0, ENOMEM
 */
int oh_agi_pipe_start(struct oh_agi_pipe *p, const void *text, size_t len)
{
	close_fd(&p->their_in);
	close_fd(&p->their_out);

	return put(p, text, len);
}

/**
 * Reply to the line that was told last
 *
 * @param p    Pipe
 * @param text Reply, with its line end
 *
 * @return 0, ENOMEM
 */
int oh_agi_pipe_write(struct oh_agi_pipe *p, const char *text)
{
	return put(p, text, strlen(text));
}

/**
 * The script has ended. What it had written before is still told, and closeh
 * then, whoever else holds its end
 *
 * @param p Pipe
 */
void oh_agi_pipe_end(struct oh_agi_pipe *p)
{
	p->gone = true;
	close_fd(&p->out);
	mbuf_rewind(p->mb);
	if (p->in >= 0)
		fd_close(p->in);
	soon(p);
}
