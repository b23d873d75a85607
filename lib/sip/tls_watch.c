/**
 * @file tls_watch.c  What happens in a handshake, and what went wrong in it
 *
 * libre says no more than EPROTO. OpenSSL tells its callbacks everything.
 */
#include <time.h>
#include "sip/tls_priv.h"
#include <openssl/err.h>
#include <openssl/x509v3.h>

static struct oh_tls *owner(const SSL *ssl)
{
	return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
}

/* The first thing that goes wrong is why; the rest follows from it. */
static void blame(struct oh_tls *t, const char *fmt, ...)
{
	va_list ap;

	if (*t->why)
		return;
	va_start(ap, fmt);
	(void)re_vsnprintf(t->why, sizeof(t->why), fmt, ap);
	va_end(ap);
}

/* ------------------------------------------------------- the certificate */

/* Names come from the far end: what could move a terminal is left out. */
static void append(char buf[OH_TLS_TEXT_SIZE], const char *text, size_t n)
{
	size_t len = strlen(buf);

	if (len && len + 1 < OH_TLS_TEXT_SIZE)
		buf[len++] = ' ';
	for (; n && len + 1 < OH_TLS_TEXT_SIZE; text++, n--)
		buf[len++] = *text > ' ' && *text < 0x7f ? *text : '?';
	buf[len] = '\0';
}

static void append_address(char buf[OH_TLS_TEXT_SIZE], const ASN1_STRING *s)
{
	const int n = ASN1_STRING_length(s);
	char text[INET6_ADDRSTRLEN];

	if ((n == 4 || n == 16) &&
	    inet_ntop(n == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(s),
		      text, sizeof(text)))
		append(buf, text, strlen(text));
}

static void append_name(char buf[OH_TLS_TEXT_SIZE], const GENERAL_NAME *name)
{
	const ASN1_STRING *s = name->d.ia5;

	switch (name->type) {

	case GEN_DNS:
		append(buf, (const char *)ASN1_STRING_get0_data(s),
		       (size_t)ASN1_STRING_length(s));
		break;

	case GEN_IPADD:
		append_address(buf, name->d.iPAddress);
		break;

	default:               /* what no name of a host can match */
		break;
	}
}

static void names_of(char buf[OH_TLS_TEXT_SIZE], X509 *x)
{
	GENERAL_NAMES *v = X509_get_ext_d2i(x, NID_subject_alt_name, NULL,
					    NULL);

	buf[0] = '\0';
	for (int i = 0; i < sk_GENERAL_NAME_num(v); i++)
		append_name(buf, sk_GENERAL_NAME_value(v, i));
	GENERAL_NAMES_free(v);
}

/* RFC 2253 escapes whatever is no printable character of ASCII. */
static void dn_print(char buf[OH_TLS_TEXT_SIZE], const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	int n;

	buf[0] = '\0';
	if (!bio)
		return;
	(void)X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253);
	n = BIO_read(bio, buf, OH_TLS_TEXT_SIZE - 1);
	buf[n > 0 ? n : 0] = '\0';
	BIO_free(bio);
}

static int64_t seconds_of(const ASN1_TIME *at)
{
	struct tm tm;

	return ASN1_TIME_to_tm(at, &tm) ? (int64_t)timegm(&tm) : 0;
}

static void look_at(struct oh_tls *t, X509 *x)
{
	struct oh_tls_peer *p = &t->peer;

	p->shown = true;
	dn_print(p->subject, X509_get_subject_name(x));
	dn_print(p->issuer, X509_get_issuer_name(x));
	names_of(p->names, x);
	p->not_after = seconds_of(X509_get0_notAfter(x));
}

/* ------------------------------------------------------------ what failed */

static void blame_date(struct oh_tls *t, const char *what,
		       const ASN1_TIME *at)
{
	const time_t s = (time_t)seconds_of(at);
	char day[16] = "?";
	struct tm tm;

	if (gmtime_r(&s, &tm))
		(void)strftime(day, sizeof(day), "%Y-%m-%d", &tm);
	blame(t, "its certificate %s %s", what, day);
}

static void blame_name(struct oh_tls *t)
{
	blame(t, "its certificate is for %s, not for %s",
	      *t->peer.names ? t->peer.names : t->peer.subject, t->name);
}

static void blame_certificate(struct oh_tls *t, X509 *x, int fault)
{
	switch (fault) {

	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		blame_name(t);
		break;

	case X509_V_ERR_CERT_HAS_EXPIRED:
		blame_date(t, "expired on", X509_get0_notAfter(x));
		break;

	case X509_V_ERR_CERT_NOT_YET_VALID:
		blame_date(t, "is not valid before", X509_get0_notBefore(x));
		break;

	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		blame(t, "its certificate is from an unknown authority: %s",
		      t->peer.issuer);
		break;

	default:
		blame(t, "its certificate: %s",
		      X509_verify_cert_error_string(fault));
		break;
	}
}

/* A listener without authorities takes everybody in; whose certificate they
   show matters when they have something to say. */
static bool is_judged_later(const struct oh_tls *t)
{
	return t->server && !t->ca.path;
}

/* Says no more than OpenSSL itself: a certificate is good, or it is not. */
static int verify(int ok, X509_STORE_CTX *store)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(store,
				SSL_get_ex_data_X509_STORE_CTX_idx());
	X509 *leaf = X509_STORE_CTX_get0_cert(store);
	X509 *x = X509_STORE_CTX_get_current_cert(store);
	struct oh_tls *t = owner(ssl);

	if (ok || is_judged_later(t))
		return 1;
	look_at(t, leaf);
	blame_certificate(t, x ? x : leaf, X509_STORE_CTX_get_error(store));

	return 0;
}

/* Their alert: the code is that of RFC 8446 6 */
static void blame_alert(struct oh_tls *t, int code)
{
	switch (code) {

	case SSL_AD_CLOSE_NOTIFY:
	case SSL_AD_USER_CANCELLED:
	case SSL_AD_NO_RENEGOTIATION:
		break;

	case SSL_AD_PROTOCOL_VERSION:
		blame(t, "no shared protocol: we speak TLS 1.2 and later");
		break;

	case SSL_AD_CERTIFICATE_REQUIRED:
		blame(t, "it demands a certificate of ours");
		break;

	case SSL_AD_UNKNOWN_CA:
	case SSL_AD_BAD_CERTIFICATE:
	case SSL_AD_UNSUPPORTED_CERTIFICATE:
	case SSL_AD_CERTIFICATE_EXPIRED:
	case SSL_AD_CERTIFICATE_UNKNOWN:
		blame(t, "it refuses our certificate: %s",
		      SSL_alert_desc_string_long(code));
		break;

	default:
		blame(t, "it refuses us: %s",
		      SSL_alert_desc_string_long(code));
		break;
	}
}

/* Our own library gave up */
static void blame_library(struct oh_tls *t)
{
	const unsigned long e = ERR_peek_error();

	if (!e)
		return;         /* it only waits for more to read */

	switch (ERR_GET_REASON(e)) {

	case SSL_R_UNSUPPORTED_PROTOCOL:
	case SSL_R_VERSION_TOO_LOW:
		blame(t, "no shared protocol: we speak TLS 1.2 and later");
		break;

	case SSL_R_NO_SHARED_CIPHER:
		blame(t, "no shared cipher");
		break;

	case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
		blame(t, "it shows no certificate");
		break;

	case SSL_R_WRONG_VERSION_NUMBER:
	case SSL_R_HTTP_REQUEST:
		blame(t, "it does not speak TLS");
		break;

	default:
		blame(t, "handshake failed: %s",
		      ERR_reason_error_string(e));
		break;
	}
}

/* ----------------------------------------------------------- the handshake */

/* libre makes the connection and never says a name; here is the last moment
   at which one can be set (RFC 6066 3: never an address). */
static void started(struct oh_tls *t, const SSL *ssl)
{
	memset(&t->peer, 0, sizeof(t->peer));
	t->why[0] = '\0';
	oh_tls_caller_watch(ssl);
	if (!t->server && !SSL_is_server(ssl) && !t->name_is_addr)
		(void)SSL_set_tlsext_host_name((SSL *)(uintptr_t)ssl,
					       t->name);
}

static void finished(struct oh_tls *t, const SSL *ssl)
{
	X509 *x = SSL_get_peer_certificate(ssl);

	str_ncpy(t->peer.protocol, SSL_get_version(ssl),
		 sizeof(t->peer.protocol));
	str_ncpy(t->peer.cipher, SSL_get_cipher_name(ssl),
		 sizeof(t->peer.cipher));
	if (!x)
		return;
	look_at(t, x);
	t->peer.verified = SSL_get_verify_mode(ssl) != SSL_VERIFY_NONE &&
		SSL_get_verify_result(ssl) == X509_V_OK;
	X509_free(x);
}

static void info(const SSL *ssl, int where, int ret)
{
	struct oh_tls *t = owner(ssl);

	if (where & SSL_CB_HANDSHAKE_START)
		started(t, ssl);
	else if (where & SSL_CB_HANDSHAKE_DONE)
		finished(t, ssl);
	else if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT)
		blame_alert(t, ret & 0xff);
	else if ((where & SSL_CB_EXIT) && ret <= 0)
		blame_library(t);
}

/* Clients are always asked; those who have nothing to show may be let in. */
static int verify_mode(const struct oh_tls *t)
{
	return t->server && t->ca.path ?
		SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT :
		SSL_VERIFY_PEER;
}

/**
 * Have the far end verified, and what happens noted
 *
 * @param t   Context; must live as long as ctx
 * @param ctx OpenSSL's
 */
void oh_tls_watch(struct oh_tls *t, SSL_CTX *ctx)
{
	SSL_CTX_set_app_data(ctx, t);
	SSL_CTX_set_verify(ctx, verify_mode(t), verify);
	SSL_CTX_set_info_callback(ctx, info);
}
