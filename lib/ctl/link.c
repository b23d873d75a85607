/**
 * @file link.c  A client of a control socket that never waits
 *
 * Who does not speak is given up after a while; who does not read, or says
 * too much at once, at once. Who has spoken and does not answer any more, as
 * one that is stopped, may yet go on: that is told, and he is kept.
 *
 *   quiet for 2 pulses ──▶ "ping" ──▶ quiet for 5 ──▶ hung ──any line──▶ not
 *
 * Pulses are counted, not time: who was stopped himself has not waited.
 *
 * Any handler may release the link: after each of
 * them we look whether somebody but us still has it.
 */
#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/compat.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/link.h"

enum { CHUNK = 16 * 1024, OWED_MAX = 4 * OH_CTL_REQUESTS_MAX };

struct oh_link {
	struct oh_link_prm prm;
	char        *path;
	int          fd;               /* -1: it is gone                   */
	cJSON       *hello;
	struct mbuf *rx, *tx;
	struct list  askl;             /* struct ask, in order             */
	struct tmr   tmr;              /* until it speaks; or to be gone   */
	struct tmr   pulse;
	unsigned     quiet;            /* pulses since it said something   */
	bool         hung;
	unsigned     id;
	bool         writing;
	int          err;              /* why it is about to be gone       */
};

/** A request whose reply is not there yet */
struct ask {
	struct le        le;
	unsigned         id;
	oh_link_reply_h *h;
	void            *arg;
};

static void ask_destructor(void *arg)
{
	struct ask *a = arg;

	list_unlink(&a->le);
}

static void hang_up(struct oh_link *l)
{
	tmr_cancel(&l->tmr);
	tmr_cancel(&l->pulse);
	if (l->fd < 0)
		return;
	fd_close(l->fd);
	(void)close(l->fd);
	l->fd = -1;
}

static void forget(struct mbuf *mb)
{
	if (mb)
		explicit_bzero(mb->buf, mb->size);
	mem_deref(mb);
}

static void destructor(void *arg)
{
	struct oh_link *l = arg;

	hang_up(l);
	list_flush(&l->askl);
	cJSON_Delete(l->hello);
	forget(l->rx);
	forget(l->tx);
	mem_deref(l->path);
}

/* Whether nobody has it but the caller, who has taken a reference */
static bool is_released(const struct oh_link *l)
{
	return mem_nrefs(l) == 1;
}

/* The last that happens. The caller has a reference */
static void gone(struct oh_link *l, int err)
{
	struct le *le;

	hang_up(l);
	while (!is_released(l) && (le = list_head(&l->askl))) {
		struct ask *a = le->data;
		oh_link_reply_h *h = a->h;
		void *arg = a->arg;

		mem_deref(a);
		if (h)
			h(NULL, arg);
	}
	if (!is_released(l) && l->prm.goneh)
		l->prm.goneh(l, err, l->prm.arg);
}

static void timeout_handler(void *arg)
{
	struct oh_link *l = mem_ref(arg);

	gone(l, l->err ? l->err : ETIMEDOUT);
	mem_deref(l);
}

/* Not now: whoever calls us does not expect a handler */
static void give_up(struct oh_link *l, int err)
{
	if (l->err)
		return;
	l->err = err;
	tmr_start(&l->tmr, 0, timeout_handler, l);
}

static void io_handler(int flags, void *arg);

static int watch(struct oh_link *l, bool writing)
{
	l->writing = writing;

	return fd_listen(l->fd, FD_READ | (writing ? FD_WRITE : 0),
			 io_handler, l);
}

static int flush(struct oh_link *l)
{
	while (mbuf_get_left(l->tx)) {
		ssize_t n = send(l->fd, mbuf_buf(l->tx),
				 mbuf_get_left(l->tx), MSG_NOSIGNAL);

		if (n < 0 && errno == EAGAIN)
			return l->writing ? 0 : watch(l, true);
		if (n <= 0)
			return n ? errno : EPIPE;
		mbuf_advance(l->tx, n);
	}
	mbuf_rewind(l->tx);

	return l->writing ? watch(l, false) : 0;
}

/* ------------------------------------------------------- does it live */

static void ping(struct oh_link *l)
{
	cJSON *o = cJSON_CreateObject();

	if (o && cJSON_AddStringToObject(o, "do", "ping"))
		(void)oh_link_ask(l, o, NULL, NULL);
	else
		cJSON_Delete(o);
}

static void tell_hung(struct oh_link *l, bool hung)
{
	l->hung = hung;
	l->prm.hungh(l, hung, l->prm.arg);
}

static void pulse_handler(void *arg)
{
	struct oh_link *l = arg;

	tmr_start(&l->pulse, l->prm.pulse_ms, pulse_handler, l);
	if (l->hung)
		return;
	l->quiet++;
	if (l->quiet == OH_LINK_PING_PULSES)
		ping(l);
	else if (l->quiet >= OH_LINK_HUNG_PULSES)
		tell_hung(l, true);
}

static void start_pulse(struct oh_link *l)
{
	if (!l->prm.hungh)
		return;
	if (!l->prm.pulse_ms)
		l->prm.pulse_ms = OH_LINK_PULSE_MS;
	tmr_start(&l->pulse, l->prm.pulse_ms, pulse_handler, l);
}

/* It has said something */
static void hear(struct oh_link *l)
{
	l->quiet = 0;
	if (l->hung)
		tell_hung(l, false);
}

/* ------------------------------------------------------------- reading */

static int read_hello(struct oh_link *l, cJSON *o)
{
	const char *schema = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, "schema"));

	if (!schema || 0 != strcmp(schema, OH_CTL_SCHEMA))
		return EPROTO;
	tmr_cancel(&l->tmr);
	l->hello = cJSON_Duplicate(o, true);
	if (!l->hello)
		return ENOMEM;
	start_pulse(l);
	if (l->prm.helloh)
		l->prm.helloh(l, l->hello, l->prm.arg);

	return 0;
}

static struct ask *find(const struct oh_link *l, const cJSON *o)
{
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(o, "id");

	for (struct le *le = list_head(&l->askl); le; le = le->next) {
		struct ask *a = le->data;

		if (cJSON_IsNumber(id) && id->valuedouble == (double)a->id)
			return a;
	}

	return NULL;
}

static void read_reply(struct oh_link *l, const cJSON *o)
{
	struct ask *a = find(l, o);
	oh_link_reply_h *h = a ? a->h : NULL;
	void *arg = a ? a->arg : NULL;

	mem_deref(a);
	if (h)
		h(o, arg);
}

static int read_line(struct oh_link *l, const char *line, size_t len)
{
	cJSON *o = cJSON_ParseWithLength(line, len);
	int err = 0;

	if (!cJSON_IsObject(o))
		err = EPROTO;
	else if (!l->hello)
		err = read_hello(l, o);
	else if (cJSON_HasObjectItem(o, "ok"))
		read_reply(l, o);
	else if (l->prm.eventh && cJSON_HasObjectItem(o, "event"))
		l->prm.eventh(l, o, l->prm.arg);
	cJSON_Delete(o);

	return err;
}

/* Each whole line; the rest stays */
static int read_lines(struct oh_link *l)
{
	struct mbuf *mb = l->rx;
	size_t done = 0;
	int err = 0;
	uint8_t *nl;

	while (!err && !l->err && !is_released(l) &&
	       (nl = memchr(&mb->buf[done], '\n', mb->end - done))) {
		size_t len = (size_t)(nl - &mb->buf[done]);

		err = read_line(l, (char *)&mb->buf[done], len);
		done += len + 1;
	}
	memmove(mb->buf, &mb->buf[done], mb->end - done);
	mb->end -= done;
	mb->pos  = mb->end;
	if (!err && mb->end > OH_CTL_UNREAD_MAX)
		err = EPROTO;

	return err;
}

/* One piece at a time: others have their turn */
static int read_some(struct oh_link *l)
{
	uint8_t buf[CHUNK];
	ssize_t n = recv(l->fd, buf, sizeof(buf), 0);
	int err;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n <= 0)
		return n ? errno : EPIPE;
	err = mbuf_write_mem(l->rx, buf, (size_t)n);
	explicit_bzero(buf, (size_t)n);
	hear(l);

	return err || is_released(l) ? err : read_lines(l);
}

static void io_handler(int flags, void *arg)
{
	struct oh_link *l = mem_ref(arg);
	int err = 0;

	if (flags & FD_WRITE)
		err = flush(l);
	if (!err && flags & (FD_READ | FD_EXCEPT))
		err = read_some(l);
	if (err && !is_released(l))
		gone(l, err);
	mem_deref(l);
}

/* EAGAIN here: more wait to be taken than may, as when it hangs */
static int dial(int *fdp, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(sun.sun_path))
		return ENAMETOOLONG;
	str_ncpy(sun.sun_path, path, sizeof(sun.sun_path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return errno;
	if (connect(fd, (struct sockaddr *)&sun, sizeof(sun))) {
		int err = errno;

		(void)close(fd);
		return err;
	}
	*fdp = fd;

	return 0;
}

/**
 * Open a link to a process
 *
 * @param lp  Returned link, release with mem_deref: no handler is called then
 * @param prm Path of its socket, and handlers
 *
 * @return 0, ECONNREFUSED or ENOENT: nobody is there, EAGAIN: it takes nobody
 *         now, ENOMEM, or another errno of the socket
 */
int oh_link_open(struct oh_link **lp, const struct oh_link_prm *prm)
{
	struct oh_link *l = mem_zalloc(sizeof(*l), destructor);
	int err;

	if (!l)
		return ENOMEM;
	l->fd  = -1;
	l->prm = *prm;
	err = str_dup(&l->path, prm->path);
	if (err)
		goto out;
	l->prm.path = l->path;
	l->rx = mbuf_alloc(CHUNK);
	l->tx = mbuf_alloc(CHUNK);
	err = l->rx && l->tx ? dial(&l->fd, l->path) : ENOMEM;
	if (!err)
		err = watch(l, false);
	if (!err)
		tmr_start(&l->tmr, OH_CTL_HELLO_MS, timeout_handler, l);
 out:
	if (err)
		mem_deref(l);
	else
		*lp = l;

	return err;
}

/** Which command it is, as "dial"; "": it has not said it yet */
const char *oh_link_command(const struct oh_link *l)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(l->hello, "command"));

	return s ? s : "";
}

/** Its process; 0: it has not said it */
int oh_link_pid(const struct oh_link *l)
{
	const cJSON *pid = cJSON_GetObjectItemCaseSensitive(l->hello, "pid");

	return cJSON_IsNumber(pid) ? pid->valueint : 0;
}

static int append(struct mbuf *mb, const char *line)
{
	size_t pos = mb->pos;
	int err;

	mb->pos = mb->end;
	err = mbuf_write_str(mb, line);
	if (!err)
		err = mbuf_write_u8(mb, '\n');
	mb->pos = pos;

	return err;
}

static int say(struct oh_link *l, cJSON *o)
{
	char *line;
	int err = 0;

	if (!cJSON_AddNumberToObject(o, "id", l->id))
		return ENOMEM;
	line = cJSON_PrintUnformatted(o);
	if (!line)
		return ENOMEM;
	if (strlen(line) >= OH_CTL_LINE_MAX)
		err = E2BIG;
	else if (mbuf_get_left(l->tx) + strlen(line) >= OH_CTL_UNREAD_MAX)
		err = EPIPE;         /* it does not read */
	if (!err)
		err = append(l->tx, line);
	cJSON_free(line);

	return err;
}

/* An end that shows in sending, but not before its caller knows */
static int send_now(struct oh_link *l)
{
	int err = flush(l);

	if (err)
		give_up(l, err);

	return 0;
}

/**
 * Ask for something
 *
 * @param l   Link
 * @param o   Request, given; gets an id
 * @param h   Called with the reply, or NULL if the connection ends before it
 *            comes; never before this returns. Or NULL: nobody cares
 * @param arg Handler argument
 *
 * @return 0, ENOTCONN: it is gone, E2BIG, EAGAIN: it owes too many replies,
 *         or ENOMEM; then h is not called
 */
int oh_link_ask(struct oh_link *l, cJSON *o, oh_link_reply_h *h, void *arg)
{
	struct ask *a = NULL;
	int err = 0;

	if (!l || l->fd < 0 || l->err)
		err = ENOTCONN;
	else if (list_count(&l->askl) >= OWED_MAX)
		err = EAGAIN;
	else if (!(a = mem_zalloc(sizeof(*a), ask_destructor)))
		err = ENOMEM;
	if (err)
		goto out;
	a->id  = ++l->id;
	a->h   = h;
	a->arg = arg;
	err = say(l, o);
	if (err == EPIPE) {
		give_up(l, err);
		err = ENOTCONN;
	}
	if (err)
		goto out;
	list_append(&l->askl, &a->le, a);
	err = send_now(l);
	a = NULL;
 out:
	mem_deref(a);
	cJSON_Delete(o);

	return err;
}

/** Call no handler with that argument any more */
void oh_link_forget(struct oh_link *l, const void *arg)
{
	for (struct le *le = l ? list_head(&l->askl) : NULL; le;
	     le = le->next) {
		struct ask *a = le->data;

		if (a->arg == arg)
			a->h = NULL;
	}
}
