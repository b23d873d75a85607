/**
 * @file listen.c  Where to listen, as people write it
 */
#include <errno.h>
#include "base/compat.h"
#include "answer/listen.h"

enum { LISTEN_SIZE = 256 };

static int fault(const char **whyp, const char *why)
{
	*whyp = why;

	return EBADMSG;
}

/* What stands behind the address: not set if nothing does */
static void find_port(struct pl *port, const struct uri *uri)
{
	port->p = uri->host.p + uri->host.l;
	port->l = strspn(port->p, "]:0123456789");
	pl_advance(port, *port->p == ']');
	if (pl_isset(port))
		pl_advance(port, 1);
}

/* libre cuts a port that is too large to 16 bits, without a word. */
static bool is_port_cut(const struct pl *port, const struct uri *uri)
{
	return pl_isset(port) &&
		(port->l > 5 || pl_u32(port) != uri->port);
}

static bool is_any(const struct oh_listen *by)
{
	return by->udp || by->tcp || by->tls;
}

static void read_transport(struct oh_listen *by, const struct uri *uri)
{
	struct pl pl = PL_INIT;

	(void)msg_param_decode(&uri->params, "transport", &pl);
	by->udp = !pl.l || 0 == pl_strcasecmp(&pl, "udp");
	by->tcp = !pl.l || 0 == pl_strcasecmp(&pl, "tcp");
	by->tls = pl.l && 0 == pl_strcasecmp(&pl, "tls");
}

/**
 * Read an address to listen on
 *
 * @param laddr Receives address and port
 * @param by    Receives on what transports to listen
 * @param text  What was written
 * @param whyp  Receives what is wrong, static
 *
 * @return 0 or EBADMSG
 */
int oh_listen_parse(struct sa *laddr, struct oh_listen *by, const char *text,
		    const char **whyp)
{
	char whole[LISTEN_SIZE];
	struct uri uri;
	struct pl pl, port;

	if (re_snprintf(whole, sizeof(whole), "%s%s",
			strncmp(text, "sip:", 4) ? "sip:" : "", text) < 0)
		return fault(whyp, "too long");
	pl_set_str(&pl, whole);
	if (uri_decode(&uri, &pl))
		return fault(whyp, "not like sip:ADDRESS:PORT");
	find_port(&port, &uri);
	if (is_port_cut(&port, &uri))
		return fault(whyp, "a port is at most 65535");
	if (sa_set(laddr, &uri.host, uri.port))
		return fault(whyp, "needs an address of this machine, "
			     "not a name");
	if (sa_is_any(laddr))
		return fault(whyp, "needs one address of this machine: "
			     "callers are told to send there");
	read_transport(by, &uri);
	if (!is_any(by))
		return fault(whyp, "transport is udp, tcp or tls");
	if (!pl_isset(&port))
		sa_set_port(laddr, by->tls ? SIP_PORT_TLS : SIP_PORT);

	return 0;
}
