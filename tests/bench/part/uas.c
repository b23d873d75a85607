/**
 * @file uas.c  Just enough of a SIP server to answer calls cheaply
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <strings.h>
#include <sys/socket.h>
#include "part/sock.h"
#include "part/uas.h"

enum { BUFFER_BYTES = 4 * 1024 * 1024 };

/* Lines of a request that go back as they came (RFC 3261 8.2.6.2) */
static const char *const echoedv[] = {
	"Via:", "From:", "To:", "Call-ID:", "CSeq:", NULL
};

/**
 * Listen on a port of the kernel's choice
 *
 * @param u Server
 *
 * @return 0 or what the system said
 */
int uas_open(struct uas *u)
{
	return sock_open(&u->fd, &u->port, BUFFER_BYTES);
}

/**
 * Write the configuration of a command that is to call us
 *
 * @param u    Server
 * @param path File
 *
 * @return 0 or what the system said
 */
int uas_conf(const struct uas *u, const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f)
		return errno;
	fprintf(f, "[dial]\ncountry = US\ntrunk = far\n"
		"[trunk far]\nserver = 127.0.0.1\nport = %u\n"
		"codecs = PCMU\ncaller_id = +14255550199\n"
		"[guard]\nday_calls = 0\nday_minutes = 0\nminute_max = 0\n"
		"calls_max = 0\ncalls_warn = 0\n"
		"minute_warn = 0\nprefix_max = 0\nprefix_warn = 0\n", u->port);

	return fclose(f) ? errno : 0;
}

static enum uas_method method_of(const char *text)
{
	static const struct {
		const char *name;
		enum uas_method method;
	} tab[] = {
		{ "INVITE ", UAS_INVITE }, { "ACK ", UAS_ACK },
		{ "CANCEL ", UAS_CANCEL }, { "BYE ", UAS_BYE },
	};

	for (size_t i = 0; i < sizeof(tab) / sizeof(tab[0]); i++) {
		if (0 == strncmp(text, tab[i].name, strlen(tab[i].name)))
			return tab[i].method;
	}

	return UAS_OTHER;
}

static uint64_t call_of(const char *text)
{
	const char *p = strcasestr(text, "\r\nCall-ID:");
	uint64_t h = 14695981039346656037ull;   /* FNV-1a */

	for (p = p ? p + 10 : ""; *p && *p != '\r'; p++)
		h = (h ^ (uint8_t)*p) * 1099511628211ull;

	return h;
}

static void read_sdp(struct uas_msg *m)
{
	const char *p = strstr(m->text, "\nm=audio ");

	m->rtp_port = p ? (uint16_t)strtoul(p + 9, NULL, 10) : 0;
	p = strstr(m->text, " telephone-event/8000");
	while (p && isdigit((unsigned char)p[-1]))
		p--;
	m->telev_pt = p ? (unsigned)strtoul(p, NULL, 10) : 0;
}

/**
 * Receive a message, if one waits
 *
 * @param u Server
 * @param m Message
 *
 * @return 0, EAGAIN, or what the system said
 */
int uas_recv(struct uas *u, struct uas_msg *m)
{
	struct sock_packet p;
	int err = sock_recv(&p, u->fd, m->text, UAS_BYTES);

	if (err)
		return err;
	m->text[p.len] = '\0';
	m->src    = p.src;
	m->at_us  = p.at_us;
	m->method = method_of(m->text);
	m->call   = call_of(m->text);
	read_sdp(m);

	return 0;
}

struct text {
	char  *buf;
	size_t len;
};

static void __attribute__((format(printf, 2, 3)))
add(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(t->buf + t->len, UAS_BYTES - t->len, fmt, ap);
	va_end(ap);
	if (n > 0)
		t->len += (size_t)n;
	if (t->len > UAS_BYTES)
		t->len = UAS_BYTES;
}

static bool is_echoed(const char *line)
{
	for (const char *const *p = echoedv; *p; p++) {
		if (0 == strncasecmp(line, *p, strlen(*p)))
			return true;
	}

	return false;
}

static void echo_lines(struct text *t, const struct uas_msg *m)
{
	const char *p = strstr(m->text, "\r\n"), *end;

	for (; p && p[2] && p[2] != '\r'; p = end) {
		const char *line = p + 2;
		int len;

		end = strstr(line, "\r\n");
		len = end ? (int)(end - line) : 0;
		if (!is_echoed(line))
			continue;
		add(t, "%.*s", len, line);
		if (0 == strncasecmp(line, "To:", 3) &&
		    !memmem(line, (size_t)len, ";tag=", 5))
			add(t, ";tag=%016llx", (unsigned long long)m->call);
		add(t, "\r\n");
	}
}

static void add_sdp(struct text *t, const struct uas_msg *m,
		    uint16_t rtp_port)
{
	struct text sdp = { (char[UAS_BYTES]){ "" }, 0 };

	add(&sdp, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n"
	    "c=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio %u RTP/AVP 0", rtp_port);
	if (m->telev_pt)
		add(&sdp, " %u\r\na=rtpmap:%u telephone-event/8000",
		    m->telev_pt, m->telev_pt);
	add(&sdp, "\r\na=ptime:20\r\n");
	add(t, "Content-Type: application/sdp\r\nContent-Length: %zu\r\n\r\n"
	    "%s", sdp.len, sdp.buf);
}

/**
 * Answer a request with 200
 *
 * @param u        Server
 * @param m        Request
 * @param rtp_port Where we want its audio; 0: no SDP in the answer
 *
 * @return 0 or what the system said
 */
int uas_ok(struct uas *u, const struct uas_msg *m, uint16_t rtp_port)
{
	struct text t = { u->out, 0 };

	add(&t, "SIP/2.0 200 OK\r\n");
	echo_lines(&t, m);
	add(&t, "Contact: <sip:127.0.0.1:%u>\r\n", u->port);
	if (rtp_port)
		add_sdp(&t, m, rtp_port);
	else
		add(&t, "Content-Length: 0\r\n\r\n");
	if (sendto(u->fd, t.buf, t.len, 0, (const struct sockaddr *)&m->src,
		   sizeof(m->src)) < 0)
		return errno;

	return 0;
}

/**
 * Answer all that waits: every call, with the same port for its audio
 *
 * @param u        Server
 * @param rtp_port Where we want audio
 * @param h        Called with each message after it was answered
 * @param arg      Its argument
 */
void uas_serve(struct uas *u, uint16_t rtp_port,
	       void (*h)(const struct uas_msg *m, void *arg), void *arg)
{
	struct uas_msg m;

	while (!uas_recv(u, &m)) {
		if (m.method != UAS_ACK)
			(void)uas_ok(u, &m,
				     m.method == UAS_INVITE ? rtp_port : 0);
		h(&m, arg);
	}
}
