/**
 * @file tls.c  A TLS context: that of a trunk, or of a listener
 *
 * One context lives as long as its owner. A reload exchanges what is inside:
 * connections that are up keep what they began with.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "sip/tls_priv.h"
#include "sip/sip_priv.h"
#include <openssl/x509v3.h>

static void destructor(void *data)
{
	struct oh_tls *t = data;

	mem_deref(t->tls);
	mem_deref(t->name);
	mem_deref(t->ca.path);
	mem_deref(t->cert.path);
	mem_deref(t->key.path);
	if (t->keylog >= 0)
		(void)close(t->keylog);
}

static SSL_CTX *context(const struct oh_tls *t)
{
	return tls_openssl_context(t->tls);
}

/* RFC 5922 7.2, RFC 6125: one name, and no wildcard inside a label */
static int pin_name(const struct oh_tls *t)
{
	X509_VERIFY_PARAM *p = SSL_CTX_get0_param(context(t));
	int ok;

	if (!t->name)
		return 0;
	X509_VERIFY_PARAM_set_hostflags(p,
					X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	ok = t->name_is_addr ? X509_VERIFY_PARAM_set1_ip_asc(p, t->name)
			     : X509_VERIFY_PARAM_set1_host(p, t->name, 0);

	return ok ? 0 : ENOMEM;
}

static void log_secret(const SSL *ssl, const char *line)
{
	const struct oh_tls *t = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	/* For whoever debugs; a full disk shall not stop a call. */
	(void)dprintf(t->keylog, "%s\n", line);
}

static int keylog_open(struct oh_tls *t, const char *path,
		       char why[OH_TLS_WHY_SIZE])
{
	int err;

	t->keylog = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
			 0600);
	if (t->keylog >= 0) {
		SSL_CTX_set_keylog_callback(context(t), log_secret);
		return 0;
	}
	err = errno;
	(void)re_snprintf(why, OH_TLS_WHY_SIZE, "%s: %m", path, err);

	return err;
}

/* Who has nothing to show its clients can take nobody in. */
static bool is_sane(const struct oh_tls_prm *prm)
{
	return prm && (prm->server ? str_isset(prm->cert)
				   : str_isset(prm->name));
}

static int dup_set(char **dst, const char *src)
{
	return str_isset(src) ? str_dup(dst, src) : 0;
}

static int prm_copy(struct oh_tls *t, const struct oh_tls_prm *prm)
{
	struct sa sa;
	int err;

	t->server = prm->server;
	err = dup_set(&t->name, prm->name);
	if (err)
		return err;
	t->name_is_addr = t->name && 0 == sa_set_str(&sa, t->name, 0);
	err = dup_set(&t->ca.path, prm->ca);
	if (err)
		return err;
	err = dup_set(&t->cert.path, prm->cert);
	if (err)
		return err;

	return dup_set(&t->key.path, prm->key);
}

/* Whom to believe if no file says so */
static bool believe_system(const struct oh_tls *t, SSL_CTX *ctx)
{
	return t->ca.path || t->server ||
		SSL_CTX_set_default_verify_paths(ctx);
}

/* Who resumes a session shows no certificate again, and a ticket has not the
   chain of the one they have shown. */
static void forbid_resuming(SSL_CTX *ctx)
{
	(void)SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	(void)SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
	(void)SSL_CTX_set_num_tickets(ctx, 0);
}

static int context_make(struct oh_tls *t)
{
	static const uint8_t id[] = "offhook"; /* clients resume by this */
	SSL_CTX *ctx;
	int err;

	err = tls_alloc(&t->tls, TLS_METHOD_SSLV23, NULL, NULL);
	if (err)
		return err;
#if OH_LIBRE >= 0x020000
	tls_disable_verify_server(t->tls);     /* we do that, by name */
#endif
	ctx = context(t);
	if (!SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) ||
	    !SSL_CTX_set_session_id_context(ctx, id, sizeof(id)) ||
	    !believe_system(t, ctx))
		return ENOMEM;
	(void)SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION);
	if (t->server)
		forbid_resuming(ctx);
	oh_tls_watch(t, ctx);

	return pin_name(t);
}

/**
 * Make a TLS context
 *
 * @param tp  Returned; release with mem_deref()
 * @param prm What it is for; borrowed. A trunk must have a name, a listener
 *            a certificate
 * @param why Receives what is wrong with a file
 *
 * @return 0; EINVAL; ENOMEM; EBADMSG or what open(2) says: see why
 */
int oh_tls_alloc(struct oh_tls **tp, const struct oh_tls_prm *prm,
		 char why[OH_TLS_WHY_SIZE])
{
	struct oh_tls *t;
	int err;

	why[0] = '\0';
	if (!tp || !is_sane(prm))
		return EINVAL;

	t = mem_zalloc(sizeof(*t), destructor);
	if (!t)
		return ENOMEM;
	t->keylog = -1;
	err = prm_copy(t, prm);
	if (err)
		goto out;
	err = context_make(t);
	if (err)
		goto out;
	if (str_isset(prm->keylog))
		err = keylog_open(t, prm->keylog, why);
	if (err)
		goto out;
	err = oh_tls_reload(t, why);

out:
	if (err)
		mem_deref(t);
	else
		*tp = t;

	return err;
}

/* OpenSSL would go on to show the old certificate beside a new one of
   another kind. */
static bool is_same_kind(const SSL_CTX *ctx, const EVP_PKEY *key)
{
	const EVP_PKEY *old = SSL_CTX_get0_privatekey(ctx);

	return !old || EVP_PKEY_base_id(old) == EVP_PKEY_base_id(key);
}

static int creds_use(struct oh_tls *t, struct tls_creds *c,
		     char why[OH_TLS_WHY_SIZE])
{
	SSL_CTX *ctx = context(t);

	if (c->cert && !is_same_kind(ctx, c->key)) {
		(void)re_snprintf(why, OH_TLS_WHY_SIZE, "%s: another kind of "
				  "key than before: restart to use it",
				  t->cert.path);
		return ENOTSUP;
	}
	if (c->cert && 1 != SSL_CTX_use_cert_and_key(ctx, c->cert, c->key,
						     c->chain, 1))
		return EBADMSG;
	if (c->store) {
		SSL_CTX_set_cert_store(ctx, c->store);
		c->store = NULL;               /* it is the context's now */
	}

	return 0;
}

/**
 * Read the files again: connections to come will use them
 *
 * @param t   Context
 * @param why Receives what is wrong; then all is as it was
 *
 * @return 0; ENOMEM; ENOTSUP: RSA became EC or the like; EBADMSG or what
 *         open(2) says
 */
int oh_tls_reload(struct oh_tls *t, char why[OH_TLS_WHY_SIZE])
{
	struct tls_creds creds;
	int err;

	why[0] = '\0';
	err = oh_tls_creds_load(&creds, t, why);
	if (!err)
		err = creds_use(t, &creds, why);
	oh_tls_creds_reset(&creds);
	if (err && !*why)
		(void)re_snprintf(why, OH_TLS_WHY_SIZE, "%m", err);

	return err;
}

/**
 * Tell whether a reload would find something new
 *
 * @param t Context
 *
 * @return true if so
 */
bool oh_tls_is_stale(const struct oh_tls *t)
{
	return t && (oh_tls_file_is_stale(&t->cert) ||
		     oh_tls_file_is_stale(&t->key) ||
		     oh_tls_file_is_stale(&t->ca));
}

/**
 * Tell what the far end of the last handshake has shown
 *
 * @param t Context, or NULL
 *
 * @return What it was; borrowed, changes with the next one; or NULL
 */
const struct oh_tls_peer *oh_tls_peer(const struct oh_tls *t)
{
	return t ? &t->peer : NULL;
}

/**
 * Tell why the last handshake failed
 *
 * @param t Context, or NULL
 *
 * @return A sentence about the far end, or ""; borrowed, may change
 */
const char *oh_tls_why(const struct oh_tls *t)
{
	return t ? t->why : "";
}
