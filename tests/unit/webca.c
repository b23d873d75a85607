/**
 * @file webca.c  A private authority and what it certifies, for tests
 */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include "test.h"
#include "webca.h"

enum { DAY_S = 24 * 3600 };

static void add_extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *ext = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(ext);
	assert_int_equal(X509_add_ext(cert, ext, -1), 1);
	X509_EXTENSION_free(ext);
}

static X509 *certify(EVP_PKEY *key, const char *subject, const char *issuer,
		     EVP_PKEY *signer, const char *address)
{
	const bool ca = !address;
	X509 *cert = X509_new();
	X509_NAME *name = X509_NAME_new();
	char alt[64];

	assert_non_null(cert);
	(void)X509_set_version(cert, 2);
	(void)ASN1_INTEGER_set(X509_get_serialNumber(cert), ca ? 1 : 2);
	(void)X509_gmtime_adj(X509_getm_notBefore(cert), -DAY_S);
	(void)X509_gmtime_adj(X509_getm_notAfter(cert), DAY_S);
	(void)X509_set_pubkey(cert, key);
	(void)X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
					 (const uint8_t *)subject, -1, -1, 0);
	(void)X509_set_subject_name(cert, name);
	X509_NAME_free(name);
	name = X509_NAME_new();
	(void)X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
					 (const uint8_t *)issuer, -1, -1, 0);
	(void)X509_set_issuer_name(cert, name);
	X509_NAME_free(name);
	if (ca)
		add_extension(cert, NID_basic_constraints,
			      "critical,CA:TRUE");
	else {
		(void)snprintf(alt, sizeof(alt), "IP:%s", address);
		add_extension(cert, NID_subject_alt_name, alt);
	}
	assert_true(X509_sign(cert, signer, EVP_sha256()) > 0);

	return cert;
}

static void store(struct temp *t, const char *name, const char *suffix,
		  X509 *cert, EVP_PKEY *key)
{
	char file[64];
	FILE *f;

	(void)snprintf(file, sizeof(file), "%s.%s", name, suffix);
	f = fopen(temp_path(t, file), "w");
	assert_non_null(f);
	assert_int_equal(PEM_write_X509(f, cert), 1);
	if (key)
		assert_int_equal(PEM_write_PrivateKey(f, key, NULL, NULL, 0,
						      NULL, NULL), 1);
	assert_int_equal(fclose(f), 0);
}

void webca_make(struct temp *t, const char *name, const char *address)
{
	EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
	X509 *ca = certify(ca_key, name, name, ca_key, NULL);
	X509 *cert = certify(key, "server", name, ca_key, address);

	store(t, name, "ca", ca, NULL);
	store(t, name, "pem", cert, key);
	X509_free(ca);
	X509_free(cert);
	EVP_PKEY_free(ca_key);
	EVP_PKEY_free(key);
}
