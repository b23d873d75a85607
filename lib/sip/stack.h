/**
 * @file stack.h  One SIP endpoint on one local address
 *
 * Wraps libre's transactions (struct sip) and gives every request that comes
 * in to whom it belongs: a leg, the owner, or a proper refusal (405, 481,
 * 400). One stack per trunk, since libre 1.1 chooses the transport by type
 * alone. Malformed requests (missing To, From, Call-ID, CSeq, branch; CSeq
 * method unequal) get 400 and go no further (RFC 3261 8.2).
 *
 * Life: oh_sip_alloc() .. oh_sip_close() .. closed handler .. mem_deref.
 */
#ifndef OH_SIP_STACK_H
#define OH_SIP_STACK_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/log.h"
#include "sip/session.h"

struct sa;
struct sip_msg;
struct oh_sip;
struct oh_tls;

enum oh_sip_transp { OH_SIP_UDP, OH_SIP_TCP, OH_SIP_TLS };

/**
 * A new INVITE. The handler must create a leg with oh_leg_incoming() or
 * answer with oh_sip_reply(); returning false means 404.
 */
typedef bool (oh_sip_invite_h)(const struct sip_msg *msg, void *arg);

/** Any other request outside a dialog (REGISTER ..); false: 405 */
typedef bool (oh_sip_request_h)(const struct sip_msg *msg, void *arg);

/** OPTIONS outside a dialog; the stack has answered it */
typedef void (oh_sip_options_h)(const struct sip_msg *msg, void *arg);

/** Whether a stranger's request is looked at. NULL: everybody's is. */
typedef bool (oh_sip_source_h)(const struct sip_msg *msg, void *arg);

/** Every message as it goes past, both ways, raw */
typedef void (oh_sip_trace_h)(bool tx, enum oh_sip_transp tp,
			      const struct sa *src, const struct sa *dst,
			      const uint8_t *data, size_t len, void *arg);

/**
 * All legs and requests of ours have come to their end. Called once, from
 * the main loop; the stack may be released here.
 */
typedef void (oh_sip_closed_h)(void *arg);

struct oh_sip_prm {
	const struct sa   *laddr;      /**< concrete address; port 0: any   */
	bool               udp, tcp;   /**< on the same port number         */
	struct oh_tls     *tls;        /**< speak TLS too; shared, or NULL  */
	const struct sa   *tls_laddr;  /**< where; NULL: at laddr, and then
					    neither udp nor tcp is          */
	const char        *software;   /**< User-Agent                      */
	const char        *public_host;/**< advertised instead, or NULL     */
	struct oh_session_prm session; /**< timers of its calls, RFC 4028 */
	uint16_t           public_port;/**< 0: none, the transport's own    */
	struct oh_log     *log;        /**< shared, may be NULL             */
	bool               refer;      /**< legs hear of REFER, else 603;
					    inviteh of Replaces, else 481   */
	oh_sip_invite_h   *inviteh;    /**< NULL: 404 to all calls          */
	oh_sip_request_h  *requesth;
	oh_sip_options_h  *optionsh;   /**< NULL: nobody is told            */
	oh_sip_source_h   *sourceh;
	bool               limit;      /**< strangers are heard now and then */
	oh_sip_source_h   *knownh;     /**< who is no stranger, or NULL     */
	oh_sip_trace_h    *traceh;
	oh_sip_closed_h   *closedh;
	void              *arg;        /**< for all handlers                */
};

int  oh_sip_alloc(struct oh_sip **sp, const struct oh_sip_prm *prm);
void oh_sip_close(struct oh_sip *s, bool force);
const struct sa *oh_sip_laddr(const struct oh_sip *s);
const struct sa *oh_sip_tls_laddr(const struct oh_sip *s);
/* What was wrong with their TLS, "" if that is not why a request failed */
const char *oh_sip_why(const struct oh_sip *s, int err);
/* "TLSv1.3": how a message came; NULL: in the clear */
const char *oh_sip_tls(const struct oh_sip *s, const struct sip_msg *msg);
/* In a handler of a request: it came by TLS from whom the context of a trunk
   connects to, as their certificate proves */
bool oh_sip_is_from(const struct oh_sip *s, const struct sip_msg *msg,
		    const struct oh_tls *whom);
/* Two line ends: keeps a connection, or a way through a NAT, open */
int  oh_sip_keepalive(struct oh_sip *s, enum oh_sip_transp tp,
		      const struct sa *dst);
/* Requests that were not looked at: strangers, and too many of them */
uint64_t oh_sip_dropped(const struct oh_sip *s);
unsigned oh_sip_legs(const struct oh_sip *s);   /* not yet terminated */
int  oh_sip_reply(struct oh_sip *s, const struct sip_msg *msg,
		  uint16_t scode, const char *reason, const char *headers);

#endif
