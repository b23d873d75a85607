/**
 * @file secure.c  The protection of a session's packets (media thread)
 */
#include "media/crypt.h"
#include "media/engine_priv.h"

static void replace(struct oh_crypt **cp, struct oh_crypt **fresh)
{
	mem_deref(*cp);
	*cp    = *fresh;
	*fresh = NULL;
}

/**
 * Take the keys of a new agreement; those that stay go on counting
 *
 * @param s Session
 * @param r What was agreed; its new protections are taken out of it
 */
void oh_secure_take(struct oh_session *s, struct oh_remote *r)
{
	if (r->new_tx)
		replace(&s->secure.tx, &r->tx);
	if (r->new_rx)
		replace(&s->secure.rx, &r->rx);
	explicit_bzero(&r->agreed.keys, sizeof(r->agreed.keys));
}

/**
 * Open a packet where it lies, if the media is protected
 *
 * @param s    Session
 * @param buf  Packet as received
 * @param lenp Its length [bytes], before and after
 * @param rtcp It is RTCP
 *
 * @return It may be looked at; false: forged, or sent again
 */
bool oh_secure_open(struct oh_session *s, uint8_t *buf, size_t *lenp,
		    bool rtcp)
{
	struct oh_crypt *c = s->secure.rx;

	if (!c)
		return true;

	return 0 == (rtcp ? oh_crypt_open_rtcp(c, buf, lenp)
			  : oh_crypt_open(c, buf, lenp));
}

/**
 * Protect a packet where it lies, if the media is protected
 *
 * @param s    Session
 * @param buf  Packet
 * @param lenp Its length [bytes], before and after
 * @param size Size of buf; OH_CIPHER_TAIL_MAX more than *lenp is enough
 * @param rtcp It is RTCP
 *
 * @return 0, or an error of oh_crypt_seal(): it must not be sent
 */
int oh_secure_seal(struct oh_session *s, uint8_t *buf, size_t *lenp,
		   size_t size, bool rtcp)
{
	struct oh_crypt *c = s->secure.tx;

	if (!c)
		return 0;

	return rtcp ? oh_crypt_seal_rtcp(c, buf, lenp, size)
		    : oh_crypt_seal(c, buf, lenp, size);
}
