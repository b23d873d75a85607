/**
 * @file stream_agree.c  The audio of one call: offers and answers
 */
#include <openssl/rand.h>
#include "media/crypt.h"
#include "media/rtp.h"
#include "media/stream_priv.h"

static const char fingerprint[] = "a=fingerprint:";

/* What G.722 makes of silence while it is still finding its feet is a hum of
   -44 dBov when it is sent again and again; later it is -60 at most */
enum { SETTLED = 18 };            /* packets */

/* One packet of silence, made by the codec itself */
static int silence(const struct oh_sdp_agreed *a, uint8_t *buf, size_t *lenp)
{
	const struct oh_codec *c = a->tx.codec;
	bool settles = c->bytes_per_ms && c->enc_alloc;
	int16_t zerov[OH_CODEC_FRAME_MAX] = { 0 };
	size_t room = *lenp;
	void *state = NULL;
	int err = 0;

	if (c->enc_alloc)
		err = c->enc_alloc(&state);
	if (err)
		return err;
	for (int i = 0; !err && i <= (settles ? SETTLED : 0); i++) {
		*lenp = room;
		err = c->enc(state, buf, lenp, zerov,
			     c->rate_hz / 1000 * a->ptime_ms);
	}
	mem_deref(state);

	return err;
}

static void remote_destructor(void *arg)
{
	struct oh_remote *r = arg;

	mem_deref(r->tx);
	mem_deref(r->rx);
	mem_deref(r->dtls);
	explicit_bzero(&r->agreed.keys, sizeof(r->agreed.keys));
}

static bool is_other(const struct oh_stream *st, const struct oh_sdp_keys *k,
		     const uint8_t *key, const uint8_t *old)
{
	return k->suite != st->agreed.keys.suite ||
		0 != memcmp(key, old, OH_CIPHER_KEY_MAX);
}

/* The association stays as long as both ends do, RFC 8842 4 */
static bool is_other_end(const struct oh_sdp_agreed *old,
			 const struct oh_sdp_agreed *a)
{
	if ((old->keys.setup == OH_SDP_NO_SETUP) !=
	    (a->keys.setup == OH_SDP_NO_SETUP))
		return true;
	if (memcmp(old->keys.hash, a->keys.hash, sizeof(a->keys.hash)))
		return true;

	return a->keys.setup != OH_SDP_NO_SETUP && !sa_is_any(&a->addr) &&
		!sa_is_any(&old->addr) &&
		!sa_cmp(&a->addr, &old->addr, SA_ALL);
}

static int set_dtls(struct oh_remote *r, struct oh_stream *st,
		    const struct oh_sdp_agreed *a)
{
	r->new_dtls = is_other_end(&st->agreed, a);
	if (!r->new_dtls)
		return 0;
	st->dtls_suite = OH_CIPHER_NONE;
	if (a->keys.setup == OH_SDP_NO_SETUP)
		return 0;

	return oh_dtls_alloc(&r->dtls, st->eng->dtls_id, a->keys.setup ==
			     OH_SDP_ACTIVE, a->keys.hash);
}

/* A key that stays keeps its counts, RFC 4568 7.1.4 */
static int set_keys(struct oh_remote *r, const struct oh_stream *st,
		    const struct oh_sdp_keys *k)
{
	int err = 0;

	r->new_tx = is_other(st, k, k->tx, st->agreed.keys.tx);
	r->new_rx = is_other(st, k, k->rx, st->agreed.keys.rx);
	if (k->suite == OH_CIPHER_NONE)
		return 0;
	if (r->new_tx)
		err = oh_crypt_alloc(&r->tx, k->suite, k->tx);
	if (!err && r->new_rx)
		err = oh_crypt_alloc(&r->rx, k->suite, k->rx);

	return err;
}

static int agree(struct oh_stream *st, const struct oh_sdp_agreed *a)
{
	struct oh_remote *r;
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);
	int err;

	err = silence(a, buf, &len);
	if (err)
		return err;
	r = oh_stream_message(st, sizeof(*r) + len, remote_destructor,
			      OH_MSG_REMOTE);
	if (!r)
		return ENOMEM;
	err = set_keys(r, st, &a->keys);
	if (!err)
		err = set_dtls(r, st, a);
	if (err) {
		mem_deref(r);
		return err;
	}
	r->agreed        = *a;
	r->held          = st->local.hold;
	r->detect_inband = st->prm.detect_inband || !a->telev_rxc;
	r->silence_len   = len;
	memcpy(r->silence, buf, len);

	st->agreed      = *a;
	st->local.proto = a->keys.proto;
	st->local.setup = a->keys.setup;
	if (a->keys.setup != OH_SDP_NO_SETUP)
		st->local.dtls = true;
	else if (a->keys.suite != OH_CIPHER_NONE)
		st->local.dtls = false;
	st->negotiated  = true;
	oh_stream_post(st, &r->msg);

	return 0;
}

/* Our certificate is made when it is first needed. */
static int show_dtls(struct oh_stream *st)
{
	struct oh_dtls_id **idp = &st->eng->dtls_id;
	int err = *idp ? 0 : oh_dtls_id_alloc(idp);

	if (!err)
		st->local.fingerprint = oh_dtls_id_print(*idp);
	return err;
}

/* Before each description of ours. The key in use stays: a new one would
   begin to count anew, with sequence numbers that do not. */
static int make_keys(struct oh_stream *st)
{
	struct oh_sdp_local *l = &st->local;

	st->local.version++;
	if (l->srtp == OH_SRTP_OFF)
		return 0;
	for (int i = OH_CIPHER_NONE + 1; i < OH_CIPHER_MAX; i++) {
		if (i == (int)st->agreed.keys.suite)
			continue;
		if (1 != RAND_priv_bytes(l->keyv[i], sizeof(l->keyv[i])))
			return EIO;
	}
	return 0;
}

/**
 * Offer (RFC 3264 5), or offer again
 *
 * @param st   Stream
 * @param sdpp Receives the text; release with mem_deref
 *
 * @return 0; ENOMEM; EIO: no random bytes; ENOTCONN: it has closed
 */
int oh_stream_offer(struct oh_stream *st, char **sdpp)
{
	int err;

	if (!st->ses)
		return ENOTCONN;
	err = make_keys(st);
	if (!err && st->local.srtp != OH_SRTP_OFF && st->local.dtls)
		err = show_dtls(st);

	return err ? err : oh_sdp_offer(sdpp, &st->local);
}

/**
 * Take an answer; audio flows from here on. Each fork's answer, and a later
 * one in the same dialog, replaces what was agreed before.
 *
 * @param st  Stream
 * @param sdp Their answer, not terminated
 * @param len Its length [bytes]
 *
 * @return 0; EBADMSG: no SDP; ENOTSUP: no codec in common; EACCES: not
 *         protected as it must be; ENOMEM; EIO: no random bytes; ENOTCONN:
 *         it has closed. On error what was agreed before stays.
 */
int oh_stream_answered(struct oh_stream *st, const char *sdp, size_t len)
{
	struct oh_sdp_agreed a;
	int err;

	if (!st->ses)
		return ENOTCONN;
	err = oh_sdp_answered(&a, &st->local, sdp, len);
	if (!err)
		err = agree(st, &a);
	explicit_bzero(&a.keys, sizeof(a.keys));

	return err;
}

/**
 * Answer an offer (RFC 3264 6); audio flows from here on
 *
 * @param st   Stream
 * @param sdp  Their offer, not terminated
 * @param len  Its length [bytes]
 * @param sdpp Receives our answer; release with mem_deref
 *
 * @return As oh_stream_answered()
 */
int oh_stream_answer(struct oh_stream *st, const char *sdp, size_t len,
		     char **sdpp)
{
	struct oh_sdp_agreed a;
	char *text;
	int err;

	if (!st->ses)
		return ENOTCONN;
	err = make_keys(st);
	if (!err && st->local.srtp != OH_SRTP_OFF &&
	    memmem(sdp, len, fingerprint, sizeof(fingerprint) - 1))
		err = show_dtls(st);
	if (err)
		return err;
	err = oh_sdp_answer(&text, &a, &st->local, sdp, len);
	if (err)
		goto out;
	err = agree(st, &a);
	if (err)
		mem_deref(text);
	else
		*sdpp = text;
 out:
	explicit_bzero(&a.keys, sizeof(a.keys));
	return err;
}

/**
 * Hold them, or not, from the next offer or answer on
 *
 * @param st   Stream
 * @param hold They may not speak
 */
void oh_stream_hold(struct oh_stream *st, bool hold)
{
	st->local.hold = hold;
}

/**
 * How our digits travel
 *
 * @param st Stream
 *
 * @return NONE: nothing agreed yet
 */
enum oh_dtmf oh_stream_digits_way(const struct oh_stream *st)
{
	if (st->prm.dtmf == OH_DTMF_INFO || st->prm.dtmf == OH_DTMF_INBAND)
		return st->prm.dtmf;
	if (!st->negotiated)
		return OH_DTMF_NONE;
	return st->agreed.telev_tx.pt == OH_RTP_PT_NONE ? OH_DTMF_INBAND
							: OH_DTMF_EVENT;
}

static void print_srtp(struct oh_stream_info *info,
		       const struct oh_stream *st)
{
	const struct oh_sdp_keys *k = &st->agreed.keys;
	bool dtls = k->setup != OH_SDP_NO_SETUP;
	const struct oh_cipher_info *suite =
		oh_cipher_info(dtls ? st->dtls_suite : k->suite);

	if (re_snprintf(info->srtp, sizeof(info->srtp), "%s%s%s",
			dtls ? "DTLS" : "", dtls && suite ? " " : "",
			suite ? suite->name : "") < 0)
		info->srtp[0] = '\0';
}

/**
 * What was agreed last
 *
 * @param st   Stream
 * @param info Receives it; codec "" before anything was agreed
 */
void oh_stream_info(const struct oh_stream *st, struct oh_stream_info *info)
{
	const struct oh_sdp_agreed *a = &st->agreed;

	memset(info, 0, sizeof(*info));
	info->dtmf       = oh_stream_digits_way(st);
	info->hold_local = st->local.hold;
	if (!st->negotiated)
		return;
	info->ptime_ms    = a->ptime_ms;
	info->hold_remote = !a->we_send;
	print_srtp(info, st);
	if (re_snprintf(info->codec, sizeof(info->codec), "%s/%u",
			a->tx.codec->name, a->tx.clock_hz) < 0)
		info->codec[0] = '\0';
}
