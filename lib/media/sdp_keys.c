/**
 * @file sdp_keys.c  Keys in offers and answers (RFC 4568, 8643)
 *
 *                 we offer                    we answer
 *   off           RTP/AVP                     RTP/AVP
 *   prefer        RTP/AVP and a=crypto        whatever they offer
 *   require       RTP/SAVP and a=crypto       only what has a=crypto
 *
 * Each suite has one key of ours and one tag, the same in every offer.
 */
#include "base/compat.h"
#include "media/sdes.h"
#include "media/sdp_priv.h"

static const char avp[]  = "RTP/AVP";
static const char savp[] = "RTP/SAVP";

/* The profiles that promise protection; feedback (F) is passed over */
static const char *const securev[] = {
	savp, "RTP/SAVPF",
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

	return l->srtp == OH_SRTP_REQUIRE ? savp : avp;
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

	return sdp_media_set_alt_protos(m, 3, securev[0], securev[1],
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

/**
 * Offer our keys, one for each suite
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

/**
 * Take the keys of their offer
 *
 * @param k Receives what is agreed
 * @param l What we say
 * @param m Media line, decoded
 *
 * @return 0, or EACCES: not protected though it must be, or in no way of ours
 */
int oh_sdp_keys_offered(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
			const struct sdp_media *m)
{
	struct choice ch;
	int err;

	k->proto = static_proto(m);
	if (l->srtp == OH_SRTP_OFF)
		return 0;
	choose(&ch, m);
	if (!ch.err)
		err = agree(k, l, &ch.line);
	else
		err = l->srtp == OH_SRTP_REQUIRE || is_secure(k->proto) ?
			EACCES : 0;
	explicit_bzero(&ch, sizeof(ch));

	return err;
}

/**
 * Take the keys of their answer: one line, of a tag and a suite we offered
 *
 * @param k Receives what is agreed
 * @param l What we said in the offer
 * @param m Media line, decoded
 *
 * @return As oh_sdp_keys_offered()
 */
int oh_sdp_keys_answered(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
			 const struct sdp_media *m)
{
	struct choice ch;
	int err = EACCES;

	k->proto = static_proto(m);
	if (l->srtp == OH_SRTP_OFF)
		return 0;
	choose(&ch, m);
	if (!ch.linec && l->srtp == OH_SRTP_PREFER && !is_secure(k->proto))
		err = 0;
	else if (ch.linec == 1 && !ch.err &&
		 ch.line.tag == (uint32_t)ch.line.suite)
		err = agree(k, l, &ch.line);
	explicit_bzero(&ch, sizeof(ch));

	return err;
}

/**
 * Answer with our key for what was chosen
 *
 * @param m Media line, whose attributes are added to
 * @param k What is agreed
 *
 * @return 0 or ENOMEM
 */
int oh_sdp_keys_answer(struct sdp_media *m, const struct oh_sdp_keys *k)
{
	if (k->suite == OH_CIPHER_NONE)
		return 0;

	return put_line(m, k->tag, k->suite, k->tx);
}
