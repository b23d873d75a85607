/**
 * @file ladderfile.c  The SIP messages of a call, put into a file or a text
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/scan.h"
#include "ctl/ladderfile.h"
#include "trace/pcap.h"

enum { LINE_ROOM = 160, NOTE_ROOM = 96 };

/** Who takes each message; an errno ends it */
typedef int (each_h)(const struct oh_trace *t, void *arg);

/** How a transport is called */
const char *oh_ladderfile_proto(enum oh_trace_proto proto)
{
	switch (proto) {

	case OH_TRACE_SIP_TLS: return "tls";
	case OH_TRACE_SIP_TCP: return "tcp";
	default:               return "udp";
	}
}

/** Print where a message came from or went to: address and port */
void oh_ladderfile_end(char buf[OH_LADDERFILE_END_SIZE],
		       const struct sockaddr_storage *ss)
{
	struct sa sa;

	buf[0] = '\0';
	if (0 == sa_set_sa(&sa, (const struct sockaddr *)ss))
		(void)re_snprintf(buf, OH_LADDERFILE_END_SIZE, "%J", &sa);
}

/* One line, without its end; what is no text becomes '?' */
static size_t copy_line(char *dst, size_t size, const char *src, size_t len)
{
	size_t n = 0;

	if (len && src[len - 1] == '\r')
		len--;
	for (size_t i = 0, end; i <= len; i = end + 1) {
		const char *tab = memchr(src + i, '\t', len - i);

		end = tab ? (size_t)(tab - src) : len;
		n += oh_scan_safe(dst + n, size - n, src + i, end - i);
		if (tab)
			dst[n++] = '\t';
	}
	dst[n] = '\0';

	return n;
}

/**
 * Print a message
 *
 * @param textp Returned text, release with mem_deref: its lines, with what
 *              could move a cursor or is no UTF-8 as '?'
 * @param t     Message
 *
 * @return 0 or ENOMEM
 */
int oh_ladderfile_text(char **textp, const struct oh_trace *t)
{
	const char *src = (const char *)t->data;
	size_t n = 0, size = t->len + 2;
	char *text = mem_alloc(size, NULL);

	if (!text)
		return ENOMEM;
	for (size_t i = 0, end; i < t->len; i = end + 1) {
		const char *nl = memchr(src + i, '\n', t->len - i);

		end = nl ? (size_t)(nl - src) : t->len;
		n += copy_line(text + n, size - n, src + i, end - i);
		if (nl)
			text[n++] = '\n';
	}
	text[n] = '\0';
	*textp = text;

	return 0;
}

static int each(const struct oh_messages *m, const struct ctl_dialogs *d,
		each_h *h, void *arg)
{
	int err = 0;

	for (unsigned i = 0; i < d->n && !err; i++) {
		size_t n = oh_messages_count(m, d->call_idv[i]);

		for (size_t k = 0; k < n && !err; k++) {
			struct oh_trace t;

			if (!oh_messages_at(&t, m, d->call_idv[i], k))
				err = h(&t, arg);
		}
	}

	return err;
}

/* ---------------------------------------------------------------- packets */

static int put_packet(const struct oh_trace *t, void *arg)
{
	oh_pcap_add(arg, t);

	return oh_pcap_error(arg);
}

static int save_packets(const char *path, const struct oh_messages *m,
			const struct ctl_dialogs *d)
{
	struct oh_pcap *pcap = NULL;
	int err = oh_pcap_open(&pcap, path);

	if (err)
		return err;
	err = each(m, d, put_packet, pcap);
	mem_deref(pcap);
	if (err)
		(void)unlink(path);

	return err;
}

/* ------------------------------------------------------------------- text */

struct text_file {
	FILE    *f;
	uint64_t first_us;      /* 0: none yet */
};

/*      0.012  sent  udp  127.0.0.1:40000 > 127.0.0.1:5060  INVITE sip:x */
static int put_text(const struct oh_trace *t, void *arg)
{
	char src[OH_LADDERFILE_END_SIZE], dst[OH_LADDERFILE_END_SIZE];
	char line[LINE_ROOM], note[NOTE_ROOM];
	struct text_file *tf = arg;
	char *text = NULL;
	double at;
	int err = oh_ladderfile_text(&text, t);

	if (err)
		return err;
	if (!tf->first_us)
		tf->first_us = t->wall_us;
	at = t->wall_us > tf->first_us ? (t->wall_us - tf->first_us) / 1e6
				       : 0.0;
	oh_ladderfile_end(src, &t->src);
	oh_ladderfile_end(dst, &t->dst);
	oh_messages_line(line, sizeof(line), note, sizeof(note), t);
	if (fprintf(tf->f, "# %.3f %s %s %s > %s %s\n%s\n", at,
		    t->tx ? "sent" : "received",
		    oh_ladderfile_proto(t->proto), src, dst, line, text) < 0)
		err = errno ? errno : EIO;
	mem_deref(text);

	return err;
}

static int save_text(const char *path, const struct oh_messages *m,
		     const struct ctl_dialogs *d)
{
	struct text_file tf = { .first_us = 0 };
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int err;

	if (fd < 0)
		return errno;
	tf.f = fdopen(fd, "w");
	if (!tf.f) {
		err = errno;
		(void)close(fd);
		(void)unlink(path);
		return err;
	}
	err = each(m, d, put_text, &tf);
	if (fclose(tf.f) && !err)
		err = errno;
	if (err)
		(void)unlink(path);

	return err;
}

/**
 * Save the messages of a call; a file that cannot be finished is removed
 *
 * @param path File to be made
 * @param text For people; false: a packet file
 * @param m    Messages
 * @param d    Dialogs of the call
 *
 * @return 0, ENOMEM, EEXIST, or another errno of the file
 */
int oh_ladderfile_save(const char *path, bool text,
		       const struct oh_messages *m,
		       const struct ctl_dialogs *d)
{
	return text ? save_text(path, m, d) : save_packets(path, m, d);
}
