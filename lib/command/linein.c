/**
 * @file linein.c  Lines in, lines out: what both ways have in common, and the
 * plain one
 *
 * A plain terminal edits its lines itself; a pipe or a file has none to be
 * edited. What a line was typed into is never touched: what is told while
 * somebody types begins on a line of its own.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/scan.h"
#include "command/linein.h"
#include "phone/safe.h"

enum { CHUNK = 4096 };

/** The plain way */
struct plain {
	struct oh_linein in;
	struct tmr tmr;              /* a file cannot be listened to       */
	int    fd;
	bool   file;                 /* always readable: no loop waits     */
	bool   listening;            /* wanted                             */
	bool   watched;              /* .. and the loop does it            */
	bool   ended;
	bool   skip;                 /* the rest of a line that is too long */
	bool   prompted;             /* the cursor stands behind a prompt  */
	size_t pos, len;
	char   buf[CHUNK];
	size_t linelen;
	char   line[OH_LINEIN_MAX + 1];
};


/**
 * Tell a line
 *
 * @param in  Where
 * @param fmt printf(3) format; what is not fit for a terminal is replaced,
 *            what is too long is cut
 */
void oh_linein_tell(struct oh_linein *in, const char *fmt, ...)
{
	char raw[OH_LINEIN_TOLD], safe[OH_LINEIN_TOLD];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	(void)oh_safe_text(safe, sizeof(safe), raw, in->prm.ascii);
	in->tell(in, safe);
}


/**
 * Whether a line may be an order
 *
 * @param line Line
 * @param len  Its length [bytes]
 *
 * @return 0; EBADMSG: control characters; EILSEQ: no UTF-8; ERANGE: too long
 */
int oh_linein_check(const char *line, size_t len)
{
	if (len > OH_LINEIN_MAX)
		return ERANGE;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)line[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return EBADMSG;
	}

	return oh_scan_is_utf8(line, len) ? 0 : EILSEQ;
}


/** What oh_linein_check() says, for people */
const char *oh_linein_why(int err)
{
	switch (err) {

	case ERANGE:
		return "the line is longer than 511 bytes";

	case EILSEQ:
		return "the line is no UTF-8";

	default:
		return "a control character is in the line";
	}
}

/* ------------------------------------------------------------ plain */

static void destructor(void *arg)
{
	struct plain *p = arg;

	tmr_cancel(&p->tmr);
	if (p->watched)
		fd_close(p->fd);
	if (p->prompted)
		(void)fputc('\n', p->in.prm.out);
}


static void show_prompt(struct plain *p)
{
	char prompt[OH_LINEIN_PROMPT];

	if (!p->in.prm.prompt || p->prompted)
		return;
	p->in.prm.prompth(prompt, p->in.prm.arg);
	(void)fputs(prompt, p->in.prm.out);
	(void)fflush(p->in.prm.out);
	p->prompted = true;
}


static void tell(struct oh_linein *in, const char *text)
{
	struct plain *p = (struct plain *)in;

	if (p->prompted)
		(void)fputc('\n', p->in.prm.out);
	p->prompted = false;
	(void)fputs(text, p->in.prm.out);
	(void)fputc('\n', p->in.prm.out);
	(void)fflush(p->in.prm.out);
	if (p->listening)
		show_prompt(p);
}


static void hand_over(struct plain *p)
{
	int err;

	if (p->linelen && p->line[p->linelen - 1] == '\r')
		p->linelen--;
	p->line[p->linelen] = '\0';
	err = p->skip ? ERANGE : oh_linein_check(p->line, p->linelen);
	p->linelen  = 0;
	p->skip     = false;
	p->prompted = false;
	if (err)
		p->in.prm.badh(oh_linein_why(err), p->in.prm.arg);
	else
		p->in.prm.lineh(p->line, p->in.prm.arg);
	if (p->listening)
		show_prompt(p);
}


/* One line at most: it may ask for no more of them */
static void take(struct plain *p)
{
	while (p->listening && p->pos < p->len) {
		char c = p->buf[p->pos++];

		if (c == '\n')
			hand_over(p);
		else if (p->linelen < OH_LINEIN_MAX)
			p->line[p->linelen++] = c;
		else
			p->skip = true;
	}
}


static void finish(struct plain *p)
{
	if (p->linelen || p->skip)
		hand_over(p);
	/* The last line may have asked to wait: then the end is told later */
	if (!p->listening)
		return;
	p->listening = false;
	p->in.prm.lineh(NULL, p->in.prm.arg);
}


static void schedule(struct plain *p);

/* Only where it does not block */
static void fill(struct plain *p)
{
	ssize_t n;

	if (p->ended || p->pos < p->len)
		return;
	do {
		n = read(p->fd, p->buf, sizeof(p->buf));
	} while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return;
	p->ended = n <= 0;
	p->pos   = 0;
	p->len   = n > 0 ? (size_t)n : 0;
}


static void go_on(struct plain *p)
{
	take(p);
	if (p->listening && p->ended && p->pos == p->len)
		finish(p);
	schedule(p);
}


/* There are lines that have been read before, or it is a file */
static void timed(void *arg)
{
	struct plain *p = arg;

	if (p->file)
		fill(p);
	go_on(p);
}


static void readable(int flags, void *arg)
{
	struct plain *p = arg;

	(void)flags;
	fill(p);
	go_on(p);
}


/* What has been read already, and a file, make no descriptor readable */
static void schedule(struct plain *p)
{
	bool ready = p->ended || p->pos < p->len;

	if (p->watched && (!p->listening || ready)) {
		fd_close(p->fd);
		p->watched = false;
	}
	if (!p->listening)
		return;
	if (!ready && !p->watched && !p->file)
		p->watched = 0 == fd_listen(p->fd, FD_READ, readable,
					    p);
	if (ready || !p->watched)
		tmr_start(&p->tmr, 0, timed, p);
}


static void listen_to(struct oh_linein *in, bool on)
{
	struct plain *p = (struct plain *)in;

	if (p->listening == on)
		return;
	p->listening = on;
	tmr_cancel(&p->tmr);
	schedule(p);
	if (on)
		show_prompt(p);
}


static void nothing(struct oh_linein *in)
{
	(void)in;
}


static void forget(struct oh_linein *in, const char *line)
{
	(void)in;
	(void)line;
}


static bool is_file(int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return false;

	return S_ISREG(st.st_mode) || (S_ISCHR(st.st_mode) && !isatty(fd));
}


/**
 * Take lines as they are, and tell line by line
 *
 * @param inp Set to it; release with mem_deref()
 * @param prm Handlers; copied
 *
 * @return 0 or ENOMEM
 */
int oh_linein_plain(struct oh_linein **inp, const struct oh_linein_prm *prm)
{
	struct plain *p = mem_zalloc(sizeof(*p), destructor);

	if (!p)
		return ENOMEM;
	p->in = (struct oh_linein){
		.listen   = listen_to,
		.tell     = tell,
		.tick     = nothing,
		.remember = forget,
		.prm      = *prm,
	};
	p->fd   = fileno(prm->in);
	p->file = is_file(p->fd);
	*inp = &p->in;

	return 0;
}
