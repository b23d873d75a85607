/**
 * @file crypt.c  SRTP and SRTCP, one direction
 *
 *   RTP   | header | payload ..... | tag |
 *   RTCP  | header | payload ..... | E, index | tag |    counter mode
 *   RTCP  | header | payload ..... | tag | E, index |    GCM
 *           plain    enciphered
 *
 * The tag is over header and payload, and, of RTP in counter mode, over the
 * roll-over count, which is never sent.
 */
/* SHA-1 by OpenSSL's old functions: HMAC by its new ones doubled what SRTP
   costs (tests/bench/secured.c). */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>
#include "base/compat.h"
#include "media/bytes.h"
#include "media/crypt.h"
#include "media/rtp.h"

enum {
	SALT_MAX    = 14,
	HMAC_KEY    = 20,
	HMAC_BYTES  = SHA_DIGEST_LENGTH,
	IV_BYTES    = 16,
	GCM_IV      = 12,
	SOURCES_MAX = 8,          /* SSRCs remembered of one sender        */
	WINDOW      = 64,         /* packets, RFC 3711 3.3.2               */
	ROC_BYTES   = 4,
	RTCP_HEADER = 8,
	INDEX_BYTES = 4,
	RTCP_LABELS = 3,          /* RFC 3711 4.3.2                        */
};

#define INDEX_MAX    0xffffffffffffull
#define RTCP_E       0x80000000u
#define RTCP_MAX     0x7fffffffu

/** What has come of one source, or gone */
struct source {
	bool     used;
	uint32_t ssrc;
	uint64_t top;             /* highest index so far: ROC, sequence   */
	uint64_t seen;            /* bit n: top - n                        */
	uint64_t turn;            /* of its last packet                    */
};

/** RTP's keys, or RTCP's */
struct half {
	EVP_CIPHER_CTX *aes;
	SHA_CTX         inner;    /* of HMAC, behind the key: RFC 2104 2   */
	SHA_CTX         outer;
	uint8_t         salt[SALT_MAX];
	size_t          tag;
	struct source   sourcev[SOURCES_MAX];
};

struct oh_crypt {
	const struct oh_cipher_info *info;
	struct half rtp;
	struct half rtcp;
	uint32_t    rtcp_index;   /* of the last we sent                   */
	uint64_t    turn;
};

static void half_reset(struct half *h)
{
	EVP_CIPHER_CTX_free(h->aes);
	explicit_bzero(h, sizeof(*h));
}

static void destructor(void *arg)
{
	struct oh_crypt *c = arg;

	half_reset(&c->rtp);
	half_reset(&c->rtcp);
}

/* ----------------------------------------------------------------- keys */

static const EVP_CIPHER *counter_mode(size_t key)
{
	return key == 32 ? EVP_aes_256_ctr() : EVP_aes_128_ctr();
}

static const EVP_CIPHER *cipher_of(const struct oh_cipher_info *info)
{
	if (!info->gcm)
		return counter_mode(info->key);

	return info->key == 32 ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
}

/* RFC 3711 4.3: the key stream of a label is the key for that use */
static int derive(uint8_t *out, size_t len, const struct oh_cipher_info *info,
		  const uint8_t *key, uint8_t label)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	uint8_t iv[IV_BYTES] = { 0 };
	int n, err = 0;

	if (!ctx)
		return ENOMEM;
	memcpy(iv, key + info->key, info->salt);
	iv[7] ^= label;
	memset(out, 0, len);
	if (!EVP_EncryptInit_ex(ctx, counter_mode(info->key), NULL, key, iv) ||
	    !EVP_EncryptUpdate(ctx, out, &n, out, (int)len))
		err = ENOMEM;
	EVP_CIPHER_CTX_free(ctx);

	return err;
}

static void hmac_begin(SHA_CTX *ctx, const uint8_t *key, uint8_t pad)
{
	uint8_t block[SHA_CBLOCK];

	memset(block, pad, sizeof(block));
	for (size_t i = 0; i < HMAC_KEY; i++)
		block[i] ^= key[i];
	SHA1_Init(ctx);
	SHA1_Update(ctx, block, sizeof(block));
	explicit_bzero(block, sizeof(block));
}

static int half_init(struct half *h, const struct oh_cipher_info *info,
		     const uint8_t *master, uint8_t label)
{
	uint8_t key[OH_CIPHER_KEY_MAX], auth[HMAC_KEY];
	int err;

	err = derive(key, info->key, info, master, label);
	if (!err)
		err = derive(auth, sizeof(auth), info, master, label + 1);
	if (!err)
		err = derive(h->salt, info->salt, info, master, label + 2);
	if (err)
		goto out;
	hmac_begin(&h->inner, auth, 0x36);
	hmac_begin(&h->outer, auth, 0x5c);

	h->aes = EVP_CIPHER_CTX_new();
	if (!h->aes || !EVP_CipherInit_ex(h->aes, cipher_of(info), NULL, key,
					  NULL, 1))
		err = ENOMEM;
 out:
	explicit_bzero(key, sizeof(key));
	explicit_bzero(auth, sizeof(auth));

	return err;
}

/**
 * Make the protection of one direction
 *
 * @param cp    Receives it; release with mem_deref, which wipes its keys
 * @param suite Suite
 * @param key   Master key and salt, oh_cipher_key_bytes() long; borrowed
 *
 * @return 0, EINVAL: no suite, or ENOMEM
 */
int oh_crypt_alloc(struct oh_crypt **cp, enum oh_cipher suite,
		   const uint8_t *key)
{
	const struct oh_cipher_info *info = oh_cipher_info(suite);
	struct oh_crypt *c;
	int err;

	if (!info || !key)
		return EINVAL;
	c = mem_zalloc(sizeof(*c), destructor);
	if (!c)
		return ENOMEM;
	c->info     = info;
	c->rtp.tag  = info->tag;
	c->rtcp.tag = info->rtcp_tag;

	err = half_init(&c->rtp, info, key, 0);
	if (!err)
		err = half_init(&c->rtcp, info, key, RTCP_LABELS);
	if (err)
		mem_deref(c);
	else
		*cp = c;
	return err;
}

/* -------------------------------------------------------------- sources */

static struct source *find_source(struct half *h, uint32_t ssrc)
{
	for (size_t i = 0; i < SOURCES_MAX; i++) {
		if (h->sourcev[i].used && h->sourcev[i].ssrc == ssrc)
			return &h->sourcev[i];
	}
	return NULL;
}

/* The index nearest to the highest so far, RFC 3711 3.3.1 */
static uint64_t guess_index(const struct source *src, uint16_t seq)
{
	if (!src)
		return seq;

	return (src->top + (uint64_t)(int16_t)(seq - (uint16_t)src->top)) &
		INDEX_MAX;
}

static bool is_replay(const struct source *src, uint64_t index)
{
	if (!src || index > src->top)
		return false;

	return src->top - index >= WINDOW ||
		(src->seen >> (src->top - index) & 1);
}

/* Only for packets that are proved: nobody else may count, or push out. */
static void note(struct oh_crypt *c, struct half *h, struct source *src,
		 uint32_t ssrc, uint64_t index)
{
	uint64_t up;

	if (!src) {
		src = &h->sourcev[0];
		for (size_t i = 1; i < SOURCES_MAX; i++) {
			if (h->sourcev[i].turn < src->turn)
				src = &h->sourcev[i];
		}
		*src = (struct source){ .used = true, .ssrc = ssrc,
					.top = index };
	}
	up = index > src->top ? index - src->top : 0;
	src->seen  = up < WINDOW ? src->seen << up : 0;
	src->top  += up;
	src->seen |= 1ull << (src->top - index);
	src->turn  = ++c->turn;
}

/* ------------------------------------------------------------ transform */

/* RFC 3711 4.1.1: salt, SSRC and index in one, the last 16 bits count */
static void counter_iv(uint8_t iv[IV_BYTES], const struct half *h,
		       uint32_t ssrc, uint64_t index)
{
	uint8_t mix[IV_BYTES] = { 0 };

	oh_bytes_put32(mix + 4, ssrc);
	oh_bytes_put16(mix + 8, (uint16_t)(index >> 32));
	oh_bytes_put32(mix + 10, (uint32_t)index);
	memset(iv, 0, IV_BYTES);
	memcpy(iv, h->salt, SALT_MAX);
	for (size_t i = 0; i < IV_BYTES; i++)
		iv[i] ^= mix[i];
}

/* RFC 7714 8.1 and 9.1: the same parts, closer together */
static void gcm_iv(uint8_t iv[IV_BYTES], const struct half *h,
		   uint32_t ssrc, uint64_t index)
{
	uint8_t mix[GCM_IV] = { 0 };

	oh_bytes_put32(mix + 2, ssrc);
	oh_bytes_put16(mix + 6, (uint16_t)(index >> 32));
	oh_bytes_put32(mix + 8, (uint32_t)index);
	for (size_t i = 0; i < GCM_IV; i++)
		iv[i] = h->salt[i] ^ mix[i];
}

/** A packet at work: start is where its enciphered part begins */
struct packet {
	uint8_t *buf;
	size_t   start;
	size_t   len;             /* without tag and index                 */
	uint32_t ssrc;
	uint64_t index;
	uint8_t  trailer[ROC_BYTES]; /* ROC of RTP, or RTCP's E and index  */
};

static int encipher(struct half *h, const struct packet *p)
{
	uint8_t iv[IV_BYTES], *text = p->buf + p->start;
	int n;

	counter_iv(iv, h, p->ssrc, p->index);

	return EVP_CipherInit_ex(h->aes, NULL, NULL, NULL, iv, 1) &&
		EVP_CipherUpdate(h->aes, text, &n, text,
				 (int)(p->len - p->start)) ? 0 : EPROTO;
}

static void sign(const struct half *h, const struct packet *p,
		 uint8_t tag[HMAC_BYTES])
{
	SHA_CTX ctx = h->inner;

	SHA1_Update(&ctx, p->buf, p->len);
	SHA1_Update(&ctx, p->trailer, sizeof(p->trailer));
	SHA1_Final(tag, &ctx);
	ctx = h->outer;
	SHA1_Update(&ctx, tag, HMAC_BYTES);
	SHA1_Final(tag, &ctx);
}

/* seal: the tag is written behind the text; else it is compared. Of RTCP the
   index is authenticated as well. */
static int gcm(struct half *h, const struct packet *p, uint8_t *tag,
	       bool rtcp, bool seal)
{
	uint8_t iv[IV_BYTES], *text = p->buf + p->start;
	int n, size = (int)h->tag;
	bool ok;

	gcm_iv(iv, h, p->ssrc, p->index);
	ok = EVP_CipherInit_ex(h->aes, NULL, NULL, NULL, iv, seal) &&
		(seal || EVP_CIPHER_CTX_ctrl(h->aes, EVP_CTRL_AEAD_SET_TAG,
					     size, tag)) &&
		EVP_CipherUpdate(h->aes, NULL, &n, p->buf, (int)p->start) &&
		(!rtcp || EVP_CipherUpdate(h->aes, NULL, &n, p->trailer,
					   sizeof(p->trailer))) &&
		EVP_CipherUpdate(h->aes, text, &n, text,
				 (int)(p->len - p->start)) &&
		EVP_CipherFinal_ex(h->aes, text + n, &n) &&
		(!seal || EVP_CIPHER_CTX_ctrl(h->aes, EVP_CTRL_AEAD_GET_TAG,
					      size, tag));

	return ok ? 0 : EPROTO;
}

static int check(const struct half *h, const struct packet *p,
		 const uint8_t *tag)
{
	uint8_t want[HMAC_BYTES];

	sign(h, p, want);

	return CRYPTO_memcmp(want, tag, h->tag) ? EPROTO : 0;
}

static int protect(const struct oh_crypt *c, struct half *h,
		   const struct packet *p, uint8_t *tag)
{
	int err;

	if (c->info->gcm)
		return gcm(h, p, tag, h == &c->rtcp, true);
	err = encipher(h, p);
	if (!err)
		sign(h, p, tag);
	return err;
}

static int reveal(const struct oh_crypt *c, struct half *h,
		  const struct packet *p, uint8_t *tag)
{
	int err;

	if (c->info->gcm)
		return gcm(h, p, tag, h == &c->rtcp, false);
	err = check(h, p, tag);

	return err ? err : encipher(h, p);
}

/* ------------------------------------------------------------------ RTP */

static int look_at_rtp(struct packet *p, uint8_t *buf, size_t len,
		       size_t tag)
{
	struct oh_rtp rtp;

	if (len < tag || oh_rtp_decode_header(&rtp, buf, len - tag))
		return EBADMSG;
	p->buf   = buf;
	p->len   = len - tag;
	p->start = (size_t)(rtp.payload - buf);
	p->ssrc  = rtp.ssrc;
	p->index = rtp.seq;

	return 0;
}

static void set_index(struct packet *p, const struct source *src)
{
	p->index = guess_index(src, (uint16_t)p->index);
	oh_bytes_put32(p->trailer, (uint32_t)(p->index >> 16));
}

/**
 * Protect an RTP packet where it lies
 *
 * @param c    Protection of what we send
 * @param buf  Packet
 * @param lenp Its length [bytes], before and after
 * @param size Size of buf; OH_CIPHER_TAIL_MAX more than *lenp is enough
 *
 * @return 0, EBADMSG: no RTP, ERANGE: no room, or EPROTO
 */
int oh_crypt_seal(struct oh_crypt *c, uint8_t *buf, size_t *lenp, size_t size)
{
	struct half *h = &c->rtp;
	uint8_t tag[HMAC_BYTES];
	struct source *src;
	struct packet p;
	int err;

	if (size < *lenp + h->tag)
		return ERANGE;
	err = look_at_rtp(&p, buf, *lenp, 0);
	if (err)
		return err;
	src = find_source(h, p.ssrc);
	set_index(&p, src);
	err = protect(c, h, &p, tag);
	if (err)
		return err;

	memcpy(buf + p.len, tag, h->tag);
	*lenp = p.len + h->tag;
	note(c, h, src, p.ssrc, p.index);

	return 0;
}

/**
 * Open an RTP packet where it lies
 *
 * @param c    Protection of what they send
 * @param buf  Packet; garbage after an error
 * @param lenp Its length [bytes], before and after
 *
 * @return 0; EBADMSG: no RTP; EPROTO: forged; EALREADY: seen before, or too
 *         old. Nothing is remembered of a packet that was refused.
 */
int oh_crypt_open(struct oh_crypt *c, uint8_t *buf, size_t *lenp)
{
	struct half *h = &c->rtp;
	struct source *src;
	struct packet p;
	int err;

	err = look_at_rtp(&p, buf, *lenp, h->tag);
	if (err)
		return err;
	src = find_source(h, p.ssrc);
	set_index(&p, src);
	if (is_replay(src, p.index))
		return EALREADY;
	err = reveal(c, h, &p, buf + p.len);
	if (err)
		return err;

	*lenp = p.len;
	note(c, h, src, p.ssrc, p.index);

	return 0;
}

/* ----------------------------------------------------------------- RTCP */

/**
 * Protect an RTCP compound where it lies
 *
 * @param c    Protection of what we send
 * @param buf  Compound
 * @param lenp Its length [bytes], before and after
 * @param size Size of buf; OH_CIPHER_TAIL_MAX more than *lenp is enough
 *
 * @return 0; EBADMSG: no RTCP; ERANGE: no room, or 2^31 have been sent;
 *         EPROTO
 */
int oh_crypt_seal_rtcp(struct oh_crypt *c, uint8_t *buf, size_t *lenp,
		       size_t size)
{
	struct packet p = { .buf = buf, .start = RTCP_HEADER, .len = *lenp };
	struct half *h = &c->rtcp;
	uint8_t tag[HMAC_BYTES];
	size_t index_at, tag_at;
	int err;

	if (p.len < RTCP_HEADER)
		return EBADMSG;
	if (size < p.len + h->tag + INDEX_BYTES || c->rtcp_index == RTCP_MAX)
		return ERANGE;
	p.ssrc  = oh_bytes_get32(buf + 4);
	p.index = ++c->rtcp_index;
	oh_bytes_put32(p.trailer, RTCP_E | c->rtcp_index);
	err = protect(c, h, &p, tag);
	if (err)
		return err;

	index_at = p.len + (c->info->gcm ? h->tag : 0);
	tag_at   = p.len + (c->info->gcm ? 0 : INDEX_BYTES);
	memcpy(buf + index_at, p.trailer, INDEX_BYTES);
	memcpy(buf + tag_at, tag, h->tag);
	*lenp = p.len + INDEX_BYTES + h->tag;

	return 0;
}

/**
 * Open an RTCP compound where it lies
 *
 * @param c    Protection of what they send
 * @param buf  Compound; garbage after an error
 * @param lenp Its length [bytes], before and after
 *
 * @return 0; EBADMSG: too short, or in clear; EPROTO: forged; EALREADY: seen
 *         before, or too old
 */
int oh_crypt_open_rtcp(struct oh_crypt *c, uint8_t *buf, size_t *lenp)
{
	struct packet p = { .buf = buf, .start = RTCP_HEADER };
	struct half *h = &c->rtcp;
	const uint8_t *index;
	struct source *src;
	uint8_t *tag;
	int err;

	if (*lenp < RTCP_HEADER + h->tag + INDEX_BYTES)
		return EBADMSG;
	p.len = *lenp - h->tag - INDEX_BYTES;
	index = buf + p.len + (c->info->gcm ? h->tag : 0);
	tag   = buf + p.len + (c->info->gcm ? 0 : INDEX_BYTES);
	memcpy(p.trailer, index, INDEX_BYTES);
	p.ssrc  = oh_bytes_get32(buf + 4);
	p.index = oh_bytes_get32(index) & RTCP_MAX;
	if (!(oh_bytes_get32(index) & RTCP_E))
		return EBADMSG;
	src = find_source(h, p.ssrc);
	if (is_replay(src, p.index))
		return EALREADY;
	err = reveal(c, h, &p, tag);
	if (err)
		return err;

	*lenp = p.len;
	note(c, h, src, p.ssrc, p.index);

	return 0;
}
