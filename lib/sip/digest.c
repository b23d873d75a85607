/**
 * @file digest.c  Digest answers to challenges (RFC 7616, RFC 8760)
 */
#include <openssl/crypto.h>
#include "base/compat.h"
#include "sip/authhash.h"
#include "sip/authparam.h"
#include "sip/digest.h"

enum {
	CHALLS_MAX   = 4,      /* realms in the way of one request       */
	REFUSALS_MAX = 2,      /* answers in a row one realm may refuse  */
	CNONCE_BYTES = 16,
	CNONCE_SIZE  = 2 * CNONCE_BYTES + 1,
	NC_SIZE      = 9,      /* hex digits and NUL                      */
};

/** One realm's challenge. Values stay as they stood between the quotes. */
struct chall {
	struct le le;
	bool proxy;              /* Proxy-Authenticate                    */
	bool named;              /* the challenge named its algorithm     */
	bool qop;
	bool stale;
	enum oh_authhash_alg alg;
	char *realm;
	char *nonce;
	char *opaque;            /* or NULL                               */
	char cnonce[CNONCE_SIZE];
	uint32_t nc;             /* answers given with this nonce         */
	unsigned refused;        /* answers refused before this nonce     */
};

struct oh_digest {
	char *user;
	char *password;
	char *realm;             /* or NULL: any                          */
	char *last;              /* realm of the last challenge           */
	struct list challl;
};

static void chall_destructor(void *arg)
{
	struct chall *c = arg;

	list_unlink(&c->le);
	mem_deref(c->realm);
	mem_deref(c->nonce);
	mem_deref(c->opaque);
}

static void cnonce_make(char cnonce[CNONCE_SIZE])
{
	uint8_t rnd[CNONCE_BYTES];

	rand_bytes(rnd, sizeof(rnd));
	re_snprintf(cnonce, CNONCE_SIZE, "%w", rnd, sizeof(rnd));
}

static int chall_set(struct chall *c, const struct oh_authparam *v)
{
	int err = 0;

	c->named = pl_isset(&v->algorithm);
	c->qop   = v->qop.p != NULL;
	c->stale = 0 == pl_strcasecmp(&v->stale, "true");
	if (c->named)
		err = oh_authhash_find(&c->alg, &v->algorithm);
	if (err)
		return err;
	if (c->qop ? !oh_authparam_has_auth(&v->qop)
		   : oh_authhash_is_sess(c->alg))
		return ENOTSUP;

	cnonce_make(c->cnonce);
	err = pl_strdup(&c->realm, &v->realm);
	if (err)
		return err;
	err = pl_strdup(&c->nonce, &v->nonce);
	if (err)
		return err;

	return v->opaque.p ? pl_strdup(&c->opaque, &v->opaque) : 0;
}

/* ENOTSUP, EBADMSG: not a challenge we can answer */
static int chall_parse(struct chall **cp, const struct sip_hdr *hdr)
{
	struct oh_authparam v;
	struct chall *c;
	int err;

	err = oh_authparam_parse(&v, &hdr->val);
	if (err)
		return err;
	if (!v.realm.p || !v.nonce.p)
		return EBADMSG;

	c = mem_zalloc(sizeof(*c), chall_destructor);
	if (!c)
		return ENOMEM;
	c->proxy = hdr->id == SIP_HDR_PROXY_AUTHENTICATE;
	err = chall_set(c, &v);
	if (err)
		mem_deref(c);
	else
		*cp = c;

	return err;
}

static struct chall *chall_find(const struct list *l, const struct chall *like)
{
	for (struct le *le = list_head(l); le; le = le->next) {
		struct chall *c = le->data;

		if (c->proxy == like->proxy &&
		    0 == str_cmp(c->realm, like->realm))
			return c;
	}
	return NULL;
}

struct reading {
	const struct oh_digest *d;
	struct list l;
	int err;
};

static bool is_ours(const struct oh_digest *d, const struct chall *c)
{
	struct pl realm;

	pl_set_str(&realm, c->realm);

	return !d->realm || oh_authparam_is(&realm, d->realm);
}

/* Keeps the strongest of each realm */
static bool chall_read(const struct sip_hdr *hdr, const struct sip_msg *msg,
		       void *arg)
{
	struct reading *r = arg;
	struct chall *c, *other;
	int err;
	(void)msg;

	err = chall_parse(&c, hdr);
	if (err) {
		if (err == ENOMEM)
			r->err = err;
		return r->err != 0;
	}
	other = chall_find(&r->l, c);
	if (!is_ours(r->d, c) || (other && oh_authhash_is_sha(other->alg)) ||
	    (other && !oh_authhash_is_sha(c->alg))) {
		mem_deref(c);
		return false;
	}
	mem_deref(other);
	list_append(&r->l, &c->le, c);

	return false;
}

/* Does the answer to old being refused with c mean that we are refused? */
static int chall_compare(struct chall *c, const struct chall *old)
{
	if (!old || old->nc == 0)
		return 0;
	if (!c->stale && 0 == str_cmp(c->nonce, old->nonce))
		return EACCES;

	/* A nonce that had served before may have been forgotten since. */
	c->refused = old->nc > 1 ? 0 : old->refused + 1;

	return c->refused >= REFUSALS_MAX ? EACCES : 0;
}

/* EACCES if these challenges say that we are refused */
static int challs_check(const struct oh_digest *d, const struct list *l)
{
	uint32_t n = list_count(&d->challl);

	for (struct le *le = l->head; le; le = le->next) {
		const struct chall *old = chall_find(&d->challl, le->data);
		int err = chall_compare(le->data, old);

		if (err)
			return err;
		n += !old;
	}
	/* Whoever thinks up new realms for ever must not keep us busy. */
	return n > CHALLS_MAX ? EACCES : 0;
}

static int challs_take(struct oh_digest *d, struct list *l)
{
	char *last = NULL;
	struct le *le;
	int err;

	if (list_isempty(l))
		return ENOTSUP;
	err = challs_check(d, l);
	if (err)
		return err;
	err = str_dup(&last, ((struct chall *)l->head->data)->realm);
	if (err)
		return err;
	mem_deref(d->last);
	d->last = last;

	while ((le = l->head)) {
		mem_deref(chall_find(&d->challl, le->data));
		list_unlink(le);
		list_append(&d->challl, le, le->data);
	}
	return 0;
}

static void digest_destructor(void *arg)
{
	struct oh_digest *d = arg;

	list_flush(&d->challl);
	if (d->password)
		OPENSSL_cleanse(d->password, strlen(d->password));
	mem_deref(d->password);
	mem_deref(d->user);
	mem_deref(d->realm);
	mem_deref(d->last);
}

/**
 * Make a client's side of digest authentication
 *
 * @param dp   Returned; mem_deref() wipes the password
 * @param cred Who we are; borrowed, its strings are copied
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_digest_alloc(struct oh_digest **dp, const struct oh_cred *cred)
{
	struct oh_digest *d;
	int err;

	if (!dp || !cred || !cred->user || !cred->password)
		return EINVAL;

	d = mem_zalloc(sizeof(*d), digest_destructor);
	if (!d)
		return ENOMEM;
	err = str_dup(&d->user, cred->user);
	if (err)
		goto out;
	err = str_dup(&d->password, cred->password);
	if (err)
		goto out;
	if (cred->realm)
		err = str_dup(&d->realm, cred->realm);

out:
	if (err)
		mem_deref(d);
	else
		*dp = d;

	return err;
}

/**
 * Forget all challenges, and that answers were refused
 *
 * @param d Digest, or NULL
 */
void oh_digest_reset(struct oh_digest *d)
{
	if (d)
		list_flush(&d->challl);
}

/**
 * Take the challenges of a 401 or 407
 *
 * Later oh_digest_print() answers them, and those of other realms taken
 * before: a proxy and the registrar behind it both want to be answered. A
 * new nonce is tried even if the server forgot to say stale=true, but no
 * more than twice in a row: three wrong passwords lock an account.
 *
 * @param d   Digest
 * @param msg The response; borrowed
 *
 * @return 0: send the request again; EACCES: we are refused; ENOTSUP: no
 *         challenge that we can or may answer; ENOMEM. After an error the
 *         digest answers what it answered before.
 */
int oh_digest_challenge(struct oh_digest *d, const struct sip_msg *msg)
{
	struct reading r = { .d = d };
	int err;

	if (!d || !msg)
		return EINVAL;

	(void)sip_msg_hdr_apply(msg, true, SIP_HDR_WWW_AUTHENTICATE,
				chall_read, &r);
	if (!r.err)
		(void)sip_msg_hdr_apply(msg, true, SIP_HDR_PROXY_AUTHENTICATE,
					chall_read, &r);
	err = r.err ? r.err : challs_take(d, &r.l);
	list_flush(&r.l);

	return err;
}

/**
 * Tell whose challenge was the last
 *
 * @param d Digest
 *
 * @return Realm as between the quotes, or ""; valid until the next challenge
 */
const char *oh_digest_realm(const struct oh_digest *d)
{
	return d && d->last ? d->last : "";
}

/* The content of a quoted-string */
static int escaped_print(struct re_printf *pf, const char *s)
{
	for (;;) {
		size_t n = strcspn(s, "\"\\");
		int err = pf->vph(s, n, pf->arg);

		if (!err && s[n])
			err = pf->vph("\\", 1, pf->arg);
		if (!err && s[n])
			err = pf->vph(&s[n++], 1, pf->arg);
		if (err || !s[n])
			return err;
		s += n;
	}
}

static int chall_hash(char hex[OH_AUTHHASH_HEX_SIZE], const struct chall *c,
		      const struct oh_digest *d, const char *method,
		      const char *uri)
{
	struct oh_authhash_in in = { .alg = c->alg };
	char nc[NC_SIZE];

	pl_set_str(&in.user, d->user);
	pl_set_str(&in.password, d->password);
	pl_set_str(&in.method, method);
	pl_set_str(&in.uri, uri);
	pl_set_str(&in.realm, c->realm);
	pl_set_str(&in.nonce, c->nonce);
	pl_set_str(&in.cnonce, c->cnonce);
	re_snprintf(nc, sizeof(nc), "%08x", c->nc);
	if (c->qop)
		pl_set_str(&in.nc, nc);

	return oh_authhash_response(hex, &in);
}

static int chall_print(struct mbuf *mb, const struct chall *c,
		       const struct oh_digest *d, const char *method,
		       const char *uri)
{
	char hex[OH_AUTHHASH_HEX_SIZE];
	int err;

	err = chall_hash(hex, c, d, method, uri);
	if (err)
		return err;
	err = mbuf_printf(mb, "%s: Digest username=\"%H\", realm=\"%s\""
			  ", nonce=\"%s\", uri=\"%s\", response=\"%s\"",
			  c->proxy ? "Proxy-Authorization" : "Authorization",
			  escaped_print, d->user, c->realm, c->nonce, uri,
			  hex);
	if (!err && c->named)
		err = mbuf_printf(mb, ", algorithm=%s",
				  oh_authhash_name(c->alg));
	if (!err && c->opaque)
		err = mbuf_printf(mb, ", opaque=\"%s\"", c->opaque);
	if (!err && c->qop)
		err = mbuf_printf(mb, ", qop=auth, cnonce=\"%s\", nc=%08x",
				  c->cnonce, c->nc);
	if (!err)
		err = mbuf_write_str(mb, "\r\n");

	return err;
}

/**
 * Append "Authorization: ..\r\n" or "Proxy-Authorization: ..\r\n" lines
 *
 * One line for each realm that has challenged us, nothing before any has.
 *
 * @param d      Digest; counts up its nonces' use
 * @param mb     Where to; unchanged after an error
 * @param method "INVITE" ..
 * @param uri    Request URI, as it stands in the request line
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_digest_print(struct oh_digest *d, struct mbuf *mb,
		    const char *method, const char *uri)
{
	size_t pos, end;
	int err = 0;

	if (!d || !mb || !method || !uri)
		return EINVAL;

	pos = mb->pos;
	end = mb->end;
	for (struct le *le = d->challl.head; le && !err; le = le->next) {
		struct chall *c = le->data;

		c->nc++;
		err = chall_print(mb, c, d, method, uri);
	}
	if (err) {
		mb->pos = pos;
		mb->end = end;
	}
	return err;
}

static int answer_check(const struct oh_authparam *v, const struct pl *met,
			const struct oh_cred *cred)
{
	struct oh_authhash_in in = {
		.method = *met, .uri = v->uri,
		.realm = v->realm, .nonce = v->nonce, .cnonce = v->cnonce,
	};
	char hex[OH_AUTHHASH_HEX_SIZE];

	if (v->algorithm.p && oh_authhash_find(&in.alg, &v->algorithm))
		return EACCES;
	if (v->qop.p && !oh_authparam_has_auth(&v->qop))
		return EACCES;
	if (v->qop.p)
		in.nc = v->nc;
	pl_set_str(&in.user, cred->user);
	pl_set_str(&in.password, cred->password);

	switch (oh_authhash_response(hex, &in)) {

	case 0:      break;
	case ENOMEM: return ENOMEM;
	default:     return EACCES;
	}
	if (v->response.l != strlen(hex) ||
	    CRYPTO_memcmp(v->response.p, hex, v->response.l))
		return EACCES;

	return 0;
}

struct verifying {
	const struct oh_cred *cred;
	const char *nonce;
	int err;
};

static bool answer_read(const struct sip_hdr *hdr, const struct sip_msg *msg,
			void *arg)
{
	struct verifying *w = arg;
	struct oh_authparam v;

	if (oh_authparam_parse(&v, &hdr->val) ||
	    !oh_authparam_is(&v.realm, w->cred->realm))
		return false;
	if (oh_authparam_is(&v.username, w->cred->user) &&
	    oh_authparam_is(&v.nonce, w->nonce))
		w->err = answer_check(&v, &msg->met, w->cred);
	else
		w->err = EACCES;

	return true;
}

/**
 * Verify a request's answer to a challenge of ours: the server's side
 *
 * Neither the count of the nonce's uses nor the URI is compared with
 * anything: good enough for a simulator on loopback.
 *
 * @param msg   The request; borrowed
 * @param cred  Whom we expect, realm included; borrowed
 * @param nonce What we had challenged with
 *
 * @return 0; ENOENT: no answer for this realm; EACCES: a wrong one; ENOMEM
 */
int oh_digest_verify(const struct sip_msg *msg, const struct oh_cred *cred,
		     const char *nonce)
{
	struct verifying w = { .cred = cred, .nonce = nonce, .err = ENOENT };

	if (!msg || !nonce || !cred || !cred->user || !cred->password ||
	    !cred->realm)
		return EINVAL;

	if (!sip_msg_hdr_apply(msg, true, SIP_HDR_AUTHORIZATION,
			       answer_read, &w))
		(void)sip_msg_hdr_apply(msg, true, SIP_HDR_PROXY_AUTHORIZATION,
					answer_read, &w);
	return w.err;
}
