/**
 * @file dtls.c  Keys of SRTP by a handshake, on OpenSSL
 *
 *   oh_dtls_input ─▶ memory BIO ─▶ SSL ─▶ memory BIO ─▶ records ─▶ sendh
 *
 * A memory BIO forgets where one datagram ends; records do not, so each is
 * sent by itself.
 */
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include "base/compat.h"
#include "media/bytes.h"
#include "media/dtls.h"

enum {
	CERT_DAYS     = 30,
	RECORD_HEADER = 13,       /* length in its last two bytes          */
	RECORD_EPOCH  = 3,        /* two bytes, 0: in the clear            */
	RECORD_ALERT  = 21,
	FAILURES_MAX  = 16,       /* of one association                    */
	OUT_MAX       = 16384,    /* of a flight [bytes]                   */
	FIRST_US      = 200000,   /* until the first repetition: their 200
				     may be on its way                     */
	LAST_US       = 2000000,
	FIRST_BYTE    = 20,       /* RFC 7983 7 */
	LAST_BYTE     = 63,
};

static const char profiles[] = "SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM:"
	"SRTP_AES128_CM_SHA1_80:SRTP_AES128_CM_SHA1_32";
static const char label[] = "EXTRACTOR-dtls_srtp";

struct oh_dtls_id {
	SSL_CTX *ctx;
	char     print[OH_DTLS_PRINT_SIZE];
};

struct oh_dtls {
	SSL    *ssl;
	bool    client;
	uint8_t hash[OH_DTLS_HASH_BYTES];   /* of their certificate        */
	int     err;                        /* EAGAIN: under way           */
	unsigned failures;
};

/* --------------------------------------------------------- certificate */

static void id_destructor(void *arg)
{
	struct oh_dtls_id *id = arg;

	SSL_CTX_free(id->ctx);
}

static int set_names(X509 *cert, EVP_PKEY *key)
{
	X509_NAME *name = X509_get_subject_name(cert);
	const unsigned char cn[] = "offhook";

	return X509_set_version(cert, X509_VERSION_3) &&
		ASN1_INTEGER_set_uint64(X509_get_serialNumber(cert),
					rand_u64() >> 1) &&
		X509_gmtime_adj(X509_getm_notBefore(cert), -24 * 3600) &&
		X509_gmtime_adj(X509_getm_notAfter(cert),
				CERT_DAYS * 24 * 3600) &&
		X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, cn, -1,
					   -1, 0) &&
		X509_set_issuer_name(cert, name) &&
		X509_set_pubkey(cert, key) &&
		X509_sign(cert, key, EVP_sha256()) ? 0 : ENOMEM;
}

static int hash_cert(uint8_t hash[OH_DTLS_HASH_BYTES], const X509 *cert)
{
	unsigned n = OH_DTLS_HASH_BYTES;

	return X509_digest(cert, EVP_sha256(), hash, &n) &&
		n == OH_DTLS_HASH_BYTES ? 0 : EPROTO;
}

static int print_hash(struct oh_dtls_id *id, const X509 *cert)
{
	uint8_t hash[OH_DTLS_HASH_BYTES];
	char *p = id->print;
	int err = hash_cert(hash, cert);

	if (err)
		return err;
	str_ncpy(p, "sha-256", sizeof(id->print));
	p += strlen(p);
	for (size_t i = 0; i < sizeof(hash); i++) {
		size_t left = sizeof(id->print) - (size_t)(p - id->print);

		p += re_snprintf(p, left, "%c%02X", i ? ':' : ' ', hash[i]);
	}
	return 0;
}

/* Nobody signs it, and nobody needs to: its fingerprint is in the SDP. */
static int make_cert(struct oh_dtls_id *id)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	int err = key && cert ? set_names(cert, key) : ENOMEM;

	if (!err && (!SSL_CTX_use_certificate(id->ctx, cert) ||
		     !SSL_CTX_use_PrivateKey(id->ctx, key)))
		err = ENOMEM;
	if (!err)
		err = print_hash(id, cert);
	X509_free(cert);
	EVP_PKEY_free(key);

	return err;
}

/* Whoever it is: the fingerprint is compared when the handshake is done. */
static int accept_cert(int ok, X509_STORE_CTX *store)
{
	(void)ok;
	(void)store;
	return 1;
}

/**
 * Make our certificate, good for any number of associations
 *
 * @param idp Receives it; release with mem_deref
 *
 * @return 0 or ENOMEM
 */
int oh_dtls_id_alloc(struct oh_dtls_id **idp)
{
	struct oh_dtls_id *id = mem_zalloc(sizeof(*id), id_destructor);
	int err;

	if (!id)
		return ENOMEM;
	id->ctx = SSL_CTX_new(DTLS_method());
	err = id->ctx ? make_cert(id) : ENOMEM;
	if (err)
		goto out;

	SSL_CTX_set_verify(id->ctx, SSL_VERIFY_PEER |
			   SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_cert);
	SSL_CTX_set_session_cache_mode(id->ctx, SSL_SESS_CACHE_OFF);
	(void)SSL_CTX_set_options(id->ctx, SSL_OP_NO_QUERY_MTU |
				  SSL_OP_NO_TICKET |
				  SSL_OP_NO_RENEGOTIATION);
	/* This one says 0 when it is content. */
	if (!SSL_CTX_set_min_proto_version(id->ctx, DTLS1_2_VERSION) ||
	    SSL_CTX_set_tlsext_use_srtp(id->ctx, profiles))
		err = ENOMEM;
 out:
	if (err)
		mem_deref(id);
	else
		*idp = id;
	return err;
}

/**
 * Our fingerprint, as the value of a=fingerprint (RFC 8122 5)
 *
 * @param id Our certificate
 *
 * @return Text, borrowed
 */
const char *oh_dtls_id_print(const struct oh_dtls_id *id)
{
	return id->print;
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
		c >= 'A' && c <= 'F' ? c - 'A' + 10 :
		c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/**
 * Parse the value of a=fingerprint
 *
 * @param hash  Receives the hash
 * @param value "sha-256 AB:CD:..."
 *
 * @return 0; EBADMSG: malformed; ENOTSUP: another hash
 */
int oh_dtls_print_parse(uint8_t hash[OH_DTLS_HASH_BYTES], const char *value)
{
	static const char func[] = "sha-256 ";
	const char *p = value + sizeof(func) - 1;

	if (strncasecmp(value, func, sizeof(func) - 1))
		return ENOTSUP;
	for (size_t i = 0; i < OH_DTLS_HASH_BYTES; i++, p += 3) {
		int hi = hex(p[0]), lo = hi < 0 ? -1 : hex(p[1]);
		bool last = i == OH_DTLS_HASH_BYTES - 1;

		if (lo < 0 || p[2] != (last ? '\0' : ':'))
			return EBADMSG;
		hash[i] = (uint8_t)(hi << 4 | lo);
	}
	return 0;
}

/* --------------------------------------------------------- association */

static void destructor(void *arg)
{
	struct oh_dtls *d = arg;

	SSL_free(d->ssl);          /* and its BIOs */
}

static unsigned next_timeout(SSL *ssl, unsigned us)
{
	(void)ssl;
	return us ? min(2 * us, (unsigned)LAST_US) : (unsigned)FIRST_US;
}

static int set_ssl(struct oh_dtls *d, SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);
	BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());

	if (!ssl || !in || !out) {
		BIO_free(in);
		BIO_free(out);
		SSL_free(ssl);
		return ENOMEM;
	}
	BIO_set_mem_eof_return(in, -1);
	BIO_set_mem_eof_return(out, -1);
	SSL_set_bio(ssl, in, out);
	(void)DTLS_set_link_mtu(ssl, OH_DTLS_MTU);
	DTLS_set_timer_cb(ssl, next_timeout);
	if (d->client)
		SSL_set_connect_state(ssl);
	else
		SSL_set_accept_state(ssl);
	SSL_free(d->ssl);
	d->ssl = ssl;

	return 0;
}

/**
 * Begin an association; nothing is sent before oh_dtls_poll()
 *
 * @param dp     Receives it; release with mem_deref
 * @param id     Our certificate; not needed afterwards
 * @param client We speak first (a=setup:active)
 * @param hash   SHA-256 of their certificate, as their SDP says
 *
 * @return 0 or ENOMEM
 */
int oh_dtls_alloc(struct oh_dtls **dp, const struct oh_dtls_id *id,
		  bool client, const uint8_t hash[OH_DTLS_HASH_BYTES])
{
	struct oh_dtls *d = mem_zalloc(sizeof(*d), destructor);
	int err;

	if (!d)
		return ENOMEM;
	d->client = client;
	d->err    = EAGAIN;
	memcpy(d->hash, hash, sizeof(d->hash));
	err = set_ssl(d, id->ctx);
	if (err)
		mem_deref(d);
	else
		*dp = d;

	return err;
}

/**
 * Begin anew, as if nothing had been said by either end
 *
 * @param d Association that is under way
 *
 * @return 0, or ENOMEM: it goes on as it was
 */
int oh_dtls_restart(struct oh_dtls *d)
{
	return d->err == EAGAIN ? set_ssl(d, SSL_get_SSL_CTX(d->ssl)) : 0;
}

/**
 * Is this DTLS, and not RTP? (RFC 7983 7)
 *
 * @param buf Bytes as received
 * @param len Their number
 */
bool oh_dtls_is_packet(const uint8_t *buf, size_t len)
{
	return len > 0 && buf[0] >= FIRST_BYTE && buf[0] <= LAST_BYTE;
}

static void flush(struct oh_dtls *d, oh_dtls_send_h *sendh, void *arg)
{
	uint8_t buf[OUT_MAX];
	int n = BIO_read(SSL_get_wbio(d->ssl), buf, sizeof(buf));
	size_t at = 0, len = n > 0 ? (size_t)n : 0;

	while (at + RECORD_HEADER <= len) {
		size_t size = RECORD_HEADER +
			oh_bytes_get16(buf + at + RECORD_HEADER - 2);

		if (size > len - at)
			break;
		sendh(buf + at, size, arg);
		at += size;
	}
}

static int check_peer(const struct oh_dtls *d)
{
	X509 *cert = SSL_get0_peer_certificate(d->ssl);
	uint8_t hash[OH_DTLS_HASH_BYTES];

	if (!cert || hash_cert(hash, cert) ||
	    CRYPTO_memcmp(hash, d->hash, sizeof(hash)))
		return EACCES;

	return SSL_get_selected_srtp_profile(d->ssl) ? 0 : ENOTSUP;
}

/* Before there are keys, anybody can spoil a handshake: it is no reason to
   give up, but to begin anew. What OpenSSL would say of it is not sent. */
static void spoilt(struct oh_dtls *d)
{
	if (++d->failures > FAILURES_MAX || oh_dtls_restart(d))
		d->err = EPROTO;
}

/* Go as far as it goes */
static void step(struct oh_dtls *d)
{
	char rest[64];
	int ret;

	ERR_clear_error();
	if (d->err == EAGAIN) {
		ret = SSL_do_handshake(d->ssl);
		if (ret == 1)
			d->err = check_peer(d);
		else if (SSL_get_error(d->ssl, ret) != SSL_ERROR_WANT_READ)
			spoilt(d);
		return;
	}
	/* Whoever missed our last word asks again; there is no data. */
	if (!d->err)
		while (SSL_read(d->ssl, rest, sizeof(rest)) > 0)
			;
}

/* An alert in the clear may be anybody's (RFC 9147 4.5.2): it is left out as
   long as there are no keys to tell by. */
static bool is_told(const struct oh_dtls *d, const uint8_t *record)
{
	return d->err != EAGAIN || record[0] != RECORD_ALERT ||
		oh_bytes_get16(record + RECORD_EPOCH);
}

static void feed(struct oh_dtls *d, const uint8_t *buf, size_t len)
{
	BIO *in = SSL_get_rbio(d->ssl);

	while (len) {
		size_t size = len;

		if (len >= RECORD_HEADER)
			size = min(len, (size_t)RECORD_HEADER +
				   oh_bytes_get16(buf + RECORD_HEADER - 2));
		if (size < RECORD_HEADER || is_told(d, buf))
			(void)BIO_write(in, buf, (int)size);
		buf += size;
		len -= size;
	}
}

/**
 * Take a datagram of theirs
 *
 * @param d     Association
 * @param buf   Datagram
 * @param len   Its length [bytes]
 * @param sendh Called for each datagram in reply, before this returns
 * @param arg   Its argument
 *
 * @return 0: it is up; EAGAIN: not yet; EACCES: they are another than their
 *         fingerprint says; ENOTSUP: no suite in common; EPROTO: failed
 */
int oh_dtls_input(struct oh_dtls *d, const uint8_t *buf, size_t len,
		  oh_dtls_send_h *sendh, void *arg)
{
	if (d->err && d->err != EAGAIN)
		return d->err;
	if (len > INT_MAX)
		return d->err;
	feed(d, buf, len);
	if (!BIO_pending(SSL_get_rbio(d->ssl)))
		return d->err;
	step(d);
	/* After their close_notify nothing is read any more. */
	(void)BIO_reset(SSL_get_rbio(d->ssl));
	flush(d, sendh, arg);

	return d->err;
}

/**
 * Begin, or say again what had no answer
 *
 * @param d     Association
 * @param sendh As of oh_dtls_input()
 * @param arg   Its argument
 *
 * @return As oh_dtls_input()
 */
int oh_dtls_poll(struct oh_dtls *d, oh_dtls_send_h *sendh, void *arg)
{
	if (d->err != EAGAIN)
		return d->err;
	if (SSL_in_before(d->ssl))
		step(d);
	else if (DTLSv1_handle_timeout(d->ssl) < 0)
		d->err = EPROTO;
	flush(d, sendh, arg);

	return d->err;
}

/**
 * Say that we leave (RFC 5246 7.2.1)
 *
 * @param d     Association; if it is not up, nothing is said
 * @param sendh As of oh_dtls_input()
 * @param arg   Its argument
 */
void oh_dtls_close(struct oh_dtls *d, oh_dtls_send_h *sendh, void *arg)
{
	if (d->err)
		return;
	ERR_clear_error();
	(void)SSL_shutdown(d->ssl);
	flush(d, sendh, arg);
}

static enum oh_cipher suite_of(const char *name)
{
	for (int i = OH_CIPHER_NONE + 1; i < OH_CIPHER_MAX; i++) {
		const char *ours = oh_cipher_info(i)->dtls_name;

		if (ours && 0 == strcmp(ours, name))
			return (enum oh_cipher)i;
	}
	return OH_CIPHER_NONE;
}

/* RFC 5764 4.2: client's key, server's key, client's salt, server's salt */
static void share_out(struct oh_dtls_keys *k, const uint8_t *all, bool client)
{
	const struct oh_cipher_info *info = oh_cipher_info(k->suite);
	const uint8_t *salts = all + 2 * info->key;
	size_t us = client ? 0 : 1, them = 1 - us;

	memcpy(k->tx, all + us * info->key, info->key);
	memcpy(k->rx, all + them * info->key, info->key);
	memcpy(k->tx + info->key, salts + us * info->salt, info->salt);
	memcpy(k->rx + info->key, salts + them * info->salt, info->salt);
}

/**
 * Derive the keys of SRTP
 *
 * @param d Association that is up
 * @param k Receives them; wipe after use
 *
 * @return 0, EAGAIN: it is not up, or EPROTO
 */
int oh_dtls_export(const struct oh_dtls *d, struct oh_dtls_keys *k)
{
	uint8_t all[2 * OH_CIPHER_KEY_MAX];
	int err = EPROTO;

	if (d->err)
		return EAGAIN;
	memset(k, 0, sizeof(*k));
	k->suite = suite_of(SSL_get_selected_srtp_profile(d->ssl)->name);
	if (k->suite != OH_CIPHER_NONE &&
	    1 == SSL_export_keying_material(d->ssl, all, 2 *
			oh_cipher_key_bytes(k->suite), label,
			sizeof(label) - 1, NULL, 0, 0)) {
		share_out(k, all, d->client);
		err = 0;
	}
	explicit_bzero(all, sizeof(all));

	return err;
}
