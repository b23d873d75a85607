/**
 * @file tls_caller.c  Whose certificate it is that somebody shows who has
 *                     connected to us
 *
 * libre keeps its connections to itself: from a message there is no way to
 * the TLS it came by. But it hands OpenSSL what came in by the buffer that
 * OpenSSL reads from, and a message is heard before anything else comes in.
 * So who is talking is whoever's buffer was last written to.
 */
#include "sip/tls_priv.h"
#include <openssl/x509v3.h>

static struct oh_tls *owner(const SSL *ssl)
{
	return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
}

/* A bio_callback of OpenSSL's: what it is given is what it must return. */
static long written(BIO *bio, int op, const char *data, size_t len, int argi,
		    long argl, int ret, size_t *n)
{
	SSL *ssl = (SSL *)BIO_get_callback_arg(bio);
	struct oh_tls *t = owner(ssl);

	(void)data;
	(void)len;
	(void)argi;
	(void)argl;
	(void)n;
	if (op == BIO_CB_WRITE)
		t->talking = ssl;
	else if (op == BIO_CB_FREE && t->talking == ssl)
		t->talking = NULL;

	return ret;
}

/**
 * Notice from now on when somebody talks
 *
 * @param ssl A connection, its handshake begun
 */
void oh_tls_caller_watch(const SSL *ssl)
{
	BIO *bio = SSL_get_rbio(ssl);

	BIO_set_callback_arg(bio, (char *)(uintptr_t)ssl);
	BIO_set_callback_ex(bio, written);
}

static bool is_named(X509 *x, const struct oh_tls *whom)
{
	if (whom->name_is_addr)
		return 1 == X509_check_ip_asc(x, whom->name, 0);

	return 1 == X509_check_host(x, whom->name, 0,
				    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
				    NULL);
}

/* As OpenSSL would do it in a handshake with our authorities */
static bool is_vouched_for(X509 *x, STACK_OF(X509) *chain,
			   const struct oh_tls *whom)
{
	SSL_CTX *ctx = tls_openssl_context(whom->tls);
	X509_STORE_CTX *c = X509_STORE_CTX_new();
	bool ok;

	ok = c && X509_STORE_CTX_init(c, SSL_CTX_get_cert_store(ctx), x,
				      chain) &&
		X509_STORE_CTX_set_default(c, "ssl_client") &&
		X509_VERIFY_PARAM_set1(X509_STORE_CTX_get0_param(c),
				       SSL_CTX_get0_param(ctx)) &&
		1 == X509_verify_cert(c);
	X509_STORE_CTX_free(c);

	return ok;
}

/* By the authorities of a listener, which demands a certificate of them */
static bool was_verified(const struct oh_tls *at, const SSL *ssl)
{
	return at->server && at->ca.path &&
		SSL_get_verify_result(ssl) == X509_V_OK;
}

/**
 * Tell whether who talks to us now has proved to be somebody
 *
 * Asked while a message is heard that came by TLS, and only then. Their
 * certificate must bear the name that we would demand if we connected to
 * them (RFC 5922 7), and whom we would believe must vouch for it, or whom
 * the listener believes.
 *
 * @param at   Context the message came to
 * @param whom Context of a trunk
 *
 * @return true if so; false: another, nobody knows, or shows nothing
 */
bool oh_tls_caller_is(const struct oh_tls *at, const struct oh_tls *whom)
{
	SSL *ssl = at ? at->talking : NULL;
	X509 *x = ssl ? SSL_get0_peer_certificate(ssl) : NULL;

	if (!x || !whom || !whom->name || !SSL_is_init_finished(ssl) ||
	    !is_named(x, whom))
		return false;

	return was_verified(at, ssl) ||
		is_vouched_for(x, SSL_get_peer_cert_chain(ssl), whom);
}
