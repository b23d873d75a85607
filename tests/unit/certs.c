/**
 * @file certs.c  Certificates and keys, made for a test
 */
#include "base/compat.h"
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include "certs.h"
#include "test.h"

enum { DAY_S = 24 * 3600, PATHS = 3 };

struct authority {
	EVP_PKEY *key;
	X509 *cert;
};

static void extend(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *ext;
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	assert_non_null(ext);
	assert_int_equal(X509_add_ext(x, ext, -1), 1);
	X509_EXTENSION_free(ext);
}

static X509 *begin(EVP_PKEY *key, const char *name, int days)
{
	X509 *x = X509_new();

	assert_non_null(x);
	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), (long)(rand_u32() >> 2));
	X509_gmtime_adj(X509_getm_notBefore(x), -30 * DAY_S);
	X509_gmtime_adj(X509_getm_notAfter(x), (long)days * DAY_S);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN",
				   MBSTRING_ASC, (const uint8_t *)name, -1,
				   -1, 0);

	return x;
}

static void save(struct certs *c, const char *file, X509 *x, EVP_PKEY *key)
{
	FILE *f = fopen(temp_path(&c->t, file), "w");

	assert_non_null(f);
	assert_int_equal(PEM_write_X509(f, x), 1);
	if (key)
		assert_int_equal(PEM_write_PrivateKey(f, key, NULL, NULL, 0,
						      NULL, NULL), 1);
	fclose(f);
}

static struct authority *authority_make(const char *name)
{
	struct authority *a = calloc(1, sizeof(*a));

	assert_non_null(a);
	a->key = EVP_EC_gen("P-256");
	assert_non_null(a->key);
	a->cert = begin(a->key, name, 100);
	X509_set_issuer_name(a->cert, X509_get_subject_name(a->cert));
	extend(a->cert, a->cert, NID_basic_constraints, "critical,CA:TRUE");
	extend(a->cert, a->cert, NID_key_usage, "critical,keyCertSign");
	assert_true(X509_sign(a->cert, a->key, EVP_sha256()) > 0);

	return a;
}

void certs_make(struct certs *c)
{
	static const char *const namev[] = { "Good CA", "Other CA" };
	static const char *const filev[] = { "ca.pem", "other.pem" };

	temp_make(&c->t);
	for (unsigned i = 0; i < ARRAY_SIZE(namev); i++) {
		struct authority *a = authority_make(namev[i]);

		c->authorityv[i] = a;
		save(c, filev[i], a->cert, NULL);
	}
}

void certs_issue(struct certs *c, const struct cert *cert)
{
	struct authority *a = c->authorityv[cert->other];
	EVP_PKEY *key = EVP_EC_gen("P-256");
	char san[256];
	struct sa sa;
	X509 *x;

	assert_non_null(key);
	x = begin(key, cert->name, cert->days);
	X509_set_issuer_name(x, X509_get_subject_name(a->cert));
	(void)snprintf(san, sizeof(san), "%s:%s",
		       sa_set_str(&sa, cert->name, 0) ? "DNS" : "IP",
		       cert->name);
	extend(x, a->cert, NID_subject_alt_name, san);
	assert_true(X509_sign(x, a->key, EVP_sha256()) > 0);
	save(c, cert->file, x, key);
	X509_free(x);
	EVP_PKEY_free(key);
}

void certs_remove(struct certs *c)
{
	for (unsigned i = 0; i < ARRAY_SIZE(c->authorityv); i++) {
		struct authority *a = c->authorityv[i];

		if (!a)
			continue;
		X509_free(a->cert);
		EVP_PKEY_free(a->key);
		free(a);
	}
	temp_remove(&c->t);
}

const char *certs_path(struct certs *c, const char *file)
{
	static char pathv[PATHS][sizeof(c->t.path)];
	static unsigned n;
	char *path = pathv[n++ % PATHS];

	if (!file)
		return NULL;
	str_ncpy(path, temp_path(&c->t, file), sizeof(c->t.path));

	return path;
}
