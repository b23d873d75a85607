/**
 * @file certs.h  Certificates and keys, made for a test
 */
#ifndef CERTS_H
#define CERTS_H

#include "temp.h"

struct certs {
	struct temp t;        /**< "ca.pem", "other.pem": two authorities */
	void *authorityv[2];
};

/** A certificate to be issued */
struct cert {
	const char *file;     /**< gets certificate and key               */
	const char *name;     /**< "a.example" or an address              */
	int days;             /**< valid for so long; negative: no more   */
	bool other;           /**< issued by the other authority          */
};

void certs_make(struct certs *c);
void certs_issue(struct certs *c, const struct cert *cert);
void certs_remove(struct certs *c);
/* A path, static: three of them may be in use at once */
const char *certs_path(struct certs *c, const char *file);

#endif
