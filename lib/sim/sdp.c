/**
 * @file sdp.c  Where a session description wants its audio
 */
#include "base/compat.h"
#include <errno.h>
#include "sim/sdp.h"

/* Takes the next line off *rest, without its end */
static bool next_line(struct pl *line, struct pl *rest)
{
	const char *end;

	if (rest->l == 0)
		return false;

	end = memchr(rest->p, '\n', rest->l);
	line->p = rest->p;
	line->l = end ? (size_t)(end - rest->p) : rest->l;
	pl_advance(rest, (ssize_t)(line->l + (end ? 1 : 0)));
	if (line->l && line->p[line->l - 1] == '\r')
		line->l--;

	return true;
}

static bool begins(const struct pl *line, const char *with)
{
	size_t len = strlen(with);

	return line->l >= len && 0 == memcmp(line->p, with, len);
}

/**
 * Find the address of the first audio stream
 *
 * @param addr Set on success
 * @param sdp  Session description
 * @param len  Its length [bytes]
 *
 * @return 0, EINVAL, EBADMSG if there is none
 */
int oh_sim_sdp_find(struct sa *addr, const char *sdp, size_t len)
{
	struct pl rest = { sdp, len }, line, host = PL_INIT, port = PL_INIT;
	bool in_audio = false;

	if (!addr || !sdp)
		return EINVAL;

	while (next_line(&line, &rest)) {
		if (begins(&line, "m=")) {
			if (in_audio)
				break;
			in_audio = !re_regex(line.p, line.l,
					     "m=audio [0-9]+", &port);
			continue;
		}
		/* That of the session, unless the stream has its own */
		if (begins(&line, "c=") && (!pl_isset(&port) || in_audio))
			(void)re_regex(line.p, line.l,
				       "c=IN IP[46]1 [^ /]+", NULL, &host);
	}

	if (!pl_isset(&host) || !pl_isset(&port) || pl_u32(&port) > 65535)
		return EBADMSG;

	return sa_set(addr, &host, (uint16_t)pl_u32(&port)) ? EBADMSG : 0;
}

static int put_line(struct mbuf *mb, const struct pl *line,
		    const struct sa *addr)
{
	struct pl port, tail;

	if (begins(line, "c="))
		return mbuf_printf(mb, "c=IN IP%d %j\r\n",
				   sa_af(addr) == AF_INET6 ? 6 : 4, addr);

	/* The port of RTCP is then the one above (RFC 3605) */
	if (begins(line, "a=rtcp:"))
		return 0;

	if (begins(line, "m=audio ") &&
	    !re_regex(line->p, line->l, "m=audio [0-9]+[^]*", &port, &tail) &&
	    pl_u32(&port) != 0)
		return mbuf_printf(mb, "m=audio %u%r\r\n", sa_port(addr),
				   &tail);

	return mbuf_printf(mb, "%r\r\n", line);
}

/**
 * Copy a session description with another address for its audio
 *
 * @param sdpp Set on success, NUL-terminated, release with mem_deref
 * @param sdp  Session description
 * @param len  Its length [bytes]
 * @param addr Address and port of the audio
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_sim_sdp_replace(char **sdpp, const char *sdp, size_t len,
		       const struct sa *addr)
{
	struct pl rest = { sdp, len }, line;
	struct mbuf *mb;
	int err = 0;

	if (!sdpp || !sdp || !addr)
		return EINVAL;

	mb = mbuf_alloc(len + 64);
	if (!mb)
		return ENOMEM;

	while (!err && next_line(&line, &rest))
		err = put_line(mb, &line, addr);
	if (!err) {
		mb->pos = 0;
		err = mbuf_strdup(mb, sdpp, mb->end);
	}
	mem_deref(mb);

	return err;
}
