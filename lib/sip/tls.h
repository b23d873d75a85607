/**
 * @file tls.h  A TLS context: that of a trunk, or of a listener
 *
 * libre 1.1 verifies nothing and sends no server name, so the context is set
 * up here: what we talk to must prove its name before a word is said.
 *
 * A trunk's context checks the far end's certificate against the system's
 * authorities, or a file of them, and against one name. A listener's shows a
 * certificate, and asks the clients for one: it demands one if it is given
 * authorities, else oh_tls_caller_is() judges what they have shown.
 * TLS 1.2 is the least that is spoken (RFC 8996).
 */
#ifndef OH_SIP_TLS_H
#define OH_SIP_TLS_H

#include <stdbool.h>
#include <stdint.h>

struct oh_tls;

enum { OH_TLS_WHY_SIZE = 640, OH_TLS_TEXT_SIZE = 256 };

/** Strings are copied; NULL or "": not given */
struct oh_tls_prm {
	bool        server;   /**< of a listener                          */
	const char *name;     /**< trunk: whom the far end must prove to be */
	const char *ca;       /**< authorities, PEM; default: the system's */
	const char *cert;     /**< our certificate and its chain, PEM     */
	const char *key;      /**< its key, PEM; default: in cert         */
	const char *keylog;   /**< write secrets there, for Wireshark     */
};

/** What the far end of the last handshake has shown */
struct oh_tls_peer {
	bool     shown;                       /**< it has a certificate   */
	bool     verified;                    /**< and that is good       */
	char     subject[OH_TLS_TEXT_SIZE];
	char     issuer[OH_TLS_TEXT_SIZE];
	char     names[OH_TLS_TEXT_SIZE];     /**< "a.example *.b.example" */
	int64_t  not_after;                   /**< [s] since 1970         */
	char     protocol[16];                /**< "TLSv1.3", "" if none  */
	char     cipher[64];
};

int  oh_tls_alloc(struct oh_tls **tp, const struct oh_tls_prm *prm,
		  char why[OH_TLS_WHY_SIZE]);
/* Connections to come use the files as they are now; on an error nothing
   has changed */
int  oh_tls_reload(struct oh_tls *t, char why[OH_TLS_WHY_SIZE]);
bool oh_tls_is_stale(const struct oh_tls *t);   /* the files have changed */
const struct oh_tls_peer *oh_tls_peer(const struct oh_tls *t);
/* What went wrong in the last handshake, "" if nothing did */
const char *oh_tls_why(const struct oh_tls *t);
/* While a message is heard that came to `at`: who sent it has proved to be
   whom a trunk's context connects to */
bool oh_tls_caller_is(const struct oh_tls *at, const struct oh_tls *whom);

#endif
