/**
 * @file tls_file.c  Certificates, keys and authorities from their files
 */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include "sip/tls_priv.h"

enum { CHAIN_MAX = 16 };

/* A key with a pass phrase is refused: nobody is there to be asked. */
static int no_phrase(char *buf, int size, int rwflag, void *arg)
{
	(void)buf;
	(void)size;
	(void)rwflag;
	(void)arg;

	return -1;
}

static int fault(char why[OH_TLS_WHY_SIZE], const struct tls_file *f,
		 const char *text)
{
	(void)re_snprintf(why, OH_TLS_WHY_SIZE, "%s: %s", f->path, text);
	ERR_clear_error();

	return EBADMSG;
}

static int file_open(BIO **bp, struct tls_file *f, char why[OH_TLS_WHY_SIZE])
{
	int err = 0;

	errno = 0;
	*bp = BIO_new_file(f->path, "r");
	if (!*bp || stat(f->path, &f->st))
		err = errno ? errno : ENOMEM;
	if (err)
		(void)fault(why, f, strerror(err));
	if (err && *bp)
		BIO_free(*bp);

	return err;
}

static int chain_read(struct tls_creds *c, BIO *bio)
{
	X509 *x;

	c->chain = sk_X509_new_null();
	if (!c->chain)
		return ENOMEM;
	while (sk_X509_num(c->chain) < CHAIN_MAX &&
	       (x = PEM_read_bio_X509(bio, NULL, no_phrase, NULL))) {
		if (!sk_X509_push(c->chain, x)) {
			X509_free(x);
			return ENOMEM;
		}
	}
	ERR_clear_error();    /* of the end of the file */

	return 0;
}

static int cert_load(struct tls_creds *c, struct tls_file *f,
		     char why[OH_TLS_WHY_SIZE])
{
	BIO *bio;
	int err;

	err = file_open(&bio, f, why);
	if (err)
		return err;
	c->cert = PEM_read_bio_X509(bio, NULL, no_phrase, NULL);
	err = c->cert ? chain_read(c, bio)
		      : fault(why, f, "no certificate in PEM");
	BIO_free(bio);

	return err;
}

static int key_load(struct tls_creds *c, struct tls_file *f,
		    char why[OH_TLS_WHY_SIZE])
{
	BIO *bio;
	int err;

	err = file_open(&bio, f, why);
	if (err)
		return err;
	c->key = PEM_read_bio_PrivateKey(bio, NULL, no_phrase, NULL);
	BIO_free(bio);
	if (!c->key)
		return fault(why, f, "no key in PEM, or one with a pass "
			     "phrase");
	if (!X509_check_private_key(c->cert, c->key))
		return fault(why, f, "not the key of the certificate");

	return 0;
}

static int store_load(struct tls_creds *c, struct tls_file *f,
		      char why[OH_TLS_WHY_SIZE])
{
	BIO *bio;
	int err;

	err = file_open(&bio, f, why);
	if (err)
		return err;
	BIO_free(bio);
	c->store = X509_STORE_new();
	if (!c->store)
		return ENOMEM;
	if (!X509_STORE_load_locations(c->store, f->path, NULL))
		return fault(why, f, "no certificate in PEM");

	return 0;
}

/**
 * Read the files of a context
 *
 * @param c   Receives what they hold; reset it in any case
 * @param t   Context with its paths; how the files look is noted
 * @param why Receives what is wrong
 *
 * @return 0; ENOMEM; EBADMSG: not what it should be; or what open(2) says
 */
int oh_tls_creds_load(struct tls_creds *c, struct oh_tls *t,
		      char why[OH_TLS_WHY_SIZE])
{
	int err = 0;

	memset(c, 0, sizeof(*c));
	if (t->cert.path)
		err = cert_load(c, &t->cert, why);
	if (!err && t->cert.path)
		err = key_load(c, t->key.path ? &t->key : &t->cert, why);
	if (!err && t->ca.path)
		err = store_load(c, &t->ca, why);

	return err;
}

/**
 * Forget what was read
 *
 * @param c Credentials
 */
void oh_tls_creds_reset(struct tls_creds *c)
{
	X509_free(c->cert);
	EVP_PKEY_free(c->key);
	sk_X509_pop_free(c->chain, X509_free);
	X509_STORE_free(c->store);
	memset(c, 0, sizeof(*c));
}

/**
 * Tell whether a file is another one than was read
 *
 * @param f File
 *
 * @return true if so; a file that is gone is not: what was read is kept
 */
bool oh_tls_file_is_stale(const struct tls_file *f)
{
	struct stat st;

	if (!f->path || stat(f->path, &st))
		return false;

	return st.st_ino != f->st.st_ino || st.st_size != f->st.st_size ||
		st.st_mtim.tv_sec != f->st.st_mtim.tv_sec ||
		st.st_mtim.tv_nsec != f->st.st_mtim.tv_nsec;
}
