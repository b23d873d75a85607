/**
 * @file digest.h  Digest answers to challenges (RFC 7616, RFC 8760)
 *
 * MD5, SHA-256 and their -sess forms, qop=auth or none. Of several
 * challenges of one realm the strongest we know is answered; different
 * realms are all answered. Foreign algorithms are skipped, not fatal.
 *
 *     REGISTER             ->
 *                          <-  401, realm, nonce     oh_digest_challenge()
 *     REGISTER, nc=1       ->                        oh_digest_print()
 *                          <-  200
 *     REGISTER, nc=2       ->                        oh_digest_print()
 *                          <-  401, stale, nonce'    oh_digest_challenge()
 *     REGISTER, nc=1       ->                        oh_digest_print()
 */
#ifndef OH_SIP_DIGEST_H
#define OH_SIP_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mbuf;
struct sip_msg;
struct oh_digest;

/** Who we are. Borrowed strings; realm NULL: any realm of this trunk. */
struct oh_cred {
	const char *user;
	const char *password;
	const char *realm;
};

int oh_digest_alloc(struct oh_digest **dp, const struct oh_cred *cred);
void oh_digest_reset(struct oh_digest *d);   /* no challenge seen yet */

/*
 * Takes the challenges of a 401 or 407. 0: try again with what
 * oh_digest_print() gives; EACCES: refused again with the same nonce and
 * not stale, or too often; ENOTSUP: no challenge we can answer.
 */
int oh_digest_challenge(struct oh_digest *d, const struct sip_msg *msg);

/* Appends "Authorization: ..\r\n" lines, counting nc up */
int oh_digest_print(struct oh_digest *d, struct mbuf *mb,
		    const char *method, const char *uri);

/* Realm of the last challenge taken, or "" */
const char *oh_digest_realm(const struct oh_digest *d);

/* The server's side: is the request answering our challenge? */
int oh_digest_verify(const struct sip_msg *msg, const struct oh_cred *cred,
		     const char *nonce);

#endif
