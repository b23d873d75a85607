/**
 * @file listen.h  Where to listen, as people write it
 *
 * "sip:192.0.2.1:5060;transport=tcp", "192.0.2.1:5060", "[::1]". Without a
 * transport both UDP and TCP; without a port 5060, TLS 5061; port 0: any.
 */
#ifndef OH_ANSWER_LISTEN_H
#define OH_ANSWER_LISTEN_H

#include <stdbool.h>

struct sa;

/** By what; TLS is never beside the others, it needs a port of its own */
struct oh_listen {
	bool udp, tcp, tls;
};

int oh_listen_parse(struct sa *laddr, struct oh_listen *by, const char *text,
		    const char **whyp);

#endif
