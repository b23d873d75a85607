/**
 * @file sdp_keys.c  Keys in offers and answers (RFC 4568, 5763, 8643)
 *
 *                 we offer                          we answer
 *   off           RTP/AVP                           RTP/AVP
 *   prefer        RTP/AVP and keys                  whatever they offer
 *   require       RTP/SAVP and a=crypto, or         only what has keys
 *                 UDP/TLS/RTP/SAVP and a=fingerprint
 *
 * Each suite has one key of ours and one tag, the same in every offer.
 */
#include "base/compat.h"
#include "media/sdes.h"
#include "media/sdp_priv.h"

static const char avp[]  = "RTP/AVP";
static const char savp[] = "RTP/SAVP";
static const char tls[]  = "UDP/TLS/RTP/SAVP";

/* The profiles that promise protection; feedback (F) is passed over */
static const char *const securev[] = {
	savp, "RTP/SAVPF", tls, "UDP/TLS/RTP/SAVPF",
};

/** A walk over their a=crypto lines */
struct choice {
	const struct oh_sdp_local *local;
	uint32_t       linec;
	struct oh_sdes line;          /* the first that we can speak       */
	int            err;           /* of the last line before that      */
};

static bool is_secure(const char *proto)
{
	return 0 != strcmp(proto, avp);
}

/**
 * The profile of our offers
 *
 * @param l What we say
 *
 * @return Static name
 */
const char *oh_sdp_keys_proto(const struct oh_sdp_local *l)
{
	if (l->proto)
		return l->proto;

	if (l->srtp != OH_SRTP_REQUIRE)
		return avp;

	return l->dtls ? tls : savp;
}

static bool has(const char *sdp, size_t len, const char *text)
{
	return memmem(sdp, len, text, strlen(text)) != NULL;
}

/**
 * Allow the profiles that their description may have
 *
 * @param m   Media line, before anything was decoded
 * @param l   What we say
 * @param sdp Their description
 * @param len Its length [bytes]
 *
 * @return 0 or ENOMEM
 */
int oh_sdp_keys_allow(struct sdp_media *m, const struct oh_sdp_local *l,
		      const char *sdp, size_t len)
{
	/* Of two lines libre takes the first that is allowed. */
	bool plain = l->srtp == OH_SRTP_PREFER || !has(sdp, len, savp);

	if (l->srtp == OH_SRTP_OFF)
		return 0;

	return sdp_media_set_alt_protos(m, 5, securev[0], securev[1],
					securev[2], securev[3],
					plain ? avp : savp);
}

static int put_line(struct sdp_media *m, uint32_t tag, enum oh_cipher suite,
		    const uint8_t *key)
{
	struct oh_sdes line = { .tag = tag, .suite = suite };
	char value[OH_SDES_SIZE];
	int err;

	memcpy(line.key, key, sizeof(line.key));
	err = oh_sdes_print(value, sizeof(value), &line);
	if (!err)
		err = sdp_media_set_lattr(m, false, "crypto", "%s", value);
	explicit_bzero(&line, sizeof(line));
	explicit_bzero(value, sizeof(value));

	return err;
}

static int put_print(struct sdp_media *m, const char *print,
		     const char *setup)
{
	int err = sdp_media_set_lattr(m, true, "fingerprint", "%s", print);

	return err ? err : sdp_media_set_lattr(m, true, "setup", "%s", setup);
}

/* One association for both: RTCP has no handshake of its own. */
static int offer_dtls(struct sdp_media *m, const struct oh_sdp_local *l)
{
	int err = put_print(m, l->fingerprint, "actpass");

	return err ? err : sdp_media_set_lattr(m, true, "rtcp-mux", NULL);
}

/**
 * Offer our keys, one for each suite, or our fingerprint
 *
 * @param m Media line, whose attributes are added to
 * @param l What we say
 *
 * @return 0 or ENOMEM
 */
int oh_sdp_keys_offer(struct sdp_media *m, const struct oh_sdp_local *l)
{
	int err = 0;

	if (l->srtp == OH_SRTP_OFF)
		return 0;
	if (l->dtls)
		return offer_dtls(m, l);
	for (int i = OH_CIPHER_NONE + 1; i < OH_CIPHER_MAX && !err; i++)
		err = put_line(m, (uint32_t)i, (enum oh_cipher)i, l->keyv[i]);

	return err;
}

static bool line_handler(const char *name, const char *value, void *arg)
{
	struct choice *ch = arg;

	(void)name;
	ch->linec++;
	if (ch->line.suite == OH_CIPHER_NONE || ch->err)
		ch->err = oh_sdes_parse(&ch->line, value);
	return false;
}

/* The first of theirs that we speak; err: there is none */
static void choose(struct choice *ch, const struct sdp_media *m)
{
	memset(ch, 0, sizeof(*ch));
	ch->err = ENOENT;
	(void)sdp_media_rattr_apply(m, "crypto", line_handler, ch);
}

static const char *static_proto(const struct sdp_media *m)
{
	for (size_t i = 0; i < ARRAY_SIZE(securev); i++) {
		if (0 == strcmp(sdp_media_proto(m), securev[i]))
			return securev[i];
	}
	return avp;
}

/* Who sends our own key back would have us use one key stream twice. */
static int agree(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
		 const struct oh_sdes *line)
{
	if (0 == memcmp(line->key, l->keyv[line->suite],
			oh_cipher_key_bytes(line->suite)))
		return EACCES;
	k->suite = line->suite;
	k->tag   = line->tag;
	memcpy(k->tx, l->keyv[line->suite], sizeof(k->tx));
	memcpy(k->rx, line->key, sizeof(k->rx));

	return 0;
}

/* Ours, to theirs. Who may do both lets us begin, or stays as it is. */
static enum oh_sdp_setup setup_of(const char *theirs,
				  const struct oh_sdp_local *l)
{
	if (!theirs)
		return OH_SDP_NO_SETUP;
	if (0 == str_casecmp(theirs, "active"))
		return OH_SDP_PASSIVE;
	if (0 == str_casecmp(theirs, "passive"))
		return OH_SDP_ACTIVE;
	if (0 != str_casecmp(theirs, "actpass"))
		return OH_SDP_NO_SETUP;

	return l->setup == OH_SDP_NO_SETUP ? OH_SDP_ACTIVE : l->setup;
}

static bool print_handler(const char *name, const char *value, void *arg)
{
	(void)name;
	return 0 == oh_dtls_print_parse(arg, value);
}

/* They may have one for each hash they can compute (RFC 8122 5): the first
   that we can counts. ENOENT: none at all; EACCES: none of ours */
static int take_print(uint8_t hash[OH_DTLS_HASH_BYTES],
		      const struct sdp_media *m, const struct sdp_session *s)
{
	static const char name[] = "fingerprint";

	if (sdp_media_rattr(m, name))
		return sdp_media_rattr_apply(m, name, print_handler, hash) ?
			0 : EACCES;
	if (sdp_media_session_rattr(m, s, name))
		return sdp_session_rattr_apply(s, name, print_handler, hash) ?
			0 : EACCES;
	return ENOENT;
}

/* ENOENT: they do not speak of DTLS at all */
static int take_dtls(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
		     const struct sdp_media *m, const struct sdp_session *s)
{
	const char *setup = sdp_media_session_rattr(m, s, "setup");
	int err;

	if (!l->fingerprint)
		return ENOENT;
	err = take_print(k->hash, m, s);
	if (err)
		return err;
	k->setup = setup_of(setup, l);

	return k->setup == OH_SDP_NO_SETUP ? EACCES : 0;
}

static int take_sdes(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
		     const struct sdp_media *m)
{
	struct choice ch;
	int err;

	choose(&ch, m);
	err = ch.err ? ENOENT : agree(k, l, &ch.line);
	explicit_bzero(&ch, sizeof(ch));

	return err;
}

/**
 * Take the keys of their offer; where it has both ways, ours counts
 *
 * @param k Receives what is agreed
 * @param l What we say
 * @param m Media line, decoded
 * @param s Its session
 *
 * @return 0, or EACCES: not protected though it must be, or in no way of ours
 */
int oh_sdp_keys_offered(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
			const struct sdp_media *m,
			const struct sdp_session *s)
{
	int err;

	k->proto = static_proto(m);
	if (l->srtp == OH_SRTP_OFF)
		return 0;
	err = l->dtls ? take_dtls(k, l, m, s) : take_sdes(k, l, m);
	if (err == ENOENT)
		err = l->dtls ? take_sdes(k, l, m) : take_dtls(k, l, m, s);
	if (err == ENOENT)
		err = l->srtp == OH_SRTP_REQUIRE || is_secure(k->proto) ?
			EACCES : 0;
	return err;
}

static int answered_sdes(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
			 const struct sdp_media *m)
{
	struct choice ch;
	int err = EACCES;

	choose(&ch, m);
	if (!ch.linec)
		err = ENOENT;
	else if (ch.linec == 1 && !ch.err &&
		 ch.line.tag == (uint32_t)ch.line.suite)
		err = agree(k, l, &ch.line);
	explicit_bzero(&ch, sizeof(ch));

	return err;
}

/**
 * Take the keys of their answer: one line, of a tag and a suite we offered,
 * or their fingerprint
 *
 * @param k Receives what is agreed
 * @param l What we said in the offer
 * @param m Media line, decoded
 * @param s Its session
 *
 * @return As oh_sdp_keys_offered()
 */
int oh_sdp_keys_answered(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
			 const struct sdp_media *m,
			 const struct sdp_session *s)
{
	int err;

	k->proto = static_proto(m);
	if (l->srtp == OH_SRTP_OFF)
		return 0;
	err = l->dtls ? take_dtls(k, l, m, s) : answered_sdes(k, l, m);
	if (err == ENOENT)
		err = l->srtp == OH_SRTP_REQUIRE || is_secure(k->proto) ?
			EACCES : 0;
	return err;
}

/**
 * Answer with our key for what was chosen, or our fingerprint
 *
 * @param m Media line, whose attributes are added to
 * @param l What we say
 * @param k What is agreed
 *
 * @return 0 or ENOMEM
 */
int oh_sdp_keys_answer(struct sdp_media *m, const struct oh_sdp_local *l,
		       const struct oh_sdp_keys *k)
{
	if (k->setup != OH_SDP_NO_SETUP)
		return put_print(m, l->fingerprint, k->setup ==
				 OH_SDP_ACTIVE ? "active" : "passive");
	if (k->suite == OH_CIPHER_NONE)
		return 0;

	return put_line(m, k->tag, k->suite, k->tx);
}
