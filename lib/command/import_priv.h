/**
 * @file import_priv.h  A trunk on its way from one format to another
 *
 * Values are collected in any order, and printed in that of the manual.
 */
#ifndef OH_COMMAND_IMPORT_PRIV_H
#define OH_COMMAND_IMPORT_PRIV_H

#include "base/compat.h"
#include "command/import.h"
#include "conf/print.h"

enum { OH_IMPORT_TEXT = OH_CONF_VALUE };

/** What is known of a trunk; "" where nothing is */
struct oh_import_trunk {
	char server[OH_IMPORT_TEXT];        /**< [host]                    */
	char port[8];
	char transport[8];
	char srtp[8];
	char user[OH_IMPORT_TEXT];
	char auth_user[OH_IMPORT_TEXT];
	char password[OH_IMPORT_TEXT];
	char domain[OH_IMPORT_TEXT];
	char proxy[OH_IMPORT_TEXT];
	char reg[8];
	char expires[16];
	char display[OH_IMPORT_TEXT];
	char caller_id[OH_IMPORT_TEXT];
	char codecs[OH_IMPORT_TEXT];
	char dtmf[16];
	char stun[OH_IMPORT_TEXT];
	char allow_from[OH_IMPORT_TEXT];
};

/** What comes out */
struct oh_import {
	struct mbuf                *mb;
	const struct oh_import_prm *prm;
	struct mbuf                *notes;    /**< of the trunk at hand    */
	unsigned                    line;     /**< where it stands         */
	char namev[OH_IMPORT_TRUNKS_MAX][OH_CONF_NAME];
	unsigned                    namec;
};

int oh_import_begin(struct oh_import *im, struct mbuf *mb,
		    const struct oh_import_prm *prm);
void oh_import_end(struct oh_import *im);
/* Of the trunk at hand; printed with it */
int oh_import_note(struct oh_import *im, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* One that none of namev has, where it becomes the last */
const char *oh_import_name(char (*namev)[OH_CONF_NAME], unsigned *countp,
			   const char *wanted);
/* Prints the trunk, wipes its password and takes the notes along */
int oh_import_trunk(struct oh_import *im, const char *name,
		    struct oh_import_trunk *t);
/* "sip:user:pw@host:port;transport=tls", perhaps in <>. EBADMSG */
int oh_import_uri(struct oh_import_trunk *t, char *user, size_t size,
		  const char *text);
/* "PCMU/8000/1,alaw" into the names that there are here */
int oh_import_codecs(struct oh_import *im, struct oh_import_trunk *t,
		     const char *text);
/* Copies; what does not fit is a note */
int oh_import_text(struct oh_import *im, char *to, size_t size,
		   const char *what, const char *text);

#endif
