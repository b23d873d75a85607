/**
 * @file import.h  Other telephones' configurations as ours
 *
 *   text ──▶ sections: trunks, with what has no counterpart as comments
 *
 * Pure, and the text is hostile: a fault of it is a comment, too. What comes
 * out passes `offhook check`. Passwords go to whom the caller says, never
 * into the text.
 */
#ifndef OH_COMMAND_IMPORT_H
#define OH_COMMAND_IMPORT_H

#include <stddef.h>

enum {
	OH_IMPORT_BYTES_MAX  = 1024 * 1024,     /**< of a file             */
	OH_IMPORT_TRUNKS_MAX = 64,              /**< of a configuration    */
	OH_IMPORT_PATH_SIZE  = 512,
};

struct mbuf;

/**
 * Keep a password
 *
 * @param path   Set to the file where it lies now
 * @param name   Of the trunk
 * @param secret The password
 * @param arg    Handler argument
 *
 * @return 0; ENOENT: it is not to be kept; else that ends the import
 */
typedef int (oh_import_secret_h)(char path[OH_IMPORT_PATH_SIZE],
				 const char *name, const char *secret,
				 void *arg);

struct oh_import_prm {
	const char         *file;       /**< Name of the text, for people  */
	oh_import_secret_h *secreth;    /**< or NULL: none is kept         */
	void               *arg;
};

/* text is NUL-terminated. 0, ENOMEM, or an error of the handler */
int oh_import_baresip(struct mbuf *mb, const char *text,
		      const struct oh_import_prm *prm);
int oh_import_asterisk(struct mbuf *mb, const char *text,
		       const struct oh_import_prm *prm);

#endif
