/**
 * @file secure.c  The protection of a session's packets (media thread)
 *
 * With DTLS the keys come from a handshake on the media's own path; nothing
 * but that is sent or heard until it is done.
 */
#include "media/crypt.h"
#include "media/engine_priv.h"

enum {
	HANDSHAKE_US = 10000000,
	QUIET_US     = 1000000,  /* then another may be meant       */
};

static void replace(struct oh_crypt **cp, struct oh_crypt **fresh)
{
	mem_deref(*cp);
	*cp    = *fresh;
	*fresh = NULL;
}

/* Two of those who ring may have chosen different suites: when we come back
   to the first, its key has been used, and a count that began anew would use
   one key stream twice (RFC 3711 9.1, RFC 7714 8.1). */
static void take_tx(struct oh_session *s, struct oh_remote *r)
{
	const struct oh_sdp_keys *k = &r->agreed.keys;
	struct oh_kept *kept = &s->secure.keptv[k->suite];

	if (!r->tx) {
		s->secure.tx = mem_deref(s->secure.tx);
		return;
	}
	if (!kept->crypt || memcmp(kept->key, k->tx, sizeof(kept->key))) {
		mem_deref(kept->crypt);
		kept->crypt = mem_ref(r->tx);
		memcpy(kept->key, k->tx, sizeof(kept->key));
	}
	mem_deref(s->secure.tx);
	s->secure.tx = mem_ref(kept->crypt);
	r->tx = mem_deref(r->tx);
}

/**
 * Forget all keys
 *
 * @param s Session
 */
void oh_secure_reset(struct oh_session *s)
{
	struct oh_secure *sec = &s->secure;

	sec->tx   = mem_deref(sec->tx);
	sec->rx   = mem_deref(sec->rx);
	sec->dtls = mem_deref(sec->dtls);
	for (size_t i = 0; i < ARRAY_SIZE(sec->keptv); i++)
		sec->keptv[i].crypt = mem_deref(sec->keptv[i].crypt);
	explicit_bzero(sec->keptv, sizeof(sec->keptv));
}

/* Who speaks first is spoken to where their description says */
static void take_dtls(struct oh_session *s, struct oh_remote *r)
{
	struct oh_secure *sec = &s->secure;

	mem_deref(sec->dtls);
	sec->tx   = mem_deref(sec->tx);
	sec->rx   = mem_deref(sec->rx);
	sec->dtls = r->dtls;
	sec->told = false;
	sec->until_us = s->eng->now_us + HANDSHAKE_US;
	sec->heard_us = s->eng->now_us;
	if (r->agreed.keys.setup == OH_SDP_ACTIVE)
		sec->peer = r->agreed.addr;
	else
		sa_init(&sec->peer, AF_UNSPEC);
	r->dtls = NULL;
}

/**
 * Take the keys of a new agreement; those that stay go on counting
 *
 * @param s Session
 * @param r What was agreed; its new protections are taken out of it
 */
void oh_secure_take(struct oh_session *s, struct oh_remote *r)
{
	if (r->new_dtls)
		take_dtls(s, r);
	if (r->new_tx)
		take_tx(s, r);
	if (r->new_rx)
		replace(&s->secure.rx, &r->rx);
	explicit_bzero(&r->agreed.keys, sizeof(r->agreed.keys));
}

/**
 * May media be sent? Not before there are keys, if there shall be
 *
 * @param s Session
 */
bool oh_secure_is_ready(const struct oh_session *s)
{
	return !s->secure.dtls || s->secure.tx;
}

/* RTCP on a port of its own would need a handshake of its own. */
static bool is_mute(const struct oh_session *s, bool rtcp)
{
	return s->secure.dtls && rtcp && !s->remote->agreed.rtcp_mux;
}

/* ----------------------------------------------------------------- DTLS */

/** Where the handshake's packets go */
struct way {
	int              fd;
	const struct sa *dst;
};

static void send_handler(const uint8_t *buf, size_t len, void *arg)
{
	const struct way *way = arg;

	/* What is lost will be said again. */
	(void)sendto(way->fd, buf, len, MSG_DONTWAIT | MSG_NOSIGNAL,
		     &way->dst->u.sa, way->dst->len);
}

static int take_keys(struct oh_session *s, enum oh_cipher *suite)
{
	struct oh_dtls_keys k;
	int err;

	err = oh_dtls_export(s->secure.dtls, &k);
	if (!err)
		err = oh_crypt_alloc(&s->secure.tx, k.suite, k.tx);
	if (!err)
		err = oh_crypt_alloc(&s->secure.rx, k.suite, k.rx);
	if (err)
		s->secure.tx = mem_deref(s->secure.tx);
	*suite = k.suite;
	explicit_bzero(&k, sizeof(k));

	return err;
}

/* What the handshake has come to */
static void conclude(struct oh_session *s, int err)
{
	struct oh_stream_event ev = { .type = OH_STREAM_SECURED };
	enum oh_cipher suite = OH_CIPHER_NONE;

	if (err == EAGAIN || s->secure.told)
		return;
	if (!err)
		err = take_keys(s, &suite);
	s->secure.told = true;
	ev.ok  = !err;
	ev.err = err;
	ev.id  = suite;
	oh_session_tell(s, &ev);
}

/* Anybody can send a ClientHello. One handshake at a time: who is under way
   is not disturbed, but for whom the description names, or after a second
   without a word. */
static bool is_meddling(struct oh_session *s, const struct sa *src)
{
	struct oh_secure *sec = &s->secure;
	uint64_t now_us = s->eng->now_us;

	if (sa_isset(&sec->peer, SA_ADDR) &&
	    !sa_cmp(&sec->peer, src, SA_ALL)) {
		if (!sa_cmp(&s->remote->agreed.addr, src, SA_ALL) &&
		    now_us < sec->heard_us + QUIET_US)
			return true;
		if (oh_dtls_restart(sec->dtls))
			return true;
	}
	sec->peer     = *src;
	sec->heard_us = now_us;

	return false;
}

/**
 * Take a packet of the handshake
 *
 * @param s   Session
 * @param src Where it came from, and where the answer goes
 * @param buf Packet as received
 * @param len Its length [bytes]
 *
 * @return It was one; false: it is media
 */
bool oh_secure_handshake(struct oh_session *s, const struct sa *src,
			 const uint8_t *buf, size_t len)
{
	struct way way = { .fd = s->fd, .dst = src };
	bool told = s->secure.told;
	int err;

	if (!s->secure.dtls || !oh_dtls_is_packet(buf, len))
		return false;
	if (!told && is_meddling(s, src)) {
		s->rx.dropped++;
		return true;
	}
	err = oh_dtls_input(s->secure.dtls, buf, len, send_handler, &way);
	conclude(s, err);

	/* They have proved who they are, wherever that is. */
	if (!err && !told)
		s->tx.dst = *src;
	return true;
}

/**
 * Begin the handshake, say again what was lost, or give it up
 *
 * @param s Session
 */
void oh_secure_poll(struct oh_session *s)
{
	struct way way = { .fd = s->fd, .dst = &s->tx.dst };
	int err;

	if (!s->secure.dtls || s->secure.told ||
	    !sa_isset(&s->tx.dst, SA_ALL) || sa_is_any(&s->tx.dst))
		return;
	err = oh_dtls_poll(s->secure.dtls, send_handler, &way);
	if (err == EAGAIN && s->eng->now_us > s->secure.until_us)
		err = ETIMEDOUT;
	conclude(s, err);
}

/**
 * Say that we leave, where the keys came from a handshake
 *
 * @param s Session
 */
void oh_secure_close(struct oh_session *s)
{
	struct way way = { .fd = s->fd, .dst = &s->tx.dst };

	if (s->secure.dtls)
		oh_dtls_close(s->secure.dtls, send_handler, &way);
}

/* -------------------------------------------------------------- packets */

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
		return !s->secure.dtls;
	if (is_mute(s, rtcp))
		return false;

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
 * @return 0, ENOTSUP, or an error of oh_crypt_seal(): it must not be sent
 */
int oh_secure_seal(struct oh_session *s, uint8_t *buf, size_t *lenp,
		   size_t size, bool rtcp)
{
	struct oh_crypt *c = s->secure.tx;

	if (!oh_secure_is_ready(s) || is_mute(s, rtcp))
		return ENOTSUP;
	if (!c)
		return 0;

	return rtcp ? oh_crypt_seal_rtcp(c, buf, lenp, size)
		    : oh_crypt_seal(c, buf, lenp, size);
}
