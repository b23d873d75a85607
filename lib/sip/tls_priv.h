/**
 * @file tls_priv.h  What the files of a TLS context share
 */
#ifndef OH_SIP_TLS_PRIV_H
#define OH_SIP_TLS_PRIV_H

#include <sys/stat.h>
#include "base/compat.h"
#include <openssl/ssl.h>
#include "sip/tls.h"

/** A file, and how it looked when it was read */
struct tls_file {
	char       *path;          /**< or NULL                            */
	struct stat st;
};

/** What the files hold */
struct tls_creds {
	X509           *cert;      /**< ours, or NULL                      */
	EVP_PKEY       *key;
	STACK_OF(X509) *chain;
	X509_STORE     *store;     /**< authorities, or NULL: the system's */
};

struct oh_tls {
	struct tls        *tls;    /**< libre's                            */
	bool               server;
	char              *name;   /**< or NULL                            */
	bool               name_is_addr;
	struct tls_file    ca, cert, key;
	int                keylog; /**< descriptor, or -1                  */
	struct oh_tls_peer peer;
	SSL               *talking; /**< the last one by which bytes came  */
	char               why[OH_TLS_WHY_SIZE];
};

/* tls_file.c */
int  oh_tls_creds_load(struct tls_creds *c, struct oh_tls *t,
		       char why[OH_TLS_WHY_SIZE]);
void oh_tls_creds_reset(struct tls_creds *c);
bool oh_tls_file_is_stale(const struct tls_file *f);

/* tls_watch.c */
void oh_tls_watch(struct oh_tls *t, SSL_CTX *ctx);

/* tls_caller.c */
void oh_tls_caller_watch(const SSL *ssl);

#endif
