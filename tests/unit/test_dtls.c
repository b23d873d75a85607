/**
 * @file test_dtls.c  The handshake between two of ours, over a bad line
 */
#include <malloc.h>
#include <openssl/ssl.h>
#include "base/compat.h"
#include "media/dtls.h"
#include "test.h"

enum { QUEUE = 64, SIZE = 2048, ROUNDS = 20 };

/* One end, and what is on its way to it */
struct end {
	struct oh_dtls_id *id;
	struct oh_dtls *dtls;
	uint8_t dgram[QUEUE][SIZE];
	size_t  lenv[QUEUE];
	unsigned count;
	size_t  longest;
};

static void send_handler(const uint8_t *buf, size_t len, void *arg)
{
	struct end *to = arg;

	assert_true(oh_dtls_is_packet(buf, len));
	assert_in_range(len, 1, SIZE);
	assert_in_range(to->count, 0, QUEUE - 1);
	memcpy(to->dgram[to->count], buf, len);
	to->lenv[to->count++] = len;
	to->longest = max(to->longest, len);
}

static void hash_of(uint8_t hash[OH_DTLS_HASH_BYTES], const struct end *e)
{
	assert_int_equal(oh_dtls_print_parse(hash, oh_dtls_id_print(e->id)),
			 0);
}

/* v[0] is the client; wrong: it awaits another certificate */
static int ends_init(struct end v[2], bool wrong)
{
	uint8_t hash[2][OH_DTLS_HASH_BYTES];
	int err;

	memset(v, 0, 2 * sizeof(v[0]));
	for (int i = 0; i < 2; i++) {
		err = oh_dtls_id_alloc(&v[i].id);
		if (err)
			return err;
		hash_of(hash[i], &v[i]);
	}
	hash[1][31] ^= wrong;
	err = oh_dtls_alloc(&v[0].dtls, v[0].id, true, hash[1]);

	return err ? err : oh_dtls_alloc(&v[1].dtls, v[1].id, false, hash[0]);
}

static void ends_reset(struct end v[2])
{
	for (int i = 0; i < 2; i++) {
		mem_deref(v[i].dtls);
		mem_deref(v[i].id);
	}
}

/* Deliver what is under way; errv: how each end is afterwards */
static void exchange(struct end v[2], int errv[2])
{
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < 2; i++) {
			struct end *e = &v[i];
			unsigned n = e->count;

			e->count = 0;
			for (unsigned k = 0; k < n; k++)
				errv[i] = oh_dtls_input(e->dtls, e->dgram[k],
							e->lenv[k],
							send_handler,
							&v[1 - i]);
		}
	}
}

int test_dtls_keys(void)
{
	struct oh_dtls_keys k[2];
	struct end v[2];
	int errv[2] = { EAGAIN, EAGAIN };
	size_t len;

	TEST_OK(ends_init(v, false));
	assert_int_equal(oh_dtls_export(v[0].dtls, &k[0]), EAGAIN);
	assert_int_equal(oh_dtls_poll(v[1].dtls, send_handler, &v[0]), EAGAIN);
	assert_int_equal(v[0].count, 0);            /* a server waits */
	assert_int_equal(oh_dtls_poll(v[0].dtls, send_handler, &v[1]), EAGAIN);
	assert_int_equal(v[1].count, 1);
	exchange(v, errv);
	assert_int_equal(errv[0], 0);
	assert_int_equal(errv[1], 0);
	assert_true(v[0].longest <= OH_DTLS_MTU);
	assert_true(v[1].longest <= OH_DTLS_MTU);

	assert_int_equal(oh_dtls_export(v[0].dtls, &k[0]), 0);
	assert_int_equal(oh_dtls_export(v[1].dtls, &k[1]), 0);
	assert_int_equal(k[0].suite, OH_CIPHER_AES_256_GCM);
	assert_int_equal(k[1].suite, OH_CIPHER_AES_256_GCM);
	len = oh_cipher_key_bytes(k[0].suite);
	assert_memory_equal(k[0].tx, k[1].rx, len);
	assert_memory_equal(k[0].rx, k[1].tx, len);
	assert_memory_not_equal(k[0].tx, k[0].rx, len);
 out:
	ends_reset(v);
	return 0;
}

int test_dtls_impostor(void)
{
	int errv[2] = { EAGAIN, EAGAIN };
	struct oh_dtls_keys k;
	struct end v[2];

	TEST_OK(ends_init(v, true));
	(void)oh_dtls_poll(v[0].dtls, send_handler, &v[1]);
	exchange(v, errv);
	assert_int_equal(errv[0], EACCES);
	assert_int_equal(oh_dtls_export(v[0].dtls, &k), EAGAIN);
	assert_int_equal(oh_dtls_input(v[0].dtls, v[0].dgram[0], 13,
				       send_handler, &v[1]), EACCES);
 out:
	ends_reset(v);
	return 0;
}

/* Garbage, cut and repeated datagrams before, between and after */
int test_dtls_garbage(void)
{
	int errv[2] = { EAGAIN, EAGAIN };
	uint8_t junk[SIZE];
	struct end v[2];

	for (size_t i = 0; i < sizeof(junk); i++)
		junk[i] = (uint8_t)(20 + i * 7);
	TEST_OK(ends_init(v, false));
	for (size_t n = 1; n < 60; n++)
		assert_int_equal(oh_dtls_input(v[1].dtls, junk, n,
					       send_handler, &v[0]), EAGAIN);
	(void)oh_dtls_poll(v[0].dtls, send_handler, &v[1]);
	for (size_t n = 1; n < v[1].lenv[0]; n += 9)
		assert_int_equal(oh_dtls_input(v[1].dtls, v[1].dgram[0], n,
					       send_handler, &v[0]), EAGAIN);
	v[0].count = 0;
	exchange(v, errv);
	assert_int_equal(errv[0], 0);
	assert_int_equal(errv[1], 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(oh_dtls_input(v[i].dtls, junk, 1500,
					       send_handler, &v[1 - i]), 0);
		assert_int_equal(oh_dtls_poll(v[i].dtls, send_handler,
					      &v[1 - i]), 0);
	}
 out:
	ends_reset(v);
	return 0;
}

/* Before there are keys, what anybody can send ends nothing */
int test_dtls_spoilt(void)
{
	static const uint8_t alert[] = {
		21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40,
	};
	int errv[2] = { EAGAIN, EAGAIN };
	struct end v[2], foreign[2];

	memset(foreign, 0, sizeof(foreign));
	TEST_OK(ends_init(v, false));
	TEST_OK(ends_init(foreign, false));
	(void)oh_dtls_poll(v[0].dtls, send_handler, &v[1]);
	(void)oh_dtls_poll(foreign[0].dtls, send_handler, &foreign[1]);
	for (int i = 0; i < 2; i++)
		assert_int_equal(oh_dtls_input(v[i].dtls, alert,
					       sizeof(alert), send_handler,
					       &v[1 - i]), EAGAIN);

	/* a hello to the one who says hello: it begins again */
	v[1].count = 0;
	assert_int_equal(oh_dtls_input(v[0].dtls, foreign[1].dgram[0],
				       foreign[1].lenv[0], send_handler,
				       &v[1]), EAGAIN);
	(void)oh_dtls_poll(v[0].dtls, send_handler, &v[1]);

	/* and the other one has heard a stranger's */
	assert_int_equal(oh_dtls_input(v[1].dtls, foreign[1].dgram[0],
				       foreign[1].lenv[0], send_handler,
				       &foreign[0]), EAGAIN);
	TEST_OK(oh_dtls_restart(v[1].dtls));
	exchange(v, errv);
	assert_int_equal(errv[0], 0);
	assert_int_equal(errv[1], 0);
	/* later, too */
	assert_int_equal(oh_dtls_input(v[1].dtls, alert, sizeof(alert),
				       send_handler, &v[0]), 0);
 out:
	ends_reset(v);
	ends_reset(foreign);
	return 0;
}

/* Who leaves says so, once there is somebody to say it to */
int test_dtls_close(void)
{
	int errv[2] = { EAGAIN, EAGAIN };
	struct end v[2];

	TEST_OK(ends_init(v, false));
	oh_dtls_close(v[0].dtls, send_handler, &v[1]);
	assert_int_equal(v[1].count, 0);
	(void)oh_dtls_poll(v[0].dtls, send_handler, &v[1]);
	exchange(v, errv);
	v[1].count = 0;
	oh_dtls_close(v[0].dtls, send_handler, &v[1]);
	assert_int_equal(v[1].count, 1);
	assert_int_equal(v[1].dgram[0][0], 21);
	assert_int_equal(oh_dtls_input(v[1].dtls, v[1].dgram[0],
				       v[1].lenv[0], send_handler, &v[0]), 0);
 out:
	ends_reset(v);
	return 0;
}

/* A client that is none of ours, and the hash of its certificate */
static SSL *stranger(uint8_t hash[OH_DTLS_HASH_BYTES])
{
	SSL_CTX *ctx = SSL_CTX_new(DTLS_method());
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	SSL *ssl;

	X509_gmtime_adj(X509_getm_notBefore(cert), 0);
	X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
	X509_set_pubkey(cert, key);
	assert_true(X509_sign(cert, key, EVP_sha256()) > 0);
	assert_int_equal(X509_digest(cert, EVP_sha256(), hash, NULL), 1);
	SSL_CTX_use_certificate(ctx, cert);
	SSL_CTX_use_PrivateKey(ctx, key);
	SSL_CTX_set_tlsext_use_srtp(ctx, "SRTP_AES128_CM_SHA1_80");
	ssl = SSL_new(ctx);
	assert_non_null(ssl);
	SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(ssl), -1);
	SSL_set_connect_state(ssl);
	X509_free(cert);
	EVP_PKEY_free(key);
	SSL_CTX_free(ctx);

	return ssl;
}

static void to_stranger(const uint8_t *buf, size_t len, void *arg)
{
	BIO_write(SSL_get_rbio(arg), buf, (int)len);
}

static int from_stranger(struct oh_dtls *d, SSL *ssl)
{
	uint8_t buf[SIZE * 4];
	int n = BIO_read(SSL_get_wbio(ssl), buf, sizeof(buf));

	return oh_dtls_input(d, buf, n > 0 ? (size_t)n : 0, to_stranger,
			     ssl);
}

/* Who has said goodbye and talks on costs no memory. */
int test_dtls_goodbye(void)
{
	enum { FLOOD = 2000, MEMORY_MAX = 500000 };
	uint8_t hash[OH_DTLS_HASH_BYTES], junk[1400];
	struct oh_dtls_id *id = NULL;
	struct oh_dtls *d = NULL;
	SSL *ssl = stranger(hash);
	size_t before;

	TEST_OK(oh_dtls_id_alloc(&id));
	TEST_OK(oh_dtls_alloc(&d, id, false, hash));
	for (int i = 0; i < ROUNDS && SSL_do_handshake(ssl) != 1; i++)
		(void)from_stranger(d, ssl);
	(void)from_stranger(d, ssl);
	(void)SSL_shutdown(ssl);
	assert_int_equal(from_stranger(d, ssl), 0);

	memset(junk, 22, sizeof(junk));
	before = mallinfo2().uordblks + mallinfo2().hblkhd;
	for (int i = 0; i < FLOOD; i++)
		assert_int_equal(oh_dtls_input(d, junk, sizeof(junk),
					       to_stranger, ssl), 0);
	assert_true(mallinfo2().uordblks + mallinfo2().hblkhd <
		    before + MEMORY_MAX);
 out:
	SSL_free(ssl);
	mem_deref(d);
	mem_deref(id);
	return 0;
}

#define B16 "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:ee:ff"

int test_dtls_fingerprint(void)
{
	static const struct { const char *value; int err; } casev[] = {
		{ "sha-256 " B16 ":" B16, 0 },
		{ "SHA-256 " B16 ":" B16, 0 },
		{ "sha-1 " B16 ":00:11:22:33", ENOTSUP },
		{ "sha-256", ENOTSUP },
		{ "", ENOTSUP },
		{ "sha-256 ", EBADMSG },
		{ "sha-256 " B16, EBADMSG },
		{ "sha-256 " B16 ":" B16 ":00", EBADMSG },
		{ "sha-256 " B16 ":" B16 " ", EBADMSG },
		{ "sha-256 " B16 "-" B16, EBADMSG },
		{ "sha-256 0" B16 ":" B16, EBADMSG },
		{ "sha-256  " B16 ":" B16, EBADMSG },
	};
	uint8_t hash[OH_DTLS_HASH_BYTES];

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		int err = oh_dtls_print_parse(hash, casev[i].value);

		if (err != casev[i].err)
			fail_msg("'%s': %d", casev[i].value, err);
	}
	assert_int_equal(oh_dtls_print_parse(hash, casev[0].value), 0);
	assert_int_equal(hash[1], 0x11);
	assert_int_equal(hash[31], 0xff);

	assert_false(oh_dtls_is_packet(hash, 0));
	for (unsigned b = 0; b < 256; b++) {
		hash[0] = (uint8_t)b;
		assert_int_equal(oh_dtls_is_packet(hash, 1),
				 b >= 20 && b <= 63);
	}
	return 0;
}
