/**
 * @file authhash.c  The hashes of digest authentication (RFC 7616 3.4)
 */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include "base/compat.h"
#include "sip/authhash.h"
#include "sip/authparam.h"

static const struct {
	const char *name;
	enum oh_authhash_alg alg;
} algv[] = {
	{ "MD5",          OH_AUTHHASH_MD5         },
	{ "MD5-sess",     OH_AUTHHASH_MD5_SESS    },
	{ "SHA-256",      OH_AUTHHASH_SHA256      },
	{ "SHA-256-sess", OH_AUTHHASH_SHA256_SESS },
};

/**
 * Find an algorithm by its name, in any case
 *
 * @param algp The algorithm; set on success only
 * @param name "MD5" ..
 *
 * @return 0; ENOTSUP: not one of ours
 */
int oh_authhash_find(enum oh_authhash_alg *algp, const struct pl *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(algv); i++) {
		if (0 == pl_strcasecmp(name, algv[i].name)) {
			*algp = algv[i].alg;
			return 0;
		}
	}
	return ENOTSUP;
}

/**
 * Name an algorithm
 *
 * @param alg Algorithm
 *
 * @return Its name in headers
 */
const char *oh_authhash_name(enum oh_authhash_alg alg)
{
	for (size_t i = 0; i < ARRAY_SIZE(algv); i++) {
		if (algv[i].alg == alg)
			return algv[i].name;
	}
	return "";
}

/**
 * Tell whether the client's nonce goes into H(A1)
 *
 * @param alg Algorithm
 *
 * @return true for the -sess forms
 */
bool oh_authhash_is_sess(enum oh_authhash_alg alg)
{
	return alg == OH_AUTHHASH_MD5_SESS || alg == OH_AUTHHASH_SHA256_SESS;
}

/**
 * Tell a strong algorithm from one that only compatibility excuses
 *
 * @param alg Algorithm
 *
 * @return true for the SHA-256 forms
 */
bool oh_authhash_is_sha(enum oh_authhash_alg alg)
{
	return alg == OH_AUTHHASH_SHA256 || alg == OH_AUTHHASH_SHA256_SESS;
}

static bool put(EVP_MD_CTX *ctx, const char *s)
{
	return 1 == EVP_DigestUpdate(ctx, s, strlen(s));
}

static bool put_pl(EVP_MD_CTX *ctx, const struct pl *v)
{
	return 1 == EVP_DigestUpdate(ctx, v->p, v->l);
}

/* unq() of RFC 7616 3.4 */
static bool put_unquoted(EVP_MD_CTX *ctx, const struct pl *raw)
{
	struct pl rest = *raw;
	char c;

	while (oh_authparam_next(&c, &rest)) {
		if (1 != EVP_DigestUpdate(ctx, &c, 1))
			return false;
	}
	return true;
}

static bool start(EVP_MD_CTX *ctx, enum oh_authhash_alg alg)
{
	const EVP_MD *md = oh_authhash_is_sha(alg) ? EVP_sha256() : EVP_md5();

	return 1 == EVP_DigestInit_ex(ctx, md, NULL);
}

static bool finish(EVP_MD_CTX *ctx, char hex[OH_AUTHHASH_HEX_SIZE])
{
	uint8_t md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (1 != EVP_DigestFinal_ex(ctx, md, &n) ||
	    2 * n >= OH_AUTHHASH_HEX_SIZE)
		return false;
	re_snprintf(hex, OH_AUTHHASH_HEX_SIZE, "%w", md, (size_t)n);
	OPENSSL_cleanse(md, sizeof(md));

	return true;
}

/* H(A1), RFC 7616 3.4.2 */
static bool hash_a1(EVP_MD_CTX *ctx, char hex[OH_AUTHHASH_HEX_SIZE],
		    const struct oh_authhash_in *in)
{
	bool ok = start(ctx, in->alg) && put_pl(ctx, &in->user) &&
		put(ctx, ":") && put_unquoted(ctx, &in->realm) &&
		put(ctx, ":") && put_pl(ctx, &in->password) &&
		finish(ctx, hex);

	if (!ok || !oh_authhash_is_sess(in->alg))
		return ok;

	return start(ctx, in->alg) && put(ctx, hex) && put(ctx, ":") &&
		put_unquoted(ctx, &in->nonce) && put(ctx, ":") &&
		put_unquoted(ctx, &in->cnonce) && finish(ctx, hex);
}

/* H(A2) for any qop but auth-int, RFC 7616 3.4.3 */
static bool hash_a2(EVP_MD_CTX *ctx, char hex[OH_AUTHHASH_HEX_SIZE],
		    const struct oh_authhash_in *in)
{
	return start(ctx, in->alg) && put_pl(ctx, &in->method) &&
		put(ctx, ":") && put_pl(ctx, &in->uri) && finish(ctx, hex);
}

static bool hash_qop(EVP_MD_CTX *ctx, const struct oh_authhash_in *in)
{
	if (!pl_isset(&in->nc))
		return true;

	return put_pl(ctx, &in->nc) && put(ctx, ":") &&
		put_unquoted(ctx, &in->cnonce) && put(ctx, ":auth:");
}

/**
 * Compute the response of RFC 7616 3.4.1, or of RFC 2069 without nc
 *
 * @param hex Lower-case hex digits, NUL-terminated; set on success only
 * @param in  What goes into it
 *
 * @return 0; EINVAL: a -sess algorithm without cnonce; ENOMEM
 */
int oh_authhash_response(char hex[OH_AUTHHASH_HEX_SIZE],
			 const struct oh_authhash_in *in)
{
	char a1[OH_AUTHHASH_HEX_SIZE], a2[OH_AUTHHASH_HEX_SIZE];
	EVP_MD_CTX *ctx;
	bool ok;

	if (!hex || !in)
		return EINVAL;
	if (oh_authhash_is_sess(in->alg) && !pl_isset(&in->cnonce))
		return EINVAL;

	ctx = EVP_MD_CTX_new();
	if (!ctx)
		return ENOMEM;
	ok = hash_a1(ctx, a1, in) && hash_a2(ctx, a2, in) &&
		start(ctx, in->alg) && put(ctx, a1) && put(ctx, ":") &&
		put_unquoted(ctx, &in->nonce) && put(ctx, ":") &&
		hash_qop(ctx, in) && put(ctx, a2) && finish(ctx, hex);
	EVP_MD_CTX_free(ctx);
	OPENSSL_cleanse(a1, sizeof(a1));

	return ok ? 0 : ENOMEM;
}
